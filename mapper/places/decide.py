"""Decide which place each mention means: one pass after the other over all names of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import plain
from mapper.mentions import Mention, find_mentions, place_words
from mapper.places.abroad import hold_abroad
from mapper.places.bearings import find_bearings
from mapper.places.cases import Case, Page
from mapper.places.choosing import choose, choose_all
from mapper.places.containment import find_containers
from mapper.places.derived import join_pairs, lean, place_inside, place_told
from mapper.places.headed import prefer_headed
from mapper.places.holding import (
    contain,
    decide_senses,
    find_chief_towns,
    house_quarters,
    read_bare_units,
    share_containers,
)
from mapper.places.naming import fit_kind, fit_relation, leave_out_districts, look_up
from mapper.places.weighing import admit_rivals, drop_strays, find_anchors, weigh, weigh_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapper.gazetteer import Gazetteer, Place
    from mapper.places.cases import Resolved
    from mapper.words import Language

SHOWN = 30.0
"""Likeness from which a place is listed among the candidates of a name asked for alone."""

ALONE = 3.0
"""Points taken off an area whose name is asked for alone."""

_HINTED = re.compile(r"\s*([^(),]+?)\s*(?:\(([^()]+)\)|,\s*([^(),]+?))\s*")


@dataclass(frozen=True, slots=True)
class Pass:
    """One step over all names of a text, with the name that its reasons bear."""

    name: str
    run: Callable[[Sequence[Case], Page], None]


def _read_containers(cases: Sequence[Case], page: Page) -> None:
    """Read which name the text puts in which."""
    page.within = find_containers([case.mention for case in cases], page.text, page.words)
    for case, container in zip(cases, page.within, strict=True):
        case.within = container


def _read_bearings(cases: Sequence[Case], page: Page) -> None:
    """Read which name the text places by its distance or direction from another."""
    mentions = [case.mention for case in cases]
    page.bearings = find_bearings(mentions, page.within, page.text, page.words)


NAMING = (
    Pass("naming.name", look_up),
    Pass("naming.kind", fit_kind),
    Pass("naming.unit", leave_out_districts),
    Pass("naming.relation", fit_relation),
)
"""What a name's own words leave open."""

PASSES = (
    *NAMING,
    Pass("containment.words", _read_containers),
    Pass("abroad.holder", hold_abroad),
    Pass("holding.chief_town", find_chief_towns),
    Pass("holding.quarter", house_quarters),
    Pass("holding.unit", read_bare_units),
    Pass("holding.again", share_containers),
    Pass("holding.sense", decide_senses),
    Pass("holding.within", contain),
    Pass("bearings.words", _read_bearings),
    Pass("weighing.anchors", find_anchors),
    Pass("weighing.stray", drop_strays),
    Pass("weighing.rival", admit_rivals),
    Pass("headed.region", prefer_headed),
    Pass("weighing.rest", weigh),
    Pass("choosing.best", choose_all),
    Pass("derived.told", place_told),
    Pass("derived.lean", lean),
    Pass("derived.between", join_pairs),
    Pass("derived.container", place_inside),
)
"""The passes in their order: what holds a name first, population last, then what no list has."""


def resolve(
    mentions: Sequence[Mention], text: str, gazetteer: Gazetteer, language: Language
) -> list[Resolved]:
    """Decide for each mention which place it means.

    Parameters
    ----------
    mentions
        Mentions of one text, in its order (see `mapper.mentions.find.find_mentions`).
    text
        The text.
    gazetteer
        Places.
    language
        Language of the text, with the words of the pack.

    Returns
    -------
    resolved
        One per mention, in the same order, with every candidate, its score and the
        reasons. A tie stays a tie: then there is no location.
    """
    cases = [Case(mention) for mention in mentions]
    page = Page(text, gazetteer, place_words(language))
    _run(PASSES, cases, page)
    return page.decided


def _run(passes: Sequence[Pass], cases: Sequence[Case], page: Page) -> None:
    for one in passes:
        for case in cases:
            case.step = one.name
        one.run(cases, page)


def locate(
    name: str, gazetteer: Gazetteer, *, within: str | None = None, language: Language | None = None
) -> Resolved:
    """Locate one name alone, as it stands in a table or on a command line.

    Parameters
    ----------
    name
        Name in any spelling and script; a phrase too ("southern Idlib", "Idlib city").
    gazetteer
        Places.
    within
        Name or id of a region it lies in. Holds: a namesake elsewhere is not taken.
    language
        Language of the phrase; the default one with the words of the pack unless given.

    Raises
    ------
    RegionError
        If no region is called `within`.
    """
    language = language or gazetteer.language()
    region = gazetteer.region(within) if within else None
    name, hinted = _hint(name, gazetteer)
    region = hinted or region
    mention = _whole(name, gazetteer, language)
    case = Case(mention)
    _run(NAMING, [case], Page(name, gazetteer, place_words(language)))
    case.step = "alone"
    if not case.options:
        case.add(gazetteer.similar(mention.text, least=SHOWN))
    if region is not None:
        _hold_to(case, region, gazetteer)
    if case.is_pair:
        for match in [m for m in case.options if m.place.is_area]:
            case.lower(match, ALONE, "a name alone means the settlement")
    if len(case.options) > 1:
        weigh_one(case, set(), [], gazetteer)
    return choose(case, gazetteer)


def _hint(name: str, gazetteer: Gazetteer) -> tuple[str, Place | None]:
    """Read "Suran (Hama)" or "Suran, Hama" as a name and the region it lies in."""
    found = _HINTED.fullmatch(name)
    if found is None or gazetteer.index.find(name):
        return name, None
    hits = gazetteer.index.find(found[2] or found[3])
    regions = [gazetteer.places[hit.place_id] for hit in hits]
    regions = [place for place in regions if place.is_area]
    return (found[1], regions[0]) if regions else (name, None)


def _whole(name: str, gazetteer: Gazetteer, language: Language) -> Mention:
    """Read a name as a mention; a phrase around a listed name counts where it is the whole."""
    whole = Mention(0, len(name), name, 0, len(name), "at", "event", None)
    if gazetteer.index.find(name):
        return whole
    for mention in find_mentions(name, gazetteer, language):
        rest = name[: mention.phrase_start] + name[mention.phrase_end :]
        if not plain(rest).text.strip(" ,.'"):
            return mention
    return whole


def _hold_to(case: Case, region: Place, gazetteer: Gazetteer) -> None:
    """Keep the options in a region; look for likely spellings there when none is listed."""
    inside = [m for m in case.options if gazetteer.within(m.place, region)]
    if not inside:
        inside = gazetteer.similar(case.mention.text, within=region, least=SHOWN)
    if not inside:
        inside = [m for m in case.options if m.place.place_id == region.place_id]
    case.drop_all()
    case.add(inside, f"lies within {region.name}")
    case.held = True
