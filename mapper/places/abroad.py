"""Hold a name to the country or city abroad that the text puts it in: no dot at home."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.places.cases import LARGE, LISTED, QUARTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer, Match
    from mapper.mentions import Mention
    from mapper.places.cases import Case, Page

_COMMA = re.compile(r"\s*,\s*")
_OPENED = re.compile(r"\s*\(\s*")
_CLOSED = re.compile(r"\s*\)")
_CLOSES = re.compile(r"\s*(?:[.;:!?,)\n]|$)")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_LEADS = re.compile(r"(?:^|[.!?]\s|\n)[\s\"']*([^\W\d_]+)\s+(?:[^\W\d_]+\s+)?$")
_LEAD = 24
"""Characters that the words before the name at a sentence's head fit in."""


def hold_abroad(cases: Sequence[Case], page: Page) -> None:
    """Put "X, Lebanon", "X (Baghdad)" and what follows "In Yemen, ..." into the place abroad."""
    for i, (one, other) in enumerate(pairwise(cases)):
        if _is_quarter_of(i, cases, page):
            other.within, other.quarter = None, False
            one.within, one.quarter = i + 1, True
        elif one.within is None and is_abroad(other, page.gazetteer) and _is_unit(i, cases, page):
            one.within = i + 1
    for i, case in enumerate(cases):
        if _heads(case, page):
            _hold_sentence(i, cases, page)
    for case in cases:
        if case.within is not None and is_abroad(cases[case.within], page.gazetteer):
            _leave_home(case, cases[case.within], page.gazetteer)


def is_abroad(case: Case, gazetteer: Gazetteer) -> bool:
    """See a name listed as that of a country or city abroad, and of nothing large at home."""
    listed = [m.place for m in case.options if m.score >= LISTED]
    return any(p.kind in LARGE and not gazetteer.is_home(p.country) for p in listed) and not any(
        gazetteer.is_home(p.country) and (p.kind in LARGE or p.is_area or p.reported)
        for p in listed
    )


def _is_unit(i: int, cases: Sequence[Case], page: Page) -> bool:
    """Tell whether a place abroad stands behind a name as what holds it, not in a list."""
    one, other = cases[i].mention, cases[i + 1].mention
    if not _is_small([m for m in cases[i].options if _home(m, page.gazetteer)]):
        return False
    gap = page.text[one.phrase_end : other.phrase_start]
    if _OPENED.fullmatch(gap):
        return _CLOSED.match(page.text, other.phrase_end) is not None
    return (
        _COMMA.fullmatch(gap) is not None
        and not in_list(i, cases, page)
        and is_closed(i, cases, page)
    )


def _is_quarter_of(i: int, cases: Sequence[Case], page: Page) -> bool:
    """See "the X district of Beirut", where the word stands in the phrase of the city."""
    one, other = cases[i], cases[i + 1]
    gap = page.text[one.mention.phrase_end : other.mention.phrase_start]
    return (
        other.mention.kind_cue in QUARTERS
        and not gap.strip()
        and other.mention.start > other.mention.phrase_start
        and is_abroad(other, page.gazetteer)
    )


def in_list(i: int, cases: Sequence[Case], page: Page) -> bool:
    """Tell whether two neighbours stand in a longer list of names."""
    is_list = page.words.between("list_of_towns")
    return any(
        0 <= k < len(cases) - 1
        and is_list.fullmatch(
            page.text[cases[k].mention.phrase_end : cases[k + 1].mention.phrase_start]
        )
        for k in (i - 1, i + 1)
    )


def is_closed(i: int, cases: Sequence[Case], page: Page) -> bool:
    """Tell whether the second of two names closes a phrase: it is not who acts next.

    So "in X, Lebanon." and "in X, Lebanon on Monday", not "In X, Turkey shelled" or "hit X,
    Turkey said".
    """
    one, other = cases[i].mention, cases[i + 1].mention
    if _is_led_in(one, page):
        return False
    if _CLOSES.match(page.text, other.phrase_end):
        return True
    word = _NEXT_WORD.match(page.text, other.phrase_end)
    if word is None or is_abroad(cases[i + 1], page.gazetteer):
        leads = page.words.place["locative"] | page.words.place["certain"]
        return word is not None and word[1] in leads
    return word[1][0].islower() and other.role == "event"


def _is_small(options: Sequence[Match]) -> bool:
    return all(m.place.kind not in LARGE and not m.place.is_area for m in options)


def _heads(case: Case, page: Page) -> bool:
    """See a place abroad that heads its sentence: "In Yemen, ..."."""
    return (
        _is_led_in(case.mention, page)
        and _COMMA.match(page.text, case.mention.phrase_end) is not None
        and is_abroad(case, page.gazetteer)
    )


def _is_led_in(mention: Mention, page: Page) -> bool:
    """Tell whether a name heads its sentence behind "In" or a word like it."""
    lead = _LEADS.search(page.text, max(0, mention.start - _LEAD), mention.start)
    return lead is not None and lead[1].lower() in page.words.place["inside"]


def _hold_sentence(i: int, cases: Sequence[Case], page: Page) -> None:
    """Put the small places of a sentence into the place abroad that heads it.

    A town at home that reports name, without a namesake, is not: "In Turkey, officials
    said jets hit X".
    """
    ended = _SENTENCE_END.search(page.text, cases[i].mention.phrase_end)
    end = ended.start() if ended else len(page.text)
    rest = [case for case in cases[i + 1 :] if case.mention.start < end]
    if any(_is_at_home(case, page.gazetteer) for case in rest):
        return
    for case in rest:
        own = [m for m in case.options if _home(m, page.gazetteer)]
        listed = [m.place for m in case.options if m.score >= LISTED]
        known = len(listed) == 1 and listed[0].kind == "town" and listed[0].reported
        if case.within is None and (own or not case.options) and not known:
            case.within = i


def _is_at_home(case: Case, gazetteer: Gazetteer) -> bool:
    """See the home country, or a unit or city of it."""
    return any(
        _home(m, gazetteer) and m.score >= LISTED and (m.place.kind in LARGE or m.place.is_area)
        for m in case.options
    )


def _home(match: Match, gazetteer: Gazetteer) -> bool:
    return gazetteer.is_home(match.place.country)


def _leave_home(case: Case, outer: Case, gazetteer: Gazetteer) -> None:
    """Leave out what lies at home, unless a city or region of the name is known better."""
    if not _is_small([m for m in case.options if _home(m, gazetteer) and m.score >= LISTED]):
        return
    countries = {m.place.country for m in outer.options if not _home(m, gazetteer)}
    outer.keep([m for m in outer.options if not _home(m, gazetteer)], "it holds a name")
    kept = [m for m in case.options if m.place.country in countries]
    if not case.keep(kept, f"lies within {outer.mention.text}"):
        case.drop_all()
    case.held = True
