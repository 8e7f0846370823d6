"""Damaged input of every kind, read as the program reads it: refused in a line, or read, in time.

``python tests/faults/fuzz.py 10000`` makes as many and prints what became of them; the tests read
fewer. ``--seed S`` makes others, ``--only NAME`` those of one kind, ``--case N`` one again. All run
in a child with limits: an error that none foresaw, more than 60 seconds or a gigabyte is a failure.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from called import call
from damaged import mutated, zipped
from faults.kinds import RECORDS, Kind, Kit, kinds, kit_in, touched, workbook

from mapper.base.errors import MapperError

LONGEST_S = 60
MOST_BYTES = 1_000_000_000
WHOLE = 10
"""One of so many is read by its command, from end to end."""

ODD: tuple[Any, ...] = (
    *(
        "",
        " ",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e999",
        "9" * 400,
        "-1",
        "0",
        "1.5",
        "\u00b2",
        "\u0663",
    ),
    *("9999-12-31", "0001-01-01", "2019-02-30", "2019", "2019-05-06T25:00", "\x00", "\ud800"),
    *(
        "\u202e",
        "\x1b[2J",
        "'",
        '"',
        ";",
        "; ; ;",
        ",",
        "=1+1",
        "a" * 5000,
        "( " * 3000,
        "9" * 60_000,
    ),
    *("javascript:alert(1)", "file:///etc/passwd", "../../x", "/etc/passwd", "http://[", "\ufeff"),
    *("\u0663", "9" * 60_000, "\u2028", "\r", "\n", "\t", "airstrike", "null", "true"),
    *("Idlib; " * 300, "\u0301" * 200, float("nan"), float("inf"), 91, 181),
    *(
        None,
        True,
        False,
        -1,
        0,
        1,
        2**63,
        10**30,
        1e308,
        -1e308,
        float("nan"),
        float("inf"),
        91,
        181,
    ),
    *([], {}, [[]], [None], {"a": {"b": []}}, ["x"] * 300, [[[[[[0]]]]]], {"type": "Point"}),
    *({"type": "Point", "coordinates": ["x", 1]}, {"type": "Polygon", "coordinates": [[[0, 0]]]}),
)
"""What is put where it does not belong."""

_SQL = (
    "UPDATE {t} SET {c} = {v}",
    "UPDATE {t} SET {c} = {v} WHERE rowid = 1",
    "ALTER TABLE {t} DROP COLUMN {c}",
    "ALTER TABLE {t} RENAME COLUMN {c} TO other",
    "DROP TABLE {t}",
    "DELETE FROM {t}",
    "DROP TABLE {t}; CREATE VIEW {t} AS SELECT * FROM {t}",
    "DROP TABLE {t}; CREATE TABLE {t} ({c})",
    "INSERT INTO {t} ({c}) VALUES ({v})",
    "INSERT INTO {t} SELECT * FROM {t}",
)
_TABLES = ("incidents", "locations", "events", "run", "claims", "articles", "uncertainty", "zones")
_COLUMNS = (
    *("incident_id", "date_start", "date_end", "killed_min", "killed_open", "places", "event_type"),
    *("geom", "value", "key", "radius_m", "lat", "lon", "scope", "sentence", "url", "seq"),
)
_VALUES = (
    *("NULL", "'x'", "x'ff00'", "9e999", "-1", "7", "9223372036854775807", "'9999-12-31'"),
    *("'2019-13-45'", "zeroblob(100)", "CAST(x'ff' AS TEXT)", "printf('%05000d', 1)", "''"),
)


_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no workbook holds."""


_SIGNS = "\u202e\u200f\u0301\x00\r\n\t\x0b\x85\u2028"


class TooSlowError(Exception):
    """A case took more time than one may."""


def odd_text(chance: random.Random) -> str:
    """Give an odd value as the text of a cell."""
    value = chance.choice(ODD)
    return value if isinstance(value, str) else json.dumps(value)


def broken_json(content: bytes, chance: random.Random) -> bytes:
    """Change a member of JSON: another value, gone, twice, or deeper."""
    value = json.loads(content)
    spots: list[tuple[Any, Any]] = []
    _spots(value, spots)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if not spots:
            break
        holder, key = chance.choice(spots)
        what = chance.randrange(10)
        if isinstance(holder, dict) and key in holder:
            if what == 0:
                del holder[key]
            elif what == 1:
                holder[chance.choice(("", "x" * 3000, "type", "\u202e"))] = holder.pop(key)
            else:
                holder[key] = _nested(chance) if what == 2 else chance.choice(ODD)
        elif isinstance(holder, list) and key < len(holder):
            if what == 0:
                del holder[key]
            elif what == 1:
                holder *= chance.choice((2, 50))
            else:
                holder[key] = _nested(chance) if what == 2 else chance.choice(ODD)
    return json.dumps(value).encode()


def _spots(value: Any, found: list[tuple[Any, Any]]) -> None:  # noqa: ANN401 - any JSON
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(members):
        found.append((value, key))
        if isinstance(inner, dict | list):
            _spots(inner, found)


def _nested(chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    made: Any = 0
    for _ in range(chance.choice((5, 200))):
        made = [made] if chance.random() < 0.5 else {"a": made}
    return made


def broken_lines(content: bytes, chance: random.Random) -> bytes:
    """Change a line of JSON, or which lines there are."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines) - 1)
    if chance.random() < 0.8:
        lines[at] = broken_json(lines[at], chance)
    else:
        lines[at : at + 1] = chance.choice(
            ([], [lines[at]] * 3, [b"[]"], [b"{}"], [b"7"], [b"nul"])
        )
    return b"\n".join(lines)


def broken_table(content: bytes, chance: random.Random, delimiter: str = ",") -> bytes:
    """Change cells, columns or rows of a table."""
    rows = list(csv.reader(io.StringIO(content.decode()), delimiter=delimiter))
    rows = [row for row in rows if row] or [[""]]
    for _ in range(chance.choice((1, 1, 2, 5))):
        row = chance.choice(rows)
        what = chance.randrange(8)
        if what < 4 and row:
            row[chance.randrange(len(row))] = odd_text(chance)
        elif what == 4:
            column = chance.randrange(max(map(len, rows)))
            for one in rows:
                del one[column : column + 1]
        elif what == 5:
            rows.append(list(row))
        elif what == 6 and len(rows) > 1:
            rows.remove(row)
        else:
            row += [odd_text(chance)] * chance.choice((1, 30))
    made = io.StringIO()
    dialect = "unix" if chance.random() < 0.2 else "excel"
    writer = csv.writer(made, dialect, delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows or [[""]])
    page = "utf-8" if chance.random() < 0.9 else "utf-16"
    return made.getvalue().encode(page, "surrogatepass")


def broken_text(content: bytes, chance: random.Random) -> bytes:
    """Put odd words into a text, or make one of them many."""
    text = content.decode()
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(text) + 1)
        what = chance.randrange(4)
        if what == 0:
            text = text[:at] + odd_text(chance) + text[at:]
        elif what == 1:
            text = text[:at] + text[at : at + chance.randrange(1, 30)] * chance.choice((3, 40))
        elif what == 2:
            end = at + chance.randrange(1, 200)
            text = text[:at] + text[end:] + text[at:end]
        else:
            text = (
                text[:at] + chance.choice("\u202e\u200f\u0301\x00\r\n\t\x0b\x85\u2028") + text[at:]
            )
    return text.encode("utf-8", "surrogatepass")


def broken_book(content: bytes, chance: random.Random) -> bytes:
    """Change cells of a workbook, or bytes of a part of it."""
    if chance.random() < 0.5:
        rows = csv.reader(
            io.StringIO(
                broken_table(RECORDS.encode(), chance).decode("utf-8", "replace"), newline=""
            )
        )
        return workbook([_NO_CELL.sub("", cell)[:30_000] for cell in row] for row in rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    files[name] = mutated(bytes(files[name]), chance)  # type: ignore[arg-type]
    return zipped(files)


def damage(kind: Kind, chance: random.Random, folder: Path) -> bytes:
    """Damage a sample, by its bytes or by what it says."""
    by_bytes = chance.random() < 0.3
    if kind.form == "store" and not by_bytes:
        words = {"t": chance.choice(_TABLES), "c": chance.choice(_COLUMNS)}
        statement = chance.choice(_SQL).format(**words, v=chance.choice(_VALUES))
        return touched(kind.content, statement, folder / "touched.gpkg")
    ways: dict[str, Callable[[bytes, random.Random], bytes]] = {
        "json": broken_json,
        "lines": broken_lines,
        "csv": broken_table,
        "tsv": lambda content, chance: broken_table(content, chance, "\t"),
        "text": broken_text,
        "xlsx": broken_book,
    }
    return (mutated if by_bytes else ways.get(kind.form, mutated))(kind.content, chance)


def _alarm(_: int, __: FrameType | None) -> None:
    raise TooSlowError(f"not done after {LONGEST_S} seconds")


def one(kind: Kind, content: bytes, kit: Kit, folder: Path, *, whole: bool) -> list[str]:
    """Read one damaged input; give what became of it."""
    path = folder / kind.name
    path.write_bytes(content)
    if whole:
        told = call(*kind.words(path, kit), given=content if kind.name == "s.geojson" else b"")
        assert told.code in {0, 1, 2, 3}, told
        assert "Traceback" not in told.err, told.err
        assert told.code != 1 or told.err.strip(), told
        return [f"exit {told.code}"]
    try:
        reasons = kind.read(path, kit)
    except MapperError as problem:
        return ["refused" if str(problem).strip() else "refused without a word"]
    assert "failed" not in reasons, reasons
    return sorted(set(reasons)) or ["read"]


def go(
    numbers: Sequence[int],
    folder: Path,
    *,
    seed: int = 0,
    only: str | None = None,
    whole_every: int = WHOLE,
    tell: Callable[[str], None] = print,
) -> tuple[Counter[str], int]:
    """Read damaged inputs; give how often each thing became of one, and how many failed."""
    kit = kit_in(folder / "kit")
    slots: dict[str, list[Kind]] = {}
    for kind in kinds(kit):
        if only in (None, kind.name):
            slots.setdefault(kind.slot, []).append(kind)
    turns = list(slots.values())
    found: Counter[str] = Counter()
    failed = 0
    slowest = (0.0, "")
    for number in numbers:
        turn, slot = divmod(number, len(turns))
        kind = turns[slot][turn % len(turns[slot])]
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same each time
        whole = chance.random() * whole_every < 1
        work = folder / f"case{number % 2}"
        work.mkdir(exist_ok=True)
        content = damage(kind, chance, work)
        began = time.monotonic()
        try:
            for word in one(kind, content, kit, work, whole=whole):
                found[f"{kind.name}: {word}"] += 1
        except (Exception, TooSlowError) as problem:  # noqa: BLE001 - what is looked for
            failed += 1
            at = "".join(traceback.format_exception(problem)[-3:])
            tell(f"FAILED case {number} of seed {seed}, {kind.name}, whole {whole}:\n{at}")
        took = time.monotonic() - began
        slowest = max(slowest, (took, f"case {number}, {kind.name}"))
        if took > LONGEST_S:
            failed += 1
            tell(f"FAILED case {number} of seed {seed}, {kind.name}: {took:.0f} seconds")
    tell(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    return found, failed


def _child(options: argparse.Namespace) -> int:
    """Read a stretch of cases under limits."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _alarm)
    numbers = range(options.start, options.count) if options.case is None else [options.case]

    def each() -> Iterator[int]:
        for number in numbers:
            print(f"at {number}", file=sys.stderr, flush=True)
            signal.alarm(LONGEST_S)
            yield number
        signal.alarm(0)

    with tempfile.TemporaryDirectory() as folder:
        every = 1 if options.whole else WHOLE
        found, failed = go(
            each(),  # type: ignore[arg-type]
            Path(folder),
            seed=options.seed,
            only=options.only,
            whole_every=every,
        )
    for word, times in sorted(found.items()):
        print(f"{times:7d} {word}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"most memory: {most / 1e6:.0f} MB")
    return min(failed + (most > MOST_BYTES), 100)


def main() -> int:
    """Run cases in children; one that dies is a failure, and the next goes on behind it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--case", type=int)
    parser.add_argument("--whole", action="store_true", help="read each by its command")
    parser.add_argument("--start", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return _child(options)
    failed, start = 0, 0
    while True:
        command = [sys.executable, *sys.argv, "--child", "--start", str(start)]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        lines = done.stderr.splitlines()
        at = [int(line[3:]) for line in lines if line.startswith("at ")]
        other = [line for line in lines if not line.startswith("at ")]
        print("\n".join(other[-20:]))
        if 0 <= done.returncode <= 100 and not any("Traceback" in line for line in other):
            failed += done.returncode
            break
        failed += 1
        print(f"FAILED case {at[-1] if at else '?'}: the process ended with {done.returncode}")
        if not at or options.case is not None:
            break
        start = at[-1] + 1
    print(f"{failed} failed")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
