"""Date expressions: what they mean against a day of writing, and what is never a count."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.base.errors import ArticleError
from mapper.text.dates.find import (
    When,
    find_dates,
    not_later_than,
    period_spans,
    publication_interval,
    taken_spans,
)
from mapper.words import DEFAULT_LANGUAGE
from mapper.words.lists import rows

MONDAY = "2019-05-06"

WORDS = sorted({row["word"] for row in rows(DEFAULT_LANGUAGE, "time")})
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(WORDS).map(str.capitalize),
        st.sampled_from(WORDS),
        st.integers(0, 3000).map(str),
        st.sampled_from(
            ["2019-05-05", "24.09.2014", "1/2/2019", "twenty", "killed", "\n\n", "\u200f"]
        ),
    ),
    max_size=40,
).map(" ".join)


def only(text: str, published: str | None = MONDAY) -> When:
    found = find_dates(text, published)
    assert len(found) == 1, found
    return found[0]


def days(text: str, published: str | None = MONDAY) -> tuple[str | None, str | None]:
    when = only(text, published)
    return when.date_start, when.date_end


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on Monday", "2019-05-06", "2019-05-06"),
        ("late on Sunday", "2019-05-05", "2019-05-05"),
        ("Sunday night", "2019-05-05", "2019-05-05"),
        ("before dawn on Sunday", "2019-05-05", "2019-05-05"),
        ("in the early hours of Sunday", "2019-05-05", "2019-05-05"),
        ("last Friday", "2019-05-03", "2019-05-03"),
        ("Thursday", "2019-05-02", "2019-05-02"),
        ("Tuesday's", "2019-04-30", "2019-04-30"),
        ("Tuesdays", "2019-04-30", "2019-04-30"),
        ("today", "2019-05-06", "2019-05-06"),
        ("earlier today", "2019-05-06", "2019-05-06"),
        ("yesterday", "2019-05-05", "2019-05-05"),
        ("last night", "2019-05-05", "2019-05-05"),
        ("this morning", "2019-05-06", "2019-05-06"),
        ("overnight", "2019-05-06", "2019-05-06"),
        ("three days ago", "2019-05-03", "2019-05-03"),
        ("two days earlier", "2019-05-04", "2019-05-04"),
        ("May 3", "2019-05-03", "2019-05-03"),
        ("on May 5", "2019-05-05", "2019-05-05"),
        ("5 May", "2019-05-05", "2019-05-05"),
        ("the 5th of May", "2019-05-05", "2019-05-05"),
        ("May 21", "2018-05-21", "2018-05-21"),
        ("May 5, 2019", "2019-05-05", "2019-05-05"),
        ("April 8 2017", "2017-04-08", "2017-04-08"),
        ("Wed 19 Apr 2017", "2017-04-19", "2017-04-19"),
        ("Aug. 21, 2013", "2013-08-21", "2013-08-21"),
        ("Apr 092017", "2017-04-09", "2017-04-09"),
        ("24.09.2014", "2014-09-24", "2014-09-24"),
        ("10-09-2014", "2014-09-10", "2014-09-10"),
        ("2019-05-05", "2019-05-05", "2019-05-05"),
        ("25/12/2018", "2018-12-25", "2018-12-25"),
        ("12/25/2018", "2018-12-25", "2018-12-25"),
        ("Feb. 29", "2016-02-29", "2016-02-29"),
    ],
)
def test_a_day_is_a_day(words: str, start: str, end: str) -> None:
    when = only(words)
    assert (when.date_start, when.date_end, when.precision) == (start, end, "day")
    assert (when.text, when.basis, when.span) == (words, "on", False)


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("this week", "2019-05-05", "2019-05-06", "week"),
        ("earlier this week", "2019-05-05", "2019-05-06", "week"),
        ("last week", "2019-04-28", "2019-05-04", "week"),
        ("over the weekend", "2019-05-04", "2019-05-05", "week"),
        ("on Friday and Saturday", "2019-05-03", "2019-05-04", "week"),
        ("May 3-5", "2019-05-03", "2019-05-05", "week"),
        ("27 and 28 April", "2019-04-27", "2019-04-28", "week"),
        ("on 27 and 28 April", "2019-04-27", "2019-04-28", "week"),
        ("on December 11 and 12 2016", "2016-12-11", "2016-12-12", "week"),
        ("a week ago", "2019-04-26", "2019-05-02", "week"),
        ("late last month", "2019-04-21", "2019-04-30", "month"),
        ("early last month", "2019-04-01", "2019-04-10", "month"),
        ("in the middle of last month", "2019-04-11", "2019-04-20", "month"),
        ("in early March", "2019-03-01", "2019-03-10", "month"),
        ("late April", "2019-04-21", "2019-04-30", "month"),
        ("mid-April", "2019-04-11", "2019-04-20", "month"),
        ("in August 2013", "2013-08-01", "2013-08-31", "month"),
        ("in March of this year", "2019-03-01", "2019-03-31", "month"),
        ("last August", "2018-08-01", "2018-08-31", "month"),
        ("in May", "2019-05-01", "2019-05-06", "month"),
        ("in June", "2018-06-01", "2018-06-30", "month"),
        ("two months ago", "2019-03-01", "2019-03-31", "month"),
        ("in 1982", "1982-01-01", "1982-12-31", "year"),
        ("late 2015", "2015-09-01", "2015-12-31", "year"),
        ("last year", "2018-01-01", "2018-12-31", "year"),
        ("earlier this year", "2019-01-01", "2019-05-06", "year"),
        ("in the summer of 2014", "2014-06-01", "2014-08-31", "year"),
    ],
)
def test_wider_words_give_wider_intervals(words: str, start: str, end: str, precision: str) -> None:
    when = only(words)
    assert (when.date_start, when.date_end, when.precision) == (start, end, precision)
    assert not when.span


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("since Thursday", "2019-05-02", "2019-05-06"),
        ("since late April", "2019-04-21", "2019-05-06"),
        ("since 10 August 2014", "2014-08-10", "2019-05-06"),
        ("since 2011", "2011-01-01", "2019-05-06"),
        ("since the start of the month", "2019-05-01", "2019-05-06"),
        ("in the past week", "2019-04-29", "2019-05-06"),
        ("over the past 48 hours", "2019-05-04", "2019-05-06"),
        ("the last three days", "2019-05-03", "2019-05-06"),
        ("in recent days", "2019-04-29", "2019-05-06"),
        ("so far this month", "2019-05-01", "2019-05-06"),
        ("between 3 and 5 May", "2019-05-03", "2019-05-05"),
        ("between May 3 and 5", "2019-05-03", "2019-05-05"),
        ("from 26 April to 3 May", "2019-04-26", "2019-05-03"),
        ("between March and April 2018", "2018-03-01", "2018-04-30"),
        ("between 2011 and 2014", "2011-01-01", "2014-12-31"),
        ("between Tuesday and Thursday", "2019-04-30", "2019-05-02"),
    ],
)
def test_a_period_is_marked_as_one(words: str, start: str, end: str) -> None:
    when = only(words)
    assert (when.date_start, when.date_end, when.span) == (start, end, True)
    assert period_spans(words) == [(when.start, when.end)]


@pytest.mark.parametrize(
    "words", ["tomorrow", "next week", "next Monday", "in September 2030", "a year later"]
)
def test_what_has_not_happened_or_hangs_on_another_event_has_no_day(words: str) -> None:
    when = only(words)
    assert (when.date_start, when.date_end, when.precision) == (None, None, "unknown")
    assert when.text == words


def test_an_ambiguous_date_in_digits_stays_open() -> None:
    assert days("9/10/2014") == (None, None)
    assert days("9/5/2019") == (None, None), "9 May lies ahead, September 5 too"
    assert days("5/6/2019") == ("2019-05-06", "2019-05-06"), "5 June lies ahead"


def test_a_day_leans_on_the_one_the_text_gave_last() -> None:
    text = "The raid of 20 April 2018 followed one two days earlier; the next day a third came."
    assert [w.date_start for w in find_dates(text, MONDAY)] == [
        "2018-04-20",
        "2018-04-18",
        "2018-04-19",
    ]


def test_overnight_is_the_day_the_text_gives() -> None:
    found = find_dates("Shells fell overnight, a medic said on Saturday.", MONDAY)
    assert [w.date_start for w in found] == ["2019-05-04", "2019-05-04"]
    far = find_dates(f"Shells fell overnight.{' ' * 300}He spoke on Saturday.", MONDAY)
    assert far[0].date_start == MONDAY


def test_a_month_that_is_known_gives_no_weekday() -> None:
    for words in ("on Monday", "today", "overnight", "this week"):
        when = only(words, "2020-06")
        assert (when.date_start, when.date_end) == ("2020-06-01", "2020-06-30")
        assert when.precision == "month"


def test_a_month_that_is_known_still_places_what_leans_on_months() -> None:
    assert days("late last month", "2020-06") == ("2020-05-21", "2020-05-31")
    assert days("in early March of this year", "2020-06") == ("2020-03-01", "2020-03-10")
    assert days("on May 5", "2020-06") == ("2020-05-05", "2020-05-05")
    assert only("yesterday", "2020-06").precision == "month"


def test_without_publication_only_a_full_date_has_a_day() -> None:
    assert days("on 5 May 2019", None) == ("2019-05-05", "2019-05-05")
    for words in ("on May 5", "on Monday", "in March", "last week", "since Thursday"):
        when = only(words, None)
        assert (when.date_start, when.date_end, when.precision) == (None, None, "unknown")
        assert when.text == words


def test_the_dateline_day_is_what_today_means() -> None:
    (when,) = find_dates("on Sunday", "2019-05-08", dateline_day="2019-05-05")
    assert when.date_start == "2019-05-05"


def test_by_and_before_are_bounds() -> None:
    when = only("by Sunday")
    assert (when.date_start, when.date_end) == ("2019-04-29", "2019-05-05")
    assert (when.precision, when.basis) == ("week", "by")


def test_not_later_than_opens_a_day_to_the_week_before_it() -> None:
    when = not_later_than(only("on May 4"))
    assert (when.date_start, when.date_end) == ("2019-04-28", "2019-05-04")
    assert (when.precision, when.basis) == ("week", "by")
    month = not_later_than(only("in April"))
    assert (month.date_start, month.precision) == ("2019-04-01", "month")
    assert not_later_than(only("on May 4", None)).date_start is None


def test_a_count_after_a_month_is_no_day() -> None:
    text = "In May 20 people were killed."
    (when,) = find_dates(text, MONDAY)
    assert when.text == "In May"


def test_small_words_that_look_like_dates_are_none() -> None:
    for text in ("They may march on; he sat in the sun.", "The Sunday Times reported it."):
        assert find_dates(text, MONDAY) == []


def test_durations_measures_and_times_are_taken() -> None:
    text = (
        "a week-long, three-month campaign for five days; a 38-year-old, aged 17, 40 km off, "
        "0.3 miles, 10 percent, at 1300 GMT, 5 pm and 16:45; over 5-8 years"
    )
    assert [text[start:end] for start, end in taken_spans(text)] == [
        "a week-long",
        "three-month",
        "five days",
        "38-year-old",
        "aged 17",
        "40 km",
        "0.3 miles",
        "10 percent",
        "1300 GMT",
        "5 pm",
        "16:45",
        "5-8 years",
    ]


def test_publication_is_a_day_a_month_a_year_or_nothing() -> None:
    assert publication_interval("2020-02-03") == ("2020-02-03", "2020-02-03", "day")
    assert publication_interval("2020-02") == ("2020-02-01", "2020-02-29", "month")
    assert publication_interval("2020") == ("2020-01-01", "2020-12-31", "year")
    assert publication_interval(None) == (None, None, "unknown")
    for wrong in ("2020-13", "May 2020", "2020-2-3", ""):
        with pytest.raises(ArticleError, match="YYYY-MM-DD"):
            publication_interval(wrong)


@given(
    TEXTS,
    st.sampled_from([MONDAY, "2020-06", "2020", None, "0001-01-01", "9999-12-31", "2020-02-29"]),
)
@settings(max_examples=300, deadline=None)
def test_spans_hold_their_words_and_nothing_lies_after_publication(
    text: str, published: str | None
) -> None:
    last = publication_interval(published)[1]
    end = 0
    for when in find_dates(text, published):
        assert text[when.start : when.end] == when.text
        assert when.start >= end
        end = when.end
        assert (when.date_start is None) == (when.date_end is None)
        assert (when.date_start is None) == (when.precision == "unknown") or published is None
        if when.date_start and when.date_end:
            assert when.date_start <= when.date_end
            assert last is None or when.date_end <= last


def test_a_bound_in_the_first_week_of_the_calendar_is_a_shorter_week() -> None:
    (found,) = find_dates("Till today", "0001-01-03")
    assert (found.date_start, found.date_end) == ("0001-01-01", "0001-01-03")


@pytest.mark.parametrize(
    "piece",
    [
        "12 ",
        "overnight ",
        "Monday and ",
        "the last two ",
        "between May 3 and ",
        "a-",
        "(",
        "\n",
        "9",
    ],
)
def test_hostile_text_takes_time_in_step_with_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        find_dates(text, MONDAY)
        return time.process_time() - start

    seconds(1_000)  # word lists
    short = seconds(20_000)
    # A busy machine spoils a reading, never all of them.
    assert any(seconds(200_000) < 40 * max(short, 0.005) for _ in range(3))


def test_earlier_in_the_day_is_the_day_the_text_gives() -> None:
    found = find_dates("Earlier in the day a blast hit a bus.", "2017-04-15")
    assert [one.date_start for one in found] == ["2017-04-15"]
