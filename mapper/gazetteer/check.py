"""Look a gazetteer over: its faults, and how much it covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.amounts import amount
from mapper.base.geo import distance_km
from mapper.gazetteer import names
from mapper.gazetteer.about import PACK
from mapper.gazetteer.abroad import far_off
from mapper.gazetteer.imports.twins import SAME_KM
from mapper.gazetteer.imports.vetting import is_sound
from mapper.gazetteer.lookup import ZONES, ZONES_FILE
from mapper.gazetteer.rows import read_features, read_rows
from mapper.gazetteer.tables import region_bases
from mapper.words import pack_faults

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mapper.gazetteer.lookup import Gazetteer
    from mapper.gazetteer.place import Place

OUTSIDE_KM = 5.0
"""Kilometres outside its parent's outline from which a place is named as a fault."""


MISSING = "missing"
"""Kind of a remark on what a pack does without."""

_COSTS = {
    "pack.json": "no title, time zone or words for units; the home country is that of most places",
    "names.csv": "places are found by their own names alone, and by likeness to them",
    "world.csv": "no country or city abroad is known: those may be taken for home ones",
    "regions.geojson": "no region can be asked for, and none tells namesakes apart",
    "zones.geojson": "no zone is in force on any day: every verdict is not_in_force",
    "actors.csv": "no party of the war is known by name",
    "sources.csv": "no outlet or body of the war is known by name",
    "officials.csv": "who holds an office is told by titles alone: others are masked as private",
    "toponyms.csv": "generic words of the region's names are not told from names",
    "credits.csv": "maps and exports credit nobody",
}
"""What each file that a pack may do without costs where it is missing or has no row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at: what kind, which places, in words.

    `is_error` tells a mistake from what is merely good to know, such as a homonym.
    """

    kind: str
    place_ids: tuple[str, ...]
    detail: str
    is_error: bool


def find_faults(gazetteer: Gazetteer, common: Collection[str]) -> list[Fault]:
    """List a gazetteer's faults: duplicates, misplaced places, mangled names, hazards.

    Parameters
    ----------
    gazetteer
        Gazetteer to look over.
    common
        Words of prose, as `mapper.gazetteer.names.key` folds them.

    Returns
    -------
    faults
        Errors first, each kind in the order of ids: ``duplicate`` (two places of one
        name within 2.5 km), ``outside parent`` (a place more than 5 km outside its
        governorate), ``mangled name``, ``no position``, ``word list`` (a row of the pack's
        parties or sources that cannot be read or fails its example; it has the row in the
        place of ids), ``no place`` (``places.csv`` has no row), ``outside country`` and
        ``exchanged`` (see `mapper.gazetteer.abroad`); then what is good to know:
        ``homonym`` (one name, several places of the home countries), ``common word``
        (a name that is also a word of English prose), ``hull`` (regions without a drawn
        outline) and `MISSING` (what the pack does without, and what that costs).
    """
    own = sorted(
        (p for p in gazetteer.places.values() if gazetteer.is_home(p.country) and not p.is_area),
        key=lambda place: place.place_id,
    )
    faults = [*_lacking(own), *_mangled(gazetteer), *_outside(own, gazetteer)]
    faults += [Fault(kind, ids, detail, is_error=True) for kind, ids, detail in far_off(gazetteer)]
    if next(read_rows(gazetteer.folder / "places.csv"), None) is None:
        detail = "places.csv has no row: nothing at home can be placed"
        faults.append(Fault("no place", (), detail, is_error=True))
    faults += [
        Fault("word list", (where,), detail, is_error=True)
        for where, detail in pack_faults(gazetteer.language().pack)
    ]
    for group in _namesakes(own):
        faults += _twins(group)
    faults += [*_words(own, common), *_missing(gazetteer), *_hulls(gazetteer)]
    return sorted(faults, key=lambda fault: (not fault.is_error, fault.kind, fault.place_ids))


def _lacking(own: list[Place]) -> Iterator[Fault]:
    for place in own:
        if place.lat is None:
            yield Fault(
                "no position", (place.place_id,), f"{place.name} has no position", is_error=True
            )


def _mangled(gazetteer: Gazetteer) -> Iterator[Fault]:
    for spelling, place_id, _ in gazetteer.index.listed:
        if not is_sound(spelling) or not names.key(spelling):
            detail = f"{spelling!r} is broken, or in a script that no name is matched in"
            if gazetteer.is_home(gazetteer.places[place_id].country):
                yield Fault("mangled name", (place_id,), detail, is_error=True)


def _outside(own: list[Place], gazetteer: Gazetteer) -> Iterator[Fault]:
    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    units = {
        p.pcode or "": p for p in gazetteer.places.values() if p.kind == "governorate" and p.pcode
    }
    for place in own:
        unit = units.get(place.admin1_pcode or "")
        area = gazetteer.area(unit.place_id) if unit else None
        if unit is None or area is None or place.lat is None or place.lon is None:
            continue
        km = areas.distance_to(area, place.lon, place.lat)
        if km > OUTSIDE_KM:
            detail = f"{place.name} lies {km:.0f} km outside {unit.name}"
            yield Fault("outside parent", (place.place_id,), detail, is_error=True)


def _namesakes(own: list[Place]) -> Iterator[list[Place]]:
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in own:
        by_key[names.key(place.name).replace(" ", "")].append(place)
    for _, group in sorted(by_key.items()):
        if len(group) > 1:
            yield group


def _twins(group: list[Place]) -> Iterator[Fault]:
    """Tell duplicates from homonyms in a group of one name."""
    for i, one in enumerate(group):
        for other in group[i + 1 :]:
            km = distance_km(one, other)
            if km <= SAME_KM and one.kind == other.kind:
                detail = f"{one.name}: two places of kind {one.kind}, {km:.1f} km apart"
                yield Fault("duplicate", (one.place_id, other.place_id), detail, is_error=True)
    where = "; ".join(f"{p.place_id} in {p.admin2 or p.admin1 or p.country}" for p in group)
    ids = tuple(place.place_id for place in group)
    yield Fault("homonym", ids, f"{group[0].name}: {where}", is_error=False)


def _words(own: list[Place], common: Collection[str]) -> Iterator[Fault]:
    for place in own:
        key = names.key(place.name)
        if key in common:
            detail = f"{place.name} is a word of prose: only a place where the text says so"
            yield Fault("common word", (place.place_id,), detail, is_error=False)


def _missing(gazetteer: Gazetteer) -> Iterator[Fault]:
    """Say what a pack does without: files, and of ``pack.json`` what has to be guessed."""
    for name, cost in _COSTS.items():
        path = gazetteer.zones_path if name.startswith(ZONES) else gazetteer.folder / name
        if not path.is_file():
            yield Fault(MISSING, (), f"no {name}: {cost}", is_error=False)
        elif path.suffix == ".csv" and next(read_rows(path), None) is None:
            yield Fault(MISSING, (), f"{name} has no row: {cost}", is_error=False)
        elif name == ZONES_FILE and path.suffix == ".geojson" and not read_features(path):
            yield Fault(MISSING, (), f"{name} has no zone: {cost}", is_error=False)
    about = gazetteer.about
    guessed = {"countries": about.countries, "timezone": about.timezone, "units": about.units}
    lacking = [key for key, told in guessed.items() if not told]
    if (gazetteer.folder / PACK).is_file() and lacking:
        yield Fault(MISSING, (), f"{PACK} does not say: {', '.join(lacking)}", is_error=False)
    if gazetteer.home is None:
        detail = "no home country: neither pack.json nor the rows of places.csv name one"
        yield Fault(MISSING, (), detail, is_error=False)


def _hulls(gazetteer: Gazetteer) -> Iterator[Fault]:
    """Name the regions of which only the places are known, not the outline."""
    bases = region_bases(gazetteer)
    drawn = sorted(place_id for place_id, basis in bases.items() if basis.startswith("hull of its"))
    if drawn:
        detail = f"hulls of their places: {len(drawn)} of {amount(len(bases), 'region')}"
        yield Fault("hull", tuple(drawn[:_SHOWN]), detail, is_error=False)


_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a gazetteer holds: counts by kind, and of the home countries by unit and kind."""

    places: int
    regions: int
    names: int
    kinds: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, str, int, int], ...]


def measure_coverage(gazetteer: Gazetteer) -> Coverage:
    """Count what a gazetteer holds.

    Returns
    -------
    coverage
        `units` has a row per governorate and district of the home countries: the two
        names, its settlements, and those of them with an Arabic name.
    """
    settled: Counter[tuple[str, str]] = Counter()
    arabic: Counter[tuple[str, str]] = Counter()
    for place in gazetteer.places.values():
        if gazetteer.is_home(place.country) and place.is_settlement:
            unit = place.admin1 or "", place.admin2 or ""
            settled[unit] += 1
            arabic[unit] += place.name_ar is not None
    kinds = Counter(place.kind for place in gazetteer.places.values())
    regions = sum(place.is_area and place.kind != "country" for place in gazetteer.places.values())
    return Coverage(
        places=len(gazetteer.places) - regions,
        regions=regions,
        names=len(gazetteer.index.listed),
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        units=tuple((*unit, count, arabic[unit]) for unit, count in sorted(settled.items())),
    )
