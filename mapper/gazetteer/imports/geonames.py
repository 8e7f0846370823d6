"""Read GeoNames: country dumps with their administrative units, and the tables of units' codes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.base.amounts import amount
from mapper.base.checked import shortened
from mapper.base.errors import GazetteerError
from mapper.gazetteer.imports.files import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Row = dict[str, Any]

WIDTH = 19
"""Columns of a GeoNames dump, by its readme."""

CODES_WIDTH = 4
"""Columns of a table of units' codes: code, name, plain name, id."""

SOURCE = {"sources": "GeoNames", "licence": "CC BY 4.0"}

RADIUS = {"city": 4000, "capital": 6000, "town": 1300, "village": 900, "camp": 800, "hamlet": 700}
"""Metres of the disc that holds 90 % of a place of a kind: a rule of thumb."""

# Feature codes of GeoNames that are kept, and what kind of place each is; P by population.
_FEATURES = {
    "P.PPLC": "capital",
    "P.PPLX": "neighbourhood",
    "T.MT": "hill",
    "T.MTS": "hill",
    "T.HLL": "hill",
    "T.HLLS": "hill",
    "S.AIRB": "site",
    "S.AIRP": "site",
    "S.CMPRF": "camp",
    "L.RGN": "site",
    "S.INSM": "site",
}
_GONE = {"PPLH", "PPLQ", "PPLW"}
_SEATS = {"PPLA": "city", "PPLA2": "town"}
"""Seats of units, whose population GeoNames may not state."""
_BY_POPULATION = ((100_000, "city"), (5_000, "town"))
_FIGURE = re.compile("[0-9]{0,12}")

_UNITS = {"ADM1": 1, "ADM2": 2, "ADM3": 3}
_LEVEL_COLUMNS = (10, 11, 12)
_ARABIC_NAME = re.compile("[\u0621-\u064a]")
_PLAIN_ARABIC = re.compile("^[\u0621-\u063a\u0641-\u064a ]+$")
_CYRILLIC_NAME = re.compile("^[\u0400-\u04ff\u2019'\u02bc -]+$")
_LATIN_NAME = re.compile("^[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2018\u2019\u2013-]+$")
_SCRIPTS = (_ARABIC_NAME, _LATIN_NAME, _CYRILLIC_NAME)


@dataclass(frozen=True, slots=True)
class UnitName:
    """What an administrative unit is called."""

    name: str
    name_ar: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class UnitNames:
    """Names of administrative units by their codes, country first (``("SD", "29")``)."""

    of: dict[tuple[str, ...], UnitName] = field(default_factory=dict)
    unnamed: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def learn(self, codes: tuple[str, ...], name: UnitName) -> None:
        """Take a unit's name; of two the one with more spellings."""
        known = self.of.get(codes)
        if known is None or len(name.names) > len(known.names):
            self.of[codes] = name

    def fill(self, row: Row, codes: Sequence[str]) -> None:
        """Name the units of a row, down to the first without a name."""
        for level in range(1, len(codes)):
            if not codes[level] or not codes[level].strip("0"):
                return
            path = tuple(codes[: level + 1])
            unit = self.of.get(path)
            if unit is None:
                self.unnamed[path] += 1
                return
            row[f"admin{level}"], row[f"admin{level}_ar"] = unit.name, unit.name_ar
            row[f"admin{level}_names"] = unit.names


def read_geonames(
    path: Path,
    notes: list[str] | None = None,
    units: UnitNames | None = None,
    *,
    cyrillic: bool = False,
) -> Iterator[Row]:
    """Read a GeoNames country dump: the tab-separated file, or the zip or gzip it comes in.

    Parameters
    ----------
    path
        The dump. Its rows of administrative units give their names to its places.
    notes
        Units without a name are told here.
    units
        Names of units known from other files.
    cyrillic
        Keep spellings in Cyrillic script too.
    """
    lines = text_of(path).split("\n")
    named = UnitNames(dict(units.of) if units else {})
    for number, line in enumerate(lines, start=1):
        if "\tA\tADM" in line:
            _learn(_fields(path, number, line), named, cyrillic=cyrillic)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields = _fields(path, number, line)
        row = _geoname(fields, f"{path.name} row {number}", cyrillic=cyrillic)
        if row is not None:
            row["row"] = number
            named.fill(row, [fields[8], *(fields[i] for i in _LEVEL_COLUMNS)])
            yield row
    if notes is not None and named.unnamed:
        count, codes = sum(named.unnamed.values()), sorted(named.unnamed)
        shown = ", ".join(".".join(one) for one in codes[:5]) + (" ..." if len(codes) > 5 else "")  # noqa: PLR2004 - enough to look up
        notes.append(f"{amount(count, 'place')} of units that no row names ({shown})")


def read_unit_codes(path: Path) -> UnitNames:
    """Read ``admin1CodesASCII.txt`` or ``admin2Codes.txt``."""
    units = UnitNames()
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) != CODES_WIDTH:
            raise GazetteerError(
                f"{path.name} row {number}: {len(fields)} columns, a table of codes has "
                f"{CODES_WIDTH}"
            )
        names = (fields[2],) if fields[2] != fields[1] else ()
        units.learn(tuple(fields[0].split(".")), UnitName(fields[1], names=names))
    return units


def _fields(path: Path, number: int, line: str) -> list[str]:
    fields = line.rstrip("\r").split("\t")
    if len(fields) != WIDTH:
        raise GazetteerError(
            f"{path.name} row {number}: {len(fields)} columns, a GeoNames dump has {WIDTH}"
        )
    return fields


def _learn(fields: list[str], units: UnitNames, *, cyrillic: bool) -> None:
    """Take down an administrative unit that is one today."""
    level = _UNITS.get(fields[7]) if fields[6] == "A" else None
    if level is None:
        return
    codes = tuple(fields[i] for i in (8, *_LEVEL_COLUMNS[:level]))
    if all(codes):
        arabic, spelled = spellings_of(fields[3].split(","), cyrillic=cyrillic)
        units.learn(codes, UnitName(fields[1], arabic, tuple(dict.fromkeys(spelled))))


def _geoname(fields: list[str], where: str, *, cyrillic: bool) -> Row | None:
    code = f"{fields[6]}.{fields[7]}"
    if (fields[6] != "P" and code not in _FEATURES) or fields[7] in _GONE:
        return None
    for column, what in ((0, "geonameid"), (14, "population")):
        if not _FIGURE.fullmatch(fields[column]) or not (fields[column] or column):
            raise GazetteerError(
                f"{where}: {what} {shortened(fields[column])} is no number (column {column + 1})"
            )
    population = int(fields[14] or 0)
    arabic, spelled = spellings_of(fields[3].split(","), cyrillic=cyrillic)
    kind = _kind(code, fields[7], population)
    return {
        "place_id": f"gn-{fields[0]}",
        "geonameid": fields[0],
        "name": fields[1],
        "name_ar": arabic,
        "names": spelled,
        "lat": fields[4],
        "lon": fields[5],
        "kind": kind,
        "country": fields[8],
        "population": str(population or ""),
        "radius_m": str(RADIUS.get(kind, 1000)),
        "timezone": fields[17],
        **SOURCE,
    }


def _kind(code: str, feature: str, population: int) -> str:
    if code in _FEATURES:
        return _FEATURES[code]
    if feature in _SEATS and not population:
        return _SEATS[feature]
    return kind_by_population(population)


def kind_by_population(population: int) -> str:
    """Give the kind of a place by the people who live there; of one that has none told, a village.

    Examples
    --------
    >>> kind_by_population(100_000), kind_by_population(99_999), kind_by_population(0)
    ('city', 'town', 'village')
    """
    return next((kind for least, kind in _BY_POPULATION if population >= least), "village")


def spellings_of(names: Iterable[str], *, cyrillic: bool) -> tuple[str, list[str]]:
    """Give a place's Arabic name, if any, and the spellings that a writer would write."""
    scripts = _SCRIPTS if cyrillic else _SCRIPTS[:2]
    spelled = [name for name in names if name]
    arabic = [name for name in spelled if _ARABIC_NAME.match(name)]
    plain = [name for name in arabic if _PLAIN_ARABIC.match(name)]
    chosen = min(plain, key=lambda name: (len(name), name)) if plain else "".join(arabic[:1])
    return chosen, [name for name in spelled if _is_spelling(name, scripts)]


def _is_spelling(name: str, scripts: Sequence[re.Pattern[str]]) -> bool:
    """Keep what a writer would write: GeoNames also lists codes and machine transliterations."""
    if _ARABIC_NAME.match(name):
        return True
    return name[:1].isupper() and not name.isupper() and any(one.match(name) for one in scripts)
