"""Where a stretch goes on to a strike at another place: "shells hit X, and jets bombed Y".

Two places one after the other are of one strike unless something between or beside them says
otherwise: a toll for each, words of time that put one after the other, another kind of
attack, or the same preposition again before two regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mapper.base.kinds import by_aircraft, ranked
from mapper.reports.dating import of_saying
from mapper.reports.reading import once
from mapper.reports.struck import is_fine, struck_places
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.places import Resolved
    from mapper.reports.reading import Reading
    from mapper.text import Toll, When
    from mapper.words import Cue, Span

NAMING = frozenset({"strike", "weapon", "open", "blast", "generic", "act", "campaign", "carrier"})
"""Roles of words that name a strike, or what brings it."""

_TOLD = frozenset({"killed", "injured"})


def cuts(reading: Reading, start: int, end: int) -> list[int]:
    """Give where in a stretch its second and later strikes begin."""
    named = [one for _, one in reading.places(start, end) if one.mention.role == "event"]
    known = cues.within(reading.anaphora, start, end)
    if len({_name(one) for one in named}) + bool(known) < 2:  # noqa: PLR2004 - two places
        return []
    struck = struck_places(reading, (start, end))
    places = sorted((reading.resolved[n] for n in struck), key=_start)
    fine = [one for one in places if is_fine(one)]
    if not fine:
        return list(_between_regions(reading, places, (start, end)))
    apart = _from_there(reading, fine[0], start)
    if apart is not None:
        return [apart, *cuts(reading, apart, end)]
    edges = [*(one.mention.phrase_start for one in fine[1:]), end]
    found: list[int] = []
    begun = start
    for (here, there), until in zip(pairwise(fine), edges[1:], strict=True):
        if _name(here) == _name(there):
            continue
        cut = _cut(_Pair(reading, here, there, begun, until))
        if cut is not None:
            found.append(cut)
            begun = cut
    return found


def _from_there(reading: Reading, place: Resolved, start: int) -> int | None:
    """Give where a stretch turns from the place told before to one that it names.

    "Five were killed in the city, and three others died in the village of Y."
    """
    begin = place.mention.phrase_start
    for cue in cues.within(reading.anaphora, start, begin):
        behind = figures(reading, cue.end, begin)
        if figures(reading, start, cue.start) and behind:
            return _joint(reading, cue.end, behind[0].start + 1, last=True)
    return None


def turns(reading: Reading, start: int, end: int) -> list[int]:
    """Give where a stretch goes on to the next of several strikes told before, or to another day.

    "Six were hurt the first time; the second strike killed one" is of two, and so is "On Friday
    three died, on Monday one".
    """
    found = ordinals(reading, start, end)
    outside = cues.outside(cues.within(reading.triggers, start, end), [one for _, one in found])
    if len(found) > 1 and not any(cue.row["role"] in NAMING for cue in outside):
        pairs = [(one[1][1], other[1][0]) for one, other in pairwise(found) if one[0] != other[0]]
        return [_joint(reading, left, right, last=True) or right for left, right in pairs]
    days = [
        when
        for when in cues.starting(reading.dates, start, end)
        if when.date_start and when.precision == "day" and not when.span
    ]
    cut = [_between_days(reading, (start, end), one, two) for one, two in pairwise(days)]
    return [at for at in cut if at is not None]


@once
def ordinals(reading: Reading, start: int, end: int) -> Sequence[tuple[int, Span]]:
    """Give the words of a stretch that tell which of several strikes is meant, in order."""
    found = [
        (number, cue.span)
        for number, name in enumerate(("first_of", "second_of", "third_of"), start=1)
        for cue in cues.find(reading.text, reading.language, f"marks:{name}", start, end)
    ]
    return sorted(found, key=lambda one: one[1])


def _between_days(reading: Reading, stretch: Span, one: When, two: When) -> int | None:
    """Give where a stretch turns from a figure of one day to a figure of another."""
    if one.date_start == two.date_start or any(
        of_saying(reading, d, stretch[0]) for d in (one, two)
    ):
        return None
    told = figures(reading, *stretch)
    left = [toll for toll in told if toll.start < two.start]
    right = [toll for toll in told if toll.quantity.start > one.end and toll not in left[:1]]
    if not left or not right:
        return None
    if left[0].end <= one.start and right[0].start < two.start:
        return _joint(reading, one.end, right[0].start, last=True)
    if one.end <= left[0].start and two.end <= right[-1].start:
        joint = _joint(reading, left[0].end, two.start, last=True)
        beside = joint is not None and not _words(reading, joint, two.start)
        return joint if beside else None
    return None


def _words(reading: Reading, start: int, end: int) -> str:
    """Give what is left of a text without the words and marks that join clauses."""
    joint = phrase(reading.language, "report_phrases", "joint")
    return joint.sub("", reading.text[start:end]).strip()


def _joint(reading: Reading, start: int, end: int, *, last: bool) -> int | None:
    """Give where a word or mark joins two clauses, the first or the last of a part."""
    joints = phrase(reading.language, "report_phrases", "joint")
    found = [match.start() for match in joints.finditer(reading.text, start, end)]
    return found[-1 if last else 0] if found else None


def _name(one: Resolved) -> str:
    return one.mention.text.casefold()


def _start(one: Resolved) -> int:
    return one.mention.phrase_start


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two places one after the other, where what is told of the first begins, and an end."""

    reading: Reading
    here: Resolved
    there: Resolved
    begun: int
    until: int

    @property
    def gap(self) -> Span:
        """What lies between the two."""
        return self.here.mention.phrase_end, self.there.mention.phrase_start

    def joint(self, start: int, end: int, *, last: bool = False) -> int | None:
        """Give where a word or mark joins two clauses, in a part of the gap."""
        return _joint(self.reading, start, end, last=last)

    def tolls(self, start: int, end: int) -> list[Toll]:
        """Give the figures of a part of the text."""
        return figures(self.reading, start, end)

    def naming(self, start: int, end: int) -> list[Cue]:
        """Give the words for a strike, or what brings it, in a part of the text."""
        found = cues.within(self.reading.triggers, start, end)
        return [cue for cue in found if cue.row["role"] in NAMING]


def figures(reading: Reading, start: int, end: int) -> list[Toll]:
    """Give the figures of the dead and the hurt in a part of the text, parts and totals out."""
    return [
        toll
        for toll in reading.tolls
        if start <= toll.quantity.start < end
        and toll.field in _TOLD
        and not (toll.subset or toll.total)
        and toll.quantity.value_min
    ]


def _cut(pair: _Pair) -> int | None:
    for rule in (_after_toll, _before_toll, _in_turn, _other_kind, _new_clause):
        cut = rule(pair)
        if cut is not None:
            return cut
    return None


def _after_toll(pair: _Pair) -> int | None:
    """Find a second figure before the second place: "five in X and three in Y"."""
    between = pair.tolls(*pair.gap)
    if not between:
        return None
    toll = between[-1]
    told = {t.field for t in pair.tolls(pair.begun, toll.quantity.start)}
    edge = min(toll.start, toll.quantity.start)
    if edge < pair.gap[0] or not (toll.field in told or (told and _is_clause(pair, toll))):
        return None
    leads = pair.naming(pair.gap[0], edge)
    joint = pair.joint(pair.gap[0], leads[0].start if leads else edge + 1, last=bool(leads))
    return edge if joint is None else min(joint, edge)


def _is_clause(pair: _Pair, toll: Toll) -> bool:
    """See a figure that is the subject of its clause: "..., and four people were hurt in Y"."""
    at_place = phrase(pair.reading.language, "report_phrases", "at_place")
    before = toll.quantity.start <= toll.start + 1 and toll.quantity.end < toll.end
    return before and at_place.match(pair.reading.text, toll.end, pair.gap[1] + 1) is not None


def _before_toll(pair: _Pair) -> int | None:
    """Find a figure behind each place: "X, killing one, and Y, killing six"."""
    between = pair.tolls(*pair.gap)
    behind = pair.tolls(pair.there.mention.phrase_end, pair.until)
    if not between or not behind:
        return None
    own = pair.naming(between[-1].end, pair.gap[1])
    alike = {t.field for t in between} & {t.field for t in behind}
    tied = _is_tied(pair, pair.here, between[0]) and _is_tied(pair, pair.there, behind[0])
    ends = phrase(pair.reading.language, "report_phrases", "clause_end")
    ended = ends.search(pair.reading.text, between[-1].end, pair.gap[1])
    if not (alike or own or tied or ended):
        return None
    return pair.joint(between[-1].end, own[0].start if own else pair.gap[1], last=True)


def _is_tied(pair: _Pair, place: Resolved, toll: Toll) -> bool:
    """See a figure told of a place alone: "X, where four died"."""
    tied = phrase(pair.reading.language, "report_phrases", "tied")
    begin = min(toll.start, toll.quantity.start)
    return tied.fullmatch(pair.reading.text, place.mention.phrase_end, begin) is not None


def _in_turn(pair: _Pair) -> int | None:
    """Find words of time that put one after the other: "X and then, an hour later, Y"."""
    reading = pair.reading
    if not pair.naming(pair.begun, pair.gap[0]):
        return None
    found = cues.find(reading.text, reading.language, "marks:sequence", *pair.gap)
    if not found:
        return None
    joint = pair.joint(pair.gap[0], found[0].start + 1, last=True)
    return found[0].start if joint is None else joint


def _other_kind(pair: _Pair) -> int | None:
    """Find another kind of attack at the second place: "the army shelled X and jets bombed Y"."""
    does = cues.within(pair.reading.triggers, *pair.gap)
    joint = pair.joint(pair.gap[0], does[-1].start, last=True) if does else None
    if joint is None:
        return None
    before, after = pair.naming(pair.begun, joint), pair.naming(joint, pair.until)
    kinds = _kind(before), _kind(after)
    if not before or not after or "other" in kinds or kinds[0] == kinds[1]:
        return None
    carried = kinds[0] in by_aircraft("own") and kinds[1] in by_aircraft("carried")
    led = any(cue.start < pair.gap[1] for cue in after)
    return None if carried and not led else joint


def _new_clause(pair: _Pair) -> int | None:
    """Find a clause with its own word for a strike: "...; in Y, shelling killed one"."""
    ends = phrase(pair.reading.language, "report_phrases", "clause_end")
    edge = ends.search(pair.reading.text, *pair.gap)
    if edge is None or not pair.naming(pair.begun, edge.start()):
        return None
    return edge.start() if pair.naming(edge.end(), pair.until) else None


def _kind(triggers: Sequence[Cue]) -> str:
    """Name the kind of attack that words tell, as far as they do."""
    kinds = {cue.row["event_type"] for cue in triggers}
    return next((kind for kind in ranked() if kind in kinds), "other")


def _between_regions(reading: Reading, places: Sequence[Resolved], stretch: Span) -> Iterator[int]:
    """Two regions with a preposition each: "strikes in rural X and in the province of Y"."""
    again = phrase(reading.language, "report_phrases", "in_again")
    if figures(reading, *stretch):
        return
    for here, there in pairwise(places):
        gap = here.mention.phrase_end, there.mention.phrase_start
        if again.fullmatch(reading.text, *gap):
            yield gap[0]
