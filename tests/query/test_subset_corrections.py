"""An extract holds no word of what people left out."""

import sqlite3
from pathlib import Path

import pytest

from mapper.pipeline.steps import build
from mapper.query import Question
from mapper.query.subset import selection
from mapper.store import STORE, open_store, write_store

pytestmark = pytest.mark.usefixtures("few_places", "no_views")


@pytest.mark.parametrize("regions", [(), ("Idlib",)])
def test_what_is_withheld_is_in_no_extract(regions: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.txt").write_text("An airstrike hit Kafr Nabl in Idlib on Monday, killing two.")
    (folder / "b.txt").write_text("Shells fell on Saraqib in Idlib on Sunday, killing one man.")
    (folder / "manifest.csv").write_text("file,published\na.txt,2019-07-24\nb.txt,2019-07-24\n")
    (folder / "corrections.csv").write_text(
        'target,action,value,why\n"b.txt: ""Shells fell""",withhold,,a source is in danger\n'
        '"a.txt: ""An airstrike""",toll,killed 3,counted\n'
    )
    store = build([folder], tmp_path / "out").folder / STORE
    connection = open_store(store)
    tables = selection(connection, Question(regions=regions)).tables
    connection.close()
    write_store(tmp_path / "part.gpkg", tables)
    with sqlite3.connect(tmp_path / "part.gpkg") as connection:
        told = "\n".join(connection.iterdump())
    assert "killed 3" in told
    assert "Shells fell" not in told
    assert "in danger" not in told
