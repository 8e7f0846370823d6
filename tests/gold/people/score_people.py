"""Measures how well names of private persons are found, against pages marked by hand.

    python tests/gold/people/score_people.py [PAGES] [--gold FILE] [--miss]

PAGES is a folder with the marked pages, or one above it; unless given ``airwars/en`` of the
reference material beside the checkout (or at ``MAPPER_SHARED``). A page whose bytes or text are not
those that were marked is left out and named. Figures are of all pages together: a name counts as
found where what would be masked has a letter of it, as whole where it has all of them; by
characters counted is what is masked. ``--miss`` prints what was missed, and what was masked and is
no private person's name.
"""

import argparse
import hashlib
import json
import os
import runpy
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[2]
SHARED = Path(os.environ.get("MAPPER_SHARED", REPO.parent / "shared"))
PRIVATE, PUBLIC = "private", "public"

Span = tuple[int, int]


@dataclass
class Tally:
    """What was found of what was marked, over all pages."""

    pages: int = 0
    marked: int = 0
    found: int = 0
    whole: int = 0
    masked: int = 0
    right: int = 0
    public: int = 0
    public_masked: int = 0
    letters_marked: int = 0
    letters_masked: int = 0
    letters_right: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    rules_right: Counter[str] = field(default_factory=Counter)

    def add(self, people: Sequence[tuple[int, int, str]], marked: Iterable[Sequence[Any]]) -> None:
        """Count one page: what would be masked, and what is marked there."""
        spans = [(start, end, kind) for start, end, kind in marked]
        private = [(start, end) for start, end, kind in spans if kind == PRIVATE]
        public = [(start, end) for start, end, kind in spans if kind == PUBLIC]
        told = [(start, end) for start, end, _ in people]
        masked, of_people = letters(told), letters(private)
        self.pages += 1
        self.marked += len(private)
        self.found += sum(overlaps(one, told) for one in private)
        self.whole += sum(masked >= set(range(*one)) for one in private)
        self.masked += len(told)
        self.public += len(public)
        self.public_masked += sum(overlaps(one, told) for one in public)
        self.letters_marked += len(of_people)
        self.letters_masked += len(masked)
        self.letters_right += len(masked & of_people)
        for start, end, rule in people:
            is_right = overlaps((start, end), private)
            self.right += is_right
            self.rules[rule] += 1
            self.rules_right[rule] += is_right

    def lines(self) -> Iterator[str]:
        """Write the figures."""
        yield f"pages                     {self.pages}"
        yield f"names, recall             {share(self.found, self.marked)}"
        yield f"names found whole         {share(self.whole, self.marked)}"
        yield f"names, precision          {share(self.right, self.masked)}"
        yield f"characters, recall        {share(self.letters_right, self.letters_marked)}"
        yield f"characters, precision     {share(self.letters_right, self.letters_masked)}"
        yield f"public persons masked     {share(self.public_masked, self.public)}"
        for rule, count in self.rules.most_common():
            yield f"  {rule:<24}{share(self.rules_right[rule], count)} right"


def letters(spans: Iterable[Span]) -> set[int]:
    """Give the offsets that some stretches cover."""
    return {at for start, end in spans for at in range(start, end)}


def overlaps(one: Span, others: Iterable[Span]) -> bool:
    """Tell whether a stretch has a letter in common with others."""
    return any(start < one[1] and one[0] < end for start, end in others)


def share(part: int, whole: int) -> str:
    """Write a share with its counts."""
    return f"{part / whole:6.1%}  {part} of {whole}" if whole else "none to count"


def marked_pages(
    gold: Path, pages: Path, text_of: Callable[[Path], str]
) -> Iterator[tuple[str, str, list[Any]]]:
    """Give name, text and marks of every page that is as it was marked; name the others."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        name = record["file"]
        path = next((p for p in (pages / name, pages / "articles" / name) if p.is_file()), None)
        if path is None:
            sys.stderr.write(f"{name}: not in {pages}\n")
        elif digest(path.read_bytes()) != record["sha256"].removeprefix("sha256:"):
            sys.stderr.write(f"{name}: not the bytes that were marked\n")
        elif digest((text := text_of(path)).encode()) != record["text_sha256"].removeprefix(
            "sha256:"
        ):
            sys.stderr.write(f"{name}: not the text that was marked\n")
        else:
            yield name, text, record["people"]


def digest(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def finder() -> Callable[[str], list[tuple[int, int, str]]]:
    """Give what finds people in a text, with the names of places left out as a build has them."""
    from mapper.gazetteer import load_gazetteer  # noqa: PLC0415 - the counting above needs no pack
    from mapper.mentions import find_mentions  # noqa: PLC0415
    from mapper.text import find_people  # noqa: PLC0415

    gazetteer = load_gazetteer()
    language = gazetteer.language()

    def find(text: str) -> list[tuple[int, int, str]]:
        mentions = find_mentions(text, gazetteer, language)
        kept = [(one.start, one.end) for one in mentions if one.role != "person"]
        people = find_people(text, language, kept=kept)
        return [(one.start, one.end, one.rule) for one in people]

    return find


def misses(
    name: str, text: str, people: Sequence[tuple[int, int, str]], marked: Sequence[Sequence[Any]]
) -> Iterator[str]:
    """Write what was missed on a page, and what was masked there by mistake."""
    told = [(start, end) for start, end, _ in people]
    private = [(start, end) for start, end, kind in marked if kind == PRIVATE]
    for start, end in private:
        if not overlaps((start, end), told):
            yield f"{name} missed {_around(text, start, end)}"
    for start, end, rule in people:
        if not overlaps((start, end), private):
            yield f"{name} masked by {rule} {_around(text, start, end)}"


def _around(text: str, start: int, end: int) -> str:
    shown = f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 30]}"
    return " ".join(shown.split())


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="score the masking of names")
    parser.add_argument("pages", nargs="?", type=Path, default=SHARED / "airwars" / "en")
    parser.add_argument("--gold", type=Path, default=HERE / "marked.jsonl")
    parser.add_argument("--miss", action="store_true")
    asked = parser.parse_args()
    text_of = runpy.run_path(str(HERE / "page_text.py"))["text_of"]
    find, tally = finder(), Tally()
    for name, text, marked in marked_pages(asked.gold, asked.pages, text_of):
        people = find(text)
        tally.add(people, marked)
        if asked.miss:
            sys.stdout.writelines(f"{line}\n" for line in misses(name, text, people, marked))
    sys.stdout.writelines(f"{line}\n" for line in tally.lines())


if __name__ == "__main__":
    main()
