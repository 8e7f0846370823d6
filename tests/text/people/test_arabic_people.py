"""Names of private persons in Arabic, which has no capitals: cues and first names tell them."""

import pytest
from languages import ENGLISH

from mapper.text import find_people, mask_people, mask_word

ARABIC = ENGLISH.also("ar")


def names(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in find_people(text, ARABIC)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "قتل الطفل أحمد القرمو (12 عاما) وشقيقته بيسان خلف في القصف",
            ["أحمد القرمو", "بيسان خلف"],
        ),
        ("استشهد الشاب محمد عبد الرحمن الحسن جراء القصف", ["محمد عبد الرحمن الحسن"]),
        ("قال الناشط خالد العيسى إن الطائرات قصفت السوق", ["خالد العيسى"]),
        ("أصيب المدعو أبو خالد الحمصي أمس", ["أبو خالد الحمصي"]),
        ("فقدت عائلة الخطيب ستة من أفرادها", ["الخطيب"]),
        ("أصيب علي محمد الأحمد أمس", ["علي محمد الأحمد"]),
        ("قصفت الطائرات على محمد الأحمد", ["محمد الأحمد"]),
        ("أصيب المواطن علي محمد الأحمد أمس", ["علي محمد الأحمد"]),
        (
            "أسماء الشهداء: أحمد محمود، فاطمة ياسين، زليخة قرمو",
            ["أحمد محمود", "فاطمة ياسين", "زليخة قرمو"],
        ),
        ("بحسب الدكتور ودود قاسمجون وشاهد العيان أبو قنفذ.", ["ودود قاسمجون", "أبو قنفذ"]),
        ("وقتل كل من: محمد الأحمد وزياد الصالح", ["محمد الأحمد", "زياد الصالح"]),
        ("دخل الدكتور حسن الأعرج إلى المشفى ثم خرج حسن", ["حسن الأعرج", "حسن"]),
    ],
)
def test_a_private_person_is_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "وصل الرئيس بشار الأسد والعميد سهيل الحسن إلى المدينة",
        "قال وزير الخارجية محمد القرمو في كلمته",
        "استهدفت مسيرة سيارة القيادي في الهيئة أبو حمزة اليمني",
        "قصف الطيران مسجد عمر بن الخطاب وحي الشيخ مقصود",
        "قتل طفل يبلغ من العمر 12 عاما",
        "أصيب رجل بعمر 60 عاما",
        "قصفت الطائرات السوق يوم الجمعة وسقط جرحى",
    ],
)
def test_offices_things_and_plain_words_are_no_private_people(text: str) -> None:
    assert names(text) == []


def test_the_word_in_the_place_of_a_name_is_of_the_language() -> None:
    text = "قتل الطفل أحمد القرمو في القصف"
    shown = mask_people(text, find_people(text, ARABIC), mask_word(ARABIC)).text
    assert shown == "قتل الطفل [حُجب الاسم] في القصف"
