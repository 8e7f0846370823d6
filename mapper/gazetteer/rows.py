"""Rows of a pack's tables of text, each as wide as the header, and features of its GeoJSON."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from mapper.base.checked import (
    FieldError,
    MissingColumnError,
    NotJsonError,
    features_of,
    json_of,
    need_columns,
)
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
            need_columns(reader.fieldnames, needed, path.name)
            for row in reader:
                if None in row or None in row.values():
                    raise GazetteerError(
                        f"{path.name} row {reader.line_num}: not as many fields as the header"
                    )
                yield reader.line_num, row
    except MissingColumnError as problem:
        raise GazetteerError(str(problem)) from None
    except UnicodeDecodeError as problem:
        raise GazetteerError(
            f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})"
        ) from None
    except csv.Error as problem:
        raise GazetteerError(f"{path.name}: not a CSV file ({problem})") from None


def read_features(path: Path) -> list[dict[str, Any]]:
    """Read the features of a pack's GeoJSON file, each with its properties and geometry."""
    try:
        return features_of(json_of(path.read_bytes(), path.name), path.name)
    except NotJsonError as problem:
        told = f"{path.name}: not a GeoJSON feature collection ({problem.fault})"
        raise GazetteerError(told) from None
    except FieldError as problem:
        raise GazetteerError(str(problem)) from None
    except OSError as problem:
        raise GazetteerError(f"{path.name}: cannot be read: {problem.strerror}") from None
