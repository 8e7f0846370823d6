"""Texts with the names taken out that a release withholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapper.base.letters import lower_in_place, plain
from mapper.release.names import Found, Names
from mapper.release.sites import named_sites
from mapper.text import find_people, mask_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapper.release.classes import Classes
    from mapper.words import Language, Span

PERSON = "person"
"""Reason: the name of a private person."""

SITE = "site"
"""Reason: the name of a site, where a text says it."""


class Masked(NamedTuple):
    """A text as it may leave, and what kinds of names were taken out."""

    text: str
    reasons: frozenset[str]


class Masks:
    """Takes names of sensitive sites out of texts, and of private persons where told so.

    Parameters
    ----------
    names
        Names of sites that are known.
    classes
        Classes of sites that are withheld.
    is_place
        Tells whether words are the name of a settlement.
    language
        Language with the lists of the pack.
    places
        Finds the places that a text names in a language: they are no people.
    """

    def __init__(
        self,
        names: Names,
        classes: Classes,
        is_place: Callable[[str], bool],
        language: Language,
        places: Callable[[str, Language], Iterable[Span]],
    ) -> None:
        self._names = names
        self._classes = classes
        self._is_place = is_place
        self._language = language
        self._places = places
        self._known: dict[tuple[str, bool], Masked] = {}

    def masked(self, text: str, *, people: bool) -> Masked:
        """Give a text as it may leave; each name stands as what it was, in brackets."""
        key = (text, people)
        if key not in self._known:
            self._known[key] = self._mask(text, people=people)
        return self._known[key]

    def has_name(self, address: str) -> bool:
        """Tell whether an address has the name of a withheld site."""
        return self._names.is_in_address(address)

    def _mask(self, text: str, *, people: bool) -> Masked:
        sites = [*self._names.find(text), *named_sites(text, self._classes, self._is_place)]
        persons: list[Found] = []
        if people:
            for language in self._classes.spoken(text) or [self._language]:
                kept = [(one.start, one.end) for one in sites]
                kept += self._places(text, language)
                persons += [
                    Found(one.start, one.end, mask_word(language).strip("[]"))
                    for one in find_people(text, language, kept=kept)
                ]
        reasons = {kind for kind, found in ((SITE, sites), (PERSON, persons)) if found}
        return Masked(replaced(text, [*sites, *persons]), frozenset(reasons))


def replaced(text: str, found: Iterable[Found]) -> str:
    """Put labels in brackets in the place of stretches; where some overlap, the first's label.

    Examples
    --------
    >>> replaced("at Amal clinic today", [Found(3, 14, "clinic"), Found(3, 7, "name")])
    'at [clinic] today'
    """
    pieces: list[str] = []
    at = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= at:
            pieces += [text[at : one.start], f"[{one.label}]"]
        at = max(at, one.end)
    return "".join([*pieces, text[at:]])


def key_of(words: str) -> str:
    """Give the form in which names of settlements are compared."""
    return " ".join(lower_in_place(plain(words).text).replace("-", " ").split())
