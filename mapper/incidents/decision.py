"""What became of a report: joined to an incident, the first of one, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.reports import Report


class Outcome(StrEnum):
    """What a report came to."""

    JOINED = "joined"
    OPENED = "opened"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a report that reads like one of a strike was not taken."""

    HABIT = "a habit or a standing claim"
    DENIED = "denied"
    POINTS_BACK = "points back to nothing told"
    TOLL_OF_NOTHING = "a toll of nothing told"
    TOO_LITTLE = "too little said"
    HEADLINE_SUMS = "headline that sums up several places"
    HEADLINE_OTHERWISE = "headline of what the body tells otherwise"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one report.

    Attributes
    ----------
    report
        The report as it was read; it never changes.
    rule
        The rule that decided, such as ``body.opens``.
    outcome
        What it came to.
    draft
        Number of the draft it is in; None where it was refused.
    reason
        Why it was refused.
    why
        What spoke for it, and what the story lent it.
    against
        What kept it from the incident it came nearest to besides.
    """

    report: Report
    rule: str
    outcome: Outcome
    draft: int | None = None
    reason: Reason | None = None
    why: str = ""
    against: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the stretch it is read from."""
        return self.report.start, self.report.end


def refused(
    report: Report, rule: str, reason: Reason, why: str = "", against: str = ""
) -> Decision:
    """Refuse a report."""
    return Decision(report, rule, Outcome.REFUSED, reason=reason, why=why, against=against)
