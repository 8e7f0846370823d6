import pytest

from mapper.sources.cell_words import SENSES, WORDS, fold, words
from mapper.sources.cells import (
    code_of,
    day_order,
    is_either_way,
    is_missing,
    read_count,
    read_days,
    read_number,
)

NINTH = ("2020-05-09", "2020-05-09", "day")


@pytest.mark.parametrize(
    "cell",
    [
        *("2020-05-09", "2020-5-9", "2020/05/09", "2020.05.09", "20200509", "2020-05-09T22:30:00Z"),
        *("2020-05-09 00:00:00", "2020-05-09 00:00:00+00:00", "2020-05-09T22:30", "43960"),
        *("9 May 2020", "09 May 2020", "9-May-20", "9-May-2020", "9/May/2020", "09MAY2020"),
        *("May 9, 2020", "May 9th, 2020", "9th of May 2020", "2020 May 9", "Sat, 9 May 2020"),
        *("Sat, 09 May 2020 22:30:00 GMT", "9 mai 2020", "9 Mayıs 2020", "9 أيار 2020"),
        *("9 مايو ٢٠٢٠", "9 أيار/مايو 2020", "43960.0"),
    ],
)
def test_a_day_is_read_in_every_form_that_can_mean_one_only(cell: str) -> None:
    assert read_days(cell) == NINTH


@pytest.mark.parametrize("cell", ["09/05/2020", "9.5.2020", "9-5-20", "09/05/2020 14:30"])
def test_a_numeric_date_needs_to_be_told_what_stands_first(cell: str) -> None:
    assert is_either_way(cell)
    assert read_days(cell) is None
    assert read_days(cell, "day") == NINTH
    assert read_days(cell, "month") == ("2020-09-05", "2020-09-05", "day")


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2019-07", ("2019-07-01", "2019-07-31", "month")),
        ("July 2019", ("2019-07-01", "2019-07-31", "month")),
        ("07/2019", ("2019-07-01", "2019-07-31", "month")),
        ("juil. 2019", ("2019-07-01", "2019-07-31", "month")),
        ("2019.0", ("2019-01-01", "2019-12-31", "year")),
        ("25/06/2019", ("2019-06-25", "2019-06-25", "day")),
        ("06/25/2019", ("2019-06-25", "2019-06-25", "day")),
        ("05/05/2019", ("2019-05-05", "2019-05-05", "day")),
        ("3-5 May 2019", ("2019-05-03", "2019-05-05", "week")),
        ("between 3 and 5 May 2019", ("2019-05-03", "2019-05-05", "week")),
        ("28 April - 3 May 2019", ("2019-04-28", "2019-05-03", "week")),
        ("2019-05-01/2019-05-07", ("2019-05-01", "2019-05-07", "week")),
        ("31/12/2018 - 02/01/2019", ("2018-12-31", "2019-01-02", "week")),
        ("2019-05-01 to 2019-05-02", ("2019-05-01", "2019-05-02", "day")),
        ("May-June 2019", ("2019-05-01", "2019-06-30", "year")),
    ],
)
def test_months_years_and_spans_are_read(cell: str, days: tuple[str, str, str]) -> None:
    span = read_days(cell)
    assert span == days


@pytest.mark.parametrize(
    "cell",
    [
        *("", "soon", "12", "5 May", "Jul-19", "2019-02-30", "13/13/2019", "2019-W20", "20191305"),
        *("30 February 2019", "9 Maybe 2020", "5 May 2019 - 3 May 2019", "1/7/2019 - 3/7/2019"),
    ],
)
def test_what_cannot_be_told_is_no_date(cell: str) -> None:
    assert read_days(cell) is None


def test_dates_of_both_orders_tell_nothing() -> None:
    assert day_order(["25/06/2019", "06/25/2019"]) is None
    assert day_order(["05/06/2019", "06/25/2019", "2019-01-30"]) == "month"


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        *(("3", (3, 3, False)), ("3.0", (3, 3, False)), ("2,00", (2, 2, False))),
        *((one, (1200, 1200, False)) for one in ("1,200", "1 200", "1'200", "1\u00a0200", "1200")),
        *((one, (3, 5, False)) for one in ("3-5", "3 – 5", "3 to 5", "between 3 and 5", "3 à 5")),
        *((one, (3, 3, True)) for one in ("at least 3", "3+", ">3", "≥ 3", "3 or more", "en az 3")),
        *((one, (3, 3, False)) for one in ("about 3", "~3", "approx. 3", "c. 3", "٣")),
        *((one, (0, 5, False)) for one in ("up to 5", "<5", "jusqu'à 5")),
        *((one, None) for one in ("", "-1", "1.5", "1.200", "5-3", "dozens", "1e3", "1,20,000")),
    ],
)
def test_a_figure_is_read_as_people_write_it(
    cell: str, figure: tuple[int, int, bool] | None
) -> None:
    assert read_count(cell) == figure


@pytest.mark.parametrize("cell", ["nan", "inf", "1_0", "north", "", "1,2,3"])
def test_what_is_no_number_is_none(cell: str) -> None:
    assert read_number(cell) is None


def test_marks_for_nothing_are_missing_and_words_are_only_where_a_figure_stands() -> None:
    assert all(map(is_missing, ("", " ", "NA", "N/A", "nan", "None", "NULL", "-", "n.d.")))
    assert not any(map(is_missing, ("unknown", "0", "Nan Hospital", "No")))
    assert is_missing("not stated", in_words=True)


def test_a_code_is_found_in_any_spelling_and_never_guessed() -> None:
    codes = ("airstrike", "barrel_bomb")
    assert [code_of(one, codes) for one in ("AIRSTRIKE", "Air-strike", "barrel  bomb")] == [
        "airstrike",
        "airstrike",
        "barrel_bomb",
    ]
    assert code_of("bomb", codes) is None


def test_every_word_of_the_list_has_a_known_sense_and_one_number() -> None:
    rows = [line.split(",") for line in WORDS.read_text("utf-8").splitlines()[1:]]
    assert {row[1] for row in rows} <= set(SENSES)
    months = [(fold(row[2]), row[3]) for row in rows if row[1] == "month"]
    assert len(dict(months)) == len(set(months))
    assert set(words("month").values()) == {str(number) for number in range(1, 13)}
