"""Names what `make check` tests: the rooms with changes since a commit, HEAD unless told.

A change in ``mapper/<room>/`` or ``tests/<room>/`` asks for the room's tests and the examples
in its docstrings; one in ``mapper/maps/`` for those in a real browser too.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from folders import REPO

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS = ("tests/test_architecture.py", "tests/base/test_geo.py", "tests/cli/test_info.py")
"""What takes a few seconds, and falls when something is badly wrong."""

SERVES = {
    ("mapper", "data"): ("mapper/words", "tests/words"),
    ("mapper", "docs"): ("tests/cli/test_docs.py",),
    ("mapper", "export", "qgis"): ("tests/qgis",),
    ("mapper", "maps"): ("tests/browser",),
    ("gazetteer",): ("tests/gazetteer",),
    ("seeds",): ("tests/test_end_to_end.py",),
}
"""What else is asked for by a change in a folder."""


def targets(changed: Iterable[str]) -> list[str]:
    """Name the files and folders to test, from the names of changed files in the repository."""
    found = set(ALWAYS)
    for path in map(PurePosixPath, changed):
        top, *inside = path.parts
        if top in {"mapper", "tests"} and len(inside) > 1:
            found |= {f"mapper/{inside[0]}", f"tests/{inside[0]}"}
        elif path.match("tests/test_*.py"):
            found.add(str(path))
        for folder, served in SERVES.items():
            if path.parts[: len(folder)] == folder:
                found.update(served)
    return sorted(name for name in found if is_tested(name) and not is_held(name, found))


def is_tested(name: str) -> bool:
    """Tell whether there is something to test, and it is still there."""
    path = REPO / name
    return path.is_file() or any(path.glob("test_*.py" if name.startswith("tests/") else "*.py"))


def is_held(name: str, others: Iterable[str]) -> bool:
    """Tell whether a folder among the others holds it, which would test it twice."""
    return any(name.startswith(f"{other}/") for other in others)


def changed_since(commit: str) -> list[str]:
    """List files that differ from a commit, and new ones that git does not know."""
    names: list[str] = []
    for asked in (["diff", "--name-only", commit], ["ls-files", "--others", "--exclude-standard"]):
        said = subprocess.run(
            ["git", *asked, "-z"], cwd=REPO, capture_output=True, encoding="utf-8", check=True
        )
        names += filter(None, said.stdout.split("\0"))
    return names


if __name__ == "__main__":
    print(*targets(changed_since(*sys.argv[1:] or ["HEAD"])))
