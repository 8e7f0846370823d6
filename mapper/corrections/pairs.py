"""Reports that people say are of one event, or of two: held against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

Pair = tuple[str, str]


def pair_of(one: str, other: str) -> Pair:
    """Give a pair with the lower id first."""
    return (one, other) if one < other else (other, one)


@dataclass(slots=True)
class Told:
    """What people say of pairs of reports.

    Attributes
    ----------
    together, apart
        Pairs of incident ids, the lower first, with who says so and why.
    alone
        Incidents that are an event by themselves, likewise.
    """

    together: dict[Pair, str] = field(default_factory=dict)
    apart: dict[Pair, str] = field(default_factory=dict)
    alone: dict[str, str] = field(default_factory=dict)
    _groups: dict[str, set[str]] = field(default_factory=dict)
    _met: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _apart_from: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def join(self, pair: Pair, signed: str) -> str | None:
        """Take two reports as one event, or say what is in the way."""
        one, other = sorted((self._group(end) for end in pair), key=len)
        if one is not other:
            if found := (self.alone.keys() & one) | (self.alone.keys() & other):
                return f"{min(found)} was split off {self.alone[min(found)]}"
            for mine in sorted(self._apart_from.keys() & one):
                for theirs in sorted(self._apart_from[mine] & other):
                    return f"{mine} and {theirs} were split {self.apart[pair_of(mine, theirs)]}"
            other |= one
            self._groups |= dict.fromkeys(one, other)
        self.together[pair] = signed
        self._meet(pair)
        return None

    def split(self, pair: Pair, signed: str) -> str | None:
        """Take two reports as two events, or say what is in the way."""
        if pair[1] in self._group(pair[0]):
            return "both are joined by other decisions"
        self.apart[pair] = signed
        for one, other in (pair, pair[::-1]):
            self._apart_from[one].add(other)
        self._meet(pair)
        return None

    def leave_alone(self, one: str, signed: str) -> str | None:
        """Take a report as an event by itself, or say what is in the way."""
        if len(self._group(one)) > 1:
            return "it is joined by another decision"
        self.alone[one] = signed
        return None

    def of(self, name: str) -> list[tuple[str, str, str]]:
        """List what is said of a report and another: verb, the other, and who says so."""
        if name not in self._met:
            return []
        listed = (("joined with", self.together), ("split from", self.apart))
        return [
            (verb, other, signed)
            for verb, pairs in listed
            for other in sorted(self._met[name])
            if (signed := pairs.get(pair_of(name, other)))
        ]

    def _meet(self, pair: Pair) -> None:
        for one, other in (pair, pair[::-1]):
            self._met[one].add(other)

    def _group(self, one: str) -> set[str]:
        """Give the reports that are told to be of one event with one."""
        return self._groups.setdefault(one, {one})
