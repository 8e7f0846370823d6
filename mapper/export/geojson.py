"""GeoJSON, strictly as RFC 7946 has it, in a shape that QGIS reads without surprises.

No ``crs`` member, outer rings counter-clockwise, the row's id both as the feature's
``id`` and as a property, no nested values, days as ISO text. Credits and licence are
text members of the collection, which programs that do not know them skip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base.atomic import replacing
from mapper.base.json_text import to_json
from mapper.export.features import Feature, from_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.base.schema import Table

RECORD_SEPARATOR = "\x1e"


def write_geojson(
    path: Path, table: Table, frame: pd.DataFrame, *, notes: Mapping[str, str] | None = None
) -> None:
    """Write a frame as a feature collection.

    Parameters
    ----------
    path
        File to write; it appears whole.
    table
        Definition of the frame; properties are its columns, in order.
    frame
        Rows in EPSG:4326. Their order is kept; the same frame gives the same bytes.
    notes
        Text members of the collection, such as ``credits`` and ``licence``.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(collection(table, from_frame(table, frame), notes=notes))


def collection(
    table: Table,
    features: Iterable[Feature],
    *,
    notes: Mapping[str, str] | None = None,
    columns: Sequence[str] | None = None,
) -> Iterator[str]:
    """Give the text of a feature collection piece by piece, one feature a line.

    With `columns`, properties are those columns only; the id stays.
    """
    # No "name": GDAL would take it for the layer's, and fio looks for the name of the file.
    head = {"type": "FeatureCollection", **(notes or {})}
    yield _dump(head)[:-1] + ',"features":['
    before = "\n"
    for feature in features:
        yield before + text(table, feature, columns)
        before = ",\n"
    yield "\n]}\n"


def sequence(
    table: Table,
    features: Iterable[Feature],
    *,
    rs: bool = False,
    columns: Sequence[str] | None = None,
) -> Iterator[str]:
    """Give one feature a line; with `rs`, each after a record separator, as RFC 8142 says."""
    mark = RECORD_SEPARATOR if rs else ""
    for feature in features:
        yield f"{mark}{text(table, feature, columns)}\n"


def text(table: Table, feature: Feature, columns: Sequence[str] | None = None) -> str:
    r"""Give one feature as compact JSON.

    Examples
    --------
    >>> from mapper.base.schema import RUN
    >>> text(RUN, Feature({"key": "a", "value": None}, None))
    '{"type":"Feature","id":"a","properties":{"key":"a","value":null},"geometry":null}'
    """
    made: dict[str, Any] = {"type": "Feature"}
    properties = feature.cells
    identity = [feature.cells[name] for name in table.key]
    if len(identity) == 1:
        made["id"] = identity[0]
    elif identity:
        # Programs that join by a property get the joined key as one.
        made["id"] = "/".join(map(str, identity))
        properties = {"id": made["id"], **properties}
    if columns is not None:
        properties = {name: value for name, value in properties.items() if name in columns}
    made["properties"] = properties
    made["geometry"] = feature.geometry
    return _dump(made)


def _dump(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return to_json(value, compact=True)
