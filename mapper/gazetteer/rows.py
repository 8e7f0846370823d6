"""Rows of a pack's tables of text, each with its number and as many fields as the header."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from mapper.base.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def read_rows(path: Path, *, needed: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV file's rows with their numbers, the header being row 1.

    Parameters
    ----------
    path
        File, UTF-8.
    needed
        Columns that the header must have.

    Raises
    ------
    GazetteerError
        If the file is not UTF-8 or no CSV, lacks a column, or a row has not as many fields
        as the header; names file and row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise GazetteerError(f"{path.name}: column {', '.join(missing)} is missing")
            for row in reader:
                if None in row or None in row.values():
                    raise GazetteerError(
                        f"{path.name} row {reader.line_num}: not as many fields as the header"
                    )
                yield reader.line_num, row
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None
    except csv.Error as problem:
        raise GazetteerError(f"{path.name}: not a CSV file ({problem})") from None
