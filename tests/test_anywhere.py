"""A pack laid on the 180th meridian, or at 70 degrees north, from table to map and answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import faraway
import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from mapper.base.errors import RegionError
from mapper.base.globe import joined, parted
from mapper.cli.main import main
from mapper.gazetteer.imports.hulls import features
from mapper.gazetteer.imports.unit import Unit
from mapper.maps.data.context import background
from mapper.pipeline import build

if TYPE_CHECKING:
    from pathlib import Path

SITES = {"home": (33.0, 49.0), "across": faraway.ACROSS, "north": (25.0, 70.2), "south": (20, -35)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the same country's incidents at several sites."""
    folder = tmp_path_factory.mktemp("anywhere")
    records = faraway.write_records(folder / "records.csv")
    made = {}
    for name, site in SITES.items():
        pack = faraway.write_pack(folder / f"pack-{name}", site)
        made[name] = build([records], folder / name, gazetteer=pack).folder
    return made


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    read = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    features: list[dict[str, Any]] = read["features"]
    return features


def run(folder: Path, *words: str) -> Any:  # noqa: ANN401 - whatever is printed
    """Run a command on a build's store and give what it prints."""
    pack = ["--gazetteer", str(folder.parent / f"pack-{folder.name}")]
    store = [str(folder / "store.gpkg")] if words[0] in {"query", "info"} else []
    more = pack if words[0] != "info" else []
    found = CliRunner().invoke(main, [words[0], *store, *words[1:], *more])
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.parametrize("site", ["across", "north", "south"])
def test_incidents_get_the_same_verdicts_wherever_their_country_lies(
    built: dict[str, Path], site: str
) -> None:
    pairs = zip(rows(built["home"], "locations"), rows(built[site], "locations"), strict=True)
    for home, here in pairs:
        (one, other) = home["properties"], here["properties"]
        assert one["name"] == other["name"]
        assert one["zone_verdict"] == other["zone_verdict"], one["name"]
        assert other["zone_p_inside"] == pytest.approx(one["zone_p_inside"], abs=0.01)
        assert other["zone_distance_km"] == pytest.approx(one["zone_distance_km"], abs=0.05)


def test_shapes_across_the_meridian_are_cut_in_every_output(built: dict[str, Path]) -> None:
    store = built["across"] / "store.gpkg"
    for layer in ("uncertainty", "zones", "regions"):
        frame = gpd.read_file(store, layer=layer, engine="pyogrio")
        home = gpd.read_file(built["home"] / "store.gpkg", layer=layer, engine="pyogrio")
        assert frame.geometry.is_valid.all()
        west, _, east, _ = frame.total_bounds
        assert -180 <= west < -179 < 179 < east <= 180, layer
        for shape, other in zip(frame.geometry, home.geometry, strict=True):
            whole = joined(shape)
            assert whole.bounds[2] - whole.bounds[0] < 3, layer
            assert len(shapely.get_parts(whole)) == len(shapely.get_parts(other)), "no seam"
    torvik = frame_of(store, "uncertainty", "Torvik")
    assert torvik.geom_type == "MultiPolygon"
    assert torvik.covers(shapely.Point(180, faraway.ACROSS[1]))
    assert torvik.covers(shapely.Point(-180, faraway.ACROSS[1]))


def frame_of(store: Path, layer: str, name: str) -> shapely.Geometry:
    frame = gpd.read_file(store, layer=layer, engine="pyogrio")
    return frame.loc[frame["name"] == name].geometry.iloc[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--bbox", "179.9,-17.5,-179.6,-16.5"), {"Torvik", "Benlea", "Corran"}),
        (("--bbox", "179,-17.5,180,-16.5", "--include-uncertain", "0.9"), {"Almora", "Dunmere"}),
        (("--near", "Torvik", "--within", "25km"), {"Torvik", "Almora", "Benlea"}),
        (("--near", "-179.99,-16.9", "--within", "12km"), {"Torvik"}),
        (("--region", "Vestmark"), {"Almora", "Dunmere"}),
        (("--region", "Torvik"), {"Torvik"}),
    ],
)
def test_questions_reach_across_the_meridian(
    built: dict[str, Path], words: tuple[str, ...], expected: set[str]
) -> None:
    told = run(built["across"], "query", "--nl", *words)
    assert {json.loads(line)["places"] for line in told.splitlines()} == expected


def test_a_box_that_is_merely_turned_around_is_refused(built: dict[str, Path]) -> None:
    store = str(built["home"] / "store.gpkg")
    found = CliRunner().invoke(main, ["query", store, "--bbox", "34,48,32,50"])
    assert isinstance(found.exception, RegionError)
    assert "34 lies east of 32" in str(found.exception)


def test_a_store_across_the_meridian_gives_its_bounds_as_rfc_7946_does(
    built: dict[str, Path],
) -> None:
    west, south, east, north = map(float, run(built["across"], "info", "--bounds").split())
    assert west == pytest.approx(179.68, abs=0.01)
    assert east == pytest.approx(-179.718, abs=0.01)
    assert south < north
    west, _, east, _ = map(float, run(built["home"], "info", "--bounds").split())
    assert west < east


def test_a_position_is_judged_from_either_side(built: dict[str, Path]) -> None:
    for lon in (179.99, -179.99):
        words = ("zones", "--date", "2023-05-06", "--at", f"{lon},-16.87", "--json")
        (row,) = json.loads(run(built["across"], *words))
        assert (row["verdict"], row["p_inside"]) == ("inside", 1.0)
        assert row["distance_km"] < -4


def test_the_background_goes_on_across_the_meridian() -> None:
    drawn = background((-180.5, -17.2, -179.5, -16.4))
    assert drawn["box"] == [-182, -19, -178, -15]
    assert [one["name"] for one in drawn["countries"]].count("Fiji") == 1
    starts = [path[0] for path in drawn["land"]]
    assert min(starts) < -180_000 < max(starts)
    for path in drawn["coast"]:
        x, y = np.cumsum(np.array(path).reshape(-1, 2), axis=0).T
        is_edge = (np.abs(x[:-1]) == 180_000) & (x[1:] == x[:-1])
        assert not np.any(is_edge & (np.diff(y) != 0)), "where the file is cut is no coast"


def test_the_hull_of_a_unit_across_the_meridian_does_not_go_around_the_globe() -> None:
    east = [(179.5, -17.0), (179.8, -16.5), (-179.9, -17.1)]
    west = [(-179.0, -17.0), (-178.8, -16.4)]
    units = [
        Unit(1, name, f"XF{name}", "c-xf", "XF", region_id=f"reg-{name}", spots=spots)
        for name, spots in (("a", east), ("b", west))
    ]
    for feature, spots in zip(features(units, "invented"), (east, west), strict=True):
        area = joined(shapely.geometry.shape(feature["geometry"]))
        assert area.bounds[2] - area.bounds[0] < 2, "with what few places are widened by"
        assert parted(area).contains(shapely.MultiPoint(spots))
        assert -180 <= feature["properties"]["lon"] <= 180
