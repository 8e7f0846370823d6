"""The words around a place name, per language: directions, kinds, cues, vetoes.

The words are data (``mapper/data/place_words_<language>.json``); here they become
patterns that read what stands left and right of a name. All patterns work on plain,
lower-case text (see `mapper.gazetteer.names.plain`).
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mapper.mentions.leads import Leads

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """One language's words, compiled.

    `left` patterns end where the name (or what was already read) begins, `right`
    patterns begin where it ends.
    """

    direction_of: dict[str, str]
    kind_of: dict[str, str]
    fits: dict[str, frozenset[str]]
    demonyms: dict[str, str]
    common: frozenset[str]
    persons: frozenset[str]
    titles: frozenset[str]
    kunya: frozenset[str]
    peoples: frozenset[str]
    given_names: frozenset[str]
    calendar: frozenset[str]
    elsewhere: frozenset[str]
    openers: frozenset[str]
    parts_of_larger: frozenset[str]
    halves: frozenset[str]
    body_openers: frozenset[str]
    counts: dict[str, int]
    capitals: dict[str, str]
    settled: frozenset[str]
    described: re.Pattern[str]
    stating: re.Pattern[str]
    rural: re.Pattern[str]
    bodies: re.Pattern[str]
    organisations: frozenset[str]
    locative: frozenset[str]
    inside: frozenset[str]
    struck: frozenset[str]
    motion: frozenset[str]
    aimed: frozenset[str]
    left: dict[str, re.Pattern[str]]
    leads: Leads
    right: dict[str, re.Pattern[str]]
    navigation: re.Pattern[str]


@lru_cache(maxsize=8)
def place_words(language: str) -> PlaceWords:
    """Load a language's words; a language without a list of its own reads as English."""
    folder = files("mapper") / "data"
    path = folder / f"place_words_{language}.json"
    if not path.is_file():
        return place_words(DEFAULT_LANGUAGE)
    listed = json.loads(path.read_text(encoding="utf-8"))
    words = folder / f"words_{language}.txt"
    common = words.read_text(encoding="utf-8").splitlines() if words.is_file() else []
    demonyms = csv.DictReader((folder / "demonyms.csv").read_text(encoding="utf-8").splitlines())
    return _compiled(
        listed,
        frozenset(word for word in common if not word.startswith("#")),
        {row["adjective"].lower(): row["country"] for row in demonyms},
    )


def _any(words: Iterable[str]) -> str:
    """Make an alternation that prefers the longest word."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


def _compiled(
    listed: dict[str, Any], common: frozenset[str], demonyms: dict[str, str]
) -> PlaceWords:
    direction_of = {w: code for code, ws in listed["directions"].items() for w in ws}
    kind_of = {w: kind for kind, entry in listed["kinds"].items() for w in entry["words"]}
    shared = _shared(listed, direction_of, kind_of)
    left = _left(listed, shared, demonyms)
    return PlaceWords(
        direction_of=direction_of,
        kind_of=kind_of,
        fits={kind: frozenset(entry["fits"]) for kind, entry in listed["kinds"].items()},
        demonyms=demonyms,
        common=common,
        persons=frozenset(listed["persons"]),
        titles=frozenset(listed["titles"]),
        kunya=frozenset(listed["kunya"]),
        peoples=frozenset(listed["peoples"]),
        given_names=frozenset(listed["given_names"]),
        calendar=frozenset(listed["calendar"]),
        elsewhere=frozenset(listed["elsewhere"]),
        openers=frozenset(listed["openers"]),
        halves=frozenset(listed["halves"]),
        parts_of_larger=frozenset(listed["parts_of_larger"]),
        body_openers=frozenset(listed["body_openers"]),
        counts=listed["counts"],
        capitals=listed["capitals"],
        settled=frozenset(listed["apposed"]),
        described=_described(listed),
        stating=_stating(listed, kind_of),
        rural=re.compile(rf"(?<![\w-]){_any(listed['countryside'])}(?![\w-])"),
        bodies=re.compile(
            rf"(?<![\w-]){_any(listed['bodies'])}(?![\w-])(?!\s+{_any(_settled(listed))}\b)"
        ),
        organisations=frozenset(listed["organisation"]),
        locative=frozenset(listed["locative"]),
        inside=frozenset(listed["inside"]),
        struck=frozenset(listed["struck"]),
        motion=frozenset(listed["motion"]),
        aimed=frozenset(listed["aimed"]),
        left={name: re.compile(pattern) for name, pattern in left.items()},
        leads=Leads(left),
        right=_right(listed, shared, kind_of),
        navigation=re.compile(rf"\b(?:{_any(w.title() for w in listed['navigation'])})\s+"),
    )


def _settled(listed: dict[str, Any]) -> list[str]:
    """Give the words for settlements: "Baath city" is no party."""
    return [word for kind in ("city", "town", "village") for word in listed["kinds"][kind]["words"]]


def _described(listed: dict[str, Any]) -> re.Pattern[str]:
    """Compile "the capital", "the provincial capital": places told by what they are."""
    whole, part = _any(listed["capital"]), _any(listed["provincial capital"])
    return re.compile(
        rf"(?<![\w'-])(?:(?P<chief>{part})|(?:the|(?P<people>[a-z]+?)(?:'?s)?)\s+(?P<capital>{whole}))"
        r"(?P<has>'s|s)?(?![\w-])(?!\s+of\b)"
    )


def _stating(listed: dict[str, Any], kind_of: Iterable[str]) -> re.Pattern[str]:
    """Compile what may stand between a name and its distance from another: "is a town some"."""
    lead = [*listed["stating"], *listed["modifiers"], *kind_of, *listed["peoples"], "that", "the"]
    adverb = r"\w+ly|some|around|about|just|only|almost|less\s+than|more\s+than"
    return re.compile(rf"[\s,\"'()-]*(?:(?:{_any(lead)}|{adverb}|\w+-held)[\s,]+)*")


@dataclass(frozen=True, slots=True)
class _Shared:
    """Words that several patterns have in common, as alternations."""

    ways: str
    compass: str
    parts: str
    rural: str
    outskirts: str
    kinds: str


def _shared(listed: dict[str, Any], direction_of: Iterable[str], kind_of: Iterable[str]) -> _Shared:
    ways = listed["directions"].items()
    return _Shared(
        ways=_any(direction_of),
        compass=_any(word for code, words in ways for word in words if code != "centre"),
        parts=_any(listed["parts"]),
        rural=_any(listed["countryside"]),
        outskirts=_any(listed["outskirts"]),
        kinds=_any(kind_of),
    )


def _left(listed: dict[str, Any], shared: _Shared, demonyms: Iterable[str]) -> dict[str, str]:
    """Word what may stand before a name; every pattern ends at the end of the text."""
    return {
        **_kind_before(listed, shared, demonyms),
        **_part_before(listed, shared),
        **_relation_before(listed),
        **_happening_before(listed),
        "cue": r"(?<![\w'-])(?P<cue>[a-z]+)\s+$",
    }


def _kind_before(
    listed: dict[str, Any], shared: _Shared, demonyms: Iterable[str]
) -> dict[str, str]:
    """Word what a place is called: "the rebel-held city of"."""
    held = _any(listed["held"])
    modifier = rf"{_any([*listed['modifiers'], *listed['peoples'], *demonyms])}|\w+-{held}"
    return {
        "det": r"\b(?:the|(?P<one>an?))\s+$",
        "modifier": rf"(?<![\w'-])(?:{modifier})\s+$",
        "kind modifier": rf"(?<![\w'-])(?:{modifier}|{shared.ways})\s+$",
        "kind": (
            rf"(?<![\w'-])(?P<kind>{shared.kinds})\s+"
            r"(?P<of>(?:of|called|named)\s+(?:the\s+)?)?$"
        ),
    }


def _part_before(listed: dict[str, Any], shared: _Shared) -> dict[str, str]:
    """Word which part of a place is meant, or how far from it: "southern areas of"."""
    ways, compass = shared.ways, shared.compass
    parts, rural, outskirts = shared.parts, shared.rural, shared.outskirts
    return {
        "way": rf"(?<![\w'])(?P<way>{compass})\s+(?:{rural}\s+)?$",
        "way and": rf"(?<![\w']){compass}\s+(?:and|or)\s+$",
        "rural way": rf"(?<![\w']){rural}\s+(?P<way>{compass})\s+$",
        "way of": (
            rf"(?<![\w'])(?P<way>{ways})"
            rf"(?P<part>(?:\s+(?:{parts}|{rural}|{outskirts}))*)\s+(?:of|in|from)\s+(?:the\s+)?$"
        ),
        "in": r"\bin\s+(?:the\s+)?$",
        "to the": r"\bto\s+(?:the\s+)?$",
        "of": r"\bof\s+(?:the\s+)?$",
        "rural": rf"(?<![\w'])(?:{rural}\s+(?:of\s+(?:the\s+)?)?|{rural}\s+areas?\s+of\s+)$",
        "outskirts": rf"(?<![\w'])(?:{outskirts}|{parts})\s+of\s+(?:the\s+)?$",
        "edge": rf"(?<![\w']){outskirts}\s+of\s+(?:the\s+)?$",
        "distance": (
            rf"(?<![\w.])(?P<far>\d[\d.,]*|{_any(listed['counts'])})\s*-?"
            r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m)\s*(?:\([^)]*\)\s*)?"
            rf"(?:(?:to\s+the\s+)?(?P<way>{compass})\s+)?"
            r"(?:of|from|away\s+from|outside|off)\s+(?:the\s+)?$"
        ),
    }


def _relation_before(listed: dict[str, Any]) -> dict[str, str]:
    """Word how something lies to a place: "near", "on the road between"."""
    adverb = r"(?:\w+ly|some|around|about|just|only|almost)"
    return {
        "near": rf"(?<![\w'-])(?:{_any(listed['near'])})\s+(?:the\s+)?$",
        "linking": rf"(?<![\w'-])(?:{_any(listed['linking'])})\s+(?:the\s+)?$",
        "stating": rf"(?<![\w'-])(?:{_any(listed['stating'])})(?:\s+{adverb})*\s+$",
        "adverb": rf"[\s,]+(?:{adverb}\s+)*$",
        "between": (
            rf"(?<![\w'])(?P<road>{_any(listed['road'])}\s+)?"
            rf"{_any(listed['between'])}\s+(?:the\s+)?$"
        ),
        "border": rf"(?<![\w'])(?:{_any(listed['border'])})\s+(?:with|of|between)\s+(?:the\s+)?$",
    }


def _happening_before(listed: dict[str, Any]) -> dict[str, str]:
    """Word what is done to a name or by it, which tells a place from a person or a party."""
    return {
        "sided": rf"(?<![\w'-]){_any(listed['sided'])}-$",
        "posted": rf"(?<![\w'-]){_any(listed['posted'])}\s+$",
        "claimed": rf"(?<![\w'-]){_any(listed['claimed'])}\s+$",
        "titled": rf"(?<![\w'-]){_any(listed['titles'])}\s+$",
        "struck": (
            rf"(?<![\w'-])(?:(?:{_any(listed['hit'])})|(?:{_any(listed['strikes'])})"
            r"(?:\s+(?!and\b|or\b|in\b|near\b)[a-z]+){0,2}?\s+(?:on|at|against|over))"
            r"\s+(?:the\s+|nearby\s+)?$"
        ),
        "fired": rf"(?<![\w-]){_any(listed['fired'])}(?![\w-])[^.;]*$",
    }


def _right(
    listed: dict[str, Any], shared: _Shared, kind_of: dict[str, str]
) -> dict[str, re.Pattern[str]]:
    """Compile what may stand after a name; every pattern is to be matched at its end."""
    ways, parts = shared.ways, shared.parts
    rural, outskirts = shared.rural, shared.outskirts
    apposed = [w for w, kind in kind_of.items() if kind in listed["apposed"]]
    smaller = [w for w, kind in kind_of.items() if kind in listed["parts_of_larger"]]
    patterns = {
        "part of": rf"\s+(?P<kind>{_any(smaller)})\s+(?:of|called|named)\s+(?:the\s+)?",
        "possessive": r"'s?(?=\s)",
        "kind": rf"\s+(?:(?:and|or)\s+(?:several\s+)?other\s+)?(?P<kind>{shared.kinds})(?![\w-])",
        "called": (
            rf"[\"']?,?\s+an?\s+(?:(?:[a-z]+[ -]){{0,2}}?)(?P<kind>{_any(apposed)})"
            rf"(?=\s+{_any(listed['apposed_by'])}\b)"
        ),
        "way part": rf"\s+(?P<way>{ways})(?:\s+(?:{parts}|{rural}|{outskirts}))+(?![\w-])",
        "way": rf"\s+(?P<way>{ways})(?!\s+(?:of|{shared.kinds})\b)(?![\w-])",
        "bearing": (
            rf",?\s+(?:which\s+)?(?:(?:is|lies|lying|located|just|some|about|around)\s+)*"
            rf"(?:{_any(listed['near'])}|(?:\d[\d.,]*|{_any(listed['counts'])})\s*-?(?:km|kilomet|mile)"
            rf"|{shared.compass}\s+of)(?![\w-])"
        ),
        "rural": rf"\s+{rural}(?![\w-])",
        "outskirts": rf"\s+{outskirts}(?![\w-])",
        "border": rf"(?:'s)?\s+{_any(listed['border'])}(?![\w-])",
        "ruler": rf"\s+{_any(listed['rulers'])}\b",
        "based": rf"-{_any(listed['based'])}\b",
        "backed": rf"-(?:{_any(listed['backed'])}|\w+ed)\b",
        "held": rf"-{_any(listed['held'])}\b",
        "forces": rf"\s+(?:air\s+)?{_any([*listed['strikes'], *listed['forces']])}(?![\w-])",
        "say": rf"\s+(?:(?:also|later|earlier|has|have|had)\s+)?{_any(listed['say'])}\b",
        "site": rf"(?:'s|s)?\s+(?:[a-z]+\s+)?(?P<site>{_any(listed['sites'])})(?![\w-])",
        "dateline": (
            r"(?:,?\s+[a-z]{3,9}\.?\s+\d{1,2})?(?:,\s*[a-z][a-z .]{2,24})?,?\s*"
            r"(?:\([a-z][a-z /.,]{1,30}\)\s*-*|-+)(?=\s)"
        ),
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
