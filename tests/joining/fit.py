"""Fits the weights of joining, in five folds by event, and prints them as ``weights.csv``.

    python tests/joining/fit.py --full STORE MEMBERS.csv --links STORE LINKS.csv > weights.csv

``--full`` is a build of which every report's event is known (`tests/gold/joining`, the tuning
part and further sets of ``generate.py tuning DIR --seed WORD``, never the part set aside),
``--links`` one of texts and records with a list of which text reports which record. Each may be
given several times. Unlinked pairs of the latter count as wrong, but for those that
`read_by_hand.csv` knows better of.

Folds are by event (of ``--links`` by record): a pair is of the fold of its first report's event,
and each fold is scored by weights fitted on the others. What a ``--full`` build scores so, with
the weights of `BY_HAND` as they are in all folds, goes to stderr; the weights that are printed
are fitted on all pairs. A note says how many pairs a weight was fitted on when it was frozen.

Weights are the coefficients of a logistic regression with a ridge, in bits: features that
tell the same share their weight. Those of `BY_HAND` are set, each for a reason.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from mapper.gazetteer import load_gazetteer
from mapper.joining import Judged, judge
from mapper.joining import clusters as growing
from mapper.joining.told import numbered
from mapper.joining.weights import LIMIT
from mapper.score.known_links import Gold, read_gold
from mapper.score.links import b_cubed, truth
from mapper.store import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDS = 5
RIDGE = 1.0
OF_LINKS = 15.0
"""Weight of a pair of real texts and records beside one of the generated set."""

NOTHING = {("kind", "open"), ("chance", "untold"), ("kind", "never")}
BY_HAND = {
    ("chance", "hardly"): (0.8, "as rarely: few such pairs in the sets"),
    ("chance", "rarely"): (0.8, "the real links alone give less than both sets"),
    ("chance", "daily"): (-4.0, "lower than fitted: the generated sets tell each event four times"),
    ("chance", "several"): (-6.8, "lower than fitted: there place, day and kind alone never join"),
    ("place", "name"): (1.0, "the sets hold few; names of two governorates are kept apart"),
    ("place", "unit"): (-1.0, "lower than fitted: these pairs were chosen by their toll"),
    ("actor", "umbrella"): (0.0, "what covers a party is no contradiction; the sets hold few"),
    ("address", "same"): (4.0, "no such pair in the sets"),
    ("kind", "apart"): (
        -9.0,
        "lower than fitted: kinds without kin never join, and are hardly ever in doubt",
    ),
    ("targets", "apart"): (-0.7, "milder than fitted: one source tells the village, one the homes"),
    ("killed", "none_some"): (-4.0, "milder than fitted: no deaths at first, some later"),
    ("injured", "apart"): (-2.5, "milder than fitted: counts of the hurt differ more than those"),
    (LIMIT, "joined"): (0.0, "bits from which a pair is joined"),
    (LIMIT, "doubtful"): (-2.0, "bits from which a pair is listed as doubtful"),
    (LIMIT, "cross"): (-2.0, "least mean bits of all pairs across two clusters that grow together"),
    (LIMIT, "margin"): (
        0.5,
        "bits by which one of several events that exclude each other must fit better",
    ),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Pairs of one build with the truth of each: 1 or 0, and how much it counts."""

    found: Judged
    is_one: Floats
    counts: Floats
    fold: NDArray[np.int64]
    events: list[str | None]
    told: list[str | None]


def main() -> None:
    """Fit, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--full", nargs=2, type=Path, action="append", default=[])
    options.add_argument("--links", nargs=2, type=Path, action="append", default=[])
    asked = options.parse_args()
    samples = [full(*one) for one in asked.full] + [linked(*one) for one in asked.links]
    names = sorted({name for one in samples for name in _names(one)})
    designs = [_design(one, names) for one in samples]
    by_fold = [_fitted(samples, designs, names, fold) for fold in range(FOLDS)]
    for sample, design in zip(samples, designs, strict=True):
        if any(sample.events):
            _tell_folds(sample, design, names, by_fold)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("feature", "level", "bits", "note"))
    fitted = dict(zip(names, _fitted(samples, designs, names, None), strict=True))
    for name in sorted({*fitted, *BY_HAND}):
        bits, note = BY_HAND[name] if name in BY_HAND else (fitted[name], _note(samples, name))
        out.writerow((*name, f"{round(bits, 1) + 0.0:.1f}", note))


def full(store: Path, members: Path) -> Sample:
    """Read a build of which every report's event is known."""
    found = _judged(store)
    gold = read_gold(members)
    events = truth(found.cases.rows, gold)
    enough = Gold(members=tuple(row for row in gold.members if row.get("told") != "no"))
    told = truth(found.cases.rows, enough)
    left, right = found.pairs.left, found.pairs.right
    mine = np.array([event or "" for event in events], dtype=object)
    is_one = mine[left] == mine[right]
    counts = (mine[left] != "") & (mine[right] != "")
    return Sample(
        found, is_one.astype(float), counts.astype(float), _folds(mine[left]), events, told
    )


def linked(store: Path, links: Path) -> Sample:
    """Read a build of texts and records; of a linked text its likeliest report is the one."""
    found = _judged(store)
    gold = read_gold(links)
    known = _read_by_hand()
    is_one, counts = np.zeros((2, len(found.pairs)))
    best: dict[tuple[str, str], int] = {}
    keys = list(_text_and_code(found))
    for number, key in enumerate(keys):
        if key is None or known.get(key) == "unclear":
            continue
        if key in gold.links or known.get(key) == "one":
            if key not in best or found.pairs.bits[number] > found.pairs.bits[best[key]]:
                best[key] = number
        else:
            counts[number] = OF_LINKS
    chosen = list(best.values())
    is_one[chosen], counts[chosen] = 1.0, OF_LINKS
    codes = np.array([key[1] if key else "" for key in keys], dtype=object)
    return Sample(found, is_one, counts, _folds(codes), [], [])


def _judged(store: Path) -> Judged:
    incidents, locations = (_rows(store, name) for name in ("incidents", "locations"))
    return judge(incidents, locations, load_gazetteer().language())


def _rows(store: Path, name: str) -> list[dict[str, Any]]:
    plain = read_table(store, name).drop(columns="geometry").astype(object)
    return cast("list[dict[str, Any]]", plain.where(plain.notna(), None).to_dict("records"))


def _text_and_code(found: Judged) -> Iterator[tuple[str, str] | None]:
    """Give text and record of each pair of the two; None for pairs of other kinds."""
    rows = found.cases.rows
    for one, other in zip(found.pairs.left, found.pairs.right, strict=True):
        texts = [row for row in (rows[one], rows[other]) if not row.get("source_id")]
        records = [row for row in (rows[one], rows[other]) if row.get("source_id")]
        if len(texts) == len(records) == 1:
            yield Path(texts[0]["file"]).stem, str(records[0]["source_id"])
        else:
            yield None


def _read_by_hand() -> dict[tuple[str, str], str]:
    """Read which unlinked pairs a reader found to be one event, or could not tell."""
    path = Path(__file__).with_name("read_by_hand.csv")
    with path.open(encoding="utf-8", newline="") as source:
        return {(row["text"], row["code"]): row["verdict"] for row in csv.DictReader(source)}


def _folds(names: Iterable[str]) -> NDArray[np.int64]:
    return np.array([int(hashlib.sha256(n.encode()).hexdigest(), 16) % FOLDS for n in names])


def _names(sample: Sample) -> set[tuple[str, str]]:
    named = {(f, str(v)) for f, one in sample.found.pairs.features.items() for v in one.levels}
    return {name for name in named - NOTHING if name[1] != "untold"}


def _design(sample: Sample, names: Sequence[tuple[str, str]]) -> Floats:
    columns = np.zeros((len(sample.found.pairs), len(names)))
    for feature, one in sample.found.pairs.features.items():
        for code, level in enumerate(one.levels):
            if (feature, str(level)) in names:
                columns[one.codes == code, names.index((feature, str(level)))] = 1.0
    return columns


def _fitted(
    samples: Sequence[Sample],
    designs: Sequence[Floats],
    names: Sequence[tuple[str, str]],
    without: int | None,
) -> Floats:
    """Fit bits by level, on all folds but one."""
    parts = []
    for one, design in zip(samples, designs, strict=True):
        counts = one.counts * (one.fold != without)
        parts.append((design[counts > 0], one.is_one[counts > 0], counts[counts > 0]))
    x, y, w = (np.concatenate(column) for column in zip(*parts, strict=True))
    ridge = np.array([0.02 if name[0] == "chance" else RIDGE for name in names])
    bits = np.zeros(len(names))
    for _ in range(20):
        p = 1 / (1 + np.exp(-np.clip(x @ bits, -30, 30)))
        slope = x.T @ (w * (y - p)) - ridge * bits
        bend = (x * (w * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        bits = bits + step
        if np.abs(step).max() < 1e-3:
            break
    return np.asarray(bits / np.log(2))


def _tell_folds(
    sample: Sample,
    design: Floats,
    names: Sequence[tuple[str, str]],
    by_fold: Sequence[Floats],
) -> None:
    """Grow events by weights that no fold's own pairs were fitted on, and say how right."""
    bits = np.zeros(len(sample.found.pairs))
    for fold, fitted in enumerate(by_fold):
        known = zip(names, fitted, strict=True)
        of = np.array([BY_HAND[name][0] if name in BY_HAND else own for name, own in known])
        mine = sample.fold == fold
        bits[mine] = design[mine] @ of.round(1)
    pairs = replace(sample.found.pairs, bits=bits.round(2))
    nothing_told = numbered(None, sample.found.cases)
    of_case = growing.grow(sample.found.cases, pairs, nothing_told).of_case
    grown = of_case[sample.found.stands_for]
    for name, true in (("all", sample.events), ("that say enough", sample.told)):
        sys.stderr.write(f"out of fold, {name}: B-cubed {b_cubed(grown.tolist(), true)}\n")


def _note(samples: Sequence[Sample], name: tuple[str, str]) -> str:
    """Say how many pairs of each kind a level was fitted on."""
    ones = others = 0
    for sample in samples:
        feature = sample.found.pairs.features[name[0]]
        levels = [str(level) for level in feature.levels]
        if name[1] in levels:
            has = (feature.codes == levels.index(name[1])) & (sample.counts > 0)
            ones += int(sample.is_one[has].sum())
            others += int((1 - sample.is_one[has]).sum())
    return f"{ones} pairs of one event, {others} of two"


if __name__ == "__main__":
    main()
