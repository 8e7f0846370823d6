"""What a build found, in figures: the content of ``report.json``.

Totals speak of events only, each counted once however many reports tell of it; background and
totals over several events are counted apart, never added.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from mapper.base import frames
from mapper.base.rejects import refused_by_reason
from mapper.base.schema import JOINER
from mapper.joining import DOUBTFUL
from mapper.reports import parties_of
from mapper.sources import credit
from mapper.zones import zone_report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

_Key = TypeVar("_Key", str, tuple[str, str])

NOT_STATED = "not stated"
SEVERAL_MONTHS = "several months"
TOLLS = ("killed", "injured")
_NOTES = 10
_SHOWN = 8
"""Names that fit into a line on a screen."""
_LONGEST = 60
"""Characters of a target that are shown."""


def summarise(
    incidents: pd.DataFrame,
    events: pd.DataFrame,
    *,
    rejects: Sequence[Mapping[str, Any]],
    links: Iterable[Mapping[str, Any]],
    unresolved: Mapping[tuple[str, str], int],
    rows: Mapping[str, int],
    unused: Mapping[str, Sequence[str]],
    notes: Mapping[str, Sequence[str]] | None = None,
    governorates: Sequence[Mapping[str, Any]] = (),
    decisions: pd.DataFrame | None = None,
    corrections: pd.DataFrame | None = None,
    tables: Mapping[str, Sequence[str]] | None = None,
    parties: Collection[str] = (),
    judged: int | None = None,
) -> dict[str, Any]:
    """Count what the tables hold.

    Parameters
    ----------
    incidents
        Frame of the table ``incidents``.
    events
        Frame of the table ``events``.
    rejects
        Rows of the table ``rejects``.
    links
        Rows of the table ``event_links``.
    unresolved
        How often each name, as (status, name), may be where something happened and was
        not placed.
    rows
        Number of rows by table.
    unused
        Columns that nobody used, by table of records.
    notes
        What to know of how tables and manifests were read, by file.
    governorates
        Places whose governorate by polygon is not the gazetteer's own
        (`mapper.gazetteer.governorates.disagreements`).
    decisions
        Frame of the table ``decisions``, None where no article was read.
    corrections
        Frame of the table ``corrections``, None where there are none.
    judged
        Number of zones that places were judged by; None where it is not known.
    tables
        Titles of the known tables that tables of records are, by file.
    parties
        Names of parties that the pack or the language lists.

    Returns
    -------
    report
        Ready for JSON; every list and mapping in a fixed order.
    """
    made = counted(incidents, events, links, judged)
    reports = incidents[incidents["scope"] == "event"]
    return {
        "rows": dict(sorted(rows.items())),
        "articles": _articles(rows, incidents),
        "tables_of": {file: _source(titles) for file, titles in (tables or {}).items()},
        "columns_not_used": {file: list(columns) for file, columns in unused.items()},
        "notes": {file: list(noted) for file, noted in sorted((notes or {}).items())},
        "governorates_that_disagree": [dict(one) for one in governorates],
        **made,
        "unresolved_names": [
            {"name": name, "status": status, "times": times}
            for (status, name), times in _most_first(unresolved)
        ],
        "parties_not_listed": _unlisted(reports, parties),
        "decisions": _decisions(decisions),
        "corrections": _corrections(corrections),
        "rejects": {
            "by_reason": dict(sorted(Counter(row["reason"] for row in rejects).items())),
            "rows": [dict(row) for row in rejects],
        },
    }


def counted(
    incidents: pd.DataFrame,
    events: pd.DataFrame,
    links: Iterable[Mapping[str, Any]],
    judged: int | None,
) -> dict[str, Any]:
    """Count what incidents and events say: the parts of a report that are made of them alone.

    Parameters are those of `summarise`.
    """
    reports = incidents[incidents["scope"] == "event"]
    events = events[events["scope"] == "event"]
    unmapped = incidents[incidents.geometry.isna()]
    return {
        "incidents": {
            "total": len(incidents),
            "mapped": len(incidents) - len(unmapped),
            "by_scope": _counts(incidents["scope"]),
            "by_text_kind": _counts(incidents["text_kind"].fillna("record")),
        },
        "events": _events(events, links),
        "reports": _counted(reports),
        "zones": {"judged": judged, **zone_report(events)},
        "same_event": _same_event(events[events["n_reports"] > 1]),
        "not_mapped": [_unmapped(row) for row in unmapped.to_dict("records")],
    }


def _articles(rows: Mapping[str, int], incidents: pd.DataFrame) -> dict[str, int]:
    """Count the articles read, and those of them that tell of an incident."""
    return {
        "read": rows.get("articles", 0),
        "with_incidents": int(incidents["article_id"].nunique()),
    }


def _source(titles: Sequence[str]) -> list[str]:
    """Name the known tables that a table is, with their licences."""
    return [f"{one['name']}: {one['licence']}" for one in credit(titles)] or list(titles)


def _events(events: pd.DataFrame, links: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Count the events, how they were told, and their dead and hurt."""
    return {
        **_counted(events),
        "told_by_several_sources": int((events["n_sources"] > 1).sum()),
        "doubtful_pairs": sum(link["decision"] == DOUBTFUL for link in links),
        **{toll: _total(events, toll) for toll in TOLLS},
    }


def _counted(rows: pd.DataFrame) -> dict[str, Any]:
    """Count events, or the reports of them, by type, actor, verdict and month."""
    return {
        "total": len(rows),
        "by_type": _counts(rows["event_type"]),
        "by_actor": _counts(rows["actor"].fillna(NOT_STATED)),
        "by_verdict": _counts(rows["zone_verdict"].fillna("unknown")),
        "by_month": dict(sorted(Counter(_months(rows)).items())),
    }


def _unlisted(reports: pd.DataFrame, parties: Collection[str]) -> list[dict[str, Any]]:
    """Count the parties of articles that no list has: states by adjective, names as written."""
    told = reports.loc[reports["article_id"].notna(), "actor"].dropna()
    named = Counter(one for actor in told for one in parties_of(actor) if one not in parties)
    return [{"name": name, "times": times} for name, times in _most_first(named)]


def _decisions(decisions: pd.DataFrame | None) -> dict[str, Any]:
    """Count what became of the stretches of text that read like a report of a strike."""
    if decisions is None:
        return {"by_outcome": {}, "refused_by_reason": {}}
    outcomes = decisions["outcome"]
    return {
        "by_outcome": _counts(outcomes),
        "refused_by_reason": refused_by_reason(outcomes, decisions["why"]),
    }


def _corrections(corrections: pd.DataFrame | None) -> dict[str, Any]:
    """Count what became of people's decisions, and list those that there is something to say of."""
    if corrections is None:
        return {"by_status": {}, "noted": []}
    noted = corrections[(corrections["status"] != "applied") | corrections["detail"].notna()]
    names = ["file", "row", "action", "target", "value", "status", "detail"]
    rows = frames.rows_of(noted[[*names, "incident_ids"]])
    # The report is given away: it does not repeat the words of what must not be shown.
    for row in rows:
        ids = row.pop("incident_ids")
        if row["action"] == "withhold" and row["status"] == "applied":
            row["target"] = ids
    return {"by_status": _counts(corrections["status"]), "noted": rows}


def report_in_words(report: Mapping[str, Any]) -> list[str]:
    """Say the main figures of a report in a few lines for people."""
    incidents, events, reports = (report[name] for name in ("incidents", "events", "reports"))
    others = [f"{n} {scope}" for scope, n in incidents["by_scope"].items() if scope != "event"]
    killed = events["killed"]
    stated = f"stated for {killed['stated']} of {events['total']}"
    lines = [
        *_read(report["articles"]),
        f"{events['total']} events in {reports['total']} reports and records"
        + (f" (and {', '.join(others)})" if others else ""),
        f"killed in events, as reported: {killed['min']} to {killed['max']}, {stated}",
        *([] if report["zones"]["judged"] == 0 else [_verdicts(events)]),
        f"on the map: {incidents['mapped']} of {incidents['total']}",
        *_of_reading(report["notes"]),
    ]
    if report["not_mapped"]:
        names = [row["places"] or "no place named" for row in report["not_mapped"]]
        more = " ..." if len(names) > _SHOWN else ""
        lines.append(f"not mapped: {', '.join(names[:_SHOWN])}{more}")
    if report["parties_not_listed"]:
        named = [f"{one['name']} {one['times']}" for one in report["parties_not_listed"]]
        more = " ..." if len(named) > _SHOWN else ""
        lines.append(f"parties that the pack does not list: {', '.join(named[:_SHOWN])}{more}")
    if events["told_by_several_sources"]:
        several = events["told_by_several_sources"]
        lines.append(f"told by more than one source: {several} of the events")
    if events["doubtful_pairs"]:
        lines.append(f"perhaps of one event: {events['doubtful_pairs']} pairs of reports")
    if counted := report["corrections"]["by_status"]:
        what = ", ".join(f"{n} {status.replace('_', ' ')}" for status, n in counted.items())
        lines.append(f"corrections: {what}")
    lines += _noted(report["corrections"]["noted"])
    for file, sources in report["tables_of"].items():
        lines.append(f"{file}: read as {'; '.join(sources)}")
    return lines


def _read(articles: Mapping[str, int]) -> list[str]:
    """Say how many articles were read, and how many of them tell of nothing."""
    silent = articles["read"] - articles["with_incidents"]
    told = f", {silent} of them without an incident" if silent else ""
    return [f"articles read: {articles['read']}{told}"] if articles["read"] else []


def _of_reading(notes: Mapping[str, Sequence[str]]) -> list[str]:
    """Say what is to be known of how files were read, of the first ones."""
    lines = [f"{file}: {note}" for file, noted in notes.items() for note in noted]
    more = len(lines) - _NOTES
    return lines[:_NOTES] + ([f"... and {more} more notes, see report.json"] if more > 0 else [])


def _noted(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say what is to be said of decisions, but for those told as refused input."""
    told = [row for row in rows if row["status"] != "refused"]
    lines = [
        f"{row['file']} row {row['row']}: {row['action']} of {row['target'][:_LONGEST]}:"
        f" {row['status'].replace('_', ' ')}" + (f": {row['detail']}" if row["detail"] else "")
        for row in told[:_SHOWN]
    ]
    return lines + ([f"... and {len(told) - _SHOWN} more"] if len(told) > _SHOWN else [])


def _verdicts(events: Mapping[str, Any]) -> str:
    return "zone verdicts: " + ", ".join(f"{k} {n}" for k, n in events["by_verdict"].items())


def _same_event(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Name the reports of events; table ``event_links`` says why they are of one."""
    return [
        {
            **{name: event[name] for name in ("event_id", "n_reports", "n_sources")},
            "incidents": event["members"].split(JOINER),
        }
        for event in events.to_dict("records")
    ]


def _counts(values: pd.Series) -> dict[str, int]:
    """Count values, the most frequent first, equals by name."""
    counted = Counter(values.tolist())
    return dict(_most_first(counted))


def _most_first(counted: Mapping[_Key, int]) -> list[tuple[_Key, int]]:
    """Order what was counted: the most frequent first, equals by name."""
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _months(rows: pd.DataFrame) -> Iterable[str]:
    """Give each row's month, where its days lie in one."""
    for start, end in zip(rows["date_start"], rows["date_end"], strict=True):
        if not isinstance(start, str):
            yield NOT_STATED
        else:
            yield start[:7] if start[:7] == end[:7] else SEVERAL_MONTHS


def _total(events: pd.DataFrame, toll: str) -> dict[str, Any]:
    """Add up a toll over events: smallest and largest figures, and how many state one."""
    stated = events[events[f"{toll}_min"].notna()]
    lows = stated[f"{toll}_min"].astype(int)
    highs = stated[f"{toll}_max"].fillna(stated[f"{toll}_min"]).astype(int)
    return {
        "min": int(lows.sum()),
        "max": int(highs.sum()),
        "open": bool(stated[f"{toll}_open"].fillna(value=False).any()),
        "stated": len(stated),
    }


def _unmapped(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Say of an incident without a position what is known of where."""
    names = ("incident_id", "scope", "event_type", "date_start", "places", "admin1", "file")
    return {name: row[name] if isinstance(row[name], str) else None for name in names}
