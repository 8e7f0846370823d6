"""Incidents that are too young, or of no known day, are held back with all that is theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from mapper.base import frames, schema
from mapper.base.errors import ReleaseError
from mapper.release.held import without_held
from mapper.release.policy import held_from

if TYPE_CHECKING:
    import pandas as pd

FROM = "2020-03-05"


def tables(*rows: dict[str, Any], articles: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """Make tables of incidents, each with an event, a location, a claim and a decision."""
    whole = [
        {
            "incident_id": f"inc-{n}",
            "event_id": f"evt-{n}",
            "article_id": f"art-{n}",
            "scope": "event",
        }
        | row
        for n, row in enumerate(rows)
    ]
    members: dict[str, list[dict[str, Any]]] = {}
    for row in whole:
        members.setdefault(row["event_id"], []).append(row)
    ids = [row["incident_id"] for row in whole]
    return {
        "incidents": frames.frame(schema.INCIDENTS, whole),
        "events": frames.frame(
            schema.EVENTS,
            [
                {
                    "event_id": event,
                    "members": "; ".join(one["incident_id"] for one in of),
                    "date_end": max(
                        filter(None, (one.get("date_end") for one in of)), default=None
                    ),
                    "n_reports": len(of),
                }
                for event, of in members.items()
            ],
        ),
        "locations": frames.frame(schema.LOCATIONS, [{"incident_id": i, "seq": 1} for i in ids]),
        "claims": frames.frame(
            schema.CLAIMS, [{"claim_id": f"clm-{i}", "incident_id": i} for i in ids]
        ),
        "event_links": frames.frame(
            schema.EVENT_LINKS, [{"left_id": ids[0], "right_id": ids[-1], "decision": "unsure"}]
        ),
        "articles": frames.frame(schema.ARTICLES, list(articles)),
        "decisions": frames.frame(
            schema.DECISIONS, [{"article_id": one["article_id"]} for one in articles]
        ),
    }


def left(made: dict[str, pd.DataFrame], name: str, column: str) -> list[str]:
    return made[name][column].tolist()


def test_what_is_of_the_day_or_after_it_is_held_with_all_that_is_its_own() -> None:
    made, n_held = without_held(
        tables({"date_end": "2020-03-04"}, {"date_end": FROM}, {"date_end": "2020-03-09"}), FROM
    )
    assert n_held == 2
    for name in ("incidents", "locations", "claims"):
        assert left(made, name, "incident_id") == ["inc-0"]
    assert left(made, "events", "event_id") == ["evt-0"]
    assert made["event_links"].empty


def test_what_has_no_day_is_of_its_article_and_without_either_it_is_held() -> None:
    made, n_held = without_held(
        tables(
            {"published": "2020-02-01"},
            {"published": "2020-03-06"},
            {},
            {"published": "2020-02"},
            {"published": "2020"},
        ),
        FROM,
    )
    assert left(made, "incidents", "incident_id") == ["inc-0", "inc-3"]
    assert n_held == 3


def test_an_event_goes_with_all_its_reports_where_one_is_held() -> None:
    made, n_held = without_held(
        tables(
            {"date_end": "2020-03-01", "event_id": "evt-a"},
            {"date_end": "2020-03-06", "event_id": "evt-a"},
            {"date_end": "2020-03-01", "event_id": "evt-b"},
        ),
        FROM,
    )
    assert left(made, "incidents", "event_id") == ["evt-b"]
    assert left(made, "events", "event_id") == ["evt-b"]
    assert n_held == 2


def test_an_article_goes_that_is_new_or_tells_of_nothing_else() -> None:
    made, _ = without_held(
        tables(
            {"date_end": "2020-03-01"},
            {"date_end": "2020-03-06"},
            articles=(
                {"article_id": "art-0", "published": "2020-03-02"},
                {"article_id": "art-1", "published": "2020-03-02"},
                {"article_id": "art-old", "published": "2020-03-02"},
                {"article_id": "art-new", "published": "2020-03-06"},
            ),
        ),
        FROM,
    )
    assert left(made, "articles", "article_id") == ["art-0", "art-old"]
    assert left(made, "decisions", "article_id") == ["art-0", "art-old"]


def test_without_a_wish_nothing_is_held() -> None:
    assert without_held(tables({}), None) == ({}, 0)


@pytest.mark.parametrize(
    ("span", "day"),
    [("72h", "2020-03-05"), ("3d", "2020-03-05"), ("1h", "2020-03-08"), ("13h", "2020-03-07")],
)
def test_the_first_day_of_which_some_hour_is_younger_is_held(span: str, day: str) -> None:
    assert held_from(span, datetime(2020, 3, 8, 12, tzinfo=UTC)) == day


@pytest.mark.parametrize("span", ["", "3", "72 hours", "-3d", "3w", "999999h"])
def test_what_is_no_span_of_time_is_refused(span: str) -> None:
    with pytest.raises(ReleaseError, match="say 72h"):
        held_from(span)
