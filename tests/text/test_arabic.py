"""Arabic numbers, days and tolls, as texts are read: words taken apart, letters folded."""

import pytest
from languages import ENGLISH

from mapper.text.dates.find import find_dates, taken_spans
from mapper.text.numbers.find import find_quantities
from mapper.text.tolls.find import find_tolls
from mapper.words import as_read

ARABIC = ENGLISH.also("ar")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("خمسة وعشرون مدنياً", 25, 25),
        ("أحد عشر مدنياً", 11, 11),
        ("اثنا عشر طفلاً", 12, 12),
        ("مئة وخمسة وثلاثين شخصاً", 135, 135),
        ("ألف وثلاثمئة وعشرة أشخاص", 1310, 1310),
        ("ثلاثة آلاف ومئتي شخص", 3200, 3200),
        ("٢٥ مدنياً", 25, 25),
        ("بين 10 و15 قذيفة", 10, 15),
    ],
)
def test_a_number_is_read(text: str, low: int, high: int) -> None:
    (found,) = find_quantities(as_read(text, ARABIC), language=ARABIC)
    assert (found.value_min, found.value_max) == (low, high)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("ما لا يقل عن عشرين شخصاً", "open"), ("نحو 30 شخصاً", "approx"), ("خمسة آخرون", "further")],
)
def test_a_number_is_hedged(text: str, mark: str) -> None:
    (found,) = find_quantities(as_read(text, ARABIC), language=ARABIC)
    assert getattr(found, mark)


def test_one_of_is_no_number() -> None:
    assert not find_quantities(as_read("أحد المدنيين", ARABIC), language=ARABIC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("مساء أمس الخميس", "2023-10-05"),
        ("أول أمس", "2023-10-04"),
        ("صباح اليوم", "2023-10-06"),
        ("يوم الخميس 9 آذار/ مارس 2023", "2023-03-09"),
        ("28 أيار (مايو) 2016", "2016-05-28"),
        ("الثالث من كانون الثاني 2015", "2015-01-03"),
        ("الأول من تشرين الثاني 2015", "2015-11-01"),
        ("في 9-3-2023", "2023-03-09"),
        ("2023/03/09", "2023-03-09"),
        ("04/05/2019", "2019-05-04"),
        ("يوم الأحد 18-08-2019", "2019-08-18"),
        ("يوم الاثنين", "2023-10-02"),
        ("قبل قليل", "2023-10-06"),
        ("الأربعاء الماضي", "2023-10-04"),
        ("قبل يومين", "2023-10-04"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    (found,) = find_dates(as_read(text, ARABIC), "2023-10-06", language=ARABIC)
    assert (found.date_start, found.date_end, found.precision) == (day, day, "day")


def test_a_day_of_the_hijri_calendar_is_read() -> None:
    for text, day in [
        ("يوم 21 رجب 1437 هـ", "2016-04-28"),
        ("7 جمادى الآخرة 1438", "2017-03-06"),
        ("الأول من ربيع الأول 1435", "2014-01-02"),
    ]:
        (found,) = find_dates(as_read(text, ARABIC), "2023-10-06", language=ARABIC)
        assert found.date_start == day
    (found,) = find_dates(as_read("5 شوال 1299", ARABIC), "2023-10-06", language=ARABIC)
    assert found.date_start is None


def tolls(text: str) -> list[tuple[str, int | None, bool]]:
    read = as_read(text, ARABIC)
    taken = taken_spans(read, language=ARABIC)
    found = find_tolls(read, find_quantities(read, taken=taken, language=ARABIC), language=ARABIC)
    return [(one.field, one.quantity.value_min, one.subset) for one in found]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("استشهد رجل وزوجته وأصيب خمسة مدنيين آخرين.", 2, 5),
        ("ما أدى إلى مقتل سائقها وإصابة شخص كان برفقته.", 1, 1),
        ("ما أسفر عن مقتل امرأة وطفليها، فيما أصيب والد الطفلين وثلاثة من الجيران.", 3, 4),
        ("قتيلان وخمسة جرحى بانفجار لغم.", 2, 5),
        ("ارتفعت حصيلة القصف على السوق إلى 15 قتيلاً و30 جريحاً.", 15, 30),
        ("أدى إلى استشهاد مدنيين اثنين وإصابة سبعة آخرين.", 2, 7),
        ("قُتل 4 من عناصر قوات النظام، بينهم ضابط، وأصيب 6 آخرون.", 4, 6),
        ("لقي شخصان مصرعهما وأصيب آخر في القصف.", 2, 1),
        ("ما أدى لسقوط شهيد في القرية.", 1, None),
        ("أطلق مجهولون النار عليه ما أدى لمقتله على الفور.", 1, None),
        ("دون وقوع إصابات في القرية.", 0, 0),
        ("لم يسفر القصف عن خسائر بشرية.", 0, 0),
        ("لم يسجل سقوط ضحايا في البلدة.", 0, 0),
        ("قصفت القرية، ولا معلومات عن إصابات.", None, None),
        ("سبعة قتلى وجرحى بتفجير عبوتين.", None, None),
    ],
)
def test_a_toll_is_read(text: str, killed: int | None, injured: int | None) -> None:
    whole = {field: figure for field, figure, subset in tolls(text) if not subset}
    assert (whole.get("killed"), whole.get("injured")) == (killed, injured)


def test_a_part_is_never_added() -> None:
    found = tolls("مقتل 24 شخصاً بينهم 7 أطفال و3 نساء.")
    assert found == [("killed", 24, False), ("killed", 7, True), ("killed", 3, True)]
