"""Annotations become incidents, held to the words of their text, in the place of the rules'."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mapper.base.ids import make_id
from mapper.base.rejects import REFUSED, reject
from mapper.base.schema import JOINER
from mapper.incidents.annotated_claims import Words, annotated_claims
from mapper.incidents.annotated_places import Atlas, Named
from mapper.incidents.code import Coded, language_of
from mapper.incidents.decision import Outcome
from mapper.incidents.placed import place
from mapper.incidents.quoted import find_quotes, meet
from mapper.incidents.rows import ARTICLE_COLUMNS
from mapper.incidents.same_strike import Told, alike, read_otherwise
from mapper.sources import QUOTES_STAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.gazetteer import Gazetteer
    from mapper.incidents.placed import Row
    from mapper.incidents.quoted import Span
    from mapper.places import Resolved
    from mapper.sources import Annotation, Article
    from mapper.words import Language

ANNOTATED = "annotated"
"""Reason of a refusal: somebody read the words otherwise than the rules."""


@dataclass(frozen=True, slots=True)
class _Made:
    """An incident made of a line."""

    line: Annotation
    told: Told
    claims: list[Row]
    doubts: list[Row]


@dataclass(slots=True)
class _Read:
    """What the annotations of one article come to, while they are read."""

    made: list[_Made] = field(default_factory=list)
    none: list[tuple[Annotation, tuple[Span, ...]]] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)


def annotate(
    article: Article,
    lines: Sequence[Annotation],
    gazetteer: Gazetteer,
    *,
    coded: Coded | None,
    names: Sequence[Resolved],
) -> tuple[Coded, list[Row]]:
    """Put the annotations of an article in the place of what the rules read there.

    Parameters
    ----------
    article
        The article.
    lines
        Its annotations, in the order of their files' names and lines.
    gazetteer
        The region pack.
    coded, names
        As `mapper.incidents.code_with_names` gives them; None where no rule could read it.

    Returns
    -------
    coded, rejects
        Rows of the article: incidents of the annotations, and those of the rules that no
        annotation touches; what was taken back is refused in the table decisions. A line
        whose quote the text does not hold is a reject, and so is one that tells a strike
        that another annotator told before.
    """
    coded = coded or Coded([], [], [], [], [], [])
    language = language_of(article, gazetteer)
    atlas = Atlas(article, gazetteer, language, names=names, mentions=coded.mentions)
    read = _Read()
    for line in lines:
        _read_line(article, line, atlas, language, read)
    _tell_once(article, read)
    why, kept_rejects = _taken_back(coded, lines, read)
    read.rejects += kept_rejects
    kept = _without(coded, why)
    rows = [made.told for made in read.made]
    return Coded(
        mentions=sorted([*kept.mentions, *atlas.mentions], key=lambda row: row["start"]),
        candidates=[*kept.candidates, *atlas.candidates],
        claims=[*kept.claims, *(claim for made in read.made for claim in made.claims)],
        incidents=[*kept.incidents, *(told.row for told in rows)],
        locations=[*kept.locations, *(one for told in rows for one in told.locations)],
        decisions=_decisions(article, kept.decisions, read),
    ), read.rejects


def _read_line(
    article: Article, line: Annotation, atlas: Atlas, language: Language, read: _Read
) -> None:
    """Hold a line to its text, and make its incident unless it is told already."""
    quoted = find_quotes(article.text, line.quotes, line.start)
    if quoted.missing:
        told = f"quote: the text has no {quoted.missing}"
        read.rejects.append(_refusal(article, line, "not_in_text", told))
        return
    read.rejects += (_refusal(article, line, "quote_again", note) for note in quoted.notes)
    if line.none:
        read.none.append((line, quoted.spans or ((0, len(article.text)),)))
        return
    named, rejects = [], []
    for spot in line.places:
        one, doubts = atlas.place(line, spot, quoted.spans)
        named.append(one)
        rejects += doubts
    made = replace(_made(article, line, quoted.spans, named, language), doubts=rejects)
    read.made.append(made)


def _tell_once(article: Article, read: _Read) -> None:
    """Leave out what a line before told: the same in all, or another annotator's strike.

    Two lines of one annotator that differ are two strikes.
    """
    kept: list[_Made] = []
    for by in dict.fromkeys(made.line.by for made in read.made):
        mine = [made for made in read.made if made.line.by == by]
        twins: dict[int, _Made] = {}
        ids: dict[str, _Made] = {}
        for number, made in enumerate(mine):
            if ids.setdefault(made.told.incident_id, made) is not made:
                twins[number] = ids[made.told.incident_id]
        foreign = {one.told.incident_id: one for one in kept}
        taken: set[str] = set()
        for find in (alike, read_otherwise):
            for number, made in enumerate(mine):
                free = [
                    one.told for key, one in foreign.items() if find is alike or key not in taken
                ]
                if number not in twins and (found := find(made.told, free)):
                    twins[number] = foreign[found[0].incident_id]
                    taken |= {one.incident_id for one in found}
        for number, twin in twins.items():
            told = f"tells the strike of {twin.line.file} line {twin.line.row}, which is kept"
            read.rejects.append(_refusal(article, mine[number].line, "duplicate", told))
        kept += [made for number, made in enumerate(mine) if number not in twins]
    read.made = kept
    read.rejects += (row for made in kept for row in made.doubts)


def _made(
    article: Article,
    line: Annotation,
    quotes: tuple[Span, ...],
    named: Sequence[Named],
    language: Language,
) -> _Made:
    """Make the rows of an incident."""
    (start, end), values = quotes[0], dict(line.values)
    where = JOINER.join(one.words for one in named if one.span is not None)
    key = (line.rule, str(start), repr(sorted(values.items())), where)
    told: Row = {
        "incident_id": make_id("inc", article.article_id, *key),
        **values,
        **{name: getattr(article, name) for name in ARTICLE_COLUMNS},
        "sentence": article.text[start:end],
        "char_start": start,
        "char_end": end,
        "rule": line.rule,
        "n_reports": 1,
    }
    row, locations = place(told, [one.placed for one in named if one.placed is not None])
    row["places"] = where or None
    claims = list(annotated_claims(row, Words(article, language, quotes), named, line.rule))
    spans = tuple(one.span for one in named if one.span is not None)
    unique = {claim["claim_id"]: claim for claim in claims}
    return _Made(line, Told(row, locations, quotes, spans), list(unique.values()), [])


def _taken_back(
    coded: Coded, lines: Sequence[Annotation], read: _Read
) -> tuple[dict[str, tuple[str, str]], list[Row]]:
    """Say which incidents of the rules go: the rule and the reason, by id."""
    rules = _told_by_rules(coded)
    gone: dict[str, tuple[str, str]] = {}
    taking: set[str] = set()
    for find in (alike, read_otherwise):
        for made in read.made:
            if made.told.incident_id in taking:
                continue
            left = [one for one in rules if one.incident_id not in gone]
            by = f"read by {made.line.rule} as {made.told.incident_id}"
            found = find(made.told, left)
            gone |= {one.incident_id: (made.line.rule, by) for one in found}
            taking |= {made.told.incident_id} if found else set()
    rejects: list[Row] = []
    spans = [span for _, quoted in read.none for span in quoted]
    for one in rules:
        if one.incident_id in gone:
            continue
        saying = next((line for line, quoted in read.none if meet(quoted, one.evidence)), None)
        if saying is None:
            continue
        if all(meet([span], spans) for span in one.evidence):
            gone[one.incident_id] = saying.rule, f"{saying.rule} says that there is no incident"
        else:
            first, last = one.evidence[0][0], one.evidence[-1][1]
            told = f"{one.row['file']}: {one.incident_id} is told at {first} to {last} too"
            rejects.append(reject(saying.file, QUOTES_STAGE, "not_refused", told, row=saying.row))
    alone = next((line for line in lines if line.only), None)
    if alone is not None:
        only = alone.rule, f"{alone.rule} is the only reading of this text"
        gone |= {one.incident_id: only for one in rules if one.incident_id not in gone}
    return gone, rejects


def _told_by_rules(coded: Coded) -> list[Told]:
    """Give the rules' incidents with the stretches of text that they rest on."""
    spans: dict[str, list[Span]] = {}
    for row in coded.decisions:
        if row["incident_id"]:
            spans.setdefault(row["incident_id"], []).append((row["start"], row["end"]))
    names = {row["mention_id"]: (row["start"], row["end"]) for row in coded.mentions}
    where: dict[str, list[Row]] = {}
    for row in coded.locations:
        where.setdefault(row["incident_id"], []).append(row)
    return [
        Told(
            row,
            locations := where.get(row["incident_id"], []),
            tuple(spans.get(row["incident_id"], [(row["char_start"], row["char_end"])])),
            tuple(names[one["mention_id"]] for one in locations if one["mention_id"] in names),
        )
        for row in coded.incidents
    ]


def _without(coded: Coded, gone: Mapping[str, tuple[str, str]]) -> Coded:
    """Leave incidents out, and refuse in their decisions what they rested on."""

    def kept(rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row["incident_id"] not in gone]

    return replace(
        coded,
        claims=kept(coded.claims),
        incidents=kept(coded.incidents),
        locations=kept(coded.locations),
        decisions=[
            row if row["incident_id"] not in gone else _refused(row, *gone[row["incident_id"]])
            for row in coded.decisions
        ],
    )


def _refused(row: Row, rule: str, why: str) -> Row:
    """Turn a decision that took a report into one that refuses it; say what it was."""
    was = f"was {row['outcome']} by {row['rule']}"
    told = JOINER.join(filter(None, (ANNOTATED, why, was, row["why"])))
    return {**row, "rule": rule, "outcome": REFUSED, "incident_id": None, "why": told}


def _decisions(article: Article, kept: Iterable[Row], read: _Read) -> list[Row]:
    """Add what became of the quotes to the decisions on the article, in the order of the text."""
    told: list[tuple[Span, Annotation, str, str | None, str]] = [
        (span, made.line, _outcome(number), made.told.incident_id, _where(made.line))
        for made in read.made
        for number, span in enumerate(made.told.evidence)
    ]
    told += [
        (span, line, REFUSED, None, f"{ANNOTATED}; no incident; {_where(line)}")
        for line, quoted in read.none
        for span in quoted
    ]
    rows = [
        {
            "article_id": article.article_id,
            "start": span[0],
            "end": span[1],
            "rule": line.rule,
            "outcome": outcome,
            "incident_id": incident_id,
            "why": why,
        }
        for span, line, outcome, incident_id, why in told
    ]
    return sorted([*kept, *rows], key=lambda row: (row["start"], row["end"], row["rule"]))


def _outcome(number: int) -> str:
    return str(Outcome.JOINED if number else Outcome.OPENED)


def _where(line: Annotation) -> str:
    return f"quoted in {line.file} line {line.row}"


def _refusal(article: Article, line: Annotation, reason: str, told: str) -> Row:
    """Refuse a line, or say what to know of it, by its text."""
    return reject(line.file, QUOTES_STAGE, reason, f"{article.file}: {told}", row=line.row)
