"""Names that share a phrase: the holder and the held, the country and its city."""

from dataclasses import replace

import pytest

from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions.find import find_mentions
from mapper.mentions.placewords import place_words
from mapper.places.cases import Resolved
from mapper.places.decide import resolve
from mapper.places.halves import find_halves
from mapper.words import DEFAULT_LANGUAGE


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(text: str, gazetteer: Gazetteer) -> dict[str, Resolved]:
    """Resolve a text's mentions, by their words; of two the last counts."""
    mentions = find_mentions(text, gazetteer)
    return {
        one.mention.text: one for one in resolve(mentions, text, gazetteer, gazetteer.language())
    }


def name(one: Resolved) -> str | None:
    return one.location.name if one.location else None


@pytest.mark.parametrize(
    ("text", "inner", "place"),
    [
        ("A bomb in the Damascus suburb of Jaramana, Syria.", "Jaramana", ("Jaramana", "town")),
        (
            "Jets hit the Aleppo district of Marjeh in Syria.",
            "Marjeh",
            ("Al-Marjeh", "neighbourhood"),
        ),
        (
            "A bomb in the Damascus district of Marjeh in Syria.",
            "Marjeh",
            ("Al-Marjeh", "neighbourhood"),
        ),
        (
            "Shells hit eastern Damascus suburb of Jobar, Syria.",
            "Jobar",
            ("Jobar", "neighbourhood"),
        ),
    ],
)
def test_a_kind_between_two_names_is_that_of_the_second(
    gazetteer: Gazetteer, text: str, inner: str, place: tuple[str, str]
) -> None:
    found = read(text, gazetteer)
    one = found[inner]
    assert (one.mention.relation, one.mention.role) == ("at", "event")
    assert one.location is not None
    assert (one.location.name, one.location.kind) == place
    assert one.within is not None
    city = find_mentions(text, gazetteer)[one.within]
    assert one.location.admin1 in {city.text, "Rif Dimashq"}
    assert city.kind_cue is None


def test_all_names_of_a_list_lie_in_the_city_before_it(gazetteer: Gazetteer) -> None:
    found = read("Rockets hit the Damascus suburbs of Douma, Zamalka and Jobar.", gazetteer)
    assert [name(found[one]) for one in ("Douma", "Zamalka", "Jobar")] == [
        "Douma",
        "Zamalka",
        "Jobar",
    ]
    assert {found[one].within for one in ("Douma", "Zamalka", "Jobar")} == {0}


def test_the_quarter_named_first_stays_the_quarter_of_the_city(gazetteer: Gazetteer) -> None:
    found = read("A shell hit the Salah al-Din district of Aleppo.", gazetteer)
    assert found["Salah al-Din"].within == 1
    assert name(found["Salah al-Din"]) == "Salah al-Din"


@pytest.mark.parametrize(
    "text",
    [
        "A raid hit a village near Syria's second city Aleppo.",
        "A raid hit a village near Syrias second city Aleppo.",
        "A raid hit trucks near Syria's northern city of Aleppo.",
        "A raid hit trucks near the militant groups Syrian bastion Aleppo.",
        "A raid hit trucks on the edge of the northern Syrian city of Aleppo.",
        "A raid hit a suburb of Aleppo in Syria.",
        "A raid hit suburbs of Aleppo in Syria.",
    ],
)
def test_near_reaches_the_last_name_of_a_long_phrase(gazetteer: Gazetteer, text: str) -> None:
    one = read(text, gazetteer)["Aleppo"]
    assert one.mention.relation == "near"
    assert one.mention.role == "event"
    assert one.location is not None
    assert one.location.geo_precision == 2


def test_a_border_is_not_handed_on_to_what_lies_behind_it(gazetteer: Gazetteer) -> None:
    found = {
        m.text: m.relation for m in find_mentions("near Syria's border with Turkey", gazetteer)
    }
    assert found["Turkey"] != "near"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Shells hit districts of Manbij in Syria.", "at"),
        ("Shells hit a neighbourhood of Manbij in Syria.", "at"),
        ("Shells hit the suburbs of Manbij, Syria.", "near"),
    ],
)
def test_parts_of_a_town_are_no_unit_of_its_name(
    gazetteer: Gazetteer, text: str, relation: str
) -> None:
    one = read(text, gazetteer)["Manbij"]
    assert (one.mention.kind_cue, one.mention.relation) == (None, relation)
    assert one.location is not None
    assert one.location.place_id == "gn-167357"


@pytest.mark.parametrize("town", ["Qudsaya", "Kafr Batna", "Douma", "Madaya"])
def test_a_town_beside_a_city_may_be_called_its_quarter(gazetteer: Gazetteer, town: str) -> None:
    found = read(f"Shells hit the {town} neighbourhood of Damascus in Syria.", gazetteer)
    assert name(found[town]) == town


def test_a_namesake_far_from_the_city_is_no_quarter_of_it(gazetteer: Gazetteer) -> None:
    one = read("Shells hit the Manbij neighbourhood of Damascus in Syria.", gazetteer)["Manbij"]
    assert one.status == "unknown"


def test_the_countryside_of_the_capital_is_a_province_of_its_own(gazetteer: Gazetteer) -> None:
    found = read("A bomb went off in al-Dumayr in the Damascus countryside, Syria.", gazetteer)
    assert name(found["Damascus"]) == "Rif Dimashq"
    assert name(found["al-Dumayr"]) == "Al-Dumayr"


def test_an_unknown_village_lies_in_the_countryside_named(gazetteer: Gazetteer) -> None:
    text = "Shells hit Um Blablas village in the eastern countryside of the central Homs province."
    one = read(text, gazetteer)["Um Blablas"]
    assert one.status == "unknown"
    assert (name(one), one.location.kind if one.location else None) == (
        "east of Homs",
        "governorate",
    )


def test_a_district_holds_the_part_of_its_name(gazetteer: Gazetteer) -> None:
    one = read("Clashes went on in the Douma district in Syria.", gazetteer)["Douma"]
    assert one.status == "resolved"
    assert one.location is not None
    assert one.location.kind in {"district", "city"}


def test_a_reporters_post_is_no_place_of_an_event(gazetteer: Gazetteer) -> None:
    found = find_mentions("The agency's reporter in Homs said shells hit Rastan.", gazetteer)
    assert [(m.text, m.role) for m in found] == [("Homs", "affiliation"), ("Rastan", "event")]


def test_a_listed_village_in_the_direction_told_is_taken(gazetteer: Gazetteer) -> None:
    text = "Rebels attacked Kafr Zita town 40 km north of Hama city in Syria."
    found = read(text, gazetteer)
    assert found["Hama"].mention.relation == "reference"
    assert name(found["Kafr Zita"]) == "Kafr Zita"


def test_a_river_is_placed_by_no_region_spoken_of_before(gazetteer: Gazetteer) -> None:
    text = "In Raqqa in Syria strikes hit fighters within 20 km of the Euphrates River."
    assert read(text, gazetteer)["Euphrates"].location is None


def test_halves_are_found_by_the_name_they_share(gazetteer: Gazetteer) -> None:
    words = place_words(DEFAULT_LANGUAGE)
    idlib, homs = gazetteer.places["reg-idlib"], gazetteer.places["reg-homs"]
    assert [m.place.place_id for m in find_halves("Karateen", idlib, gazetteer, words)] == [
        "pl-karatin-al-kabirah"
    ]
    assert not find_halves("Karateen", homs, gazetteer, words)
    assert not find_halves(
        "Karateen", idlib, gazetteer, replace(words, names={"half": frozenset()})
    )
    assert not find_halves("Sarja", idlib, gazetteer, words)  # 8 km apart: two villages


def test_the_old_city_of_a_city_is_its_quarter(gazetteer: Gazetteer) -> None:
    found = read("Shells hit the Old City of Homs in Syria.", gazetteer)
    assert name(found["Old City"]) == "Old Homs"
    assert found["Homs"].mention.kind_cue is None
