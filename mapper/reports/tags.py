"""Tags behind the words of a post: what it is filed under, or the only place it names.

"Jets hit Saraqib at noon. #Idlib #Hama" happened in Saraqib. Where the words name no place, the
tags tell it: "Jets hit the mill at noon. #Saraqib".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.reports.struck import is_fine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.reports.reading import Reading
    from mapper.text import Runs, Sentence

_ENDED = re.compile(r"[.!?\u2026\u061f][\"'\u201d\u2019)\]]*$")
_GAP = re.compile(r"\s*")
_FINE, _WIDE, _NONE = 2, 1, 0


def cut_tags(reading: Reading, sentences: Sequence[Sentence], runs: Runs) -> list[Sentence]:
    """Cut tags off the sentences before them where the words of the post name a place.

    Parameters
    ----------
    reading
        What was found in the article.
    sentences
        Its sentences, in order.
    runs
        Its tags and links: see `mapper.text.find_runs`.

    Returns
    -------
    sentences
        Tags cut off are navigation. Tags on a line of their own are put to the sentence
        above where they tell the one place of a post that names none.
    """
    made: list[Sentence] = []
    named = _NONE  # since the tags before: there the post before ended
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        tail = runs.tail(reading.text, start, end)
        if sentence.kind == "form" or tail == end:
            named = max(named, _named(reading, start, end))
            made.append(sentence)
            continue
        if tail == start:
            if named == _NONE and _tells_place(reading, made, sentence):
                made[-1] = replace(made[-1], end=end)
            else:
                made.append(sentence)
            named = _NONE if made[0].start < start else named
            continue
        named = max(named, _named(reading, start, tail))
        if _is_apart(reading, start, tail) and named and named >= _named(reading, tail, end):
            at = _past_blanks(reading.text, tail)
            made.append(replace(sentence, end=tail))
            made.append(replace(sentence, start=at, kind="navigation", listed=False))
        else:
            made.append(sentence)
        named = _NONE
    return made


def _named(reading: Reading, start: int, end: int) -> int:
    """Tell how finely a stretch names where something happened."""
    places = [one for _, one in reading.places(start, end) if one.mention.role == "event"]
    if any(is_fine(one) for one in places):
        return _FINE
    return _WIDE if places else _NONE


def _tells_place(reading: Reading, made: Sequence[Sentence], tags: Sentence) -> bool:
    """See tags of one settlement right below a sentence."""
    if not made or made[-1].kind != "body" or tags.kind != "navigation":
        return False
    fine = [one for _, one in reading.places(tags.start, tags.end) if is_fine(one)]
    below = _past_blanks(reading.text, made[-1].end) == tags.start
    return below and len(fine) == 1 and fine[0].mention.role == "event"


def _is_apart(reading: Reading, start: int, tail: int) -> bool:
    """See tags that are of no sentence: behind its stop, a sign, or on a line of their own.

    "Jets hit the town of #Saraqib" goes on in its tag.
    """
    text = reading.text
    at = _past_blanks(text, tail)
    signed = not (text[at].isalnum() or text[at] in "#@")
    apart = "\n" in text[tail:at] or signed or _ENDED.search(text, start, tail)
    led = next((one.mention.phrase_start < at for _, one in reading.places(at, len(text))), False)
    return bool(apart) and not led


def _past_blanks(text: str, at: int) -> int:
    blanks = _GAP.match(text, at)
    return blanks.end() if blanks else at
