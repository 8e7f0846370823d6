"""The names of a gazetteer, indexed: by key for what is listed, by skeleton for what is not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from mapper import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SKELETON_ENOUGH = 88.0
"""Likeness at which a place found by its skeleton makes a scan of all names needless."""

SCANNED = 40
"""Names that a scan passes on to the finer comparison."""

SHORT_SKELETON = 3
"""Consonants below which a skeleton says too little on its own ("Hama", "Has")."""


class Listed(NamedTuple):
    """One spelling of one place."""

    spelling: str
    place_id: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a name may mean, and how its best spelling was met."""

    place_id: str
    score: float
    method: str
    spelling: str


class NameIndex:
    """All spellings of all places.

    Parameters
    ----------
    listed
        Spellings with the place each belongs to.
    fuzzy
        Ids of the places that may also be met by likeness; the others (the world's
        cities, say) only by a listed spelling.

    Notes
    -----
    Listed names are held in one dict from key to spellings, and the proper prefixes
    of keys of several tokens in a set: a scanner walks on while the tokens read so
    far are such a prefix. That is a token trie laid flat; it needs no dependency,
    loads with two comprehensions and keeps the values beside the keys.
    """

    def __init__(self, listed: Iterable[Listed], fuzzy: frozenset[str]) -> None:
        self.listed = list(listed)
        self.fuzzy = fuzzy
        self.keys: dict[str, list[int]] = {}
        self.prefixes: set[str] = set()
        for i, (spelling, _) in enumerate(self.listed):
            key = names.key(spelling)
            if key:
                self.keys.setdefault(key, []).append(i)
        for key in self.keys:
            cut = key.find(" ")
            while cut > 0:
                self.prefixes.add(key[:cut])
                cut = key.find(" ", cut + 1)

    @cached_property
    def joined(self) -> dict[str, list[str]]:
        """Keys by their spelling without spaces, with articles and without."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, group in self.keys.items():
            found[key.replace(" ", "")].add(key)
            if self.fuzzy.intersection(self.listed[i].place_id for i in group):
                for i in group:
                    found[names.fold(self.listed[i].spelling).replace(" ", "")].add(key)
        return {joined: sorted(keys) for joined, keys in found.items()}

    @cached_property
    def _likely(self) -> list[int]:
        """Give the spellings that may be met by likeness, one for each key and place."""
        chosen: dict[tuple[str, str], int] = {}
        for key, group in self.keys.items():
            for i in group:
                if self.listed[i].place_id in self.fuzzy:
                    chosen.setdefault((key, self.listed[i].place_id), i)
        return sorted(chosen.values())

    @cached_property
    def _buckets(self) -> dict[str, list[int]]:
        """Give the likely spellings by coarse skeleton."""
        found: dict[str, list[int]] = defaultdict(list)
        for i in self._likely:
            found[names.forms(self.listed[i].spelling).coarse].append(i)
        return dict(found)

    @cached_property
    def _vowelled(self) -> dict[int, str]:
        return {i: names.forms(self.listed[i].spelling).vowelled for i in self._likely}

    def find(self, name: str) -> list[Hit]:
        """Find the places listed under a name, the spelling folded.

        Returns
        -------
        hits
            One per place; score 100 for the very spelling, 99 when only marks or case
            differ, 97 when an article does, 96 when the words are joined or split.
        """
        key = names.key(name)
        if not key:
            return []
        folded = names.fold(name)
        best: dict[str, Hit] = {}
        near = {key, *self.joined.get(key.replace(" ", ""), ())}
        near.update(self.joined.get(folded.replace(" ", ""), ()))
        for near_key in sorted(near):
            for i in self.keys.get(near_key, ()):
                spelling, place_id = self.listed[i]
                hit = Hit(place_id, *_grade(name, folded, key, spelling), spelling)
                if place_id not in best or hit.score > best[place_id].score:
                    best[place_id] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.place_id))

    def similar(self, name: str, *, limit: int = 10, least: float = 60.0) -> list[Hit]:
        """Find the places whose names look or sound like a name.

        Parameters
        ----------
        name
            Spelling in Latin or Arabic script.
        limit
            Most places to give.
        least
            Smallest likeness (0 to 100) to give.

        Returns
        -------
        hits
            Best first; method ``skeleton`` where the consonants agree, else ``fuzzy``.
        """
        asked = names.forms(name)
        best: dict[str, Hit] = {}
        for i in self._buckets.get(asked.coarse, ()):
            self._keep(best, asked, i)
        if max((hit.score for hit in best.values()), default=0.0) < SKELETON_ENOUGH:
            for i in self._scan(asked):
                self._keep(best, asked, i)
        ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.place_id))
        return [hit for hit in ranked if hit.score >= least][:limit]

    def _scan(self, asked: names.Forms) -> Iterator[int]:
        found = process.extract(
            asked.vowelled, self._vowelled, scorer=fuzz.ratio, limit=SCANNED, score_cutoff=40
        )
        return (i for _, _, i in found)

    def _keep(self, best: dict[str, Hit], asked: names.Forms, i: int) -> None:
        spelling, place_id = self.listed[i]
        other = names.forms(spelling)
        same = asked.skeleton == other.skeleton and len(asked.skeleton) >= SHORT_SKELETON
        score = min(names.likeness(asked, other), 95.0)
        hit = Hit(place_id, round(score, 2), "skeleton" if same else "fuzzy", spelling)
        if place_id not in best or hit.score > best[place_id].score:
            best[place_id] = hit


def _grade(name: str, folded: str, key: str, spelling: str) -> tuple[float, str]:
    """Score a listed spelling against the name as written."""
    if spelling == name:
        return 100.0, "exact"
    if names.fold(spelling) == folded:
        return 99.0, "folded"
    if names.key(spelling) == key:
        return 97.0, "folded"
    return 96.0, "folded"
