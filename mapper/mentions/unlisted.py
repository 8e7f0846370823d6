"""Names that no list holds: likely spellings of listed ones, and places the text calls so."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.gazetteer import names
from mapper.mentions.guards import is_body, is_certain, is_person, is_piece, is_prosaic
from mapper.mentions.placewords import SETTLED
from mapper.mentions.ready import Seen, read_around
from mapper.mentions.scanner import Found

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from mapper.gazetteer import Match
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.ready import ReadyText

SURE = 92.0
"""Likeness from which an unlisted spelling is taken anywhere (after the vetoes)."""

CUED = 76.0
"""Likeness, the consonants agreeing, from which it is taken after a word that leads to a place."""

CUED_FUZZY = 82.0
"""The same where the consonants differ too."""

_LONGEST = 3
_SHORTEST = 4
_PAIR = 2
_BEFORE = 60
"""Characters before a name that may tell that it was struck."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    low: str


def find_unlisted(ready: ReadyText, accepted: Sequence[Seen]) -> Iterator[Seen]:
    """Find place names that are not listed as they are spelled.

    A run of capitalised words that is no accepted name is taken when it is very like a
    listed name of the home country; when it is less like one but a word that leads to
    a place stands before it, or a place beside it; or when the text itself calls it a
    village, a hill, a quarter: then it may be unknown to the gazetteer.

    Parameters
    ----------
    ready
        Text made ready.
    accepted
        Listed names that are places here.
    """
    if not ready.words.capitals:
        return
    taken = sorted((one.found.start, one.found.after) for one in accepted)
    starts = {s for one in accepted for s in (one.found.start, one.phrase.start)}
    stops = {one.found.after for one in accepted} | {one.phrase.end for one in accepted}
    left: list[list[_Word]] = []
    known: set[str] = set()
    for run in ready.words.written("run").finditer(ready.text):
        for words in _free(ready, run, taken):
            named = _after_people(ready, words, stops)
            if named is not None:
                stops |= {named.found.after, named.phrase.end}
                yield named
                continue
            for piece in _pieces(ready, words):
                judged = list(_judge_all(ready, piece, starts, stops))
                known.update(one.found.key for one in judged if _is_settled(ready, one))
                if not judged:
                    left.append(piece)
                yield from judged
    yield from _named_before(ready, left, known, stops)


def _is_settled(ready: ReadyText, one: Seen) -> bool:
    """See a name that is not listed and was struck, or is called a settlement or a part of one."""
    kind = one.phrase.kind
    return ready.is_home and not one.places and (kind is None or kind in SETTLED)


def _named_before(
    ready: ReadyText, left: list[list[_Word]], known: set[str], stops: set[int]
) -> Iterator[Seen]:
    """Take the other occurrences of names that the text calls places elsewhere."""
    if not known:
        return
    for piece in left:
        if names.key(_written(ready, piece)[0]) not in known:
            continue
        one = _seen(ready, piece, stops)
        said = ready.words.phrases["say"].match(ready.lower, one.found.after)
        if not said and not is_body(ready, one.found):
            yield one


def _judge_all(
    ready: ReadyText, piece: list[_Word], starts: set[int], stops: set[int]
) -> Iterator[Seen]:
    """Judge a name; where only its beginning was taken, judge what is left of it."""
    while piece:
        one = _judge(ready, piece, starts, stops)
        if one is None:
            return
        stops |= {one.found.after, one.phrase.end}
        yield one
        piece = [word for word in piece if word.start >= one.found.after]


def _after_people(ready: ReadyText, words: list[_Word], stops: set[int]) -> Seen | None:
    """Take a name that begins with a people's ("Turkmen Bareh") where one like it is listed."""
    if len(words) != _PAIR or _bare(words[0].low) not in ready.words.people["people"]:
        return None
    if is_prosaic(ready, _bare(words[1].low)):
        return None
    one = _seen(ready, words, stops)
    near = _likely(ready, one, cued=True)
    return replace(one, places=tuple(m.place for m in near)) if near else None


def _free(
    ready: ReadyText, run: re.Match[str], taken: list[tuple[int, int]]
) -> Iterator[list[_Word]]:
    """Split a run's words at the accepted names in it."""
    words: list[_Word] = []
    for piece in ready.words.written("piece").finditer(ready.text, run.start(), run.end()):
        at = bisect_left(taken, (piece.end(), 0)) - 1  # the last that begins before its end
        if at >= 0 and taken[at][1] > piece.start():
            if words:
                yield words
            words = []
            continue
        low = ready.words.owner(ready.lower[piece.start() : piece.end()])
        words.append(_Word(piece.start(), piece.end(), low))
    if words:
        yield words


def _pieces(ready: ReadyText, words: list[_Word]) -> Iterator[list[_Word]]:
    """Split words into names: a word that opens place names ("Tell") begins a new one."""
    piece: list[_Word] = []
    for word in words:
        bare = _bare(word.low)
        opener = bare in ready.words.names["opener"]
        prosaic = is_prosaic(ready, bare) and not (
            # "Tel Minis": behind a word that opens place names even a word of prose is one
            len(piece) == 1
            and _bare(piece[0].low) in ready.words.names["opener"]
            and (bare in ready.words.common or ready.words.singular(bare) in ready.words.common)
        )
        if piece and (opener or prosaic):
            yield piece
            piece = []
        if not prosaic or opener:
            piece.append(word)
    if piece:
        yield piece


def _bare(low: str) -> str:
    kept = [token for token in names.tokens(low) if token not in names.ARTICLES]
    return kept[-1] if kept else low


def _judge(ready: ReadyText, piece: list[_Word], starts: set[int], stops: set[int]) -> Seen | None:
    """Take a name, or the longest beginning of it that is like a listed one."""
    whole = _seen(ready, piece, stops)
    opened = _bare(piece[0].low) in ready.words.names["opener"] and len(piece) > 1
    beside = _is_beside(ready, whole.phrase, starts, stops)
    struck = whole.phrase.cue in ready.words.deeds["struck"]
    cued = struck or beside or is_certain(ready, whole.phrase)
    named = whole.phrase.kind not in {None, "area"}
    if _is_other(ready, piece, whole, cued=cued or named, named=named, opened=opened):
        return None
    several = whole.listing or whole.phrase.plural
    lengths = range(min(len(piece), _LONGEST), 0, -1) if several else [len(piece)]
    for length in lengths:
        if _bare(piece[length - 1].low) in ready.words.names["opener"] and length < len(piece):
            continue
        one = whole if length == len(piece) else _seen(ready, piece[:length], stops)
        near = _likely(ready, one, cued=cued or named)
        if near:
            return replace(one, places=tuple(m.place for m in near))
    led = cued or whole.phrase.cue in ready.words.place["locative"] | ready.words.place["motion"]
    if named or (opened and led) or _is_led_to(ready, whole, piece, led=led):
        return whole
    return None


def _is_plain_word(ready: ReadyText, low: str) -> bool:
    words = ready.words
    return low in words.common or low in words.names["body"] or low in words.counts


def _is_led_to(ready: ReadyText, one: Seen, piece: list[_Word], *, led: bool) -> bool:
    """Tell whether the text treats an unknown name as a place that was struck, or lies by one.

    So in "shelled X", "air raids on X", "the X area", "X outside Homs".
    """
    phrase, found = one.phrase, one.found
    if (
        not ready.is_home
        or one.listing
        or _bare(piece[0].low) in ready.words.names["body_opener"]
        or any(_is_plain_word(ready, ready.words.without_article(word.low, "-")) for word in piece)
        or ready.lower[found.end : found.end + 1] == "-"
        or ready.text[phrase.cue_start : phrase.cue_start + 1].isupper()
        or ready.words.phrases["say"].match(ready.lower, found.after)
        or ready.words.phrases["titled"].search(
            ready.lower, max(0, found.start - _BEFORE), found.start
        )
    ):
        return False
    if phrase.kind == "area":
        return led or phrase.cue in ready.words.deeds["struck"]
    if ready.words.phrases["bearing"].match(ready.lower, found.after):
        return led or phrase.cue in ready.words.deeds["struck"]
    struck = ready.words.phrases["struck"].search(
        ready.lower, max(0, phrase.start - _BEFORE), phrase.start
    )
    return struck is not None


def _seen(ready: ReadyText, piece: list[_Word], stops: set[int]) -> Seen:
    start, after = piece[0].start, piece[-1].end
    written, end = _written(ready, piece)
    found = Found(start, end, after, names.key(written))
    phrase = read_around(ready, (start, end, after))
    listing = any(s in stops and ready.text[s:start].isspace() for s in range(start - 2, start))
    return Seen(found, phrase, (), listing)


def _written(ready: ReadyText, piece: list[_Word]) -> tuple[str, int]:
    """Give a name as written without a possessive's ending, and where it ends."""
    start, end = piece[0].start, piece[-1].end
    name = ready.words.owner(ready.text[start:end])
    return name, start + len(name)


def _is_beside(ready: ReadyText, phrase: Phrase, starts: set[int], stops: set[int]) -> bool:
    """Tell whether a name stands in one list with a known place, or is said to be in one."""
    behind = ready.words.between("beside").match(ready.text, phrase.end)
    if behind and behind.end() in starts:
        return True
    if any(
        s in stops and ready.text[s : phrase.start].isspace()
        for s in range(phrase.start - 2, phrase.start)
    ):
        return True
    joint = ready.words.between("list_begins")
    before = joint.search(ready.text, max(0, phrase.start - 12), phrase.start)
    return before is not None and before.start() in stops


def _is_other(  # one veto after the other, as in `guards.is_vetoed`
    ready: ReadyText, piece: list[_Word], one: Seen, *, cued: bool, named: bool, opened: bool
) -> bool:
    """Tell whether a name not listed is a person's, a body's, or too short to say."""
    found = one.found
    tokens = {_bare(word.low) for word in piece}
    if (
        found.end - found.start < _SHORTEST
        or (found.key in ready.words.names["opener"] and one.phrase.kind is None)
        or _bare(piece[0].low) in ready.words.people["kin"] | ready.words.names["elsewhere"]
    ):
        return True
    if any(start < found.end and found.start < end for start, end in ready.bodies):
        return True
    if is_piece(ready, found, cued=cued, single=False) or is_body(ready, found):
        return True
    if is_person(ready, found, one.phrase):
        return True
    if tokens & ready.people and not named and not opened:
        return True
    return bool(ready.words.phrases["say"].match(ready.lower, found.after)) and not is_certain(
        ready, one.phrase
    )


def _likely(ready: ReadyText, one: Seen, *, cued: bool) -> list[Match]:
    if not ready.is_home:
        return []  # far from home, likeness is chance
    start, end = ready.plain.span(one.found.start, one.found.end)
    # as it is written: some marks tell how a letter sounds
    near = ready.gazetteer.similar(ready.source[start:end], limit=5, least=CUED if cued else SURE)
    return [m for m in near if m.score >= SURE or m.method == "skeleton" or m.score >= CUED_FUZZY]
