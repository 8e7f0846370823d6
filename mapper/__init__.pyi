from .base.errors import MapperError as MapperError
from .base.version import __version__ as __version__
from .gazetteer import Gazetteer as Gazetteer
from .gazetteer import load_gazetteer as load_gazetteer
from .pipeline import build as build
from .places import LocalGeocoder as LocalGeocoder
from .sources import Article as Article
from .sources import read_articles as read_articles
