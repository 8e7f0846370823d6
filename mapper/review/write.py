"""What a person decided, written behind what a file of corrections has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.corrections import GONE, add_corrections, read_corrections
from mapper.review.sheet import PAIR_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mapper.corrections import Correction


def write_decisions(path: Path, corrections: Iterable[Correction]) -> int:
    """Write decisions into a file of corrections; give the number of new ones.

    One that the file has already, of any day and by anybody, is not written again unless another
    on the same thing came after it: a sheet read twice gives the same file.

    Raises
    ------
    ArticleError
        If there is a file that is no CSV of corrections.
    """
    earlier = read_corrections(path, path.name).corrections if path.exists() else ()
    last = {_subject(one): _content(one) for one in earlier}
    new = []
    for one in corrections:
        if last.get(_subject(one)) != _content(one):
            last[_subject(one)] = _content(one)
            new.append(one)
    return add_corrections(path, new)


def _subject(one: Correction) -> tuple[str | None, ...]:
    """Give what a decision is about: of two on one subject the later holds."""
    if one.action in PAIR_ACTIONS:
        return (one.target, "pair", one.value)
    return (one.target, "shown" if one.action in GONE else one.action)


def _content(one: Correction) -> tuple[str | None, ...]:
    """Give what a decision says, whenever and by whomever."""
    return (one.action, one.value, one.why)
