"""What the hostile set tries to carry out, what must stay, and how to look for either.

`hostile/` are the inputs, `withheld.csv` and `allowed.csv` beside it the strings and positions.
"""

from __future__ import annotations

import csv
import html
import re
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
HOSTILE = HERE / "hostile"

_LEAST, _MOST = 3, 10
_PER_PAIR = 4
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrt]))")
_NO_LETTER = re.compile(r"[\W_\u0640]+")
_WHITE = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A name or a position that no released output may hold.

    `string` is a name, or a position as a text writes it; `position` is (lat, lon) in degrees,
    EPSG:4326, as a table states it. `when` is ``always``, or the option under which it must be
    out: ``mask-people`` or ``worship``. `files` are the inputs that carry it.
    """

    kind: str
    string: str
    position: tuple[str, str] | None
    when: str
    files: tuple[str, ...]
    why: str


def withheld() -> list[Withheld]:
    """Give all that must not leave."""
    return [
        Withheld(
            row["kind"],
            row["string"],
            (row["lat"], row["lon"]) if row["lat"] else None,
            row["when"],
            tuple(row["files"].split("; ")),
            row["why"],
        )
        for row in _rows("withheld.csv")
    ]


def allowed() -> list[tuple[str, str]]:
    """Give the kind and string of each that must stay."""
    return [(row["kind"], row["string"]) for row in _rows("allowed.csv")]


def folded(text: str) -> str:
    """Reduce a text to letters and digits, so that no spelling of a name hides it.

    Undone are escapes of JSON, markup and addresses, marks and capitals; dropped is whatever
    is neither letter nor digit: spaces, hyphens, line breaks, characters without width.

    Examples
    --------
    >>> folded("Al-Sample&nbsp;CAMP") == folded("al\\u200bSample\\\\n%63amp") == "alsamplecamp"
    True
    """
    plain = _ESCAPE.sub(lambda found: _unescaped(*found.groups()), text)
    plain = unicodedata.normalize("NFKD", unquote(html.unescape(plain)))
    return _NO_LETTER.sub("", plain.casefold())


def written(position: tuple[str, str]) -> set[str]:
    """Give the ways in which a text or JSON may write a position, in whole or rounded.

    From five decimals on each coordinate stands for itself; with three or four both must stand
    together, in either order, since other places may share one of them.

    Parameters
    ----------
    position
        Latitude and longitude, as decimal degrees with ten decimals.
    """
    lat, lon = (float(one) for one in position)
    found: set[str] = set()
    for places in range(_LEAST, _MOST + 1):
        lats, lons = _shortened(lat, places), _shortened(lon, places)
        if places > _PER_PAIR:
            found |= lats | lons
        else:
            for a, b in [(a, b) for x in lats for y in lons for a, b in ((x, y), (y, x))]:
                found |= {f"{a}{between}{b}" for between in (",", ", ", " ", "; ", "\t")}
    return found


def packed(position: tuple[str, str]) -> set[bytes]:
    """Give the bytes of both coordinates as doubles, least and most significant first."""
    return {struct.pack(order, float(one)) for one in position for order in ("<d", ">d")}


def _unescaped(code: str | None, letter: str | None) -> str:
    return chr(int(code, 16)) if code else _WHITE[letter or "n"]


def _shortened(value: float, places: int) -> set[str]:
    """Round and cut a number to so many decimals."""
    whole = f"{value:.{_MOST}f}"
    return {f"{value:.{places}f}", whole[: len(whole) - _MOST + places]}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
