"""Rows fit to be added to a pack: named, on Earth, of sound spelling, the right way round."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError
from mapper.base.geo import great_circle_km
from mapper.gazetteer.imports.twins import SAME_CITY_KM
from mapper.gazetteer.names import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.imports.readers import Row

_JOINED = re.compile(r"(?<=\w)[\u200c\u200d](?=\w)")
"""Joiners within a word: Persian, Kurdish and others are spelled with them."""

FAMILIAR = 4
"""Rows lying by a place of their name the other way round, from which a file is refused."""


def is_usable(row: Row, faults: list[str]) -> bool:
    """Check a row's name and position; take mangled spellings out of it.

    What is wrong is added to `faults`, in words.
    """
    where = f"row {row['row']}"
    if not row.get("name"):
        faults.append(f"{where}: no name")
        return False
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except (KeyError, ValueError):
        faults.append(
            f"{where}: {row['name']}: position {row.get('lat')!r}, {row.get('lon')!r} is no number"
        )
        return False
    if not (abs(lat) <= 90 and abs(lon) <= 180) or (lat == 0 and lon == 0):  # noqa: PLR2004 - degrees
        turned = abs(lat) <= 180 and abs(lon) <= 90 and (lat or lon)  # noqa: PLR2004 - degrees
        hint = "; with lat and lon exchanged it would be" if turned else ""
        faults.append(
            f"{where}: {row['name']}: position {lat}, {lon} is not on Earth, or is its origin{hint}"
        )
        return False
    if row.get("name_ar") and not is_sound(row["name_ar"]):
        faults.append(
            f"{where}: {row['name']}: Arabic name {row['name_ar']!r} is mangled, left out"
        )
        row["name_ar"] = ""
    row["names"] = [n for n in row.get("names") or [] if is_sound(n)]
    return True


def is_sound(name: str) -> bool:
    r"""Tell whether a name has no broken or invisible signs and is of one script.

    Examples
    --------
    >>> is_sound("مى\u200cرود"), is_sound("كفر\u200c")
    (True, False)
    >>> is_sound("كفر نبل"), is_sound("كفر\ufffd"), is_sound("ÙƒÙ\x81Ø±")
    (True, False, False)
    """
    if not name.strip() or "\ufffd" in name or not _JOINED.sub("", name).isprintable():
        return False
    return not any(pair in name for pair in ("Ø", "Ù")) or not any(
        "\u0080" <= s <= "\u00bf" or s == "ƒ" for s in name
    )


def refuse_swapped(pack: Pack, rows: Sequence[Row]) -> None:
    """Raise when a file's latitudes and longitudes seem exchanged."""
    own = [(float(p["lat"]), float(p["lon"])) for p in pack.places if p.get("lat")]
    if len(own) < 10 or not rows:  # noqa: PLR2004 - too few to know where the pack is
        return
    south, north = min(y for y, _ in own) - 3, max(y for y, _ in own) + 3
    west, east = min(x for _, x in own) - 6, max(x for _, x in own) + 6

    def inside(lat: float, lon: float) -> bool:
        return south <= lat <= north and west <= lon <= east

    spots = [(float(r["lat"]), float(r["lon"])) for r in rows]
    as_given = sum(inside(lat, lon) for lat, lon in spots)
    exchanged = sum(inside(lon, lat) for lat, lon in spots)
    near, near_exchanged = _familiar(pack, rows)
    if (exchanged > len(rows) / 2 and exchanged > 2 * as_given) or (
        near_exchanged >= FAMILIAR and near_exchanged > 4 * near
    ):
        raise GazetteerError(
            "latitude and longitude seem exchanged: the rows lie where the pack's places do "
            "only the other way round"
        )


def _familiar(pack: Pack, rows: Sequence[Row]) -> tuple[int, int]:
    """Count the rows that lie by a place of their name, as given and exchanged."""
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    at = {place["place_id"]: place for place in pack.places if place.get("lat")}
    spelled = [(place_id, place["name"]) for place_id, place in at.items()]
    spelled += [(row["place_id"], row["name"]) for row in pack.names if row["place_id"] in at]
    for place_id, name in spelled:
        spots[key(name)].append((float(at[place_id]["lat"]), float(at[place_id]["lon"])))
    as_given = exchanged = 0
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        known = spots.get(key(row["name"]), ())
        as_given += any(great_circle_km(lon, lat, x, y) < 2 * SAME_CITY_KM for y, x in known)
        exchanged += any(great_circle_km(lat, lon, x, y) < 2 * SAME_CITY_KM for y, x in known)
    return as_given, exchanged
