"""Say in words what was read in a text and why each place was chosen, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.direction import isolated
from mapper.mentions import find_mentions
from mapper.places.decide import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer
    from mapper.places.cases import Resolved
    from mapper.words import Language

SHOWN = 3
"""Candidates told of per mention."""


def explain_places(
    text: str, gazetteer: Gazetteer, language: Language | None = None
) -> list[dict[str, Any]]:
    """Read a text's place mentions and give each with its candidates and reasons.

    Returns
    -------
    mentions
        One object per mention: the words and their offsets (code points), role,
        relation, kind, status, the location taken, the container, and every
        candidate with its reasons.
    """
    language = language or gazetteer.language()
    mentions = find_mentions(text, gazetteer, language)
    resolved = resolve(mentions, text, gazetteer, language)
    return [_plain(one, resolved, text) for one in resolved]


def _plain(one: Resolved, everything: list[Resolved], text: str) -> dict[str, Any]:
    mention, location = one.mention, one.location
    container = None if one.within is None else everything[one.within].mention
    return {
        "text": mention.text,
        "phrase": text[mention.phrase_start : mention.phrase_end],
        "start": mention.start,
        "end": mention.end,
        "role": mention.role,
        "relation": mention.relation,
        "kind_cue": mention.kind_cue,
        "status": one.status,
        "within": None if container is None else container.text,
        "location": None
        if location is None
        else {
            "place_id": location.place_id,
            "name": location.name,
            "kind": location.kind,
            "lat": location.lat,
            "lon": location.lon,
            "geo_precision": location.geo_precision,
            "radius_m": location.radius_m,
            "score": location.score,
            "margin": location.margin,
            "method": location.method,
        },
        "candidates": [
            {"place_id": c.place_id, "name": c.name, "score": c.score, "reasons": list(c.reasons)}
            for c in one.candidates
        ],
    }


def places_in_words(mentions: list[dict[str, Any]]) -> Iterator[str]:
    """Put what `explain_places` gives into lines of text."""
    for mention in mentions:
        name, phrase = (isolated(f'"{mention[one]}"') for one in ("text", "phrase"))
        part = f" in {phrase}" if phrase != name else ""
        what = [f"role {mention['role']}"]
        if mention["relation"] != "at":
            what.append(f"relation {mention['relation']}")
        if mention["kind_cue"]:
            what.append(f"called a {mention['kind_cue']}")
        if mention["within"]:
            what.append(f"within {isolated(mention['within'])}")
        yield f"{name}{part}, {mention['start']}-{mention['end']}: {', '.join(what)}"
        yield f"  {_verdict(mention)}"
        for candidate in mention["candidates"][:SHOWN]:
            place = f"{candidate['name']} ({candidate['place_id']})"
            yield f"    {candidate['score']:6.2f}  {place}: {'; '.join(candidate['reasons'])}"
        more = len(mention["candidates"]) - SHOWN
        if more > 0:
            yield f"    and {more} more"


def _verdict(mention: dict[str, Any]) -> str:
    where = mention["location"]
    if where is None:
        return {
            "tie": "tie: no candidate leads, none is taken",
            "unknown": "unknown: no name in the gazetteer is near enough",
        }[mention["status"]]
    at = (
        f"{where['lat']:.4f}, {where['lon']:.4f}, precision {where['geo_precision']}, "
        f"radius {where['radius_m']:.0f} m"
    )
    if mention["status"] == "unknown":
        return f"unknown; placed in {where['name']}, which holds it: {at}"
    lead = "" if where["margin"] is None else f", {where['margin']:.1f} ahead of the next"
    chosen = f"{where['name']} ({where['place_id']}) by {where['method']}"
    return f"{chosen}, score {where['score']:.1f}{lead}: {at}"
