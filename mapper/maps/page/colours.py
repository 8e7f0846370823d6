"""A house's own colours, symbols and labels, in the place of the shared ones, on one page.

They are given by column and code, as in ``mapper/data/style.json``, or as a table with a row for
each; zones go by their kind.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.checked import is_line, shortened
from mapper.base.errors import MapperError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    Style = Mapping[str, Any]
    Colours = Mapping[str, Mapping[str, Mapping[str, str]]]
    GivenColours = Mapping[str, Mapping[str, Mapping[str, str] | str]] | str | Path

ZONES = "zones"
COLUMNS = ("event_type", "zone_verdict", "geo_precision", "scope", ZONES)
"""What may have colours of its own: columns of events, and zones by their kind."""

SYMBOLS = (
    *("circle", "square", "diamond", "triangle", "triangle_down", "pentagon", "hexagon"),
    *("octagon", "star", "plus", "cross", "flag"),
)
"""What the page can draw; the outlines are in its scripts."""

LEAST_CONTRAST = 3.0
"""Between a colour and the land, after WCAG 2.2, 1.4.11 for what is no text."""

_NEEDED = ("column", "code", "colour")
_FIELDS = ("colour", "symbol", "label")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARKER = 0.6
"""Of each channel, from the fill of a zone to its line."""
_SHOWN = 5

_ALIKE = 60.0
"""Likeness, of 100, from which a known word may be what somebody meant by another."""


def read_colours(path: Path, style: Style) -> dict[str, dict[str, dict[str, str]]]:
    """Read a table of colours: CSV of any program, Excel or OpenDocument.

    Parameters
    ----------
    path
        Table with ``column``, ``code`` and ``colour``, and ``symbol`` and ``label`` where wanted;
        an empty cell changes nothing.
    style
        The shared style, whose codes may be named.

    Returns
    -------
    colours
        By column and code what is replaced.

    Raises
    ------
    SchemaError
        If it is no such table; every cell that is wrong is named by file and row.
    """
    from mapper.sources import read_sheet  # noqa: PLC0415 - few pages have a table of their own

    try:
        sheet = read_sheet(path)
    except MapperError as problem:
        raise SchemaError(str(problem)) from problem
    if not set(_NEEDED) <= set(sheet.header):
        raise SchemaError(
            f"{path.name}: a table of colours has the columns {', '.join(_NEEDED)}, and symbol and"
            f" label where wanted; this one has {', '.join(sheet.header)}"
        )
    found: dict[str, dict[str, dict[str, str]]] = {}
    faults: list[str] = []
    for row in sheet.rows:
        where = f"{path.name} row {row.number}"
        column, code = row.cells.get("column", ""), row.cells.get("code", "")
        changes = {name: row.cells[name] for name in _FIELDS if name in row.cells}
        told = [row.fault] if row.fault else list(_faults(style, column, code, changes))
        if code in found.get(column, {}):
            told.append(f"{column} {code} has a row already")
        faults += [f"{where}: {fault}" for fault in told]
        found.setdefault(column, {})[code] = changes
    _refuse(faults)
    return found


def colours_of(given: GivenColours | None, style: Style) -> Colours:
    """Give colours as they were told from Python, seen to be right.

    Parameters
    ----------
    given
        By column and code what is replaced, or the colour alone; or a table, as `read_colours`
        takes it. None for none.
    style
        The shared style, whose codes may be named.

    Raises
    ------
    SchemaError
        If it is none of these, or a code or what stands in its place is wrong; it names every
        fault.
    """
    if isinstance(given, str | Path):
        return read_colours(Path(given), style)
    colours: dict[str, dict[str, Mapping[str, str]]] = {}
    for column, codes in _mapped(given or {}, "colours", "by column and code, or a table").items():
        told = _mapped(codes, f"colours of {column}", "by code")
        colours[column] = {
            str(code): {"colour": one} if isinstance(one, str) else _changes(one, column, code)
            for code, one in told.items()
        }
    _check(colours, style)
    return colours


def _changes(one: object, column: str, code: str) -> Mapping[str, str]:
    return _mapped(one, f"colours of {column} {code}", "of colour, symbol and label")


def _mapped(value: object, name: str, words: str) -> Mapping[str, Any]:
    """Refuse what is no mapping."""
    if not isinstance(value, Mapping):
        raise SchemaError(f"{name}: {shortened(value)} is given; a mapping {words} is expected")
    return value


def _check(colours: Colours, style: Style) -> None:
    """Refuse colours of codes that the style has not, and what is no colour, symbol or label."""
    _refuse(
        [
            f"colours of {column} {code}: {fault}"
            for column, codes in colours.items()
            for code, changes in codes.items()
            for fault in _faults(style, column, code, changes)
        ]
    )


def restyled(style: Style, colours: Colours) -> dict[str, Any]:
    """Give a copy of a style with some colours, symbols and labels replaced.

    A zone's colour fills it; its line is darker. One without a fill has the colour as its line.

    Examples
    --------
    >>> style = {"zones": {"other": {"fill": "#8888aa", "stroke": "#555577"}}}
    >>> restyled(style, {"zones": {"other": {"colour": "#ff8000"}}})["zones"]["other"]
    {'fill': '#ff8000', 'stroke': '#994d00'}
    """
    made: dict[str, Any] = copy.deepcopy(dict(style))
    for column, codes in colours.items():
        for code, changes in codes.items():
            entry = made[column][code]
            colour = changes.get("colour", "").lower()
            entry.update({name: changes[name] for name in ("symbol", "label") if name in changes})
            if colour and column == ZONES:
                entry.update(_of_zone(entry, colour))
            elif colour:
                entry["colour"] = colour
    return made


def labels_of(colours: Colours) -> dict[str, dict[str, str]]:
    """Give the labels among them, by column and code: they hold in every language of the page."""
    labels = {
        column: {code: changes["label"] for code, changes in codes.items() if "label" in changes}
        for column, codes in colours.items()
    }
    return {column: named for column, named in labels.items() if named}


def doubts_of(colours: Colours, style: Style) -> tuple[str, ...]:
    """Say which of them a reader can hardly see on the land, or tell from another."""
    land = style["basemap"]["land"]
    faint = [
        f"{column} {code} {changes['colour']} ({contrast(changes['colour'], land):.1f}:1)"
        for column, codes in colours.items()
        for code, changes in codes.items()
        if changes.get("colour") and contrast(changes["colour"], land) < LEAST_CONTRAST
    ]
    told = [f"less contrast than {LEAST_CONTRAST:g}:1 with the land: {', '.join(faint)}"]
    return (*(told if faint else ()), *_alike(colours, style))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours ("#rrggbb") as WCAG 2.2 defines it, from 1 to 21.

    Examples
    --------
    >>> contrast("#ffffff", "#000000"), round(contrast("#ffff00", "#ffffff"), 2)
    (21.0, 1.07)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _faults(style: Style, column: str, code: str, changes: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with one entry, a sentence for each cell."""
    if column not in COLUMNS:
        yield unknown("column", column, COLUMNS)
        return
    if code not in style[column]:
        yield unknown(f"code of {column}", code, style[column])
        return
    odd = [name for name in changes if name not in _FIELDS]
    if odd:
        yield f"nothing is called {', '.join(odd)}; there are: {', '.join(_FIELDS)}"
    if not any(name in changes for name in _FIELDS):
        yield "neither a colour nor a symbol nor a label"
    if "colour" in changes and not _is_colour(changes["colour"]):
        yield f"colour is {shortened(changes['colour'])}; #rrggbb is expected, such as #d55e00"
    symbol = changes.get("symbol")
    if symbol is not None and symbol not in SYMBOLS:
        yield unknown("symbol", symbol, SYMBOLS)
    elif symbol is not None and "symbol" not in style[column][code]:
        yield f"symbol is {shortened(symbol)}; {column} {code} is drawn without one"
    label = changes.get("label", code)
    if not (is_line(label) and label.strip()):
        yield f"label is {shortened(label)}; a text of one line is expected"


def unknown(what: str, value: object, known: Collection[str]) -> str:
    """Say that a word is none of those known, and which it is like, or what there is."""
    listed = f"there are: {', '.join(known)}"
    if value is None or value == "":
        return f"no {what} is given; {listed}"
    if isinstance(value, str):
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a mistaken word needs it

        near = process.extractOne(value, sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        listed = f"the nearest is {near[0]!r}" if near else listed
    return f"no {what} is called {shortened(value)}; {listed}"


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _refuse(faults: list[str]) -> None:
    """Raise one error of all faults."""
    if faults:
        more = len(faults) - _SHOWN
        told = "; ".join(faults[:_SHOWN])
        raise SchemaError(f"{told}; and {more} more" if more > 0 else told)


def _of_zone(entry: Mapping[str, Any], colour: str) -> dict[str, str]:
    """Give a zone its fill and a darker line; a line lighter than the fill is a rim, and stays."""
    if "fill" not in entry:
        return {"stroke": colour}
    if _luminance(entry["stroke"]) > _luminance(entry["fill"]):
        return {"fill": colour}
    darker = (round(channel * _DARKER) for channel in _channels(colour))
    return {"fill": colour, "stroke": "#" + "".join(f"{channel:02x}" for channel in darker)}


def _alike(colours: Colours, style: Style) -> Iterator[str]:
    """Name the symbols that stand for several codes of a column now: colour alone tells them."""
    merged = restyled(style, colours)
    for column in colours:
        symbols = {code: entry.get("symbol") for code, entry in merged[column].items()}
        for symbol, times in Counter(filter(None, symbols.values())).items():
            if times > 1:
                codes = ", ".join(code for code, one in symbols.items() if one == symbol)
                yield f"{codes} of {column} have the same symbol, {symbol}: colour alone tells them"


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 to 1."""
    parts = [channel / 255 for channel in _channels(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004 - sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
