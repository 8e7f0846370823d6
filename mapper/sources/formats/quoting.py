"""The words of a mail's writer, apart from older mail that mail programs put below or between.

No word of any language tells them: marks at the beginning of lines, a colon after an address and
a date, lines of headers, the tags and classes of mail programs.
"""

from __future__ import annotations

import re

_QUOTED, _QUOTE_MARK = re.compile(r" ?>"), re.compile(r"^ ?> ?")
_ENDS_SAYING = re.compile(r"[:\uff1a][*_]?\s*$")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.\u066b]\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_HEADER = re.compile(r"[*>]?\s?[^\W\d_][^:\n]{0,30}:\*?\s+\S")
_DIVIDER = re.compile(r"\s*[-_]{5,}.{0,80}")
_LONGEST_SIGNATURE, _MOST_LINES_OF_SAYING, _FEWEST_HEADERS = 15, 3, 3
_DELIMITER = re.compile(r"-- ?\r?")

_LETTER = re.compile(r"[^\W\d_]")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]*>", re.IGNORECASE)
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


def own_words(text: str) -> list[str]:
    r"""Give what the writer of a plain mail wrote, and what was put below it with its headers.

    Parameters
    ----------
    text
        The body, its lines ended by ``\n``.

    Returns
    -------
    texts
        First the mail's own, "" where it has none; then each mail or article forwarded below,
        without its headers. Lines marked as quoted are in none, nor the line before them that
        says whom they quote, nor a signature after its delimiter.

    Examples
    --------
    >>> own_words("Agreed.\n\nOn 8 Jun 2020 at 11:20 A <a@example.org> wrote:\n> Two dead.")
    ['Agreed.']
    """
    pieces: list[list[str]] = [[]]
    lines, forwarded = _forwarded_in_quotes(text.split("\n"))
    at = 0
    while at < len(lines):
        is_apart = not pieces[-1] or not pieces[-1][-1].strip() or _is_divider(pieces[-1][-1])
        length = _headers_at(lines, at) if is_apart else 0
        if length:
            _drop_divider(pieces[-1])
            pieces.append([])
            at += length
        else:
            pieces[-1].append(lines[at])
            at += 1
    pieces += forwarded
    return ["\n".join(_without_signature(_unquoted(piece))).strip("\n") for piece in pieces]


def _forwarded_in_quotes(lines: list[str]) -> tuple[list[str], list[list[str]]]:
    """Take out what is marked as quoted and begins with the headers of a mail: it is forwarded."""
    kept: list[str] = []
    forwarded: list[list[str]] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _QUOTED.match(lines[end]):
            end += 1
        inside = [_QUOTE_MARK.sub("", line) for line in lines[at:end]]
        first = next((number for number, line in enumerate(inside) if line.strip()), 0)
        length = _headers_at(inside, first) if inside else 0
        if length:
            forwarded.append(inside[first + length :])
        else:
            kept += lines[at : max(end, at + 1)]
        at = max(end, at + 1)
    return kept, forwarded


def own_markup(markup: str) -> list[str]:
    """Give the HTML of a mail without what mail programs marked as quoted from older mail.

    Parameters
    ----------
    markup
        The body, decoded.

    Returns
    -------
    texts
        First the mail's own, "" where it has no words; then what was forwarded with its headers,
        or put below a line that a program draws above all older mail.

    Examples
    --------
    >>> own_markup('<p>Agreed.</p><blockquote type="cite"><p>Two dead.</p></blockquote>')
    ['<p>Agreed.</p>']
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
                return _parted("".join(kept), below, [markup[at:]])
    (below if cut else kept).append(markup[at:])
    return _parted("".join(kept), below, [])


def _parted(own: str, cut: list[str], rest: list[str]) -> list[str]:
    """Keep of what was cut what was forwarded; all of it, where nothing else has words."""
    has_words = _LETTER.search(_TAG.sub("", own)) is not None
    below = [*filter(_is_forwarded, cut), *rest]
    if not has_words and not below:
        below = cut
    return [own if has_words else "", *below]


def _is_forwarded(markup: str) -> bool:
    """Tell whether markup begins with the headers of a mail."""
    start = markup[:_LONGEST_HEADERS].replace("\n", " ")
    lines = [line.strip() for line in _TAG.sub("", _BREAK.sub("\n", start)).split("\n")]
    words = [line for line in lines if line and not _is_divider(line)]
    return any(_headers_at(words, at) for at in range(min(2, len(words))))


def _draws_a_line(attributes: str) -> bool:
    """Tell an element that a program puts above all older mail."""
    said = _attributes(attributes)
    name = said.get("id", "").removeprefix("x_")
    return name in _LINE_IDS or _LINE_LOOK.search(said.get("style", "")) is not None


def _headers_at(lines: list[str], at: int) -> int:
    """Count the lines of headers of a mail that begin here, 0 where none do."""
    end = at
    while end < len(lines) and _HEADER.match(lines[end]):
        end += 1
    block = "\n".join(lines[at:end])
    is_one = end - at >= _FEWEST_HEADERS and _ADDRESS.search(block) and _YEAR.search(block)
    return end - at if is_one else 0


def _is_divider(line: str) -> bool:
    return _DIVIDER.fullmatch(line.rstrip("\r")) is not None


def _drop_divider(piece: list[str]) -> None:
    """Take away the line drawn above headers."""
    while piece and not piece[-1].strip():
        piece.pop()
    if piece and _is_divider(piece[-1]):
        piece.pop()


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
    while end and not made[end - 1].strip() and len(made) - end < 1:
        end -= 1
    if not end or not _ENDS_SAYING.search(made[end - 1]):
        return
    for start in range(end - 1, max(-1, end - 1 - _MOST_LINES_OF_SAYING), -1):
        if not made[start].strip():
            return
        said = " ".join(made[start:end])
        has_day = _YEAR.search(said) or _CLOCK.search(said)
        if has_day and (_ADDRESS.search(said) or _CLOCK.search(said)):
            del made[start:]
            return


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
