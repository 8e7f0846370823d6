"""Which way a line is set, told from how it is seen."""

import pytest

from mapper.sources.formats.pdf.direction import by_brackets, by_stops, leans, tendency
from mapper.sources.formats.pdf.order import Atom, runs_of


def seen(text: str) -> list[Atom]:
    """Give a line as it is seen, from left to right."""
    return [Atom(one, runs_of(one)) for one in text]


@pytest.mark.parametrize(
    "line",
    [
        "Shells hit Binnish (شنب) at dawn.",
        "(احيرا) is the second name.",
        "Place: ةيقرشلا نيرصم ةرعم ةنيدم",
        "In Idlib, سراقب, and Ariha",
        "it lies in نيرصم ةرعم.",
    ],
)
def test_a_stop_at_the_right_of_its_word_tells_left_to_right(line: str) -> None:
    assert by_stops(seen(line)) < 0
    assert not leans(seen(line))


@pytest.mark.parametrize(
    "line",
    [
        ".Enab Baladi عقوم لقن",
        "Syria TV :ردصملا",
        "ةليصح ال :BBC Arabic",
        ".ةيلاغ Human Rights Watch and Amnesty International ,تلاق",
    ],
)
def test_a_stop_at_the_left_of_its_word_tells_right_to_left(line: str) -> None:
    assert by_stops(seen(line)) > 0
    assert leans(seen(line))


def test_a_stop_inside_one_script_tells_nothing() -> None:
    assert by_stops(seen("Dr. Samir (نسحلا ،ريمس) came")) == 0


def test_a_stop_beside_a_number_tells_nothing() -> None:
    assert by_stops(seen("near Kafr Nabl (12 ,لبن رفك km)")) == 0


def test_dots_for_what_is_left_out_tell_nothing() -> None:
    assert by_stops(seen("...and the town of شنب")) == 0


@pytest.mark.parametrize(("line", "way"), [("Sign of شنب", -1), ("Sign of شنب at", -1)])
def test_a_line_at_the_left_edge_that_begins_in_latin_is_set_from_there(
    line: str, way: int
) -> None:
    assert tendency(seen(line), 0.0, 5.0, rtl=False) == way
    assert tendency(seen(line), 0.0, 5.0, rtl=True) == way


def test_a_line_at_the_right_edge_that_begins_in_arabic_is_set_from_there() -> None:
    assert tendency(seen("Human Rights Watch ةمظنم"), 5.0, 0.0, rtl=True) == 1
    assert tendency(seen("Human Rights Watch ةمظنم"), 1.5, 0.0, rtl=False) == 0


def test_a_full_line_tells_nothing_by_its_edges() -> None:
    assert tendency(seen("Human Rights Watch ةمظنم"), 0.0, 0.0, rtl=True) == 0


def test_brackets_tell_where_one_way_alone_closes_them() -> None:
    assert by_brackets(seen(")Saraqib( بقارس"), turns=False) == 1
    assert by_brackets(seen("(Saraqib) بقارس"), turns=True) == 0


def test_brackets_that_another_line_closes_tell_nothing() -> None:
    assert by_brackets(seen("شنب) at dawn"), turns=True) == 0
