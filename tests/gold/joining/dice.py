"""Chance that is the same on every machine and version: one number after another of a seed."""

from __future__ import annotations

import random
from bisect import bisect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


class Dice:
    """Draws from a seed.

    Of the standard library only ``Random.random()`` is promised to stay the same from one
    version to the next, so everything else is made of it here.
    """

    def __init__(self, *seed: object) -> None:
        words = "/".join(str(part) for part in seed)
        self._next = random.Random(words).random  # noqa: S311 - to be drawn again, not to be secret

    def chance(self, probability: float) -> bool:
        return self._next() < probability

    def whole(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return least + int(self._next() * (most - least + 1))

    def within(self, least: float, most: float) -> float:
        return least + self._next() * (most - least)

    def pick(self, values: Sequence[T]) -> T:
        return values[int(self._next() * len(values))]

    def weighted(self, values: Iterable[tuple[T, float]]) -> T:
        """Draw one value by its weight."""
        listed = list(values)
        left = self._next() * sum(weight for _, weight in listed)
        for value, weight in listed:
            left -= weight
            if left < 0:
                return value
        return listed[-1][0]

    def among(self, values: Sequence[T], sums: Sequence[float]) -> T:
        """Draw one value of a long list, given the sums of the weights up to each."""
        return values[bisect(sums, self._next() * sums[-1], hi=len(sums) - 1)]

    def run(self, going_on: float, most: int) -> int:
        """Count how often in a row a chance comes true, up to a bound."""
        count = 0
        while count < most and self.chance(going_on):
            count += 1
        return count

    def shuffled(self, values: Iterable[T]) -> list[T]:
        listed = list(values)
        for last in range(len(listed) - 1, 0, -1):
            other = self.whole(0, last)
            listed[last], listed[other] = listed[other], listed[last]
        return listed
