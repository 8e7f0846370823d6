"""The loaded gazetteer: places by id, by name and by region."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mapper.base import vectors
from mapper.base.errors import GazetteerError, RegionError
from mapper.gazetteer.about import PACK, About, unit_words
from mapper.gazetteer.index import Hit, Listed, NameIndex
from mapper.gazetteer.place import ADMIN, PART, SAME_NAME, Match, Place
from mapper.gazetteer.sounds import sounds_told
from mapper.gazetteer.unit_names import units_called
from mapper.words import DEFAULT_LANGUAGE, Language, read_pack_lists

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy as np
    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer.areas import Vague
    from mapper.words import PackLists

ZONES = "zones"
"""Name of a pack's zones file, without its ending."""

ZONES_FILE = f"{ZONES}.geojson"

EQUAL = 100
"""Likeness of two names that are the same."""


class Gazetteer:
    """Places and regions by id and by name; made by `load_gazetteer`.

    Attributes
    ----------
    folder
        Folder it was loaded from.
    about
        What its ``pack.json`` says: title, countries, time zone, words for units and more.
    places
        Every place and region by id; the first `n_own` are those of ``places.csv``.
    home
        Country code of the pack's main country, where it does not say that of most of its own
        places. Names are met by likeness in all home countries (`is_home`), and these are the
        prior when nothing else decides.
    index
        Its names.
    derived
        Areas drawn so far for words like "southern"; filled by `mapper.places.location`.
    """

    def __init__(
        self,
        folder: Path,
        places: dict[str, Place],
        listed: list[Listed],
        shapes: dict[str, Any],
        home: str | None,
        *,
        about: About | None = None,
        n_own: int | None = None,
        tables: dict[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.about = about or About()
        self.places = places
        self.n_own = len(places) if n_own is None else n_own
        self.home = home
        self._shapes = shapes
        self._areas: dict[str, BaseGeometry | None] = {}
        self._lookups: dict[str, tuple[Match, ...]] = {}
        self._likes: dict[tuple[str, int, float, str | None], tuple[Match, ...]] = {}
        self._members: dict[str, frozenset[str]] = {}
        self._spellings: dict[str, list[str]] = {}
        self.derived: dict[str, Vague] = {}
        self._homes = frozenset(self.about.countries or (home,))
        near = frozenset(i for i, p in places.items() if p.country in self._homes or i in shapes)
        self.index = NameIndex(listed, near, tables, sounds_told(self.about.romanisations))

    def plain(self) -> dict[str, Any]:
        """Give all that was read as plain values, from which `load_gazetteer` makes it anew."""
        columns = [field.name for field in fields(Place)]
        return {
            "places": [tuple(getattr(p, c) for c in columns) for p in self.places.values()],
            "listed": [tuple(one) for one in self.index.listed],
            "shapes": self._shapes,
            "home": self.home,
            "n_own": self.n_own,
            "tables": self.index.tables(),
        }

    @property
    def title(self) -> str | None:
        """Title the pack gives to maps of its region, if any."""
        return self.about.title

    @property
    def zones_path(self) -> Path:
        """Where the pack's zones are: ``zones.geojson``, or ``zones`` in another format."""
        usual = self.folder / ZONES_FILE
        named = (usual.with_suffix(ending) for ending in vectors.FORMATS)
        return next((path for path in named if path.is_file()), usual)

    def hash(self) -> str:
        """Hash the pack's data files: ``sha256:`` and hex."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            is_read = path.suffix in {".csv", ".geojson"} or path.stem == ZONES or path.name == PACK
            if is_read and path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return f"sha256:{digest.hexdigest()}"

    @property
    def countries(self) -> tuple[str, ...]:
        """Home countries, the main one first: those of ``pack.json``, else that of most places."""
        return self.about.countries or ((self.home,) if self.home else ())

    def is_home(self, country: str | None) -> bool:
        """Tell whether a country is one of the home countries, by its code.

        In a pack of which no country is told, places of none are at home.
        """
        return country in self._homes

    @cached_property
    def _word_lists(self) -> PackLists:
        return read_pack_lists(
            self.folder,
            countries=self.countries,
            units=unit_words(self.about),
            families=self.about.romanisations,
        )

    def language(self, code: str = DEFAULT_LANGUAGE.code) -> Language:
        """Give a language with the pack's own words: its parties, its sources.

        Raises
        ------
        GazetteerError
            If a list of the pack is not what `mapper.words` says it is.
        """
        return Language.of(code, self._word_lists)

    def area(self, place_id: str) -> BaseGeometry | None:
        """Give a region's polygon (EPSG:4326, lon/lat), or None for what has none."""
        if place_id not in self._areas:
            shape = self._shapes.get(place_id)
            self._areas[place_id] = _geometry(shape, self.folder, place_id) if shape else None
        return self._areas[place_id]

    def lookup(self, name: str) -> list[Match]:
        """Find what a name may mean, in any spelling and script.

        Returns
        -------
        matches
            Best first. Listed spellings score 96 to 100; where there is none, places
            of the home countries whose names are alike, with their likeness (at most 95).
        """
        if name not in self._lookups:
            hits = self.index.find(name)
            if not hits or hits[0].method == PART:
                known = {hit.place_id for hit in hits}
                hits += [hit for hit in self.index.similar(name) if hit.place_id not in known]
                hits.sort(key=lambda hit: (-hit.score, hit.place_id))
            if len(self._lookups) > 50_000:  # noqa: PLR2004 - bounds memory over a large corpus
                self._lookups.clear()
            self._lookups[name] = self._matches(hits)
        return list(self._lookups[name])

    def similar(
        self, name: str, *, limit: int = 10, least: float = 60.0, within: Place | None = None
    ) -> list[Match]:
        """Find places whose names are alike, listed spellings or not; best first.

        With `within`, only places in that region are looked at.
        """
        asked = (name, limit, least, within.place_id if within else None)
        if asked not in self._likes:
            among = None if within is None else self.members(within)
            hits = self.index.similar(name, limit=limit, least=least, among=among)
            if len(self._likes) > 50_000:  # noqa: PLR2004 - as in `lookup`
                self._likes.clear()
            self._likes[asked] = self._matches(hits)
        return list(self._likes[asked])

    def members(self, region: Place) -> frozenset[str]:
        """Give the ids of all places that lie in a region."""
        if region.place_id not in self._members:
            inside = (i for i, place in self.places.items() if self.within(place, region))
            self._members[region.place_id] = frozenset(inside)
        return self._members[region.place_id]

    def _matches(self, hits: list[Hit]) -> tuple[Match, ...]:
        return tuple(Match(self.places[hit.place_id], hit.score, hit.method) for hit in hits)

    def spellings(self, place_id: str) -> list[str]:
        """Give the spellings a place is listed under, its own name first."""
        if not self._spellings:
            self._spellings = self.spellings_of(self.places)
        return list(self._spellings.get(place_id, ()))

    def spellings_of(self, places: Collection[str]) -> dict[str, list[str]]:
        """Give the spellings that some places are listed under, by id, in the pack's order."""
        found: dict[str, dict[str, None]] = {}
        for spelling, place_id, _ in self.index.listed:
            if place_id in places:
                found.setdefault(place_id, {})[spelling] = None
        return {place_id: list(listed) for place_id, listed in found.items()}

    def heard(self, places: Collection[str]) -> dict[str, list[str]]:
        """Give of the spellings of some places those that sound unlike the ones before them.

        By the place's names and these a search that compares sounds (`Sounds.rules`) finds
        it by every spelling.
        """
        readings = self.index.sounds.readings
        found: dict[str, list[str]] = {}
        for place_id, spellings in self.spellings_of(places).items():
            place = self.places[place_id]
            own = [name for name in (place.name, place.name_ar) if name]
            known = {forms.vowelled for name in own for forms in readings(name)} | {*own}
            found[place_id] = []
            for spelling in spellings:
                sounds = {forms.vowelled for forms in readings(spelling)} or {spelling}
                if known.isdisjoint(sounds):
                    known |= sounds
                    found[place_id].append(spelling)
        return found

    def named(self, name: str) -> list[str]:
        """Give the ids of the places listed under a name, then of those that one sounds like."""
        hits = [hit.place_id for hit in self.index.find(name)]
        return list(dict.fromkeys([*hits, *self.index.sounding(name)]))

    def region(self, name: str) -> Place:
        """Find a region by name in any spelling or script, or by its id.

        Raises
        ------
        RegionError
            If no region has the name, or several do; the message lists the nearest.
        """
        return self.region_called(name)[0]

    def region_called(self, name: str) -> tuple[Place, bool]:
        """Find a region as `region` does, and tell whether it is called so.

        One that is not has a name that is only alike: say which region was taken. A spelling
        that is listed for a place of the same name, such as a unit's seat, is the region's too.

        Raises
        ------
        RegionError
            As `region`.
        """
        if name in self.places and self.places[name].is_area:
            return self.places[name], True
        found = self._matches(self.index.find(name))
        listed = [m for m in found if m.place.is_area]
        is_listed = bool(listed)
        if not listed:
            areas = {i: place for i, place in self.places.items() if place.is_area}
            spelled = self.spellings_of(areas)
            named = ((place, spelled.get(i, [])) for i, place in areas.items())
            listed = units_called(name, self.about, named, self.index.sounds)
            is_listed = any(round(m.score) == EQUAL for m in listed)
        alike = [m for m in self.similar(name, limit=200, least=0) if m.place.is_area]
        good = listed or [m for m in alike if m.score >= SAME_NAME[m.method]]
        if good:
            # A governorate and its district often share a name: the larger one is meant.
            best = min(good, key=lambda m: (_rank(m.place), -m.score, m.place.place_id)).place
            return best, is_listed or any(m.place.name == best.name for m in found)
        own = sorted(p.name for p in self.places.values() if p.place_id.startswith("reg-"))
        near = list(dict.fromkeys(m.place.name for m in alike))[:5] or own[:5]
        hint = f"; nearest: {', '.join(near)}" if near else "; this pack has no regions"
        raise RegionError(f"no region is called {name!r}{hint}")

    def within(self, place: Place, region: Place) -> bool:
        """Tell whether a place lies in a region, unit or country.

        Codes and names of administrative parents decide where the place has them, the
        region's polygon elsewhere. A place does not lie within itself.
        """
        if place.place_id == region.place_id:
            return False
        if region.kind == "country":
            return place.country == region.country
        by_parents = _within_unit(place, region)
        if by_parents is not None:
            return by_parents
        area = self.area(region.place_id)
        if area is None or place.lat is None or place.lon is None:
            return False
        from shapely import intersects_xy  # noqa: PLC0415 - shapely costs 0.2 s that most look-ups do without

        return bool(intersects_xy(area, place.lon, place.lat))

    @cached_property
    def _settled(self) -> list[Place]:
        own = [
            p
            for p in self.places.values()
            if p.is_settlement and self.is_home(p.country) and p.lat is not None
        ]
        return sorted(own, key=lambda p: p.place_id)

    def settlements(self) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        """Give the home countries' populated places: lon and lat (degrees), and their ids."""
        return self._positions

    @cached_property
    def _positions(self) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

        own = self._settled
        lon = np.array([p.lon for p in own], dtype=float)
        lat = np.array([p.lat for p in own], dtype=float)
        return lon, lat, tuple(p.place_id for p in own)


def _within_unit(place: Place, region: Place) -> bool | None:
    """Tell from codes and parents whether a place lies in a region; None where they are silent."""
    if place.parent == region.place_id:
        return True
    if region.kind not in ADMIN:
        return None
    level = ADMIN.index(region.kind)
    code = (place.admin1_pcode, place.admin2_pcode, place.admin3_pcode)[level]
    if code and region.pcode:
        return code == region.pcode
    own = (place.admin1, place.admin2, place.admin3)[: level + 1]
    wanted = (region.admin1, region.admin2, region.admin3)[: level + 1]
    if not own[level] or (level and not all(wanted)):
        return None
    return own == (wanted if level else (region.name,))


def _rank(region: Place) -> int:
    """Order regions of one name, the one most often meant first."""
    order = (*ADMIN, "mountain", "region", "plain", "country")
    return order.index(region.kind) if region.kind in order else len(order)


def _geometry(shape: Any, folder: Path, place_id: str) -> BaseGeometry:  # noqa: ANN401 - parsed JSON
    from shapely import prepare  # noqa: PLC0415 - as above
    from shapely.errors import ShapelyError  # noqa: PLC0415 - as above
    from shapely.geometry import shape as build  # noqa: PLC0415 - as above

    try:
        made = build(shape)
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise GazetteerError(
            f"{folder / 'regions.geojson'}: {place_id}: no geometry ({problem})"
        ) from None
    from mapper.base.globe import joined, parted  # noqa: PLC0415 - as above

    made = parted(joined(made))
    if not made.is_valid or made.is_empty:
        raise GazetteerError(f"{folder / 'regions.geojson'}: {place_id}: the polygon is not valid")
    prepare(made)  # asked again and again which places lie in it
    return made
