from typing import Any

import pytest
from cases_of_joining import at, joined, record, report

from mapper.joining.together import side_by_side
from mapper.words import DEFAULT_LANGUAGE

Row = dict[str, Any]

STRIKE: Row = {"killed_min": 4, "killed_max": 4}


def event(*rows: Row, places: list[Row] | None = None) -> Row:
    """Give the one event that some reports make."""
    (made,) = joined(list(rows), places).events
    return made


def test_a_single_report_is_told_as_it_tells_itself() -> None:
    told = record("a", actor="RUSSIA", actor_status="asserted", places="A and B", **STRIKE)
    made = event(told)
    assert {name: made[name] for name in ("actor", "actor_status", "places", "killed_min")} == {
        "actor": "RUSSIA",
        "actor_status": "asserted",
        "places": "A and B",
        "killed_min": 4,
    }
    assert (made["n_reports"], made["n_sources"], made.get("figures")) == (1, 1, None)


def test_the_narrowest_kind_of_the_family_that_most_name_is_the_event_s() -> None:
    kinds = ("airstrike", "barrel_bomb", "other")
    assert event(*(report(k, event_type=k, **STRIKE) for k in kinds))["event_type"] == "barrel_bomb"
    moving = [report(n, event_type="displacement", sentence=n) for n in "ab"]
    assert {one["event_type"] for one in joined(moving).events} == {"displacement"}


@pytest.mark.parametrize(
    ("intervals", "days", "precision"),
    [
        ([("05", "05"), ("03", "09")], ("05", "05"), "day"),
        ([("05", "05"), ("06", "06")], ("05", "06"), "day"),
        ([("01", "07"), ("05", "09")], ("05", "07"), "week"),
    ],
)
def test_days_are_what_all_reports_allow(
    intervals: list[tuple[str, str]], days: tuple[str, str], precision: str
) -> None:
    rows = [
        report(f"r{n}", f"2019-05-{a}", date_end=f"2019-05-{b}", **STRIKE)
        for n, (a, b) in enumerate(intervals)
    ]
    made = event(*rows)
    assert (made["date_start"][-2:], made["date_end"][-2:]) == days
    assert made["date_precision"] == precision


@pytest.mark.parametrize(
    ("told", "together"),
    [
        (("Russia", "Russia or Syrian government"), ("Russia", "attributed")),
        (("Russia", "Syrian government"), ("Russia or Syrian government", "disputed")),
        (("Russia", None), ("Russia", "attributed")),
        (("Russian Military", "Russia"), ("Russia", "attributed")),
        ((None, None), (None, "unknown")),
        (("Russia", "Unknown"), ("Russia", "attributed")),
        (("Unidentified Armed Group (Syria)", "Russia"), ("Russia", "attributed")),
        (("inconnu", "Russia or unknown"), ("Russia", "attributed")),
        (("unknown", "Other"), (None, "unknown")),
    ],
)
def test_who_struck_is_what_all_reports_allow_else_disputed(
    told: tuple[str | None, ...], together: tuple[str | None, str]
) -> None:
    status = ["attributed" if actor else "unknown" for actor in told]
    rows = [
        report(f"r{n}", actor=actor, actor_status=status[n], **STRIKE)
        for n, actor in enumerate(told)
    ]
    made = event(*rows)
    assert (made["actor"], made["actor_status"]) == together


def test_figures_that_differ_stand_side_by_side_with_who_said_them_and_by_policy() -> None:
    rows = [
        report("a", attributed_to="White Helmets", **STRIKE),
        report("b", attributed_to="SOHR", killed_min=3, killed_max=3),
        report(
            "c", attributed_to="Syrian Observatory for Human Rights", killed_min=3, killed_max=3
        ),
    ]
    made = event(*rows)
    assert made["figures"] == "killed 3 (Syrian Observatory for Human Rights), 4 (White Helmets)"
    assert (made["killed_min"], made["killed_max"], made["killed_open"]) == (3, 4, False)
    assert "acled 3" in made["policies"]
    agreed = event(report("a", **STRIKE), report("b", **STRIKE))
    assert (agreed["figures"], agreed["policies"]) == (None, None)


def test_a_report_s_figure_stands_beside_one_many_times_larger_of_another_source() -> None:
    few: dict[str, Any] = {"killed_min": 2, "killed_max": 2, "attributed_to": "rescue workers"}
    many: dict[str, Any] = {"killed_min": 30, "killed_max": 30, "attributed_to": "SOHR"}
    made = event(report("a", publisher="a", **few), report("b", publisher="b", **many))
    assert (made["killed_min"], made["killed_max"]) == (2, 30)
    assert "range 2-30; acled 2" in made["policies"]
    unnamed = event(report("a", **few), report("b", file="b.csv", killed_min=30, killed_max=30))
    assert (unnamed["killed_min"], unnamed["killed_max"]) == (2, 30)


def test_targets_and_sources_are_everybody_s() -> None:
    rows = [
        report("a", targets="market; homes", attributed_to="SOHR", **STRIKE),
        report("b", targets="homes", attributed_to="witnesses", **STRIKE),
    ]
    made = event(*rows)
    assert made["targets"] == "homes; market"
    assert made["attributed_to"] == "SOHR; witnesses"


def test_the_place_is_the_finest_that_all_allow() -> None:
    near: Row = {"place_id": "near", "geo_precision": 2, "radius_m": 7500.0}
    rows = report("a", **STRIKE), report("b", **STRIKE)
    made = event(*rows, places=[at("a", 35.52, **near), at("b")])
    assert (made["places"], made["place_shares"], made["geo_precision"]) == ("P35.5", None, 1)
    assert (made["geometry"].x, made["geometry"].y) == (36.5, 35.5)


def test_where_reports_disagree_all_places_stand_with_their_shares() -> None:
    town: Row = {"place_id": "town", "radius_m": 1500.0}
    rows = [report(n, **STRIKE) for n in "abc"]
    places = [at("a", **town), at("b", 35.529, name="Q"), at("c", **town)]
    found = joined(rows, places)
    (made,) = found.events
    assert made["place_shares"] == "P35.5 67%; Q 33%"
    assert [one["share"] for one in found.places] == [0.667, 0.333]
    assert made["geometry"].geom_type == "MultiPoint"


def test_reprints_speak_once_for_places_and_figures() -> None:
    words = "Jets struck the market of the town at noon, and three people died there, he said."
    reprint: Row = {"sentence": words, "killed_min": 3, "killed_max": 3}
    rows = [report(f"r{n}", publisher=f"P{n}", **reprint) for n in range(5)]
    own = (
        "Four bodies were pulled out of the rubble of a shop beside the mosque, residents told us."
    )
    made = event(*rows, report("z", publisher="Z", sentence=own, **STRIKE))
    assert made["figures"] == "killed 3 (P0), 4 (Z)"
    assert (made["n_reports"], made["n_sources"]) == (6, 2)


def test_a_place_without_a_name_is_shown_by_its_point_and_has_no_id() -> None:
    rows = [report(n, **STRIKE) for n in "abc"]
    nameless: Row = {"place_id": None, "name": None}
    alone = event(*rows, places=[at(n, **nameless) for n in "abc"])
    assert (alone["places"], alone["place_ids"]) == (None, None)
    apart = [at("a", **nameless), at("b", 35.529, name="Q"), at("c", **nameless)]
    made = event(*rows, places=apart)
    assert (made["places"], made["place_ids"]) == ("Q", "pl-35.529-36.5")
    assert made["place_shares"] == "35.5000, 36.5000 67%; Q 33%"


def test_no_name_of_a_source_can_be_read_as_another_figure() -> None:
    told = [
        {"killed_min": 4, "killed_max": 4, "attributed_to": "Foo), 900 (UN; injured 77 (WHO"},
        {"killed_min": 3, "killed_max": 3, "publisher": "killed 5"},
    ]
    words = side_by_side(told, "killed", DEFAULT_LANGUAGE)
    assert words == "killed 3 (killed 5), 4 (Foo] / 900 [UN, injured 77 [WHO)"
