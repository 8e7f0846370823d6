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
    page = (repo / "mapper/docs/joining.md").read_text(encoding="utf-8").replace("\n", " ")
    table = page[page.index("| compared |") : page.index("*Place.*")]
    for (feature, level), bits in weights().listed.items():
        if (
            feature in {"chance", "place", "day", "killed", "injured", "targets"}
            and level != "apart"
        ):
            assert f"{bits:+.1f}" in table, (feature, level)
    for level in ("joined", "doubtful", "cross", "margin"):
        assert f"{abs(weights().listed[LIMIT, level]):.0f} bit" in page or level == "doubtful"


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
