"""Annotations held to their text, and how they stand to what the rules read there."""

import json
from pathlib import Path
from typing import Any

import pytest
from coding import article, pack
from hypothesis import given
from hypothesis import strategies as st

from mapper.incidents.annotated import annotate
from mapper.incidents.code import Coded, code_with_names
from mapper.incidents.quoted import find_quotes
from mapper.sources.annotations import read_annotations

TWO = (
    "Warplanes struck Kafr Nabl on Monday, killing two people. Shelling hit Saraqib, where three"
    " civilians were killed, medics said. Officials met in Damascus."
)
FIRST, SECOND = TWO.split(". ")[:2]
Line = dict[str, Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anna.jsonl"


def line(quote: str | list[str] | None = FIRST, **more: Any) -> Line:  # noqa: ANN401
    told: Line = {"file": "test.txt", "event_type": "airstrike", "places": ["Kafr Nabl"]}
    return {**told, **({"quote": quote} if quote else {}), **more}


def none(quote: str | None = None) -> Line:
    return {"file": "test.txt", "none": True, **({"quote": quote} if quote else {})}


def read(path: Path, *lines: Line, text: str = TWO, **more: Any) -> tuple[Coded, list[Line]]:  # noqa: ANN401
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    file = read_annotations(path)
    assert file.rejects == ()
    mine = article(text, **more)
    coded, names = code_with_names(mine, pack())
    return annotate(mine, file.lines, pack(), coded=coded, names=names)


def kinds(coded: Coded) -> list[tuple[str, str]]:
    rows = [(row["event_type"], row["rule"].split(":")[0]) for row in coded.incidents]
    return sorted((kind, "annotation" if by == "annotation" else "rules") for kind, by in rows)


def test_what_no_annotation_touches_stays(path: Path) -> None:
    coded, rejects = read(path, line(killed=2))
    assert kinds(coded) == [("airstrike", "annotation"), ("shelling", "rules")]
    assert rejects == []
    ids = {row["incident_id"] for row in coded.incidents}
    for table in (coded.claims, coded.locations):
        assert {row["incident_id"] for row in table} <= ids
    assert {row["incident_id"] for row in coded.decisions} - {None} <= ids


def test_a_claim_has_the_words_of_the_quote(path: Path) -> None:
    coded, _ = read(path, line(killed=2, actor="the army", date="2019-05-06"))
    mine = {row["field"]: row for row in coded.claims if row["rule"] == "annotation:anna"}
    for name, words in (("killed", "killing two people"), ("date", "on Monday")):
        assert mine[name]["wording"] == words
        assert TWO[mine[name]["start"] : mine[name]["end"]] == words
    assert (mine["actor"]["wording"], mine["actor"]["start"]) == ("the army", None)


def test_a_quote_that_the_text_does_not_hold_is_refused_with_its_beginning(path: Path) -> None:
    coded, rejects = read(path, line("Jets never hit this town"), line([FIRST, "nor that"]))
    assert [kind for kind, by in kinds(coded) if by == "annotation"] == []
    assert [(row["row"], row["reason"]) for row in rejects] == [
        (1, "not_in_text"),
        (2, "not_in_text"),
    ]
    assert "'Jets never hit this town'" in rejects[0]["detail"]


def test_white_space_may_differ_and_places_must_be_in_the_text(path: Path) -> None:
    text = TWO.replace("struck Kafr Nabl", "struck\n  Kafr\nNabl")
    coded, rejects = read(path, line(places=["Kafr Nabl", "Hass"]), text=text)
    (mine,) = [row for row in coded.incidents if row["rule"] == "annotation:anna"]
    assert mine["sentence"] == text[: len(FIRST) + 2]
    assert [row["detail"] for row in rejects] == [
        "test.txt: places: the text has no 'Hass'; the incident is kept without it"
    ]
    assert mine["places"] == "Kafr Nabl"


def test_of_several_places_of_a_quote_one_is_taken_and_it_is_said(path: Path) -> None:
    text = f"{FIRST}. {FIRST}."
    _, rejects = read(path, line(), text=text)
    assert [row["reason"] for row in rejects] == ["quote_again"]
    coded, rejects = read(path, line(start=len(FIRST) + 2), text=text)
    assert rejects == []
    assert len(FIRST) + 2 in {row["char_start"] for row in coded.incidents}


def test_a_strike_read_otherwise_is_not_counted_twice(path: Path) -> None:
    for more in ({"places": ["Damascus"], "quote": TWO}, {"event_type": "shelling"}):
        coded, _ = read(path, {**line(), **more})
        assert len([row for row in coded.incidents if row["scope"] == "event"]) == 2
        (row,) = [row for row in coded.decisions if row["why"].startswith("annotated")]
        assert "read by annotation:anna as inc-" in row["why"]


def test_a_strike_that_the_rules_did_not_read_is_added(path: Path) -> None:
    quiet = "Officials met in Damascus"
    coded, _ = read(path, line(quiet, event_type="explosion_ied", places=["Damascus"]))
    assert kinds(coded) == [
        ("airstrike", "rules"),
        ("explosion_ied", "annotation"),
        ("shelling", "rules"),
    ]


def test_saying_that_there_is_none_refuses_the_rules(path: Path) -> None:
    assert kinds(read(path, none(FIRST))[0]) == [("shelling", "rules")]
    coded, _ = read(path, none())
    assert coded.incidents == coded.claims == coded.locations == []
    assert "annotation:anna says that there is no incident" in coded.decisions[0]["why"]


def test_an_incident_that_other_words_tell_too_is_kept_and_it_is_said(path: Path) -> None:
    text = f"{FIRST}. The strike on Kafr Nabl killed two civilians, medics said."
    plain, _ = read(path, none("never"), text=text)
    (row,) = plain.incidents
    spans = [one for one in plain.decisions if one["incident_id"] == row["incident_id"]]
    assert len(spans) == 2
    coded, rejects = read(path, none("The strike on Kafr Nabl killed two civilians"), text=text)
    assert coded.incidents == plain.incidents
    assert [(row["row"], row["reason"]) for row in rejects] == [(1, "not_refused")]


def test_annotations_may_be_the_only_reading(path: Path) -> None:
    coded, _ = read(path, {"annotator": "anna", "only": True}, line())
    assert kinds(coded) == [("airstrike", "annotation")]
    assert "annotation:anna is the only reading" in coded.decisions[-1]["why"]


def test_two_annotators_of_a_strike_count_once_and_one_annotator_s_two_lines_twice(
    path: Path,
) -> None:
    coded, rejects = read(path, line(killed=2), line(killed=3, by="ben"), line(killed=2))
    assert [row["killed_min"] for row in coded.incidents if "annotation" in row["rule"]] == [2]
    assert sorted((row["row"], row["reason"]) for row in rejects) == [
        (2, "duplicate"),
        (3, "duplicate"),
    ]
    assert all("anna.jsonl line 1" in row["detail"] for row in rejects)
    coded, rejects = read(path, line(killed=2), line(killed=3))
    assert len([row for row in coded.incidents if "annotation" in row["rule"]]) == 2


def test_places_are_those_of_their_context_unless_they_are_given(path: Path) -> None:
    where = {"name": "Kafr Nabl", "lat": 35.6, "lon": 36.55, "radius_m": 200}
    coded, _ = read(path, line(places=[where]), line(SECOND, places=["Saraqib"]))
    given, found = coded.locations
    assert (given["lat"], given["radius_m"], given["method"]) == (35.6, 200, "given")
    assert found["mention_id"] in {row["mention_id"] for row in coded.mentions}
    coded, rejects = read(path, line(place_id="no-such-place"))
    assert [row["reason"] for row in rejects] == ["bad_code"]
    assert coded.locations[-1]["name"] == "Kafr Nabl"


def test_a_name_that_no_rule_finds_is_a_mention_with_candidates(path: Path) -> None:
    text = "Blasts shook kafr nabl at night."
    quote = text.rstrip(".")
    coded, rejects = read(path, line(quote, event_type="other", places=["kafr nabl"]), text=text)
    assert rejects == []
    (where,) = coded.locations
    assert where["name"] == "Kafr Nabl"
    (mention,) = [row for row in coded.mentions if row["mention_id"] == where["mention_id"]]
    assert text[mention["start"] : mention["end"]] == "kafr nabl"
    assert where["mention_id"] in {row["mention_id"] for row in coded.candidates}


def test_an_arabic_text_keeps_its_own_words(path: Path) -> None:
    text = "قُتل ثلاثة أشخاص في غارة جوية على مدينة كفرنبل يوم الاثنين."
    quote = text.rstrip(".")
    coded, rejects = read(path, line(quote, places=["كفرنبل"], killed=3), text=text, language="ar")
    assert rejects == []
    (mine,) = coded.incidents
    assert (mine["sentence"], mine["places"]) == (quote, "كفرنبل")
    assert coded.locations[0]["name"] == "Kafr Nabl"


QUOTES = st.lists(
    st.sampled_from([FIRST, SECOND, TWO, "the", "a", "civilians  were", "Damascus", "no"])
    | st.text(max_size=8).filter(str.strip),
    max_size=4,
)


@given(QUOTES, st.none() | st.integers(0, 400))
def test_quotes_are_found_where_they_stand_or_named(quotes: list[str], start: int | None) -> None:
    found = find_quotes(TWO, quotes, start)
    assert len(found.spans) == (0 if found.missing else len(quotes))
    for quote, (first, last) in zip(quotes, found.spans, strict=False):
        assert TWO[first:last].split() == quote.split()


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "quote": st.sampled_from([FIRST, SECOND, TWO, "said", "Kafr Nabl", "not there"]),
                "event_type": st.sampled_from(["airstrike", "shelling", "other", "displacement"]),
                "places": st.lists(
                    st.sampled_from(["Kafr Nabl", "Saraqib", "Damascus", "Hass", "on", "."]),
                    max_size=3,
                ),
                "by": st.sampled_from(["anna", "ben"]),
                "date": st.sampled_from([None, "2019", "2019-05-06", "1700-01-01"]),
                "killed": st.sampled_from([None, 2, "3+", "0-9"]),
            }
        ),
        max_size=4,
    )
)
def test_no_mix_of_lines_loses_or_doubles_anything(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line]
) -> None:
    path = tmp_path_factory.mktemp("mix") / "anna.jsonl"
    coded, rejects = read(path, *({"file": "test.txt", **one} for one in lines))
    mine = [row for row in coded.incidents if row["rule"].startswith("annotation")]
    refused = [row for row in rejects if row["reason"] == "duplicate" or "quote:" in row["detail"]]
    assert len(mine) + len(refused) == len(lines)
    ids = [row["incident_id"] for row in coded.incidents]
    assert len(set(ids)) == len(ids)
    claims = [row["claim_id"] for row in coded.claims]
    assert len(set(claims)) == len(claims)
    for row in mine:
        assert TWO[row["char_start"] : row["char_end"]] == row["sentence"]
    again, _ = read(path, *({"file": "test.txt", **one} for one in lines))
    assert again == coded
