import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mapper.cli.main import main


def test_score_reads_a_store_and_prints_counts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t-002.txt").write_text(
        "Airstrikes on the town of Saraqib killed six people on Monday.", encoding="utf-8"
    )
    (tmp_path / "in" / "manifest.csv").write_text(
        "file,published\nt-002.txt,2016-08-01\n", encoding="utf-8"
    )
    place = {"canonical": "Saraqib", "lat": 35.866, "lon": 36.8034, "tolerance_km": 4}
    record: dict[str, Any] = {
        "incident_id": "t-002-1",
        "event_type": "airstrike",
        "place": [place],
        "place_precision": "town",
        "date": "2016-08-01",
        "date_precision": "day",
        "actor": None,
        "killed": [6, 6],
        "killed_open_ended": False,
        "injured": None,
        "injured_open_ended": False,
        "attributed_source": None,
        "background": False,
        "accept": {},
    }
    gold = tmp_path / "gold.jsonl"
    article = {"id": "t-002", "category": "positive", "incidents": [record], "places": []}
    gold.write_text(json.dumps(article) + "\n", encoding="utf-8")
    runner = CliRunner()
    built = runner.invoke(main, ["build", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert built.exit_code == 0, built.output
    store = str(tmp_path / "out" / "store.gpkg")
    figures = json.loads(runner.invoke(main, ["score", store, str(gold), "--json"]).stdout)
    assert figures["incidents"]["all"] == {
        "found": 1,
        "false": 0,
        "missed": 0,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert figures["fields"]["killed_exact"]["right"] == 1
    table = runner.invoke(main, ["score", store, str(gold), "--half", "even", "--misses"]).stdout
    assert "killed_exact 1/1 (1.00)" in table
