"""Claims of one article put together as incidents; where an incident lies, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from mapper.base.ids import make_id
from mapper.base.limits import Watch, at_most
from mapper.incidents.assembly import assemble
from mapper.incidents.rows import candidate_rows, decision_rows, incident_rows, mention_row
from mapper.mentions import MOST_NAMES, find_mentions
from mapper.places import resolve
from mapper.reports import (
    cut_tags,
    find_elliptic,
    find_reports,
    find_shares,
    join_entries,
    lead_day,
    list_digest,
    read,
)
from mapper.text import (
    find_dates,
    find_quantities,
    find_runs,
    find_tolls,
    numbering,
    page_day,
    part_tags,
    publication_interval,
    split,
    taken_spans,
    unmask,
)
from mapper.words import available, take_apart, tell_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.base.rewritten import Rewritten
    from mapper.gazetteer import Gazetteer
    from mapper.incidents.decision import Decision
    from mapper.incidents.draft import Draft
    from mapper.incidents.placed import Row
    from mapper.places import Resolved
    from mapper.reports import Reading, Refusal
    from mapper.sources import Article
    from mapper.text import Sentence
    from mapper.words import Language


MOST_TRIGGERS = 4_000
MOST_REPORTS = 1_000
"""Words for strikes that one article may have, and reports, which are held against each
other. News has some ten of each; a year's bulletin in one file has hundreds."""


_LATE = 3
"""Days after the day given that a page may say it was written on."""
_STARTS = ("start", "char_start")
_ENDS = ("end", "char_end")
_WORDINGS = {
    "text": ("start", "end"),
    "wording": ("start", "end"),
    "sentence": ("char_start", "char_end"),
}
"""Columns that are the article's own words, and the offsets of these."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What one article yields: rows of each table, ready for their frames."""

    mentions: list[Row]
    candidates: list[Row]
    claims: list[Row]
    incidents: list[Row]
    locations: list[Row]
    decisions: list[Row]


def code_article(article: Article, gazetteer: Gazetteer, *, watch: Watch | None = None) -> Coded:
    """Code one article: a pure function of its text and the pack.

    Parameters
    ----------
    article
        The article; its language chooses the word lists. Where none is said its text tells.
    gazetteer
        The region pack.
    watch
        Follows the steps, and ends an article that takes too long.

    Returns
    -------
    coded
        Incidents without zone columns and links, with their locations and claims.
        Location rows carry ``area`` (polygon or None) beside the table's columns.

    Raises
    ------
    TooMuchError
        If the text holds more than a step can go through; `watch` has the step.
    """
    return code_with_names(article, gazetteer, watch=watch)[0]


def code_with_names(
    article: Article, gazetteer: Gazetteer, *, watch: Watch | None = None
) -> tuple[Coded, list[Resolved]]:
    """Code an article as `code_article` does, and give the names of places found in it too.

    Their offsets are of the text as it stands, and their order is that of the table mentions.
    """
    watch = watch or Watch()
    language = language_of(article, gazetteer)
    written = _for_reading(article.text, language, gazetteer)
    if written is None:
        return _code(article, language, gazetteer, watch)
    shown = replace(article, text=written.text)
    coded, names = _code(shown, language, gazetteer, watch, written)
    return _as_written(coded, written), [_name_as_written(one, written) for one in names]


def language_of(article: Article, gazetteer: Gazetteer) -> Language:
    """Give the language whose words an article is read with, with the words of the pack."""
    code = article.language or tell_language(article.text).code
    return gazetteer.language(code) if available(code) else gazetteer.language()


def _for_reading(text: str, language: Language, gazetteer: Gazetteer) -> Rewritten | None:
    """Put hidden letters back and take joined words apart; None where a text needs neither."""
    parted = part_tags(text)
    shown = text if parted is None else parted.text
    masked = unmask(shown, language)
    if masked is not None:
        shown, parted = masked.text, masked.of(parted)
    apart = take_apart(shown, language, gazetteer.index.beginnings)
    return parted if apart is None else apart.of(parted)


def _code(
    article: Article,
    language: Language,
    gazetteer: Gazetteer,
    watch: Watch,
    written: Rewritten | None = None,
) -> tuple[Coded, list[Resolved]]:
    """Code an article whose words are all in plain letters."""
    watch.enter("sentences")
    runs = find_runs(article.text if written is None else written.original)
    runs = runs if written is None else runs.read_in(written)
    sentences = split(article.text, language, runs=runs)
    reading = _read(article, language, gazetteer, sentences, watch, written=written)
    sentences = cut_tags(reading, sentences, runs)
    drafts, decisions, refusals = _assemble(article, reading, sentences, watch)
    watch.enter("incidents")
    ids = [
        make_id("men", article.article_id, str(m.start), str(m.end))
        for m in (one.mention for one in reading.resolved)
    ]
    named = list(zip(reading.resolved, ids, strict=True))
    rows = [incident_rows(article, reading, draft, ids) for draft in watch.each(drafts)]
    incident_of = {
        draft.number: incident["incident_id"]
        for draft, (incident, _, _) in zip(drafts, rows, strict=True)
    }
    coded = Coded(
        mentions=[mention_row(article, one, mention_id) for one, mention_id in named],
        candidates=[row for one, mention_id in named for row in candidate_rows(one, mention_id)],
        claims=[claim for _, _, claims in rows for claim in claims],
        incidents=[incident for incident, _, _ in rows],
        locations=[location for _, locations, _ in rows for location in locations],
        decisions=decision_rows(article, decisions, refusals, incident_of),
    )
    return coded, list(reading.resolved)


def _name_as_written(one: Resolved, written: Rewritten) -> Resolved:
    """Tell where a name stands in the article."""
    mention = one.mention
    start, end = written.start(mention.start), written.end(mention.end)
    as_is = replace(
        mention,
        start=start,
        end=end,
        text=written.original[start:end],
        phrase_start=written.start(mention.phrase_start),
        phrase_end=written.end(mention.phrase_end),
    )
    return replace(one, mention=as_is)


def _as_written(coded: Coded, written: Rewritten) -> Coded:
    """Tell what was found in the words as they stand in the article."""

    def as_is(row: Row) -> Row:
        old = {name: written.start(row[name]) for name in _STARTS if row.get(name) is not None}
        old |= {name: written.end(row[name]) for name in _ENDS if row.get(name) is not None}
        told = {
            name: written.original[old[first] : old[last]]
            for name, (first, last) in _WORDINGS.items()
            if name in row and first in old
        }
        return {**row, **old, **told}

    return Coded(
        **{
            table.name: [as_is(row) for row in getattr(coded, table.name)]
            for table in fields(coded)
        }
    )


def _read(
    article: Article,
    language: Language,
    gazetteer: Gazetteer,
    sentences: Sequence[Sentence],
    watch: Watch,
    *,
    written: Rewritten | None,
) -> Reading:
    """Find the places, days, figures and words for strikes in an article."""
    text = article.text
    watch.enter("mentions")
    mentions = find_mentions(text, gazetteer, language, written)
    at_most(MOST_NAMES, len(mentions), "names of places")
    watch.enter("resolve")
    resolved = resolve(mentions, text, gazetteer, language)
    watch.enter("when")
    published, dateline = _written_on(article.published, page_day(text, sentences, language))
    dates = find_dates(text, published, dateline_day=dateline, language=language)
    watch.enter("figures")
    no_counts = _no_counts(resolved, [*taken_spans(text, language=language), *numbering(text)])
    quantities = find_quantities(text, taken=no_counts, language=language)
    tolls = find_tolls(text, quantities, language=language)
    tolls = find_elliptic(text, tolls, quantities, resolved, language)
    tolls = find_shares(text, tolls, quantities, language)
    watch.enter("marks")
    first, last, _ = publication_interval(article.published)
    return read(
        text,
        language,
        published=first if first == last else None,
        resolved=resolved,
        dates=dates,
        quantities=quantities,
        tolls=tolls,
        abroad=_abroad(resolved, gazetteer),
        written=written,
    )


def _written_on(published: str | None, page: str | None) -> tuple[str | None, str | None]:
    """Give the day of publication and that of the dateline, by what is given and the page says.

    A page that says it was written a little after the day given knows better: no text is older
    than it is out. Much later it only says when it was saved.
    """
    first, last, _ = publication_interval(published)
    if published is None or page is None or first != last or first is None:
        return published, None if published else page
    later = (date.fromisoformat(page) - date.fromisoformat(first)).days
    return page if 0 < later <= _LATE else published, None


def _abroad(resolved: Sequence[Resolved], gazetteer: Gazetteer) -> frozenset[int]:
    """Give the numbers of the names of another country's places."""
    return frozenset(
        number
        for number, one in enumerate(resolved)
        if one.location is not None
        and (place := gazetteer.places.get(one.location.place_id)) is not None
        and not gazetteer.is_home(place.country)
    )


def _assemble(
    article: Article, reading: Reading, sentences: Sequence[Sentence], watch: Watch
) -> tuple[tuple[Draft, ...], list[Decision], list[Refusal]]:
    """Put what the sentences report together as incidents.

    Gives the incidents in the making, what became of each report, and the words that
    looked like a report and were none.
    """
    watch.enter("extract")
    at_most(MOST_TRIGGERS, len(reading.triggers), "words for strikes")
    sentences = join_entries(reading, list_digest(reading, sentences))
    reports, refusals = find_reports(reading, sentences, watch)
    watch.enter("drafts")
    at_most(MOST_REPORTS, len(reports), "stretches that tell of a strike")
    first, last, _ = publication_interval(article.published)
    drafts, decisions = assemble(
        reading,
        reports,
        published=(first, last),
        sentences=sentences,
        lead=lead_day(reading, sentences),
    )
    return drafts, decisions, refusals


def _no_counts(
    resolved: Sequence[Resolved], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give the spans whose numbers count nothing: dates, measures, names with numbers in them."""
    return sorted([*taken, *((one.mention.start, one.mention.end) for one in resolved)])
