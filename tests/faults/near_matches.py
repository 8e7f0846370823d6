"""How long articles take that nearly match the word lists, list by list.

``python tests/faults/near_matches.py`` prints for every list of every language the seconds that
100 kB of near-matches take, slowest first, and how many times longer than half of them: four would
be a pattern that goes over the same words again and again. ``--only LIST`` looks at one, ``--kb N``
takes other sizes. Near-matches are made of each row's example and counter-example: cut short, with
letters changed, with a word many times, and without ends of sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from few import cut_down

from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.pipeline.coding import code_batch
from mapper.sources import list_sources
from mapper.words import Language, rows
from mapper.words.lists import index

LANGUAGES = ("en", "ar")
_TEXTS = ("example", "counter", "word", "words", "pattern", "phrase")
_SYNTAX = re.compile(r"\(\?[^)]*\)|[\\^$.|?*+()\[\]{}<>=#]|\b[bswd]\b")


def near_matches(found: list[str], size: int) -> Iterator[str]:
    """Give texts of a size that are made of what nearly matches: of sentences, and of none."""
    chance = random.Random(0)  # noqa: S311 - the same each time
    pieces = [piece for text in found for piece in _nearly(text, chance)] or ["x"]
    for between in (". ", " ", "\n", ", "):
        made: list[str] = []
        length = 0
        while length < size:
            piece = chance.choice(pieces)
            made.append(piece)
            length += len(piece.encode()) + len(between)
        yield between.join(made)


def _nearly(text: str, chance: random.Random) -> Iterator[str]:
    words = text.split()
    if not words:
        return
    yield text
    yield " ".join(words[:-1]) or text[:-1]
    yield " ".join(words[1:]) or text[1:]
    yield " ".join([words[0]] * 30)
    yield " ".join([*words[:2], *words[:1] * 10, words[-1][:-1]])
    at = chance.randrange(len(text))
    yield text[:at] + "q" + text[at + 1 :]
    yield "   ".join(words)


def texts_of(name: str, language: Language) -> list[str]:
    """Give what the rows of a list are about, in words."""
    found = []
    for row in rows(language, name):
        told = [str(row[key]) for key in _TEXTS if row.get(key)]
        found += [" ".join(_SYNTAX.sub(" ", one).split()) for one in told]
    return [one for one in found if one]


def seconds(text: str, pack: Gazetteer, folder: Path) -> tuple[float, str]:
    """Give the processor time that coding an article takes, and why it was refused."""
    path = folder / "a.txt"
    path.write_text(f"Two were killed in Saraqib on Monday.\n{text}", "utf-8")
    listing = list_sources([path])
    began = time.process_time()
    tables = code_batch(listing.entries, pack)
    took = time.process_time() - began
    return took, ", ".join(sorted({row["reason"] for row in tables["rejects"]}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=int, default=100)
    parser.add_argument("--only")
    options = parser.parse_args()
    told = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pack = load_gazetteer(cut_down(folder / "pack"))
        seconds("An airstrike hit Idlib.", pack, folder)
        for language in LANGUAGES:
            for name in index():
                if options.only not in (None, name):
                    continue
                try:
                    found = texts_of(name, pack.language(language))
                except (KeyError, FileNotFoundError, LookupError):
                    continue
                if not found:
                    continue
                size = options.kb * 1000
                pairs = zip(near_matches(found, size // 2), near_matches(found, size), strict=True)
                timed = [(seconds(a, pack, folder), seconds(b, pack, folder)) for a, b in pairs]
                (half, _), (whole, why) = max(timed, key=lambda pair: pair[1][0])
                told.append((whole, whole / max(half, 0.01), language, name, why))
                line = f"{whole:7.2f} s  x{whole / max(half, 0.01):.1f}  {language} {name} {why}"
                print(line, flush=True)
    print("slowest:")
    for whole, growth, language, name, why in sorted(told, reverse=True)[:10]:
        print(f"{whole:7.2f} s  x{growth:.1f}  {language} {name} {why}")


if __name__ == "__main__":
    main()
