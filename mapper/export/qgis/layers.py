"""One QGIS style (QML) per table: symbols, labels, columns, form, map tip, time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from mapper.base import schema
from mapper.base.setting import KINDS, capital
from mapper.export.qgis import symbols
from mapper.export.qgis.fields import add_fields, add_form, label
from mapper.export.qgis.markup import written
from mapper.export.qgis.symbols import Rule, scale_of, style
from mapper.export.qgis.wording import Wording
from mapper.store import TIMES, geopackage, layer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

VERSION = "3.22.0"

# QGIS's numbers for where a layer's time comes from. Two expressions leave out rows
# without a time; two fields would keep such rows in every frame, which is right for
# zones that have no end and wrong for incidents that have no date.
_FROM_FIELDS, _FROM_EXPRESSIONS = "2", "4"
_OPEN_ENDED = ("zones",)

_TITLES = {
    "incidents": "\"event_type\" || ' · ' || coalesce(to_string(\"date_start\"), 'undated')"
    " || ' · ' || coalesce(\"places\", '')",
    "events": "\"event_type\" || ' · ' || coalesce(to_string(\"date_start\"), 'undated')"
    " || ' · ' || coalesce(\"places\", '')",
    "event_links": '"decision" || \': \' || coalesce("reasons", "by")',
    "claims": "\"field\" || ': ' || coalesce(\"wording\", '')",
    "zone_relations": "\"zone_id\" || ': ' || coalesce(\"verdict\", '')",
    "zones": '"name"',
    "regions": '"name"',
    "places": '"name"',
    "locations": '"name"',
    "uncertainty": '"name"',
    "mentions": '"text"',
    "candidates": '"name"',
    "articles": 'coalesce("title", "file")',
    "decisions": '"outcome" || \': \' || coalesce("why", "rule")',
    "corrections": '"action" || \': \' || "target"',
    "uncorrected": '"incident_id"',
    "rejects": '"file" || \': \' || "reason"',
    "run": '"key"',
}
_PLAIN = Wording()
_SHAPES = {"Point": "marker", "LineString": "line", "Polygon": "fill"}


def layer_qml(name: str, wording: Wording = _PLAIN) -> str:
    """Give the style of a table of the store, as QGIS keeps it in ``layer_styles``."""
    root = Element("qgis", version=VERSION, styleCategories="AllStyleCategories")
    add_style(root, name, wording)
    return written(root)


def layer_styles(wording: Wording = _PLAIN) -> dict[str, str]:
    """Give the style of each table of the store, by its name."""
    return {name: layer_qml(name, wording) for name in schema.TABLES}


def geojson_qml(name: str, wording: Wording = _PLAIN) -> str:
    """Give the style of a table written as GeoJSON, to lie beside it as ``NAME.qml``.

    A GeoJSON file has days, not times: they are turned into times by expressions.
    """
    table = schema.TABLES[name]
    names = ["id", *table.names]
    root = Element("qgis", version=VERSION, styleCategories="AllStyleCategories")
    _add_style(root, table, names, wording, relations=False)
    return written(root)


def add_style(
    root: Element,
    name: str,
    wording: Wording = _PLAIN,
    *,
    relations: bool = False,
    shape: str | None = None,
) -> None:
    """Add everything that makes up the style of a table of the store.

    Parameters
    ----------
    root
        The ``qgis`` element of a style or the ``maplayer`` of a project.
    name
        Table.
    wording
        What things are called.
    relations
        Show related rows in forms, which only a project can.
    shape
        Of a table with several kinds of geometry, the one this layer shows.
    """
    layer = layer_of(schema.TABLES[name])
    names = [geopackage.KEY, *(column for column, _ in layer.columns)]
    _add_style(root, schema.TABLES[name], names, wording, relations=relations, shape=shape)


def _add_style(
    root: Element,
    table: schema.Table,
    names: Sequence[str],
    wording: Wording,
    *,
    relations: bool,
    shape: str | None = None,
) -> None:
    if table.geometry:
        _add_time(root, table, names)
        root.append(_RENDERERS[table.name](shape, wording))
        _add_labels(root, table, shape)
    add_fields(root, table, names, wording.setting)
    add_form(root, table, names, relations=relations, is_judged=wording.is_judged)
    SubElement(root, "previewExpression").text = _TITLES[table.name]
    if table.geometry:
        SubElement(root, "mapTip").text = _tip(table.name)


def _add_time(root: Element, table: schema.Table, names: Sequence[str]) -> None:
    """Say where the rows' times are, if they have any."""
    if TIMES[0] in names:
        start, end = TIMES
        # QGIS hands a bare column to SQLite, which compares times as text and finds the
        # end of one month later than the start of the next; a function it works out itself.
        expressions = (f'"{start}"', f'to_datetime("{end}")')
    elif "date_start" in names:
        start = end = ""
        expressions = (
            'to_datetime("date_start")',
            "to_datetime(\"date_end\") + to_interval('1 day')",
        )
    else:
        return
    in_fields = table.name in _OPEN_ENDED
    SubElement(
        root,
        "temporal",
        enabled="1",
        mode=_FROM_FIELDS if in_fields else _FROM_EXPRESSIONS,
        limitMode="0",
        startField=start,
        endField=end,
        startExpression=expressions[0],
        endExpression=expressions[1],
        durationField="",
        durationUnit="min",
        fixedDuration="0",
        accumulate="0",
    )


def _by_code(table: schema.Table, name: str, size_mm: float) -> Element:
    """Draw points by the codes of a column, codes the style lacks as "missing"."""
    column = next(one for one in table.columns if one.name == name)
    entries, missing = style()[name], style()["missing"]
    classes = [
        (code, label(column, code), symbols.marker(entries.get(code, missing), size_mm=size_mm))
        for code in column.codes or entries  # grades have no list in the schema
    ]
    other = ("", str(missing["label"]), symbols.marker(missing, size_mm=size_mm))
    return symbols.categorized(name, [*classes, other])


def _locations(_shape: str | None, wording: Wording) -> Element:
    """Draw places by verdict, or where no zone judged them by how well they are known."""
    column = "zone_verdict" if wording.is_judged else "geo_precision"
    return _by_code(schema.LOCATIONS, column, 2.6)


def _uncertainty(_shape: str | None, _wording: Wording) -> Element:
    """Draw discs with a plain edge, regions with a dashed one."""
    entry = style()["uncertainty"]
    inside, edge = entry["fill_opacity"], entry["stroke_opacity"]
    dashed = {**entry, "dash": entry["area_dash"]}
    return symbols.categorized(
        "shape",
        [
            ("disc", "Disc of 90 %", symbols.fill(entry, inside=inside, edge=edge)),
            # Many incidents share a region: filled, their areas would pile up to a dark mass.
            ("region", "Region", symbols.fill(dashed, inside=0, edge=edge)),
        ],
    )


def _zones(shape: str | None, wording: Wording) -> Element:
    """Draw zones, lines and posts by rules, which may mix points, lines and areas."""
    return symbols.ruled(
        rule
        for kind, rule in _zone_rules(wording.zone_kinds)
        if shape is None or _SHAPES[shape] == kind
    )


def _zone_rules(there: frozenset[str] | None) -> Iterator[tuple[str, Rule]]:
    """Give the rules of the kinds there are, in the map's order, then of any other."""
    kinds = {name: entry for name, entry in style()["zones"].items() if name != "other"}
    other = style()["zones"]["other"]
    if there is not None:
        own = {name: other | {"label": _words(name)} for name in sorted(there - set(kinds))}
        kinds = {name: entry for name, entry in kinds.items() if name in there} | own
    tests = [(f'"kind" = {_quoted(name)}', entry) for name, entry in kinds.items()]
    listed = ", ".join(map(_quoted, kinds))
    if there is None:
        tests.append((f'"kind" NOT IN ({listed})', other))
    for test, entry in tests:
        yield from _rules_of(test, entry)


def _words(code: str) -> str:
    return capital(code.replace("_", " "))


def _quoted(text: str) -> str:
    """Write a text into an expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _rules_of(test: str, entry: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Give the rules of one kind of zone: its areas by part, its lines, its points."""
    geometry = "geometry_type($geometry) = "
    if "fill" in entry and "symbol" not in entry:
        for part, weights in style()["zone_parts"].items():
            if set(weights) <= {"fill", "hatch", "line"} and part not in {"line", "axis", "post"}:
                area = symbols.fill(
                    entry,
                    inside=weights.get("fill", 0),
                    edge=weights.get("line", 0),
                    hatch=weights.get("hatch", 0),
                )
                text = f"{test} AND \"part\" = '{part}' AND {geometry}'Polygon'"
                yield "fill", Rule(text, f"{entry['label']}: {part}", area)
    if "symbol" in entry:
        post = symbols.marker(entry, size_mm=2.4, edge=entry["stroke"])
        yield "marker", Rule(f"{test} AND {geometry}'Point'", entry["label"], post)
    yield "line", Rule(f"{test} AND {geometry}'Line'", entry["label"], symbols.line(entry))


def _regions(_shape: str | None, wording: Wording) -> Element:
    """Draw outlines by kind of region, units by the region's own words."""
    entries = style()["regions"]
    called = {kind: wording.setting.labels(level) for kind, level in KINDS.items()}
    classes = [
        (kind, called.get(kind) or entry["label"], symbols.fill(entry, inside=0, edge=1))
        for kind, entry in entries.items()
    ]
    other = ("", "Other regions", symbols.fill(entries["region"], inside=0, edge=1))
    return symbols.categorized("kind", [*classes, other])


def _places(_shape: str | None, _wording: Wording) -> Element:
    """Draw places as dots, each kind from the scale at which the map shows it."""
    ink = {"colour": style()["basemap"]["label"]}
    return symbols.ruled(
        Rule(
            test,
            kind.capitalize(),
            symbols.marker(ink, size_mm=max(entry["dot"] * 0.4, 0.7)),
            scale_of(entry["zoom"] - 1),
        )
        for test, kind, entry in _kinds_of_places()
    )


def _kinds_of_places() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give a test for each kind of place, its name and its entry in the style."""
    entries = style()["places"]
    for kind, entry in entries.items():
        yield f"\"kind\" = '{kind}'", kind, entry
    listed = ", ".join(f"'{kind}'" for kind in entries)
    yield f'"kind" NOT IN ({listed})', "other places", entries["site"]


_RENDERERS: dict[str, Callable[[str | None, Wording], Element]] = {
    "incidents": lambda _shape, _wording: _by_code(schema.INCIDENTS, "event_type", 3.2),
    "events": lambda _shape, _wording: _by_code(schema.EVENTS, "event_type", 3.2),
    "locations": _locations,
    "uncertainty": _uncertainty,
    "zones": _zones,
    "regions": _regions,
    "places": _places,
}

_BOTH_SCRIPTS = "\"name\" || coalesce('\\n' || \"name_ar\", '')"


def _label_text(name: str) -> tuple[str, int, int] | None:
    """Say what a table's labels say, their size in points, and from which scale."""
    if name == "places":
        cases = " ".join(
            f"WHEN {test} AND @map_scale < {scale_of(entry['zoom'])} THEN {_BOTH_SCRIPTS}"
            for test, _, entry in _kinds_of_places()
        )
        return f"CASE {cases} END", 8, scale_of(6)
    if name == "regions":
        big = f"\"kind\" = 'governorate' OR @map_scale < {scale_of(10.5)}"
        return f"CASE WHEN {big} THEN {_BOTH_SCRIPTS} END", 9, scale_of(6)
    if name in ("incidents", "events"):
        return '"places"', 7, scale_of(12)
    if name == "zones":
        named = "CASE WHEN \"part\" IN ('zone', 'inner', 'post') THEN \"name\" END"
        return named, 8, scale_of(9)
    return None


# Points: around them, by preference above right; areas: over their middle.
_PLACEMENT = {
    "Point": {
        "placement": "6",
        "predefinedPositionOrder": "TR,TL,BR,BL,R,L,TSR,BSR",
        "dist": "0.8",
    },
    "Polygon": {"placement": "1", "quadOffset": "4", "centroidInside": "1"},
    "any": {"placement": "1", "quadOffset": "4", "centroidInside": "1"},
}


def _add_labels(root: Element, table: schema.Table, shape: str | None) -> None:
    """Label names in Latin and Arabic script, with a white halo."""
    found = _label_text(table.name)
    if found is None or shape == "LineString":
        return
    text, size, scale = found
    root.set("labelsEnabled", "1")
    labeling = SubElement(root, "labeling", type="simple")
    settings = SubElement(labeling, "settings", calloutType="simple")
    words = SubElement(
        settings,
        "text-style",
        fieldName=text,
        isExpression="1",
        fontSize=str(size),
        fontSizeUnit="Point",
        textColor=symbols.colour(style()["basemap"]["label"]),
        textOpacity="1",
    )
    SubElement(
        words,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
        bufferOpacity="0.85",
    )
    fixed = {"distUnits": "MM", "offsetUnits": "MM", "priority": "5", "polygonPlacementFlags": "2"}
    SubElement(settings, "placement", fixed | _PLACEMENT[shape or table.geometry or "any"])
    SubElement(
        settings, "rendering", scaleVisibility="1", scaleMax=str(scale), scaleMin="0", obstacle="1"
    )


def _escaped(value: str) -> str:
    """Write a column or expression into a map tip as text: QGIS would run its HTML."""
    signs = "map('&', '&amp;', '<', '&lt;', '>', '&gt;')"
    value = f'"{value}"' if value.isidentifier() else value
    return f"[% replace(coalesce(to_string({value}), ''), {signs}) %]"


def _tip(name: str) -> str:
    """Say what a row is when the pointer rests on it."""
    if name == "events":
        return _event_tip()
    if name != "incidents":
        return (
            f"<b>[% replace(coalesce({_TITLES[name]}, ''), map('&', '&amp;', '<', '&lt;')) %]</b>"
        )
    kind = "CASE WHEN \"text_kind\" = 'digest' THEN 'Our summary of ' ELSE '' END"
    source = 'coalesce("publisher" || \': \' || "title", "publisher", "title")'
    return (
        f"<b>{_escaped('places')}</b><br>{_escaped('date_start')} {_escaped('actor')}<br>"
        f"{_escaped('sentence')}<br><i>[% {kind} %]{_escaped(source)}</i>"
    )


def _event_tip() -> str:
    """Say what an event is, how often it is told, and on what its reports differ."""
    several = "CASE WHEN \"{0}\" = 1 THEN '{1}' ELSE '{1}s' END"
    reports, sources = several.format("n_reports", "report"), several.format("n_sources", "source")
    told = (
        f"'told by ' || \"n_reports\" || ' ' || {reports} || ' of '"
        f" || \"n_sources\" || ' ' || {sources}"
    )
    return (
        f"<b>{_escaped('places')}</b> {_escaped('place_shares')}<br>"
        f"{_escaped('date_start')} {_escaped('actor')}<br>{_escaped('figures')}<br>"
        f"<i>{_escaped(told)}</i>"
    )
