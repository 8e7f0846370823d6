"""Rows of the tables, made from drafts of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.ids import make_id
from mapper.base.schema import JOINER, OPEN_JOINER
from mapper.incidents.claims import claims_of
from mapper.incidents.decision import Outcome
from mapper.incidents.placed import Placed, Row, place
from mapper.incidents.policies import derive
from mapper.reports import RESERVE, has_aircraft, is_narrower, only_flies
from mapper.text import is_unnamed
from mapper.words import cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.incidents.decision import Decision
    from mapper.incidents.draft import Draft
    from mapper.places import Location, Resolved
    from mapper.reports import Reading, Refusal, Report
    from mapper.sources import Article
    from mapper.words import Cue, Language

_OPEN_ROLES = frozenset({"generic", "hit", "effect", "campaign"})
"""Roles of words that leave the kind of attack open."""

ARTICLE_COLUMNS = (
    "article_id",
    "file",
    "publisher",
    "title",
    "published",
    "url",
    "text_kind",
)
"""What an incident says of the article that tells of it."""

_TOLLS = ("killed", "injured", "displaced")


def mention_row(article: Article, one: Resolved, mention_id: str) -> Row:
    """Give a name of a place, and what it was decided to mean."""
    mention, location = one.mention, one.location
    return {
        "mention_id": mention_id,
        "article_id": article.article_id,
        "file": article.file,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "status": one.status,
        **{
            name: getattr(location, name) if location else None
            for name in ("place_id", "name", "lat", "lon", "score", "margin", "method")
        },
    }


def candidate_rows(one: Resolved, mention_id: str) -> list[Row]:
    """Give the places that a name may mean, the likeliest first."""
    return [
        {
            "mention_id": mention_id,
            "rank": rank,
            "place_id": candidate.place_id,
            "name": candidate.name,
            "lat": candidate.lat,
            "lon": candidate.lon,
            "score": candidate.score,
            "reasons": JOINER.join(candidate.reasons),
        }
        for rank, candidate in enumerate(one.candidates, start=1)
    ]


def incident_rows(
    article: Article, reading: Reading, draft: Draft, mention_ids: Sequence[str]
) -> tuple[Row, list[Row], list[Row]]:
    """Derive an incident, its locations and its claims from a draft."""
    main = _main_report(draft)
    event_type = _event_type(draft, reading)
    incident_id = _incident_id(article, draft, event_type, main)
    claims = claims_of(article, reading, draft, incident_id)
    told: Row = {
        "incident_id": incident_id,
        "scope": draft.scope,
        "event_type": event_type,
        **_days(draft),
        **_actor(draft, reading.language),
        **_strikes(draft),
        **_tolls(draft, claims),
        "targets": JOINER.join(_targets(draft)) or None,
        "attributed_to": JOINER.join(_sources(draft)) or None,
        **{name: getattr(article, name) for name in ARTICLE_COLUMNS},
        "sentence": reading.text[main.sentence.start : main.sentence.end],
        "char_start": main.sentence.start,
        "char_end": main.sentence.end,
        "rule": main.rule,
        "n_reports": 1,
    }
    placed = [
        Placed(location, mention_ids[number], _wording(reading, number))
        for number in draft.places
        if (location := _location(reading.resolved, number)) is not None
    ]
    row, locations = place(told, placed)
    if draft.places and len(placed) < len(draft.places):
        row["places"] = JOINER.join(_wording(reading, n) for n in draft.places)
    return row, locations, claims


def _incident_id(article: Article, draft: Draft, event_type: str, main: Report) -> str:
    """Make an id of what is told and of where the main report and its first word stand."""
    first = main.triggers[0].start if main.triggers else main.start
    return make_id("inc", article.article_id, draft.scope, event_type, str(main.start), str(first))


def _location(resolved: Sequence[Resolved], number: int) -> Location | None:
    """Give a place's location; a name nobody can place lies in what the text puts it in."""
    one = resolved[number]
    if one.location is None and one.within is not None:
        return resolved[one.within].location
    return one.location


def _event_type(draft: Draft, reading: Reading) -> str:
    """Name the type where the words leave it open.

    The "strikes" of a party that flies are airstrikes, and so is what a party bombed that does
    so from the air alone; what an armed group "attacked", or stormed, was raided, unless the
    group has no name.
    """
    triggers = [t for r in draft.reports for t in r.triggers]
    roles = {t.row["role"] for t in triggers}
    agents = draft.agents
    if draft.event_type != "other" or not agents:
        return draft.event_type
    bombed = any(t.row["role"] == "act" or _is_bombing(t) for t in triggers)
    if bombed and all(only_flies(a.name, reading.language) for a in agents):
        return "airstrike"
    if roles - _OPEN_ROLES:
        return draft.event_type
    if all(has_aircraft(a.name, reading.language) for a in agents):
        return "airstrike" if any(t.row["unit"] == "strikes" for t in triggers) else "other"
    words = [
        cue.row["by"]
        for r in draft.reports
        for cue in cues.find(reading.text, reading.language, "stormed", r.start, r.end)
    ]
    named = all(not is_unnamed(a.name, reading.language) for a in agents)
    return "ground_raid" if "anybody" in words or (named and words) else draft.event_type


def _is_bombing(trigger: Cue) -> bool:
    """See a word for bombs or shells falling, whatever dropped them; not "attack"."""
    return trigger.row["role"] == "generic" and not trigger.row["unit"]


def _main_report(draft: Draft) -> Report:
    """Choose the report whose sentence is shown: the one that says most, the body first."""
    return max(
        draft.reports,
        key=lambda r: (
            bool(r.triggers),
            r.sentence.kind != "headline",
            len(r.tolls) > 0,
            r.weight,
            -r.start,
        ),
    )


def _wording(reading: Reading, number: int) -> str:
    """Give a place as the text words it, on one line."""
    mention = reading.resolved[number].mention
    return " ".join(reading.words(mention.phrase_start, mention.phrase_end).split())


def _sources(draft: Draft) -> list[str]:
    """Give who is cited, once each, in the order of the text.

    A report that adds no fact adds no source; where the main one cites nobody, who is cited
    beside it on the same strike does.
    """
    telling = [r for r in draft.reports if r.tolls or r.places or r.counts or r.when]
    main = _main_report(draft)
    names = [s.name for s in main.nearby] if not main.sources else []
    names += [s.name for report in telling for s in report.sources]
    return list(dict.fromkeys(names))


def _targets(draft: Draft) -> list[str]:
    return list(dict.fromkeys(t.name for report in draft.reports for t in report.targets))


def _days(draft: Draft) -> Row:
    start, end, precision, basis = draft.days or (None, None, "unknown", None)
    return {
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "date_basis": basis,
    }


def _actor(draft: Draft, language: Language) -> Row:
    """Derive the actor: open alternatives first, then the narrowest name, then the first.

    The status is the most reserved one that a report gives the chosen name; a denial
    makes it disputed.
    """
    agents = draft.agents
    if not agents:
        return {"actor": None, "actor_status": "unknown"}
    chosen = next((a for a in agents if OPEN_JOINER in a.name), agents[0])
    for other in agents:
        if is_narrower(other.name, chosen.name, language):
            chosen = other
    found = {a.status for a in agents if a.name == chosen.name}
    status = next(s for s in RESERVE if s in found)
    return {"actor": chosen.name, "actor_status": "disputed" if draft.denied else status}


def _strikes(draft: Draft) -> Row:
    """Derive the number of strikes: the first count the text gives, in its unit."""
    counts = [c for report in draft.reports for c in report.counts]
    if not counts:
        return {}
    first = counts[0]
    return {
        "strike_count_min": first.value_min,
        "strike_count_max": first.value_max,
        "strike_count_open": first.open,
        "count_unit": first.unit,
    }


def _tolls(draft: Draft, claims: Sequence[Row]) -> Row:
    """Derive the interval of each toll from its claims by the policy ``range``."""
    row: Row = {}
    for what in _TOLLS:
        toll = derive(claims, what)
        if toll.low is not None:
            row[f"{what}_min"], row[f"{what}_max"] = toll.low, toll.high
            row[f"{what}_open"] = toll.open
    row["killed_group"] = next((t.group for t in draft.tolls("killed") if t.group), None)
    return row


def decision_rows(
    article: Article,
    decisions: Iterable[Decision],
    refusals: Iterable[Refusal],
    incident_of: Mapping[int, str],
) -> list[Row]:
    """Say of each report, and of words that looked like one, what became of it and why.

    Parameters
    ----------
    article
        The article.
    decisions
        What became of its reports.
    refusals
        Words that looked like a report and were none.
    incident_of
        Id of each incident by the number of its draft.
    """
    decided = [
        (one.span, one.rule, str(one.outcome), incident_of.get(_draft_of(one)), _why(one))
        for one in decisions
    ]
    decided += [
        ((one.start, one.end), one.rule, str(Outcome.REFUSED), None, one.reason) for one in refusals
    ]
    return [
        {
            "article_id": article.article_id,
            "start": span[0],
            "end": span[1],
            "rule": rule,
            "outcome": outcome,
            "incident_id": incident_id,
            "why": why,
        }
        for span, rule, outcome, incident_id, why in sorted(decided, key=lambda row: row[:2])
    ]


def _draft_of(decision: Decision) -> int:
    return -1 if decision.draft is None else decision.draft


def _why(decision: Decision) -> str:
    """Word a decision; a refusal begins with its reason."""
    pieces = (decision.reason or "", decision.why, decision.against)
    return "; ".join(str(piece) for piece in pieces if piece)
