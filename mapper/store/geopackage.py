"""The GeoPackage standard, as far as the store uses it: its tables, blobs, R-trees.

Written on SQLite directly, so that the same rows give the same bytes whatever GDAL is
installed, rows can arrive in batches, and a query starts without loading a GIS library.
Follows OGC 12-128r17 (GeoPackage 1.3.0): requirements on core tables, feature tables,
geometry blobs (clause 2.1.3) and the R-tree extension (annex F.3).
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300
SRS_ID = 4326
GEOMETRY = "geom"
KEY = "fid"
EPOCH = "1970-01-01T00:00:00.000Z"

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", "undefined Cartesian plane"),
    ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
    ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, _WGS84, "longitude and latitude in degrees"),
)
_RTREE_EXTENSION = (
    "gpkg_rtree_index",
    "http://www.geopackage.org/spec120/#extension_rtree",
    "write-only",
)
_TRIGGERS = (
    """CREATE TRIGGER "{r}_insert" AFTER INSERT ON "{t}"
  WHEN (NEW."{g}" NOT NULL AND NOT ST_IsEmpty(NEW."{g}"))
BEGIN INSERT OR REPLACE INTO "{r}" VALUES (NEW."{k}", {box}); END""",
    """CREATE TRIGGER "{r}_update1" AFTER UPDATE OF "{g}" ON "{t}"
  WHEN OLD."{k}" = NEW."{k}" AND (NEW."{g}" NOTNULL AND NOT ST_IsEmpty(NEW."{g}"))
BEGIN INSERT OR REPLACE INTO "{r}" VALUES (NEW."{k}", {box}); END""",
    """CREATE TRIGGER "{r}_update2" AFTER UPDATE OF "{g}" ON "{t}"
  WHEN OLD."{k}" = NEW."{k}" AND (NEW."{g}" ISNULL OR ST_IsEmpty(NEW."{g}"))
BEGIN DELETE FROM "{r}" WHERE id = OLD."{k}"; END""",
    """CREATE TRIGGER "{r}_update3" AFTER UPDATE ON "{t}"
  WHEN OLD."{k}" != NEW."{k}" AND (NEW."{g}" NOTNULL AND NOT ST_IsEmpty(NEW."{g}"))
BEGIN DELETE FROM "{r}" WHERE id = OLD."{k}";
  INSERT OR REPLACE INTO "{r}" VALUES (NEW."{k}", {box}); END""",
    """CREATE TRIGGER "{r}_update4" AFTER UPDATE ON "{t}"
  WHEN OLD."{k}" != NEW."{k}" AND (NEW."{g}" ISNULL OR ST_IsEmpty(NEW."{g}"))
BEGIN DELETE FROM "{r}" WHERE id IN (OLD."{k}", NEW."{k}"); END""",
    """CREATE TRIGGER "{r}_delete" AFTER DELETE ON "{t}" WHEN OLD."{g}" NOT NULL
BEGIN DELETE FROM "{r}" WHERE id = OLD."{k}"; END""",
)

_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""

_PLAIN_HEADER = struct.pack("<2sBBi", b"GP", 0, 0b001, SRS_ID)
_BOX_HEADER = struct.pack("<2sBBi", b"GP", 0, 0b011, SRS_ID)
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_POINT, _MULTIPOINT = 1, 4
_POINT_BYTES = 21
_MULTI = {1: 4, 2: 5, 3: 6}
_ONE_PART_BYTES = 9


@dataclass(frozen=True, slots=True)
class Layer:
    """One table of the file: its name, description, columns and geometry type, if any."""

    name: str
    description: str
    columns: tuple[tuple[str, str], ...]
    geometry: str | None

    @property
    def rtree(self) -> str:
        """Name of the R-tree over its geometry."""
        return f"rtree_{self.name}_{GEOMETRY}"

    @property
    def is_multi(self) -> bool:
        """Whether every geometry is stored as a collection of its kind."""
        return (self.geometry or "").startswith("MULTI")


def start(connection: sqlite3.Connection) -> None:
    """Turn an empty database into an empty GeoPackage."""
    connection.executescript(
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {USER_VERSION};{_CORE}"
    )
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _SYSTEMS)


def add_layer(connection: sqlite3.Connection, layer: Layer, *, changed: str = EPOCH) -> None:
    """Create a table, register it, and give it an empty R-tree if it has a geometry.

    The geometry is the last column: SQLite then reads a row's attributes without
    walking through its polygon.
    """
    columns = [f'"{KEY}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    columns += [f'"{name}" {kind}' for name, kind in layer.columns]
    if layer.geometry:
        columns.append(f'"{GEOMETRY}" {layer.geometry}')
    connection.execute(f'CREATE TABLE "{layer.name}" ({", ".join(columns)})')
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change,"
        " srs_id) VALUES (?,?,?,?,?,?)",
        (
            layer.name,
            "features" if layer.geometry else "attributes",
            layer.name,
            layer.description,
            changed,
            SRS_ID if layer.geometry else None,
        ),
    )
    if layer.geometry:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
            (layer.name, GEOMETRY, layer.geometry, SRS_ID),
        )
        connection.execute(
            f'CREATE VIRTUAL TABLE "{layer.rtree}" USING rtree(id, minx, maxx, miny, maxy)'
        )
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)",
            (layer.name, GEOMETRY, *_RTREE_EXTENSION),
        )


def index_boxes(
    connection: sqlite3.Connection, layer: Layer, boxes: Iterable[tuple[int, Box]]
) -> None:
    """Put rows' bounding boxes into the layer's R-tree: (fid, (west, south, east, north))."""
    connection.executemany(
        f'INSERT INTO "{layer.rtree}" VALUES (?,?,?,?,?)',
        ((fid, west, east, south, north) for fid, (west, south, east, north) in boxes),
    )


def finish_layer(connection: sqlite3.Connection, layer: Layer, extent: Box | None) -> None:
    """Record a filled layer's extent and add the triggers that keep its R-tree in step.

    The triggers call functions that GIS programs bring (``ST_MinX`` ...) and plain
    SQLite lacks, so they come after the rows.
    """
    if not layer.geometry:
        return
    if extent is not None:
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?"
            " WHERE table_name = ?",
            (*extent, layer.name),
        )
    box = ", ".join(f'ST_{edge}(NEW."{GEOMETRY}")' for edge in ("MinX", "MaxX", "MinY", "MaxY"))
    for trigger in _TRIGGERS:
        connection.execute(trigger.format(r=layer.rtree, t=layer.name, g=GEOMETRY, k=KEY, box=box))


def add_styles(
    connection: sqlite3.Connection,
    styles: Iterable[tuple[Layer, str]],
    *,
    changed: str = EPOCH,
) -> None:
    """Add default styles (QML) for QGIS, one per layer.

    QGIS reads them only when the table is listed among the contents; the columns are
    those it makes itself.
    """
    connection.execute(_STYLES)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles for QGIS', ?)",
        (changed,),
    )
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
        " update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', ?)",
        (
            (
                layer.name,
                GEOMETRY if layer.geometry else "",
                layer.name,
                qml,
                layer.description,
                changed,
            )
            for layer, qml in styles
        ),
    )


def union(boxes: Iterable[Box | None]) -> Box | None:
    """Give the smallest box around boxes; None when there is none.

    Examples
    --------
    >>> union([(36.0, 35.0, 36.5, 35.5), None, (36.2, 34.9, 36.3, 35.0)])
    (36.0, 34.9, 36.5, 35.5)
    """
    there = [box for box in boxes if box is not None]
    if not there:
        return None
    west, south, east, north = zip(*there, strict=True)
    return min(west), min(south), max(east), max(north)


def encode(wkb: bytes, box: Box | None = None, *, multi: bool = False) -> bytes:
    """Make a geometry blob.

    Parameters
    ----------
    wkb
        Little-endian WKB in two dimensions, not empty.
    box
        West, south, east, north, stored as the blob's envelope; None leaves it out, as
        is usual for points.
    multi
        Wrap a single point, line or polygon as a one-part collection of its kind, so
        that a layer has one geometry type (QGIS splits a layer that mixes them).

    Examples
    --------
    >>> decode(encode(struct.pack("<BI2d", 1, 1, 36.5, 35.75)))[:5].hex()
    '0101000000'
    """
    kind = wkb[1]
    if multi and kind in _MULTI:
        wkb = struct.pack("<BII", 1, _MULTI[kind], 1) + wkb
    if box is None:
        return _PLAIN_HEADER + wkb
    west, south, east, north = box
    return _BOX_HEADER + struct.pack("<4d", west, east, south, north) + wkb


def decode(blob: bytes) -> bytes:
    """Take the WKB out of a geometry blob; a collection of one part becomes that part.

    Raises
    ------
    ValueError
        If the bytes are no GeoPackage geometry.
    """
    if blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    wkb = blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111] :]
    kind, parts = struct.unpack_from("<II", wkb, 1)
    if kind in _MULTI.values() and parts == 1:
        return wkb[_ONE_PART_BYTES:]
    return wkb


def points(blob: bytes | None) -> list[tuple[float, float]]:
    """Read the positions of a point or multipoint blob, without a geometry library.

    Returns
    -------
    positions
        (lon, lat) in degrees; empty for a null geometry.

    Examples
    --------
    >>> points(encode(struct.pack("<BI2d", 1, 1, 36.5, 35.75), multi=True))
    [(36.5, 35.75)]
    """
    if blob is None:
        return []
    wkb = decode(blob)
    kind = wkb[1]
    if kind == _POINT:
        return [struct.unpack_from("<2d", wkb, 5)]
    if kind != _MULTIPOINT:
        raise ValueError("not a point geometry")
    count = struct.unpack_from("<I", wkb, 5)[0]
    starts = (_ONE_PART_BYTES + n * _POINT_BYTES + 5 for n in range(count))
    return [struct.unpack_from("<2d", wkb, start) for start in starts]


def insert(layer: Layer) -> str:
    """Write the statement that adds one row: fid, the columns, the geometry if it has one."""
    names = [KEY, *(name for name, _ in layer.columns), *([GEOMETRY] if layer.geometry else [])]
    marks = ",".join("?" * len(names))
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{layer.name}" ({quoted}) VALUES ({marks})'
