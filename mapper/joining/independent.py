"""How many of an event's reports are independent of each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mapper.joining.case import parts
from mapper.joining.kinship import publisher, says_nothing
from mapper.joining.wording import AKIN, shingles

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from mapper.joining.case import Cases, Ints


LEADERS = 50
"""Different texts of one event that a report is held against."""


def n_sources(cases: Cases, clusters: Ints, stands_for: Ints) -> Counter[int]:
    """Count the independent reports of each event.

    Reprints, shared wording, one publisher and one page count once. Of a table's rows each
    that cites others is a source of its own. Within one event also a phrase of the trade is
    shared wording: who tells the same strike in the same words took them from one source.

    Parameters
    ----------
    cases, clusters, stands_for
        As for `mapper.joining.events.events_of`.

    Returns
    -------
    counts
        By event, as the lowest number of its members.
    """
    parent = stands_for.tolist()

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    several = Counter(clusters.tolist())
    first: dict[Hashable, int] = {}
    leaders: dict[int, list[tuple[int, frozenset[int]]]] = defaultdict(list)
    for number, cluster in enumerate(clusters.tolist()):
        if several[cluster] == 1:
            continue
        akin = [first.setdefault((cluster, key), number) for key in _keys(cases, number)]
        if stands_for[number] == number:
            akin += _same_words(cases, number, leaders[cluster])
        for one in akin:
            low, high = sorted((root(one), root(number)))
            parent[high] = low
    heads = {root(number) for number in range(len(parent))}
    return Counter(int(clusters[head]) for head in heads)


def _same_words(cases: Cases, number: int, leaders: list[tuple[int, frozenset[int]]]) -> list[int]:
    """Give the reports whose words a report shares; one that shares none leads others."""
    words = shingles(cases.rows[number])
    if not words:
        return []
    akin = [
        n for n, others in leaders if len(words & others) >= AKIN * min(len(words), len(others))
    ]
    if not akin and len(leaders) < LEADERS:
        leaders.append((number, words))
    return akin


def _keys(cases: Cases, number: int) -> Iterator[Hashable]:
    """Name what reports of one source have in common: publisher and page."""
    row = cases.rows[number]
    yield from cases.addresses[number]
    if cases.is_record[number]:
        yield "table", row.get("file"), parts(row.get("attributed_to"))
    elif (name := row.get("publisher")) and not says_nothing(name, cases.language):
        yield "publisher", publisher(name, cases.language)
