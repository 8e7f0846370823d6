"""A geopy geocoder over the local gazetteer: code written for geopy works offline with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location as GeopyLocation

from mapper.base.geo import great_circles_km
from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.places.answers import answer, answer_row
from mapper.places.decide import locate
from mapper.places.location import Location, locate_place

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from geopy.point import Point

    from mapper.gazetteer import Place


class LocalGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Geocode against a region pack, without a network.

    Parameters
    ----------
    gazetteer
        Folder of a region pack, or a loaded gazetteer. None: the shipped pack.

    Examples
    --------
    >>> geolocator = LocalGeocoder()
    >>> place = geolocator.geocode("Kafranbel", within="Idlib")
    >>> place.raw["name"], round(place.latitude, 2), round(place.longitude, 2)
    ('Kafr Nabl', 35.61, 36.56)
    """

    def __init__(self, gazetteer: Path | str | Gazetteer | None = None) -> None:
        super().__init__(scheme="https", user_agent="incident-mapper", timeout=None)
        if isinstance(gazetteer, Gazetteer):
            self.gazetteer = gazetteer
        else:
            from pathlib import Path as FilePath  # noqa: PLC0415 - only to turn text into a path

            self.gazetteer = load_gazetteer(None if gazetteer is None else FilePath(gazetteer))

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Collection[str] | None = None,
        within: str | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's signature; nothing here waits
    ) -> Any:  # noqa: ANN401 - one location, a list or None, as geopy has it
        """Find the place a name means.

        Parameters
        ----------
        query
            Name in any spelling that the pack reads; a phrase too ("southern Idlib").
        exactly_one
            Give one location rather than a list. Of a tie, in which no place leads,
            none is given; ask with ``exactly_one=False`` for the candidates.
        limit
            Most locations in a list.
        country_codes
            ISO 3166 codes to keep to.
        within
            Region to keep to, by name.
        timeout
            Taken for geopy's sake.

        Returns
        -------
        location
            As geopy's geocoders: None when nothing is found. `raw` holds the place's
            columns, ``geo_precision``, ``radius_m``, ``score`` and the ``status``.

        Raises
        ------
        RegionError
            If no region is called `within`.
        """
        resolved = locate(str(query), self.gazetteer, within=within)
        found = answer(str(query), resolved, self.gazetteer, limit=limit or 10)
        if found.status == "none" or (exactly_one and found.status == "tie" and not country_codes):
            return None
        kept = [one for one in found.candidates if self._is_in(one, country_codes)]
        locations = [_location(one, found.status) for one in kept]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's signature; nothing here waits
    ) -> Any:  # noqa: ANN401 - one location, a list or None, as geopy has it
        """Find the settlements nearest to a point.

        Parameters
        ----------
        query
            Point, as geopy takes it: latitude before longitude.
        exactly_one
            Give the nearest alone.
        limit
            Most locations in a list; 10 if not given.
        timeout
            Taken for geopy's sake.

        Returns
        -------
        location
            `raw` says how far it lies in ``distance_km``. None where the nearest
            settlement is more than 100 km off.
        """
        lat, lon = (float(part) for part in self._coerce_point_to_string(query).split(","))
        near = self._nearest(lat, lon, 1 if exactly_one else limit or 10)
        locations = [_location(where, "ok", distance_km=round(km, 2)) for km, where in near]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def _is_in(self, one: Location, codes: str | Collection[str] | None) -> bool:
        if codes is None:
            return True
        wanted = {codes} if isinstance(codes, str) else set(codes)
        place = self.gazetteer.places.get(one.place_id.split("/")[0])
        return place is None or (place.country or "").lower() in {code.lower() for code in wanted}

    def _nearest(self, lat: float, lon: float, limit: int) -> list[tuple[float, Location]]:
        import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without

        own = [p for p in self.gazetteer.places.values() if p.is_settlement and p.lat is not None]
        lons = np.array([p.lon for p in own], dtype=float)
        lats = np.array([p.lat for p in own], dtype=float)
        km = great_circles_km(lons, lats, lon, lat)
        order = np.lexsort((np.array([p.place_id for p in own]), km))[:limit]
        return [
            (float(km[i]), where)
            for i in order
            if km[i] <= FARTHEST_KM and (where := _plain(own[int(i)], self.gazetteer))
        ]


FARTHEST_KM = 100.0
"""Distance beyond which no settlement is the answer to a point."""


def _plain(place: Place, gazetteer: Gazetteer) -> Location | None:
    return locate_place(place, "at", gazetteer, score=100.0, margin=None, method="reverse")


def _location(one: Location, status: str, **more: Any) -> GeopyLocation:  # noqa: ANN401 - raw is free
    """Make geopy's location: an address from the smallest unit to the largest."""
    parts = dict.fromkeys(p for p in (one.name, one.admin3, one.admin2, one.admin1) if p)
    raw = {**answer_row(one), "admin3": one.admin3, "pcode": one.pcode, "status": status, **more}
    return GeopyLocation(", ".join(parts), (one.lat, one.lon), raw)
