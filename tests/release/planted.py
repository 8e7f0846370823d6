"""Plants what must not leave in files, in the ways that these store what they hold."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import sqlite3
import struct
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "Zubeidah Memorial"
"""A name that stands nowhere."""

POSITION = (35.7318462907, 36.3917284056)
"""A position (lat, lon) that is nowhere's, degrees, EPSG:4326."""

LAT, LON = POSITION

_TEXTS = frozenset(
    {".json", ".geojson", ".qml", ".csv", ".tsv", ".nl", ".geojsonseq", ".html", ".txt", ".js"}
)
_BLOCK = re.compile(rb'(<script type="text/plain" id="([^"]+)"[^>]*>)([^<]*)(<)')


def plants(path: Path) -> dict[str, Callable[[Path], None]]:
    """Give the ways to plant in a file: by name, what does so in place.

    Raises
    ------
    LookupError
        If nothing is known of such files: a new form of output needs a way to plant in it.
    """
    suffix = path.suffix
    found: dict[str, Callable[[Path], None]] = {}
    if suffix in _TEXTS:
        found |= {
            "text": _behind(NAME.upper()),
            "entities": _behind(NAME.replace("e", "&#101;").replace(" ", "&nbsp;")),
            "escapes": _behind(NAME.replace("e", "\\u0065")),
            "percent": _behind(NAME.replace(" ", "%20").replace("Z", "%5A")),
            "broken": _behind(NAME.replace("d", "d\u00ad").replace(" ", "\n")),
            "coordinates": _behind(f"[{LON:.3f},{LAT:.3f}]"),
            "cut": _behind(f'"lat":{str(LAT)[:7]},"lon":{str(LON)[:7]}'),
            "alone": _behind(f"at {LAT:.6f}."),
            "base64": _behind(base64.b64encode(gzip.compress(NAME.encode() * 3)).decode()),
        }
    if suffix == ".html":
        found |= _in_blocks(path)
    elif suffix == ".gpkg":
        found |= {
            "cell": _run("UPDATE gpkg_contents SET description = ? WHERE rowid = 1", NAME),
            "deleted row": _deleted,
            "double": _blob(struct.pack("<d", LAT)),
            "doubles of the other order": _blob(struct.pack(">2d", LON, LAT)),
            "rounded doubles": _blob(struct.pack("<2d", round(LON, 3), round(LAT, 3))),
            "single floats": _blob(struct.pack("<2f", LON, LAT)),
            "whole steps": _blob(struct.pack("<2i", round(LON * 1e5), round(LAT * 1e5))),
            "column": _run(
                "CREATE TABLE more (here REAL)", None, "INSERT INTO more VALUES (?)", LAT
            ),
            "column's name": _run(f'CREATE TABLE more ("{NAME}" TEXT)', None),
        }
    elif suffix in {".qgz", ".xlsx"}:
        found |= {"member": _member("more.qgs", NAME), "member's name": _member(f"{NAME}.xml", "")}
    elif suffix in {".geoparquet", ".parquet"}:
        found |= {"cell": _parquet(NAME, None), "double": _parquet(None, LAT), "geometry": _wkb}
    if not found:
        raise LookupError(f"no way is known to plant in {path.name}")
    return {**found, "file's name": _renamed}


def _behind(text: str) -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{text}\n")

    return plant


def _renamed(path: Path) -> None:
    path.rename(path.with_name(f"{NAME}{path.suffix}"))


def _run(*steps: object) -> Callable[[Path], None]:
    """Run statements on a database, each with its value or None."""

    def plant(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            for statement, value in zip(steps[::2], steps[1::2], strict=True):
                database.execute(str(statement), () if value is None else (value,))

    return plant


def _deleted(path: Path) -> None:
    """Leave a row in the free bytes of a page."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        with database:
            database.execute("CREATE TABLE more (text TEXT)")
            database.executemany("INSERT INTO more VALUES (?)", [("first",), (f"at {NAME}",)])
        with database:
            database.execute("DELETE FROM more WHERE text <> 'first'")


def _blob(value: bytes) -> Callable[[Path], None]:
    return _run(
        "CREATE TABLE more (shape BLOB)", None, "INSERT INTO more VALUES (?)", b"GP" + value
    )


def _member(name: str, text: str) -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, text)

    return plant


def _parquet(text: str | None, number: float | None) -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        import pyarrow as pa  # noqa: PLC0415 - one form of many
        import pyarrow.parquet as pq  # noqa: PLC0415 - same

        table = pq.read_table(path)
        more = pa.array([text if text is not None else number] * len(table))
        pq.write_table(table.append_column("more", more), path, compression="zstd")

    return plant


def _wkb(path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 - one form of many
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    table = pq.read_table(path)
    point = struct.pack("<BI2d", 1, 1, round(LON, 4), round(LAT, 4))
    pq.write_table(table.append_column("more", pa.array([point] * len(table))), path)


def _in_blocks(path: Path) -> dict[str, Callable[[Path], None]]:
    """Give a way to plant in every block that a page packs."""
    names = [found[2].decode() for found in _BLOCK.finditer(path.read_bytes())]
    made: dict[str, Callable[[Path], None]] = {}
    for name in names:
        if name == "mapper-core":
            made["block mapper-core"] = _moved_point
        elif name != "mapper-ids":
            made[f"block {name}"] = _block(name, _with_name)
        if name == "mapper-context":
            made["shape in mapper-context"] = _block(name, _with_shape)
            made["place in mapper-context"] = _block(name, _with_place)
    return made


def _block(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def plant(path: Path) -> None:
        def changed(found: re.Match[bytes]) -> bytes:
            if found[2].decode() != name:
                return found[0]
            plain = gzip.decompress(base64.b64decode(found[3]))
            return found[1] + base64.b64encode(gzip.compress(change(plain))) + found[4]

        path.write_bytes(_BLOCK.sub(changed, path.read_bytes()))

    return plant


def _with_name(plain: bytes) -> bytes:
    """Put the name in the place of some letters, as many bytes as before."""
    told = NAME.encode()
    at = next(
        (one.start() for one in re.finditer(rb"[A-Za-z ,.]{%d}" % len(told), plain)), len(plain)
    )
    return plain[:at] + told + plain[at + len(told) :]


def _with_shape(plain: bytes) -> bytes:
    told = json.loads(plain)
    steps = [round(LON * 1e4), round(LAT * 1e4)]
    told["zones"].append({"shape": {"kind": "line", "digits": 4, "paths": [[*steps, 5, 5]]}})
    return json.dumps(told).encode()


def _with_place(plain: bytes) -> bytes:
    told = json.loads(plain)
    told["places"]["lat"][0], told["places"]["lon"][0] = round(LAT * 1e4), round(LON * 1e4)
    return json.dumps(told).encode()


def _moved_point(path: Path) -> None:
    """Move the last point of a page to the position."""
    meta = _read(path, "mapper-meta")
    columns = [entry["name"] for entry in json.loads(meta)["core"]]
    spec = {entry["name"]: entry for entry in json.loads(meta)["core"]}
    assert columns[:2] == ["lat", "lon"]

    def change(plain: bytes) -> bytes:
        length = spec["lat"]["length"]
        rest = plain[2 * 4 * length :]
        made = b""
        for number, value in enumerate((LAT, LON)):
            planes = np.frombuffer(plain, np.uint8, 4 * length, number * 4 * length)
            steps = planes.reshape(4, length).T.copy().view("<u4").ravel().astype(np.int64)
            values = np.cumsum((steps >> 1) ^ -(steps & 1))
            values[-1] = round(value * 1e5)
            apart = np.diff(values, prepend=0)
            folded = ((apart << 1) ^ (apart >> 63)).astype("<u4")
            made += folded.view(np.uint8).reshape(-1, 4).T.tobytes()
        return made + rest

    _block("mapper-core", change)(path)


def _read(path: Path, name: str) -> bytes:
    found = next(one for one in _BLOCK.finditer(path.read_bytes()) if one[2].decode() == name)
    with gzip.open(io.BytesIO(base64.b64decode(found[3]))) as stream:
        return stream.read()
