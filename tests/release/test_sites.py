"""Sites that no gazetteer lists are found by the words for what they are, and then by name."""

from __future__ import annotations

import re

import pytest

from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.release.classes import Classes, classes_of
from mapper.release.masking import Masks, key_of
from mapper.release.names import Names

PLACES = frozenset({"ariha", "kafr nabl", "idlib", "al huda", "umm jalal"})


@pytest.fixture(scope="module")
def pack() -> Gazetteer:
    return load_gazetteer(None)


@pytest.fixture
def masks(pack: Gazetteer) -> Masks:
    language = pack.language()
    classes = Classes(
        (one for one in classes_of(language).values() if not one.on_request), language
    )
    return Masks(
        Names(),
        classes,
        lambda words: key_of(words) in PLACES,
        language,
        lambda text, _: [one.span() for one in re.finditer("Umm Jalal", text)],
        own=frozenset({"al huda"}),
        used=PLACES,
    )


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Shells hit Al-Rahma hospital in Ariha.", "Shells hit [health facility] in Ariha."),
        ("Shells hit the Zumar Primary School.", "Shells hit the [school]."),
        ("Shells hit Zumar\nMedical Point 7.", "Shells hit [health facility] 7."),
        ("Shells hit the Zumar shelter (ملجأ الزمر).", "Shells hit the [camp or shelter]."),
        ("Jets hit the Hope hospital in the town.", "Jets hit the [health facility] in the town."),
        ("Martyrs School was hit by jets at noon.", "[school] was hit by jets at noon."),
        ("They shelled the National Hospital again.", "They shelled the [health facility] again."),
        ("It fell on Omar bin Zumar Hospital twice.", "It fell on [health facility] twice."),
        ("Tents of camp al-Zumar burned down.", "Tents of [camp or shelter] burned down."),
        ("They hit Medical Point M2 at noon.", "They hit [health facility] at noon."),
        ("Rescuers fled Zumar Rescue Centre.", "Rescuers fled [rescue centre]."),
        ("Shells hit Al-Kanz and Al-Huda hospitals.", "Shells hit [health facility]."),
        ("قصفت الطائرات مشفى الرحمة في إدلب", "قصفت الطائرات [health facility] في إدلب"),
    ],
)
def test_a_name_goes_with_the_word_for_the_site(masks: Masks, text: str, masked: str) -> None:
    found = masks.masked(text, people=False)
    assert found.text == masked
    assert found.reasons == {"site"}


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit the hospital in Ariha.",
        "Shells hit Ariha hospital.",
        "Airstrikes Hit Hospital in Ariha",
        "Tags Kafr Nabl Russia A hospital was funded",
        "Two schools and a camp were hit near Kafr Nabl.",
        "Russian jets hit the village; the White Helmets came.",
        "سقطت القذائف على مشفى في المدينة",
    ],
)
def test_what_names_no_site_stays(masks: Masks, text: str) -> None:
    assert masks.masked(text, people=False).text == text


@pytest.mark.parametrize(
    "again",
    ["Zumar al-Kanz", "#ZumarAlKanz", "zumar-al-kanz-2019", "ZUMAR AL&#45;KANZ", "Zumar\nal-Kanz"],
)
def test_a_site_named_once_is_found_by_its_bare_name(masks: Masks, again: str) -> None:
    texts = dict.fromkeys(["Shells hit the Zumar al-Kanz Clinic at dawn.", again], False)
    masks.gather(texts, [])
    assert "[health facility]" in masks.masked(f"At {again}.", people=False).text
    assert masks.has_name("https://example.org/zumar-al-kanz/1", people=False)
    assert not masks.has_name("https://example.org/1", people=False)


@pytest.mark.parametrize(
    "text",
    [
        "Al-Huda is a village.",
        "The White Helmets centre; the White Helmets said so.",
        "The surgical hospital; a surgical team.",
    ],
)
def test_settlements_those_who_are_cited_and_plain_words_are_no_bare_names(
    masks: Masks, text: str
) -> None:
    texts = [
        "Al-Huda hospital",
        "White Helmets rescue centre",
        "the surgical team",
        "Surgical hospital",
    ]
    masks.gather(dict.fromkeys([*texts, text], False), [])
    tail = text.rsplit(";", maxsplit=1)[-1]
    assert masks.masked(tail, people=False).text == tail


def test_first_names_go_where_their_family_is_named(masks: Masks) -> None:
    masks.gather({"Laylak Fustuqji, 6, was killed.": True}, [])
    text = "children of the Fustuqji family: Hazar, Laylak"
    assert "Laylak" not in masks.masked(text, people=True).text
    assert "Laylak" in masks.masked("Laylak flowers", people=True).text


def test_a_place_that_looks_like_a_person_stays(masks: Masks) -> None:
    text = "Umm Jalal was hit by rockets and four people were wounded."
    assert masks.masked(text, people=True).text == text
    assert (
        masks.masked("Ahmad Khalil; Ariha", people=True, are_places=True).text
        == "Ahmad Khalil; Ariha"
    )
