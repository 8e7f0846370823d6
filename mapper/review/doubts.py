"""What is doubtful in a store, the most doubtful first, and what people have decided of it."""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.base.rejects import REFUSED
from mapper.base.schema import INCIDENTS, JOINER
from mapper.corrections import TOLLS
from mapper.incidents import Reason
from mapper.review.cells import in_short, spelled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping

Row = dict[str, Any]

LOW_MARGIN = 10.0
"""Points, of 100, by which a place must lead the next to be beyond doubt; under 1.5 is a tie."""
LOW_SCORE = 90.0
"""Score, of 100, under which a name is read by its likeness to another."""
COARSE = 3
"""Code of `geo_precision` of a place that is but a region."""
_OPEN_REASONS = frozenset({Reason.POINTS_BACK, Reason.TOLL_OF_NOTHING})
"""Reasons for which words that read like a strike are left, though nothing speaks against it."""
_STRONG_WORDS = frozenset({"noun", "happening"})
"""Evidence of a strike's own word; where it was too little, somebody should look."""

CHANGED, TIE, MARGIN, COARSE_PLACE, FIGURES, PAIR, UNPLACED, NOT_TAKEN, NONE = range(9)
"""Order of the doubts; the last is none, where all reports are listed."""
_IN_FORCE = ("applied", "said_by_rules")
_CONFIRM = "confirm"
_AGGREGATE = "aggregate"
_CANDIDATES = 8
_NAMED = 3
_PLACE, _TOLL = "place", "toll"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a report is doubtful: how much, in which field, and in words."""

    rank: int
    about: str
    words: str
    choices: tuple[str, ...] = ()
    """Places it may be, the likeliest first, as a cell takes them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a sheet: a report, a pair of reports, or words that were not taken.

    Attributes
    ----------
    rank
        Its place among the doubts.
    doubts
        Why it is doubtful, in words.
    reports
        Rows of ``incidents``: one, or two of a pair; of words that were not taken none.
    cells
        The fields of each report; see `mapper.review.cells.spelled`.
    place_ids
        Ids of the places of the first report, in the order of its cell.
    choices
        Places it may be.
    source
        Of words that were not taken: ``publisher``, ``file``, ``url`` and where they stand.
    """

    rank: int
    doubts: tuple[str, ...]
    reports: tuple[Row, ...] = ()
    cells: tuple[Mapping[str, str], ...] = ()
    place_ids: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)


def find(
    connection: sqlite3.Connection,
    *,
    only: Collection[str] | None = None,
    everything: bool = False,
) -> list[Item]:
    """List what is doubtful in a store.

    Parameters
    ----------
    connection
        Store, as `mapper.store.open_store` gives it.
    only
        Incidents to look at; None for all, and for words that were not taken besides.
    everything
        List the reports without a doubt too, at the end.

    Returns
    -------
    items
        By rank, then by day and id. A doubt that a person has decided is none: any of a
        report that was confirmed as it still is, one of its place or toll where that was put
        right. A pair joined or split is decided; words that were not taken cannot be.
    """
    store = _Store(connection)
    settled = _Settled.of(connection)
    items = []
    for name, row in store.reports.items():
        if only is not None and name not in only:
            continue
        doubts = settled.left(name, store.doubts[name], store.cells(name))
        if doubts or everything:
            items.append(_of_report(store, name, row, doubts))
    items += _pairs(store, only)
    if only is None:
        items += _not_taken(connection)
    return sorted(items, key=_order)


def _of_report(store: _Store, name: str, row: Row, doubts: list[Doubt]) -> Item:
    """Make the item of a report."""
    return Item(
        rank=min((one.rank for one in doubts), default=NONE),
        doubts=tuple(dict.fromkeys(one.words for one in doubts)),
        reports=(row,),
        cells=(store.cells(name),),
        place_ids=tuple(one["place_id"] or "" for one in store.places[name]),
        choices=tuple(dict.fromkeys(choice for one in doubts for choice in one.choices)),
    )


def _order(item: Item) -> tuple[Any, ...]:
    """Order items by doubt, then day, then id."""
    first = item.reports[0] if item.reports else item.source
    day, name = first.get("date_start"), first.get("incident_id") or first.get("file")
    second = item.reports[1]["incident_id"] if len(item.reports) > 1 else ""
    return (item.rank, day is None, day or "", str(name), second, first.get("start") or 0)


class _Store:
    """Reports of a store with their places and doubts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        names = ", ".join(f'"{name}"' for name in INCIDENTS.names)
        found = _rows(connection, f"SELECT {names}, geom IS NULL AS unplaced FROM incidents")
        self.reports = {row["incident_id"]: row for row in found}
        self.places: dict[str, list[Row]] = defaultdict(list)
        query = "SELECT * FROM locations ORDER BY incident_id, seq"
        for row in _rows(connection, query):
            self.places[row["incident_id"]].append(row)
        self.doubts: dict[str, list[Doubt]] = defaultdict(list)
        for found_in in (self._ties, self._likenesses, self._coarse, self._figures, self._unplaced):
            for name, doubt in found_in():
                self.doubts[name].append(doubt)

    def cells(self, name: str) -> dict[str, str]:
        """Spell a report's fields."""
        return spelled(self.reports[name], [one["name"] for one in self.places[name]])

    def pairs(self) -> list[Row]:
        """Read the pairs that nearly were one event."""
        return list(
            _rows(self._connection, "SELECT * FROM event_links WHERE decision = 'doubtful'")
        )

    def _ties(self) -> Iterator[tuple[str, Doubt]]:
        for row in self._named("tie"):
            listed = self._candidates(row["mention_id"])
            words = f"{row['text']!r} could be any of {', '.join(listed[:_NAMED])}"
            yield row["incident_id"], Doubt(TIE, _PLACE, words, tuple(listed))

    def _named(self, status: str) -> Iterable[Row]:
        """Give the places of one status that are named in the sentence of a report."""
        query = (
            "SELECT i.incident_id, m.mention_id, m.text FROM mentions AS m"
            " JOIN incidents AS i ON i.article_id = m.article_id"
            " AND m.start BETWEEN i.char_start AND i.char_end - 1"
            " WHERE m.status = ? AND m.role = 'event' ORDER BY m.start, i.incident_id"
        )
        return _rows(self._connection, query, status)

    def _likenesses(self) -> Iterator[tuple[str, Doubt]]:
        for name, places in self.places.items():
            for one in places:
                margin, score = one["margin"], one["score"]
                words = []
                if margin is not None and margin < LOW_MARGIN:
                    words.append(f"only {margin:.1f} points ahead of the next")
                if score is not None and score < LOW_SCORE:
                    words.append(f"read by its likeness ({one['method']}, {score:.0f} of 100)")
                if words:
                    listed = self._candidates(one["mention_id"])
                    told = f"place {one['name']}: {', '.join(words)}"
                    yield name, Doubt(MARGIN, _PLACE, told, tuple(listed))

    def _coarse(self) -> Iterator[tuple[str, Doubt]]:
        for name, row in self.reports.items():
            if row["geo_precision"] == COARSE and row["scope"] != _AGGREGATE:
                words = f"the place is but a region: {row['places']}"
                yield name, Doubt(COARSE_PLACE, _PLACE, words)

    def _figures(self) -> Iterator[tuple[str, Doubt]]:
        query = (
            "SELECT i.incident_id, e.figures FROM events AS e"
            " JOIN incidents AS i ON i.event_id = e.event_id WHERE e.figures IS NOT NULL"
        )
        for row in _rows(self._connection, query):
            report = self.reports[row["incident_id"]]
            if any(report[f"{name}_min"] is not None for name in TOLLS):
                words = f"figures differ: {row['figures']}"
                yield row["incident_id"], Doubt(FIGURES, _TOLL, words)

    def _unplaced(self) -> Iterator[tuple[str, Doubt]]:
        for name, row in self.reports.items():
            if row["unplaced"] and row["scope"] != _AGGREGATE:
                told = row["places"] and f"nobody could place {row['places']}"
                yield name, Doubt(UNPLACED, _PLACE, f"not mapped: {told or 'it names no place'}")
        for row in self._named("unknown"):
            if not self.reports[row["incident_id"]]["unplaced"]:
                words = f"nobody could place {row['text']!r}, named in its sentence"
                yield row["incident_id"], Doubt(UNPLACED, _PLACE, words)

    def _candidates(self, mention: str | None) -> list[str]:
        """List the places that a mention may be, as a cell of a place takes them."""
        query = "SELECT name, place_id FROM candidates WHERE mention_id = ? ORDER BY rank LIMIT ?"
        found = self._connection.execute(query, (mention, _CANDIDATES)).fetchall()
        return [f"{row['name']} [{row['place_id']}]" for row in found]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What people have decided: actions by report, and what they confirmed."""

    actions: Mapping[str, set[str]]
    confirmed: Mapping[str, str | None]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> _Settled:
        """Read it from a store."""
        actions: dict[str, set[str]] = defaultdict(set)
        confirmed: dict[str, str | None] = {}
        for row in _rows(connection, "SELECT * FROM corrections ORDER BY date, file, row"):
            if row["status"] not in _IN_FORCE:
                continue
            for name in (row["incident_ids"] or "").split(JOINER):
                actions[name].add(row["action"])
                if row["action"] == _CONFIRM:
                    confirmed[name] = row["value"]
        return cls(actions, confirmed)

    def left(self, name: str, doubts: list[Doubt], cells: Mapping[str, str]) -> list[Doubt]:
        """Give the doubts that nobody has decided."""
        if name not in self.confirmed:
            return [one for one in doubts if one.about not in self.actions.get(name, ())]
        was, now = self.confirmed[name], in_short(cells)
        if was is None or was == now:
            return []
        return [Doubt(CHANGED, _CONFIRM, f"was confirmed when it said: {was}"), *doubts]


def _pairs(store: _Store, only: Collection[str] | None) -> Iterator[Item]:
    """Make the items of pairs that may be one event."""
    for link in store.pairs():
        names = (link["left_id"], link["right_id"])
        if any(name not in store.reports for name in names):
            continue
        if only is not None and not any(name in only for name in names):
            continue
        score = "" if link["score"] is None else f" ({link['score']:.1f} bits speak for one)"
        yield Item(
            rank=PAIR,
            doubts=(f"one event or two?{score}: {link['reasons']}",),
            reports=tuple(store.reports[name] for name in names),
            cells=tuple(store.cells(name) for name in names),
        )


def _not_taken(connection: sqlite3.Connection) -> Iterator[Item]:
    """Make the items of words that read like a strike and were not taken."""
    query = (
        "SELECT d.*, a.publisher, a.file, a.url FROM decisions AS d"
        " LEFT JOIN articles AS a ON a.article_id = d.article_id WHERE d.outcome = ?"
    )
    for row in _rows(connection, query, REFUSED):
        if _may_be_one(row["why"]):
            where = f"characters {row['start']} to {row['end']} of {row['file']}"
            words = (
                f"not taken ({row['rule']}): {row['why']}",
                f"{where}; no report to correct: mapper explain --missing",
            )
            yield Item(rank=NOT_TAKEN, doubts=words, source=row)


def _may_be_one(why: str) -> bool:
    """Tell by the reason of a refusal whether a strike may have been told."""
    reason, *more = why.split("; ")
    told = {piece.rpartition(" ")[0] for piece in (more[0] if more else "").split(", ")}
    return reason in _OPEN_REASONS or (reason == Reason.TOO_LITTLE and bool(told & _STRONG_WORDS))


def _rows(connection: sqlite3.Connection, query: str, *given: Any) -> Iterable[Row]:  # noqa: ANN401
    return map(dict, connection.execute(query, given))
