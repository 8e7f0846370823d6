"""Patterns meet the blanks, apostrophes and hyphens that texts have."""

import re

import pytest

from mapper.words.typed import as_listed, loosened


@pytest.mark.parametrize(
    "text",
    [
        "south sudan's",
        "south\nsudan's",
        "south  sudan's",
        "south\u00a0sudan\u2019s",
        "south \nsudan\u02bcs",
    ],
)
def test_a_name_is_met_however_its_blank_and_apostrophe_are_typed(text: str) -> None:
    assert re.fullmatch(loosened("south sudan's"), text)


def test_no_name_goes_on_behind_an_empty_line() -> None:
    assert not re.fullmatch(loosened("south sudan"), "south\n\nsudan")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("guinea-bissau", "guinea\u2011bissau"),
        ("saudi[- ]led", "saudi\u2010led"),
        ("saudi[- ]?led", "saudi\nled"),
        (r"us\-led", "us\u2011led"),
        (r"(?<=\bby )sudan", "by\nsudan"),
        (r"(?-i:US) jets", "US\u00a0jets"),
        (r"the[ '-]*army", "the' -army"),
        (r"[^ ]+ army", "an\narmy"),
    ],
)
def test_sets_and_groups_are_widened_as_they_are_meant(pattern: str, text: str) -> None:
    assert re.search(loosened(pattern), text)


def test_words_found_are_written_as_a_list_has_them() -> None:
    assert (
        as_listed("South\u00a0Sudan\u2019s\n Guinea\u2011Bissau") == "south sudan's guinea-bissau"
    )
