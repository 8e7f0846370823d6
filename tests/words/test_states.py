"""Parties made of a pack's states and roles."""

from pathlib import Path

import pytest

from mapper.base.errors import GazetteerError
from mapper.text import canonical
from mapper.text.parties import find_parties
from mapper.words import Language, hold_patterns, pack_faults, read_pack_lists

HEADER = "actor,language,pattern,kind,umbrella,aircraft,example,counter\n"
SUDAN = f"""{HEADER}SAF,en,Sudan,country,,yes,,
SAF,en,Sudanese,nationality,,yes,,
SAF,en,army,role,,yes,,
Egypt,en,Egypt,country,,yes,,
Egypt,en,Egyptian,nationality,,yes,,
Rebels,en,rebels,role,,,,
"""


@pytest.fixture
def language(tmp_path: Path) -> Language:
    """English with a pack of two states and two roles; its own state is Sudan."""
    (tmp_path / "actors.csv").write_text(SUDAN, encoding="utf-8")
    return Language.of("en", read_pack_lists(tmp_path, countries=["SD"]))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sudanese army warplanes bombed the mill.", ["SAF"]),
        ("The Sudanese military said nothing.", ["SAF"]),
        ("Sudan's air force bombed the mill.", ["SAF"]),
        ("Sudanese warplanes bombed the mill.", ["SAF"]),
        ("The armed forces of Sudan shelled the mill.", ["SAF"]),
        ("The mill was hit by Sudan on Monday.", ["SAF"]),
        ("Sudan shelled the border villages.", ["SAF"]),
        ("The army shelled the mill.", ["SAF"]),
        ("Egypt sent more jets.", ["Egypt"]),
        ("Egyptian jets bombed the mill.", ["Egypt"]),
        ("Sudanese rebels shelled the mill.", ["Rebels"]),
        ("Rebel fighters shelled the mill.", ["Rebels"]),
        ("Chadian army units crossed the border.", ["Chad"]),
        ("Kenya's air force bombed the mill.", ["Kenya"]),
        ("US drones bombed the mill.", ["United States"]),
    ],
)
def test_the_forces_of_a_state_and_words_of_a_role_are_whom_the_pack_says(
    language: Language, text: str, names: list[str]
) -> None:
    assert [party.name for party in find_parties(text, language, [])] == names


@pytest.mark.parametrize(
    "text",
    [
        "Ten people died in Sudan on Monday.",
        "A Sudanese farmer died on Monday.",
        "It told us drones had bombed the mill.",
        "A Kenyan farmer died on Monday.",
        "Libyan rebels shelled the mill.",
        "Regime forces shelled the mill.",
        "The opposition forces shelled the mill.",
    ],
)
def test_what_names_no_party_of_the_pack_is_none(language: Language, text: str) -> None:
    """The home country is a place; another country's rebels, and roles of nobody, are unknown."""
    assert find_parties(text, language, []) == []


def test_ministries_of_a_state_have_one_name(language: Language) -> None:
    for text in ("Sudan's ministry of defence", "the Sudanese defence ministry"):
        assert canonical(text, language) == {"Sudanese Defence Ministry"}


def test_a_role_that_no_language_has_is_named(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text(f"{HEADER}SAF,en,armee,role,,,,\n", encoding="utf-8")
    pack = read_pack_lists(tmp_path)
    with pytest.raises(
        GazetteerError, match=r"actors\.csv row 2: no role is called 'armee'; known"
    ):
        hold_patterns(Language.of("en", pack))
    assert [where for where, _ in pack_faults(pack)] == ["actors.csv row 2"]


def test_examples_of_a_pack_are_held_where_they_are_given(tmp_path: Path) -> None:
    rows = (
        "Reds,en,reds,name,,,The blues left town.,\nReds,en,crimsons,name,,,,The crimsons left.\n"
    )
    text = f"{HEADER}{rows}Reds,en,army,role,,,The army shelled it.,\nReds,en,the reds,name,,,,\n"
    (tmp_path / "actors.csv").write_text(text, encoding="utf-8")
    assert list(pack_faults(read_pack_lists(tmp_path))) == [
        ("actors.csv row 2", "does not match its example 'The blues left town.'"),
        ("actors.csv row 3", "matches its counter 'The crimsons left.'"),
    ]
