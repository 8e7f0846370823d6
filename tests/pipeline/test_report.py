from typing import Any

from shapely import Point

from mapper.base import frames, schema
from mapper.pipeline.report import report_in_words, summarise

Row = dict[str, Any]


def incident(name: str, **more: object) -> Row:
    row = {"incident_id": name, "scope": "event", "event_type": "airstrike"}
    days = {"date_start": "2019-05-05", "date_end": "2019-05-05"}
    return {**row, **days, "geometry": Point(36.5, 35.5), "zone_verdict": "edge", **more}


def alone(row: Row) -> Row:
    """Make the event that a report tells of alone."""
    own = {"event_id": f"evt-{row['incident_id']}", "members": row["incident_id"]}
    kept = {name: cell for name, cell in row.items() if name in {*schema.EVENTS.names, "geometry"}}
    return own | {"n_reports": 1, "n_sources": 1} | kept


def report_of(*rows: Row, told: list[Row] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on
    """Report on incidents and their events: each its own, unless others are given."""
    events = [alone(row) for row in rows if row["scope"] != "aggregate"] if told is None else told
    incidents: Any = frames.frame(schema.INCIDENTS, rows)
    rest: dict[str, Any] = {"rejects": [], "links": [], "unresolved": {}, "rows": {}, "unused": {}}
    return summarise(incidents, frames.frame(schema.EVENTS, events), **{**rest, **more})


def test_totals_speak_of_events_only() -> None:
    made = report_of(
        incident("a", killed_min=2, killed_max=3),
        incident("b", scope="aggregate", killed_min=100, killed_max=100),
        incident("c", scope="background", killed_min=22, killed_max=22),
    )
    assert made["incidents"]["by_scope"] == {"aggregate": 1, "background": 1, "event": 1}
    assert made["events"]["killed"] == {"min": 2, "max": 3, "open": False, "stated": 1}


def test_an_event_told_twice_is_counted_once_by_its_own_figures() -> None:
    rows = [incident("a", killed_min=2), incident("b", killed_min=4), incident("c", killed_min=1)]
    two = {"n_reports": 2, "n_sources": 2, "members": "a; b"}
    figures = {"killed_min": 2, "killed_max": 4, "killed_open": True}
    made = report_of(
        *rows,
        told=[alone(rows[0]) | two | figures, alone(rows[2])],
        links=[{"decision": one} for one in ("joined", "doubtful", "apart", "doubtful")],
    )
    assert (made["events"]["total"], made["reports"]["total"]) == (2, 3)
    assert made["events"]["killed"] == {"min": 3, "max": 5, "open": True, "stated": 2}
    assert (made["events"]["told_by_several_sources"], made["events"]["doubtful_pairs"]) == (1, 2)
    assert made["same_event"] == [
        {"event_id": "evt-a", "n_reports": 2, "n_sources": 2, "incidents": ["a", "b"]}
    ]
    assert [row["events"]["all"] for row in made["zones"]["by_month"]] == [2]
    lines = report_in_words(made)
    assert lines[0] == "2 events in 3 reports and records"
    assert "told by more than one source: 1 of the events" in lines
    assert "perhaps of one event: 2 pairs of reports" in lines


def test_zero_killed_is_stated_and_a_missing_figure_is_not() -> None:
    made = report_of(incident("a", killed_min=0, killed_max=0), incident("b"))
    assert made["events"]["killed"]["stated"] == 1
    assert made["events"]["injured"] == {"min": 0, "max": 0, "open": False, "stated": 0}


def test_months_types_actors_and_verdicts_are_counted() -> None:
    made = report_of(
        incident("a", actor="Russia"),
        incident("b", date_end="2019-06-01", zone_verdict="inside"),
        incident("c", date_start=None, date_end=None, event_type="shelling"),
    )["events"]
    assert made["by_month"] == {"2019-05": 1, "not stated": 1, "several months": 1}
    assert made["by_actor"] == {"not stated": 2, "Russia": 1}
    assert made["by_type"] == {"airstrike": 2, "shelling": 1}
    assert made["by_verdict"] == {"edge": 2, "inside": 1}


def test_what_is_not_on_the_map_is_listed_with_its_words() -> None:
    made = report_of(incident("a", geometry=None, places="Xyz", admin1="Idlib"), incident("b"))
    (missing,) = made["not_mapped"]
    assert (missing["incident_id"], missing["places"], missing["admin1"]) == ("a", "Xyz", "Idlib")
    assert any("Xyz" in line for line in report_in_words(made))


def test_unresolved_names_and_rejects_are_kept_whole() -> None:
    rejected = {"file": "a.txt", "row": None, "stage": "s", "reason": "empty", "detail": "d"}
    made = report_of(
        incident("a"),
        unresolved={("unknown", "Xyz"): 2, ("tie", "Abc"): 5},
        rejects=[rejected, rejected],
        unused={"t.csv": ["weather"]},
    )
    assert [one["name"] for one in made["unresolved_names"]] == ["Abc", "Xyz"]
    assert made["rejects"] == {"by_reason": {"empty": 2}, "rows": [rejected, rejected]}
    assert made["columns_not_used"] == {"t.csv": ["weather"]}


def test_a_build_of_nothing_still_reports() -> None:
    made = report_of()
    assert made["incidents"]["total"] == 0
    assert report_in_words(made)


def test_a_largest_figure_that_is_missing_is_the_smallest() -> None:
    made = report_of(incident("a", killed_min=2, killed_max=None))
    assert made["events"]["killed"]["max"] == 2


def test_parties_of_articles_that_no_list_has_are_counted() -> None:
    made = report_of(
        incident("a", actor="Reds; Blues", article_id="art-1"),
        incident("b", actor="Reds or Greens", article_id="art-1"),
        incident("c", actor="of a table", article_id=None),
        incident("d", actor="Reds", article_id="art-1", scope="background"),
        parties={"Blues"},
    )
    assert made["parties_not_listed"] == [
        {"name": "Reds", "times": 2},
        {"name": "Greens", "times": 1},
    ]
    line = "parties that the pack does not list: Reds 2, Greens 1"
    assert line in report_in_words(made)
