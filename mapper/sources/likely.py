"""What a table's unknown columns may be, by the likeness of their names: proposed, never taken."""

from __future__ import annotations

import csv
import shlex
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.sources.known import FOLDER, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_EQUAL, _TAG, _HOLDS, _LEAST = 100.0, 95.0, 88.0, 84.0
_SHORT = 4
_NEEDED = (("place",), ("date", "date_start"))


def propose(header: Sequence[str]) -> list[tuple[str, str]]:
    """Pair the columns of a header with the columns of ours that they are likely to be.

    Parameters
    ----------
    header
        Names as written, or HXL tags.

    Returns
    -------
    pairs
        Theirs and ours, each at most once, in the order of our columns.

    Examples
    --------
    >>> propose(["Date of event", "Location", "weather", "#adm1+name"])
    [('Date of event', 'date'), ('Location', 'place'), ('#adm1+name', 'admin1')]
    """
    ours_in_order = list(dict.fromkeys(ours for ours, _ in _names()))
    scored = sorted(
        (
            (name != ours, -likeness, ours_in_order.index(ours), number, name, ours)
            for number, name in enumerate(header)
            for ours, listed in _names()
            if name and (likeness := _likeness(fold(name), listed)) >= _LEAST
        ),
    )
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for *_, name, ours in scored:
        if name not in pairs and ours not in taken:
            pairs[name] = ours
            taken.add(ours)
    return sorted(pairs.items(), key=lambda pair: ours_in_order.index(pair[1]))


def hint(file: str, header: Sequence[str]) -> str | None:
    """Write the proposal for a table's header as a command that can be pasted; None without one."""
    pairs = propose(header)
    if not pairs:
        return None
    options = [
        f"--map {shlex.quote(f'{theirs}={ours}')}" for theirs, ours in pairs if theirs != ours
    ]
    ours = {our for _, our in pairs}
    missing = [names[0] for names in _NEEDED if not ours & set(names)]
    options += [f"--map COLUMN={name}" for name in missing]
    words = f"its columns look like: mapper build {shlex.quote(file)} {' '.join(options)}"
    if missing:
        words += f" (none looks like {' or '.join(missing)}: put its name for COLUMN)"
    return words


def nearest(name: str, ours: Collection[str]) -> str:
    """Give the column of ours whose name is likest."""
    from rapidfuzz import process  # noqa: PLC0415 - only a mistaken name needs it

    return str(process.extractOne(name, sorted(ours))[0])


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Read which names each column of ours goes by."""
    rows = csv.DictReader((FOLDER / "likely.csv").read_text("utf-8").splitlines())
    return tuple((row["ours"], fold(row["theirs"])) for row in rows)


def _likeness(name: str, listed: str) -> float:
    """Compare two folded names: equal, a tag with more attributes, words that hold it, or alike."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only an unknown header needs it

    if name == listed:
        return _EQUAL
    if name.startswith("#") or listed.startswith("#"):
        tag, *attributes = listed.split("+")
        theirs, *more = name.split("+")
        return _TAG + len(attributes) if tag == theirs and set(attributes) <= set(more) else 0.0
    if len(listed) >= _SHORT and f" {listed} " in f" {name} ":
        return _HOLDS
    return fuzz.ratio(name, listed) if min(len(name), len(listed)) >= _SHORT else 0.0
