"""The reports that a person may name by an id: made into targets that outlast it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mapper.base.errors import MapperError
from mapper.base.schema import JOINER
from mapper.corrections import Targets, target_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

Row = dict[str, Any]

_REPORT, _EVENT = "inc-", "evt-"
_SAID = ("incident_id", "article_id", "sentence", "source_id", "file")


class UnknownReportError(MapperError, LookupError):
    """A report or event that the store does not have; the message says which."""


class Known:
    """Reports and events of a store.

    Parameters
    ----------
    connection
        As `mapper.store.open_store` gives it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def targets(self, written: str) -> list[str]:
        """Give the targets that a person means: each report of an event, or what is written.

        Parameters
        ----------
        written
            Ids of reports (``inc-``) or events (``evt-``) joined by ``"; "``, or a target that
            quotes words, which is taken as it is.

        Raises
        ------
        UnknownReportError
            If the store has no such report or event, the words are of none or of several, or it
            is neither an id nor a quotation.
        """
        if '"' in written or "\u201c" in written or "\u00ab" in written:
            found = self._quoted.find(written)
            if not found.ids and not self._is_followed(written):
                raise UnknownReportError(found.detail or f"the store has no {written}")
            return [written]
        names = [one.strip() for one in written.split(JOINER.strip()) if one.strip()]
        return list(dict.fromkeys(target for name in names for target in self._of_name(name)))

    @cached_property
    def _quoted(self) -> Targets:
        """The reports by their words."""
        listed = ", ".join(_SAID)
        return Targets(map(_row, self._connection.execute(f"SELECT {listed} FROM incidents")))  # noqa: S608 - names are ours

    def _is_followed(self, target: str) -> bool:
        """Tell whether the build followed a decision on it: a report dropped has no words here."""
        query = "SELECT 1 FROM corrections WHERE target = ? AND status = 'applied'"
        return self._connection.execute(query, (target,)).fetchone() is not None

    def _of_name(self, name: str) -> list[str]:
        column = {_REPORT: "incident_id", _EVENT: "event_id"}.get(name[: len(_REPORT)])
        if column is None:
            raise UnknownReportError(
                f'{name!r} is no report; write an id (inc-, evt-), or file: "words of it"'
            )
        listed = ", ".join(_SAID)
        found = self._connection.execute(
            f"SELECT {listed} FROM incidents WHERE {column} = ? ORDER BY incident_id",  # noqa: S608 - names are ours
            (name,),
        ).fetchall()
        if not found:
            raise UnknownReportError(f"the store has no {name}")
        return [target_of(_row(one)) for one in found]


def _row(found: Mapping[str, Any]) -> Row:
    return {name: found[name] for name in _SAID}
