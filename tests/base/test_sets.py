"""Files that appear as one set: records carried out, leftovers cleared, writers kept apart."""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from killing import files_of, leftovers

from mapper.base import commit, lock
from mapper.base.errors import ExportError
from mapper.base.lock import BusyError
from mapper.base.sets import drafting, read_as_one, settle, settle_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {"a": "old a", "b": "old b", "c": "old c"}
NEW = {"a": "new a", "b": "new b", "inner/d": "new d"}


def put(home: Path, files: dict[str, str], leaving: tuple[str, ...] = ()) -> None:
    with drafting(home, "test") as draft:
        draft.leaving.update(leaving)
        for name, text in files.items():
            (draft.folder / name).parent.mkdir(exist_ok=True)
            (draft.folder / name).write_text(text, encoding="utf-8")


def texts(home: Path) -> dict[str, str]:
    return {name: (home / name).read_text(encoding="utf-8") for name in files_of(home)}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path / "home", OLD)
    return tmp_path / "home"


def put_with(name: str, otherwise: Callable[..., None], home: Path) -> None:
    """Put the new set in place with a step of that done otherwise."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(commit, name, otherwise)
        put(home, NEW, ("c",))


def cut_off(home: Path) -> None:
    """Leave what a process leaves that is killed once its record is there."""

    def dies(*_: object) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        put_with("finish", dies, home)
    assert texts(home) == OLD


def record(home: Path, **told: object) -> Path:
    """Write a record and an empty folder of drafts, as from anywhere."""
    (home / ".mapper-writing-x" / "new").mkdir(parents=True)
    path = home / ".mapper-commit-x"
    path.write_text(json.dumps({"form": 1, "coming": [], "leaving": [], **told}), encoding="utf-8")
    return path


def test_new_files_come_and_old_ones_go(home: Path) -> None:
    put(home, NEW, ("c", "never/there"))
    assert texts(home) == NEW
    assert leftovers(home) == []


def test_a_reader_carries_out_what_a_killed_process_began(home: Path) -> None:
    cut_off(home)
    settle(home)
    assert texts(home) == NEW
    assert leftovers(home) == []


def test_a_reader_of_another_file_leaves_it_alone(home: Path) -> None:
    cut_off(home)
    settle_file(home / "z")
    settle_file(home / "a\0b")
    assert texts(home) == OLD
    (home.parent / "link").symlink_to(home / "a")
    settle_file(home.parent / "link")
    assert texts(home) == NEW


def test_the_next_writer_carries_it_out_first(home: Path) -> None:
    cut_off(home)
    put(home, {"z": "another"})
    assert texts(home) == NEW | {"z": "another"}


def test_a_first_rename_that_fails_leaves_the_old_set(home: Path) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EACCES, "in use", str(home / "a"))

    with pytest.raises(ExportError, match=r"home: in use$"):
        put_with("_move_in", refuses, home)
    assert texts(home) == OLD
    assert leftovers(home) == []


def test_a_later_one_that_fails_is_made_good_by_the_next_command(home: Path) -> None:
    real = commit._move_in

    def refuses(draft: commit.Draft, name: str) -> None:
        if name == "b":
            raise PermissionError(errno.EACCES, "in use", str(home / "b"))
        real(draft, name)

    with pytest.raises(ExportError, match="in use"):
        put_with("_move_in", refuses, home)
    settle(home)
    assert texts(home) == NEW


def test_control_c_between_renames_comes_too_late(home: Path) -> None:
    real, waiting = commit._move_in, [1]

    def pressed(draft: commit.Draft, name: str) -> None:
        if name == "b" and waiting and waiting.pop():
            raise KeyboardInterrupt
        real(draft, name)

    with pytest.raises(KeyboardInterrupt):
        put_with("_move_in", pressed, home)
    assert texts(home) == NEW
    assert leftovers(home) == []


@pytest.mark.parametrize("name", ["../a", "/a", "link/a", "a/../../a", "", ".", "a\0b", 5])
def test_a_record_is_of_its_folder_alone(home: Path, name: object) -> None:
    out = home.parent / "out"
    out.mkdir()
    (out / "a").write_text("precious", encoding="utf-8")
    (home.parent / "a").write_text("precious", encoding="utf-8")
    (home / "link").symlink_to(out)
    record(home, coming=[name], leaving=[name])
    with pytest.raises(ExportError):
        settle(home)
    assert (out / "a").read_text(encoding="utf-8") == "precious"
    assert (home.parent / "a").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form": 2}', "[" * 100_000, "\0"])
def test_a_record_that_is_none_is_named(home: Path, text: str) -> None:
    record(home).write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=r"mapper-commit-x is no record.*remove it"):
        settle(home)
    put(home, {"z": "of another set"})  # whose writer does not look at it


def test_drafts_that_have_gone_are_told(home: Path) -> None:
    path = record(home, coming=["a", "gone"])
    with pytest.raises(ExportError, match=r"have gone \(gone\).*remove .*mapper-commit-x"):
        settle(home)
    path.unlink()
    settle(home)


def test_what_cannot_be_finished_here_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(home)

    def refuses(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuses)
        with pytest.raises(ExportError, match=r"between two sets.*\(Read-only file system\)"):
            settle(home)
    assert texts(home) == OLD


def test_folders_that_only_look_like_ours_stay(home: Path) -> None:
    (home / ".mapper-writing-mine").mkdir()
    (home / ".mapper-writing-mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    (home / ".mapper-commit-mine").mkdir()
    put(home, NEW)
    settle(home)
    assert (home / ".mapper-writing-mine" / "thesis.txt").exists()


def test_a_second_writer_is_told_who_writes(home: Path) -> None:
    before = files_of(home)
    with (
        drafting(home, "test"),
        pytest.raises(
            BusyError, match=rf"home is being written by process {os.getpid()} on .* UTC"
        ),
        drafting(home, "test"),
    ):
        pass
    assert files_of(home) == before
    with drafting(home, "test"), drafting(home, "another"):
        pass  # another set of the same folder is none of its business


def test_a_writer_of_another_user_is_named_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuses(path: Path, flags: int, *more: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, *more)

    with drafting(home, "test"), monkeypatch.context() as patched:
        patched.setattr(os, "open", refuses)  # a test that runs as root has all permissions
        with pytest.raises(BusyError, match=r"is being written by process"):
            put(home, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuses)
        with pytest.raises(ExportError, match=r"cannot write .*home: Permission denied"):
            put(home, NEW)


def test_drafts_are_private_until_they_are_done(home: Path) -> None:
    with drafting(home, "test") as draft:
        assert stat.S_IMODE(draft.folder.stat().st_mode) == 0o700


def test_what_a_dead_writer_left_blocks_nobody(home: Path) -> None:
    place = home / ".mapper-writing-test"
    (place / "new").mkdir(parents=True)
    (place / "writer").write_text("\x1b[31m process 1", encoding="utf-8")
    assert lock.holder(place) == "another process"
    put(home, NEW)
    assert leftovers(home) == []


def test_a_reader_waits_for_renames_that_are_on_their_way(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(home)
    draft = commit.Draft(home, "test")
    writing = ExitStack()
    writing.enter_context(lock.held(draft.place, told=home, patience=lambda: 0.0))

    def goes_on(_: float) -> None:
        commit.finish(draft)
        writing.close()

    monkeypatch.setattr("mapper.base.lock.time.sleep", goes_on)
    settle(home)
    assert texts(home) == NEW


def test_files_read_together_are_of_one_write(home: Path) -> None:
    read: list[dict[str, str]] = []

    def reads() -> dict[str, str]:
        if not read:
            read.append({"a": (home / "a").read_text(encoding="utf-8")})
            put(home, NEW, ("c",))
            return read[0]
        return texts(home)

    assert read_as_one(home, reads) == NEW


def test_an_error_names_what_was_to_be_written_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "some" / "where"
    with pytest.raises(ExportError, match=r"^cannot write .*where: No space left on device$"):
        full(home)
    assert list(tmp_path.iterdir()) == []


def full(home: Path) -> None:
    with drafting(home, "test") as draft:
        (draft.folder / "a").write_text("begun", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_cannot_be_read_is_not_said_to_be_unwritable(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), drafting(tmp_path / "home", "test"):
        (tmp_path / "input").read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o664])
def test_permissions_of_a_replaced_file_stay(home: Path, mode: int) -> None:
    (home / "a").chmod(mode)
    put(home, NEW)
    assert stat.S_IMODE((home / "a").stat().st_mode) == mode


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_nothing_but_a_file_is_replaced(home: Path, what: str) -> None:
    (home / "a").unlink()
    if what == "link":
        (home / "a").symlink_to(home / "b")
    elif what == "folder":
        (home / "a").mkdir()
    else:
        os.mkfifo(home / "a")
    before = files_of(home)
    with pytest.raises(ExportError, match=r"cannot replace .*a: it is (a link|no file)"):
        put(home, NEW)
    assert files_of(home) == before
    assert not (home / "a").is_file() or (home / "a").is_symlink()
