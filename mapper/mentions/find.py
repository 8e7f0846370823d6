"""Find the places a text mentions, and what each mention does in its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.gazetteer import WIDE_KINDS
from mapper.mentions.described import find_described
from mapper.mentions.guards import is_vetoed
from mapper.mentions.mention import Mention
from mapper.mentions.page import Page, Seen, open_page
from mapper.mentions.pairs import read_pairs
from mapper.mentions.phrases import read_phrase
from mapper.mentions.placewords import place_words
from mapper.mentions.unlisted import find_unlisted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.scanner import Found

_LIST = re.compile(r"\s*(?:,|;|/|&|,?\s*(?:and|or|و|as well as))?\s*")
_ROAD_ENDS = re.compile(r"\s*(?:and|to|with)\s*")
_ACRONYM = 4
_FIRED = 60
_POST = 20
"""Characters before "in" that a word for a reporter's post fits in."""

_LINKS = 60
"""Characters that a line of links is taken to go on for."""


def find_mentions(text: str, gazetteer: Gazetteer, language: str = "en") -> list[Mention]:
    """Find the place names in a text.

    Parameters
    ----------
    text
        Text as decoded.
    gazetteer
        Names to find.
    language
        ISO 639-1 code of the text; picks the words around names.

    Returns
    -------
    mentions
        In the order of the text, not overlapping. A village that no list holds is a
        mention too when the text calls it one ("the village of X").
    """
    page = open_page(text, gazetteer, place_words(language))
    listed = list(_listed(page))
    listed += find_described(page, listed)
    seen = sorted([*listed, *find_unlisted(page, listed)], key=lambda one: one.found.start)
    return _mentions(page, read_pairs(page, seen))


def _listed(page: Page) -> Iterator[Seen]:
    """Give the listed names that are places here, as far as their surroundings tell."""
    index = page.gazetteer.index
    last = -1
    for found in page.found:
        span = (found.start, found.end, found.after)
        phrase = read_phrase(page.lower, span, page.words, page.stops, page.text)
        places = tuple(
            page.gazetteer.places[index.listed[i].place_id] for i in index.keys[found.key]
        )
        listing = last >= 0 and bool(_LIST.fullmatch(page.text, last, found.start))
        one = Seen(found, phrase, places, listing)
        if not is_vetoed(page, one):
            last = max(found.after, phrase.end)
            yield one


def _role(page: Page, one: Seen) -> str:
    """Say what a mention does in its sentence."""
    found, phrase, right = one.found, one.phrase, page.words.right
    for pattern, role in (("based", "affiliation"), ("held", "context"), ("backed", "adjective")):
        if right[pattern].match(page.lower, found.end):
            return role
    if _is_dateline(page, found):
        return "dateline"
    if right["ruler"].match(page.lower, found.after) or _is_post(page, phrase):
        return "affiliation"
    wide = any(place.kind in {"country", "capital"} for place in one.places)
    abroad = bool(one.places) and all(p.country != page.gazetteer.home for p in one.places)
    if phrase.cue == "in" and page.lower[: phrase.cue_start].rstrip().endswith("based"):
        return "affiliation" if wide or abroad else "event"
    sided = page.words.left["sided"].search(page.lower, max(0, found.start - 6), found.start)
    if sided or ((wide or abroad) and right["forces"].match(page.lower, found.after)):
        return "adjective"  # "pro-Damascus", "killed in U.S. air strikes"
    inside = phrase.cue in page.words.inside
    in_passing = (
        any(0 <= found.start - at < _LINKS for at in page.navigation)
        or phrase.relation in {"border", "reference"}
        or page.lower[found.end : found.end + 1] == "-"
        or (phrase.cue in page.words.motion and not _is_fired_at(page, phrase))
        or (right["say"].match(page.lower, found.after) is not None and not inside)
        or ((wide or abroad) and not inside)
    )
    return "context" if in_passing else "event"


def _is_fired_at(page: Page, phrase: Phrase) -> bool:
    """Tell "rockets fired into X" from "people fled into X"."""
    fired = page.words.left["fired"]
    start = max(0, phrase.cue_start - _FIRED)
    return phrase.cue in page.words.aimed and bool(
        fired.search(page.lower, start, phrase.cue_start)
    )


def _is_post(page: Page, phrase: Phrase) -> bool:
    """See where a reporter stands: "SANA reporter in Homs"."""
    at = phrase.cue_start
    posted = page.words.left["posted"].search(page.lower, max(0, at - _POST), at)
    return phrase.cue == "in" and posted is not None


def _is_dateline(page: Page, found: Found) -> bool:
    if _opens_in_capitals(page, found):
        return True
    if not page.words.right["dateline"].match(page.lower, found.after):
        return False
    before = page.text[: found.start]
    opens = not before.strip() or before.rstrip(" \t").endswith("\n")
    return opens or page.text[found.start : found.end].isupper()


def _opens_in_capitals(page: Page, found: Found) -> bool:
    """See "MOSCOW Some 120 ...", a dateline that lost its dash."""
    written = page.text[found.start : found.end]
    behind = page.text[found.after : found.after + 2]
    before = page.text[max(0, found.start - 60) : found.start].rstrip(" \t")
    opens = not before or before[-1] in "\n.0123456789"
    return (
        len(written) > _ACRONYM
        and written.isupper()
        and opens
        and behind[:1] in {" ", "\n"}
        and behind[1:].isupper()
        and not page.text[found.after : found.after + 12].strip()[:6].isupper()
    )


def _mentions(page: Page, seen: list[Seen]) -> list[Mention]:
    """Make the mentions; members of a list share its first one's cue and kind."""
    made: list[Mention] = []
    shared: Seen | None = None
    for i, one in enumerate(seen):
        mention = _mention(page, one)
        gap = _gap(page, seen[i - 1], one) if i else None
        if gap is None or not _LIST.fullmatch(gap):
            shared = None
        if i and gap is not None:
            mention = _joined(page, seen[i - 1], made[-1], gap, mention)
        if shared is not None and mention.kind_cue is None and mention.relation == "at":
            mention = replace(mention, kind_cue=shared.phrase.kind)
        if one.phrase.plural:
            shared = one
        made.append(mention)
    return _share_trailing(page, seen, made)


def _share_trailing(page: Page, seen: list[Seen], made: list[Mention]) -> list[Mention]:
    """Give "X and Y districts" to X as well."""
    several = False
    for i in range(len(seen) - 1, 0, -1):
        several = several or seen[i].phrase.trailing
        gap = _gap(page, seen[i - 1], seen[i])
        several = (
            several
            and made[i - 1].kind_cue is None
            and bool(gap.strip())
            and bool(_LIST.fullmatch(gap))
        )
        if several:
            made[i - 1] = replace(made[i - 1], kind_cue=made[i].kind_cue)
    return made


def _gap(page: Page, before: Seen, one: Seen) -> str:
    return page.text[max(before.found.after, before.phrase.end) : one.phrase.start]


def _mention(page: Page, one: Seen) -> Mention:
    start, end = page.plain.span(one.found.start, one.found.end)
    phrase_start, phrase_end = page.plain.span(
        min(one.phrase.start, one.found.start), max(one.phrase.end, one.found.end)
    )
    return Mention(
        start=start,
        end=end,
        text=page.source[start:end],
        phrase_start=phrase_start,
        phrase_end=phrase_end,
        relation=one.phrase.relation,
        role=_role(page, one),
        kind_cue=one.phrase.kind,
    )


def _joined(page: Page, before: Seen, first: Mention, gap: str, mention: Mention) -> Mention:
    """Carry a pair's relation ("between X and Y") and a list's motion ("to X and Y") on."""
    if first.relation in {"between", "road", "border"} and _ROAD_ENDS.fullmatch(gap):
        role = first.role if first.relation == "border" else mention.role
        return replace(mention, relation=first.relation, role=role)
    if (
        before.found.after == before.found.end
        and first.relation in {"at", "near"}
        and mention.relation.startswith(("sector", "near"))
        and (
            before.found.key not in page.gazetteer.index.keys
            or (gap.strip() and before.phrase.kind not in WIDE_KINDS)
            or before.phrase.kind in page.words.settled
        )
        and page.words.stating.fullmatch(gap.lower())
    ):
        # "X northeast of Y", "X, a town near Y": Y only tells where X lies.
        return replace(mention, relation="reference", role="context", phrase_start=mention.start)
    if not _LIST.fullmatch(gap):
        return mention
    if (
        mention.relation == "at"
        and before.phrase.cue in page.words.motion
        and first.role == "context"
    ):
        return replace(mention, role="context")
    return mention
