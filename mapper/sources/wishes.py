"""What a user says of how tables are to be read, where they do not tell it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.sources.cells import Order


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read tables.

    ``order`` is what stands first in a date like 05/06/2019, ``day`` or ``month``, None
    to have the other dates of its column tell; ``encoding`` is that of tables of records
    that are text, None to have it told; ``columns`` are those of tables of records that go
    by another name, theirs and ours, such as ``("location", "place")``.
    """

    order: Order | None = None
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


AS_TOLD = Reading()
"""Everything as the tables tell it."""
