"""Every value that the reports of an incident state, with its words, its source and its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.ids import make_id
from mapper.base.schema import JOINER
from mapper.incidents.days import days_of_words
from mapper.incidents.policies import ASIDE, EARLIER, FURTHER, OPEN, PART, TOTAL
from mapper.text import TOLL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.incidents.draft import Draft
    from mapper.reports import Count, Reading, Report
    from mapper.sources import Article
    from mapper.text import Quantity, Toll, When

Row = dict[str, Any]


def claims_of(article: Article, reading: Reading, draft: Draft, incident_id: str) -> list[Row]:
    """List every value the reports state, each with its words, source and rule."""
    claims = []
    told: set[str] = set()
    for report in draft.reports:
        said = JOINER.join(s.name for s in report.sources) or None
        certainty = "attributed" if said else "asserted"
        for field, start, end, extra in _values(report, told):
            claims.append(
                {
                    "claim_id": make_id(
                        "clm", incident_id, field, str(start), str(end), str(extra.get("group"))
                    ),
                    "incident_id": incident_id,
                    "article_id": article.article_id,
                    "field": field,
                    "wording": reading.text[start:end],
                    "attributed_to": said,
                    "certainty": certainty,
                    "start": start,
                    "end": end,
                    **extra,
                }
            )
    if draft.lent_date and not draft.own_date and draft.date == days_of_words(draft.lent_date):
        claims.append(_lent_date(article, reading, draft.lent_date, incident_id))
    unique = {claim["claim_id"]: claim for claim in claims}
    return list(unique.values())


def _lent_date(article: Article, reading: Reading, when: When, incident_id: str) -> Row:
    """State the day that the text gave with the strike before."""
    return {
        "claim_id": make_id("clm", incident_id, "date", str(when.start), str(when.end), "None"),
        "incident_id": incident_id,
        "article_id": article.article_id,
        "field": "date",
        "wording": reading.text[when.start : when.end],
        "attributed_to": None,
        "certainty": "asserted",
        "start": when.start,
        "end": when.end,
        "rule": "date.lent",
    }


def _values(report: Report, told: set[str]) -> Iterator[tuple[str, int, int, Row]]:
    """Walk over the values of a report: field, offsets, and what else the claim holds."""
    for trigger in report.triggers[:1]:
        yield "event_type", trigger.start, trigger.end, {"rule": report.rule}
    for toll, rule in _stated(report, told):
        yield toll.field, toll.start, toll.end, _figure(toll.quantity, toll.group, rule)
    for count in report.counts:
        yield "strike_count", count.start, count.end, _figure(count, count.unit, "count.unit")
    if report.when is not None:
        yield "date", report.when.start, report.when.end, {"rule": f"date.{report.when.basis}"}
    if report.agent is not None:
        agent = report.agent
        named = {"rule": agent.rule, "certainty": agent.status, "group": agent.name}
        yield "actor", agent.start, agent.end, named
    for target in report.targets:
        start = min(target.start, target.quantity.start) if target.quantity else target.start
        yield "target", start, target.end, _figure(target.quantity, target.name, "target.list")
    for source in report.sources:
        yield "attributed_to", source.start, source.end, {"group": source.name, "rule": source.rule}


def _figure(counted: Quantity | Count | None, group: str | None, rule: str) -> Row:
    """Give what the claim of a figure holds: its interval, of whom or what, and its rule."""
    return {
        "value_min": counted.value_min if counted else None,
        "value_max": counted.value_max if counted else None,
        "group": group,
        "rule": rule,
    }


def _stated(report: Report, told: set[str]) -> Iterator[tuple[Toll, str]]:
    """Give a report's figures, each with its rule and the marks that policies go by.

    The first figure of a field is what the report states, or the toll that it names as
    such; further ones are on top of it; any other that differs is kept aside. `told`
    holds the fields that reports before have figures for: people on top of those may be
    of another strike or among them, and are kept aside.
    """
    first = _named_tolls(report)
    before, last = frozenset(told), ""
    for toll in report.tolls:
        quantity = toll.quantity
        marks = [toll.rule]
        if toll.subset:
            marks.append(PART)
        elif quantity.value_min is not None and not (toll.earlier or toll.total):
            base = first.setdefault(toll.field, toll)
            told.add(toll.field)
            # "One killed and three others hurt": others than the dead.
            is_further = quantity.further and last in {"", toll.field}
            last = toll.field
            same = (quantity.value_min, quantity.value_max)
            if base.rule == TOLL and base is not toll and is_further:
                marks.append(ASIDE)
            elif is_further and (base is not toll or toll.field in before):
                marks.append(ASIDE if base is toll else FURTHER)
            elif same != (base.quantity.value_min, base.quantity.value_max):
                marks.append(ASIDE)
        said = ((EARLIER, toll.earlier), (TOTAL, toll.total), (OPEN, quantity.open))
        marks += [mark for mark, holds in said if holds]
        yield toll, ".".join(marks)


def _named_tolls(report: Report) -> dict[str, Toll]:
    """Give the figures called the toll itself: "two more died, raising the toll to 14"."""
    named: dict[str, Toll] = {}
    for toll in report.tolls:
        if toll.rule == TOLL and not (toll.since or toll.earlier or toll.total or toll.subset):
            largest = max(
                (t.quantity.value_max or 0 for t in report.tolls if t.field == toll.field),
                default=0,
            )
            if toll.quantity.value_max == largest:
                named.setdefault(toll.field, toll)
    return named
