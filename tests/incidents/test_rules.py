"""Rules by which reports become incidents: each has a text that fires it and one that comes close.

A rule fires where the decisions on a text name it: as the rule that decided, as what the story
lent a report, or as what kept a report from its best rival.
"""

from typing import NamedTuple

import pytest
from coding import code

from mapper.incidents import assembly, body, finer, passes, rules, senses
from mapper.incidents.decision import Outcome, Reason

HIT = "Airstrikes hit Saraqib on Monday."
FOUR = "Airstrikes on Saraqib killed four people on Monday."
DULL = "The sky was clear. Shops were shut. Nobody came. Schools were closed."


class Case(NamedTuple):
    """A text that fires a rule, one that comes close and does not, and headlines of both."""

    fires: str
    close: str
    headline: str | None = None
    other_headline: str | None = None


CASES = {
    "join.scope": Case(
        f"Airstrikes killed 120 people in March. {HIT}",
        f"Airstrikes hit Saraqib on Monday, killing two. {HIT}",
    ),
    "join.another": Case(
        f"{FOUR} A second airstrike in Saraqib killed two on Monday.",
        f"{FOUR} The airstrike in Saraqib killed four on Monday.",
    ),
    "join.turn": Case(
        "A school in Saraqib was bombed on Saturday and again on Sunday. The second strike in"
        " Saraqib killed two.",
        "A school in Saraqib was bombed on Sunday. The second strike in Saraqib killed two.",
    ),
    "join.apart": Case(
        f"{FOUR} Elsewhere, airstrikes in Idlib province killed four.",
        f"{FOUR} Airstrikes in Idlib province killed four.",
    ),
    "join.items": Case(
        "- Airstrikes hit Saraqib on Monday.\n- Airstrikes hit Saraqib on Monday evening.",
        "Airstrikes hit Saraqib on Monday.\nAirstrikes hit Saraqib on Monday evening.",
    ),
    "join.one_of_several": Case(
        "Airstrikes on Saraqib and Maarat al-Numan killed nine people on Monday."
        " Strikes killed three in Saraqib on Monday.",
        "Airstrikes on Saraqib and Maarat al-Numan killed nine people on Monday."
        " Strikes killed nine in Saraqib on Monday.",
    ),
    "join.kind": Case(
        f"{HIT} Shelling hit Saraqib on Monday, killing two.",
        f"{HIT} Warplanes bombed Saraqib on Monday, killing two.",
    ),
    "join.place": Case(
        f"{HIT} Airstrikes hit Kafr Nabl on Monday.",
        f"{HIT} Airstrikes hit Idlib province on Monday.",
    ),
    "join.days": Case(
        f"{HIT} Airstrikes hit Saraqib on Sunday.",
        f"{HIT} Airstrikes hit Saraqib on Monday evening.",
    ),
    "join.reach": Case(
        f"{HIT} {DULL} Strikes killed two people, residents said.",
        f"{HIT} Strikes killed two people, residents said.",
    ),
    "join.toll": Case(
        f"{FOUR} The town is large. Airstrikes in Idlib province killed seven on Monday.",
        f"{FOUR} The town is large. Airstrikes in Idlib province killed four on Monday.",
    ),
    "join.two_figures": Case(
        "Airstrikes hit Saraqib on Monday, killing four, while airstrikes in Saraqib killed seven.",
        "Airstrikes hit Saraqib on Monday, killing four, while airstrikes in Saraqib killed four.",
    ),
    "join.striker": Case(
        "Russian airstrikes hit Saraqib on Monday. Israeli airstrikes hit Saraqib on Monday.",
        f"Russian airstrikes hit Saraqib on Monday. {HIT}",
    ),
    "a headline's figures": Case(
        "Airstrikes on the town of Saraqib killed six people on Monday.",
        "Airstrikes on the town of Saraqib killed six people on Monday.",
        "Airstrikes kill six in Saraqib",
        "Airstrikes kill people in Saraqib",
    ),
    "near 0.5": Case(f"{FOUR} {HIT}", f"{FOUR} The town is large. {HIT}"),
    "a detail": Case(
        f"{HIT} Two missiles fell on a ward.",
        f"{HIT} Two missiles fell on a ward in Kafr Nabl on Sunday.",
    ),
    "denial.of_last": Case(
        "Russian jets hit Saraqib on Monday. Moscow denied it.",
        "Russian jets hit Saraqib on Monday. Turkey offered help.",
    ),
    "body.habit": Case(
        "Activists say that the army deliberately targets hospitals.",
        "Activists say that the army targeted two hospitals in Saraqib on Monday.",
    ),
    "body.told_before": Case(
        f"{FOUR} The strike in Saraqib came a day after the gas attack. The gas attack in"
        " Kafr Nabl killed nine. Residents recalled the airstrike on Saraqib.",
        f"{FOUR} Residents fled.",
    ),
    "body.joins": Case(f"{FOUR} {HIT}", f"{FOUR} Shelling hit Kafr Nabl on Monday."),
    "body.denied": Case(
        "The army denied that it had shelled Saraqib on Monday.",
        "The army said that it had shelled Saraqib on Monday.",
    ),
    "body.points_back": Case(
        "A school reopened. The attack was heard far away.",
        f"{HIT} The attack was heard far away.",
    ),
    "body.opens": Case(HIT, "The army denied that it had shelled Saraqib on Monday."),
    "toll.of_last": Case(
        f"{HIT} Three people were killed.",
        f"{HIT} {DULL} Three people were killed.",
    ),
    "toll.of_nothing": Case(
        "Three people were killed in Saraqib. It rained on Monday.",
        f"{HIT} Three people were killed.",
    ),
    "toll.elsewhere": Case(
        "Airstrikes hit Saraqib on Monday, killing four. Another two died in Kafr Nabl.",
        "Airstrikes hit Saraqib on Monday, killing four. Another two died in hospital.",
    ),
    "caption.joins": Case(
        f"{FOUR}\n\nFile photo of airstrikes on Saraqib.",
        f"{FOUR}\n\nAirstrikes hit Saraqib.",
        "War goes on",
        "War goes on",
    ),
    "caption.opens": Case(
        f"{FOUR}\n\nFile photo of shelling in Kafr Nabl that killed two.",
        f"{FOUR}\n\nShelling in Kafr Nabl killed two.",
        "War goes on",
        "War goes on",
    ),
    "weak.too_little": Case("An attack was heard.", HIT),
    "headline.joins": Case(
        FOUR,
        "Residents fled.",
        "Airstrikes kill four in Saraqib",
        "Airstrikes kill four in Saraqib",
    ),
    "headline.opens": Case(
        "Residents fled.", FOUR, "Airstrikes kill six in Saraqib", "Airstrikes kill six in Saraqib"
    ),
    "headline.sums": Case(
        f"{FOUR} Shelling killed one in Kafr Nabl.",
        FOUR,
        "Strikes kill seven in Saraqib and Kafr Nabl",
        "Strikes kill seven in Saraqib and Kafr Nabl",
    ),
    "headline.otherwise": Case(
        FOUR, FOUR, "Shelling kills six in Kafr Nabl", "Airstrikes kill four in Saraqib"
    ),
    "later.toll": Case(
        f"{HIT} Shops were shut. Schools were closed. The death toll rose to nine, police said.",
        f"{HIT} {DULL} Trees fell. The lights went out. Dogs barked. The death toll rose to nine.",
    ),
    "scope.by_day": Case("Airstrikes hit Saraqib on 3 March.", "Airstrikes hit Saraqib on 3 May."),
    "scope.still_total": Case(
        "Airstrikes killed 120 people in March. In Saraqib 20 people have been killed in strikes.",
        f"{HIT} In Saraqib 20 people have been killed in strikes.",
    ),
    "scope.still_past": Case(
        "Airstrikes hit Saraqib on 3 March. The airstrikes hit a market in the town.",
        f"{HIT} The airstrikes hit a market in the town.",
    ),
    "places.carried": Case(
        f"{FOUR} Warplanes struck a market in the town.",
        f"{FOUR} Warplanes struck a market in Kafr Nabl.",
    ),
    "places.before": Case(
        "Residents woke in Saraqib on Monday. The airstrike in the town killed two on Monday.",
        "Residents woke in Saraqib on Monday. Airstrikes in Kafr Nabl killed two on Monday.",
    ),
    "places.dateline": Case(
        "SARAQIB, Syria (AFP) - Airstrikes on the town's market killed two people on Monday.",
        "BEIRUT (AFP) - Airstrikes on the town's market killed two people on Monday.",
    ),
    "finer.headline": Case(
        "Airstrikes killed two people in Idlib province on Monday.",
        "Airstrikes killed two people in Idlib province on Monday.",
        "Horror in Saraqib",
        "Horror in Homs",
    ),
    "finer.target": Case(
        "Airstrikes hit a mill in Idlib province on Monday. The mill is in Kafr Nabl.",
        "Airstrikes hit a mill in Idlib province on Monday. The governor is in Kafr Nabl.",
    ),
    "finer.happened": Case(
        "Airstrikes killed two in Idlib province on Monday. It happened in Kafr Nabl.",
        "Airstrikes killed two in Idlib province on Monday. It was quiet in Kafr Nabl.",
    ),
    "finer.victims": Case(
        "Airstrikes killed two in Idlib province on Monday. The dead were lying in Kafr Nabl.",
        "Airstrikes killed two in Idlib province on Monday. The dead were buried in Kafr Nabl.",
    ),
    "finer.site": Case(
        "Airstrikes killed two in Idlib province on Monday. Their home in Kafr Nabl burned down.",
        "Airstrikes killed two in Idlib province on Monday. The jets had flown over Homs.",
    ),
    "kind.as_before": Case(
        f"{HIT} In a similar attack three people died in Kafr Nabl.",
        f"{HIT} In an attack three people died in Kafr Nabl.",
    ),
}

SILENT = {"join.headline_toll": "a headline's figures", "join.near": "near 0.5"}
"""Rules that give points are named by what they give them for."""

BY_WORDS_ALONE = {"scope.total", "scope.own", "places.own", "places.named"}
"""What a report says by itself is no loan of the story's, and leaves no name."""


def trace(text: str, headline: str | None = None) -> str:
    """Give all that the decisions on a text name."""
    decisions = code(text, headline=headline).decisions
    return "\n".join(f"{row['rule']}: {row['why']}" for row in decisions)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_rule_fires_on_its_text_and_not_on_one_that_comes_close(name: str) -> None:
    case = CASES[name]
    assert name in trace(case.fires, case.headline)
    assert name not in trace(case.close, case.other_headline)


def test_every_rule_has_its_texts() -> None:
    named = {rule.name for rule in rules.JOIN} | {name for name, _ in senses.SCOPE}
    named |= {name for name, _ in (*senses.PLACES, *finer.TAKEN_UP)}
    named |= {way.name for way in (*body.WAYS, *passes.HEADLINE)}
    assert {SILENT.get(name, name) for name in named - BY_WORDS_ALONE} <= set(CASES)


def test_every_rule_says_what_it_holds() -> None:
    said = [rule.opinion.__doc__ for rule in rules.JOIN]
    said += [rule.__doc__ for _, rule in senses.SCOPE]
    said += [rule.__doc__ for _, rule in (*senses.PLACES, *finer.TAKEN_UP)]
    said += [way.take.__doc__ for way in (*body.WAYS, *passes.HEADLINE)]
    assert all(said)


def test_every_reason_is_given_for_some_text() -> None:
    given = {
        row["why"].partition(";")[0]
        for case in CASES.values()
        for text, headline in ((case.fires, case.headline), (case.close, case.other_headline))
        for row in code(text, headline=headline).decisions
        if row["outcome"] == Outcome.REFUSED
    }
    assert set(Reason) <= given


def test_a_rule_taken_out_no_longer_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    text = CASES["join.days"].fires
    before = len(code(text).incidents)
    kept = tuple(rule for rule in rules.JOIN if rule.name != "join.days")
    monkeypatch.setattr(rules.judge, "__defaults__", (kept,))
    assert (before, len(code(text).incidents)) == (2, 1)


def test_a_pass_taken_out_no_longer_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(one for one in passes.PASSES if one.name != "weak drafts")
    monkeypatch.setattr(assembly.assemble, "__kwdefaults__", {"passes": kept})
    assert len(code("An attack was heard.").incidents) == 1


def test_an_incident_has_the_decisions_that_made_it() -> None:
    coded = code(f"{FOUR} {HIT}")
    (incident,) = coded.incidents
    outcomes = [(row["outcome"], row["incident_id"]) for row in coded.decisions]
    assert outcomes == [("opened", incident["incident_id"]), ("joined", incident["incident_id"])]


def test_the_tables_of_an_article_grow_with_its_reports() -> None:
    many = code(" ".join([HIT] * 40)).decisions
    assert len(many) == 40
