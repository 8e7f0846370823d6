"""Articles to rows, batch by batch, in this process or in several.

Everything up to claims is a pure function of one article and the pack, so batches may be
coded anywhere and in any order; they come back in the order of the list.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

from mapper.articles import read_article, to_row
from mapper.gazetteer import load_gazetteer
from mapper.incidents import code_article
from mapper.storage.rejects import reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from mapper.gazetteer import Gazetteer
    from mapper.storage.sources import Entry

Row = dict[str, Any]
Tables = dict[str, list[Row]]

BATCH = 50
"""Articles coded and written at a time: what memory is bounded by."""

STAGE = "coding"
_TABLES = ("mentions", "candidates", "claims", "incidents", "locations")
_WAITING = 4
_worker_pack: list[Gazetteer] = []


def code_articles(entries: Sequence[Entry], pack: Gazetteer, *, jobs: int = 1) -> Iterator[Tables]:
    """Code listed articles.

    Parameters
    ----------
    entries
        Texts as `mapper.storage.sources.list_sources` lists them; each is read where it is coded.
    pack
        The region pack. Other processes load their own copy from its folder.
    jobs
        Processes; with 1 all is done in this one.

    Yields
    ------
    tables
        Of one batch: rows of ``articles``, ``mentions``, ``candidates``, ``claims``,
        ``incidents``, ``locations`` and ``rejects``. The same with any number of jobs.
    """
    batches = _batches(entries)
    if jobs <= 1 or len(entries) <= BATCH:
        for batch in batches:
            yield code_batch(batch, pack)
        return
    import multiprocessing  # noqa: PLC0415 - most builds need one process
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as above

    # A fresh process each: a fork of one that already runs threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start_worker, (pack.folder,)) as pool:
        yield from _in_order(pool, _code_in_worker, batches, ahead=jobs * _WAITING)


def code_batch(entries: Iterable[Entry], pack: Gazetteer) -> Tables:
    """Read and code some articles; one that cannot be read or coded costs only itself."""
    tables: Tables = {name: [] for name in ("articles", *_TABLES, "rejects")}
    for entry in entries:
        article, refusal = read_article(entry)
        if article is None:
            tables["rejects"] += [refusal] if refusal else []
            continue
        tables["articles"].append(to_row(article))
        try:
            coded = code_article(article, pack)
        except Exception as problem:  # noqa: BLE001 - a text nobody foresaw must not end the run
            detail = f"{type(problem).__name__}: {problem}"
            tables["rejects"].append(reject(entry.file, STAGE, "failed", detail, row=entry.row))
            continue
        for name in _TABLES:
            tables[name] += getattr(coded, name)
    return tables


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Cut the list into batches."""
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _start_worker(folder: Path) -> None:
    """Load the pack once in a new process."""
    _worker_pack[:] = [load_gazetteer(folder)]


def _code_in_worker(batch: list[Entry]) -> Tables:
    """Code a batch with the process's own pack."""
    return code_batch(batch, _worker_pack[0])


def _in_order(
    pool: ProcessPoolExecutor,
    work: Callable[[list[Entry]], Tables],
    batches: Iterator[list[Entry]],
    *,
    ahead: int,
) -> Iterator[Tables]:
    """Keep a few batches in work and hand their results on in order."""
    waiting: deque[Future[Tables]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
