"""A text rewritten for reading, and where each of its characters stands in the text as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import plain

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text for reading; what is found in it is told in offsets of the original.

    `starts` and `ends` have, for each character of `text`, the stretch of `original` that
    it stands for (code points, end exclusive). Something put between two characters
    stands for an empty stretch.
    """

    text: str
    original: str
    starts: Sequence[int]
    ends: Sequence[int]

    def start(self, offset: int) -> int:
        """Give the offset in the original of what begins at one of the text."""
        return self.starts[offset] if offset < len(self.starts) else len(self.original)

    def end(self, offset: int) -> int:
        """Give the offset in the original of what ends at one of the text."""
        return self.ends[offset - 1] if offset else 0

    def leaves_out(self, offset: int) -> bool:
        """Tell whether something was left out right before a letter: an article, say.

        What is left out belongs to the letter behind it; marks belong to the one before them.
        """
        if offset >= len(self.text) or self.ends[offset] - self.starts[offset] <= 1:
            return False
        stands_for = self.original[self.starts[offset] : self.ends[offset]]
        return len(plain(stands_for).text) > 1

    def words(self, start: int, end: int) -> str:
        """Give the words of the original that a stretch of the text stands for."""
        return self.original[self.start(start) : self.end(end)] if end > start else ""

    def of(self, earlier: Rewritten | None) -> Rewritten:
        """Tell offsets of the text that an earlier rewriting began from."""
        if earlier is None:
            return self
        return Rewritten(
            self.text,
            earlier.original,
            [earlier.start(one) for one in self.starts],
            [earlier.end(one) for one in self.ends],
        )
