"""What a look-up of one name answers, as plain values for tables, JSON and GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.places.location import Location, locate_place

if TYPE_CHECKING:
    from mapper.gazetteer import Gazetteer
    from mapper.places.cases import Resolved

STATUS = {"resolved": "ok", "tie": "tie", "unknown": "none"}
"""Word of an answer for each status of a resolved name."""

ANSWER_COLUMNS = (
    "place_id",
    "name",
    "name_ar",
    "kind",
    "admin1",
    "admin2",
    "lat",
    "lon",
    "geo_precision",
    "radius_m",
    "score",
    "margin",
    "method",
)
"""Columns of a candidate; `lat`, `lon` EPSG:4326 degrees, `radius_m` metres."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one name: its status and its candidates, best first.

    With status ``none`` the candidates are the nearest names, none near enough to take.
    """

    query: str
    status: str
    candidates: tuple[Location, ...]

    def plain(self) -> dict[str, Any]:
        """Give the answer as the object that scripts rely on."""
        return {
            "query": self.query,
            "status": self.status,
            "candidates": [answer_row(location) for location in self.candidates],
        }

    def features(self) -> list[dict[str, Any]]:
        """Give the candidates as GeoJSON features, points in lon/lat order."""
        return [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [location.lon, location.lat]},
                "properties": {
                    "query": self.query,
                    "status": self.status,
                    "rank": rank,
                    **answer_row(location),
                },
            }
            for rank, location in enumerate(self.candidates, start=1)
        ]


def answer(query: str, resolved: Resolved, gazetteer: Gazetteer, *, limit: int = 5) -> Answer:
    """Turn a resolved name into its answer.

    Parameters
    ----------
    query
        Name as asked.
    resolved
        What `mapper.places.decide.locate` said of it.
    gazetteer
        Where it looked.
    limit
        Most candidates to give.
    """
    located = [resolved.location] if resolved.location else []
    skipped = len(located)
    for candidate in resolved.candidates[skipped:limit]:
        other = locate_place(
            gazetteer.places[candidate.place_id],
            resolved.mention.relation,
            gazetteer,
            score=candidate.score,
            margin=None,
            method=candidate.method,
        )
        if other is not None:
            located.append(other)
    return Answer(query, STATUS[resolved.status], tuple(located[:limit]))


def answer_row(location: Location) -> dict[str, Any]:
    """Give a location's columns; coordinates to a metre, far finer than any of them is known."""
    values = {column: getattr(location, column) for column in ANSWER_COLUMNS}
    return values | {"lat": round(location.lat, 5), "lon": round(location.lon, 5)}
