"""What was found of outputs, one thing at a time, and how its names are written for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Verdict = Literal["same", "differs", "unchecked", "note"]

_LONGEST = 100
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what of, how it stands, and in words.

    `part` is ``files``, ``custody``, ``rebuild``, ``rows``, ``bytes`` or ``why``; `names` are
    the files or rows it is of.
    """

    part: str
    verdict: Verdict
    what: str
    names: tuple[str, ...] = ()


def plainly(value: object) -> str:
    """Write a value for people, in letters that do nothing to a terminal."""
    if isinstance(value, str) and value.isprintable():
        return value if len(value) <= _LONGEST else value[:_LONGEST] + " ..."
    text = json.dumps(value, default=lambda blob: f"{len(blob)} bytes")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


def listed(names: Iterable[str]) -> str:
    """List names for people, the first few."""
    all_names = [plainly(name) for name in names]
    more = f" and {len(all_names) - _SHOWN} more" if len(all_names) > _SHOWN else ""
    return ", ".join(all_names[:_SHOWN]) + more
