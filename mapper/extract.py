"""Sentences to reports: each strike a sentence speaks of, with the words for every value.

A *report* is what one stretch of one sentence says about one strike. Whether two
reports speak of the same incident is decided in `mapper.incidents`. Words that look
like a strike and are none leave a *refusal* with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mapper import actors, attribution, cues
from mapper.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.actors import Agent, Party
    from mapper.attribution import Source
    from mapper.cues import Cue, Span
    from mapper.figures import Quantity, Toll
    from mapper.resolve import Resolved
    from mapper.sentences import Sentence
    from mapper.when import When

CORE_ROLES = frozenset({"strike", "weapon", "blast", "generic", "act", "campaign"})
TYPE_ORDER = (
    "chemical",
    "barrel_bomb",
    "drone_strike",
    "explosion_ied",
    "airstrike",
    "rocket_missile",
    "shelling",
)
"""Of several kinds of words in one stretch the first of these names the incident."""

ENOUGH = 4.0
"""Weight of evidence from which a report makes an incident of its own."""

_VETO_REACH = 60
_CUE_REACH = 45
_COUNT_GAP = 34
_ONE = re.compile(r"\b(?:an?|one|another|single)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_TWIN = re.compile(r"\b(?:twin|double|two)\s+(?:[\w-]+\s+){0,1}$", re.IGNORECASE)
_PLURAL = re.compile(r"s$", re.IGNORECASE)
_NOT_HEAD = re.compile(r"[ -](?:site|town|victims?|survivors?|allegations?|claims?|warning|threat)", re.I)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of strikes or munitions, with its unit as written."""

    value_min: int
    value_max: int
    open: bool
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """Something hit; `quantity` where the text counts it."""

    name: str
    quantity: Quantity | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """What one stretch of a sentence says about one strike."""

    sentence: Sentence
    start: int
    end: int
    event_type: str
    triggers: tuple[Cue, ...]
    tolls: tuple[Toll, ...]
    counts: tuple[Count, ...]
    when: When | None
    places: tuple[int, ...]
    anaphora: str | None
    agent: Agent | None
    sources: tuple[Source, ...]
    targets: tuple[Target, ...]
    scope: str
    points_back: bool
    denied: bool
    weight: float
    rule: str

    @property
    def is_strong(self) -> bool:
        """Say whether the report says enough to stand alone."""
        return self.weight >= ENOUGH


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that look like a strike and were not taken, and why."""

    start: int
    end: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in an article, by kind, sorted: what the rules look at."""

    text: str
    language: str
    resolved: Sequence[Resolved]
    dates: Sequence[When]
    quantities: Sequence[Quantity]
    tolls: Sequence[Toll]
    parties: Sequence[Party]
    sources: Sequence[Cue]
    triggers: Sequence[Cue]
    targets: Sequence[Cue]
    vetoes: Sequence[Cue]
    aggregates: Sequence[Cue]
    passing: Sequence[Cue]
    generic: Sequence[Cue]
    connectors: Sequence[Cue]
    coreference: Sequence[Cue]
    anaphora: Sequence[Cue]


def read(
    text: str,
    language: str,
    *,
    resolved: Sequence[Resolved],
    dates: Sequence[When],
    quantities: Sequence[Quantity],
    tolls: Sequence[Toll],
) -> Reading:
    """Look every word list up in an article once."""
    sources = attribution.find_sources(text, language)
    taken = [cue.span for cue in sources]
    names = [(one.mention.start, one.mention.end) for one in resolved]
    vetoes = cues.find(text, language, "vetoes")
    words = [v.span for v in vetoes if v.row["scope"] == "word"]
    triggers = cues.outside(cues.find(text, language, "triggers"), [*names, *words])
    return Reading(
        text=text,
        language=language,
        resolved=resolved,
        dates=dates,
        quantities=quantities,
        tolls=tolls,
        parties=actors.find_parties(text, language, _held_names(resolved)),
        sources=sources,
        triggers=cues.outside(triggers, taken),
        vetoes=vetoes,
        **{
            name: cues.find(text, language, name)
            for name in (
                "targets",
                "aggregates",
                "passing",
                "generic",
                "connectors",
                "coreference",
                "anaphora",
            )
        },
    )


def _held_names(resolved: Sequence[Resolved]) -> list[Span]:
    """Give the names that are surely places: a country's name may be a party."""
    return [
        (one.mention.start, one.mention.end)
        for one in resolved
        if one.location is None or one.location.kind != "country"
    ]


def extract(
    reading: Reading, sentences: Sequence[Sentence]
) -> tuple[list[Report], list[Refusal]]:
    """Take the reports of an article, sentence by sentence.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.

    Returns
    -------
    reports, refusals
        In the order of the text.
    """
    reports: list[Report] = []
    refusals: list[Refusal] = []
    for sentence in sentences:
        if sentence.kind == "navigation":
            continue
        for stretch in _stretches(reading, sentence):
            made = _report(reading, sentence, stretch)
            if isinstance(made, Refusal):
                refusals.append(made)
            elif made is not None:
                reports.append(made)
    return reports, refusals


def _stretches(reading: Reading, sentence: Sentence) -> list[tuple[int, int, bool]]:
    """Cut a sentence where it goes on to another strike; True marks an earlier event."""
    core = [
        t
        for t in cues.within(reading.triggers, sentence.start, sentence.end)
        if t.row["role"] in CORE_ROLES
    ]
    edges: list[tuple[int, bool]] = []
    for cue in cues.within(reading.connectors, sentence.start, sentence.end):
        left = edges[-1][0] if edges else sentence.start
        has_left = any(left <= t.start < cue.start for t in core)
        has_right = any(t.start >= cue.end for t in core)
        if has_left and has_right:
            edges.append((cue.start, cue.row["effect"] == "earlier"))
    cuts = [(sentence.start, False), *edges]
    ends = [start for start, _ in cuts[1:]] + [sentence.end]
    return [(start, end, earlier) for (start, earlier), end in zip(cuts, ends, strict=True)]


def _report(
    reading: Reading, sentence: Sentence, stretch: tuple[int, int, bool]
) -> Report | Refusal | None:
    """Read one stretch."""
    start, end, earlier = stretch
    triggers = cues.within(reading.triggers, start, end)
    core = [t for t in triggers if t.row["role"] in CORE_ROLES]
    tolls = tuple(t for t in reading.tolls if start <= t.start < end)
    if not core and not _acts(triggers):
        return _displacement(reading, sentence, (start, end), tolls)
    core = core or triggers
    refusal = _veto(reading, (start, end), core)
    if refusal is not None and refusal.reason != "denied":
        return refusal
    points_back = bool(_points_back(reading, core))
    when = _when(reading, sentence, (start, end), core[0])
    places = _places(reading, (start, end)) or _places(reading, (sentence.start, sentence.end))
    sources = tuple(
        attribution.cited(
            reading.text, (sentence.start, sentence.end), reading.sources, reading.language
        )
    )
    counts = tuple(_counts(reading, (start, end)))
    agent = actors.agent(
        reading.text,
        reading.parties,
        (start, end),
        triggers,
        [(t.start, t.end) for t in tolls],
        language=reading.language,
        attributed=bool(sources),
    )
    event_type = _event_type(triggers)
    scope = _scope(reading, (start, end), core, when, tolls, earlier=earlier)
    targets = tuple(_targets(reading, (start, end)))
    anaphor = next(
        (cue.row["kind"] for cue in cues.within(reading.anaphora, start, end)), None
    )
    weight = _weight(
        reading, (start, end), triggers, tolls, counts, when, places, agent, targets
    )
    if cues.within(reading.generic, start, end):
        weight -= ENOUGH / 2
    return Report(
        sentence=sentence,
        start=start,
        end=end,
        event_type=event_type,
        triggers=tuple(core),
        tolls=tolls,
        counts=counts,
        when=when,
        places=places,
        anaphora=anaphor,
        agent=agent,
        sources=sources,
        targets=targets,
        scope=scope,
        points_back=points_back,
        denied=refusal is not None,
        weight=weight,
        rule=f"trigger.{core[0].row['role']}",
    )


def _acts(triggers: Sequence[Cue]) -> bool:
    """See whether a carrier does something: 'warplanes hit', 'artillery pounded'."""
    roles = [t.row["role"] for t in triggers]
    return "carrier" in roles and "hit" in roles[roles.index("carrier") :]


def _veto(reading: Reading, stretch: Span, core: Sequence[Cue]) -> Refusal | None:
    """Find what makes the words no strike that happened: threat, hypothesis, denial."""
    start, end = stretch
    first = core[0]
    for cue in cues.within(reading.vetoes, start, end):
        scope, gap = cue.row["scope"], first.start - cue.end
        applies = (
            scope == "clause"
            or (scope == "before" and 0 <= gap <= _VETO_REACH)
            or (scope == "near" and 0 <= gap <= 2)  # noqa: PLR2004 - next word
        )
        if applies:
            return Refusal(start, end, reading.text[first.start : first.end], cue.row["reason"])
    return None


def _points_back(reading: Reading, core: Sequence[Cue]) -> bool:
    """See whether the trigger is spoken of as known: 'the attack', 'these strikes'."""
    return any(
        cue.start <= trigger.start and trigger.end <= cue.end
        for trigger in core[:1]
        for cue in cues.within(reading.coreference, trigger.start - _CUE_REACH, trigger.end + 1)
    )


def _when(reading: Reading, sentence: Sentence, stretch: Span, trigger: Cue) -> When | None:
    """Choose the date expression of the stretch nearest the trigger, else of the sentence."""
    for start, end in (stretch, (sentence.start, sentence.end)):
        inside = [d for d in reading.dates if start <= d.start and d.end <= end]
        dated = [d for d in inside if d.date_start is not None] or inside
        if dated:
            return min(dated, key=lambda d: (d.span, abs(d.start - trigger.start), d.start))
    return None


def _places(reading: Reading, stretch: Span) -> tuple[int, ...]:
    """Give the places of a stretch that may have been struck, containers left out."""
    start, end = stretch
    inside = [
        number
        for number, one in enumerate(reading.resolved)
        if start <= one.mention.start
        and one.mention.end <= end
        and one.mention.role == "event"
        and not _not_struck(reading.language).search(
            reading.text, max(start, one.mention.phrase_start - _CUE_REACH), one.mention.phrase_start
        )
    ]
    containers = {reading.resolved[number].within for number in inside}
    kept = [number for number in inside if number not in containers]
    finer = [n for n in kept if not _is_country(reading.resolved[n])]
    chosen: dict[str, int] = {}
    for number in finer or kept:
        location = reading.resolved[number].location
        key = location.place_id if location else reading.resolved[number].mention.text
        chosen.setdefault(key, number)
    return tuple(chosen.values())


def _is_country(one: Resolved) -> bool:
    return one.location is not None and one.location.kind == "country"


@cache
def _not_struck(language: str) -> re.Pattern[str]:
    """Compile the words before a place that say it was not what was struck."""
    words = "|".join(row["pattern"] for row in rows(language, "not_struck"))
    return re.compile(rf"\b(?:{words})\s+(?:the\s+)?\Z", re.IGNORECASE)


def _counts(reading: Reading, stretch: Span) -> Iterable[Count]:
    """Read how many strikes or munitions the stretch speaks of."""
    start, end = stretch
    text = reading.text
    for trigger in cues.within(reading.triggers, start, end):
        unit = trigger.row["unit"]
        if not unit:
            continue
        words = text[trigger.start : trigger.end]
        quantity = next(
            (
                q
                for q in reading.quantities
                if start <= q.start
                and 0 <= trigger.start - q.end <= _COUNT_GAP
                and re.fullmatch(r"\s+(?:[\w-]+\s+){0,3}", text[q.end : trigger.start])
                and q.value_min is not None
            ),
            None,
        )
        before = text[max(start, trigger.start - _COUNT_GAP) : trigger.start]
        if quantity is not None and quantity.value_min is not None:
            high = quantity.value_max if quantity.value_max is not None else quantity.value_min
            yield Count(
                quantity.value_min, high, quantity.open, words, quantity.start, trigger.end
            )
        elif not _PLURAL.search(words) and _ONE.search(before):
            yield Count(1, 1, open=False, unit=words, start=trigger.start, end=trigger.end)
        elif _TWIN.search(before):
            yield Count(2, 2, open=False, unit=words, start=trigger.start, end=trigger.end)


def _targets(reading: Reading, stretch: Span) -> Iterable[Target]:
    """Read what was hit, and how many of it where the text counts them."""
    seen = set()
    for cue in cues.within(reading.targets, *stretch):
        name = cue.row["target"]
        quantity = next(
            (
                q
                for q in reading.quantities
                if 0 <= cue.start - q.end <= 1 or cue.start <= q.start < cue.end
            ),
            None,
        )
        if name not in seen or quantity is not None:
            seen.add(name)
            yield Target(name, quantity, cue.start, cue.end)


def _event_type(triggers: Sequence[Cue]) -> str:
    """Name the incident from its trigger words; a carrier tells where the noun does not."""
    named = [t for t in triggers if t.row["role"] not in ("carrier", "campaign", "blast")]
    kinds = {t.row["event_type"] for t in named}
    carriers = {t.row["event_type"] for t in triggers if t.row["role"] == "carrier"}
    if "airstrike" in carriers and kinds <= {"rocket_missile", "other", "airstrike"}:
        return "airstrike"
    for kind in TYPE_ORDER:
        if kind in kinds:
            return kind
    for kind in TYPE_ORDER:
        if kind in carriers:
            return kind
    bomb = any(t.row["role"] == "blast" for t in triggers) or any(
        t.row["role"] == "weapon" and t.row["event_type"] == "other" for t in triggers
    )
    return "explosion_ied" if bomb else "other"


def _scope(
    reading: Reading,
    stretch: Span,
    core: Sequence[Cue],
    when: When | None,
    tolls: Sequence[Toll],
    *,
    earlier: bool,
) -> str:
    """Tell a fresh event from a total and from one recalled in passing, by words alone."""
    if all(t.row["role"] == "campaign" for t in core):
        return "aggregate"
    if (when is not None and when.span) or any(t.since for t in tolls):
        return "aggregate"
    near = cues.within(
        reading.aggregates,
        max(stretch[0], core[0].start - _CUE_REACH),
        min(stretch[1], core[0].end + _CUE_REACH),
    )
    if near:
        return "aggregate"
    recalled = cues.within(reading.passing, stretch[0], core[0].end)
    if earlier or recalled:
        return "background"
    return "event"


def _weight(
    reading: Reading,
    stretch: Span,
    triggers: Sequence[Cue],
    tolls: Sequence[Toll],
    counts: Sequence[Count],
    when: When | None,
    places: Sequence[int],
    agent: Agent | None,
    targets: Sequence[Target],
) -> float:
    """Add up what speaks for a strike that happened, at a place, on a day."""
    roles = {t.row["role"] for t in triggers}
    weight = 0.0
    weight += 2.0 * bool([t for t in tolls if t.field in ("killed", "injured") and not t.subset])
    weight += 1.5 * bool(counts)
    own_date = when is not None and stretch[0] <= when.start < stretch[1]
    weight += (1.5 if own_date and when and when.precision == "day" else 1.0) * bool(when)
    fine = any(
        (one := reading.resolved[n].location) is not None and one.geo_precision <= 2  # noqa: PLR2004
        for n in places
    )
    weight += 2.0 if fine else 1.0 * bool(places)
    weight += 1.0 * bool(roles & {"strike", "act", "blast"})
    weight += 0.5 * bool(roles & {"weapon", "generic"})
    weight += 1.0 * bool(roles & {"hit", "act"})
    weight += 0.5 * bool(agent)
    weight += 0.5 * bool(targets)
    return weight


def _displacement(
    reading: Reading, sentence: Sentence, stretch: Span, tolls: Sequence[Toll]
) -> Report | None:
    """Take people on the move with a figure: always a total, never an event."""
    moved = tuple(
        t for t in tolls if t.field == "displaced" and t.quantity.value_min is not None
    )
    if not moved:
        return None
    return Report(
        sentence=sentence,
        start=stretch[0],
        end=stretch[1],
        event_type="displacement",
        triggers=(),
        tolls=moved,
        counts=(),
        when=next((d for d in reading.dates if stretch[0] <= d.start < stretch[1]), None),
        places=_places(reading, stretch),
        anaphora=None,
        agent=None,
        sources=tuple(
            attribution.cited(
                reading.text, (sentence.start, sentence.end), reading.sources, reading.language
            )
        ),
        targets=(),
        scope="aggregate",
        points_back=False,
        denied=False,
        weight=ENOUGH,
        rule="displacement",
    )
