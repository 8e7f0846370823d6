"""A GeoNames dump of an imagined region, and reports of it: made anew where a test needs one."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STATES = {
    "29": ("Alfara State", "ولاية الفارا"),
    "36": ("Bentuk State", "ولاية بنتوك"),
    "39": ("Corrim State", ""),
    "41": ("Dulagha State", "ولاية دولاغا"),
}
FAR = "55"
KNOWN = (
    (379555, "El Fasher", "الفاشر", 13.628, 25.349),
    (5001, "Zamzam", "زمزم", 13.49, 25.31),
    (371745, "Kutum", "كتم", 14.2, 24.666),
    (370181, "Mellit", "مليط", 14.13, 25.549),
)
"""Places of the manual's page, where they are, in a state of their own."""

SYLLABLES = [a + b for a in "bdfghjklmnqrstwz" for b in ("a", "ir", "um")]
REPORTS = (
    "On 3 May 2023, warplanes struck the town of {0}, killing at least three people.",
    "Shelling hit a market in {1} on 5 May 2023. Two people were killed, medics said.",
    "Sudanese army warplanes bombed {2} on 7 May 2023.",
)


def dump(count: int, country: str = "SD") -> tuple[str, list[str]]:
    """Give a dump of so many places in four states, `KNOWN` besides; and their names."""
    dice = random.Random(count)  # noqa: S311 - no secret
    lines = [
        _line([800 + int(code), name, name, arabic, 14 + i, 30 + i, "A", "ADM1", country, "", code])
        for i, (code, (name, arabic)) in enumerate(STATES.items())
    ]
    far = [855, "North Darfur State", "North Darfur State", "ولاية شمال دارفور", 15, 25]
    lines.append(_line([*far, "A", "ADM1", country, "", FAR]))
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))).title()] = None
    for number, name in enumerate(names):
        state = number % len(STATES)
        angle, away = dice.random() * math.tau, math.sqrt(dice.random()) * 1.4
        lat = round(14.0 + 2 * (state // 2) + away * 0.7 * math.sin(angle), 4)
        lon = round(30.0 + 2.5 * (state % 2) + away * math.cos(angle), 4)
        people = 120_000 if number < 4 else 9_000 if number < count // 20 else 0
        at = [1000 + number, name, name, "", lat, lon, "P", "PPL", country, ""]
        lines.append(_line([*at, list(STATES)[state]], people))
    lines += [
        _line([number, name, name, arabic, lat, lon, "P", "PPL", country, "", FAR], 5000)
        for number, name, arabic, lat, lon in KNOWN
    ]
    return "".join(lines), list(names)


def _line(first: list[object], people: int = 0) -> str:
    """Write a row of a dump from its first eleven fields."""
    rest = ["", "", "", people, "", 400, "Africa/Khartoum", "2024-01-01"]
    return "\t".join(str(field) for field in [*first, *rest]) + "\n"


def write_reports(folder: Path, names: list[str]) -> None:
    """Write reports that name places of a dump, with their manifest."""
    folder.mkdir(parents=True)
    rows = ["file,published"]
    for number, report in enumerate(REPORTS):
        (folder / f"{number}.txt").write_text(report.format(*names), encoding="utf-8")
        rows.append(f"{number}.txt,2023-05-08")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
