from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.gazetteer import load_gazetteer
from mapper.gazetteer.sounds import forms, likeness

SAME = [
    ["كفرنبل", "كفر نبل", "Kafr Nabl", "Kafranbel", "Kfar Nabel", "Kafr Anbel", "KAFR-NABL"],
    ["الموزرة", "Mozra", "al-Maouzrah", "Al-Mawzarah", "Mawzarah"],
    [
        "معرة النعمان",
        "Maarat al-Numan",
        "Ma`arrat an-Nu`man",
        "Ma‘arrat an Nu‘mān",
        "Maaret al-Noman",
    ],
    ["خان شيخون", "Khan Sheikhoun", "Khān Shaykhūn", "Khan Shaykhun", "Khan Chikhoun"],
    ["جسر الشغور", "Jisr ash-Shughur", "Jisr al-Shughour", "Jisr Al Choughour"],
    ["جبل الزاوية", "Jabal al-Zawiya", "Jebel Zawiyeh", "Djebel Zaouia"],
    ["دير الزور", "Deir ez-Zor", "Dayr az Zawr", "Deir al-Zour"],
    ["أورم الكبرى", "Urum al-Kubra", "Urm Alqubra", "Orum Al Kubra"],
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda group: group[1])
def test_spellings_of_one_place_share_a_skeleton(spellings: list[str]) -> None:
    assert len({forms(s).skeleton for s in spellings}) == 1


def test_different_places_do_not_share_a_skeleton() -> None:
    skeletons = [
        forms(s).skeleton for s in ("Kafr Nabl", "Kafr Zita", "Saraqib", "Sarmin", "Ariha", "Morek")
    ]
    assert len(set(skeletons)) == len(skeletons)


@given(
    st.sampled_from([s for group in SAME for s in group]),
    st.sampled_from([s for group in SAME for s in group]),
)
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    there = likeness(forms(one), forms(other))
    back = likeness(forms(other), forms(one))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 100


def test_likeness_of_the_same_name_is_full_and_of_others_low() -> None:
    kafr_nabl = forms("Kafr Nabl")
    assert likeness(kafr_nabl, kafr_nabl) == pytest.approx(100)
    assert likeness(kafr_nabl, forms("Kafar Nabel")) > 75
    assert likeness(kafr_nabl, forms("Kafr Zita")) < 60


def test_a_spelling_that_differs_by_its_dots_is_met_and_a_short_one_is_not() -> None:
    gazetteer = load_gazetteer()
    met = gazetteer.similar("تل مضبق", limit=1)
    assert [(one.place.name, one.method) for one in met] == [("Tal Madeeq", "fuzzy")]
    assert all(one.score < 80 for one in gazetteer.similar("نبنة", limit=3))


def test_what_is_left_out_of_the_names_heard_sounds_like_one_that_is_there(few: Path) -> None:
    pack = load_gazetteer(few)
    read = pack.index.sounds.readings
    for place_id, kept in pack.heard(pack.places).items():
        place = pack.places[place_id]
        own = [name for name in (place.name, place.name_ar, *kept) if name]
        known = {one.vowelled for name in own for one in read(name)}
        for spelling in pack.spellings(place_id):
            assert spelling in own or {one.vowelled for one in read(spelling)} & known


def test_a_place_is_named_by_what_sounds_like_it(few: Path) -> None:
    pack = load_gazetteer(few)
    assert pack.named("Kafranbel")[0] == "pl-kafr-nabl"
    assert "pl-kafr-nabl" in pack.named("Kaffr Nabel")
    assert pack.named("hospital market") == []
