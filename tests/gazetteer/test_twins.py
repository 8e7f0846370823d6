"""Which place of a pack a row already is: anywhere on Earth, in the pack's own spelling."""

import json
from pathlib import Path
from typing import Any

import pytest

from mapper.gazetteer import Pack, read_pack
from mapper.gazetteer.imports.twins import KnownPlaces


def row(place_id: str, name: str, lat: float, lon: float, kind: str = "town") -> dict[str, Any]:
    spot = {"lat": str(lat), "lon": str(lon)}
    return {"place_id": place_id, "name": name, "kind": kind, "country": "XX", **spot}


def twin(one: dict[str, Any], other: dict[str, Any], *families: str) -> str | None:
    known = KnownPlaces(Pack(places=[one], families=families or None))
    found = known.twin(other)
    return str(found["place_id"]) if found else None


@pytest.mark.parametrize(
    ("lat", "lon", "other_lon"),
    [
        (78.2, 15.0, 15.25),
        (-16.5, 179.995, -179.99),
        (-16.5, -179.995, 179.99),
        (71.0, 179.95, -179.95),
        (90.0, 20.0, -160.0),
        (-89.99, 10.0, 120.0),
    ],
)
def test_twins_are_found_near_the_poles_and_across_the_180th_meridian(
    lat: float, lon: float, other_lon: float
) -> None:
    city = row("pl-a", "Alba", lat, lon, "city")
    assert twin(city, row("pl-b", "Alba", lat, other_lon, "city")) == "pl-a"


def test_places_of_one_name_that_are_far_apart_stay_two() -> None:
    assert twin(row("pl-a", "Alba", 78.2, 15.0), row("pl-b", "Alba", 78.2, 15.6)) is None
    assert twin(row("pl-a", "Alba", 0.0, 179.9), row("pl-b", "Alba", 0.0, -179.9)) is None


def test_twins_are_spelled_alike_as_the_families_of_the_pack_spell() -> None:
    one, other = row("pl-a", "Артемівськ", 48.6, 38.0), row("pl-b", "Artemivsk", 48.6, 38.0)
    assert twin(one, other, "cyrillic") == "pl-a"
    assert twin(one, other, "arabic") is None


def test_a_pack_that_is_read_tells_its_families(tmp_path: Path) -> None:
    assert read_pack(tmp_path).families is None
    told = json.dumps({"romanisations": ["turkish"]})
    (tmp_path / "pack.json").write_text(told, encoding="utf-8")
    assert read_pack(tmp_path).families == ("turkish",)
