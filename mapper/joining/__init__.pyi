from .links import Link as Link
from .links import link as link
