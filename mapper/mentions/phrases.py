"""Read the phrase around a place name: which part of it, what kind of place, what leads to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.mentions.placewords import PARTS_OF_LARGER

if TYPE_CHECKING:
    import re
    from collections.abc import Container

    from mapper.mentions.placewords import PlaceWords

FARTHEST_KM = 500.0
"""Kilometres beyond which "east of" says nothing about where something happened."""

REACH = 90
"""Characters left of a name that may belong to its phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands around a name; offsets are those of the plain text.

    `relation` is ``at``, ``near`` or ``near:<km>``, ``cut:<direction>``,
    ``sector:<direction>`` or ``sector:<direction>:<km>``, ``countryside``, ``between``,
    ``road``, ``border`` or ``reference`` (another place is told by it). `kind` is the kind
    of place the text calls it, `plural` or `trailing` when one word calls several names
    so, before or after them; `cue` the word before the phrase, which begins at
    `cue_start`.
    """

    start: int
    end: int
    relation: str
    kind: str | None
    plural: bool
    trailing: bool
    cue: str
    cue_start: int


_MOST_WORDS = 7
_REACHES = {
    "article": 6,
    "modifier": 36,
    "kind_modifier": 36,
    "kind": 40,
    "way": 40,
    "way_and": 30,
    "rural_way": 40,
    "within": 12,
    "to_the": 12,
    "of": 12,
    "rural": 40,
    "rural_kind": 30,
    "outskirts": 40,
    "edge": 40,
    "near": 40,
    "linking": 30,
    "between": 40,
    "border": 50,
    "cue": 30,
}
"""Characters within which a short phrase stands; a search over fewer is faster."""
_NEAR, _FAR = max(_REACHES.values()), max(REACH, *_REACHES.values())


class _Leftward:
    """Take patterns off the text left of a name, one after the other."""

    def __init__(
        self, text: str, at: int, words: PlaceWords, definite: Container[int] = ()
    ) -> None:
        self.text = text
        self.at = at
        self.words = words
        self.definite = definite
        self._read = -1
        self._possible: set[str] = set()
        self._close: set[str] = set()

    def take(self, pattern: str, stops: Container[int] = ()) -> re.Match[str] | None:
        """Take one pattern if the text ends with it, unless it leans on a name before it."""
        if self._read != self.at:
            self._read = self.at
            self._possible, self._close = self.words.leads.possible(
                self.text, max(0, self.at - _FAR), self.at - _NEAR, self.at
            )
        reach = _REACHES.get(pattern, REACH)
        if pattern not in (self._close if reach <= _NEAR else self._possible):
            return None
        found = self.words.phrases[pattern].search(self.text, max(0, self.at - reach), self.at)
        if found is None:
            return None
        before = found.start() - 1
        if before in stops:
            return None
        self.at = found.start()
        return found

    def take_all(self, pattern: str) -> None:
        """Take a pattern as often as it comes, within reason."""
        for _ in range(_MOST_WORDS):
            if self.take(pattern) is None:
                return


def read_phrase(
    text: str,
    span: tuple[int, int, int],
    words: PlaceWords,
    stops: Container[int] = (),
    source: str = "",
    *,
    definite: Container[int] | None = None,
) -> Phrase:
    """Read the phrase around the name at a span.

    Parameters
    ----------
    text
        Plain text in lower case.
    span
        Start and end of the name, and the offset behind its possessive ending, if any.
    words
        Words of the text's language.
    stops
        Offsets where other names end: what follows one of them directly is its own
        ("Idlib province Kafr Nabl").
    source
        The plain text with its capitals, by which names that are not listed are told.
    definite
        Where words begin whose article was left out, in a language that joins articles: a
        side with one ("the southern") is told of what stands before it, one without
        ("south") of what follows. None where no articles were left out.
    """
    start, end, after = span
    left = _Leftward(text, start, words, definite or ())
    before = _before(left, source, stops)
    behind = _after(text, end, after, words, definite)
    if behind.kind in PARTS_OF_LARGER and before.is_one:
        # "a Homs district", "an Idlib village": the name is that of what holds it.
        behind = replace(behind, kind=None, plural=False)
    if before.kind is None and behind.kind is None:
        behind = replace(behind, kind=_called(text, behind.end, words))
    left.take("article")
    relation, phrase_start = _take_wider(left, _combine(before.relation, behind), before.start)
    if relation.startswith(("sector:", "near")) and _tells_another(left, stops):
        relation, phrase_start = "reference", start
    left.take_all("modifier")
    cue = left.take("cue")
    return Phrase(
        start=phrase_start,
        end=behind.end,
        relation=relation,
        kind=behind.kind or before.kind,
        plural=before.plural,
        trailing=behind.plural,
        cue=cue["cue"] if cue else "",
        cue_start=left.at,
    )


def read_bearing(lower: str, words: PlaceWords) -> tuple[str | None, int]:
    """Read the distance or direction a text ends with: "25 km west of", "just outside".

    Returns
    -------
    relation, start
        ``near``, ``near:<km>``, ``sector:<direction>`` or ``sector:<direction>:<km>``, and
        where its words begin; None and the text's length where it ends otherwise.
    """
    left = _Leftward(lower, len(lower), words)
    left.take("article")
    left.take_all("modifier")
    if left.take("kind"):
        left.take_all("kind_modifier")
    relation, took = _way_of(left)
    if not took:
        took = left.take("near") is not None
        relation = "near"
    if not took or relation == "at" or relation.startswith("cut"):
        return None, len(lower)
    return relation, left.at


@dataclass(frozen=True, slots=True)
class _Before:
    """What was read right before a name; `is_one` of "a" or "an" and no direction."""

    start: int
    relation: str
    kind: str | None
    plural: bool
    is_one: bool


def _before(left: _Leftward, source: str, stops: Container[int]) -> _Before:
    """Read what leads to the name: a kind, or else a direction, a distance, a part."""
    start = left.at
    article = left.take("article")
    named = _take_kind(left, source, stops)
    if named and article and not named["of"]:
        left.at, named = named.end(), None  # "in the city, the Observatory said"
    kind, plural = None, False
    if named:
        kind, plural = _kind(named["kind"], left.words)
        start = left.at
        left.take_all("kind_modifier")
        relation, took = _way_of(left)
        if kind == "governorate" and relation.startswith("sector:") and relation.count(":") == 1:
            relation = relation.replace("sector", "cut")  # "north of the province"
        if not took and left.take("rural_kind", stops):
            relation, took = "countryside", True
    else:
        relation, took = _way_before(left, stops)
        if not took:
            left.take_all("modifier")
            relation, took = _way_before(left, stops)
    is_one = article is not None and bool(article["one"]) and not took
    return _Before(left.at if took else start, relation, kind, plural, is_one)


def _take_kind(left: _Leftward, source: str, stops: Container[int]) -> re.Match[str] | None:
    """Take "city of"; but in "Daatur district of Latakia" the kind is that of the name before."""
    at = left.at
    named = left.take("kind", stops)
    if named and named["of"]:
        before = _name_before(left, source)
        of_name = named.end("kind") in stops  # "Old City of X": the word ends a name itself
        if of_name or (
            before
            and before[1].lower() not in left.words.common
            and before[1].lower() not in left.words.demonyms
        ):
            left.at = at
            left.take("of")
            return None
    return named


def _name_before(left: _Leftward, source: str) -> re.Match[str] | None:
    """See a name, listed or not, that what was read follows."""
    if not left.words.capitals:
        return None
    written = left.words.written("name_before")
    return written.search(source, max(0, left.at - REACH), left.at)


def _tells_another(left: _Leftward, stops: Container[int]) -> bool:
    """Tell whether a distance or "near" says where another name is, not where something was.

    So in "X is 25 km west of Y" and in "X, near Y".
    """
    if left.words.phrases["stating"].search(left.text, max(0, left.at - REACH), left.at):
        return True
    adverb = left.words.phrases["adverbs"].search(left.text, max(0, left.at - REACH), left.at)
    return adverb is not None and adverb.start() in stops


def _kind(word: str, words: PlaceWords) -> tuple[str, bool]:
    plain = " ".join(word.split())
    return words.kind_of[plain], plain in words.several


def _direction(found: re.Match[str], words: PlaceWords) -> str:
    """Give the code of the direction that a match has."""
    return words.direction_of[" ".join(found["way"].split())]


def _way_before(left: _Leftward, stops: Container[int]) -> tuple[str, bool]:
    """Read a direction right before the name: "southern", "rural northern", "rural"."""
    for pattern in ("way", "rural_way"):
        found = left.take(pattern, stops)
        if found:
            code = _direction(found, left.words)
            left.take("rural")  # "rural northern Hama"
            left.take("way_and")  # "northern and eastern Hama": the nearer word holds
            return _side_named(left) or f"cut:{code}", True
    relation, took = _way_of(left)
    if took:
        return relation, True
    if left.take("rural", stops):
        found = left.take("way")  # "northern countryside of" is read above; "northern rural" here
        return (f"cut:{_direction(found, left.words)}" if found else "countryside"), True
    return "at", False


def _side_named(left: _Leftward) -> str | None:
    """Read "the eastern countryside of the northern X": the side that is named of the whole."""
    at = left.at
    left.take("article")
    found = left.take("way_of")
    if found and found["part"]:
        return _side(left, found)
    left.at = at
    return None


def _way_of(left: _Leftward) -> tuple[str, bool]:
    """Read "25 km west of", "southern areas of", "the south of", "outskirts of", "parts of"."""
    found = left.take("distance")
    if found:
        return _distance(found, left.words), True
    at = left.at
    found = left.take("way_of")
    if found and found.start("way") in left.definite and not found["part"]:
        left.at, found = at, None  # "the southern" of what stands before it
    if found:
        return _side(left, found), True
    if left.take("edge"):
        return "near", True
    return "at", left.take("outskirts") is not None


def _side(left: _Leftward, found: re.Match[str]) -> str:
    """Tell a part of a place ("in the south of") from what lies beside it ("south of")."""
    code = _direction(found, left.words)
    if left.words.phrases["edge_part"].search(found["part"].strip()):
        return "near"
    if code == "centre":
        return "at"
    if not found["part"] and left.words.phrases["within"].search(found.group()):
        return "at"  # "fighting raged further north in X"
    if left.words.phrases["held_part"].search(left.text, max(0, left.at - REACH), left.at):
        return f"cut:{code}"  # "the rebel-held east of X"
    left.take("to_the")
    inside = left.words.phrases["within"].search(left.text, max(0, left.at - REACH), left.at)
    return f"cut:{code}" if found["part"] or inside else f"sector:{code}"


@dataclass(frozen=True, slots=True)
class _Behind:
    """What was read after a name."""

    end: int
    relation: str
    kind: str | None
    plural: bool


def _after(
    text: str, end: int, after: int, words: PlaceWords, definite: Container[int] | None
) -> _Behind:
    """Read what follows the name: where the phrase ends, a relation, a kind."""
    kind, plural, at = None, False, after
    for _ in range(2):  # "Idlib's south", "Idlib province's south"
        part = _part_behind(text, at, words, definite, possessive=at > end)
        if part:
            return _Behind(part[0], part[1], kind, plural)
        found = words.phrases["kind_behind"].match(text, at)
        if kind is not None or not found:
            break
        kind, plural = _kind(found["kind"], words)
        end = at = found.end("kind")
        possessive = words.phrases["possessive"].match(text, at)
        at = possessive.end() if possessive else at
    return _Behind(end, "at", kind, plural)


def _called(text: str, end: int, words: PlaceWords) -> str | None:
    """Read what a name is called in apposition: "X, a village in ..."."""
    found = words.phrases["called"].match(text, end)
    return words.kind_of[" ".join(found["kind"].split())] if found else None


def _part_behind(
    text: str,
    at: int,
    words: PlaceWords,
    definite: Container[int] | None,
    *,
    possessive: bool,
) -> tuple[int, str] | None:
    """Read a part named after the place: "'s south", " southern countryside", " suburbs"."""
    for pattern in ("way_part", "way_behind") if possessive else ("way_part",):
        found = words.phrases[pattern].match(text, at)
        if found and (definite is None or found.start("way") in definite):
            code = _direction(found, words)
            near = words.phrases["outskirts_behind"].search(text, found.end("way"), found.end())
            return found.end(), "near" if near else "at" if code == "centre" else f"cut:{code}"
    for pattern, relation in (
        ("rural_behind", "countryside"),
        ("outskirts_behind", "near"),
        ("border_behind", "border"),
    ):
        found = words.phrases[pattern].match(text, at)
        if found and not (relation == "border" and words.phrases["kind_behind"].match(text, at)):
            return (
                found.end(),
                relation,
            )  # "the X border crossing" is a site, "the X border" is none
    return None


def _combine(before: str, behind: _Behind) -> str:
    """Join what was read on both sides: "northern Hama countryside" is one cut."""
    if before.startswith("sector:") and behind.kind == "governorate":
        return before.replace("sector", "cut")
    if before.startswith(("cut:", "sector:")) or behind.relation == "at":
        return before
    return behind.relation


def _take_wider(left: _Leftward, relation: str, start: int) -> tuple[str, int]:
    """Take what the phrase so far lies near, between or on; give the relation and the start."""
    for pattern in ("border", "between", "linking", "edge", "near"):
        found = left.take(pattern)
        if found:
            return _wider(pattern, found, relation), left.at
    return relation, start


def _wider(pattern: str, found: re.Match[str], relation: str) -> str:
    """Name the relation that a wider phrase adds: near, between, on a road, a border."""
    if pattern == "border":
        return "border"
    if pattern == "linking":
        return "road"
    if pattern == "between":
        return "road" if found["road"] else "between"
    return "near" if relation == "at" else relation


def _distance(found: re.Match[str], words: PlaceWords) -> str:
    """Read "25 kilometres west of" as ``sector:west:25``, "10 km from" as ``near:10``."""
    digits = str(words.counts.get(found["far"], found["far"])).strip(".,").replace(",", ".")
    try:
        km = float(digits) * words.km_of[found["unit"]]
    except ValueError:  # "1.2.3" is no distance
        return "near"
    if km > FARTHEST_KM:
        return "reference"  # its own place is not where it happened, nor anywhere near
    if km <= 0:
        return "near"
    return f"sector:{_direction(found, words)}:{km:.3g}" if found["way"] else f"near:{km:.3g}"
