"""Whether a run of words is a name, and whether who bears it is a private person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.text.people.runs import PRIVATE, PUBLIC, far_lead, leads
from mapper.text.people.tokens import GIVEN, JOINING, NAME, THING, WEAK
from mapper.text.people.words import behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.text.people.runs import Lead, Run
    from mapper.text.people.tokens import Reading

_APPOSED = "public_apposed"
_ASKED = (
    _APPOSED,
    "private_apposed",
    "age",
    "kin_behind",
    "family_behind",
    "suffered",
    "says",
)
"""Phrases behind what looks like a name, the surest first."""
_SURE = ("age", "family_behind")
"""Those that make a name of one word that is on no list."""
_NEAR = 60
"""Code points behind a name in which a site is told that somebody heads."""
_BEHIND = 6
"""Words behind a name that are looked at for what bears it."""
_OPENING = 6
"""Code points of marks that a signature may have before it in its line."""
_REACH = 120
"""Code points that a phrase behind a name may take."""
_ALONE = ("kin", "title", "named", "role", "aged")
"""Cues that make one word a name where they touch it."""


def judge(reading: Reading, run: Run) -> None:
    """Tell of a run what it is by what stands around it; leave open what nothing tells."""
    if _is_listed(reading, run):
        run.tell(PUBLIC, "listed")
    elif not (is_of_thing(reading, run) or _is_linked(reading, run) or _by_lead(reading, run)):
        if _is_likely(reading, run):
            _ = _by_phrase(reading, run, _ASKED) or _by_first_names(reading, run)
        elif _is_alone_likely(reading, run):
            _by_phrase(reading, run, _SURE)


def _is_listed(reading: Reading, run: Run) -> bool:
    """See an official; a name that goes on behind a listed one is somebody else's."""
    last = reading.tokens[run.last - 1]
    return reading.officials.overlap(last.start, last.end)


def is_of_thing(reading: Reading, run: Run) -> bool:
    """See a name that something bears: "the Omar Said Hospital", "Camp Said"."""
    tokens, text, words = reading.tokens, reading.text, reading.words
    opens = tokens[run.first].word in words.classes["prefix_thing"]
    if opens and words.capitals and run.last - run.first > 1:
        return True
    before = tokens[run.first - 1] if run.first else None
    if before is not None and before.word in words.classes["prefix_thing"]:
        return text[before.end : tokens[run.first].start] == " "
    at = run.last
    end = min(len(tokens), run.last + _BEHIND)
    while at < end and text[tokens[at - 1].end : tokens[at].start] == " ":
        token = tokens[at]
        if token.kind == THING and (text[token.start].isupper() or not words.capitals):
            return token.word not in words.classes["day"] | words.classes["not_name"]
        if words.capitals and at == run.last and token.word in words.classes["borne"]:
            return True
        if token.kind != WEAK:
            break
        at += 1
    return False


def _is_linked(reading: Reading, run: Run) -> bool:
    """See one word behind a preposition that is a plain word too: "aged" is written as "Omar"."""
    if reading.words.capitals or run.first == 0 or run.last - run.first > 1:
        return False
    return reading.tokens[run.first - 1].word in reading.words.classes["linking"]


def _by_lead(reading: Reading, run: Run) -> bool:
    """Judge by the cues before a name, the nearest first: an office counts as far as kin."""
    rule = ""
    for lead in leads(reading, run.first):
        if _is_office(reading, lead, run):
            return run.tell(PUBLIC, "public")
        told = _told(reading, run, lead)
        if not told:
            break
        rule = rule or told
        if "kin" in lead.classes:
            break
    if rule:
        named = rule != "kin" and _by_phrase(reading, run, (_APPOSED,))
        return named or run.tell(PRIVATE, rule)
    far = far_lead(reading, run.first) if _is_likely(reading, run) else None
    if far is None:
        return False
    if _is_office(reading, far, run):
        return run.tell(PUBLIC, "public")
    return run.tell(PRIVATE, "role")


def _told(reading: Reading, run: Run, lead: Lead) -> str:
    """Tell by what a cue that is no office makes a run a name; nothing where it does not."""
    likely = _is_likely(reading, run, in_any_line="signed" in lead.classes)
    if "head" in lead.classes:
        return "role"
    for which in _ALONE if lead.touches else ():
        if which in lead.classes:
            is_name = which != "role" or likely or _is_alone_likely(reading, run)
            return which if is_name else ""
    if lead.touches and "family" in lead.classes and run.kinds[0] == NAME:
        return "family"
    if not likely or ("signed" in lead.classes and not _is_signature(reading, lead)):
        return ""
    return min(lead.classes)


def _is_signature(reading: Reading, lead: Lead) -> bool:
    """See "By X" where a line begins, or "reporting by X"."""
    token = reading.tokens[lead.first]
    if token.word not in reading.words.classes["signing"]:
        return True
    first = max(0, token.start - _OPENING)
    opening = "\n" * (first == 0) + reading.text[first : token.start]
    return "\n" in opening and not opening[opening.rfind("\n") :].strip(" \n(-\u2013*")


def _is_office(reading: Reading, lead: Lead, run: Run) -> bool:
    """See an office; who heads a hospital or a school holds none."""
    if "public" in lead.classes:
        return True
    sites = reading.words.classes["site"]
    around = reading.tokens[max(0, lead.first - 2) : run.first]
    return "head" in lead.classes and all(token.word not in sites for token in around)


def _is_likely(reading: Reading, run: Run, *, in_any_line: bool = False) -> bool:
    """See a run that looks like a full name, or a first name."""
    found = run.kinds
    if reading.tokens[run.first].titled and not in_any_line:
        return GIVEN in found and run.counted > 1 and WEAK not in found
    strong = sum(kind in (GIVEN, NAME) for kind in found) + _is_bound(reading, run)
    return found[0] != WEAK and (GIVEN in found or strong > 1)


def _is_bound(reading: Reading, run: Run) -> bool:
    """See "Umm X", "Abd X"."""
    first = reading.tokens[run.first]
    return first.kind == JOINING and first.word in reading.words.classes["bound"]


def _is_alone_likely(reading: Reading, run: Run) -> bool:
    """See one word in running text that is on no list and may be a name."""
    tokens = reading.tokens[run.first : run.last]
    return not tokens[0].titled and any(one.kind == NAME and len(one.word) > 1 for one in tokens)


def _by_phrase(reading: Reading, run: Run, asked: Sequence[str]) -> bool:
    """Judge by what stands behind a name."""
    end = reading.tokens[run.last - 1].end
    for which in asked:
        match = behind(reading.language, which).match(reading.text, end, end + _REACH)
        if match is None:
            continue
        if which == _APPOSED and not _heads_site(reading, match.end()):
            return run.tell(PUBLIC, "public")
        return run.tell(PRIVATE, "role" if which == _APPOSED else which)
    return False


def _heads_site(reading: Reading, end: int) -> bool:
    """See a hospital, a school or the like behind a word for who leads it."""
    following = reading.text[end : end + _NEAR].split(",")[0].lower()
    return not reading.words.classes["site"].isdisjoint(re.findall(r"[^\W\d_]+", following))


def _by_first_names(reading: Reading, run: Run) -> bool:
    """Take a full name for one by its first names, and a first name in running text."""
    found, words = run.kinds, reading.words
    tokens = reading.tokens[run.first : run.last]
    if behind(reading.language, "place_behind").match(reading.text, tokens[-1].end):
        return False
    known = GIVEN in found or (words.capitals and not _is_placed(reading, run))
    if _is_bound(reading, run) and known:
        return run.tell(PRIVATE, "kunya")
    second = len(found) > 1 and found[1] == GIVEN and words.is_exact(tokens[1].word)
    if run.counted > 1 and (found[0] == GIVEN or second):
        sure = words.capitals or found[:2] != (GIVEN, WEAK)
        return sure and run.tell(PRIVATE, "forename")
    alone = words.capitals and found == (GIVEN,) and words.is_exact(tokens[0].word)
    if alone and _is_placed(reading, run):
        return False
    return alone and not tokens[0].titled and run.tell(PRIVATE, "first_name")


def _is_placed(reading: Reading, run: Run) -> bool:
    """See "in X", "the village of X"."""
    words, before = reading.words, reading.tokens[max(0, run.first - 2) : run.first]
    if not before:
        return False
    if before[-1].word in words.classes["place_lead"]:
        return True
    of = before[-1].word in words.classes["of"]
    return of and before[0].word in words.things | words.classes["borne"]


def is_name_like(reading: Reading, run: Run) -> bool:
    """Tell whether a run beside a name may be one more: a full name, or a first one."""
    found = run.kinds
    plain = WEAK in found and (reading.words.capitals or found[0] != GIVEN)
    if plain or is_of_thing(reading, run):
        return False
    return run.counted > 1 or GIVEN in found
