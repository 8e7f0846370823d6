"""Damaged documents: small ones of each kind with bytes changed, read as a build reads them.

``python tests/sources/formats/mutated.py 10000`` reads as many and prints what became of them; the
tests read fewer. Whatever the bytes, a document is read or refused with a reason, in time.
"""

from __future__ import annotations

import logging
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from damaged import SAMPLES, mutated
from documents_made import ALL, zipped

from mapper.base.errors import ArticleError
from mapper.base.rejects import REASONS
from mapper.sources import list_sources, read_article
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.pdf import child, reading

LONGEST_S = 20.0
"""Seconds that a damaged document of a few kilobytes may take on a busy machine."""

_READ = 5
"""Documents read of one container."""


def samples(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Give so many damaged documents, each kind in turn, with a name."""
    made = [(name, one()) for name, one in ALL.items()]
    made += [(f"more.{kind}", one) for kind, some in SAMPLES.items() for one in some]
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same each time
        name, content = made[number % len(made)]
        is_zip = content.startswith(b"PK") and chance.random() < 0.7
        yield name, _inside(content, chance) if is_zip else mutated(content, chance)


def _inside(content: bytes, chance: random.Random) -> bytes:
    """Change bytes of what a zip archive holds."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    files[name] = mutated(bytes(files[name]), chance)  # type: ignore[arg-type]
    return zipped(files)


def read_all(path: Path) -> list[str]:
    """Read a document as a build does; give the reasons of what was refused."""
    try:
        listing = list_sources([path])
    except ArticleError:
        return ["nothing to read"]
    reasons = [row["reason"] for row in listing.rejects]
    for entry in listing.entries[:_READ]:
        _, refusal = read_article(entry)
        reasons += [refusal["reason"]] if refusal else ["read"]
    assert set(reasons) <= {"read", *REASONS}, (path.name, reasons)
    return reasons


def pdf_here(content: bytes, limits: object) -> dict[str, object]:
    """Read a PDF in this process, as its child does: to start one each time takes longer."""
    del limits
    wanted = {name: getattr(LIMITS, name) for name in ("pages", "text", "memory", "seconds")}
    return child.told_of(content, wanted)


def go(
    count: int, folder: Path, seed: int = 0, tell: Callable[[str], None] = print
) -> Counter[str]:
    """Read damaged documents; give how often each thing became of one."""
    found: Counter[str] = Counter()
    slowest = (0.0, "")
    for number, (name, content) in enumerate(samples(count, seed)):
        path = folder / name
        path.write_bytes(content)
        began = time.monotonic()
        try:
            found.update(read_all(path))
        except BaseException as problem:
            tell(f"document {number} of seed {seed}, {name}: {problem!r}")
            raise
        slowest = max(slowest, (time.monotonic() - began, f"{number} {name}"))
    assert slowest[0] < LONGEST_S, slowest
    tell(f"slowest: {slowest[0]:.1f} s, document {slowest[1]}")
    return found


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    reading.told_by_child = pdf_here  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as temporary:
        told = go(int(sys.argv[1]), Path(temporary), int((*sys.argv[2:], "1")[0]))
    for reason, times in told.most_common():
        print(f"{times:7d} {reason}")
