"""Articles to rows, batch by batch, in this process or in several.

Everything up to claims is a pure function of one article, its annotations and the pack, so
batches may be coded anywhere and in any order; they come back in the order of the list.
"""

from __future__ import annotations

import gc
from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from mapper.base.errors import TooMuchError
from mapper.base.limits import Watch
from mapper.base.rejects import reject
from mapper.gazetteer import load_gazetteer
from mapper.incidents import annotate, code_article, code_with_names
from mapper.sources import read_article, to_row
from mapper.text import find_published
from mapper.words import hold_patterns, other_part, tell_language, with_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from mapper.gazetteer import Gazetteer
    from mapper.incidents import Coded
    from mapper.places import Resolved
    from mapper.sources import Article, Entry
    from mapper.words import Language, Told

Row = dict[str, Any]
Tables = dict[str, list[Row]]

BATCH = 50
"""Articles coded and written at a time: what memory is bounded by."""

STAGE = "coding"
"""Stage of what could not be coded; the step follows after a point."""
LANGUAGE_STAGE = f"{STAGE}.language"
"""Stage of what is not read of an article for its language: the article itself counts as read."""

_TABLES = ("mentions", "candidates", "claims", "incidents", "locations", "decisions")
NOTES = "notes"
TEXTS = "texts"
"""Among the tables of a batch, and not of the store: what to know of how a document was read, by
its file; and what was read of a document that is not plain text, by its hash."""
PLAIN = "text"
"""Format of plain text, whose bytes are what is read of it."""

BY_DATELINE = "dateline"
"""Basis of a date of publication that a line at the head of a text tells."""

_SHARE = 5
"""Articles handed to another process at a time: the fewer, the less is left to wait for."""
_QUEUED = 8
"""Shares that wait for each other process, so that none runs dry while rows are written."""
_AHEAD = 40
"""Shares for each process that may be done before the next in order is."""
_worker_pack: list[Gazetteer] = []


def code_articles(entries: Sequence[Entry], pack: Gazetteer, *, jobs: int = 1) -> Iterator[Tables]:
    """Code listed articles.

    Parameters
    ----------
    entries
        Texts as `mapper.sources.listing.list_sources` lists them; each is read where it is coded.
    pack
        The region pack. Other processes load their own copy from its folder.
    jobs
        Processes, this one among them; with 1 all is done in this one.

    Yields
    ------
    tables
        Of one batch: rows of ``articles``, ``mentions``, ``candidates``, ``claims``,
        ``incidents``, ``locations``, ``decisions`` and ``rejects``, and those named `NOTES`
        and `TEXTS`. The same with any number of jobs.
    """
    hold_patterns(pack.language())
    if len(entries) <= BATCH:
        yield from _code(entries, pack, jobs)
        return
    _set_aside_pack()
    try:
        yield from _code(entries, pack, jobs)
    finally:
        gc.unfreeze()


def _set_aside_pack() -> None:
    """Take what is loaded out of the collector's rounds.

    A pack is some hundred thousand objects that live as long as the process; going
    through them again and again took about a tenth of the time of coding. One round more
    is too much for the articles of one batch.
    """
    gc.collect()
    gc.freeze()


def _code(entries: Sequence[Entry], pack: Gazetteer, jobs: int) -> Iterator[Tables]:
    """Code the articles batch by batch, here or in several processes."""
    if jobs <= 1 or len(entries) <= BATCH:
        for batch in _cut(entries, BATCH):
            yield code_batch(batch, pack)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fresh process each: a fork of one that already runs threads may hang. It takes a
    # second to come up and load the pack, in which this one codes already.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs - 1, context, _start_worker, (pack.folder,)) as pool:
        size = min(_SHARE, BATCH)
        shares = _in_order(pool, _cut(entries, size), pack, helpers=jobs - 1)
        while batch_of := list(islice(shares, BATCH // size)):
            yield {name: [row for one in batch_of for row in one[name]] for name in batch_of[0]}


def code_batch(entries: Iterable[Entry], pack: Gazetteer) -> Tables:
    """Read and code some articles; one that cannot be read or coded costs only itself."""
    tables: Tables = {name: [] for name in ("articles", *_TABLES, "rejects", NOTES, TEXTS)}
    for entry in entries:
        article, refusal = read_article(entry)
        if article is None:
            tables["rejects"] += [refusal] if refusal else []
            continue
        tables[NOTES] += [{"file": entry.file, "note": note} for note in article.notes]
        if article.format != PLAIN:
            tables[TEXTS].append({"sha256": article.sha256, "text": article.text})
        told = tell_language(article.text, article.language)
        article = replace(article, language=told.code)
        if article.published is None and told.has_rules:
            article = _dated(article, pack.language(told.code))
        tables["articles"].append(to_row(article))
        coded = _code_one(entry, article, told, pack, tables["rejects"])
        for name in _TABLES if coded else ():
            tables[name] += getattr(coded, name)
    return tables


def _dated(article: Article, language: Language) -> Article:
    """Give an article that nobody dates the day that a line at its head tells."""
    found = find_published(article.text, language=language)
    return article.dated(found.day, BY_DATELINE) if found else article


def _code_one(
    entry: Entry, article: Article, told: Told, pack: Gazetteer, rejects: list[Row]
) -> Coded | None:
    """Code an article by the rules, and by what others read in it; None where neither can."""
    coded: Coded | None = None
    names: list[Resolved] = []
    watch = Watch()
    try:
        if not told.has_rules:
            rejects.append(_without_rules(entry, told))
        elif entry.readings:
            coded, names = code_with_names(article, pack, watch=watch)
        else:
            coded = code_article(article, pack, watch=watch)
    except Exception as problem:  # noqa: BLE001 - a text nobody foresaw must not end the run
        rejects.append(_refused(entry, watch, problem))
    if told.has_rules:
        rejects += _part_unread(entry, article.text, told)
    if not entry.readings:
        return coded
    watch.enter("annotations")
    try:
        coded, refused = annotate(article, entry.readings, pack, coded=coded, names=names)
    except Exception as problem:  # noqa: BLE001 - as above
        rejects.append(_refused(entry, watch, problem))
    else:
        rejects += refused
    return coded


def _without_rules(entry: Entry, told: Told) -> Row:
    """Word that there are no rules for an article's language."""
    detail = f"the text is in {told.name}; there are rules for {', '.join(with_rules())}"
    return reject(entry.file, LANGUAGE_STAGE, "no_rules", detail, row=entry.row)


def _part_unread(entry: Entry, text: str, told: Told) -> Iterator[Row]:
    """Word that a part of an article is in another script than the rest."""
    other = other_part(text, told)
    if other is not None:
        detail = (
            f"{other.words} words in {other.told.name} are not read; the rest is, as {told.name}"
        )
        yield reject(entry.file, LANGUAGE_STAGE, "part_unread", detail, row=entry.row)


def _refused(entry: Entry, watch: Watch, problem: Exception) -> Row:
    """Word why an article could not be coded, and in which step."""
    stage = f"{STAGE}.{watch.step}"
    if isinstance(problem, TooMuchError):
        return reject(entry.file, stage, "too_much", str(problem), row=entry.row)
    detail = f"{type(problem).__name__}: {problem}"
    return reject(entry.file, stage, "failed", detail, row=entry.row)


def _cut(entries: Sequence[Entry], size: int) -> Iterator[list[Entry]]:
    """Cut the list into pieces."""
    rest = iter(entries)
    while piece := list(islice(rest, size)):
        yield piece


def _start_worker(folder: Path) -> None:
    """Load the pack once in a new process."""
    _worker_pack[:] = [load_gazetteer(folder)]
    _set_aside_pack()


def _code_in_worker(batch: list[Entry]) -> Tables:
    """Code a batch with the process's own pack."""
    return code_batch(batch, _worker_pack[0])


def _in_order(
    pool: ProcessPoolExecutor, shares: Iterator[list[Entry]], pack: Gazetteer, *, helpers: int
) -> Iterator[Tables]:
    """Code shares here and elsewhere, and give their tables in order."""
    waiting: deque[_Share] = deque()
    while True:
        missing = helpers * _QUEUED - sum(one.is_open for one in waiting)
        for entries in islice(shares, max(0, missing)):
            waiting.append(_Share(entries, pool.submit(_code_in_worker, entries)))
        if not waiting:
            return
        if not waiting[0].is_open:
            yield waiting.popleft().tables()
            continue
        entries = next(shares, []) if len(waiting) < (helpers + 1) * _AHEAD else []
        mine = (
            _Share(entries) if entries else next(filter(_Share.take_back, reversed(waiting)), None)
        )
        if entries and mine:
            waiting.append(mine)
        if mine:
            mine.code(pack)
        else:
            yield waiting.popleft().tables()


class _Share:
    """Some articles to code, here or elsewhere, and their rows once there are any."""

    def __init__(self, entries: list[Entry], future: Future[Tables] | None = None) -> None:
        self._entries = entries
        self._future = future
        self._made: Tables = {}

    @property
    def is_open(self) -> bool:
        """Whether another process has it, and is not done."""
        return self._future is not None and not self._future.done()

    def take_back(self) -> bool:
        """Take it from the queue again, unless it was begun."""
        if self._future is None or not self._future.cancel():
            return False
        self._future = None
        return True

    def code(self, pack: Gazetteer) -> None:
        """Code it here."""
        self._made = code_batch(self._entries, pack)

    def tables(self) -> Tables:
        """Give its rows, waiting for them where need be."""
        return self._future.result() if self._future else self._made
