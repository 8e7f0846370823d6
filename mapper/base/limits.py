"""How long one article may take: a hostile text ends with the name of the step it held up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from mapper.base.errors import TooMuchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

PATIENCE_S = 60.0
"""Seconds of processor time after which an article is given up. News takes a hundredth of
one. What a text holds too much of is refused by counting, the same on every machine, and
long before; the clock ends only what nobody foresaw."""


class Watch:
    """Follows one article through its steps.

    Parameters
    ----------
    patience_s
        Processor time in seconds that the article may take.
    clock
        Gives seconds; the processor time of this thread, so that a busy machine refuses
        no more than an idle one.
    """

    def __init__(
        self, patience_s: float = PATIENCE_S, *, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self.step = "start"
        self._patience_s = patience_s
        self._clock = clock
        self._end = clock() + patience_s

    def enter(self, step: str) -> None:
        """Go on to a step.

        Raises
        ------
        TooMuchError
            If the article has taken its time already.
        """
        self.check()
        self.step = step

    def check(self) -> None:
        """See that the article has not taken its time."""
        if self._clock() > self._end:
            raise TooMuchError(
                f"not done after {self._patience_s:g} seconds; cut the text into its articles"
            )

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Give items one by one, as long as there is time."""
        for item in items:
            self.check()
            yield item


def at_most(limit: int, count: int, what: str) -> None:
    """See that a text does not hold more than a step can go through.

    Raises
    ------
    TooMuchError
        If there are more.

    Examples
    --------
    >>> at_most(5000, 12, "names of places")
    """
    if count > limit:
        raise TooMuchError(f"{count} {what}, more than {limit}; cut the text into its articles")
