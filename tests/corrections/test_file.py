"""The file of corrections: read, refused by row, added to."""

from pathlib import Path

import pytest

from mapper.base.errors import ArticleError
from mapper.corrections import COLUMNS, Correction, add_corrections, read_corrections

HEADER = ",".join(COLUMNS) + "\n"


def read(tmp_path: Path, text: str) -> tuple[list[Correction], list[str]]:
    path = tmp_path / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    found = read_corrections(path, "old/corrections.csv")
    return list(found.corrections), [row["detail"] for row in found.rejects]


def test_a_row_is_a_decision(tmp_path: Path) -> None:
    found, rejects = read(tmp_path, HEADER + "inc-1,Drop,,a rumour,R. Eader,2026-11-30\n")
    assert rejects == []
    assert found == [
        Correction(
            *("inc-1", "drop", None, "a rumour", "R. Eader", "2026-11-30"),
            file="old/corrections.csv",
            row=2,
        )
    ]
    assert found[0].signed == "by R. Eader, 2026-11-30: a rumour"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",drop,,,,", "no target"),
        ("inc-1,,,,,", "no action"),
        ("inc-1,fly,,,,", "there are: place, date"),
        ("inc-1,place,,,,", "place needs a value"),
        ("inc-1,drop,,,,,,,too,many", "cells"),
    ],
)
def test_what_says_nothing_is_refused_by_row(tmp_path: Path, row: str, said: str) -> None:
    found, rejects = read(tmp_path, HEADER + row + "\ninc-2,drop,,,,\n")
    assert [one.target for one in found] == ["inc-2"]
    assert len(rejects) == 1
    assert said in rejects[0]


def test_an_unreadable_day_costs_the_day_and_is_said(tmp_path: Path) -> None:
    found, rejects = read(tmp_path, HEADER + "inc-1,drop,,,,yesterday\n")
    assert found[0].date is None
    assert "'yesterday'" in rejects[0]


def test_a_file_without_its_columns_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no column 'action'"):
        read(tmp_path, "target,value\ninc-1,x\n")


def test_decisions_are_added_once_behind_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    first = Correction("inc-1", "drop", why='a "rumour", says =cmd')
    second = Correction("inc-2", "type", "shelling", by="R")
    assert add_corrections(path, [first]) == 1
    before = path.read_bytes()
    assert add_corrections(path, [first, second, second]) == 1
    assert path.read_bytes().startswith(before)
    found = read_corrections(path, "x").corrections
    assert [one.content for one in found] == [first.content, second.content]


def test_a_file_that_would_lose_something_is_not_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("target,action,mood\ninc-1,drop,sad\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ArticleError, match="mood would be lost"):
        add_corrections(path, [Correction("inc-2", "drop")])
    assert path.read_bytes() == before
