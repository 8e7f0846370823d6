"""An event for the tests of other projects' columns, and its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.export.others.loss import Loss
from mapper.export.others.told import Told
from mapper.export.others.write import written
from mapper.incidents import claims_of_reports
from mapper.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from mapper.export.others.layout import Layout


def told(**more: Any) -> Told:  # noqa: ANN401 - cells are of any type
    """Give an event, at one place and of one day unless told otherwise."""
    cells: dict[str, Any] = dict.fromkeys([*schema.EVENTS.names, "name_ar", "kind"])
    cells |= {"id": "evt-0123456789ab", "scope": "event", "event_type": "airstrike"}
    cells |= {"date_start": "2019-05-14", "date_end": "2019-05-14", "date_precision": "day"}
    cells |= {"date_basis": "on", "actor": "A", "actor_status": "asserted", "places": "Somewhere"}
    cells |= {"geo_precision": 1, "radius_m": 2000.0, "kind": "town", "killed_min": 2}
    cells |= {"killed_max": 5, "killed_open": False, "n_sources": 2, "one_teller": ""}
    cells |= {"killed_told": "yes", **more}
    one = {"publisher": "P", "published": "2019-05-15", "title": "T", "url": None, "file": "a.txt"}
    one |= {"sentence": "It was said.", "article_id": "art-1", "incident_id": "inc-1"}
    place = None if cells["radius_m"] is None else (36.5, 35.6)
    return Told(cells, place, [one], claims_of_reports([cells]), DEFAULT_LANGUAGE, None)


def out(layout: Layout, one: Told) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Write one row; give it and the loss report."""
    loss = Loss(layout)
    rows = list(written(layout, [one], loss))
    return (rows[0] if rows else None), loss.report("a.csv")
