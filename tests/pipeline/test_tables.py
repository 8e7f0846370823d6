"""Tables of records through a whole build: who is credited, what is one record, there and back."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from mapper.base import schema
from mapper.export.tabular import write_csv
from mapper.pipeline.steps import build
from mapper.store import STORE, read_table

ACLED = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,location,latitude,longitude,"
    "fatalities\nSYR1,2019-05-16,Explosions/Remote violence,Grenade,A,Hass,35.57,36.57,2\n"
)
PLACE_OF_READING = {
    *("article_id", "file", "row", "rule", "char_start", "char_end", "n_reports", "linked_ids"),
    "event_id",
}


def exported(folder: Path) -> str:
    target = folder.with_suffix(".csv")
    write_csv(target, schema.INCIDENTS, read_table(folder / STORE, "incidents"))
    return target.read_text(encoding="utf-8")


def cells(text: str) -> list[dict[str, Any]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{k: v for k, v in row.items() if k not in PLACE_OF_READING} for row in rows]


@pytest.mark.usefixtures("no_views")
def test_an_export_of_incidents_reads_back_to_the_same_rows(tmp_path: Path, repo: Path) -> None:
    first = exported(build([repo / "seeds"], tmp_path / "first").folder)
    again = build([tmp_path / "first.csv"], tmp_path / "again")
    assert again.n_rejects == 0
    assert cells(exported(again.folder)) == cells(first)


@pytest.mark.usefixtures("few_places")
def test_a_known_table_is_credited_wherever_the_pack_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ACLED, encoding="utf-8")
    built = build([tmp_path / "a.csv"], tmp_path / "out")
    run = dict(read_table(built.folder / STORE, "run")[["key", "value"]].to_numpy())
    assert run["table_of:a.csv"] == "ACLED"
    assert run["credits"].endswith("; ACLED")
    assert "cite ACLED" in run["licence"]
    assert "cite ACLED" in built.report["tables_of"]["a.csv"][0]
    assert "cite ACLED" in (built.folder / "incidents.geojson").read_text(encoding="utf-8")
    wording = set(read_table(built.folder / STORE, "claims")["wording"])
    assert "sub_event_type: Grenade" in wording


@pytest.mark.parametrize(
    ("second", "n_incidents", "n_rejects"),
    [
        ("r1,Hass,2019-05-16,x", 1, 1),
        ("r1,Morek,2019-05-16,x", 2, 0),
        ("r1,Hass,2019-05-16,y", 2, 0),
    ],
    ids=["the same", "another place", "another note"],
)
@pytest.mark.usefixtures("few_places", "no_views")
def test_one_name_of_two_tables_is_one_record_only_where_both_say_the_same(
    tmp_path: Path, second: str, n_incidents: int, n_rejects: int
) -> None:
    for name, row in (("a.csv", "r1,Hass,2019-05-16,x"), ("b.csv", second)):
        (tmp_path / name).write_text(f"record_id,place,date,note\n{row}\n", encoding="utf-8")
    built = build([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "out")
    assert (built.report["incidents"]["total"], built.n_rejects) == (n_incidents, n_rejects)
    added = build([tmp_path / "a.csv"], tmp_path / "more")
    added = build([tmp_path / "b.csv"], tmp_path / "more", append=True)
    ids = [
        set(read_table(one.folder / STORE, "incidents")["incident_id"]) for one in (built, added)
    ]
    assert ids[0] == ids[1]
