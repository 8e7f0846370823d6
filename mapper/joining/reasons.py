"""Why a pair was judged as it was: its levels with their weights, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.base.schema import JOINER
from mapper.joining.weights import weights

if TYPE_CHECKING:
    from mapper.joining.pairs import Pairs


def reasons(pairs: Pairs, number: int) -> str:
    """List the levels that weigh anything: ``place same +2.5; day next -1.2``."""
    return JOINER.join(
        f"{feature} {level} {bits:+.1f}" for feature, level, bits in waterfall(pairs, number)
    )


def waterfall(pairs: Pairs, number: int) -> list[tuple[str, str, float]]:
    """Give feature, level and weight of what speaks for or against a pair, in bits."""
    table = weights()
    levels = (
        (name, str(feature.levels[feature.codes[number]]))
        for name, feature in pairs.features.items()
    )
    return [(n, level, bits) for n, level in levels if (bits := table.bits(n, level))]
