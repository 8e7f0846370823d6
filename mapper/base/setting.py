"""What outputs say of their region in its own words: units, time zone, extent.

The words are the region pack's; a build keeps them in the table ``run`` of its store, so
that a map, a project or an export made of the store later has them without the pack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Mapping

    Box = tuple[float, float, float, float]

UNIT = "unit:"
"""Begins the keys of ``run`` that hold what units of a level are called: one; several."""

CREDIT = "credit:"
"""Begins the keys of ``run`` that hold whom to credit: what for; licence."""

TIMEZONE, EXTENT = "timezone", "extent"

COUNTRIES = "countries"
"""Key of ``run`` with the home countries of the pack that a store was built with."""

PROFILE = "profile"
"""Key of ``run`` with what a store is for: internal, or public where it was released."""

PUBLIC = "public"
"""Profile of a release in which positions and names are withheld."""

KINDS = MappingProxyType({"governorate": "admin1", "district": "admin2", "subdistrict": "admin3"})
"""Level of the kinds of regions that are administrative units, largest first: whoever needs kinds
or levels takes them from here."""

PLAIN = MappingProxyType(
    {
        "admin1": ("province", "provinces"),
        "admin2": ("district", "districts"),
        "admin3": ("sub-district", "sub-districts"),
    }
)
"""What units are called where the pack does not say: one, several."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A region in its own words.

    Attributes
    ----------
    units
        By level (``admin1`` ...) what its units are called, one and several; levels that
        are left out have the words of `PLAIN`.
    timezone
        IANA name of the time zone whose days are meant, if known.
    extent
        West, south, east, north in degrees (EPSG:4326), if known; west above east across
        the 180th meridian.
    """

    units: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    timezone: str | None = None
    extent: Box | None = None

    def one(self, level: str) -> str:
        """Give the word for one unit of a level.

        Examples
        --------
        >>> Setting({"admin1": ("oblast", "oblasts")}).one("admin1"), Setting().one("admin1")
        ('oblast', 'province')
        """
        return {**PLAIN, **self.units}[level][0]

    def label(self, level: str) -> str:
        """Give the word for one unit as a label: "Oblast"."""
        return capital(self.one(level))

    def labels(self, level: str) -> str:
        """Give the word for several units as a label: "Oblasts"."""
        return capital({**PLAIN, **self.units}[level][1])

    def to_run(self) -> dict[str, str]:
        """Write it as rows of the table ``run``; what is not known makes none."""
        extent = self.extent and ", ".join(f"{edge:g}" for edge in self.extent)
        return {
            **{f"{UNIT}{level}": JOINER.join(words) for level, words in self.units.items()},
            **({TIMEZONE: self.timezone} if self.timezone else {}),
            **({EXTENT: extent} if extent else {}),
        }

    @classmethod
    def of_run(cls, run: Mapping[str, str]) -> Setting:
        """Read it from the rows of the table ``run`` by key."""
        units = {
            key.removeprefix(UNIT): (words[0], words[-1])
            for key, value in run.items()
            if key.startswith(UNIT) and (words := value.split(JOINER))
        }
        written = run.get(EXTENT)
        extent = tuple(map(float, written.split(","))) if written else None
        return cls(units, run.get(TIMEZONE), extent)  # type: ignore[arg-type]  # four, as written


def capital(words: str) -> str:
    """Write words with a capital at their beginning, the rest as it is."""
    return words[:1].upper() + words[1:]
