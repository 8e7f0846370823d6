"""Pages in Arabic: a title alone, two dots in a title, a strike told twice, what is recalled."""

from dataclasses import replace

from coding import article, pack

from mapper.incidents.code import code_article


def told(text: str, published: str) -> list[tuple[str, str, str, str | None]]:
    coded = code_article(replace(article(text, published), language="ar"), pack())
    return sorted(
        (row["scope"], row["event_type"], row["places"], row["date_start"])
        for row in coded.incidents
    )


def test_a_title_above_links_tells_its_strike() -> None:
    page = """إصابة طفلين في قصف تركي على ريف منبج

السبت 1 آب

موعد صرف الرواتب في سوريا

أزمة المياه تتواصل في مدينة الحسكة
"""
    assert [one[:3] for one in told(page, "2024-10-25")] == [("event", "other", "ريف منبج")]


def test_the_toll_of_a_side_told_again_of_a_town_there_is_one_strike() -> None:
    page = """ريف حلب.. إصابة مدني بقصف لقوات النظام

قصفت قوات النظام بقذائف المدفعية مناطق غربي حلب، ما تسبب بإصابة مدني، اليوم السبت.

وأفاد مراسلنا إن قوات النظام قصفت مدينة دارة عزة، مما تسبب بإصابة مدني بجروح.
"""
    assert told(page, "2023-01-21") == [("event", "shelling", "مدينة دارة عزة", "2023-01-21")]


def test_a_day_of_this_month_that_is_not_near_is_recalled() -> None:
    page = """قصف على عفرين

أصيب ستة مدنيين، اليوم الاثنين، بقصف مدفعي استهدف مدينة عفرين شمالي سوريا.

وفي 18 من آب الحالي، قُتل ثلاثة مدنيين جراء قصف صاروخي على مدينة الباب.
"""
    assert [one[0] for one in told(page, "2021-08-30")] == ["background", "event"]


def test_today_with_the_weekday_after_publication_is_the_next_day() -> None:
    page = """قصف على درعا

وصباح اليوم الاثنين، قصفت قوات النظام أحياء مدينة درعا بقذائف المدفعية، ما أدى لمقتل رجل.
"""
    assert [one[3] for one in told(page, "2021-08-29")] == ["2021-08-30"]
