"""Sums over several strikes: "16 were killed across the province", then seven, seven and two.

The lead of such a report is often read into the first strike told. Its figure is known by
arithmetic: it is what the strikes of the article add up to, and the strike has one of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.incidents.days import days_touch
from mapper.incidents.whereabouts import holds_named, is_around, is_unplaced, same_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.incidents.draft import Draft
    from mapper.places import Resolved
    from mapper.text import Toll

_FIELDS = ("killed", "injured")
_SLIP = 0.1
"""Share by which the hurt of the parts may miss a total whose dead add up."""


def mark_sums(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Mark the figures of each event that are the sum over events of the article.

    Parameters
    ----------
    drafts
        Incidents of one article.

    Returns
    -------
    drafts
        The same, with such figures marked in the reports of the events that hold them.
    """
    made = list(drafts)
    events = [number for number, draft in enumerate(made) if draft.scope == "event"]
    for what in _FIELDS:
        figures = [_figures(made[n], what) for n in events]
        kinds = [made[n].event_type for n in events]
        for place, number in enumerate(events):
            several = len(figures[place]) > 1
            if several and (sums := _sums(place, figures, kinds)):
                made[number] = _mark(made[number], what, sums & set(figures[place]))
    return tuple(made)


def _figures(draft: Draft, what: str) -> list[int]:
    """Give the different figures of a draft in the order in which they were told."""
    values = (t.quantity.value_min for t in draft.tolls(what) if not (t.earlier or t.since))
    return list(dict.fromkeys(value for value in values if value))


def _sums(number: int, figures: Sequence[list[int]], kinds: Sequence[str]) -> set[int]:
    """Give what an event's smallest figure makes with those of all others, or of its kind."""
    mine = figures[number]
    everyone = [other for other in range(len(figures)) if other != number and figures[other]]
    alike = [other for other in everyone if kinds[other] == kinds[number]]
    return {
        min(mine) + sum(_first(figures[other], max(mine)) for other in chosen)
        for chosen in (everyone, alike)
        if mine and chosen
    }


def _first(told: Sequence[int], total: int) -> int:
    """Give the figure told first; the sum may have been read into this event too."""
    return next((value for value in told if value != total), told[0])


def _mark(draft: Draft, what: str, sums: set[int]) -> Draft:
    marked = tuple(
        replace(report, tolls=tuple(_marked(toll, what, sums) for toll in report.tolls))
        for report in draft.reports
    )
    return replace(draft, reports=marked)


def _marked(toll: Toll, what: str, sums: set[int]) -> Toll:
    is_sum = toll.field == what and not toll.subset and toll.quantity.value_min in sums
    return replace(toll, total=True) if is_sum else toll


def told(draft: Draft, what: str) -> int | None:
    """Give the largest figure a draft tells of the dead or the hurt."""
    figures = [t.quantity.value_max for t in draft.tolls(what) if t.quantity.value_max is not None]
    return max(figures, default=None)


def mark_totals(drafts: Sequence[Draft], resolved: Sequence[Resolved]) -> tuple[Draft, ...]:
    """Turn events that tell the total of others into aggregates.

    Parameters
    ----------
    drafts
        Incidents of one article.
    resolved
        The names of places in the article.

    Returns
    -------
    drafts
        The same, totals as aggregates. Where a toll over a region sums up its parts, these
        take over who struck.
    """
    made = list(drafts)
    events = [number for number, draft in enumerate(made) if draft.scope == "event"]
    of_sentence = _with_figures(drafts, events)
    for number in events:
        others = [n for n in events if n != number]
        wide = _wide(made[number], resolved)
        parts = [n for n in others if wide and _is_part(made[n], made[number], wide, resolved)]
        total = told(made[number], "killed")
        listed = [k for n in parts if (k := told(made[n], "killed")) is not None]
        if len(parts) > 1 and (total is None or not listed or total >= sum(listed)):
            made[number] = replace(made[number], scope="aggregate")
            for part in parts:
                made[part] = _with_agents(made[part], made[number])
        if len(made[number].places) > 1 and _is_shared_out(
            made[number], [made[n] for n in others], resolved
        ):
            made[number] = replace(made[number], scope="aggregate")
        near = {n for start in _totalled(made[number]) for n in of_sentence.get(start, ())}
        if any(n != number and made[n].scope == "event" for n in near):
            continue
        if _adds_up(made[number], [made[n] for n in others if made[n].scope == "event"]):
            made[number] = replace(made[number], scope="aggregate")
    return tuple(made)


def _wide(whole: Draft, resolved: Sequence[Resolved]) -> list[Resolved]:
    """Give the places of a strike that may hold those of others.

    The surroundings of a town hold its neighbours, and are no region told of.
    """
    told_of = (resolved[n] for n in whole.places)
    return [one for one in told_of if not (is_around(one) or is_unplaced(one))]


def _is_part(
    part: Draft, whole: Draft, wide: Sequence[Resolved], resolved: Sequence[Resolved]
) -> bool:
    """See a strike on days of another and at a place within one of its wide ones."""
    return days_touch(part.date, whole.date) and any(
        holds_named(outer, resolved[inner]) for outer in wide for inner in part.places
    )


def _is_shared_out(draft: Draft, others: Sequence[Draft], resolved: Sequence[Resolved]) -> bool:
    """See a toll over several places of which each has its own, together the same."""
    shares = [
        told(other, "killed") or 0
        for place in draft.places
        for other in others
        if days_touch(other.date, draft.date)
        and len(other.places) == 1
        and any(same_place(resolved[place], resolved[n]) for n in other.places)
    ]
    several = len(shares) == len(draft.places) > 1
    return several and all(shares) and sum(shares) == told(draft, "killed")


def _with_figures(drafts: Sequence[Draft], events: Sequence[int]) -> dict[int, list[int]]:
    """Give the events that tell figures, by the start of the sentence that does."""
    found: dict[int, list[int]] = {}
    for number in events:
        for report in drafts[number].reports:
            if report.tolls:
                found.setdefault(report.sentence.start, []).append(number)
    return found


def _totalled(draft: Draft) -> set[int]:
    """Give where the sentences begin that tell a strike's figure at a place.

    Beside a figure of another strike it is no sum.
    """
    total = told(draft, "killed")
    return {
        report.sentence.start
        for report in draft.reports
        if report.places
        and any(toll.quantity.value_max == total for toll in report.own_tolls("killed"))
    }


def _with_agents(part: Draft, total: Draft) -> Draft:
    """Let a sum name who struck where its part does not."""
    if part.scope == "event" and not part.agents and part.event_type == total.event_type:
        return replace(part, carried_agents=total.agents)
    return part


def _adds_up(draft: Draft, others: Sequence[Draft]) -> bool:
    """See a toll that is the sum of those of at least two other strikes."""
    sums = False
    for what in ("killed", "injured"):
        total = told(draft, what)
        parts = [k for d in others if (k := told(d, what))] if total else []
        if not total or not parts:
            continue
        if abs(sum(parts) - total) > _SLIP * total:
            return False
        sums = sums or (len(parts) > 1 and sum(parts) == total)
    return sums
