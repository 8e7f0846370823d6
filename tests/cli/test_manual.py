"""The manual's own commands, run as they stand on a build of the seeds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from folders import REPO

from mapper.base.errors import ArticleError
from mapper.pipeline.steps import build

PAGES = (
    "querying.md",
    "store.md",
    "bringing-a-table.md",
    "exporting.md",
    "changes.md",
    "annotations.md",
    "review.md",
)
TABLES = "bringing-a-table.md"
FILES = (TABLES, "annotations.md")
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


COMMANDS = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("manual")
    build([REPO / "seeds"], made / "outputs")
    shutil.copytree(made / "outputs", made / "last-week")
    more = made / "more-articles"
    more.mkdir()
    (more / "one.txt").write_text("Shelling hit Saraqib on Monday, medics said.", encoding="utf-8")
    (more / "manifest.csv").write_text("file,published\none.txt,2019-07-24\n", encoding="utf-8")
    for name, table in tables().items():
        (made / name).write_text(table, encoding="utf-8")
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_manual_runs_and_answers(folder: Path, command: str) -> None:
    for other in OTHERS:
        if re.search(rf"\b{other}\b", command) and shutil.which(other) is None:
            pytest.skip(f"{other} is not installed")
    for target in re.findall(r"(?:-o|&& ogr2ogr) (\S+)", command):
        (folder / target).unlink(missing_ok=True)
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": scripts},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr
    wrote = re.search(r"-o (?!-)|> \w", command)
    assert done.stdout.strip() or wrote or "Nothing:" in done.stderr


def test_the_python_of_the_manual_runs(folder: Path) -> None:
    script = "\n".join(block for page in PAGES for block in blocks(page, "python"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
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
