"""How another source tells an event: spelled, dated, counted and blamed in its own way."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gold.joining.pool import folded
from gold.joining.told import EXACT, NEAR, OTHER, REGION, UNIT, Said
from gold.joining.world import read_once

if TYPE_CHECKING:
    from datetime import date

    from gold.joining.dice import Dice
    from gold.joining.pool import Pool, Settlement
    from gold.joining.world import Event

Figure = tuple[int, int, bool]

EARLY, DAY, LATER = "early", "day", "later"
_NEAR_KM = 6.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a kind of source tells: shares of what it gets another way."""

    is_table: bool
    day_after: float
    actor: float
    arabic: float
    admin1: float


def say(event: Event, pool: Pool, habits: Habits, stage: str, dice: Dice) -> Said:
    """Tell an event as one source would at one stage: early, on the day, or later."""
    said = Said(
        written=(),
        settled=event.places[0].kind,
        arabic="",
        admin1="",
        area="",
        scale=EXACT,
        where=frozenset(),
        first=event.day,
        last=event.day,
        precision="day",
        basis="on",
        hour=event.hour if dice.chance(0.5) else "",
        kind=event.kind,
        actor=event.actor,
        killed=None,
        injured=None,
        targets=event.targets,
        how=(),
    )
    said = _place(said, event, pool, habits, dice)
    said = _day(said, event, habits, dice)
    said = _kind(said, event, dice)
    said = _actor(said, event, habits, dice)
    said = _tolls(said, event, stage, dice)
    return _targets(said, dice)


def _with(said: Said, how: str, **changes: object) -> Said:
    return replace(said, how=(*said.how, how) if how else said.how, **changes)  # type: ignore[arg-type]


def _place(said: Said, event: Event, pool: Pool, habits: Habits, dice: Dice) -> Said:
    one = event.places[0]
    admin1 = one.admin1 if dice.chance(habits.admin1) else ""
    area = dice.pick(one.areas) if one.areas and dice.chance(0.4) else ""
    said = replace(said, admin1=admin1, area=area)
    scales = [(EXACT, 86.0), (NEAR, 5.0), (UNIT, 4.0), (REGION, 5.0 if one.areas else 0.0)]
    scale = dice.weighted(scales)
    if scale == NEAR:
        around = frozenset(o.place_id for o in pool.near(one, _NEAR_KM)) | {one.place_id}
        return _with(said, "near", scale=NEAR, written=(one.name,), where=around)
    if scale in {UNIT, REGION}:
        name = one.admin3 if scale == UNIT else dice.pick(one.areas)
        where = pool.units[name]
        return _with(said, scale, scale=scale, written=(name,), area="", where=where)
    if len(event.places) > 1:
        how = "several" if dice.chance(0.65) else "one_of_several"
        told = event.places if how == "several" else event.places[:1]
        where = frozenset(o.place_id for o in told)
        return _with(said, how, written=tuple(o.name for o in told), where=where)
    name, how = spelled(one, dice)
    arabic = one.name_ar if habits.is_table and dice.chance(habits.arabic) else ""
    if arabic and dice.chance(0.15):
        name, how = arabic, "arabic"
    meant = pool.named.get(folded(name), frozenset())
    if admin1 or area:
        close = {i for i in meant if pool.all[i].admin1 == one.admin1}
        meant = frozenset(close)
    return _with(said, how, written=(name,), arabic=arabic, where=meant | {one.place_id})


def spelled(one: Settlement, dice: Dice) -> tuple[str, str]:
    """Write a settlement's name: as usual, in another known spelling, or in a likely one."""
    draw = dice.within(0, 1)
    if draw < 0.42:
        return one.name, ""
    if draw < 0.78 and one.spellings:
        return dice.pick(one.spellings), "spelling"
    if draw < 0.86:
        return _bare(one.name)
    rules = [row for row in read_once("respell.csv") if row["find"] in one.name]
    if not rules:
        return one.name, ""
    rule = dice.pick(rules)
    return one.name.replace(rule["find"], rule["put"], 1), "respelled"


def _bare(name: str) -> tuple[str, str]:
    """Drop a leading article."""
    if name.startswith("Al-"):
        return name.removeprefix("Al-"), "no_article"
    return (name.replace(" al-", " ", 1), "no_article") if " al-" in name else (name, "")


def _day(said: Said, event: Event, habits: Habits, dice: Dice) -> Said:
    if event.is_night:
        return _night(said, event, dice)
    draw = dice.within(0, 1)
    if draw < habits.day_after:
        after = event.day + timedelta(days=1)
        return _with(said, "day_after", first=after, last=after, hour="")
    first = last = event.day
    how = basis = ""
    if draw < habits.day_after + 0.05:
        how, basis = "week", "on"
        first -= timedelta(days=event.day.weekday())
    elif habits.is_table and draw < habits.day_after + 0.08:
        how, basis = "by", "by"
        first += timedelta(days=dice.whole(0, 2) - 6)
    elif habits.is_table and draw < habits.day_after + 0.09:
        how, basis = "after", "after"
        first -= timedelta(days=dice.whole(0, 2))
    if not how:
        return said
    last = first + timedelta(days=6)
    return _with(said, how, first=first, last=last, precision="week", basis=basis, hour="")


def _night(said: Said, event: Event, dice: Dice) -> Said:
    """Date a night by both of its days, or by either."""
    after = event.day + timedelta(days=1)
    draw = dice.within(0, 1)
    if draw < 0.5:
        return _with(said, "night", last=after, hour="night")
    return said if draw < 0.8 else _with(said, "day_after", first=after, last=after)


def _kind(said: Said, event: Event, dice: Dice) -> Said:
    if dice.chance(0.8):
        return said
    rows = [row for row in read_once("retold.csv") if row["event_type"] == event.kind]
    if not rows:
        return said
    kind = dice.weighted((row["told_as"], float(row["share"])) for row in rows)
    return _with(said, "unspecified" if kind == OTHER else "kin", kind=kind)


def _actor(said: Said, event: Event, habits: Habits, dice: Dice) -> Said:
    row = next((row for row in read_once("actors.csv") if row["actor"] == event.actor), None)
    draw = dice.within(0, 1)
    if row is None or draw < habits.actor:
        return said
    rest = (draw - habits.actor) / (1 - habits.actor)
    if rest < 0.6:
        return _with(said, "no_actor", actor="")
    is_open = rest < 0.87
    how, actor = ("open_actor", row["open"]) if is_open else ("other_actor", row["other"])
    return _with(said, how, actor=actor)


def _tolls(said: Said, event: Event, stage: str, dice: Dice) -> Said:
    killed, how = _figure(event.killed, stage, dice)
    injured, _ = _figure(event.injured, stage, dice)
    said = _with(said, how, killed=killed, injured=injured)
    draw = dice.within(0, 1)
    if draw < 0.08 and event.injured:
        return _with(said, "injured_only", killed=None)
    if draw < 0.22:
        return _with(said, "killed_only" if event.killed else "", injured=None)
    return _with(said, "no_toll", killed=None, injured=None) if draw < 0.27 else said


def _figure(true: int, stage: str, dice: Dice) -> tuple[Figure, str]:
    """Give a figure as counted at a stage."""
    if stage == EARLY and true >= 2:
        now = max(1, math.ceil(true * dice.within(0.4, 0.9)))
        return (now, now, dice.chance(0.6)), "early_toll" if now < true else ""
    draw = dice.within(0, 1)
    if true >= 2 and draw < 0.07:
        return (max(0, true - dice.whole(1, 2)), true, False), "range"
    if true >= 1 and draw < 0.13:
        other = max(1, true + dice.pick((-1, 1)))
        return (other, other, False), "other_toll" if other != true else ""
    return (true, true, true >= 2 and draw > 0.85), ""


def _targets(said: Said, dice: Dice) -> Said:
    if not said.targets:
        return said
    if dice.chance(0.5):
        return _with(said, "no_target", targets=())
    also = {row["target"]: row["also"] for row in read_once("targets.csv")}
    told = (also.get(one) or one if dice.chance(0.3) else one for one in said.targets)
    return replace(said, targets=tuple(told))


def published(said: Said, event: Event, stage: str, dice: Dice) -> date:
    """Give the day on which it was told: not before it happened, nor before the day it gives.

    What is told of a week is told from its Friday on, or in the week that follows.
    """
    if said.precision == "week":
        friday = max(event.day, said.first + timedelta(days=4))
        return friday if dice.chance(0.5) else said.last + timedelta(days=dice.whole(1, 3))
    wait = {EARLY: dice.whole(0, 1), DAY: 1, LATER: dice.whole(1, 4)}[stage]
    return max(event.day + timedelta(days=wait), said.last)
