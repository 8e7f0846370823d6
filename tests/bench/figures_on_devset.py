"""Hold casualty figures and dates against the development set, apart from the rest of the chain.

Run: python tests/bench/figures_on_devset.py FOLDER [--misses]

For each gold incident the figures found in its evidence span and the sentences beside it
are looked at: right when one of them is exactly the gold interval, open flag included.
Dates likewise, over the whole article: right when some expression gives exactly the gold day,
month or year. Rows are counted from 0: the even ones may be tuned on, the odd ones not.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from mapper.text.dates.find import When, find_dates, taken_spans
from mapper.text.numbers.find import find_quantities
from mapper.text.tolls.find import Toll, find_tolls

_END = re.compile(r"[.!?\"]\s+(?=[A-Z\"])|\n")


def window(text: str, span: list[int]) -> tuple[int, int]:
    """Give the stretch of the sentences a span touches and one beside it on either side."""
    edges = [0, *[m.end() for m in _END.finditer(text)], len(text)]
    first = max((n for n, e in enumerate(edges) if e <= span[0]), default=0)
    last = min((n for n, e in enumerate(edges) if e >= span[1]), default=len(edges) - 1)
    return edges[max(0, first - 1)], edges[min(len(edges) - 1, last + 1)]


def interval(toll: Toll) -> tuple[int | None, int | None, bool]:
    """Give a figure as the gold writes it."""
    return toll.quantity.value_min, toll.quantity.value_max, toll.quantity.open


def dates_of(when: When) -> set[str]:
    """Give the ways the gold may write what an expression says."""
    if when.date_start is None:
        return set()
    length = {"day": 10, "week": 10, "month": 7, "year": 4}.get(when.precision, 0)
    return {when.date_start[:length]}


def main() -> None:
    """Print the counts of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", choices=("even", "odd"))
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    for row, line in enumerate((options.folder / "gold.jsonl").read_text().splitlines()):
        gold = json.loads(line)
        half = "odd" if row % 2 else "even"
        text = (options.folder / "articles" / f"{gold['id']}.txt").read_text(encoding="utf-8")
        tolls = find_tolls(text, find_quantities(text, taken=taken_spans(text)))
        days = set().union(*map(dates_of, find_dates(text, gold["published"])), set())
        for incident in gold["incidents"]:
            first, last = window(text, incident["evidence"]["span"])
            near = [t for t in tolls if first <= t.start < last and not t.subset]
            for field in ("killed", "injured"):
                found = {interval(t) for t in near if t.field == field}
                stated = incident[field]
                kind = "stated" if stated else "not stated"
                wanted = (*stated, incident[f"{field}_open_ended"]) if stated else None
                right = wanted in found if wanted else all(low is None for low, _, _ in found)
                counts[half, f"{field} {kind}", "right" if right else "wrong"] += 1
                if not right and options.misses == half and stated:
                    words = text[slice(*incident["evidence"]["span"])]
                    print(
                        incident["incident_id"],
                        field,
                        stated,
                        sorted(map(str, found)),
                        "|",
                        words[:200],
                    )
            if incident["date"]:
                accepted = {incident["date"], *map(str, incident["accept"].get("date", []))}
                right = bool(accepted & days)
                counts[half, "date", "right" if right else "wrong"] += 1
                if not right and options.misses == half:
                    print(incident["incident_id"], "date", incident["date"], sorted(days))
    for half, what in sorted({key[:2] for key in counts}):
        n_right, n_wrong = counts[half, what, "right"], counts[half, what, "wrong"]
        print(f"{half:5} {what:20} {n_right:3} of {n_right + n_wrong:3}")


if __name__ == "__main__":
    main()
