"""The words of a text, each with what it may be in a person's name."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from mapper.base.letters import Plain, plain
from mapper.text.people.words import OFFICIALS
from mapper.words import cues, pattern, source, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.base.rewritten import Rewritten
    from mapper.text.people.words import PeopleWords
    from mapper.words import Language, Span

GIVEN = "given"
"""A first name."""
NAME = "name"
"""May be of a name."""
WEAK = "weak"
"""May be of a name behind a first one, or behind a title."""
JOINING = "joining"
"""Parts of names that stand alone nowhere: "al", "bin"."""
CUE = "cue"
"""Leads to a name."""
THING = "thing"
"""Names something else."""
PLAIN = "plain"
"""Any other word."""

IN_NAMES = frozenset({GIVEN, NAME, WEAK, JOINING})

_WORD = re.compile(r"[^\W\d_]+(?:(?:'|-\n?)[^\W\d_]+)*")
_OWNED = re.compile(r"(?:'s|')\Z", re.IGNORECASE)
_TITLED = 0.7
"""Share of a line's words with a capital from which on capitals tell nothing."""
_FEWEST = 6
"""Words that such a line has at least."""
_LONG = 4
"""Letters from which on a word of capitals is no abbreviation."""
_SHORTEST = 3
"""Letters of a name in a script that joins words to the next."""
_LISTS = ("actors", "sources", "world_sources")


@dataclass(slots=True)
class Token:
    """A word: offsets in the text as read, folded letters, and what it may be."""

    start: int
    end: int
    word: str
    kind: str
    article: bool
    """Whether an article was left out before it."""
    titled: bool = False
    """Whether it stands in a line in which capitals tell nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read for names of people."""

    text: str
    given: str
    """The text as given."""
    origin: Plain | Rewritten
    tokens: Sequence[Token]
    officials: Spans
    words: PeopleWords
    language: Language

    def given_span(self, start: int, end: int) -> Span:
        """Tell a stretch in offsets of the text as given."""
        if isinstance(self.origin, Plain):
            return self.origin.span(start, end)
        return self.origin.start(start), self.origin.end(end)


class Spans:
    """Stretches of a text, asked for what overlaps one of them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether a stretch has a letter in common with one of them."""
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._reach[before - 1] > start


def read(text: str, language: Language, words: PeopleWords, kept: Sequence[Span]) -> Reading:
    """Read a text: its words, and what each may be.

    Parameters
    ----------
    text
        Text as decoded.
    language
        Its language, with the words of a pack.
    words
        The words of the language that tell of people.
    kept
        Stretches of the text that name something else: places.
    """
    apart = take_apart(text, language, words.given | words.last)
    origin: Plain | Rewritten = plain(text) if apart is None else apart
    flat = origin.text
    officials = _found(flat, language, OFFICIALS)
    reading = Reading(flat, text, origin, _tokens(origin, words), Spans(officials), words, language)
    _mark(reading, Spans(kept))
    return reading


def _tokens(origin: Plain | Rewritten, words: PeopleWords) -> list[Token]:
    found = []
    flat = origin.text
    for match in _WORD.finditer(flat):
        start, end = match.span()
        owned = _OWNED.search(flat, start, end)
        end = owned.start() if owned is not None and words.capitals else end
        article = not isinstance(origin, Plain) and origin.leaves_out(start)
        word = flat[start:end].lower().replace("\n", "")
        found.append(Token(start, end, word, PLAIN, article))
    return found


def _mark(reading: Reading, kept: Spans) -> None:
    """Tell of each word what it may be."""
    flat, words, tokens = reading.text, reading.words, reading.tokens
    if words.capitals:
        _see_titled(flat, tokens)
    kind_of = _cased if words.capitals else _caseless
    before: Token | None = None
    for token in tokens:
        token.kind = kind_of(flat, token, words)
        if kept.overlap(*reading.given_span(token.start, token.end)):
            is_place = token.kind in IN_NAMES and not _is_led(before, token, words)
            token.kind = THING if is_place else token.kind
        elif _serves(before, token, words) and (not words.capitals or flat[token.start].isupper()):
            token.kind = GIVEN
        elif token.kind == WEAK and not words.capitals and _is_bound(before, token, words):
            token.kind = NAME
        before = token
    others = Spans([one for name in _LISTS for one in _named(reading, name)])
    before = None
    for token in tokens:
        if _goes_on(before, token) and _is_inner(token, words):
            token.kind = WEAK
        if token.kind == PLAIN and token.word in words.classes["as_written"]:
            token.kind = _as_written(reading, before, token)
        if token.kind in IN_NAMES and others.overlap(token.start, token.end):
            token.kind = token.kind if _goes_on(before, token) else THING
        before = token
    _join(flat, tokens)


def _goes_on(before: Token | None, token: Token) -> bool:
    """See a word behind one of a name: a party or an outlet of that name is not meant."""
    return before is not None and before.kind in (GIVEN, NAME) and before.end + 1 == token.start


def _as_written(reading: Reading, before: Token | None, token: Token) -> str:
    """Tell a name from a word that is folded alike: "Ali" from "on"."""
    start, end = reading.given_span(token.start, token.end)
    written = reading.given[start:end]
    led = before is not None and before.kind in (GIVEN, NAME, CUE) and before.end + 1 == token.start
    return GIVEN if led and written == token.word else PLAIN


def _serves(before: Token | None, token: Token, words: PeopleWords) -> bool:
    """See the second half of "Abd al-Rahman"."""
    if before is None or before.end + 1 != token.start:
        return False
    return before.kind in IN_NAMES and before.word in words.classes["servant"]


def _is_led(before: Token | None, token: Token, words: PeopleWords) -> bool:
    """See a first name that is a village's as well, right behind a word for a person: "her son"."""
    if before is None or before.end + 1 != token.start or token.kind != GIVEN:
        return False
    return before.word in words.classes["kin"] | words.classes["role"]


def _is_bound(before: Token | None, token: Token, words: PeopleWords) -> bool:
    """See the second half of "Abu X"."""
    if before is None or before.end + 1 != token.start:
        return False
    return before.kind == JOINING and before.word in words.classes["bound"]


def _is_inner(token: Token, words: PeopleWords) -> bool:
    """See what is of a name behind a first one: "Samir Haj Haddad", "Samir al-Kurdi"."""
    if token.kind == CUE and token.word in words.classes["title"]:
        return True
    return token.kind == PLAIN and token.article and token.word[-1] in words.classes["adjective"]


def _named(reading: Reading, name: str) -> Iterator[Span]:
    """Give where parties or outlets are named; those called by a person's name alone are people."""
    if name == "world_sources" and not source(reading.language.code, name).is_file():
        return
    for cue in cues.find(reading.text, reading.language, name):
        inside = cues.starting(reading.tokens, cue.start, cue.end)
        if not inside or any(token.kind not in (GIVEN, JOINING) for token in inside):
            yield cue.span


def _found(flat: str, language: Language, name: str) -> list[Span]:
    return [match.span() for match in pattern(language, name).finditer(flat)]


def _see_titled(flat: str, tokens: Sequence[Token]) -> None:
    """See the lines in which nearly every word has a capital."""
    at = 0
    while at < len(tokens):
        end = flat.find("\n", tokens[at].start)
        end = len(flat) if end < 0 else end
        last = at
        while last < len(tokens) and tokens[last].start < end:
            last += 1
        line = tokens[at:last]
        high = sum(flat[one.start].isupper() or len(one.word) < _LONG for one in line)
        if len(line) >= _FEWEST and high >= _TITLED * len(line) and _has_long(flat, line):
            for one in line:
                one.titled = True
        at = last


def _has_long(flat: str, line: Sequence[Token]) -> bool:
    """See a line whose long words have capitals too: "Man Named Samir Killed In Raid"."""
    long = [one for one in line if len(one.word) >= _LONG]
    return sum(flat[one.start].isupper() for one in long) >= _TITLED * len(long)


def _cased(flat: str, token: Token, words: PeopleWords) -> str:
    """Tell what a word may be by its capital."""
    word, (opener, _, rest) = token.word, token.word.partition("-")
    joins = rest and opener in words.classes["particle"] | words.classes["article"]
    if flat[token.start].isupper():
        kind = _high(flat, token, words)
        if kind in (NAME, WEAK) and rest and opener in words.classes["bound"]:
            return GIVEN
        return _behind_article(rest, words) if kind == NAME and joins else kind
    if joins and flat[token.start + len(opener) + 1].isupper():
        return _behind_article(rest, words)
    if word in words.leads:
        return CUE
    return JOINING if word in words.classes["particle"] else PLAIN


def _high(flat: str, token: Token, words: PeopleWords) -> str:
    """Tell what a word with a capital may be."""
    word, written = token.word, flat[token.start : token.end]
    if word in words.classes["particle"]:
        return JOINING
    if word in words.things or word + "s" in words.things:
        return THING
    if word in words.leads and not words.is_exact(word):
        return CUE
    if not written.isupper():
        return _known(word, words) or NAME
    if len(written) == 1:
        return NAME if flat[token.end : token.end + 1] == "." else WEAK
    abbreviated = len(written) <= _LONG
    return THING if abbreviated else GIVEN if words.is_given(word) else WEAK


def _behind_article(word: str, words: PeopleWords) -> str:
    """Tell what a word with an article is: "al-Homsi" is a last name, and no first one."""
    if word in words.things or word in words.common:
        return WEAK
    return GIVEN if words.is_exact(word) else NAME


def _known(word: str, words: PeopleWords) -> str | None:
    """Tell what a word is by the lists; None where it is on none."""
    if word in words.common:
        return GIVEN if words.is_exact(word) else WEAK
    if word in words.things:
        return THING
    return GIVEN if words.is_given(word) else None


def _caseless(_: str, token: Token, words: PeopleWords) -> str:
    """Tell what a word may be in a script without capitals."""
    word = token.word
    if word in words.classes["particle"]:
        return CUE if token.article and word in words.leads else JOINING
    if word in words.classes["not_name"]:
        return PLAIN
    if word in words.given or word in words.last:
        # "Al-Amal" and the like are things, or last names behind a first one.
        return GIVEN if word in words.given and not token.article else NAME
    if word in words.leads:
        return CUE
    if word in words.things or word in words.common or len(word) < _SHORTEST:
        return PLAIN
    return WEAK


def _join(flat: str, tokens: Sequence[Token]) -> None:
    """Leave those joining parts that nothing of a name follows to be plain words."""
    for number in range(len(tokens) - 1, -1, -1):
        token = tokens[number]
        if token.kind != JOINING:
            continue
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        if behind is None or flat[token.end : behind.start] not in (" ", "-"):
            token.kind = PLAIN
        elif behind.kind == THING:
            token.kind = THING
        elif behind.kind not in IN_NAMES:
            token.kind = PLAIN
