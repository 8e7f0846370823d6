"""Positions no finer than a settlement: what is finer goes to the settlement it lies at.

Nothing is jittered: a random shift leaves the truth near, and two releases give it away. A
position is either that of a place of the gazetteer, or rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mapper.base.geo import great_circle_km, great_circles_km
from mapper.gazetteer import SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.gazetteer import Gazetteer, Place
    from mapper.release.classes import Classes, Sensitive

Row = dict[str, Any]

_HOSTS = SETTLEMENTS - {"camp", "neighbourhood"}
"""Kinds of settlements that a site is told by: a quarter of a town may have one school."""

_FARTHEST_KM = 20.0
"""From the edge of the nearest settlement; beyond it a position is rounded."""

_DECIMALS = 1
"""Decimals of degrees of a position far from every settlement: some 10 km."""

_ROUNDED_M = 10_000.0
_STEPS_M = (1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0)
"""Radii that a withheld position may have: steps, so that none tells how far it is."""

_SAME_KM = 0.001
_UNITS = ("admin1", "admin2", "admin3", "pcode")
POSITION = "position"
"""Reason: a position was finer than the settlement."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is released in the place of a location.

    `columns` are those of the table ``locations`` that differ; `reason` what was withheld;
    `wording` what stands for the place's name as written, None where that may stay; `site` the
    label of its class where it is a sensitive site.
    """

    columns: Row
    reason: str
    wording: str | None
    site: str | None = None


class Settlements:
    """Moves locations that are finer than a settlement, and those of sensitive sites.

    Parameters
    ----------
    pack
        The gazetteer's places.
    classes
        Sensitive classes that are withheld.
    """

    def __init__(self, pack: Gazetteer, classes: Classes) -> None:
        self._pack = pack
        self._classes = classes

    def settled(self, row: Mapping[str, Any], written: str | None) -> Settled | None:
        """Give what is released of a location, None where it goes out as it is.

        Parameters
        ----------
        row
            Row of the table ``locations``; degrees, EPSG:4326.
        written
            The place as the report writes it.
        """
        if row["lat"] is None or row["lon"] is None:
            return None
        found = self.class_of(row, written)
        known = self._pack.places.get(row["place_id"] or "")
        if found is None and self._is_coarse(row, known):
            return None
        host = known if found is None and known is not None and _is_host(known) else None
        host = host or self._nearest(row["lon"], row["lat"])
        columns = _at(host, row) if host else _rounded(row)
        name = columns["name"]
        if found is not None:
            told = f"{found.label}, {name}" if host else found.label
            columns |= {"name": told, "name_ar": None}
            return Settled(columns, f"site: {found.label}", told, found.label)
        is_named = known is not None and host is known
        return Settled(columns, POSITION, None if is_named else name)

    def class_of(self, row: Mapping[str, Any], written: str | None) -> Sensitive | None:
        """Tell the sensitive class of a place by its kind and names."""
        names = (row["name"], row["name_ar"], written)
        return self._classes.of_site(row["place_id"], row["kind"], names)

    def is_shown(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a place of the gazetteer may be drawn beneath the incidents."""
        return self.class_of(row, None) is None and (
            row["kind"] in SETTLEMENTS or row["radius_m"] >= self._least_m
        )

    def _is_coarse(self, row: Mapping[str, Any], known: Place | None) -> bool:
        """Tell whether a position is a settlement's, or coarser."""
        if known is None:
            return not str(row["place_id"] or "pt-").startswith("pt-") and (
                (row["radius_m"] or 0) >= self._least_m
            )
        if known.is_area:
            return True
        if known.lat is None or known.lon is None:
            return False
        away = great_circle_km(row["lon"], row["lat"], known.lon, known.lat)
        return away <= _SAME_KM and (known.is_settlement or known.radius_m >= self._least_m)

    def _nearest(self, lon: float, lat: float) -> Place | None:
        """Find the settlement whose edge is nearest; ties go by id."""
        places, lons, lats, radii = self._hosts
        if not places:
            return None
        away = great_circles_km(lons, lats, lon, lat) - radii
        best = int(away.argmin())
        return places[best] if away[best] <= _FARTHEST_KM else None

    @cached_property
    def _hosts(self) -> tuple[Sequence[Place], Any, Any, Any]:
        import numpy as np  # noqa: PLC0415 - most releases move nothing

        places = [
            place
            for _, place in sorted(self._pack.places.items())
            if _is_host(place) and self._classes.of_site(None, place.kind, ()) is None
        ]
        told = np.array([(p.lon, p.lat, p.radius_m / 1000) for p in places], float).reshape(-1, 3)
        return places, *told.T

    @cached_property
    def _least_m(self) -> float:
        """Radius in metres of the gazetteer's smallest settlement."""
        return min((p.radius_m for p in self._pack.places.values() if _is_host(p)), default=1000.0)


def _is_host(place: Place) -> bool:
    return place.kind in _HOSTS and place.lat is not None and place.lon is not None


def _at(host: Place, row: Mapping[str, Any]) -> Row:
    """Put a location at a settlement."""
    away_m = great_circle_km(row["lon"], row["lat"], host.lon or 0.0, host.lat or 0.0) * 1000
    is_inside = away_m <= host.radius_m
    wide = max(host.radius_m, row["radius_m"] or 0.0)
    return {
        **{name: getattr(host, name) for name in ("place_id", "name", "name_ar", "kind", *_UNITS)},
        "lat": host.lat,
        "lon": host.lon,
        "geo_precision": max(row["geo_precision"] or 1, 1 if is_inside else 2),
        "radius_m": wide if is_inside else _step(away_m + (row["radius_m"] or 0.0)),
        "mention_id": None,
    }


def _rounded(row: Mapping[str, Any]) -> Row:
    """Round a position that no settlement is near."""
    lat, lon = round(row["lat"], _DECIMALS), round(row["lon"], _DECIMALS)
    return {
        **dict.fromkeys(("place_id", "name_ar", "kind", "admin3", "pcode", "mention_id")),
        "name": f"about {lat:.{_DECIMALS}f}, {lon:.{_DECIMALS}f}",
        "lat": lat,
        "lon": lon,
        "geo_precision": max(row["geo_precision"] or 2, 2),
        "radius_m": max(_ROUNDED_M, row["radius_m"] or 0.0),
    }


def _step(metres: float) -> float:
    """Give the smallest step that covers a distance."""
    return next((step for step in _STEPS_M if step >= metres), metres)
