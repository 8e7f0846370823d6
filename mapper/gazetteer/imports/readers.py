"""Read other people's gazetteers: GeoNames dumps, OCHA populated places, plain tables.

Every reader gives plain rows of text with the columns of ``places.csv``, plus
``names`` (a list of further spellings) and ``row`` (its number in the file), and adds
to ``notes`` what to know of how the file was read.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from mapper.base.errors import ArticleError, GazetteerError
from mapper.sources import kind_of, read_count, read_number, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, Any]

LARGEST = 400_000_000
"""Bytes that a dump may hold once unpacked; the largest country's has some 200 MB."""

WIDTH = 19
"""Columns of a GeoNames dump, by its readme."""

_CHUNK = 1 << 20

# Headers that mean a column, lower case, the first found being taken.
_ALIASES = {
    "name": ("name_en", "admin4name_en", "admin4_en", "name", "asciiname", "place", "settlement"),
    "name_ar": ("name_ar", "name_ara", "admin4name_ar", "admin4_ar", "arabic"),
    "lat": ("lat", "latitude", "latitude_y", "y", "point_y"),
    "lon": ("lon", "lng", "long", "longitude", "longitude_x", "x", "point_x"),
    "pcode": ("pcode", "admin4pcode", "admin4_pcode", "p_code"),
    "admin1_pcode": ("admin1_pcode", "admin1pcode", "admin1_cod"),
    "admin1": ("admin1_en", "admin1name_en", "admin1"),
    "admin2_pcode": ("admin2_pcode", "admin2pcode", "admin2_cod"),
    "admin2": ("admin2_en", "admin2name_en", "admin2"),
    "admin3_pcode": ("admin3_pcode", "admin3pcode", "admin3_cod"),
    "admin3": ("admin3_en", "admin3name_en", "admin3"),
    "admin1_ar": ("admin1_ar", "admin1_ara", "admin1name_ar"),
    "admin2_ar": ("admin2_ar", "admin2_ara", "admin2name_ar"),
    "admin3_ar": ("admin3_ar", "admin3_ara", "admin3name_ar"),
    "kind": ("kind", "type", "place_type"),
    "country": ("country", "country_code", "iso2"),
    "population": ("population", "pop"),
    "radius_m": ("radius_m",),
    "geonameid": ("geonameid", "geonames_id"),
    "names": ("names", "alternatenames", "alternate_names", "aliases"),
    "place_id": ("place_id", "id"),
    "sources": ("sources", "source"),
    "licence": ("licence", "license"),
}

_NUMBERS = ("lat", "lon", "radius_m", "population")

_OCHA = {"sources": "OCHA COD-AB", "licence": "CC BY 3.0 IGO"}
_GEONAMES = {"sources": "GeoNames", "licence": "CC BY 4.0"}

# Feature codes of GeoNames that are kept, and what kind of place each is; P by population.
_FEATURES = {
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
_BY_POPULATION = ((100_000, "city"), (5_000, "town"), (0, "village"))
_RADIUS = {"city": 4000, "capital": 6000, "town": 1300, "village": 900, "camp": 800, "hamlet": 700}
_ARABIC_NAME = re.compile("[\u0621-\u064a]")
_LATIN_NAME = re.compile("^[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2018\u2019\u2013-]+$")


def read_ocha(path: Path, notes: list[str] | None = None) -> Iterator[Row]:
    """Read OCHA populated places, a table or GeoJSON, of the editions known to us."""
    for row in _tabled(path, [] if notes is None else notes):
        kind = {"1": "capital", "2": "city", "3": "town"}.get(
            row.get("capital_level", ""), "village"
        )
        yield {"kind": kind, "radius_m": str(_RADIUS[kind]), **_OCHA, **_filled(row)}


def read_csv(path: Path, notes: list[str] | None = None) -> Iterator[Row]:
    """Read a plain table with at least a name, a latitude and a longitude column."""
    for row in _tabled(path, [] if notes is None else notes):
        kind = row.get("kind") or "village"
        yield {
            "kind": kind,
            "radius_m": str(_RADIUS.get(kind, 1000)),
            "sources": path.name,
            **_filled(row),
        }


def read_geonames(path: Path, notes: list[str] | None = None) -> Iterator[Row]:  # noqa: ARG001 - as the others
    """Read a GeoNames country dump: the tab-separated file, or the zip or gzip it comes in."""
    for number, line in enumerate(_text(path).splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) != WIDTH:
            raise GazetteerError(
                f"{path.name} row {number}: {len(fields)} columns, a GeoNames dump has {WIDTH}"
            )
        row = _geoname(fields, number)
        if row is not None:
            yield row


def _geoname(fields: list[str], number: int) -> Row | None:
    code = f"{fields[6]}.{fields[7]}"
    if fields[6] != "P" and code not in _FEATURES:
        return None
    if fields[7] in {"PPLH", "PPLQ", "PPLW"}:
        return None  # given up or destroyed
    population = int(fields[14] or 0)
    kind = _FEATURES.get(code) or next(k for least, k in _BY_POPULATION if population >= least)
    if fields[7] == "PPLC":
        kind = "capital"
    spelled = [n for n in fields[3].split(",") if n]
    return {
        "row": number,
        "place_id": f"gn-{fields[0]}",
        "geonameid": fields[0],
        "name": fields[1],
        "name_ar": next((n for n in spelled if _ARABIC_NAME.match(n)), ""),
        "names": [n for n in spelled if _is_spelling(n)],
        "lat": fields[4],
        "lon": fields[5],
        "kind": kind,
        "country": fields[8],
        "population": str(population or ""),
        "radius_m": str(_RADIUS.get(kind, 1000)),
        **_GEONAMES,
    }


def _is_spelling(name: str) -> bool:
    """Keep what a writer would write: GeoNames also lists codes and machine transliterations."""
    if _ARABIC_NAME.match(name):
        return True
    return bool(_LATIN_NAME.match(name)) and name[:1].isupper() and not name.isupper()


READERS: dict[str, Callable[[Path, list[str]], Iterator[Row]]] = {
    "geonames": read_geonames,
    "ocha": read_ocha,
    "csv": read_csv,
}


def _filled(row: Row) -> Row:
    return {column: value for column, value in row.items() if value}


def _tabled(path: Path, notes: list[str]) -> Iterator[Row]:
    """Read a table or a GeoJSON file's properties into our column names."""
    content = _content(path)
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    columns: dict[str, str] | None = None
    for number, raw in _features(path, content) if is_json else _cells(path, content, notes):
        lowered = {(k or "").strip().lower(): v for k, v in raw.items()}
        if columns is None:
            columns = _columns(path, lowered)
        row: Row = {c: (lowered.get(h) or "").strip() for c, h in columns.items()}
        row |= {column: _plain_number(row, column) for column in _NUMBERS if row.get(column)}
        row["names"] = [n.strip() for n in re.split(r"[|;]", row.get("names", "")) if n.strip()]
        row["capital_level"] = lowered.get("capital_level", "")
        row["row"] = number
        yield row


def _plain_number(row: Row, column: str) -> str:
    """Write a number of a table with a point and without parted thousands."""
    cell: str = row[column]
    if column == "population":
        figure = read_count(cell)
        return cell if figure is None else str(figure[0])
    number = read_number(cell, grouped=column not in {"lat", "lon"})
    is_plain = number is None or (cell.isascii() and re.fullmatch(r"-?\d+(\.\d+)?", cell))
    return cell if is_plain else f"{number:.12g}"


def _columns(path: Path, lowered: dict[str, str]) -> dict[str, str]:
    """Choose the header of each column; name and position must be there."""
    columns = {}
    for column, headers in _ALIASES.items():
        header = next((h for h in headers if h in lowered), None)
        if header is not None:
            columns[column] = header
    missing = [column for column in ("name", "lat", "lon") if column not in columns]
    if missing:
        raise GazetteerError(f"{path.name}: no column for {', '.join(missing)}")
    return columns


def _cells(path: Path, content: bytes, notes: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        sheet = sheet_of(content, path.name)
    except ArticleError as problem:
        raise GazetteerError(str(problem)) from None
    notes += sheet.notes
    for row in sheet.rows:
        if row.fault:
            raise GazetteerError(f"{path.name} row {row.number}: {row.fault}")
        yield row.number, dict.fromkeys(sheet.header, "") | row.cells


def _features(path: Path, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
        for number, feature in enumerate(features, start=1):
            row = {k: "" if v is None else str(v) for k, v in feature["properties"].items()}
            geometry = feature.get("geometry")
            if geometry and geometry["type"] == "Point":
                row["lon"], row["lat"] = map(str, geometry["coordinates"][:2])
            yield number, row
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as problem:
        raise GazetteerError(f"{path.name}: not a GeoJSON feature collection ({problem})") from None


def _text(path: Path) -> str:
    """Read a file as UTF-8 text, unpacking zip and gzip on the way."""
    try:
        return _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None


def _content(path: Path) -> bytes:
    """Read a file, unpacking zip and gzip on the way, never more than `LARGEST`."""
    try:
        with _opened(path) as stream:
            content = bytearray()
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    most = LARGEST // 1_000_000
                    raise GazetteerError(f"{path.name}: holds more than {most} MB unpacked")
        return bytes(content)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise GazetteerError(f"{path.name}: cannot be read ({problem})") from None


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    """Open a file for its content, whatever it is packed in."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == b"PK\x03\x04" and kind_of(path.read_bytes()) == "zip":
        return _member(path)
    if start[:2] == b"\x1f\x8b":
        return gzip.open(path, "rb")
    return path.open("rb")


def _member(path: Path) -> IO[bytes]:
    """Open the dump in a zip: the one table that is not the readme."""
    archive = zipfile.ZipFile(path)
    tables = [
        n
        for n in archive.namelist()
        if n.lower().endswith((".txt", ".csv", ".tsv", ".geojson", ".json", ".xlsx"))
    ]
    tables = [n for n in tables if "readme" not in n.lower()]
    if len(tables) != 1:
        archive.close()
        raise GazetteerError(f"{path.name}: holds {len(tables)} tables, one is expected")
    return archive.open(tables[0])
