"""The weights by which pairs are judged, in bits: the file ``weights.csv`` beside this one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by feature and level, and the limits that a sum of them is held against."""

    listed: Mapping[tuple[str, str], float]

    @property
    def joined(self) -> float:
        """Bits from which a pair is joined."""
        return self.listed[LIMIT, "joined"]

    @property
    def doubtful(self) -> float:
        """Bits from which a pair that is not joined is listed as doubtful."""
        return self.listed[LIMIT, "doubtful"]

    @property
    def cross(self) -> float:
        """Mean bits that all pairs across two clusters must have for them to grow together."""
        return self.listed[LIMIT, "cross"]

    @property
    def margin(self) -> float:
        """Bits by which one of several rows that a source keeps apart must fit better."""
        return self.listed[LIMIT, "margin"]

    def bits(self, feature: str, level: str) -> float:
        """Give the weight of a level; one that is not listed weighs nothing."""
        return self.listed.get((feature, level), 0.0)


@cache
def weights() -> Weights:
    """Read the file."""
    text = (files("mapper.joining") / "weights.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return Weights({(row["feature"], row["level"]): float(row["bits"]) for row in rows})
