"""Commands speak the words of the pack, and say nothing of zones where there are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import faraway
import pytest
from click.testing import CliRunner, Result

from mapper.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

INLAND = (33.0, 49.0)
STATES = {"units": {"en": {"admin1": {"one": "state", "several": "states"}}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two packs, one with a zone and words for units, and build with both."""
    made = tmp_path_factory.mktemp("words")
    faraway.write_records(made / "records.csv")
    faraway.write_pack(made / "states", INLAND, about=STATES)
    faraway.write_pack(made / "bare", INLAND, has_zone=False)
    (made / "states" / "credits.csv").write_text(
        "name,what,licence\nNobody's Survey,positions,CC BY 4.0\n", encoding="utf-8"
    )
    for name in ("states", "bare"):
        run("build", str(made / "records.csv"), *pack(made, name), "-o", str(made / f"{name}-out"))
    return made


def pack(folder: Path, name: str) -> tuple[str, str]:
    return "--gazetteer", str(folder / name)


def run(*words: str) -> Result:
    found = CliRunner().invoke(main, list(words), env={"COLUMNS": "120"})
    assert found.exit_code == 0, (found.output, found.exception)
    return found


def store(folder: Path, name: str) -> str:
    return str(folder / f"{name}-out" / "store.gpkg")


def test_a_position_outside_all_units_is_told_in_the_pack_s_word(folder: Path) -> None:
    found = run("zones", "--at", "10,10", *pack(folder, "states"))
    assert "10,10, state not known" in found.stdout
    dated = run("zones", "--at", "10,10", "--date", "2023-05-06", *pack(folder, "states"))
    assert "Held by" not in dated.stdout, "no line of contact tells it"
    assert "province not known" in run("zones", "--at", "10,10", *pack(folder, "bare")).stdout


def test_coverage_is_headed_by_the_pack_s_words(folder: Path) -> None:
    heading = run("gazetteer", "info", *pack(folder, "states")).stdout.splitlines()[2]
    assert heading.split() == ["state", "district", "settlements"]


def test_a_pack_without_zones_says_so(folder: Path) -> None:
    found = run("zones", *pack(folder, "bare"))
    assert found.stdout == ""
    assert found.stderr == "There are no zones and no lines of contact.\n"


@pytest.mark.parametrize(("name", "says"), [("states", True), ("bare", False)])
def test_verdicts_are_told_only_where_there_are_zones(folder: Path, name: str, says: bool) -> None:
    made = run("query", store(folder, name)).stdout
    assert ("zone" in made.splitlines()[0]) is says
    first = json.loads(
        run("query", store(folder, name), "--reports", "--nl").stdout.splitlines()[0]
    )
    told = run("explain", store(folder, name), first["incident_id"]).stdout
    assert ("not_in_force" in told or "inside" in told or "outside" in told) is says
    records, again = str(folder / "records.csv"), str(folder / f"{name}-again")
    assert (
        "zone verdicts" in run("build", records, *pack(folder, name), "-o", again).stderr
    ) is says


def test_a_map_of_a_store_has_the_words_and_credits_of_its_own_pack(
    folder: Path, tmp_path: Path
) -> None:
    # No --gazetteer: the shipped pack must not lend the page its credits.
    found = run("map", store(folder, "states"), "-o", str(tmp_path / "map.html"))
    assert "the store was made with another pack" in found.stderr
    from mapper.maps import render  # noqa: PLC0415 - what the page was made of is looked at

    told: dict[str, Any] = {}
    real = vars(render)["IncidentLayer"]

    def kept(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - handed on
        told.update(more["about"])
        return real(*given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "IncidentLayer", kept)
        run("map", store(folder, "states"), "-o", str(tmp_path / "again.html"))
    assert told["units"]["admin1"] == ["State", "States"]
    credited = [one["name"] for one in told["credits"]]
    assert credited == ["Nobody's Survey", "Natural Earth", "Leaflet"]
    assert told["credits"][0] == {
        "name": "Nobody's Survey",
        "what": "positions",
        "licence": "CC BY 4.0",
    }


def test_a_geojson_gets_a_style_with_the_words_of_its_store(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "incidents.geojson"
    run("export", store(folder, "states"), "geojson", "-o", str(target))
    style = target.with_suffix(".qml").read_text(encoding="utf-8")
    assert 'name="State"' in style
    assert "zone_verdict" in style
