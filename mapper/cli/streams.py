"""The streams of the command line: what is on a terminal is harmless, and what fails is told."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ExportError
from mapper.base.shown import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STANDARD = 3


class Guarded:
    """A stream of text: a terminal gets no sign that it obeys, a fault of the system is an error.

    Parameters
    ----------
    below
        The stream that writes; None for one that the caller has closed.
    needed
        Whether what cannot be written is an error.
    """

    def __init__(self, below: Any, *, needed: bool) -> None:  # noqa: ANN401 - whatever Python made of it
        self.below = below
        self._needed = needed
        self._is_shown = below is not None and below.isatty()

    @property
    def encoding(self) -> str:
        """Its encoding; UTF-8 where nothing would take letters, so that nobody goes around it."""
        named = getattr(self.below, "encoding", None) or "utf-8"
        return "utf-8" if named.lower() in {"ascii", "us-ascii", "ansi_x3.4-1968"} else named

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return self._is_shown

    def write(self, text: str) -> int:
        """Write a text."""
        if not isinstance(text, str):
            raise TypeError("text is written here, no bytes")
        self._do("write", harmless(text) if self._is_shown else text)
        return len(text)

    def writelines(self, texts: Iterable[str]) -> None:
        """Write texts one after the other."""
        for text in texts:
            self.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        if self.below is not None:
            self._do("flush")

    def as_it_is(self, text: str) -> None:
        """Write what moves on a terminal on purpose, and holds nothing from outside."""
        self._do("write", text)
        self.flush()

    def _do(self, what: str, *words: str) -> None:
        """Let the stream below do something; say what the system has against it."""
        if self.below is None:
            if self._needed:
                raise ExportError("cannot write: the standard output is closed")
            return
        try:
            getattr(self.below, what)(*words)
        except BrokenPipeError:
            raise
        except OSError as problem:
            if self._needed:
                raise ExportError(f"cannot write: {problem.strerror}") from problem

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the stream below
        """Give all else of the stream below."""
        return getattr(self.below, name)


@contextmanager
def guarded() -> Iterator[None]:
    """Guard the standard streams as long as a command runs.

    A stream that the caller has closed is opened on nothing first: else the next file that is
    opened would take its place, and get what libraries say.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    _fill_gaps()
    for stream in before[1:]:
        # Half a character of a name in no encoding must not end a command.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        sys.stdin = before[0] or nothing
        sys.stdout = Guarded(before[1], needed=True)
        sys.stderr = Guarded(before[2], needed=False)
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


def let_go() -> None:
    """Let what a stream still holds go to nothing, so that no second fault is told at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def progress(text: str) -> None:
    """Write over the last line of the terminal that stderr is; empty clears it."""
    if isinstance(sys.stderr, Guarded):
        sys.stderr.as_it_is(f"\r{text}" if text else "\r\033[K")


def put(texts: Iterable[str]) -> None:
    """Write data to stdout as they are, line ends included."""
    how = {"newline": ""} if sys.stdout.isatty() else {"newline": "", "encoding": "utf-8"}
    with suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(**how)  # type: ignore[union-attr]
    sys.stdout.writelines(texts)
    sys.stdout.flush()


def _fill_gaps() -> None:
    """Open the first three numbers of files that are not."""
    for number in range(_STANDARD):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
