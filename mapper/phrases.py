"""Read the phrase around a place name: which part of it, what kind of place, what leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Container

    from mapper.placewords import PlaceWords

REACH = 90
"""Characters left of a name that may belong to its phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands around a name; offsets are those of the plain text.

    `relation` is ``at``, ``near``, ``cut:<direction>``, ``sector:<direction>``,
    ``countryside``, ``between``, ``road`` or ``border``; `kind` the kind of place the
    text calls it; `cue` the word before the phrase, with its first character at
    `cue_start`.
    """

    start: int
    end: int
    relation: str
    kind: str | None
    plural: bool
    cue: str
    cue_start: int


class _Leftward:
    """Take patterns off the text left of a name, one after the other."""

    def __init__(self, text: str, at: int, words: PlaceWords) -> None:
        self.text = text
        self.at = at
        self.words = words

    def take(self, pattern: str, stops: Container[int] = ()) -> re.Match[str] | None:
        """Take one pattern if the text ends with it, unless it leans on a name before it."""
        found = self.words.left[pattern].search(self.text, max(0, self.at - REACH), self.at)
        if found is None:
            return None
        before = found.start() - 1
        if before in stops:
            return None
        self.at = found.start()
        return found

    def take_all(self, pattern: str) -> None:
        """Take a pattern as often as it comes, within reason."""
        for _ in range(5):
            if self.take(pattern) is None:
                return


def read_phrase(
    text: str, start: int, end: int, after: int, words: PlaceWords, stops: Container[int] = ()
) -> Phrase:
    """Read the phrase around the name at a span.

    Parameters
    ----------
    text
        Plain text in lower case.
    start, end, after
        Span of the name, and the offset behind its possessive ending, if any.
    words
        Words of the text's language.
    stops
        Offsets where other names end: what follows one of them directly is its own
        ("Idlib province Kafr Nabl").
    """
    left = _Leftward(text, start, words)
    kind, plural, phrase_start = None, False, start
    left.take("det")
    relation, took = _way_before(left, stops)
    if not took:
        named = left.take("kind", stops)
        if named:
            kind, plural = _kind(named["kind"], words)
            phrase_start = left.at
            left.take_all("kind modifier")
            relation, took = _way_of(left)
        else:
            left.take_all("modifier")
            relation, took = _way_before(left, stops)
    if took:
        phrase_start = left.at
    right_end, right_relation, right_kind = _after(text, end, after, words)
    kind = kind or right_kind
    relation = _combine(relation, right_relation, right_kind)
    left.take("det")
    for wider in ("border", "between", "distance", "edge", "near"):
        found = left.take(wider)
        if found:
            phrase_start, relation = left.at, _wider(wider, found, relation, words)
            break
    left.take_all("modifier")
    cue = left.take("cue")
    return Phrase(
        start=phrase_start,
        end=right_end,
        relation=relation,
        kind=kind,
        plural=plural,
        cue=cue["cue"] if cue else "",
        cue_start=left.at,
    )


def _kind(word: str, words: PlaceWords) -> tuple[str, bool]:
    plain = " ".join(word.split())
    return words.kind_of[plain], plain.endswith("s")


def _way_before(left: _Leftward, stops: Container[int]) -> tuple[str, bool]:
    """Read a direction right before the name: "southern", "rural northern", "rural"."""
    for pattern in ("way", "rural way"):
        found = left.take(pattern, stops)
        if found:
            code = left.words.direction_of[found["way"]]
            left.take("rural")  # "rural northern Hama"
            return f"cut:{code}", True
    relation, took = _way_of(left)
    if took:
        return relation, True
    if left.take("rural", stops):
        found = left.take("way")  # "northern countryside of" is read above; "northern rural" here
        return (f"cut:{left.words.direction_of[found['way']]}" if found else "countryside"), True
    return "at", False


def _way_of(left: _Leftward) -> tuple[str, bool]:
    """Read "southern areas of", "the south of", "outskirts of", "parts of"."""
    found = left.take("way of")
    if found:
        code = left.words.direction_of[found["way"]]
        if left.words.left["edge"].search(found["part"].strip() + " of "):
            return "near", True
        if code == "centre":
            return "at", True
        whole = bool(found["part"]) or left.words.left["in"].search(
            left.text, max(0, left.at - REACH), left.at
        )
        return f"{'cut' if whole else 'sector'}:{code}", True
    if left.take("edge"):
        return "near", True
    if left.take("outskirts"):
        return "at", True
    return "at", False


def _after(text: str, end: int, after: int, words: PlaceWords) -> tuple[int, str, str | None]:
    """Read what follows the name: where the phrase ends, a relation, a kind."""
    kind: str | None = None
    at = after
    for _ in range(2):  # "Idlib's south", "Idlib province's south"
        for pattern in ("way part", "way") if at > end else ("way part",):
            found = words.right[pattern].match(text, at)
            if found:
                code = words.direction_of[found["way"]]
                near = words.right["outskirts"].search(text, found.end("way"), found.end())
                relation = "near" if near else "at" if code == "centre" else f"cut:{code}"
                return found.end(), relation, kind
        for pattern, relation in (
            ("rural", "countryside"),
            ("outskirts", "near"),
            ("border", "border"),
        ):
            found = words.right[pattern].match(text, at)
            if found:
                return found.end(), relation, kind
        found = words.right["kind"].match(text, at)
        if kind is not None or not found:
            break
        kind = _kind(found["kind"], words)[0]
        end = at = found.end("kind")
        possessive = words.right["possessive"].match(text, at)
        at = possessive.end() if possessive else at
    return end, "at", kind


def _combine(before: str, behind: str, behind_kind: str | None) -> str:
    """Join what was read on both sides: "northern Hama countryside" is one cut."""
    if before.startswith("sector:") and behind_kind == "governorate":
        return before.replace("sector", "cut")
    if before.startswith(("cut:", "sector:")) or behind == "at":
        return before
    return behind


def _wider(pattern: str, found: re.Match[str], relation: str, words: PlaceWords) -> str:
    """Name the relation that a wider phrase adds: near, between, a distance, a border."""
    if pattern == "border":
        return "border"
    if pattern == "between":
        return "road" if found["road"] else "between"
    if pattern == "distance":
        return f"sector:{words.direction_of[found['way']]}" if found["way"] else "near"
    return "near" if relation == "at" else relation
