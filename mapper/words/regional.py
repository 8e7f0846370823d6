"""What a region's pack adds to the general lists of a language.

Rows: its words for administrative units are kinds of places; the generic words of its toponyms
open names or tell halves of them apart. Rows of a family of spelling that the pack has not are
left out.

Parts of patterns: where a list means whoever is of the war, its pattern has a part in braces that
is
filled with what the pack and the lists of the language name:

- ``{nation}``: the adjective of any state,
- ``{people}``: the adjective of any other people,
- ``{party}``: the name of a party,
- ``{flier}``: the name or adjective of a party that strikes from the air alone,
- ``{agency}``: the name of a medium,
- ``{rescuer}``: the name of a body that rescues,
- ``{own_country}``: the name of a state that the texts are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.setting import KINDS
from mapper.words.plain_forms import plain_forms
from mapper.words.states import any_word, is_home, states_of
from mapper.words.typed import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Row = dict[str, str]

PARTS = ("nation", "people", "party", "flier", "agency", "rescuer", "own_country")

ADDED_TO = frozenset({"kinds", "name_words", "place_words", "deed_words"})
"""Lists that a pack adds rows to."""

_CLASSES = {"agency": {"media", "state-media"}, "rescuer": {"rescue"}}
_ADJECTIVES = frozenset({"adjective", "nationality"})
_MOST_WORDS = 4


def added_rows(
    name: str,
    toponyms: Sequence[Row],
    units: Sequence[Row],
    parties: Sequence[Row],
    possessives: Sequence[str],
) -> tuple[Row, ...]:
    """Give the rows that a pack adds to a general list of words.

    Parameters
    ----------
    name
        The list, one of `ADDED_TO`.
    toponyms
        The pack's generic words of toponyms that are of the language.
    units
        Its words for units in the language: ``word``, ``level`` and ``number``.
    parties
        Its parties.
    possessives
        The language's endings of a possessor.
    """
    if name == "kinds":
        kind_of = {level: kind for kind, level in KINDS.items()}
        kinds = ((one["word"], kind_of[one["level"]], one["number"]) for one in units)
        return tuple({"word": w, "kind": kind, "number": number} for w, kind, number in kinds)
    if name == "name_words":
        own = (row for row in toponyms if row["kind"] != "rural")
        return tuple(
            {"word": r["word"], "class": "half" if r["kind"] == "half" else "opener"} for r in own
        )
    if name == "place_words":
        rural = [row["word"] for row in toponyms if row["kind"] == "rural"]
        held = party_words(parties, most=2)
        return tuple({"word": word, "class": "rural"} for word in rural) + tuple(
            {"word": word, "class": "modifier"} for word in held
        )
    told = (one + end for one in party_words(parties) for end in ("", *possessives))
    return tuple({"word": word, "class": "claimed"} for word in told)


def party_words(parties: Sequence[Row], most: int = 1) -> list[str]:
    """Give the names of parties that are one word, or not more than `most`, in lower case."""
    named = _forms([row for row in parties if row["kind"] == "name"], "actor")
    return sorted(one for one in named if one.count(" ") < most)


def any_nation(demonyms: Iterable[str], countries: Iterable[str]) -> str:
    """Word the adjective of any state; a short form of its name ("UAE") stands for one too."""
    short = (literal(one.lower()) for one in countries if one.isupper())
    return any_word(map(literal, demonyms), short)


def own_country(parties: Sequence[Row], home: Collection[str]) -> str:
    """Word the name of a state that the texts are about, whose adjective is one of `home`."""
    states = [one for one in states_of(parties).values() if is_home(one, home)]
    return any_word(word for one in states for word in one.words.get("country", ()))


def any_party(parties: Sequence[Row]) -> str:
    """Word the name of any party."""
    return any_word(map(literal, _forms([r for r in parties if r["kind"] == "name"], "actor")))


def any_flier(parties: Sequence[Row]) -> str:
    """Word the name or adjective of any party that strikes from the air alone."""
    fliers = [row for row in parties if row["aircraft"] == "only"]
    forms = (plain_forms(row["pattern"]) for row in fliers if row["kind"] in _ADJECTIVES)
    return any_word(literal(one) for found in forms for one in found)


def any_source(sources: Sequence[Row], part: str) -> str:
    """Word the name of any source of the classes that a part means."""
    cited = [row for row in sources if row["class"] in _CLASSES[part]]
    return any_word(map(literal, _forms(cited, "source")))


def _forms(rows: Sequence[Row], column: str) -> set[str]:
    """Give the names of rows, as shown and as their patterns have them plainly."""
    shown = {row[column].lower() for row in rows if not set(row[column]) & set("=~;")}
    forms = shown.union(*(plain_forms(row["pattern"]) for row in rows))
    return {one for one in forms if one.count(" ") < _MOST_WORDS}


def parts_in(patterns: Iterable[str]) -> frozenset[str]:
    """Give the parts that some patterns have."""
    text = "".join(patterns)
    return frozenset(part for part in PARTS if f"{{{part}}}" in text)


def with_parts(pattern: str, fillings: Mapping[str, str]) -> str:
    """Fill the parts of a pattern."""
    for part, written in fillings.items():
        pattern = pattern.replace(f"{{{part}}}", written)
    return pattern
