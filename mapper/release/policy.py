"""How much may leave: the profile of a release, and what is asked for beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mapper.base import setting
from mapper.base.errors import ReleaseError
from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INTERNAL, PUBLIC, PROFILE_KEY = "internal", setting.PUBLIC, setting.PROFILE
PROFILES = (PUBLIC, INTERNAL)

HELD_KEY, PEOPLE_KEY, CLASSES_KEY = "held_from", "people_masked", "sites_withheld"

_COARSE = 0.1
"""Degrees to which a position is rounded that nothing else stands for."""
_DECIMALS = 1
_TURN, _POLE = 360.0, 90.0

_Box = tuple[float, float, float, float]

_WISH = "release_"
"""Begins the keys of ``run`` with what was asked for of what is released."""

_SPAN = re.compile(r"(\d{1,5})(h|d)")
_HOURS = {"h": 1, "d": 24}


@dataclass(frozen=True, slots=True)
class Policy:
    """What a release withholds.

    Attributes
    ----------
    profile
        `PUBLIC`, or `INTERNAL`: everything, marked so on every file.
    held_from
        Day, ISO text, from which on incidents are held back; None for none.
    mask_people
        Mask names of private persons in press sentences too, not in notes and unpublished
        sources alone.
    also
        Sensitive classes withheld on request.
    """

    profile: str = PUBLIC
    held_from: str | None = None
    mask_people: bool = False
    also: frozenset[str] = frozenset()

    @property
    def is_public(self) -> bool:
        """Whether anything is withheld."""
        return self.profile == PUBLIC

    def to_run(self) -> dict[str, str]:
        """Give what the table ``run`` of a release says of it."""
        told = {PROFILE_KEY: self.profile}
        if self.held_from:
            told[HELD_KEY] = self.held_from
        if self.mask_people:
            told[PEOPLE_KEY] = "in press sentences too"
        return told

    def name(self, path: Path) -> Path:
        """Name a file so that it says what it is: ``map.html`` becomes ``map.internal.html``.

        Examples
        --------
        >>> from pathlib import Path
        >>> Policy(INTERNAL).name(Path("out/map.html")).as_posix()
        'out/map.internal.html'
        >>> Policy(INTERNAL).name(Path("map-internal.html")).name
        'map-internal.html'
        """
        if self.is_public or INTERNAL in path.name.lower():
            return path
        return path.with_name(f"{path.stem}.{INTERNAL}{path.suffix}")

    def title(self, title: str) -> str:
        """Mark a title that is not for the public."""
        return title if self.is_public else f"INTERNAL, not to be published: {title}"

    def view(self, box: _Box) -> _Box:
        """Give a box to look at whose middle tells no position: a small one is widened and moved.

        Parameters
        ----------
        box
            West, south, east, north in degrees; the west above the east across the 180th
            meridian.

        Examples
        --------
        >>> Policy().view((36.632, 35.811, 36.634, 35.813))
        (36.5, 35.7, 36.7, 35.9)
        >>> Policy().view((36.0, 35.0, 37.0, 36.0))
        (36.0, 35.0, 37.0, 36.0)
        """
        west, south, east, north = box
        if not self.is_public:
            return box
        width, height = (east - west) % _TURN, north - south
        if width < _COARSE:
            west, east = (_wrapped(end) for end in _around(west + width / 2))
        if height < _COARSE:
            south, north = (min(max(end, -_POLE), _POLE) for end in _around(south + height / 2))
        return west, south, east, north


def _around(middle: float) -> tuple[float, float]:
    """Give the ends of a span around a rounded middle, which holds what is narrower than it."""
    rounded = round(middle, _DECIMALS)
    return round(rounded - _COARSE, _DECIMALS), round(rounded + _COARSE, _DECIMALS)


def _wrapped(lon: float) -> float:
    return round((lon + _TURN / 2) % _TURN - _TURN / 2, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for, as a build records it for the builds that append to it.

    Attributes
    ----------
    profile, hold, mask_people, also
        As of `Policy`, `hold` as a span (`72h`); what nobody asked for is None or empty.
    held_from
        What `hold` came to, so that the same release can be made again.
    """

    profile: str | None = None
    hold: str | None = None
    mask_people: bool | None = None
    also: tuple[str, ...] = ()
    held_from: str | None = None

    @property
    def asks(self) -> bool:
        """Whether more is to be withheld than without any wish."""
        return bool(self.hold or self.mask_people or self.also)

    @classmethod
    def of_run(cls, run: Mapping[str, str]) -> Wishes:
        """Read the wishes of an earlier build from its table ``run``."""
        also = tuple(filter(None, run.get(f"{_WISH}also", "").split(JOINER)))
        people = run.get(f"{_WISH}mask_people")
        hold = run.get(f"{_WISH}hold")
        people_masked = None if people is None else bool(people)
        fixed = run.get(f"{_WISH}held_from")
        return cls(run.get(f"{_WISH}profile"), hold, people_masked, also, fixed)

    def to_run(self) -> dict[str, str]:
        """Give what the table ``run`` of a build records of them."""
        people = None if self.mask_people is None else "yes" * self.mask_people
        told = {
            "profile": self.profile,
            "hold": self.hold,
            "mask_people": people,
            "also": JOINER.join(self.also) or None,
            "held_from": self.held_from,
        }
        return {f"{_WISH}{name}": value for name, value in told.items() if value is not None}

    def over(self, earlier: Wishes) -> Wishes:
        """Fill what nobody asked for now with what was asked for before."""
        return Wishes(
            self.profile or earlier.profile,
            earlier.hold if self.hold is None else self.hold,
            earlier.mask_people if self.mask_people is None else self.mask_people,
            self.also or earlier.also,
            self.held_from,
        )

    def fixed(self, now: datetime | None = None) -> Wishes:
        """Fix the day that a span of time comes to.

        Raises
        ------
        ReleaseError
            If `hold` is no span of time.
        """
        return replace(self, held_from=self.held_from or held_from(self.hold, now))

    def policy(self, now: datetime | None = None) -> Policy:
        """Make the policy; the clock counts where a span of time was asked for.

        Raises
        ------
        ReleaseError
            If `hold` is no span of time.
        """
        profile, day = self.profile or PUBLIC, self.fixed(now).held_from
        return Policy(profile, day, bool(self.mask_people), frozenset(self.also))


def held_from(span: str | None, now: datetime | None = None) -> str | None:
    """Say from which day on incidents are held back.

    Parameters
    ----------
    span
        ``72h`` or ``3d``: how old an incident must be; None or ``0h`` for no matter.
    now
        The time of release; None for the clock.

    Returns
    -------
    day
        The first day, ISO text, of which some hour is younger: an incident of that day, or whose
        day nobody knows, is held.

    Raises
    ------
    ReleaseError
        If `span` is none.

    Examples
    --------
    >>> held_from("72h", datetime(2020, 3, 8, 12, tzinfo=UTC))
    '2020-03-05'
    """
    if span is None:
        return None
    told = _SPAN.fullmatch(span.strip().lower())
    if told is None:
        raise ReleaseError(f"{span!r} is no span of time: say 72h for hours or 3d for days")
    hours = int(told[1]) * _HOURS[told[2]]
    if not hours:
        return None
    at = (now or datetime.now(UTC)) - timedelta(hours=hours)
    return at.date().isoformat()
