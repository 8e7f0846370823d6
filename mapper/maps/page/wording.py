"""The words of the page: one catalogue of labels for each language of its interface."""

from __future__ import annotations

import copy
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mapper.base.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

DEFAULT_INTERFACE = "en"

STYLE = "style."
"""Beginning of the keys that stand for labels of the shared style, which is in English."""

_HOLE = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def interfaces() -> tuple[str, ...]:
    """Give the codes of the languages that the page speaks, in order.

    Examples
    --------
    >>> DEFAULT_INTERFACE in interfaces()
    True
    """
    names = (path.name for path in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@lru_cache(maxsize=8)
def catalogue(interface: str = DEFAULT_INTERFACE) -> dict[str, Any]:
    """Read the catalogue of a language: its name, direction, locale and labels.

    A label that it lacks is that of `DEFAULT_INTERFACE`.

    Parameters
    ----------
    interface
        One of `interfaces`.

    Raises
    ------
    SchemaError
        If there is none of that language.

    Examples
    --------
    >>> catalogue("en")["direction"]
    'ltr'
    """
    if interface not in interfaces():
        known = ", ".join(interfaces())
        raise SchemaError(f"interface: no language {interface!r}; there are: {known}")
    text = _folder().joinpath(f"{interface}.json").read_text(encoding="utf-8")
    words: dict[str, Any] = json.loads(text)
    if interface != DEFAULT_INTERFACE:
        words["labels"] = {**catalogue()["labels"], **words["labels"]}
    return words


def phrase(words: Mapping[str, Any], key: str, **values: object) -> str:
    """Give a label of a catalogue with its values put in, as they are; it has no forms by number.

    Examples
    --------
    >>> phrase({"labels": {"plain.range": "{low} to {high}"}}, "plain.range", low=1, high=2)
    '1 to 2'
    """
    text: str = words["labels"][key]
    return _HOLE.sub(lambda hole: str(values[hole[1]]), text)


def worded(style: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Give a copy of the style with the labels that a catalogue has for it.

    Parameters
    ----------
    style
        As in ``mapper/data/style.json``: entries by column and code, or single ones.
    words
        Catalogue whose keys ``style.<column>.<code>`` (``style.<name>`` of a single entry)
        stand in the place of the style's own labels.

    Examples
    --------
    >>> style = {"scope": {"event": {"label": "Event"}}, "missing": {"label": "Not stated"}}
    >>> worded(style, {"labels": {"style.scope.event": "Événement"}})["scope"]["event"]
    {'label': 'Événement'}
    """
    made: dict[str, Any] = copy.deepcopy(dict(style))
    for key, text in words["labels"].items():
        if key.startswith(STYLE):
            entry = made
            for step in key.removeprefix(STYLE).split("."):
                entry = entry[step]
            entry["label"] = text
    return made


def labels_of_style(style: Mapping[str, Any]) -> dict[str, str]:
    """List the labels of a style by the keys that a catalogue of another language needs.

    Examples
    --------
    >>> labels_of_style({"scope": {"event": {"label": "Event"}}, "rest": {"label": "Others"}})
    {'style.scope.event': 'Event', 'style.rest': 'Others'}
    """
    found: dict[str, str] = {}

    def walk(entry: object, path: str) -> None:
        nonlocal found
        if not isinstance(entry, dict):
            return
        if isinstance(text := entry.get("label"), str):
            # Of the background "label" is the colour of names.
            found |= {} if text.startswith("#") else {path: text}
        else:
            for name, inner in entry.items():
                walk(inner, f"{path}.{name}")

    for name, entry in style.items():
        walk(entry, f"{STYLE}{name}")
    return found


def _folder() -> Traversable:
    return files("mapper.maps").joinpath("labels")
