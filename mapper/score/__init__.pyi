from . import matching as matching
from .measure import Half as Half
from .measure import score as score
