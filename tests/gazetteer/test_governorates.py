"""Governorates by polygon against the gazetteer's own parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from mapper.gazetteer.governorates import by_polygon, disagreements
from mapper.gazetteer.load import load_gazetteer

if TYPE_CHECKING:
    from pathlib import Path

    from mapper.gazetteer.lookup import Gazetteer


@pytest.fixture(scope="module")
def pack(repo: Path) -> Gazetteer:
    return load_gazetteer(repo / "gazetteer")


def test_places_of_the_zone_lie_in_hama_as_well_as_idlib(pack: Gazetteer) -> None:
    # Morek, Kafr Zita, Latamina; Khan Shaykhun, Idlib city; a point in the sea.
    lon = np.array([36.690, 36.602, 36.623, 36.651, 36.634, 35.0])
    lat = np.array([35.376, 35.374, 35.322, 35.442, 35.930, 35.5])
    assert by_polygon(lon, lat, pack).tolist() == ["Hama"] * 3 + ["Idlib"] * 2 + [None]


def row(
    place_id: str, admin1: str | None, lat: float | None, lon: float | None
) -> dict[str, object]:
    return {
        "place_id": place_id,
        "name": place_id,
        "admin1": admin1,
        "lat": lat,
        "lon": lon,
        "radius_m": 1000.0,
    }


def test_a_place_whose_polygon_is_not_its_parents_is_listed_once(pack: Gazetteer) -> None:
    places = pd.DataFrame(
        [
            row("b", "Idlib", 35.376, 36.690),
            row("b", "Idlib", 35.376, 36.690),
            row("a", "Idlib", 35.5, 35.0),
            row("right", "Idlib", 35.930, 36.634),
            row("no parent", None, 35.376, 36.690),
            row("no place", "Idlib", None, None),
            row("elsewhere", "Hatay", 36.2, 36.16),
        ]
    )
    found = disagreements(places, pack)
    assert [(one["place_id"], one["by_polygon"]) for one in found] == [("a", None), ("b", "Hama")]
    assert found[0]["distance_km"] > 50
    assert not found[0]["within_error"]


def test_the_packs_own_settlements_agree_with_its_polygons_within_their_radius(
    pack: Gazetteer,
) -> None:
    names = ("place_id", "name", "admin1", "lat", "lon", "radius_m")
    settlements = [place for place in pack.places.values() if place.place_id.startswith("pl-")]
    places = pd.DataFrame([{n: getattr(place, n) for n in names} for place in settlements])
    off = [one["name"] for one in disagreements(places, pack) if not one["within_error"]]
    assert len(off) <= len(settlements) // 100, off
