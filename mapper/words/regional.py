"""What a region's pack adds to the general lists of a language.

Rows: its words for administrative units are kinds of places; the generic words of its toponyms
open names or tell halves of them apart. Rows of a family of spelling that the pack has not are
left out.

Parts of patterns: where a list means whoever is of the war, its pattern has a part in braces that
is
filled with what the pack and the lists of the language name:

- ``{nation}``: the adjective of any state,
- ``{party}``: the name of a party,
- ``{agency}``: the name of a medium,
- ``{rescuer}``: the name of a body that rescues,
- ``{own_country}``: the name of a state that the texts are about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.words.plain_forms import plain_forms
from mapper.words.states import is_home, states_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Row = dict[str, str]

PARTS = ("nation", "party", "agency", "rescuer", "own_country")
NOBODY = "(?!)"
"""Fills a part for which there is no name: nothing matches."""

UNIT_KINDS = {"admin1": "governorate", "admin2": "district", "admin3": "subdistrict"}
"""Kinds of the levels of units."""

_OF_MEDIA = frozenset({"media", "state-media"})
_MOST_WORDS = 4
_US = ("us", r"u\.s\.", "uk", r"u\.k\.")
"""Adjectives of states that are written as letters."""


def added_rows(name: str, toponyms: Sequence[Row], units: Sequence[Row]) -> tuple[Row, ...]:
    """Give the rows that a pack adds to a general list of words.

    Parameters
    ----------
    name
        The list.
    toponyms
        The pack's generic words of toponyms that are of the language.
    units
        Its words for units in the language: ``word``, ``level`` and ``number``.
    """
    if name == "kinds":
        kinds = ((one["word"], UNIT_KINDS[one["level"]], one["number"]) for one in units)
        return tuple({"word": w, "kind": kind, "number": number} for w, kind, number in kinds)
    if name == "name_words":
        own = (row for row in toponyms if row["kind"] != "rural")
        return tuple(
            {"word": r["word"], "class": "half" if r["kind"] == "half" else "opener"} for r in own
        )
    if name == "place_words":
        rural = (row for row in toponyms if row["kind"] == "rural")
        return tuple({"word": row["word"], "class": "rural"} for row in rural)
    return ()


def filling(
    part: str,
    *,
    demonyms: Iterable[str],
    parties: Sequence[Row],
    sources: Sequence[Row],
    home: Collection[str],
) -> str:
    """Give the pattern that fills a part.

    Parameters
    ----------
    part
        One of `PARTS`.
    demonyms
        Adjectives of the world's states.
    parties, sources
        The pack's parties of all kinds, and all sources.
    home
        Adjectives of the pack's own states.
    """
    if part == "nation":
        return _any(map(re.escape, demonyms), _US)
    if part == "own_country":
        states = states_of(parties).values()
        return _any(
            word for one in states if is_home(one, home) for word in one.words.get("country", ())
        )
    if part == "party":
        named = [row for row in parties if row["kind"] == "name"]
        return _any(map(re.escape, _forms(named, "actor")))
    classes = {"agency": _OF_MEDIA, "rescuer": {"rescue"}}[part]
    return _any(map(re.escape, _forms([r for r in sources if r["class"] in classes], "source")))


def _forms(rows: Sequence[Row], column: str) -> set[str]:
    """Give the names of rows, as shown and as their patterns have them plainly."""
    shown = {row[column].lower() for row in rows if not set(row[column]) & set("=~;")}
    forms = shown.union(*(plain_forms(row["pattern"]) for row in rows))
    return {one for one in forms if one.count(" ") < _MOST_WORDS}


def _any(*groups: Iterable[str]) -> str:
    words = {word for group in groups for word in group}
    return f"(?:{'|'.join(sorted(words, key=lambda one: (-len(one), one)))})" if words else NOBODY


def parts_in(patterns: Iterable[str]) -> frozenset[str]:
    """Give the parts that some patterns have."""
    text = "".join(patterns)
    return frozenset(part for part in PARTS if f"{{{part}}}" in text)


def with_parts(pattern: str, fillings: Mapping[str, str]) -> str:
    """Fill the parts of a pattern."""
    for part, written in fillings.items():
        pattern = pattern.replace(f"{{{part}}}", written)
    return pattern
