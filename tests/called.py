"""The command line run in this process, up to its exit, with streams of its own."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from mapper.cli import main as entry


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Called:
    """What a command answered: its exit code, and what it printed."""

    code: int
    out: str
    err: str


def stream(*, terminal: bool = False) -> io.TextIOWrapper:
    """Make a stream of text over bytes in memory."""
    kind = Terminal if terminal else io.TextIOWrapper
    return kind(io.BytesIO(), encoding="utf-8", errors="surrogateescape", newline="")


def call(*words: object, given: bytes = b"", terminal: bool = False) -> Called:
    """Run ``mapper`` with some words; an error that none foresaw comes through."""
    out, err = stream(terminal=terminal), stream(terminal=terminal)
    stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    before = sys.argv, sys.stdin
    sys.argv, sys.stdin = ["mapper", *map(str, words)], stdin
    try:
        with redirect_stdout(out), redirect_stderr(err):
            entry.run()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    finally:
        sys.argv, sys.stdin = before
    told = []
    for one in (out, err):
        one.flush()
        told.append(one.buffer.getvalue().decode("utf-8", "surrogateescape"))  # type: ignore[attr-defined]
    return Called(code, *told)
