import csv
import re
from pathlib import Path

from cases_of_joining import report

from mapper.joining import judge
from mapper.joining.pairs import weigh
from mapper.joining.reasons import waterfall
from mapper.joining.weights import LIMIT, weights
from mapper.words import DEFAULT_LANGUAGE

NOTHING = {"untold", "open", "never"}
"""Levels that weigh nothing: not said, a kind left open, or kept apart by a rule."""


def test_every_weight_is_of_a_level_that_pairs_can_have_and_has_a_note(repo: Path) -> None:
    found = judge([report("a"), report("b")], [], DEFAULT_LANGUAGE)
    text = (repo / "mapper/joining/weights.csv").read_text(encoding="utf-8")
    assert all(line.count(",") >= 3 and not line.endswith(",") for line in text.splitlines())
    features = {feature for feature, _ in weights().listed} - {LIMIT}
    assert features == set(found.pairs.features)
    for name, feature in found.pairs.features.items():
        listed = {level for of, level in weights().listed if of == name}
        fixed = set(feature.levels)
        if name in {"place", "day", "chance", "killed", "injured", "wording"}:
            assert listed == fixed - NOTHING


def test_the_manual_tells_the_weights_that_are_used(repo: Path) -> None:
    page = (repo / "mapper/docs/joining.md").read_text(encoding="utf-8")
    told: dict[str, list[str]] = {}
    for line in page[page.index("| compared |") : page.index("*Place.*")].splitlines()[2:]:
        if line.strip():
            feature, levels = (cell.strip() for cell in line.strip("|").split("|"))
            told[feature.split(" (")[0].split(":")[0]] = FIGURE.findall(levels)
    for name, (features, ordered) in LINES.items():
        listed = [weights().bits(feature, level) for feature in features for level in ordered]
        assert [float(figure) for figure in told.pop(name)] == listed, name
    ends = [bits for (of, _), bits in weights().listed.items() if of in {"cited", "publisher"}]
    assert [float(n) for n in told.pop("who is cited, publisher")] == [min(ends), max(ends)]
    assert told == {}


FIGURE = re.compile(r"[+-]?\d+\.\d|(?<= )0(?=[;. ]|$)")
TOLLS = (
    *("both_none", "equal_one", "equal_few", "equal_some", "equal_many"),
    *("overlap", "near", "grown", "none_some", "apart"),
)
LINES = {
    "chance": (["chance"], ("hardly", "at_times", "often", "daily", "several")),
    "place": (["place"], ("same", "close", "near", "edge", "beyond", "unit", "name")),
    "day": (["day"], ("same", "overlap", "published", "next", "near", "apart")),
    "kind": (["kind"], ("same", "kin", "open", "apart")),
    "actor": (["actor"], ("same", "one_of", "umbrella", "apart")),
    "killed": (["killed"], TOLLS),
    "injured": (["injured"], TOLLS),
    "targets": (["targets"], ("share", "apart")),
    "wording": (["wording"], ("most", "some", "little", "none")),
    "one page": (["address"], ("same",)),
}
"""Lines of the manual's table: features, and their levels in the order in which they stand."""


def test_the_manual_tells_the_limits_and_how_many_weights_are_set_by_hand(repo: Path) -> None:
    page = " ".join((repo / "mapper/docs/joining.md").read_text(encoding="utf-8").split())
    limits = {level: bits for (of, level), bits in weights().listed.items() if of == LIMIT}
    assert f"From {limits['joined']:.0f} bits on a pair is **joined**" in page
    assert f"from {limits['doubtful']:.0f} it is **doubtful**" in page
    assert f"(mean of {limits['cross']:.0f} bits or more)" in page
    assert f"(within {limits['margin']:.1f} bits)" in page
    assert weights().bits("chance", "hardly") == weights().bits("chance", "rarely")
    text = (repo / "mapper/joining/weights.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["feature"] != LIMIT]
    by_hand = [row for row in rows if not FITTED.fullmatch(row["note"])]
    assert f"{len(by_hand)} of {len(rows)} weights and all four limits are set by hand" in page


FITTED = re.compile(r"\d+ pairs of one event, \d+ of two")


def test_reasons_add_up_to_the_score() -> None:
    rows = [report("a", killed_min=4, killed_max=4), report("b", killed_min=4, killed_max=4)]
    found = judge(rows, [], DEFAULT_LANGUAGE)
    assert len(found.pairs) == 0
    placed = [
        {"incident_id": n, "seq": 1, "place_id": "p", "lat": 35.0, "lon": 36.0, "radius_m": None}
        for n in "ab"
    ]
    found = judge(rows, placed, DEFAULT_LANGUAGE)
    bits = sum(weight for _, _, weight in waterfall(found.pairs, 0))
    assert round(bits, 2) == found.pairs.bits[0] == weigh(found.pairs.features)[0]
