"""Numbers in messages: "1 place", "2 places"; a figure with both its ends; shares."""

import math
import re

_SHARE = re.compile(r".* (\d+)%$")


def amount(number: int, one: str, several: str | None = None) -> str:
    """Write how many there are of something; `several` where it is not `one` with an s.

    Examples
    --------
    >>> amount(1, "place"), amount(0, "place"), amount(2, "city", "cities")
    ('1 place', '0 places', '2 cities')
    """
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def figure(low: int | None, high: int | None, is_open: bool | None) -> str | None:
    """Write a figure by its ends, with + where it is open upwards; None where none is stated.

    Examples
    --------
    >>> figure(3, 5, False), figure(3, 3, True), figure(None, None, None)
    ('3-5', '3+', None)
    """
    known = sorted({one for one in (low, high) if one is not None})
    return "-".join(map(str, known)) + ("+" if is_open else "") if known else None


def shares(cell: str | None, count: int) -> list[float]:
    """Read the share of each of some places from the column ``place_shares``.

    Where the column does not tell one for each, all are NaN: the reports agree.

    Examples
    --------
    >>> shares("Kafr Nabl 67%; Hazarin 33%", 2)
    [0.67, 0.33]
    """
    parts = (cell or "").split("; ")
    read = [int(told[1]) / 100 for part in parts if (told := _SHARE.match(part))]
    return read if len(read) == count else [math.nan] * count
