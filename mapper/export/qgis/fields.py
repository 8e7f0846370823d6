"""How QGIS shows a table's columns: names for people, code lists, and the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from mapper.base.addresses import COLUMNS as ADDRESSES
from mapper.base.setting import PLAIN, Setting
from mapper.export.qgis.symbols import options, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.base import schema

_PLAIN = Setting()
_WORDS = {
    "id": "ID",
    "ids": "IDs",
    "url": "URL",
    "km2": "(km²)",
    "km": "(km)",
    "m": "(m)",
    "p": "P",
}
_LABELLED = {"verdict": "zone_verdict"}
_LONG = frozenset(
    {
        "sentence",
        "wording",
        "note",
        "detail",
        "reasons",
        "value",
        "figures",
        "policies",
        "members",
        "corrected",
    }
)

_WIDGETS: dict[str, tuple[str, dict[str, Any]]] = {
    "bool": ("CheckBox", {}),
    "date": (
        "DateTime",
        {"display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd", "allow_null": True},
    ),
}

_WHAT = (
    *("event_type", "scope", "actor", "actor_status", "targets"),
    *("strike_count_min", "strike_count_max", "strike_count_open", "count_unit"),
    *("killed_min", "killed_max", "killed_open", "killed_group"),
    *("injured_min", "injured_max", "injured_open"),
    *("displaced_min", "displaced_max", "displaced_open"),
)
_WHEN = ("date_start", "date_end", "date_precision", "date_basis")
_WHERE = (
    *("places", "admin1", "admin2", "admin3", "pcode", "geo_precision", "radius_m"),
    *("zone_id", "zone_verdict", "zone_p_inside", "zone_distance_km", "held_by", "place_ids"),
)

TABS: dict[str, dict[str, tuple[str, ...]]] = {
    "events": {
        "Reports": (
            "n_reports",
            "n_sources",
            "attributed_to",
            "members",
            "event_id",
            "corrected",
            "censored",
        ),
        "What": (*_WHAT, "figures", "policies"),
        "When": _WHEN,
        "Where": ("place_shares", *_WHERE),
    },
    "incidents": {
        "Evidence": (
            *("sentence", "text_kind", "publisher", "title", "published", "url", "attributed_to"),
            *("file", "char_start", "char_end", "rule", "source_id", "row", "second_url"),
            *("article_id", "n_reports", "linked_ids", "event_id", "corrected", "censored"),
        ),
        "What": _WHAT,
        "When": _WHEN,
        "Where": (*_WHERE, "incident_id"),
    },
}
"""Columns of a table's form by tab; a table not named here has a plain form."""

_RELATED = {"events": ("Reports", "incidents"), "incidents": ("Evidence", "claims")}
"""Tab of a table's form that lists related rows, and the relation."""


def alias(name: str, setting: Setting = _PLAIN) -> str:
    """Name a column for people; units by the words of their region.

    Examples
    --------
    >>> [alias(name) for name in ("event_type", "zone_distance_km", "incident_id")]
    ['Event type', 'Zone distance (km)', 'Incident ID']
    >>> alias("admin1", Setting({"admin1": ("oblast", "oblasts")}))
    'Oblast'
    """
    if name in PLAIN:
        return setting.label(name)
    words = [_WORDS.get(word, word) for word in name.split("_")]
    return words[0][:1].upper() + words[0][1:] + "".join(f" {word}" for word in words[1:])


def label(column: schema.Column, code: str) -> str:
    """Name a code of a column as the map does."""
    listed = style().get(_LABELLED.get(column.name, column.name), {})
    text = str(listed[code]["label"]) if code in listed else code.replace("_", " ")
    return text[:1].upper() + text[1:]


def add_fields(
    root: Element, table: schema.Table, names: Sequence[str], setting: Setting = _PLAIN
) -> None:
    """Describe a layer's columns, in the order the file has them."""
    by_name = {column.name: column for column in table.columns}
    box = SubElement(root, "fieldConfiguration")
    for name in names:
        field = SubElement(box, "field", name=name, configurationFlags="None")
        kind, values = _widget(name, by_name.get(name))
        config = SubElement(SubElement(field, "editWidget", type=kind), "config")
        options(config, values)
    aliases = SubElement(root, "aliases")
    for index, name in enumerate(names):
        SubElement(aliases, "alias", field=name, index=str(index), name=alias(name, setting))


def _widget(name: str, column: schema.Column | None) -> tuple[str, dict[str, Any]]:
    """Choose how a form shows a column."""
    if column is None:
        return "Hidden", {}
    if column.codes:
        return "ValueMap", {"map": [{label(column, code): code} for code in column.codes]}
    if name == "geo_precision":
        grades = style()["geo_precision"]
        return "ValueMap", {"map": [{entry["label"]: code} for code, entry in grades.items()]}
    if name in ADDRESSES:
        return "ExternalResource", {"UseLink": True, "FullUrl": True, "StorageMode": 0}
    plain = ("TextEdit", {"IsMultiline": name in _LONG, "UseHtml": False})
    return _WIDGETS.get(column.type, plain)


def add_form(
    root: Element,
    table: schema.Table,
    names: Sequence[str],
    *,
    relations: bool,
    is_judged: bool = True,
) -> None:
    """Lay the form out in tabs; in a project an event lists its reports, a report its claims.

    Where no zone judged the places, what there is to say of zones is left out.
    """
    SubElement(root, "editorlayout").text = "tablayout" if table.name in TABS else "generatedlayout"
    if table.name not in TABS:
        return
    form = SubElement(root, "attributeEditorForm")
    for title, columns in TABS[table.name].items():
        tab = SubElement(
            form,
            "attributeEditorContainer",
            name=title,
            groupBox="0",
            columnCount="1",
            showLabel="1",
        )
        for name in columns:
            if name.startswith("zone_") and not is_judged:
                continue
            index = str(names.index(name))
            SubElement(tab, "attributeEditorField", name=name, index=index, showLabel="1")
        related, name = _RELATED[table.name]
        if relations and title == related:
            SubElement(tab, "attributeEditorRelation", name=name, relation=name, showLabel="1")
