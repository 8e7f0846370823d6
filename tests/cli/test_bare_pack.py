"""Every command agrees on whether a pack is usable: one of places alone is."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mapper.base.errors import GazetteerError
from mapper.cli.main import main

PLACES = "name,lat,lon,admin1\nSampleville,15.3,44.2,Northland\nOtherton,15.4,44.3,Northland\n"
TEXT = "On 5 May 2020, warplanes struck Sampleville, killing two people."


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bare")
    (made / "own.csv").write_text(PLACES, encoding="utf-8")
    brought = run(
        "gazetteer", "import", made / "own.csv", "--as", "csv", "--bare", "-o", made / "pack"
    )
    assert "2 places added, 0 merged, 1 region made" in brought.stderr
    (made / "pack" / "names.csv").unlink()
    (made / "a.txt").write_text(TEXT, encoding="utf-8")
    built = run("build", made / "a.txt", "--gazetteer", made / "pack", "-o", made / "out")
    assert built.exit_code == 0, built.output
    return made


@pytest.mark.parametrize(
    "words",
    [
        *(("gazetteer", "check"), ("gazetteer", "info"), ("gazetteer", "search", "Otherton")),
        *(
            ("geocode", "Otherton"),
            ("zones",),
            ("zones", "--date", "2020-05-05", "--at", "Otherton"),
        ),
        ("explain", "--text", TEXT),
    ],
)
def test_a_pack_of_places_alone_serves_every_command(folder: Path, words: tuple[str, ...]) -> None:
    result = run(*words, "--gazetteer", folder / "pack")
    assert result.exit_code == 0, result.output


def test_where_no_zone_is_known_none_is_in_force(folder: Path) -> None:
    told = run("query", folder / "out" / "store.gpkg", "--json")
    (row,) = json.loads(told.stdout)
    assert (row["zone_verdict"], row["places"]) == ("not_in_force", "Sampleville")


def test_units_of_a_bare_pack_can_be_asked_for(folder: Path) -> None:
    asked = run("query", folder / "out" / "store.gpkg", "--region", "Northland", "--count")
    assert asked.stdout.strip() == "1"


def test_a_map_is_drawn_of_such_a_store(folder: Path) -> None:
    drawn = run("map", folder / "out" / "store.gpkg", "-o", folder / "map.html")
    assert drawn.exit_code == 0, drawn.output


def test_check_says_what_is_missing_and_what_that_costs(folder: Path) -> None:
    shown = run("gazetteer", "check", "--gazetteer", folder / "pack").stdout
    for name in ("pack.json", "names.csv", "world.csv", "zones.geojson", "actors.csv"):
        assert f"no {name}: " in shown
    assert "every verdict is not_in_force" in shown
    assert "no regions.geojson" not in shown


BROKEN = {
    "credits.csv": ("source,licence\nx,y\n", "credits.csv: column name, what is missing"),
    "names.csv": ("place_id,kind\n", "names.csv: column name is missing"),
    "regions.geojson": ('{"features": [{"properties": null}]}', "regions.geojson feature 1"),
    "actors.csv": ("actor,pattern\nA,b\n", "actors.csv: the column 'kind' is missing"),
    "pack.json": ('{"timezone": 3}', "pack.json: timezone: 3 is no text"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", ["build", "check", "geocode", "zones"])
def test_a_broken_file_is_refused_by_name_whatever_the_command(
    folder: Path, tmp_path: Path, name: str, command: str
) -> None:
    text, says = BROKEN[name]
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "places.csv").write_bytes((folder / "pack" / "places.csv").read_bytes())
    (pack / name).write_text(text, encoding="utf-8")
    words = {
        "build": ("build", folder / "a.txt", "-o", tmp_path / "out"),
        "check": ("gazetteer", "check"),
        "geocode": ("geocode", "Otherton"),
        "zones": ("zones",),
    }[command]
    with pytest.raises(GazetteerError, match=says):
        run(*words, "--gazetteer", pack)
