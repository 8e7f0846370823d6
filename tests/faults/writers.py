"""Builds begun at once into one folder: one writes, the others are told so, nothing is mixed.

``python tests/faults/writers.py 8`` begins as many, and prints how they ended; the tests begin two.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from folders import REPO
from killing import files_of, leftovers

NEWS = "Rescuers said two people were killed on 5 May 2019 when an airstrike hit {}, in Idlib."
PLACES = ("Saraqib", "Kafr Nabl", "Ariha", "Hass")
BUSY = " is being written by process "


def write_at_once(most: int, folder: Path, pack: Path | None = None) -> Counter[str]:
    """Begin builds of different sources at once; count how they ended.

    Raises
    ------
    AssertionError
        If none wrote, one ended otherwise than by writing or by saying who writes, or what is
        left is no one build's.
    """
    sources = []
    for place in PLACES:
        (folder / place).mkdir()
        (folder / place / "a.txt").write_text(NEWS.format(place), encoding="utf-8")
        sources.append(folder / place)
    sets = []
    for number, source in enumerate(sources):
        alone = folder / f"alone{number}"
        assert _begun(source, alone, pack).wait() == 0
        sets.append(files_of(alone))
    out = folder / "out"
    begun = [_begun(sources[number % len(sources)], out, pack) for number in range(most)]
    ended: Counter[str] = Counter()
    for process in begun:
        _, said = process.communicate()
        assert process.returncode in (0, 1), said
        assert process.returncode == 0 or (BUSY in said and said.count("\n") == 1), said
        ended["wrote" if process.returncode == 0 else "told that another writes"] += 1
    assert ended["wrote"]
    assert files_of(out) in sets
    assert leftovers(out) == []
    return ended


def _begun(source: Path, out: Path, pack: Path | None) -> subprocess.Popen[str]:
    words = ["build", str(source), "-o", str(out), "-q"]
    words += ["--gazetteer", str(pack)] if pack else []
    return subprocess.Popen(
        [sys.executable, "-c", "from mapper.cli.main import run; run()", *words],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for told, times in sorted(write_at_once(int(sys.argv[1]), Path(name)).items()):
            print(f"{times:6} {told}")
