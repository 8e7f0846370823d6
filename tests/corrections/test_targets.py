"""Which reports a correction is of."""

from typing import Any

import pytest

from mapper.corrections.targets import Targets, target_of

ROWS: list[dict[str, Any]] = [
    {
        "incident_id": "inc-a",
        "article_id": "art-1",
        "file": "texts/one.txt",
        "sentence": "Warplanes hit the market in\nKafr Nabl on Monday.",
    },
    {
        "incident_id": "inc-b",
        "article_id": "art-1",
        "file": "texts/one.txt",
        "sentence": "Shells fell on Saraqib and on Binnish.",
    },
    {
        "incident_id": "inc-c",
        "article_id": "art-1",
        "file": "texts/one.txt",
        "sentence": "Shells fell on Saraqib and on Binnish.",
    },
    {
        "incident_id": "inc-d",
        "article_id": None,
        "file": "table.csv",
        "source_id": "R-17",
        "sentence": "A note.",
    },
]


@pytest.mark.parametrize(
    ("target", "ids"),
    [
        ("inc-a", ["inc-a"]),
        ("inc-a; inc-d", ["inc-a", "inc-d"]),
        ('art-1: "the market in Kafr Nabl"', ["inc-a"]),
        ("one.txt: \u201cTHE MARKET in  kafr nabl\u201d", ["inc-a"]),
        ('"the market in Kafr Nabl"', ["inc-a"]),
        ('art-1: "It said: Warplanes hit the market in Kafr Nabl on Monday. No more."', ["inc-a"]),
        ('table.csv: "R-17"', ["inc-d"]),
        ('inc-gone | art-1: "the market"', ["inc-a"]),
    ],
)
def test_found(target: str, ids: list[str]) -> None:
    found = Targets(ROWS).find(target)
    assert (list(found.ids), found.status) == (ids, None)


@pytest.mark.parametrize(
    ("target", "status", "said"),
    [
        ("inc-gone", "no_target", "there is no inc-gone"),
        ('art-1: "never written"', "no_target", "no report of art-1"),
        ('art-1: "Shells fell"', "ambiguous", "inc-b; inc-c"),
        ("evt-a", "refused", "name these"),
        ("Kafr Nabl", "refused", "neither an id"),
    ],
)
def test_not_found_says_why(target: str, status: str, said: str) -> None:
    found = Targets(ROWS).find(target)
    assert (found.ids, found.status) == ((), status)
    assert said in (found.detail or "")


def test_a_renamed_file_is_told_by_the_words() -> None:
    found = Targets(ROWS).find('old-name.txt: "the market in Kafr Nabl"')
    assert found.ids == ("inc-a",)
    assert "no longer in old-name.txt" in (found.detail or "")


def test_some_of_several_reports_gone_are_named() -> None:
    found = Targets(ROWS).find("inc-a; inc-gone")
    assert found.ids == ("inc-a",)
    assert found.detail == "there is no inc-gone"


@pytest.mark.parametrize("row", [ROWS[0], ROWS[3]])
def test_a_written_target_holds_under_another_id(row: dict[str, Any]) -> None:
    renamed = {**row, "incident_id": "inc-new"}
    assert Targets([renamed]).find(target_of(row)).ids == ("inc-new",)
