"""The page on another region: its commands, in their order, from an empty folder."""

import re
import zipfile

import pytest
from dumps import dump
from folders import REPO
from shell import run_line

PAGE = REPO / "mapper" / "docs" / "another-region.md"
MOST = 6
"""Commands that lead to a map."""

REPORT = "On 3 May 2023, shelling hit a market in El Fasher, killing at least three people."


def commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the page's commands in a folder with a dump of 300 places and one article."""
    folder = tmp_path_factory.mktemp("region")
    with zipfile.ZipFile(folder / "SD.zip", "w") as archive:
        archive.writestr("SD.txt", dump(300)[0])
        archive.writestr("readme.txt", "about")
    (folder / "articles").mkdir()
    (folder / "articles" / "one.txt").write_text(REPORT, encoding="utf-8")
    (folder / "articles" / "manifest.csv").write_text("file,published\none.txt,2023-05-04\n")
    answers = {}
    for command in commands():
        done = run_line(command, folder)
        assert done.returncode == 0, (command, done.stderr)
        answers[command] = done.stdout + done.stderr
    assert (folder / "out" / "map.html").is_file()
    return answers


def test_a_dump_becomes_a_map_in_a_few_commands(told: dict[str, str]) -> None:
    assert len(told) <= MOST


def test_the_pack_has_the_dumps_places_and_units(told: dict[str, str]) -> None:
    (made,) = (text for command, text in told.items() if "gazetteer new" in command)
    assert "Sudan: 304 places, 5 regions (hulls of their places: 5)" in made
    (checked,) = (text for command, text in told.items() if "check" in command)
    assert "0 faults" in checked


def test_places_are_found_in_both_scripts(told: dict[str, str]) -> None:
    (found,) = (text for command, text in told.items() if "geocode" in command)
    assert found.count("13.628") == 2
    assert "North Darfur" in found


def test_the_incident_is_found_by_its_region(told: dict[str, str]) -> None:
    (asked,) = (text for command, text in told.items() if "query" in command)
    assert "2023-05-03" in asked
    assert "El Fasher" in asked
