"""Who says so: the sources a sentence cites, known names and plain ones alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mapper.text.parties import PARTIES
from mapper.words import cues, phrase, traits, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.words import Cue, Language, Span

_SOURCES = "sources+world_sources+plain_sources"
PLAIN = "source.plain"
"""Rule of who speaks in words that no list has: they speak for their own sentence."""
_REACH = 120
_LONG_REACH = 240
_LONGEST_NAME = 60
_AS_WRITTEN, _PLAIN_WORDS = "=", "~"
"""Marks of the list for names that are the text's own words."""

_PARTIES = frozenset({"military", "ministry", "official"})
"""Classes whose names stand in the text for doing as often as for saying."""

_MEDIA = frozenset({"media", "state-media", "monitor"})
_PEOPLE = frozenset({"person", "official"})
_HEADLINE_TAIL = re.compile(r"[\s:\u2013\u2014-]*\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """A source a sentence cites: name, and the words that cite it."""

    name: str
    start: int
    end: int
    rule: str
    kind: str = ""
    """Class of the source in the list: monitor, media, person ..."""
    form: str = "name"
    """``name``; ``plain`` for words that name nobody, ``kin`` for such as stand for the one
    source of their class an article names; ``back`` for words that point back."""


def find_sources(text: str, language: Language) -> list[Cue]:
    """Find the names of known sources in a text, whatever they do there."""
    return cues.find(text, language, _SOURCES)


def canonical(wording: str, language: Language) -> set[str]:
    """Give the canonical names of the known sources in a short text.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> sorted(canonical("MSF and local activists", DEFAULT_LANGUAGE))
    ['Médecins Sans Frontières', 'activists']
    """
    return {name_of(wording, cue, language) for cue in find_sources(wording, language)}


def cited_in(
    text: str,
    stretch: Span,
    known: Sequence[Cue],
    language: Language,
    *,
    names: Sequence[Span] = (),
    headline: bool = False,
    credit_end: int | None = None,
) -> list[Source]:
    """Give the sources a sentence cites, in its order.

    Parameters
    ----------
    text
        The article.
    stretch
        The sentence.
    known
        Known sources of the whole text (`find_sources`), sorted.
    language
        Language of the word lists.
    names
        Spans of place names: "rebels in Idlib said" does not cite Idlib.
    headline
        Whether the sentence is a headline, which may end with its source alone.
    credit_end
        Where to stop looking for a picture's credit, if that may stand after the sentence.

    Returns
    -------
    sources
        Known sources that speak, are spoken of as "according to", or are credited, and
        words that point back to one ("the group said"); where there is none, the plain
        words after "according to", or the capitalised name before a verb of saying. A
        source without a name comes with the agency it told: that is all it is known by.
    """
    start, end = stretch
    inside = _candidates(text, stretch, known, language)
    found = []
    for number in range(len(inside)):
        source = _speaker(text, stretch, inside, number, names, language)
        if source is None and headline:
            source = _headline_tail(text, stretch, inside[number])
        if source is None:
            source = _labelled(text, stretch, inside[number], language)
        if source is not None:
            found.append(source)
    found = _without_apposed(text, found, language)
    if found and all(one.form != "name" for one in found):
        found += _told_media(text, stretch, inside, language)
    credits_end = end if credit_end is None else credit_end
    for match in _phrase(language, "credit").finditer(text, start, credits_end):
        if not any(one.start < match.end(1) and match.start(1) < one.end for one in found):
            name = _known_name(text, known, match.span(1), language) or match.group(1).strip()
            found.append(Source(name, *match.span(1), "source.credit"))
    if not found:
        found = _of_party(text, stretch, language) or [
            one
            for one in _plain(text, stretch, language)
            if not any(a <= one.start and one.end <= b for a, b in names)
        ]
    unique: dict[tuple[str, str], Source] = {}
    for source in found:
        unique.setdefault((source.name, source.form), source)
    return list(unique.values())


def speaks(before: str, after: str, language: Language) -> bool:
    """See whether the words around a date are of saying: 'said on ...', '... accused'."""
    if _phrase(language, "saying_before").search(before):
        return True
    return _phrase(language, "saying_after").match(after) is not None


def _candidates(text: str, stretch: Span, known: Sequence[Cue], language: Language) -> list[Source]:
    """List the words of a sentence that may speak: known sources, words that point back."""
    start, end = stretch
    named = cues.within(known, start, end)
    made = []
    backs: list[Span] = []
    for cue in cues.find(text, language, "back_references", start, end):
        over = next((c for c in named if c.start < cue.end and cue.start < c.end), None)
        if over is None or over.row["form"] != "name":
            # Words of both lists keep their plain name, should they point back to nobody.
            name = "" if over is None else name_of(text, over, language)
            first, last = (over or cue).start, max((over or cue).end, cue.end)
            backs.append((min(first, cue.start), last))
            made.append(Source(name, *backs[-1], "source.back", cue.row["classes"], "back"))
    made.extend(
        Source(
            name_of(text, cue, language),
            cue.start,
            cue.end,
            "source",
            cue.row["class"],
            cue.row["form"],
        )
        for cue in cues.outside(named, backs)
    )
    return sorted(made, key=lambda source: source.start)


def name_of(text: str, cue: Cue, language: Language) -> str:
    """Name a source: as the list does, or by the text's own words."""
    name = cue.row["source"]
    if name not in (_AS_WRITTEN, _PLAIN_WORDS):
        return name
    told = " ".join(text[cue.start : cue.end].split())
    determiner = _phrase(language, "determiner").match(told)
    told = told[determiner.end() if determiner else 0 :][:_LONGEST_NAME]
    is_plain = name == _PLAIN_WORDS and told.split()[0] in _openers(language)
    return told[0].lower() + told[1:] if is_plain else told


def _speaker(  # noqa: PLR0917 - the sentence and what was found in it
    text: str,
    stretch: Span,
    inside: Sequence[Source],
    number: int,
    names: Sequence[Span],
    language: Language,
) -> Source | None:
    """Say whether one of the words speaks, and by which construction."""
    one = inside[number]
    start = max(stretch[0], one.start - _REACH)
    before = text[start : one.start]
    pronoun = one.form == "back" and is_pronoun(text[one.start : one.end], language)
    if not pronoun and _phrase(language, "led_to").search(before):
        return _personal(text, stretch, replace(one, rule="source.according"), language)
    inverted = None if pronoun else _phrase(language, "said_by").search(before)
    if inverted and not _has_subject(text, names, start + inverted.start(), language):
        return _personal(text, stretch, replace(one, rule="source.says"), language)
    which = "party_says" if one.kind in _PARTIES else "says"
    says = _phrase(language, "back_says" if one.form == "back" else which)
    match = says.match(text, one.end, min(stretch[1], one.end + _LONG_REACH))
    if match is None:
        return None
    verb = match.start("verb")
    is_told_of = one.form != "name" and _phrase(language, "told_of").search(before)
    if is_told_of or _phrase(language, "passive").search(text, one.end, verb):
        return None
    if any(_cuts(text, one, other, verb, language) for other in inside[number + 1 :]):
        return None
    rule = "source.back" if one.form == "back" else "source.says"
    return _personal(text, stretch, replace(one, rule=rule), language)


def is_pronoun(words: str, language: Language) -> bool:
    """See "it" among words that point back; where verbs lead, one word is a noun: "(the) group"."""
    return " " not in words and not traits(language).verb_first


def _told_media(
    text: str, stretch: Span, inside: Sequence[Source], language: Language
) -> list[Source]:
    """Give the agencies that somebody told: "a source at the police told SANA"."""
    telling = _phrase(language, "telling")
    return [
        replace(one, rule="source.told")
        for one in inside
        if one.kind in _MEDIA
        and one.form == "name"
        and telling.search(text, max(stretch[0], one.start - _REACH), one.start)
    ]


def _has_subject(text: str, names: Sequence[Span], verb: int, language: Language) -> bool:
    """See whether the word before a verb of saying is its subject, not the end of what is said."""
    subject = _phrase(language, "subject").search(text, max(0, verb - _REACH), verb)
    if subject is None:
        return False
    return not any(a <= subject.start() < b for a, b in names)


def _cuts(text: str, one: Source, other: Source, verb: int, language: Language) -> bool:
    """See another speaker between a source and its verb, unless both speak together."""
    if other.start >= verb:
        return False
    between = text[one.end : other.start]
    if _phrase(language, "joined").search(between):
        return False
    return not _phrase(language, "apposed").fullmatch(between)


def _personal(text: str, stretch: Span, one: Source, language: Language) -> Source:
    """Add the name of the person to a plain role: "Abu Omar, activist"."""
    role = text[one.start : one.end].rsplit(maxsplit=1)[-1].lower()
    if one.form != "plain" or one.kind not in _PEOPLE or _phrase(language, "plural").search(role):
        return one
    match = _phrase(language, "called").match(text, one.end, stretch[1]) or _phrase(
        language, "before_role"
    ).search(text, stretch[0], one.start)
    if match is None:
        return one
    person = " ".join(match.group(1).split())
    first, last = min(one.start, match.start(1)), max(one.end, match.end(1))
    return Source(f"{person}, {role}", first, last, one.rule, one.kind)


def _headline_tail(text: str, stretch: Span, one: Source) -> Source | None:
    """Take the source a headline ends or opens with: "Two dead in raid: monitor"."""
    at_end = _HEADLINE_TAIL.fullmatch(text, one.end, stretch[1])
    opens = one.start == stretch[0] and text[one.end : one.end + 1] == ":"
    if one.form == "back" or not (at_end or opens):
        return None
    return replace(one, rule="source.headline")


def _labelled(text: str, stretch: Span, one: Source, language: Language) -> Source | None:
    """Take a source that stands before what it says, or behind it: "SANA: two dead", "- SANA"."""
    start, end = stretch
    opens = _phrase(language, "label_opens").fullmatch(text, start, one.start)
    named = one.form == "name" or " " in text[one.start : one.end]  # "Source: X" is X
    if opens and named and _phrase(language, "label").match(text, one.end, end):
        return replace(one, rule="source.label")
    closes = _phrase(language, "label_closes").search(text, start, one.start)
    if closes and _phrase(language, "label_closed").match(text, one.end, end):
        return replace(one, rule="source.label")
    return None


def _of_party(text: str, stretch: Span, language: Language) -> list[Source]:
    """Take a party that stands before what it says, or for which somebody speaks.

    So in "YPG: two fighters killed", "a spokesman of the YPG said".
    """
    ways = [_phrase(language, which) for which in ("says_for", "reports_itself", "says_that")]
    says_for, reports, that = ways
    for cue in cues.find(text, language, PARTIES, *stretch):
        before = text[max(stretch[0], cue.start - _REACH) : cue.start]
        says = says_for.search(before) or (reports.search(before) and that.match(text, cue.end))
        if says and cue.row["kind"] == "name" and cue.row["actor"]:
            return [Source(cue.row["actor"], *cue.span, "source.says", "party")]
    return _party_label(text, stretch, language)


def _party_label(text: str, stretch: Span, language: Language) -> list[Source]:
    """Take a party that stands before what it says: "YPG: two fighters killed"."""
    for cue in cues.find(text, language, PARTIES, stretch[0], min(stretch[1], stretch[0] + _REACH)):
        opens = _phrase(language, "label_opens").fullmatch(text, stretch[0], cue.start)
        if opens and cue.row["kind"] == "name" and text[cue.end : cue.end + 2] == ": ":
            return [Source(cue.row["actor"], *cue.span, "source.label", "party")]
    return []


def _without_apposed(text: str, found: Sequence[Source], language: Language) -> list[Source]:
    """Keep one name of two that stand for one source: "state news agency SANA"."""
    apposed = _phrase(language, "apposed")
    kept: list[Source] = []
    for source in sorted(found, key=lambda one: one.start):
        last = kept[-1] if kept else None
        own = source.rule == "source.according" and last is not None and last.rule != source.rule
        if last is not None and (
            source.start < last.end or (not own and apposed.fullmatch(text, last.end, source.start))
        ):
            narrower = source.form == "name" or last.form != "name"
            if narrower:
                kept[-1] = source
        else:
            kept.append(source)
    return kept


def _known_name(text: str, known: Sequence[Cue], span: Span, language: Language) -> str | None:
    """Give the canonical name of a known source inside a stretch."""
    inside = cues.within(known, *span)
    return name_of(text, inside[0], language) if inside else None


def _plain(text: str, stretch: Span, language: Language) -> list[Source]:
    """Take a source that no list knows from the grammar alone."""
    match = _phrase(language, "according").search(text, *stretch)
    if match:
        name = match.group(1).strip()
        return [
            Source(
                name[:_LONGEST_NAME],
                match.start(1),
                match.start(1) + len(name),
                "source.according",
                "person",
                "name",
            )
        ]
    match = _phrase(language, "named").search(text, *stretch)
    if match is None:
        return _in_plain_words(text, stretch, language)
    party = cues.find(text, language, PARTIES, *match.span(1))
    if party and party[0].span == match.span(1):
        return [Source(party[0].row["actor"], *match.span(1), "source.says", "party")]
    return [Source(match.group(1), *match.span(1), "source.says", "person")]


def _in_plain_words(text: str, stretch: Span, language: Language) -> list[Source]:
    """Take who says it in words that no list has: "a night guard said"."""
    match = _phrase(language, "in_plain_words").search(text, *stretch)
    if match is None or match.lastindex is None:
        return []
    span = match.span(match.lastindex)
    return [Source(" ".join(text[slice(*span)].split()), *span, PLAIN, "person", "plain")]


def _phrase(language: Language, which: str) -> re.Pattern[str]:
    """Give one of the phrases of saying."""
    return phrase(language, "voice_phrases", which)


@cache
def _openers(language: Language) -> frozenset[str]:
    """Give the words that open a sentence with a capital and name nobody."""
    return frozenset(words(language, "not_names"))
