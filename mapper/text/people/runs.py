"""Runs of words that may be a person's name, and what leads to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.text.people.tokens import CUE, GIVEN, IN_NAMES, JOINING, NAME, PLAIN, THING, WEAK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.text.people.tokens import Reading, Token
    from mapper.text.people.words import PeopleWords

PRIVATE = "private"
PUBLIC = "public"

_WRAPPED = 40
"""Letters that a line has at least where its end parts two words of one name."""
_STEPS = 6
"""Cues that are followed from a name backwards."""
_OFFICES = frozenset({"public", "head", "role"})
_REACH = 9
"""Words between a cue and the name in "the head of the rescuers in the town, X"."""
_LONGEST = 7
"""Words of a name in a script without capitals, where nothing tells its end."""
_GAP = re.compile(r"[ \n]|[,:]\s?|\s?[-(]\s?|[,:]? ?[\"'\u201c\u2018\u00ab] ?")
_SET_OFF = re.compile(
    '[*"\u201c\u201d\u2018\u2019\u00ab\u00bb]{0,2} [*"\u201c\u201d\u2018\u2019\u00ab\u00bb]{0,2}'
)
"""Marks around a part of a name: 'Samir "Abu Omar" Haddad'."""
_ENDS = re.compile(r"[.!?;\n]")


@dataclass(slots=True)
class Run:
    """Words that may be one name: the first and the one behind the last, by their numbers."""

    first: int
    last: int
    kinds: tuple[str, ...]
    """What each of its words may be."""
    name: tuple[str, ...]
    """Its words as they are compared: articles that are left out are marked."""
    status: str = ""
    """Private, public, or nothing where it is not told."""
    rule: str = ""

    @property
    def counted(self) -> int:
        """How many of its words are no joining parts."""
        return sum(kind != JOINING for kind in self.kinds)

    def tell(self, status: str, rule: str) -> bool:
        """Say whose name it is, and by which rule."""
        self.status, self.rule = status, f"person.{rule}"
        return True


@dataclass(frozen=True, slots=True)
class Lead:
    """Words before a name that tell of it: their classes, and whether they touch it."""

    classes: frozenset[str]
    touches: bool
    first: int


def find_runs(reading: Reading) -> list[Run]:
    """Find the runs of words that may be a name, in order."""
    tokens, words = reading.tokens, reading.words
    found: list[Run] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind not in IN_NAMES or not _may_begin(reading, at):
            at += 1
            continue
        last = at + 1
        while last < len(tokens) and _goes_on(reading, at, last):
            last += 1
        found += _trimmed(tokens, at, last, words)
        at = last
    return found


def _may_begin(reading: Reading, at: int) -> bool:
    """Tell whether a name may begin with a word; without capitals a first name is needed."""
    token, words = reading.tokens[at], reading.words
    if words.capitals or token.kind != WEAK:
        return True
    lead = next(leads(reading, at), None)
    if lead is None or not lead.touches:
        return False
    if "named" in lead.classes:
        return True
    following = reading.tokens[at + 1] if at + 1 < len(reading.tokens) else None
    if following is None or following.kind not in (GIVEN, NAME, WEAK):
        return False
    led = not lead.classes.isdisjoint({"role", "title", "kin"})
    return led and _beside(reading.text, token, following)


def _goes_on(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a name goes on with a word."""
    before, token = reading.tokens[at - 1], reading.tokens[at]
    if token.kind not in IN_NAMES or not _beside(reading.text, before, token):
        return False
    if reading.words.capitals:
        return token.kind != WEAK or not token.titled
    if at - first >= _LONGEST:
        return False
    return token.kind != WEAK or before.kind in (GIVEN, JOINING) or at == first + 1


def _beside(text: str, one: Token, other: Token) -> bool:
    """Tell whether two words may be of one name by what stands between them."""
    gap = text[one.end : other.start]
    if gap in (" ", "-", "_") or _SET_OFF.fullmatch(gap):
        return True
    if gap in (".", ". "):
        return one.end - one.start == 1
    if gap != "\n":
        return False
    return one.end - text.rfind("\n", 0, one.end) > _WRAPPED


def _trimmed(tokens: Sequence[Token], first: int, last: int, words: PeopleWords) -> Iterator[Run]:
    """Leave out what begins or ends no name."""
    begins = words.classes["bound"] | words.classes["article"]
    sure = next((n for n in range(first, last) if tokens[n].kind in (GIVEN, NAME)), first)
    while first < sure and words.capitals and tokens[first].kind == WEAK:
        first += 1
    while first < last and tokens[first].kind == JOINING and tokens[first].word not in begins:
        first += 1
    while first < last and tokens[last - 1].kind == JOINING:
        last -= 1
    if first < last:
        inside = tokens[first:last]
        yield Run(first, last, tuple(one.kind for one in inside), _name(inside, words))


def leads(reading: Reading, first: int) -> Iterator[Lead]:
    """Give the cues before a name, the nearest first."""
    tokens, text, words = reading.tokens, reading.text, reading.words
    at, touches = first, True
    for _ in range(_STEPS):
        if at == 0:
            return
        gap = text[tokens[at - 1].end : tokens[at].start]
        if not _GAP.fullmatch(gap) and not (
            gap in (".", ". ") and tokens[at - 1].word in words.short
        ):
            return
        touches = touches and "," not in gap and ":" not in gap
        word = tokens[at - 1].word
        if _ends_aged(word, words):
            yield Lead(frozenset({"aged"}), touches, at - 1)
            at -= 1
            continue
        back = at - 1
        if word in words.classes["of"] and back > 0:
            back -= 1
        cue = _cue_ending(tokens, back, words)
        if cue is None:
            return
        size, classes = cue
        if back != at - 1:
            classes &= {"kin", "family", "owned"}
        elif words.capitals:
            classes -= {"family", "owned"}
        if not classes:
            return
        at = back + 1 - size
        yield Lead(classes, touches, at)


def _ends_aged(word: str, words: PeopleWords) -> bool:
    return any(word.endswith(one) for one in words.classes["aged"])


def _cue_ending(
    tokens: Sequence[Token], at: int, words: PeopleWords
) -> tuple[int, frozenset[str]] | None:
    """Give the longest cue that ends with a word: its size and classes."""
    if tokens[at].kind not in (CUE, PLAIN, THING):
        return None
    for parts, classes in words.leads.get(tokens[at].word, ()):
        size = len(parts)
        if size <= at + 1 and all(
            tokens[at + 1 - size + number].word == part for number, part in enumerate(parts)
        ):
            return size, classes
    return None


def far_lead(reading: Reading, first: int) -> Lead | None:
    """Find the cue of "a resident of the old quarter, X": a word, what it is of, and a name."""
    tokens, text, words = reading.tokens, reading.text, reading.words
    linking, described = words.classes["linking"], not words.capitals
    for back in range(first - 1, max(0, first - _REACH), -1):
        if _ENDS.search(text, tokens[back].end, tokens[back + 1].start):
            return None
        # "The minister of the interior X" needs no "of" where words are joined.
        described = described and tokens[back].article
        if not described and (tokens[back].word not in linking or back == first - 1):
            continue
        cue = _cue_ending(tokens, back - 1, words)
        if cue is not None and not cue[1].isdisjoint(_OFFICES):
            return Lead(cue[1], touches=False, first=back - cue[0])
    return None


def _name(tokens: Sequence[Token], words: PeopleWords) -> tuple[str, ...]:
    """Give the words of a name as they are compared."""
    articles = words.classes["article"]
    found = []
    for token in tokens:
        parts = token.word.split("-") if "-" in token.word else (token.word,)
        found += [f"+{one}" if token.article else one for one in parts if one not in articles]
    return tuple(found)
