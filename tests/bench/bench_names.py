"""Measure the place-name engine: withheld spellings, press spellings, running text, speed.

Run by hand, from the root of a checkout with the reference material beside it::

    python tests/bench/bench_names.py [withheld] [arabic] [press] [text] [speed]

Without arguments all parts run, in about five minutes on two cores. Nothing is kept.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import os
import random
import re
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from mapper.base.letters import plain
from mapper.gazetteer import names
from mapper.gazetteer.imports.merge import add
from mapper.gazetteer.imports.pack import Pack, read_pack, write_pack
from mapper.gazetteer.imports.readers import Row, read_csv, read_ocha
from mapper.gazetteer.index import Hit, Listed, NameIndex
from mapper.gazetteer.load import default_pack, load_gazetteer
from mapper.mentions.find import find_mentions
from mapper.mentions.placewords import place_words
from mapper.mentions.scanner import scan
from mapper.places.decide import locate, resolve
from mapper.score.measure import half_of
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from mapper.gazetteer.lookup import Gazetteer
    from mapper.gazetteer.place import Place
    from mapper.gazetteer.reading import Forms

SHARED = Path(os.environ.get("MAPPER_SHARED", default_pack().parent.parent / "shared"))
REFERENCE = SHARED / "reference"
SAMPLE = 300
_DICE = random.Random(4)  # noqa: S311 - a fixed seed, so that two runs draw the same
LATIN = re.compile("^[\u0020-\u024f\u1e00-\u1eff\u02b0-\u02ff\u0300-\u036f\u2010-\u2019]+$")

Query = tuple[str, set[str], str]


class Withholding(NameIndex):
    """Names of which one spelling is treated as not listed."""

    withheld = ""

    def find(self, name: str) -> list[Hit]:
        """Find all but the spelling withheld."""
        return [hit for hit in super().find(name) if names.fold(hit.spelling) != self.withheld]

    def _keep(
        self, best: dict[str, Hit], asked: Forms, at: int, rough: float, least: float
    ) -> None:
        if names.fold(self.listed[at // self._ways].spelling) != self.withheld:
            super()._keep(best, asked, at, rough, least)


def made_pack(folder: Path, *, geonames: bool) -> Gazetteer:
    """Make the pack that the importers make of the real files, and load it."""
    pack = read_pack(default_pack())
    add(pack, read_ocha(REFERENCE / "ocha_populated_places_syria.csv.gz", []), "OCHA COD-AB Syria")
    if geonames:
        add(pack, read_csv(REFERENCE / "geonames_sy_cities500.csv", []), "GeoNames")
    write_pack(pack, folder)
    return load_gazetteer(folder)


def km(
    lat: np.ndarray | float, lon: np.ndarray | float, at_lat: float, at_lon: float
) -> np.ndarray:
    """Distances in km from one point, on a plane at its latitude."""
    scale = math.cos(math.radians(at_lat))
    return np.hypot(np.subtract(lat, at_lat) * 111.2, np.subtract(lon, at_lon) * 111.2 * scale)


def settled(gazetteer: Gazetteer) -> list[Place]:
    """Give the home country's settlements."""
    return [p for p in gazetteer.places.values() if p.is_settlement and p.country == gazetteer.home]


def withheld_queries(gazetteer: Gazetteer) -> list[Query]:
    """Give GeoNames' other Latin spellings of places within 2.5 km of one of OCHA's."""
    own = settled(gazetteer)
    lat, lon = (np.array([getattr(p, c) for p in own]) for c in ("lat", "lon"))
    with gzip.open(
        REFERENCE / "ocha_populated_places_syria.csv.gz", "rt", encoding="utf-8"
    ) as lines:
        ocha = list(csv.DictReader(lines))
    ocha_lat, ocha_lon = (np.array([float(row[c]) for row in ocha]) for c in ("lat", "lon"))
    queries: list[Query] = []
    with (REFERENCE / "geonames_sy_cities500.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            at = float(row["lat"]), float(row["lon"])
            far = km(ocha_lat, ocha_lon, *at)
            if far.min() > 2.5:
                continue
            gold = {own[i].place_id for i in np.flatnonzero(km(lat, lon, *at) < 4)}
            seen = {names.fold(row["name"])}
            for other in row["alternatenames"].split("|"):
                if is_written(other) and names.fold(other) not in seen:
                    seen.add(names.fold(other))
                    queries.append((other, gold, ocha[int(far.argmin())]["admin1_pcode"]))
    return queries


def is_written(name: str) -> bool:
    """Tell whether a writer would write a name so: GeoNames lists machine forms too."""
    begins = name[:1].isupper() or name[:1] in "'`‘’" or re.match(r"(a|e)[a-z]{1,2}[- ]", name)
    return bool(LATIN.match(name) and begins and not name.isupper() and not re.search(r"\d", name))


def recall(
    queries: list[Query], gazetteer: Gazetteer, *, within: bool
) -> tuple[float, float, float]:
    """Rank with the product's own `locate`; give recall at 1, at 5 and ms a query."""
    old = gazetteer.index
    index = Withholding(old.listed, old.fuzzy, sounds=old.sounds)
    gazetteer.index = index
    regions = {p.pcode: p.place_id for p in gazetteer.places.values() if p.kind == "governorate"}
    index.similar("warm")
    first = fifth = 0
    begin = time.process_time()
    for name, gold, unit in queries:
        index.withheld = names.fold(name)
        found = locate(name, gazetteer, within=regions[unit] if within else None).candidates
        ids = [c.place_id for c in found if gazetteer.places[c.place_id].is_settlement]
        if len(ids) < 5:  # listed namesakes: fill up with likely ones, as `gazetteer search` does
            region = gazetteer.places[regions[unit]] if within else None
            also = [m.place for m in gazetteer.similar(name, least=0, within=region)]
            ids += [p.place_id for p in also if p.is_settlement and p.place_id not in ids]
        first += bool(ids) and ids[0] in gold
        fifth += any(place_id in gold for place_id in ids[:5])
    spent = 1000 * (time.process_time() - begin) / len(queries)
    return first / len(queries), fifth / len(queries), spent


def baselines(queries: list[Query], gazetteer: Gazetteer) -> None:
    """Print what plain string matching finds of a sample, no context and governorate given."""
    own = {p.place_id: p for p in settled(gazetteer)}
    listed = [(names.fold(s), i) for s, i, _ in gazetteer.index.listed if i in own]
    texts, owners = [s for s, _ in listed], [i for _, i in listed]
    unit_of = np.array([own[i].admin1_pcode or "" for i in owners])
    sample = _DICE.sample(queries, min(SAMPLE, len(queries)))
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(name, tokenize='trigram')")
    base.executemany("insert into t(rowid, name) values (?, ?)", enumerate(texts))

    def trigrams(name: str) -> np.ndarray:
        parts = {name[k : k + 3] for k in range(len(name) - 2)}
        scores = np.zeros(len(texts))
        if parts:
            asked = " OR ".join('"' + part.replace('"', "") + '"' for part in sorted(parts))
            for row, rank in base.execute("select rowid, bm25(t) from t where t match ?", (asked,)):
                scores[row] = -rank
        return scores

    def scored(name: str, method: str) -> np.ndarray:
        if method == "exact":
            return np.array([100.0 if text == name else 0.0 for text in texts])
        if method == "FTS5 trigram":
            return trigrams(name)
        scorer = fuzz.ratio if method == "fuzz.ratio" else fuzz.WRatio
        return np.asarray(process.cdist([name], texts, scorer=scorer)[0], dtype=float)

    for method in ("exact", "fuzz.ratio", "fuzz.WRatio", "FTS5 trigram"):
        hits = np.zeros(2)
        for name, gold, unit in sample:
            folded = names.fold(name)
            scores = scored(folded, method)
            scores[[k for k, text in enumerate(texts) if text == folded]] = -1
            for at, kept in enumerate((scores, np.where(unit_of == unit, scores, -1))):
                best = int(kept.argmax())
                hits[at] += kept[best] > 0 and owners[best] in gold
        alone, given = hits / len(sample)
        print(f"  {method:14} r@1 {alone:.3f} / {given:.3f}  (n={len(sample)})")


def withheld(folder: Path) -> None:
    """Withhold each of GeoNames' spellings in turn from the merged gazetteer."""
    gazetteer = made_pack(folder / "merged", geonames=True)
    queries = withheld_queries(gazetteer)
    print(f"withheld spellings: {len(queries)}; merged: {len(gazetteer.index.listed)} names")
    print("  (no context / governorate given)")
    baselines(queries, gazetteer)
    for within in (False, True):
        first, fifth, spent = recall(queries, gazetteer, within=within)
        context = "governorate given" if within else "no context"
        print(f"  mapper, {context:18} r@1 {first:.3f} r@5 {fifth:.3f}  {spent:.2f} ms a query")


def arabic(folder: Path) -> None:
    """Ask in Arabic a gazetteer that has English names alone."""
    pack = Pack()
    truth: dict[str, set[str]] = {}
    units: dict[str, str] = {}
    rows: list[Row] = list(read_ocha(REFERENCE / "ocha_populated_places_syria.csv.gz", []))
    for row in rows:
        row["country"] = "SY"
        if row.get("name_ar"):
            truth.setdefault(row["name_ar"], set()).add(f"pl-{row['pcode'].lower()}")
            units[row["name_ar"]] = row["admin1_pcode"]
        row["name_ar"] = ""
        for level in (1, 2, 3):
            row[f"admin{level}_ar"] = ""
    add(pack, rows, "OCHA")
    write_pack(pack, folder / "english")
    gazetteer = load_gazetteer(folder / "english")
    asked = _DICE.sample(sorted(truth), 1000)
    queries = [(name, truth[name], units[name]) for name in asked]
    for within in (False, True):
        first, fifth, _ = recall(queries, gazetteer, within=within)
        context = "governorate given" if within else "no context"
        print(f"Arabic to English names, {context:18} r@1 {first:.3f} r@5 {fifth:.3f}  (n=1000)")


def gold_articles() -> list[tuple[dict[str, Any], str]]:
    """Give the annotated articles with their texts."""
    folder = SHARED / "devset"
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    return [
        (one, (folder / "articles" / f"{one['id']}.txt").read_text(encoding="utf-8"))
        for one in gold
    ]


def press(folder: Path) -> None:
    """Place the tabulated settlements, and the annotated spellings of places that are listed."""
    shipped = load_gazetteer()
    near = total = 0
    with (REFERENCE / "nw_settlement_facts.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            unit = {"Idleb": "Idlib", "Lattakia": "Latakia"}.get(row["admin1"], row["admin1"])
            where = locate(row["name"], shipped, within=unit or None).location
            at = float(row["lat"]), float(row["lon"])
            total += 1
            near += int(where is not None and km(where.lat, where.lon, *at) <= 5)
    print(f"press spellings, settlement facts in the shipped pack: {near} of {total} within 5 km")
    gazetteer = made_pack(folder / "ocha", geonames=False)
    lon, lat, ids = gazetteer.settlements()
    near = total = 0
    for one, _ in gold_articles():
        for place in one["places"]:
            far = km(lat, lon, place["lat"], place["lon"])
            if place["coord_source"] != "ocha" or place["feature"] not in {
                "village",
                "town",
                "city",
            }:
                continue
            if far.min() > 1:
                continue
            unit = gazetteer.places[ids[int(far.argmin())]].admin1
            where = locate(place["surface"], gazetteer, within=unit).location
            total += 1
            at = place["lat"], place["lon"]
            near += int(where is not None and km(where.lat, where.lon, *at) <= 5)
    print(f"press spellings, annotated settlements in the OCHA pack: {near} of {total} within 5 km")


def text(folder: Path) -> None:
    """Read running text: the annotated articles, and news about elsewhere."""
    gazetteer = made_pack(folder / "text", geonames=False)
    for label, half in (("even articles (tuned on)", "even"), ("odd articles (report)", "odd")):
        found = located = total = 0
        for one, body in gold_articles():
            if half_of(one["id"]) != half:
                continue
            resolved = resolve(
                find_mentions(body, gazetteer), body, gazetteer, gazetteer.language()
            )
            for place in one["places"]:
                for start in place["offsets"]:
                    end = start + len(place["surface"])
                    total += 1
                    hit = next(
                        (r for r in resolved if r.mention.start < end and start < r.mention.end),
                        None,
                    )
                    found += hit is not None
                    where = hit.location if hit else None
                    located += where is not None and bool(
                        km(where.lat, where.lon, place["lat"], place["lon"])
                        <= place["tolerance_km"]
                    )
        print(
            f"running text, {label}: {total} occurrences, "
            f"found {found / total:.3f}, located {located / total:.3f}"
        )
    tokens = false = 0
    with gzip.open(
        REFERENCE / "text" / "wikinews_geovirus.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            body = json.loads(line)["text"]
            tokens += len(body.split())
            for read in resolve(
                find_mentions(body, gazetteer), body, gazetteer, gazetteer.language()
            ):
                best = read.candidates[0].place_id if read.candidates else ""
                place = gazetteer.places.get(best)
                false += bool(
                    read.location and place and place.country == "SY" and place.kind != "country"
                )
    print(
        f"text about elsewhere: {false} Syrian places in {tokens} tokens, "
        f"{1000 * false / tokens:.2f} per 1,000"
    )


def speed(folder: Path) -> None:
    """Time loading, scanning and look-up; say what memory the process holds."""
    begin = time.process_time()
    shipped = load_gazetteer()
    spent = time.process_time() - begin
    print(f"shipped pack, {len(shipped.index.listed)} names: ready in {spent:.2f} s CPU")
    made_pack(folder / "speed", geonames=True)
    begin = time.process_time()
    merged = load_gazetteer(folder / "speed")
    spent = time.process_time() - begin
    print(f"merged pack, {len(merged.index.listed)} names: ready in {spent:.2f} s CPU")
    begin = time.process_time()
    merged.similar("Qarqanyabad")
    spent = time.process_time() - begin
    print(f"  its likeness index: {spent:.2f} s CPU, once, when a name is not listed")
    with gzip.open(SHARED / "devset" / "unannotated.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["text"] for line in lines]
    flat = [plain(body).text for body in bodies]
    size = sum(map(len, flat)) / 1e6
    syllables = ["kar", "fa", "mur", "zel", "tob", "hin", "sa", "ruq", "dey", "lim", "gha", "wun"]
    invented = {
        " ".join("".join(_DICE.choices(syllables, k=3)).title() for _ in range(2))
        for _ in range(90_000)
    }
    listed = [*merged.index.listed, *(Listed(name, "pl-idlib") for name in sorted(invented))][
        :100_000
    ]
    index = NameIndex(listed, frozenset())
    begin = time.process_time()
    words = place_words(DEFAULT_LANGUAGE)
    hits = sum(sum(1 for _ in scan(body, index, words)) for body in flat)
    spent = time.process_time() - begin
    print(f"scanning with {len(listed)} names: {size / spent:.1f} MB/s, {hits} hits")
    begin = time.process_time()
    for body in bodies[::4]:
        resolve(find_mentions(body, merged), body, merged, merged.language())
    spent = time.process_time() - begin
    print(f"finding and resolving whole articles: {len(bodies[::4]) / spent:.0f} articles/s")
    known = [spelling for spelling, *_ in merged.index.listed[:2000]]
    begin = time.process_time()
    for name in known:
        merged.index.find(name)
    print(f"a known name: {1e3 * (time.process_time() - begin) / len(known):.3f} ms")
    unknown = [f"{name[1:]}{name[:1]}" for name in known[:500]]
    begin = time.process_time()
    for name in unknown:
        merged.index.similar(name)
    print(f"an unknown name: {1e3 * (time.process_time() - begin) / len(unknown):.2f} ms")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident at most: {held:.0f} MiB (the benchmark's own data included)")


PARTS = {"withheld": withheld, "arabic": arabic, "press": press, "text": text, "speed": speed}

if __name__ == "__main__":
    for part in sys.argv[1:] or list(PARTS):
        with tempfile.TemporaryDirectory() as made:
            PARTS[part](Path(made))
