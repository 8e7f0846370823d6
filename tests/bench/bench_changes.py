"""Compare two large made-up stores of which one event in twenty differs.

    python tests/bench/bench_changes.py 100000
    python tests/bench/bench_changes.py 100000 --all   # every event differs

The comparison is a process of its own; its seconds and peak memory are printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BATCH = 20_000


def write(folder: Path, n: int, step: int) -> None:
    """Write stores ``a`` and ``b``; in ``b`` one event in `step` has one more killed."""
    from fabricated import places, tables  # noqa: PLC0415 - the process that starts others is small

    from mapper.store import StoreWriter  # noqa: PLC0415 - as above

    at = places(400)
    for name in ("a", "b"):
        with StoreWriter(folder / f"{name}.gpkg") as store:
            for first in range(0, n, BATCH):
                made = tables(min(BATCH, n - first), at=at, first=first)
                if name == "b":
                    events = made["events"]
                    events.loc[events.index[::step], "killed_max"] += 1
                    events.loc[events.index[::step], "n_reports"] += 1
                for table, frame in made.items():
                    store.append(table, frame)


def main() -> None:
    """Write, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--all", action="store_true", help="every event differs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        child = os.fork()
        if not child:
            write(folder, given.n, 1 if given.all else 20)
            os._exit(0)
        os.waitpid(child, 0)
        stores = [str(folder / f"{one}.gpkg") for one in ("a", "b")]
        for form in ("--csv", "--nl"):
            began = time.perf_counter()
            command = [sys.executable, "-m", "mapper.cli.main", "diff", *stores, form]
            with (
                (folder / "said").open("w", encoding="utf-8") as said,
                subprocess.Popen(
                    command, stdout=said, stderr=subprocess.PIPE, text=True
                ) as process,
            ):
                assert process.stderr is not None
                told = process.stderr.readline().strip()
                _, code, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(code)
            seconds = time.perf_counter() - began
            print(f"{form}: {seconds:.1f} s, {used.ru_maxrss / 1024:.0f} MB; {told}")


if __name__ == "__main__":
    main()
