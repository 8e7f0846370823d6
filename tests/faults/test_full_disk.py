"""A disk that is full, at whatever byte: one line that says so, and the old files whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from folders import REPO
from killing import files_of, leftovers

from mapper.base.errors import MapperError
from mapper.pipeline import build
from mapper.store import STORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.usefixtures("few_places"),
    pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made as Linux makes it"),
]
NEWS = "Rescuers said two people were killed on 5 May 2019 when an airstrike hit Saraqib, in Idlib."
LIMITED = (
    "import resource, sys; from mapper.cli.main import run;"
    "most = int(sys.argv.pop(1)); resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); run()"
)
SMALL_BYTES = 600_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(NEWS, encoding="utf-8")
    return build([folder / "articles"], folder / "out").folder / STORE


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of its own, of a few hundred kilobytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={SMALL_BYTES}"
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("a small disk is mounted by root alone, and not in every container")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_build_on_a_full_disk_says_so_and_leaves_nothing(store: Path, disk: Path) -> None:
    (disk / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match=r"full|No space left") as told:
        build([store.parents[1] / "articles"], disk / "out")
    assert isinstance(told.value, MapperError)
    assert "\n" not in str(told.value)
    assert ".mapper" not in str(told.value)
    assert [path.name for path in disk.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("words", [("gpkg", "-o", "a.gpkg"), ("--as", "acled", "-o", "a")])
def test_a_write_that_is_cut_short_leaves_the_old_files(
    store: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(store, home / words[-1])
    before = files_of(home)
    export = ["200", "export", str(store), *words[:-1], str(home / words[-1]), "--overwrite"]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *export],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert files_of(home) == before
    assert leftovers(home) == []
