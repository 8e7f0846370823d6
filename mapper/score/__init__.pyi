from . import matching as matching
from .known_links import read_gold as read_gold
from .links import score_links as score_links
from .measure import Half as Half
from .measure import score as score
