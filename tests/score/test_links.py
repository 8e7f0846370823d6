import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mapper.base import frames, schema
from mapper.base.errors import MapperError
from mapper.cli.main import main
from mapper.score.known_links import Gold, read_gold
from mapper.score.links import b_cubed, pairwise, score_links, truth
from mapper.store import write_store

Row = dict[str, Any]


def row(name: str, event: str, **more: object) -> Row:
    first: Row = {"incident_id": name, "event_id": event, "scope": "event", "source_id": None}
    first |= {"file": f"{name}.txt", "event_type": "airstrike", "places": "Xyz", "char_start": 0}
    return {**first, "date_start": "2019-05-05", "date_end": "2019-05-05", **more}


def spot(name: str, lat: float = 35.5, **more: object) -> Row:
    return {
        "incident_id": name,
        "lat": lat,
        "lon": 36.5,
        "radius_m": 900.0,
        "geo_precision": 1,
    } | more


def link(left: str, right: str, decision: str = "joined") -> Row:
    why = {"score": 2.5, "reasons": "place same +2.3", "by": "score"}
    return {"left_id": left, "right_id": right, "decision": decision, **why}


def test_b_cubed_is_the_mean_over_members_of_purity_and_wholeness() -> None:
    assert b_cubed("xxyy", "aabb") == {"precision": 1, "recall": 1, "f1": 1, "members": 4}
    lumped = b_cubed("xxxx", "aabb")
    assert (lumped["precision"], lumped["recall"]) == (0.5, 1)
    assert b_cubed("xy", ["a", None])["members"] == 1


def test_pairs_are_counted_in_clusters() -> None:
    found = pairwise("xxxy", "aabb")
    assert (found["right"], found["joined"], found["of"]) == (1, 3, 2)


def test_links_of_texts_and_records_count_where_both_were_read() -> None:
    rows = [
        row("t1", "e1"),
        row("t2", "e2"),
        row("r1", "e1", source_id="R1", file="t.csv"),
        row("r2", "e3", source_id="R2", file="t.csv"),
        row("r3", "e2", source_id="R3", file="t.csv"),
    ]
    gold = Gold(links=frozenset({("t1", "R1"), ("t1", "R2"), ("t2", "R9"), ("t2", "R2")}))
    places = [spot("t1"), spot("r1"), spot("r2", 35.51), spot("t2", 37.0), spot("r3", 37.0)]
    made = score_links(rows, places, [link("t1", "r1"), link("r3", "t2")], gold)
    assert made["links"] == {"listed": 4, "in_build": 3, "extracted": 2}
    assert made["right"] == 1
    assert made["given_extracted"]["recall"] == 0.5
    assert made["given_extracted"]["precision"] == 0.5
    assert made["end_to_end"]["recall"] == 0.3333
    (wrong,) = made["wrong"]
    assert (wrong["truth"], wrong["reasons"]) == ("unlinked", "place same +2.3")
    assert made["missed"] == ["t1 R2"]


def test_a_region_is_no_report_extracted() -> None:
    rows = [row("t1", "e1"), row("r1", "e2", source_id="R1", file="t.csv")]
    gold = Gold(links=frozenset({("t1", "R1")}))
    wide = spot("t1", radius_m=50_000.0, geo_precision=3)
    assert score_links(rows, [wide, spot("r1")], [], gold)["links"]["extracted"] == 0


def test_members_are_known_by_record_or_by_file_and_place_in_the_text() -> None:
    gold = Gold(
        members=(
            {"member": "R1", "event": "a"},
            {"member": "x.txt", "event": "a", "file": "x.txt", "start": "0", "end": "50"},
            {"member": "x.txt", "event": "b", "file": "x.txt", "start": "50", "end": "90"},
        )
    )
    rows = [
        row("r", "e", source_id="R1", file="t.csv"),
        row("x", "e"),
        row("y", "e", file="x.txt", char_start=60),
        row("z", "e", scope="aggregate"),
    ]
    assert truth(rows, gold) == ["a", "a", "b", None]


def test_wrong_joins_of_a_whole_truth_are_listed_with_their_weights() -> None:
    gold = Gold(
        members=(
            {"member": "R1", "event": "a", "told": "yes"},
            {"member": "R2", "event": "b", "told": "no"},
        )
    )
    rows = [row("r1", "e", source_id="R1"), row("r2", "e", source_id="R2")]
    made = score_links(rows, [], [link("r1", "r2")], gold)
    assert made["all"]["b_cubed"]["precision"] == 0.5
    assert made["told"]["b_cubed"] == {"precision": 1, "recall": 1, "f1": 1, "members": 1}
    assert [one["truth"] for one in made["wrong"]] == ["a and b"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "no rows with columns text,code or member,event"),
        ("text,code\nx,\n", "row 2: the cell 'code' is empty"),
        ("", "no rows with columns"),
        ('text,code\n"a\nb",R1\nx,\n', "gold.csv row 4: the cell 'code' is empty"),
        ('text,code\n"a,R1\n', "gold.csv row 2: not a CSV file"),
        ("member,event,start,end\na,e,0,5\nb,e,x,9\n", "gold.csv row 3: start 'x' and end '9'"),
        ("member,event,start,end\na,e,7,5\n", "gold.csv row 2: start '7' and end '5'"),
        ("member,event,start,end\na,e,7,\n", "gold.csv row 2: start '7' and end ''"),
        ("member,event,told\na,e,maybe\n", "gold.csv row 2: told is 'maybe'"),
        ("member,event\na,e\nb,e\na,f\n", "gold.csv row 4: member a is of e in row 2 and f"),
        ("member,event,start,end\na,e,0,9\na,f,8,12\n", "row 3: member a is of e in row 2 and f"),
        ("member,event,start\na,e,7\n", "gold.csv row 2: start '7' and end None"),
    ],
)
def test_a_list_that_is_neither_links_nor_members_is_refused(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "gold.csv").write_text(text, encoding="utf-8")
    with pytest.raises(MapperError, match=why):
        read_gold(tmp_path / "gold.csv")


def test_a_list_that_is_not_utf_8_is_refused_by_file_and_row(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_bytes("text,code\na,R1\nAlepp\u00f3,R2\n".encode("latin-1"))
    with pytest.raises(MapperError, match=r"gold\.csv row 3: not UTF-8"):
        read_gold(tmp_path / "gold.csv")


def two_tables() -> list[Row]:
    return [
        row("t1", "e1"),
        row("r1", "e1", source_id="R1", file="a.csv"),
        row("r2", "e2", source_id="R1", file="b.csv"),
    ]


def test_members_of_two_tables_with_one_id_are_told_apart_by_their_file() -> None:
    named = [{"member": "R1", "event": event, "file": f"{event}.csv"} for event in "ab"]
    assert truth(two_tables(), Gold(members=tuple(named))) == [None, "a", "b"]
    rest = {"member": "R1", "event": "c"}
    assert truth(two_tables(), Gold(members=(named[0], rest))) == [None, "a", "c"]
    with pytest.raises(MapperError, match=r"'R1' is the id of a record in a\.csv, b\.csv"):
        truth(two_tables(), Gold(members=(rest,)))


def test_links_to_two_tables_with_one_id_are_told_apart_by_their_file(tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("text,code,file\nt1,R1,b.csv\n", encoding="utf-8")
    places = [spot(name) for name in ("t1", "r1", "r2")]
    made = score_links(two_tables(), places, [link("r1", "t1")], read_gold(gold))
    assert (made["right"], made["missed"]) == (0, ["t1 b.csv R1"])
    assert [one["truth"] for one in made["wrong"]] == ["unlinked"]
    gold.write_text("text,code,file\nt1,R1,a.csv\n", encoding="utf-8")
    assert score_links(two_tables(), places, [], read_gold(gold))["right"] == 1
    gold.write_text("text,code\nt1,R1\n", encoding="utf-8")
    with pytest.raises(MapperError, match=r"'R1' is the id of a record in a\.csv, b\.csv"):
        score_links(two_tables(), places, [], read_gold(gold))


def test_the_command_scores_the_events_of_a_store(tmp_path: Path) -> None:
    rows = [row("r1", "e", source_id="R1"), row("r2", "f", source_id="R2")]
    tables = {"incidents": frames.frame(schema.INCIDENTS, rows)}
    tables["incidents"]["geometry"] = None
    write_store(tmp_path / "store.gpkg", tables)
    gold = tmp_path / "members.csv"
    gold.write_text("member,event\nR1,a\nR2,a\n", encoding="utf-8")
    asked = ["score", str(tmp_path / "store.gpkg"), "--links", str(gold)]
    found = CliRunner().invoke(main, [*asked, "--json"])
    assert json.loads(found.stdout)["all"]["b_cubed"]["recall"] == 0.5
    assert "B-cubed" in CliRunner().invoke(main, asked).stdout.replace("b-cubed", "B-cubed")


def test_without_a_gold_set_the_command_says_what_to_name(tmp_path: Path) -> None:
    write_store(tmp_path / "store.gpkg", {})
    found = CliRunner().invoke(main, ["score", str(tmp_path / "store.gpkg")])
    assert found.exit_code == 2
    assert "--links" in found.output


def test_headers_in_capitals_and_semicolons_are_read(tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text("Member;EVENT;Told\na;e;No\n", encoding="utf-8")
    (member,) = read_gold(gold).members
    assert (member["member"], member["event"], member["told"]) == ("a", "e", "no")


def test_members_that_no_report_is_of_are_named_and_found_ones_never_outnumber_the_list() -> None:
    rows = [
        {"scope": "event", "file": "x.txt", "source_id": None, "char_start": n, "event_id": f"e{n}"}
        | {"incident_id": f"i{n}"}
        for n in range(3)
    ]
    named = ({"member": "x.txt", "event": "a"}, {"member": "x", "event": "a"})
    made = score_links(rows, [], [], Gold(members=named))
    assert made["members"] == {"listed": 2, "found": 1, "reports": 3}
    assert made["unknown"] == ["x (x.txt?)"]
