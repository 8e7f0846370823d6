"""Two writers of one folder: the second is told at once who writes, and nothing is mixed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from killing import files_of, leftovers

from mapper.base.sets import drafting
from mapper.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_places")
NEWS = "Rescuers said two people were killed on 5 May 2019 when an airstrike hit Saraqib, in Idlib."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(NEWS, encoding="utf-8")
    return folder


def refused(*words: object) -> str:
    with pytest.raises(OSError, match="is being written by") as told:
        CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    return str(told.value)


def test_a_second_build_is_refused_and_the_first_one_ends(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with drafting(out, "build") as first:
        (first.folder / "a").write_text("of the first", encoding="utf-8")
        said = refused("build", articles, "-o", out)
        assert f"{out} is being written by process {os.getpid()} on " in said
        assert "\n" not in said
    assert set(files_of(out)) == {"a"}
    assert leftovers(out) == []


def test_a_second_import_is_refused_before_it_reads_the_pack(few: Path, tmp_path: Path) -> None:
    pack = shutil.copytree(few, tmp_path / "pack")
    table = tmp_path / "a.csv"
    table.write_text("name,lat,lon\nYville,35.51,36.59\n", encoding="utf-8")
    before = files_of(pack)
    with drafting(pack, "pack"):
        refused("gazetteer", "import", table, "--as", "csv", "-o", pack)
        refused("gazetteer", "new", "Syria", "--from", table, "-o", pack)
    assert files_of(pack) == before
