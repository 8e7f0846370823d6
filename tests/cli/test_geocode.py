import csv
import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from folders import SMALL_PACK

from mapper.cli.explain import command as explain
from mapper.cli.geocode import command as geocode

PACK = str(SMALL_PACK)
KEYS = [
    "place_id",
    "name",
    "name_ar",
    "kind",
    "lat",
    "lon",
    "geo_precision",
    "radius_m",
    "score",
    "margin",
    "method",
]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        geocode, [*arguments, "--gazetteer", PACK], input=stdin, catch_exceptions=False
    )


def test_each_name_gives_one_line_of_json() -> None:
    result = run("Kafranbel", "Deir Sunbul", "Xyzzyville", "--nl")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["query"] for one in answers] == ["Kafranbel", "Deir Sunbul", "Xyzzyville"]
    assert [one["status"] for one in answers] == ["ok", "tie", "none"]
    assert set(KEYS) <= set(answers[0]["candidates"][0])
    assert answers[0]["candidates"][0]["place_id"] == "pl-kafr-nabl"
    assert len(answers[1]["candidates"]) == 2


def test_names_come_from_stdin_too() -> None:
    for arguments in ([], ["-"]):
        result = run(*arguments, "--nl", stdin="Saraqib\n\nكفرنبل\n")
        found = [
            json.loads(line)["candidates"][0]["place_id"] for line in result.stdout.splitlines()
        ]
        assert found == ["pl-saraqib", "pl-kafr-nabl"]


def test_the_table_csv_json_and_geojson_agree() -> None:
    table = run("Saraqib").stdout
    assert "35.866" in table
    assert "سراقب" in table
    rows = list(csv.DictReader(io.StringIO(run("Saraqib", "Xyzzyville", "--csv").stdout)))
    assert [(row["query"], row["status"]) for row in rows] == [
        ("Saraqib", "ok"),
        ("Xyzzyville", "none"),
    ]
    answers = json.loads(run("Saraqib", "--json").stdout)
    collection = json.loads(run("Saraqib", "--geojson").stdout)
    candidate = answers[0]["candidates"][0]
    assert collection["features"][0]["geometry"]["coordinates"] == [
        candidate["lon"],
        candidate["lat"],
    ]
    assert float(rows[0]["lat"]) == candidate["lat"]


def test_in_holds_names_to_a_region() -> None:
    answer = json.loads(run("Deir Sunbul", "--in", "Hama", "--nl").stdout)
    assert [c["place_id"] for c in answer["candidates"]] == ["pl-deir-sunbul-ghab"]
    assert json.loads(run("Morek", "--in", "Aleppo", "--nl").stdout)["status"] == "none"


def test_a_cut_is_answered_as_an_area() -> None:
    candidate = json.loads(run("southern Idlib", "--nl").stdout)["candidates"][0]
    assert (candidate["place_id"], candidate["geo_precision"]) == ("reg-idlib/south", 3)


def mapper(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "mapper.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_an_unknown_region_fails_and_lists_the_nearest() -> None:
    result = mapper("geocode", "Morek", "--in", "Hamma-Sud", "--gazetteer", PACK)
    assert result.returncode == 1
    assert "Hama" in result.stderr
    assert result.stdout == ""


def test_a_listed_name_is_placed_without_the_heavy_packages() -> None:
    code = (
        "import sys; from mapper.gazetteer.load import load_gazetteer;"
        "from mapper.places.decide import locate;"
        "assert locate('Kafr Nabl', load_gazetteer()).location;"
        "heavy = ('pandas', 'geopandas', 'shapely', 'numpy', 'folium');"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


TEXT = "Jets hit Kafr Nbel in southern Idlib, the Britain-based monitor said. Deir Sunbul was calm."


def test_explain_tells_candidates_and_reasons() -> None:
    result = CliRunner().invoke(
        explain, ["--text", TEXT, "--gazetteer", PACK], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert "skeleton match" in result.stdout
    assert "lies within Idlib" in result.stdout
    assert "role affiliation" in result.stdout
    assert "relation cut:south" in result.stdout


def test_explain_gives_json_with_offsets() -> None:
    result = CliRunner().invoke(
        explain, ["--text", "-", "--json", "--gazetteer", PACK], input=TEXT, catch_exceptions=False
    )
    mentions = json.loads(result.stdout)["mentions"]
    for mention in mentions:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
    assert mentions[0]["within"] == "Idlib"
    assert mentions[0]["candidates"][0]["reasons"]


@pytest.mark.parametrize("text", ["", "Nothing here."])
def test_explain_of_text_without_places_is_empty(text: str) -> None:
    result = CliRunner().invoke(
        explain, ["--text", text or " ", "--gazetteer", PACK], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert result.stdout == ""
