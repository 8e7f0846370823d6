"""QGIS symbols and renderers as XML, from the colours and shapes of ``style.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STYLE = Path(__file__).parents[2] / "data" / "style.json"
_PIXEL_MM = 0.2646
_WHITE = "#ffffff"

# The map's symbols by QGIS's names, with the turn in degrees that makes them the same.
_SHAPES = {
    "circle": ("circle", 0),
    "square": ("square", 0),
    "triangle": ("triangle", 0),
    "triangle_down": ("triangle", 180),
    "diamond": ("diamond", 0),
    "pentagon": ("pentagon", 0),
    "hexagon": ("hexagon", 0),
    "octagon": ("octagon", 0),
    "star": ("star", 0),
    "plus": ("cross_fill", 0),
    "cross": ("cross_fill", 45),
    "flag": ("triangle", 90),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows that meet a test are drawn with a symbol, from a scale on (1:N) where given."""

    test: str
    label: str
    symbol: Element
    scale: int | None = None


@cache
def style() -> dict[str, Any]:
    """Read the colours, symbols and labels that the HTML map shares."""
    return dict(json.loads(_STYLE.read_text(encoding="utf-8")))


def scale_of(zoom: float) -> int:
    """Give the scale (the N of 1:N) of a web map's zoom step on a screen of 96 dpi.

    Examples
    --------
    >>> scale_of(10)
    577792
    """
    return round(591_658_711 / 2**zoom)


def colour(text: str, opacity: float = 1.0) -> str:
    """Spell a ``#rrggbb`` colour as QGIS does.

    Examples
    --------
    >>> colour("#ff8000", 0.5)
    '255,128,0,128'
    """
    red, green, blue = (int(text[k : k + 2], 16) for k in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def options(parent: Element, values: Mapping[str, Any]) -> None:
    """Add a map of options, nested as the values are, in QGIS's spelling."""
    box = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        _option(box, value, name=name)


def _option(box: Element, value: Any, name: str | None = None) -> None:  # noqa: ANN401 - any
    named = {} if name is None else {"name": name}
    if isinstance(value, dict):
        inner = SubElement(box, "Option", {"type": "Map", **named})
        for key, one in value.items():
            _option(inner, one, key)
    elif isinstance(value, list):
        inner = SubElement(box, "Option", {"type": "List", **named})
        for one in value:
            _option(inner, one)
    else:
        kind = "bool" if isinstance(value, bool) else "QString"
        text = str(value).lower() if kind == "bool" else str(value)
        SubElement(box, "Option", {"type": kind, "value": text, **named})


def marker(entry: Mapping[str, Any], *, size_mm: float = 3.0, edge: str = _WHITE) -> Element:
    """Draw a point symbol from an entry with ``colour`` (or ``fill``) and ``symbol``."""
    shape, angle = _SHAPES[entry.get("symbol", "circle")]
    return _symbol(
        "marker",
        "SimpleMarker",
        {
            "name": shape,
            "angle": angle,
            "color": colour(entry.get("colour") or entry["fill"]),
            "outline_color": colour(edge),
            "outline_width": 0.25,
            "outline_width_unit": "MM",
            "size": size_mm,
            "size_unit": "MM",
        },
    )


def line(entry: Mapping[str, Any]) -> Element:
    """Draw a line symbol from an entry with ``stroke`` and, as wanted, width, dash, casing."""
    width = entry.get("width", 1.5) * _PIXEL_MM
    symbol = Element("symbol", type="line", name="0", alpha="1", clip_to_extent="1", force_rhr="0")
    if "casing" in entry:
        _layer(symbol, "SimpleLine", _stroke(entry["casing"], width + 2 * _PIXEL_MM, None))
    _layer(symbol, "SimpleLine", _stroke(entry["stroke"], width, entry.get("dash")))
    return symbol


def fill(entry: Mapping[str, Any], *, inside: float, edge: float, hatch: float = 0.0) -> Element:
    """Draw an area symbol.

    Parameters
    ----------
    entry
        ``stroke`` and, where the area is filled, ``fill``, with ``width`` and ``dash``.
    inside, edge, hatch
        Opacity, 0 to 1, of filling, outline and hatching.
    """
    symbol = Element("symbol", type="fill", name="0", alpha="1", clip_to_extent="1", force_rhr="0")
    filled = entry.get("fill", entry["stroke"])
    if inside:
        plain = {"color": colour(filled, inside), "style": "solid", "outline_style": "no"}
        _layer(symbol, "SimpleFill", plain)
    if hatch:
        pattern = _layer(
            symbol,
            "LinePatternFill",
            {"angle": 45, "distance": 2.2, "distance_unit": "MM", "line_width": 0.3},
        )
        stroke = Element("symbol", type="line", name="@0@0", alpha=str(hatch))
        _layer(stroke, "SimpleLine", _stroke(filled, _PIXEL_MM, None))
        pattern.append(stroke)
    if edge:
        width = entry.get("width", 1) * _PIXEL_MM
        _layer(symbol, "SimpleLine", _stroke(entry["stroke"], width, entry.get("dash"), edge))
    if not (inside or hatch or edge):
        _layer(symbol, "SimpleFill", {"style": "no", "outline_style": "no"})
    return symbol


def single(symbol: Element) -> Element:
    """Draw every row with one symbol."""
    renderer = _renderer("singleSymbol")
    _put(renderer, [symbol])
    return renderer


def categorized(column: str, classes: Iterable[tuple[str, str, Element]]) -> Element:
    """Draw rows by a column's codes: (code, label, symbol); the code "" takes all others."""
    listed = list(classes)
    renderer = _renderer("categorizedSymbol", attr=column)
    categories = SubElement(renderer, "categories")
    for number, (code, label, _) in enumerate(listed):
        SubElement(
            categories, "category", value=code, label=label, symbol=str(number), render="true"
        )
    _put(renderer, [symbol for _, _, symbol in listed])
    return renderer


def ruled(rules: Iterable[Rule]) -> Element:
    """Draw rows by rules, whose symbols may be of any kind."""
    listed = list(rules)
    renderer = _renderer("RuleRenderer")
    root = SubElement(renderer, "rules", key="{rules}")
    for number, rule in enumerate(listed):
        attributes = {"key": f"{{rule-{number}}}", "filter": rule.test, "label": rule.label}
        if rule.scale:
            attributes["scalemaxdenom"] = str(rule.scale)
        SubElement(root, "rule", attributes | {"symbol": str(number)})
    _put(renderer, [rule.symbol for rule in listed])
    return renderer


def _renderer(kind: str, **attributes: str) -> Element:
    fixed = {"type": kind, "forceraster": "0", "enableorderby": "0", "symbollevels": "0"}
    return Element("renderer-v2", fixed | attributes)


def _put(renderer: Element, symbols: list[Element]) -> None:
    """Add symbols, each named by its number, as renderers refer to them."""
    box = SubElement(renderer, "symbols")
    for number, symbol in enumerate(symbols):
        symbol.set("name", str(number))
        box.append(symbol)


def _symbol(kind: str, layer: str, values: Mapping[str, Any]) -> Element:
    symbol = Element("symbol", type=kind, name="0", alpha="1", clip_to_extent="1", force_rhr="0")
    _layer(symbol, layer, values)
    return symbol


def _layer(symbol: Element, kind: str, values: Mapping[str, Any]) -> Element:
    """Add a symbol layer; every value is text in a style, numbers too."""
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options(layer, values)
    return layer


def _stroke(
    text: str, width_mm: float, dash: list[float] | None, opacity: float = 1.0
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "line_color": colour(text, opacity),
        "line_style": "solid",
        "line_width": round(width_mm, 3),
        "line_width_unit": "MM",
        "joinstyle": "round",
        "capstyle": "round" if dash is None else "flat",
    }
    if dash:
        values["use_custom_dash"] = 1
        values["customdash"] = ";".join(str(round(part * _PIXEL_MM, 2)) for part in dash)
        values["customdash_unit"] = "MM"
    return values
