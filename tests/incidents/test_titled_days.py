"""The day that a page or its title gives: what the text tells without a day of its own."""

from dataclasses import replace

import pytest
from coding import article, pack

from mapper.incidents.code import code_article

DIGEST = """حصاد الأحداث الميدانية ليوم الأحد 18-08-2019

قصفت قوات الأسد براجمات الصواريخ مدينة كفرنبل بالريف الجنوبي.

انفجرت عبوة ناسفة مساء أمس في مدينة سراقب.

استهدف الطيران المروحي مدينة خان شيخون ببراميل متفجرة.
"""


def days(text: str, published: str, language: str = "ar") -> dict[str, str | None]:
    told = code_article(replace(article(text, published), language=language), pack()).incidents
    return {row["places"]: row["date_start"] for row in told if row["scope"] == "event"}


def test_the_day_of_a_title_is_that_of_what_it_heads() -> None:
    told = days(DIGEST, "2019-08-20")
    assert sorted(day or "" for day in told.values()) == ["2019-08-18", "2019-08-18", "2019-08-19"]


def test_a_title_that_tells_a_strike_lends_no_day() -> None:
    text = "Posted on 3 August 2019 after jets hit a town\n\nArtillery hit Kafr Nabl, killing two."
    assert all(day is None for day in days(text, "2019-08-20", "en").values())


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("الثلاثاء, 13 فبراير 2024", "2024-02-13"),  # written a day after the day given
        ("السبت, 1 أغسطس 2026", "2024-02-12"),  # saved long after
        ("الأحد, 11 فبراير 2024", "2024-02-12"),
    ],
)
def test_a_page_may_be_a_little_younger_than_is_given(line: str, day: str) -> None:
    text = f"قصف على كفرنبل\n\n{line}\n\nقصفت قوات الأسد بالمدفعية مدينة كفرنبل صباح اليوم."
    assert set(days(text, "2024-02-12").values()) == {day}
