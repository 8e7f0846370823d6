"""What stands above the items of a list and lends them what their own words leave out.

A heading lends the day, the region ("Idlib", "Sunday, 5 May") and who struck ("ISLAMIC STATE"),
a sentence with a colon its day, who struck and the words for the strike ("On Tuesday drones
fell on three villages:"), and the first words of an item what the item goes on with ("3. 9 July,
Duma. A missile hit ...").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mapper.reports import actors
from mapper.reports.actors import Agent
from mapper.reports.dating import day_of_page
from mapper.reports.entries import head_of
from mapper.reports.naming import name_kind
from mapper.reports.reading import is_country
from mapper.reports.report import Refusal
from mapper.reports.stretches import live_triggers
from mapper.reports.struck import is_fine, struck_places
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.reports.report import Report
    from mapper.reports.stretches import Stretch
    from mapper.text import Sentence, When
    from mapper.words import Cue, Span

_LONGEST = 90
"""Code points of a heading."""
_LED_BY = 3
"""Sentences before one that leads to a list which may tell of its strikes at large."""
_NAMES = frozenset({"strike", "weapon", "open", "act", "carrier"})
"""Roles of words that name a kind of attack."""


class Heading(NamedTuple):
    """What is lent: a day, places, words for the strike, who struck and how."""

    when: When | None = None
    places: tuple[int, ...] = ()
    triggers: tuple[Cue, ...] = ()
    total: bool = False
    """The list parts a total."""
    agent: Agent | None = None
    kind: str | None = None
    """Kind of attack that is told of the list at large."""
    leads: bool = False
    """The sentence itself leads to a list, of which it tells at large."""


def find_headings(reading: Reading, sentences: Sequence[Sentence]) -> list[Heading]:
    """Give for each sentence what the words above it lend; text in between ends a list."""
    found: list[Heading] = []
    page = Heading(day_of_page(reading, sentences))
    now = lead = page
    item = opened = -1
    begun = 0
    titles = tuple(cues.find(reading.text, reading.language, "list_titles"))
    for number, sentence in enumerate(sentences):
        if sentence.paragraph != opened:
            opened, begun = sentence.paragraph, sentence.start
        if not sentence.listed:
            now, item = _after(reading, sentences, number, begun, now), -1
            found.append(now)
            now = now if now.when else now._replace(when=page.when)
        elif sentence.paragraph != item:
            if item < 0 and now.kind is not None:
                _mark_leads(found)
            item = sentence.paragraph
            head = head_of(reading, sentence)
            now = now if head is None else now._replace(places=(head,))
            lead = _lead(reading, sentence, now)
            found.append(now._replace(triggers=now.triggers or titles))
        else:
            found.append(lead)
    return found


def _mark_leads(found: list[Heading]) -> None:
    """Mark the sentences right above a list that tell of it at large."""
    for number in range(max(0, len(found) - 2 * _LED_BY), len(found)):
        found[number] = found[number]._replace(leads=True)


def _after(
    reading: Reading, sentences: Sequence[Sentence], number: int, begun: int, now: Heading
) -> Heading:
    """Read a sentence above a list; a new day has its own regions."""
    sentence = sentences[number]
    words = reading.text[sentence.start : sentence.end]
    if words.endswith(":") and sentence.kind in ("body", "headline"):
        led = _introduced(reading, begun, sentence.end)
        return _at_large(reading, sentences, number, led._replace(agent=_alone(reading, sentence)))
    if sentence.kind not in ("navigation", "headline") or len(words) > _LONGEST:
        return Heading()
    when = _day(reading, sentence.start, sentence.end)
    places = _named(reading, sentence.start, sentence.end)
    agent = _alone(reading, sentence)
    if when is not None:
        return Heading(when, places, agent=agent)
    if places and agent is None:
        return now._replace(places=places)
    return now._replace(agent=agent, places=() if agent else now.places)


def _named(reading: Reading, start: int, end: int) -> tuple[int, ...]:
    """Give the places of a heading, without those that only hold another: "Hass, Idlib"."""
    named = [number for number, _ in reading.places(start, end)]
    outer = {reading.resolved[number].within for number in named}
    return tuple(number for number in named if number not in outer)


def _alone(reading: Reading, sentence: Sentence) -> Agent | None:
    """See a heading that is a party's name, and say that it struck below."""
    before = phrase(reading.language, "report_phrases", "heading_to_party")
    after = phrase(reading.language, "report_phrases", "heading_from_party")
    for party in cues.starting(reading.parties, sentence.start, sentence.end):
        leads = before.search(reading.text[sentence.start : party.start])
        if leads and after.match(reading.text[party.end : sentence.end]):
            return Agent(party.name, "attributed", party.start, party.end, "actor.heading")
    return None


def _introduced(reading: Reading, start: int, end: int) -> Heading:
    """Read the paragraph that leads to a list with a colon."""
    dates = cues.starting(reading.dates, start, end)
    summed = [c for c in cues.within(reading.aggregates, start, end) if c.row["strength"] == "hard"]
    counted = any(q.value_min is not None for q in cues.starting(reading.quantities, start, end))
    if counted and (summed or any(d.span for d in dates)):
        return Heading(total=True)
    places = _named(reading, start, end) if end - start <= _LONGEST else ()
    triggers = tuple(cues.within(reading.triggers, start, end))
    return Heading(_day(reading, start, end), places, triggers)


def _at_large(
    reading: Reading, sentences: Sequence[Sentence], number: int, led: Heading
) -> Heading:
    """Add who struck, how and when: as told by the words that lead to the list and before them.

    What they tell of one settlement is not of the list.
    """
    for other in range(number, max(-1, number - _LED_BY - 1), -1):
        one = sentences[other]
        span = one.start, one.end
        triggers = live_triggers(reading, cues.within(reading.triggers, *span))
        if one.listed or one.kind == "navigation" or not (triggers or other == number):
            continue
        fine = any(is_fine(reading.resolved[n]) for n in struck_places(reading, span))
        if fine and other < number:
            break
        named = any(t.row["role"] in _NAMES for t in triggers)
        told = name_kind(reading, span, triggers) if named else "other"
        led = led._replace(
            agent=led.agent or _striker(reading, span, triggers),
            kind=led.kind or (told if told != "other" else None),
            when=led.when or _day(reading, *span, whole=True),
        )
    return led


def _striker(reading: Reading, span: Span, triggers: Sequence[Cue]) -> Agent | None:
    """Give who struck in the words above a list; else the one party that acts there."""
    found = actors.agent(
        reading.text,
        reading.parties,
        span,
        triggers,
        [],
        language=reading.language,
        attributed=False,
    )
    acting = [party for party in cues.starting(reading.parties, *span) if party.acts]
    if found is not None or len(acting) != 1 or not triggers or acting[0].end > triggers[-1].start:
        return found
    only = acting[0]
    return Agent(only.name, "asserted", only.start, only.end, "actor.heading")


def _day(reading: Reading, start: int, end: int, *, whole: bool = False) -> When | None:
    """Give the last day that a stretch names, else its last date unless a whole day is asked."""
    dates = [d for d in cues.starting(reading.dates, start, end) if d.date_start is not None]
    days = [d for d in dates if d.precision == "day" and not d.span]
    return next(reversed(days if whole else days or dates), None)


def _lead(reading: Reading, sentence: Sentence, now: Heading) -> Heading:
    """Read the first sentence of an item, which the others go on with."""
    dates = cues.starting(reading.dates, sentence.start, sentence.end)
    when = next((d for d in dates if d.date_start is not None), now.when)
    places = _named(reading, sentence.start, sentence.end)
    return now._replace(when=when, places=places or now.places, triggers=())


def with_lent(reading: Reading, stretch: Stretch, heading: Heading) -> Stretch:
    """Lend an item that names a place the words for the strike told above."""
    if not heading.triggers or stretch.lent:
        return stretch
    if not struck_places(reading, (stretch.start, stretch.end)):
        return stretch
    return replace(stretch, lent=heading.triggers)


def headed(reading: Reading, report: Report, heading: Heading) -> Report | Refusal:
    """Lend a report of an item what its own words leave out.

    Below another country's name an item is none. What leads to a list is of all of it.
    """
    if not report.sentence.listed:
        fine = any(is_fine(reading.resolved[n]) for n in report.places)
        at_large = heading.leads and not fine and report.scope == "event"
        return replace(report, scope="aggregate") if at_large else report
    if _is_abroad(reading, report, heading):
        start, end = report.start, report.end
        return Refusal(start, end, reading.text[start:end], "abroad", "heading.abroad")
    evidence = set(report.evidence)
    placed = any(is_fine(reading.resolved[n]) for n in report.places)
    if _is_full(report) or (heading.kind is not None and placed):
        evidence.add("noun")
    when, places, scope, agent = report.when, report.places, report.scope, report.agent
    if when is None and heading.when is not None:
        when = heading.when
        evidence.add("date")
    if not places and heading.places:
        places = heading.places
        fine = any(is_fine(reading.resolved[n]) for n in places)
        evidence.add("settlement" if fine else "region")
    if heading.total and when is None:
        scope = "aggregate"
    if agent is None and heading.agent is not None:
        agent = heading.agent
        evidence.add("agent")
    kind = heading.kind if heading.kind and _is_open(report) else report.event_type
    return replace(
        report,
        when=when,
        places=places,
        scope=scope,
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
