"""Accuracy against a gold set: incidents, their fields, places, and how honest the radii are."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from mapper.gazetteer import fold
from mapper.score import matching
from mapper.text import canonical
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mapper.score.matching import ArticleMatch, Pair, Prediction
    from mapper.words import Language

Row = dict[str, Any]
Half = Literal["all", "even", "odd"]

NEAR_KM = (5, 20)
_COARSE_FEATURES = {"adm1", "country"}
_SENTENCE_SHOWN = 240


def half_of(article_id: str) -> str:
    """Tell the half of the gold set an article belongs to: parity of the number in its id.

    Examples
    --------
    >>> half_of("fk-003")
    'odd'
    """
    digits = "".join(c for c in article_id if c.isdigit())
    return "even" if digits and int(digits) % 2 == 0 else "odd"


def score(
    incidents: Iterable[Row],
    locations: Iterable[Row],
    gold: Sequence[Row],
    *,
    half: Half = "all",
    language: Language = DEFAULT_LANGUAGE,
) -> Row:
    """Score predicted incidents against a gold set.

    Parameters
    ----------
    incidents, locations
        Rows of the tables of those names; an incident's ``file`` names its article.
    gold
        Articles as `mapper.score.matching.load_gold` reads them.
    half
        Articles to score: all, or those of even or odd number.
    language
        Language of the articles with the words of the pack: a source of the gold set may go by
        another of its names.

    Returns
    -------
    figures
        Nested counts and rates, ready for JSON; ``misses`` and ``false`` list every
        gold incident not found and every prediction that stands for none.
    """
    articles = [g for g in gold if half in ("all", half_of(g["id"]))]
    grouped = matching.predictions(incidents, locations)
    all_kinds = matching.records_all(articles)
    outcomes = [matching.match(a, grouped.get(a["id"], []), all_kinds=all_kinds) for a in articles]
    pairs = [pair for outcome in outcomes for pair in outcome.pairs]
    return {
        "articles": len(articles),
        "half": half,
        "incidents": {
            "all": _rates(outcomes),
            **{
                category: _rates([o for o in outcomes if o.article["category"] == category])
                for category in ("positive", "hard", "negative")
            },
        },
        "background": _share(
            sum(o.background_found for o in outcomes), sum(o.background_all for o in outcomes)
        ),
        "by_type": _by_type(outcomes),
        "fields": _fields(pairs, language),
        "place_error_km": _place_error(pairs),
        "event_places": _event_places(articles, grouped),
        "radius_holds_place": _calibration(articles, grouped),
        "misses": [_missed(o.article, g) for o in outcomes for g in o.missed],
        "false": [_false(o.article, p) for o in outcomes for p in o.false],
    }


def _share(right: int, total: int) -> Row:
    return {"right": right, "of": total, "rate": round(right / total, 3) if total else None}


def _rates(outcomes: Sequence[ArticleMatch]) -> Row:
    """Give precision, recall and F1 with their counts."""
    found = sum(len(o.pairs) for o in outcomes)
    false = sum(len(o.false) for o in outcomes)
    missed = sum(len(o.missed) for o in outcomes)
    precision = found / (found + false) if found + false else None
    recall = found / (found + missed) if found + missed else None
    f1 = 2 * found / (2 * found + false + missed) if found + false + missed else None
    return {
        "found": found,
        "false": false,
        "missed": missed,
        "precision": None if precision is None else round(precision, 3),
        "recall": None if recall is None else round(recall, 3),
        "f1": None if f1 is None else round(f1, 3),
    }


def _by_type(outcomes: Sequence[ArticleMatch]) -> Row:
    found = Counter(p.gold["event_type"] for o in outcomes for p in o.pairs)
    missed = Counter(g["event_type"] for o in outcomes for g in o.missed)
    return {
        kind: _share(found[kind], found[kind] + missed[kind]) for kind in sorted(found | missed)
    }


def _fields(pairs: Sequence[Pair], language: Language) -> Row:
    """Give, for the matched incidents, how often each field is right."""
    checks: dict[str, Callable[[Pair], bool]] = {
        "event_type": _type_exact,
        "date": lambda p: matching.day_exact(p.prediction.row, p.gold),
        "actor": _actor_exact,
        "attributed_to": lambda p: _source_right(p, language),
        **{
            f"{what}_{rule.__name__}": _toll(what, rule)
            for what in ("killed", "injured")
            for rule in (matching.exact, matching.overlap)
        },
    }
    return {name: _share(sum(map(check, pairs)), len(pairs)) for name, check in checks.items()}


def _toll(what: str, rule: Callable[[Row, str, Row], bool]) -> Callable[[Pair], bool]:
    return lambda pair: rule(pair.prediction.row, what, pair.gold)


def _type_exact(pair: Pair) -> bool:
    gold = pair.gold
    return pair.prediction.row["event_type"] in (
        gold["event_type"],
        *gold["accept"].get("event_type", []),
    )


def _actor_exact(pair: Pair) -> bool:
    accepted = [pair.gold["actor"], *pair.gold["accept"].get("actor", [])]
    return any(same_actor(pair.prediction.row["actor"], other) for other in accepted)


def same_actor(mine: str | None, theirs: str | None) -> bool:
    """See whether two actors are the same parties, in any order; both silent agree."""
    return actor_key(mine) == actor_key(theirs)


def actor_key(actor: str | None) -> frozenset[str]:
    """Compare actors as sets of folded names: order and joiner are not part of the answer."""
    if not actor:
        return frozenset()
    plain = actor.replace(" or ", ";").replace(" and ", ";")
    return frozenset(fold(name) for name in plain.split(";") if name.strip())


def _source_right(pair: Pair, language: Language) -> bool:
    """See whether one of the cited sources is a gold one; both silent agree.

    The gold words are read with the list of sources, so that an acronym or another name
    of a source is that source.
    """
    gold = pair.gold
    mine = pair.prediction.row["attributed_to"]
    accepted = [gold["attributed_source"], *gold["accept"].get("attributed_source", [])]
    return any(same_source(mine, theirs, language) for theirs in accepted)


def same_source(mine: str | None, theirs: str | None, language: Language) -> bool:
    """See whether one of the sources cited is the one told, by any of its names."""
    if not mine or not theirs:
        return not mine and not theirs
    known = {fold(name) for name in canonical(theirs, language)}
    words = _source_words(theirs)
    return any(
        fold(name) in known
        or known & {fold(one) for one in canonical(name, language)}
        or fold(name) in fold(theirs)
        or _source_words(name) <= words
        or words <= _source_words(name)
        for name in mine.split("; ")
    )


def _source_words(name: str) -> set[str]:
    """Give the words of a source, singular and plural alike."""
    return {word.removesuffix("s") for word in fold(name).split()}


def _place_error(pairs: Sequence[Pair]) -> Row:
    """Give the distance between predicted and gold place where both are points."""
    km = sorted(
        p.km
        for p in pairs
        if p.km is not None and p.gold["place_precision"] not in _COARSE_FEATURES
    )
    if not km:
        return {"n": 0}
    return {
        "n": len(km),
        "median": round(median(km), 2),
        "p90": round(km[min(len(km) - 1, int(0.9 * len(km)))], 2),
        **{f"within_{limit}": _share(sum(k <= limit for k in km), len(km)) for limit in NEAR_KM},
    }


def _event_places(articles: Sequence[Row], grouped: dict[str, list[Prediction]]) -> Row:
    """Give the share of gold event places with a predicted one of the article nearby."""
    figures = {}
    for limit in NEAR_KM:
        right = total = 0
        for article in articles:
            mine = _event_locations(grouped.get(article["id"], []))
            for record in article["incidents"]:
                if record["background"]:
                    continue
                for place in record["place"]:
                    total += 1
                    right += any(matching.apart_km(one, place) <= limit for one in mine)
        figures[f"within_{limit}_km"] = _share(right, total)
    return figures


def _event_locations(predicted: Sequence[Prediction]) -> list[Row]:
    return [one for p in predicted if p.row["scope"] == "event" for one in p.locations]


def _calibration(articles: Sequence[Row], grouped: dict[str, list[Prediction]]) -> Row:
    """Give how often the stated 90 % disc of a predicted event place holds the gold point."""
    held = total = 0
    for article in articles:
        by_name: dict[str, list[Row]] = {}
        for place in article.get("places", []):
            by_name.setdefault(fold(place["canonical"]), []).append(place)
            by_name.setdefault(fold(place["surface"]), []).append(place)
        for location in _event_locations(grouped.get(article["id"], [])):
            golds = by_name.get(fold(str(location["name"])))
            if not golds:
                continue
            total += 1
            km = min(matching.apart_km(location, place) for place in golds)
            held += km * 1000 <= location["radius_m"]
    return _share(held, total)


def _missed(article: Row, record: Row) -> Row:
    span = record.get("evidence", {}).get("span")
    return {
        "article": article["id"],
        "incident": record["incident_id"],
        "event_type": record["event_type"],
        "place": [place["canonical"] for place in record["place"]],
        "date": record["date"],
        "evidence": span,
    }


def _false(article: Row, predicted: Prediction) -> Row:
    row = predicted.row
    return {
        "article": article["id"],
        "incident": row["incident_id"],
        "event_type": row["event_type"],
        "place": row["places"],
        "date": row["date_start"],
        "sentence": (row["sentence"] or "")[:_SENTENCE_SHOWN],
    }
