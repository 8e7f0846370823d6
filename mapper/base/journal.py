"""Tables of what was decided, corrected and refused, and of the run itself."""

from __future__ import annotations

from mapper.base.codes import CORRECTION_STATUSES, OUTCOMES
from mapper.base.columns import Table
from mapper.base.columns import integer as _int
from mapper.base.columns import text as _text

DECISIONS = Table(
    "decisions",
    "what became of each report of a strike in an article, and why",
    (
        _text("article_id", "article", required=True),
        _int("start", "first code point of the stretch of text"),
        _int("end", "code point after its last"),
        _text("rule", "rule that decided", required=True),
        _text("outcome", "joined to an incident, the first of one, or refused", OUTCOMES),
        _text("incident_id", "incident it is of; null where it was refused"),
        _text("why", "what spoke for it; of a refusal the reason; what kept it from the next best"),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "what people decided otherwise than the rules, or confirmed, and what became of it",
    (
        _text("target", "what it is of: ids, or a file and quoted words", required=True),
        _text("action", "what it does", required=True),
        _text("value", "what it says instead"),
        _text("why", "reason given"),
        _text("by", "who decided"),
        _text("date", "day of the decision"),
        _text("status", "what became of it", CORRECTION_STATUSES, required=True),
        _text("detail", "why it was not applied, or what to know of how it was"),
        _text("incident_ids", "incidents it was applied to; joined by '; '"),
        _text("file", "file it stands in"),
        _int("row", "its row, the header being row 1"),
    ),
)

UNCORRECTED = Table(
    "uncorrected",
    "rows as the rules made them, of incidents that a correction changed or left out",
    (
        _text("incident_id", "incident", required=True),
        _text("table_name", "table of the row: incidents, locations, claims", required=True),
        _int("seq", "order of the row within the incident and table, from 1"),
        _text("cells", "the row, as JSON; geometries as WKB in hexadecimal"),
    ),
    key=("incident_id", "table_name", "seq"),
)

REJECTS = Table(
    "rejects",
    "input that could not be used, and why",
    (
        _text("file", "file"),
        _int("row", "row of a table, the header being row 1; null for a whole file"),
        _text("stage", "step that refused it"),
        _text("reason", "short code"),
        _text("detail", "what was wrong, in words"),
    ),
)

RUN = Table(
    "run",
    "versions, options and input hashes of the build",
    (_text("key", "what", required=True), _text("value", "its value")),
    key=("key",),
)
