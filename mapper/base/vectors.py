"""Files of shapes as other tools write them: GeoJSON, shapefile, GeoPackage, KML, FlatGeobuf.

Whatever its format, a file comes as a GeoJSON object, whose member `crs` names the CRS of
its coordinates; x (longitude) stands before y. What the shapes mean is for who asked:
regions in `mapper.query`, zones in `mapper.zones`; `mapper.base.soundness` checks them.
"""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mapper.base.errors import VectorError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".shp": "shapefile",
    ".gpkg": "GeoPackage",
    ".kml": "KML",
    ".kmz": "KMZ",
    ".fgb": "FlatGeobuf",
    ".zip": "zip",
}
"""Endings that are read, and what a file of that name is."""

READ = "GeoJSON, shapefile (also zipped), GeoPackage, KML, KMZ and FlatGeobuf"

LARGEST = 400_000_000
"""Bytes that an archive may hold once unpacked; the outlines of a country's villages have 50 MB."""

_JSON = frozenset({".geojson", ".json"})
_ARCHIVES = frozenset({".kmz", ".zip"})
_UNPACKED = frozenset(FORMATS) - _ARCHIVES
_COMPANIONS = frozenset({".shx", ".dbf", ".prj", ".cpg"})
_CHUNK = 1 << 20
_HEAD = 1 << 16
_BEGINS = {
    ".shp": b"\x00\x00\x27\x0a",
    ".gpkg": b"SQLite format 3\x00",
    ".fgb": b"fgb\x03",
    ".kmz": b"PK",
    ".zip": b"PK",
}


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a file of shapes holds.

    `document` is a GeoJSON object; where `is_flat` its properties come from a table, whose
    cells are texts and numbers only. `remarks` say what was chosen on the way.
    """

    document: Any
    is_flat: bool
    remarks: tuple[str, ...] = ()


def is_file(asked: str) -> bool:
    """Tell a file of shapes from a name: by its ending, or because it is there and has one.

    Examples
    --------
    >>> is_file("own.shp"), is_file("own.gpkg:areas"), is_file("Idlib")
    (True, True, False)
    """
    path, _ = named(asked)
    return path.suffix.lower() in FORMATS or (bool(path.suffix) and path.is_file())


def named(asked: str) -> tuple[Path, str | None]:
    """Part ``FILE:LAYER``; a name without a layer gives None for it."""
    before, _, layer = asked.rpartition(":")
    if layer and Path(before).suffix.lower() in FORMATS:
        return Path(before), layer
    return Path(asked), None


def read(path: Path, layer: str | None = None) -> Vectors:
    """Read a file of shapes.

    Parameters
    ----------
    path
        File whose ending is one of `FORMATS`.
    layer
        Layer of a GeoPackage, or member of a zip by its name without ending; needed where
        there are several. The folders of a KML are taken together.

    Raises
    ------
    VectorError
        If there is no such file, it is not what its ending says, or a layer must be named.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise VectorError(f"{path}: files of this kind are not read; {READ} are")
    return _read(path, path, layer)


def _read(path: Path, asked: Path, layer: str | None) -> Vectors:
    """Read a file of a known ending; `asked` is the name that people know it by."""
    ending = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as problem:
        raise VectorError(f"{asked}: cannot be read: {problem.strerror}") from problem
    if not head:
        raise VectorError(f"{asked} is empty")
    if ending in _JSON:
        return Vectors(_json(path), is_flat=False)
    if not _is_what_it_says(ending, head):
        raise VectorError(f"{asked} is no {FORMATS[ending]}, though its name ends in {ending}")
    if ending in _ARCHIVES:
        with tempfile.TemporaryDirectory() as folder:
            inside, layer = _chosen(path, _unpack(path, Path(folder)), layer)
            return _read(inside, asked, layer)
    return _table(path, asked, layer)


def _is_what_it_says(ending: str, head: bytes) -> bool:
    """Look at a file's first bytes: GDAL goes by content, and knows formats that fetch others."""
    if ending == ".kml":
        plain = head.replace(b"\0", b"").lower()
        return b"<kml" in plain and b"<ogrvrt" not in plain
    return head.startswith(_BEGINS[ending])


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the text says
    """Read JSON in UTF-8, UTF-16 or UTF-32."""
    try:
        return json.loads(path.read_bytes())
    except RecursionError as problem:
        raise VectorError(f"{path.name}: no GeoJSON: it is nested too deeply") from problem
    except ValueError as problem:
        raise VectorError(f"{path.name}: no GeoJSON in UTF-8: {problem}") from problem


def _unpack(archive: Path, folder: Path) -> list[Path]:
    """Unpack what may be shapes, under its own name but in folders of ours; give their paths."""
    made: list[Path] = []
    parents: dict[PurePosixPath, Path] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(archive) as whole:
            for member in whole.infolist():
                inside = PurePosixPath(member.filename.replace("\\", "/"))
                ending = inside.suffix.lower()
                if ending not in _UNPACKED | _COMPANIONS or inside.name.startswith("._"):
                    continue
                own = parents.setdefault(inside.parent, folder / str(len(parents)))
                own.mkdir(exist_ok=True)
                target = own / f"{inside.stem}{ending}"
                left -= _copy(whole, member, target, left)
                if ending in _UNPACKED:
                    made.append(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as problem:
        raise VectorError(f"{archive}: the archive is damaged ({problem})") from problem
    except RuntimeError as problem:
        raise VectorError(f"{archive}: the archive needs a password; unpack it first") from problem
    return made


def _copy(whole: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Write one member of an archive to a file as long as there is room; give its bytes."""
    size = 0
    with whole.open(member) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise VectorError(
                    f"{whole.filename} holds more than {LARGEST // 1_000_000} MB; unpack it and"
                    " name the file"
                )
            sink.write(chunk)
    return size


def _chosen(archive: Path, inside: list[Path], layer: str | None) -> tuple[Path, str | None]:
    """Choose the member of an archive that is meant; what is left of `layer` is for that file."""
    if archive.suffix.lower() == ".kmz":
        inside = [path for path in inside if path.suffix == ".kml"][:1]  # the first is the document
    elif len(inside) > 1:
        inside = [path for path in inside if path.suffix != ".json"]
    if not inside:
        raise VectorError(f"{archive} holds no file of shapes; {READ} are read")
    if len(inside) == 1:
        return inside[0], layer if layer != inside[0].stem else None
    matching = [path for path in inside if path.stem == layer]
    if len(matching) != 1:
        names = [path.stem for path in inside]
        raise VectorError(_which(archive, names, names[0]))
    return matching[0], None


def _which(path: Path, names: list[str], example: str) -> str:
    """Ask for a layer."""
    listed = ", ".join(names)
    return f"{path} holds several layers: {listed}; name one of them as {path}:{example}"


def _table(path: Path, asked: Path, layer: str | None) -> Vectors:
    """Read what GDAL reads."""
    if path.suffix.lower() == ".shp" and not any(
        path.with_suffix(ending).is_file() for ending in (".shx", ".SHX")
    ):
        raise VectorError(
            f"{asked}: {path.stem}.shx is not beside it; a shapefile is several files of one name"
            " (.shp, .shx, .dbf, .prj)"
        )
    import pyogrio  # noqa: PLC0415 - GDAL is slow to load, and names need none

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL mends in silence is checked afterwards
            layers, remarks = _layers(pyogrio.list_layers(path), path, asked, layer)
            read_ones = [pyogrio.raw.read(path, layer=one, **_HOW) for one in layers]
            document = _document(read_ones, asked)
    except (RuntimeError, ValueError, OSError) as problem:
        if isinstance(problem, VectorError):
            raise
        raise VectorError(f"{asked}: cannot be read: {problem}") from problem
    return Vectors(document, is_flat=True, remarks=remarks)


_HOW = {"force_2d": True, "datetime_as_string": True}


def _layers(
    found: Any,  # noqa: ANN401 - an array
    path: Path,
    asked: Path,
    layer: str | None,
) -> tuple[list[str], tuple[str, ...]]:
    """Choose layers from an array of names and types of geometry."""
    spatial = {str(name): str(kind) for name, kind in found if kind is not None}
    if layer is not None:
        if layer not in spatial:
            listed = ", ".join(spatial) or "none"
            raise VectorError(f"{asked} has no layer {layer!r}; there are: {listed}")
        return [layer], ()
    if not spatial:
        raise VectorError(f"{asked} holds no layer with shapes")
    if len(spatial) == 1 or path.suffix.lower() == ".kml":
        return list(spatial), ()
    areas = [name for name, kind in spatial.items() if "Polygon" in kind]
    if len(areas) != 1:
        raise VectorError(_which(asked, [*spatial], (areas or [*spatial])[0]))
    others = ", ".join(name for name in spatial if name not in areas)
    return areas, (f"{asked}: layer {areas[0]} was taken, the only one of polygons, not {others}",)


def _document(layers: list[Any], asked: Path) -> dict[str, Any]:
    """Make a feature collection of layers as pyogrio gives them; they share one CRS."""
    systems = list(dict.fromkeys(meta["crs"] for meta, *_ in layers))
    if len(systems) > 1:
        raise VectorError(f"{asked}: its layers are of several CRS; name one as FILE:LAYER")
    features = [feature for one in layers for feature in _features(*one)]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return document | ({"crs": systems[0]} if systems[0] else {})


def _features(meta: dict[str, Any], _fids: Any, shapes: Any, cells: Any) -> Iterator[Any]:  # noqa: ANN401 - arrays
    """Give the rows of a layer as GeoJSON features."""
    import shapely  # noqa: PLC0415 - as above
    from shapely.geometry import mapping  # noqa: PLC0415 - as above

    names = [str(name) for name in meta["fields"]]
    columns = [column.tolist() for column in cells]
    for number, shape in enumerate(shapely.from_wkb(shapes, on_invalid="fix")):
        row = zip(names, (column[number] for column in columns), strict=True)
        properties = {
            name: value
            for name, value in row
            if value is not None and value != "" and value == value  # noqa: PLR0124 - NaN is empty
        }
        geometry = None if shape is None or shape.is_empty else mapping(shape)
        yield {"type": "Feature", "properties": properties, "geometry": geometry}
