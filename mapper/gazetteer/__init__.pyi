from . import areas as areas
from . import names as names
from . import sounds as sounds
from . import tables as tables
from .about import LEVELS as LEVELS
from .about import About as About
from .about import Unit as Unit
from .about import about_of as about_of
from .check import find_faults as find_faults
from .check import measure_coverage as measure_coverage
from .governorates import by_polygon as by_polygon
from .governorates import disagreements as disagreements
from .imports.merge import add as add
from .imports.pack import Pack as Pack
from .imports.pack import read_pack as read_pack
from .imports.pack import write_pack as write_pack
from .imports.parts import Qualifiers as Qualifiers
from .imports.readers import READERS as READERS
from .index import MOST_ALIKE as MOST_ALIKE
from .index import SHORT_SKELETON as SHORT_SKELETON
from .index import NameIndex as NameIndex
from .load import default_pack as default_pack
from .load import load_gazetteer as load_gazetteer
from .lookup import SAME_NAME as SAME_NAME
from .lookup import Gazetteer as Gazetteer
from .names import fold as fold
from .names import key as key
from .place import ADMIN as ADMIN
from .place import WIDE_KINDS as WIDE_KINDS
from .place import Match as Match
from .place import Place as Place

# Served by `__getattr__`; it lives in `mapper.places`, which leans on this room.
LocalGeocoder: type
