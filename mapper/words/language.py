"""A language with the word lists of a region's pack: what texts are read with.

Of a language itself the lists are general: ``mapper/words/<language>``. Who fights a war, who tells
of it and what the units of a country are called is of its pack. A `Language` is both: its code and
the pack's lists. Without a pack it has general words only, and no party of a war is known.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from mapper.base import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Rows = tuple[dict[str, str], ...]


@dataclass(frozen=True)
class PackLists:
    """The word lists of a pack, by their names.

    `countries` are the ISO codes of its own states: whose adjective goes without saying.
    `units` are its words for administrative units: language, level, word, number; `families`
    its families of spelling, None where the pack does not tell.
    """

    rows: Mapping[str, Rows] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    units: Rows = ()
    families: tuple[str, ...] | None = None

    @cached_property
    def hash(self) -> str:
        """Hash what the lists hold, wherever the pack lies."""
        told = [(name, [sorted(row.items()) for row in self.rows[name]]) for name in self.rows]
        told.sort(key=lambda one: one[0])
        return hashlib.sha256(
            repr((told, self.countries, self.units, self.families)).encode()
        ).hexdigest()


_NONE = PackLists()


@dataclass(frozen=True, eq=False, slots=True)
class Language:
    """A language, with the lists of a pack; made by `Language.of`, which gives one for one.

    Two with the same code and the same lists are one object: caches by language stay as
    small and as fast as by its code.
    """

    code: str
    pack: PackLists

    _known: ClassVar[dict[tuple[str, str], Language]] = {}

    @classmethod
    def of(cls, code: str, pack: PackLists = _NONE) -> Language:
        """Give the language of a code with the lists of a pack; without, its general words."""
        asked = (code, pack.hash)
        return cls._known.get(asked) or cls._known.setdefault(asked, cls(code, pack))

    def also(self, code: str) -> Language:
        """Give another language with the same pack's lists."""
        return self if code == self.code else Language.of(code, self.pack)

    def __reduce__(self) -> tuple[Callable[..., Language], tuple[str, PackLists]]:
        """Stay one object where another process has it from this one."""
        return Language.of, (self.code, self.pack)

    def __str__(self) -> str:
        """Give the code."""
        return self.code


DEFAULT_LANGUAGE = Language.of(schema.DEFAULT_LANGUAGE)
"""The default language without a pack: general words only."""
