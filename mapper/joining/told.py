"""What people say of pairs of reports, as numbers of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.corrections import Told
    from mapper.joining.case import Cases, Flags, Ints

TOLD = "correction"
"""What `by` of a link says where a person decided."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What people say: pairs of one event, pairs of two, and cases that are one alone."""

    together: list[tuple[int, int]]
    apart: list[tuple[int, int]]
    is_alone: Flags

    def separate(self, stands_for: Ints) -> Ints:
        """Let the reprints that people tell apart stand for themselves."""
        ends = sorted({end for pair in self.apart for end in pair})
        own = np.union1d(np.array(ends, dtype=np.int64), np.flatnonzero(self.is_alone))
        if not len(own):
            return stands_for
        made = stands_for.copy()
        for number in own.tolist():
            others = np.flatnonzero((made == number) & (np.arange(len(made)) != number))
            if len(others) and self.is_alone[number]:
                made[others] = others.min()
            made[number] = number
        return made

    def of_standing(self, stands_for: Ints) -> Numbered:
        """Speak of the cases that stand for others instead of those they stand for."""
        together, apart = (
            [(int(stands_for[one]), int(stands_for[other])) for one, other in pairs]
            for pairs in (self.together, self.apart)
        )
        return Numbered(together, apart, self.is_alone)


def numbered(told: Told | None, cases: Cases) -> Numbered:
    """Give what is said of cases that there are; of reports left out nothing holds."""
    number = {name: n for n, name in enumerate(cases.ids)}

    def known(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        return sorted((number[a], number[b]) for a, b in pairs if a in number and b in number)

    is_alone = np.zeros(len(cases), dtype=bool)
    if told is None:
        return Numbered([], [], is_alone)
    is_alone[[number[name] for name in told.alone if name in number]] = True
    return Numbered(known(told.together), known(told.apart), is_alone)
