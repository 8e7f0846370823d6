"""The chain behind an incident: its sentence, its claims with rules and words, its places.

For a text that no store holds, the same chain is made anew, with what was not taken and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.direction import isolated
from mapper.base.errors import StoreError
from mapper.base.rejects import REFUSED
from mapper.incidents import code_article, tolls_in_words
from mapper.query.corrected import corrected_lines, left_out, left_out_lines
from mapper.query.event import (
    event_chain,
    event_lines,
    headline,
    quoted,
    sibling_lines,
    siblings,
    stored,
)
from mapper.sources import Article
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer

Row = dict[str, Any]

_SHOWN = 5
_WIDTH = 160


def chain_of(connection: sqlite3.Connection, key: str) -> Row:
    """Gather what a store holds on an event, a report or the report that a mention is of.

    As `mapper.query.event_chain` and `incident_chain`, whichever has the id.
    """
    is_event = bool(stored(connection, "events", "event_id", key))
    return event_chain(connection, key) if is_event else incident_chain(connection, key)


def chain_lines(chain: Row) -> Iterator[str]:
    """Word for people what `chain_of` gave."""
    if "left_out" in chain:
        return left_out_lines(chain)
    if "members" not in chain:
        return incident_lines(chain)
    first, *rest = event_lines(chain)
    return iter((first, *corrected_lines(chain), *rest))


def incident_chain(connection: sqlite3.Connection, key: str) -> Row:
    """Gather what a store holds on one incident.

    Parameters
    ----------
    connection
        Store, as `mapper.store.reader.open_store` gives it.
    key
        ``incident_id``, or the id of one of its mentions.

    Returns
    -------
    chain
        The incident's row, its claims in the order of the text, its locations, each
        with the candidates of its mention, its relations to every zone, and the ``event``
        it is a report of with the ``other_reports`` of it. Of a report that a person left
        out its row as the rules had made it, and the decision as ``left_out``.

    Raises
    ------
    StoreError
        If the store holds no such id.
    """
    found = stored(connection, "incidents", "incident_id", key)
    if not found:
        if dropped := left_out(connection, key):
            return dropped
        mentioned = stored(connection, "locations", "mention_id", key)
        if not mentioned:
            raise StoreError(
                f"no event, incident or located mention {key!r} in this store; `mapper query"
                " --columns event_id,places` and `--reports --columns incident_id,places` list them"
            )
        return incident_chain(connection, mentioned[0]["incident_id"])
    locations = stored(connection, "locations", "incident_id", key, order="seq")
    for location in locations:
        location["candidates"] = stored(
            connection, "candidates", "mention_id", location["mention_id"], order="rank"
        )
    return {
        **found[0],
        "claims": stored(connection, "claims", "incident_id", key, order="start"),
        "decisions": stored(connection, "decisions", "incident_id", key, order="start"),
        "locations": locations,
        "zone_relations": stored(connection, "zone_relations", "incident_id", key),
        **siblings(connection, found[0]),
    }


def missing_chain(connection: sqlite3.Connection, file: str) -> Row:
    """Gather what a store holds on why a text gave no incident, or not all of them.

    Parameters
    ----------
    connection
        Store, as `mapper.store.open_store` gives it.
    file
        The article's file, as its manifest names it, or its id.

    Returns
    -------
    chain
        ``article``; ``decisions`` on its reports in the order of the text; ``rejects`` of
        its file; and the number of its ``mentions`` of places.

    Raises
    ------
    StoreError
        If the store knows no such file.
    """
    found = stored(connection, "articles", "file", file)
    found = found or stored(connection, "articles", "article_id", file)
    rejects = stored(connection, "rejects", "file", file)
    if not found and not rejects:
        raise StoreError(f"no article {file!r} in this store, and none of that name was refused")
    article = found[0] if found else None
    key = article["article_id"] if article else None
    return {
        "article": article,
        "decisions": stored(connection, "decisions", "article_id", key, order="start"),
        "rejects": rejects,
        "mentions": len(stored(connection, "mentions", "article_id", key)),
    }


def text_chain(
    text: str,
    gazetteer: Gazetteer,
    *,
    language: str = DEFAULT_LANGUAGE.code,
    published: str | None = None,
) -> Row:
    """Code a text, and give its incidents and what was not taken.

    Parameters
    ----------
    text
        The text.
    gazetteer
        Region pack.
    language
        Code of the language of the word lists.
    published
        Day of publication, as far as known.

    Returns
    -------
    chain
        ``incidents``, each with its claims; ``refusals``: the words that look like a
        strike, their stretch of text, and the reason they were left.
    """
    article = Article(
        article_id="art-text",
        file="text",
        sha256="",
        publisher=None,
        title=None,
        published=published,
        url=None,
        language=language,
        text_kind="original",
        original_sha256=None,
        note=None,
        text=text,
    )
    coded = code_article(article, gazetteer)
    claims: dict[str, list[Row]] = {}
    for claim in coded.claims:
        claims.setdefault(claim["incident_id"], []).append(claim)
    return {
        "incidents": [
            {k: v for k, v in row.items() if k != "geometry"}
            | {"claims": claims.get(row["incident_id"], [])}
            | {"decisions": [d for d in coded.decisions if d["incident_id"] == row["incident_id"]]}
            for row in coded.incidents
        ],
        "refusals": [
            {
                "text": text[row["start"] : row["end"]],
                **{name: row[name] for name in ("start", "end", "rule")},
                "reason": row["why"],
            }
            for row in coded.decisions
            if row["outcome"] == REFUSED
        ],
    }


def incident_lines(chain: Row) -> Iterator[str]:
    """Word one incident's chain for people."""
    yield headline(chain, chain["incident_id"])
    yield from corrected_lines(chain)
    yield from sibling_lines(chain)
    if chain["sentence"]:
        yield f"  {quoted(chain)}"
    for claim in chain["claims"]:
        yield f"  {_claim(claim)}"
    for what in ("killed", "injured"):
        derived = tolls_in_words(chain["claims"], what)
        if derived:
            yield f"  {derived}"
    if chain.get("places") and "locations" not in chain:
        yield f"  places: {isolated(chain['places'])}"
    for location in chain.get("locations", ()):
        yield from _location(location, is_judged=bool(chain.get("zone_relations")))
    yield from decision_lines(chain.get("decisions", []))
    for relation in chain.get("zone_relations", ()):
        in_force = {1: "in force", 0: "not in force"}.get(relation["in_force"], "no date")
        yield (
            f"  zone {relation['zone_id']} ({in_force}): {relation['verdict']}, "
            f"P(inside) {relation['p_inside']:.2f}, {relation['distance_km']:.1f} km to its edge"
        )


def decision_lines(decisions: list[Row]) -> Iterator[str]:
    """Word what became of each report of a text or of an incident."""
    for row in decisions:
        of = f" {row['incident_id']}" if row["incident_id"] else ""
        span = f"{row['start']}-{row['end']}"
        yield f"  {row['outcome']}{of}: {span}, rule {row['rule']}: {row['why']}"


def missing_lines(chain: Row) -> Iterator[str]:
    """Word why a text gave no incident, or not all of them."""
    article = chain["article"]
    if article:
        yield f"{article['file']} ({article['article_id']}): {chain['mentions']} names of places"
    for row in chain["rejects"]:
        yield f"not read: {row['file']}: {row['reason']}: {row['detail']}"
    yield from decision_lines(chain["decisions"])
    if article and not chain["decisions"]:
        yield "  no words for a strike in it"


def refusal_lines(refusals: list[Row]) -> Iterator[str]:
    """Word what was not taken."""
    for refusal in refusals:
        shown = " ".join(refusal["text"].split())
        shown = shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "\u2026"
        quote = isolated(f'"{shown}"')
        yield f"not taken, {refusal['reason']}: {quote}"


def _claim(claim: Row) -> str:
    """Word one claim: field, value, words, offsets, source, rule."""
    low, high = claim.get("value_min"), claim.get("value_max")
    value = "" if low is None else f" = {low}" if low == high else f" = {low} to {high}"
    group = f" ({claim['group']})" if claim.get("group") else ""
    said = f", {isolated(claim['attributed_to'])}" if claim.get("attributed_to") else ""
    place = "" if claim.get("start") is None else f" {claim['start']}-{claim['end']}"
    words = isolated(f'"{" ".join(str(claim["wording"]).split())}"')
    what = f"{claim['field']}{value}{group}: {words}{place}"
    return f"{what}, {claim['certainty']}{said}, rule {claim['rule']}"


def _location(location: Row, *, is_judged: bool) -> Iterator[str]:
    """Word one location, its verdict where there are zones, and the candidates for it."""
    verdict = f", {location['zone_verdict']}" if is_judged else ""
    lead = "" if location["margin"] is None else f", {location['margin']:.1f} ahead of the next"
    score = "" if location["score"] is None else f", score {location['score']:.1f}"
    yield (
        f"  place {isolated(location['name'])} ({location['place_id']}) by {location['method']}"
        f"{score}{lead}: {location['lat']:.4f}, {location['lon']:.4f}, "
        f"precision {location['geo_precision']}, radius {location['radius_m']:.0f} m"
        f"{verdict}"
    )
    for candidate in location["candidates"][:_SHOWN]:
        yield f"    {candidate['score']:6.2f}  {candidate['name']}: {candidate['reasons']}"
