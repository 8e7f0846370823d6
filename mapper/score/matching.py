"""Holds predicted incidents against a gold set: one to one within an article, best first.

The rules are those of the gold set's guideline: place and kind are needed, the day
where both have one; ties go to the closer kind, day, toll and place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.days import interval as interval_of
from mapper.base.days import shifted
from mapper.base.geo import great_circle_km
from mapper.base.kinds import scored_family
from mapper.gazetteer import fold
from mapper.score.gold import gold_of, json_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]

NOT_SCORED = frozenset({"displacement", "ground_raid", "shooting"})
"""Kinds a prediction may have without being counted as false, if its set records none."""

NEVER_SCORED = frozenset({"displacement"})
"""The same where the set records shootings or raids, or its articles have a `style`."""

_COARSE = {"week", "month", "year"}


@dataclass(frozen=True, slots=True)
class Prediction:
    """A predicted incident with its locations."""

    row: Row
    locations: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A prediction and the gold incident it stands for; `km` null where either has no point."""

    prediction: Prediction
    gold: Row
    rank: tuple[float, ...]
    km: float | None


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """One article's outcome."""

    article: Row
    pairs: tuple[Pair, ...]
    false: tuple[Prediction, ...]
    missed: tuple[Row, ...]
    background_found: int
    background_all: int


def load_gold(path: Path) -> list[Row]:
    """Read a gold set: one annotated article per line, JSON.

    Raises
    ------
    MapperError
        If a line is not JSON, or a field of an article or of an incident is missing or not what it
        holds; names file, line and field.
    """
    return [gold_of(article, where) for article, where in json_lines(path)]


def predictions(incidents: Iterable[Row], locations: Iterable[Row]) -> dict[str, list[Prediction]]:
    """Group predicted incidents by the stem of their file, each with its locations."""
    placed: dict[str, list[Row]] = {}
    for location in locations:
        placed.setdefault(location["incident_id"], []).append(location)
    grouped: dict[str, list[Prediction]] = {}
    for row in incidents:
        stem = str(row["file"]).rsplit("/", 1)[-1].rsplit(".", 1)[0]
        found = tuple(placed.get(row["incident_id"], ()))
        grouped.setdefault(stem, []).append(Prediction(row, found))
    return grouped


def records_all(articles: Iterable[Row]) -> bool:
    """Tell whether a set records kinds that others leave out: it is held to them then."""
    kinds = {gold["event_type"] for article in articles for gold in article["incidents"]}
    return not kinds.isdisjoint(NOT_SCORED - NEVER_SCORED)


def match(
    article: Row, predicted: Sequence[Prediction], *, all_kinds: bool = False
) -> ArticleMatch:
    """Match one article's predictions with its gold incidents.

    Parameters
    ----------
    article
        Gold article.
    predicted
        All its predicted incidents; only scope ``event`` can be right or wrong.
    all_kinds
        Whether its set records shootings and raids: see `records_all`.

    Returns
    -------
    outcome
        A prediction that matches a background record is neither right nor wrong.
    """
    left_out = NEVER_SCORED if all_kinds or "style" in article else NOT_SCORED
    events = [
        p for p in predicted if p.row["scope"] == "event" and p.row["event_type"] not in left_out
    ]
    fresh = [g for g in article["incidents"] if not g["background"]]
    old = [g for g in article["incidents"] if g["background"]]
    pairs, free = pair(events, fresh)
    shadow, rest = pair(free, old)
    recalled = [p for p in predicted if p.row["scope"] == "background"]
    taken = {id(one.gold) for one in shadow}
    found, _ = pair(recalled, [g for g in old if id(g) not in taken])
    matched = {id(one.gold) for one in pairs}
    return ArticleMatch(
        article=article,
        pairs=tuple(pairs),
        false=tuple(rest),
        missed=tuple(g for g in fresh if id(g) not in matched),
        background_found=len(shadow) + len(found),
        background_all=len(old),
    )


def compare(one: Prediction, gold: Row) -> Pair | None:
    """Apply the three needed conditions, and rank what passes."""
    near = _place(one, gold)
    kinds = kind_fits(one.row["event_type"], gold)
    if near is None or not kinds or not day_fits(one.row, gold):
        return None
    km = near if near >= 0 else None
    rank = (
        float(one.row["event_type"] == gold["event_type"]),
        float(day_exact(one.row, gold)),
        float(overlap(one.row, "killed", gold)),
        -(km or 0.0),
        float(_evidence(one.row, gold)),
    )
    return Pair(one, gold, rank, km)


def pair(
    predicted: Sequence[Prediction],
    gold: Sequence[Row],
    *,
    compare: Callable[[Prediction, Row], Pair | None] = compare,
) -> tuple[list[Pair], list[Prediction]]:
    """Pair greedily, best rank first; give the pairs and the predictions left over."""
    options = [
        (found.rank, p, g, found)
        for p, one in enumerate(predicted)
        for g, record in enumerate(gold)
        if (found := compare(one, record)) is not None
    ]
    options.sort(key=lambda option: (*(-value for value in option[0]), option[1], option[2]))
    used_p: set[int] = set()
    used_g: set[int] = set()
    pairs = []
    for _, p, g, found in options:
        if p not in used_p and g not in used_g:
            used_p.add(p)
            used_g.add(g)
            pairs.append(found)
    return pairs, [one for p, one in enumerate(predicted) if p not in used_p]


def _place(one: Prediction, gold: Row) -> float | None:
    """Give the distance in km of the best place, -1 where only names tell, None for no match."""
    places = [*gold["place"], *gold["accept"].get("place", [])]
    if not gold["place"]:
        return -1.0
    best: float | None = None
    for place in places:
        if place is None:
            if not one.locations:
                return -1.0
            continue
        for location in one.locations:
            km = apart_km(location, place)
            if km <= place["tolerance_km"]:
                best = km if best is None or best < 0 else min(best, km)
            elif best is None and fold(str(location["name"])) == fold(place["canonical"]):
                best = -1.0
    return best


def apart_km(left: Mapping[str, Any], right: Mapping[str, Any]) -> float:
    """Give the great-circle distance in km between two mappings with ``lat`` and ``lon``."""
    return great_circle_km(left["lon"], left["lat"], right["lon"], right["lat"])


def kind_fits(kind: str, gold: Row) -> bool:
    """See whether a predicted type is of the gold type's family, or of an accepted one."""
    accepted = [gold["event_type"], *gold["accept"].get("event_type", [])]
    if kind == "other" or "other" in accepted:
        return True
    return any(scored_family(kind) == scored_family(other) for other in accepted)


def _gold_days(gold: Row) -> list[tuple[str, str] | None]:
    """Give the accepted intervals; None where "no date" is accepted.

    A record of another coder has `days` of its own, which need be no month or year.
    """
    if "days" in gold:
        return [gold["days"]]
    values = [gold["date"], *gold["accept"].get("date", [])]
    return [None if value is None else interval(value) for value in values]


def interval(value: str) -> tuple[str, str]:
    """Turn YYYY, YYYY-MM or YYYY-MM-DD into its first and last day.

    Examples
    --------
    >>> interval("2016-02")
    ('2016-02-01', '2016-02-29')
    """
    found = interval_of(value)
    if found is None:
        raise ValueError(f"{value!r} is no date")
    return found[:2]


def day_fits(row: Row, gold: Row) -> bool:
    """See whether the days agree within one day, or one lies inside the coarser other."""
    if row["date_start"] is None or gold["date"] is None:
        return True
    start, end = row["date_start"], row["date_end"]
    for days in _gold_days(gold):
        if days is None:
            continue
        slack = 6 if gold["date_precision"] == "week" else 1
        if start <= shifted(days[1], slack) and shifted(days[0], -slack) <= end:
            return True
    return False


def day_exact(row: Row, gold: Row) -> bool:
    """See whether the predicted interval is one of the accepted ones to the day."""
    for days in _gold_days(gold):
        if days is None:
            if row["date_start"] is None:
                return True
            continue
        same = (row["date_start"], row["date_end"]) == days
        coarse = (
            row["date_start"] is not None
            and gold["date_precision"] in _COARSE
            and row["date_precision"] == gold["date_precision"]
            and row["date_start"] <= days[1]
            and days[0] <= row["date_end"]
        )
        if same or coarse:
            return True
    return False


def figure(row: Row, what: str) -> tuple[int, int] | None:
    """Give a predicted toll as an interval, None where it is not stated."""
    low, high = row.get(f"{what}_min"), row.get(f"{what}_max")
    if low is None or low != low:  # noqa: PLR0124 - NaN is unlike itself
        return None
    return int(low), int(high if high is not None else low)


def overlap(row: Row, what: str, gold: Row) -> bool:
    """See whether predicted and gold toll share a number; both unstated agree."""
    mine, theirs = figure(row, what), gold[what]
    if mine is None or theirs is None:
        return mine is None and theirs is None
    return bool(mine[0] <= theirs[1] and theirs[0] <= mine[1])


def exact(row: Row, what: str, gold: Row) -> bool:
    """See whether predicted and gold toll agree in both ends and the open flag."""
    mine, theirs = figure(row, what), gold[what]
    accepted = [theirs, *gold["accept"].get(what, [])]
    if mine is None:
        return None in accepted
    is_open = bool(row.get(f"{what}_open"))
    return any(
        other is not None
        and mine == (other[0], other[1])
        and (other is not theirs or is_open == gold[f"{what}_open_ended"])
        for other in accepted
    )


def _evidence(row: Row, gold: Row) -> int:
    """Count the code points the two evidence spans share."""
    span = gold.get("evidence", {}).get("span")
    if not span or row.get("char_start") is None:
        return 0
    return int(max(0, min(row["char_end"], span[1]) - max(row["char_start"], span[0])))
