"""The structure of an article: headline, paragraphs, captions, navigation, sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from mapper.text.forms import find_forms
from mapper.text.lines import is_post, read_blocks
from mapper.text.tags import find_runs
from mapper.text.titles import (
    before_site,
    first_copy,
    headline_again,
    is_retold,
    without_site,
)
from mapper.words import DEFAULT_LANGUAGE, pattern, phrase, rows, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.text.lines import Block
    from mapper.text.tags import Runs
    from mapper.words import Language

Kind = Literal["headline", "body", "caption", "navigation", "form"]

MAX_SENTENCE = 1500
"""Longest sentence in code points; text without a full stop is cut at spaces near it."""

_MAX_HEADLINE = 220
_MAX_NAVIGATION = 160
_MAX_TITLE = 100
"""Code points of what heads a post of lines without stops; a longer one is told for itself."""
_HEAD_REACH = 450
_HEAD_PARTS = 4
_LED_IN = 48
"""Code points before a date in which words may tie it to a sentence: "on Friday morning, ...."""
_STOP = re.compile(r"(?<![.!?\u2026\u061f])[.!?\u2026\u061f]+[\"'\u201d\u2019)\]]*(?=\s)")
_LAST_WORD = re.compile(r"[^\s(\[\"'\u201c\u2018]+$")
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+")
_ENDS = re.compile(r"[.!?:;,\u2026\u061f][\"'\u201d\u2019)\]]*$")
"""What a paragraph ends with, a comma for a full stop among it."""
_FULL_STOP = re.compile(r"[.!?\u2026\u061f][\"'\u201d\u2019)\]]*$")
_LEAST_PROSE = 3
"""Words from which on a line with a stop is prose: "Breaking!" is none."""
_MOST_LINES = 8
_LONGEST_POST = 1000
"""Code points of a post whose lines are told though none ends in a stop."""
_LED_ON = re.compile(r"(?<!\.)\.[ \t]*\n\S")
_TERMINAL = re.compile(r"[.!?:;\u2026\u061f][\"'\u201d\u2019)\]]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: offsets in code points, end exclusive; its kind and paragraph."""

    start: int
    end: int
    kind: Kind
    paragraph: int
    listed: bool = False
    """It is of an item of a list, or a filled form: told for itself."""


def split(
    text: str, language: Language = DEFAULT_LANGUAGE, *, runs: Runs | None = None
) -> list[Sentence]:
    r"""Cut an article into sentences, in order, and say what each is.

    Parameters
    ----------
    text
        The article as decoded, headline included.
    language
        Language of the abbreviations and caption marks, ISO 639-1.
    runs
        The tags and links in the text, where it was rewritten for reading.

    Returns
    -------
    sentences
        Offsets are code points in `text`; white space at the ends is left out.

    Examples
    --------
    >>> [(s.kind, s.start, s.end) for s in split("Raid on town\n\nJets hit it. Two died.")]
    [('headline', 0, 12), ('body', 14, 26), ('body', 27, 36)]
    """
    runs = find_runs(text) if runs is None else runs
    blocks = read_blocks(text, find_forms(text, language), runs, language)
    short = _is_short_post(text, blocks, runs, language)
    alone = sum(block.role in {"text", "item"} for block in blocks) == 1
    found: list[Sentence] = []
    headline = ""
    read = 0
    for paragraph, block in enumerate(blocks):
        if block.role == "form":
            found.append(Sentence(block.start, block.end, "form", paragraph, listed=True))
        elif block.role == "tags":
            # Above the words it may be their only place, as a headline may.
            kind: Kind = "navigation" if read else "headline"
            found += _sentences(text, block.start, block.end, kind, paragraph, language)
        elif block.role not in {"text", "item"}:
            found += _sentences(text, block.start, block.end, "navigation", paragraph, language)
        else:
            led = _LED_ON.match(text, block.end - 1) is not None
            bare = runs.tail(text, block.start, block.end)
            piece = _Piece(paragraph, block.role == "item", read, alone, bare, led, short)
            made, told = _read_block(text, block, piece, headline, language)
            found += made
            headline = headline or told
            read += 1
    return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is known of a block of text: its number, and how many stand before it."""

    paragraph: int
    listed: bool
    read: int
    alone: bool
    bare: int
    """Where its tags and links begin, else its end."""
    led: bool = False
    """It ends like a sentence, and the next line stands right below it: no title."""
    short: bool = False
    """It is of a short post whose lines end in no stop: they may be told all the same."""


def _read_block(
    text: str, block: Block, piece: _Piece, headline: str, language: Language
) -> tuple[list[Sentence], str]:
    """Cut a block of text into sentences; a title comes with the words it may be told in again."""
    start, end = block.start, block.end
    paragraph = piece.paragraph
    kind = _block_kind(text[start:end], text[start : piece.bare], piece, language)
    if kind == "headline":
        title = without_site(text, start, first_copy(text, start, end))
        found = _sentences(text, start, title, kind, paragraph, language)
        rest = _sentences(text, title, end, "navigation", paragraph, language)
        return found + rest, before_site(text[start:title], language)
    found = []
    if kind == "body" and piece.read <= 1 and not piece.listed:
        found, start = _head(text, start, end, headline, paragraph, language)
    # At the head of a paragraph such a list runs into the text: no telling where it ends.
    links = _cased(language, "marks:link_lists").search(text, (start + end) // 2, end)
    stop = links.start() if links else end
    made = _sentences(text, start, stop, kind, paragraph, language)
    if piece.read <= 1 and made and is_retold(text[made[0].start : made[0].end], [headline]):
        made[0] = replace(made[0], kind="headline")
    if piece.listed:
        made = [replace(one, listed=True) for one in made]
    rest = _sentences(text, stop, end, "navigation", paragraph, language)
    return [*found, *made, *rest], ""


def _is_short_post(text: str, blocks: Sequence[Block], runs: Runs, language: Language) -> bool:
    """See a text of a few lines of which none ends as a sentence of prose does.

    Where an article stands, a line without a stop is of the page around it.
    """
    if len(blocks) > _MOST_LINES or any(block.role in {"link", "form"} for block in blocks):
        return False
    lines = [
        text[block.start : runs.tail(text, block.start, block.end)]
        for block in blocks
        if block.role in {"text", "item"}
    ]
    prose = (
        len(line.split()) >= _LEAST_PROSE and _FULL_STOP.search(line) is not None for line in lines
    )
    if sum(map(len, lines)) > _LONGEST_POST or any(prose):
        return False
    return _cased(language, "marks:link_lists").search(text) is None


def _block_kind(block: str, bare: str, piece: _Piece, language: Language) -> Kind:
    """Tell what a paragraph is from its shape; `bare` of tags and links behind it."""
    told = is_post(block) or _is_told(bare, language) or piece.led
    first = not (piece.read or piece.alone or piece.listed or told)
    longest = _MAX_TITLE if piece.short else _MAX_HEADLINE
    if first and first_copy(block, 0, len(block)) <= longest:
        return "headline"
    if pattern(language, "captions").search(block):
        return "caption"
    if piece.listed or not piece.read:
        return "body"
    if not (_ENDS.search(bare) or piece.short) and len(block) <= _MAX_NAVIGATION:
        return "navigation"
    return "body"


def _is_told(block: str, language: Language) -> bool:
    """See sentences; a title may ask first ("Who struck? | Ten dead"), and has its initials.

    Two dots are a dash of headlines: "Rural Homs.. two dead in a raid".
    """
    ended = _TERMINAL.search(block)
    return any(
        ended
        or (stop.group()[0] == "." != stop.group()[1:] and _is_boundary(block, 0, stop, language))
        for stop in _STOP.finditer(block[:-1])
    )


def _head(  # noqa: PLR0917 - a stretch and what it is
    text: str, start: int, end: int, headline: str, paragraph: int, language: Language
) -> tuple[list[Sentence], int]:
    """Take off what heads the body of wire copy: the headline again, agency and date.

    Returns the sentences taken and where the body goes on.
    """
    taken: list[Sentence] = []
    limit = min(end, start + _HEAD_REACH)
    in_sentence = _phrase(language, "in_sentence")
    for _ in range(_HEAD_PARTS):
        repeat = headline_again(text, start, end, headline)
        byline = next(
            (
                m
                for m in pattern(language, "bylines").finditer(text, start, limit)
                if not in_sentence.search(text, max(start, m.start() - _LED_IN), m.start())
                and not _goes_on(text, m.end(), end)
            ),
            None,
        )
        nearest = min(
            [m for m in (repeat, byline) if m is not None], key=lambda m: m.start(), default=None
        )
        if nearest is None:
            break
        before: Kind = "headline" if nearest is byline else "navigation"
        taken += _sentences(text, start, nearest.start(), before, paragraph, language)
        kind: Kind = "navigation" if nearest is byline else "headline"
        taken += _bounded(text, nearest.start(), nearest.end(), kind, paragraph)
        start = nearest.end()
    return taken, start


def _goes_on(text: str, at: int, end: int) -> bool:
    """See a small letter behind a date: the sentence it stands in goes on."""
    while at < end and (text[at].isspace() or text[at] == ","):
        at += 1
    return at < end and text[at].islower()


def _sentences(  # noqa: PLR0917 - a stretch and what it is
    text: str, start: int, end: int, kind: Kind, paragraph: int, language: Language
) -> list[Sentence]:
    """Cut one paragraph at its full stops."""
    made: list[Sentence] = []
    begin = start
    for edge, of_caption in _edges(text, start, end, language):
        if begin < edge:
            made += _bounded(text, begin, edge, "caption" if of_caption else kind, paragraph)
            begin = edge
    made += _bounded(text, begin, end, kind, paragraph)
    return made


def _edges(text: str, start: int, end: int, language: Language) -> list[tuple[int, bool]]:
    """Give where sentences end: at full stops, and after a caption or what is no text (True).

    What stands before a dateline inside a paragraph, with no full stop, is a picture's
    caption or the headline of a related piece.
    """
    captions = [(m.end(), True) for m in pattern(language, "credits").finditer(text, start, end)]
    captions += [
        (m.start(), True) for m in _cased(language, "marks:datelines").finditer(text, start, end)
    ]
    lost = [(m.start(), False) for m in _lost_stop(language).finditer(text, start, end)]
    stops = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _is_boundary(text, begin, stop, language):
            stops.append((stop.end(), False))
            begin = stop.end()
    return sorted(captions + stops + lost)


def _is_boundary(text: str, begin: int, stop: re.Match[str], language: Language) -> bool:
    """Tell a full stop from the dot of an abbreviation or an initial."""
    if not _phrase(language, "opens").match(text, stop.end()):
        return False
    if stop.group()[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(begin, stop.start() - 30), stop.start() + 1)
    if word is None:
        return True
    last = word.group()
    if last.isupper() and _LETTERS.fullmatch(last):
        return bool(_phrase(language, "starter").match(text, stop.end()))
    return last.rstrip(".").lower() not in _abbreviations(language)


def _bounded(text: str, start: int, end: int, kind: Kind, paragraph: int) -> list[Sentence]:
    """Trim white space, and cut what is too long to be a sentence."""
    made = []
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        stop = end
        if end - start > MAX_SENTENCE:
            stop = text.rfind(" ", start, start + MAX_SENTENCE)
            stop = stop if stop > start else start + MAX_SENTENCE
        last = stop
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            made.append(Sentence(start, last, kind, paragraph))
        start = stop
    return made


@cache
def _abbreviations(language: Language) -> frozenset[str]:
    return frozenset(words(language, "abbreviations"))


@cache
def _lost_stop(language: Language) -> re.Pattern[str]:
    return re.compile(_any(row["pattern"] for row in rows(language, "marks:lost_stops")))


@cache
def _cased(language: Language, name: str) -> re.Pattern[str]:
    """Compile a list in which capitals count: MOSCOW (Sputnik)."""
    return re.compile(_any(rf"\b(?:{row['pattern']})" for row in rows(language, name)))


def _any(patterns: Iterable[str]) -> str:
    """Word any of some patterns; nothing where there is none."""
    return "|".join(patterns) or "(?!)"


def _phrase(language: Language, which: str) -> re.Pattern[str]:
    """Give one of the phrases that tell where sentences begin."""
    return phrase(language, "sentence_phrases", which)
