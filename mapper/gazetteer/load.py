"""The region pack: places, names and regions, loaded fast and looked up by name."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mapper.base.errors import GazetteerError, RegionError
from mapper.gazetteer.index import Hit, Listed, NameIndex
from mapper.gazetteer.names import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from shapely.geometry.base import BaseGeometry

    from mapper.gazetteer.areas import Vague

SETTLEMENTS = frozenset({"city", "capital", "town", "village", "hamlet", "camp", "neighbourhood"})
"""Kinds of place that people live in."""

ADMIN = ("governorate", "district", "subdistrict")
"""Kinds of administrative unit, largest first."""

COLUMNS = ("place_id", "name", "kind", "lat", "lon")
"""Columns without which a row of places says nothing."""

SAME_NAME = {"skeleton": 66.0, "fuzzy": 78.0}
"""Likeness from which a spelling is taken for the name of a region, which are few."""

EARTH_KM = 6371.0088
MOST_LAT, MOST_LON = 90, 180


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, site, region or country.

    `lat` and `lon` are EPSG:4326 degrees, for a region its display point; `radius_m`
    is the radius in metres of the disc that holds the true place with 90 %.
    """

    place_id: str
    name: str
    name_ar: str | None
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    admin2: str | None
    admin3: str | None
    admin1_pcode: str | None
    admin2_pcode: str | None
    admin3_pcode: str | None
    pcode: str | None
    geonameid: int | None
    population: int | None
    radius_m: float
    sources: str
    parent: str | None = None

    @property
    def is_settlement(self) -> bool:
        """Whether people live there as in a settlement."""
        return self.kind in SETTLEMENTS

    @property
    def is_area(self) -> bool:
        """Whether it is an area that holds settlements: a region, unit or country."""
        return self.place_id.startswith(("reg-", "c-"))


class Match(NamedTuple):
    """A place that a name may mean: its score (0 to 100) and how the name was met."""

    place: Place
    score: float
    method: str


def default_pack() -> Path:
    """Give the folder of the shipped pack: inside an installed package, else in the checkout."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "_pack"
    return installed if installed.is_dir() else here.parent / "gazetteer"


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Load a region pack.

    Parameters
    ----------
    folder
        Folder with ``places.csv`` and, as far as there, ``names.csv``, ``world.csv``
        and ``regions.geojson``. None: the shipped pack.

    Raises
    ------
    GazetteerError
        If the folder or a needed column is missing, or a row cannot be used; the
        message names file and row.
    """
    folder = default_pack() if folder is None else Path(folder)
    if not (folder / "places.csv").is_file():
        raise GazetteerError(f"{folder}: no region pack (places.csv is missing)")
    places = dict(_places(folder / "places.csv"))
    home = Counter(p.country for p in places.values() if p.country).most_common(1)
    listed = [Listed(p.name, p.place_id) for p in places.values()]
    listed += [Listed(p.name_ar, p.place_id) for p in places.values() if p.name_ar]
    shapes: dict[str, Any] = {}
    for place, shape in _regions(folder / "regions.geojson", places):
        places[place.place_id] = place
        shapes[place.place_id] = shape
        listed += [Listed(n, place.place_id) for n in (place.name, place.name_ar) if n]
    for place, spellings in _world(folder / "world.csv"):
        if place.place_id not in places:
            places[place.place_id] = place
        listed += [Listed(n, place.place_id) for n in (place.name, place.name_ar, *spellings) if n]
    listed += _names(folder / "names.csv", places)
    listed += _shared(listed, places)
    return Gazetteer(folder, places, listed, shapes, home[0][0] if home else None)


class Gazetteer:
    """Places and regions by id and by name; made by `load_gazetteer`.

    Attributes
    ----------
    folder
        Folder it was loaded from.
    places
        Every place and region by id.
    home
        Country code of most of the pack's own places: where names are met by
        likeness too, and the prior when nothing else decides.
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
    ) -> None:
        self.folder = folder
        self.places = places
        self.home = home
        self._shapes = shapes
        self._areas: dict[str, BaseGeometry | None] = {}
        self._lookups: dict[str, tuple[Match, ...]] = {}
        self._likes: dict[tuple[str, int, float, str | None], tuple[Match, ...]] = {}
        self._members: dict[str, frozenset[str]] = {}
        self._spellings: dict[str, dict[str, None]] = {}
        self.derived: dict[str, Vague] = {}
        near = frozenset(i for i, p in places.items() if p.country == home or i in shapes)
        self.index = NameIndex(listed, near)

    @cached_property
    def title(self) -> str | None:
        """Title the pack gives to maps of its region: ``title`` in ``pack.json``, if any."""
        path = self.folder / "pack.json"
        if not path.is_file():
            return None
        try:
            told = json.loads(path.read_text(encoding="utf-8")).get("title")
        except (ValueError, AttributeError) as problem:
            raise GazetteerError(f"{path}: no JSON object with a title: {problem}") from problem
        return str(told) if told else None

    @property
    def zones_path(self) -> Path:
        """Where the pack's zones are."""
        return self.folder / "zones.geojson"

    def hash(self) -> str:
        """Hash the pack's data files: ``sha256:`` and hex."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.suffix in {".csv", ".geojson"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return f"sha256:{digest.hexdigest()}"

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
            of the home country whose names are alike, with their likeness (at most 95).
        """
        if name not in self._lookups:
            hits = self.index.find(name) or self.index.similar(name)
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
            for spelling, listed_id in self.index.listed:
                self._spellings.setdefault(listed_id, {})[spelling] = None
        return list(self._spellings.get(place_id, ()))

    def region(self, name: str) -> Place:
        """Find a region by name in any spelling or script, or by its id.

        Raises
        ------
        RegionError
            If no region has the name, or several do; the message lists the nearest.
        """
        if name in self.places and self.places[name].is_area:
            return self.places[name]
        listed = [m for m in self._matches(self.index.find(name)) if m.place.is_area]
        alike = [m for m in self.similar(name, limit=200, least=0) if m.place.is_area]
        good = listed or [m for m in alike if m.score >= SAME_NAME[m.method]]
        if good:
            # A governorate and its district often share a name: the larger one is meant.
            return min(good, key=lambda m: (_rank(m.place), -m.score, m.place.place_id)).place
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
        from shapely import Point  # noqa: PLC0415 - shapely costs 0.2 s that most look-ups do without

        return bool(area.covers(Point(place.lon, place.lat)))

    @cached_property
    def _settled(self) -> list[Place]:
        own = [
            p
            for p in self.places.values()
            if p.is_settlement and p.country == self.home and p.lat is not None
        ]
        return sorted(own, key=lambda p: p.place_id)

    def settlements(self) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        """Give the home country's populated places: lon and lat (degrees), and their ids."""
        return self._positions

    @cached_property
    def _positions(self) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        import numpy as np  # noqa: PLC0415 - costs 0.1 s

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
    return place.admin1 == region.name if level == 0 and place.admin1 else None


class Positioned(Protocol):
    """Anything with a position: EPSG:4326 degrees, or None."""

    @property
    def lat(self) -> float | None:
        """Latitude."""

    @property
    def lon(self) -> float | None:
        """Longitude."""


def distance_km(one: Positioned, other: Positioned) -> float:
    """Great-circle distance between two places in km; infinite where one has no position."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    y1, x1, y2, x2 = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _rank(region: Place) -> int:
    """Order regions of one name, the one most often meant first."""
    order = (*ADMIN, "mountain", "region", "plain", "country")
    return order.index(region.kind) if region.kind in order else len(order)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV file's rows with their numbers, the header being row 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    raise GazetteerError(
                        f"{path.name} row {reader.line_num}: not as many fields as the header"
                    )
                yield reader.line_num, row
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None
    except csv.Error as problem:
        raise GazetteerError(f"{path.name}: not a CSV file ({problem})") from None


def _places(path: Path) -> Iterator[tuple[str, Place]]:
    seen: set[str] = set()
    for number, row in _rows(path):
        missing = [column for column in COLUMNS if column not in row]
        if missing:
            raise GazetteerError(f"{path.name}: column {', '.join(missing)} is missing")
        place = _place(row, f"{path.name} row {number}")
        if place.place_id in seen:
            raise GazetteerError(
                f"{path.name} row {number}: id {place.place_id!r} was there before"
            )
        seen.add(place.place_id)
        yield place.place_id, place


def _world(path: Path) -> Iterator[tuple[Place, list[str]]]:
    if not path.is_file():
        return
    for number, row in _rows(path):
        spellings = [n for n in row.get("names", "").split("|") if n]
        yield _place(row, f"{path.name} row {number}"), spellings


def _names(path: Path, places: dict[str, Place]) -> list[Listed]:
    if not path.is_file():
        return []
    listed = []
    for number, row in _rows(path):
        if row.get("place_id") not in places:
            raise GazetteerError(
                f"{path.name} row {number}: no place has the id {row.get('place_id')!r}"
            )
        listed.append(Listed(row["name"], row["place_id"]))
    return listed


def _shared(listed: list[Listed], places: dict[str, Place]) -> list[Listed]:
    """List a governorate under the spellings of the city of its name, and the other way round."""
    spellings: dict[str, set[str]] = {}
    for spelling, place_id in listed:
        spellings.setdefault(place_id, set()).add(spelling)
    governorates = [p for p in places.values() if p.kind == "governorate"]
    cities: dict[str, list[Place]] = {}
    for place in places.values():
        if place.kind in {"city", "capital", "town"}:
            cities.setdefault(key(place.name), []).append(place)
    shared = []
    for unit in governorates:
        for city in cities.get(key(unit.name), ()):
            if city.country == unit.country and city.admin1 in {unit.name, None}:
                own, other = spellings[unit.place_id], spellings[city.place_id]
                shared += [Listed(n, unit.place_id) for n in sorted(other - own)]
                shared += [Listed(n, city.place_id) for n in sorted(own - other)]
    return shared


def _regions(path: Path, places: dict[str, Place]) -> Iterator[tuple[Place, Any]]:
    if not path.is_file():
        return
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise GazetteerError(f"{path.name}: not a GeoJSON feature collection ({problem})") from None
    rows = [{k: "" if v is None else str(v) for k, v in f["properties"].items()} for f in features]
    by_id = {row.get("place_id", ""): row for row in rows}
    for number, (feature, row) in enumerate(zip(features, rows, strict=True), start=1):
        if row.get("place_id") in places:
            raise GazetteerError(
                f"{path.name} feature {number}: id {row['place_id']!r} is a place's"
            )
        place = _place(row | _parents(row, by_id), f"{path.name} feature {number}")
        yield place, feature["geometry"]


def _parents(row: dict[str, str], by_id: dict[str, dict[str, str]]) -> dict[str, str]:
    """Fill in the administrative units a region lies in, itself included, from its parents."""
    filled: dict[str, str] = {}
    at: dict[str, str] | None = row
    for _ in range(len(ADMIN) + 2):  # a ring of parents ends too
        if at is None:
            break
        if at.get("kind") in ADMIN:
            level = ADMIN.index(at["kind"]) + 1
            # a district's own name may say "District", to be told from its town
            filled.setdefault(f"admin{level}", at.get("unit") or at.get("name", ""))
            filled.setdefault(f"admin{level}_pcode", at.get("pcode", ""))
        at = by_id.get(at.get("parent", ""))
    return filled


def _place(row: dict[str, str], where: str) -> Place:
    """Make a place from a row of text, or say what is wrong with it."""
    get = row.get
    if not get("place_id") or not get("name"):
        raise GazetteerError(f"{where}: no id or no name")
    lat, lon = _number(row, "lat", where), _number(row, "lon", where)
    if (lat is None) != (lon is None) or abs(lat or 0) > MOST_LAT or abs(lon or 0) > MOST_LON:
        raise GazetteerError(f"{where}: position {get('lat')!r}, {get('lon')!r} is not on Earth")
    population, geonameid = _number(row, "population", where), _number(row, "geonameid", where)
    return Place(
        place_id=row["place_id"],
        name=row["name"],
        name_ar=get("name_ar") or None,
        kind=get("kind") or "place",
        lat=lat,
        lon=lon,
        country=get("country") or None,
        admin1=get("admin1") or None,
        admin2=get("admin2") or None,
        admin3=get("admin3") or None,
        admin1_pcode=get("admin1_pcode") or None,
        admin2_pcode=get("admin2_pcode") or None,
        admin3_pcode=get("admin3_pcode") or None,
        pcode=get("pcode") or None,
        geonameid=None if geonameid is None else int(geonameid),
        population=None if population is None else int(population),
        radius_m=_number(row, "radius_m", where) or 1000.0,
        sources=get("sources") or "",
        parent=get("parent") or None,
    )


def _number(row: dict[str, str], column: str, where: str) -> float | None:
    text = row.get(column) or ""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise GazetteerError(f"{where}: {column} {text!r} is not a number")
    return value


def _geometry(shape: Any, folder: Path, place_id: str) -> BaseGeometry:  # noqa: ANN401 - parsed JSON
    from shapely.errors import ShapelyError  # noqa: PLC0415 - as above
    from shapely.geometry import shape as build  # noqa: PLC0415 - as above

    try:
        made = build(shape)
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise GazetteerError(
            f"{folder / 'regions.geojson'}: {place_id}: no geometry ({problem})"
        ) from None
    if not made.is_valid or made.is_empty:
        raise GazetteerError(f"{folder / 'regions.geojson'}: {place_id}: the polygon is not valid")
    return made


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """Give `LocalGeocoder` from here too: it needs geopy, which look-ups go without."""
    if name == "LocalGeocoder":
        from mapper.places.geocoder import LocalGeocoder  # noqa: PLC0415 - as said

        return LocalGeocoder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
