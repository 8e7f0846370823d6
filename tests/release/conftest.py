"""The hostile set, built once for all tests of what may leave."""

from pathlib import Path

import pytest
from release.forms import FORMS
from release.hostile_set import HOSTILE
from shell import run_line

from mapper.gazetteer import load_gazetteer
from mapper.pipeline.steps import Build, build


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the hostile set with everything that it leaves; nobody writes into its folder."""
    pytest.importorskip("trafilatura", reason="needs the extra inputs")
    return build([HOSTILE], tmp_path_factory.mktemp("hostile") / "out")


@pytest.fixture(scope="session")
def settlements() -> list[tuple[float, float]]:
    """Give the positions (lat, lon) of the pack's settlements, which are no secret."""
    pack = load_gazetteer(None)
    return [
        (place.lat, place.lon)
        for place in pack.places.values()
        if place.is_settlement and place.kind != "camp" and place.lat and place.lon
    ]


@pytest.fixture(scope="session")
def exported(hostile: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write every form of `export` and of `map` once, each into a folder of its own."""
    made: dict[str, Path] = {}
    for name, line in FORMS.items():
        folder = made[name] = tmp_path_factory.mktemp("form")
        done = run_line(line.format(store=hostile.folder / "store.gpkg"), folder)
        assert done.returncode == 0, (line, done.stderr)
    return made
