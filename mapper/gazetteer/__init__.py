"""The region pack: its places, names and regions, found in any spelling and script.

The names in ``__init__.pyi`` are what other rooms use; they load on first use.
"""

from importlib import import_module
from typing import Any

import lazy_loader

_own, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    """Give `LocalGeocoder` from here too, as the manual promises.

    It stands on rooms above this one, so it is fetched only when somebody asks for it.
    """
    if name == "LocalGeocoder":
        return getattr(import_module("mapper.places"), name)
    return _own(name)
