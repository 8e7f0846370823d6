"""A report: what one stretch of a sentence tells of a strike, and what its words weigh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.reports.actors import Agent
    from mapper.reports.values import Count, Target
    from mapper.text import Sentence, Source, Toll, When
    from mapper.words import Cue

ENOUGH = 4.0
"""Weight of evidence from which a report makes an incident of its own."""


WEIGHTS = {
    "toll": 2.0,
    "count": 1.5,
    "day": 1.5,
    "date": 1.0,
    "settlement": 2.0,
    "region": 1.0,
    "noun": 1.0,
    "weak noun": 0.5,
    "happening": 1.0,
    "agent": 0.5,
    "target": 0.5,
    "lent day": 0.5,
    "beside": 0.5,
    "listed": 1.0,
    "habit": -2.0,
    "bare verb": -1.5,
}
"""What speaks for a strike that happened, at a place, on a day, and what against it."""


CONTINUATION = "toll.continuation"
"""Rule of a report that gives only a toll: it can add to what was told, never stand alone."""


DENIAL = "denial"
"""Rule of a report that a party denies a strike told before: it adds that, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one stretch of a sentence says about one strike."""

    sentence: Sentence
    start: int
    end: int
    event_type: str
    scope: str
    evidence: frozenset[str]
    rule: str
    triggers: tuple[Cue, ...] = ()
    tolls: tuple[Toll, ...] = ()
    counts: tuple[Count, ...] = ()
    when: When | None = None
    places: tuple[int, ...] = ()
    anaphora: str | None = None
    agent: Agent | None = None
    sources: tuple[Source, ...] = ()
    nearby: tuple[Source, ...] = ()
    """Who is cited in the next sentences on the strike, or the one before."""
    targets: tuple[Target, ...] = ()
    points_back: bool = False
    denied: bool = False
    lasts_days: int | None = None
    """How long what it tells of has gone on: 7 for "week-long"."""
    goes_on: bool = False
    """The sentence goes on with more of the kind: 'Other airstrikes', 'Another'."""
    is_another: bool = False
    """The strike is told as one more: 'a second car bomb', 'in a separate attack'."""
    is_apart: bool = False
    """The sentence turns to another strike: 'Elsewhere', 'In a separate incident'."""
    is_perfect: bool = False
    """People "have been killed": no day is meant, unless the text gives one."""
    is_also: bool = False
    """It goes on from the one before: 'the army also targeted ...'."""
    shares_subject: bool = False
    """Its clause has the subject of the one before: "and bombed Y"."""
    turn: int | None = None
    """Which of several strikes told at once it is: 2 for "and again on Monday"."""
    ordinal: int | None = None
    """Which of several strikes told before it speaks of: 2 for "the second time"."""
    is_similar: bool = False
    """The strike is told to be like the one before: 'in similar attacks'."""
    known: dict[str, list[Toll]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Tolls asked for before."""

    @property
    def weight(self) -> float:
        """Weight of all the evidence."""
        return weigh(self.evidence)

    def own_tolls(self, what: str) -> list[Toll]:
        """Give its figures of one kind, but parts and sums over several strikes."""
        if what not in self.known:
            self.known[what] = [
                t for t in self.tolls if t.field == what and not (t.subset or t.total)
            ]
        return self.known[what]

    @property
    def is_strong(self) -> bool:
        """Say whether the report says enough to stand alone."""
        return self.weight >= ENOUGH


def weigh(evidence: Iterable[str]) -> float:
    """Add up the weights of pieces of evidence, each counted once."""
    return sum(WEIGHTS[piece] for piece in set(evidence))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that look like a strike and were not taken, and why."""

    start: int
    end: int
    words: str
    reason: str
    rule: str = "report.veto"
