"""The names of a gazetteer, indexed: by key for what is listed, by skeleton for what is not."""

from __future__ import annotations

import marshal
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.gazetteer import names
from mapper.gazetteer.place import PART
from mapper.gazetteer.sounds import MOST_OTHER_VOWELS, Sounds, sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from mapper.gazetteer.reading import Forms

SHARING = 60
"""Spellings, of those that share most pairs of letters, that are compared roughly."""

COMPARED = 24
"""Spellings that are then compared finely."""

MOST_ALIKE = 95.0
"""Most that likeness can score: a listed spelling always scores more."""

_REMEMBERED = 20_000
"""Questions for likely spellings whose answers are kept: news repeats its names."""

PART_SCORE = 93.0
PART_LESS = 4.0
"""Score of a listed part of a name ("Osajli" of "Big Osajli"), and what is taken off the
likeness of a spelling that is like one."""

DOTTED_SCORE = 84.0
"""Score of a spelling that is a listed one but for the dots of its letters."""

SHORT_DOTTED = 6
"""Letters below which names differ by their dots alone too often."""

SHORT_SKELETON = 3
"""Consonants below which a skeleton says too little on its own ("Hama", "Has")."""


class Listed(NamedTuple):
    """One spelling of one place; `is_part` of one that is only a part of its name."""

    spelling: str
    place_id: str
    is_part: bool = False


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
    tables
        What `tables` gave of an index of the same spellings; None: they are read.
    sounds
        How names are read and compared by likeness; None: as in a pack that names no
        families of spelling.

    Notes
    -----
    Listed names are held in one dict from key to spellings, and the proper prefixes
    of keys of several tokens in a set: a scanner walks on while the tokens read so
    far are such a prefix. That is a token trie laid flat; it needs no dependency,
    loads with two comprehensions and keeps the values beside the keys.

    Families of spelling may read one name in several ways. What is met by likeness is
    therefore a reading, numbered by its spelling's number times the ways there are, and
    which of them it is; with one way that is the spelling's own number.
    """

    def __init__(
        self,
        listed: Iterable[Listed],
        fuzzy: frozenset[str],
        tables: Mapping[str, Any] | None = None,
        sounds: Sounds | None = None,
    ) -> None:
        self.listed = list(listed)
        self.sounds = sounds or sounds_of()
        self._ways = self.sounds.most
        self.fuzzy = fuzzy
        self._masks: dict[frozenset[str], np.ndarray] = {}
        self._answers: dict[tuple[str, int, float, frozenset[str] | None], list[Hit]] = {}
        self.keys: dict[str, list[int]] = {}
        self.prefixes: set[str] = set()
        self._kept_likeness = tables["likeness"] if tables else None
        if tables:
            self.keys, self.prefixes = tables["keys"], set(tables["prefixes"])
            self.__dict__["joined"] = tables["joined"]
        else:
            self._read_keys()

    def _read_keys(self) -> None:
        for i, (spelling, *_) in enumerate(self.listed):
            key = names.key(spelling)
            if key:
                self.keys.setdefault(key, []).append(i)
        for key in self.keys:
            cut = key.find(" ")
            while cut > 0:
                self.prefixes.add(key[:cut])
                cut = key.find(" ", cut + 1)

    def tables(self) -> dict[str, Any]:
        """Give what the index holds as plain values, from which another is made at once."""
        likeness = (self._likely, self._buckets, self._vowelled, self._pair_table)
        return {
            "keys": self.keys,
            "prefixes": sorted(self.prefixes),
            "joined": self.joined,
            "likeness": marshal.dumps(likeness),
        }

    @cached_property
    def _likeness(self) -> Any:  # noqa: ANN401 - as `tables` wrote it
        """Give the kept tables of likeness, read when a name is first sought by it."""
        return marshal.loads(self._kept_likeness) if self._kept_likeness else None  # noqa: S302

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Words that names in a script without capitals begin with, folded, without article.

        A name of several words may be written as one.
        """
        arabic = [key for key in self.keys if names.ARABIC.match(key)]
        first = {key.split(" ", 1)[0] for key in arabic}
        return frozenset(first | {key.replace(" ", "") for key in arabic})

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
        """Give the readings that may be met by likeness, of one spelling for each key and place."""
        if self._likeness:
            return list(self._likeness[0])
        chosen: dict[tuple[str, str], int] = {}
        for key, group in self.keys.items():
            for i in group:
                if self.listed[i].place_id in self.fuzzy:
                    chosen.setdefault((key, self.listed[i].place_id), i)
        return [
            i * self._ways + way
            for i in sorted(chosen.values())
            for way in range(len(self.sounds.readings(self.listed[i].spelling)))
        ]

    @cached_property
    def _buckets(self) -> dict[str, list[int]]:
        """Give the likely readings by coarse skeleton."""
        if self._likeness:
            return dict(self._likeness[1])
        found: dict[str, list[int]] = defaultdict(list)
        for at in self._likely:
            found[self._forms(at).coarse].append(at)
        return dict(found)

    def find(self, name: str) -> list[Hit]:
        """Find the places listed under a name, the spelling folded.

        Returns
        -------
        hits
            One per place; score 100 for the very spelling, 99 when only marks or case
            differ, 97 when an article does, 96 when the words are joined or split, 93
            when it is a part of a longer name.
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
                spelling, place_id, is_part = self.listed[i]
                grade = (PART_SCORE, PART) if is_part else _grade(name, folded, key, spelling)
                hit = Hit(place_id, *grade, spelling)
                if place_id not in best or hit.score > best[place_id].score:
                    best[place_id] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.place_id))

    def similar(
        self,
        name: str,
        *,
        limit: int = 10,
        least: float = 60.0,
        among: frozenset[str] | None = None,
    ) -> list[Hit]:
        """Find the places whose names look or sound like a name.

        Parameters
        ----------
        name
            Spelling in any script that a family of the pack reads.
        limit
            Most places to give.
        least
            Smallest likeness (0 to 100) to give.
        among
            Ids of the places to look at; None: all that may be met by likeness.

        Returns
        -------
        hits
            Best first; method ``skeleton`` where the consonants agree, else ``fuzzy``.
        """
        asked_for = (name, limit, least, among)
        found = self._answers.get(asked_for)
        if found is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            found = self._answers[asked_for] = self._similar(*asked_for)
        return list(found)

    def sounding(self, name: str) -> list[str]:
        """Give the ids of the places that have a spelling which sounds the same, in order."""
        near = (self._vowelled.get(forms.vowelled, ()) for forms in self.sounds.readings(name))
        return sorted({self.listed[at // self._ways].place_id for group in near for at in group})

    def _similar(
        self, name: str, limit: int, least: float, among: frozenset[str] | None
    ) -> list[Hit]:
        likely = sorted(
            (
                (-most, at, asked)
                for asked in self.sounds.readings(name)
                for at in self._near(asked, least, among)
                if (most := self.sounds.resemblance(asked, self._forms(at), least)) >= least
            ),
            key=lambda one: one[:2],
        )
        best: dict[str, Hit] = {}
        for most, at, asked in likely[: max(COMPARED, 2 * limit)]:
            if len(best) >= limit and sorted(hit.score for hit in best.values())[-limit] > -most:
                break  # none of those left can be among the best
            self._keep(best, asked, at, -most, least)
        for hit in self._without_dots(name):
            found = best.get(hit.place_id)
            if self._is_in(hit.place_id, among) and (found is None or found.score < hit.score):
                best[hit.place_id] = hit
        ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.place_id))
        return [hit for hit in ranked if hit.score >= least][:limit]

    def _without_dots(self, name: str) -> list[Hit]:
        """Give the places listed under a name but for the dots of its letters."""
        key = names.key(name)
        shape = key.replace(" ", "").translate(self.sounds.dots)
        if key in self.keys or len(shape) < SHORT_DOTTED or not names.ARABIC.match(key):
            return []
        listed = (self.listed[i] for i in self._dotless.get(shape, ()))
        return [
            Hit(one.place_id, DOTTED_SCORE - PART_LESS * one.is_part, "fuzzy", one.spelling)
            for one in listed
        ]

    @cached_property
    def _dotless(self) -> dict[str, list[int]]:
        """Give the spellings that may be met by likeness, by their letters without dots."""
        found: dict[str, list[int]] = defaultdict(list)
        for key, group in self.keys.items():
            if names.ARABIC.match(key):
                shape = key.replace(" ", "").translate(self.sounds.dots)
                found[shape] += [i for i in group if self.listed[i].place_id in self.fuzzy]
        return dict(found)

    @staticmethod
    def _is_in(place_id: str, among: frozenset[str] | None) -> bool:
        return among is None or place_id in among

    def _near(self, asked: Forms, least: float, among: frozenset[str] | None) -> set[int]:
        """Give the readings that a name is compared with."""
        if not asked.key:
            return set()
        near = {at for at in self._buckets.get(asked.coarse, ()) if self._is_among(at, among)}
        if least > MOST_OTHER_VOWELS:
            same = self._vowelled.get(asked.vowelled, ())
            near.update(at for at in same if self._is_among(at, among))
        else:
            near.update(self._sharing(asked, among))
        return near

    def _is_among(self, at: int, among: frozenset[str] | None) -> bool:
        return self._is_in(self.listed[at // self._ways].place_id, among)

    def _forms(self, at: int) -> Forms:
        i, way = divmod(at, self._ways)
        return self.sounds.readings(self.listed[i].spelling)[way]

    @cached_property
    def _vowelled(self) -> dict[str, list[int]]:
        """Give the likely readings by vowelled form."""
        if self._likeness:
            return dict(self._likeness[2])
        found: dict[str, list[int]] = defaultdict(list)
        for at in self._likely:
            found[self._forms(at).vowelled].append(at)
        return dict(found)

    @cached_property
    def _pair_table(self) -> tuple[dict[str, bytes], bytes]:
        """Give for each pair of letters the likely readings with it; and how many each has."""
        if self._likeness:
            found, sizes = self._likeness[3]
            return found, sizes
        rows: dict[str, array[int]] = defaultdict(lambda: array("i"))
        counts = array("f")
        for row, at in enumerate(self._likely):
            pairs = _letter_pairs(self._forms(at).vowelled)
            counts.append(len(pairs))
            for pair in pairs:
                rows[pair].append(row)
        return {pair: row.tobytes() for pair, row in rows.items()}, counts.tobytes()

    @cached_property
    def _pairs(self) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """Index the likely readings by the pairs of letters in their vowelled forms."""
        import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

        rows, sizes = self._pair_table
        arrays = {pair: np.frombuffer(row, dtype=np.intc) for pair, row in rows.items()}
        return arrays, np.frombuffer(sizes, dtype=np.float32), np.array(self._likely)

    def _sharing(self, asked: Forms, among: frozenset[str] | None) -> list[int]:
        """Give the readings that share most pairs of letters with a name (Dice)."""
        import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

        arrays, sizes, likely = self._pairs
        if not len(likely):
            return []
        mine = _letter_pairs(asked.vowelled)
        shared = np.zeros(len(likely), dtype=np.float32)
        for pair in mine:
            if pair in arrays:
                shared[arrays[pair]] += 1
        shared /= sizes + len(mine)
        if among is not None:
            if among not in self._masks:
                inside = [self._is_among(at, among) for at in likely.tolist()]
                self._masks[among] = np.array(inside)
            shared = np.where(self._masks[among], shared, -1.0)
        count = min(SHARING, len(likely))
        top = np.argpartition(-shared, count - 1)[:count]
        return [int(likely[row]) for row in top if shared[row] > 0]

    def _keep(
        self, best: dict[str, Hit], asked: Forms, at: int, rough: float, least: float
    ) -> None:
        spelling, place_id, is_part = self.listed[at // self._ways]
        other = self._forms(at)
        same = asked.skeleton == other.skeleton and len(asked.skeleton) >= SHORT_SKELETON
        score = min(self.sounds.refine(rough, asked, other, least), MOST_ALIKE)
        score -= PART_LESS * is_part
        hit = Hit(place_id, round(score, 2), "skeleton" if same else "fuzzy", spelling)
        if place_id not in best or hit.score > best[place_id].score:
            best[place_id] = hit


def _letter_pairs(form: str) -> set[str]:
    """Give a form's pairs of neighbouring letters, its ends marked."""
    marked = f"^{form}$"
    return {marked[k : k + 2] for k in range(len(marked) - 1)}


def _grade(name: str, folded: str, key: str, spelling: str) -> tuple[float, str]:
    """Score a listed spelling against the name as written."""
    if spelling == name:
        return 100.0, "exact"
    if names.fold(spelling) == folded:
        return 99.0, "folded"
    if names.key(spelling) == key:
        return 97.0, "folded"
    return 96.0, "folded"
