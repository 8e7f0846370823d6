"""Where a text says that a name lies: "X is 25 km west of Y", "X, near Y", "X outside Y"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base.letters import plain
from mapper.mentions import read_bearing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.mentions import Mention, PlaceWords

REACH = 110
"""Characters between a name and the place it is told by."""

LEAST_KM = 12.0
SHARE = 0.4
UNTOLD_KM = 60.0
"""How far from the point told a place may lie and still be the one meant: kilometres, or a
share of the distance told where that is more; and where only "near" or a direction is told."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A name told by another: the numbers of both mentions, and the relation between them."""

    subject: int
    reference: int
    relation: str

    @property
    def km(self) -> float:
        """Kilometres told, 0 where none are."""
        last = self.relation.rsplit(":", 1)[-1]
        return float(last) if last[0].isdigit() else 0.0

    @property
    def way(self) -> str:
        """Direction told, empty where none is."""
        word, _, rest = self.relation.partition(":")
        return rest.partition(":")[0] if word == "sector" else ""

    @property
    def tolerance_km(self) -> float:
        """Kilometres from the point told within which the place meant is looked for."""
        return max(LEAST_KM, SHARE * self.km) if self.km else UNTOLD_KM


def find_bearings(
    mentions: Sequence[Mention], within: Sequence[int | None], text: str, words: PlaceWords
) -> list[Bearing]:
    """Find the names that a text places by distance or direction from another.

    Parameters
    ----------
    mentions
        Mentions of the text in its order.
    within
        For each the mention that contains it, if any.
    text
        The text.
    words
        Words of its language.
    """
    found: list[Bearing] = []
    for j in range(1, len(mentions)):
        if mentions[j].relation != "reference":
            continue
        gap = plain(text[mentions[j - 1].phrase_end : mentions[j].start]).text.lower()
        relation, start = read_bearing(gap, words) if len(gap) <= REACH else (None, 0)
        if relation is None:
            continue
        subject = _subject(gap[:start], j, within, found, words)
        if subject is not None and mentions[subject].relation in {"at", "near"}:
            found.append(Bearing(subject, j, relation))
    return found


def _subject(
    lead: str,
    j: int,
    within: Sequence[int | None],
    found: Sequence[Bearing],
    words: PlaceWords,
) -> int | None:
    """Give the mention of which the words before a distance speak, if they speak of one."""
    if words.phrases["stating_between"].fullmatch(lead):
        # "X in Homs province, 40 km from Homs" is said of X.
        return j - 2 if j > 1 and within[j - 2] == j - 1 else j - 1
    again = words.phrases["again"].match(lead)
    if again and words.phrases["stating_between"].fullmatch(lead, again.end()) and found:
        # "X lies near Y and is 12 km from Z" is said of X twice.
        return found[-1].subject if found[-1].reference == j - 1 else None
    return None
