"""No file beside the store holds a word of what is withheld."""

import base64
import binascii
import gzip
import re
from pathlib import Path

import pytest

from mapper.pipeline.steps import build
from mapper.store import STORE

pytestmark = pytest.mark.usefixtures("few_places")

SECRET, WHY = "Shells fell beside a clinic", "a source is in danger"
TEXT = f"{SECRET} in Saraqib in Idlib on Sunday, killing a man. Jets hit Kafr Nabl on Monday."
_BLOCK = re.compile(rb"[A-Za-z0-9+/]{60,}={0,2}")


def words_in(path: Path) -> bytes:
    """Give a file's bytes, and what its packed blocks hold."""
    content = path.read_bytes()
    found = [content]
    for block in _BLOCK.findall(content):
        try:
            found.append(gzip.decompress(base64.b64decode(block)))
        except (OSError, EOFError, binascii.Error):
            continue
    return b"\n".join(found)


@pytest.mark.parametrize("is_withheld", [False, True])
def test_withheld_words_are_in_no_file_and_others_are(tmp_path: Path, *, is_withheld: bool) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "manifest.csv").write_text("file,published\na.txt,2019-07-24\n")
    if is_withheld:
        (folder / "corrections.csv").write_text(
            f'target,action,value,why\n"a.txt: ""{SECRET}""",withhold,,{WHY}\n'
        )
    out = build([folder], tmp_path / "out").folder
    files = [path for path in out.iterdir() if path.name != STORE]
    holding = sorted(path.name for path in files if SECRET.encode() in words_in(path))
    assert holding == ([] if is_withheld else ["incidents.geojson", "incidents.gpkg", "map.html"])
    assert not any(WHY.encode() in words_in(path) for path in files)
