import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from mapper.base.schema import TABLES
from mapper.cli import reference
from mapper.cli.main import SUMMARIES, main

MADE_BY_USERS = {
    "manifest.csv",
    "my-records.csv",
    "corrections.csv",
    "own.csv",
    "toponyms.csv",
    "house.csv",
}
"""Files the manual speaks of that a user brings."""

LINTERS = ("import-linter", "mypy", "pandas-stubs", "ruff")
"""Tools that check the code and do not run it."""

CONTEXT = click.Context(main, info_name="mapper")


def commands(
    group: click.Group = main, name: str = "mapper"
) -> Iterator[tuple[str, click.Command]]:
    for inner in group.list_commands(CONTEXT):
        command = group.get_command(CONTEXT, inner)
        assert command is not None
        yield f"{name} {inner}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {inner}")


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example(name: str) -> None:
    text = COMMANDS[name].help or ""
    assert len(text.split("\n\n")[0]) > 20
    if not isinstance(COMMANDS[name], click.Group):
        assert re.search(rf"^\s*(.*\| )?{name}\b", text.split("Example")[1], re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [one for one in COMMANDS[name].params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_appears_in_the_readme(name: str, repo: Path) -> None:
    assert f"mapper {name}" in (repo / "README.md").read_text(encoding="utf-8")


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, summary in SUMMARIES.items():
        command = main.get_command(CONTEXT, name)
        assert command is not None
        assert (command.help or "").replace("\n", " ").startswith(summary.rstrip(".")[:20])


def test_every_table_and_column_appears_in_the_reference(repo: Path) -> None:
    page = (repo / "mapper" / "docs" / "tables.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for table in TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} |" in sections[table.name]


def test_the_reference_of_tables_is_what_the_code_says(repo: Path) -> None:
    page = repo / "mapper" / "docs" / "tables.md"
    assert page.read_text(encoding="utf-8") == reference.tables_page()


def test_the_reference_of_commands_is_what_the_code_says(repo: Path) -> None:
    pinned = re.search(r"^click==(.*)$", (repo / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    if version("click") != pinned[1]:
        pytest.skip(f"help is laid out by click {version('click')}, the page by {pinned[1]}")
    page = repo / "mapper" / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8") == reference.commands_page()


def pages(repo: Path) -> list[Path]:
    return [*repo.glob("*.md"), *(repo / "mapper" / "docs").rglob("*.md"), *repo.glob("*/*.md")]


def test_links_between_pages_lead_somewhere(repo: Path) -> None:
    for page in pages(repo):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_shows_both_set_ups_as_plain_commands_too(repo: Path) -> None:
    text = (repo / "README.md").read_text(encoding="utf-8")
    for needed in (
        "make map",
        "make test",
        "-m venv",
        "-e '.[inputs]'",
        "-e '.[test]'",
        "map.html",
    ):
        assert needed in text


def test_the_python_of_the_readme_runs(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (repo / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        exec(block, {})  # noqa: S102 - it is our own page
    assert capsys.readouterr().out.startswith("35.4")


def test_the_oldest_versions_tested_are_the_bounds_of_the_project(repo: Path) -> None:
    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    bounds = dict(re.findall(r"^([\w-]+)>=([\d.]+)", "\n".join(listed), re.MULTILINE))
    lowest = (repo / "tests" / "lowest.txt").read_text(encoding="utf-8")
    tested = dict(re.findall(r"^([\w-]+)==([\d.]+)", lowest, re.MULTILINE))
    for name in sorted(set(bounds) - set(LINTERS)):
        assert f"{tested[name]}.".startswith(f"{bounds[name]}."), name
    assert set(tested) <= set(bounds)


def test_files_named_in_the_manual_are_there(repo: Path) -> None:
    files = [path.relative_to(repo).as_posix() for path in (*repo.glob("mapper/**/*"),)]
    files += [path.relative_to(repo).as_posix() for path in repo.glob("gazetteer/**/*")]
    files += [path.relative_to(repo).as_posix() for path in repo.glob("tests/**/*")]
    pages = [*(repo / "mapper" / "docs").glob("*.md"), repo / "CONTRIBUTING.md"]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`([\w/-]+\.(?:py|csv))`", page.read_text(encoding="utf-8"))
    }
    ours = {(page, path) for page, path in named if path not in MADE_BY_USERS}
    lost = {one for one in ours if not any(f"/{file}".endswith(f"/{one[1]}") for file in files)}
    assert sorted(lost) == []
