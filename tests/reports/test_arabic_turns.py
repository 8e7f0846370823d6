"""Turns of Arabic in which outlets tell who struck, where, and who says so: invented, one each."""

import csv
from pathlib import Path
from typing import Any

import pytest
from coding import code

TURNS = Path(__file__).with_name("arabic_turns.csv")


def turns() -> list[tuple[str, str, str]]:
    with TURNS.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["field"], row["expected"]) for row in csv.DictReader(file)]


def _told(row: dict[str, Any]) -> str:
    """Word an incident: its scope if it is no event, kind, killed and injured, places, day."""
    scope = "" if row["scope"] == "event" else f"{row['scope']} "
    dead, hurt = (row.get(f"{what}_min", "-") for what in ("killed", "injured"))
    return f"{scope}{row['event_type']} {dead}/{hurt} {row['places']} {row['date_start']}"


@pytest.mark.parametrize(("text", "field", "expected"), turns())
def test_a_turn_is_read(text: str, field: str, expected: str) -> None:
    coded = code(text, "2021-06-07", language="ar")
    if field == "told":
        assert " | ".join(sorted(map(_told, coded.incidents))) == expected
        return
    events = [row for row in coded.incidents if row["scope"] == "event"]
    if field == "places":
        assert sorted({row["name"] for row in coded.locations}) == expected.split("; ")
    else:
        assert [set((row[field] or "").split("; ")) for row in events] == [
            set(expected.split("; "))
        ]
