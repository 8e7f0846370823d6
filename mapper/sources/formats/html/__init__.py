"""Web pages: what the page says of itself, and its article without what stands around it.

The names in ``__init__.pyi`` are what other rooms use; they load on first use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
