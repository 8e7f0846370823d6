"""Sentences to reports: each strike a sentence speaks of, with the words for every value.

A *report* is what one stretch of one sentence says about one strike. Whether two
reports speak of the same incident is decided in `mapper.incidents.code`. Words that look
like a strike and are none leave a *refusal* with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.reports import actors
from mapper.reports.dating import (
    choose_date,
    covers_publication,
    first_date,
    in_document,
    lasting_days,
)
from mapper.reports.denials import find_denial
from mapper.reports.filled import read_form
from mapper.reports.headings import find_headings, headed, with_lent
from mapper.reports.naming import name_kind
from mapper.reports.reading import CUE_REACH
from mapper.reports.report import CONTINUATION, Refusal, Report
from mapper.reports.respective import shared_out
from mapper.reports.speakers import nearby, only_source, read_sources
from mapper.reports.stretches import (
    CORE_ROLES,
    find_stretches,
    fresh_end,
    leads,
    live_triggers,
    opens_with,
)
from mapper.reports.struck import is_fine, place_in_passing, places_of_figures, struck_places
from mapper.reports.ties import comes_again, is_another, is_beside, shares_subject, which_turn
from mapper.reports.values import (
    count_strikes,
    find_targets,
    is_of_no_strike,
    is_summed,
    own_tolls,
    strikes_counted,
)
from mapper.reports.vetoed import find_veto
from mapper.words import cues, phrase, traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.base.limits import Watch
    from mapper.reports.actors import Agent
    from mapper.reports.reading import Reading
    from mapper.reports.stretches import Stretch
    from mapper.reports.values import Count, Target
    from mapper.text import Sentence, Source, Toll, When
    from mapper.words import Cue, Span

_SUBJECT_GAP = 12
"""Characters within which a carrier behind its verb is the one that did it."""
_SEVERAL, _MANY = 5, 100
"""Strikes of a month; its dead, or bombs of no one day: from these no single strike is meant."""


def find_reports(
    reading: Reading, sentences: Sequence[Sentence], watch: Watch | None = None
) -> tuple[list[Report], list[Refusal]]:
    """Take the reports of an article, sentence by sentence.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.
    watch
        Ends an article that takes too long.

    Returns
    -------
    reports, refusals
        In the order of the text.
    """
    reports: list[Report] = []
    refusals: list[Refusal] = []
    cited = read_sources(reading, sentences)
    only, spoken = only_source(sentences, cited)
    beside = traits(reading.language).cited_beside
    headings = find_headings(reading, sentences)
    forms = {form.start: form for form in reading.forms}
    for number, sentence in enumerate(watch.each(sentences) if watch else sentences):
        above = headings[number]
        made: list[Report | Refusal | None] = []
        if sentence.kind == "form":
            record = read_form(reading, sentence, forms[sentence.start])
            made.append(None if record is None else headed(reading, record, above))
        elif sentence.kind != "navigation":
            mine = only if sentence.paragraph in spoken else ()
            near: tuple[Source, ...] = ()
            if beside and not sentence.listed:
                near = nearby(reading, sentences, cited, number) or mine
            for own in find_stretches(reading, sentence):
                stretch = with_lent(reading, own, above) if sentence.listed else own
                one = _report(reading, sentence, stretch, cited[number], near)
                if isinstance(one, Report):
                    before = sentences[max(0, number - 1)].start
                    each = shared_out(reading, one, before)
                    made += [headed(reading, part, above) for part in each]
                else:
                    made.append(one)
        reports += [one for one in made if isinstance(one, Report)]
        refusals += [one for one in made if isinstance(one, Refusal)]
    return reports, refusals


def _report(
    reading: Reading,
    sentence: Sentence,
    stretch: Stretch,
    sources: tuple[Source, ...],
    near: tuple[Source, ...],
) -> Report | Refusal | None:
    """Read one stretch."""
    span = stretch.start, stretch.end
    words = _find_words(reading, stretch)
    core = words.core
    if not core:
        people = _people_only(reading, sentence, span, words.tolls, sources)
        return people or find_denial(reading, sentence, span)
    refusal = find_veto(reading, span, core) or _fight(reading, span, words)
    if refusal is not None and refusal.reason != "denied":
        return refusal
    told = _read_told(reading, sentence, stretch, words, attributed=bool(sources))
    return Report(
        sentence=sentence,
        start=stretch.start,
        end=stretch.end,
        event_type=words.kind,
        triggers=tuple(core),
        tolls=words.tolls,
        counts=told.counts,
        when=told.when,
        places=told.places,
        anaphora=next((cue.row["kind"] for cue in cues.within(reading.anaphora, *span)), None),
        agent=told.agent,
        sources=sources,
        nearby=near,
        targets=told.targets,
        scope=_scope(reading, stretch, told, listed=sentence.listed),
        points_back=words.is_bare or _points_back(reading, core),
        denied=refusal is not None,
        lasts_days=lasting_days(reading, span),
        goes_on=opens_with(reading, sentence, "marks:continuations")
        or stretch.beside
        or bool(stretch.lent),
        is_another=is_another(reading, stretch, core[0]),
        is_apart=opens_with(reading, sentence, "marks:elsewhere")
        or opens_with(reading, stretch, "marks:elsewhere"),
        ordinal=which_turn(reading, span),
        shares_subject=shares_subject(reading, sentence, stretch),
        is_perfect=told.when is None and _is_perfect(reading, span),
        is_also=leads(reading, core[0], "marks:also"),
        is_similar=leads(reading, core[0], "marks:similar") or comes_again(reading, span, core),
        evidence=_evidence(reading, sentence, stretch, told),
        rule=f"trigger.{core[0].row['role']}",
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words for a strike in a stretch, the ones that make it one, and its tolls."""

    triggers: Sequence[Cue]
    core: Sequence[Cue]
    is_bare: bool
    """Only a verb tells of the strike."""
    kind: str
    tolls: tuple[Toll, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The values that a stretch gives of a strike, beside its words."""

    words: _Words
    counts: tuple[Count, ...]
    when: When | None
    places: tuple[int, ...]
    agent: Agent | None
    targets: tuple[Target, ...]


def _find_words(reading: Reading, stretch: Stretch) -> _Words:
    """Find the words of a stretch that still speak of a strike; else those it is lent."""
    span = stretch.start, stretch.end
    triggers = live_triggers(reading, cues.within(reading.triggers, *span))
    kind = name_kind(reading, span, triggers)
    tolls = tuple(own_tolls(reading, span, triggers, shot=kind == "shooting"))
    core, is_bare = _core(reading, triggers, tolls)
    if stretch.lent and (not triggers or not core):
        triggers = [*live_triggers(reading, stretch.lent), *triggers]
        core, is_bare = _core(reading, triggers, tolls)
        core = core or [t for t in triggers if t.row["role"] == "carrier"]
        kind = name_kind(reading, span, triggers)
    return _Words(triggers, core, is_bare, kind, tolls)


def _read_told(
    reading: Reading, sentence: Sentence, stretch: Stretch, words: _Words, *, attributed: bool
) -> _Told:
    """Read the values of a strike; its day and its places may stand around the stretch."""
    span = stretch.start, stretch.end
    fresh = sentence.start, fresh_end(reading, sentence, stretch.end)
    around = span if stretch.earlier else fresh
    return _Told(
        words=words,
        counts=tuple(count_strikes(reading, span)),
        when=choose_date(reading, sentence, (span, around), words.core[0]),
        places=struck_places(reading, span)
        or struck_places(reading, around)
        or place_in_passing(reading, (sentence.start, sentence.end), span),
        agent=actors.agent(
            reading.text,
            reading.parties,
            span,
            words.triggers,
            [(max(t.start, t.quantity.start), t.end) for t in words.tolls],
            language=reading.language,
            attributed=attributed,
        ),
        targets=tuple(find_targets(reading, span)),
    )


def _core(
    reading: Reading, triggers: Sequence[Cue], tolls: Sequence[Toll]
) -> tuple[list[Cue], bool]:
    """Pick the words that make a stretch tell of a strike; True where only a verb does.

    "Warplanes killed five" and "jets destroyed a convoy" are told by the carrier and what
    it did. "Destroyed" alone may be of a fight; with the dead beside it, it is of a strike.
    """
    named = [t for t in triggers if t.row["role"] in CORE_ROLES]
    if named:
        return named, False
    acts, hurt = _acts(reading, triggers), any(not t.subset for t in tolls)
    roles = {"hit", "fall", "trace", *({"effect"} if hurt else ())}
    hits = [t for t in triggers if t.row["role"] in roles]
    if hits:
        return hits, not acts
    carriers = [t for t in triggers if t.row["role"] == "carrier"]
    return (carriers if acts or hurt else []), False


def _acts(reading: Reading, triggers: Sequence[Cue]) -> bool:
    """See whether a carrier does something: 'warplanes hit', 'artillery pounded'.

    Where verbs may lead, its verb may stand right before it too.
    """
    roles = [t.row["role"] for t in triggers]
    done = {"hit", "effect"}
    if "carrier" not in roles:
        return False
    first = roles.index("carrier")
    if done & set(roles[first:]):
        return True
    verb = triggers[first - 1] if first and traits(reading.language).verb_first else None
    near = verb is not None and triggers[first].start - verb.end <= _SUBJECT_GAP
    return verb is not None and near and verb.row["role"] in done


def _fight(reading: Reading, stretch: Span, words: _Words) -> Refusal | None:
    """See shots that are of a fight between two sides, which is out of scope."""
    fights = phrase(reading.language, "report_phrases", "in_fight")
    if words.kind != "shooting" or not fights.search(reading.text, *stretch):
        return None
    first = words.core[0]
    told = reading.text[first.start : first.end]
    return Refusal(*stretch, told, "a fight between two sides", "report.fight")


def _points_back(reading: Reading, core: Sequence[Cue]) -> bool:
    """See whether the trigger is spoken of as known: 'the attack', 'these strikes'."""
    return any(
        cue.start <= trigger.start and trigger.end <= cue.end
        for trigger in core[:1]
        for cue in cues.within(reading.coreference, trigger.start - CUE_REACH, trigger.end + 1)
    )


def _is_perfect(reading: Reading, stretch: Span) -> bool:
    """See people who "have been killed", no day being meant."""
    have_been = phrase(reading.language, "report_phrases", "have_been_hurt")
    return have_been.search(reading.text, *stretch) is not None


def _scope(reading: Reading, stretch: Stretch, told: _Told, *, listed: bool) -> str:
    """Tell a fresh event from a total and from one recalled in passing, by words alone."""
    core = told.words.core
    if all(t.row["role"] == "campaign" for t in core):
        return "aggregate"
    if stretch.earlier:
        return "background"
    summed = cues.within(
        reading.aggregates,
        max(stretch.start, core[0].start - CUE_REACH),
        min(stretch.end, core[0].end + CUE_REACH),
    )
    if _is_concrete(reading, stretch, told):
        summed = [cue for cue in summed if cue.row["strength"] == "hard"]
    if summed or _is_total(reading, told) or (listed and _sums_month(reading, told)):
        return "aggregate"
    # "Bombed earlier": where verbs lead, what recalls stands behind them.
    last = stretch.end if traits(reading.language).verb_first else core[0].end
    recalled = cues.within(reading.passing, stretch.start, last)
    if recalled or (told.when is None and in_document(reading, stretch.start, core[0].start)):
        return "background"
    return "event"


def _is_total(reading: Reading, told: _Told) -> bool:
    """See figures of many strikes: over a period, or too large for one and no day given."""
    when, tolls = told.when, told.words.tolls
    if any(t.since or is_summed(reading, t) for t in tolls) or (when is not None and when.span):
        return True
    if when is not None and tolls and covers_publication(reading, when):
        return True
    if when is not None and when.precision not in ("month", "year"):
        return False
    dead = any((t.quantity.value_min or 0) >= _MANY for t in tolls if not t.subset)
    single = any(one.value_max == 1 for one in told.counts)
    many = any(one.value_min >= _MANY for one in told.counts)
    strikes = strikes_counted(told.counts, told.words.triggers)
    return many or (when is not None and (strikes >= _SEVERAL or (dead and not single)))


def _is_concrete(reading: Reading, stretch: Stretch, told: _Told) -> bool:
    """See places that were struck on a day, or one with a toll: no talk of strikes at large."""
    fine = [n for n in told.places if is_fine(reading.resolved[n])]
    when = told.when
    own_day = when is not None and stretch.start <= when.start < stretch.end
    dated = own_day and when is not None and when.precision == "day"
    hurt = any(0 < (t.quantity.value_min or 0) < _MANY for t in told.words.tolls if not t.subset)
    at_large = _is_perfect(reading, (stretch.start, stretch.end))
    return bool(fine) and (dated or (len(fine) == 1 and hurt and not at_large))


def _sums_month(reading: Reading, told: _Told) -> bool:
    """See an item that sums up a month: "April: four strikes, three dead"."""
    if told.when is None or told.when.precision not in ("month", "year"):
        return False
    fine = any(is_fine(reading.resolved[n]) for n in told.places)
    return not fine or strikes_counted(told.counts, told.words.triggers) > 1


def _evidence(
    reading: Reading, sentence: Sentence, stretch: Stretch, told: _Told
) -> frozenset[str]:
    """List what speaks for a strike that happened, and what against."""
    span = stretch.start, stretch.end
    when = told.when
    roles = {t.row["role"] for t in told.words.triggers}
    fine = any(is_fine(reading.resolved[n]) for n in told.places)
    own_day = when is not None and span[0] <= when.start < span[1] and when.precision == "day"
    noun = roles & {"strike", "act", "blast"}
    acts = _acts(reading, told.words.triggers)
    found = {
        "toll": any(t.field in ("killed", "injured") and not t.subset for t in told.words.tolls),
        "count": bool(told.counts),
        "day": own_day,
        "date": when is not None and not own_day,
        "settlement": fine,
        "region": bool(told.places) and not fine,
        "noun": bool(noun),
        "weak noun": (bool(roles & {"weapon", "generic", "open"}) or acts) and not noun,
        "happening": bool(roles & {"hit", "fall", "trace", "act", "do", "effect"})
        or leads(reading, told.words.core[0], "marks:told_of"),
        "agent": told.agent is not None,
        "target": bool(told.targets),
        "beside": is_beside(sentence, stretch, told.words.tolls),
        "bare verb": told.words.is_bare,
        "listed": sentence.listed,
        "habit": _is_habit(reading, span, dated=own_day),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _is_habit(reading: Reading, stretch: Span, *, dated: bool) -> bool:
    """See words of strikes at large; what only compares a strike of a day is none."""
    found = cues.within(reading.generic, *stretch)
    compared = [cue.span for cue in reading.compared] if dated else []
    return bool(cues.outside(found, compared))


def _people_only(
    reading: Reading,
    sentence: Sentence,
    stretch: Span,
    tolls: Sequence[Toll],
    sources: tuple[Source, ...],
) -> Report | None:
    """Read a stretch that tells of people and of no strike.

    People on the move with a figure are a total, never an event. The dead and the hurt
    can only be those of the strike just told: "A hospital put the dead at nine."
    """
    start, end = stretch
    counted = [t for t in tolls if t.quantity.value_min is not None]
    hurt = any(t.field in ("killed", "injured") and not t.subset for t in counted)
    moved = () if hurt else tuple(t for t in counted if t.field == "displaced")
    when = first_date(reading, stretch)
    if moved:
        return Report(
            sentence=sentence,
            start=start,
            end=end,
            event_type="displacement",
            scope="aggregate",
            evidence=frozenset({"toll", "happening", "noun"}),
            rule="displacement",
            tolls=moved,
            when=when,
            places=struck_places(reading, stretch),
            sources=sources,
        )
    if not counted or is_of_no_strike(reading, stretch, tolls, when):
        return None
    places = places_of_figures(reading, stretch, tolls)
    if sentence.listed and (when is None or not places):
        return None  # another entry may tell the toll of a strike at its place, on its day
    return Report(
        sentence=sentence,
        start=start,
        end=end,
        event_type="other",
        scope="event",
        evidence=frozenset(),
        rule=CONTINUATION,
        tolls=tuple(tolls),
        when=when if when is not None and not when.span else None,
        places=places,
        sources=sources,
        points_back=True,
        ordinal=which_turn(reading, stretch),
        is_another=bool(cues.find(reading.text, reading.language, "marks:more_dead", start, end)),
    )
