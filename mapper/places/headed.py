"""Prefer the places of the region that heads a text or a piece of it: "Aleppo province: ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.places.cases import LARGE, LEAST, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer, Place
    from mapper.places.cases import Case, Page

ELSEWHERE = 8.0
"""Points taken off a place outside the region that heads the text."""

_MARKS = " \t-*\u2022\u00b7\u25aa\u25cf\u2013\u2014"
"""White space and bullets."""

_LIKELY = 30
"""Names of a likely spelling that are looked through for one inside the region."""


def prefer_headed(cases: Sequence[Case], page: Page) -> None:
    """Lower what lies outside the region of the heading, where something like it lies inside.

    A province heads what follows, another region its own line. A namesake elsewhere may still
    be meant, where the text puts it there.
    """
    region: Place | None = None
    of_line: Place | None = None
    end = 0
    for case in cases:
        if case.mention.start >= end:
            of_line = None
        if (headed := _heading(case, page)) is not None:
            region = headed if headed.kind in UNITS else region
            of_line, end = headed, page.text.find("\n", case.mention.phrase_end)
            end = len(page.text) if end < 0 else end
        elif (held := of_line or region) is not None and _is_open(case, page):
            _prefer(case, held, page.gazetteer)


def _heading(case: Case, page: Page) -> Place | None:
    """Give the region that a name opens a line with, a colon or a bar behind it."""
    mention = case.mention
    begins = page.text.rfind("\n", 0, mention.phrase_start) + 1
    opens = not page.text[begins : mention.phrase_start].strip(_MARKS)
    if not opens or not page.words.written("heading").match(page.text, mention.phrase_end):
        return None
    areas = [m.place for m in case.options if m.place.is_area and m.place.kind != "country"]
    return areas[0] if areas and page.gazetteer.is_home(areas[0].country) else None


def _is_open(case: Case, page: Page) -> bool:
    """See a small place that nothing else holds, whatever is called so abroad."""
    small = all(
        m.place.kind not in LARGE and not m.place.is_area
        for m in case.options
        if page.gazetteer.is_home(m.place.country)
    )
    return bool(case.options) and case.within is None and small


def _prefer(case: Case, region: Place, gazetteer: Gazetteer) -> None:
    inside = [m for m in case.options if gazetteer.within(m.place, region)]
    if not inside:
        inside = [
            m
            for m in gazetteer.similar(case.mention.text, limit=_LIKELY, least=LEAST["fuzzy"])
            if m.score >= LEAST.get(m.method, 0.0) and gazetteer.within(m.place, region)
        ]
        case.add(inside, f"like it, and in {region.name}, which heads the text")
    kept = {m.place.place_id for m in inside}
    if not kept:
        return
    for match in case.options:
        if match.place.place_id not in kept:
            case.lower(match, ELSEWHERE, f"not in {region.name}, which heads the text")
