"""An event or report with what belongs to it: its reports, its place, its tolls by policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.schema import EVENTS, JOINER
from mapper.base.setting import COUNTRIES
from mapper.export.figures import claims_of
from mapper.incidents import claims_of_reports, derive
from mapper.words import DEFAULT_LANGUAGE, rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mapper.base.schema import Table
    from mapper.export.features import Feature
    from mapper.words import Language

Row = dict[str, Any]

_REPORTS = "SELECT * FROM incidents WHERE {} = ? ORDER BY incident_id"
_PLACE = """
    SELECT l.name, l.name_ar, l.kind FROM locations AS l JOIN incidents AS i USING (incident_id)
    WHERE i.{} = ? AND l.place_id = ? ORDER BY l.radius_m, l.incident_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An event or report on its way into another project's columns.

    Attributes
    ----------
    cells
        Its columns, and besides ``id``; ``kind`` and ``name_ar`` of its place where it has
        one; ``n_sources``; ``killed_told`` and ``one_teller``, ``yes`` or nothing.
    position
        Longitude and latitude in degrees, rounded as in every export; None where it has none
        or several.
    reports
        Its reports, in the order of their ids.
    claims
        Claims on its tolls, and their language.
    country
        The home country of the pack, in words, where it lies in a unit of it.
    """

    cells: Mapping[str, Any]
    position: tuple[float, float] | None
    reports: Sequence[Row]
    claims: Sequence[Row]
    language: Language
    country: str | None

    def toll(self, policy: str, what: str, end: str) -> int | None:
        """Derive one end of a toll by a policy: ``low``, ``best`` or ``high``."""
        found: int | None = getattr(derive(self.claims, what, policy, language=self.language), end)
        return found


def gather(
    connection: sqlite3.Connection, table: Table, features: Iterable[Feature]
) -> Iterator[Told]:
    """Give events or reports with what a store holds of them.

    Parameters
    ----------
    connection
        Open store.
    table
        Table of the features: ``events`` or ``incidents``.
    features
        Rows of it.
    """
    key = table.key[0]
    home = _home_country(connection)
    reports_of = _REPORTS.format(key)
    place_of = _PLACE.format(key)
    for feature in features:
        name = feature.cells[key]
        reports = [_plain(row) for row in connection.execute(reports_of, (name,))]
        claims, language = _claims(connection, feature.cells, reports)
        place_id = feature.cells["place_ids"]
        place = connection.execute(place_of, (name, place_id)).fetchone() if place_id else None
        cells = {**feature.cells, **(_plain(place) if place else {}), "id": name}
        cells["n_sources"] = cells.get("n_sources") or 1
        is_told = any(claim["field"] == "killed" for claim in claims)
        is_of_one = cells["n_sources"] == 1 and cells["actor_status"] in {"asserted", "attributed"}
        cells["killed_told"] = "yes" if is_told else ""
        cells["one_teller"] = "yes" if is_of_one and table is EVENTS else ""
        country = home if cells["admin1"] else None
        yield Told(cells, _position(feature), reports, claims, language, country)


def _plain(row: sqlite3.Row) -> Row:
    return {name: row[name] for name in row.keys()}  # noqa: SIM118 - sqlite3.Row iterates over values


def _position(feature: Feature) -> tuple[float, float] | None:
    """Give the position of one place."""
    if feature.geometry is None or feature.geometry["type"] != "Point":
        return None
    lon, lat = feature.geometry["coordinates"]
    return lon, lat


def _claims(
    connection: sqlite3.Connection, cells: Row, reports: Sequence[Row]
) -> tuple[list[Row], Language]:
    """Give the claims on tolls: of one report its own, of several what each gives in all."""
    if len(reports) > 1:
        return claims_of_reports(reports), DEFAULT_LANGUAGE
    claims, language = (
        claims_of(connection, reports[0]["incident_id"]) if reports else ([], DEFAULT_LANGUAGE)
    )
    return claims or claims_of_reports([cells]), language


def _home_country(connection: sqlite3.Connection) -> str | None:
    """Name the country of the store's pack, if it has one home country."""
    query = "SELECT value FROM run WHERE key = ?"
    told = connection.execute(query, (COUNTRIES,)).fetchone()
    codes = told[0].split(JOINER) if told else []
    if len(codes) != 1:
        return None
    listed = rows(DEFAULT_LANGUAGE, "countries")
    return next((row["word"] for row in listed if row["country"] == codes[0]), None)
