"""The toll of an incident by the rule of whoever counts: ours, ACLED's, UCDP's, Airwars'.

Every figure that a text gives is a claim with its words and source. A policy derives one
toll from the claims of one incident; the claims stay as they are, so that whoever follows
another codebook derives their own. What the projects' rules are is told in
``mapper/docs/figures.md``.

How a figure stands to the others is told by marks at the end of a claim's ``rule``:
``passive.open`` says "at least", ``including.subset`` is a part of a figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from mapper.base.errors import MapperError
from mapper.base.schema import JOINER
from mapper.words import DEFAULT_LANGUAGE, pattern, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mapper.words import Language

Row = dict[str, Any]

PART = "subset"
"""A part of a figure: "including two children"."""
OPEN = "open"
"""There may be more: "at least", "more than"."""
FURTHER = "further"
"""On top of the figure before it: "and another three"."""
EARLIER = "earlier"
"""The text says that it has been overtaken: "an earlier toll of nine"."""
BODIES = "bodies"
"""Rule of figures for bodies found: never more than the dead."""
TOTAL = "total"
"""The sum over several strikes that the article tells one by one."""
CORRECTION = "correction"
"""Rule of a value that a person gave: it stands for all that was read."""
REPORT = "report"
"""Rule of a claim that stands for all that one of several reports of an event gives."""
ASIDE = "aside"
"""Another figure in words that gave one before: kept, but no policy counts it."""

BELLIGERENTS = frozenset({"fighters", "soldiers", "police"})
"""Groups that Airwars keeps apart from civilians."""
_ANYBODY = frozenset({"people"})
_TIMES, _NEAR = 5, 10
"""Of one voice a figure so many times smaller, and not near, is for some of the people."""
_NARROW = frozenset(
    {
        *("children", "women", "men", "elderly", "family members", "medics", "rescuers"),
        *("journalists", "aid workers", "activists"),
    }
)
"""Groups that are counted out of a larger number: where a text gives both, this is a part."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A toll as a policy derives it; all null where the claims give no figure."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says the whole toll is, with the parts it is told to have."""

    low: int | None
    high: int | None
    open: bool
    groups: frozenset[str]
    sources: frozenset[str]
    """Who is cited; empty for the text's own voice."""
    words: str
    earlier: bool
    found: bool
    """It counts the bodies that were found."""
    whole: bool = False
    """It is what one of several reports gives in all."""
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule by which a toll is derived."""

    name: str
    about: str
    rule: Callable[[Sequence[Statement], Language], Derived]


def derive(
    claims: Iterable[Row],
    what: str,
    policy: str = "range",
    *,
    language: Language = DEFAULT_LANGUAGE,
) -> Derived:
    """Derive a toll from the claims of one incident.

    Parameters
    ----------
    claims
        Rows of the table ``claims`` of one incident; those of other fields are passed over.
    what
        Field: ``killed``, ``injured`` or ``displaced``.
    policy
        A name of `POLICIES`.
    language
        Language of the claims' words, ISO 639-1: "dozens" is a number to ACLED.

    Returns
    -------
    toll
        Smallest, best and largest figure; a policy that has no best one leaves it null.

    Raises
    ------
    MapperError
        If there is no such policy.

    Examples
    --------
    >>> claims = [
    ...     {"field": "killed", "value_min": 18, "value_max": 18, "rule": "active.open"},
    ...     {"field": "killed", "value_min": 15, "value_max": 15, "attributed_to": "a monitor"},
    ... ]
    >>> derive(claims, "killed")
    Derived(low=15, best=None, high=18, open=True)
    >>> derive(claims, "killed", "acled").best
    15
    """
    if policy not in POLICIES:
        names = ", ".join(POLICIES)
        raise MapperError(f"No policy {policy!r} for figures. There are: {names}")
    return POLICIES[policy].rule(statements(claims, what), language)


def tolls_in_words(
    claims: Sequence[Row], what: str, *, language: Language = DEFAULT_LANGUAGE
) -> str | None:
    """Say in one line what each policy makes of the claims; None where there are none.

    Examples
    --------
    >>> said = {"field": "killed", "value_min": 3, "value_max": 3, "rule": "active.open"}
    >>> tolls_in_words([said], "killed")
    'killed by policy: range 3 or more; acled 3; ucdp 3; airwars 3 or more'
    """
    if not any(claim["field"] == what for claim in claims):
        return None
    told = [f"{name} {_worded(derive(claims, what, name, language=language))}" for name in POLICIES]
    return f"{what} by policy: {'; '.join(told)}"


def _worded(toll: Derived) -> str:
    if toll.low is None:
        return "no figure"
    more = " or more" if toll.open else ""
    if toll.best is None:
        return (f"{toll.low}" if toll.low == toll.high else f"{toll.low}-{toll.high}") + more
    ends = dict.fromkeys((toll.low, toll.best, toll.high))
    return ", ".join(map(str, (toll.low, toll.best, toll.high) if len(ends) > 1 else ends))


def statements(claims: Iterable[Row], what: str) -> list[Statement]:
    """Put claims on one field together as statements, in the order of the text.

    A figure for further people is added to the one before it; a part belongs to the
    statement begun last before it. What a person decided stands for all.
    """
    mine = [(claim, _marks(claim)) for claim in claims if claim["field"] == what]
    decided = [one for one in mine if str(one[0].get("rule")).partition(".")[0] == CORRECTION]
    mine = decided or mine
    mine.sort(key=lambda one: (one[0].get("start") or 0, PART in one[1]))
    made: list[Statement] = []
    for claim, marks in mine:
        if marks & {ASIDE, TOTAL}:
            continue
        if PART in marks:
            if made:
                made[-1] = _with_part(made[-1], claim)
        elif FURTHER in marks and made:
            made[-1] = _added(made[-1], claim, is_open=OPEN in marks)
        else:
            made.append(_stated(claim, marks))
    return made


def _marks(claim: Row) -> frozenset[str]:
    """Give the marks at the end of a claim's rule."""
    return frozenset(str(claim.get("rule") or "").split(".")[1:])


def _stated(claim: Row, marks: frozenset[str]) -> Statement:
    return Statement(
        low=claim["value_min"],
        high=claim["value_max"],
        open=OPEN in marks,
        groups=_names(claim.get("group")) - _ANYBODY,
        sources=_names(claim.get("attributed_to")),
        words=str(claim.get("wording") or ""),
        earlier=EARLIER in marks,
        found=str(claim.get("rule")).startswith(BODIES),
        whole=str(claim.get("rule")).startswith(REPORT),
    )


def _names(joined: str | None) -> frozenset[str]:
    return frozenset(filter(None, (joined or "").split(JOINER)))


def _with_part(whole: Statement, claim: Row) -> Statement:
    if claim["value_min"] is None or not claim.get("group"):
        return whole
    told = (claim["value_min"], claim["value_max"])
    return replace(whole, parts={**whole.parts, claim["group"]: told})


def _added(whole: Statement, claim: Row, *, is_open: bool) -> Statement:
    if whole.low is None or whole.high is None or claim["value_min"] is None:
        return whole
    return replace(
        whole,
        low=whole.low + claim["value_min"],
        high=whole.high + claim["value_max"],
        open=whole.open or is_open,
        groups=whole.groups | _names(claim.get("group")) - _ANYBODY,
    )


def counted(told: Sequence[Statement]) -> list[Statement]:
    """Give the statements that are figures for the whole toll and still stand.

    Left out are those without a number, figures that the text says the same source has
    overtaken, and figures for a group counted out of another figure.
    """
    numbers = [one for one in told if one.low is not None]
    now = [one for one in numbers if not one.earlier]
    standing = [
        one for one in numbers if not (one.earlier and any(_same_voice(one, new) for new in now))
    ]
    return [one for one in standing if not any(_is_part(one, other) for other in standing)]


def _same_voice(one: Statement, other: Statement) -> bool:
    """See whether two statements may be of one source.

    The text's own voice and words for nobody in particular ("activists") fit all, in one
    text: two reports are one source only where they name the same.
    """
    if one.whole and other.whole:
        return bool(one.sources & other.sources)
    mine, theirs = _named(one), _named(other)
    return not mine or not theirs or bool(mine & theirs)


def _named(one: Statement) -> set[str]:
    """Give the sources with a name of their own, which begins with a capital."""
    return {source for source in one.sources if not source[:1].islower()}


def _is_part(one: Statement, other: Statement) -> bool:
    """See whether a figure is for some of the people that another, larger one counts.

    Bodies found so far, a narrower group, or by far fewer in the same voice: "four people
    hurt in the blast are treated abroad" beside 25 hurt.
    """
    low, high = one.high or 0, other.low or 0
    if high <= low:
        return False
    by_far = high > _TIMES * low and high - low > _NEAR
    if one.found or (by_far and _same_voice(one, other)):
        return True
    if any(other.parts.get(group) == (one.low, one.high) for group in one.groups):
        return True
    is_wider = not other.groups <= _NARROW or not other.groups or one.groups < other.groups
    if one.groups and one.groups <= _NARROW and is_wider:
        return True
    return bool(one.groups) and not other.groups and bool(one.sources & other.sources)


def _interval(told: Sequence[Statement]) -> Derived:
    """Give the smallest and the largest figure."""
    if not told:
        return Derived()
    return Derived(
        low=min(one.low or 0 for one in told),
        high=max(one.high or 0 for one in told),
        open=any(one.open for one in told),
    )


def _range(told: Sequence[Statement], _: Language) -> Derived:
    return _interval(counted(told))


def _acled(told: Sequence[Statement], language: Language) -> Derived:
    """Give the lowest figure; words without one by ACLED's table, silence as none killed."""
    found = [one.low for one in counted(told) if one.low is not None]
    lowest = min(found, default=min(map(_vague(language), (s.words for s in told)), default=0))
    return Derived(lowest, lowest, lowest)


@cache
def _vague(language: Language) -> Callable[[str], int]:
    """Give ACLED's number for words like "dozens", 0 where there are none."""
    numbers = {row["pattern"]: int(row["acled"]) for row in rows(language, "vague_counts")}
    words = pattern(language, "vague_counts")

    def number(wording: str) -> int:
        return min((numbers[hit.group().lower()] for hit in words.finditer(wording)), default=0)

    return number


def _ucdp(told: Sequence[Statement], _: Language) -> Derived:
    """Give low and high, and as best what most sources say; of equals the lower."""
    known = counted(told)
    voices: Counter[int] = Counter()
    for figure, _voice in {(one.low or 0, one.sources) for one in known}:
        voices[figure] += 1
    best = min(voices, key=lambda figure: (-voices[figure], figure), default=None)
    return replace(_interval(known), best=best)


def _airwars(told: Sequence[Statement], _: Language) -> Derived:
    """Give smallest and largest number of civilians; belligerents are counted apart."""
    civil = [_civilians(one) for one in counted(told)]
    return _interval([one for one in civil if one is not None])


def _civilians(one: Statement) -> Statement | None:
    """Take the fighters out of a statement; None where it speaks of nobody else."""
    if "civilians" in one.parts:
        low, high = one.parts["civilians"]
        return replace(one, low=low, high=high, open=False)
    if one.groups and one.groups <= BELLIGERENTS:
        return None
    fighters = [one.parts[group] for group in sorted(BELLIGERENTS & set(one.parts))]
    fewest, most = sum(low for low, _ in fighters), sum(high for _, high in fighters)
    low, high = max(0, (one.low or 0) - most), max(0, (one.high or 0) - fewest)
    return replace(one, low=low, high=high)


POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy("range", "smallest to largest figure of all sources cited", _range),
        Policy("acled", "lowest figure reported; dozens is 12, hundreds is 100", _acled),
        Policy("ucdp", "low, best, high; best is what most sources say", _ucdp),
        Policy("airwars", "smallest and largest number of civilians", _airwars),
    )
}
"""The policies by name; ``range`` fills the columns of ``incidents``."""
