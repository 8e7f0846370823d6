"""The rules by which a report is of an incident told before, each with its name.

`JOIN` holds them in order. A rule looks at one pair and gives points for it, or a veto; the
first veto ends the judgement. To turn a rule off, take it out of `JOIN`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mapper.incidents.likeness import are_kin, both_full, same_days, tolls_differ
from mapper.incidents.pair import MAX_GAP, NEXT_TO
from mapper.incidents.sums import told
from mapper.incidents.whereabouts import APART, INSIDE, NONE, SAME, is_named
from mapper.reports import may_be_same, parties_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mapper.incidents.pair import Pair

POINTS = {
    "the same kind": 2.0,
    "a kind left open": 1.5,
    "a kin kind": 1.0,
    "told again": 0.5,
    "a detail": 0.5,
    "the same place": 3.0,
    "a place within": 2.0,
    "no place of its own": 1.0,
    "a headline's figures": 1.5,
    "its turn": 3.0,
    "near": 1.0,
}
"""What speaks for a report being of an incident; nearness is shared out over sentences."""

_LIES = {SAME: "the same place", INSIDE: "a place within", NONE: "no place of its own"}


class Opinion(NamedTuple):
    """What one rule makes of a pair: points, or a veto, and why."""

    points: float
    holds: bool
    why: str


class Verdict(NamedTuple):
    """The opinion of a named rule."""

    rule: str
    points: float
    holds: bool
    why: str


class Judged(NamedTuple):
    """What all rules make of a pair; `veto` is the one that ended it, if any did."""

    points: float
    verdicts: tuple[Verdict, ...]
    veto: Verdict | None

    @property
    def why(self) -> str:
        """Word what spoke for it."""
        return ", ".join(f"{v.why} {v.points:g}" for v in self.verdicts if v.points)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over pairs, with its name."""

    name: str
    opinion: Callable[[Pair], Opinion]


SILENT = Opinion(0.0, holds=True, why="")


def _for(what: str, share: float = 1.0) -> Opinion:
    return Opinion(POINTS[what] * share, holds=True, why=what)


def _veto(why: str) -> Opinion:
    return Opinion(0.0, holds=False, why=why)


def scope(pair: Pair) -> Opinion:
    """An event, a total and something recalled are not one.

    The same dead right behind what is recalled, with no day of their own, are recalled too.
    """
    again = pair.draft.scope == "background" and pair.has_telling_toll and pair.report.when is None
    if pair.draft.scope in pair.scopes or (again and pair.gap <= 1):
        return SILENT
    return _veto(f"told as {pair.scopes[0]}, the other as {pair.draft.scope}")


def another(pair: Pair) -> Opinion:
    """A strike told as one more is none told before."""
    more = any(t.quantity.further for t in pair.report.tolls)
    told_as_more = pair.report.is_another or (pair.report.is_similar and more)
    return _veto("told as one more") if told_as_more and not pair.headline else SILENT


def turn(pair: Pair) -> Opinion:
    """Of several strikes told at once a report is of the one that it counts off."""
    theirs, mine = pair.draft.turn, pair.report.turn or pair.report.ordinal
    if theirs is None or mine is None:
        return SILENT
    return _for("its turn") if mine == theirs else _veto(f"number {mine}, not {theirs}")


def apart(pair: Pair) -> Opinion:
    """A sentence that turns elsewhere tells of another strike, unless it points back."""
    report = pair.report
    turns = report.is_apart and bool(report.places) and not report.points_back
    turns = turns and pair.lie != SAME  # of the same place it is another's account
    return _veto("told of elsewhere") if turns and not pair.headline else SILENT


def one_of_several(pair: Pair) -> Opinion:
    """A smaller toll at one of several places is a strike of its own."""
    resolved = pair.scene.resolved
    whole = [n for n in pair.draft.places if is_named(resolved, n)]
    mine = [n for n in pair.places if is_named(resolved, n)]
    several = len(whole) > 1 and 0 < len(mine) < len(whole)
    back = pair.report.points_back and not pair.report.places
    if pair.headline or back or not several:
        return SILENT
    part = any(
        (total := told(pair.draft, what)) is not None
        and any(
            0 < (t.quantity.value_max or 0) < total for t in pair.report.tolls if t.field == what
        )
        for what in ("killed", "injured")
    )
    return _veto("the toll of one of several places") if part else SILENT


def items(pair: Pair) -> Opinion:
    """Two items of a list are two strikes, unless the later points back or tells the same again."""
    report = pair.report
    if not report.sentence.listed or report.points_back or pair.headline:
        return SILENT
    if pair.is_told_twice:
        return SILENT
    other = any(
        one.sentence.listed and one.sentence.paragraph != report.sentence.paragraph
        for one in pair.draft.reports
    )
    return _veto("another item of a list") if other else SILENT


def kind(pair: Pair) -> Opinion:
    """The kinds of attack are one, may be one, or the report is a detail of the other."""
    mine, theirs = pair.report.event_type, pair.draft.event_type
    if mine == theirs:
        return _for("the same kind")
    moved = "displacement" in (mine, theirs)
    if not moved and "other" in (mine, theirs):
        return _for("a kind left open")
    kin = are_kin(pair.draft, pair.report)
    if not moved and kin and (pair.headline or pair.report.points_back):
        return _for("a kin kind")
    if kin and _is_told_again(pair):
        return _for("told again")
    if _is_detail(pair) or (kin and _goes_into_detail(pair)):
        return _for("a detail")
    return _veto(f"{mine} is no {theirs}")


def _is_told_again(pair: Pair) -> bool:
    """See a detail of the strike just told, under another name of its family."""
    if pair.lie < INSIDE:
        return pair.lie == NONE and pair.has_same_toll
    bare = not pair.report.tolls and not pair.report.counts
    reach = MAX_GAP if pair.lie == SAME else 1
    return (bare and 0 <= pair.gap <= reach) or pair.has_same_toll


def _goes_into_detail(pair: Pair) -> bool:
    """See the next sentence tell, without a place or a day, how a strike without a toll went."""
    report, draft = pair.report, pair.draft
    own = report.places or "day" in report.evidence or report.is_also or report.is_similar
    told_before = any(draft.tolls(what) for what in ("killed", "injured"))
    more = any(toll.quantity.further for toll in report.tolls)
    fresh = report.sentence.start != draft.reports[-1].sentence.start
    return pair.gap == 1 and fresh and not (own or more or told_before or report.goes_on)


def _is_detail(pair: Pair) -> bool:
    """See a blast heard in the strike just told: no place, no figure, no day of its own.

    So is a weapon of its family in the next sentence: "two missiles fell on the ward".
    """
    report = pair.report
    only_blast = all(t.row["role"] == "blast" for t in report.triggers)
    bare = not (report.places or report.tolls or report.counts or report.when)
    if only_blast and bare:
        return 0 <= pair.gap <= NEXT_TO
    weak = not (report.is_strong or report.places or report.tolls or report.when or report.agent)
    return weak and 0 <= pair.gap <= 1 and are_kin(pair.draft, report)


def place(pair: Pair) -> Opinion:
    """The places are one, one lies in the other, or one of the two has none."""
    return _veto("the places lie apart") if pair.lie == APART else _for(_LIES[pair.lie])


def days(pair: Pair) -> Opinion:
    """The days agree; a night has two, and so has what is told again."""
    report, lie = pair.report, pair.lie
    if _is_older_news(pair):
        return _veto("news of an earlier day, told again")
    same_toll = lie >= INSIDE and pair.has_same_toll
    only_back = report.points_back and not (report.tolls or report.places)
    night = lie == SAME and any(
        r.when is not None and r.when.leans for r in (*pair.draft.reports, report)
    )
    if same_days(pair.draft, report, slack=1 if same_toll or only_back or night else 0):
        return SILENT
    mine = report.when.date_start if report.when else None
    return _veto(f"the days differ: {mine}, {pair.draft.date and pair.draft.date[0]}")


def _is_older_news(pair: Pair) -> bool:
    """See "On 22 August the group reported ...": what it adds is not of today's news.

    The strike told before has no day; the report opens its sentence, in a later paragraph,
    with a date before publication, and does not point back.
    """
    report, when = pair.report, pair.report.when
    if when is None or when.date_end is None or pair.draft.date is not None:
        return False
    if report.points_back or pair.headline:
        return False
    apart = pair.draft.reports[0].sentence.paragraph != report.sentence.paragraph
    opens = when.start == report.sentence.start and when.text[-1:].isdecimal()
    published = pair.scene.published[0]
    return apart and opens and published is not None and when.date_end < published


def reach(pair: Pair) -> Opinion:
    """Far on in the text, too little may not be said."""
    told_again = pair.has_telling_toll or (pair.report.points_back and pair.has_same_toll)
    if pair.headline or pair.gap <= MAX_GAP or told_again:
        return SILENT
    lost = pair.lie == NONE and not pair.report.points_back
    weak = not pair.report.is_strong and pair.lie < INSIDE
    return _veto(f"{pair.gap} sentences on, with too little said") if lost or weak else SILENT


def toll(pair: Pair) -> Opinion:
    """Figures that cannot be the same are of two strikes, unless one is told again."""
    retold = (pair.lie == SAME and not pair.headline) or pair.report.points_back
    retold = retold or (pair.lie == INSIDE and pair.is_retold_nearby)
    differ = not retold and tolls_differ(pair.draft, pair.report)
    return _veto("the figures differ") if differ else SILENT


def two_figures(pair: Pair) -> Opinion:
    """Two stretches of one sentence with figures each are two, but for the same figures.

    An inline heading and its text may be run together: the same figures, no second strike.
    """
    same = pair.lie >= INSIDE and pair.has_same_toll
    two = not same and both_full(pair.draft, pair.report)
    return _veto("two figures in one sentence") if two else SILENT


def striker(pair: Pair) -> Opinion:
    """Who struck is the same where both say so."""
    known = pair.draft.actors()
    agent = pair.report.agent
    if agent is None or not known or (pair.lie == SAME and pair.has_telling_toll):
        return SILENT  # the same dead at the same place, laid to another's charge
    language = pair.scene.reading.language
    same = any(
        may_be_same(one, other, language) for one in parties_of(agent.name) for other in known
    )
    return SILENT if same else _veto(f"{agent.name} struck, not {', '.join(sorted(known))}")


def headline_toll(pair: Pair) -> Opinion:
    """Of a headline the same figures say more than the nearer place."""
    told_again = pair.headline and pair.has_same_toll
    return _for("a headline's figures") if told_again else SILENT


def near(pair: Pair) -> Opinion:
    """The fewer sentences between, the surer."""
    return _for("near", 1.0 / (1 + max(pair.gap, 0)))


JOIN: tuple[Rule, ...] = (
    Rule("join.scope", scope),
    Rule("join.another", another),
    Rule("join.turn", turn),
    Rule("join.apart", apart),
    Rule("join.items", items),
    Rule("join.one_of_several", one_of_several),
    Rule("join.kind", kind),
    Rule("join.place", place),
    Rule("join.days", days),
    Rule("join.reach", reach),
    Rule("join.toll", toll),
    Rule("join.two_figures", two_figures),
    Rule("join.striker", striker),
    Rule("join.headline_toll", headline_toll),
    Rule("join.near", near),
)


def judge(pair: Pair, rules: Sequence[Rule] = JOIN) -> Judged:
    """Hold a pair against the rules, in order, up to the first veto."""
    points = 0.0
    verdicts: list[Verdict] = []
    for rule in rules:
        verdict = Verdict(rule.name, *rule.opinion(pair))
        if not verdict.holds:
            return Judged(0.0, tuple(verdicts), verdict)
        verdicts.append(verdict)
        points += verdict.points
    return Judged(points, tuple(verdicts), None)
