"""JSON read value by value, so that a file of any length needs the memory of one value."""

from __future__ import annotations

import codecs
import json
import re
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1_000_000
_DEEPEST = 50
_MOST_DIGITS = 30
_MOST_STEPS = 10_000_000
"""Members and elements that are taken one by one: about a minute's work."""

_SPACE = re.compile(r"[ \t\r\n]*")


class BadJsonError(ValueError):
    """A value is no JSON, is cut off, or is too long."""


def encoding_of(start: bytes) -> str:
    """Give the encoding of JSON by its first bytes; UTF-8 unless they are a mark of another."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")


def _whole(digits: str) -> int | float:
    """Read an integer; one of too many digits for an id or a time is only a large number."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float("inf")


DECODER = json.JSONDecoder(parse_int=_whole, strict=False)
"""Reads JSON as programs write it; control characters in strings are let pass."""


class JsonText:
    """A stream of JSON, of which values are taken one after another.

    Parameters
    ----------
    stream
        Bytes in UTF-8, or in UTF-16 or UTF-32 with its mark; broken letters are read as
        replacement signs.
    longest
        Code points of the longest value that is taken whole.
    """

    def __init__(self, stream: IO[bytes], longest: int) -> None:
        self._stream, self._longest, self._steps = stream, longest, 0
        self._text, self._at, self._is_end = "", 0, False
        start = stream.read(_BLOCK)
        self._decoder = codecs.getincrementaldecoder(encoding_of(start))("replace")
        self._add(start)

    def peek(self) -> str:
        """Give the next sign that is no space, "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Pass over a sign that must come next."""
        found = self.peek()
        if found != sign:
            raise BadJsonError(f"{sign!r} is expected and {found or 'the end'!r} is there")
        self._at += 1

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self.peek():
            raise BadJsonError("more follows behind its end")

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Take the next value whole.

        Raises
        ------
        BadJsonError
            If it is none, is cut off, or is too long or nested too deeply.
        """
        self.peek()
        while True:
            found = self._tried()
            if found is not None:
                self._at = found[1]
                return found[0]
            if len(self._text) - self._at > self._longest:
                raise BadJsonError(f"a value is no JSON or longer than {self._longest} signs")
            if not self._more(len(self._text) - self._at):
                raise BadJsonError("a value is no JSON or is cut off")

    def skip(self, depth: int = 0) -> None:
        """Pass over the next value, of any length."""
        sign = self.peek()
        found = self._tried()
        if found is not None:
            self._at = found[1]
        elif sign == "{" and depth < _DEEPEST:
            for _ in self.members():
                self.skip(depth + 1)
        elif sign == "[" and depth < _DEEPEST:
            for _ in self.elements():
                self.skip(depth + 1)
        else:
            self.value()

    def members(self) -> Iterator[str]:
        """Give the keys of the object that comes next; whoever asks takes each one's value."""
        self.take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise BadJsonError("the key of an object is no text")
            self.take(":")
            self._step()
            yield key
            if self.peek() != ",":
                self.take("}")
                return
            self._at += 1

    def elements(self) -> Iterator[None]:
        """Stop before each element of the array that comes next; whoever asks takes it."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            self._step()
            yield
            if self.peek() != ",":
                self.take("]")
                return
            self._at += 1

    def _step(self) -> None:
        """Count what is taken one by one."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise BadJsonError(f"there are more than {_MOST_STEPS} members and elements")

    def _tried(self) -> tuple[Any, int] | None:
        """Read the next value, if it is here whole."""
        try:
            found, end = DECODER.raw_decode(self._text, self._at)
        except RecursionError:
            raise BadJsonError("a value is nested too deeply") from None
        except ValueError:
            return None
        is_sure = end < len(self._text) or self._is_end or self._text[end - 1] in '"]}'
        return (found, end) if is_sure else None

    def _more(self, least: int = 0) -> bool:
        """Read on; False at the end."""
        if self._is_end:
            return False
        self._add(self._stream.read(max(_BLOCK, least)))
        return True

    def _add(self, content: bytes) -> None:
        self._is_end = not content
        self._text = self._text[self._at :] + self._decoder.decode(content, self._is_end)
        self._at = 0
