"""Reports of strikes in, a map that can be defended out.

The names in ``__init__.pyi`` are the library's front door; they load on first use, so that
``import mapper`` stays quick.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
