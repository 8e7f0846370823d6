"""Incident records: a row that names a place and a date becomes an incident with its claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mapper.base.errors import RegionError, TooMuchError
from mapper.base.geo import great_circle_km
from mapper.base.ids import make_id
from mapper.base.rejects import reject
from mapper.base.schema import JOINER
from mapper.incidents.placed import Placed, place
from mapper.incidents.policies import OPEN
from mapper.sources import COUNTS, RECORD_RULE, RECORDS_STAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer
    from mapper.places import Location
    from mapper.sources import Record, Table

Row = dict[str, Any]

_RADIUS_OF_A_GIVEN_POINT_M = 1000.0
_FAR_KM = 100.0
"""Kilometres from the place named beyond which a position given is remarked on."""

_MOST_LAT = 90.0
_SAME_PLACE_KM = 10.0
_ROUNDING_KM = 1.0

SOURCE_CODE = f"{RECORD_RULE}.code"
"""Rule of a claim that keeps a code of the table's own."""


def code_table(table: Table, gazetteer: Gazetteer) -> dict[str, list[Row]]:
    """Make the incidents of a table of records: its rows by table of the schema.

    Parameters
    ----------
    table
        As `mapper.sources.records.read_records` gives it.
    gazetteer
        Pack to look the places up in.

    Returns
    -------
    tables
        Rows of ``incidents``, ``locations`` (with ``area``), ``claims`` and ``rejects``; a
        record that a step fails at is a reject, and costs no other.
    """
    made: dict[str, list[Row]] = {"rejects": list(table.rejects)}
    made |= {"incidents": [], "locations": [], "claims": []}
    for record in table.records:
        try:
            incident, locations, claims, rejects = code_record(record, gazetteer)
        except Exception as problem:  # noqa: BLE001 - a row nobody foresaw must not end the run
            made["rejects"].append(_refused(record, problem))
            continue
        made["incidents"].append(incident)
        made["locations"] += locations
        made["claims"] += claims
        made["rejects"] += rejects
    return made


def _refused(record: Record, problem: Exception) -> Row:
    """Word why a record could not be coded."""
    file, row = record.values["file"], record.values["row"]
    if isinstance(problem, TooMuchError):
        return reject(file, RECORDS_STAGE, "too_much", str(problem), row=row)
    detail = f"{type(problem).__name__}: {problem}"
    return reject(file, RECORDS_STAGE, "failed", detail, row=row)


def code_record(
    record: Record, gazetteer: Gazetteer
) -> tuple[Row, list[Row], list[Row], list[Row]]:
    """Place one record and make its incident.

    Parameters
    ----------
    record
        As `read_records` gives it.
    gazetteer
        Pack to look the places up in.

    Returns
    -------
    incident, locations, claims, rejects
        Rows of these tables. An incident whose place nobody knows keeps its words and
        has no geometry; a region that the pack does not know is a reject, and the
        place is looked up without it.
    """
    rejects: list[Row] = []
    placed = [
        Placed(location, None, name)
        for number, (name, name_ar) in enumerate(record.places)
        if (
            location := _as_exported(record, number, gazetteer)
            or _locate(record, name, name_ar, gazetteer, rejects)
        )
    ]
    incident, locations = place(record.values, placed)
    incident["places"] = JOINER.join(name for name, _ in record.places) or None
    incident["admin1"] = incident["admin1"] or record.within
    return incident, locations, [*_claims(incident), *_as_written(incident, record)], rejects


def _as_exported(record: Record, number: int, gazetteer: Gazetteer) -> Location | None:
    """Take the place that an export of ours names by id, where its rounded point is of it."""
    if len(record.place_ids) != len(record.places):
        return None
    known = gazetteer.places.get(record.place_ids[number])
    if known is None or known.lat is None or known.lon is None:
        return None
    if record.position:
        away = great_circle_km(*record.position, known.lon, known.lat)
        if away > _ROUNDING_KM or record.radius_m != known.radius_m:
            return None
    from mapper.places import locate_place  # noqa: PLC0415 - as in _look_up

    return locate_place(known, "", gazetteer, score=100.0, margin=None, method="given")


def _locate(
    record: Record, name: str, name_ar: str | None, gazetteer: Gazetteer, rejects: list[Row]
) -> Location | None:
    """Place a name, with its Arabic name as a second way to the same place."""
    found = _look_up(record, [one for one in (name, name_ar) if one], gazetteer, rejects)
    if record.position is None or len(record.places) != 1:
        return found
    if found is not None and (said := apart(record.position, found)):
        file, row = record.values["file"], record.values["row"]
        detail, is_swapped = said
        rejects.append(reject(file, RECORDS_STAGE, "position_apart", detail, row=row))
        if is_swapped:
            return found
    return at_position(record, name, name_ar, found)


def apart(position: tuple[float, float], found: Location) -> tuple[str, bool] | None:
    """Say that a position lies far from the place named, and whether its axes look swapped."""
    lon, lat = position
    away = great_circle_km(lon, lat, found.lon, found.lat)
    if away <= _FAR_KM + found.radius_m / 1000:
        return None
    told = f"{found.name} lies {away:.0f} km from the position given, lat {lat:g}, lon {lon:g}"
    valid = abs(lon) <= _MOST_LAT
    if valid and great_circle_km(lat, lon, found.lon, found.lat) <= _SAME_PLACE_KM:
        return f"{told}: latitude and longitude look exchanged; the place is taken", True
    return f"{told}; the position is taken", False


def _look_up(
    record: Record, spellings: list[str], gazetteer: Gazetteer, rejects: list[Row]
) -> Location | None:
    """Look up every spelling of one place; of those that agree with a place, the surest."""
    from mapper.places import locate  # noqa: PLC0415 - only names that are no region's need it

    within = record.within
    found = []
    for spelling in spellings:
        try:
            resolved = locate(spelling, gazetteer, within=within)
        except RegionError as problem:
            file, row = record.values["file"], record.values["row"]
            rejects.append(reject(file, RECORDS_STAGE, "unknown_region", str(problem), row=row))
            within = None
            resolved = locate(spelling, gazetteer)
        if resolved.location is not None:
            found.append(resolved.location)
    return max(found, key=lambda one: one.score, default=None)


def at_position(record: Record, name: str, name_ar: str | None, found: Location | None) -> Location:
    """Take the position the row gives; the gazetteer's place names it where it lies near."""
    from mapper.places import Location  # noqa: PLC0415 - as in _look_up

    lon, lat = record.position or (0.0, 0.0)
    given: Row = {
        "lat": lat,
        "lon": lon,
        "geo_precision": record.geo_precision or 1,
        "radius_m": record.radius_m or _RADIUS_OF_A_GIVEN_POINT_M,
        "score": 100.0,
        "margin": None,
        "method": "given",
        "area": None,
    }
    if found and great_circle_km(lon, lat, found.lon, found.lat) <= _SAME_PLACE_KM:
        return replace(found, **given)
    return Location(
        place_id=make_id("pt", f"{lon:.6f}", f"{lat:.6f}"),
        name=name,
        name_ar=name_ar,
        kind="point",
        admin1=record.within,
        admin2=None,
        admin3=None,
        pcode=None,
        **given,
    )


def _claims(incident: Row) -> Iterator[Row]:
    """Give one claim per value that the row states."""
    for field, wording, low, high in _stated(incident):
        yield {
            "claim_id": make_id("clm", incident["incident_id"], field, wording),
            "incident_id": incident["incident_id"],
            "field": field,
            "value_min": low,
            "value_max": high,
            "wording": wording,
            "group": incident.get("killed_group") if field == "killed" else None,
            "attributed_to": incident.get("attributed_to"),
            "certainty": incident["actor_status"] if field == "actor" else "asserted",
            "rule": f"{RECORD_RULE}.{OPEN}" if incident.get(f"{field}_open") else RECORD_RULE,
        }


def _as_written(incident: Row, record: Record) -> Iterator[Row]:
    """Give one claim per code of the source's own, in its words."""
    for field, wording in record.said:
        yield {
            "claim_id": make_id("clm", incident["incident_id"], field, wording, SOURCE_CODE),
            "incident_id": incident["incident_id"],
            "field": field,
            "value_min": None,
            "value_max": None,
            "wording": wording,
            "group": None,
            "attributed_to": None,
            "certainty": "asserted",
            "rule": SOURCE_CODE,
        }


def _stated(incident: Row) -> Iterator[tuple[str, str, int | None, int | None]]:
    """List the fields a row states: field, its words, smallest and largest value."""
    first, last = incident["date_start"], incident["date_end"]
    if first:
        yield "date", first if first == last else f"{first} to {last}", None, None
    for field in ("event_type", "actor", "targets"):
        if incident.get(field):
            yield field, incident[field], None, None
    for name in incident["places"].split(JOINER) if incident["places"] else ():
        yield "place", name, None, None
    for stem in COUNTS:
        low, high = incident[f"{stem}_min"], incident[f"{stem}_max"]
        if low is not None:
            words = f"{low}" if low == high else f"{low} to {high}"
            yield stem, f"{words} or more" if incident[f"{stem}_open"] else words, low, high
