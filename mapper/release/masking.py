"""Texts with the names taken out that a release withholds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from mapper.base.letters import lower_in_place, plain
from mapper.base.schema import JOINER
from mapper.release.contacts import find_contacts
from mapper.release.gathered import Gathered, inside_public
from mapper.release.names import Found, Names
from mapper.release.positions import find_positions
from mapper.release.settled import POSITION
from mapper.release.sites import named_sites
from mapper.release.unwrapped import unwrapped
from mapper.text import find_people, mask_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mapper.release.classes import Classes
    from mapper.words import Language, Span

PERSON = "person"
"""Reason: the name of a private person."""

SITE = "site"
"""Reason: the name of a site, where a text says it."""

_BLANKS = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c"), " ")


class Masked(NamedTuple):
    """A text as it may leave, and what kinds of names were taken out."""

    text: str
    reasons: frozenset[str]


class Masks:
    """Takes positions and names of sensitive sites out of texts, and private persons where told so.

    Parameters
    ----------
    names
        Names of sites that are known; those that the texts tell join them.
    classes
        Classes of sites that are withheld.
    is_place
        Tells whether words are the name of a settlement.
    language
        Language with the lists of the pack.
    places
        Finds the places that a text names in a language: they are no people.
    own
        What sites of the pack are called beside the word for them, as `key_of` gives it, though
        a settlement elsewhere is called so.
    used
        What the places of the tables are called, in the same form: "Ariha hospital" says no more
        than the class at the settlement only where something is at Ariha.
    """

    def __init__(
        self,
        names: Names,
        classes: Classes,
        is_place: Callable[[str], bool],
        language: Language,
        places: Callable[[str, Language], Iterable[Span]],
        *,
        own: frozenset[str] = frozenset(),
        used: frozenset[str] = frozenset(),
    ) -> None:
        self._names = names
        self._told = Names()
        self._people = Names()
        self._families: dict[str, Names] = defaultdict(Names)
        self._classes = classes
        self._is_place = is_place
        self._places = places
        self._own = own
        self._used = used
        self._language = language
        self._gathered = Gathered(classes, is_place)
        self._known: dict[tuple[str, bool, bool], Masked] = {}

    def gather(self, texts: Mapping[str, bool], names: Iterable[tuple[str, str]]) -> None:
        """Take up what texts call sites and persons, to find it in other words of theirs.

        Parameters
        ----------
        texts
            All texts, and whether persons are masked in them.
        names
            Names of sites as tables have them, each with its label.
        """
        self._gathered.read_small(texts)
        for name, label in names:
            for bare in self._gathered.in_name(name):
                self._told.add(bare, label)
        for text, people in texts.items():
            flat, _ = _flat(text)
            sites = named_sites(flat, self._classes, self._says_no_more)
            for name, label in self._gathered.of_sites(flat, sites):
                self._told.add(name, label)
            if people:
                spoken = unwrapped(text).text
                for one in self._persons(spoken, sites=()):
                    self._take_person(spoken[one.start : one.end], one.label)

    def masked(self, text: str, *, people: bool, are_places: bool = False) -> Masked:
        """Give a text as it may leave; each name stands as what it was, in brackets.

        Where a text is a list of places, what is a whole entry of it is no person's name, unless
        another text tells that it is.
        """
        key = (text, people, are_places)
        if key not in self._known:
            self._known[key] = self._mask(text, people=people, are_places=are_places)
        return self._known[key]

    def known(self, text: str) -> str:
        """Give a text of the program's own without the names that are known, of persons too."""
        listed = (self._names, self._told, self._people)
        return replaced(text, [one for names in listed for one in names.find(text)])

    def has_name(self, address: str, *, people: bool) -> bool:
        """Tell whether an address has a name in it that is withheld."""
        path = urlsplit(address)
        # A word of a site's name may be that of an outlet, whose address it stands in.
        if self._told.is_in_address(f"{path.path} {path.query} {path.fragment}"):
            return True
        known = (self._names, *((self._people,) if people else ()))
        return any(names.is_in_address(address) for names in known)

    def _mask(self, text: str, *, people: bool, are_places: bool) -> Masked:
        positions = find_positions(text)
        sites = [*self._names.find(text), *self._told_in(text), *self._named_in(text)]
        persons: list[Found] = []
        if people:
            bare = unwrapped(text)
            told = self._persons(bare.text, sites=sites if bare.starts is None else ())
            entries = set(text.split(JOINER)) if are_places else set()
            persons = [
                Found(*bare.span(one.start, one.end), one.label)
                for one in told
                if bare.text[one.start : one.end] not in entries
            ]
            persons += [*self._people.find(text), *find_contacts(text)]
            persons += self._of_families(text, persons)
        reasons = {
            kind
            for kind, found in ((POSITION, positions), (SITE, sites), (PERSON, persons))
            if found
        }
        return Masked(replaced(text, [*positions, *sites, *persons]), frozenset(reasons))

    def _named_in(self, text: str) -> list[Found]:
        """Find sites by the words for what they are, whatever the text is wrapped in."""
        flat, span = _flat(text)
        found = named_sites(flat, self._classes, self._says_no_more)
        return [Found(*span(one.start, one.end), one.label) for one in found]

    def _says_no_more(self, words: str) -> bool:
        """Tell whether words beside that for a site say no more than where it is."""
        key = key_of(words)
        return self._is_place(words) and key in self._used and key not in self._own

    def _told_in(self, text: str) -> list[Found]:
        """Find names that texts told of sites, outside the names of parties."""
        found = self._told.find(text)
        if not found:
            return []
        parties = inside_public(text, self._classes.spoken(text))
        return [
            one
            for one in found
            if not any(
                a <= one.start and one.end <= b and b - a > one.end - one.start for a, b in parties
            )
        ]

    def _take_person(self, name: str, label: str) -> None:
        """Take up a person's name, and who is of which family."""
        self._people.add(name, label)
        first, _, family = name.rpartition(" ")
        if first:
            self._families[key_of(family)].add(first, label)

    def _of_families(self, text: str, persons: Iterable[Found]) -> list[Found]:
        """Find first names of persons where a text names their family."""
        told = {key_of(text[one.start : one.end].rpartition(" ")[2]) for one in persons}
        families = [self._families[one] for one in sorted(told) if one in self._families]
        return [one for family in families for one in family.find(text)]

    def _persons(self, text: str, *, sites: Iterable[Found]) -> list[Found]:
        """Find private persons in a text without wrappings; places and sites are none."""
        kept = [(one.start, one.end) for one in sites]
        found = []
        for language in self._classes.spoken(text) or [self._language]:
            # Places only take persons away, and to look for places costs the most.
            if not find_people(text, language, kept=kept):
                continue
            places = [*kept, *self._places(text, language)]
            label = mask_word(language).strip("[]")
            told = find_people(text, language, kept=places)
            found += [Found(one.start, one.end, label) for one in told]
        return found


def _flat(text: str) -> tuple[str, Callable[[int, int], tuple[int, int]]]:
    """Give a text in plain letters on one line, and how spans of it lie in the text as given."""
    bare = unwrapped(text)
    flat = plain(bare.text)

    def span(start: int, end: int) -> tuple[int, int]:
        return bare.span(*flat.span(start, end))

    return flat.text.translate(_BLANKS), span


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
