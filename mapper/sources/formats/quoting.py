"""The words of a mail's writer, apart from older mail that mail programs put below or between.

No word of any language tells them: marks at the beginning of lines, a colon after an address and
a date, lines of headers, the tags and classes of mail programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from mapper.sources.formats.headings import (
    Heading,
    headers_at,
    is_divider,
    is_forward_divider,
    is_header,
    saying_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED, _QUOTE_MARK = re.compile(r" ?>"), re.compile(r"^ ?> ?")
_LONGEST_SIGNATURE = 15
_MOST_ABOVE, _MOST_BETWEEN, _MOST_BELOW = 4, 3, 1_000
"""Lines looked at for one that says who wrote, and for words below it; older mails in one."""

_DELIMITER = re.compile(r"-- ?\r?")

_LETTER = re.compile(r"[^\W\d_]")
_BREAK = re.compile(r"<(?:br|hr|/?p|/?div|/?table|/?tr|/?li)\b[^<>]*>", re.IGNORECASE)
_LINE_IDS = frozenset({"divrplyfwdmsg", "appendonsend"})
_LINE_LOOK = re.compile(r"#(?:e1e1e1|b5c4df)\s+1\.0pt;\s*padding:\s*3\.0pt\s")
"""What Outlook marks its line above older mail with, on the web and on a desk."""

_LONGEST_HEADERS = 3_000
_CUT_CLASSES = frozenset(
    {"gmail_attr", "gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote"}
)
_CITED = "blockquote"
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^<>]*+)>")
_SAID = re.compile(
    r"\b([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
).finditer


def unflowed(text: str, *, drops_space: bool) -> str:
    r"""Join the lines of text in the form ``format=flowed`` (RFC 3676) to paragraphs.

    Parameters
    ----------
    drops_space
        Whether the space at which a line was broken goes too (``DelSp=yes``).

    Examples
    --------
    >>> unflowed("Two men \nwere killed.\n-- \nA.", drops_space=False)
    'Two men were killed.\n-- \nA.'
    """
    made: list[str] = []
    depth_before, is_open = 0, False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:].removeprefix(" ")
        is_signature = rest.rstrip("\r") == "-- "
        flows = rest.rstrip("\r").endswith(" ") and not is_signature
        rest = rest.rstrip("\r")
        piece = rest[:-1] if flows and drops_space else rest
        if is_open and depth == depth_before and not is_signature:
            made[-1] += piece
        else:
            made.append(f"{'>' * depth}{' ' if depth else ''}{piece}")
        depth_before, is_open = depth, flows
    return "\n".join(made)


_NO_HEADING = Heading()


@dataclass(frozen=True, slots=True)
class Below:
    """What a mail holds below or between its writer's words: the words, and what stands above."""

    text: str
    heading: Heading = _NO_HEADING
    is_forward: bool = False
    """Whether it is marked as forwarded rather than answered."""


def own_words(text: str, *, has_quotes: bool = False) -> tuple[str, list[Below]]:
    r"""Give what the writer of a plain mail wrote, and what a mail program put below it.

    Parameters
    ----------
    text
        The body, its lines ended by ``\n``.
    has_quotes
        Whether what is marked as quoted is below where nothing else is: the mail forwards it.

    Returns
    -------
    own
        The mail's own words, "" where it has none. Lines marked as quoted are not in them, nor
        the line before them that says whom they quote, nor a signature after its delimiter.
    below
        Each mail or article that begins with headers, or with a line that says who wrote it and
        when: without these, if nothing else can be meant.

    Examples
    --------
    >>> own_words("Agreed.\n\nOn 8 Jun 2020 at 11:20 A <a@example.org> wrote:\n> Two dead.")
    ('Agreed.', [])
    """
    lines, forwarded = _forwarded_in_quotes(text.split("\n"))
    own, *below = _pieces(lines)
    below += forwarded
    return own.text, below or (_quoted(lines) if has_quotes else [])


def _pieces(lines: list[str]) -> list[Below]:
    """Part lines where headers stand, or a line that says who wrote what is below it."""
    pieces: list[list[str]] = [[]]
    found: list[Below] = [Below("")]
    at = 0
    while at < len(lines):
        last = pieces[-1][-1] if pieces[-1] else ""
        is_below_line = is_divider(last)
        is_looking = len(found) < _MOST_BELOW
        is_apart = is_looking and (not last.strip() or is_below_line)
        heading = headers_at(lines, at, is_below_line=is_below_line) if is_apart else None
        if heading and (heading.is_sure or any(map(str.strip, pieces[-1]))):
            is_forward = _drop_divider(pieces[-1])
            found.append(Below("", heading, is_forward))
            pieces.append([] if heading.is_sure else lines[at : at + heading.length])
            at += heading.length
            continue
        pieces[-1].append(lines[at])
        at += 1
        is_looking = is_looking and _has_words_next(lines, at)
        saying = saying_before(pieces[-1][-_MOST_ABOVE:]) if is_looking else None
        if saying:
            said = pieces[-1][-saying.length :]
            del pieces[-1][-saying.length :]
            found.append(Below("", saying))
            pieces.append([] if saying.is_sure else said)
    words = ("\n".join(_without_signature(_unquoted(piece))).strip("\n") for piece in pieces)
    return [replace(one, text=text) for one, text in zip(found, words, strict=True)]


def _quoted(lines: list[str]) -> list[Below]:
    """Give what is marked as quoted as one text, without what is quoted in it."""
    first = next((at for at, line in enumerate(lines) if _QUOTED.match(line)), 0)
    end = first - (first > 0 and not lines[first - 1].strip())
    above = saying_before(lines[max(0, end - _MOST_ABOVE) : end], is_apart=False)
    inside = [_QUOTE_MARK.sub("", line) for line in lines[first:] if _QUOTED.match(line)]
    text = "\n".join(_unquoted(inside)).strip("\n")
    return [Below(text, above or _NO_HEADING)] if text else []


def _has_words_next(lines: list[str], at: int) -> bool:
    """Tell whether words follow soon that are not marked as quoted."""
    following = next((line for line in lines[at : at + _MOST_BETWEEN] if line.strip()), ">")
    return not _QUOTED.match(following)


def _forwarded_in_quotes(lines: list[str]) -> tuple[list[str], list[Below]]:
    """Take out what is marked as quoted and begins with the headers of a mail: it is forwarded."""
    kept: list[str] = []
    forwarded: list[Below] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _QUOTED.match(lines[end]):
            end += 1
        inside = [_QUOTE_MARK.sub("", line) for line in lines[at:end]]
        first = next((number for number, line in enumerate(inside) if line.strip()), 0)
        is_below_line = bool(inside) and is_divider(inside[first])
        first += is_below_line
        heading = headers_at(inside, first, is_below_line=is_below_line)
        if heading:
            words = _without_signature(_unquoted(inside[first + heading.length :]))
            forwarded.append(Below("\n".join(words).strip("\n"), heading, is_forward=True))
        else:
            kept += lines[at : max(end, at + 1)]
        at = max(end, at + 1)
    return kept, forwarded


def own_markup(markup: str, *, has_quotes: bool = False) -> tuple[str, list[Below]]:
    """Give the HTML of a mail without what mail programs marked as quoted from older mail.

    Parameters
    ----------
    markup
        The body, decoded.
    has_quotes
        As for `own_words`.

    Returns
    -------
    own
        The mail's own, "" where it has no words.
    below
        What was forwarded with its headers, or put below a line that a program draws above all
        older mail, or below headers or a line that says who wrote; all that is marked as quoted
        where nothing else is there.

    Examples
    --------
    >>> own_markup('<p>Agreed.</p><blockquote type="cite"><p>Two dead.</p></blockquote>')
    ('<p>Agreed.</p>', [])
    """
    kept: list[str] = []
    below: list[str] = []
    at = depth = 0
    cut = ""
    for match in _TAG.finditer(markup):
        is_end, tag = bool(match[1]), match[2].lower()
        if cut:
            depth += (-1 if is_end else 1) if tag == cut else 0
            if not depth:
                below.append(markup[at : match.end()])
                at, cut = match.end(), ""
        elif not is_end and (is_all := _draws_a_line(match[3])) | _is_cited(tag, match[3]):
            kept.append(markup[at : match.start()])
            at, cut, depth = match.start(), tag, 1
            if is_all:
                return _parted("".join(kept), below, [markup[at:]], has_quotes)
    (below if cut else kept).append(markup[at:])
    return _parted("".join(kept), below, [], has_quotes)


def _parted(own: str, cut: list[str], rest: list[str], has_quotes: bool) -> tuple[str, list[Below]]:
    """Keep of what was cut what was forwarded; all of it, where nothing else has words."""
    own, untold = _above_a_heading(own)
    has_words = _LETTER.search(_TAG.sub("", own)) is not None
    headed = [(one, _heading_of(one)) for one in cut]
    below = [Below(one, heading, is_forward=True) for one, heading in headed if heading]
    below += untold
    below += [Below(one, _heading_of(one) or Heading(is_sure=True)) for one in rest]
    if (has_quotes or not has_words) and not below:
        below = [Below(one) for one in cut]
    return (own if has_words else ""), below


def _heading_of(markup: str) -> Heading | None:
    """Read the headers of a mail with which markup begins."""
    lines = [words for _, words in _lines_of(markup[:_LONGEST_HEADERS]) if words]
    words = [line for line in lines if not is_divider(line)]
    found = (headers_at(words, at) for at in range(min(2, len(words))))
    return next(filter(None, found), None)


def _above_a_heading(markup: str) -> tuple[str, list[Below]]:
    """Part markup where headers of older mail begin, or a line that says who wrote it."""
    lines = [(start, words) for start, words in _lines_of(markup) if words]
    words = [line for _, line in lines]
    for at, (start, line) in enumerate(lines):
        is_below_line = at > 0 and is_divider(words[at - 1])
        is_first = not at or not is_header(words[at - 1])
        heading = headers_at(words, at, is_below_line=is_below_line) if is_first else None
        is_last = at + 1 == len(lines)
        heading = heading or (None if is_last else saying_before(["", line] if at else [line]))
        if heading and (at or heading.is_sure):
            ends = lines[at - 1][0] if is_below_line else start
            is_forward = is_below_line and is_forward_divider(words[at - 1])
            after = at + heading.length if heading.is_sure else at
            rest = markup[lines[after][0] :] if after < len(lines) else ""
            return markup[:ends], [Below(rest, heading, is_forward)] if rest else []
    return markup, []


def _lines_of(markup: str) -> Iterator[tuple[int, str]]:
    """Give the lines that markup shows, each with where it begins."""
    at = 0
    for match in _BREAK.finditer(markup):
        yield at, _words_of(markup[at : match.start()])
        at = match.end()
    yield at, _words_of(markup[at:])


def _words_of(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _draws_a_line(attributes: str) -> bool:
    """Tell an element that a program puts above all older mail."""
    said = _attributes(attributes)
    name = said.get("id", "").removeprefix("x_")
    return name in _LINE_IDS or _LINE_LOOK.search(said.get("style", "")) is not None


def _drop_divider(piece: list[str]) -> bool:
    """Take away the line drawn above headers; tell whether it is one above what is forwarded."""
    while piece and not piece[-1].strip():
        piece.pop()
    return is_forward_divider(piece.pop()) if piece and is_divider(piece[-1]) else False


def _unquoted(lines: list[str]) -> list[str]:
    """Leave out lines marked as quoted and what introduces them."""
    made: list[str] = []
    was_quoted = False
    for line in lines:
        is_quoted = _QUOTED.match(line) is not None
        if is_quoted and not was_quoted:
            _drop_saying(made)
        elif not is_quoted:
            made.append(line)
        was_quoted = is_quoted
    return made


def _drop_saying(made: list[str]) -> None:
    """Take away the line or lines that say who wrote what is quoted next, and when."""
    end = len(made)
    end -= bool(made) and not made[-1].strip()
    saying = saying_before(made[max(0, end - _MOST_ABOVE) : end], is_apart=False)
    if saying:
        del made[end - saying.length :]


def _without_signature(lines: list[str]) -> list[str]:
    """Leave out a signature: few lines after two hyphens and a space."""
    for at in range(len(lines) - 1, -1, -1):
        if _DELIMITER.fullmatch(lines[at]):
            after = [line for line in lines[at + 1 :] if line.strip()]
            return lines[:at] if len(after) <= _LONGEST_SIGNATURE else lines
    return lines


def _is_cited(tag: str, attributes: str) -> bool:
    """Tell whether an element holds older mail, or the line that introduces it.

    Examples
    --------
    >>> _is_cited("blockquote", ' type="cite"'), _is_cited("blockquote", ' class="said"')
    (True, False)
    """
    said = _attributes(attributes)
    classes = set(said.get("class", "").split())
    if tag == _CITED and said.get("type") == "cite":
        return True
    return tag not in _EMPTY and bool(classes & _CUT_CLASSES)


def _attributes(attributes: str) -> dict[str, str]:
    """Read what a tag says, in lower case."""
    return {
        match[1].lower(): (match[2] or match[3] or match[4] or "").lower()
        for match in _SAID(attributes)
    }
