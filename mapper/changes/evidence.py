"""What two builds hold beside their events that may tell why one is not as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER
from mapper.changes import read
from mapper.store import VERSION_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mapper.changes.match import Group
    from mapper.changes.read import Build, Row

_RULES = ("mapper_version", "words_hash", VERSION_KEY)
_PACK = "gazetteer_hash"
_ZONE_FILE = "zone_file"
_CORRECTION = ("target", "action", "value", "why", "by", "date")
_HASH = 19
"""Signs of a hash that are shown: ``sha256:`` and twelve of it."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one build holds: of its sources, places and zones.

    Attributes
    ----------
    articles
        What manifests say of the articles asked for, by id.
    tables
        Hashes of the tables of records that were read, by file; None where it is not told what
        was read at all.
    places, zones
        Rows of the pack, and of zones, by id.
    others
        `tables` of the other build.
    """

    articles: Mapping[str, Row]
    tables: Mapping[str, frozenset[str]] | None
    places: Mapping[str, Row]
    zones: Mapping[str, Row]
    others: Mapping[str, frozenset[str]] | None

    def lacks(self, report: Row) -> str | None:
        """Name the text of a report of the other build if this one did not read it; else None.

        A record counts as not read where no table of its name was, or one of other bytes.
        """
        if self.tables is None or report.get("file") is None:
            return None
        if report["article_id"]:
            missing = report["article_id"] not in self.articles
            return f"{report['file']} ({report['article_id']})" if missing else None
        name = report["source_id"] or f"row {report['row']}"
        here, there = self.tables.get(report["file"]), (self.others or {}).get(report["file"])
        if here is None:
            return f"record {name} of {report['file']}"
        if here != there:
            return f"record {name} of {report['file']}, which has other bytes"
        return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells reasons.

    Attributes
    ----------
    old, new
        Both builds.
    differing
        What the builds differ in as a whole, in words, by code of a reason: ``pack``,
        ``zones``, ``rules``.
    corrections
        Corrections that only one build has applied, with the ids of the reports they are of, and
        whether it is the new one.
    """

    old: Side
    new: Side
    differing: Mapping[str, str]
    corrections: tuple[tuple[Row, frozenset[str], bool], ...]

    def corrections_of(self, incidents: Collection[str]) -> Iterator[tuple[Row, bool]]:
        """Give the corrections that only one build has applied to one of some reports."""
        for row, ids, is_new in self.corrections:
            if not ids.isdisjoint(incidents):
                yield row, is_new

    def is_other_table(self, old: Row, new: Row) -> bool:
        """Tell whether the table of a record has other bytes than before."""
        tables = self.old.tables, self.new.tables
        if tables[0] is None or tables[1] is None:
            return False
        return tables[0].get(old["file"]) != tables[1].get(new["file"])


def gather(old: Build, new: Build, groups: Iterable[Group], events: Iterable[Row]) -> Evidence:
    """Read what tells reasons for the changes of some groups.

    Parameters
    ----------
    old, new
        The builds.
    groups
        Events as matched.
    events
        Their rows, of both builds.
    """
    listed = list(groups)
    reports = [
        row
        for group in listed
        for row in (*(r for p in group.pairs for r in (p.old, p.new)), *group.olds, *group.news)
    ]
    articles = {row["article_id"] for row in reports if row.get("article_id")}
    ids = {one for row in events for one in (row["place_ids"] or "").split(JOINER) if one}
    ids |= {one.split("/")[0] for one in ids}
    said = read.run(old.connection), read.run(new.connection)
    tables = read.inputs(said[0]), read.inputs(said[1])
    sides = [
        Side(
            articles=read.articles(build.connection, articles),
            tables=tables[number],
            places=read.places(build.connection, ids),
            zones=read.zones(build.connection),
            others=tables[1 - number],
        )
        for number, build in enumerate((old, new))
    ]
    return Evidence(sides[0], sides[1], _differing(*said, *sides), tuple(_corrections(old, new)))


def _differing(
    old_run: Mapping[str, str], new_run: Mapping[str, str], old: Side, new: Side
) -> dict[str, str]:
    """Say what two builds differ in as a whole; what either does not record is not compared."""
    if None in (old.tables, new.tables):
        return {}
    made = {}
    if told := _other(old_run, new_run, (_PACK,)):
        made["pack"] = told
    judged = [
        f"{_ZONE_FILE} {_short(run.get(_ZONE_FILE, 'of the pack'))}" for run in (old_run, new_run)
    ]
    odd = sorted(
        zone for zone in {*old.zones, *new.zones} if old.zones.get(zone) != new.zones.get(zone)
    )
    if judged[0] != judged[1]:
        made["zones"] = f"{judged[0]} → {judged[1].removeprefix(f'{_ZONE_FILE} ')}"
    elif odd:
        made["zones"] = f"other rows of {', '.join(odd)}"
    if told := _other(old_run, new_run, _RULES):
        made["rules"] = told
    return made


def _other(old: Mapping[str, str], new: Mapping[str, str], keys: Iterable[str]) -> str:
    """Word the keys that both runs record with other values."""
    return ", ".join(
        f"{key} {_short(old[key])} → {_short(new[key])}"
        for key in keys
        if key in old and key in new and old[key] != new[key]
    )


def _short(value: str) -> str:
    return value[:_HASH] if value.startswith("sha256:") else value


def _corrections(old: Build, new: Build) -> Iterator[tuple[Row, frozenset[str], bool]]:
    """Give the corrections that only one build has applied; those gone come first."""
    both = [read.corrections(build.connection) for build in (old, new)]
    keys = [{_key(row): row for row in rows} for rows in both]
    for number, rows in enumerate(both):
        for row in rows:
            if _key(row) not in keys[1 - number]:
                ids = frozenset((row["incident_ids"] or "").split(JOINER)) - {""}
                yield row, ids, number == 1


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _CORRECTION)
