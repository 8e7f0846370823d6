"""A mention while its place is being decided, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.base.letters import lower_in_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer import Gazetteer, Match, Place
    from mapper.mentions import Mention, PlaceWords
    from mapper.places.bearings import Bearing
    from mapper.places.location import Location

LEAST = {"skeleton": 76.0, "fuzzy": 82.0}
LEAST_WITHIN = {"skeleton": 68.0, "fuzzy": 76.0}
"""Likeness below which a place met by likeness is not taken, per method: anywhere in the
home country, and within a region that is given. Chosen on withheld spellings so that of
names the gazetteer lacks about one in eight, within a region one in twenty, is mistaken."""

LISTED = 96.0
"""Score from which a name is listed as it is spelled."""

METROPOLIS = 500_000
"""People from which a bare name means the city rather than the governorate of its name."""

LARGE = frozenset({"city", "capital", "country"})
UNITS = frozenset({"governorate", "district"})
SMALL_UNITS = frozenset({"district", "subdistrict"})
QUARTERS = frozenset({"neighbourhood", "district"})
"""Kinds of places and units, and what the text may call a quarter of a city."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a mention might be: score 0 to 100, and what spoke for and against it."""

    place_id: str
    name: str
    name_ar: str | None
    lat: float | None
    lon: float | None
    score: float
    reasons: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention with its candidates and the decision.

    `location` is set when `status` is ``resolved``; for an ``unknown`` name that the
    text puts inside a known place, it is that place, with method ``container``. `within`
    is the index, in the same list, of the mention that the text names as containing it.
    """

    mention: Mention
    status: str
    candidates: tuple[Candidate, ...]
    location: Location | None
    within: int | None


@dataclass(slots=True)
class Page:
    """A text while its places are decided: what every pass may look at.

    `within` and `anchors` have one entry per name: the number of the name that the text
    puts it in, and the other places of the text that it may be near to. `lower` is the text
    in lower case, every letter in its place.
    """

    text: str
    gazetteer: Gazetteer
    words: PlaceWords
    within: list[int | None] = field(default_factory=list)
    bearings: list[Bearing] = field(default_factory=list)
    anchors: list[list[Place]] = field(default_factory=list)
    decided: list[Resolved] = field(default_factory=list)
    lower: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Lower the text once for all that look for words in it."""
        self.lower = lower_in_place(self.text)


@dataclass(slots=True)
class Case:
    """A mention while it is decided; `step` is the pass at work, which its reasons name."""

    mention: Mention
    options: list[Match] = field(default_factory=list)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    within: int | None = None
    rural: bool = False
    held: bool = False
    beside: bool = False
    quarter: bool = False
    step: str = ""

    def __post_init__(self) -> None:
        """Take the kind that the text gives."""
        self.quarter = self.mention.kind_cue in QUARTERS

    def add(self, options: Iterable[Match], why: str = "") -> None:
        """Add options, each with the score and the manner of its match, and say why."""
        for match in options:
            self.options.append(match)
            self.scores[match.place.place_id] = match.score
            self.reasons[match.place.place_id] = [f"{match.method} match ({match.score:.1f})"]
            if why:
                self._say(match, why)

    @property
    def ranked(self) -> list[Match]:
        """Options, best first; ids break what scores leave open."""
        return sorted(
            self.options, key=lambda m: (-self.scores[m.place.place_id], m.place.place_id)
        )

    @property
    def is_pair(self) -> bool:
        """Whether the name may be a settlement or the area of its name."""
        areas = {m.place.is_area for m in self.options if m.place.kind != "country"}
        return len(areas) == 2  # noqa: PLR2004 - both answers

    def lower(self, match: Match, by: float, why: str) -> None:
        """Take points off an option and say why."""
        place_id = match.place.place_id
        self.scores[place_id] -= by
        self._say(match, f"{why} (-{by:.1f})")

    def keep(self, kept: list[Match], why: str) -> bool:
        """Drop all options but some, unless that would drop all; say whether some are left."""
        if kept:
            self.options = kept
            for match in kept:
                self._say(match, why)
        return bool(kept)

    def drop_all(self) -> None:
        """Drop every option: the name stays unknown."""
        self.options = []

    def _say(self, match: Match, why: str) -> None:
        self.reasons[match.place.place_id].append(f"{self.step}: {why}")


def has_metropolis(case: Case) -> bool:
    """See a name that is listed as that of a very large city."""
    return any(
        m.place.is_settlement and (m.place.population or 0) >= METROPOLIS for m in case.options
    )


def is_large(case: Case) -> bool:
    """See a name that is listed as a city's or a unit's: no quarter, whatever else it names."""
    return any(
        m.score >= LISTED and (m.place.kind in LARGE or m.place.kind in UNITS) for m in case.options
    )


def bounded(score: float) -> float:
    """Keep a score within 0 and 100."""
    return round(max(0.0, min(100.0, score)), 2)
