"""The code lists of the tables: every code that a column may hold, and what binds them."""

SCOPES = ("event", "background", "aggregate")
EVENT_TYPES = (
    "airstrike",
    "barrel_bomb",
    "shelling",
    "rocket_missile",
    "drone_strike",
    "chemical",
    "explosion_ied",
    "ground_raid",
    "shooting",
    "displacement",
    "other",
)
DATE_PRECISIONS = ("day", "week", "month", "year", "unknown")
DATE_BASES = ("on", "by", "after")
ACTOR_STATUSES = ("asserted", "attributed", "claimed", "suspected", "disputed", "unknown")
OUTCOMES = ("joined", "opened", "refused")
ACTIONS = (
    *("place", "date", "type", "actor", "toll", "scope"),
    *("drop", "withhold", "join", "split", "confirm"),
)
"""What a correction does to a report."""
CORRECTION_STATUSES = (
    *("applied", "said_by_rules", "overridden"),
    *("no_target", "ambiguous", "refused"),
)
LINK_DECISIONS = ("joined", "doubtful", "apart")
VERDICTS = ("inside", "edge", "outside", "unknown", "not_in_force", "mixed")
UNJUDGED = ("unknown", "not_in_force")
"""Verdicts that every place has where there is no zone."""
SURE, SURELY_NOT = 0.9, 0.1
"""Bounds of P between which the verdict is `edge`; the fade of a zone's edge shares them."""
MENTION_ROLES = ("event", "context", "dateline", "affiliation", "person", "adjective")
MENTION_STATUSES = ("resolved", "tie", "unknown")
PUBLISHED_BASES = (
    *("manifest", "json_ld", "meta", "feed", "header", "message", "listed"),
    *("markup", "dateline", "url"),
)
"""Where a date of publication was read, the surest first: in a list of the user's; in a page's
JSON-LD or meta tags; beside an item of a feed, in a mail's header, beside a message, in a line of
JSON; in a page's time element; in a line at the head of the text; in the address."""

TEXT_KINDS = ("original", "digest")
NOT_HELD = "unknown"
"""Side that held a place where no line of contact tells it; the others are the pack's words."""
