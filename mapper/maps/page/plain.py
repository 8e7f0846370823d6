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
from mapper.maps.page.wording import catalogue, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = 100
"""Rows of the table; the rest is only in the data."""

LONGEST = 600
"""Characters of a sentence shown in the table."""

_COLUMNS = ("when", "what", "where", "killed", "says", "source")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def escape(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    """Make a cell safe as HTML text; null is empty, control characters become a mark."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    return html.escape(_CONTROL.sub("\ufffd", str(value)))


def shell(
    title: str,
    table_: str,
    words: Mapping[str, Any],
    *,
    lines: Mapping[str, str | None] | None = None,
) -> str:
    """Write what is in the page before any script runs, and what the script says if it cannot.

    Parameters
    ----------
    title
        Of the page.
    table_
        Markup that `table` gave.
    words
        Catalogue of the page's language.
    lines
        What stands under the title, by name.
    """
    under = "".join(
        f'<p id="mapper-{name}" dir="auto">{escape(text)}</p>'
        for name, text in (lines or {}).items()
        if text
    )

    def say(key: str) -> str:
        # Why drawing failed is put in by the script.
        return escape(phrase(words, key, reason="{reason}"))

    return (
        f'<header id="mapper-header"><h1 dir="auto">{escape(title)}</h1>{under}</header>\n'
        f'<section id="mapper-plain" aria-label="{say("plain.table")}">\n'
        f'<p id="mapper-plain-why" data-old="{say("plain.old")}"'
        f' data-failed="{say("plain.failed")}">{say("plain.why")}</p>\n'
        f'<div class="mapper-scroll" tabindex="0" role="region" aria-label="{say("plain.rows")}">'
        f"{table_}</div></section>"
    )


def table(
    incidents: pd.DataFrame,
    labels: Mapping[str, str],
    articles: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    are_events: bool = False,
    words: Mapping[str, Any] | None = None,
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
    words
        Catalogue of the page's language; by default the English one.

    Returns
    -------
    markup
        A table; every cell escaped, every text isolated in its own direction.
    """
    words = words or catalogue()
    first = incidents.sort_values(["date_start", "incident_id"], na_position="last").head(ROWS)
    listed = first.to_dict("records")
    rows = "\n".join(
        _row(
            row,
            labels,
            _others(row) if are_events else 0,
            (articles or {}).get(str(row.get("article_id")), {}),
            words,
        )
        for row in listed
    )
    heads = "".join(
        f'<th scope="col">{escape(phrase(words, f"plain.{name}"))}</th>' for name in _COLUMNS
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _others(row: Mapping[Any, Any]) -> int:
    """Count the reports of an event beside its first."""
    told = row.get("n_reports")
    return int(told) - 1 if told is not None and told is not pd.NA else 0


def _row(
    row: Mapping[Any, Any],
    labels: Mapping[str, str],
    others: int,
    article: Mapping[str, Any],
    words: Mapping[str, Any],
) -> str:
    what = labels.get(str(row.get("event_type")), str(row.get("event_type")))
    said = str(plain) if (plain := row.get("sentence")) is not None else ""
    if len(said) > LONGEST:
        said = phrase(words, "plain.cut", text=said[:LONGEST])
    said = _in_its_language(said, article)
    if row.get("text_kind") == "digest" and said:
        said = phrase(words, "plain.summary", text=said)
    cells = (
        _span(row.get("date_start"), row.get("date_end"), words),
        escape(what),
        _in_its_language(row.get("places"), article),
        _span(row.get("killed_min"), row.get("killed_max"), words),
        said,
        _source(row, others, words),
    )
    # HTML lets the ends of cells and rows be left out.
    return "<tr>" + "".join(f"<td dir=auto>{cell}" if cell else "<td>" for cell in cells)


def _in_its_language(text: Any, article: Mapping[str, Any]) -> str:  # noqa: ANN401 - a cell
    """Escape words of an article, marked with its language where that is not the page's."""
    words = escape(text)
    if not words or "lang" not in article or direction_of([str(text)]) != article["dir"]:
        return words
    return f'<bdi lang="{escape(article["lang"])}" dir="{article["dir"]}">{words}</bdi>'


def _span(low: Any, high: Any, words: Mapping[str, Any]) -> str:  # noqa: ANN401 - cells
    """Write a range, or the one value both ends share."""
    ends = list(dict.fromkeys(text for text in (escape(low), escape(high)) if text))
    if not ends[1:]:
        return "".join(ends)
    if words["direction"] == "rtl":
        # An Arabic line would put the parts of a date in digits the other way.
        ends = [f"<bdi>{end}</bdi>" for end in ends]
    return phrase(words, "plain.range", low=ends[0], high=ends[1])


def _source(row: Mapping[Any, Any], others: int, words: Mapping[str, Any]) -> str:
    """Name the source of an event's first report, and how many more there are."""
    name = escape(row.get("publisher")) or escape(phrase(words, "plain.unnamed"))
    address = web_address(row.get("url"))
    if address is not None:
        name = f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{name}</a>'
    return phrase(words, "plain.others", source=name, n=others) if others else name
