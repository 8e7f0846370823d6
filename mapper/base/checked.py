"""What structured input may hold, checked where it comes in: one wording for what is wrong.

A fault names the file, the line or row or feature, the field, the value cut short, and what was
expected. Who reads a kind of file says where it is and what its fields are; the rest is here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from mapper.base.errors import MapperError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from mapper.base.schema import ColumnType

LARGEST = 2**53
"""Whole numbers beyond it are not what was written, in any program that reads JSON."""

_LONGEST = 60
_MOST_DIGITS = 400
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_MARK = "\ufeff"


class FieldError(MapperError, ValueError):
    """A value of structured input is not what its field holds.

    Parameters
    ----------
    where
        File, and line, row or feature in it.
    field
        Name of the field; None for what is wrong with the whole.
    value
        What stands there.
    wanted
        What was expected, in words that follow "is ...; ".
    """

    def __init__(self, where: str, field: str | None, value: object, wanted: str) -> None:
        self.where, self.field, self.value, self.wanted = where, field, value, wanted
        told = f"{field} is {shortened(value)}; {wanted}" if field else wanted
        super().__init__(f"{where}: {told}")


@dataclass(frozen=True, slots=True)
class Field:
    """What one field holds: its type, whether it must be there, its codes and its ends."""

    name: str
    type: ColumnType = "text"
    required: bool = False
    codes: tuple[Any, ...] = ()
    least: float | None = None
    most: float | None = None


def shortened(value: object) -> str:
    r"""Write a value in one line, cut where it is long, without signs that a terminal obeys.

    Examples
    --------
    >>> print(shortened("x\x1b[2J"), shortened({"a": 1}), shortened(None), shortened(2.5))
    'x\x1b[2J' an object null 2.5
    """
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}...")
    if isinstance(value, int) and value.bit_length() > _MOST_DIGITS:
        return f"a number of {value.bit_length()} binary digits"
    if isinstance(value, bool | int | float | None):
        return "null" if value is None else str(value).lower()
    return kind_of(value)


def kind_of(value: object) -> str:
    """Name a kind of value as JSON does."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")


def is_text(value: object) -> bool:
    """Tell a text that can be written to any file: without halves of characters or noughts."""
    return isinstance(value, str) and _UNWRITABLE.search(value) is None


def is_line(value: object) -> bool:
    """Tell a text of one line that any file, page or terminal can hold: no control character."""
    return isinstance(value, str) and _NO_LINE.search(value) is None


_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def is_day(value: object) -> bool:
    """Tell a day written as YYYY-MM-DD."""
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_number(value: object) -> bool:
    """Tell a finite number that is what was written."""
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and abs(value) <= LARGEST and isfinite(value)  # type: ignore[arg-type]


def is_whole(value: object) -> bool:
    """Tell a whole number."""
    return is_number(value) and float(value).is_integer()  # type: ignore[arg-type]


def is_flag(value: object) -> bool:
    """Tell true and false."""
    return isinstance(value, bool)


TESTS: dict[ColumnType, Callable[[object], bool]] = {
    "text": is_text,
    "date": is_day,
    "int": is_whole,
    "float": is_number,
    "bool": is_flag,
}
"""What tells a value of each type of the schema."""

WORDS: dict[ColumnType, str] = {
    "text": "text",
    "date": "a day as YYYY-MM-DD",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
"""What each type is called."""


def check_value(value: object, field: Field, where: str) -> None:
    """Hold a value that is there against its field.

    Raises
    ------
    FieldError
        If it is of another type, none of its codes, or beyond its ends.
    """
    wanted = WORDS[field.type]
    if not TESTS[field.type](value):
        raise FieldError(where, field.name, value, f"{wanted} is expected")
    if field.codes and value not in field.codes:
        listed = ", ".join(map(str, field.codes))
        raise FieldError(where, field.name, value, f"there are: {listed}")
    low, high = field.least, field.most
    if (low is not None and value < low) or (high is not None and value > high):  # type: ignore[operator]
        ends = f"from {low:g}" if high is None else f"from {low:g} to {high:g}"
        raise FieldError(where, field.name, value, f"{wanted} {ends} is expected")


def check_fields(cells: Mapping[str, Any], fields: Iterable[Field], where: str) -> dict[str, Any]:
    """Hold the cells of one row against its fields; give those that are there.

    Raises
    ------
    FieldError
        If one is missing or not what its field holds.
    """
    found: dict[str, Any] = {}
    for field in fields:
        value = cells.get(field.name)
        if value is None:
            if field.required:
                raise FieldError(where, field.name, None, f"{WORDS[field.type]} is needed")
            continue
        check_value(value, field, where)
        found[field.name] = value
    return found


def need_columns(header: Collection[str] | None, needed: Iterable[str], where: str) -> None:
    """See that a table has the columns that it needs.

    Raises
    ------
    FieldError
        If one is missing.
    """
    missing = [name for name in needed if name not in (header or ())]
    if missing:
        raise MissingColumnError(where, missing)


class MissingColumnError(MapperError, ValueError):
    """A table lacks a column."""

    def __init__(self, where: str, missing: Collection[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"{where}: column {', '.join(missing)} is missing")


def number_of(text: str) -> float | None:
    """Read a plain decimal number of a table's cell; None where it is none, or not finite.

    Examples
    --------
    >>> number_of("35.5"), number_of("1e3"), number_of("nan"), number_of("1_0"), number_of("1e999")
    (35.5, 1000.0, None, None, None)
    """
    bare = text.strip()
    if len(bare) > _MOST_DIGITS or not _NUMBER.fullmatch(bare) or not bare.isascii():
        return None
    value = float(bare)
    return value if isfinite(value) else None


def json_of(content: bytes | str, where: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON, UTF-8, as the standard has it.

    Parameters
    ----------
    content
        Bytes of a file or a line, or its text.
    where
        File, and line in it, for messages.

    Raises
    ------
    FieldError
        If it is not UTF-8 or no JSON, is nested too deeply, or holds NaN, an infinity or a number
        of hundreds of digits.
    """
    try:
        text = content.decode() if isinstance(content, bytes) else content
        return json.loads(text.removeprefix(_MARK), parse_constant=_no_number, parse_int=_whole_of)
    except UnicodeDecodeError as problem:
        raise NotJsonError(where, f"not UTF-8 at byte {problem.start}") from None
    except json.JSONDecodeError as problem:
        at = f"line {problem.lineno} column {problem.colno}"
        raise NotJsonError(where, f"not JSON: {problem.msg} at {at}") from None
    except RecursionError:
        raise NotJsonError(where, "not JSON that can be read: nested too deeply") from None
    except ValueError as problem:
        raise NotJsonError(where, f"not JSON: {problem}") from None


class NotJsonError(MapperError, ValueError):
    """A file or a line is no JSON."""

    def __init__(self, where: str, fault: str) -> None:
        self.where, self.fault = where, fault
        super().__init__(f"{where}: {fault}")


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON; write null or leave it out")


def _whole_of(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def features_of(collection: object, where: str) -> list[dict[str, Any]]:
    """Give the features of a GeoJSON collection, each an object with properties and a geometry.

    Raises
    ------
    FieldError
        If it is no collection, or a feature of it none; names the feature.
    """
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise FieldError(where, None, collection, "not a GeoJSON feature collection")
    for number, feature in enumerate(collection["features"], start=1):
        feature_of(feature, f"{where} feature {number}")
    return list(collection["features"])


def feature_of(feature: object, where: str) -> dict[str, Any]:
    """Give a GeoJSON feature whose properties are an object and whose geometry is one or null.

    Raises
    ------
    FieldError
        If it is none.
    """
    if not isinstance(feature, dict):
        raise FieldError(where, None, feature, "a GeoJSON feature is expected")
    if not isinstance(feature.get("properties"), dict):
        raise FieldError(where, "properties", feature.get("properties"), "an object is expected")
    geometry = feature.get("geometry")
    if "geometry" not in feature or not isinstance(geometry, dict | None):
        wanted = "a GeoJSON geometry or null is expected"
        raise FieldError(where, "geometry", geometry, wanted)
    return feature
