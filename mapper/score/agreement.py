"""How far two coders agree: field by field on the incidents that both found, and what one lacks."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from mapper.score import matching
from mapper.score.measure import actor_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from mapper.score.coders import Coder
    from mapper.score.matching import Pair, Prediction

Row = dict[str, Any]
Both = tuple["Hashable", "Hashable"]

NEAR_KM = 5.0
"""Kilometres within which two coders' places are the same."""

ONE_CATEGORY = "both name one category only: agreement by chance is certain, kappa is undefined"
NOTHING = "nothing to compare"
_TOLLS = ("killed", "injured")
_SENTENCE_SHOWN = 240


def kappa(pairs: Sequence[Both]) -> float | None:
    """Give Cohen's kappa of two coders' categories.

    It is (p_o - p_e) / (1 - p_e), p_o being the share on which they agree and p_e the share on
    which they would by chance, the sum over categories of the product of both coders' shares:
    Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and
    Psychological Measurement 20 (1), 37-46.

    Parameters
    ----------
    pairs
        The category that each coder gave, by item.

    Returns
    -------
    kappa
        From -1 to 1; None where there is no item, or where both name one category only (p_e is
        1 then).

    Examples
    --------
    >>> kappa([("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")])
    0.5
    >>> kappa([("yes", "yes")]) is None
    True
    """
    n = len(pairs)
    left, right = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(left[one] * right[one] for one in left)
    if by_chance == n * n:
        return None
    observed = n * sum(one == other for one, other in pairs)
    return (observed - by_chance) / (n * n - by_chance)


def compare_coders(one: Coder, other: Coder, *, keep: Callable[[str], bool]) -> Row:
    """Compare two coders.

    Parameters
    ----------
    one, other
        As `mapper.score.coders.read_coder` gives them. Only texts that both read count.
    keep
        Whether a text, by its name, is to be compared.

    Returns
    -------
    figures
        Counts by field, ready for JSON: incidents compared, those of which neither says anything
        and which are not compared, agreed, the share in percent, and kappa where the field is a
        category, with a note where it is undefined. Incidents are matched as
        `mapper.score.matching` matches a build with a gold set, so place, family of the kind and
        day of a pair do not contradict each other.
    """
    texts = sorted(filter(keep, one.texts.keys() & other.texts.keys()))
    pairs: list[Pair] = []
    only_one: list[Row] = []
    only_other: list[Row] = []
    for text in texts:
        mine, theirs = one.texts[text], other.texts[text]
        found, free = pair_up(mine, theirs)
        taken = {id(pair.gold["of"]) for pair in found}
        pairs += found
        only_one += [_listed(text, p) for p in free]
        only_other += [_listed(text, p) for p in theirs if id(p) not in taken]
    return {
        "a": _about(one, texts),
        "b": _about(other, texts),
        "texts": {
            "both": len(texts),
            "only_a": sorted(filter(keep, one.texts.keys() - other.texts.keys())),
            "only_b": sorted(filter(keep, other.texts.keys() - one.texts.keys())),
        },
        "matched": len(pairs),
        "fields": {name: _field(pairs, *field) for name, field in _FIELDS.items()},
        "only_a": only_one,
        "only_b": only_other,
    }


def pair_up(
    mine: Sequence[Prediction], theirs: Sequence[Prediction]
) -> tuple[list[Pair], list[Prediction]]:
    """Pair two coders' incidents of a text, neither being the measure of the other.

    Gives the pairs, whose ``gold`` has the other's incident as ``of``, and those of the first
    that are left over.
    """
    return matching.pair(mine, [as_gold(p) for p in theirs], compare=_either_way)


def as_gold(one: Prediction) -> Row:
    """Give a coder's incident the shape of a gold record."""
    row = one.row
    days = (row["date_start"], row["date_end"]) if row["date_start"] else None
    return {
        **{name: row[name] for name in ("incident_id", "event_type", "date_precision")},
        "place": [
            {
                **{name: location[name] for name in ("lat", "lon")},
                "canonical": str(location["name"]),
                "tolerance_km": max(NEAR_KM, (location.get("radius_m") or 0.0) / 1000),
            }
            for location in one.locations
        ],
        "date": row["date_start"],
        "days": days,
        **{what: matching.figure(row, what) for what in _TOLLS},
        "evidence": {"span": (row["char_start"], row["char_end"])}
        if row.get("char_start") is not None
        else {},
        "accept": {},
        "of": one,
    }


def _either_way(one: Prediction, gold: Row) -> Pair | None:
    """Compare two coders' incidents by the tolerance of whichever is wider."""
    pair = matching.compare(one, gold)
    if pair is not None:
        return pair
    turned = matching.compare(gold["of"], as_gold(one))
    return turned and matching.Pair(one, gold, turned.rank, turned.km)


def _about(coder: Coder, texts: Iterable[str]) -> Row:
    """Say who a coder is, and how much of theirs is compared."""
    n = sum(len(coder.texts[text]) for text in texts)
    return {"name": coder.name, "kind": coder.kind, "incidents": n, "notes": list(coder.notes)}


_SILENT = "silent"
"""In place of two values: neither coder says anything."""
Field = tuple["Callable[[Pair], Both | str | None]", bool]


def _values(name: str, pair: Pair) -> tuple[Any, Any]:
    return pair.prediction.row.get(name), pair.gold["of"].row.get(name)


def _told(name: str, pair: Pair) -> Both | str:
    both = _values(name, pair)
    return both if any(both) else _SILENT


def _verdicts(pair: Pair) -> Both | str | None:
    both = _values("zone_verdict", pair)
    return (both if all(both) else None) if any(both) else _SILENT


def _days(pair: Pair) -> Both | str:
    start, end = _values("date_start", pair), _values("date_end", pair)
    return ((start[0], end[0]), (start[1], end[1])) if any((*start, *end)) else _SILENT


def _actors(pair: Pair) -> Both | str:
    mine, theirs = map(actor_key, _values("actor", pair))
    return (mine, theirs) if mine or theirs else _SILENT


def _tolls(what: str, pair: Pair) -> Both | str:
    rows = (pair.prediction.row, pair.gold["of"].row)
    mine, theirs = ((matching.figure(row, what), bool(row.get(f"{what}_open"))) for row in rows)
    return _SILENT if mine[0] is None and theirs[0] is None else (mine, theirs)


def _places(pair: Pair) -> Both | str | None:
    """See whether a place of one is near one of the other's: what is compared is nearness."""
    mine, theirs = pair.prediction.locations, pair.gold["of"].locations
    if not mine and not theirs:
        return _SILENT
    if not mine or not theirs:
        return None
    km = min(matching.apart_km(a, b) for a in mine for b in theirs)
    return True, km <= NEAR_KM


_FIELDS: dict[str, Field] = {
    "scope": (partial(_told, "scope"), True),
    "event_type": (partial(_told, "event_type"), True),
    "date": (_days, False),
    "actor": (_actors, True),
    **{what: (partial(_tolls, what), False) for what in _TOLLS},
    f"place_within_{NEAR_KM:g}_km": (_places, False),
    "verdict": (_verdicts, True),
}
"""Each field's values, and whether it is a category."""


def _field(
    pairs: Iterable[Pair], values: Callable[[Pair], Both | str | None], is_category: bool
) -> Row:
    """Count the agreement on a field."""
    said = list(map(values, pairs))
    compared = [both for both in said if isinstance(both, tuple)]
    n, agreed = len(compared), sum(one == other for one, other in compared)
    found = kappa(compared) if is_category and n else None
    undefined = NOTHING if not n else ONE_CATEGORY if is_category and found is None else None
    return {
        "n": n,
        "silent": said.count(_SILENT),
        "agreed": agreed,
        "percent": round(100 * agreed / n, 1) if n else None,
        "kappa": None if found is None else round(found, 3),
        "note": undefined,
    }


def _listed(text: str, one: Prediction) -> Row:
    row = one.row
    return {
        "text": text,
        **{name: row[name] for name in ("incident_id", "scope", "event_type")},
        "place": row.get("places"),
        "date": row["date_start"],
        "sentence": (row.get("sentence") or "")[:_SENTENCE_SHOWN],
    }
