"""What tests share: the reference material beside the checkout, and the pack."""

import os
from pathlib import Path

import pytest
from folders import REPO

collect_ignore = ["qgis/look.py"]
"""Only the system's Python can import it: it has QGIS, ours has not."""


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
