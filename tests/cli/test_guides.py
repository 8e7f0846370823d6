"""The pages that lead through a task: their commands in order, as they stand, in a fresh folder."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from documents_made import ALL
from folders import REPO
from shell import run_line, run_process

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(
    r"^```(sh|(?:csv|jsonl|html|eml|json|xml|txt) \S+|python)\n(.*?)^```", re.MULTILINE | re.DOTALL
)


@dataclass
class Told:
    """A page's commands with what each answered on stdout and stderr, and its folder."""

    folder: Path
    answers: list[tuple[str, str]]

    def of(self, start: str) -> list[str]:
        """Give the answers of the commands that begin so, in order."""
        return [answer for command, answer in self.answers if command.startswith(start)]


def run(page: str, folder: Path) -> Told:
    """Write the files that a page shows and run its commands, in the page's order."""
    shutil.copytree(REPO / "seeds", folder / "seeds")
    told = Told(folder, [])
    text = (REPO / "mapper" / "docs" / page).read_text(encoding="utf-8")
    for kind, block in _BLOCK.findall(text):
        if kind not in {"sh", "python"}:
            path = folder / kind.split()[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, encoding="utf-8")
            continue
        commands = block.splitlines() if kind == "sh" else [block]
        for command in commands:
            if kind == "sh":
                done = run_line(command, folder)
            else:
                done = run_process([sys.executable, "-c", command], folder)
            assert done.returncode == 0, (command, done.stderr)
            told.answers.append((command, done.stdout + done.stderr))
    return told


@pytest.fixture(scope="module")
def dot(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return run("a-dot-is-wrong.md", tmp_path_factory.mktemp("dot"))


def test_the_page_on_a_wrong_dot_mends_it(dot: Told) -> None:
    before, after, later = dot.of("mapper explain map/store.gpkg inc-d80f03d042a9")
    assert "place Kafr Nabl" in before
    assert "put right" not in before
    for answer in (after, later):
        assert "place Hass (pl-hass) by corrected" in answer
        assert "killed (by the rules 2-3) corrected by R. Eader, 2026-11-30" in answer


def test_its_decisions_hold_with_new_articles_and_a_renamed_file(dot: Told) -> None:
    _, built, again = dot.of("mapper build")
    assert "corrections: 4 applied" in built
    assert "corrections: 4 applied" in again


def test_what_was_put_right_can_be_asked_for(dot: Told) -> None:
    (asked,) = dot.of("mapper query map/store.gpkg --corrected")
    assert "joined with inc-1065f12cd0b8 by R. Eader" in asked


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return run("a-weeks-coding.md", tmp_path_factory.mktemp("week"))


def test_what_a_coder_decided_holds_in_the_next_week(week: Told) -> None:
    (read_back,) = week.of("mapper review --from")
    assert "3 decisions written" in read_back
    assert "corrections: 3 applied" in week.of("mapper build seeds week -o")[1]
    assert "corrections: 3 applied" in week.of("mapper build seeds week next-week")[0]
    (asked,) = week.of("mapper query out/store.gpkg --corrected")
    assert re.search(r"town of Binnish +2 +4", asked)


def test_two_coders_are_compared_and_two_builds_too(week: Told) -> None:
    (compared,) = week.of("mapper score")
    assert "incidents found by both: 2" in compared
    assert re.search(r"^killed +0 +2 +1 +50\.0", compared, re.MULTILINE)
    (changed,) = week.of("mapper diff")
    assert "2 new, 0 gone, 0 changed" in changed


def test_the_rows_go_out_in_the_columns_of_others_and_of_the_coder(week: Told) -> None:
    assert (week.folder / "acled.csv.loss.json").is_file()
    ours = (week.folder / "ours.csv").read_text(encoding="utf-8")
    assert "event_day,where,dead" in ours.splitlines()[0]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Told:
    for library in ("trafilatura", "feedparser", "pdfminer", "warcio"):
        pytest.importorskip(library, reason="needs the extra inputs")
    folder = tmp_path_factory.mktemp("documents")
    (folder / "saved").mkdir()
    for name, made in ALL.items():
        if name in {"notes.docx", "paper.pdf", "crawl.wacz", "one.mhtml"}:
            (folder / "saved" / f"more-{name}").write_bytes(made())
    return run("bringing-documents.md", folder)


def test_every_kind_on_the_page_on_documents_gives_its_report(documents: Told) -> None:
    (asked,) = documents.of("mapper query")
    for day, place, publisher in (
        ("2019-05-06", "town of Kafr Nabl", "Example Herald"),
        ("2019-05-08", "village of Hass", ""),
        ("2019-05-09", "Maarat al-Numan", "Example Channel"),
        ("2019-05-10", "al-Habit", "Example Channel"),
        ("2019-05-10", "town of Ariha", "Example Feed"),
        ("2019-05-11", "town of Saraqib", "Example Wire"),
        ("2019-05-12", "town of Binnish", ""),
    ):
        assert re.search(rf"{day}.*{place}.*{publisher}", asked), (day, place, asked)
    for elsewhere in ("Azaz", "Tel Rifaat", "99"):
        assert elsewhere not in asked


def test_what_lies_in_other_files_and_comes_on_the_standard_input_is_read(documents: Told) -> None:
    built = documents.of("mapper build")
    assert "2 events" in built[1]
    assert "2 events" in built[2]
    assert "4 events" in built[3]


def test_the_store_says_where_each_day_of_publication_was_read(documents: Told) -> None:
    (articles,) = documents.of("mapper export kept")
    for basis in ("meta", "header", "message", "feed", "listed", "dateline"):
        assert f",{basis}," in articles
    kept = list((documents.folder / "kept" / "originals").iterdir())
    assert len(kept) >= 11


@pytest.fixture(scope="module")
def defended(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return run("defending-a-map.md", tmp_path_factory.mktemp("defended"))


def test_who_doubts_a_dot_gets_from_its_card_to_the_bytes_of_its_source(defended: Told) -> None:
    (told,) = defended.of("mapper explain")
    (found,) = defended.of("grep -o")
    assert found.strip() in told
    (listed,) = defended.of("mapper export")
    (hashed,) = defended.of("sha256sum map")
    assert f"sha256:{hashed.split()[0]}" in listed


def test_a_map_is_built_again_and_its_log_begins_to_be_a_chain(defended: Told) -> None:
    (verified,) = defended.of("mapper verify")
    assert verified.splitlines()[-1] == "map: the same"
    (last,) = defended.of("tail")
    assert f"the last sha256:{last.split()[0]}" in verified
