"""From an empty folder to a map with a GeoNames dump of 10,000 places: processor seconds by step.

python tests/bench/bench_new_pack.py [PLACES]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dumps import dump, write_reports

STEPS = (
    ["gazetteer", "new", "Sudan", "--from", "SD.txt", "-o", "sudan"],
    ["gazetteer", "check", "--gazetteer", "sudan"],
    ["geocode", "{place}", "--gazetteer", "sudan"],
    ["explain", "--text", "Jets hit {place} on Monday.", "--gazetteer", "sudan"],
    ["build", "reports", "--gazetteer", "sudan", "-o", "out"],
    ["query", "out/store.gpkg"],
)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text, names = dump(count)
        (Path(folder) / "SD.txt").write_text(text, encoding="utf-8")
        write_reports(Path(folder) / "reports", names)
        whole = 0.0
        for step in STEPS:
            words = [word.format(place=names[0]) for word in step]
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            env = {**os.environ, "MAPPER_CACHE": str(Path(folder) / "cache")}
            command = [sys.executable, "-c", "from mapper.cli.main import run; run()", *words]
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, check=False, env=env
            )
            took = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            whole += used
            said = f"rc {done.returncode}  mapper {' '.join(words)}"
            print(f"{used:6.1f} s processor {took:6.1f} s clock  {said}")
            if done.returncode not in (0, 1, 3):
                print(done.stderr)
        print(f"{whole:6.1f} s processor in all, {count} places")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
