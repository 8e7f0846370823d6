"""True events: where, when, by whom and with what toll, and the look-alikes beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from gold.joining.dice import Dice
from gold.joining.pool import ELSEWHERE, Pool, Settlement, hashed, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CAMPAIGNS = 0.15
"""How often a campaign is drawn (villages of one front, day after day) and not one event.

A campaign has nine events on average, so some six in ten events are of one.
"""

LOOK_ALIKES = 0.24
"""Share of events that are look-alikes of another."""

SEVERAL = 0.07
"""Share of events that struck two or three places with one toll."""

HOURS = ("morning", "afternoon", "evening")
PER_SETTLEMENT = 2.7
"""Events to a settlement of the small sets: a large one lasts longer, not denser."""

_NEXT_KM = 8.0
_STEEP = 0.85


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. `like` says of which kind a look-alike is, `of` of which event."""

    event_id: str
    places: tuple[Settlement, ...]
    day: date
    kind: str
    actor: str
    killed: int
    injured: int
    targets: tuple[str, ...] = ()
    hour: str = ""
    is_night: bool = False
    like: str = ""
    of: str = ""


class World:
    """Draws events that no other event has the place and day of, unless meant to."""

    def __init__(self, pool: Pool, seed: str, n: int) -> None:
        self.pool = pool
        self.seed = seed
        self.n = n
        self.events: list[Event] = []
        self._where: dict[str, int] = {}
        self._taken: set[tuple[str, date]] = set()
        listed = [one for one in pool.all.values() if one.front != ELSEWHERE]
        self._stretch = max(1.0, n / PER_SETTLEMENT / len(listed))
        self._of_front: dict[str, tuple[list[Settlement], list[float]]] = {}
        rows = read("fronts.csv")
        for front in sorted({row["front"] for row in rows}):
            ranked = sorted((o for o in listed if o.front == front), key=self._rank)
            sums = accumulate((k + 2) ** -_STEEP for k in range(len(ranked)))
            self._of_front[front] = ranked, list(sums)

    def _rank(self, one: Settlement) -> int:
        """Order the settlements of a front; those with spellings of the press are struck more."""
        return hashed(f"{self.seed}/{one.place_id}") >> (0 if len(one.spellings) < 3 else 3)

    def draw(self, shipped: list[Event]) -> list[Event]:
        """Draw the events: the shipped ones, others, and look-alikes of both."""
        dice = Dice(self.seed, "world")
        for one in shipped:
            self._add(one)
        n_alike = round(self.n * LOOK_ALIKES)
        plain = self._plain(dice)
        while len(self.events) < self.n - n_alike:
            self._add(next(plain))
        originals: list[Event] = []
        while len(self.events) < self.n:
            originals = originals or dice.shuffled(self.events)
            make = dice.weighted(_MAKERS.items())
            made = make(self, self._original(originals, make), dice)
            if made and not (made.like in _OWN_DAY and self._is_taken(made)):
                self._add(made)
        return self.events

    def _original(self, left: list[Event], make: Callable[..., Event | None]) -> Event:
        """Take the next original; for a namesake the next that has one."""
        if make is World.namesake:
            for where in range(len(left) - 1, -1, -1):
                if self.pool.namesakes(left[where].places[0]):
                    return left.pop(where)
        return left.pop()

    def _is_taken(self, one: Event) -> bool:
        return any((place.place_id, one.day) in self._taken for place in one.places)

    def _add(self, one: Event) -> None:
        number = f"{self.seed}-{len(self.events) + 1:05}"
        named = one if one.event_id else replace(one, event_id=number)
        self._where[named.event_id] = len(self.events)
        self.events.append(named)
        self._taken |= {(place.place_id, one.day) for place in one.places}

    def _plain(self, dice: Dice) -> Iterator[Event]:
        """Give events without end: campaigns and scattered ones."""
        while True:
            front = dice.weighted((row, float(row["share"])) for row in read_once("fronts.csv"))
            first, last = (date.fromisoformat(front[name]) for name in ("first", "last"))
            span = int((last - first).days * self._stretch)
            start = first + timedelta(days=dice.whole(0, span))
            centre = dice.among(*self._of_front[front["front"]])
            length = 1 + dice.run(0.85, 14) if dice.chance(CAMPAIGNS) else 0
            if not length:
                yield from self._free(self._event(front["front"], centre, start, dice))
            villages = [
                o for o in (centre, *self.pool.near(centre, _NEXT_KM)) if o.front == front["front"]
            ]
            weighted = [(one, (k + 1) ** -_STEEP) for k, one in enumerate(villages[:10])]
            for day in (start + timedelta(days=k) for k in range(length)):
                for _ in range(1 + dice.run(0.35, 4)):
                    village = dice.weighted(weighted)
                    yield from self._free(self._event(front["front"], village, day, dice))

    def _free(self, one: Event) -> Iterator[Event]:
        if not self._is_taken(one):
            yield one

    def _event(self, front: str, place: Settlement, day: date, dice: Dice) -> Event:
        kind, actor = self._striker(front, dice)
        killed, injured = toll(dice)
        beside = self.pool.near(place, _NEXT_KM)[:4]
        places: tuple[Settlement, ...] = (place,)
        if beside and dice.chance(SEVERAL):
            places += tuple(dice.shuffled(beside)[: dice.whole(1, 2)])
        return Event(
            *("", places, day, kind, actor, killed, injured),
            targets=targets(dice),
            hour=dice.pick(HOURS) if dice.chance(0.4) else "",
            is_night=dice.chance(0.06),
        )

    def _striker(self, front: str, dice: Dice) -> tuple[str, str]:
        rows = [row for row in read_once("strikers.csv") if row["front"] == front]
        row = dice.weighted((row, float(row["share"])) for row in rows)
        return row["event_type"], row["actor"]

    def next_day(self, of: Event, dice: Dice) -> Event:
        """Strike the same place again, a day later or earlier."""
        made = self._again(of, "next_day", dice)
        return replace(made, day=of.day + timedelta(days=dice.pick((1, 1, -1))))

    def next_village(self, of: Event, dice: Dice) -> Event | None:
        """Strike a neighbour on the same day."""
        near = [o for o in self.pool.near(of.places[0], _NEXT_KM) if o not in of.places][:5]
        made = self._again(of, "next_village", dice)
        return replace(made, places=(dice.pick(near),)) if near else None

    def other_kind(self, of: Event, dice: Dice) -> Event:
        """Strike the same place on the same day by another means."""
        from_air = {"airstrike", "barrel_bomb", "drone_strike"}
        others = [
            (row["event_type"], row["actor"])
            for row in read_once("strikers.csv")
            if row["front"] == of.places[0].front
            and (row["event_type"] in from_air) != (of.kind in from_air)
        ]
        made = self._again(of, "other_kind", dice)
        kind, actor = dice.pick(others) if others else ("shelling", "")
        return replace(made, kind=kind, actor=actor, hour=self._another_hour(of, dice))

    def same_toll(self, of: Event, dice: Dice) -> Event:
        """Strike elsewhere on the front, with the same toll on about the same day."""
        front = of.places[0].front
        listed, sums = self._of_front.get(front) or self._of_front[min(self._of_front)]
        day = of.day + timedelta(days=dice.whole(-1, 1))
        made = self._again(of, "same_toll", dice)
        killed, injured = max(of.killed, 1), of.injured
        places = (dice.among(listed, sums),)
        return replace(made, places=places, day=day, killed=killed, injured=injured)

    def namesake(self, of: Event, dice: Dice) -> Event | None:
        """Strike a place of the same name in another governorate within two days."""
        twins = self.pool.namesakes(of.places[0])
        if not twins:
            return None
        made = self._again(of, "namesake", dice)
        day = of.day + timedelta(days=dice.whole(-2, 2))
        return replace(made, places=(dice.pick(twins),), day=day)

    def twice(self, of: Event, dice: Dice) -> Event:
        """Strike the same place a second time on the day: another hour, another toll."""
        made = self._again(of, "twice", dice)
        killed = made.killed if made.killed != of.killed else made.killed + dice.whole(1, 3)
        hour = self._another_hour(of, dice)
        return replace(made, killed=killed, hour=hour, targets=targets(dice))

    def _another_hour(self, of: Event, dice: Dice) -> str:
        """Give an event its hour, where it has none, and draw another for its look-alike."""
        where = self._where[of.event_id]
        first, second = dice.shuffled(HOURS)[:2]
        hour = self.events[where].hour or first
        self.events[where] = replace(self.events[where], hour=hour, is_night=False)
        return second if second != hour else first

    def _again(self, of: Event, like: str, dice: Dice) -> Event:
        """Take an event as another, with a toll of its own or, at times, the very same."""
        killed, injured = (of.killed, of.injured) if dice.chance(0.35) else toll(dice)
        return Event(
            *("", of.places[:1], of.day, of.kind, of.actor, killed, injured),
            targets=of.targets if dice.chance(0.5) else targets(dice),
            like=like,
            of=of.event_id,
        )


_MAKERS: dict[Callable[[World, Event, Dice], Event | None], float] = {
    World.next_day: 26,
    World.next_village: 20,
    World.other_kind: 14,
    World.same_toll: 12,
    World.namesake: 14,
    World.twice: 14,
}
_OWN_DAY = {"next_day", "next_village", "same_toll", "namesake"}


@cache
def read_once(name: str) -> list[dict[str, str]]:
    """Read a table beside this file, once."""
    return read(name)


def toll(dice: Dice) -> tuple[int, int]:
    """Draw people killed and injured, as often as the figures of ``tolls.csv``."""
    rows = [row for row in read_once("tolls.csv") if row["figure"].isdigit()]
    killed = dice.weighted((int(row["figure"]), float(row["killed"])) for row in rows)
    injured = dice.weighted((int(row["figure"]), float(row["injured"])) for row in rows)
    return killed, max(injured, killed if killed > 9 else 0)


def targets(dice: Dice) -> tuple[str, ...]:
    """Draw what was hit: often not known, at times two things."""
    rows = [(row["target"], float(row["share"])) for row in read_once("targets.csv")]
    count = dice.weighted([(0, 35.0), (1, 50.0), (2, 15.0)])
    return tuple(dict.fromkeys(dice.weighted(rows) for _ in range(count)))


def shipped(pool: Pool) -> list[Event]:
    """Read the shipped records as events."""
    return [
        Event(
            row["record_id"],
            tuple(pool.all[place_id] for place_id in row["place_ids"].split("|")),
            date.fromisoformat(row["day"]),
            row["event_type"],
            row["actor"],
            int(row["killed"] or 0),
            int(row["injured"] or 0),
            tuple(filter(None, row["targets"].split("; "))),
            is_night=row["is_night"] == "yes",
        )
        for row in read_once("shipped.csv")
    ]
