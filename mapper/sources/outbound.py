"""Codes of known tables the other way round: how one of ours is written in theirs.

The rows of `mapper/data/tables/codes.csv` whose ``out`` is ``yes``, or ``guess`` where theirs
says more than ours tells; of several for one code of ours the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.sources.known import fold, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

_RADIUS = "radius_m"
_GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of theirs as they spell it; `guess` says what it asserts that ours does not."""

    theirs: str
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A code for how well a place is known: our ``geo_precision`` and metres of radius for it."""

    theirs: str
    precision: int
    radius_m: float


@lru_cache(maxsize=64)
def outward(table: str, crosswalk: str) -> Mapping[str, Code]:
    """Give their code for each of ours that has one.

    Parameters
    ----------
    table, crosswalk
        As the columns of those names in ``codes.csv``.

    Examples
    --------
    >>> outward("acled", "sub_event_type")["barrel_bomb"].theirs
    'Air/drone strike'
    """
    found: dict[str, Code] = {}
    for row in _written(table, crosswalk):
        guess = row["why"] if row["out"] == _GUESS else ""
        found.setdefault(row["ours"], Code(row["theirs"], guess))
    return found


@lru_cache(maxsize=16)
def grades(table: str, crosswalk: str) -> tuple[Grade, ...]:
    """List their codes for how well a place is known, as `codes.csv` has them."""
    radii = {
        fold(row["theirs"]): float(row["ours"])
        for row in listed("codes")
        if (row["table"], row["crosswalk"]) == (table, _RADIUS)
    }
    return tuple(
        Grade(row["theirs"], int(row["ours"]), radii[fold(row["theirs"])])
        for row in _written(table, crosswalk)
    )


def _written(table: str, crosswalk: str) -> list[dict[str, str]]:
    """Give the rows of a crosswalk that are for writing."""
    found = [
        row for row in listed("codes") if (row["table"], row["crosswalk"]) == (table, crosswalk)
    ]
    return [row for row in found if row["out"]]
