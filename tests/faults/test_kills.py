"""A writing command that is killed at any moment leaves the old files or the new, never both."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner
from folders import SHIPPED_PACK
from killing import every_kill, files_of, in_child, leftovers

from mapper.base.sets import drafting, settle
from mapper.cli.main import main
from mapper.gazetteer import load_gazetteer
from mapper.pipeline.provenance import outputs_of
from mapper.store import STORE, open_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_places")
NEWS = "Rescuers said two people were killed on 5 May 2019 when an airstrike hit {}, in Idlib."
ROWS = "name,lat,lon\n{},35.51,36.59\n"
MORE = 3


class Made(NamedTuple):
    """What commands read: two folders of articles, two tables of places, a build, a pack."""

    folder: Path
    one: Path
    two: Path
    out: Path
    store: Path
    pack: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, few: Path) -> Made:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mapper.gazetteer.load.default_pack", lambda: few)
        folder = tmp_path_factory.mktemp("made")
        for name, place in (("one", "Kafr Nabl"), ("two", "Saraqib")):
            (folder / name).mkdir()
            (folder / name / f"{name}.txt").write_text(NEWS.format(place), encoding="utf-8")
            (folder / f"{name}.csv").write_text(ROWS.format(f"{name}ville"), encoding="utf-8")
        run("build", folder / "one", "-o", folder / "out", "--keep-originals")
        shutil.copytree(few, folder / "pack")
    out = folder / "out"
    return Made(folder, folder / "one", folder / "two", out, out / STORE, folder / "pack")


def run(*words: object) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def killed(home: Path, scratch: Path, *words: object) -> list[Path]:
    """Run a command, and give what it leaves in `home` if it is killed; all hold."""
    old = files_of(home)
    with every_kill(home, scratch) as left:
        run(*words)
        new = files_of(home)
        assert old != new
        assert leftovers(home) == []
        assert len(left) > MORE
        seen = []
        for copy in left:
            settle(copy)  # as every command does that reads there
            seen.append(files_of(copy))
            assert seen[-1] in (old, new), f"{copy}: of two sets"
            with drafting(copy, "another"):  # as every command does that writes there
                pass
            assert leftovers(copy) == []
            assert files_of(copy) == seen[-1]
    assert seen[0] == old
    assert seen[-1] == new
    return left


def test_a_first_build(made: Made, tmp_path: Path) -> None:
    killed(tmp_path / "out", tmp_path / "left", "build", made.one, "-o", tmp_path / "out")


def test_a_build_over_another(made: Made, tmp_path: Path) -> None:
    out = shutil.copytree(made.out, tmp_path / "out")
    for copy in killed(out, tmp_path / "left", "build", made.two, "-o", out):
        assert set(files_of(copy)) == outputs_of(copy)
        open_store(copy / STORE).close()


def test_an_appending_build(made: Made, tmp_path: Path) -> None:
    out = shutil.copytree(made.out, tmp_path / "out")
    killed(out, tmp_path / "left", "build", made.two, "--append", out / STORE)


@pytest.mark.parametrize(
    ("words", "name"),  # of geojson a first one, of all else over an earlier one
    [
        (("gpkg",), "a.gpkg"),
        (("geojson",), "a.geojson"),
        (("csv",), "a.csv"),
        (("--as", "timemap"), "a"),
        (("--as", "acled"), "a.csv"),
    ],
)
def test_an_export(made: Made, tmp_path: Path, words: tuple[str, ...], name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "notes.txt").write_text("mine", encoding="utf-8")
    export = ("export", made.store, *words, "-o", home / name, "--overwrite")
    if name != "a.geojson":
        run(*export, "--actor", "Russia")
    killed(home, tmp_path / "left", *export)
    assert (home / "notes.txt").exists()


@pytest.mark.parametrize(("was_large", "is_large"), [(True, True), (True, False), (False, True)])
def test_a_map(
    made: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    was_large: bool,
    is_large: bool,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    draw = ("map", made.store, "-o", home / "a.html", "--overwrite", "--title")
    for number, beside in enumerate((was_large, is_large)):
        monkeypatch.setattr("mapper.maps.page.folder.LIMIT", 10 if beside else 10**9)
        if number == 0:
            run(*draw, "old")
    killed(home, tmp_path / "left", *draw, "new")
    assert (home / "a_files").exists() is is_large


def test_an_import(made: Made, tmp_path: Path) -> None:
    pack = shutil.copytree(made.pack, tmp_path / "pack")
    table = made.folder / "one.csv"
    table.write_text(
        "name,lat,lon,names,admin1\nNewtown,41.0,44.0,Nuvo,Newland\n", encoding="utf-8"
    )
    words = ("gazetteer", "import", table, "--as", "csv", "-o", pack)
    for copy in killed(pack, tmp_path / "left", *words):
        load_gazetteer(copy)


def test_a_new_pack(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.gazetteer.load.default_pack", lambda: SHIPPED_PACK)
    words = ("gazetteer", "new", "Syria", "--from", made.folder / "two.csv", "-o")
    killed(tmp_path / "pack", tmp_path / "left", *words, tmp_path / "pack")


def test_a_sheet_of_doubts(made: Made, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    review = ("review", made.store, "-o", home / "a.csv", "--overwrite")
    run(*review, "--limit", 1, "--all")
    killed(home, tmp_path / "left", *review, "--all", "--type", "shelling")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is a child of this process")
@pytest.mark.parametrize(("command", "times"), [("build", 2), ("export", 6)])
def test_commands_killed_at_random(made: Made, tmp_path: Path, command: str, times: int) -> None:
    draw, out = random.Random(20), tmp_path / "out"  # noqa: S311 - no secret
    begun = [
        ["build", str(source), "-o", str(out)]
        if command == "build"
        else ["export", str(made.store), "gpkg", "-o", str(out / "a.gpkg"), "--overwrite", *actor]
        for source, actor in ((made.one, ()), (made.two, ("--actor", "Russia")))
    ]
    sets, longest = [], 0.0
    for words in begun:
        start = time.process_time()
        run(*words)
        longest = max(longest, time.process_time() - start)
        sets.append(files_of(out))
    assert sets[0] != sets[1]
    for number in range(times):
        after = longest * draw.random()
        in_child(partial(run_until, after, begun[number % 2]))
        settle(out)
        assert files_of(out) in sets
    with drafting(out, "another"):
        pass
    assert leftovers(out) == []


def run_until(after: float, words: list[str]) -> None:
    """Run a command in a process that is killed once it has used so many seconds of a processor."""
    signal.setitimer(signal.ITIMER_PROF, after)
    run(*words)
