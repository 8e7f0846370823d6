"""What a file of places is, told by its content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mapper.base import vectors
from mapper.base.errors import ArticleError, GazetteerError, VectorError
from mapper.gazetteer.imports.files import content_of
from mapper.gazetteer.imports.geonames import CODES_WIDTH, WIDTH
from mapper.gazetteer.imports.headers import columns_of
from mapper.sources import sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable

GEONAMES, CODES, OCHA, CSV, UNITS, BOUNDARIES = (
    *("geonames", "codes", "ocha", "csv"),
    *("units", "boundaries"),
)
FORMS = (GEONAMES, CODES, OCHA, CSV, UNITS, BOUNDARIES)
"""What a file may be: a GeoNames dump, its table of units' codes, OCHA's populated places, a plain
table of places, a table of units' names without positions, outlines of units."""

_START = 4096
_VECTORS = frozenset(vectors.FORMATS) - {".zip", ".json", ".geojson"}


class Given(NamedTuple):
    """A file that a pack is made of: its path, its layer where it has several, what it is."""

    path: Path
    layer: str | None
    form: str


def given(asked: str, form: str | None) -> Given:
    """Say of a file (``FILE`` or ``FILE:LAYER``) what it is.

    Raises
    ------
    GazetteerError
        If there is no such file, or what it is cannot be told.
    """
    path, layer = vectors.named(asked)
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file")
    return Given(path, layer, form or _form_of(path, layer))


def _form_of(path: Path, layer: str | None) -> str:
    ending = path.suffix.lower()
    if layer or ending in _VECTORS:
        return _of_shapes(path, layer)
    if ending == ".zip" and _holds_shapes(path):
        return _of_shapes(path, layer)
    start = content_of(path, _START)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _of_shapes(path, layer)
    line = start.partition(b"\n")[0]
    tabs = line.count(b"\t") + 1
    if tabs == WIDTH and not columns_of(_headers(line)).get("lat"):
        return GEONAMES
    if tabs == CODES_WIDTH and b"." in line.partition(b"\t")[0]:
        return CODES
    return _of_table(path)


def _headers(line: bytes) -> list[str]:
    return line.decode("utf-8", "replace").strip().lower().split("\t")


def _holds_shapes(path: Path) -> bool:
    import zipfile  # noqa: PLC0415 - only for archives

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise GazetteerError(f"{path.name}: cannot be read (no zip archive)") from None
    return any(Path(name).suffix.lower() in _VECTORS | {".geojson"} for name in names)


def _of_shapes(path: Path, layer: str | None) -> str:
    """Tell outlines from places by the first shape."""
    try:
        features = vectors.read(path, layer).document["features"]
        kinds = {(feature.get("geometry") or {}).get("type") for feature in features}
    except VectorError as problem:
        raise GazetteerError(str(problem)) from None
    except (KeyError, TypeError, AttributeError) as problem:
        raise GazetteerError(f"{path.name}: not a GeoJSON feature collection ({problem})") from None
    return BOUNDARIES if kinds & {"Polygon", "MultiPolygon"} else OCHA


def _of_table(path: Path) -> str:
    try:
        header = sheet_of(content_of(path), path.name).header
    except ArticleError as problem:
        raise GazetteerError(str(problem)) from None
    columns = columns_of(list(header))
    if {"name", "lat", "lon"} <= set(columns):
        return OCHA if _is_of_ocha(header) else CSV
    if any(f"admin{n}" in columns and f"admin{n}_pcode" in columns for n in (1, 2, 3)):
        return UNITS
    raise GazetteerError(
        f"{path.name}: what it is cannot be told: no columns name, lat and lon, and no names with "
        f"P-codes of units; say it with --as ({', '.join(FORMS)})"
    )


def _is_of_ocha(header: Iterable[str]) -> bool:
    """Tell OCHA's tables by P-codes under names of its own."""
    own = {"pcode", "admin4pcode", "admin4_pcode", "featurepcode", "admin3_pcode", "admin3pcode"}
    english = ("name_en", "admin4name_en", "admin4_en", "featurename_en")
    return any(h in own for h in header) and any(h in english for h in header)
