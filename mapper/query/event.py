"""The chain behind an event: what its reports say together, each of them, and why they are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.direction import isolated
from mapper.base.errors import StoreError
from mapper.base.schema import JOINER, UNJUDGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

Row = dict[str, Any]

COUNTS = ("strike_count", "killed", "injured", "displaced")
_REPORT = ("file", "publisher", "published", "title")
_IN_RUN = "input:%:records:"
_SHOWN = 5


def event_chain(connection: sqlite3.Connection, key: str) -> Row:
    """Gather what a store holds on one event.

    Parameters
    ----------
    connection
        Store, as `mapper.store.reader.open_store` gives it.
    key
        ``event_id``.

    Returns
    -------
    chain
        The event's row; its ``reports``: rows of incidents in the order of their ids, each with
        ``sha256`` of the file it was read in and ``original_sha256`` of what that sums up; its
        ``links``: pairs that one of the reports is of, joined, doubtful or kept apart, with
        ``reasons`` as a list and ``other_event`` where the other report is of another event.

    Raises
    ------
    StoreError
        If the store holds no such event.
    """
    found = stored(connection, "events", "event_id", key)
    if not found:
        raise StoreError(f"no event {key!r} in this store; `mapper query` lists the ids")
    reports = stored(connection, "incidents", "event_id", key, order="incident_id")
    return {
        **found[0],
        "reports": [report | _hashes(connection, report) for report in reports],
        "links": _links(connection, key),
    }


def siblings(connection: sqlite3.Connection, incident: Mapping[str, Any]) -> Row:
    """Give the ``event`` that a report is of, None for a total, and the ``other_reports`` of it."""
    found = stored(connection, "events", "event_id", incident["event_id"])
    reports = stored(connection, "incidents", "event_id", incident["event_id"], order="incident_id")
    own = incident["incident_id"]
    return {
        "event": found[0] if found else None,
        "other_reports": [row for row in reports if row["incident_id"] != own] if found else [],
    }


def stored(
    connection: sqlite3.Connection, table: str, column: str, key: str | None, order: str = "rowid"
) -> list[Row]:
    """Read the rows of a table whose column has a value, geometry left out."""
    query = f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY "{order}"'  # noqa: S608 - names are ours
    rows = connection.execute(query, (key,)).fetchall()
    return [{k: row[k] for k in row.keys() if k not in ("geom", "fid")} for row in rows]  # noqa: SIM118 - sqlite3.Row iterates over values


def _hashes(connection: sqlite3.Connection, report: Mapping[str, Any]) -> Row:
    """Find the hashes of the file that a report was read in."""
    if report["article_id"]:
        for article in stored(connection, "articles", "article_id", report["article_id"]):
            return {name: article[name] for name in ("sha256", "original_sha256")}
    like = "SELECT key, value FROM run WHERE key LIKE ? ORDER BY key"
    rows = connection.execute(like, (_IN_RUN + "%",))
    told = {row["key"].split(":", 3)[-1]: row["value"] for row in rows}
    return {"sha256": told.get(report["file"]), "original_sha256": None}


def _links(connection: sqlite3.Connection, key: str) -> list[Row]:
    """Read the pairs that the reports of an event are of, the surest first."""
    found = connection.execute(
        "SELECT k.*, a.event_id AS of_left, b.event_id AS of_right FROM event_links AS k"
        " JOIN incidents AS a ON a.incident_id = k.left_id"
        " JOIN incidents AS b ON b.incident_id = k.right_id"
        " WHERE k.rowid IN (SELECT rowid FROM event_links WHERE left_id IN"
        " (SELECT incident_id FROM incidents WHERE event_id = ?1) UNION"
        " SELECT rowid FROM event_links WHERE right_id IN"
        " (SELECT incident_id FROM incidents WHERE event_id = ?1))"
        " ORDER BY k.decision <> 'joined', k.decision <> 'doubtful', k.score IS NOT NULL,"
        " k.score DESC, k.left_id, k.right_id",
        (key,),
    )
    return [
        {
            **{name: row[name] for name in ("left_id", "right_id", "score", "decision", "by")},
            "reasons": (row["reasons"] or "").split(JOINER) if row["reasons"] else [],
            "other_event": next((e for e in (row["of_left"], row["of_right"]) if e != key), None),
        }
        for row in found
    ]


def headline(row: Mapping[str, Any], key: str) -> str:
    """Say of an event or a report what it is and when it was."""
    days = row["date_start"] or "no date"
    if row["date_end"] and row["date_end"] != row["date_start"]:
        days += f" to {row['date_end']}"
    return (
        f"{key}: {row['scope']}, {row['event_type']}, {days} "
        f"({row['date_basis'] or 'no basis'}, precision {row['date_precision']})"
    )


def event_lines(chain: Row) -> Iterator[str]:
    """Word an event's chain for people."""
    yield headline(chain, chain["event_id"])
    yield f"  {told_by(chain)}"
    if chain["actor"]:
        yield f"  actor: {chain['actor']}, {chain['actor_status']}"
    for name in COUNTS:
        if chain[f"{name}_min"] is not None:
            yield f"  {name.replace('_', ' ')}: {_figure(chain, name)}"
    if chain["figures"]:
        yield f"    by whom: {chain['figures']}"
    if chain["policies"]:
        yield f"    {chain['policies']}"
    if chain["targets"]:
        yield f"  targets: {chain['targets']}"
    yield from _places(chain)
    for report in chain["reports"]:
        yield f"  report {report['incident_id']}: {_source(report)}"
        yield from (f"    {word} {report[name]}" for name, word in _HASHES if report[name])
        if report["sentence"]:
            yield f"    {quoted(report)}"
    for link in chain["links"]:
        yield from _link_lines(link)


_HASHES = (("sha256", "file"), ("original_sha256", "digest of an original"))


def told_by(event: Mapping[str, Any]) -> str:
    """Say how many reports tell of an event, and how many are independent of each other."""
    reports, sources = event["n_reports"], event["n_sources"]
    if reports == 1:
        return "told by one report"
    if reports == sources:
        return f"told by {reports} reports, independent of each other"
    if sources == 1:
        return f"told by {reports} reports of one source"
    return f"told by {reports} reports, {sources} of them independent of each other"


def sibling_lines(chain: Row) -> Iterator[str]:
    """Word which event a report is of, and who else tells of it."""
    if chain.get("event") is None:
        return
    yield f"  of event {chain['event']['event_id']}, {told_by(chain['event'])}"
    others = chain["other_reports"]
    for report in others[:_SHOWN]:
        sentence = f": {quoted(report)}" if report["sentence"] else ""
        yield f"    also {report['incident_id']}, {_source(report)}{sentence}"
    if len(others) > _SHOWN:
        yield f"    and {len(others) - _SHOWN} more"


def quoted(report: Mapping[str, Any]) -> str:
    """Give a report's words, and say what they are: neither digest nor note is a quotation."""
    is_digest = report.get("text_kind") == "digest"
    kind = "our summary" if is_digest else "sentence" if report["article_id"] else "note"
    sentence = isolated(f'"{" ".join(report["sentence"].split())}"')
    return f"{kind}, rule {report['rule']}: {sentence}"


def _places(chain: Row) -> Iterator[str]:
    """Word where an event was, and how it lies to the zone in force."""
    if not chain["places"]:
        yield "  no place named"
        return
    units = [chain[name] for name in ("admin3", "admin2", "admin1") if chain[name]]
    known = ", ".join(dict.fromkeys([chain["places"], *units]))
    if chain["geo_precision"] is not None:
        known += f"; precision {chain['geo_precision']}"
    if chain["radius_m"] is not None:
        known += f", radius {chain['radius_m']:.0f} m"
    yield f"  place: {known}"
    if chain["place_shares"]:
        yield f"    reports disagree: {chain['place_shares']}"
    if chain["zone_verdict"] and chain["zone_verdict"] not in UNJUDGED:
        away = chain["zone_distance_km"]
        edge = "" if away is None else f", {away:.1f} km to its edge"
        yield (
            f"  zone {chain['zone_id']}: {chain['zone_verdict']}, "
            f"P(inside) {chain['zone_p_inside']:.2f}{edge}"
        )


def _figure(row: Mapping[str, Any], name: str) -> str:
    low, high = row[f"{name}_min"], row[f"{name}_max"]
    figure = f"{low}" if high in (low, None) else f"{low} to {high}"
    return figure + (" or more" if row[f"{name}_open"] else "")


def _source(report: Mapping[str, Any]) -> str:
    """Say who published a report, when, and in which file."""
    told: Iterable[Any] = (report[name] for name in _REPORT)
    row = f"row {report['row']}" if report["row"] is not None else None
    return ", ".join(str(one) for one in (*told, row, report["url"]) if one) or "no source named"


def _link_lines(link: Row) -> Iterator[str]:
    """Word one pair: what became of it, by how many bits, and what weighed how much."""
    bits = "" if link["score"] is None else f", {link['score']:+.1f} bits"
    other = f", of {link['other_event']}" if link["other_event"] else ""
    yield (
        f"  {link['decision']}: {link['left_id']} and {link['right_id']}{other}{bits},"
        f" by {link['by']}"
    )
    for reason in link["reasons"]:
        words, _, weight = reason.rpartition(" ")
        is_weighed = bool(words) and weight[:1] in "+-"
        yield f"    {weight:>6}  {words}" if is_weighed else f"    {reason}"
