"""What readers wrote under an article: told by the room to write in, by buttons, by names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any

from mapper.sources.formats.html.blocks import BLOCKS, HEADINGS
from mapper.sources.formats.html.shapes import NEVER, has_blocks, is_bold_line, is_post
from mapper.sources.formats.html.weights import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.sources.formats.html.cutting import Cut

    Element = Any
    """An element of lxml, which brings no types."""

_NAME = 40
"""Letters of the name with which begins what a reader wrote."""
_COLONS = (":", "\uff1a")
_MARKS = " ,(\u00b7|\u2022\u2013-"
"""What stands between a name and a time."""
_STOPS = (".", "!", "?", "\u061f", "\u06d4")
_TIME = re.compile(r"\d{1,2}[:./-]\d{1,2}|\d{4}")
_NUMBER = re.compile(r"[(\[:]\s*(\d+)\s*(?:[)\]]|$)")
"""The count in a heading, in brackets or after a colon: else it may be the day."""
_TRIES = 20
"""Elements with such lines in them above which they are the page."""
_FIGURES = re.compile(r"\d+")
_SINGLE = frozenset({"p", "div", "li", "dd", "dt", "blockquote", "section", "article"})
"""Elements that can be what one reader wrote."""
_VOICES = 2
"""Readers that make a run; and paragraphs before a rule that make an article."""


def cut_readers(cut: Cut) -> None:
    """Remove what readers wrote, where an article is left without it."""
    for room in cut.rooms:
        _around_room(cut, room)
    if not cut.is_live:
        _beside_pictures(cut)
        _with_answers(cut)
        _with_names(cut)


def _around_room(cut: Cut, room: Element) -> None:
    """Remove what readers wrote around a room to write in, where that is not the article."""
    while room is not None and room not in cut.spine and room.tag not in NEVER:
        if room in cut.gone or cut.weights.mass[room]:
            if room not in cut.gone and cut.left - cut.weights.mass[room] >= LONG:
                cut.drop(room)
            return
        room = room.getparent()


def _beside_pictures(cut: Cut) -> None:
    """Remove what holds the words of several readers, each beside a picture or a button."""
    seen: set[Element] = set()
    for voice in cut.voices:
        if voice in cut.gone or voice.getparent() is None:
            continue
        for above in voice.iterancestors():
            if above in cut.spine or above in cut.gone:
                break
            if above in seen:
                is_spare = cut.left - cut.weights.mass[above] >= LONG
                if is_spare and sum(1 for _ in above.iter(*HEADINGS)) <= 1:
                    cut.drop(above)
                break
            if cut.weights.mass[above]:
                seen.add(above)


def _with_answers(cut: Cut) -> None:
    """Remove runs of texts of which each begins with a short line and ends in a button.

    So write readers: a name, what they say, and a button by which to answer. Posts of a live
    page begin with the time, or have headings.
    """
    for element in list(cut.elements()):
        if element in cut.gone or element in cut.spine or not cut.weights.mass[element]:
            continue
        items = [one for one in element if cut.weights.mass[one]]
        is_run = len(items) > 1 and len({one.tag for one in items}) == 1
        is_spare = cut.left - cut.weights.mass[element] >= LONG
        if is_run and is_spare and all(_is_answer(cut, one) for one in items):
            cut.drop(element)


def _is_answer(cut: Cut, element: Element) -> bool:
    """Tell whether an element is what a reader wrote, with a button by which to answer."""
    is_headed = next(element.iter(*HEADINGS), None) is not None
    if is_headed or is_post(element) or not has_blocks(element):
        return False
    texts = [text for text in map(str.strip, element.itertext()) if text]
    is_named = len(texts) > 1 and len(texts[0]) < LONG and not texts[0][0].isdigit()
    links = (one.get("href") or "" for one in element.iter("a"))
    has_button = cut.weights.controls[element] or any(link[:1] == "#" for link in links)
    return is_named and bool(has_button)


@dataclass(slots=True)
class _Line:
    """A line in an element: its nodes, and the pieces of its text; ``is_free`` begins in none."""

    nodes: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    is_free: bool = False

    def add(self, written: str | None) -> None:
        """Add text that stands between its nodes."""
        if written and (text := written.strip()):
            self.is_free = self.is_free or not self.pieces
            self.pieces.append(text)

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule across the page."""
        return bool(self.nodes) and self.nodes[0].tag == "hr"

    @property
    def is_text(self) -> bool:
        """Whether it is a paragraph, or holds headings."""
        is_headed = any(next(one.iter(*HEADINGS), None) is not None for one in self.nodes)
        return is_headed or sum(map(len, self.pieces)) >= 2 * LONG

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, or looks like one."""
        if not self.nodes:
            return False
        first = self.nodes[0]
        is_bold = len(self.nodes) == 1 and not self.is_free and is_bold_line(first)
        return first.tag in HEADINGS or is_bold

    @property
    def is_voice(self) -> bool:
        """Whether it begins with a name, after which comes a colon or a time."""
        if not self.nodes or not self.pieces or is_post(self.nodes[0]):
            return False
        first = self.nodes[0]
        if first.tag in BLOCKS and first.tag not in _SINGLE:
            return False
        if first.tag in BLOCKS and sum(1 for _ in first.iter("li", *HEADINGS)) > 1:
            return False
        name, rest = self.pieces[0], " ".join(self.pieces[1:])
        if name[0].isdigit() or name.endswith(_STOPS):
            return False
        if self.is_free or not rest:
            return len(name) < LONG and not rest and bool(_TIME.search(name))
        is_called = name.endswith(_COLONS) or rest.startswith(_COLONS)
        return len(name) <= _NAME and (is_called or self.is_timed)

    @property
    def is_timed(self) -> bool:
        """Whether a time stands with the name, right after it, or in a short piece of its own."""
        if len(self.pieces) == 1 or _TIME.search(self.pieces[0]):
            return bool(_TIME.search(self.pieces[0]))
        after = self.pieces[1].lstrip(_MARKS)
        is_short = len(self.pieces[1]) < _NAME and any(map(str.isdigit, after))
        is_alone = len(self.pieces) > _VOICES or after[-1:].isdigit()
        return (is_short and is_alone) or bool(_TIME.match(after))


def _lines(element: Element) -> Iterator[_Line]:
    """Give the lines in an element: its blocks, and what stands between two ends of lines."""
    line = _Line()
    line.add(element.text)
    for one in element:
        is_block = one.tag in BLOCKS
        if is_block or one.tag == "br":
            if line.pieces:
                yield line
            line = _Line()
        if is_block:
            pieces = [text for text in map(str.strip, one.itertext()) if text]
            if pieces or one.tag == "hr":
                yield _Line([one], pieces, is_free=bool((one.text or "").strip()))
        elif isinstance(one.tag, str) and one.tag != "br":
            pieces = [text for text in map(str.strip, one.itertext()) if text]
            line.nodes += [one] if pieces else []
            line.pieces += pieces
        line.add(one.tail)
    if line.pieces:
        yield line


def _with_names(cut: Cut) -> None:
    """Remove the last lines of a page that each begin with a name, after the article's end.

    The end is told by a heading after a rule across the page, or after links that stand or stood
    there, or one that counts what follows. A bulletin, too, may have lines that begin with names:
    there stands no such thing before them, or there is no article before it.
    """
    spine = cut.spine
    tried = 0
    for element in list(cut.elements()):
        if element in cut.gone or len(element) < _VOICES or element.tag in {"tr", "table"}:
            continue
        lines = list(_lines(element))
        under = max(
            (at for at, line in enumerate(lines) if not spine.isdisjoint(line.nodes)), default=-1
        )
        voices = [at for at, line in enumerate(lines) if at > under and line.is_voice]
        if len(voices) < _VOICES:
            continue
        tried += 1
        if tried > _TRIES:
            return
        first = voices[0]
        before, home = (lines[:first], element) if first else _before(element)
        run = list(takewhile(lambda line: not line.is_rule, lines[first:]))
        rest = chain(lines[first + len(run) :], _after(element, home))
        nodes = [node for line in run for node in line.nodes]
        is_run = not any(line.is_heading for line in run)
        if not is_run or any(line.is_text or (line.is_voice and line.pieces[1:]) for line in rest):
            continue
        told = [line for line in run if line.is_voice]
        if not before or len(told) < _VOICES:
            continue
        are_timed = all(line.is_timed for line in told)
        is_end = _is_end(cut, before, run[0], len(told))
        if is_end or (are_timed and _is_room(cut, before, element, home, len(told))):
            heads = before[-1].nodes if before[-1].is_heading else []
            for node in [one for one in (*heads, *nodes) if one not in cut.spine]:
                cut.drop(node, with_tail=True)


def _before(element: Element) -> tuple[list[_Line], Element]:
    """Give the lines before an element, and the first of those around it that has any."""
    inner = element
    while inner.tag not in NEVER:
        above = inner.getparent()
        found: list[_Line] = []
        for line in _lines(above):
            if inner in line.nodes:
                break
            found.append(line)
        if found:
            return found, above
        inner = above
    return [], inner


def _after(element: Element, home: Element) -> Iterator[_Line]:
    """Give the lines after an element in those around it, up to one of them."""
    while element is not home:
        above = element.getparent()
        lines = _lines(above)
        for line in lines:
            if element in line.nodes:
                break
        yield from lines
        element = above


def _is_end(cut: Cut, before: list[_Line], first: _Line, count: int) -> bool:
    """Tell whether an article ends before the heading over what readers may have written."""
    if not before[-1].is_heading:
        return False
    heading = before[-1]
    last = before[-2] if len(before) > 1 else heading
    if any(int(one) == count for one in _NUMBER.findall(" ".join(heading.pieces))):
        return True
    if not cut.after_links.isdisjoint({*first.nodes, *heading.nodes}) or _is_links(cut, last):
        return True
    return last.is_rule and _paragraphs(cut, before) >= _VOICES


def _is_room(cut: Cut, before: list[_Line], element: Element, home: Element, count: int) -> bool:
    """Tell whether lines with names and times stand where readers write, under a heading.

    There is a box to write in, or the heading gives their count, or they stand outside the
    element that holds the headline and the article.
    """
    if not before[-1].is_heading or _paragraphs(cut, before) < _VOICES or cut.lead is None:
        return False
    if str(count) in _FIGURES.findall(" ".join(before[-1].pieces)):
        return True
    around = {home, home.getparent()}
    if any(room not in cut.gone and around & {*room.iterancestors()} for room in cut.rooms):
        return True
    shared = set(cut.headline.iterancestors()) if cut.headline is not None else set()
    inner = next((one for one in cut.lead.iterancestors() if one in shared), cut.body)
    return inner.tag not in NEVER and inner not in set(element.iterancestors())


def _paragraphs(cut: Cut, before: list[_Line]) -> int:
    """Count the paragraphs among lines, or else those of the page that come before them."""
    long = sum(1 for line in before if sum(map(len, line.pieces)) >= LONG)
    count = 0
    for one in cut.elements():
        if before[0].nodes and one is before[0].nodes[0]:
            break
        count += cut.is_paragraph(one)
    return count + long


def _is_links(cut: Cut, line: _Line) -> bool:
    """Tell whether a line is nothing but several links."""
    links = sum(cut.weights.links[one] for one in line.nodes)
    text = sum(cut.weights.text[one] for one in line.nodes)
    linked = sum(cut.weights.linked[one] for one in line.nodes)
    return links > 1 and linked * 5 >= text * 4
