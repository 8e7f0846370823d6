"""Parties found in a text, however its words are typed, and in time."""

from pathlib import Path

import pytest

from mapper.text import parties
from mapper.text.parties import find_parties
from mapper.words import DEFAULT_LANGUAGE, Language, read_pack_lists


@pytest.mark.parametrize(
    "words",
    [
        "South\nSudanese army",
        "South  Sudanese army",
        "South\u00a0Sudanese army",
        "South Sudanese\narmy",
        "South Sudan\u2019s army",
        "South\nSudan\u2019s\u00a0army",
    ],
)
def test_a_state_is_known_however_its_words_are_typed(words: str) -> None:
    text = f"The {words} bombed the mill."
    (found,) = find_parties(text, DEFAULT_LANGUAGE, [])
    assert found.name == "South Sudan"
    assert text[found.start : found.end].removeprefix("the ") == words


def test_who_speaks_is_looked_for_once_in_a_text(tmp_path: Path) -> None:
    """ "The enemy" may stand in every sentence of a briefing."""
    header = "actor,language,pattern,kind,umbrella,aircraft,example,counter\n"
    rows = "Reds,en,enemy,role,,,,\nBlues,en,enemy,role,,,,\nReds,en,reds,name,,,,\n"
    (tmp_path / "actors.csv").write_text(header + rows, encoding="utf-8")
    language = Language.of("en", read_pack_lists(tmp_path))
    before = parties._speaker.cache_info().misses
    find_parties("The enemy shelled the mill. " * 20, language, [])
    assert parties._speaker.cache_info().misses == before + 1
