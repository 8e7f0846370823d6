"""One report held against one incident told before it: all that a rule may look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.incidents.likeness import has_same_toll, has_telling_toll, intervals, tolls_differ
from mapper.incidents.whereabouts import (
    APART,
    INSIDE,
    NONE,
    SAME,
    compare_places,
    is_listed,
    is_named,
    is_of_side,
    is_unplaced,
    same_place,
)
from mapper.text import is_timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Report

MAX_GAP = 3
NEXT_TO = 2
"""Sentences over which a report may lean on the one before; fewer where it says little."""

_NEARBY_KM = 15.0
_BESIDE_KM = 5.0
"""Kilometres within which the same dead and hurt at another place are of the same strike, and
within which the same dead are whom somebody else tells of."""


@dataclass(frozen=True)
class Pair:
    """A report and a draft it may be of.

    `places` are those taken for the report's, `scopes` the scopes a draft may have; `headline`
    tells a headline or a caption, which may say again what the body told anywhere.
    """

    scene: Scene
    draft: Draft
    report: Report
    places: Sequence[int]
    scopes: tuple[str, ...]
    headline: bool = False

    @cached_property
    def gap(self) -> int:
        """Sentences since the draft was last spoken of."""
        return self.scene.gap(self.draft.reports[-1], self.report)

    @cached_property
    def has_same_toll(self) -> bool:
        """Whether a figure of the draft is told again."""
        return has_same_toll(self.draft, self.report)

    @cached_property
    def has_telling_toll(self) -> bool:
        """Whether figures are told again that hardly two strikes of a day have."""
        return has_telling_toll(self.draft, self.report)

    @cached_property
    def is_told_twice(self) -> bool:
        """Whether an item tells the strike of another again: its kind, its places, no other toll.

        With words of its own for the time it must tell the same toll; two entries of a log with
        a time of day each are two strikes.
        """
        report, resolved = self.report, self.scene.resolved
        if report.when is not None and not self.has_same_toll:
            return False
        alike = self.draft.event_type == report.event_type and not tolls_differ(self.draft, report)
        if not alike or report.is_another or not all(is_named(resolved, n) for n in self.places):
            return False
        text = self.scene.reading.text
        told = [one.sentence.start for one in self.draft.reports]
        if any(is_timed(text, start) for start in (report.sentence.start, *told)):
            return False
        return bool(self.places) and all(
            any(same_place(resolved[n], resolved[m]) for m in self.draft.places)
            for n in self.places
        )

    @cached_property
    def lie(self) -> int:
        """How the places lie; a name nobody can place does not part what points back."""
        lie = compare_places(self.scene.resolved, self.draft.places, self.places)
        named = any(is_named(self.scene.resolved, n) for n in self.places)
        acts = "bare verb" in self.report.evidence and self.report.agent is not None
        if acts and named and lie not in (SAME, NONE):
            return APART  # "the army also targeted X": one more place, not a detail
        return lie if lie != APART else self._lie_told_again()

    def _lie_told_again(self) -> int:
        """See places apart by name that may be one all the same."""
        if self.is_retold_nearby or self._is_retold_of_region():
            return INSIDE
        unknown = all(is_unplaced(self.scene.resolved[n]) for n in self.places)
        if unknown and self.has_same_toll:
            return NONE
        if self.has_telling_toll and all(
            is_unplaced(self.scene.resolved[n]) for n in self.draft.places
        ):
            return NONE
        if not self.report.points_back or tolls_differ(self.draft, self.report):
            return APART
        if unknown:
            return NONE
        near = 0 <= self.gap <= NEXT_TO
        finer = is_listed(self.scene.resolved, self.draft.places)
        return INSIDE if near and not finer else APART

    @cached_property
    def is_retold_nearby(self) -> bool:
        """See the same dead and the same hurt told again, of a place close by.

        The dead alone are enough where somebody else tells it, of the next village.
        """
        same = {
            what: set(intervals(self.report.own_tolls(what)))
            & set(intervals(self.draft.tolls(what)))
            for what in ("killed", "injured")
        }
        both = all(same.values())
        many = any(low > 1 for low, _ in same["killed"])
        retold = many and self.gap > 0 and bool(self.report.sources)
        if not (both or retold):
            return False
        reach = _NEARBY_KM if both else _BESIDE_KM
        resolved = self.scene.resolved
        here = [one for n in self.draft.places if (one := resolved[n].location)]
        there = [one for n in self.places if (one := resolved[n].location)]
        return any(distance_km(a, b) <= reach for a in here for b in there)

    def _is_retold_of_region(self) -> bool:
        """See the toll of a side of a city or province told again at once, of a place in it.

        Where the countryside of a side ends no text says, so an outline may leave the place out.
        """
        if not (0 < self.gap <= NEXT_TO and self.has_same_toll):
            return False
        return any(is_of_side(self.scene.resolved, self.draft.places, n) for n in self.places)
