"""An incident in the making: the reports that speak of it, and what they settle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mapper.base.days import shifted
from mapper.incidents.days import days_of, is_said, is_shorter
from mapper.incidents.whereabouts import refined
from mapper.reports import CONTINUATION, ENOUGH, WEIGHTS, parties_of, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.incidents.days import Days
    from mapper.places import Resolved
    from mapper.reports import Agent, Report
    from mapper.text import Toll, When

_DONE = frozenset({"toll", "count", "noun", "happening"})
"""Evidence of which there must be some: a day and a place make no "attacks" happen."""

_ITEM = frozenset({"listed", "weak noun"})
"""An item of a list needs no verb: "22 July, Jasim: barrel bomb near the clinic"."""

_PRECISIONS = ((7, "week"), (31, "month"), (366, "year"), (10**6, "unknown"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An incident in the making: the reports that speak of it, and its places."""

    number: int
    reports: tuple[Report, ...]
    event_type: str
    scope: str
    places: Mapping[int, int]
    """Place -> number of the report that named it."""
    date: Days | None
    """First day, last day, precision and basis; None while no report has said."""
    own_date: bool = False
    said_date: bool = False
    """The day is one on which somebody spoke of it: it may have happened before."""
    lent_date: When | None = None
    """The words for its day where they stand with the strike told before."""
    denied: bool = False
    is_placed_later: bool = False
    """A later sentence says at which settlement it was."""
    carried_agents: tuple[Agent, ...] = ()
    """Who struck in the incident before, where the text goes on with "Other strikes"."""
    known: dict[str, list[Toll]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Tolls asked for before: every report is held against every draft."""

    def joined(self, report: Report, places: Sequence[int], resolved: Sequence[Resolved]) -> Draft:
        """Take up a report: its kind where none was named, its day, its finer places."""
        with_it = replace(
            self._dated(report),
            reports=(*self.reports, report),
            denied=self.denied or report.denied,
        )
        if self.event_type == "other" and report.event_type != "displacement":
            with_it = replace(with_it, event_type=report.event_type)
        if report.denied:
            return with_it
        number = len(with_it.reports) - 1
        return replace(with_it, places=refined(resolved, self.places, places, report, number))

    def _dated(self, report: Report) -> Draft:
        """Take a report's day where the draft has none of its own, or a longer one."""
        days = days_of(report)
        if days is None:
            return self
        if is_said(report):
            return self if self.date is not None else replace(self, date=days, said_date=True)
        if not self.own_date or is_shorter(days, self.date):
            return replace(self, date=days, own_date=True, said_date=False)
        return self

    @property
    def is_enough(self) -> bool:
        """Say whether its reports, taken together, tell of a strike that happened."""
        told = bool(self.places) or any(r.tolls for r in self.reports)
        pieces = self.evidence
        # What speaks against one report does not speak against the others.
        against = frozenset(p for p in pieces if WEIGHTS[p] < 0)
        excused = {p for p in against if any(p not in r.evidence for r in self.reports)}
        done = bool(pieces & _DONE) or pieces >= _ITEM
        return told and done and weigh(pieces - excused) >= ENOUGH

    @property
    def evidence(self) -> frozenset[str]:
        """Give what its reports say for it, and the day that the text lends it."""
        pieces = frozenset[str]().union(*(report.evidence for report in self.reports))
        pieces |= {"settlement"} if self.is_placed_later else frozenset()
        hurt = any(self.tolls(what) for what in ("killed", "injured"))
        pieces |= {"toll"} if self.places and hurt else frozenset()
        lent = self.lent_date is not None and "settlement" in pieces
        return pieces | {"lent day"} if lent else pieces

    @property
    def days(self) -> Days | None:
        """Give its days; a total over a "week-long" campaign covers that week."""
        lasting = [r.lasts_days for r in self.reports if r.lasts_days]
        if self.date is None or self.scope != "aggregate" or not lasting:
            return self.date
        start, end, _, basis = self.date
        first = shifted(end, 1 - max(lasting))
        if first >= start:
            return self.date
        precision = next(p for days, p in _PRECISIONS if max(lasting) <= days)
        return first, end, precision, basis

    @property
    def when(self) -> When | None:
        """Give the words for its day: of its reports, else those lent to it."""
        told = (r.when for r in self.reports if days_of(r) == self.date)
        return next(told, None) or self.lent_date

    def tolls(self, what: str) -> list[Toll]:
        """Give the tolls of one kind that its reports state, subsets and sums left out."""
        if what not in self.known:
            self.known[what] = [t for report in self.reports for t in report.own_tolls(what)]
        return self.known[what]

    @property
    def is_part(self) -> bool:
        """See a strike told only by its toll, as a part of another."""
        return all(report.rule == CONTINUATION for report in self.reports)

    @property
    def turn(self) -> int | None:
        """Give which it is of several strikes that the text told at once."""
        return next((report.turn for report in self.reports if report.turn is not None), None)

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Give who its reports name as the striker, in order; else who is carried over."""
        own = tuple(report.agent for report in self.reports if report.agent is not None)
        return own or self.carried_agents

    def actors(self) -> set[str]:
        """Give the parties its reports name as the striker."""
        return {
            name
            for report in self.reports
            if report.agent
            for name in parties_of(report.agent.name)
        }
