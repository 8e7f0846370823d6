"""One strike told twice in an article: by an item of a list, another source, another spelling."""

import pytest
from coding import events, only

from mapper.text import is_timed

LEAD = "قصفت قوات النظام بالمدفعية بلدة النيرب شرقي إدلب اليوم الاثنين، ما أدى لمقتل رجل."


def told(text: str) -> int:
    return len(events(text, "2021-06-07", language="ar"))


def test_an_item_with_the_same_toll_at_the_same_place_is_the_same_strike() -> None:
    text = (
        "- Airstrikes hit Saraqib, killing four people.\n- Other news.\n"
        "- Airstrikes on Saraqib killed four."
    )
    assert len(events(text)) == 1


def test_entries_of_a_log_with_a_time_each_are_apart() -> None:
    text = "- 10:10 Shells hit Saraqib on Monday.\n- 14:20 Shells hit Saraqib on Monday."
    assert len(events(text)) == 2
    assert is_timed("14:20 Shells", 0)


def test_another_source_may_name_the_next_village() -> None:
    text = (
        "قتل ثلاثة أشخاص اليوم الاثنين إثر قصف جوي روسي استهدف بلدة اليعقوبية بريف إدلب الغربي.\n\n"
        "وقال الدفاع المدني: قتل 3 أشخاص وأصيب 13 آخرون بقصف للطائرات الحربية الروسية استهدف محيط "
        "بلدة الجديدة بريف إدلب الغربي اليوم الاثنين."
    )
    assert told("عنوان الخبر\n\n" + text) == 1


def test_the_same_toll_at_the_same_place_may_be_laid_to_anothers_charge() -> None:
    text = (
        "Regime jets bombed Saraqib on Monday, killing seven people.\n\n"
        "Russian warplanes bombed Saraqib on Monday, killing seven people, a monitor said."
    )
    assert len(events(text)) == 1


def test_a_name_of_no_list_is_the_same_place_where_it_is_spelled_alike() -> None:
    text = (
        "عنوان الخبر\n\nقصفت قوات النظام بالمدفعية قرية كفردوناس بريف إدلب اليوم، "
        "ما أدى لمقتل رجل.\n\n"
        "وأسفر القصف على قرية كفردوناس عن مقتل رجل."
    )
    assert told(text) == 1


@pytest.mark.parametrize(
    "recalled",
    [
        "كما قصفت قوات النظام سابقاً بلدة سرمين ما أدى لمقتل طفلين.",
        "يشار إلى أن قوات النظام قصفت بلدة سرمين قبل أيام بقذائف المدفعية.",
        "وسبق أن تعرضت بلدة سرمين لقصف مدفعي أدى لمقتل طفلين.",
        "ومنذ بداية العام استجاب الدفاع المدني لأكثر من 300 هجوم قتل فيها 58 مدنيا.",
        "وتتعرض قرى جبل الزاوية لقصف متكرر من قوات النظام.",
        "ودعا الأهالي إلى وقف القصف على بلدة سرمين.",
        "اقرأ أيضاً: قتلى بقصف روسي على بلدة سرمين",
    ],
)
def test_a_lead_stands_before_a_body_that_only_recalls(recalled: str) -> None:
    one = only(f"{LEAD}\n\n{recalled}", "2021-06-07", language="ar")
    assert one["places"] == "بلدة النيرب"
