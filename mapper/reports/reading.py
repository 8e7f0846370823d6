"""Everything found in an article, by kind: what the coding rules look at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from mapper.base.letters import plain
from mapper.text import find_forms, find_parties, find_sources
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mapper.base.rewritten import Rewritten
    from mapper.places import Resolved
    from mapper.text import Form, Party, Quantity, Toll, When
    from mapper.words import Cue, Language, Span


P = ParamSpec("P")
T = TypeVar("T")

_WORD = re.compile(r"\w+")

CUE_REACH = 45
"""Characters from a word within which a cue is said of it."""

VETO_REACH = 60
"""Characters from a veto within which it takes back what follows."""


def _mention_start(one: Resolved) -> int:
    return one.mention.start


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in an article, by kind, sorted: what the rules look at."""

    text: str
    language: Language
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
    compared: Sequence[Cue]
    """Words that say since when a strike was the first or the worst."""
    forms: Sequence[Form]
    """Records that are filled in, by label or in a table."""
    written: Rewritten | None = None
    """How the article has it, where its text was rewritten for reading."""
    abroad: frozenset[int] = frozenset()
    """Numbers of the names that are surely of another country."""
    known: dict[tuple[Any, ...], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was told of parts of the text before: see `once`."""

    def words(self, start: int, end: int) -> str:
        """Give the words of a stretch as they stand in the article."""
        return self.written.words(start, end) if self.written else self.text[start:end]

    def places(self, start: int, end: int) -> Iterator[tuple[int, Resolved]]:
        """Give the place names that begin inside a stretch, with their numbers."""
        for number in range(
            bisect_left(self.resolved, start, key=_mention_start), len(self.resolved)
        ):
            if self.resolved[number].mention.start >= end:
                return
            yield number, self.resolved[number]


def once(function: Callable[Concatenate[Reading, P], T]) -> Callable[Concatenate[Reading, P], T]:
    """Let a function of a reading tell each part of the text but once; the answer is not changed.

    Several rules ask the same of a stretch: which of its places were struck, where it turns.
    """

    @wraps(function)
    def remembered(reading: Reading, /, *where: P.args, **how: P.kwargs) -> T:
        key = (function, *where, *how.items())
        known = reading.known
        if key not in known:
            known[key] = function(reading, *where, **how)
        answer: T = known[key]
        return answer

    return remembered


def read(
    text: str,
    language: Language,
    *,
    published: str | None,
    resolved: Sequence[Resolved],
    dates: Sequence[When],
    quantities: Sequence[Quantity],
    tolls: Sequence[Toll],
    abroad: frozenset[int] = frozenset(),
    written: Rewritten | None = None,
) -> Reading:
    """Look every word list up in an article once."""
    sources = find_sources(text, language)
    taken = [cue.span for cue in sources]
    names = [(one.mention.start, one.mention.end) for one in resolved]
    days = [(when.start, when.end) for when in dates]
    comparisons = cues.find(text, language, "marks:comparisons")
    compared = [cue.span for cue in comparisons]
    held = [*_held_names(resolved), *(c.span for c in sources if c.row["kind"] == "teller")]
    vetoes = _not_inside(cues.find(text, language, "vetoes"), days)
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
        parties=find_parties(text, language, held, names),
        sources=sources,
        triggers=cues.outside(triggers, taken),
        vetoes=vetoes,
        compared=comparisons,
        forms=find_forms(text, language),
        written=written,
        abroad=abroad,
        aggregates=cues.outside(
            cues.find(text, language, "aggregates"),
            [*words, *compared, *((d.start, d.end) for d in dates if _is_one_day(d))],
        ),
        passing=cues.outside(cues.find(text, language, "passing"), compared),
        **{name: cues.find(text, language, name) for name in ("targets", "generic", "connectors")},
        **{
            name: _with_their_article(cues.find(text, language, name), written)
            for name in ("coreference", "anaphora")
        },
    )


def _with_their_article(found: Sequence[Cue], written: Rewritten | None) -> list[Cue]:
    """Drop the words of rows that ask for an article where the article as written has none."""
    return [
        cue
        for cue in found
        if not cue.row["article"] or (written is not None and has_article(written, cue.start))
    ]


def has_article(written: Rewritten, at: int) -> bool:
    """See a word that is written longer than it is read: its article was left out."""
    word = _WORD.match(written.text, at)
    return word is not None and len(plain(written.words(*word.span())).text) > len(word.group())


def _is_one_day(when: When) -> bool:
    """See a day, though told as a period: "since dawn" is the day of the strike."""
    return when.precision == "day" and not when.span


def _not_inside(found: Sequence[Cue], spans: Sequence[Span]) -> list[Cue]:
    """Drop the words that begin inside a date: "6 May" is no "may"."""
    starts = [start for start, _ in spans]
    return [
        cue
        for cue in found
        if not (place := bisect_right(starts, cue.start)) or spans[place - 1][1] <= cue.start
    ]


def _held_names(resolved: Sequence[Resolved]) -> list[Span]:
    """Give the names that are surely places: a country's or capital's name may be a party."""
    return [
        (one.mention.start, one.mention.end)
        for one in resolved
        if one.mention.role == "dateline" or (one.mention.role == "event" and not is_country(one))
    ]


def is_country(one: Resolved) -> bool:
    """See a country, whose name may stand for its government."""
    return one.location is not None and one.location.kind == "country"
