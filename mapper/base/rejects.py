"""What could not be used, and why: rows of the table of rejects, and decisions that refuse."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

_LONGEST = 500
"""Characters of a detail: a cell quoted in it may be a megabyte."""

REFUSED = "refused"
"""Outcome of a decision that took nothing."""

CELL_LEFT_OUT = "cell_left_out"
"""Reason of a refusal that costs a cell and not its record."""

REASONS = {
    "no_source": "a folder that holds nothing that can be read",
    "bad_header": "a table without the columns it needs, or one nobody can tell the kind of",
    "bad_row": "a row that does not fit its header, or a line that is no object of JSON",
    "unlisted": "a text that its folder's manifest does not name",
    "not_found": "a file that is not there, or is no ordinary file",
    "outside_folder": "a path that leads out of the manifest's folder",
    "unreadable": "a file that the system would not let us read",
    "not_utf8": "bytes that are not UTF-8 text, and no other encoding either",
    "not_a_document": "a file of a kind that is not read, as `detail` says",
    "not_obeyed": "decisions or annotations inside another file, which decide on nothing",
    "needs_extra": "a document whose reader is not installed",
    "no_article": "a page that shows no article",
    "scan": "pages that are images of text",
    "no_letters": "a paper whose fonts do not say which letters they draw",
    "locked": "a document or archive that needs a password",
    "damaged": "a document that breaks off or contradicts itself",
    "hostile": "markup that defines entities of its own or nests without end, as an attack does",
    "unsafe_name": "a file in an archive whose name leads elsewhere",
    "too_slow": "a document whose reading took more time or memory than one may",
    "too_deep": "a document inside too many others",
    "empty": "nothing but white space",
    "too_large": "a document longer than one can be, or one that unpacks to too much",
    "duplicate": "the same bytes, the same record, or a record of the same id, a second time",
    "changed": "a file whose bytes changed while the build was running",
    "bad_published": "a publication date that is no date; the article is kept without one",
    "bad_address": "an address that is none of the web; what it belongs to is kept without it",
    "bad_language": "a language code that is none; the article's text tells its language",
    "no_rules": "an article in a language that there are no rules for; it is not coded",
    "part_unread": "a long part of an article in another script; the rest is read",
    "bad_hash": "a hash that is none, or not that of the original it stands beside",
    "bad_text_kind": "neither an original nor a digest: nobody could say whether it is quoted",
    "no_place": "a record without a place",
    "bad_date": "a record without a date that can be read, or ending before it begins",
    CELL_LEFT_OUT: "a cell that cannot be read; its record is kept without it",
    "bad_code": "a value that is not in its code list",
    "bad_number": "a figure that is no count",
    "bad_range": "a smallest figure above the largest",
    "too_long": "a cell longer than one of a spreadsheet can be, or a name longer than one is",
    "bad_flag": "neither true nor false",
    "bad_position": "a latitude or longitude that is none, or one without the other",
    "bad_correction": "a row of corrections that says nothing that can be done",
    "failed": "an article or a record that made a rule fail: a fault of ours, please report it",
    "too_much": "an article or a record that holds more than a step can go through in reasonable"
    " time",
    "position_apart": "a position far from the place named; the record is kept, as `detail` says",
    "unknown_region": "a region that the gazetteer does not know; the record is placed without it",
    "unknown_field": "a field that an annotation does not have, or has twice",
    "no_such_text": "an annotation of a text that is not among the sources",
    "not_in_text": "words of an annotation that its text does not hold",
    "quote_again": "words that the text holds more than once; one place is taken, as `detail` says",
    "not_refused": "words said to tell nothing, of an incident that others tell too; it is kept",
}
"""Reason codes of the steps that read input, with their meaning."""


def reject(
    file: str, stage: str, reason: str, detail: str, *, row: int | None = None
) -> dict[str, Any]:
    """Make one row of the table of rejects.

    Parameters
    ----------
    file
        Name of the file, as its manifest or the command line gives it.
    stage
        Step that refused it: ``articles``, ``records`` ...
    reason
        One of `REASONS`.
    detail
        What was wrong and what to do about it, in words.
    row
        Row of a table, the header being row 1; None for a whole file.

    Examples
    --------
    >>> reject("a.txt", "articles", "empty", "the file is empty")["reason"]
    'empty'
    """
    if reason not in REASONS:
        raise KeyError(reason)
    detail = detail if len(detail) <= _LONGEST else f"{detail[: _LONGEST - 1]}\u2026"
    return {"file": file, "row": row, "stage": stage, "reason": reason, "detail": detail}


def refused_by_reason(outcomes: Iterable[str], whys: Iterable[str]) -> dict[str, int]:
    """Count the refusals among decisions by their reason, the most frequent first.

    Parameters
    ----------
    outcomes, whys
        The columns of the table ``decisions``. The reason of a refusal stands before the
        first semicolon of its ``why``.

    Examples
    --------
    >>> refused_by_reason(["refused", "joined"], ["denied; not of 1-9: join.days", "near 1"])
    {'denied': 1}
    """
    reasons = Counter(
        why.partition(";")[0]
        for outcome, why in zip(outcomes, whys, strict=True)
        if outcome == REFUSED
    )
    return dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
