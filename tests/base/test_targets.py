"""A single file is written through links, and never over a device, a pipe or a folder."""

import os
import socket
import stat
from pathlib import Path

import pytest

from mapper.base.atomic import replacing
from mapper.base.errors import ExportError
from mapper.base.targets import aim


def write(path: Path, text: str = "new") -> None:
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("is_there", [False, True])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, is_there: bool) -> None:
    real, link = tmp_path / "real" / "a.txt", tmp_path / "link.txt"
    real.parent.mkdir()
    if is_there:
        real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write(link)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"
    assert [path.name for path in real.parent.iterdir()] == ["a.txt"]


def test_devices_pipes_sockets_folders_and_loops_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may not be long
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "null").symlink_to(os.devnull)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for name, kind in {
            "pipe": "a pipe",
            "folder": "a folder",
            "loop": "leads back to itself",
            "null": "a device",
            "socket": "a socket",
        }.items():
            with pytest.raises(ExportError, match=rf"cannot write .*{name}: it is .*{kind}"):
                write(tmp_path / name)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116 - a name, not a path of ours
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a\0b", r"a\\0b: no name may hold a null"),
        ("a\udcff", r"a\\udcff: the name is not UTF-8"),
        ("n" * 256, "File name too long"),
        ("m/" * 2100 + "n", "File name too long"),
        ("file/below", "it is a file, not a folder"),
        ("file/far/below", "Not a directory"),
    ],
)
def test_names_that_cannot_be_are_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=words):
        write(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_longest_name_that_can_be_is_written(tmp_path: Path) -> None:
    write(tmp_path / ("n" * 255))
    assert (tmp_path / ("n" * 255)).read_text(encoding="utf-8") == "new"


def test_a_folder_without_permission_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuses)  # a test that runs as root has all permissions
    with pytest.raises(ExportError, match=r"cannot write .*a: Permission denied"):
        write(tmp_path / "a")


def test_any_other_path_is_what_is_written(tmp_path: Path) -> None:
    assert aim(tmp_path / "a") == tmp_path.resolve() / "a"
