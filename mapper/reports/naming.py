"""Which kind of attack the words of a stretch name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.kinds import by_aircraft, ranked
from mapper.words import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapper.reports.reading import Reading
    from mapper.words import Cue, Span

_LEANING = frozenset({"carrier", "campaign", "blast", "open"})
"""Roles of words whose kind any other word tells better."""


def name_kind(reading: Reading, stretch: Span, triggers: Sequence[Cue]) -> str:
    """Name the incident from its trigger words; a carrier tells where the noun does not."""
    kinds = {t.row["event_type"] for t in triggers if t.row["role"] not in _LEANING}
    carriers = {t.row["event_type"] for t in triggers if t.row["role"] == "carrier"}
    if _is_on_ground(reading, stretch, triggers, kinds):
        return "ground_raid"
    from_air = {"airstrike"} | by_aircraft("carried")
    if "drone_strike" in carriers and "airstrike" not in carriers and kinds <= from_air:
        return "drone_strike"
    named = [t for t in triggers if t.row["role"] not in _LEANING]
    if carriers == {"airstrike"} and all(t.row["role"] == "act" for t in named):
        from_air |= by_aircraft("acted")
    if "airstrike" in carriers and kinds <= from_air:
        return "airstrike"
    leaning = {t.row["event_type"] for t in triggers if t.row["role"] == "open"}
    if "other" in leaning:
        carriers -= {"explosion_ied"}  # attackers with a grenade are no bombers
    for told in (kinds, carriers, leaning):
        first = next((kind for kind in ranked() if kind in told), None)
        if first is not None:
            return first
    return "explosion_ied" if _is_bomb(reading, stretch, triggers) else "other"


def _is_on_ground(
    reading: Reading, stretch: Span, triggers: Sequence[Cue], kinds: Iterable[str]
) -> bool:
    """See people who raid on the ground: aircraft may bring or back them, and fire nothing."""
    if set(kinds) - {"other", "shooting"}:
        return False
    raid = phrase(reading.language, "report_phrases", "ground_raid").search(reading.text, *stretch)
    return raid is not None and not any(
        t.row["role"] == "carrier" and t.start < raid.start() for t in triggers
    )


def _is_bomb(reading: Reading, stretch: Span, triggers: Sequence[Cue]) -> bool:
    """See a bomb or a blast, unless the words name what it was, or say that nobody knows."""
    other = [t.row["role"] for t in triggers if t.row["event_type"] == "other"]
    if "open" in other or "strike" in other:
        return False
    if "weapon" in other:
        return True
    unknown = phrase(reading.language, "report_phrases", "unknown_means")
    blasts = any(t.row["role"] == "blast" for t in triggers)
    return blasts and unknown.search(reading.text, *stretch) is None
