"""Make ``mapper/data/openings.json.gz``: how the patterns of the shipped lists begin.

Run as ``python tests/known_openings.py TEXT...`` after a change to word lists, with texts in
each language (any will do: reading one makes the lists of its language ready). Without it nothing
is wrong, and every process works out what the file does not tell.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from pathlib import Path

from mapper.cli.main import main
from mapper.words import openings


def packed(patterns: dict[str, list[str] | None]) -> bytes:
    """Pack openings by their keys: the same bytes each time."""
    text = json.dumps(dict(sorted(patterns.items())), separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def recorded(texts: list[Path]) -> dict[str, list[str] | None]:
    """Code some texts, and note each pattern that was asked for and how it begins."""
    asked: dict[str, list[str] | None] = {}

    def note(pattern: str, width: int) -> frozenset[str] | None:
        found = worked_out(pattern, width)
        asked[openings.key_of(pattern, width)] = None if found is None else sorted(found)
        return found

    worked_out = openings.worked_out
    # Nothing is known while all is noted.
    vars(openings).update(worked_out=note, _known=dict[str, list[str] | None])
    with tempfile.TemporaryDirectory() as folder:
        main(["build", *map(str, texts), "-o", folder, "--jobs", "1"], standalone_mode=False)
    return asked


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "mapper" / "data" / openings.KNOWN
    made = packed(recorded([Path(name) for name in sys.argv[1:]]))
    target.write_bytes(made)
    sys.stderr.write(f"{target}: {len(made)} bytes\n")
