"""How right joining is: against known links of texts and records, or the whole truth.

A list of links (``text,code``) says which text reports which record; a text may report more,
so pairs it does not list count as wrong but are for reading by hand. A list of members
(``member,event``) says of every report which event it is of. Where two tables have records of
one id, a column ``file`` names the table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import MapperError
from mapper.base.geo import KM, great_circle_km
from mapper.base.schema import JOINER, REGION_PRECISION
from mapper.gazetteer import fold
from mapper.score.known_links import Gold, code

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

Row = dict[str, Any]

_NEAR_M = 5000.0
_DAYS = 1
_SCOPES = ("event", "background")
_WORD = 4


def _tables(rows: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Give for each id of a record the tables that have one of that id."""
    tables: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.get("source_id"):
            tables[str(row["source_id"])].add(str(row.get("file")))
    return tables


def _refuse(name: str, tables: Iterable[str]) -> MapperError:
    listed = ", ".join(sorted(tables))
    return MapperError(f"{name!r} is the id of a record in {listed}: name the table in `file`")


def truth(rows: Sequence[Mapping[str, Any]], gold: Gold) -> list[str | None]:
    """Give the true event of each incident; None for one that the list does not know.

    A member is a record's ``source_id``, or an article's file: with ``start`` and ``end`` what
    is told between these code points, without them all that it tells.

    Raises
    ------
    MapperError
        If a member is a record of two tables, and the list does not say of which.
    """
    of_record: dict[str, dict[str, Row]] = defaultdict(dict)
    of_file: dict[str, list[Row]] = defaultdict(list)
    for one in gold.members:
        of_record[one["member"]].setdefault(one.get("file") or "", one)
        of_file[one.get("file") or one["member"]].append(one)
    tables = _tables(rows)
    return [_true_event(row, of_record, of_file, tables) for row in rows]


def _true_event(
    row: Mapping[str, Any],
    of_record: Mapping[str, Mapping[str, Row]],
    of_file: Mapping[str, list[Row]],
    tables: Mapping[str, set[str]],
) -> str | None:
    if row["scope"] not in _SCOPES:
        return None
    if row.get("source_id"):
        return _event_of_record(row, of_record.get(str(row["source_id"]), {}), tables)
    for one in of_file.get(str(row["file"]), ()):
        if not one.get("start") or int(one["start"]) <= row["char_start"] < int(one["end"]):
            return str(one["event"])
    return None


def _event_of_record(
    row: Mapping[str, Any], listed: Mapping[str, Row], tables: Mapping[str, set[str]]
) -> str | None:
    """Give the event of a record: of a member of its table, else of one of no table."""
    if known := listed.get(str(row.get("file"))):
        return str(known["event"])
    if "" not in listed:
        return None
    having = tables[str(row["source_id"])] - listed.keys()
    if len(having) > 1:
        raise _refuse(str(row["source_id"]), having)
    return str(listed[""]["event"])


def b_cubed(found: Sequence[Hashable], true: Sequence[Hashable | None]) -> Row:
    """Score clusters as B-cubed does: the mean over members of how pure and how whole each is.

    Parameters
    ----------
    found, true
        Cluster and true event of each member; None for one that is not scored.

    Examples
    --------
    >>> b_cubed(["x", "x", "y"], ["a", "a", "a"])
    {'precision': 1.0, 'recall': 0.5556, 'f1': 0.7143, 'members': 3}
    """
    known = [n for n, event in enumerate(true) if event is not None]
    both = Counter((found[n], true[n]) for n in known)
    of_found = Counter(found[n] for n in known)
    of_true = Counter(true[n] for n in known)
    pure = sum(n * n / of_found[cluster] for (cluster, _), n in both.items())
    whole = sum(n * n / of_true[event] for (_, event), n in both.items())
    return _rates(pure, len(known), whole, len(known)) | {"members": len(known)}


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable | None]) -> Row:
    """Score clusters by the pairs of members that they join."""
    known = [n for n, event in enumerate(true) if event is not None]
    right = _pairs(Counter((found[n], true[n]) for n in known))
    joined, wanted = (
        _pairs(Counter(found[n] for n in known)),
        _pairs(Counter(true[n] for n in known)),
    )
    return _rates(right, joined, right, wanted) | {"right": right, "joined": joined, "of": wanted}


def _pairs(sizes: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _rates(right: float, found: float, hit: float, wanted: float) -> Row:
    precision = right / found if found else None
    recall = hit / wanted if wanted else None
    both = (precision or 0.0) + (recall or 0.0)
    f1 = 2 * (precision or 0.0) * (recall or 0.0) / both if both else None
    return {
        name: None if value is None else round(value, 4)
        for name, value in (("precision", precision), ("recall", recall), ("f1", f1))
    }


def score_links(
    incidents: Sequence[Row], locations: Iterable[Row], event_links: Iterable[Row], gold: Gold
) -> Row:
    """Score the events of a build.

    Parameters
    ----------
    incidents, locations, event_links
        Rows of the tables of those names.
    gold
        Links or members.

    Returns
    -------
    figures
        Counts and rates, ready for JSON; ``wrong`` lists wrong joins, each with the weights
        that made it. ``missed`` lists, of links alone, those whose report was extracted and
        not joined, as text and code; of members it is empty. Of members ``unknown`` names
        those that no report is of.

    Raises
    ------
    MapperError
        If a record is listed whose id two tables have, and not of which.
    """
    events = [row for row in incidents if row.get("event_id")]
    why = {frozenset((row["left_id"], row["right_id"])): row for row in event_links}
    if gold.members:
        return _whole(events, why, gold)
    return _listed(events, locations, why, gold)


def _whole(events: Sequence[Row], why: Mapping[frozenset[str], Row], gold: Gold) -> Row:
    """Score against the whole truth: with all members, and with those that say enough."""
    true = truth(events, gold)
    untold = {_key(m) for m in gold.members if m.get("told") == "no"}
    enough = truth(events, Gold(members=tuple(m for m in gold.members if _key(m) not in untold)))
    found = [row["event_id"] for row in events]
    by_id = {row["incident_id"]: (row, event) for row, event in zip(events, true, strict=True)}
    wrong = []
    for pair, link in sorted(why.items(), key=lambda one: sorted(one[0])):
        (one, event), (other, other_event) = (by_id[name] for name in sorted(pair))
        if link["decision"] == "joined" and event and other_event and event != other_event:
            wrong.append(_wrong(one, other, link, f"{event} and {other_event}"))
    unknown = _unknown((row for row in events if row["scope"] in _SCOPES), gold)
    return {
        "members": {
            "listed": len(gold.members),
            "found": len(gold.members) - len(unknown),
            "reports": sum(event is not None for event in true),
        },
        "all": {"b_cubed": b_cubed(found, true), "pairwise": pairwise(found, true)},
        "told": {"b_cubed": b_cubed(found, enough), "pairwise": pairwise(found, enough)},
        "wrong": wrong,
        "missed": [],
        "unknown": unknown,
    }


def _unknown(events: Iterable[Row], gold: Gold) -> list[str]:
    """Name the members that no report of the build is of, with the file that may be meant."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in events:
        told[str(row["source_id"] if row.get("source_id") else row["file"])].append(row)
    of_stem = {Path(name).stem: name for name in sorted(told, reverse=True)}
    unknown: list[str] = []
    for one in gold.members:
        if any(_is_of(row, one) for row in told[one["member"]]):
            continue
        ends = f" {one['start']}-{one['end']}" if one.get("start") else ""
        meant = of_stem.get(one["member"])
        hint = f" ({meant}?)" if meant and meant != one["member"] else ""
        unknown.append(f"{one['member']}{ends}{hint}")
    return unknown


def _is_of(row: Row, member: Row) -> bool:
    """See whether a report of a member's name is of its table, or in its stretch of the text."""
    if row.get("source_id"):
        return (member.get("file") or str(row["file"])) == str(row["file"])
    return not member.get("start") or int(member["start"]) <= row["char_start"] < int(member["end"])


def _key(member: Row) -> tuple[str, str | None, str | None]:
    return member["member"], member.get("file"), member.get("start")


def _wrong(one: Row, other: Row, link: Mapping[str, Any] | None, truth: str) -> Row:
    return {
        "left": _brief(one),
        "right": _brief(other),
        "truth": truth,
        "score": link["score"] if link else None,
        "reasons": link["reasons"] if link else "no pair of its own: through other members",
    }


def _brief(row: Row) -> str:
    """Name an incident: where it stands, what, when, where, how many."""
    name = row.get("source_id") or row["file"]
    toll = "".join(
        f" {k} {row[f'{k}_min']}-{row[f'{k}_max']}"
        for k in ("killed", "injured")
        if row.get(f"{k}_min") is not None
    )
    words = f"{name} {row['event_type']} {row['date_start'] or 'undated'} {row['places'] or '-'}"
    return f"{words}{toll}"


def _listed(
    events: Sequence[Row],
    locations: Iterable[Row],
    why: Mapping[frozenset[str], Row],
    gold: Gold,
) -> Row:
    """Score against links: those of texts and records that the build read."""
    texts: dict[str, list[Row]] = defaultdict(list)
    records: dict[str, Row] = {}
    code_of = _Codes(events, gold)
    for row in events:
        if row.get("source_id"):
            records[code_of(row)] = row
        else:
            texts[Path(str(row["file"])).stem].append(row)
    linked_texts, linked_codes = ({pair[n] for pair in gold.links} for n in (0, 1))
    wanted = {pair for pair in gold.links if pair[1] in records and pair[0] in texts}
    near = _Near(locations)
    extracted = {(t, c) for t, c in wanted if any(near.is_told(r, records[c]) for r in texts[t])}
    members = _members(events)
    found = {
        (text, code_of(other)): (row, other)
        for text, rows in texts.items()
        for row in rows
        for other in members[row["event_id"]]
        if other.get("source_id") and (text in linked_texts or code_of(other) in linked_codes)
    }
    right = found.keys() & gold.links
    wrong = [
        _wrong(
            *found[pair], why.get(frozenset(row["incident_id"] for row in found[pair])), "unlinked"
        )
        for pair in sorted(found.keys() - gold.links)
    ]
    return {
        "links": {"listed": len(gold.links), "in_build": len(wanted), "extracted": len(extracted)},
        "given_extracted": _rates(len(right), len(found), len(right & extracted), len(extracted)),
        "end_to_end": _rates(len(right), len(found), len(right), len(wanted)),
        "right": len(right),
        "lost_to_extraction": round(1 - len(extracted) / len(wanted), 4) if wanted else None,
        "wrong": wrong,
        "missed": [" ".join(pair) for pair in sorted(extracted - found.keys())],
    }


class _Codes:
    """Names records as a list of links does: by their ids, with the table where it says so."""

    def __init__(self, events: Iterable[Row], gold: Gold) -> None:
        self._tables = _tables(events)
        self._listed = {name for _, name in gold.links}

    def __call__(self, record: Row) -> str:
        name, file = str(record["source_id"]), str(record.get("file"))
        with_table, tables = code(file, name), self._tables[name]
        if with_table in self._listed or (len(tables) > 1 and name not in self._listed):
            return with_table
        if unnamed := {one for one in tables if code(one, name) not in self._listed} - {file}:
            raise _refuse(name, {file, *unnamed})
        return name


def _members(events: Iterable[Row]) -> dict[str, list[Row]]:
    members: dict[str, list[Row]] = defaultdict(list)
    for row in events:
        members[row["event_id"]].append(row)
    return members


class _Near:
    """Tells whether an incident could be a record at all: near it, about the same day."""

    def __init__(self, locations: Iterable[Row]) -> None:
        self._at: dict[str, list[Row]] = defaultdict(list)
        for one in locations:
            if one["lat"] is not None:
                self._at[one["incident_id"]].append(one)

    def is_told(self, told: Row, record: Row) -> bool:
        """See whether place and day of a record were read from a text."""
        return _are_near_days(told, record) and self._are_near(told, record)

    def _are_near(self, told: Row, record: Row) -> bool:
        mine, theirs = self._at[told["incident_id"]], self._at[record["incident_id"]]
        if not mine or not theirs:
            return not _words(told).isdisjoint(_words(record))
        return any(_is_within(one, other) for one in mine for other in theirs)


def _is_within(one: Row, other: Row) -> bool:
    """See whether a place that was read may be the record's; a region is no place read."""
    if (one["geo_precision"] or 1) >= REGION_PRECISION:
        return False
    away = great_circle_km(one["lon"], one["lat"], other["lon"], other["lat"]) * KM
    return away <= max(_NEAR_M, (one["radius_m"] or 0.0) + (other["radius_m"] or 0.0))


def _words(row: Row) -> set[str]:
    joined = " ".join(fold(name) for name in (row["places"] or "").split(JOINER))
    return {word for word in joined.split() if len(word) >= _WORD}


def _are_near_days(one: Row, other: Row) -> bool:
    if not one["date_start"] or not other["date_start"]:
        return True
    first = max(date.fromisoformat(row["date_start"]) for row in (one, other))
    last = min(date.fromisoformat(row["date_end"]) for row in (one, other))
    return (first - last).days <= _DAYS
