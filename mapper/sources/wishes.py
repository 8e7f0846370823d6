"""What a user says of how tables are to be read, where they do not tell it themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.sources.cells import Order

ORDER, ENCODING, COLUMNS = "dates_begin_with", "encoding_of_tables", "columns_of_tables"
"""Keys of a build's options."""


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

    def as_options(self) -> dict[str, str]:
        """Write it as options of a build; what is not said makes none."""
        said = {
            ORDER: self.order,
            ENCODING: self.encoding,
            COLUMNS: json.dumps(self.columns, ensure_ascii=False) if self.columns else None,
        }
        return {key: value for key, value in said.items() if value}

    @classmethod
    def of_options(cls, options: Mapping[str, str]) -> Reading:
        """Read it from what `as_options` wrote, among other options."""
        pairs = json.loads(options.get(COLUMNS, "[]"))
        order = options.get(ORDER)
        return cls(
            "day" if order == "day" else "month" if order == "month" else None,
            options.get(ENCODING),
            tuple((theirs, ours) for theirs, ours in pairs),
        )


AS_TOLD = Reading()
"""Everything as the tables tell it."""
