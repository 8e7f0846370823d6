"""How many of an event's reports are independent of each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mapper.joining.case import parts

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from mapper.joining.case import Cases, Ints
    from mapper.joining.wording import Wording


def n_sources(cases: Cases, clusters: Ints, stands_for: Ints, wording: Wording) -> Counter[int]:
    """Count the independent reports of each event.

    Reprints, shared wording, one publisher and one page count once. Of a table's rows each
    that cites others is a source of its own.

    Parameters
    ----------
    cases, clusters, stands_for, wording
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

    left, right = wording.pairs()
    is_one = clusters[left] == clusters[right]
    pairs = list(zip(left[is_one].tolist(), right[is_one].tolist(), strict=True))
    first: dict[Hashable, int] = {}
    several = Counter(clusters.tolist())
    for number, cluster in enumerate(clusters.tolist()):
        if several[cluster] > 1:
            pairs += [
                (first.setdefault((cluster, key), number), number) for key in _keys(cases, number)
            ]
    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    heads = {root(number) for number in range(len(parent))}
    return Counter(int(clusters[head]) for head in heads)


def _keys(cases: Cases, number: int) -> Iterator[Hashable]:
    """Name what reports of one source have in common: publisher and page."""
    row = cases.rows[number]
    yield from cases.addresses[number]
    if cases.is_record[number]:
        yield "table", row.get("file"), parts(row.get("attributed_to"))
    elif row.get("publisher"):
        yield "publisher", row["publisher"]
