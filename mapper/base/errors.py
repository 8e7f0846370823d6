"""The errors the library raises; only ``mapper.cli`` turns them into exits."""


class MapperError(Exception):
    """Root of every error this library raises on purpose."""


class SchemaError(MapperError, ValueError):
    """A table does not have the columns, types or codes its definition asks for."""


class GazetteerError(MapperError, ValueError):
    """A file of the region pack cannot be used as it is."""


class ArticleError(MapperError, ValueError):
    """An article or its manifest cannot be read."""


class TooMuchError(ArticleError):
    """An article holds more than a step can go through in reasonable time."""


class RegionError(MapperError, LookupError):
    """No region has the name that was asked for."""


class ZoneError(MapperError, ValueError):
    """A zone feature cannot be built or lacks a field."""


class VectorError(MapperError, ValueError):
    """A file of shapes cannot be read, or a shape in it is none."""


class StoreError(MapperError, OSError):
    """The store is missing, foreign, damaged, locked or newer than this version."""


class ExportError(MapperError, OSError):
    """An output cannot be written."""


class ReleaseError(MapperError, ValueError):
    """What may leave cannot be told, or is not told rightly."""
