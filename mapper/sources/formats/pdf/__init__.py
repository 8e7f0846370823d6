"""PDF: characters with their places on pages in, one text in reading order out.

The names in ``__init__.pyi`` are what other rooms use; they load on first use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
