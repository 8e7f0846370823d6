"""What may leave: one door for map, exports, QGIS and report.

The store is complete and stays at home. Of it goes out what a profile lets: in the public one no
exact position, no name of a sensitive site, no name of a private person that nobody published,
and nothing that is too young. The names in ``__init__.pyi`` are what other rooms use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
