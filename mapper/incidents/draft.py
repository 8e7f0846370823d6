"""An incident in the making: the reports that speak of it, and what they settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mapper.reports import ENOUGH, WEIGHTS, parties_of, weigh

if TYPE_CHECKING:
    from mapper.reports import Agent, Report
    from mapper.text import Toll

Days = tuple[str, str, str, str]
"""First day, last day (ISO), precision and basis."""

_DONE = frozenset({"toll", "count", "noun", "happening"})
"""Evidence of which there must be some: a day and a place make no "attacks" happen."""

_PRECISIONS = ((7, "week"), (31, "month"), (366, "year"), (10**6, "unknown"))


@dataclass(slots=True)
class Draft:
    """An incident in the making: the reports that speak of it, and its places."""

    reports: list[Report]
    event_type: str
    scope: str
    places: dict[int, int]
    """Place -> number of the report that named it."""
    date: Days | None
    """First day, last day, precision and basis; None while no report has said."""
    own_date: bool = False
    said_date: bool = False
    """The day is one on which somebody spoke of it: it may have happened before."""
    denied: bool = False
    carried: bool = False
    """The place was taken from words that point back."""
    carried_agents: list[Agent] = field(default_factory=list)
    """Who struck in the incident before, where the text goes on with "Other strikes"."""

    @property
    def is_enough(self) -> bool:
        """Say whether its reports, taken together, tell of a strike that happened."""
        told = bool(self.places) or any(r.tolls for r in self.reports)
        pieces = frozenset[str]().union(*(r.evidence for r in self.reports))
        # What speaks against one report does not speak against the others.
        against = frozenset(p for p in pieces if WEIGHTS[p] < 0)
        excused = {p for p in against if any(p not in r.evidence for r in self.reports)}
        done = bool(pieces & _DONE)
        return told and done and weigh(pieces - excused) >= ENOUGH

    @property
    def days(self) -> Days | None:
        """Give its days; a total over a "week-long" campaign covers that week."""
        lasting = [r.lasts_days for r in self.reports if r.lasts_days]
        if self.date is None or self.scope != "aggregate" or not lasting:
            return self.date
        start, end, _, basis = self.date
        first = date.fromisoformat(end) - timedelta(days=max(lasting) - 1)
        if str(first) >= start:
            return self.date
        precision = next(p for days, p in _PRECISIONS if max(lasting) <= days)
        return str(first), end, precision, basis

    def tolls(self, what: str) -> list[Toll]:
        """Give the tolls of one kind that its reports state, subsets left out."""
        return [
            t for report in self.reports for t in report.tolls if t.field == what and not t.subset
        ]

    @property
    def agents(self) -> list[Agent]:
        """Give who its reports name as the striker, in order; else who is carried over."""
        own = [report.agent for report in self.reports if report.agent is not None]
        return own or self.carried_agents

    def actors(self) -> set[str]:
        """Give the parties its reports name as the striker."""
        return {
            name
            for report in self.reports
            if report.agent
            for name in parties_of(report.agent.name)
        }
