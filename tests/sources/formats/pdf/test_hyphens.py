"""Words parted at a line's end."""

import pytest

from mapper.sources.formats.pdf.hyphens import breaks_of, joined, words_of


def test_a_word_parted_between_small_letters_is_joined() -> None:
    assert joined(["the bom-", "bardment of"], {}) == "the bombardment of"


def test_a_hyphen_before_a_capital_stays() -> None:
    assert joined(["Abu al-", "Duhur was hit"], {}) == "Abu al-Duhur was hit"


def test_a_hyphen_before_a_digit_stays() -> None:
    assert joined(["a Su-", "24 flew"], {}) == "a Su-24 flew"


def test_a_heading_in_capitals_is_joined() -> None:
    assert joined(["BOMBARD-", "MENT OF IDLIB"], {}) == "BOMBARDMENT OF IDLIB"


def test_a_soft_hyphen_always_joins() -> None:
    assert joined(["the air\u00ad", "strike"], {"air-strike": 9}) == "the airstrike"


def test_a_soft_hyphen_inside_a_line_is_left_out() -> None:
    assert joined(["the bom\u00adbardment"], {}) == "the bombardment"


@pytest.mark.parametrize(
    ("elsewhere", "whole"),
    [
        ("an airstrike and one airstrike", "an airstrike"),
        ("an air-strike and one air-strike", "an air-strike"),
    ],
)
def test_what_the_document_says_elsewhere_decides(elsewhere: str, whole: str) -> None:
    assert joined(["an air-", "strike"], words_of([elsewhere])) == whole


def test_a_short_piece_that_bears_hyphens_elsewhere_keeps_its_own() -> None:
    seen = words_of(["the anti-aircraft gun", "anti-tank fire"])
    assert joined(["an anti-", "personnel mine"], seen) == "an anti-personnel mine"


def test_a_long_document_with_hardly_a_hyphen_at_an_end_parts_no_words() -> None:
    lines = ["a line that ends in a whole word"] * 80
    assert breaks_of([*lines, "a rocket-"]) == ""
    assert "-" in breaks_of([*lines[:20], "a rocket-"])
    assert "-" in breaks_of([*lines, *["the bom-"] * 5])
    assert joined(["a rocket-", "propelled"], {}, breaks="") == "a rocket-propelled"


def test_what_stands_parted_is_no_evidence_for_itself() -> None:
    assert "bom-" not in words_of(["the bom-"])


def test_a_dash_between_words_is_no_hyphen() -> None:
    assert joined(["killed -", "among them"], {}) == "killed - among them"
    assert joined(["from 2018\u2013", "2019 on"], {}) == "from 2018\u20132019 on"


def test_an_address_runs_on_over_a_line() -> None:
    lines = ["see https://example.org/reports/", "idlib-2019 for more"]
    assert joined(lines, {}) == "see https://example.org/reports/idlib-2019 for more"


@pytest.mark.parametrize(
    "sign", ["-", "\u2010", "\u00ad", "\u00ad\u2010", "\u00ad-", "\u2010\u00ad"]
)
def test_each_sign_of_a_break_joins(sign: str) -> None:
    lines = [f"kil{sign}", f"ling three on Sat{sign}", "urday"]
    assert joined(lines, words_of(lines), breaks=breaks_of(lines)) == "killing three on Saturday"


def test_a_typed_hyphen_stays_where_the_program_has_a_sign_for_its_breaks() -> None:
    lines = ["the neigh\u2010", "bour heard the anti-", "aircraft gun"]
    whole = "the neighbour heard the anti-aircraft gun"
    assert joined(lines, words_of(lines), breaks=breaks_of(lines)) == whole


def test_that_sign_tells_nothing_where_it_is_typed_inside_lines_too() -> None:
    assert "-" in breaks_of(["the bom\u2010", "bardment by Su\u201024"])


def test_a_hyphen_of_a_name_stays_whatever_its_sign() -> None:
    assert joined(["Maarat al\u2010", "Numan"], {}) == "Maarat al\u2010Numan"


def test_unseen_signs_hide_no_evidence() -> None:
    assert joined(["an air-", "strike"], words_of(["air\u00adstrike"])) == "an airstrike"


def test_a_line_that_breaks_behind_a_bracket_gets_no_space() -> None:
    assert joined(["Kafr Nabl (", "كفر نبل) was hit"], {}) == "Kafr Nabl (كفر نبل) was hit"
