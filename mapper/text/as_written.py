"""Parties that no list has, as the text writes them.

A name in capitals before a force ("Houthi fighters"), as the subject of what only a party does
("JNIM attacked"), or behind what it did is a party, unless it is a place, somebody with a title, a
make of weapon or a word of prose. Its short form in brackets, and its plural, are the same party.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from mapper.words import country_words, endings, literal, loosened, phrase, rows, traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mapper.words import Language, Span

_FORMS = ("force", "means", "doer", "by", "of", "title")
_NOUNS = frozenset({"doer", "by", "of", "title"})
"""Forms in which the name stands for the party itself, not as an adjective."""
_PEOPLE = frozenset({"force"})
"""Form in which people stand behind the name: "M-23 rebels" are no weapon."""
_MODEL = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,3}-\d+\w*(?![\w-])")
"""Model of a weapon: "F-15E", "T-72", "MiG-29"."""
_BEGINS = re.compile(r"(?:\A|[.!?:\n]|^[-*\u2022]|[\"\u201c])[\s\"\u201c*\u2022-]*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\S+")
_WORD_BEFORE = re.compile(r"(\w+)\.?\s+\Z")
_TITLE_CASE = 0.15
"""Share of long words without a capital up to which a line is a title: capitals say nothing."""
_LONG = 4
_SIDED = frozenset({"backed", "based", "held", "struck"})
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A party as written: where it stands, what it is called, whether it needs a force behind."""

    start: int
    end: int
    name: str
    is_noun: bool


def find_as_written(text: str, language: Language, taken: Sequence[Span]) -> list[Named]:
    """Find the parties that a text names and no list has.

    Parameters
    ----------
    text
        The article.
    language
        Language of the word lists.
    taken
        Spans that are something else: listed parties, sources, names of places.

    Returns
    -------
    named
        Every place where such a party stands, in the order of the text.
    """
    if not (traits(language).capitals and country_words(language)):
        return []
    free = _Free(taken)
    found = [
        Named(*match.span("name"), " ".join(match["name"].split()), is_noun=True)
        for match in _phrase(language, "side").finditer(text)
        if free.holds(*match.span("name"))
    ]
    free.take(one.start for one in found)
    nouns = _names(text, language, free)
    short = _short_forms(text, language, nouns)
    shown = {**{name: name for name in nouns}, **short}
    demonyms = _known(language).demonyms
    plurals = endings(language, "plural")
    for name in nouns:
        first, _, rest = name.partition(" ")
        several = next((name + ending for ending in plurals if name + ending in shown), None)
        if several is not None:
            shown[name] = several
        elif first.lower() in demonyms and rest in shown:
            shown[name] = rest
    for match in _any_of(shown, plurals, text):
        if free.holds(*match.span()):
            plain = " ".join(match["name"].split())
            is_noun = nouns.get(plain, True) or bool(match["several"])
            written = plain + match["several"]
            found.append(Named(*match.span(), shown.get(written, shown[plain]), is_noun))
    return sorted(found, key=lambda one: one.start)


class _Free:
    """Tells where nothing else stands."""

    def __init__(self, taken: Iterable[Span]) -> None:
        self.spans = sorted(taken)
        self._look()

    def _look(self) -> None:
        self.starts = [start for start, _ in self.spans]
        # The farthest end of all spans up to one: a long one may hold short ones.
        self.reach = [0, *accumulate((end for _, end in self.spans), max)]

    def take(self, starts: Iterable[int]) -> None:
        self.spans = sorted([*self.spans, *((start, start + 1) for start in starts)])
        self._look()

    def holds(self, start: int, end: int) -> bool:
        return self.reach[bisect_left(self.starts, end)] <= start


def _names(text: str, language: Language, free: _Free) -> dict[str, bool]:
    """Give the names that stand for parties, and whether each is one without a force behind."""
    titles = list(_title_lines(text))
    found: dict[str, bool] = {}
    for form in _FORMS:
        for match in _phrase(language, form).finditer(text):
            start, end = match.span("name")
            if any(a <= start < b for a, b in titles):
                continue
            if form not in _PEOPLE and _MODEL.search(match["name"]):
                continue
            cleaned = _cleaned(text, start, end, language)
            if cleaned and free.holds(*cleaned):
                name = " ".join(text[slice(*cleaned)].split())
                found[name] = found.get(name, False) or form in _NOUNS
    return found


def _cleaned(text: str, start: int, end: int, language: Language) -> Span | None:
    """Drop what stands before a name and only begins with a capital; None if it is no party."""
    known = _known(language)
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before and before[1].lower() in known.titles:
        return None
    begins = _BEGINS.search(text, max(0, start - 8), start) is not None
    words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
    told = [text[slice(*word)].lower() for word in words]
    if not known.things.isdisjoint(told):
        return None
    leads = (
        n for n, (at, _) in enumerate(words) if text[at].isupper() and told[n] in known.leading
    )
    inner = max((n + 1 for n in leads), default=0)
    told, words = told[inner:], words[inner:]
    begins = begins and not inner
    # What led to a name takes its "of the" along: "Fighters of the Sample militia".
    while told and (known.leads(told, begins=begins) or text[slice(*words[0])].islower()):
        told, words, begins = told[1:], words[1:], False
    if not told or known.is_none(told, is_short=text[slice(*words[0])].isupper()):
        return None
    return words[0][0], words[-1][1]


@dataclass(frozen=True, slots=True)
class _Known:
    """Words that are no party's name, in lower case."""

    leading: frozenset[str]
    """Days, months, articles: no name goes on before or begins with them."""
    titles: frozenset[str]
    common: frozenset[str]
    demonyms: frozenset[str]
    countries: frozenset[str]
    no_party: frozenset[str]
    weapons: frozenset[str]
    things: frozenset[str]
    """What is said or done, not who does it: no party's name has such a word."""
    peoples: frozenset[str]
    sided: frozenset[str]
    """How something is somebody's: made, backed, held."""

    def leads(self, words: Sequence[str], *, begins: bool) -> bool:
        """Tell whether the first word only leads to a name; `begins` a sentence."""
        first, rest = words[0], words[1:]
        if first in self.titles and rest:
            return True
        if first in self.demonyms:  # "Yemeni Houthi", not "Libyan National Army"
            return bool(rest) and rest[-1] not in self.common
        return begins and first in self.common and not all(one in self.common for one in rest)

    def is_none(self, words: Sequence[str], *, is_short: bool) -> bool:
        """Tell whether what looks like a name is a state, a body of any state, a weapon, a word.

        What `is_short` stands in capitals, as short forms do.
        """
        name, behind = " ".join(words), " ".join(words[1:])
        no_name = name in self.no_party or name in self.countries or name in self.demonyms
        no_name = no_name or name in self.peoples
        of_state = words[0] in self.demonyms and behind in self.no_party
        prose = not behind and (len(name) == 1 or (name in self.common and not is_short))
        made = words[-1].rpartition("-")[2] in self.sided and "-" in words[-1]  # "Turkish-made"
        return no_name or of_state or prose or made or bool(self.weapons.intersection(words))


@cache
def _known(language: Language) -> _Known:
    demonyms = frozenset(row["word"] for row in rows(language, "demonyms"))
    time = rows(language, "time")
    listed = rows(language, "not_parties")
    credited = {row["word"] for row in rows(language, "place_words") if row["class"] == "joining"}
    return _Known(
        leading=frozenset(
            [
                *(r["word"] for r in time if r["class"].startswith(("weekday", "month"))),
                *(r["word"] for r in listed if r["class"] == "leading"),
            ]
        ),
        titles=frozenset(
            r["word"]
            for r in rows(language, "people_words")
            if r["class"] == "title" and r["word"] not in credited
        ),
        common=frozenset(row["word"] for row in rows(language, "common_words")),
        demonyms=demonyms,
        countries=frozenset(country_words(language)) - demonyms,
        no_party=frozenset(row["word"] for row in listed if row["class"] != "leading"),
        weapons=frozenset(row["word"] for row in listed if row["class"] == "weapon"),
        things=frozenset(row["word"] for row in listed if row["class"] == "thing"),
        peoples=frozenset(
            row["word"] for row in rows(language, "people_words") if row["class"] == "people"
        ),
        sided=frozenset(
            row["word"] for row in rows(language, "deed_words") if row["class"] in _SIDED
        ),
    )


def _short_forms(text: str, language: Language, nouns: Mapping[str, bool]) -> dict[str, str]:
    """Give the short forms that a text explains: "the Rapid Support Forces (RSF)"."""
    found = {}
    for match in _phrase(language, "short").finditer(text):
        full, short = " ".join(match["name"].split()), match["short"]
        letters = [word[0].lower() for word in re.split(r"[\s-]+", full) if word]
        told = _is_of(short.lower(), letters)
        names = [name for name in nouns if full == name or full.endswith(f" {name}")]
        if told and (names or short in nouns):
            found[short] = names[0] if names else full
            if not names:
                found[full] = full
    return found


def _is_of(short: str, letters: Sequence[str]) -> bool:
    """See letters that are the first ones of words, in their order."""
    left = iter(letters)
    return all(any(one == letter for one in left) for letter in short if letter.isalpha())


def _any_of(names: Mapping[str, str], plurals: Sequence[str], text: str) -> Iterator[re.Match[str]]:
    """Find names where they stand again, in the plural too, however their blanks are typed."""
    if names:
        ordered = sorted(names, key=lambda one: (-len(one), one))
        listed = "|".join(loosened(literal(one)) for one in ordered)
        several = "|".join(map(re.escape, plurals))
        yield from re.finditer(
            rf"(?<![\w-])(?P<name>{listed})(?P<several>(?:{several})?)(?!\w)", text
        )


def _title_lines(text: str) -> Iterator[Span]:
    """Give the lines in which nearly every word begins with a capital; they end no sentence."""
    for line in re.finditer(r"[^\n]+", text):
        words = [word for word in line.group().split() if _LETTER.match(word)]
        small = sum(word[0].islower() for word in words if len(word) >= _LONG)
        open_end = not line.group().rstrip().endswith((".", ":", ";"))
        if len(words) >= _LEAST_WORDS and open_end and small <= len(words) * _TITLE_CASE:
            yield line.span()


def _phrase(language: Language, form: str) -> re.Pattern[str]:
    return phrase(language, "party_phrases", f"as_written_{form}")
