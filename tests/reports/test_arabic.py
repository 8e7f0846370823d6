"""Who struck, with what and who says so, in Arabic: the verb first, the adjective behind."""

import pytest
from coding import Row, events, only
from languages import ENGLISH

from mapper.reports.reading import has_article
from mapper.words import standing, take_apart

ARABIC = ENGLISH.also("ar")


def one(text: str) -> Row:
    return only(text, "2022-05-06", language="ar")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("قصفت قوات النظام بالمدفعية مدينة سرمين اليوم الجمعة.", "Syrian government"),
        ("قتل رجل اليوم الجمعة بقصف مدفعي لقوات النظام على مدينة سرمين.", "Syrian government"),
        ("قتل رجل اليوم الجمعة بقصف مدفعي نفذته القوات التركية على مدينة سرمين.", "Turkey"),
        ("قتل رجل اليوم الجمعة في قصف روسي على مدينة سرمين.", "Russia"),
        ("شن الطيران الحربي الروسي اليوم الجمعة غارتين على مدينة سرمين.", "Russia"),
        ("قصف صاروخي مصدره مناطق سيطرة قسد طال مدينة عفرين اليوم.", "Syrian Democratic Forces"),
        ("الاحتلال التركي يقصف مدينة عفرين اليوم الجمعة بالمدفعية.", "Turkey"),
        ("قصف جوي لقوات الحلف السوري الروسي طال سرمين اليوم.", "Russia; Syrian government"),
        ("استهدفت طائرات يعتقد أنها روسية بغارتين مدينة سرمين اليوم.", "Russia"),
        ("تبنى تنظيم داعش تفجير سيارة مفخخة في مدينة عفرين اليوم.", "Islamic State"),
    ],
)
def test_who_struck_is_told_by_verb_noun_or_adjective(text: str, actor: str) -> None:
    assert one(text)["actor"] == actor


@pytest.mark.parametrize(
    "text",
    [
        "قتل عنصران من قوات النظام اليوم الجمعة بانفجار لغم أرضي في مدينة سرمين.",
        "استهدف تفجير سيارة لقوات قسد في مدينة عفرين اليوم الجمعة.",
        "قصف مجهول طال مواقع قوات النظام في مدينة سرمين اليوم الجمعة.",
    ],
)
def test_whom_a_strike_hit_did_not_strike(text: str) -> None:
    assert one(text)["actor"] is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("طال قصف مدينة سرمين اليوم الجمعة وقتل رجل.", "other"),
        ("قتل رجل بقذائف المدفعية في مدينة سرمين اليوم.", "shelling"),
        ("سقطت قذائف صاروخية على مدينة سرمين اليوم وقتل رجل.", "rocket_missile"),
        ("ألقت المروحيات براميل متفجرة على مدينة سرمين اليوم.", "barrel_bomb"),
        ("قتل رجل بقصف طائرة مسيرة سيارة في مدينة سرمين اليوم.", "drone_strike"),
        ("قتل رجل بانفجار لغم من مخلفات الحرب في مدينة سرمين اليوم.", "explosion_ied"),
        ("قتلت امرأة برصاص قناص في مدينة سرمين اليوم.", "shooting"),
        ("نفذت القوات الأمريكية إنزالا جويا في مدينة سرمين اليوم.", "ground_raid"),
    ],
)
def test_the_kind_is_told_by_the_weapon(text: str, kind: str) -> None:
    assert one(text)["event_type"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "هدد الرئيس بقصف مدينة سرمين في الأيام القادمة.",
        "نفت الوزارة أن تكون طائراتها قصفت مدينة سرمين اليوم.",
        "خرجت مظاهرة في مدينة سرمين تنديدا بقصف المدنيين اليوم.",
        "فككت فرق الهندسة عبوة ناسفة في مدينة سرمين اليوم.",
        "أجرت القوات تدريبات بقذائف المدفعية قرب مدينة سرمين اليوم.",
        "قتل رجل بانفجار أسطوانة غاز في مدينة سرمين اليوم.",
        "أحيا الأهالي في مدينة سرمين ذكرى مجزرة الكيماوي بمشاركة المئات.",
    ],
)
def test_what_is_no_strike_gives_none(text: str) -> None:
    assert events(text, "2022-05-06", language="ar") == []


def test_who_answers_strikes_too() -> None:
    text = (
        "قصفت قوات النظام بالمدفعية مدينة سرمين اليوم الجمعة، وردت فصائل الثوار باستهداف "
        "قوات النظام في مدينة سراقب بقذائف الهاون."
    )
    told = {row["places"]: row["actor"] for row in events(text, "2022-05-06", language="ar")}
    assert sorted(told.values()) == ["Syrian government", "Syrian rebels"]


def test_the_source_stands_behind_its_verb() -> None:
    row = one("قال المرصد السوري لحقوق الإنسان إن قصفا مدفعيا قتل رجلا في مدينة سرمين اليوم.")
    assert row["attributed_to"] == "Syrian Observatory for Human Rights"


def test_a_head_stands_before_its_adjective_where_the_list_says_so() -> None:
    text = "قصف مدفعي تركي"
    at = text.index("تركي")
    found = standing(ARABIC, "party_phrases", "head", text, (at, len(text)))
    assert found is not None
    assert found.start() == 0


def test_a_word_tells_whether_its_article_was_left_out() -> None:
    written = take_apart("أدى القصف إلى قصف", ARABIC)
    assert written is not None
    first = written.text.index("قصف")
    assert has_article(written, first)
    assert not has_article(written, written.text.index("قصف", first + 1))
