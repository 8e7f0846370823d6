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
    from collections.abc import Collection

    from mapper.base.vectors import Vectors

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
    """A file that a pack is made of: its path, what it is, and of outlines all that it holds."""

    path: Path
    form: str
    shapes: Vectors | None = None


def given(asked: str, form: str | None) -> Given:
    """Say of a file (``FILE`` or ``FILE:LAYER``) what it is.

    Raises
    ------
    GazetteerError
        If there is no such file, it is a folder, or what it is cannot be told.
    """
    path, layer = vectors.named(asked)
    if path.is_dir():
        raise GazetteerError(f"{path}: is a folder; name its files, each with a --from of its own")
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file")
    if form == BOUNDARIES or (form is None and (layer or _holds_shapes(path))):
        shapes = _shapes(path, layer)
        found = form or _of_shapes(path, shapes)
        return Given(path, found, shapes if found == BOUNDARIES else None)
    return Given(path, form or _form_of(path))


def _form_of(path: Path) -> str:
    line = content_of(path, _START).partition(b"\n")[0]
    tabs = line.count(b"\t") + 1
    if tabs == WIDTH and not columns_of(_headers(line)).get("lat"):
        return GEONAMES
    if tabs == CODES_WIDTH and b"." in line.partition(b"\t")[0]:
        return CODES
    return _of_table(path)


def _headers(line: bytes) -> list[str]:
    return line.decode("utf-8", "replace").strip().lower().split("\t")


def _holds_shapes(path: Path) -> bool:
    """Tell a file of shapes by its ending, by what an archive has in it, or as JSON."""
    ending = path.suffix.lower()
    if ending in _VECTORS or (ending == ".zip" and _packs_shapes(path)):
        return True
    start = content_of(path, _START) if ending != ".zip" else b""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _packs_shapes(path: Path) -> bool:
    import zipfile  # noqa: PLC0415 - only for archives

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise GazetteerError(f"{path.name}: cannot be read (no zip archive)") from None
    return any(Path(name).suffix.lower() in _VECTORS | {".geojson"} for name in names)


def _shapes(path: Path, layer: str | None) -> Vectors:
    try:
        return vectors.read(path, layer)
    except VectorError as problem:
        raise GazetteerError(str(problem)) from None


def _of_shapes(path: Path, shapes: Vectors) -> str:
    """Tell outlines from places by the shapes, and whose places they are by the columns."""
    try:
        features = shapes.document["features"]
        kinds = {(feature.get("geometry") or {}).get("type") for feature in features}
        columns = {str(name).strip().lower() for one in features for name in one["properties"]}
    except (KeyError, TypeError, AttributeError) as problem:
        raise GazetteerError(f"{path.name}: not a GeoJSON feature collection ({problem})") from None
    if kinds & {"Polygon", "MultiPolygon"}:
        return BOUNDARIES
    if path.suffix.lower() in _VECTORS | {".zip"}:
        raise GazetteerError(
            f"{path.name}: holds no outline; places are read from GeoJSON, CSV or a workbook: save "
            "it as one of these"
        )
    return OCHA if _is_of_ocha(columns) else CSV


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


def _is_of_ocha(header: Collection[str]) -> bool:
    """Tell OCHA's tables by P-codes under names of its own."""
    own = {"pcode", "admin4pcode", "admin4_pcode", "featurepcode", "admin3_pcode", "admin3pcode"}
    english = ("name_en", "admin4name_en", "admin4_en", "featurename_en")
    return any(h in own for h in header) and any(h in english for h in header)
