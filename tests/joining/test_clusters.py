from typing import Any

import pytest
from cases_of_joining import joined, report

from mapper.joining import clusters
from mapper.joining.rules import forbidden

Row = dict[str, Any]

SIDES = (("a", 4), ("b", 9))
"""Two strikes of an article, with their dead."""


def two_sides(n: int) -> list[Row]:
    """Give reports of two events, n of each, of which every pair across is in doubt."""
    sides = (("a", 4, "Russia", "2019-05-06"), ("b", 40, "Turkey", "2019-05-07"))
    return [
        report(f"{side}{number:02}", actor=actor, attributed_to="SOHR", published=day)
        | {f"{toll}_{end}": dead for toll in ("killed", "injured") for end in ("min", "max")}
        for number in range(n)
        for side, dead, actor, day in sides
    ]


def test_two_clusters_in_doubt_are_held_against_each_other_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[int, int]] = []

    def counted(profiles: Any, one: Any, other: Any) -> str | None:  # noqa: ANN401 - passed on
        asked.append((len(one.members), len(other.members)))
        return forbidden(profiles, one, other)

    monkeypatch.setattr(clusters, "forbidden", counted)
    found = joined(two_sides(12))
    assert [event["n_reports"] for event in found.events] == [12, 12]
    assert len([link for link in found.links if link["decision"] == "doubtful"]) == 1
    assert asked.count((12, 12)) == 1
    assert len(asked) <= 2 * 12 * 12


def test_what_a_rule_kept_apart_stays_apart_as_clusters_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str | None] = []

    def counted(profiles: Any, one: Any, other: Any) -> str | None:  # noqa: ANN401 - passed on
        asked.append(forbidden(profiles, one, other))
        return asked[-1]

    monkeypatch.setattr(clusters, "forbidden", counted)
    tolls: dict[str, Row] = {s: {f"killed_{e}": n for e in ("min", "max")} for s, n in SIDES}
    rows = [report(f"{s}{n}", article_id=f"art-{n}", **tolls[s]) for n in range(9) for s in tolls]
    found = joined(rows)
    members = sorted(event["members"].split("; ") for event in found.events)
    articles = [[one[1:] for one in event] for event in members]
    assert all(len(set(event)) == len(event) for event in articles)
    assert {link["by"] for link in found.links} == {"score", "one_article"}
    assert sum(rule is not None for rule in asked) <= len(rows)
