"""Home places far outside their home country, or with latitude and longitude exchanged.

How far a country reaches is read off its row in the world list: a dot, and the radius of the
disc that holds nine tenths of its people. Places at `TIMES` that radius and `BESIDE_KM` more are
far outside; islands and deserts of large countries are not. What is exchanged is told by the
country's cities in that list, which are near only the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from mapper.base.amounts import amount
from mapper.base.geo import great_circle_km, great_circles_km
from mapper.gazetteer import names
from mapper.gazetteer.imports.twins import SAME_CITY_KM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mapper.gazetteer.lookup import Gazetteer
    from mapper.gazetteer.place import Place

    Spots = Mapping[str, tuple[float, float]]
    Told = tuple[str, tuple[str, ...], str]

TIMES = 3.0
BESIDE_KM = 200.0
"""A home place is far outside from so many radii of its country and so many kilometres on."""

REMOTE_KM = 300.0
NEARER = 4.0
"""A place is exchanged that lies so far from every city of the list and is so many times nearer
to one the other way round."""

APART_KM = 50.0
"""Kilometres from a city of its name at which a place may be that city, exchanged."""

_POLE = 90.0
_SHOWN = 3


def far_off(gazetteer: Gazetteer) -> Iterator[Told]:
    """Find places of the home countries that do not lie there.

    Parameters
    ----------
    gazetteer
        With the home countries' rows and cities as ``world.csv`` has them; of a country
        without that row nothing can be told.

    Yields
    ------
    told
        Kind, ids and words of a fault: ``exchanged``, once a country for all that lie right
        with latitude and longitude exchanged; ``outside country`` for each other far outside.
    """
    tabled = frozenset(islice(gazetteer.places, gazetteer.n_own))
    for home in gazetteer.countries:
        country = gazetteer.places.get(f"c-{home.lower()}")
        own = [p for p in gazetteer.places.values() if p.country == home and not p.is_area]
        if country is not None and country.lat is not None and country.lon is not None:
            yield from _off(own, tabled, country, (country.lon, country.lat))


def _off(
    own: Sequence[Place], tabled: Collection[str], country: Place, dot: tuple[float, float]
) -> Iterator[Told]:
    """Find the places of one country that do not lie there; its middle is (lon, lat)."""
    called = {place.place_id: place.name for place in own}
    spots = {p.place_id: (p.lon, p.lat) for p in own if p.lat is not None and p.lon is not None}
    placed = {i: spot for i, spot in spots.items() if i in tabled}
    cities = {i: spot for i, spot in spots.items() if i not in tabled}
    wrong = exchanged(placed, {**cities, country.place_id: dot}, called)
    if wrong:
        detail = f"{exchanged_words(wrong, placed, called)}: exchange the two columns"
        yield "exchanged", tuple(sorted(wrong)[:_SHOWN]), detail
    reach_km = TIMES * country.radius_m / 1000 + BESIDE_KM
    for place_id, spot in sorted(placed.items()):
        km = great_circle_km(*spot, *dot)
        if km > reach_km and place_id not in wrong:
            detail = f"{called[place_id]} lies {km:.0f} km from the middle of {country.name}"
            yield "outside country", (place_id,), detail


def exchanged(placed: Spots, cities: Spots, called: Mapping[str, str]) -> set[str]:
    """Find places that lie where they belong only with latitude and longitude exchanged.

    Parameters
    ----------
    placed
        Places of a country by id: longitude, latitude in degrees.
    cities
        Its cities and its middle, of which the positions are known.
    called
        Names of both; a city without one is known by where it is alone.
    """
    return _far_as_given(placed, cities) | _namesakes(placed, cities, called)


def exchanged_words(wrong: Collection[str], placed: Spots, called: Mapping[str, str]) -> str:
    """Say which places are exchanged."""
    shown = ", ".join(called[i] for i in sorted(wrong)[:_SHOWN])
    shown += " ..." if len(wrong) > _SHOWN else ""
    return (
        f"{len(wrong)} of {amount(len(placed), 'home place')} ({shown}) lie where they belong "
        "only with lat and lon exchanged"
    )


def _far_as_given(placed: Spots, cities: Spots) -> set[str]:
    """Find places that are far from every city, and near one the other way round."""
    lon, lat = np.array(list(cities.values())).T
    found = set()
    for place_id, (x, y) in placed.items():
        km = float(great_circles_km(lon, lat, x, y).min())
        if km > REMOTE_KM and abs(x) <= _POLE:
            turned_km = float(great_circles_km(lon, lat, y, x).min())
            found |= {place_id} if NEARER * turned_km < km else set()
    return found


def _namesakes(placed: Spots, cities: Spots, called: Mapping[str, str]) -> set[str]:
    """Find places that lie by a city of their name the other way round."""
    named: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place_id, spot in cities.items():
        if place_id in called:
            named[names.key(called[place_id])].append(spot)
    return {
        place_id
        for place_id, (x, y) in placed.items()
        for spot in named.get(names.key(called[place_id]), ())
        if great_circle_km(x, y, *spot) > APART_KM
        and abs(x) <= _POLE
        and great_circle_km(y, x, *spot) < 2 * SAME_CITY_KM
    }
