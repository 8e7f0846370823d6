"""Names of the parts of a container: unique, and the same for the same part at every reading."""

from __future__ import annotations

from hashlib import sha256

from mapper.sources.formats.charsets import utf8

_LENGTH = 12


class Names:
    """Gives each name once, and the same name again with a number.

    Examples
    --------
    >>> names = Names()
    >>> names.make("a.pdf"), names.make("a.pdf"), names.make("a.pdf-2")
    ('a.pdf', 'a.pdf-2', 'a.pdf-2-2')
    """

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def make(self, name: str) -> str:
        """Make a name that no other part has."""
        while (count := self._given.get(name, 0) + 1) > 1:
            self._given[name] = count
            name = f"{name}-{count}"
        self._given[name] = 1
        return name


def hashed(text: str) -> str:
    """Name a part by what it says, where its container gives it no name."""
    return sha256(utf8(text)).hexdigest()[:_LENGTH]
