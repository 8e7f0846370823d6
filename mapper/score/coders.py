"""What a coder read in which texts: from a store, a file of annotations, or a gold set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, cast

from mapper.base.amounts import amount
from mapper.base.ids import make_id
from mapper.base.schema import JOINER
from mapper.places import locate, locate_place
from mapper.score import matching
from mapper.sources import names_of, read_annotations
from mapper.store import is_store, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.gazetteer import Gazetteer
    from mapper.places import Location
    from mapper.score.matching import Prediction
    from mapper.sources import Annotation, Spot

Row = dict[str, Any]
Kind = Literal["store", "annotations", "gold", "empty"]


@dataclass(frozen=True, slots=True)
class Coder:
    """A coder: their incidents by text, which is named by the stem of its file.

    `name` is the path as it was given, since two files may share a name. `called` has the other
    names of texts, ids and hashes, as far as they are known.
    """

    name: str
    kind: Kind
    texts: Mapping[str, Sequence[Prediction]]
    called: Mapping[str, str]
    notes: tuple[str, ...] = ()


def kind_of_coder(path: Path) -> Kind:
    """Tell what holds a coder's reading by its content; what is nothing known passes for gold."""
    if is_store(path):
        return "store"
    with path.open("rb") as stream:
        line = next((line for line in stream if line.strip()), b"")
    if not line:
        return "empty"
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return "gold"
    is_line = isinstance(said, dict) and not said.keys() & {"id", "incidents"}
    return "annotations" if is_line and said.keys() & {"file", "annotator", "by"} else "gold"


def read_coder(path: Path, gazetteer: Gazetteer, called: Mapping[str, str]) -> Coder:
    """Read a coder.

    Parameters
    ----------
    path
        A store, a file of annotations, or a gold set.
    gazetteer
        Pack that places the names of annotations: without their texts by the name alone.
    called
        Names of texts that another coder's store knows, for annotations that go by id or hash.

    Raises
    ------
    MapperError, StoreError
        If it cannot be read.
    """
    kind = kind_of_coder(path)
    if kind == "store":
        return _of_store(path)
    if kind == "empty":
        return Coder(str(path), kind, {}, {}, ("the file is empty",))
    if kind == "gold":
        return Coder(str(path), kind, dict(_of_gold(matching.load_gold(path))), {})
    return _of_annotations(path, gazetteer, called)


def plain_rows(frame: pd.DataFrame) -> list[Row]:
    """Give a table's rows with None for null, without geometries."""
    plain = frame.drop(columns="geometry", errors="ignore").astype(object)
    return cast("list[Row]", plain.where(plain.notna(), None).to_dict("records"))


def _of_store(path: Path) -> Coder:
    """Take the incidents of articles; records of tables are no reading of a text."""
    incidents, locations, articles = (
        plain_rows(read_table(path, name)) for name in ("incidents", "locations", "articles")
    )
    read = [row for row in incidents if row["article_id"]]
    grouped = matching.predictions(read, locations)
    texts = {_stem(row["file"]): grouped.get(_stem(row["file"]), []) for row in articles}
    called = {
        name: _stem(row["file"])
        for row in articles
        for name in names_of(row["file"], row["sha256"])
    }
    return Coder(str(path), "store", texts, called)


def _of_gold(articles: Sequence[Row]) -> Iterator[tuple[str, list[Prediction]]]:
    """Give the records of a gold set as incidents."""
    for article in articles:
        found = []
        for number, gold in enumerate(article["incidents"]):
            first, last = matching.interval(gold["date"]) if gold["date"] else (None, None)
            start, end = gold.get("evidence", {}).get("span") or (None, None)
            row: Row = {
                "incident_id": gold.get("incident_id", f"{article['id']}-{number}"),
                "scope": "background" if gold["background"] else "event",
                **{name: gold.get(name) for name in ("event_type", "date_precision", "actor")},
                "date_start": first,
                "date_end": last,
                "places": JOINER.join(place["canonical"] for place in gold["place"]) or None,
                "char_start": start,
                "char_end": end,
            }
            for what in ("killed", "injured"):
                row[f"{what}_min"], row[f"{what}_max"] = gold[what] or (None, None)
                row[f"{what}_open"] = gold[f"{what}_open_ended"]
            places = tuple(
                {**place, "name": place["canonical"], "radius_m": 1000 * place["tolerance_km"]}
                for place in gold["place"]
            )
            found.append(matching.Prediction(row, places))
        yield str(article["id"]), found


def _of_annotations(path: Path, gazetteer: Gazetteer, called: Mapping[str, str]) -> Coder:
    """Place the lines of a file by the names alone, as their texts are not at hand."""
    file = read_annotations(path)
    texts: dict[str, list[Prediction]] = {}
    for line in file.lines:
        mine = texts.setdefault(called.get(line.text) or _stem(line.text), [])
        if not line.none:
            mine.append(_of_line(line, gazetteer))
    notes = [
        f"{amount(len(file.rejects), 'line')} left out, the first is line {row['row']}:"
        f" {row['detail']}"
        for row in file.rejects[:1]
    ]
    if any(spot.position is None for line in file.lines for spot in line.places):
        notes.append("places are looked up by name alone; build with it to have them in context")
    return Coder(str(path), "annotations", texts, {}, tuple(notes))


def _of_line(line: Annotation, gazetteer: Gazetteer) -> Prediction:
    located = [(spot, _locate(spot, gazetteer)) for spot in line.places]
    values = dict(line.values)
    row: Row = {
        "incident_id": make_id("inc", line.text, line.by, str(line.row)),
        "actor": None,
        **values,
        "places": JOINER.join(spot.name for spot in line.places) or None,
        "sentence": line.quotes[0],
    }
    return matching.Prediction(row, tuple(where for _, where in located if where is not None))


def _locate(spot: Spot, gazetteer: Gazetteer) -> Row | None:
    """Place a name of an annotation: as it is given, else as the pack has it."""
    if spot.position is not None:
        lon, lat = spot.position
        return {"name": spot.name, "lat": lat, "lon": lon, "radius_m": spot.radius_m}
    known = gazetteer.places.get(spot.place_id or "")
    found: Location | None
    if known is not None:
        found = locate_place(known, "", gazetteer, score=100.0, margin=None, method="given")
    else:
        found = locate(spot.name, gazetteer).location
    if found is None:
        return None
    return {name: getattr(found, name) for name in ("name", "lat", "lon", "radius_m")}


def _stem(file: str) -> str:
    """Name a text by its file without folder and ending, as a gold set does."""
    return PurePosixPath(str(file)).name.rsplit(".", 1)[0]
