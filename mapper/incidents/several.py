"""A toll at one of the places where strikes were told side by side: "X and Y ... two died in X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.incidents.sums import told
from mapper.incidents.whereabouts import is_named, same_place
from mapper.reports import ELLIPTIC

if TYPE_CHECKING:
    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.reports import Report


def is_one_of_several(scene: Scene, draft: Draft, report: Report) -> bool:
    """See a toll at one of the places where strikes were told side by side."""
    resolved = scene.resolved
    several = [n for n in draft.places if is_named(resolved, n)]
    mine = [n for n in report.places if is_named(resolved, n)]
    among = [n for n in several if any(same_place(resolved[n], resolved[m]) for m in mine)]
    whole = max(told(draft, what) or 0 for what in ("killed", "injured"))
    part = max((t.quantity.value_max or 0 for t in report.tolls if not t.subset), default=0)
    if any(toll.subset and toll.rule == ELLIPTIC for toll in report.tolls):
        return False  # "two were hurt, one of them in X"
    if len(mine) != 1 or len(among) != 1 or len(several) == 1:
        return False
    return part > 0 and (not whole or part < whole)


def without(scene: Scene, draft: Draft, report: Report) -> Draft:
    """Take the place of a toll out of a strike that was told at several."""
    resolved = scene.resolved
    left = {
        n: source
        for n, source in draft.places.items()
        if not any(same_place(resolved[n], resolved[m]) for m in report.places)
    }
    return replace(draft, places=left)
