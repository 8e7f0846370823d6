"""A toll told before its strike, which the next sentence tells.

"Nine people died in X on Friday. Jets had bombed a market." The first sentence names no
strike, so nothing told is its own; the next one tells of a strike and of no dead. Such a
strike is led by the toll, with its place and its day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.incidents.days import days_of, days_touch
from mapper.incidents.decision import Decision, Outcome, Reason
from mapper.incidents.likeness import intervals
from mapper.incidents.pair import NEXT_TO
from mapper.incidents.whereabouts import APART, compare_places
from mapper.reports import is_fine
from mapper.words import cues

if TYPE_CHECKING:
    from mapper.incidents.story import Scene
    from mapper.reports import Report

RULE = "toll.leads"
_OTHER_CAUSES = ("war_totals", "other_causes", "other_deaths")


def is_waiting(scene: Scene, decision: Decision) -> bool:
    """See a toll of nothing told so far that a strike told next may have caused."""
    report = decision.report
    if decision.reason is not Reason.TOLL_OF_NOTHING or not intervals(report.tolls):
        return False
    reading = scene.reading
    return not any(
        cues.find(reading.text, reading.language, name, report.start, report.end)
        for name in _OTHER_CAUSES
    )


def led_by(scene: Scene, toll: Report | None, strike: Report) -> Report:
    """Give a strike the toll told right before it, its place and its day; else the strike."""
    if toll is None or not _leads(scene, toll, strike):
        return strike
    own = bool(intervals(strike.tolls))
    places = strike.places or toll.places
    fine = any(is_fine(scene.resolved[n]) for n in places)
    when = strike.when or toll.when
    evidence = {*strike.evidence, "toll", "settlement" if fine else "region"}
    if when is not None and strike.when is None:
        evidence.add("day" if when.precision == "day" else "date")
    return replace(
        strike,
        tolls=strike.tolls if own else (*toll.tolls, *strike.tolls),
        places=places,
        when=when,
        sources=strike.sources or toll.sources,
        evidence=frozenset(evidence - ({"region"} if fine else set())),
    )


def _leads(scene: Scene, toll: Report, strike: Report) -> bool:
    """See whether a strike may be the one that a toll was told of."""
    if not strike.triggers or strike.denied or strike.scope != "event":
        return False
    only_verb = "bare verb" in strike.evidence or strike.event_type == "other"
    if only_verb and not (strike.points_back and strike.start == strike.sentence.start):
        return False
    if not 0 < scene.gap(toll, strike) <= NEXT_TO or not (toll.places or strike.places):
        return False
    if compare_places(scene.resolved, toll.places, strike.places) == APART:
        return False
    mine, theirs = days_of(toll), days_of(strike)
    return mine is None or theirs is None or days_touch(mine, theirs)


def joined(toll: Report, strike: Decision) -> Decision:
    """Say that a toll is of the strike told right after it."""
    return Decision(toll, RULE, Outcome.JOINED, strike.draft, why="told right before its strike")
