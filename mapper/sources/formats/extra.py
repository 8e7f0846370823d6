"""The libraries of the extra `inputs`, each loaded when a file is met that needs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mapper.sources.formats.document import DocumentError

EXTRA = "incident-mapper[inputs]"


def library(name: str, what: str) -> Any:  # noqa: ANN401 - a module without types
    """Load a library of the extra.

    Parameters
    ----------
    name
        Of the module, as it is imported.
    what
        The kind of files it reads, in the plural, for the message.

    Raises
    ------
    DocumentError
        If it is not installed.

    """
    try:
        return import_module(name)
    except ImportError:
        raise needs_extra(what) from None


def needs_extra(what: str) -> DocumentError:
    """Say that a kind of files (in the plural) is read by libraries that are not here."""
    return DocumentError("needs_extra", f'{what} are read by an extra: pip install "{EXTRA}"')
