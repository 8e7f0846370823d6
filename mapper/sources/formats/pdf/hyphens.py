"""Lines of a paragraph to one line: a word parted at a line's end is joined, a true hyphen stays.

There is no dictionary. What the document says elsewhere decides; without such evidence a small
letter after the break joins, and a capital or a digit keeps the hyphen. A long document in which
hardly a line ends in a hyphen parts no words: there each hyphen stays. Where a program puts a
sign of its own (U+2010) at the breaks that it makes, that one joins and a plain hyphen stays.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SOFT = "\N{SOFT HYPHEN}"
MARKED = re.compile("(?:\u00ad[-\u2010]?|[-\u2010]\u00ad)$")
"""A break where the writer allowed one: some programs write the unseen sign and the hyphen."""
OPENING = frozenset("([{\u00ab")
HYPHENS, OWN_SIGN = "-\u2010", "\u2010"
OWN = re.compile("(?<=[^\\W\\d_])\u00ad?\u2010\u00ad?$")
"""A break by the sign that programs put there themselves."""
TYPED = re.compile(r"\w\u2010\w")
"""The same sign inside a line: this document writes all its hyphens so."""
PARTS = re.compile(r"[-\u2010]$")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'\u2019][^\W\d_]+)*")
HEAD = re.compile(r"[^\W\d_]+")
TAIL = re.compile(r"((?:[^\W_]+[-\u2010\u2011])*)([^\W_]+)[-\u2010]$")
ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/\-_.=&?]$")
MANY, RARE = 60, 0.015
"""From how many lines on a document can be told to part no words, and what share ends so then."""
SHORT = 4
"""Most letters of a piece that stands before many words with a hyphen: ``al-``, ``anti-``."""


def words_of(texts: Iterable[str]) -> Counter[str]:
    """Count the words of lines, in small letters, but not what stands parted at a line's end."""
    seen: Counter[str] = Counter()
    for text in texts:
        shown = text.replace(SOFT, "")
        if PARTS.search(text) or text.endswith(SOFT):
            shown = shown.rpartition(" ")[0]
        seen.update(word.lower().replace("\u2010", "-") for word in WORD.findall(shown))
    for word in [word for word in seen if "-" in word]:
        seen[word.partition("-")[0] + "-"] += seen[word]
    return seen


def breaks_of(texts: Sequence[str]) -> str:
    """Tell from the lines of a document which hyphens at their ends part words.

    None, where so few end in one that they are the words' own; and U+2010 only, where the
    program that broke the lines put that sign in and the writer did not.
    """
    if any(map(OWN.search, texts)) and not any(map(TYPED.search, texts)):
        return OWN_SIGN
    ends = sum(bool(TAIL.search(text)) for text in texts)
    return "" if len(texts) >= MANY and ends < RARE * len(texts) else HYPHENS


def joined(lines: Sequence[str], seen: Mapping[str, int], *, breaks: str = HYPHENS) -> str:
    """Join lines by spaces, and words parted at their ends.

    Parameters
    ----------
    seen
        How often words stand elsewhere in the document, as `words_of` counts them.
    breaks
        The hyphens that part words in the document, as `breaks_of` tells them.

    >>> joined(["the bom-", "bardment of Abu al-", "Duhur"], {})
    'the bombardment of Abu al-Duhur'
    >>> joined(["an air-", "strike"], {"air-strike": 2})
    'an air-strike'
    """
    text = ""
    for line in lines:
        text = joined_two(text, line, seen, breaks=breaks) if text else line
    return " ".join(text.replace(SOFT, "").split())


def joined_two(text: str, line: str, seen: Mapping[str, int], *, breaks: str) -> str:
    """Join a line to the text before it."""
    if marked := MARKED.search(text):
        return text[: marked.start()] + line
    is_address = ADDRESS.search(text) and not line[:1].isupper()
    if is_address or text[-1:] in OPENING:  # some programs break a line behind a bracket
        return text + line
    if not PARTS.search(text):
        is_dashed = text.endswith(("\u2013", "\u2014")) and not text[:-1].endswith(" ")
        return text + ("" if is_dashed and len(text) > 1 else " ") + line
    found, after = TAIL.search(text), HEAD.match(line)
    if found is None:
        return f"{text} {line}"  # a dash between words
    if after is None or keeps(
        found.group(1), found.group(2), after.group(), seen, parts=text[-1] in breaks
    ):
        return text + line
    return text[:-1] + line


def keeps(lead: str, piece: str, after: str, seen: Mapping[str, int], *, parts: bool) -> bool:
    """Tell whether the hyphen between two pieces belongs to the word."""
    small, later = piece.lower(), after.lower()
    whole = seen.get(lead.lower() + small + later, 0) or seen.get(small + later, 0)
    apart = seen.get(f"{lead.lower()}{small}-{later}", 0) or seen.get(f"{small}-{later}", 0)
    if whole or apart:
        return apart > whole
    if not after.islower():
        return not (piece.isupper() and after.isupper() and len(piece) > 1)
    if not parts or len(piece) < 2 or not piece.isalpha():  # noqa: PLR2004 - "e-mail", "12-year"
        return True
    return len(piece) <= SHORT and bool(seen.get(f"{small}-", 0))
