"""Places in Arabic texts, as they are read: words taken apart, no capitals, sides behind names."""

import json

import pytest
from folders import TESTS
from languages import ENGLISH

from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.mentions import Mention, find_mentions
from mapper.places import explain_places
from mapper.words import take_apart

ARABIC = ENGLISH.also("ar")


@pytest.fixture(scope="module")
def pack() -> Gazetteer:
    return load_gazetteer()


def read(text: str, pack: Gazetteer) -> list[tuple[str, Mention]]:
    """Give the mentions of a text, each with its name as it is written."""
    language = pack.language("ar")
    written = take_apart(text, language, pack.index.beginnings)
    assert written is not None
    found = find_mentions(written.text, pack, language, written)
    return [(written.words(one.start, one.end), one) for one in found]


def names(text: str, pack: Gazetteer) -> list[str]:
    return [name for name, _ in read(text, pack)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصف مدفعي على سراقب وبنش", ["سراقب", "بنش"]),
        ("قصف مدفعي على كفر نبل وكفرنبل", ["كفر نبل", "كفرنبل"]),
        ("غارات على بلدتي سرمين والنيرب", ["سرمين", "النيرب"]),
        ("قصفت المدفعية مدينة “الأتارب” وبلدة “تفتناز”", ["الأتارب", "تفتناز"]),
        ("سقطت قذائف بقرية آفس", ["آفس"]),
    ],
)
def test_names_are_found_with_what_is_joined_to_them(
    pack: Gazetteer, text: str, expected: list[str]
) -> None:
    assert names(text, pack) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("قصف مدفعي طال أطراف مدينة سراقب", "near"),
        ("قصف مدفعي طال سراقب الشرقية", "cut:east"),
        ("قصف مدفعي شرقي سراقب", "sector:east"),
        ("قصف مدفعي في شمال محافظة حلب", "cut:north"),
        ("قصف مدفعي على ريف سراقب", "countryside"),
        ("قصف مدفعي على بعد 5 كيلومترات غرب سراقب", "sector:west:5"),
        ("استهدفت سيارة على طريق سراقب", "near"),
    ],
)
def test_the_words_around_a_name_tell_how_it_is_meant(
    pack: Gazetteer, text: str, relation: str
) -> None:
    ((_, mention),) = read(text, pack)
    assert mention.relation == relation


def test_a_side_without_article_is_told_of_the_name_behind_it(pack: Gazetteer) -> None:
    first, second = (one for _, one in read("طال القصف سرمين جنوبي إدلب", pack))
    assert (first.relation, second.relation) == ("at", "cut:south")


@pytest.mark.parametrize("text", ["بين سراقب وأريحا", "على طريق سراقب - أريحا"])
def test_both_ends_of_a_road_are_named(pack: Gazetteer, text: str) -> None:
    text = f"استهدفت سيارة {text}"
    found = [one.relation for _, one in read(text, pack)]
    assert found in (["between"] * 2, ["road"] * 2)


@pytest.mark.parametrize(
    "text",
    [
        "نقلوا إلى السجن بعد القصف",
        "قتل المدني أحمد حسن بالقصف",
        "قال أبو سراقب إن القصف عنيف",
        "قصفت كتيبة سراقب مواقع العدو",
        "خرج طلاب جامعة حلب في مظاهرة",
        "وقفوا على باب المنزل ثم رحلوا",
        "اتفاق سراقب انتهى أمس",
        "القصف طال الأحياء الجديدة مساء",
    ],
)
def test_words_people_and_bodies_are_no_places(pack: Gazetteer, text: str) -> None:
    assert names(text, pack) == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("طال القصف قرية مخطوبية مساء", "مخطوبية", "village"),
        ("طال القصف قرية خربة زنبوطة مساء", "خربة زنبوطة", "village"),
        ('طال القصف منطقة "شلبوطة" مساء', "شلبوطة", "area"),
    ],
)
def test_a_place_of_no_list_is_one_where_the_text_calls_it_so(
    pack: Gazetteer, text: str, name: str, kind: str
) -> None:
    ((found, mention),) = read(text, pack)
    assert (found, mention.kind_cue) == (name, kind)


def test_a_list_goes_on_with_names_of_no_list(pack: Gazetteer) -> None:
    text = "قصفت المدفعية قرى سرجة ومخطوبية وشنان"
    assert names(text, pack) == ["سرجة", "مخطوبية", "شنان"]


def at_home(text: str, pack: Gazetteer) -> list[str]:
    """Give the ids of the places of the pack's own countries that a text is read to mean."""
    told = explain_places(text, pack, pack.language("ar"))
    ids = [one["location"]["place_id"] for one in told if one["location"]]
    return [one for one in ids if one in pack.places and pack.is_home(pack.places[one].country)]


def test_a_page_about_another_country_has_no_villages_of_this_one(pack: Gazetteer) -> None:
    text = (
        "أعلن البنك المركزي المصري تثبيت أسعار الفائدة، وافتتح الوزير مدرسة ومسجدا في حي "
        "الجمالية بالقاهرة القديمة، وقال إن المشروع يراعي البعد الاجتماعي، وإن الشركة تخطط "
        "لإنشاء حديقة ومنطقة تجارية قرب ساحة القلعة. وقدم الطباخ طبقا مزينا باللوز والصنوبر "
        "والزبيب والتمر، وشكر رجال الأعمال على دعمهم ووعد بحملات جديدة قبل العيد بوقت طويل."
    )
    assert at_home(text, pack) == []
    assert at_home("قصفت المدفعية قرية شنان", pack) == ["pl-shinan"]


def test_pages_about_elsewhere_yield_hardly_a_home_place(pack: Gazetteer) -> None:
    words = false = 0
    pages = TESTS / "gold" / "arabic" / "elsewhere.jsonl"
    for line in pages.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        text = f"{page['title']}\n\n{page['text']}"
        words += len(text.split())
        false += len(at_home(text, pack))
    assert words > 3000
    assert false <= 0.001 * words
