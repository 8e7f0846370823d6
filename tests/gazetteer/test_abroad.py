"""Home places that do not lie at home, and a table without places."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import SHIPPED_PACK

from mapper.base.errors import GazetteerError
from mapper.cli.gazetteer import command
from mapper.gazetteer import find_faults, load_gazetteer
from mapper.gazetteer.abroad import far_off

SUDAN = [
    ("Alba", 15.6, 32.5),
    ("Bercha", 13.2, 30.2),
    ("Corda", 19.6, 37.2),
    ("Dervan", 13.6, 25.3),
]
SYRIA = [("Aleppo", 36.20, 37.16), ("Deir ez-Zor", 35.34, 40.14), ("Otherton", 35.3, 40.3)]


def made(folder: Path, country: str, spots: list[tuple[str, float, float]]) -> Path:
    rows = "".join(f"{name},{lat},{lon}\n" for name, lat, lon in spots)
    (folder / "own.csv").write_text(f"name,lat,lon\n{rows}", encoding="utf-8")
    words = ["new", country, "--from", str(folder / "own.csv"), "-o", str(folder / "pack")]
    assert CliRunner().invoke(command, words, catch_exceptions=False).exit_code == 0
    return folder / "pack"


def with_exchanged(pack: Path, spots: list[tuple[str, float, float]]) -> Path:
    """Put a pack's places where they are, with latitude and longitude exchanged; add others so."""
    places = pack / "places.csv"
    with places.open(encoding="utf-8", newline="") as lines:
        rows = {row["name"]: row for row in csv.DictReader(lines)}
    first = next(iter(rows.values()))
    with places.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, first)
        writer.writeheader()
        for name, lat, lon in spots:
            row = rows.get(name, first | {"name": name, "place_id": f"pl-{name.lower()}"})
            writer.writerow(row | {"lat": lon, "lon": lat})
    return pack


def errors(pack: Path) -> dict[str, tuple[tuple[str, ...], str]]:
    faults = find_faults(load_gazetteer(pack), ())
    return {fault.kind: (fault.place_ids, fault.detail) for fault in faults if fault.is_error}


def test_places_at_home_are_no_fault(tmp_path: Path) -> None:
    assert errors(made(tmp_path, "Sudan", SUDAN)) == {}


def test_a_table_with_lat_and_lon_exchanged_is_one_error_that_says_so(tmp_path: Path) -> None:
    pack = with_exchanged(made(tmp_path, "Sudan", SUDAN), SUDAN)
    told = errors(pack)
    assert set(told) == {"exchanged"}
    assert told["exchanged"][1].startswith("4 of 4 home places (Alba, Bercha, Corda ...) lie where")
    assert "lat and lon exchanged" in told["exchanged"][1]
    result = CliRunner().invoke(command, ["check", "--gazetteer", str(pack)])
    assert result.exit_code == 1


def test_a_new_pack_of_a_table_with_lat_and_lon_exchanged_is_refused(tmp_path: Path) -> None:
    for country, spots in (("Sudan", SUDAN), ("Syria", SYRIA)):
        with pytest.raises(GazetteerError, match=r"home places .* lat and lon exchanged"):
            made(tmp_path, country, [(name, lon, lat) for name, lat, lon in spots])
    assert not (tmp_path / "pack").exists()


def test_a_single_row_that_is_exchanged_is_named_when_a_pack_is_made(tmp_path: Path) -> None:
    spots = [*SUDAN[:3], ("Dervan", 25.3, 13.6)]
    rows = "".join(f"{name},{lat},{lon}\n" for name, lat, lon in spots)
    (tmp_path / "own.csv").write_text(f"name,lat,lon\n{rows}", encoding="utf-8")
    words = ["new", "Sudan", "--from", str(tmp_path / "own.csv"), "-o", str(tmp_path / "pack")]
    result = CliRunner().invoke(command, words, catch_exceptions=False)
    assert "1 of 4 home places (Dervan) lie where they belong only with lat" in result.stderr


def test_a_place_on_another_continent_is_named(tmp_path: Path) -> None:
    pack = made(tmp_path, "Sudan", [*SUDAN, ("Farton", 52.5, -71.0)])
    ids, detail = errors(pack)["outside country"]
    assert ids == ("pl-farton",)
    assert "km from the middle of Sudan" in detail


def test_where_lat_and_lon_are_near_each_other_a_city_of_that_name_tells(tmp_path: Path) -> None:
    pack = with_exchanged(made(tmp_path, "Syria", SYRIA[2:]), SYRIA)
    ids, _ = errors(pack)["exchanged"]
    assert ids[0].startswith("pl-")


def test_a_table_of_places_without_a_row_is_an_error(tmp_path: Path) -> None:
    pack = made(tmp_path, "Sudan", SUDAN)
    places = pack / "places.csv"
    places.write_text(places.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert set(errors(pack)) == {"no place"}


def test_the_shipped_pack_lies_at_home() -> None:
    gazetteer = load_gazetteer(SHIPPED_PACK)
    own = [p for p in gazetteer.places.values() if p.country == gazetteer.home and not p.is_area]
    assert len(own) > 1000
    assert list(far_off(gazetteer)) == []
