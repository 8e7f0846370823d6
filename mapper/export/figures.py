"""Incidents with their tolls as another project's policy derives them, in columns of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mapper.base.schema import Column, Table
from mapper.incidents import derive
from mapper.words import DEFAULT_LANGUAGE, Language, available

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from mapper.export.features import Feature

FIELDS = ("killed", "injured")
_ENDS = ("low", "best", "high")
_CLAIMS = """
    SELECT claims.*, articles.language AS language
    FROM claims LEFT JOIN articles USING (article_id)
    WHERE incident_id = ? AND field IN ('killed', 'injured')
"""


def widened(table: Table, policies: Sequence[str]) -> Table:
    """Give the table of incidents with three columns more per policy and field.

    Examples
    --------
    >>> from mapper.base.schema import INCIDENTS
    >>> widened(INCIDENTS, ["ucdp"]).names[-3:]
    ['ucdp_injured_low', 'ucdp_injured_best', 'ucdp_injured_high']
    """
    columns = tuple(
        Column(f"{policy}_{field}_{end}", "int", f"{end} by policy {policy}")
        for policy in policies
        for field in FIELDS
        for end in _ENDS
    )
    return replace(table, columns=table.columns + columns)


def with_figures(
    connection: sqlite3.Connection, features: Iterable[Feature], policies: Sequence[str]
) -> Iterator[Feature]:
    """Add to each incident the tolls that policies derive from its claims.

    Parameters
    ----------
    connection
        Open store that holds the incidents' claims.
    features
        Incidents.
    policies
        Names of `mapper.incidents.policies.POLICIES`.

    Yields
    ------
    feature
        The incident with the columns of `widened`.
    """
    for feature in features:
        claims, language = claims_of(connection, feature.cells["incident_id"])
        cells = dict(feature.cells)
        for policy in policies:
            for field in FIELDS:
                toll = derive(claims, field, policy, language=language)
                cells |= {f"{policy}_{field}_{end}": getattr(toll, end) for end in _ENDS}
        yield replace(feature, cells=cells)


def claims_of(
    connection: sqlite3.Connection, incident_id: str
) -> tuple[list[dict[str, Any]], Language]:
    """Read the claims on the tolls of an incident, and the language of their words."""
    claims = [dict(row) for row in connection.execute(_CLAIMS, (incident_id,))]
    told = next((claim["language"] for claim in claims if claim["language"]), None)
    return claims, Language.of(told) if told and available(told) else DEFAULT_LANGUAGE
