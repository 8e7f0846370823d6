"""What is being read of a file of decisions: those found so far, and what cannot be one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base.spreadsheets import runs
from mapper.corrections import BadValueError, Correction, read_value
from mapper.review.cells import one_line

if TYPE_CHECKING:
    from mapper.corrections import Change
    from mapper.gazetteer import Gazetteer
    from mapper.review.known import Known

_ACTOR = "actor"
_SHOWN = 300
"""Characters of what is said of a cell, which may quote all of it."""


@dataclass(frozen=True, slots=True)
class Back:
    """What a person decided: decisions, what was refused, and what to know of the reading.

    `faults` are lines that begin with the file, row and column they are of.
    """

    corrections: tuple[Correction, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, why and when, where a row does not say it itself."""

    by: str | None = None
    why: str | None = None
    date: str | None = None


@dataclass(slots=True)
class Page:
    """What has been read of a file so far; `known` and `gazetteer` tell what may be meant."""

    name: str
    known: Known
    gazetteer: Gazetteer
    signed: Signed
    columns: frozenset[str] = frozenset()
    corrections: list[Correction] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    respelled: list[str] = field(default_factory=list)
    """Rows whose date a spreadsheet wrote in the order of its country."""

    def refuse(self, where: str, why: object) -> None:
        """Say what is wrong with a cell."""
        told = one_line(str(why))
        told = told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}\u2026"
        self.faults.append(f"{self.name}, {where}: {told}")

    def read(self, where: str, action: str, value: str) -> tuple[Change, ...] | None:
        """Read a value, or refuse it by its cell."""
        try:
            if action == _ACTOR and runs(value):
                raise BadValueError(f"{value!r} would run as a formula")  # noqa: TRY301
            changes = read_value(action, value, self.gazetteer)
            _check_places(changes)
        except BadValueError as problem:
            self.refuse(where, problem)
            return None
        remarks = [one.remark for one in changes if one.remark]
        self.notes += [f"{self.name}, {where}: {remark}" for remark in remarks]
        return changes

    def done(self) -> Back:
        """Give what was read."""
        notes = list(self.notes)
        if self.respelled:
            where = f"{self.respelled[0]}{' and others' if len(self.respelled) > 1 else ''}"
            notes.append(
                f"{self.name}, {where}, date: the day as it was in another spelling; not changed"
            )
        return Back(tuple(self.corrections), tuple(self.faults), tuple(notes))


def _check_places(changes: tuple[Change, ...]) -> None:
    """Refuse a place that a value names twice."""
    counts = Counter(
        (one.location.place_id, one.location.name)
        for change in changes
        for one in change.placed or ()
    )
    for (_, name), count in counts.items():
        if count > 1:
            raise BadValueError(f"it names {name} twice; name each place once")
