"""Whether a report says enough: could a careful reader tell which event it is of?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from gold.joining.world import read_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gold.joining.world import Event

OTHER = "other"
EXACT, NEAR, UNIT, REGION = "exact", "near", "unit", "region"
ENOUGH_DEAD = 4
"""A toll from here on tells an event apart within a sub-district or region on a day."""


_FEW = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What one report says of an event, and how it came to say so.

    `where` holds the ids of all settlements that its place may mean, `scale` how closely it
    says so; `settled` is what the place is called, a town or village. `killed` and `injured`
    are the smallest and largest figure, and whether it is open upwards.
    """

    written: tuple[str, ...]
    settled: str
    arabic: str
    admin1: str
    area: str
    scale: str
    where: frozenset[str]
    first: date
    last: date
    precision: str
    basis: str
    hour: str
    kind: str
    actor: str
    killed: tuple[int, int, bool] | None
    injured: tuple[int, int, bool] | None
    targets: tuple[str, ...]
    how: tuple[str, ...]


class Judge:
    """Knows all events, so it can say which others a report fits."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_day: dict[date, list[Event]] = defaultdict(list)
        self._by_place: dict[str, list[Event]] = defaultdict(list)
        for one in events:
            self._by_day[one.day].append(one)
            for place in one.places:
                self._by_place[place.place_id].append(one)

    def is_told(self, said: Said, event: Event) -> bool:
        """Say whether a report says enough to know its event.

        A sub-district or a region is enough only with one exact day and a toll of some size.
        Beyond that no other event may fit what is said as well as this one does: where this
        one fits to the letter, none to the letter; where it fits with a day or a toll
        allowed for, none with that much allowed for.
        """
        if said.scale in {UNIT, REGION} and not _is_pinned(said, event):
            return False
        is_strict = fits(said, event, is_strict=True)
        others = (one for one in self._around(said) if one.event_id != event.event_id)
        return not any(fits(said, one, is_strict=is_strict) for one in others)

    def _around(self, said: Said) -> Iterator[Event]:
        """Give the events that may fit: of the days where many places may be meant."""
        if len(said.where) <= _FEW:
            for place_id in said.where:
                yield from self._by_place.get(place_id, ())
            return
        day = said.first - timedelta(days=2)
        while day <= said.last + timedelta(days=2):
            yield from self._by_day.get(day, ())
            day += timedelta(days=1)


def _is_pinned(said: Said, event: Event) -> bool:
    """See whether a report gives the one day and a toll that few events have."""
    is_day = said.first == said.last == event.day and said.basis == "on"
    is_toll = said.killed is not None and said.killed[0] == said.killed[1] == event.killed
    return is_day and is_toll and event.killed >= ENOUGH_DEAD


def fits(said: Said, event: Event, *, is_strict: bool) -> bool:
    """See whether an event is what a report says: to the letter, or with something allowed for."""
    slack = timedelta(days=0 if is_strict else 1)
    last = event.day + timedelta(days=1 if event.is_night else 0)
    if not (event.day <= said.last + slack and said.first - slack <= last):
        return False
    if said.where.isdisjoint(place.place_id for place in event.places):
        return False
    if said.kind not in _told_as(event.kind):
        return False
    if is_strict and (
        (said.hour and event.hour and said.hour != event.hour)
        or (said.actor and event.actor and event.actor not in said.actor)
        or (said.targets and event.targets and not _share(said.targets, event.targets))
    ):
        return False
    return _counts(said.killed, event.killed, is_strict=is_strict) and _counts(
        said.injured, event.injured, is_strict=is_strict
    )


def _share(said: tuple[str, ...], true: tuple[str, ...]) -> bool:
    also = {row["target"]: row["also"] for row in read_once("targets.csv")}
    return not set(said).isdisjoint({*true, *(also.get(one, "") for one in true)})


@cache
def _told_as(kind: str) -> frozenset[str]:
    rows = read_once("retold.csv")
    return frozenset({kind, OTHER, *(r["told_as"] for r in rows if r["event_type"] == kind)})


def _counts(figure: tuple[int, int, bool] | None, true: int, *, is_strict: bool) -> bool:
    """See whether a figure may be of a toll; not strictly, an early or another count will do."""
    if figure is None:
        return True
    low, high, is_open = figure
    if is_strict:
        return low <= true and (is_open or true <= high)
    return true - 2 <= 2 * high + 2 and low <= true + 2
