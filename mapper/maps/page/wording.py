"""The words of the page: one catalogue of labels for each language of its interface."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mapper.base.errors import SchemaError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT_INTERFACE = "en"


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


def _folder() -> Traversable:
    return files("mapper.maps").joinpath("labels")
