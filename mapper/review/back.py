"""A sheet that a person went through, read back: decisions, and what cannot be one by cell."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ArticleError, MapperError
from mapper.base.schema import ACTIONS, JOINER
from mapper.base.spreadsheets import disarmed
from mapper.corrections import EITHER, TOLLS, BadValueError, Correction, read_value
from mapper.review.cells import ACTION_OF, EDITED, IN_SHORT, LONGEST, in_short, plain
from mapper.review.page import Back, Page, Signed
from mapper.review.sheet import (
    CHECK,
    DECIDED,
    LISTS,
    OTHER,
    PAIR_ACTIONS,
    PLACE_IDS,
    SEALS,
    SHEET,
    SHOWN,
    seal,
    shown_seal,
)
from mapper.sources import code_of, is_missing, read_days, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mapper.corrections import Change
    from mapper.gazetteer import Gazetteer
    from mapper.review.known import Known

Cells = dict[str, str]

_CHOICE = re.compile(r"[^\[\]]*\[([^\[\]]+)\]")
"""A place as a drop-down offers it: its name, and its id in brackets."""
_FIELD_ACTIONS = frozenset(ACTION_OF.values())
_AGGREGATE = "aggregate"
_CONFIRM, _PLACE, _TOLL, _DATE = "confirm", "place", "toll", "date"
_USUAL = f"sheet {SHEET!r} was read; not read: {LISTS!r}"
"""What the reading of every workbook of ours notes."""


def read_back(path: Path, known: Known, gazetteer: Gazetteer, signed: Signed) -> Back:
    """Read the decisions of a sheet.

    Parameters
    ----------
    path
        Sheet that `mapper review` wrote, edited: Excel, OpenDocument or CSV; or any table with
        the columns ``target`` and ``action``.
    known
        Reports of the store.
    gazetteer
        Pack that knows places and parties.
    signed
        Who decides, why and when, for rows that do not say.

    Raises
    ------
    ArticleError
        If the file cannot be read or is no such table.
    """
    sheet = read_sheet(path)
    if not {"target", "action"} <= set(sheet.header):
        raise ArticleError(
            f"{path.name} is no sheet of mapper review: it has no column target or no column action"
        )
    page = Page(path.name, known, gazetteer, signed, frozenset(sheet.header))
    page.notes += [f"{path.name}: {one}" for one in sheet.notes if one != _USUAL]
    for row in sheet.rows:
        where = f"row {row.number}"
        if row.fault:
            page.refuse(where, row.fault)
            continue
        cells = {name: told for name, cell in row.cells.items() if (told := plain(cell))}
        long = [name for name in (*DECIDED, *EDITED) if len(cells.get(name, "")) > LONGEST]
        for name in long:
            page.refuse(f"{where}, {name}", f"longer than {LONGEST} characters")
        if not long:
            _row(page, where, cells, row.cells.get("was"))
    return page.done()


def _row(page: Page, where: str, cells: Cells, kept: str | None) -> None:
    """Read one row: of a report or pair that the sheet listed, or one that a person added."""
    if kept is None:
        _added(page, where, cells)
        return
    was = _was(kept)
    if was is None or was[CHECK] != seal(cells.get("id", ""), cells.get("target", "")):
        if _is_touched(page, cells, was or {}):
            page.refuse(
                where,
                "its columns id, target and was are not as they were written: was a part of the"
                " sheet sorted? Nothing of it is taken; decide it in a fresh sheet",
            )
        return
    _only_shown(page, where, cells, was)
    if not _is_touched(page, cells, was):
        return
    if "target" not in cells:
        page.refuse(where, "no report was made of these words, so there is none to correct")
        return
    n_before = len(page.corrections), len(page.faults)
    if OTHER in was:
        _pair(page, where, cells, was)
    else:
        _report(page, where, cells, was)
    if n_before == (len(page.corrections), len(page.faults)) and any(map(cells.get, DECIDED)):
        page.refuse(where, "nothing is decided: action is empty and no cell says another thing")


def _was(kept: str) -> dict[str, Any] | None:
    """Read what came with a row; None where it is not as it was written."""
    try:
        was = json.loads(kept)
    except ValueError:
        return None
    return was if isinstance(was, dict) and isinstance(was.get(CHECK), str) else None


def _is_touched(page: Page, cells: Cells, was: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote anything into a row."""
    changed = (cells.get(one, "") != was.get(one, "") for one in EDITED if one in page.columns)
    return any(map(cells.get, DECIDED)) or any(changed)


def _only_shown(page: Page, where: str, cells: Cells, was: Mapping[str, Any]) -> None:
    """Refuse what was written over a cell that is only shown; one emptied says nothing."""
    seals = was.get(SEALS)
    if not isinstance(seals, dict):
        return
    for column in SHOWN:
        told = cells.get(column)
        if told and column in seals and seals[column] not in _seals_of(column, told):
            page.refuse(f"{where}, {column}", "it is only shown; what is written there is not read")


def _seals_of(column: str, told: str) -> set[str]:
    """Seal a cell as it stands, and as it was if a spreadsheet spelled its number anew."""
    spelled = {told}
    with suppress(ValueError):
        spelled.add(f"{float(told.replace(',', '.')):.2f}")
    return {shown_seal(column, one) for one in spelled}


def _pair(page: Page, where: str, cells: Cells, was: Mapping[str, Any]) -> None:
    """Read what is decided of two reports: one event or two."""
    for column in EDITED:
        if column in page.columns and cells.get(column, "") != was[column]:
            told = "of two reports only join or split is decided here; change each by its own row"
            page.refuse(f"{where}, {column}", told)
    said = cells.get("action")
    if said is None:
        return
    action = code_of(said, PAIR_ACTIONS)
    if action is None:
        told = f"action is {said!r}; of a pair there are: {', '.join(PAIR_ACTIONS)}"
        page.refuse(f"{where}, action", told)
    elif "value" in cells:
        page.refuse(f"{where}, value", "leave it empty: the pair is the one of the row")
    else:
        _decide(page, cells, cells["target"], action, was[OTHER])


def _report(page: Page, where: str, cells: Cells, was: Mapping[str, Any]) -> None:
    """Read what is decided of one report: by its cells, and by an action."""
    changed = dict(_changed(page, where, cells, was))
    action = _action(page, where, cells)
    if action in PAIR_ACTIONS and was.get("scope") == _AGGREGATE and "scope" not in changed:
        page.refuse(f"{where}, action", f"{action}: a total over several events is of no event")
        action = None
    column = next((one for one in changed if ACTION_OF[one] == action), None)
    values = [] if action is None else list(_values(page, where, action, cells))
    if column is not None:
        for said in values:
            if said != changed[column]:
                told = f"{said!r}, but the cell {column} of the row says {changed[column]!r}"
                page.refuse(f"{where}, value", told)
                del changed[column]
        values = []
    for one, new in changed.items():
        _decide(page, cells, cells["target"], ACTION_OF[one], new)
    if action == _CONFIRM and values == [None]:
        # What is put right in the same row is not yet what the report says.
        values = [None if changed else in_short(was)]
    for value in values:
        _decide(page, cells, cells["target"], str(action), value)


def _added(page: Page, where: str, cells: Cells) -> None:
    """Read a row that a person added, or one of a plain list of decisions."""
    if "was" in page.columns and any(one in cells for one in EDITED):
        page.refuse(where, "a row of your own takes target, action and value; was is empty here")
        return
    if "target" not in cells:
        page.refuse(f"{where}, target", "it names no report; write its id, or file and words")
        return
    if "action" not in cells:
        page.refuse(f"{where}, action", f"it is empty; there are: {', '.join(ACTIONS)}")
        return
    action, day = _action(page, where, cells), _day(page, where, cells)
    if action is None or (day is None and _DATE in cells):
        return
    try:
        targets = page.known.targets(cells["target"])
    except MapperError as problem:
        page.refuse(f"{where}, target", problem)
        return
    for value in _values(page, where, action, cells):
        for target in targets:
            if target != value:
                _decide(page, cells, target, action, value, day=day)


def _day(page: Page, where: str, cells: Cells) -> str | None:
    """Read the day of a decision in a plain list of them."""
    said = cells.get(_DATE)
    days = read_days(said, None) if said else None
    if days is not None and days[0] == days[1]:
        return days[0]
    if said:
        page.refuse(f"{where}, date", f"{said!r} is no day; write YYYY-MM-DD")
    return None


def _action(page: Page, where: str, cells: Cells) -> str | None:
    """Read the action of a row; a value without one is refused."""
    said = cells.get("action")
    if said is None:
        if "value" in cells:
            page.refuse(f"{where}, value", "there is no action beside it")
        return None
    action = code_of(said, ACTIONS)
    if action is None:
        page.refuse(f"{where}, action", f"it is {said!r}; there are: {', '.join(ACTIONS)}")
    return action


def _values(page: Page, where: str, action: str | None, cells: Cells) -> Iterator[str | None]:
    """Give the values of an action, checked: of a join one for each report named."""
    value = cells.get("value")
    where = f"{where}, value"
    is_empty = value is None or is_missing(value)
    if action == "join" and is_empty:
        page.refuse(where, "it is empty; write the id of the other report or event")
    elif action in _FIELD_ACTIONS:
        if value is None or is_empty:
            page.refuse(where, f"it is empty; {action} needs what it is to be")
            return
        told = _chosen(action, value)
        if page.read(where, action, told) is not None:
            yield told
    elif action in PAIR_ACTIONS and value is not None and not is_empty:
        try:
            named = page.known.targets(value)
        except MapperError as problem:
            page.refuse(where, problem)
            return
        others = [one for one in named if _id_of(one) != _id_of(cells["target"])]
        if not others:
            page.refuse(where, "it is the report of the row itself")
        yield from others
    elif value is not None and not is_empty and not _is_in_short(action, value):
        page.refuse(where, f"leave it empty: {action} takes no value, and this one is {value!r}")
    else:
        yield None if is_empty else value


def _is_in_short(action: str | None, value: str) -> bool:
    """Tell whether a value is what a confirmation keeps: all that the report said."""
    return action == _CONFIRM and value.count(IN_SHORT) == len(EDITED) - 1


def _id_of(target: str) -> str:
    """Give the surer half of a target."""
    return target.partition(EITHER)[0]


def _decide(
    page: Page, cells: Cells, target: str, action: str, value: str | None, *, day: str | None = None
) -> None:
    """Take up a decision; what is free text cannot run as a formula in the next spreadsheet."""
    signed = page.signed
    why, by = (
        disarmed(told) if (told := cells.get(name) or getattr(signed, name)) else None
        for name in ("why", "by")
    )
    page.corrections.append(Correction(target, action, value, why, by, day or signed.date))


def _chosen(action: str, value: str) -> str:
    """Take the ids of places out of what a drop-down offers."""
    if action != _PLACE:
        return value
    parts = [one.strip() for one in value.split(JOINER.strip())]
    found = [(one, _CHOICE.fullmatch(one)) for one in parts]
    return JOINER.join(match[1].strip() if match else one for one, match in found)


def _changed(
    page: Page, where: str, cells: Cells, was: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Give the cells of a report that say another thing now, each as a value of its action."""
    for column in EDITED:
        old, new = str(was.get(column, "")), cells.get(column, "")
        if column not in page.columns or new == old:
            continue
        here = f"{where}, {column}"
        if not new or is_missing(new):
            page.refuse(here, f"{old!r} was emptied; write unknown where it is to be none")
            continue
        action = ACTION_OF[column]
        if action == _DATE and _is_day_respelled(new, old):
            page.respelled.append(where)
            continue
        value = _chosen(action, new)
        if action == _PLACE:
            value = _with_ids(value, old, was.get(PLACE_IDS) or [], page.gazetteer)
        changes = page.read(here, action, value)
        if changes is None:
            continue
        before = _meaning(action, old, page.gazetteer)
        if action == _TOLL:
            yield from _changed_tolls(page, here, changes, before, value)
        elif [_content(one) for one in changes] != [_content(one) for one in before]:
            yield column, value


def _changed_tolls(
    page: Page, where: str, changes: tuple[Change, ...], before: tuple[Change, ...], value: str
) -> Iterator[tuple[str, str]]:
    """Give of a cell of tolls those that are other than they were."""
    now = {one.subject: one for one in changes}
    lost = [one.subject for one in before if one.subject not in now]
    if lost or len(now) < len(changes):
        what = f"{lost[0]} is gone; write {lost[0]} unknown" if lost else f"{value!r} says it twice"
        page.refuse(where, what)
        return
    were = {one.subject: _content(one) for one in before}
    new = [now[one] for one in TOLLS if one in now and _content(now[one]) != were.get(one)]
    if new:
        yield "tolls", JOINER.join(f"{one.subject} {one.wording}" for one in new)


def _meaning(action: str, value: str, gazetteer: Gazetteer) -> tuple[Change, ...]:
    """Read what a cell said before; nothing where it said nothing, or what nobody can read."""
    try:
        return read_value(action, value, gazetteer) if value else ()
    except BadValueError:
        return ()


def _content(change: Change) -> tuple[Any, ...]:
    """Give what a change makes of an incident, without how it was worded."""
    spots = [(at.location.place_id, at.location.radius_m) for at in change.placed or ()]
    return (change.subject, tuple(sorted(change.columns.items())), spots)


def _is_day_respelled(new: str, old: str) -> bool:
    """Tell whether a spreadsheet wrote the same day in the order of its country."""
    before = read_days(old, None)
    return before is not None and any(
        read_days(new, order) == before for order in (None, "day", "month")
    )


def _with_ids(value: str, old: str, ids: list[str], gazetteer: Gazetteer) -> str:
    """Let the places that a cell named before keep their ids, whatever else bears their name."""
    names = [one.strip() for one in old.split(JOINER.strip())]
    known = dict(zip(names, ids, strict=False)) if len(names) == len(ids) else {}
    parts = [one.strip() for one in value.split(JOINER.strip()) if one.strip()]
    return JOINER.join(
        one if one not in known or _is_place(one, known[one], gazetteer) else known[one]
        for one in parts
    )


def _is_place(name: str, place_id: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is to stand for its place: it finds it, or nothing else can be said."""
    if place_id not in gazetteer.places:
        return True
    found = [
        one.location.place_id
        for read in _meaning(_PLACE, name, gazetteer)
        for one in read.placed or ()
    ]
    return found == [place_id]
