"""Which events of two builds are the same: by the reports that they share.

The id of an event is made of those of its reports and changes with each; the id of a report is
made of what the rules read in it. So reports are matched first, each with at most one: by id,
then what is left by the record or the sentence that it was read in. Events that share matched
reports are told of together.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mapper.changes.read import Row

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One report in both builds, and by what it was told: id, record, sentence or file."""

    old: Row
    new: Row
    by: str


@dataclass(frozen=True, slots=True)
class Group:
    """Events of two builds that share reports; of new or gone ones one side is empty.

    `news` and `olds` are reports that only one build has, each list in the order of ids.
    """

    old_events: tuple[str, ...]
    new_events: tuple[str, ...]
    pairs: tuple[Pair, ...]
    olds: tuple[Row, ...]
    news: tuple[Row, ...]

    @property
    def incidents(self) -> set[str]:
        """Ids of all its reports in either build."""
        both = [row for pair in self.pairs for row in (pair.old, pair.new)]
        return {str(row["incident_id"]) for row in (*both, *self.olds, *self.news)}


def groups(
    old_events: Mapping[str, Row],
    new_events: Mapping[str, Row],
    old_reports: Iterable[Row],
    new_reports: Iterable[Row],
) -> list[Group]:
    """Match events of two builds.

    Parameters
    ----------
    old_events, new_events
        Rows of events by id. An event's `members` count where its reports are not given.
    old_reports, new_reports
        Reports of them.

    Returns
    -------
    groups
        Every event is in exactly one, in the order of the first id.
    """
    olds, news = _by_id(old_events, old_reports), _by_id(new_events, new_reports)
    pairs = list(match(olds, news))
    side = {("old", p.old["incident_id"]): p for p in pairs}
    side |= {("new", p.new["incident_id"]): p for p in pairs}
    above = _Together()
    for event in old_events:
        above.find(("old", event))
    for event in new_events:
        above.find(("new", event))
    for pair in pairs:
        above.join(("old", str(pair.old["event_id"])), ("new", str(pair.new["event_id"])))
    members: dict[Key, list[tuple[str, str]]] = {}
    for one in above.known:
        members.setdefault(above.find(one), []).append(one)
    reports: dict[Key, list[Row]] = {}
    for word, rows in (("old", olds), ("new", news)):
        for row in rows.values():
            reports.setdefault((word, row["event_id"]), []).append(row)
    made = [_group(sorted(one), reports, side) for one in members.values()]
    return sorted(made, key=lambda one: min((*one.new_events, *one.old_events)))


def _group(
    events: list[tuple[str, str]],
    reports: Mapping[Key, list[Row]],
    side: Mapping[tuple[str, str], Pair],
) -> Group:
    """Put together what a set of events holds."""
    pairs: dict[str, Pair] = {}
    alone: dict[str, list[Row]] = {"old": [], "new": []}
    for word, event in events:
        for row in reports.get((word, event), []):
            pair = side.get((word, row["incident_id"]))
            if pair is None:
                alone[word].append(row)
            else:
                pairs[pair.new["incident_id"]] = pair
    by_id = itemgetter("incident_id")
    return Group(
        tuple(event for word, event in events if word == "old"),
        tuple(event for word, event in events if word == "new"),
        tuple(pairs[key] for key in sorted(pairs)),
        tuple(sorted(alone["old"], key=by_id)),
        tuple(sorted(alone["new"], key=by_id)),
    )


def _by_id(events: Mapping[str, Row], reports: Iterable[Row]) -> dict[str, Row]:
    """Give the reports of events by id; of events that came without theirs, their ids alone."""
    found = {str(row["incident_id"]): row for row in reports if row["event_id"] in events}
    for event, row in events.items():
        listed = [one for one in (row["members"] or "").split(JOINER) if one]
        if listed and found.get(event):
            del found[event]
        for one in listed:
            found.setdefault(one, {"incident_id": one, "event_id": event})
    return dict(sorted(found.items()))


def match(olds: Mapping[str, Row], news: Mapping[str, Row]) -> Iterator[Pair]:
    """Match reports, each with at most one of the other build; the surest ways first."""
    yield from (Pair(row, news[key], "id") for key, row in olds.items() if key in news)
    left = {key: row for key, row in olds.items() if key not in news}
    right = {key: row for key, row in news.items() if key not in olds}
    for by, find in (("record", _records), ("sentence", _sentences), ("file", _files)):
        for old, new in list(find(list(left.values()), list(right.values()))):
            yield Pair(left.pop(old["incident_id"]), right.pop(new["incident_id"]), by)


def _records(olds: list[Row], news: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Match by file and the record's own id in it."""
    yield from _keyed(olds, news, _record)


def _record(row: Row) -> Key | None:
    if row.get("article_id") or not row.get("source_id"):
        return None
    return row["file"], row["source_id"]


def _files(olds: list[Row], news: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Match by the words of the sentence in files of one name, whose bytes have changed."""
    yield from _keyed(olds, news, _words)


def _words(row: Row) -> Key | None:
    if not row.get("article_id") or not row.get("sentence"):
        return None
    return row["file"], " ".join(row["sentence"].split())


def _keyed(
    olds: list[Row], news: list[Row], key: Callable[[Row], Key | None]
) -> Iterator[tuple[Row, Row]]:
    """Match the first with the first of each key, in the order given: that of ids."""
    waiting: dict[Key, list[Row]] = {}
    for row in news:
        if (name := key(row)) is not None:
            waiting.setdefault(name, []).append(row)
    for row in olds:
        name = key(row)
        if name is not None and waiting.get(name):
            best = max(waiting[name], key=lambda other: _likeness(row, other))
            waiting[name].remove(best)
            yield row, best


def _sentences(olds: list[Row], news: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Match by sentences of one article that overlap: the most alike first."""
    by_article: dict[str, list[Row]] = {}
    for row in news:
        if row.get("article_id") and row["char_start"] is not None:
            by_article.setdefault(row["article_id"], []).append(row)
    found = []
    for rows in by_article.values():
        rows.sort(key=itemgetter("char_start"))
    for row in olds:
        if row.get("article_id") and row["char_start"] is not None:
            others = by_article.get(row["article_id"], [])
            found += [(_likeness(row, other), row, other) for other in _overlapping(row, others)]
    found.sort(
        key=lambda one: (*(-n for n in one[0]), one[1]["incident_id"], one[2]["incident_id"])
    )
    taken: set[tuple[str, str]] = set()
    for _, row, other in found:
        ids = {("old", row["incident_id"]), ("new", other["incident_id"])}
        if not ids & taken:
            taken |= ids
            yield row, other


def _overlapping(row: Row, others: list[Row]) -> Iterator[Row]:
    """Give what overlaps a sentence, of rows sorted by where theirs begin."""
    end = bisect_left(others, row["char_end"], key=itemgetter("char_start"))
    yield from (other for other in others[:end] if other["char_end"] > row["char_start"])


def _likeness(one: Row, other: Row) -> tuple[int, int, int, int]:
    """Say how alike two reports are: kind, place, day, and code points that they share."""
    places = [set((row.get("place_ids") or "").split(JOINER)) - {""} for row in (one, other)]
    days = ("date_start", "date_end")
    shared = 0
    if one.get("char_end") is not None and other.get("char_end") is not None:
        first = max(one["char_start"], other["char_start"])
        shared = min(one["char_end"], other["char_end"]) - first
    return (
        int(one.get("event_type") == other.get("event_type")),
        len(places[0] & places[1]),
        int(all(one.get(name) == other.get(name) for name in days)),
        shared,
    )


class _Together:
    """Sets that grow by being joined: which event is told of with which."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], tuple[str, str]] = {}

    def find(self, one: tuple[str, str]) -> tuple[str, str]:
        """Give the event that stands for the set of another; a new one stands for itself."""
        self.known.setdefault(one, one)
        while self.known[one] != one:
            self.known[one] = self.known[self.known[one]]
            one = self.known[one]
        return one

    def join(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        """Make one set of those of two events."""
        self.known[self.find(one)] = self.find(other)
