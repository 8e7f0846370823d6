"""The administrative units that imported rows name, made into regions.

A unit is known by its P-code, where it has none by its country, parent and name. What a pack
has already is called as the pack calls it; the others become regions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mapper.gazetteer.imports import hulls
from mapper.gazetteer.imports.unit import Unit
from mapper.gazetteer.names import fold, key
from mapper.gazetteer.place import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.imports.readers import Row

Identity = tuple[str, ...]

SHARE = 0.5
"""Share of a nameless unit's places within a region of its level from which it is that region."""


class Units:
    """The administrative units that imported rows name, and those that a pack has.

    Parameters
    ----------
    pack
        The pack that regions go to.
    nouns
        Words for units ("governorate"), as `mapper.gazetteer.names.key` folds them, which the
        name of a unit without a P-code is listed without.
    nameless
        Words that are no name alone.
    """

    def __init__(self, pack: Pack, nouns: Iterable[str] = (), nameless: Iterable[str] = ()) -> None:
        self.pack = pack
        self.nouns, self.nameless = frozenset(nouns), frozenset(nameless)
        self.regions = {f["properties"]["place_id"]: f["properties"] for f in pack.regions}
        self.by_code = {r["pcode"]: i for i, r in self.regions.items() if r.get("pcode")}
        self.called: dict[str, str] = {}
        for row in pack.places:
            for level in range(1, len(ADMIN) + 1):
                if row.get(f"admin{level}_pcode"):
                    self.called.setdefault(row[f"admin{level}_pcode"], row[f"admin{level}"])
        for own in self.regions.values():
            if own.get("pcode"):
                self.called.setdefault(own["pcode"], _unit_name(own))
        self.by_name = self._spelled()
        self.ids = {row["place_id"] for row in [*pack.places, *pack.world]} | set(self.regions)
        self.found: list[Unit] = []

    def settle(self, rows: Sequence[Row]) -> None:
        """Find the units of rows, which are then called as the pack calls them."""
        parents = {id(row): _country_id(row) for row in rows}
        for level, kind in enumerate(ADMIN, start=1):
            units: dict[Identity, Unit] = {}
            shared = self._shared_noun(rows, level)
            for row in rows:
                if id(row) in parents and not self._gather(row, level, parents, units, shared):
                    del parents[id(row)]  # what a row leaves out ends its line of units
            for unit in units.values():
                self._resolve(unit, kind)
                for row in unit.rows:
                    self._call(row, unit)
                    parents[id(row)] = unit.region_id
            self.found += units.values()

    def _gather(
        self,
        row: Row,
        level: int,
        parents: dict[int, str],
        units: dict[Identity, Unit],
        shared: frozenset[str],
    ) -> bool:
        """Put a row to its unit of a level; tell whether it has one."""
        code, given = row.get(f"admin{level}_pcode") or "", row.get(f"admin{level}") or ""
        if not given:
            return False
        name = given if code else self._plain(given, shared)
        parent = parents[id(row)]
        identity = (code,) if code else (parent, key(name) or name)
        unit = units.get(identity)
        if unit is None:
            unit = Unit(level, name, code, parent, row.get("country") or "")
            units[identity] = unit
        if code:
            unit.parent, unit.country = parent, row.get("country") or ""
        unit.names.add(given)
        unit.names.update(row.get(f"admin{level}_names") or ())
        unit.name_ar = row.get(f"admin{level}_ar") or ("" if code else unit.name_ar)
        unit.sources.add(row.get("sources") or "")
        unit.licences |= set((row.get("licence") or "").split("; "))
        unit.spots.append((float(row["lon"]), float(row["lat"])))
        unit.rows.append(row)
        return True

    def _resolve(self, unit: Unit, kind: str) -> None:
        """Say which region a unit is: one that the pack has, or a new one."""
        known = self.by_code.get(unit.code) if unit.code else self._known(unit, kind)
        if known:
            unit.region_id, unit.is_new = known, False
            unit.name = _unit_name(self.regions[known])
            if unit.code:
                unit.name = self.called.setdefault(unit.code, unit.name)
            return
        if unit.code:
            unit.name = self.called.setdefault(unit.code, unit.name)
            unit.region_id = f"reg-{unit.code.lower()}"
        else:
            unit.region_id = self._new_id(unit)
        self.ids.add(unit.region_id)

    def _known(self, unit: Unit, kind: str) -> str | None:
        """Find the pack's region of a unit without a code: by name, else by its places."""
        same = {
            place_id
            for name in unit.spellings
            for place_id in self.by_name.get((kind, unit.country, key(name)), ())
        }
        held = {i for i in same if self.regions[i].get("parent") == unit.parent}
        if len(held or same) == 1:
            return next(iter(held or same))
        among = {
            i: r
            for i, r in self.regions.items()
            if r.get("kind") == kind and r.get("country") == unit.country
        }
        return hulls.holding(unit.spots, among, self.pack.regions, SHARE) if among else None

    def _call(self, row: Row, unit: Unit) -> None:
        row[f"admin{unit.level}"] = unit.name
        known = self.regions.get(unit.region_id)
        if not unit.code and known and known.get("pcode"):
            row[f"admin{unit.level}_pcode"] = known["pcode"]

    def _new_id(self, unit: Unit) -> str:
        """Make an id of a unit's name, below its parent's."""
        above = "reg" if unit.level == 1 else unit.parent
        wanted = f"{above}-{_slug(unit.name)}"
        place_id, number = wanted, 2
        while place_id in self.ids:
            place_id, number = f"{wanted}-{number}", number + 1
        return place_id

    def _plain(self, name: str, shared: frozenset[str]) -> str:
        """Give a unit's name without the word for such units at either end."""
        words, nouns = name.split(), self.nouns | shared
        for rest, word in ((words[:-1], words[-1:]), (words[1:], words[:1])):
            left = " ".join(rest)
            if rest and key(word[0]) in nouns and key(left) and key(left) not in self.nameless:
                return left
        return name

    def _shared_noun(self, rows: Sequence[Row], level: int) -> frozenset[str]:
        """Find the word that most units of a level have at one end: what they are called."""
        return frozenset(key(w) for w in [shared_noun(_names_of(rows, level))] if w)

    def _spelled(self) -> dict[tuple[str, str, str], list[str]]:
        """List the pack's regions by kind, country and the key of each spelling."""
        spelled: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        names: dict[str, list[str]] = defaultdict(list)
        for row in self.pack.names:
            names[row["place_id"]].append(row["name"])
        for place_id, own in self.regions.items():
            if own.get("kind") in ADMIN:
                for name in {own["name"], own.get("unit"), own.get("name_ar"), *names[place_id]}:
                    if name:
                        where = (own["kind"], own.get("country") or "", key(name))
                        spelled[where].append(place_id)
        return spelled

    def write(self, source: str) -> list[str]:
        """Add the units that the pack lacks, and spellings of those it has; name the new ones."""
        listed: dict[str, set[str]] = defaultdict(set)
        for row in self.pack.names:
            listed[row["place_id"]].add(key(row["name"]))
        for unit in sorted(self.found, key=lambda u: (u.code, u.region_id)):
            if unit.is_new:
                others = [n for n in unit.spellings if n not in {unit.name, unit.name_ar}]
                self.pack.list_names(unit.region_id, others, source)
                continue
            own = self.regions[unit.region_id]
            held = listed[unit.region_id] | {key(own.get(n) or "") for n in ("name", "name_ar")}
            new = [n for n in unit.spellings if key(n) not in held]
            self.pack.list_names(unit.region_id, new, source)
        made = [unit for unit in self.found if unit.is_new]
        for level in range(1, len(ADMIN) + 1):
            own = [u for u in made if u.level == level]
            self.pack.regions += hulls.features(own, source, self.pack.regions)
        return [unit.name for unit in made]


def shared_noun(names: Iterable[str]) -> str | None:
    """Find the word at the end, or the head, of most of the names of a level's units.

    Examples
    --------
    >>> shared_noun(["Red Sea State", "Kassala State", "Northern State", "Khartoum"])
    'State'
    """
    named = set(names)
    for end in (-1, 0):
        counted: dict[str, int] = defaultdict(int)
        for name in named:
            if len(words := name.split()) > 1:
                counted[words[end]] += 1
        nouns = (word for word in sorted(counted) if len(key(word)) >= _SHORTEST)
        best = max(nouns, key=lambda word: counted[word], default=None)
        if best and counted[best] >= max(_LEAST_SHARED, len(named) / 2):
            return best
    return None


_LEAST_SHARED = 3
"""Units that must share a word before it is taken for what they are called."""

_SHORTEST = 4
"""Letters of such a word: articles have fewer."""


def _names_of(rows: Iterable[Row], level: int) -> set[str]:
    named = (row for row in rows if not row.get(f"admin{level}_pcode"))
    return {row[f"admin{level}"] for row in named if row.get(f"admin{level}")}


def _unit_name(region: dict[str, Any]) -> str:
    """Give the name of a region as a unit: a district's own may say "District"."""
    return str(region.get("unit") or region["name"])


def _country_id(row: Row) -> str:
    return f"c-{(row.get('country') or '').lower()}"


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", fold(name)).strip("-") or "unit"
