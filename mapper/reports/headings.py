"""What stands above a list, and lends its items what they leave out.

A heading gives the day, the region, who struck ("ISLAMIC STATE"). The words that lead to the
list ("Drones were sent over three villages:") and the sentences before them give the strike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mapper.reports import actors
from mapper.reports.actors import Agent
from mapper.reports.naming import name_kind
from mapper.reports.reading import is_country
from mapper.reports.report import Refusal
from mapper.reports.stretches import CORE_ROLES, live_triggers
from mapper.reports.struck import is_fine, struck_places
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.report import Report
    from mapper.reports.stretches import Stretch
    from mapper.text import Sentence, When
    from mapper.words import Cue

_LONGEST = 90
"""Code points of a heading."""
_LONGEST_LEAD = 400
"""Code points of a sentence with a colon that leads to a list."""
_LED_BY = 3
"""Sentences before such a one that may tell of the strikes of the list."""
_NAMES = frozenset({"strike", "weapon", "open", "act", "carrier"})
"""Roles of words that name a kind of attack, so that an item can do without."""


class Heading(NamedTuple):
    """What an item takes from above: a day, places, who struck, words for the strike."""

    when: When | None = None
    places: tuple[int, ...] = ()
    agent: Agent | None = None
    triggers: tuple[Cue, ...] = ()
    """Of the words that lead to the list, and of the kind of list that the text is."""
    kind: str | None = None
    """Kind of attack that the words before the list tell of."""


@dataclass(frozen=True, slots=True)
class Headings:
    """For each sentence what stands above it, and the sentences that tell of a list at large."""

    above: Sequence[Heading]
    leads: frozenset[int]


def find_headings(reading: Reading, sentences: Sequence[Sentence]) -> Headings:
    """Give for each sentence what the headings above it say; text in between ends them."""
    found: list[Heading] = []
    leads: set[int] = set()
    now, led_by, lead = Heading(), Heading(), -1
    of_all = tuple(cues.find(reading.text, reading.language, "list_titles"))
    for number, sentence in enumerate(sentences):
        if not sentence.listed:
            now = _after(reading, sentence, now)
            if _is_lead(reading, sentence):
                lead, led_by = number, _led_by(reading, sentences, number)
            elif sentence.kind == "body":
                lead, led_by = -1, Heading()
        elif lead >= 0 and led_by.kind:
            leads.update(n for n in range(lead - _LED_BY, lead + 1) if n >= 0)
        above = _over(now, led_by, of_all)
        if number and sentence.listed and sentence.paragraph == sentences[number - 1].paragraph:
            above = above._replace(when=_last_day(reading, sentences[number - 1]) or above.when)
        found.append(above)
    return Headings(found, frozenset(leads))


def _last_day(reading: Reading, sentence: Sentence) -> When | None:
    """Give the day that the sentence before, of the same item, tells first."""
    dates = cues.starting(reading.dates, sentence.start, sentence.end)
    return next((d for d in dates if d.precision == "day" and not d.span), None)


def _over(now: Heading, led_by: Heading, of_all: tuple[Cue, ...]) -> Heading:
    """Put the heading right above an item before what leads to the list."""
    return Heading(
        now.when or led_by.when,
        now.places,
        now.agent or led_by.agent,
        led_by.triggers or of_all,
        led_by.kind,
    )


def _after(reading: Reading, sentence: Sentence, now: Heading) -> Heading:
    """Read a sentence above a list; a new day has its own regions."""
    words = reading.text[sentence.start : sentence.end]
    opens = sentence.kind in ("navigation", "headline") or words.endswith(":")
    if not opens or len(words) > _LONGEST:
        return Heading()
    dates = cues.starting(reading.dates, sentence.start, sentence.end)
    when = next((d for d in dates if d.date_start is not None), None)
    places = tuple(number for number, _ in reading.places(sentence.start, sentence.end))
    agent = _party_alone(reading, sentence)
    if when is not None:
        return Heading(when, places, agent)
    if places and agent is None:
        return now._replace(places=places)
    return now._replace(agent=agent, places=())


def _party_alone(reading: Reading, sentence: Sentence) -> Agent | None:
    """See a heading that is a party's name, and say that it struck below."""
    before = phrase(reading.language, "report_phrases", "heading_to_party")
    after = phrase(reading.language, "report_phrases", "heading_from_party")
    for party in cues.starting(reading.parties, sentence.start, sentence.end):
        leads = before.search(reading.text[sentence.start : party.start])
        if leads and after.match(reading.text[party.end : sentence.end]):
            return Agent(party.name, "attributed", party.start, party.end, "actor.heading")
    return None


def _is_lead(reading: Reading, sentence: Sentence) -> bool:
    """See a sentence with a colon that leads to a list."""
    words = reading.text[sentence.start : sentence.end]
    is_text = sentence.kind in ("body", "headline")
    return is_text and words.endswith(":") and len(words) <= _LONGEST_LEAD


def _led_by(reading: Reading, sentences: Sequence[Sentence], number: int) -> Heading:
    """Read what the sentence that leads to a list, and those before it, tell of the strikes."""
    lead = Heading()
    for other in range(number, max(-1, number - _LED_BY - 1), -1):
        one = sentences[other]
        if one.listed or one.kind == "navigation":
            continue
        span = one.start, one.end
        triggers = live_triggers(reading, cues.within(reading.triggers, *span))
        if not triggers and other < number:
            continue
        agent = lead.agent or actors.agent(
            reading.text,
            reading.parties,
            span,
            triggers,
            [],
            language=reading.language,
            attributed=False,
        )
        dates = cues.starting(reading.dates, *span)
        when = next((d for d in dates if d.precision == "day" and not d.span), None)
        named = tuple(t for t in triggers if t.row["role"] in _NAMES)
        told = name_kind(reading, span, triggers) if named else None
        lead = Heading(
            lead.when or when,
            (),
            agent,
            named if other == number else lead.triggers,
            lead.kind or (told if told != "other" else None),
        )
    return lead


def lent(reading: Reading, stretch: Stretch, heading: Heading) -> Stretch:
    """Lend an item that has no words for a strike, but where it was, those above the list."""
    span = stretch.start, stretch.end
    own = cues.within(reading.triggers, *span)
    if not heading.triggers or any(t.row["role"] in CORE_ROLES for t in own):
        return stretch
    fine = any(is_fine(reading.resolved[n]) for n in struck_places(reading, span))
    return replace(stretch, lent=heading.triggers) if fine else stretch


def headed(reading: Reading, report: Report, heading: Heading) -> Report | Refusal:
    """Lend an item what its own words leave out; below another country's name it is none."""
    if _is_abroad(reading, report, heading):
        start, end = report.start, report.end
        return Refusal(start, end, reading.text[start:end], "abroad", "heading.abroad")
    evidence = set(report.evidence)
    if _is_full(report):
        evidence.add("noun")
    when, places, agent, kind = report.when, report.places, report.agent, report.event_type
    if when is None and heading.when is not None:
        when = heading.when
        evidence.add("date")
    if not places and heading.places:
        places = heading.places
        fine = any(is_fine(reading.resolved[n]) for n in places)
        evidence.add("settlement" if fine else "region")
    if heading.kind is not None and _is_open(report):
        kind = heading.kind
    if agent is None and heading.agent is not None:
        agent = heading.agent
        evidence.add("agent")
    return replace(
        report,
        when=when,
        places=places,
        agent=agent,
        event_type=kind,
        evidence=frozenset(evidence),
    )


def _is_full(report: Report) -> bool:
    """See an entry of a day, a place and a weapon: "22 July, Jasim: barrel bomb"."""
    weapon = any(t.row["role"] in {"weapon", "open"} for t in report.triggers)
    return weapon and report.evidence >= {"day", "settlement"}


def _is_open(report: Report) -> bool:
    """See a kind that the words of an item leave open: "a strike", "blown up"."""
    if report.event_type == "other":
        return True
    return all(t.row["role"] in {"blast", "generic"} for t in report.triggers)


def _is_abroad(reading: Reading, report: Report, heading: Heading) -> bool:
    """See an item below another country's name, unless it names a place known at home."""
    abroad = [n for n in heading.places if is_country(reading.resolved[n])]
    if not abroad or not all(n in reading.abroad for n in abroad):
        return False
    return all(reading.resolved[n].location is None for n in report.places)
