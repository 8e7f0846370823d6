"""The log beside the outputs: what came in, when it was said, and who decided what.

A line of JSON for each build, added and never changed. Each holds the hash of the line before
it, so that no line can be changed, taken out or put in without all that follow saying so. It is
written just before the outputs take their names: there is no output without a line, and a line
whose outputs are not there tells of a build that was cut short.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from mapper.base.errors import ExportError
from mapper.base.schema import JOINER
from mapper.pipeline.provenance import CUSTODY, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Row = dict[str, Any]

BUILT, APPENDED = "built", "appended"
"""What a line tells of."""
MANIFEST_HASH = "manifest_sha256"
"""Key of the hash of ``manifest.json``, and so of all that it lists."""

_EPOCH = "SOURCE_DATE_EPOCH"
_DECIDED = ("file", "action", "by", "date", "status")
_IDS = re.compile(r"(?:inc|evt)-[0-9a-f]+")
_QUOTE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')
_CAME, _WENT = "came", "went"
_KEPT, _UNDONE = "decided", "no_longer_decided"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log.

    `entry` is None where the line is no JSON object, as one that was cut short; `sha256` is of
    its bytes and its line end.
    """

    number: int
    entry: Row | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The log as read: its lines, and what is wrong with their order, in words.

    `is_torn` tells whether its last line has no end.
    """

    lines: tuple[Line, ...]
    faults: tuple[str, ...]
    is_torn: bool

    @property
    def entries(self) -> list[Row]:
        """The lines that can be read."""
        return [line.entry for line in self.lines if line.entry is not None]

    @property
    def cut_short(self) -> tuple[int, ...]:
        """The numbers of the lines that are no JSON object."""
        return tuple(line.number for line in self.lines if line.entry is None)


def read_chain(content: bytes) -> Chain:
    """Read a log and follow its chain.

    Parameters
    ----------
    content
        All of its bytes.

    Returns
    -------
    chain
        Every line, damaged ones too.
    """
    lines: list[Line] = []
    faults: list[str] = []
    is_torn = bool(content) and not content.endswith(b"\n")
    cut = content.removesuffix(b"\n").split(b"\n") if content else []
    for number, written in enumerate(cut, start=1):
        whole = written + b"\n"
        line = Line(number, _entry(whole), f"sha256:{hashlib.sha256(whole).hexdigest()}")
        before = lines[-1].sha256 if lines else None
        if line.entry is not None and line.entry.get("previous") != before:
            there = f"that of line {number - 1}" if lines else "none, as the first has"
            faults.append(
                f"line {number} does not hold the hash before it ({there}): a line was changed,"
                " taken out or put in"
            )
        lines.append(line)
    return Chain(tuple(lines), tuple(faults), is_torn)


def record(
    folder: Path,
    manifest: Mapping[str, Any],
    inputs: Iterable[Mapping[str, str]],
    decided: Iterable[Mapping[str, Any]],
    *,
    is_added: bool = False,
    at: str | None = None,
) -> None:
    """Add a line on a build that is about to take its place.

    Parameters
    ----------
    folder
        Folder of the outputs.
    manifest
        What `mapper.pipeline.provenance.manifest` put together.
    inputs
        As `mapper.pipeline.provenance.inputs_of` gives them, with the names that a manifest for
        the public may not have.
    decided
        Rows of the table ``corrections``.
    is_added
        Whether an earlier build was added to.
    at
        Time as `moment` gives it; None for now.

    Raises
    ------
    ExportError
        If the log cannot be written, or is none of ours. Nothing is left of a line that could
        not be written whole.
    """
    path = folder / CUSTODY
    with _held(path) as stream:
        content = stream.read()
        chain = read_chain(content)
        if content and not any("previous" in entry for entry in chain.entries):
            raise ExportError(f"{path} is no log of a build; move it elsewhere")
        entry = {
            "previous": chain.lines[-1].sha256 if chain.lines else None,
            "at": moment(at),
            "event": APPENDED if is_added else BUILT,
            "internal": True,
            "made_by": manifest["made_by"],
            "gazetteer_hash": manifest["gazetteer_hash"],
            "words_hash": manifest["words_hash"],
            "options": manifest["options"],
            **_news(chain, _CAME, _WENT, inputs),
            **_news(chain, _KEPT, _UNDONE, map(_decision, decided)),
            MANIFEST_HASH: f"sha256:{hashlib.sha256(to_json(manifest).encode()).hexdigest()}",
        }
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        _add(stream, (b"\n" if chain.is_torn else b"") + line, len(content))


def moment(told: str | None = None) -> str:
    """Give a time in UTC to the second: that told, that of ``SOURCE_DATE_EPOCH``, or now.

    Parameters
    ----------
    told
        ISO 8601; without a zone it is in UTC.

    Raises
    ------
    ExportError
        If it is no time.
    """
    epoch = os.environ.get(_EPOCH)
    try:
        if told is not None:
            given = datetime.fromisoformat(told)
            when = given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
        else:
            when = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as problem:
        how = f"{_EPOCH} is {epoch!r}, no number of seconds since 1970"
        if told is not None:
            how = f"{told!r} is no time; write one like 2026-12-01T09:30:00Z"
        raise ExportError(how) from problem
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_time(at: str) -> datetime:
    """Read what `moment` gives."""
    return datetime.fromisoformat(at)


def held(chain: Chain) -> list[Row]:
    """Give the inputs that a log says its last build had, sorted."""
    return _told(chain, _CAME, _WENT)


def _decision(row: Mapping[str, Any]) -> Row:
    """Give of a decision what it is of and whose it is, in no words of a text or a reason.

    A target that quotes words, which may be the ones to be withheld, is told by its hash.
    """
    target = str(row["target"])
    ids = _IDS.findall(_QUOTE.split(target)[0])
    hashed = f"sha256:{hashlib.sha256(target.encode()).hexdigest()}"
    return {"target": JOINER.join(ids) or hashed, **{name: row[name] for name in _DECIDED}}


def _news(chain: Chain, more: str, less: str, rows: Iterable[Mapping[str, Any]]) -> Row:
    """Say what of some rows is new since the line before, and what is no more there."""
    before, now = Counter(map(_key, _told(chain, more, less))), Counter(map(_key, rows))
    return {
        more: [json.loads(key) for key in sorted((now - before).elements())],
        less: [json.loads(key) for key in sorted((before - now).elements())],
    }


def _told(chain: Chain, more: str, less: str) -> list[Row]:
    """Add up what came and what went, line by line."""
    there: Counter[str] = Counter()
    for entry in chain.entries:
        came, went = (entry.get(key) for key in (more, less))
        there += Counter(map(_key, came if isinstance(came, list) else ()))
        there -= Counter(map(_key, went if isinstance(went, list) else ()))
    return [json.loads(key) for key in sorted(there.elements())]


def _key(row: object) -> str:
    """Write a row so that the same one is the same text."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)


def _entry(line: bytes) -> Row | None:
    """Read a line as a JSON object."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


@contextmanager
def _held(path: Path) -> Iterator[IO[bytes]]:
    """Open the log to read and to add to, for this process alone where the system has locks."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ExportError(f"{path} is no ordinary file; move it elsewhere")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("ab+", buffering=0)
    except OSError as problem:
        raise ExportError(f"cannot write {path}: {problem.strerror}") from problem
    with stream:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        yield stream


def _add(stream: IO[bytes], line: bytes, size: int) -> None:
    """Add a line whole or not at all; `size` is that of the log before."""
    try:
        left = memoryview(line)
        while left:
            left = left[stream.write(left) :]
        os.fsync(stream.fileno())
    except OSError as problem:
        with suppress(OSError):
            os.ftruncate(stream.fileno(), size)
        raise ExportError(f"cannot write {CUSTODY}: {problem.strerror}") from problem
