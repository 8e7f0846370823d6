"""How a page presents itself: who signs it, in what language, and what it shows at first.

Nothing here changes what is in the page: what is off at first can be switched on again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

from mapper.base.addresses import web_address, why_not
from mapper.base.checked import is_line, shortened
from mapper.base.days import between
from mapper.base.errors import SchemaError
from mapper.maps.page.colours import labels_of, unknown
from mapper.maps.page.wording import DEFAULT_INTERFACE, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.maps.data.context import Bounds

HIDEABLE = ("zones", "lines", "posts", "regions", "settlements", "background", "uncertainty")
"""What may be off at first: areas; lines of contact, limits and roads; posts; outlines of units;
settlements with their names; land and borders; areas of uncertainty."""

KILLED, NONE = "killed", "none"
SIZES = (KILLED, NONE)
"""What the size of a dot may tell."""

_HALF, _POLE, _TURN = 180.0, 90.0, 360.0
_PAD, _LEAST_PAD = 0.04, 0.01
"""Room left around a box that is looked at: of its longer side, and degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """How a page presents itself, seen to be right.

    Attributes
    ----------
    subtitle, byline
        Lines under the title: what the map shows, and who made it.
    url
        Address under which the page will be published.
    colours
        By column and code, what stands in the place of the shared style; see `colours.py`.
    hide
        Those of `HIDEABLE` that are off at first, or a text of them with commas.
    focus
        Box of the first view: west, south, east, north in degrees; across the 180th meridian
        the west lies above the east. None for all data.
    days
        Days chosen at first, ``A/B``: each a day, month or year, both included, either left out.
    size_by
        One of `SIZES`.
    interface
        Language of what the page says itself.

    Raises
    ------
    SchemaError
        If one of them is wrong; names it.
    """

    subtitle: str | None = None
    byline: str | None = None
    url: str | None = None
    colours: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    hide: Sequence[str] = ()
    focus: Bounds | None = None
    days: str | None = None
    size_by: str | None = None
    interface: str = DEFAULT_INTERFACE

    def __post_init__(self) -> None:
        """See that all is right; a blank line counts as none, a text of layers as its parts."""
        for name in ("subtitle", "byline"):
            object.__setattr__(self, name, _line(name, getattr(self, name)))
        object.__setattr__(self, "hide", _names(self.hide))
        if self.url is not None and web_address(self.url) is None:
            raise SchemaError(why_not("url", str(self.url)))
        for one in self.hide:
            if one not in HIDEABLE:
                raise SchemaError(f"hide: {unknown('layer', one, HIDEABLE)}")
        if self.size_by is not None and self.size_by not in SIZES:
            raise SchemaError(f"size_by: {unknown('measure', self.size_by, SIZES)}")
        if self.focus is not None:
            _check_box(self.focus)
        self.span()
        catalogue(self.interface)

    @property
    def address(self) -> str | None:
        """The address under which the page will be published, without white space around it."""
        return web_address(self.url)

    def span(self) -> tuple[str | None, str | None]:
        """Give the first and last day chosen at first, ISO; None for an open end."""
        if self.days is None:
            return None, None
        if not isinstance(self.days, str):
            raise SchemaError(f"days: {shortened(self.days)} is no text; write A/B, A/ or /B")
        first, mark, last = self.days.partition("/")
        if not (first.strip() or last.strip()):
            raise SchemaError(f"days: {shortened(self.days)} names no day; write A/B, A/ or /B")
        try:
            return between(first.strip() or None, (last if mark else first).strip() or None)
        except SchemaError as problem:
            raise SchemaError(f"days: {problem}") from problem

    def opening(
        self, first: str | None, last: str | None
    ) -> tuple[tuple[str, str] | None, str | None]:
        """Give the days chosen at first, and what to say of them.

        Parameters
        ----------
        first, last
            Days of the data, ISO, where an end that is left open lies; None for data without.

        Returns
        -------
        days, remark
            None for all days: none were asked for, or none of them is a day of the data, which
            the remark tells.
        """
        low, high = self.span()
        if low is None and high is None:
            return None, None
        if first is None or last is None:
            return None, f"days: {self.days} chooses nothing, as the data have no dates"
        low, high = low or first, high or last
        if low > last or high < first:
            told = f"days: {self.days} is outside the data, which is of {first} to {last}"
            return None, f"{told}; the page opens with all days"
        return (low, high), None

    def view(self, east: float) -> Bounds | None:
        """Give the box of the first view with room around it, in the frame that ends at a seam."""
        if self.focus is None:
            return None
        west, south, end, north = self.focus
        end += _TURN if end < west else 0.0
        back = _TURN if (west + end) / 2 >= east else 0.0
        pad = max((end - west) * _PAD, (north - south) * _PAD, _LEAST_PAD)
        return (
            west - back - pad,
            max(south - pad, -_POLE),
            end - back + pad,
            min(north + pad, _POLE),
        )

    def about(self) -> dict[str, Any]:
        """Give what the page's script is told, but for view and days, which hang on the data."""
        told = {
            "subtitle": self.subtitle,
            "byline": self.byline,
            "url": self.address,
            "sizeBy": self.size_by if self.size_by != NONE else None,
            "labels": labels_of(self.colours),
            "focused": self.focus is not None,
        }
        hidden = [one for one in HIDEABLE if one in self.hide]
        given = {name: one for name, one in told.items() if one}
        return given | {"hide": hidden, "interface": self.interface}


def title_of(title: str | None, otherwise: str) -> str:
    """Give the title of a page; a blank one counts as none.

    Raises
    ------
    SchemaError
        If it is no text.
    """
    if not isinstance(title, str | None):
        raise SchemaError(_no_line("title", title))
    return title if title and title.strip() else otherwise


def _line(name: str, text: object) -> str | None:
    """Give a text of one line; None where it is blank."""
    if not isinstance(text, str | None):
        raise SchemaError(_no_line(name, text))
    if text is not None and not is_line(text):
        raise SchemaError(
            f"{name}: {shortened(text)} holds a control character, or bytes that are not UTF-8"
        )
    return text if text and text.strip() else None


def _no_line(name: str, value: object) -> str:
    return f"{name} is {shortened(value)}; a text of one line is expected"


def _names(given: object) -> tuple[str, ...]:
    """Give the names of layers, of which one text may hold several with commas between."""
    if isinstance(given, str):
        return tuple(one.strip() for one in given.split(",") if one.strip())
    if not isinstance(given, Iterable):
        raise SchemaError(f"hide is {shortened(given)}; names of layers are expected")
    return tuple(given)


def _check_box(box: object) -> None:
    """Refuse what is no box on the globe."""
    if not isinstance(box, Iterable) or not all(isinstance(edge, Real) for edge in box):
        raise SchemaError(
            f"focus is {shortened(box)}; west, south, east, north in degrees are expected"
        )
    box = tuple(box)
    is_box = len(box) == 4 and all(isfinite(edge) for edge in box)  # noqa: PLR2004 - its edges
    if is_box:
        west, south, east, north = box
        is_box = max(abs(west), abs(east)) <= _HALF and west != east
        is_box = is_box and -_POLE <= south < north <= _POLE
    if not is_box:
        raise SchemaError(f"focus: {box} is no west, south, east, north in degrees")
