"""The rules by which a column of another project is filled; layouts name them.

A rule takes what is `Wanted` and returns a value, `Code` where a list has one, None for nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mapper.base.schema import JOINER, OPEN_JOINER
from mapper.export import tabular
from mapper.sources import Code, grades, outward

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mapper.export.others.layout import Layout, Way
    from mapper.export.others.told import Told

_DECIMALS = 4
_HALF = 0.5
_WIDTHS = ((1, "day"), (2, "night"), (6, "days"), (7, "week"), (31, "month"), (366, "year"))
"""Most days of an interval that has a name, narrowest first."""
_MIDNIGHT = " 00:00:00.000"
_FIGURES = ("killed", "injured", "displaced")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule works on.

    Attributes
    ----------
    told, layout
        The event or report, and whose columns are filled.
    way
        The row of the layout that names the rule.
    value
        Gives the value of any column, ours or theirs.
    """

    told: Told
    layout: Layout
    way: Way
    value: Callable[[str], Any]


def copy(it: Wanted) -> Any:  # noqa: ANN401 - cells are of any type
    """Give a column as it is."""
    return it.value(it.way.of)


def always(it: Wanted) -> str:
    """Give the words of the layout."""
    return it.way.of


def said(it: Wanted) -> str:
    """Say whose columns these are, and that it is not their data."""
    return it.layout.said


def code(it: Wanted) -> Code | None:
    """Give their code for one of ours."""
    cell = it.value(it.way.of)
    return None if cell is None else outward(it.layout.table, it.way.crosswalk).get(str(cell))


def country(it: Wanted) -> str | None:
    """Put the country into the words of the layout."""
    return it.way.of.format(it.told.country) if it.told.country else None


# --- days -------------------------------------------------------------------------------------


def middle(it: Wanted) -> str | None:
    """Give the day in the middle of those on which it may have happened."""
    days = _days(it.told)
    return days and date.fromordinal(sum(day.toordinal() for day in days) // 2).isoformat()


def year(it: Wanted) -> int | None:
    """Give the year of that day."""
    day = middle(it)
    return int(day[:4]) if day else None


def one_day(it: Wanted) -> str | None:
    """Give the day, of a night across midnight the first."""
    days = _days(it.told)
    return days[0].isoformat() if days and _length(*days) <= _WIDTHS[1][0] else None


def width(it: Wanted) -> Code | None:
    """Give their code for how narrow the days are; of a width they have none for the next wider."""
    days = _days(it.told)
    codes = outward(it.layout.table, it.way.crosswalk)
    wide_enough = [name for longest, name in _WIDTHS if days and _length(*days) <= longest]
    return next((codes[name] for name in wide_enough if name in codes), None)


def midnight(it: Wanted) -> str | None:
    """Give a day with the time of its beginning."""
    day = it.value(it.way.of)
    return f"{day}{_MIDNIGHT}" if day else None


def month_first(it: Wanted) -> str | None:
    """Give a day as MM/DD/YYYY."""
    day = it.value(it.way.of)
    return date.fromisoformat(str(day)).strftime("%m/%d/%Y") if day else None


def days(it: Wanted) -> str | None:
    """Give the days on which it may have happened, in words."""
    found = _days(it.told)
    return found and (f"{found[0]}" if found[0] == found[1] else f"{found[0]} to {found[1]}")


def _days(told: Told) -> tuple[date, date] | None:
    """Give the first and last day on which it may have happened."""
    first, last = told.cells["date_start"], told.cells["date_end"]
    if not first:
        return None
    return date.fromisoformat(str(first)), date.fromisoformat(str(last or first))


def _length(first: date, last: date) -> int:
    return (last - first).days + 1


# --- places -----------------------------------------------------------------------------------


def one_place(it: Wanted) -> str | None:
    """Give the name of a place where there is one."""
    names = it.value(it.way.of)
    return None if not names or JOINER in names else names


def local_name(it: Wanted) -> Any:  # noqa: ANN401 - as `copy`
    """Give the place's name in the second script of the pack."""
    return it.value("name_ar") if it.told.position else None


def lat(it: Wanted) -> float | None:
    """Give the latitude in degrees."""
    return round(it.told.position[1], _DECIMALS) if it.told.position else None


def lon(it: Wanted) -> float | None:
    """Give the longitude in degrees."""
    return round(it.told.position[0], _DECIMALS) if it.told.position else None


def point(it: Wanted) -> str | None:
    """Give the position as well-known text."""
    at = [lon(it), lat(it)]
    return tabular.wkt({"type": "Point", "coordinates": at}) if it.told.position else None


def grade(it: Wanted) -> str | None:
    """Give their code for how well the place is known, by our code and the radius.

    Only codes as coarse as ours and at least half as wide: of those with our code the nearest,
    else the narrowest of them; the widest of all where none is wide enough.
    """
    precision, radius = it.told.cells["geo_precision"], it.told.cells["radius_m"]
    if precision is None or not radius:
        return None
    listed = grades(it.layout.table, it.way.crosswalk)
    honest = [
        one for one in listed if one.precision >= precision and one.radius_m >= radius * _HALF
    ]
    same = [one for one in honest if one.precision == precision]
    if same:
        return min(same, key=lambda one: abs(math.log(one.radius_m / radius))).theirs
    if honest:
        return min(honest, key=lambda one: one.radius_m).theirs
    return max(listed, key=lambda one: one.radius_m).theirs


# --- who, and how many ------------------------------------------------------------------------


def first(it: Wanted) -> str | None:
    """Give the first of several values."""
    cell = it.value(it.way.of)
    return cell.split(JOINER)[0] if cell else None


def rest(it: Wanted) -> str | None:
    """Give all but the first of several values."""
    cell = it.value(it.way.of)
    return JOINER.join(cell.split(JOINER)[1:]) or None if cell else None


def parties(it: Wanted) -> str | None:
    """List parties with commas, whether they acted together or any of them did."""
    return ", ".join(parties_of(it.value(it.way.of))) or None


def toll(it: Wanted) -> int | None:
    """Derive a toll: ``policy.field.end``."""
    policy, what, end = it.way.of.split(".")
    return it.told.toll(policy, what, end)


def deaths(it: Wanted) -> int | None:
    """Derive a toll that must be at least one."""
    return toll(it) or None


# --- who says so ------------------------------------------------------------------------------


def publishers(it: Wanted) -> str | None:
    """List who published the reports."""
    return _listed(report["publisher"] for report in it.told.reports)


def titles(it: Wanted) -> str | None:
    """List the titles of the reports."""
    return _listed(report["title"] for report in it.told.reports)


def published(it: Wanted) -> str | None:
    """List when the reports were published."""
    return _listed(report["published"] for report in it.told.reports)


def tellers(it: Wanted) -> str | None:
    """List who published the reports and who is cited for the event."""
    cited = (it.told.cells["attributed_to"] or "").split(JOINER)
    return _listed([*(report["publisher"] for report in it.told.reports), *cited])


def articles(it: Wanted) -> str | None:
    """List the reports, each as publisher, day and title in quotation marks, and corrections."""
    known = [
        [report[name] for name in ("publisher", "published", "title", "url") if report[name]]
        for report in it.told.reports
    ]
    return _listed([*(f'"{",".join(parts)}"' for parts in known if parts), *_put_right(it.told)])


def notes(it: Wanted) -> str | None:
    """Give the sentences, then in brackets what the codes made narrower."""
    remarks = []
    found = _days(it.told)
    if found and found[0] != found[1]:
        remarks.append(f"[days: {days(it)}]")
    killed = _range(it.told, "killed")
    if killed and killed != str(it.told.cells["killed_min"]):
        remarks.append(f"[{killed}]")
    remarks += [f"[{words}]" for words in _put_right(it.told)]
    return " ".join([*_sentences(it.told), *remarks]) or None


def description(it: Wanted) -> str:
    """Give the sentences; without any, kind and places; then in brackets what was corrected."""
    sentences = " ".join(_sentences(it.told))
    plain = [it.told.cells["event_type"].replace("_", " "), it.told.cells["places"]]
    remarks = (f"[{words}]" for words in _put_right(it.told))
    return " ".join([sentences or ", ".join(filter(None, plain)), *remarks])


def comments(it: Wanted) -> str:
    """Say in words what has no column: the id, how well the place is known, the figures."""
    radius = it.told.cells["radius_m"]
    known = f"place known to {radius / 1000:g} km" if radius else "place not found"
    figures = [words for what in _FIGURES if (words := _range(it.told, what))]
    return "; ".join([it.told.cells["id"], known, *figures, it.layout.said])


def sources(it: Wanted) -> list[str]:
    """List the ids of what was read."""
    return list(dict.fromkeys(source_id(report) for report in it.told.reports))


def associations(it: Wanted) -> list[str]:
    """List the kind and the parties."""
    return [str(it.value("event_type")), *parties_of(it.value("actor"))]


def source_id(report: Mapping[str, Any]) -> str:
    """Name what a report was read in: its article, or of a record itself."""
    return str(report["article_id"] or report["incident_id"])


def parties_of(cell: str | None) -> list[str]:
    """List parties, whether they acted together or any of them did."""
    return cell.replace(OPEN_JOINER, JOINER).split(JOINER) if cell else []


def _range(told: Told, what: str) -> str | None:
    """Word a figure of ours: ``killed 3 to 5 or more``."""
    low, high = told.cells[f"{what}_min"], told.cells[f"{what}_max"]
    if low is None:
        return None
    figure = f"{low}" if high in (low, None) else f"{low} to {high}"
    return f"{what} {figure}" + (" or more" if told.cells[f"{what}_open"] else "")


def _put_right(told: Told) -> list[str]:
    """Say what people corrected, by whom and why; nothing where nobody did."""
    said = told.cells.get("corrected")
    return [f"put right: {said}"] if said else []


def _sentences(told: Told) -> list[str]:
    return list(dict.fromkeys(one["sentence"] for one in told.reports if one["sentence"]))


def _listed(values: Iterable[str | None]) -> str | None:
    """Join values, each once."""
    return JOINER.join(dict.fromkeys(value for value in values if value)) or None


RULES: dict[str, Callable[[Wanted], Any]] = {
    rule.__name__: rule
    for rule in (
        *(copy, always, said, code, country),
        *(middle, year, one_day, width, midnight, month_first, days),
        *(one_place, local_name, lat, lon, point, grade),
        *(first, rest, parties, toll, deaths),
        *(publishers, titles, published, tellers, articles, notes, description, comments),
        *(sources, associations),
    )
}
"""The rules by name."""
