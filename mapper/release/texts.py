"""The texts of the tables as they may leave: names masked, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import frames
from mapper.base.addresses import web_address
from mapper.base.schema import JOINER
from mapper.release.positions import tells_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from mapper.release.masking import Masks

Tables = dict[str, "pd.DataFrame"]

_TEXTS = {
    "incidents": (
        *("actor", "count_unit", "killed_group", "targets", "attributed_to", "places", "file"),
        *("publisher", "title", "sentence", "source_id", "corrected"),
    ),
    "events": (
        *("actor", "count_unit", "killed_group", "figures", "policies", "targets"),
        *("attributed_to", "places", "place_shares", "corrected"),
    ),
    "claims": ("wording", "group", "attributed_to"),
    "articles": ("file", "publisher", "title", "note", "part_of", "annotations"),
    "locations": ("name", "name_ar"),
    "uncertainty": ("name",),
    "decisions": ("why",),
    "event_links": ("reasons",),
    "corrections": ("target", "value", "why", "detail", "file"),
    "rejects": ("file",),
}
"""Columns of free text; the others hold codes, ids, numbers and hashes."""

_PLACES = frozenset({"places", "place_shares", "name", "name_ar"})
"""Columns whose cells are names of places."""

_ADDRESSES = {"incidents": ("url", "second_url"), "articles": ("url",)}
_QUOTES = "columns_not_used:"
"""Begins the keys of ``run`` that quote what stands above the columns of a table."""
_EMPTIED = {"rejects": ("detail",), "corrections": ("by",)}
"""Columns that stay at home: what a refusal quotes may be a whole cell, positions among it."""

ADDRESS = "address"
"""Reason: an address that has the name of a site in it."""

_WITH_REASONS = frozenset({"incidents", "events", "articles"})


class Texts:
    """Masks the texts of tables.

    Parameters
    ----------
    masks
        What takes names out.
    tables
        The tables: incidents tell which rows are records, articles which were published.
    mask_people
        Mask private persons in press sentences too.
    """

    def __init__(self, masks: Masks, tables: Tables, *, mask_people: bool) -> None:
        self._masks = masks
        self._everywhere = mask_people
        articles = tables.get("articles")
        known = [] if articles is None else frames.rows_of(articles[["article_id", "url"]])
        self._published = {row["article_id"] for row in known if web_address(row["url"])}
        incidents = tables["incidents"]
        names = ["incident_id", "event_id", "article_id", "row", "url"]
        self._private: set[str] = set()
        for row in frames.rows_of(incidents[names]):
            if not self._is_press(row):
                self._private |= {row["incident_id"], row["event_id"] or row["incident_id"]}

    def all(self, tables: Tables) -> dict[str, bool]:
        """Give all texts of tables, and whether persons are masked in them anywhere."""
        found: dict[str, bool] = {}
        for name, table in tables.items():
            columns = [one for one in _TEXTS.get(name, ()) if one in table.columns]
            if table.empty or not columns:
                continue
            for column in columns:
                cells = frames.cells_of(table[column])
                placed = _are_places(table, column)
                for cell, row, is_place in zip(cells, _keys(name, table), placed, strict=True):
                    if cell and not found.get(cell):
                        found[cell] = self._is_private(name, row) and not is_place
        return found

    def masked(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Give a table as its texts may leave; the reasons join those in ``censored``."""
        if table.empty or name not in {*_TEXTS, *_ADDRESSES, *_EMPTIED}:
            return table
        made = table.assign(**dict.fromkeys(_EMPTIED.get(name, ())))
        with_people = [self._is_private(name, row) for row in _keys(name, table)]
        reasons: list[set[str]] = [set() for _ in range(len(table))]
        for column in _TEXTS.get(name, ()):
            cells = frames.cells_of(table[column])
            told = []
            placed = _are_places(table, column)
            for cell, people, are_places, why in zip(
                cells, with_people, placed, reasons, strict=True
            ):
                one = (
                    self._masks.masked(cell, people=people, are_places=are_places) if cell else None
                )
                told.append(one.text if one else cell)
                why.update(one.reasons if one else ())
            made[column] = told
        for column in _ADDRESSES.get(name, ()):
            made[column] = [
                self._address(cell, why, people=people)
                for cell, people, why in zip(
                    frames.cells_of(table[column]), with_people, reasons, strict=True
                )
            ]
        if name in _WITH_REASONS:
            before = frames.cells_of(table["censored"])
            made["censored"] = [_joined(one, why) for one, why in zip(before, reasons, strict=True)]
        return made.astype({c: table[c].dtype for c in made.columns if c != "geometry"})

    def plain(self, value: Any, *, people: bool = True) -> Any:  # noqa: ANN401 - as JSON holds it
        """Mask every text in a value as JSON holds it."""
        if isinstance(value, str):
            return self._masks.masked(value, people=people).text
        if isinstance(value, dict):
            return {
                self.plain(k, people=False): self.plain(v, people=people) for k, v in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.plain(one, people=people) for one in value]
        return value

    def of_run(self, key: str, value: str | None) -> tuple[str, str | None]:
        """Give what the table ``run`` of a release says: of columns that nobody asked for how many.

        Names of files are masked; what the program says of itself has no names of its own.
        """
        if value and key.startswith(_QUOTES):
            value = str(len(value.split(JOINER)))
        return self._masks.known(key), value and self._masks.known(value)

    def _is_press(self, row: Mapping[str, Any]) -> bool:
        """Tell whether an incident's words were published: by an article with an address."""
        return row["row"] is None and row["article_id"] in self._published

    def _is_private(self, name: str, row: tuple[Any, ...]) -> bool:
        """Tell whether persons are masked in a row."""
        if self._everywhere or name in {"corrections", "rejects"}:
            return True
        if name in {"articles", "decisions"}:
            return row[0] not in self._published
        return any(one in self._private for one in row)

    def _address(self, cell: str | None, why: set[str], *, people: bool) -> str | None:
        """Keep an address on the web that has neither a withheld name nor a position in it."""
        if not cell or not web_address(cell):
            return None
        if tells_position(cell) or self._masks.has_name(cell, people=people):
            why.add(ADDRESS)
            return None
        return cell


def _keys(name: str, table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Give what tells of each row whether its words were published."""
    by = {
        "incidents": ("incident_id",),
        "events": ("event_id",),
        "articles": ("article_id",),
        "decisions": ("article_id",),
        "event_links": ("left_id", "right_id"),
    }
    columns = by.get(name, ("incident_id",) if "incident_id" in table.columns else ())
    if not columns:
        return [()] * len(table)
    return zip(*(frames.cells_of(table[column]) for column in columns), strict=True)


def _are_places(table: pd.DataFrame, column: str) -> list[bool]:
    """Tell which cells of a column are names of places: a claim's where it claims a place."""
    if column == "wording":
        return [field == "place" for field in frames.cells_of(table["field"])]
    return [column in _PLACES] * len(table)


def _joined(before: str | None, reasons: Iterable[str]) -> str | None:
    told = [*(before.split(JOINER) if before else ()), *sorted(reasons)]
    return JOINER.join(dict.fromkeys(told)) or None
