"""Exports in the columns of others: of a known project, or of a coder's own codebook."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper import query
from mapper.base.errors import ExportError, SchemaError
from mapper.base.targets import checked
from mapper.cli import options, output
from mapper.query import ALL_SCOPES, ask_with_totals
from mapper.sources import nearest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.export import Layout, Loss, Told
    from mapper.query import Question

FLAT = ("csv", "tsv", "json", "nl")
"""Formats with a row of plain cells for each row."""
_STDOUT = "-"
_LOSS = ".loss.json"


# --- the columns of a known project -----------------------------------------------------------


def loss_report(target: Path) -> Path:
    """Name the loss report that goes with a file."""
    return target.with_name(target.name + _LOSS)


def check_form(layout: Layout, form: str, target: Path, *, overwrite: bool) -> Path:
    """Refuse a format that a project's rows do not come in, and to write over its files.

    Gives the file or folder that is written, where `target` is a link what it leads to.
    """
    from mapper.export import FILES

    allowed = FLAT if layout.form in FLAT and layout.table else (layout.form,)
    if form not in allowed:
        raise click.UsageError(f"--as {layout.name} is written as {', '.join(allowed)}")
    is_folder = not layout.table
    if str(target) == _STDOUT:
        if is_folder:
            raise click.UsageError(f"--as {layout.name} writes a folder; name it with -o")
        return target
    if not is_folder:
        return options.free(target, loss_report(target), overwrite=overwrite)
    target = options.followed(checked(target))
    if os.path.lexists(target) and not target.is_dir():
        raise ExportError(f"{target} is no folder; --as {layout.name} writes files into one")
    target = target if target.name else target.resolve()
    for path in (*(target / name for name in FILES), loss_report(target)):
        options.free(path, overwrite=overwrite)
    return target


def write_as(
    connection: sqlite3.Connection,
    question: Question,
    layout: Layout,
    form: str,
    target: Path,
    *,
    gazetteer: Path | None,
    bom: bool,
) -> tuple[str, ...]:
    """Write what a question asks for in the columns of a project, with the loss report.

    What the usual scope leaves out is taken up and dropped, so that the report counts it.

    Returns
    -------
    remarks
        For the reader, those on the loss first.
    """
    from mapper.export import Loss, write_timemap

    if question.scope == query.Question().scope:
        question = replace(question, scope=ALL_SCOPES)
    asked, remarks = ask_with_totals(question, connection, gazetteer=gazetteer)
    told = chain.from_iterable(_told(connection, one) for one in asked)
    loss = Loss(layout)
    text = _text(layout, told, loss, form, bom=bom)
    if str(target) == _STDOUT:
        output.write(target, text)
        return (*loss.words(), *remarks)
    with options.as_one_set(target) as made:
        if layout.table:
            output.write(made, text)
        else:
            write_timemap(made, layout, told, loss)
        loss_report(made).write_text(loss.text(target.name), encoding="utf-8", newline="")
    return (*loss.words(), *remarks)


def _told(connection: sqlite3.Connection, asked: query.Asked) -> Iterator[Told]:
    """Give the rows asked for with what belongs to them."""
    from mapper.export import from_row, gather

    table = asked.of.table
    rows = query.rows(connection, asked.conditions, of=asked.of)
    return gather(connection, table, map(partial(from_row, table), rows))


def _text(
    layout: Layout, told: Iterator[Told], loss: Loss, form: str, *, bom: bool
) -> Iterator[str]:
    """Give rows as text."""
    from mapper.export import BOM, written

    if bom and form in {"csv", "tsv"}:
        yield BOM
    yield from output.plain_or_coded(written(layout, told, loss), layout.columns, form)


# --- a coder's own columns --------------------------------------------------------------------


def read_columns(values: Sequence[str]) -> dict[str, str]:
    """Read what --columns takes: our column for each of theirs, in their order.

    Each value is ``their=ours``, or a table with the columns ``theirs`` and ``ours``.

    Raises
    ------
    click.BadParameter
        If a value is neither, or a column of theirs comes twice.
    """
    pairs = [pair for value in values for pair in _pairs(value)]
    theirs = [name for name, _ in pairs]
    twice = sorted({name for name in theirs if theirs.count(name) > 1})
    if twice:
        raise click.BadParameter(f"--columns names {', '.join(twice)} twice")
    return dict(pairs)


def _pairs(value: str) -> list[tuple[str, str]]:
    """Read one value of --columns."""
    if "=" in value:
        theirs, _, ours = (part.strip() for part in value.rpartition("="))
        if theirs and ours:
            return [(theirs, ours)]
    elif Path(value).is_file():
        try:
            text = Path(value).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise click.BadParameter(f"--columns cannot read {value}: {problem}") from problem
        rows = csv.DictReader(text.splitlines())
        if {"theirs", "ours"} <= set(rows.fieldnames or ()):
            listed = [((row["theirs"] or "").strip(), (row["ours"] or "").strip()) for row in rows]
            if all(theirs and ours for theirs, ours in listed):
                return listed
        raise click.BadParameter(
            f"--columns {value} has no columns 'theirs' and 'ours', both filled in every row"
        )
    raise click.BadParameter(
        f"--columns {value!r} is neither THEIRS=OURS, such as location=places, nor a file of them"
    )


def renamed(
    rows: Iterator[Mapping[str, Any]], columns: Mapping[str, str], known: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Give rows in a coder's own columns.

    Raises
    ------
    SchemaError
        If there are no columns of ours by some names: one error for all of them.
    """
    odd = sorted({ours for ours in columns.values() if ours not in known})
    if odd:
        told = ", ".join(f"{name!r} (the nearest is {nearest(name, known)!r})" for name in odd)
        raise SchemaError(f"--columns: no column {told}")
    return ({theirs: row[ours] for theirs, ours in columns.items()} for row in rows)
