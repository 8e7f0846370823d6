"""Posts of channels: tags, signs, links and lines without a stop around what they tell."""

import pytest
from coding import code, events, only

DAY = "2019-05-10"

TELLING = [
    # English: the toll stands before tags, a label or a line of them stands before the words.
    ("en", "An air strike hit Maarat al-Numan this morning. Four people were killed. #Idlib"),
    (
        "en",
        "An air strike hit Maarat al-Numan this morning. Four people were killed.\n#Syria #Idlib",
    ),
    ("en", "An air strike hit #Maarat_al_Numan this morning. Four people were killed."),
    ("en", "An air strike hit #MaaratAlNuman this morning. Four people were killed @channel"),
    ("en", "🔴 #Breaking\nAn air strike killed four people in Maarat al-Numan this morning"),
    (
        "en",
        "🔴 #Breaking | Idlib\nAn air strike killed four people in Maarat al-Numan this morning",
    ),
    ("en", "🔻 Idlib:\nAn air strike hit Maarat al-Numan today. Four people were killed\n@channel"),
    (
        "en",
        "Breaking!\nAn air strike killed four people in Maarat al-Numan today\n#Syria | #Idlib",
    ),
    # Arabic: the same, where nearly no line ends in a stop.
    ("ar", "🔴 #عاجل\nمقتل 4 مدنيين اليوم جراء غارة جوية استهدفت مدينة #معرة_النعمان"),
    ("ar", "عاجل\nقتل أربعة مدنيين بغارة جوية على معرة النعمان صباح اليوم"),
    ("ar", "#إدلب | 10-05-2019\nمقتل 4 مدنيين اليوم جراء غارة جوية على معرة النعمان"),
    ("ar", "فرق الإسعاف في المحافظة\n\nقتل أربعة مدنيين بغارة جوية على معرة النعمان اليوم"),
    ("ar", "غارة جوية استهدفت معرة النعمان اليوم. قتل أربعة مدنيين. #ريف_إدلب_الجنوبي"),
    ("ar", "🔻عاجل: قتل أربعة مدنيين بغارة جوية على معرة النعمان اليوم\nt.me/example"),
]
DECOYS = [
    # A tag of a place where it did not happen, of several places, a flag of a country.
    ("en", "An air strike hit Maarat al-Numan today. Four people were killed. #Aleppo"),
    ("en", "An air strike killed four people in Maarat al-Numan today. #Idlib #Hama #Aleppo"),
    ("en", "An air strike killed four people in Maarat al-Numan today 🔴 #Hama #Aleppo"),
    ("en", "#SaveIdlib An air strike hit Maarat al-Numan today. Four people were killed. 🇹🇷"),
    ("en", "🇷🇺 An air strike hit Maarat al-Numan today. Four people were killed. #StandWithAleppo"),
    ("en", "#Hama #Aleppo\nAn air strike killed four people in Maarat al-Numan today.\n\n#Homs"),
    (
        "en",
        "An air strike killed four people in Maarat al-Numan today.\nhttps://example.org/aleppo",
    ),
    ("ar", "قتل أربعة مدنيين بغارة جوية على معرة النعمان صباح اليوم\n#إدلب #حماة #حلب"),
    ("ar", "قتل أربعة مدنيين بغارة جوية على معرة النعمان صباح اليوم.\n\n#حلب"),
    ("ar", "🇸🇾 قتل أربعة مدنيين بغارة جوية على معرة النعمان اليوم. #حلب 🇹🇷"),
    ("ar", "#حلب\nقتل أربعة مدنيين بغارة جوية على معرة النعمان صباح اليوم\n#حماة"),
    ("ar", "قتل أربعة مدنيين بغارة جوية على معرة النعمان اليوم\n\n#تركيا 🇹🇷\n@aleppo_channel"),
]


@pytest.mark.parametrize(("language", "post"), [*TELLING, *DECOYS])
def test_a_post_tells_its_strike_place_and_dead_whatever_stands_around(
    language: str, post: str
) -> None:
    told = code(post, DAY, language=language)
    named = {one["mention_id"]: one["place_id"] for one in told.mentions}
    assert [(row["event_type"], row["killed_min"]) for row in told.incidents] == [("airstrike", 4)]
    assert {named[one["mention_id"]] for one in told.locations} == {"pl-maarrat-al-numan"}


@pytest.mark.parametrize(
    ("language", "post"),
    [
        ("en", "An air strike hit a hospital this morning and killed four people. #Saraqib"),
        ("en", "An air strike hit a hospital this morning and killed four people.\n#Saraqib"),
        ("en", "An air strike hit a hospital this morning and killed four people.\n\n#Saraqib"),
        ("en", "#Saraqib\nAn air strike hit a hospital this morning and killed four people."),
        ("ar", "قتل أربعة مدنيين بغارة جوية صباح اليوم\n#سراقب"),
        ("ar", "قتل أربعة مدنيين بغارة جوية صباح اليوم على بلدة #سراقب"),
    ],
)
def test_a_tag_tells_the_place_of_a_post_that_names_no_other(language: str, post: str) -> None:
    row = only(post, DAY, language=language)
    assert row["places"] in {"Saraqib", "سراقب", "بلدة #سراقب"}


def test_tags_of_several_settlements_on_their_own_line_place_nothing() -> None:
    post = "An air strike hit a hospital this morning and killed four people.\n\n#Saraqib #Ariha"
    assert not only(post, DAY)["places"]


def test_a_sentence_may_go_on_in_tags() -> None:
    post = "Air strikes this morning hit Ariha and the town of #Saraqib"
    assert only(post, DAY)["places"] == "Ariha; town of #Saraqib"
    arabic = "قصفت الطائرات الحربية صباح اليوم أريحا ومدينة #سراقب #إدلب"
    assert only(arabic, DAY, language="ar")["places"] == "أريحا; مدينة #سراقب"


@pytest.mark.parametrize(
    "post",
    ["غارة جوية بريف #إدلب صباح اليوم قتلت ثلاثة", "غارة جوية بريف إدلب صباح اليوم قتلت ثلاثة"],
)
def test_the_words_before_a_tag_are_said_of_it(post: str) -> None:
    told = code(post, DAY, language="ar")
    assert [one["place_id"] for one in told.mentions] == ["reg-idlib/countryside"]


def test_tags_end_a_post_and_the_next_may_be_told_by_its_own() -> None:
    posts = (
        "An air strike hit Ariha this morning and killed two people.\n#Idlib #Syria\n\n"
        "Shelling hit a school this morning and killed three people.\n#Saraqib"
    )
    assert [(row["places"], row["killed_min"]) for row in events(posts, DAY)] == [
        ("Ariha", 2),
        ("Saraqib", 3),
    ]


def test_lines_with_the_same_sign_are_items_the_first_too() -> None:
    post = (
        "🔻 قتل أربعة مدنيين بغارة جوية على سراقب صباح اليوم\n"
        "🔻 إصابة خمسة مدنيين بقصف مدفعي على كفرنبل صباح اليوم"
    )
    assert [row["places"] for row in events(post, DAY, language="ar")] == ["سراقب", "كفرنبل"]


def test_offsets_of_a_parted_tag_are_those_of_the_post() -> None:
    post = "🔴 Jets hit #MaaratAlNuman and #Kafr_Nabl on Friday, killing two. #Idlib"
    told = code(post, DAY)
    assert [one["text"] for one in told.mentions] == ["MaaratAlNuman", "Kafr_Nabl", "Idlib"]
    assert all(post[one["start"] : one["end"]] == one["text"] for one in told.mentions)
    assert all(
        post[one["char_start"] : one["char_end"]] == one["sentence"] for one in told.incidents
    )


def test_a_long_first_line_of_a_post_without_stops_is_told_for_itself() -> None:
    post = (
        "مصدر محلي: مقتل سبعة أشخاص بقصف مدفعي استهدف سيارة كانت تقلهم على الطريق العام قرب "
        "قرية معرزيتا جنوب إدلب صباح أمس الخميس\n\n"
        "مصدر محلي: مقتل رجل بغارة جوية على بلدة الهبيط صباح اليوم"
    )
    assert [row["killed_min"] for row in events(post, DAY, language="ar")] == [7, 1]


def test_an_update_with_the_same_sign_is_no_item_of_a_list() -> None:
    post = (
        "🔴 عاجل | غارة جوية على مدينة سراقب صباح اليوم قتلت ثلاثة مدنيين.\n\n"
        "🔴 متابعة | ارتفاع حصيلة الغارة على سراقب إلى خمسة قتلى.\n\n#سراقب"
    )
    assert only(post, DAY, language="ar")["killed_max"] == 5
