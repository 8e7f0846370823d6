"""Whether a report may speak of the strike of a draft: by kind, by day, by toll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.kinds import are_kin_within
from mapper.incidents.days import days_of, days_touch, is_said, widened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.incidents.draft import Draft
    from mapper.reports import Report
    from mapper.text import Toll

_ANYBODY = frozenset({None, "people"})
_BEFORE_SAID = 3
"""Days that pass at most from a strike to the day somebody is cited on it, in news."""


def are_kin(draft: Draft, report: Report) -> bool:
    """See two kinds that may be one strike: a bare "blast" may be of a bomb from the air."""
    kinds = {draft.event_type, report.event_type}
    if not are_kin_within(kinds):
        return False
    planted = [r for r in (*draft.reports, report) if r.event_type == "explosion_ied"]
    return len(kinds) == 1 or not any(
        t.row["event_type"] == "explosion_ied" and t.row["role"] == "strike"
        for r in planted
        for t in r.triggers
    )


def both_full(draft: Draft, report: Report) -> bool:
    """Two stretches of one sentence with figures each are two incidents."""
    mine = bool(report.tolls or report.counts)
    theirs = any((r.tolls or r.counts) and r.sentence == report.sentence for r in draft.reports)
    return mine and theirs


def same_days(draft: Draft, report: Report, *, slack: int = 0) -> bool:
    """See whether the days agree, give or take some: a night has two dates."""
    own = days_of(report)
    if own is None or draft.date is None:
        return True
    if own[3] == draft.date[3] == "by":
        return own[1] == draft.date[1]
    theirs = widened(draft.date, _BEFORE_SAID if draft.said_date else 0, 0)
    return days_touch(theirs, widened(own, slack + _BEFORE_SAID * is_said(report), slack))


def tolls_differ(draft: Draft, report: Report) -> bool:
    """See whether the figures for the dead or the hurt cannot be the same."""
    return any(_toll_differs(draft, report, what) for what in ("killed", "injured"))


def has_same_toll(draft: Draft, report: Report) -> bool:
    """See a toll told again: one of its figures equal, none that cannot be.

    "At least 15" and "15" are one figure.
    """
    if tolls_differ(draft, report):
        return False
    return any(
        {low for low, _ in intervals(report.own_tolls(what))}
        & {low for low, _ in intervals(draft.tolls(what))}
        for what in ("killed", "injured")
    )


def has_telling_toll(draft: Draft, report: Report) -> bool:
    """See a toll told again that hardly two strikes have: two dead or more, or dead and hurt alike.

    Words for somebody unnamed ("a civilian was killed") fit many strikes of one day.
    """
    if not has_same_toll(draft, report):
        return False
    same = {
        what: {low for low, _ in intervals(report.own_tolls(what))}
        & {low for low, _ in intervals(draft.tolls(what))}
        for what in ("killed", "injured")
    }
    return max(same["killed"], default=0) > 1 or all(max(s, default=0) for s in same.values())


def _toll_differs(draft: Draft, report: Report, what: str) -> bool:
    mine = intervals(report.own_tolls(what))
    theirs = intervals(draft.tolls(what))
    if not mine or not theirs:
        return False
    if not any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs):
        return True
    groups = {t.group for t in report.tolls if t.field == what} - _ANYBODY
    others = {t.group for t in draft.tolls(what)} - _ANYBODY
    return bool(groups and others and not groups & others and mine != theirs)


def intervals(tolls: Iterable[Toll]) -> list[tuple[int, float]]:
    """Give the figures as intervals; an open one has no upper end."""
    return [
        (
            t.quantity.value_min,
            float("inf") if t.quantity.open else float(t.quantity.value_max or 0),
        )
        for t in tolls
        if t.quantity.value_min is not None
    ]
