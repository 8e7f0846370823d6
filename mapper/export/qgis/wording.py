"""What a project and its styles call things: the words of the region, and the zones there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base.schema import UNJUDGED
from mapper.base.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_AREAS = ("zone", "inner", "outer")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the styles of one set of tables.

    Attributes
    ----------
    setting
        The region in its own words.
    zone_kinds
        Kinds of zones, lines and posts that there are; None where that is not known: a
        style then has all that the map knows.
    is_judged
        Whether places were judged by zones at all.
    """

    setting: Setting = field(default_factory=Setting)
    zone_kinds: frozenset[str] | None = None
    is_judged: bool = True

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> Wording:
        """Read it from tables by name: ``run``, ``zones`` and, without zones, ``incidents``."""
        run, zones = tables.get("run"), tables.get("zones")
        told = {} if run is None else dict(zip(run["key"], run["value"], strict=True))
        kinds = None if zones is None else frozenset(zones["kind"].dropna())
        has_zones = zones is None or bool(zones["part"].isin(_AREAS).any())
        is_judged = has_zones or _has_verdicts(tables.get("incidents"))
        return cls(Setting.of_run(told), kinds, is_judged)


def _has_verdicts(incidents: pd.DataFrame | None) -> bool:
    """Tell whether any place was judged: what stdin brings has verdicts and no zones."""
    if incidents is None:
        return False
    return bool((~incidents["zone_verdict"].dropna().isin(UNJUDGED)).any())
