"""A region of several home countries: what holds of the main one holds of each."""

import json
import shutil
from pathlib import Path

import pytest
from folders import SMALL_PACK

from mapper.gazetteer import Gazetteer, find_faults, load_gazetteer
from mapper.mentions import find_mentions
from mapper.places import resolve


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Give a pack of a region that two countries share, the larger city in the second."""
    pack = Path(shutil.copytree(SMALL_PACK, tmp_path_factory.mktemp("homes") / "pack"))
    (pack / "pack.json").write_text(json.dumps({"countries": ["SY", "GB"]}), encoding="utf-8")
    places = pack / "places.csv"
    head, first, *_ = places.read_text(encoding="utf-8").splitlines()
    columns = head.split(",")
    cells = dict(zip(columns, first.split(","), strict=True))
    kept = dict.fromkeys(columns, "") | {"kind": "village", "radius_m": "900"}
    for name, lat, lon in (("Wexcombe", "51.6", "-1.6"), ("Farbourne", "-20", "130")):
        row = kept | {"place_id": f"pl-{name.lower()}", "name": name, "country": "GB"}
        row |= {"lat": lat, "lon": lon, "sources": cells["sources"]}
        with places.open("a", encoding="utf-8") as lines:
            lines.write(",".join(row[column] for column in columns) + "\n")
    return load_gazetteer(pack)


def placed(text: str, gazetteer: Gazetteer) -> list[str]:
    found = resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language())
    return [one.location.place_id for one in found if one.location]


def test_each_country_that_the_pack_names_is_at_home(shared: Gazetteer) -> None:
    assert [shared.is_home(code) for code in ("SY", "GB", "TR", None)] == [True, True, False, False]
    assert shared.home == "SY"


def test_where_no_country_is_told_places_of_none_are_at_home(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("place_id,name,kind,lat,lon\npl-a,Alba,town,1,2\n")
    assert load_gazetteer(tmp_path).is_home(None)


def test_names_of_a_second_home_country_are_met_by_likeness(shared: Gazetteer) -> None:
    assert "pl-wexcombe" in {match.place.place_id for match in shared.lookup("Wexcomb")}


def test_the_capital_is_that_of_the_people_named_before_it(shared: Gazetteer) -> None:
    for people, capital in (("British", "gn-2643743"), ("Syrian", "gn-170654")):
        text = f"Shells hit Saraqib and Idlib. Rockets then struck the {people} capital at night."
        assert capital in placed(text, shared)


def test_places_far_off_are_found_in_every_home_country(shared: Gazetteer) -> None:
    far = [f.place_ids for f in find_faults(shared, ()) if f.kind == "outside country"]
    assert far == [("pl-farbourne",)]
