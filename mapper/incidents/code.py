"""Claims of one article put together as incidents; where an incident lies, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.limits import Watch, at_most
from mapper.base.schema import JOINER
from mapper.incidents.assembly import Assembly
from mapper.incidents.claims import claims_of
from mapper.incidents.later_tolls import add_later
from mapper.incidents.policies import derive
from mapper.incidents.sums import mark_sums
from mapper.mentions.find import find_mentions
from mapper.mentions.page import MOST_NAMES
from mapper.pipeline.provenance import make_id
from mapper.places.resolve import resolve
from mapper.reports.actors import OPEN_JOINER, RESERVE, has_aircraft, is_narrower
from mapper.reports.elliptic import find_elliptic
from mapper.reports.extract import extract
from mapper.reports.reading import read
from mapper.text.dates.find import find_dates, publication_interval, taken_spans
from mapper.text.numbers.find import find_quantities
from mapper.text.parties import UNNAMED
from mapper.text.sentences import split
from mapper.text.tolls.find import find_tolls
from mapper.words import cues
from mapper.words.lists import available

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer.load import Gazetteer
    from mapper.incidents.draft import Draft
    from mapper.places.cases import Resolved
    from mapper.places.location import Location
    from mapper.reports.extract import Refusal, Report
    from mapper.reports.reading import Reading
    from mapper.sources.articles import Article

Row = dict[str, Any]

DEFAULT_LANGUAGE = "en"
"""Word lists used where an article's language has none of its own."""

_OPEN_ROLES = frozenset({"generic", "hit", "effect", "campaign"})
"""Roles of words that leave the kind of attack open."""

MOST_TRIGGERS = 4_000
MOST_REPORTS = 1_000
"""Words for strikes that one article may have, and reports, which are held against each
other. News has some ten of each; a year's bulletin in one file has hundreds."""

_PLACE_COLUMNS = ("place_id", "name", "name_ar", "kind", "admin1", "admin2", "admin3", "pcode")
_CHOICE_COLUMNS = ("lat", "lon", "geo_precision", "radius_m", "score", "margin", "method")


@dataclass(frozen=True, slots=True)
class Placed:
    """A location of an incident, with the words that named it."""

    location: Location
    mention_id: str | None
    wording: str


def place(row: Row, placed: Sequence[Placed]) -> tuple[Row, list[Row]]:
    """Give an incident its places.

    Parameters
    ----------
    row
        Incident with its ``incident_id``; not changed.
    placed
        Its locations in the order of the text; empty when it could not be placed.

    Returns
    -------
    row, locations
        The incident with its place columns and ``geometry`` (Point, MultiPoint or
        None; lon/lat, EPSG:4326), and one row per location with ``geometry`` and
        ``area`` (polygon of a region, or None for a disc of ``radius_m`` metres).
    """
    from shapely import MultiPoint, Point  # noqa: PLC0415 - keeps the module light to import

    locations = [
        {
            "incident_id": row["incident_id"],
            "seq": seq,
            "mention_id": one.mention_id,
            **{name: getattr(one.location, name) for name in _PLACE_COLUMNS + _CHOICE_COLUMNS},
            "geometry": Point(one.location.lon, one.location.lat),
            "area": one.location.area,
        }
        for seq, one in enumerate(placed, start=1)
    ]
    points = [location["geometry"] for location in locations]
    geometry = None if not points else points[0] if len(points) == 1 else MultiPoint(points)
    return {
        **row,
        "places": JOINER.join(one.wording for one in placed) or None,
        "place_ids": JOINER.join(one.location.place_id for one in placed) or None,
        **{name: _shared(locations, name) for name in ("admin1", "admin2", "admin3", "pcode")},
        "geo_precision": max((one.location.geo_precision for one in placed), default=None),
        "radius_m": max((one.location.radius_m for one in placed), default=None),
        "geometry": geometry,
    }, locations


def _shared(locations: Sequence[Row], name: str) -> str | None:
    """Give the value that all locations have in a column, else None."""
    values = {location[name] for location in locations}
    return values.pop() if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Coded:
    """What one article yields: rows of each table, ready for their frames."""

    mentions: list[Row]
    candidates: list[Row]
    claims: list[Row]
    incidents: list[Row]
    locations: list[Row]
    refusals: list[Refusal]


def code_article(article: Article, gazetteer: Gazetteer, *, watch: Watch | None = None) -> Coded:
    """Code one article: a pure function of its text and the pack.

    Parameters
    ----------
    article
        The article; its language chooses the word lists.
    gazetteer
        The region pack.
    watch
        Follows the steps, and ends an article that takes too long.

    Returns
    -------
    coded
        Incidents without zone columns and links, with their locations and claims.
        Location rows carry ``area`` (polygon or None) beside the table's columns.

    Raises
    ------
    TooMuchError
        If the text holds more than a step can go through; `watch` has the step.
    """
    watch = watch or Watch()
    language = article.language if available(article.language or "") else DEFAULT_LANGUAGE
    text = article.text
    watch.enter("sentences")
    sentences = split(text, language)
    watch.enter("mentions")
    mentions = find_mentions(text, gazetteer, language)
    at_most(MOST_NAMES, len(mentions), "names of places")
    watch.enter("resolve")
    resolved = resolve(mentions, text, gazetteer)
    watch.enter("when")
    dates = find_dates(text, article.published, language=language)
    watch.enter("figures")
    quantities = find_quantities(
        text, taken=_no_counts(resolved, taken_spans(text, language=language)), language=language
    )
    tolls = find_elliptic(
        text, find_tolls(text, quantities, language=language), quantities, resolved
    )
    first, last, _ = publication_interval(article.published)
    watch.enter("marks")
    reading = read(
        text,
        language,
        published=first if first == last else None,
        resolved=resolved,
        dates=dates,
        quantities=quantities,
        tolls=tolls,
    )
    watch.enter("extract")
    at_most(MOST_TRIGGERS, len(reading.triggers), "words for strikes")
    reports, refusals = extract(reading, sentences, watch)
    watch.enter("drafts")
    at_most(MOST_REPORTS, len(reports), "stretches that tell of a strike")
    order = {s.start: number for number, s in enumerate(sentences)}
    assembly = Assembly(reading, (first, last), order)
    assembly.take(reports)
    left = add_later(reading, order, assembly.drafts, reports, assembly.refusals)
    mark_sums(assembly.drafts)
    ids = [
        make_id("men", article.article_id, str(m.start), str(m.end))
        for m in (one.mention for one in resolved)
    ]
    watch.enter("incidents")
    rows = [_rows(article, reading, draft, ids) for draft in watch.each(assembly.drafts)]
    return Coded(
        mentions=[
            _mention_row(article, one, mention_id)
            for one, mention_id in zip(resolved, ids, strict=True)
        ],
        candidates=[
            row
            for one, mention_id in zip(resolved, ids, strict=True)
            for row in _candidate_rows(one, mention_id)
        ],
        claims=[claim for _, _, claims in rows for claim in claims],
        incidents=[incident for incident, _, _ in rows],
        locations=[location for _, locations, _ in rows for location in locations],
        refusals=[*refusals, *left],
    )


def _no_counts(
    resolved: Sequence[Resolved], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give the spans whose numbers count nothing: dates, measures, names with numbers in them."""
    return sorted([*taken, *((one.mention.start, one.mention.end) for one in resolved)])


def _mention_row(article: Article, one: Resolved, mention_id: str) -> Row:
    mention, location = one.mention, one.location
    return {
        "mention_id": mention_id,
        "article_id": article.article_id,
        "file": article.file,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "status": one.status,
        **{
            name: getattr(location, name) if location else None
            for name in ("place_id", "name", "lat", "lon", "score", "margin", "method")
        },
    }


def _candidate_rows(one: Resolved, mention_id: str) -> list[Row]:
    return [
        {
            "mention_id": mention_id,
            "rank": rank,
            "place_id": candidate.place_id,
            "name": candidate.name,
            "lat": candidate.lat,
            "lon": candidate.lon,
            "score": candidate.score,
            "reasons": JOINER.join(candidate.reasons),
        }
        for rank, candidate in enumerate(one.candidates, start=1)
    ]


def _rows(
    article: Article, reading: Reading, draft: Draft, mention_ids: Sequence[str]
) -> tuple[Row, list[Row], list[Row]]:
    """Derive an incident, its locations and its claims from a draft."""
    main = _main_report(draft)
    trigger = main.triggers[0] if main.triggers else None
    event_type = _event_type(draft, reading)
    incident_id = make_id(
        "inc",
        article.article_id,
        draft.scope,
        event_type,
        str(main.start),
        str(trigger.start if trigger else main.start),
    )
    start, end, precision, basis = draft.days or (None, None, "unknown", None)
    sources = _sources(draft)
    claims = claims_of(article, reading, draft, incident_id)
    row: Row = {
        "incident_id": incident_id,
        "scope": draft.scope,
        "event_type": event_type,
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "date_basis": basis,
        **_actor(draft, reading.language),
        **_strikes(draft),
        **{
            k: v
            for what in ("killed", "injured", "displaced")
            for k, v in _figure(claims, what).items()
        },
        "killed_group": next((t.group for t in draft.tolls("killed") if t.group), None),
        "targets": JOINER.join(_targets(draft)) or None,
        "attributed_to": JOINER.join(sources) or None,
        "article_id": article.article_id,
        "file": article.file,
        "publisher": article.publisher,
        "title": article.title,
        "published": article.published,
        "url": article.url,
        "text_kind": article.text_kind,
        "sentence": reading.text[main.sentence.start : main.sentence.end],
        "char_start": main.sentence.start,
        "char_end": main.sentence.end,
        "rule": main.rule,
        "n_reports": 1,
    }
    placed = [
        Placed(location, mention_ids[number], _wording(reading, number))
        for number in draft.places
        if (location := _location(reading.resolved, number)) is not None
    ]
    row, locations = place(row, placed)
    if draft.places and len(placed) < len(draft.places):
        row["places"] = JOINER.join(_wording(reading, n) for n in draft.places)
    return row, locations, claims


def _location(resolved: Sequence[Resolved], number: int) -> Location | None:
    """Give a place's location; a name nobody can place lies in what the text puts it in."""
    one = resolved[number]
    if one.location is None and one.within is not None:
        return resolved[one.within].location
    return one.location


def _event_type(draft: Draft, reading: Reading) -> str:
    """Name the type where the words leave it open.

    The "strikes" of a party that flies are airstrikes; what an armed group "attacked", or
    stormed, was raided, unless the group has no name.
    """
    triggers = [t for r in draft.reports for t in r.triggers]
    roles = {t.row["role"] for t in triggers}
    agents = draft.agents
    if draft.event_type != "other" or roles - _OPEN_ROLES or not agents:
        return draft.event_type
    if all(has_aircraft(a.name, reading.language) for a in agents):
        return "airstrike" if any(t.row["unit"] == "strikes" for t in triggers) else "other"
    words = [
        cue.row["by"]
        for r in draft.reports
        for cue in cues.find(reading.text, reading.language, "stormed", r.start, r.end)
    ]
    named = all(not a.name.startswith(UNNAMED) for a in agents)
    return "ground_raid" if "anybody" in words or (named and words) else draft.event_type


def _main_report(draft: Draft) -> Report:
    """Choose the report whose sentence is shown: the one that says most, the body first."""
    return max(
        draft.reports,
        key=lambda r: (
            bool(r.triggers),
            r.sentence.kind != "headline",
            len(r.tolls) > 0,
            r.weight,
            -r.start,
        ),
    )


def _wording(reading: Reading, number: int) -> str:
    """Give a place as the text words it, on one line."""
    mention = reading.resolved[number].mention
    return " ".join(reading.text[mention.phrase_start : mention.phrase_end].split())


def _sources(draft: Draft) -> list[str]:
    """Give who is cited, once each, in the order of the text.

    A report that adds no fact adds no source; where the main one cites nobody, who is cited
    beside it on the same strike does.
    """
    telling = [r for r in draft.reports if r.tolls or r.places or r.counts or r.when]
    main = _main_report(draft)
    names = [s.name for s in main.nearby] if not main.sources else []
    names += [s.name for report in telling for s in report.sources]
    return list(dict.fromkeys(names))


def _targets(draft: Draft) -> list[str]:
    return list(dict.fromkeys(t.name for report in draft.reports for t in report.targets))


def _actor(draft: Draft, language: str) -> Row:
    """Derive the actor: open alternatives first, then the narrowest name, then the first.

    The status is the most reserved one that a report gives the chosen name; a denial
    makes it disputed.
    """
    agents = draft.agents
    if not agents:
        return {"actor": None, "actor_status": "unknown"}
    chosen = next((a for a in agents if OPEN_JOINER in a.name), agents[0])
    for other in agents:
        if is_narrower(other.name, chosen.name, language):
            chosen = other
    found = {a.status for a in agents if a.name == chosen.name}
    status = next(s for s in RESERVE if s in found)
    return {"actor": chosen.name, "actor_status": "disputed" if draft.denied else status}


def _strikes(draft: Draft) -> Row:
    """Derive the number of strikes: the first count the text gives, in its unit."""
    counts = [c for report in draft.reports for c in report.counts]
    if not counts:
        return {}
    first = counts[0]
    return {
        "strike_count_min": first.value_min,
        "strike_count_max": first.value_max,
        "strike_count_open": first.open,
        "count_unit": first.unit,
    }


def _figure(claims: Sequence[Row], what: str) -> Row:
    """Derive the interval of a toll from its claims by the policy ``range``."""
    toll = derive(claims, what)
    if toll.low is None:
        return {}
    return {f"{what}_min": toll.low, f"{what}_max": toll.high, f"{what}_open": toll.open}
