"""What a build has found so far: streamed to the store where it can be, kept where it must."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema
from mapper.base.rejects import reject
from mapper.corrections import Told, correct, rejects_of
from mapper.incidents import DECIDED_BY
from mapper.joining import join

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from mapper.corrections import Correction
    from mapper.gazetteer import Gazetteer
    from mapper.joining import Joined
    from mapper.sources import Record, Table
    from mapper.store import StoreWriter
    from mapper.words import Language

Row = dict[str, Any]

_STREAMED = ("articles", "mentions", "candidates", "claims", "decisions")
_ON_THE_MAP = ("articles", "claims", "decisions", "corrections")
_UNDATED = "9999"
_OF_THE_FILE = {"file", "row"}


class Gathered:
    """Gathers the rows of a build.

    Mentions, candidates, claims and articles go to the store batch by batch. Incidents
    and locations stay in memory until the end, because joining looks across articles.

    Parameters
    ----------
    store
        Open writer of the store.
    rejects
        Input refused before the first step.

    Attributes
    ----------
    incidents, locations, rejects, corrections
        Rows so far; locations carry ``area`` beside the table's columns.
    rows
        Number of rows written, by table.
    unresolved
        How often each name, as (status, name), may be where something happened and
        was not placed.
    """

    def __init__(self, store: StoreWriter, rejects: Iterable[Row]) -> None:
        self.incidents: list[Row] = []
        self.locations: list[Row] = []
        self.rejects: list[Row] = list(rejects)
        self.corrections: list[Row] = []
        self.rows: Counter[str] = Counter()
        self.unresolved: Counter[tuple[str, str]] = Counter()
        self._store = store
        self._kept: dict[str, list[pd.DataFrame]] = {name: [] for name in _ON_THE_MAP}
        self._by_id: dict[str, Row] = {}

    def add(self, batch: Mapping[str, list[Row]]) -> None:
        """Take the rows of some articles, or of a table of records, by table."""
        twice = {row["incident_id"] for row in batch["incidents"]} & self._by_id.keys()
        if twice:
            batch = self._without(batch, twice)
        self._by_id |= {row["incident_id"]: row for row in batch["incidents"]}
        for name in _STREAMED:
            if batch.get(name):
                self.write(name, frames.frame(schema.TABLES[name], batch[name]))
        self.incidents += batch["incidents"]
        self.locations += batch["locations"]
        self.rejects += batch["rejects"]
        self.unresolved.update(
            (row["status"], row["text"])
            for row in batch.get("mentions", ())
            if row["role"] == "event" and row["status"] != "resolved"
        )

    def apart(self, table: Table) -> Table:
        """Give records that only share their name with one of another table ids of their own."""
        return replace(table, records=tuple(map(self._apart, table.records)))

    def write(self, name: str, frame: pd.DataFrame) -> None:
        """Put a frame into the store, which checks it."""
        self._store.append(name, frame)
        self.rows[name] += len(frame)
        if name in self._kept:
            self._kept[name].append(frame)

    def correct(self, corrections: Sequence[Correction], pack: Gazetteer) -> Told:
        """Apply what people decided; give what they say of pairs of reports."""
        if not corrections:
            return Told()
        made = correct(corrections, self.incidents, self.locations, pack, claims_of=self._claims_of)
        self.incidents, self.locations = made.incidents, made.locations
        self.corrections = made.corrections
        if made.gone:
            self._remove("claims", made.gone)
        for name, rows in (("claims", made.claims), ("uncorrected", made.uncorrected)):
            if rows:
                self.write(name, frames.frame(schema.TABLES[name], rows))
        return made.told

    def join(self, language: Language, told: Told) -> Joined:
        """Join what tells of one event; put rows in the order of days, refusals of files."""
        joined = join(self.incidents, self.locations, language, told)
        linked = [
            incident | row for incident, row in zip(self.incidents, joined.columns, strict=True)
        ]
        for row in linked:
            row.pop(DECIDED_BY, None)
        self.incidents = sorted(
            linked, key=lambda row: (row["date_start"] or _UNDATED, row["incident_id"])
        )
        order = {row["incident_id"]: number for number, row in enumerate(self.incidents)}
        self.locations.sort(key=lambda row: (order[row["incident_id"]], row["seq"]))
        self.rejects += rejects_of(self.corrections, joined.events)
        if self.corrections:
            self.write("corrections", frames.frame(schema.CORRECTIONS, self.corrections))
        self.rejects.sort(
            key=lambda row: (row["stage"], row["file"], row["row"] or 0, row["reason"])
        )
        return joined

    def kept(self) -> dict[str, pd.DataFrame]:
        """Give the streamed tables that the map shows too."""
        import pandas as pd

        return {
            name: pd.concat(batches, ignore_index=True)
            if batches
            else frames.frame(schema.TABLES[name], [])
            for name, batches in self._kept.items()
        }

    def _claims_of(self, incident_ids: Collection[str]) -> dict[str, list[Row]]:
        """Give the claims so far of some incidents."""
        made: dict[str, list[Row]] = {}
        for batch in self._kept["claims"]:
            for row in frames.rows_of(batch[batch["incident_id"].isin(incident_ids)]):
                made.setdefault(row["incident_id"], []).append(row)
        return made

    def _remove(self, name: str, incident_ids: Collection[str]) -> None:
        """Take the rows of some incidents out of a streamed table."""
        self._store.remove(name, "incident_id", incident_ids)
        kept = [batch[~batch["incident_id"].isin(incident_ids)] for batch in self._kept[name]]
        self._kept[name] = kept
        self.rows[name] = sum(map(len, kept))

    def _apart(self, record: Record) -> Record:
        """Take the second id of a record where its first is that of other content."""
        values = record.values  # noqa: PD011 - a record, no frame
        earlier = self._by_id.get(values["incident_id"])
        if earlier is None or record.other_id is None:
            return record
        told = {key: value for key, value in values.items() if key not in _OF_THE_FILE}
        told["places"] = schema.JOINER.join(name for name, _ in record.places)
        if all(earlier.get(key) == value for key, value in told.items()):
            return record
        return replace(record, values=values | {"incident_id": record.other_id})

    def _without(self, batch: Mapping[str, list[Row]], twice: set[str]) -> dict[str, list[Row]]:
        """Leave out incidents that an earlier source gave already; say so."""
        kept = {
            name: [row for row in rows if row.get("incident_id") not in twice]
            for name, rows in batch.items()
        }
        kept["rejects"] = kept["rejects"] + [
            reject(row["file"], "records", "duplicate", "given by another source", row=row["row"])
            for row in batch["incidents"]
            if row["incident_id"] in twice
        ]
        return kept
