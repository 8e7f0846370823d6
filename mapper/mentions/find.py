"""Find the places a text mentions, and what each mention does in its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.gazetteer import WIDE_KINDS
from mapper.mentions.called import find_called
from mapper.mentions.described import find_described
from mapper.mentions.guards import is_vetoed
from mapper.mentions.mention import Mention
from mapper.mentions.pairs import read_pairs
from mapper.mentions.placewords import SETTLED, place_words
from mapper.mentions.ready import ReadyText, Seen, make_ready, read_around
from mapper.mentions.unlisted import find_unlisted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.base.rewritten import Rewritten
    from mapper.gazetteer import Gazetteer
    from mapper.mentions.phrases import Phrase
    from mapper.mentions.scanner import Found
    from mapper.words import Language

_JOINED_ON = {"based_behind": "affiliation", "held": "context", "backed": "adjective"}
"""Roles of a name by what is joined on to it."""

_ACRONYM = 4
_FIRED = 60
_ROAD = 40
"""Characters before a name that the words for a road fit in."""

_POST = 20
"""Characters before "in" that a word for a reporter's post fits in."""

_OWN_NAME = frozenset({"neighbourhood", "site"})
"""Kinds of places that a square bears the name of because it lies in them."""

_ARTICLE = 16
"""Characters between "road in" and the name of a town, at most "the city of"."""

_SENTENCE = 90
"""Characters after a square within which the town that it is in is named."""

_LINKS = 60
"""Characters that a line of links is taken to go on for."""


def find_mentions(
    text: str,
    gazetteer: Gazetteer,
    language: Language | None = None,
    written: Rewritten | None = None,
) -> list[Mention]:
    """Find the place names in a text.

    Parameters
    ----------
    text
        Text as decoded.
    gazetteer
        Names to find.
    language
        Language of the text, with the words around names; the default one with the words
        of the pack unless given.
    written
        How the text was rewritten for reading, if it was; it tells what was left out.

    Returns
    -------
    mentions
        In the order of the text, not overlapping. A village that no list holds is a
        mention too when the text calls it one ("the village of X").
    """
    words = place_words(language or gazetteer.language())
    ready = make_ready(text, gazetteer, words, written)
    listed = list(_listed(ready))
    listed += find_described(ready, listed)
    unlisted = find_unlisted if words.capitals else find_called
    seen = sorted([*listed, *unlisted(ready, listed)], key=lambda one: one.found.start)
    return _mentions(ready, read_pairs(ready, seen))


def _listed(ready: ReadyText) -> Iterator[Seen]:
    """Give the listed names that are places here, as far as their surroundings tell."""
    index = ready.gazetteer.index
    is_list = ready.words.between("list")
    last, wide = -1, False
    for found in ready.found:
        span = (found.start, found.end, found.after)
        phrase = read_around(ready, span)
        places = tuple(
            ready.gazetteer.places[index.listed[i].place_id] for i in index.keys[found.key]
        )
        listing = last >= 0 and bool(is_list.fullmatch(ready.text, last, found.start))
        if wide and not ready.words.capitals:
            listing = False  # "Turkey and the factions" is no list of towns
        one = Seen(found, phrase, places, listing)
        one = replace(one, phrase=_on_land(ready, one))
        one = replace(one, phrase=_on_road(ready, one))
        if not is_vetoed(ready, one):
            last = max(found.after, phrase.end)
            wide = any(place.kind in {"country", "capital"} for place in places)
            yield one


def _on_land(ready: ReadyText, one: Seen) -> Phrase:
    """Read a side told right before the name of a province or country as a part of it."""
    phrase, at = one.phrase, one.found.start
    beside = phrase.relation == "reference" or phrase.relation.startswith("sector:")
    if not beside or not any(place.kind in {"governorate", "country"} for place in one.places):
        return phrase
    side = ready.words.phrases["way_of_land"].search(ready.lower, max(0, at - _POST), at)
    if side is None or side.start() in (ready.definite or ()) or phrase.relation.count(":") > 1:
        return phrase
    code = ready.words.direction_of[" ".join(side["way"].split())]
    relation = "at" if code == "centre" else f"cut:{code}"
    return replace(phrase, start=side.start(), relation=relation)


def _on_road(ready: ReadyText, one: Seen) -> Phrase:
    """Read "the road of X" as by X, and "the road of X - Y" as the road between both."""
    phrase, at = one.phrase, one.phrase.start
    if phrase.relation != "at":
        return phrase
    road = ready.words.phrases["road_to"].search(ready.lower, max(0, at - _ROAD), at)
    if road is None:
        return phrase
    end = ready.words.between("far_end").match(ready.lower, max(one.found.after, phrase.end))
    paired = end is not None and end.end() in ready.starts
    return replace(phrase, start=road.start(), relation="road" if paired else "near")


def _role(ready: ReadyText, one: Seen) -> str:
    """Say what a mention does in its sentence."""
    found, phrase, known = one.found, one.phrase, ready.words.phrases
    for said, role in _JOINED_ON.items():
        if known[said].match(ready.lower, found.end):
            return role
    if _is_dateline(ready, found):
        return "dateline"
    ruled = _is_before(ready, one, "ruler_before") or known["ruler"].match(ready.lower, found.after)
    if ruled or _is_seat(ready, phrase, "posted"):
        return "affiliation"
    wide = any(place.kind in {"country", "capital"} for place in one.places)
    abroad = bool(one.places) and not any(ready.gazetteer.is_home(p.country) for p in one.places)
    if _is_seat(ready, phrase, "based"):
        return "affiliation" if wide or abroad else "event"
    sided = known["sided"].search(ready.lower, max(0, found.start - 6), found.start)
    forces = _is_before(ready, one, "forces_before") or known["forces"].match(
        ready.lower, found.after
    )
    if sided or ((wide or abroad) and forces):
        return "adjective"  # "pro-Damascus", "killed in U.S. air strikes"
    inside = phrase.cue in ready.words.place["inside"]
    in_passing = (
        any(0 <= found.start - at < _LINKS for at in ready.navigation)
        or phrase.relation in {"border", "reference"}
        or ready.lower[found.end : found.end + 1] == "-"
        or (phrase.cue in ready.words.place["motion"] and not _is_fired_at(ready, phrase))
        or (known["say"].match(ready.lower, found.after) is not None and not inside)
        or ((wide or abroad) and not inside and not (abroad and _is_told(ready, one, wide=wide)))
        or _names_street(ready, one)
    )
    return "context" if in_passing else "event"


def _is_before(ready: ReadyText, one: Seen, which: str) -> bool:
    """See a phrase that ends right before a name."""
    at = one.found.start
    return ready.words.phrases[which].search(ready.lower, max(0, at - _POST), at) is not None


def _is_told(ready: ReadyText, one: Seen, *, wide: bool) -> bool:
    """See a town abroad that is struck in so many words, or called one: "the town of X"."""
    kind = one.phrase.kind
    if wide or kind in WIDE_KINDS:
        return False
    return kind is not None or one.phrase.cue in ready.words.deeds["hit"]


def _names_street(ready: ReadyText, one: Seen) -> bool:
    """See a street, a square or a road inside one town that is called after another."""
    found, known = one.found, ready.words.phrases
    if not one.places or any(place.kind in _OWN_NAME for place in one.places):
        return False
    if known["street"].match(ready.lower, found.end):
        return True
    road = known["road_in"].match(ready.lower, found.end)
    if road and any(
        0 <= other.start - road.end() < _ARTICLE and _is_town(ready, other) for other in ready.found
    ):
        return True
    if not known["square"].match(ready.lower, found.end):
        return False
    return any(
        other.key != found.key and 0 < other.start - found.end < _SENTENCE for other in ready.found
    )


def _is_town(ready: ReadyText, found: Found) -> bool:
    """See a name that is listed as a settlement's."""
    index = ready.gazetteer.index
    listed = (index.listed[i].place_id for i in index.keys[found.key])
    return any(ready.gazetteer.places[place_id].is_settlement for place_id in listed)


def _is_fired_at(ready: ReadyText, phrase: Phrase) -> bool:
    """Tell "rockets fired into X" from "people fled into X"."""
    fired = ready.words.phrases["fired"]
    start = max(0, phrase.cue_start - _FIRED)
    return phrase.cue in ready.words.place["aimed"] and bool(
        fired.search(ready.lower, start, phrase.cue_start)
    )


def _is_seat(ready: ReadyText, phrase: Phrase, said: str) -> bool:
    """See where a reporter stands or a body is based: "SANA reporter in Homs"."""
    at = phrase.cue_start
    before = ready.words.phrases[said].search(ready.lower, max(0, at - _POST), at)
    return phrase.cue in ready.words.place["seat"] and before is not None


def _is_dateline(ready: ReadyText, found: Found) -> bool:
    if _opens_in_capitals(ready, found):
        return True
    if not ready.words.phrases["dateline"].match(ready.lower, found.after):
        return False
    before = ready.text[: found.start]
    opens = not before.strip() or before.rstrip(" \t").endswith("\n")
    return opens or ready.text[found.start : found.end].isupper()


def _opens_in_capitals(ready: ReadyText, found: Found) -> bool:
    """See "MOSCOW Some 120 ...", a dateline that lost its dash."""
    written = ready.text[found.start : found.end]
    behind = ready.text[found.after : found.after + 2]
    before = ready.text[max(0, found.start - 60) : found.start].rstrip(" \t")
    opens = not before or before[-1] in "\n.0123456789"
    return (
        len(written) > _ACRONYM
        and written.isupper()
        and opens
        and behind[:1] in {" ", "\n"}
        and behind[1:].isupper()
        and not ready.text[found.after : found.after + 12].strip()[:6].isupper()
    )


def _mentions(ready: ReadyText, seen: list[Seen]) -> list[Mention]:
    """Make the mentions; members of a list share its first one's cue and kind."""
    made: list[Mention] = []
    is_list = ready.words.between("list")
    shared: Seen | None = None
    for i, one in enumerate(seen):
        mention = _mention(ready, one)
        gap = _gap(ready, seen[i - 1], one) if i else None
        if gap is None or not is_list.fullmatch(gap):
            shared = None
        if i and gap is not None:
            mention = _joined(ready, seen[i - 1], made[-1], gap, mention)
        if shared is not None and mention.kind_cue is None and mention.relation == "at":
            mention = replace(mention, kind_cue=shared.phrase.kind)
        if one.phrase.plural:
            shared = one
        made.append(mention)
    return _share_trailing(ready, seen, made)


def _share_trailing(ready: ReadyText, seen: list[Seen], made: list[Mention]) -> list[Mention]:
    """Give "X and Y districts" to X as well."""
    several = False
    is_list = ready.words.between("list")
    for i in range(len(seen) - 1, 0, -1):
        several = several or seen[i].phrase.trailing
        gap = _gap(ready, seen[i - 1], seen[i])
        several = (
            several
            and made[i - 1].kind_cue is None
            and bool(gap.strip())
            and bool(is_list.fullmatch(gap))
        )
        if several:
            made[i - 1] = replace(made[i - 1], kind_cue=made[i].kind_cue)
    return made


def _gap(ready: ReadyText, before: Seen, one: Seen) -> str:
    return ready.text[max(before.found.after, before.phrase.end) : one.phrase.start]


def _mention(ready: ReadyText, one: Seen) -> Mention:
    start, end = ready.plain.span(one.found.start, one.found.end)
    phrase_start, phrase_end = ready.plain.span(
        min(one.phrase.start, one.found.start), max(one.phrase.end, one.found.end)
    )
    return Mention(
        start=start,
        end=end,
        text=ready.source[start:end],
        phrase_start=phrase_start,
        phrase_end=phrase_end,
        relation=one.phrase.relation,
        role=_role(ready, one),
        kind_cue=one.phrase.kind,
    )


def _joined(ready: ReadyText, before: Seen, first: Mention, gap: str, mention: Mention) -> Mention:
    """Carry a pair's relation ("between X and Y") and a list's motion ("to X and Y") on."""
    ends = ready.words.between("ends")
    paired = first.relation in {"between", "road", "border"} and bool(gap.strip())
    if paired and ends.fullmatch(gap):
        role = first.role if first.relation == "border" else mention.role
        return replace(mention, relation=first.relation, role=role)
    if (
        before.found.after == before.found.end
        and first.relation in {"at", "near"}
        and mention.relation.startswith(("sector", "near"))
        and (
            before.found.key not in ready.gazetteer.index.keys
            or (gap.strip() and before.phrase.kind not in WIDE_KINDS)
            or before.phrase.kind in SETTLED
            or ready.words.between("side_of").fullmatch(gap)
        )
        and ready.words.phrases["stating_between"].fullmatch(gap.lower())
    ):
        # "X northeast of Y", "X, a town near Y": Y only tells where X lies.
        return replace(mention, relation="reference", role="context", phrase_start=mention.start)
    if not ready.words.between("list").fullmatch(gap):
        return mention
    if (
        mention.relation == "at"
        and before.phrase.cue in ready.words.place["motion"]
        and first.role == "context"
    ):
        return replace(mention, role="context")
    return mention
