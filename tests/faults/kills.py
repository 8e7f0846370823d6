"""Builds killed at random moments: afterwards a folder holds the old outputs or the new, whole.

``python tests/faults/kills.py 100`` kills as many and prints what they left; the tests kill fewer.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from folders import REPO
from killing import files_of, leftovers

from mapper.base.sets import drafting, settle
from mapper.pipeline.provenance import outputs_of

SEED = 20
NEWS = "Rescuers said two people were killed on 5 May 2019 when an airstrike hit {}, in Idlib."
COMMAND = [sys.executable, "-c", "from mapper.cli.main import run; run()"]


def kill_builds(most: int, folder: Path, pack: Path | None = None) -> Counter[str]:
    """Kill builds that take turns in one folder; count what each left.

    Raises
    ------
    AssertionError
        If a folder is left with outputs of two builds.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret
    sources = [_source(folder, place) for place in ("Saraqib", "Kafr Nabl")]
    out = folder / "out"
    sets, longest = [], 0.0
    for source in sources:
        began = time.monotonic()
        assert _begun(source, out, pack).wait() == 0
        longest = max(longest, time.monotonic() - began)
        sets.append(files_of(out))
    left: Counter[str] = Counter()
    for number in range(most):
        process = _begun(sources[number % 2], out, pack)
        try:
            # Half of them near the end, where files are put in place.
            process.wait(longest * (draw.random() if number % 2 else 0.9 + draw.random() / 5))
        except subprocess.TimeoutExpired:
            process.kill()
        ended = process.wait() == 0
        hidden = ", ".join(leftovers(out)) or "nothing hidden"
        settle(out)
        found = files_of(out)
        assert found in sets, f"kill {number}: outputs of two builds"
        assert found == sets[number % 2] or not ended
        assert set(found) == outputs_of(out)
        left[f"{'ended' if ended else 'killed'}, {hidden}"] += 1
    with drafting(out, "another"):
        pass
    assert leftovers(out) == []
    return left


def _source(folder: Path, place: str) -> Path:
    source = folder / place
    source.mkdir()
    (source / "a.txt").write_text(NEWS.format(place), encoding="utf-8")
    return source


def _begun(source: Path, out: Path, pack: Path | None) -> subprocess.Popen[bytes]:
    words = ["build", str(source), "-o", str(out), "-q"]
    words += ["--gazetteer", str(pack)] if pack else []
    return subprocess.Popen(
        [*COMMAND, *words],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for told, times in sorted(kill_builds(int(sys.argv[1]), Path(name)).items()):
            print(f"{times:6} {told}")
