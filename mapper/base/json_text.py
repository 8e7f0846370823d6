"""JSON as it is written: the same values for every reader, and nothing a terminal would obey."""

from __future__ import annotations

import json
import re
from typing import Any

_OBEYED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that JSON may hold as they are, and that no terminal or file should get."""


def to_json(value: Any, *, indent: int | None = None, compact: bool = False) -> str:  # noqa: ANN401 - any JSON value
    r"""Write a value as JSON, letters as they are and unseen signs as ``\uXXXX``.

    Raises
    ------
    ValueError
        If it holds a number that JSON has not.

    Examples
    --------
    >>> print(to_json({"a": "حلب", "b": "x\x9b2J\u202e"}, compact=True))
    {"a":"حلب","b":"x\u009b2J\u202e"}
    """
    apart = (",", ":") if compact else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=apart, allow_nan=False)
    return text if text.isascii() and "\x7f" not in text else _OBEYED.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
