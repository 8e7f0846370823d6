"""A question as a person asks it, turned into conditions on a store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.errors import RegionError, SchemaError
from mapper.base.schema import JOINER
from mapper.base.setting import COUNTRIES
from mapper.gazetteer import ADMIN
from mapper.query.conditions import (
    ALL_SCOPES,
    DEFAULT_SHARE,
    Condition,
    by_codes,
    by_corrected,
    by_days,
    by_killed,
    by_precision,
    by_scope,
    by_words,
    by_zone,
)
from mapper.query.counted import EVENTS, REPORTS, has_events, stands_in
from mapper.query.select import UNDATED, count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mapper.gazetteer import Gazetteer
    from mapper.query.counted import Rows
    from mapper.query.regions import Region

_TOTALS = schema.SCOPES[-1]
_TOTAL = Condition("totals", "i.scope = ?", (_TOTALS,))
_PLACED = "SELECT DISTINCT place_ids FROM incidents WHERE place_ids IS NOT NULL"
_NAMED = 6
"""Regions of a store that a refusal lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Filters as they were asked for; those left out keep everything.

    Names, codes, days and texts are as on the command line: see `mapper.query.conditions` and
    `mapper.query.regions` for what each means. `near` is a name or ``lon,lat``, `within_km`
    the radius around it; `bbox` is ``west,south,east,north`` in degrees. `share` is the
    part of a row's uncertainty area, 0 to 1, that must lie in a region. Events are asked
    about, unless `reports` are.
    """

    reports: bool = False
    scope: str = schema.SCOPES[0]
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    min_killed: int | None = None
    corrected: bool = False
    precisions: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    strict_dates: bool = False
    zone: str | None = None
    verdicts: tuple[str, ...] = ()
    min_p: float | None = None
    regions: tuple[str, ...] = ()
    near: str | None = None
    within_km: float | None = None
    bbox: str | None = None
    share: float = DEFAULT_SHARE


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions that a question amounts to on one store, and remarks for the reader.

    `of` says what they are conditions on: hand it on with them.
    """

    conditions: tuple[Condition, ...]
    remarks: tuple[str, ...]
    of: Rows


def ask(
    question: Question, connection: sqlite3.Connection, *, gazetteer: Path | None = None
) -> Asked:
    """Turn a question into conditions, the cheap ones first.

    A store that does not say which of its reports are one event (GeoJSON of reports on stdin)
    is asked about reports instead, and a remark says so.

    Parameters
    ----------
    question
        What was asked.
    connection
        Open store; places are looked for among the rows that meet the rest.
    gazetteer
        Folder of the region pack for names of regions; None for the shipped one. It is
        loaded only when a name is looked up.

    Raises
    ------
    SchemaError
        If a code or date is none, options contradict each other, or the store has no such
        rows.
    RegionError
        If a region or place is not known; the message lists the nearest.
    """
    of, remarks = rows_of(question, connection)
    asked = of_rows(question, connection, of, gazetteer=gazetteer)
    return replace(asked, remarks=(*remarks, *asked.remarks))


def ask_with_totals(
    question: Question, connection: sqlite3.Connection, *, gazetteer: Path | None = None
) -> tuple[list[Asked], tuple[str, ...]]:
    """Turn a question into conditions, of scope ``all`` on totals too, which are of no event.

    Parameters, errors
        As `ask`.

    Returns
    -------
    asked, remarks
        What to ask for, one after the other; remarks for the reader, on all of them.
    """
    of, remarks = rows_of(question, connection)
    asked = [of_rows(question, connection, of, gazetteer=gazetteer)]
    if of is EVENTS and question.scope == ALL_SCOPES:
        totals = replace(question, scope=_TOTALS)
        asked.append(of_rows(totals, connection, REPORTS, gazetteer=gazetteer))
    told = dict.fromkeys(remark for one in asked for remark in one.remarks)
    return asked, (*(remarks if of is REPORTS else ()), *told)


def of_rows(
    question: Question, connection: sqlite3.Connection, of: Rows, *, gazetteer: Path | None = None
) -> Asked:
    """Turn a question into conditions on rows of one kind, whatever it asks about: as `ask`."""
    remarks: list[str] = []
    conditions = list(_plain(question, of))
    if question.texts:
        places = _places_named(question.texts, connection, gazetteer)
        conditions.append(by_words("text", question.texts, of=of, places=places))
    if question.zone is not None:
        _check_zone(connection, question.zone)
    if question.first or question.last:
        undated = count(connection, [*conditions, UNDATED], of=of)
        if undated:
            remarks.append(f"{undated} without a date left out")
        days = by_days(question.first, question.last, strict=question.strict_dates)
        conditions.append(days)
    for word, regions in _areas(question, connection, gazetteer):
        from mapper.query.overlap import mark, missed  # noqa: PLC0415 - a question without places needs none

        marked = mark(connection, regions, conditions, of=of, at_least=question.share, word=word)
        conditions.append(marked.condition)
        remarks += [remark for region in regions for remark in region.remarks]
        drawn = [region for region in regions if region.is_drawn]
        remarks += [remark for region in drawn if (remark := missed(connection, region, word))]
        if marked.left_out:
            remarks.append(
                f"{marked.left_out} left out whose uncertainty area overlaps the {word} by less"
                f" than {question.share:.0%}"
            )
    return Asked(tuple(conditions), tuple(remarks), of)


def box_of_region(
    asked: str, connection: sqlite3.Connection, *, gazetteer: Path | None = None
) -> tuple[tuple[float, float, float, float], tuple[str, ...]]:
    """Give the box around a region, found as those of a question are.

    Parameters
    ----------
    asked
        Name or file of the region: see `mapper.query.regions.find_region`.
    connection, gazetteer
        As for `ask`.

    Returns
    -------
    box, remarks
        West, south, east, north in degrees, the west above the east across the 180th
        meridian; and how the name or file was read, where that is not plain.

    Raises
    ------
    RegionError
        If no region has the name, or it has no outline.
    """
    from mapper.base.globe import box_of  # noqa: PLC0415 - loads shapely
    from mapper.query.regions import find_region  # noqa: PLC0415 - loads the gazetteer's module

    own = connection if gazetteer is None else None
    region = find_region(asked, _loader(gazetteer, connection), own)
    box = box_of([region.outline()])
    if box is None:
        raise RegionError(f"{region.name} has no outline here; name a part of it")
    return box, region.remarks


def rows_of(question: Question, connection: sqlite3.Connection) -> tuple[Rows, list[str]]:
    """Say what a question is about, and what to know of it."""
    if question.reports:
        if stands_in(connection):
            raise SchemaError("these events came without their reports: there are none to count")
        return REPORTS, []
    if not has_events(connection):
        return REPORTS, ["these are reports that no event is told of: each is taken by itself"]
    if question.scope == _TOTALS:
        raise SchemaError("a total over several events is no event: --reports lists totals")
    if question.scope == ALL_SCOPES:
        totals = count(connection, [_TOTAL], of=REPORTS)
        listed = [f"{totals} totals over days or places are no events: --reports lists them"]
        return EVENTS, listed if totals else []
    return EVENTS, []


def _plain(question: Question, of: Rows) -> Iterator[Condition]:
    """Give the conditions that need no look at the store."""
    scope = by_scope(question.scope)
    if scope:
        yield scope
    if question.types:
        yield by_codes("event_type", question.types)
    if question.precisions:
        yield by_precision(question.precisions)
    if question.min_killed is not None:
        yield by_killed(question.min_killed)
    if question.corrected:
        yield by_corrected()
    if question.zone or question.verdicts or question.min_p is not None:
        yield by_zone(question.zone, question.verdicts, question.min_p, of=of)
    for name, words in (
        ("actor", question.actors),
        ("target", question.targets),
        ("source", question.sources),
    ):
        if words:
            yield by_words(name, words, of=of)


def _areas(
    question: Question, connection: sqlite3.Connection, gazetteer: Path | None
) -> Iterator[tuple[str, list[Region]]]:
    """Give the areas asked for, under the word that people know them by."""
    if (question.near is None) != (question.within_km is None):
        raise SchemaError("--near and --within go together: a place and how far around it")
    if not (question.regions or question.near or question.bbox):
        return
    from mapper.query import regions  # noqa: PLC0415 - loads the gazetteer's module

    pack = _loader(gazetteer, connection)
    if question.regions:
        own = connection if gazetteer is None else None
        yield "region", [regions.find_region(name, pack, own) for name in question.regions]
    if question.near is not None and question.within_km is not None:
        yield "surroundings", [regions.around(question.near, question.within_km, pack)]
    if question.bbox is not None:
        yield "box", [regions.framed(question.bbox)]


def _places_named(
    texts: tuple[str, ...], connection: sqlite3.Connection, gazetteer: Path | None
) -> list[str]:
    """Give the places that are called so, in any spelling; none where the store has another pack's.

    Only those that the store has something at.
    """
    try:
        pack = _loader(gazetteer, connection)()
    except RegionError:
        return []
    named = dict.fromkeys(place for text in texts for place in pack.named(text))
    held = connection.execute(_PLACED).fetchall()
    ids = {one for (joined,) in held for one in joined.split(JOINER)}
    return [place for place in named if place in ids]


def _loader(folder: Path | None, connection: sqlite3.Connection) -> Callable[[], Gazetteer]:
    """Load the region pack once, when first asked for; the shipped one for its own countries."""

    @cache
    def pack() -> Gazetteer:
        from mapper.gazetteer import load_gazetteer  # noqa: PLC0415 - --help does without

        loaded = load_gazetteer(folder)
        if folder is None:
            _check_countries(connection, loaded)
        return loaded

    return pack


def _check_countries(connection: sqlite3.Connection, shipped: Gazetteer) -> None:
    """Refuse to look a name up in the shipped pack for a store of other countries."""
    query = "SELECT value FROM run WHERE key = ?"
    told = connection.execute(query, (COUNTRIES,)).fetchone()
    if told is None or told[0] == JOINER.join(shipped.countries):
        return
    known = "SELECT name FROM regions WHERE kind = ? ORDER BY name LIMIT ?"
    names = [row[0] for row in connection.execute(known, (ADMIN[0], _NAMED))]
    listed = f"; regions of the store itself: {', '.join(names)} ..." if names else ""
    raise RegionError(
        f"the store is of another region ({told[0] or 'countries not told'}) than the shipped pack:"
        f" give its pack by --gazetteer DIR to look a name up{listed}"
    )


def _check_zone(connection: sqlite3.Connection, zone: str) -> None:
    """Refuse a zone that the store was not judged against."""
    known = {row[0] for row in connection.execute("SELECT DISTINCT zone_id FROM zone_relations")}
    if zone not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise SchemaError(f"no zone {zone!r} in this store; there are: {listed}")
