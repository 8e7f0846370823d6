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
from mapper.location import holds
from mapper.numerals import number_value
from mapper.when import not_later_than

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
    "habit": -2.0,
    "bare verb": -1.5,
}
"""What speaks for a strike that happened, at a place, on a day, and what against it."""

_VETO_REACH = 60
_CUE_REACH = 45
_NEXT_WORDS = 20
_OPENING = 15
_COUNT_GAP = 34
_COUNTED = re.compile(
    r"\s+(?:(?!(?:in|of|by|on|at|from|with|and|were|was|after|when|as|to|for)\s)[\w-]+\s+){0,3}",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:an?|one|another|single)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_TWIN = re.compile(r"\b(?:twin|double|two)\s+(?:[\w-]+\s+){0,1}$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|,?\s*(?:and|&))\s*(?:the\s+)?", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|any|without|not)\s+(?:\w+\s+){0,3}\Z", re.IGNORECASE)
_PLURAL = re.compile(r"s$", re.IGNORECASE)
_NOT_HEAD = re.compile(
    r"[ -](?:site|town|victims?|survivors?|allegations?|claims?|warning|threat)", re.IGNORECASE
)


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
    lasts_days: int | None
    """How long what it tells of has gone on: 7 for "week-long"."""
    goes_on: bool
    """The sentence goes on with more of the kind: 'Other airstrikes', 'Another'."""
    evidence: frozenset[str]
    rule: str

    @property
    def weight(self) -> float:
        """Weight of all the evidence."""
        return weigh(self.evidence)

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


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in an article, by kind, sorted: what the rules look at."""

    text: str
    language: str
    published: str | None
    """Day of publication where it is known to the day, ISO."""
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
    published: str | None,
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
        published=published,
        resolved=resolved,
        dates=dates,
        quantities=quantities,
        tolls=tolls,
        parties=actors.find_parties(
            text,
            language,
            [*_held_names(resolved), *(c.span for c in sources if c.row["kind"] == "teller")],
        ),
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
    """Give the names that are surely places: a country's or capital's name may be a party."""
    return [
        (one.mention.start, one.mention.end)
        for one in resolved
        if one.mention.role == "dateline" or (one.mention.role == "event" and not _is_country(one))
    ]


def extract(reading: Reading, sentences: Sequence[Sentence]) -> tuple[list[Report], list[Refusal]]:
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
    last: tuple[int, tuple[Source, ...]] = (-1, ())
    for sentence in sentences:
        if sentence.kind == "navigation":
            continue
        sources = _sources(reading, sentence)
        if not sources and last[0] == sentence.paragraph and _goes_on(reading, sentence):
            sources = last[1]
        last = (sentence.paragraph, sources or last[1])
        for stretch in _stretches(reading, sentence):
            made = _report(reading, sentence, stretch, sources)
            if isinstance(made, Refusal):
                refusals.append(made)
            elif made is not None:
                reports.append(made)
    return reports, refusals


def _own_tolls(reading: Reading, stretch: Span) -> Iterable[Toll]:
    """Give the tolls of a stretch that are of a strike, not of the war or of a fight."""
    start, end = stretch
    for toll in reading.tolls:
        if start <= toll.start < end:
            other = cues.find(
                reading.text,
                reading.language,
                "war_totals",
                max(start, toll.start - 2 * _VETO_REACH),
                toll.end,
            )
            if not any(toll.start - cue.end <= _NEXT_WORDS for cue in other):
                yield toll


def _live(reading: Reading, triggers: Sequence[Cue]) -> list[Cue]:
    """Drop triggers that only describe a noun, or are recalled beside a fresh one."""
    kept: list[Cue] = []
    for trigger in triggers:
        if _NOT_HEAD.match(reading.text, trigger.end):
            continue
        described = any(
            cue.start < trigger.start <= cue.end + _NEXT_WORDS for cue in reading.passing
        )
        if described and any(t.row["role"] in CORE_ROLES for t in kept):
            continue
        kept.append(trigger)
    return kept


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """See whether a sentence goes on with what the last source said: 'It added', 'Another'."""
    opening = cues.find(
        reading.text,
        reading.language,
        "continuations",
        sentence.start,
        min(sentence.end, sentence.start + _CUE_REACH),
    )
    return bool(opening) and opening[0].start - sentence.start <= 1


def _stretches(reading: Reading, sentence: Sentence) -> list[tuple[int, int, bool]]:
    """Cut a sentence where it goes on to another strike; True marks an earlier event."""
    telling = cues.within(reading.triggers, sentence.start, sentence.end)
    acting = [t for t in telling if t.row["role"] in CORE_ROLES or t.row["role"] == "carrier"]
    edges: list[tuple[int, bool]] = []
    for cue in cues.within(reading.connectors, sentence.start, sentence.end):
        left = edges[-1][0] if edges else sentence.start
        has_left = any(left <= t.start < cue.start for t in telling)
        has_right = any(t.start >= cue.end for t in acting)
        if has_right and (has_left or cue.row["effect"] == "answer"):
            edges.append((cue.start, cue.row["effect"] != "beside"))
    if edges and edges[0][1] and edges[0][0] - sentence.start <= _OPENING:
        # "Days after an attack, ...": the earlier event ends with its noun.
        noun = next((t for t in telling if t.start > edges[0][0] and t in acting), None)
        if noun is not None and len(edges) == 1:
            edges.append((noun.end, False))
    cuts = [(sentence.start, False), *edges]
    ends = [start for start, _ in cuts[1:]] + [sentence.end]
    return [(start, end, earlier) for (start, earlier), end in zip(cuts, ends, strict=True)]


def _report(
    reading: Reading,
    sentence: Sentence,
    stretch: tuple[int, int, bool],
    sources: tuple[Source, ...],
) -> Report | Refusal | None:
    """Read one stretch."""
    start, end, earlier = stretch
    triggers = _live(reading, cues.within(reading.triggers, start, end))
    core = [t for t in triggers if t.row["role"] in CORE_ROLES]
    tolls = tuple(t for t in reading.tolls if start <= t.start < end)
    hits = [t for t in triggers if t.row["role"] == "hit"]
    if not core and not hits:
        return _displacement(reading, sentence, (start, end), tolls, sources)
    bare = not core and not _acts(triggers)
    core = core or hits
    refusal = _veto(reading, (start, end), core)
    if refusal is not None and refusal.reason != "denied":
        return refusal
    points_back = bare or _points_back(reading, core)
    around = (start, end) if earlier else (sentence.start, _fresh_end(reading, sentence, end))
    when = _when(reading, sentence, ((start, end), around), core[0])
    places = _places(reading, (start, end)) or _places(reading, around)
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
    anaphor = next((cue.row["kind"] for cue in cues.within(reading.anaphora, start, end)), None)
    evidence = _evidence(
        reading, (start, end), triggers, tolls, counts, when, places, agent, targets
    )
    if bare:
        evidence = evidence | {"bare verb"}
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
        lasts_days=_lasts_days(reading, (start, end)),
        goes_on=_goes_on(reading, sentence),
        evidence=evidence,
        rule=f"trigger.{core[0].row['role']}",
    )


def _sources(reading: Reading, sentence: Sentence) -> tuple[Source, ...]:
    """Give who is cited; a caption's credit may stand outside its sentence."""
    end = sentence.end
    if sentence.kind == "caption":
        end = reading.text.find("\n\n", sentence.end)
        end = len(reading.text) if end < 0 else end
    return tuple(
        attribution.cited(
            reading.text,
            (sentence.start, end),
            reading.sources,
            reading.language,
            names=[(one.mention.start, one.mention.end) for one in reading.resolved],
        )
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


def _fresh_end(reading: Reading, sentence: Sentence, end: int) -> int:
    """Give where a sentence turns to an earlier event, after a stretch; else its end."""
    for start, _, earlier in _stretches(reading, sentence):
        if earlier and start >= end:
            return start
    return sentence.end


def _when(
    reading: Reading, sentence: Sentence, stretches: Sequence[Span], trigger: Cue
) -> When | None:
    """Choose the date nearest the trigger: of the stretch, else of what surrounds it."""
    for start, end in stretches:
        inside = [
            d
            for d in reading.dates
            if start <= d.start and d.end <= end and not _of_document(reading, d, start)
        ]
        dated = [d for d in inside if d.date_start is not None] or inside
        if dated:
            said = {d for d in dated if _of_saying(reading, d, start)}
            chosen = min(
                dated, key=lambda d: (d in said, d.span, abs(d.start - trigger.start), d.start)
            )
            return not_later_than(chosen) if _shown(reading, sentence) else chosen
    return None


def _of_document(reading: Reading, when: When, start: int) -> bool:
    """See whether a date is a document's: 'a report released in February'."""
    before = cues.find(
        reading.text,
        reading.language,
        "documents",
        max(start, when.start - _VETO_REACH),
        when.start,
    )
    return bool(before) and when.start - before[-1].end <= 1


def _in_document(reading: Reading, start: int, end: int) -> bool:
    """See whether a dated document tells of it: it looks back."""
    return any(
        start <= d.start and d.end <= end and _of_document(reading, d, start) for d in reading.dates
    )


def _of_saying(reading: Reading, when: When, start: int) -> bool:
    """See whether a date says when somebody spoke: 'the group said on Saturday'."""
    before = reading.text[max(start, when.start - _CUE_REACH) : when.start]
    after = reading.text[when.end : when.end + _CUE_REACH]
    return attribution.speaks(before, after, reading.language)


def _shown(reading: Reading, sentence: Sentence) -> bool:
    """See whether the sentence tells of pictures: what they show happened not later."""
    found = cues.find(reading.text, reading.language, "footage", sentence.start, sentence.end)
    return bool(found)


def _places(reading: Reading, stretch: Span) -> tuple[int, ...]:
    """Give the places of a stretch that may have been struck, containers left out.

    A place that something comes from or goes to was not struck; one that somebody is
    "based in" stands only where the stretch names no other.
    """
    start, end = stretch
    inside = [
        (number, _bearing(reading, one, start))
        for number, one in enumerate(reading.resolved)
        if start <= one.mention.start
        and one.mention.end <= end
        and one.mention.role == "event"
        and not _names_teller(reading, one)
    ]
    likely = [number for number, bearing in inside if bearing != "hard"]
    containers = {reading.resolved[number].within for number in likely}
    kept = [number for number in likely if number not in containers]
    soft = {number for number, bearing in inside if bearing == "soft"}
    kept = [number for number in kept if number not in soft] or kept
    finer = [n for n in kept if not _is_country(reading.resolved[n])]
    finer = [n for n in finer if not _only_holds(reading, n, finer)]
    chosen: dict[str, int] = {}
    for number in finer or kept:
        location = reading.resolved[number].location
        key = location.place_id if location else reading.resolved[number].mention.text
        chosen.setdefault(key, number)
    return tuple(chosen.values())


def _names_teller(reading: Reading, one: Resolved) -> bool:
    """See a place name that is part of a source's name: 'Al-Mayadin reported'."""
    return any(
        cue.row["kind"] == "teller"
        and cue.start <= one.mention.start
        and one.mention.end <= cue.end
        for cue in reading.sources
    )


def _only_holds(reading: Reading, number: int, others: Sequence[int]) -> bool:
    """See a place that only says where a finer one lies; one listed beside it stays."""
    one = reading.resolved[number]
    for other in others:
        inner = reading.resolved[other]
        if other != number and holds(one.location, inner.location):
            first, last = sorted((one.mention, inner.mention), key=lambda m: m.phrase_start)
            between = reading.text[first.phrase_end : last.phrase_start]
            if not _LISTED.fullmatch(between):
                return True
    return False


def _bearing(reading: Reading, one: Resolved, start: int) -> str | None:
    """Tell what the words before a place make of it: ``hard`` or ``soft`` for not struck."""
    at = one.mention.phrase_start
    for strength, words in _not_struck(reading.language):
        if words.search(reading.text, max(start, at - _CUE_REACH), at):
            return strength
    return None


def _is_country(one: Resolved) -> bool:
    return one.location is not None and one.location.kind == "country"


@cache
def _not_struck(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile the words before a place that say it was not what was struck, by strength."""
    lists: dict[str, list[str]] = {}
    for row in rows(language, "not_struck"):
        lists.setdefault(row["strength"], []).append(row["pattern"])
    return tuple(
        (strength, re.compile(rf"\b(?:{'|'.join(words)})\s+(?:the\s+)?\Z", re.IGNORECASE))
        for strength, words in sorted(lists.items())
    )


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
                and q.value_min is not None
                and not any(t.quantity is q for t in reading.tolls)
                and _COUNTED.fullmatch(text, q.end, trigger.start)
            ),
            None,
        )
        before = text[max(start, trigger.start - _COUNT_GAP) : trigger.start]
        if quantity is not None and quantity.value_min is not None:
            high = quantity.value_max if quantity.value_max is not None else quantity.value_min
            yield Count(quantity.value_min, high, quantity.open, words, quantity.start, trigger.end)
        elif not _PLURAL.search(words) and _ONE.search(before):
            yield Count(1, 1, open=False, unit=words, start=trigger.start, end=trigger.end)
        elif _TWIN.search(before):
            yield Count(2, 2, open=False, unit=words, start=trigger.start, end=trigger.end)


def _targets(reading: Reading, stretch: Span) -> Iterable[Target]:
    """Read what was hit, and how many of it where the text counts them."""
    seen = set()
    for cue in cues.within(reading.targets, *stretch):
        name = cue.row["target"]
        if _NONE.search(reading.text, max(stretch[0], cue.start - _COUNT_GAP), cue.start):
            continue
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


def _lasts_days(reading: Reading, stretch: Span) -> int | None:
    """Read how long a campaign has lasted: "week-long", "three-month"."""
    match = _duration(reading.language).search(reading.text, *stretch)
    if match is None:
        return None
    number, unit = match["many"] or match["count"], match["long"] or match["unit"]
    times = number_value([number], reading.language) if number else 1
    days = next(int(r["days"]) for r in rows(reading.language, "durations") if r["word"] == unit)
    return None if times is None else times * days


@cache
def _duration(language: str) -> re.Pattern[str]:
    units = "|".join(row["word"] for row in rows(language, "durations"))
    return re.compile(
        rf"\b(?:(?P<many>[^\W_]+)-)?(?P<long>{units})-long\b"
        rf"|\b(?P<count>[^\W_]+)-(?P<unit>{units})\b"
    )


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
    if earlier:
        return "background"
    over_time = any(t.since for t in tolls) or (
        when is not None and (when.span or (tolls and _covers_publication(reading, when)))
    )
    near = cues.within(
        reading.aggregates,
        max(stretch[0], core[0].start - _CUE_REACH),
        min(stretch[1], core[0].end + _CUE_REACH),
    )
    if over_time or near:
        return "aggregate"
    recalled = cues.within(reading.passing, stretch[0], core[0].end)
    if recalled or (when is None and _in_document(reading, stretch[0], core[0].start)):
        return "background"
    return "event"


def _is_fine(one: Resolved) -> bool:
    """See a settlement or site, be it one that no gazetteer knows."""
    location = one.location
    return location is None or location.method == "container" or location.geo_precision <= 2  # noqa: PLR2004


def _covers_publication(reading: Reading, when: When) -> bool:
    """See a month or year still running on the day of publication: a total so far."""
    if reading.published is None or when.precision not in ("month", "year"):
        return False
    return when.date_end is not None and when.date_end >= reading.published[: len(when.date_end)]


def _evidence(  # noqa: PLR0917 - the evidence, piece by piece
    reading: Reading,
    stretch: Span,
    triggers: Sequence[Cue],
    tolls: Sequence[Toll],
    counts: Sequence[Count],
    when: When | None,
    places: Sequence[int],
    agent: Agent | None,
    targets: Sequence[Target],
) -> frozenset[str]:
    """List what speaks for a strike that happened, and what against."""
    roles = {t.row["role"] for t in triggers}
    fine = any(_is_fine(reading.resolved[n]) for n in places)
    own_day = when is not None and stretch[0] <= when.start < stretch[1] and when.precision == "day"
    noun = roles & {"strike", "act", "blast"}
    found = {
        "toll": any(t.field in ("killed", "injured") and not t.subset for t in tolls),
        "count": bool(counts),
        "day": own_day,
        "date": when is not None and not own_day,
        "settlement": fine,
        "region": bool(places) and not fine,
        "noun": bool(noun),
        "weak noun": bool(roles & {"weapon", "generic"}) and not noun,
        "happening": bool(roles & {"hit", "act", "do"}),
        "agent": agent is not None,
        "target": bool(targets),
        "habit": bool(cues.within(reading.generic, *stretch)),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _displacement(
    reading: Reading,
    sentence: Sentence,
    stretch: Span,
    tolls: Sequence[Toll],
    sources: tuple[Source, ...],
) -> Report | None:
    """Take people on the move with a figure: always a total, never an event."""
    moved = tuple(t for t in tolls if t.field == "displaced" and t.quantity.value_min is not None)
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
        sources=sources,
        targets=(),
        scope="aggregate",
        points_back=False,
        denied=False,
        lasts_days=None,
        goes_on=False,
        evidence=frozenset({"toll", "happening", "noun"}),
        rule="displacement",
    )
