"""Positions that texts write, in any language: decimals, degrees, grids, codes, links of maps.

What is no finer than a settlement stays: two decimals of a degree, degrees alone. A number is
taken for a coordinate by its form, so a text loses two numbers of four decimals that stand side
by side whatever they are.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mapper.release.names import Found
from mapper.release.unwrapped import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = "position withheld"

_SIDE = r"[NSEWOnsew]"
_MARK = r"[°º˚d]"
_MINUTE, _SECOND = r"['’′`´]", r"(?:[\"”″]|''|’’|′′)"  # noqa: RUF001 - signs for minutes, seconds
_WHOLE = r"(?<![\d.])[-+−]?1?\d{1,2}"  # noqa: RUF001 - a minus
_LONG = rf"{_WHOLE}(?:[.\u00b7\u066b]\d{{4,}}|,\d{{4,}})(?!\d)"
_SHORT = rf"{_WHOLE}[.\u066b]\d{{3,}}(?!\d)"
_ANGLE = (
    rf"\d{{1,3}} ?{_MARK} ?\d{{1,2}}(?:[.,]\d+)? ?{_MINUTE}(?: ?\d{{1,2}}(?:[.,]\d+)? ?{_SECOND})?"
)
_LED = rf"{_SIDE} ?\d{{1,3}}(?: ?{_MARK} ?| )\d{{1,2}}[.,]\d+ ?{_MINUTE}?"
_BEHIND = rf"\d{{1,3}}(?: ?{_MARK} ?| )\d{{1,2}}[.,]\d+ ?{_MINUTE}? ?{_SIDE}(?![^\W\d_])"
_BARE = (
    r"(?:\d{1,3}[ -]\d{1,2}[ -]\d{1,2}(?:\.\d+)? ?[NSEWnsew]"
    r"|\d{1,3}d\d{1,2}m\d{1,2}(?:\.\d+)?s? ?[NSEWnsew]?)(?![^\W_])"
)
_CODE = "[23456789CFGHJMPQRVWX]"

_END = rf"(?: ?{_MARK})?(?: ?{_SIDE}(?!\w))?"
_TURN = rf"{_ANGLE}(?: ?{_SIDE}(?!\w))?"
_EAST = r"(?:[a-z]{0,2}[:=]? ?)?\d{6}(?:\.\d+)? ?(?:m ?E?)?"
_ZONE = r"(?<!\w)\d{1,2} ?[C-HJ-NP-X]"
_SQUARE = r"(?: ?\d{3} ?\d{3}| ?\d{4} ?\d{4}| ?\d{5} ?\d{5})"

_FORMS = (
    # Two numbers of four decimals or more, whatever few signs or words stand between them.
    rf"{_LONG}[^\d\n]{{1,24}}?{_LONG}{_END}",
    rf"!3d{_LONG}!4d{_LONG}",
    # Of three, where they are written as a pair.
    rf"{_SHORT} ?{_MARK}? ?{_SIDE}? ?[,;/| \t] ?{_SIDE}? ?{_SHORT}{_END}",
    rf"(?:geo:|@){_WHOLE}[.]\d{{2,}},{_WHOLE}[.]\d{{2,}}",
    rf"{_WHOLE}[.\u066b]\d{{3,}} ?{_MARK}(?: ?{_SIDE}(?!\w))?",
    # Degrees, minutes and seconds, one or both.
    rf"(?:(?<!\w){_SIDE} ?)?{_TURN}(?:[ ,;/]{{0,3}}(?:{_SIDE} ?)?{_TURN})?",
    rf"(?<!\w){_LED}[ ,;/]{{1,3}}{_LED}",
    rf"(?<![\w.]){_BEHIND}[ ,;/]{{1,3}}{_BEHIND}",
    # The same without signs: 35 36 44 N 36 33 35 E, 35-36-44N, 353644N0363335E.
    rf"(?<![\w.]){_BARE}[ ,;/]{{0,3}}{_BARE}",
    r"(?<!\w)\d{6}(?:\.\d+)? ?[NS][ ,;/]{0,3}\d{6,7}(?:\.\d+)? ?[EW](?!\w)",
    # Grids: UTM with its zone, and MGRS.
    rf"{_ZONE} ?{_EAST}[ ,;/]{{1,3}}\d{{7}}(?:\.\d+)?(?: ?m ?N?)?",
    rf"{_ZONE} ?[A-HJ-NP-Z][A-HJ-NP-V]{_SQUARE}(?!\d)",
    # Codes of places: plus codes, whole or short, and three words.
    rf"(?<![\w+]){_CODE}{{8}}\+{_CODE}{{2,7}}(?!\w)",
    rf"(?<![\w+])(?=\d*[A-Z]){_CODE}{{4,6}}\+{_CODE}{{2,7}}(?!\w)",
    r"(?<![\w/:])///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+",
)
_ALONE = rf"{_WHOLE}[.\u066b]\d{{5,}}{_END}"
"""One number, of more decimals than anything else that prose counts; addresses number pages so."""
_IN_ADDRESS = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_POSITION = re.compile("|".join(f"(?:{form})" for form in (*_FORMS, _ALONE)))
_ADDRESS = re.compile(
    r"(?:https?:|geo:|(?<![\w@/.-])(?:[\w-]+\.)+[a-z]{2,}/)[^\s<>\"]*", re.IGNORECASE
)
_QUICK = re.compile(r"\d|/")
_TAIL = ".,;:!?)]}'»”"
_DIGITS = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}


def find_positions(text: str) -> list[Found]:
    r"""Find the positions that a text writes, finer than a settlement.

    Parameters
    ----------
    text
        The text; entities and percent signs are read through.

    Returns
    -------
    found
        Stretches, code points of `text`, in its order; of a link to a map the whole link.

    Examples
    --------
    >>> find_positions("at 35.6187, 36.5668, at dawn")
    [Found(start=3, end=19, label='position withheld')]
    >>> find_positions("35°57'43.9\"N 36°42'28.6\"E; 3.25 km; 1,234 and 2,345 dead; 35.6, 36.6")
    [Found(start=0, end=25, label='position withheld')]
    """
    if not _QUICK.search(text):
        return []
    bare = unwrapped(text)
    plain = bare.text.translate(_DIGITS)
    links = list(_links(plain))
    found = [
        (one.start(), one.end())
        for one in _POSITION.finditer(plain)
        if not any(start <= one.start() < end for start, end in links)
    ]
    spans = [bare.span(start, end) for start, end in sorted([*links, *found])]
    return [Found(start, end, LABEL) for start, end in spans]


def tells_position(address: str) -> bool:
    """Tell whether an address tells a position, or leads to a map that does."""
    plain = unwrapped(address).text.translate(_DIGITS)
    return bool(_IN_ADDRESS.search(plain)) or _leads_to_map(address)


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Find addresses in a text that tell a position."""
    for one in _ADDRESS.finditer(text):
        address = one.group().rstrip(_TAIL)
        whole = address if ":" in address.partition("/")[0] else f"https://{address}"
        if tells_position(whole):
            yield one.start(), one.start() + len(address)


def _leads_to_map(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = (parts.netloc.rpartition("@")[2].partition(":")[0]).lower()
    return any(
        (host == known or host.endswith(f".{known}")) and parts.path.startswith(path)
        for known, path in _map_hosts()
    )


@cache
def _map_hosts() -> tuple[tuple[str, str], ...]:
    text = (files("mapper.release") / "map_links.csv").read_text(encoding="utf-8")
    return tuple((row["host"], row["path"]) for row in csv.DictReader(text.splitlines()))
