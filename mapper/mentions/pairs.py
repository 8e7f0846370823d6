"""Read phrases that hold two names, or name parts of one: "the Damascus suburb of Jaramana"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.mentions.phrases import read_phrase
from mapper.mentions.placewords import PARTS_OF_LARGER

if TYPE_CHECKING:
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.placewords import PlaceWords
    from mapper.mentions.ready import ReadyText, Seen

_PLAIN_WORDS = re.compile(r"\s+((?:(?:[^\W\d_]|-)+\s+){0,2})")
_BESIDE = ("near", "sector", "reference")
_HOLDERS = frozenset({"country", "governorate"})
_RANKS = {"capital": 3, "governorate": 3, "city": 2, "town": 1}


def read_pairs(ready: ReadyText, seen: list[Seen]) -> list[Seen]:
    """Read again the phrases of names that stand in one phrase, or whose parts are meant.

    In "the Damascus suburb of Jaramana" the kind is Jaramana's; "near" in "near Syria's
    second city Aleppo" is said of Aleppo; "districts of Manbij" are parts of Manbij.

    Parameters
    ----------
    ready
        Text made ready.
    seen
        Names that are places here, in the order of the text.
    """
    done = list(seen)
    for i, one in enumerate(seen):
        done[i] = _without_parts(ready, one, seen[i + 1] if i + 1 < len(seen) else None)
    for i in range(len(done) - 1):
        done[i], done[i + 1] = _hand_on(ready, *_kind_handed_on(ready, done[i], done[i + 1]))
    return done


def holds_next(gap: str, lead: str, words: PlaceWords) -> bool:
    """Tell whether a name holds the next: "Damascus" before "suburb of Jaramana".

    `gap` stands between the two phrases, `lead` between the second and its name.
    """
    return gap.isspace() and words.phrases["kind_of"].search(lead) is not None


def _kind_handed_on(ready: ReadyText, one: Seen, other: Seen) -> tuple[Seen, Seen]:
    """Give the kind of "Damascus suburb of Jaramana" to the second name."""
    at = one.found.after
    kind = ready.words.phrases["part_of"].match(ready.lower, at)
    if kind is None or kind.end() != other.found.start or _rank(ready, one) <= _rank(ready, other):
        return one, other
    before = _before(ready, one)
    beside = before.relation.startswith(_BESIDE)
    word = " ".join(kind["kind"].split())
    named = replace(
        other.phrase,
        start=kind.start("kind"),
        relation=before.relation if beside else _behind(ready, other),
        kind=ready.words.kind_of[word],
        plural=word in ready.words.several,
        cue=before.cue,
        cue_start=before.cue_start,
    )
    if beside and before.relation != "reference":
        before = replace(before, relation="at")
    return replace(one, phrase=before), replace(other, phrase=named)


def _before(ready: ReadyText, one: Seen) -> Phrase:
    """Read a name's phrase by the words before it alone."""
    found = one.found
    span = (found.start, found.end, found.end)
    text = ready.lower[: found.end]
    definite = ready.definite
    return read_phrase(text, span, ready.words, ready.stops, ready.text, definite=definite)


def _behind(ready: ReadyText, other: Seen) -> str:
    """Give the relation that the words after a name tell: "Jaramana's outskirts"."""
    found = other.found
    # what stands before it, "suburb of", is no relation here
    text = " " * found.start + ready.lower[found.start :]
    span = found.start, found.end, found.after
    return read_phrase(text, span, ready.words, definite=ready.definite).relation


def _hand_on(ready: ReadyText, one: Seen, other: Seen) -> tuple[Seen, Seen]:
    """Give "near" of "near Syria's second city Aleppo" to the second name."""
    relation, found = one.phrase.relation, one.found
    if not relation.startswith(_BESIDE) or other.phrase.relation != "at":
        return one, other
    gap = _PLAIN_WORDS.fullmatch(ready.lower, found.after, other.phrase.start)
    if found.after == found.end or gap is None:
        return one, other
    place = ready.words.place
    leading = place["locative"] | place["motion"] | place["joining"] | ready.words.deeds["struck"]
    if gap[1] and (other.phrase.kind is None or leading.intersection(gap[1].split())):
        return one, other
    handed = replace(
        other.phrase, relation=relation, cue=one.phrase.cue, cue_start=one.phrase.cue_start
    )
    plain = one.phrase if relation == "reference" else replace(one.phrase, relation="at")
    return replace(one, phrase=plain), replace(other, phrase=handed)


def _without_parts(ready: ReadyText, one: Seen, following: Seen | None) -> Seen:
    """Take "districts of X", "a suburb of X" for parts of X, or what lies beside it."""
    phrase = one.phrase
    lead = ready.lower[phrase.start : one.found.start]
    known = ready.words.phrases
    if phrase.kind not in PARTS_OF_LARGER or not known["parts_of"].search(lead):
        return one
    several = phrase.plural and not _is_listed(ready, one, following)
    article = ready.lower[phrase.cue_start + len(phrase.cue) : phrase.start]
    if not (several or known["a_part"].search(article)) or not _rank(ready, one):
        return one
    suburb = known["edge"].search(lead) is not None
    relation = "near" if suburb and phrase.relation == "at" else phrase.relation
    return replace(one, phrase=replace(phrase, kind=None, plural=False, relation=relation))


def _is_listed(ready: ReadyText, one: Seen, following: Seen | None) -> bool:
    """Tell whether a list of names goes on after one, none of them what holds it."""
    if following is None or any(place.kind in _HOLDERS for place in following.places):
        return False
    end = max(one.found.after, one.phrase.end)
    is_list = ready.words.between("list_of_parts")
    return is_list.fullmatch(ready.lower, end, following.phrase.start) is not None


def _rank(ready: ReadyText, one: Seen) -> int:
    """Say how large a place of the home country a name is listed for; 0 for a small one."""
    own = [place for place in one.places if ready.gazetteer.is_home(place.country)]
    return max((_RANKS.get(place.kind, 0) for place in own), default=0)
