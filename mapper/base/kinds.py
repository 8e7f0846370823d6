"""Kinds of attack and their kinship: which words may be of one strike. The one table of it.

``kinds.csv`` has a row per code of ``event_type``. Kinship is a shared family; families are
narrower or wider by what is compared, so there is a column for each:

``within``
    Two reports in one article: a writer varies the word ("the raid", "the blast").
``across``
    Two articles or records: each writer chose a kind, so less is interchangeable.
``scored``
    A coded incident and an annotated one: one family a kind.
``rank``
    Of several kinds named by one stretch of words the smallest names the incident.
``aircraft``
    ``own``: struck from the air. ``carried``: words of this kind are an airstrike where
    aircraft carry it ("jets fired rockets"). ``acted``: only as a verb ("the air force
    shelled").
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of attack: its code, its place in the order, its families."""

    event_type: str
    rank: int | None
    within: frozenset[str]
    across: frozenset[str]
    scored: str | None
    aircraft: str | None


@cache
def kinds() -> Mapping[str, Kind]:
    """Read the table: every kind by its code, in the file's order."""
    text = (files("mapper.base") / "kinds.csv").read_text(encoding="utf-8")
    return {row["event_type"]: _kind(row) for row in csv.DictReader(text.splitlines())}


def _kind(row: Mapping[str, str]) -> Kind:
    return Kind(
        row["event_type"],
        int(row["rank"]) if row["rank"] else None,
        _families(row["within"]),
        _families(row["across"]),
        row["scored"] or None,
        row["aircraft"] or None,
    )


def _families(cell: str) -> frozenset[str]:
    return frozenset(name.strip() for name in cell.split(";") if name.strip())


@cache
def ranked() -> tuple[str, ...]:
    """Give the kinds that words can name, the one that names an incident of several first."""
    named = [(kind.rank, code) for code, kind in kinds().items() if kind.rank is not None]
    return tuple(code for _, code in sorted(named))


@cache
def by_aircraft(*how: str) -> frozenset[str]:
    """Give the kinds whose column ``aircraft`` holds one of some words."""
    return frozenset(code for code, kind in kinds().items() if kind.aircraft in how)


def are_kin_within(codes: Iterable[str]) -> bool:
    """See whether one article may use all of some kinds for one strike.

    Examples
    --------
    >>> are_kin_within({"airstrike", "explosion_ied"}), are_kin_within({"shelling", "airstrike"})
    (True, False)
    """
    return bool(frozenset.intersection(*(kinds()[code].within for code in codes)))


def families_across(code: str) -> frozenset[str]:
    """Give the families of a kind between articles; kinds without one are never joined."""
    return kinds()[code].across


def scored_family(code: str) -> str | None:
    """Give the family of a kind where coded and annotated incidents are compared."""
    return kinds()[code].scored
