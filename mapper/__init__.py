"""Reports of strikes in, a map that can be defended out.

The names below are the library's front door; they load on first use, so that
``import mapper`` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.base.errors import MapperError
    from mapper.gazetteer.load import Gazetteer, load_gazetteer
    from mapper.pipeline.build import build
    from mapper.places.geocoder import LocalGeocoder
    from mapper.sources.articles import Article, read_articles

__version__ = "0.1.0"

_HOME = {
    "Article": "mapper.sources.articles",
    "Gazetteer": "mapper.gazetteer.load",
    "LocalGeocoder": "mapper.places.geocoder",
    "MapperError": "mapper.base.errors",
    "build": "mapper.pipeline.build",
    "load_gazetteer": "mapper.gazetteer.load",
    "read_articles": "mapper.sources.articles",
}

__all__ = [
    "Article",
    "Gazetteer",
    "LocalGeocoder",
    "MapperError",
    "__version__",
    "build",
    "load_gazetteer",
    "read_articles",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the front door hands out anything it lists
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'mapper' has no attribute {name!r}")
