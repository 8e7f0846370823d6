"""The page's plain side: what a reader sees with scripts off, or in an old browser.

Everything here is escaped text in a table; it also serves search and print of the file.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper.base.addresses import web_address
from mapper.base.direction import direction_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = 100
"""Rows of the table; the rest is only in the data."""

LONGEST = 600
"""Characters of a sentence shown in the table."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def escape(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    """Make a cell safe as HTML text; null is empty, control characters become a mark."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    return html.escape(_CONTROL.sub("\ufffd", str(value)))


def table(
    incidents: pd.DataFrame,
    labels: Mapping[str, str],
    articles: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    are_events: bool = False,
) -> str:
    """Write the first rows as an HTML table.

    Parameters
    ----------
    incidents
        Frame of `mapper.base.schema.INCIDENTS`.
    labels
        Label per event type.
    articles
        By id, ``lang`` and ``dir`` of those that are not in the page's language.
    are_events
        Rows are events, each with the words of its first report; how many more tell of it
        is said.

    Returns
    -------
    markup
        A table; every cell escaped, every text isolated in its own direction.
    """
    first = incidents.sort_values(["date_start", "incident_id"], na_position="last").head(ROWS)
    listed = first.to_dict("records")
    rows = "\n".join(
        _row(
            row,
            labels,
            _others(row) if are_events else 0,
            (articles or {}).get(str(row.get("article_id")), {}),
        )
        for row in listed
    )
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("When", "What", "Where", "Killed", "What the source says", "Source")
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _others(row: Mapping[Any, Any]) -> int:
    """Count the reports of an event beside its first."""
    told = row.get("n_reports")
    return int(told) - 1 if told is not None and told is not pd.NA else 0


def _row(
    row: Mapping[Any, Any], labels: Mapping[str, str], others: int, article: Mapping[str, Any]
) -> str:
    what = labels.get(str(row.get("event_type")), str(row.get("event_type")))
    said = str(plain) if (plain := row.get("sentence")) is not None else ""
    said = f"{said[:LONGEST]}…" if len(said) > LONGEST else said
    said = _in_its_language(said, article)
    if row.get("text_kind") == "digest" and said:
        said = f"Our summary: {said}"
    cells = (
        _span(row.get("date_start"), row.get("date_end")),
        escape(what),
        _in_its_language(row.get("places"), article),
        _span(row.get("killed_min"), row.get("killed_max")),
        said,
        _source(row)
        + (f" and {others} more {'report' if others == 1 else 'reports'}" if others else ""),
    )
    # HTML lets the ends of cells and rows be left out.
    return "<tr>" + "".join(f"<td dir=auto>{cell}" if cell else "<td>" for cell in cells)


def _in_its_language(text: Any, article: Mapping[str, Any]) -> str:  # noqa: ANN401 - a cell
    """Escape words of an article, marked with its language where that is not the page's."""
    words = escape(text)
    if not words or "lang" not in article or direction_of([str(text)]) != article["dir"]:
        return words
    return f'<bdi lang="{escape(article["lang"])}" dir="{article["dir"]}">{words}</bdi>'


def _span(low: Any, high: Any) -> str:  # noqa: ANN401 - cells
    """Write a range, or the one value both ends share."""
    ends = [text for text in (escape(low), escape(high)) if text]
    return " to ".join(dict.fromkeys(ends))


def _source(row: Mapping[Any, Any]) -> str:
    name = escape(row.get("publisher")) or "source"
    address = web_address(row.get("url"))
    if address is None:
        return name
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{name}</a>'
