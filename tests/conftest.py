"""What tests share: the reference material beside the checkout, and the pack."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from few import cut_down
from folders import REPO
from hypothesis import HealthCheck, settings

settings.register_profile(
    "the same each time",
    derandomize=True,
    # How long an example takes is the machine's: benchmarks time, tests do not.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same each time")

collect_ignore = ["qgis/edit.py", "qgis/look.py"]
"""Only the system's Python can import them: it has QGIS, ours has not."""

_LONGEST_ID = 100
"""Characters of a value in the name of a test."""


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep packs made ready in a folder of the run, not in the user's."""
    os.environ["MAPPER_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def repo() -> Path:
    """Give the root of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference material, or skip where a checkout has none beside it."""
    folder = Path(os.environ.get("MAPPER_SHARED", REPO.parent / "shared"))
    if not (folder / "reference").is_dir():
        pytest.skip(f"no reference material at {folder}; set MAPPER_SHARED")
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the shipped pack cut down to a few places."""
    return cut_down(tmp_path_factory.mktemp("few") / "pack")


@pytest.fixture(scope="module")
def few_places(few: Path) -> Iterator[None]:
    """Let the pack of few places be the shipped one in this process; a build takes half as long."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mapper.gazetteer.load.default_pack", lambda: few)
        yield


@pytest.fixture(scope="module")
def stores_alone() -> Iterator[None]:
    """Let all builds of a module leave nothing but the store, as with `no_views`."""
    with pytest.MonkeyPatch.context() as patched:
        _write_stores_alone(patched)
        yield


@pytest.fixture
def no_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave map, GeoJSON, QGIS files and styles out of builds whose store alone is looked at."""
    _write_stores_alone(monkeypatch)


def _write_stores_alone(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("mapper.pipeline.releasing.write_released", lambda *_: None)
    patched.setattr("mapper.export.layer_styles", lambda *_: {})


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by its argument where its value is bytes or long: packed bytes hold a clock."""
    is_long = isinstance(val, str) and len(val) > _LONGEST_ID
    return argname if isinstance(val, bytes) or is_long else None
