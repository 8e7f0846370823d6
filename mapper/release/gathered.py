"""Names of sensitive sites as texts say them, gathered to be found again without their word.

A text calls a place "Al-Rahma hospital" once and "Al-Rahma" ever after: a list of places, the id
of a record, the name of a file. What stands beside the word for a site is its name; left aside
are words that the texts also write small ("the surgical hospital"), settlements and regions, and
parties and bodies that are cited.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mapper.release.sites import plain_words
from mapper.words import cues, traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mapper.release.classes import Classes
    from mapper.release.names import Found
    from mapper.words import Language

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_PROSE = re.compile(r"(?<![\w\-/.@#%=&+])[^\W\d_]+(?![\w\-/@%=&+])")
"""A word of prose, not of an id or address."""
_APART = re.compile(r"[()\[\]\"“”«»,;،؛/|\n]|\s[-–—]\s")  # noqa: RUF001 - signs of texts
_PUBLIC = ("actors", "sources", "world_sources")
"""Lists of who may be named."""
_LEAST = 4
"""Letters and digits that a name has at least which is looked for alone."""
_LEAST_WORDS = 2
"""Words of such a name in a script without capitals."""


class Gathered:
    """What texts call sensitive sites.

    Parameters
    ----------
    classes
        Classes of sites that are withheld.
    is_place
        Tells whether words are the name of a settlement or region.
    """

    def __init__(self, classes: Classes, is_place: Callable[[str], bool]) -> None:
        self._classes = classes
        self._is_place = is_place
        self._small: frozenset[str] = frozenset()

    def read_small(self, texts: Iterable[str]) -> None:
        """Take up the words that texts write small more often than large: they name nothing."""
        said = Counter(one for text in texts for one in _PROSE.findall(text))
        large: Counter[str] = Counter()
        for word, count in said.items():
            if not word.islower():
                large[word.lower()] += count
        self._small = frozenset(
            word for word, count in said.items() if word.islower() and count > large[word]
        )

    def of_sites(self, text: str, found: Iterable[Found]) -> Iterator[tuple[str, str]]:
        """Give the names in stretches of a text that name a site, each with its label."""
        for one in found:
            for name in self.in_name(text[one.start : one.end]):
                yield name, one.label

    def in_name(self, name: str, *, every: bool = False) -> Iterator[str]:
        """Give what a site is called without the word for what it is.

        Unless `every` is asked for, what settlements and who may be named are called is none.

        What follows that word by "of" or "named after" is a person's or a body's name, and no
        other name of the site.
        """
        at = 0
        spans = [(start, end) for start, end, _ in self._classes.in_text(name)]
        for start, end in [*spans, (len(name), len(name))]:
            for number, piece in enumerate(_APART.split(name[at:start])):
                bare = self._bare(piece, is_behind=at > 0 and number == 0)
                if bare and (every or not self._may_be_named(bare)):
                    yield bare
            at = max(at, end)

    def _bare(self, piece: str, *, is_behind: bool) -> str | None:
        """Leave words off both ends that name nothing; None where no name is left."""
        languages = self._classes.spoken(piece)
        told = list(_WORD.finditer(piece))
        led = len(told)
        while told and self._is_small(told[0].group(), languages):
            del told[0]
        while told and told[-1].group().lower() in self._small:
            del told[-1]
        if not told or (is_behind and len(told) < led):
            return None
        bare = piece[told[0].start() : told[-1].end()]
        n_letters = sum(one.isalnum() for one in bare)
        is_cased = any(one.isupper() or one.islower() for one in bare)
        is_name = any(one.isupper() for one in bare) if is_cased else len(told) >= _LEAST_WORDS
        return bare if is_name and n_letters >= _LEAST else None

    def _is_small(self, word: str, languages: Iterable[Language]) -> bool:
        """Tell whether a word names nothing where it is written large."""
        low = word.lower()
        is_cased = word.lower() != word.upper()
        if is_cased and low == word:
            return True
        return low in self._small or any(
            low in plain_words(language) for language in languages if traits(language).capitals
        )

    def _may_be_named(self, name: str) -> bool:
        return self._is_place(name) or any(
            cues.find(name, language, listed)
            for language in self._classes.spoken(name)
            for listed in _PUBLIC
        )


def inside_parties(text: str, languages: Iterable[Language]) -> list[tuple[int, int]]:
    """Find the names of parties: what they have in common with a site stays in them."""
    return [cue.span for language in languages for cue in cues.find(text, language, "actors")]
