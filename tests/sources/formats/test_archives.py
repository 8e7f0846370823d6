import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.sources.formats.archives import safe_name, unpack
from mapper.sources.formats.document import DocumentError, Refusal
from mapper.sources.formats.limits import LIMITS


def zipped(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(
    members: dict[str, bytes], *more: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT
) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for member in more:
            archive.addfile(member)
    return made.getvalue()


def run(
    folder: Path, content: bytes, name: str = "reports.zip", **limits: int
) -> tuple[dict[str, bytes], Sequence[Refusal]]:
    path = folder / name
    path.write_bytes(content)
    target = folder / "made"
    target.mkdir()
    refused = list(unpack(path, target, limits=replace(LIMITS, **limits)))
    found = {
        one.relative_to(target).as_posix(): one.read_bytes()
        for one in sorted(target.rglob("*"))
        if one.is_file()
    }
    outside = {one.name for one in folder.iterdir()} - {name, "made"}
    assert outside == set()
    return found, refused


FILES = {"June/raid.txt": b"Nine killed.", "غارة.txt": b"Two."}


@pytest.mark.parametrize(
    "pack",
    [
        zipped,
        lambda files: zipped(files, zipfile.ZIP_STORED),
        lambda files: zipped(files, zipfile.ZIP_BZIP2),
        lambda files: zipped(files, zipfile.ZIP_LZMA),
        tarred,
        lambda files: tarred(files, form=tarfile.GNU_FORMAT),
        lambda files: gzip.compress(tarred(files)),
        lambda files: bz2.compress(tarred(files)),
        lambda files: lzma.compress(tarred(files)),
    ],
)
def test_archives_of_every_kind_are_unpacked(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    assert run(tmp_path, pack(FILES)) == (FILES, [])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_unpacked_under_its_name(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    content = os.urandom(200_000)
    assert run(tmp_path, pack(content), "raid.txt.gz") == ({"raid.txt": content}, [])


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of other systems")
def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    run(tmp_path, zipped({"a.txt": b"a"}))
    assert stat.S_IMODE((tmp_path / "made" / "a.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_are_refused_and_the_rest_is_unpacked(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    names = ("../out.txt", "/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt", "a/.. /x")
    files = dict.fromkeys(names, b"x") | {"in.txt": b"a", "a/./b.txt": b"b"}
    found, refused = run(tmp_path, pack(files))
    assert found == {"in.txt": b"a", "a/b.txt": b"b"}
    assert [one.reason for one in refused] == ["unsafe_name"] * len(names)


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    members = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        member = tarfile.TarInfo("odd")
        member.type, member.linkname = kind, "/etc/hosts"
        members.append(member)
    found, refused = run(tmp_path, tarred({"a.txt": b"a"}, *members))
    assert found == {"a.txt": b"a"}
    assert [one.reason for one in refused] == ["not_a_document"] * 4


def test_links_in_zip_archives_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hosts")
        archive.writestr("a.txt", "a")
    found, refused = run(tmp_path, made.getvalue())
    assert found == {"a.txt": b"a"}
    assert [one.reason for one in refused] == ["not_a_document"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_refusals_for_the_same_reason_are_few_and_say_how_many_more(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    files = {f"{at:03}.txt": b"" for at in range(500)} | {"../x": b"x", "a.txt": b"a", ".keep": b""}
    found, refused = run(tmp_path, pack(files))
    assert found == {"a.txt": b"a", ".keep": b""}
    assert [one.name for one in refused] == [f"{at:03}.txt" for at in range(10)] + [
        "../x",
        "010.txt",
    ]
    assert {one.reason for one in refused} == {"empty", "unsafe_name"}
    assert "489 more" in refused[-1].detail


def test_the_rest_of_a_damaged_archive_is_told_however_many_files_are_damaged(
    tmp_path: Path,
) -> None:
    files = {f"{at}.txt": b"9" * 99 for at in range(30)}
    _, refused = run(tmp_path, tarred(files), part=9, parts=20)
    assert [one.name for one in refused] == [*map("{}.txt".format, range(10)), "rest", "10.txt"]
    assert "9 more" in refused[-1].detail


def test_what_systems_put_beside_files_is_passed_over(tmp_path: Path) -> None:
    rubbish = ("__MACOSX/._a.txt", ".DS_Store", "June/Thumbs.db", "June/._raid.txt")
    found, refused = run(tmp_path, zipped(dict.fromkeys(rubbish, b"x") | {"a.txt": b"a"}))
    assert (found, refused) == ({"a.txt": b"a"}, [])


def test_names_that_clash_get_a_number(tmp_path: Path) -> None:
    files = {"Raid.txt": b"1", "raid.TXT": b"2", "raid-2.txt": b"3", "a": b"4", "A/b": b"5"}
    files |= {"c/d": b"6", "C": b"7"}
    found, refused = run(tmp_path, zipped(files))
    assert refused == []
    assert sorted(found.values()) == sorted(files.values())
    assert len({name.casefold() for name in found}) == len(files)


def test_names_are_made_such_as_every_system_takes() -> None:
    assert safe_name('a<b>:"|?*\0\x1b.txt') == "a_b________.txt"
    assert safe_name("con.txt") == "_con.txt"
    assert safe_name("dots...") == "dots"
    assert safe_name("e\u0301.txt") == "\u00e9.txt"
    assert safe_name("\ud800.txt") == "_.txt"
    assert [safe_name(name) for name in ("", "/", ".", "..", "a/" * 40)] == [None] * 5
    long = safe_name("غ" * 300 + ".docx")
    assert long is not None
    assert long.endswith(".docx")
    assert len(long.encode()) <= 120
    assert long != safe_name("غ" * 301 + ".docx")
    deep = safe_name("/".join(["folder" * 4] * 20) + "/raid.txt")
    assert deep is not None
    assert deep.endswith("/raid.txt")
    assert len(deep) < 200


def test_names_in_utf8_without_their_mark_are_read(tmp_path: Path) -> None:
    plain = zipped({"XXXXXXXX.txt": b"a"}).replace(b"XXXXXXXX", "غارة".encode())
    found, _ = run(tmp_path, plain)
    assert found == {"غارة.txt": b"a"}


def test_locked_and_damaged_members_are_refused_by_name(tmp_path: Path) -> None:
    whole = bytearray(zipped({"a.txt": b"a", "b.txt": b"b" * 50, "c.txt": b"c"}))
    at = [i for i in range(len(whole)) if whole[i : i + 4] == b"PK\x01\x02"]
    whole[at[0] + 8] |= 1
    whole[at[1] + 16] ^= 0xFF  # its sum
    found, refused = run(tmp_path, bytes(whole))
    assert found == {"c.txt": b"c"}
    assert [(one.name, one.reason) for one in refused] == [
        ("a.txt", "locked"),
        ("b.txt", "damaged"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(tarred({"a.txt": b"a", "b.bin": bytes(range(256)) * 2_000}))[:-500],
        tarred({"a.txt": b"a", "b.bin": bytes(range(256)) * 200})[:-12_000],
        tarred({"a.txt": b"a", "b.txt": b"b"}).replace(b"b.txt", b"c.txt"),
        tarred({"a.txt": b"a"})[:1_024],
    ],
)
def test_what_was_unpacked_of_a_damaged_archive_stays(tmp_path: Path, content: bytes) -> None:
    found, refused = run(tmp_path, content)
    assert found == {"a.txt": b"a"}
    assert refused
    assert {one.reason for one in refused} == {"damaged"}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"Nine killed.", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, b"\0" * 10_000),
        b"PK\x05\x06" + b"\0" * 6 + struct.pack("<HII", 65_535, 4_000_000_000, 7) + b"\0\0",
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    folder = tmp_path / "made"
    folder.mkdir()
    try:
        refused = list(unpack(path, folder))
    except DocumentError as problem:
        assert problem.reason in {"damaged", "too_large"}  # noqa: PT017 - or empty
    else:
        assert refused == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b", gzip.compress(b"a" * 99, mtime=0)[:20], b"BZh9", b"\xfd7zXZ\0"]
)
def test_a_packed_file_that_is_cut_off_is_one_refusal(tmp_path: Path, content: bytes) -> None:
    found, refused = run(tmp_path, content)
    assert found == {}
    assert [one.reason for one in refused] == ["damaged"]


def test_bombs_are_stopped(tmp_path: Path) -> None:
    found, refused = run(tmp_path, zipped({"bomb": b"\0" * 30_000_000, "a.txt": b"a"}))
    assert found == {"a.txt": b"a"}
    assert [one.reason for one in refused] == ["too_large"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_bombs_are_stopped(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    found, refused = run(tmp_path, pack(b"\0" * 30_000_000))
    assert (found, [one.reason for one in refused]) == ({}, ["too_large"])


def test_a_bomb_inside_a_tar_ends_it(tmp_path: Path) -> None:
    found, refused = run(tmp_path, gzip.compress(tarred({"a.txt": b"a", "b": b"\0" * 30_000_000})))
    assert found == {"a.txt": b"a"}
    assert {one.reason for one in refused} == {"too_large"}


def test_members_that_lie_over_each_other_are_counted_each(tmp_path: Path) -> None:
    whole = zipped({"a.bin": os.urandom(100_000)}, zipfile.ZIP_STORED)
    start = whole.index(b"PK\x01\x02")
    entry = whole[start : whole.index(b"PK\x05\x06")]
    ending = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 50, 50, len(entry) * 50, start, 0)
    found, refused = run(tmp_path, whole[:start] + entry * 50 + ending, unpacked=1_000_000)
    assert sum(map(len, found.values())) <= 1_000_000
    assert refused
    assert refused[-1].name == "rest" or len(refused) >= 40


def test_headers_of_a_tar_without_end_are_refused(tmp_path: Path) -> None:
    member = tarfile.TarInfo("a.txt")
    member.pax_headers = {"comment": "1" * 300_000}
    found, refused = run(tmp_path, tarred({}, member))
    assert (found, [one.reason for one in refused]) == ({}, ["too_large"])


def test_sizes_and_numbers_are_limited(tmp_path: Path) -> None:
    files = {f"{at}.txt": bytes([65 + at]) * 100 for at in range(5)}
    for name in ("part", "unpacked", "parts"):
        (tmp_path / name).mkdir()
    assert run(tmp_path / "part", zipped(files), part=50)[0] == {}
    assert len(run(tmp_path / "unpacked", zipped(files), unpacked=250)[0]) == 2
    assert len(run(tmp_path / "parts", zipped(files), parts=5)[0]) == 5
    with pytest.raises(DocumentError, match="too large"):
        run(tmp_path, zipped(files), container=10)


def test_a_tar_of_too_many_members_is_cut(tmp_path: Path) -> None:
    files = {f"{at}.txt": b"a" for at in range(5)}
    found, refused = run(tmp_path, tarred(files), parts=3)
    assert len(found) == 3
    assert [one.name for one in refused] == ["rest"]
