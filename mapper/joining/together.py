"""What the reports of an event say together: kind, days, parties, figures, who said what."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mapper.base import days
from mapper.base.kinds import families_across, kinds
from mapper.base.schema import JOINER, OPEN_JOINER
from mapper.incidents import TOLLS, claims_of_reports, derive, highest, tolls_in_words, voice_of
from mapper.joining import kinship
from mapper.joining.case import EXACT, SPAN, parts
from mapper.joining.kinship import OPEN_KIND, parties, says_nothing
from mapper.reports import RESERVE, is_narrower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.joining.case import Cases
    from mapper.words import Language

Row = dict[str, Any]

COUNTS = ("strike_count", "killed", "injured", "displaced")
_TWO = 2


def kind_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Choose the kind of attack: of the family that most reports name the narrowest.

    Examples
    --------
    >>> told = [{"event_type": kind} for kind in ("other", "airstrike", "barrel_bomb", "shelling")]
    >>> kind_of(told)
    'barrel_bomb'
    """
    told: Counter[str] = Counter(
        row["event_type"] for row in rows if row["event_type"] != OPEN_KIND
    )
    if not told:
        return OPEN_KIND
    families: Counter[str] = Counter()
    for kind, times in told.items():
        for family in families_across(kind):
            families[family] += times
    most = max(families.values(), default=0)
    likely = {family for family, times in families.items() if times == most}
    fitting = [kind for kind in told if families_across(kind) & likely] or list(told)
    return min(fitting, key=lambda kind: (_rank(kind), kind))


def _rank(kind: str) -> int:
    rank = kinds()[kind].rank
    return len(kinds()) if rank is None else rank


def days_of(cases: Cases, members: Sequence[int]) -> Row:
    """Give the days of an event: those of exact reports, else what all intervals share.

    Exact days that differ by a night span both; intervals that share no day span all.
    """
    if len(members) == 1:
        return _as_told([cases.rows[members[0]]])
    exact = [int(cases.first[n]) for n in members if cases.basis[n] == EXACT]
    if exact:
        return _interval(min(exact), max(exact), "on")
    spans = [n for n in members if cases.basis[n] == SPAN]
    if not spans:
        return _as_told(cases.rows[n] for n in members)
    first, last = max(int(cases.first[n]) for n in spans), min(int(cases.last[n]) for n in spans)
    if first > last:
        first, last = (
            min(int(cases.first[n]) for n in spans),
            max(int(cases.last[n]) for n in spans),
        )
    bases = {cases.rows[n].get("date_basis") for n in spans}
    narrowest = min(spans, key=lambda n: (cases.last[n] - cases.first[n], n))
    told = cases.rows[narrowest]
    is_as_told = (first, last) == (cases.first[narrowest], cases.last[narrowest])
    made = _interval(first, last, bases.pop() if len(bases) == 1 else "on")
    return made | ({"date_precision": told.get("date_precision")} if is_as_told else {})


def _interval(first: int, last: int, basis: str | None) -> Row:
    start, end = (date.fromordinal(n).isoformat() for n in (first, last))
    precision = days.precision(start, end)
    return {"date_start": start, "date_end": end, "date_precision": precision, "date_basis": basis}


_DAYS = ("date_start", "date_end", "date_precision", "date_basis")


def _as_told(rows: Iterable[Mapping[str, Any]]) -> Row:
    """Take the narrowest days too wide to be compared, or none."""
    dated = [row for row in rows if row.get("date_start")]
    if not dated:
        return dict.fromkeys(_DAYS) | {"date_precision": "unknown"}
    row = min(dated, key=lambda one: (_length(one), one["incident_id"]))
    return {name: row.get(name) for name in _DAYS}


def _length(row: Mapping[str, Any]) -> timedelta:
    return date.fromisoformat(row["date_end"]) - date.fromisoformat(row["date_start"])


def actor_of(rows: Sequence[Mapping[str, Any]], language: Language) -> Row:
    """Say who struck: the parties that all reports allow, else all of them, disputed.

    Examples
    --------
    >>> from mapper.gazetteer import load_gazetteer
    >>> told = [{"actor": a, "actor_status": "attributed"} for a in ("Russia", "Syrian government")]
    >>> actor_of(told, load_gazetteer().language())
    {'actor': 'Russia or Syrian government', 'actor_status': 'disputed'}
    """
    if len(rows) == 1:
        return {name: rows[0].get(name) for name in ("actor", "actor_status")}
    named = [(_parties(row["actor"], language), row) for row in rows if row.get("actor")]
    named = [(names, row) for names, row in named if names]
    if not named:
        return {"actor": None, "actor_status": "unknown"}
    shared = frozenset.intersection(*(names for names, _ in named))
    joiner = JOINER if _are_together(rows) else OPEN_JOINER
    status = next((s for s in RESERVE if s in {row["actor_status"] for _, row in named}), "unknown")
    if shared:
        sure = {row["actor_status"] for names, row in named if names == shared} or {status}
        status = next((s for s in RESERVE if s in sure), "unknown")
        return {"actor": joiner.join(sorted(shared)), "actor_status": status}
    every = _narrowest(frozenset[str]().union(*(names for names, _ in named)), language)
    if len(every) == 1:
        return {"actor": every[0], "actor_status": status}
    return {"actor": OPEN_JOINER.join(every), "actor_status": "disputed"}


def _parties(cell: str, language: Language) -> frozenset[str]:
    """Give the parties of a cell, of one whose parties nobody knows the cell; none of nobody."""
    if named := parties(cell, language):
        return named
    return frozenset() if says_nothing(cell, language) else frozenset({cell})


def _are_together(rows: Iterable[Mapping[str, Any]]) -> bool:
    """See whether no report leaves open which of several parties it was."""
    return not any(OPEN_JOINER in (row.get("actor") or "") for row in rows)


def _narrowest(names: frozenset[str], language: Language) -> list[str]:
    """Leave out parties that only cover another one."""
    return sorted(n for n in names if not any(is_narrower(o, n, language) for o in names - {n}))


def figures_of(rows: Sequence[Mapping[str, Any]], language: Language) -> Row:
    """Derive the counts of an event, and tell side by side what reports disagree on.

    Tolls come by the policy ``range`` from what each report says in its sources' name;
    what the other policies make of the same is told in words.
    """
    names = kinship.spoken((row.get("attributed_to") for row in rows), language)
    targets = {one for row in rows for one in parts(row.get("targets"))}
    made: Row = {
        "targets": JOINER.join(sorted(targets)) or None,
        "attributed_to": JOINER.join(sorted(set(names.values()))) or None,
    }
    disagreed = {name: words for name in COUNTS if (words := side_by_side(rows, name, language))}
    claims = claims_of_reports(rows, disagreed.keys() & set(TOLLS))
    for name in COUNTS:
        made |= _range(rows, name, claims if name in disagreed and name in TOLLS else None)
    policies = [words for name in TOLLS if (words := tolls_in_words(claims, name))]
    return made | {
        **{name: _most_told(rows, name) for name in ("killed_group", "count_unit")},
        "figures": JOINER.join(disagreed.values()) or None,
        "policies": JOINER.join(policies) or None,
    }


def _most_told(rows: Iterable[Mapping[str, Any]], name: str) -> str | None:
    """Give the word that most reports use, of equals the first of the alphabet."""
    told = Counter(str(row[name]) for row in rows if row.get(name))
    return min(told, key=lambda word: (-told[word], word), default=None)


def _range(rows: Sequence[Mapping[str, Any]], name: str, claims: list[Row] | None) -> Row:
    """Derive the interval of a count; of a toll that reports disagree on from their claims."""
    told = [row for row in rows if row.get(f"{name}_min") is not None]
    if claims:
        toll = derive(claims, name)
        low, high, is_open = toll.low, toll.high, toll.open
    else:
        low = min((row[f"{name}_min"] for row in told), default=None)
        high = max((highest(row, name) for row in told), default=None)
        is_open = any(row.get(f"{name}_open") for row in told)
    return {
        f"{name}_min": low,
        f"{name}_max": high,
        f"{name}_open": is_open if told else None,
    }


def side_by_side(rows: Iterable[Mapping[str, Any]], name: str, language: Language) -> str | None:
    """Word figures that differ, each with who said it; None where all agree.

    No name has the marks between them: brackets are square, "/" stands for commas and semicolons.

    Examples
    --------
    >>> from mapper.words import DEFAULT_LANGUAGE
    >>> told = [
    ...     {"killed_min": 4, "killed_max": 4, "attributed_to": "the rescuers"},
    ...     {"killed_min": 3, "killed_max": 3, "killed_open": True, "publisher": "a wire"},
    ... ]
    >>> side_by_side(told, "killed", DEFAULT_LANGUAGE)
    'killed 3 or more (a wire), 4 (the rescuers)'
    """
    rows = [row for row in rows if row.get(f"{name}_min") is not None]
    if (
        len({(row[f"{name}_min"], row.get(f"{name}_max"), row.get(f"{name}_open")) for row in rows})
        < _TWO
    ):
        return None
    names = kinship.spoken((row.get("attributed_to") for row in rows), language)
    said: dict[tuple[int, int, bool], set[str]] = defaultdict(set)
    for row in rows:
        figure = (int(row[f"{name}_min"]), highest(row, name), bool(row.get(f"{name}_open")))
        voices = sorted({_unmarked(names.get(one, one)) for one in parts(voice_of(row, name))})
        said[figure].add(", ".join(voices))
    if len(said) < _TWO:
        return None
    ordered = sorted(said, key=lambda figure: (-len(said[figure]), figure))
    told = [f"{_worded(*figure)} ({'; '.join(sorted(said[figure]))})" for figure in ordered]
    return f"{name.replace('_', ' ')} {', '.join(told)}"


_MARKS = str.maketrans({"(": "[", ")": "]", ";": " /", ",": " /"})


def _unmarked(name: str) -> str:
    """Write a name without the marks that part figures and voices, so that it cannot be more.

    Examples
    --------
    >>> _unmarked("Foo), 900 (UN; Bar")
    'Foo] / 900 [UN / Bar'
    """
    return name.translate(_MARKS)


def _worded(low: int, high: int, is_open: bool) -> str:
    return (f"{low}" if low == high else f"{low}-{high}") + (" or more" if is_open else "")
