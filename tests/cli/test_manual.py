"""The manual's own commands, run as they stand on a build of the seeds."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from folders import REPO
from shell import run_line, run_process

from mapper.base.errors import ArticleError
from mapper.pipeline.steps import build
from mapper.store import STORE, read_table

PAGES = (
    "querying.md",
    "store.md",
    "bringing-a-table.md",
    "exporting.md",
    "changes.md",
    "annotations.md",
    "review.md",
    "publishing-the-map.md",
)
TABLES = "bringing-a-table.md"
FILES = (TABLES, "annotations.md", "publishing-the-map.md")
OTHERS = ("jq", "ogr2ogr", "ogrinfo", "sqlite3")


def blocks(page: str, language: str) -> list[str]:
    """Give the code blocks of a page."""
    text = (REPO / "mapper" / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def tables() -> dict[str, str]:
    """Give the tables and annotations that pages show, by file."""
    pages = ((REPO / "mapper" / "docs" / name).read_text(encoding="utf-8") for name in FILES)
    shown = re.compile(r"^```(?:csv|jsonl) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return dict(found for page in pages for found in shown.findall(page))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what the pages start from: a build that has grown since last week, and its files."""
    made = tmp_path_factory.mktemp("manual")
    build([REPO / "seeds"], made / "outputs")
    shutil.copytree(made / "outputs", made / "last-week")
    late = article(made / "late", "Rockets hit Jisr al-Shughur on Tuesday, wounding three.")
    build([late], made / "outputs", append=True)
    article(made / "more-articles", "Shelling hit Saraqib on Monday, medics said.")
    for name, table in tables().items():
        (made / name).write_text(table, encoding="utf-8")
    return made


def article(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "one.txt").write_text(text, encoding="utf-8")
    (folder / "manifest.csv").write_text("file,published\none.txt,2019-07-24\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give a page's own copy, so that none leans on what another has left."""
    return Path(shutil.copytree(made, tmp_path / "manual"))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_runs_and_answers(folder: Path, page: str) -> None:
    absent: set[str] = set()
    for command in (line for block in blocks(page, "sh") for line in block.splitlines()):
        missing = {
            one for one in OTHERS if re.search(rf"\b{one}\b", command) and not shutil.which(one)
        }
        if missing:
            absent |= missing
            continue
        done = run_line(command, folder)
        assert done.returncode == 0, (command, done.stderr)
        assert "Error" not in done.stderr, command
        wrote = re.search(r"-o (?!-)|> \w", command)
        assert done.stdout.strip() or wrote or "Nothing:" in done.stderr, command
    if absent:
        pytest.skip(f"all commands ran but those with {', '.join(sorted(absent))}: not installed")


@pytest.mark.parametrize("page", ["README.md", "mapper/docs/commands.md", "mapper/docs/figures.md"])
def test_every_id_that_a_page_shows_is_of_the_seeds(made: Path, page: str) -> None:
    shown = re.findall(r"\b(?:evt|inc)-[0-9a-f]{12}\b", (REPO / page).read_text(encoding="utf-8"))
    store = made / "last-week" / STORE
    there = {
        *read_table(store, "incidents")["incident_id"],
        *read_table(store, "events")["event_id"],
    }
    assert shown
    assert set(shown) <= there


def test_the_python_of_the_manual_runs(folder: Path) -> None:
    script = "\n".join(block for page in PAGES for block in blocks(page, "python"))
    done = run_process([sys.executable, "-W", "error", "-c", script], folder)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
    assert (folder / "part.gpkg").exists()


def test_the_line_that_the_manual_says_is_proposed_is_the_one_proposed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (line,) = blocks(TABLES, "text")
    with pytest.raises(ArticleError, match=re.escape(line.strip())):
        build([Path("week27.csv")], Path("refused"))
