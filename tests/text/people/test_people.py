"""Names of private persons in English: what makes words a name, and what keeps them from it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from languages import ENGLISH

from mapper.text import find_people
from mapper.words import DEFAULT_LANGUAGE, Language


def names(text: str, *places: str, language: Language = ENGLISH) -> list[str]:
    """Give the names found in a text in which some places are named."""
    kept = [(text.index(one), text.index(one) + len(one)) for one in places]
    return [text[start:end] for start, end, _ in find_people(text, language, kept=kept)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dr Mazen Kewan treated them; Dr. Lubna did too.", ["Mazen Kewan", "Lubna"]),
        ("The martyr Zakour was buried at noon.", ["Zakour"]),
        ("She lost her son Tolan and her sister Bisan.", ["Tolan", "Bisan"]),
        ("The brother of Wardan Sattar fled.", ["Wardan Sattar"]),
        ("The family of Barjas and the Zakour family fled.", ["Barjas", "Zakour"]),
        ("Bazil Tolan, 12, and Nawras Keto (aged 7) were asleep.", ["Bazil Tolan", "Nawras Keto"]),
        ("A seven-year-old Tolan was pulled out.", ["Tolan"]),
        ("A resident named Qusta told us of it.", ["Qusta"]),
        ("Umm Barjas, whose house fell, wept.", ["Umm Barjas"]),
        ("Abu Ahmad wept.", ["Abu Ahmad"]),
        ("According to activist Tarek Zakour the jets left.", ["Tarek Zakour"]),
        ("A nurse, Samir Zakour, was on duty.", ["Samir Zakour"]),
        ('"They ran," said Mahmoud, a baker.', ["Mahmoud"]),
        ("Eyewitness Bisan Keto said so.", ["Bisan Keto"]),
        ("Bisan Keto told us of it.", ["Bisan Keto"]),
        ("Bisan Keto's youngest daughter was hurt.", ["Bisan Keto"]),
        ("Bisan Keto was killed on the spot.", ["Bisan Keto"]),
        ("The house of Bisan Keto burned.", ["Bisan Keto"]),
        ("A resident of the old quarter, Bisan Keto, left.", ["Bisan Keto"]),
        ("By Bisan Keto\n\nThe town was shelled.", ["Bisan Keto"]),
        ("Reporting by Bisan Keto; editing by Tolan Zakour", ["Bisan Keto", "Tolan Zakour"]),
        ("The shells killed Abdul Rahman Zakour.", ["Abdul Rahman Zakour"]),
        ("They killed Samir Haj Zakour.", ["Samir Haj Zakour"]),
        ("Rescuers pulled Abdulrahman out.", ["Abdulrahman"]),
        ("Olena Bondar and Andriy Keto were at home.", ["Olena Bondar", "Andriy Keto"]),
        ("It is stable.\n\nK. Dabbas / T. Sarroj\n", ["K. Dabbas", "T. Sarroj"]),
        ("Doctor Majd Zakour Killed Under Torture After Nine Years In Jail", ["Majd Zakour"]),
        ("It killed a man and his wife. Clashes went on.", []),
        ("Bisan Barjas, north of the town, was hit.", []),
        ("It is where Abu Barjas parks.", ["Abu Barjas"]),
        ("Shells fell near Abu Barjas and on the village of Umm Zakour.", []),
        ("A shell killed Xanat Zakour in his house.", ["Xanat Zakour"]),
        ('Shells killed Samir "Abu Omar" Zakour.', ['Samir "Abu Omar" Zakour']),
        ("Dr Zakour is here. #Samir_Zakour", ["Zakour", "Samir_Zakour"]),
        ("They hurt the nurse Rasila Zak-\nour badly.", ["Rasila Zak-\nour"]),
        ("The photo was taken by J.M. Keto.", []),  # "by" in a sentence tells of anything
    ],
)
def test_a_private_person_is_found_by_cues_and_first_names(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The victims: Ahmad Zakour, Bisan Tolan and Yara.",
            ["Ahmad Zakour", "Bisan Tolan", "Yara"],
        ),
        ("Names of the dead:\n1- Bisan Tolan, 12\n2- Keto Barjas\n\nContact", 2),
        ("The victims were identified as Bisan Tolan and Keto Barjas.", 2),
        ("Ahmad Zakour\nBisan Tolan\nKeto Barjas\n\nRead more", 3),
        ("Her sons Tolan, Keto and Barjas were with her.", ["Tolan", "Keto", "Barjas"]),
    ],
)
def test_lists_of_names_are_lists_of_people(text: str, found: list[str] | int) -> None:
    assert names(text) == found if isinstance(found, list) else len(names(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "President Bisan Keto and Foreign Minister Ali Tolan met.",
        "General Tolan, the commander of the force, denied it.",
        "Maj. Gen. Igor Tolan, spokesman for the ministry, denied it.",
        "Samir Keto, the UN special envoy, left.",
        "The head of the rescuers in the north, Samir Keto, denied it.",
        "A drone killed Abu Hamza al-Yemeni, a senior leader of the group.",
        "Dr Samir Keto, the health minister, left.",
        "Bashar al-Assad, Vladimir Putin and Recep Tayyip Erdogan agreed.",
        "Mr Erdogan called Mr Trump.",
        "Colonel Samir Keto spoke. Keto left, and Mr Keto said nothing.",
    ],
)
def test_people_of_public_office_are_not_masked(text: str) -> None:
    assert names(text) == []


def test_who_heads_a_hospital_or_a_school_holds_no_office() -> None:
    assert names("Samir Keto, director of the field hospital, fled.") == ["Samir Keto"]
    assert names("Hospital director Samir Keto fled.") == ["Samir Keto"]
    assert names("Samir Keto, director of the agency, left.") == []


def test_kin_of_a_public_person_are_private() -> None:
    assert names("The minister's daughter Bisan was hurt.") == ["Bisan"]


def test_a_namesake_of_an_official_is_private_where_the_name_goes_on() -> None:
    assert names("Assad Barjas, 12, was hurt.") == ["Assad Barjas"]


@pytest.mark.parametrize(
    "text",
    [
        "The Omar Said mosque and the Ahmad Keto Street lay in ruins.",
        "Camp Bucca and Tell Ahmad were shelled.",
        "The brigade Liwa Ahmad Keto shelled the town on Monday.",
        "Human Rights Watch and Save the Children said so.",
        "The Free Army and Ahrar al-Sham said that Monday, 12 May, was quiet.",
        "Syrian and Turkish jets bombed it in August. Grad and Kornet missiles hit it.",
        "Residents Flee As Jets Bomb The Town In The North",
        "RAID ON TOWN KILLS TWELVE",
        "",
    ],
)
def test_things_bodies_days_and_peoples_are_no_people(text: str) -> None:
    assert names(text) == []


def test_places_are_no_people() -> None:
    text = "Khan Yunis, 12, Abu Kamal and Salma were hit, Samir Keto said."
    assert names(text, "Khan Yunis", "Abu Kamal", "Salma") == ["Samir Keto"]


def test_a_first_name_that_is_a_village_too_is_a_person_behind_a_word_for_one() -> None:
    assert names("Her sister Salma fled.", "Salma") == ["Salma"]
    assert names("The road to Salma is shut.", "Salma") == []


def test_a_name_found_once_is_found_in_all_the_text() -> None:
    text = "Keto wept.\n\nSamir Zakour Keto, 34, fled. Samir Keto had two sons, and ZAKOUR left."
    assert names(text) == ["Keto", "Samir Zakour Keto", "Samir Keto", "ZAKOUR"]


def test_a_name_is_told_with_its_rule_in_code_points_of_the_text_as_given() -> None:
    text = unicodedata.normalize("NFD", "“Été”: Dr Lûey Xelîl fled to the camp.")
    [person] = find_people(text, ENGLISH)
    assert unicodedata.normalize("NFC", text[person.start : person.end]) == "Lûey Xelîl"
    assert person.rule == "person.title"


def test_names_are_found_across_the_end_of_a_wrapped_line_only() -> None:
    wrapped = "It was in that house that the shells had killed the baker Samir\nZakour Keto.\n"
    assert names(wrapped) == ["Samir\nZakour Keto"]
    assert names("Samir Keto\nZakour Tolan") == ["Samir Keto", "Zakour Tolan"]


def test_without_a_pack_titles_alone_tell_who_is_public() -> None:
    text = "President Tolan met Samir Keto."
    assert names(text, language=DEFAULT_LANGUAGE) == ["Samir Keto"]


def test_a_language_without_lists_of_people_has_none() -> None:
    assert find_people("Samir Keto, 12", Language.of("de")) == []


WORDS = (
    "Dr|Samir|Keto|al-|al|Abu|, 12,|(12)|\n|\n\n|of|by|said|family|'s|\u2019s|.|A.|-|President|a|"
    "Monday"
)


@given(st.lists(st.sampled_from(WORDS.split("|")), max_size=30).map(" ".join))
def test_whatever_the_text_names_are_in_order_and_apart(text: str) -> None:
    people = find_people(text, ENGLISH)
    edges = [edge for person in people for edge in person[:2]]
    assert edges == sorted(edges)
    assert all(text[one.start : one.end].strip() for one in people)
