"""Who speaks where an article names its source once: the group, the monitor, it added."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.reports.stretches import opens_with
from mapper.text import PLAIN, cited_in, is_pronoun, name_of
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Sentence, Source

_BACK_REACH = 6
"""Sentences over which "the group said" may look for the source named before."""

_PRONOUN_REACH = 2
"""Sentences over which "it said" may look."""

_GOES_ON_REACH = 8
"""Sentences after which a list no longer has the source of its beginning."""

_FULL_NAME = 60
"""Letters after the words for a source in which the speaker's name may stand."""

_NEXT_REACH = 3
"""Sentences after one in which its source may still follow."""

_HEADLINE_REACH = 5
"""Sentences after a headline, its repetition and the byline among them, that may cite for it."""

_ALL_ALONG = 2
"""Sentences that cite the one source of an article, from which it is that of the rest too."""


_NO_QUOTES = dict.fromkeys(map(ord, '"\u201c\u201d\u00ab\u00bb'))
_SURNAME = re.compile(r"[\w'\u2019-]+\Z")


def read_sources(reading: Reading, sentences: Sequence[Sentence]) -> list[tuple[Source, ...]]:
    """Give who is cited in each sentence of an article, names in place of plain words.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.

    Returns
    -------
    sources
        One tuple a sentence. "A monitor" is the monitor the article names; "the group",
        "it" and a bare surname are who spoke last; a sentence that goes on with a list
        ("Another raid ...") has the source of the one before, items that of what leads to them.
    """
    said = [_cited(reading, sentence) for sentence in sentences]
    named = [source for sources in said for source in sources if source.form == "name"]
    settled: list[tuple[Source, ...]] = []
    led: tuple[Source, ...] = ()
    for number, sentence in enumerate(sentences):
        sources: tuple[Source, ...] = _unique(
            one for source in said[number] for one in _settle(reading, source, named, settled)
        )
        if not sources and opens_with(reading, sentence, "marks:continuations"):
            sources = _of_list(settled)
        if sentence.listed:
            sources = sources or led
        elif sentence.kind != "navigation":
            led = sources if reading.text[sentence.end - 1] == ":" else ()
        settled.append(sources)
    return settled


def nearby(
    reading: Reading,
    sentences: Sequence[Sentence],
    cited: Sequence[tuple[Source, ...]],
    number: int,
) -> tuple[Source, ...]:
    """Give who is cited on the strike beside a sentence: in the next one, else the one before.

    Farther on in its paragraph alone, and so for an item of a list; for a headline, who is
    cited first in the body.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.
    cited
        Who each of them cites, as `read_sources` gives it.
    number
        Number of the sentence.
    """
    one = sentences[number]
    reach = _HEADLINE_REACH if one.kind == "headline" else _NEXT_REACH
    beside: list[int] = [*range(number + 1, number + 1 + reach), number - 1]
    for other in beside:
        if not 0 <= other < len(sentences) or not any(s.rule != PLAIN for s in cited[other]):
            continue
        close = not one.listed and abs(other - number) == 1
        if not (one.kind == "headline" or close or sentences[other].paragraph == one.paragraph):
            continue
        start, end = sentences[other].start, sentences[other].end
        tolled = any(start <= toll.start < end for toll in reading.tolls)
        if tolled or cues.within(reading.triggers, start, end):
            return cited[other]
    return ()


def only_source(
    sentences: Sequence[Sentence], cited: Sequence[tuple[Source, ...]]
) -> tuple[tuple[Source, ...], frozenset[int]]:
    """Give the one source of an article, and the paragraphs for which it speaks.

    These are the paragraphs that cite it, and the headlines'; all, if it is cited all along.
    """
    named = {s.name: s for sources in cited for s in sources if s.rule != PLAIN}
    if len(named) != 1:
        return (), frozenset()
    said = sum(source.rule != PLAIN for sources in cited for source in sources)
    spoken = (
        one.paragraph
        for one, sources in zip(sentences, cited, strict=True)
        if sources or one.kind == "headline" or said >= _ALL_ALONG
    )
    return tuple(named.values()), frozenset(spoken)


def _cited(reading: Reading, sentence: Sentence) -> list[Source]:
    """Give who is cited; a caption's credit may stand outside its sentence."""
    end = None
    if sentence.kind == "caption":
        end = reading.text.find("\n\n", sentence.end)
        end = len(reading.text) if end < 0 else end
    if sentence.kind == "navigation":
        return []
    found = cited_in(
        reading.text,
        (sentence.start, sentence.end),
        reading.sources,
        reading.language,
        names=[
            (one.mention.start, one.mention.end)
            for _, one in reading.places(sentence.start, end or sentence.end)
        ],
        headline=sentence.kind == "headline",
        credit_end=end,
    )
    return found if reading.written is None else [_in_its_words(reading, one) for one in found]


def _in_its_words(reading: Reading, source: Source) -> Source:
    """Name a source that goes by the text's own words as the article has them."""
    told = reading.text[source.start : source.end]
    if " ".join(told.split()).casefold() != source.name.casefold():
        return source
    words = " ".join(reading.words(source.start, source.end).translate(_NO_QUOTES).split())
    return source if words.casefold() == source.name.casefold() else replace(source, name=words)


def _settle(
    reading: Reading,
    source: Source,
    named: Sequence[Source],
    settled: Sequence[tuple[Source, ...]],
) -> list[Source]:
    """Find who the words stand for: themselves, or a source named elsewhere."""
    if source.form == "back":
        pronoun = is_pronoun(reading.text[source.start : source.end], reading.language)
        meant = _spoke_last(source, settled[-_PRONOUN_REACH if pronoun else -_BACK_REACH :])
        if meant is not None:
            return [_stands_for(source, meant)]
        named_before = _named_before(reading, source)
        if named_before is not None:
            return [named_before]
        over = cues.within(reading.sources, source.start, source.end)
        if not over or over[0].row["class"] == "source":
            return []
        row = over[0].row
        source = replace(source, kind=row["class"], form=row["form"])
    if source.form == "kin":
        kin = [one for one in named if one.kind == source.kind]
        before = [one for one in kin if one.end <= source.start]
        meant = before[-1] if before else kin[0] if kin else None
        return [source if meant is None else _stands_for(source, meant)]
    if source.rule != PLAIN and source.kind == "person" and _SURNAME.fullmatch(source.name):
        return _by_surname(reading.text, source, settled)
    return [source]


def _spoke_last(source: Source, settled: Sequence[tuple[Source, ...]]) -> Source | None:
    """Find the last source that words like "the group" may mean."""
    classes = source.kind.split()
    for sources in reversed(settled):
        fitting = [one for one in sources if not classes or one.kind in classes]
        if fitting:
            return fitting[-1]
    return None


def _named_before(reading: Reading, source: Source) -> Source | None:
    """Find a source of the class that the text named before without citing it."""
    classes = source.kind.split()
    for cue in reversed(cues.within(reading.sources, 0, source.start)):
        if cue.row["form"] == "name" and cue.row["class"] in classes:
            name = name_of(reading.text, cue, reading.language)
            return replace(source, name=name, kind=cue.row["class"], form="name")
    return None


def _of_list(settled: Sequence[tuple[Source, ...]]) -> tuple[Source, ...]:
    """Give who told of the list so far; a person quoted in between told of one item only."""
    for sources in reversed(settled[-_GOES_ON_REACH:]):
        telling = tuple(s for s in sources if s.kind != "person" or s.form != "name")
        if telling:
            return telling
    return ()


def _stands_for(source: Source, meant: Source) -> Source:
    return replace(source, name=meant.name, kind=meant.kind, form=meant.form)


def _by_surname(text: str, source: Source, settled: Sequence[tuple[Source, ...]]) -> list[Source]:
    """Let a bare surname mean the source of the sentence that gave the full name."""
    for sources in reversed(settled):
        for one in sources:
            if source.name in one.name or source.name in text[one.start : one.end + _FULL_NAME]:
                return [_stands_for(source, one)]
    return [source]


def _unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Keep one of each name, in the order of the text."""
    kept: dict[str, Source] = {}
    for source in sources:
        kept.setdefault(source.name, source)
    return tuple(kept.values())
