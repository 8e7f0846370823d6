"""A party that denies what was told of it: "Moscow called the report fake."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.reports.actors import Agent
from mapper.reports.report import DENIAL, Report
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from mapper.reports.reading import Reading
    from mapper.text import Sentence
    from mapper.words import Span


def find_denial(reading: Reading, sentence: Sentence, stretch: Span) -> Report | None:
    """Read who denies a strike, in a stretch that tells of none."""
    start, end = stretch
    denies = phrase(reading.language, "party_phrases", "denies")
    party = next(
        (
            p
            for p in cues.starting(reading.parties, start, end)
            if denies.match(reading.text, p.end, end)
        ),
        None,
    )
    if party is None:
        return None
    return Report(
        sentence=sentence,
        start=start,
        end=end,
        event_type="other",
        scope="event",
        evidence=frozenset(),
        rule=DENIAL,
        agent=Agent(party.name, "disputed", party.start, party.end, "actor.denies"),
        denied=True,
        points_back=True,
    )
