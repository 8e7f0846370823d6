"""What a region pack says of its region as a whole: its ``pack.json``, read and checked."""

from __future__ import annotations

import json
import math
import re
import zoneinfo
from collections import Counter
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mapper.base.checked import NotJsonError, is_line, json_of, shortened
from mapper.base.errors import GazetteerError
from mapper.base.setting import KINDS, Setting
from mapper.gazetteer import families

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PACK = "pack.json"
"""Name of the file in a pack's folder."""

LEVELS = tuple(KINDS.values())
"""Levels of administrative units that have a word, largest first."""

_COUNTRY = re.compile("[A-Z]{2}")
_CODE = re.compile("[a-z]{2,3}(-[A-Za-z]+)*")
_MOST_LAT, _MOST_LON = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Unit:
    """What a language calls an administrative unit of one level.

    `one` and `several` label it ("state", "states"); `also` are further words that texts have
    for one, `also_several` further words for several.
    """

    one: str
    several: str
    also: tuple[str, ...] = ()
    also_several: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a pack says of its region; what it does not say is None or empty.

    Attributes
    ----------
    title
        Title of maps of the region.
    countries
        ISO 3166 codes of two letters of the home countries, the main one first.
    timezone
        IANA name of the time zone whose days are meant.
    romanisations
        Families of spelling by name; None where the pack does not say.
    units
        By language and level (`LEVELS`) what its administrative units are called.
    extent
        West, south, east, north in degrees (EPSG:4326); west lies beyond east where the
        region crosses the 180th meridian.
    """

    title: str | None = None
    countries: tuple[str, ...] = ()
    timezone: str | None = None
    romanisations: tuple[str, ...] | None = None
    units: Mapping[str, Mapping[str, Unit]] = field(default_factory=lambda: MappingProxyType({}))
    extent: tuple[float, float, float, float] | None = None

    def unit(self, level: str, language: str) -> Unit | None:
        """Give the word for units of a level (`LEVELS`) in a language, if the pack has one."""
        return self.units.get(language, {}).get(level)

    def setting(self, language: str = "en") -> Setting:
        """Give what outputs say of the region: its units in a language, else in any it has."""
        words = (
            (level, self.unit(level, language) or self._unit_in_any(level)) for level in LEVELS
        )
        units = {level: (unit.one, unit.several) for level, unit in words if unit}
        return Setting(units, self.timezone, self.extent)

    def _unit_in_any(self, level: str) -> Unit | None:
        return next((levels[level] for levels in self.units.values() if level in levels), None)


def read_about(folder: Path) -> About:
    """Read a pack's ``pack.json``; without one nothing is said.

    Raises
    ------
    GazetteerError
        If it is no JSON object, or a key is unknown or of the wrong shape; the message names
        file and key.
    """
    path = folder / PACK
    if not path.is_file():
        return About()
    try:
        told = json_of(path.read_bytes(), str(path))
    except NotJsonError as problem:
        raise GazetteerError(str(problem)) from None
    try:
        return about_of(told)
    except GazetteerError as problem:
        raise GazetteerError(f"{path}: {problem}") from None


def about_of(told: object) -> About:
    """Check what a ``pack.json`` says.

    Examples
    --------
    >>> about_of({"title": "Strikes", "countries": ["SD"]}).countries
    ('SD',)
    >>> about_of({"countries": ["Sudan"]})
    Traceback (most recent call last):
    ...
    mapper.base.errors.GazetteerError: countries: 'Sudan' is no ISO code of two capital letters
    """
    if not isinstance(told, dict):
        raise GazetteerError("no JSON object with a title and other keys")
    for key in told:
        if key not in _KEYS:
            raise GazetteerError(f"{key}: no such key; there are {', '.join(_KEYS)}")
    return About(**{key: _KEYS[key](value, key) for key, value in told.items()})


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GazetteerError(f"{key}: {_shown(value)} is no text")
    if not is_line(value):
        raise GazetteerError(f"{key}: {_shown(value)} holds a control character or half a sign")
    return value.strip()


def _texts(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise GazetteerError(f"{key}: {_shown(value)} is no list of texts")
    texts = tuple(_text(one, key) for one in value)
    twice = next((one for one, times in Counter(texts).items() if times > 1), None)
    if twice is not None:
        raise GazetteerError(f"{key}: {shortened(twice)} stands twice")
    return texts


def _countries(value: object, key: str) -> tuple[str, ...]:
    codes = _texts(value, key)
    for code in codes:
        if not _COUNTRY.fullmatch(code):
            raise GazetteerError(f"{key}: {code!r} is no ISO code of two capital letters")
    return codes


def _timezone(value: object, key: str) -> str:
    name = _text(value, key)
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise GazetteerError(
            f"{key}: {name!r} is no time zone; its IANA name is needed, such as 'Etc/UTC'"
        ) from None
    return name


def _romanisations(value: object, key: str) -> tuple[str, ...]:
    try:
        return families.check(_texts(value, key))
    except GazetteerError as problem:
        raise GazetteerError(f"{key}: {problem}") from None


def _units(value: object, key: str) -> Mapping[str, Mapping[str, Unit]]:
    languages = _object(value, key, "languages")
    return MappingProxyType(
        {
            language: MappingProxyType(_levels(levels, f"{key}.{language}", language))
            for language, levels in languages.items()
        }
    )


def _levels(value: object, key: str, language: str) -> dict[str, Unit]:
    if not _CODE.fullmatch(language):
        raise GazetteerError(f"{key}: {language!r} is no code of a language, such as 'en'")
    levels = _object(value, key, "levels of units")
    for level in levels:
        if level not in LEVELS:
            raise GazetteerError(f"{key}.{level}: no such level; there are {', '.join(LEVELS)}")
    return {level: _unit(told, f"{key}.{level}") for level, told in levels.items()}


def _unit(value: object, key: str) -> Unit:
    told = _object(value, key, "'one' and 'several'")
    for name in told:
        if name not in _OF_UNIT:
            raise GazetteerError(f"{key}.{name}: no such key; there are {', '.join(_OF_UNIT)}")
    for name in ("one", "several"):
        if name not in told:
            raise GazetteerError(f"{key}: '{name}' is missing; a unit has 'one' and 'several'")
    also, also_several = (
        _texts(told.get(name, []), f"{key}.{name}") for name in ("also", "also_several")
    )
    both = next((word for word in also_several if word in also), None)
    if both is not None:
        raise GazetteerError(f"{key}: {both!r} stands in 'also' and in 'also_several'")
    one, several = (_text(told[name], f"{key}.{name}") for name in ("one", "several"))
    return Unit(one, several, also, also_several)


_OF_UNIT = tuple(one.name for one in fields(Unit))
"""Keys of what a unit is called."""


def _extent(value: object, key: str) -> tuple[float, float, float, float]:
    wanted = "four numbers are needed: west, south, east, north in degrees"
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 - four sides
        raise GazetteerError(f"{key}: {_shown(value)}: {wanted}")
    for side in value:
        if isinstance(side, bool) or not isinstance(side, int | float) or not math.isfinite(side):
            raise GazetteerError(f"{key}: {_shown(side)} is no number: {wanted}")
    west, south, east, north = map(float, value)
    if max(abs(west), abs(east)) > _MOST_LON or max(abs(south), abs(north)) > _MOST_LAT:
        raise GazetteerError(f"{key}: {_shown(value)} is not on Earth: {wanted}")
    if south >= north or west == east:
        raise GazetteerError(f"{key}: {_shown(value)} holds no area: {wanted}")
    return west, south, east, north


def _object(value: object, key: str, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise GazetteerError(f"{key}: {_shown(value)} is no object of {what}")
    return value


def _shown(value: object) -> str:
    """Write a value as the file has it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - a line of a message


_KEYS: dict[str, Callable[[object, str], Any]] = {
    "title": _text,
    "countries": _countries,
    "timezone": _timezone,
    "romanisations": _romanisations,
    "units": _units,
    "extent": _extent,
}
"""What each key of the file must be, in the order that they are written in."""


def unit_words(about: About) -> list[dict[str, str]]:
    """Give the words for units one by one: language, level, word, and one or several."""
    told = []
    for language, levels in about.units.items():
        for level, unit in levels.items():
            words = dict.fromkeys((unit.one, *unit.also), "one")
            words |= dict.fromkeys((unit.several, *unit.also_several), "several")
            told += [
                {"language": language, "level": level, "word": word.lower(), "number": number}
                for word, number in words.items()
            ]
    return told
