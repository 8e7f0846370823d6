"""Places added to a pack: each row is a new place, or merged into the one it already is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.gazetteer.imports.pack import PLACE_COLUMNS
from mapper.gazetteer.imports.parts import names_without_unit, parts_of
from mapper.gazetteer.imports.twins import KnownPlaces, spellings
from mapper.gazetteer.imports.units import Units
from mapper.gazetteer.imports.vetting import is_usable, refuse_swapped
from mapper.gazetteer.names import fold
from mapper.gazetteer.place import PART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.imports.parts import Qualifiers
    from mapper.gazetteer.imports.readers import Row


@dataclass(slots=True)
class MergeReport:
    """What an import did: counts, the regions made by name, and the rows that could not be used."""

    added: int = 0
    merged: int = 0
    made: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)


def add(
    pack: Pack,
    rows: Iterable[Row],
    source: str | None = None,
    qualifiers: Qualifiers | None = None,
) -> MergeReport:
    """Add places to a pack, merging those it has.

    Parameters
    ----------
    pack
        Changed in place.
    rows
        As the readers of `mapper.gazetteer.imports.readers` give them.
    source
        Name for the source column of the spellings added; a row's own sources if not given.
    qualifiers
        Words that are no name alone, by which names within names are told; None: none are
        looked for.

    Returns
    -------
    report
        Counts and faults. A row without a name or with a position that is no number
        or not on Earth is left out and named; a mangled Arabic name is left out alone.

    Raises
    ------
    GazetteerError
        If most rows lie elsewhere but would lie within the pack's country with
        latitude and longitude exchanged.
    """
    report = MergeReport()
    good = [row for row in rows if is_usable(row, report.faults)]
    refuse_swapped(pack, good)
    known = KnownPlaces(pack)
    for row in good:
        row.setdefault("country", known.home)
    parts = [[] if qualifiers is None else _parts(row, qualifiers) for row in good]
    units = Units(pack, *((qualifiers.units, qualifiers.nameless) if qualifiers else ()))
    units.settle(good)
    for row, within in zip(good, parts, strict=True):
        told = source or row.get("sources") or "imported"
        twin = known.twin(row)
        if twin is None:
            made = _made(row, known.ids)
            pack.places.append(made)
            known.learn(made, spellings(row))
            new = [n for n in spellings(row) if n not in {made["name"], made["name_ar"]}]
            report.added += 1
        else:
            _fill(twin, row)
            made = twin
            own = {twin["name"], twin["name_ar"], *known.spelled[twin["place_id"]]}
            new = [n for n in spellings(row) if n not in own]
            known.learn_more(twin, new)
            report.merged += 1
        pack.list_names(made["place_id"], new, told)
        spelled = set(known.spelled[made["place_id"]])
        pack.list_names(made["place_id"], [n for n in within if n not in spelled], told, PART)
    report.made = tuple(units.write(source or "imported"))
    return report


def _parts(row: Row, qualifiers: Qualifiers) -> list[str]:
    """Give the names within a row's names; the one without the district's is another spelling."""
    parts = parts_of(row, qualifiers)
    short = [n for n in names_without_unit(row) if n in parts]  # no generic word alone
    row["names"] = [*(row.get("names") or []), *short]
    return parts


def _made(row: Row, ids: set[str]) -> Row:
    """Make the row of a new place, with an id of its own."""
    wanted = row.get("place_id") or ""
    if not wanted.startswith(("pl-", "gn-")):
        wanted = f"pl-{(row.get('pcode') or fold(row['name']).replace(' ', '-')).lower()}"
    place_id, number = wanted, 2
    while place_id in ids:
        place_id, number = f"{wanted}-{number}", number + 1
    return {column: row.get(column) or "" for column in PLACE_COLUMNS} | {"place_id": place_id}


def _fill(twin: Row, row: Row) -> None:
    """Take over from a row what the place that it already is lacks, and credit its source."""
    taken = [c for c in PLACE_COLUMNS if not twin.get(c) and row.get(c) and c != "place_id"]
    for column in taken:
        twin[column] = row[column]
    if not {"sources", "licence"}.issuperset(taken):
        for column in ("sources", "licence"):
            own, added = twin.get(column) or "", row.get(column) or ""
            if added and added not in own:
                head, note, rest = own.partition("; note:")
                twin[column] = f"{head}; {added}{note}{rest}"
