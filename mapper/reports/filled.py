"""Filled forms to reports: a record of a strike, each value from the cell of its label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER
from mapper.places import holds
from mapper.reports.actors import Agent
from mapper.reports.naming import name_kind
from mapper.reports.report import Report
from mapper.reports.stretches import CORE_ROLES
from mapper.reports.struck import is_fine, struck_places
from mapper.reports.values import Count, find_targets
from mapper.text import PARTIES, Quantity, Source, Toll, blank, find_quantities, name_of
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Cell, Form, Sentence, When
    from mapper.words import Cue

RULE = "form"
"""Rule of what a cell of a form gives."""

_PEOPLE = ("killed", "injured")
_ASIDE = frozenset({"time", "source", "other", "note", "actor"})
"""Fields in which no place was struck: "16:05 Damascus Time"."""


def read_form(reading: Reading, sentence: Sentence, form: Form) -> Report | None:
    """Make a report of a form, where it names an attack; None of any other form.

    Parameters
    ----------
    reading
        What was found in the article.
    sentence
        The stretch that the form fills.
    form
        Its cells.
    """
    told = [cell for cell in form.cells if _says(reading, cell)]
    triggers = _triggers(reading, form, told)
    if not triggers:
        return None
    when, places = _when(reading, told), _places(reading, told)
    tolls = tuple(_tolls(reading, told))
    counts = tuple(_counts(reading, told, triggers))
    agent = _agent(reading, told)
    targets = tuple(
        target
        for cell in told
        if cell.field in ("target", "kind", "place")
        for target in find_targets(reading, (cell.start, cell.end))
    )
    found = {
        "toll": bool(tolls),
        "count": bool(counts),
        "day": when is not None and when.precision == "day",
        "date": when is not None and when.precision != "day",
        "settlement": any(is_fine(reading.resolved[n]) for n in places),
        "region": bool(places) and not any(is_fine(reading.resolved[n]) for n in places),
        "noun": True,
        "listed": True,
        "agent": agent is not None,
        "target": bool(targets),
    }
    return Report(
        sentence=replace(sentence, kind="body"),
        start=form.start,
        end=form.end,
        event_type=name_kind(reading, (form.start, form.end), triggers),
        scope="event",
        evidence=frozenset(name for name, holds_good in found.items() if holds_good),
        rule=form.rule,
        triggers=tuple(triggers),
        tolls=tolls,
        counts=counts,
        when=when,
        places=places,
        agent=agent,
        sources=tuple(_sources(reading, told)),
        targets=targets,
    )


def _says(reading: Reading, cell: Cell) -> bool:
    """See a cell with something in it: neither empty nor "not reported"."""
    return cell.start < cell.end and _blank(reading, cell) != "unknown"


def _blank(reading: Reading, cell: Cell) -> str | None:
    """Tell a cell that says nothing, or nobody: ``unknown`` or ``zero``."""
    return blank(reading.text[cell.start : cell.end], reading.language)


def _triggers(reading: Reading, form: Form, told: Sequence[Cell]) -> list[Cue]:
    """Find the words for the attack: of its own cell, else of any other, notes last.

    What the cell leaves open ("Attack", "Shelling/missile attack") is named by the notes.
    """
    own = [cell for cell in told if cell.field == "kind"]
    others = [cell for cell in told if cell.field not in _ASIDE | {"kind"}]
    notes = [cell for cell in told if cell.field == "note"]
    open_words: list[Cue] = []
    for cells in (own, others, notes):
        found = [t for cell in cells for t in _inside(reading, cell)]
        kinds = _kinds(found)
        if form.cells and kinds:
            told_of = [t for cell in notes for t in _inside(reading, cell) if _kinds([t]) & kinds]
            one = len(kinds) > 1 and len(_kinds(told_of)) == 1
            return told_of if one else sorted([*open_words, *found], key=lambda cue: cue.start)
        open_words += found
    alone = [] if open_words else _kinds_alone(reading, own)
    return alone or [t for t in open_words if t.row["role"] in CORE_ROLES]


def _kinds_alone(reading: Reading, cells: Sequence[Cell]) -> list[Cue]:
    """Find words that name an attack only because they fill the cell for it: "mine"."""
    return [
        cue
        for cell in cells
        for cue in cues.find(reading.text, reading.language, "cell_kinds", cell.start, cell.end)
    ]


def _inside(reading: Reading, cell: Cell) -> list[Cue]:
    return cues.within(reading.triggers, cell.start, cell.end)


def _kinds(found: Sequence[Cue]) -> set[str]:
    """Give the kinds of attack that words name."""
    return {t.row["event_type"] for t in found} - {"other"}


def _when(reading: Reading, told: Sequence[Cell]) -> When | None:
    """Give the day of the cell for it, else of what the attack's own cell says."""
    for field in ("date", "time", "kind"):
        for cell in (one for one in told if one.field == field):
            dates = cues.starting(reading.dates, cell.start, cell.end)
            found = next((d for d in dates if d.end <= cell.end and d.date_start), None)
            if found is not None:
                return found
    return None


def _places(reading: Reading, told: Sequence[Cell]) -> tuple[int, ...]:
    """Give the places of the cells for them, the finest first asked; else of the attack's."""
    for field in ("place", "region"):
        cells = [cell for cell in told if cell.field == field]
        found = [
            number
            for cell in cells
            for number, one in reading.places(cell.start, cell.end)
            if one.mention.end <= cell.end
        ]
        finest = [n for n in found if not _holds_another(reading, n, found)]
        if finest:
            return tuple(dict.fromkeys(finest))
    named = [cell for cell in told if cell.field in ("kind", "target")]
    return tuple(n for cell in named for n in struck_places(reading, (cell.start, cell.end)))


def _holds_another(reading: Reading, number: int, others: Sequence[int]) -> bool:
    """See a region that only says where a finer place of the same cells lies."""
    one = reading.resolved[number]
    return any(
        other != number
        and (
            reading.resolved[other].within == number
            or holds(one.location, reading.resolved[other].location)
        )
        for other in others
    )


def _tolls(reading: Reading, told: Sequence[Cell]) -> Iterator[Toll]:
    """Give the figures: worded ones as they are read anywhere, bare ones by their label."""
    bare: list[tuple[str, Cell, Quantity]] = []
    for cell in (one for one in told if one.field in (*_PEOPLE, "casualties")):
        inside = (t for t in reading.tolls if cell.start <= t.start and t.end <= cell.end)
        worded = [t for t in inside if t.quantity.end <= cell.end]
        yield from worded
        quantity = None if worded else _quantity(reading, cell)
        if quantity is not None:
            bare.append((cell.field, cell, quantity))
    fields = {cell.field for cell in told}
    for cell in (one for one in told if one.field == "note"):
        inside = (t for t in reading.tolls if cell.start <= t.start and t.end <= cell.end)
        yield from (t for t in inside if t.field in _PEOPLE and t.field not in fields)
    for field, cell, quantity in bare:
        # "Casualties: 7" may be either; beside "Injured: 4" they are the dead.
        split = field != "casualties" or ("injured" in fields and "killed" not in fields)
        if split:
            what = "killed" if field == "casualties" else field
            yield Toll(
                what, quantity, None, subset=False, start=cell.start, end=cell.end, rule=RULE
            )


def _quantity(reading: Reading, cell: Cell) -> Quantity | None:
    """Read the number that a cell holds, and nothing else that counts."""
    value = reading.text[cell.start : cell.end]
    if _blank(reading, cell) == "zero":
        return Quantity(cell.start, cell.end, value, 0, 0)
    found = find_quantities(value, language=reading.language)
    if not found or found[0].value_min is None:
        return None
    first = found[0]
    return replace(first, start=cell.start + first.start, end=cell.start + first.end)


def _counts(reading: Reading, told: Sequence[Cell], triggers: Sequence[Cue]) -> Iterator[Count]:
    """Give the number of strikes: of its own cell, else beside the words for the attack."""
    counted = triggers[0]
    words = reading.text[counted.start : counted.end]
    for cell in (one for one in told if one.field in ("strikes", "kind")):
        number = _quantity(reading, cell)
        if number is None or number.value_min is None:
            continue
        high = number.value_max if number.value_max is not None else number.value_min
        if cell.field == "strikes":
            yield Count(number.value_min, high, number.open, words, cell.start, cell.end)
            return
        if counted.row["unit"] and number.end <= counted.start < cell.end:
            yield Count(number.value_min, high, number.open, words, number.start, counted.end)
            return


def _agent(reading: Reading, told: Sequence[Cell]) -> Agent | None:
    """Give who struck, as surely as the label says it; the attack's own cell may name them."""
    for cell in sorted(told, key=lambda one: one.field != "actor"):
        if cell.field not in ("actor", "kind"):
            continue
        found = cues.find(reading.text, reading.language, PARTIES, cell.start, cell.end)
        unclaimed = phrase(reading.language, "party_phrases", "no_claim")
        if unclaimed.match(reading.text, cell.start, cell.end):
            return None
        if found:
            names = list(dict.fromkeys(cue.row["actor"] for cue in found))
            status = cell.status or "attributed"
            return Agent(JOINER.join(names), status, found[0].start, found[-1].end, "actor.form")
    return None


def _sources(reading: Reading, told: Sequence[Cell]) -> Iterator[Source]:
    """Give who is named as the source."""
    for cell in (one for one in told if one.field == "source"):
        for cue in cues.within(reading.sources, cell.start, cell.end):
            name = name_of(reading.text, cue, reading.language)
            yield Source(name, cue.start, cue.end, "source.form", cue.row["class"])
