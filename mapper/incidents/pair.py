"""One report held against one incident told before it: all that a rule may look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.base.geo import distance_km
from mapper.incidents.likeness import has_same_toll, intervals, tolls_differ
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
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Report

MAX_GAP = 3
NEXT_TO = 2
"""Sentences over which a report may lean on the one before; fewer where it says little."""

_NEARBY_KM = 15.0
"""Kilometres within which the same toll at another place is the same strike."""


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
        if self._is_retold_nearby() or self._is_retold_of_region():
            return INSIDE
        unknown = all(is_unplaced(self.scene.resolved[n]) for n in self.places)
        if unknown and self.has_same_toll:
            return NONE
        if not self.report.points_back or tolls_differ(self.draft, self.report):
            return APART
        if unknown:
            return NONE
        near = 0 <= self.gap <= NEXT_TO
        finer = is_listed(self.scene.resolved, self.draft.places)
        return INSIDE if near and not finer else APART

    def _is_retold_nearby(self) -> bool:
        """See the same dead and the same hurt told again, of a place close by."""
        both = all(
            set(intervals(self.report.own_tolls(what))) & set(intervals(self.draft.tolls(what)))
            for what in ("killed", "injured")
        )
        if not both:
            return False
        resolved = self.scene.resolved
        here = [one for n in self.draft.places if (one := resolved[n].location)]
        there = [one for n in self.places if (one := resolved[n].location)]
        return any(distance_km(a, b) <= _NEARBY_KM for a in here for b in there)

    def _is_retold_of_region(self) -> bool:
        """See the toll of a side of a city or province told again at once, of a place in it.

        Where the countryside of a side ends no text says, so an outline may leave the place out.
        """
        if not (0 < self.gap <= NEXT_TO and self.has_same_toll):
            return False
        return any(is_of_side(self.scene.resolved, self.draft.places, n) for n in self.places)
