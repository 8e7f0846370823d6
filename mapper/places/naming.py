"""Gather what each name may mean, as far as its own words leave it open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.gazetteer import SAME_NAME, names
from mapper.mentions import CAPITAL, CHIEF_TOWN
from mapper.places.capitals import find_capital
from mapper.places.cases import LARGE, LISTED, QUARTERS, SMALL_UNITS, has_metropolis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.gazetteer import Gazetteer, Match
    from mapper.mentions import Mention, PlaceWords
    from mapper.places.cases import Case, Page

MISFIT = 86.0
"""Likeness below which a place of another kind than the text names is not considered."""

_SITES = frozenset({"crossing", "base"})
_UNITS = frozenset({"governorate", "district", "area"})
"""Kinds of units that the press may call by a name and the word: "Damascus province"."""
_POINTS = frozenset({"near", "between", "road", "sector", "reference"})
"""Relations to a point."""
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:['\u2019]s?)?\s+$")
_WORD_REACH = 80


def look_up(cases: Sequence[Case], page: Page) -> None:
    """Look each name up; "the capital" is that of a home country."""
    for case in cases:
        mention = case.mention
        if mention.kind_cue == CAPITAL:
            people = _people_before(mention, page)
            case.add(find_capital(page.gazetteer, page.words.capital_of, people))
        elif mention.kind_cue != CHIEF_TOWN:
            phrase = page.text[mention.phrase_start : mention.phrase_end].lower()
            case.rural = page.words.phrases["rural_part"].search(phrase) is not None
            own = _listed_whole(mention, page.text, page.gazetteer, page.words)
            case.add(own or _no_parts_of_cities(page.gazetteer.lookup(mention.text)))


def _people_before(mention: Mention, page: Page) -> str | None:
    """Give the home country whose people or name stands before "capital", if one does."""
    since = max(0, mention.start - _WORD_REACH)
    word = _WORD_BEFORE.search(page.lower, since, mention.start)
    if word is None:
        return None
    code = page.words.demonyms.get(word[1])
    if code is None:
        named = (m.place for m in page.gazetteer.lookup(word[1]) if m.score >= LISTED)
        code = next((place.country for place in named if place.kind == "country"), None)
    return code if page.gazetteer.is_home(code) else None


def _no_parts_of_cities(matches: list[Match]) -> list[Match]:
    """Leave out a part of a longer name where it is a city's name: "Doha" of "Big Doha"."""
    if any(m.place.kind in LARGE and m.score >= LISTED for m in matches):
        return [m for m in matches if m.method != "part"]
    return matches


def fit_kind(cases: Sequence[Case], page: Page) -> None:
    """Keep the places of the kind that the text names: city, province, camp."""
    for case in _named(cases):
        cue = case.mention.kind_cue
        if cue == "neighbourhood" and any(
            m.place.kind in LARGE and m.score >= LISTED for m in case.options
        ):
            # "Aleppo's neighbourhoods": the word speaks of parts of the city, not of its name.
            case.keep(
                [m for m in case.options if m.place.is_settlement], "its quarters are spoken of"
            )
        elif cue:
            fits = page.words.fits.get(cue, frozenset())
            case.beside = cue in _SITES and not any(
                m.place.kind in fits for m in case.options if m.score >= LISTED
            )
            _fit(case, cue, fits, page.gazetteer)
            _widen(case)


def leave_out_districts(cases: Sequence[Case], _page: Page) -> None:
    """Leave small units out where the text does not say that it means one."""
    for case in _named(cases):
        if case.mention.kind_cue not in SMALL_UNITS:
            larger = [m for m in case.options if m.place.kind not in SMALL_UNITS]
            if len(larger) < len(case.options):
                case.keep(larger, "a bare name means no district")


def fit_relation(cases: Sequence[Case], _page: Page) -> None:
    """Keep areas where a part of one is meant, points where it is what lies by one."""
    for case in _named(cases):
        relation, cue = case.mention.relation.split(":")[0], case.mention.kind_cue
        areas = [m for m in case.options if m.place.is_area]
        if cue == "area" or relation == "countryside":
            case.keep(areas, "an area is meant")
        elif relation == "cut" and (case.rural or not has_metropolis(case)):
            case.keep(areas, "a part of a region is meant")
        elif relation in _POINTS:
            case.keep([m for m in case.options if not m.place.is_area], "a point is meant")


def _named(cases: Sequence[Case]) -> Iterator[Case]:
    """Give the cases of names, not of descriptions ("the capital")."""
    return (case for case in cases if case.mention.kind_cue not in {CAPITAL, CHIEF_TOWN})


def _listed_whole(
    mention: Mention, text: str, gazetteer: Gazetteer, words: PlaceWords
) -> list[Match]:
    """Give what is listed under the words of the phrase: a countryside, a town's air base."""
    phrase = text[mention.phrase_start : mention.phrase_end].lower()
    rural = words.phrases["rural_part"].search(phrase)
    if mention.kind_cue in _UNITS:
        return _listed_unit(mention, phrase, gazetteer, words)
    if mention.kind_cue in _SITES:
        whole = text[mention.start : mention.phrase_end]
        return _listed_site(whole, words.fits[mention.kind_cue], gazetteer)
    return _rural_unit(mention.text, rural.group(), gazetteer) if rural else []


def _listed_unit(
    mention: Mention, phrase: str, gazetteer: Gazetteer, words: PlaceWords
) -> list[Match]:
    """Give the region that is listed under a name and its kind: "Damascus province"."""
    kinds = [w for w in names.tokens(phrase) if words.kind_of.get(w) == mention.kind_cue]
    return [
        match
        for word in kinds[:1]
        for match in gazetteer.lookup(f"{mention.text} {word}")
        if match.score >= LISTED and match.place.is_area and match.place.kind not in SMALL_UNITS
    ][:1]


def _rural_unit(name: str, rural: str, gazetteer: Gazetteer) -> list[Match]:
    """Give the region that is listed as the countryside of a name ("Damascus countryside")."""
    return [
        match
        for phrase in (f"{name} {rural}", f"{rural} {name}")
        for match in gazetteer.lookup(phrase)
        if match.score >= LISTED and match.place.is_area and match.place.kind not in SMALL_UNITS
    ][:1]


def _listed_site(name: str, fits: frozenset[str], gazetteer: Gazetteer) -> list[Match]:
    """Give the site that is listed under a town's name and its own: "Deir ez-Zor air base"."""
    matches = gazetteer.lookup(" ".join(name.split()))
    return [m for m in matches if m.score >= LISTED and m.place.kind in fits]


def _fit(case: Case, cue: str, fits: frozenset[str], gazetteer: Gazetteer) -> None:
    """Keep the options of the kind the text names; look for likely ones if none is of it."""
    why = f"the text says {cue}"
    fitting = [m for m in case.options if m.place.kind in fits]
    own = [m for m in case.options if gazetteer.is_home(m.place.country) and m.score >= LISTED]
    if cue == "city" and not any(gazetteer.is_home(m.place.country) for m in fitting):
        # The press calls a large village at home a city; a city abroad does not outdo it.
        fitting += [m for m in own if m.place.is_settlement]
    if not fits or case.keep(fitting, why) or (cue in _SITES and case.options):
        return  # a site is called after the town beside it
    likely = gazetteer.similar(case.mention.text, limit=20, least=SAME_NAME["skeleton"])
    likely = [m for m in likely if m.place.kind in fits and m.score >= SAME_NAME[m.method]]
    if all(m.score < MISFIT for m in case.options):
        case.drop_all()  # alike, but of another kind: no ground to take any
    if likely and cue not in QUARTERS:
        case.drop_all()
        case.add(likely, why)


def _widen(case: Case) -> None:
    """Leave a unit's part of the same name out: "Homs district" means the district."""
    districts = {m.place.admin1 for m in case.options if m.place.kind == "district"}
    wider = [
        m for m in case.options if m.place.kind != "subdistrict" or m.place.admin1 not in districts
    ]
    if len(wider) < len(case.options):
        case.keep(wider, "the wider unit holds both")
