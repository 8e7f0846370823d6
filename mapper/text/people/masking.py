"""A text in which names are withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.rewritten import Rewritten
from mapper.text.people.words import shown
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.text.people.find import Person
    from mapper.words import Language, Span


def mask_word(language: Language) -> str:
    """Give what stands in the place of a name in a language; without one of its own, in English.

    Examples
    --------
    >>> from mapper.words import Language
    >>> mask_word(Language.of("en"))
    '[name withheld]'
    """
    return shown(language)


def mask_people(text: str, spans: Iterable[Person | Span], word: str | None = None) -> Rewritten:
    """Put a word in the place of each stretch of a text.

    Parameters
    ----------
    text
        The text.
    spans
        Stretches to be withheld: people as found, or pairs of offsets; they may touch or overlap.
    word
        What is shown in their place; the word of the default language unless given.

    Returns
    -------
    rewritten
        Its ``text`` has the word, and `Rewritten.start` and `Rewritten.end` tell where what
        is left stands in the text as given. All of the word stands for all of the stretch.

    Examples
    --------
    >>> mask_people("Her son Samir fled.", [(8, 13)]).text
    'Her son [name withheld] fled.'
    """
    put = mask_word(DEFAULT_LANGUAGE) if word is None else word
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end in _merged(spans, len(text)):
        pieces += [text[done:start], put]
        starts += [*range(done, start), *[start] * len(put)]
        ends += [*range(done + 1, start + 1), *[end] * len(put)]
        done = end
    pieces.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Rewritten("".join(pieces), text, starts, ends)


def _merged(spans: Iterable[Person | Span], size: int) -> list[Span]:
    """Put stretches in order, and those that overlap into one."""
    found: list[Span] = []
    for start, end in sorted((one[0], min(one[1], size)) for one in spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found
