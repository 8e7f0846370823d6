"""Damaged files of every kind: refused or read in part, never an error of another sort."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from damaged import SAMPLES, docx_of, mutated

from mapper.sources.formats.archives import unpack
from mapper.sources.formats.document import DocumentError, Part, Refusal
from mapper.sources.formats.docx import read_docx
from mapper.sources.formats.feeds import parts_of_feed
from mapper.sources.formats.json_lines import is_articles, parts_of_json
from mapper.sources.formats.mail import parts_of_mail
from mapper.sources.formats.telegram import is_telegram, parts_of_telegram
from mapper.sources.formats.warc import parts_of_wacz, parts_of_warc

READERS: dict[str, Callable[[Path], Iterator[Part | Refusal]]] = {
    "mail": parts_of_mail,
    "feed": parts_of_feed,
    "telegram": parts_of_telegram,
    "json": parts_of_json,
    "warc": parts_of_warc,
    "wacz": parts_of_wacz,
}
NEEDED = {"feed": "feedparser", "warc": "warcio", "wacz": "warcio"}
SECONDS = 20


def read(kind: str, content: bytes, folder: Path) -> list[Part | Refusal]:
    """Read a file as its kind, whatever it is; a file that is refused is one refusal."""
    is_articles(content)
    is_telegram(content)
    path = folder / "file.gz"
    path.write_bytes(content)
    try:
        if kind in {"docx", "body of docx"}:
            whole = content if kind == "docx" else docx_of(content)
            return [Part("text", read_docx(whole).text.encode(), "text")]
        if kind == "archive":
            return unpacked(path, folder / "made")
        return list(READERS[kind](path))
    except DocumentError as refused:
        return [Refusal("file", refused.reason, refused.detail)]


def unpacked(path: Path, folder: Path) -> list[Part | Refusal]:
    """Unpack an archive and see that nothing was written beside the folder."""
    folder.mkdir()
    try:
        found = list(unpack(path, folder))
        assert set(folder.parent.iterdir()) == {path, folder}
        return [*found, *(Part(one.name, b"") for one in folder.rglob("*") if one.is_file())]
    finally:
        shutil.rmtree(folder)


def check(one: Part | Refusal) -> None:
    """Hold what a reader gives to what it promises."""
    if isinstance(one, Refusal):
        shown = [one.name, one.reason, one.detail]
    else:
        shown = [one.name, *filter(None, (one.said.title, one.said.publisher, one.said.url))]
        assert (one.said.published is None) == (one.said.published_basis is None)
        if one.kind in {"text", "fragment"}:
            one.content.decode()
    for words in shown:
        words.encode()
        assert not any(sign < " " or sign == "\x7f" for sign in words)


def run(kind: str, folder: Path, count: int, seed: int) -> None:
    """Read damaged samples of a kind."""
    pytest.importorskip(NEEDED.get(kind, "json"), reason="needs the extra inputs")
    chance = Random(f"{kind} {seed}")  # noqa: S311 - the same damage at every run
    for number in range(count):
        content = mutated(SAMPLES[kind][number % len(SAMPLES[kind])], chance)
        start = time.process_time()
        found = read(kind, content, folder)
        assert time.process_time() - start < SECONDS
        for one in found:
            check(one)
        names = [one.name for one in found]
        assert kind == "archive" or len(set(names)) == len(names)


@pytest.mark.parametrize("kind", SAMPLES)
def test_whole_files_are_read(kind: str, tmp_path: Path) -> None:
    pytest.importorskip(NEEDED.get(kind, "json"), reason="needs the extra inputs")
    for content in SAMPLES[kind]:
        found = read(kind, content, tmp_path)
        assert found
        assert not any(isinstance(one, Refusal) for one in found)


@pytest.mark.parametrize("kind", SAMPLES)
def test_damaged_files_are_refused_or_read_in_part(kind: str, tmp_path: Path) -> None:
    run(kind, tmp_path, 150, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("kind", SAMPLES)
def test_many_damaged_files_are_refused_or_read_in_part(kind: str, tmp_path: Path) -> None:
    run(kind, tmp_path, 1_500, seed=2)
