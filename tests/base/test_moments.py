"""Days as programs write them into files: one reading or none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.base.days import interval
from mapper.base.moments import day_of


@pytest.mark.parametrize(
    "written",
    [
        "2019-11-21",
        " 2019-11-21\n",
        "2019-11-21T08:12:00Z",
        "2019-11-21T08:12Z",
        "2019-11-21T08:12:00.123456+02:00",
        "2019-11-21T08:12:00,5Z",
        "2019-11-21T08:12:00+0200",
        "2019-11-21T08+02",
        "2019-11-21t08:12:00z",
        "2019-11-21 08:12:00",
        "2019-11-21 08:12:00 +0200",
        "2019-11-21 08:12:00 UTC",
        "2019/11/21",
        "2019/11/21 8:12",
        "2019.11.21",
        "20191121",
        "20191121T081200Z",
        "20191121T0812",
        "2019-W47-4",
        "2019W474T08:12",
        "2019-325",
        "Thu, 21 Nov 2019 08:12:00 +0200",
        "Thu, 21 Nov 2019 08:12:00 GMT",
        "21 Nov 2019 08:12 EST",
        "Thu, 21 Nov 2019 08:12:00 +0000 (UTC)",
        "Thu,  21 Nov 19 08:12:00 Z",
        "21 Nov 2019",
        "Thursday, 21-Nov-19 08:12:00 GMT",
        "Thu Nov 21 08:12:00 2019",
        "1574323920",
        "1574323920.5",
        "1574323920000",
        "1574323920000000",
    ],
)
def test_a_moment_is_read_as_its_day(written: str) -> None:
    assert day_of(written) == "2019-11-21"


@pytest.mark.parametrize("written", ["2019-11-21T23:59:59-12:00", "2019-11-21T00:00:00+14:00"])
def test_no_zone_moves_the_day(written: str) -> None:
    assert day_of(written) == "2019-11-21"


@pytest.mark.parametrize(
    ("written", "day"), [("2019", "2019"), ("2019-11", "2019-11"), ("2019/1", "2019-01")]
)
def test_a_month_and_a_year_stay_what_they_are(written: str, day: str) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "05/06/2019",
        "21.11.2019",
        "2019-02-30",
        "2019-13-01",
        "20191301",
        "2019-W54-1",
        "2019-W10-8",
        "2019-366",
        "2019-000",
        "0001-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31",
        "0000-00-00 00:00:00",
        "Thu, 31 Feb 2019 08:12:00 GMT",
        "Thu, 21 Foo 2019 08:12:00 GMT",
        "21 novembre 2019",
        "2019-11-21 and later",
        "2019-11-21/2019-11-23",
        "2019-11/21",
        "123456789",
        "12345678901",
        "\u0662\u0660\u0661\u0669",
        "2019-11-21" + " " * 100 + "x",
    ],
)
def test_what_is_no_day_or_two_is_none(written: str) -> None:
    assert day_of(written) is None


@given(st.text(alphabet="0123456789-/.:TZW+ ,()NovThu\n", max_size=90))
def test_whatever_is_written_is_a_day_or_none(written: str) -> None:
    found = day_of(written)
    assert found is None or interval(found) is not None


@pytest.mark.parametrize("piece", ["1", " ", "2019-11-21 ", "21 Nov ", "("])
def test_a_long_value_is_refused_at_once(piece: str) -> None:
    begun = time.process_time()
    assert day_of(piece * 1_000_000) is None
    assert time.process_time() - begun < 1
