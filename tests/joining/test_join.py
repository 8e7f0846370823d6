import json
import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from cases_of_joining import at, groups, joined, record, report, together
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.base.schema import MOST_LINKED
from mapper.joining.case import cases_of
from mapper.joining.clusters import MOST_APART
from mapper.joining.pairs import toll
from mapper.words import DEFAULT_LANGUAGE

Row = dict[str, Any]

STRIKE: Row = {"killed_min": 4, "killed_max": 4}
TOLD = "Jets struck the market of the town at noon, and four people died there, rescuers said."


def one_event(*rows: Row, places: list[Row] | None = None) -> bool:
    return len(groups(list(rows), places)) == 1


def are_one(found: set[frozenset[str]], one: str, other: str) -> bool:
    """See whether two reports are of one event, with whomever else."""
    return any({one, other} <= group for group in found)


def test_a_record_and_a_report_of_the_same_strike_are_one_event_and_stay_two_rows() -> None:
    rows = [report("r", **STRIKE), record("t", **STRIKE)]
    before = [dict(row) for row in rows]
    made = joined(rows)
    (event,) = made.events
    assert (event["members"], event["n_reports"]) == ("r; t", 2)
    assert [(c["incident_id"], c["linked_ids"], c["n_reports"]) for c in made.columns] == [
        ("r", "t", 2),
        ("t", "r", 2),
    ]
    assert {c["event_id"] for c in made.columns} == {event["event_id"]}
    assert rows == before


def test_a_single_report_is_an_event_of_one_and_a_total_is_none() -> None:
    made = joined([report("a"), report("t", scope="aggregate")])
    assert [event["members"] for event in made.events] == ["a"]
    assert [column["event_id"] for column in made.columns][1] is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date_start": "2019-05-08", "date_end": "2019-05-08"}, "another day"),
        ({"date_start": "2019-01-01", "date_end": "2019-12-31"}, "a year says too little"),
        ({"event_type": "explosion_ied"}, "another family of kinds"),
        ({"event_type": "displacement"}, "people on the move are no strike"),
        ({"scope": "aggregate"}, "a total"),
        ({"article_id": "art-a"}, "told apart by its own article"),
    ],
)
def test_reports_that_do_not_fit_stay_apart(change: Row, why: str) -> None:
    first = report("a", **STRIKE)
    made = joined([first, {**report("b", **STRIKE), **change}])
    assert all(event["n_reports"] == 1 for event in made.events), why


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": "barrel_bomb"},
        {"event_type": "other"},
        {"actor": "Russia or Syrian government"},
        {"scope": "background"},
        {"killed_min": 3, "killed_max": 3, "killed_open": True},
        {"killed_min": None, "killed_max": None},
        {"date_start": "2019-05-03", "date_end": "2019-05-07"},
        {"date_start": "2019-05-06", "date_end": "2019-05-06"},
    ],
)
def test_kin_kinds_open_choices_open_figures_and_a_night_are_no_contradiction(
    change: Row,
) -> None:
    assert one_event(report("a", actor="Russia", **STRIKE), {**report("b", **STRIKE), **change})


def test_the_same_toll_in_the_same_region_alone_joins_nothing() -> None:
    region = {"place_id": "reg", "geo_precision": 3, "radius_m": 40_000.0}
    rows = [report("a", killed_min=1, killed_max=1), report("b", killed_min=1, killed_max=1)]
    days = [f"2019-0{month}-{day:02}" for month in (4, 5) for day in range(1, 31)]
    others = [record(f"o{n:03}", day, file="daily.csv") for n, day in enumerate(3 * days)]
    places = [at("a", 35.7, 36.6, **region), at("b", 35.5)]
    places += [at(row["incident_id"], 34.9 + n / 100) for n, row in enumerate(others)]
    assert not are_one(groups([*rows, *others], places), "a", "b")


def test_a_shared_region_alone_is_never_enough() -> None:
    region = {"geo_precision": 3, "radius_m": 40_000.0}
    places = [at("a", **region), at("b", **region)]
    assert not one_event(report("a"), report("b"), places=places)


def test_the_next_village_is_another_place() -> None:
    rows = report("a", **STRIKE), report("b", **STRIKE)
    assert not one_event(*rows, places=[at("a"), at("b", 35.56)])
    assert one_event(*rows, places=[at("a"), at("b", 35.505)])


def test_one_shared_place_of_several_is_enough() -> None:
    places = [at("a", 35.9), at("a", seq=2), at("b")]
    assert one_event(report("a", **STRIKE), report("b", **STRIKE), places=places)


def test_on_a_front_that_is_struck_daily_place_and_day_say_little() -> None:
    pair = [report("a"), report("b")]
    assert one_event(*pair)
    daily = [record(f"r{day:02}", f"2019-05-{day:02}") for day in range(1, 31)]
    twice = [record("again")]
    assert not are_one(groups([*pair, *daily, *twice]), "a", "b")


def test_two_rows_of_one_table_are_two_events() -> None:
    assert not one_event(record("a", **STRIKE), record("b", **STRIKE))
    assert one_event(record("a", **STRIKE), record("b", file="other.csv", **STRIKE))


def test_two_rows_that_tell_one_strike_as_two_sources_do_are_one_event() -> None:
    first = record("a", killed_min=3, killed_max=3, attributed_to="SOHR", actor="RUSSIA")
    second = record("b", attributed_to="White Helmets", actor="RUSSIA", **STRIKE)
    assert one_event(first, second)
    same = {"attributed_to": "Syrian Observatory for Human Rights"}
    assert not one_event(first, {**second, **same})
    assert not one_event(first, {**second, "event_type": "shelling"})


def test_two_rows_alike_in_all_but_their_id_are_one_event_if_a_long_note_tells_both() -> None:
    first = record("a", sentence=TOLD, **STRIKE)
    assert one_event(first, record("b", sentence=TOLD.upper(), **STRIKE))
    for other in (
        {"sentence": TOLD.replace("noon", "dawn")},
        {"sentence": TOLD, "killed_max": 5},
        {"sentence": TOLD, "date_start": "2019-05-06", "date_end": "2019-05-06"},
    ):
        assert not one_event(first, {**record("b", **STRIKE), **other})
    short = {"sentence": "Four people died."}
    assert not one_event({**first, **short}, {**record("b", **STRIKE), **short})


def test_two_places_that_no_list_has_are_one_only_at_one_point() -> None:
    rows = [record(n, attributed_to=of, **STRIKE) for n, of in (("a", "SOHR"), ("b", "MSF"))]
    nameless: Row = {"place_id": None, "name": None}
    assert one_event(*rows, places=[at(n, **nameless) for n in "ab"])
    assert not one_event(*rows, places=[at("a", **nameless), at("b", 35.505, **nameless)])
    apart = [report(n, killed_min=70, killed_max=70) for n in "ab"]
    far = [at("a", **nameless), at("b", 35.56, radius_m=900.0, **nameless)]
    assert not one_event(*apart, places=far)


@pytest.mark.parametrize(("is_open", "is_one"), [(True, True), (False, False)])
def test_at_least_five_is_no_other_toll_than_twelve(*, is_open: bool, is_one: bool) -> None:
    told: Row = {"attributed_to": "SOHR", "published": "2019-05-06", "actor": "Russia"}
    rows = [
        report("a", killed_min=5, killed_max=5, killed_open=is_open, **told),
        report("b", killed_min=12, killed_max=12, **told),
    ]
    assert one_event(*rows) is is_one


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        ((5, 5, True), (7, 7, False), "overlap"),
        ((5, 5, True), (5, 5, False), "equal_some"),
        ((5, 5, True), (12, 12, False), "near"),
        ((5, 5, True), (30, 30, False), "apart"),
        ((2, 4, False), (2, 2, False), "overlap"),
        ((0, 0, False), (0, 0, False), "both_none"),
    ],
)
def test_an_open_toll_reaches_to_twice_its_size_and_a_range_is_no_single_figure(
    mine: tuple[int, int, bool], theirs: tuple[int, int, bool], level: str
) -> None:
    rows = [
        report(name, killed_min=low, killed_max=high, killed_open=is_open)
        for name, (low, high, is_open) in (("a", mine), ("b", theirs))
    ]
    cases = cases_of(rows, [], DEFAULT_LANGUAGE)
    found = toll(cases, "killed", *(np.array([n]) for n in (0, 1)))
    assert found.levels[found.codes[0]] == level


def test_who_names_nobody_neither_agrees_nor_disagrees() -> None:
    for column in ("actor", "targets", "attributed_to", "publisher"):
        links = [
            joined(
                [report("a", **{column: mine}, **STRIKE), report("b", **{column: theirs}, **STRIKE)]
            ).links[0]["reasons"]
            for mine, theirs in (("Unknown", "Unknown"), ("Unknown", "Russia"), (None, None))
        ]
        assert len(set(links)) == 1, column


def test_of_two_rows_that_fit_equally_well_none_is_taken_and_both_are_in_doubt() -> None:
    found = joined([report("a", **STRIKE), record("x", **STRIKE), record("y", **STRIKE)])
    assert {event["members"] for event in found.events} == {"a", "x", "y"}
    ties = [link for link in found.links if link["by"] == "tie"]
    assert {(link["left_id"], link["right_id"], link["decision"]) for link in ties} == {
        ("a", "x", "doubtful"),
        ("a", "y", "doubtful"),
    }


def test_of_two_rows_the_one_that_agrees_better_is_taken() -> None:
    rows = [report("a", **STRIKE), record("x", killed_min=0, killed_max=0), record("y", **STRIKE)]
    assert groups(rows) == {together("a", "y"), together("x")}


def test_two_events_of_one_article_never_meet_through_a_third_report() -> None:
    morning = report("a", article_id="art-1", **STRIKE)
    evening = report("b", article_id="art-1", **STRIKE)
    made = groups([morning, evening, report("c", **STRIKE), report("d", **STRIKE)])
    assert made == {together("c", "d"), together("a"), together("b")}
    clear = report("e", article_id="art-1", killed_min=9, killed_max=9)
    made = groups([morning, clear, report("c", **STRIKE), report("d", **STRIKE)])
    assert made == {together("a", "c", "d"), together("e")}


def test_a_wide_interval_does_not_chain_two_days() -> None:
    wide = report("w", "2019-05-01", date_end="2019-05-07", **STRIKE)
    rows = [wide, report("e", "2019-05-02", **STRIKE), report("l", "2019-05-06", **STRIKE)]
    assert groups(rows) == {together("w"), together("e"), together("l")}
    found = joined(rows)
    assert {(li["left_id"], li["right_id"], li["by"]) for li in found.links} == {
        ("e", "w", "tie"),
        ("l", "w", "tie"),
    }


def test_a_wide_place_between_two_villages_is_of_neither_and_doubtful_with_both() -> None:
    rows = [report("w", **STRIKE), report("m", **STRIKE), report("n", **STRIKE)]
    spots = [
        at("w", place_id="r", geo_precision=3, radius_m=30_000.0),
        at("m", lat=35.6),
        at("n", lat=35.3),
    ]
    found = joined(rows, spots)
    assert len(found.events) == 3
    assert {(li["left_id"], li["right_id"], li["decision"], li["by"]) for li in found.links} == {
        ("m", "w", "doubtful", "tie"),
        ("n", "w", "doubtful", "tie"),
    }


def test_what_lost_a_wide_place_to_a_better_fit_is_in_doubt_not_at_another_place() -> None:
    wide = report("w", injured_min=7, injured_max=7, **STRIKE)
    rows = [wide, report("m", injured_min=7, injured_max=7, **STRIKE), report("n", **STRIKE)]
    spots = [
        at("w", place_id="r", geo_precision=3, radius_m=30_000.0),
        at("m", lat=35.6),
        at("n", lat=35.3),
    ]
    found = joined(rows, spots)
    assert {event["members"] for event in found.events} == {"m; w", "n"}
    (lost,) = [li for li in found.links if li["decision"] != "joined"]
    assert (lost["left_id"], lost["right_id"], lost["by"]) == ("n", "w", "cluster")


def test_kinds_without_kinship_are_in_doubt_however_alike_their_words() -> None:
    words = "three people were killed in the town on the first day of the month rescuers said"
    rows = [
        report("a", sentence=f"shelling {words}", event_type="shelling", **STRIKE),
        report("b", sentence=f"jets {words}", **STRIKE),
    ]
    found = joined(rows)
    (link,) = found.links
    assert link["score"] > 0
    assert (link["decision"], link["by"], len(found.events)) == ("doubtful", "other_kinds", 2)


def test_a_toll_of_two_places_is_no_other_toll_of_one_of_them() -> None:
    spots = [at("s"), at("s", lat=35.9, seq=2), at("p"), at("q", lat=35.9), at("t")]
    tolls = {"s": 12, "p": 5, "q": 7, "t": 12}
    rows = [report(name, killed_min=n, killed_max=n) for name, n in tolls.items()]
    found = joined(rows, spots)
    assert {event["members"] for event in found.events} == {"s; t", "p", "q"}
    assert {li["by"] for li in found.links if li["decision"] == "apart"} == {"sum_of_places"}


def test_of_many_rows_kept_apart_each_lists_so_many_links() -> None:
    rows = [record(f"r{n:02}", **STRIKE) for n in range(60)]
    links = [li for li in joined(rows).links if li["decision"] == "apart"]
    listed = Counter(li[end] for li in links for end in ("left_id", "right_id"))
    assert max(listed.values()) == MOST_APART


def test_an_article_is_no_report_of_what_came_after_it() -> None:
    early = report("a", None, date_end=None, date_basis=None, published="2019-05-04", **STRIKE)
    assert not one_event(early, record("b", "2019-05-06", **STRIKE))
    assert one_event({**early, "published": "2019-05-05"}, record("b", "2019-05-05", **STRIKE))


def test_a_rule_that_kept_apart_what_the_score_would_join_is_told() -> None:
    found = joined([record("a", **STRIKE), record("b", **STRIKE)])
    (link,) = found.links
    assert (link["decision"], link["by"]) == ("apart", "one_coder")
    assert "place same +" in link["reasons"]


def test_reprints_are_one_source_and_however_many_are_joined_in_a_line() -> None:
    rows = [report(f"r{n:03}", sentence=TOLD, publisher=f"P{n}", **STRIKE) for n in range(40)]
    found = joined(rows)
    (event,) = found.events
    assert (event["n_reports"], event["n_sources"]) == (40, 1)
    assert [link["by"] for link in found.links] == ["reprint"] * 39


def test_an_incident_of_a_large_event_names_so_many_others_and_the_event_all() -> None:
    n = MOST_LINKED + 5
    rows = [report(f"r{n:03}", sentence=TOLD, **STRIKE) for n in range(n)]
    made = joined(rows)
    linked = [one["linked_ids"].split("; ") for one in made.columns]
    first = [row["incident_id"] for row in rows]
    assert linked[0] == first[1 : MOST_LINKED + 1]
    assert linked[3] == [*first[:3], *first[4 : MOST_LINKED + 1]]
    assert linked[-1] == first[:MOST_LINKED]
    assert {one["n_reports"] for one in made.columns} == {n}
    assert made.events[0]["members"].split("; ") == first


def test_near_copies_are_one_source_however_common_their_words() -> None:
    text = "Jets struck the market of the town at noon, and four people died there, {} of us said."
    rows = [report(f"r{n:03}", sentence=text.format(n), **STRIKE) for n in range(60)]
    (event,) = joined(rows).events
    assert (event["n_reports"], event["n_sources"]) == (60, 1)


def test_one_publisher_counts_once_and_own_words_twice() -> None:
    other = "A witness told our reporter that the bombs fell while the stalls were full of buyers."
    rows = [
        report("a", sentence=TOLD, publisher="A", **STRIKE),
        report("b", sentence=other, publisher="B", **STRIKE),
    ]
    assert joined(rows).events[0]["n_sources"] == 2
    rows[1]["publisher"] = "A"
    assert joined(rows).events[0]["n_sources"] == 1


def test_agencies_write_of_every_place_in_the_same_words() -> None:
    words = "Rescuers said that four people were killed on Monday when an airstrike hit {}."
    rows = [report(n, sentence=words.format(n), **STRIKE) for n in ("a", "b")]
    assert not one_event(*rows, places=[at("a"), at("b", 35.9)])


ARABIC = "قصفت طائرات سوق البلدة ظهرا وقتل أربعة أشخاص هناك بحسب رجال الإنقاذ يوم الأحد."


def test_wording_says_nothing_across_languages() -> None:
    rows = [
        report("a", sentence=TOLD, **STRIKE),
        report("b", sentence=ARABIC, **STRIKE),
        report(
            "c", sentence="Four are dead after raids on the market square, medics say.", **STRIKE
        ),
    ]
    made = joined(rows)
    assert [event["members"] for event in made.events] == ["a; b; c"]
    (link,) = joined(rows[:2]).links
    assert "wording" not in link["reasons"]
    (link,) = joined([rows[0], rows[2]]).links
    assert "wording none" in link["reasons"]


def test_sources_are_compared_by_the_name_they_are_known_by_in_any_script() -> None:
    rows = [
        report("a", publisher="Enab Baladi", attributed_to="SOHR", **STRIKE),
        report("b", publisher="عنب بلدي", attributed_to="المرصد السوري لحقوق الإنسان", **STRIKE),
    ]
    made = joined(rows)
    assert made.events[0]["n_sources"] == 1
    assert "cited share" in made.links[0]["reasons"]
    assert "publisher same" in made.links[0]["reasons"]
    rows[1]["publisher"] = "وكالة هاوار"
    assert joined(rows).events[0]["n_sources"] == 2


def test_a_name_that_nobody_placed_joins_by_its_telling_word() -> None:
    rows = [
        report("a", places="village of Zorava", **STRIKE),
        record("b", places="Zorava", **STRIKE),
    ]
    assert one_event(*rows, places=[at("a")])
    assert not one_event(rows[0], {**rows[1], "places": "Hadriat village"}, places=[at("a")])


def test_places_across_the_dateline_and_around_a_pole_are_near() -> None:
    rows = report("a", **STRIKE), report("b", **STRIKE)
    assert one_event(*rows, places=[at("a", 10.0, 179.999), at("b", 10.0, -179.999)])
    assert one_event(*rows, places=[at("a", 89.999, 10.0), at("b", 89.999, -170.0)])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 6), st.integers(0, 3), st.sampled_from("AB")),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same_events_and_no_article_or_day_is_chained(
    made: list[tuple[int, int, int, str]], chance: random.Random
) -> None:
    rows = [
        report(f"i{n:02}", f"2019-05-0{day}", date_end=f"2019-05-{day + long:02}")
        | {"article_id": f"art-{source}", "actor": actor}
        for n, (source, day, long, actor) in enumerate(made)
    ]
    by_id = {row["incident_id"]: row for row in rows}
    first = joined(rows)
    mixed = rows[:]
    chance.shuffle(mixed)
    again = joined(mixed)
    assert as_text(first) == as_text(again)
    for event in first.events:
        members = [by_id[one] for one in event["members"].split("; ")]
        assert len({row["article_id"] for row in members}) == len(members)
        start, end = max(r["date_start"] for r in members), min(r["date_end"] for r in members)
        assert int(start[-2:]) - int(end[-2:]) <= 1


def as_text(found: Any) -> str:  # noqa: ANN401 - what join gives
    columns = sorted(found.columns, key=lambda row: str(row["incident_id"]))
    return json.dumps([found.events, found.places, found.links, columns], default=str)


def test_two_reports_of_one_publisher_that_cite_nobody_and_differ_on_the_dead_are_two() -> None:
    own: Row = {"publisher": "Example Wire", "published": "2019-05-06"}
    low: Row = {"killed_min": 4, "killed_max": 4}
    high: Row = {"killed_min": 9, "killed_max": 9}
    found = joined([report("a", **own, **low), report("b", **own, **high)])
    assert [(li["decision"], li["by"]) for li in found.links] == [
        ("apart", "same_source_other_toll")
    ]
    update: Row = {
        "sentence": "The number of the dead of Sunday's strike was later raised to nine."
    }
    assert one_event(report("a", **own, **low), report("b", **own, **high, **update))
    other = own | {"publisher": "Second Post"}
    assert one_event(report("a", **own, **low), report("b", **other, **high))


def test_rows_that_cite_sources_told_apart_by_number_may_be_one_event() -> None:
    rows = [record(f"r{n}", attributed_to=f"Source {n}", **STRIKE) for n in range(3)]
    (event,) = joined(rows).events
    assert (event["n_reports"], event["n_sources"]) == (3, 3)


def test_all_places_of_a_report_stay_where_another_tells_of_one_of_them() -> None:
    rows = [report("s", **STRIKE), report("p", **STRIKE)]
    (event,) = joined(rows, [at("s"), at("s", lat=35.9, seq=2), at("p")]).events
    assert (event["places"], event["place_shares"]) == ("P35.5; P35.9", None)


def test_two_places_of_one_report_stay_two_however_near_each_other() -> None:
    rows = [report("s", **STRIKE), report("p", **STRIKE)]
    (event,) = joined(rows, [at("s"), at("s", lat=35.51, seq=2), at("p")]).events
    assert event["places"] == "P35.5; P35.51"


def test_lists_of_places_that_meet_in_pairs_are_together_all_the_places() -> None:
    rows = [report(name, **STRIKE) for name in "abc"]
    lats = (35.1, 35.5, 35.9)
    spots = [
        at(n, lat=lat, seq=s) for i, n in enumerate("abc") for s, lat in enumerate(lats) if s != i
    ]
    (event,) = joined(rows, spots).events
    assert set(event["places"].split("; ")) == {"P35.1", "P35.5", "P35.9"}
    assert event["place_shares"] is None
