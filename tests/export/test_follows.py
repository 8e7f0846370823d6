"""What follows from place and day, and what people put right, on the way into others' columns."""

from __future__ import annotations

from typing import Any

import pytest
from rows_of_others import out, told

from mapper.export.others.layout import layouts

PUT_RIGHT = "place (by the rules Idlib) corrected by A. Coder, 2020-03-05"
ANEW = {"zone_verdict": "inside", "zone_p_inside": 0.9, "held_by": "A", "place_ids": "pl-a"}


@pytest.mark.parametrize(
    ("name", "column"),
    [("acled", "notes"), ("ucdp", "source_article"), ("timemap", "description")],
)
def test_what_people_put_right_is_said_where_there_is_room(name: str, column: str) -> None:
    row, _ = out(layouts()[name], told(corrected=PUT_RIGHT))
    plain, _ = out(layouts()[name], told())
    assert row is not None
    assert plain is not None
    assert f"put right: {PUT_RIGHT}" in row[column]
    assert "put right" not in plain[column]
    assert {one for one in row if row[one] != plain[one]} == {column}


def test_where_there_is_no_room_the_loss_report_says_so() -> None:
    row, report = out(layouts()["airwars"], told(corrected=PUT_RIGHT))
    assert row is not None
    assert {"ours": "corrected", "rows": 1} in report["left_out"]
    _, report = out(layouts()["airwars"], told())
    assert "corrected" not in {one["ours"] for one in report["left_out"]}


@pytest.mark.parametrize("name", ["acled", "ucdp", "airwars"])
def test_what_follows_from_what_is_lost_is_named_with_its_rows(name: str) -> None:
    _, report = out(layouts()[name], told(radius_m=1234.0, **ANEW))
    follows = {one["ours"]: one for one in report["follows"]}
    assert set(follows) == set(ANEW)
    assert follows["zone_verdict"]["ids"] == ["evt-0123456789ab"]
    assert {"radius_m", "lat", "date_start"} <= set(follows["zone_verdict"]["of"])


def test_an_open_count_of_strikes_follows_from_the_count() -> None:
    counts: dict[str, Any] = {"strike_count_min": 3, "strike_count_max": 5}
    _, report = out(layouts()["acled"], told(**counts, strike_count_open=False))
    assert "strike_count_open" in {one["ours"] for one in report["follows"]}


def test_timemap_is_not_read_back_and_nothing_follows() -> None:
    _, report = out(layouts()["timemap"], told(**ANEW))
    assert report["follows"] == []
