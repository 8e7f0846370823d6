"""Answers about zones: which there are, how one place lies to them, and why, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from mapper.base.geo import KM, projection
from mapper.base.soundness import swapped
from mapper.gazetteer import by_polygon
from mapper.zones import LINE_SIGMA, judge, relations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mapper.gazetteer import Gazetteer
    from mapper.places import Location
    from mapper.zones import Zone, Zones

    Span = tuple[str, str]

RELATION = ("zone_id", "in_force", "distance_km", "p_inside", "verdict")


def list_zones(zones: Zones, days: Span | None = None) -> list[dict[str, Any]]:
    """List zones and lines of contact.

    Parameters
    ----------
    zones
        Of the pack.
    days
        First and last day (ISO); only what holds on one of them is listed.

    Returns
    -------
    rows
        Ready for JSON. ``depth_km`` and ``area_km2`` (square km) go together: one value
        for each end of a range of depths.
    """
    return [
        {
            "zone_id": zone.zone_id,
            "kind": zone.feature.kind,
            "name": zone.name,
            "valid_from": zone.feature.valid_from,
            "valid_to": zone.feature.valid_to,
            "depth_km": list(zone.depths_km),
            "area_km2": [round(zone.area_km2(depth)) for depth in zone.depths_km or (None,)],
            "accuracy_km": zone.feature.accuracy_km,
            "judged": zone.feature.judged,
            "source": zone.feature.source,
            "note": zone.feature.note,
        }
        for zone in (*zones.zones, *zones.lines)
        if days is None or zone.holds(*days)
    ]


def judge_place(
    place: Location, days: Span | None, zones: Zones, gazetteer: Gazetteer
) -> tuple[list[dict[str, Any]], str]:
    """Judge one place against every zone.

    Parameters
    ----------
    place
        Where; EPSG:4326.
    days
        First and last day (ISO), or None for no date.
    zones
        Of the pack.
    gazetteer
        Its populated places stand for regions.

    Returns
    -------
    rows, held_by
        For each zone ``zone_id, in_force, distance_km, p_inside, verdict``, ready for
        JSON; and the side that held the place.
    """
    first, last = days or (None, None)
    asked = pd.DataFrame(
        {
            "incident_id": ["asked"],
            "seq": [1],
            "lat": [place.lat],
            "lon": [place.lon],
            "radius_m": [place.radius_m],
            "date_start": pd.Series([first], dtype=object),
            "date_end": pd.Series([last], dtype=object),
            "area": pd.Series([place.area], dtype=object),
        }
    )
    lon, lat, _ = gazetteer.settlements()
    related = relations(asked, zones, settlements=(lon, lat))
    held = judge(asked, related, zones, settlements=(lon, lat))["held_by"].iloc[0]
    rows = [
        {field: None if pd.isna(row[field]) else row[field] for field in RELATION}
        for row in related.to_dict("records")
    ]
    return rows, str(held)


def place_at(lon: float, lat: float, gazetteer: Gazetteer) -> Location:
    """Make a place of a position, known exactly; its first-level unit is that of the polygons."""
    from mapper.places import Location  # noqa: PLC0415 - only a position needs one made

    (admin1,) = by_polygon(np.array([lon]), np.array([lat]), gazetteer)
    name = f"{lon:g},{lat:g}"
    units = {"admin1": admin1, "admin2": None, "admin3": None, "pcode": None}
    return Location(
        place_id=name,
        name=name,
        name_ar=None,
        kind="position",
        **units,
        lat=lat,
        lon=lon,
        geo_precision=1,
        radius_m=0.0,
        score=1.0,
        margin=None,
        method="position",
        area=None,
    )


def strays(zones: Zones, gazetteer: Gazetteer) -> list[str]:
    """Name the zones that hold no populated place of the pack, as their axes may be swapped.

    Returns
    -------
    remarks
        One sentence for each zone, without its full stop.
    """
    lon, lat, _ = gazetteer.settlements()
    made = []
    for zone in zones.zones:
        drawn = zone.plan.to_degrees(zone.nominal)
        if np.any(shapely.contains_xy(drawn, lon, lat)):
            continue
        others = int(np.sum(shapely.contains_xy(swapped(drawn), lon, lat)))
        hint = f"; it would hold {others} with its axes swapped: longitude comes first"
        told = f"zone {zone.zone_id} holds no populated place of the pack"
        made.append(told + (hint if others else ""))
    return made


def explain_zone(place: Location, zone: Zone, relation: Mapping[str, Any], zones: Zones) -> str:
    """Explain one verdict.

    Parameters
    ----------
    place
        Where; EPSG:4326.
    zone
        The zone.
    relation
        Row of the table ``zone_relations`` of that place and zone.
    zones
        All of the pack, for the names of lines.

    Returns
    -------
    sentences
        Plain text, lengths in km.
    """
    told = [
        _lie(place, zone, zones),
        _errors(place, zone),
        f"Probability of lying inside: {relation['p_inside']:.2f}.",
        _verdict(zone, relation),
    ]
    return " ".join(filter(None, told))


def _lie(place: Location, zone: Zone, zones: Zones) -> str:
    """Say how the place lies to the zone's line or outline, and how deep the zone is."""
    depth, room = _measured(place, zone)
    at = f"The middle of {place.name}" if place.area is not None else place.name
    if zone.feature.line is None:
        side = "inside" if depth >= 0 else "outside"
        return f"{at} lies {abs(depth):.1f} km {side} the outline of the zone."
    names = {line.zone_id: line.name for line in zones.lines}
    names |= {other.id: other.name for other in zones.others}
    line = names.get(zone.feature.line_id or "", "zone's line")
    line = line[0].lower() + line[1:] if line.startswith("Line ") else line
    if room < 0:
        return f"{at} lies {-room:.1f} km beyond the limits of the zone."
    width = " to ".join(f"{d:g}" for d in zone.depths_km)
    if zone.feature.side == "both":
        return (
            f"{at} lies {depth:.1f} km from the {line}; the zone reaches {width} km to either side."
        )
    side = "the side of the zone" if depth >= 0 else "the other side"
    return f"{at} lies {abs(depth):.1f} km from the {line}, on {side}, which is {width} km deep."


def _errors(place: Location, zone: Zone) -> str:
    """Name the errors that went into the probability."""
    x, y = _metres(place, zone)
    line = float(zone.plan.edge.sigma(x, y)[0]) / LINE_SIGMA / KM
    known = f"to {line:.1f} km" if line else "exactly"
    if place.area is not None:
        return f"It is a region, taken by its populated places; the line is known {known} there."
    radius = place.radius_m / KM
    placed = f"to {radius:.1f} km" if radius else "exactly"
    return f"The place is known {placed}, the line {known} there (90 %)."


def _verdict(zone: Zone, relation: Mapping[str, Any]) -> str:
    since, until = zone.feature.valid_from, zone.feature.valid_to
    held = f"from {since}, no end known" if since and not until else f"until {until}"
    held = f"from {since} to {until}" if since and until else held
    match relation["verdict"]:
        case "unknown":
            return f"Without a date there is no verdict; the zone was in force {held}."
        case "not_in_force":
            return f"Not in force on that date; the zone was in force {held}."
        case "edge":
            return "Verdict: edge, neither inside nor outside can be told."
        case verdict:
            return f"Verdict: {verdict}."


def _measured(place: Location, zone: Zone) -> tuple[float, float]:
    depth, room = zone.plan.edge.measure(*_metres(place, zone))
    return float(depth[0]) / KM, float(room[0]) / KM


def _metres(place: Location, zone: Zone) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = projection(zone.plan.crs)[0](np.array([place.lon]), np.array([place.lat]))
    return x, y
