"""An article as far as it was told: its incidents in the making, and what came last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.incidents.draft import Draft
    from mapper.places import Resolved
    from mapper.reports import Reading, Report
    from mapper.text import When
    from mapper.words import Span


@dataclass(frozen=True)
class Scene:
    """What does not change while an article is told.

    Attributes
    ----------
    reading
        What was found in the article.
    order
        Number of each sentence, by its start.
    published
        First and last day on which the article may have appeared, ISO; None where the
        date is not known.
    lead
        The words for the day of the opening, where it names one.
    telling
        Where the sentences begin that tell of a strike at a place of their own.
    headlines
        Its headlines.
    """

    reading: Reading
    order: Mapping[int, int]
    published: tuple[str | None, str | None]
    telling: frozenset[int] = frozenset()
    headlines: Sequence[Span] = ()
    lead: When | None = None

    @property
    def resolved(self) -> Sequence[Resolved]:
        """The names of places in the article, each with its place."""
        return self.reading.resolved

    @cached_property
    def starts(self) -> list[int]:
        """Where its sentences begin, in order."""
        return sorted(self.order, key=self.order.__getitem__)

    def gap(self, earlier: Report | None, later: Report) -> int:
        """Count the sentences from one report to a later one."""
        if earlier is None:
            return _NEVER
        return self.order[later.sentence.start] - self.order[earlier.sentence.start]


_NEVER = 99
"""Sentences since a report that there was none of."""


@dataclass(frozen=True, slots=True)
class Story:
    """What was told so far; a step gives a new one."""

    drafts: tuple[Draft, ...] = ()
    last: Report | None = None
    last_scope: str = "event"
    opened: int = 0
    """Drafts opened so far; the next one's number."""

    def told(self, last: Report, scope: str | None = None) -> Story:
        """Remember the report that came last, and its scope where that was settled."""
        return replace(self, last=last, last_scope=self.last_scope if scope is None else scope)

    def with_new(self, draft: Draft) -> Story:
        """Add a draft."""
        return replace(self, drafts=(*self.drafts, draft), opened=self.opened + 1)

    def with_changed(self, draft: Draft) -> Story:
        """Put a draft in the place of the one of its number."""
        drafts = tuple(draft if one.number == draft.number else one for one in self.drafts)
        return replace(self, drafts=drafts)
