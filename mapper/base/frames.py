"""Frames of the tables: made from rows, given their types, held against the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.addresses import COLUMNS as ADDRESSES
from mapper.base.addresses import web_address
from mapper.base.errors import SchemaError
from mapper.base.schema import CRS, ColumnType, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

DTYPES: dict[ColumnType, str] = {
    "text": "object",
    "date": "object",
    "int": "Int64",
    "float": "float64",
    "bool": "boolean",
}


def frame(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make the typed frame of a table from rows.

    Parameters
    ----------
    table
        Definition to follow. Columns a row leaves out become null.
    rows
        One mapping per row. A key that is no column of the table is an error; the
        key ``geometry`` holds a shapely geometry in EPSG:4326, lon/lat, or None. An
        address that is none of the web becomes null: who read it has said so.

    Returns
    -------
    frame
        Columns in the table's order; a GeoDataFrame where the table has a geometry.

    Raises
    ------
    SchemaError
        If a row names a column the table does not have.

    Examples
    --------
    >>> from mapper.base.schema import RUN
    >>> list(frame(RUN, [{"key": "version", "value": "1"}]).columns)
    ['key', 'value']
    """
    import pandas as pd  # noqa: PLC0415 - commands that print no table start without pandas

    rows = list(rows)
    known = {*table.names, "geometry"} if table.geometry else set(table.names)
    unknown = sorted({name for row in rows for name in row} - known)
    if unknown:
        raise SchemaError(f"table {table.name!r} has no column {', '.join(unknown)}")
    columns = {
        column.name: pd.array(  # type: ignore[call-overload]
            [_clean(row.get(column.name)) for row in rows]
            if column.name not in ADDRESSES
            else [web_address(row.get(column.name)) for row in rows],
            dtype=DTYPES[column.type],
        )
        for column in table.columns
    }
    made: pd.DataFrame = pd.DataFrame(columns, columns=table.names)
    return made if table.geometry is None else geoframe(made, [r.get("geometry") for r in rows])


def _clean(value: Any) -> Any:  # noqa: ANN401 - cells are of any type
    """Turn NaN into None, so that null has one spelling."""
    return None if value != value else value  # noqa: PLR0124 - NaN is the value unlike itself


def geoframe(made: pd.DataFrame, geometry: Iterable[Any]) -> gpd.GeoDataFrame:
    """Attach geometries (EPSG:4326, lon/lat, shapely or None) to a frame."""
    import geopandas as gpd  # noqa: PLC0415 - as above

    return gpd.GeoDataFrame(made, geometry=gpd.GeoSeries(list(geometry), index=made.index, crs=CRS))


def rows_of(made: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a frame's rows as they were before `frame` made one of them: null as None."""
    names = [str(name) for name in made.columns]
    columns = [cells_of(made[name]) for name in made.columns]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def cells_of(values: pd.Series) -> list[Any]:
    """Give a column's cells as Python values, null as None.

    Examples
    --------
    >>> import pandas as pd
    >>> cells_of(pd.Series([1.5, None])), cells_of(pd.Series([1, None], dtype="Int64"))
    ([1.5, None], [1, None])
    """
    cells: list[Any] = values.to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[call-overload]
    return cells


def check(table: Table, made: pd.DataFrame, *, strict: bool = True) -> list[str]:
    """Hold a frame against its table's definition.

    Parameters
    ----------
    table
        Definition.
    made
        Frame to look at; not changed.
    strict
        Raise when anything is wrong, instead of returning the faults.

    Returns
    -------
    faults
        One sentence per fault, empty when the frame is right.

    Raises
    ------
    SchemaError
        If `strict` and there is a fault; the message names every one.
    """
    faults = [f"missing column {n!r}" for n in table.names if n not in made.columns]
    known = {*table.names, "geometry"}
    faults += [f"unknown column {n!r}" for n in made.columns if n not in known]
    for column in table.columns:
        if column.name not in made.columns or not (column.required or column.codes):
            continue
        values = made[column.name]
        if column.required and (n_empty := int(values.isna().sum())):
            faults.append(f"{column.name}: {n_empty} empty")
        if column.codes:
            odd = sorted(set(values.dropna()) - set(column.codes))
            if odd:
                faults.append(f"{column.name}: {', '.join(map(repr, odd))} not in its code list")
    if table.key and not faults and made.duplicated(list(table.key)).any():
        faults.append(f"key {', '.join(table.key)} is not unique")
    if faults and strict:
        raise SchemaError(f"table {table.name!r}: " + "; ".join(faults))
    return faults
