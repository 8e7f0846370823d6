"""What keeps reports apart, whatever speaks for them: rules that hold for all of a cluster.

Each rule has a name, by which ``event_links`` tells why a pair stayed apart that its score
would have joined. A rule looks at all members of both clusters.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper.joining import kinship
from mapper.joining.blocks import SLACK, ratio
from mapper.joining.case import EXACT, TOLLS, UNDATED, UNKNOWN
from mapper.joining.coarse import is_wide_spot
from mapper.joining.pairs import toll
from mapper.joining.told import TOLD
from mapper.joining.wording import LEAST_WORDS, words_of
from mapper.words import cues, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mapper.joining.case import Cases, Ints, Spots
    from mapper.words import Language

    Rule = Callable[["Profiles", "Profile", "Profile"], bool]

_FARTHEST = 2.5
"""Distance from which two places are not one, in shares of the radius of both errors."""


class Profile:
    """What a cluster's members say that the rules look at."""

    __slots__ = (
        *("by_source", "cited", "first", "kinds", "last", "members", "places", "published", "sums"),
    )

    def __init__(self, cases: Cases, number: int) -> None:
        self.members = [number]
        self.by_source = {int(cases.source[number]): [number]}
        is_dated = cases.basis[number] != UNDATED
        self.first = int(cases.first[number]) if is_dated else None
        self.last = int(cases.last[number]) if is_dated else None
        is_known = cases.published[number] != UNKNOWN and not cases.is_record[number]
        self.published = int(cases.published[number]) if is_known else None
        self.places: dict[tuple[int, ...], int] = {}
        self.sums: list[int] = []
        """Members that tell one toll of several places."""
        self.kinds = {cases.rows[number]["event_type"]}
        self.cited: dict[str, list[int]] = {}
        if source := _voice(cases.rows[number], cases.language):
            self.cited[source] = [number]

    def add(self, other: Profile) -> None:
        """Take in the members of another cluster."""
        self.members += other.members
        for source, members in other.by_source.items():
            self.by_source.setdefault(source, []).extend(members)
        for name, members in other.cited.items():
            self.cited.setdefault(name, []).extend(members)
        self.sums += other.sums
        self.kinds |= other.kinds
        self.places |= {key: spot for key, spot in other.places.items() if key not in self.places}
        if other.published is not None:
            first = other.published if self.published is None else self.published
            self.published = min(first, other.published)
        if other.first is not None and other.last is not None:
            self.first = other.first if self.first is None else max(self.first, other.first)
            self.last = other.last if self.last is None else min(self.last, other.last)

    def shares_source(self, other: Profile) -> bool:
        """See whether some article, table or source tells of both."""
        return not (
            self.by_source.keys().isdisjoint(other.by_source)
            and self.cited.keys().isdisjoint(other.cited)
        )


class Profiles:
    """The clusters' profiles, and what rules ask of pairs of their members."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self._twice: dict[tuple[int, int], bool] = {}
        self._places: dict[int, set[int]] = defaultdict(set)
        self._spots: dict[int, list[int]] = defaultdict(list)
        spots = cases.spots
        is_wide = is_wide_spot(spots)
        self._wide = set(spots.case[is_wide].tolist())
        for n, (case, place) in enumerate(
            zip(spots.case.tolist(), _points(spots).tolist(), strict=True)
        ):
            self._places[case].add(place)
            self._spots[case].append(n)

    def of(self, number: int) -> Profile:
        """Make the profile of one case."""
        made = Profile(self.cases, number)
        if number in self._spots and number not in self._wide:
            made.places[tuple(sorted(self._places[number]))] = number
            if len(self._places[number]) > 1:
                made.sums.append(number)
        return made

    def leaves_out(self, several: int, other: int) -> bool:
        """See whether a case, narrow, has nothing near some place of another."""
        if other not in self._spots or other in self._wide:
            return False
        mine, theirs = (np.array(self._spots[n], dtype=np.int64) for n in (several, other))
        pairs = np.repeat(mine, len(theirs)), np.tile(theirs, len(mine))
        is_near = ratio(self.cases, *pairs) <= _FARTHEST
        return not bool(is_near.reshape(len(mine), len(theirs)).any(axis=1).all())

    def may_be_near(self, one: int, other: int) -> bool:
        """See whether some places of two cases, both narrow, may be one."""
        if not self._places[one].isdisjoint(self._places[other]):
            return True
        mine, theirs = (np.array(self._spots[n], dtype=np.int64) for n in (one, other))
        pairs = np.repeat(mine, len(theirs)), np.tile(theirs, len(mine))
        return bool((ratio(self.cases, *pairs) <= _FARTHEST).any())

    def are_one_twice(self, one: int, other: int) -> bool:
        """See whether two rows of a table tell one event, each as another source does.

        The same place, day and kind by the same actor, from two sources that are named; or
        rows that are the same in all but their id, told in a sentence of their own.
        """
        key = min(one, other), max(one, other)
        if key not in self._twice:
            self._twice[key] = self._are_one_twice(*key)
        return self._twice[key]

    def _are_one_twice(self, one: int, other: int) -> bool:
        cases = self.cases
        mine, theirs = cases.rows[one], cases.rows[other]
        if UNDATED in (cases.basis[one], cases.basis[other]):
            return False
        if cases.first[one] > cases.last[other] or cases.first[other] > cases.last[one]:
            return False
        if self._places[one].isdisjoint(self._places[other]):
            return False
        if not _are_of_one_deed(mine, theirs, cases.language):
            return False
        cited = [
            kinship.voices(row.get("attributed_to") or "", cases.language) for row in (mine, theirs)
        ]
        if all(cited) and cited[0].isdisjoint(cited[1]):
            return True
        note = words_of(mine.get("sentence"))
        figures = all(
            column[name][one] == column[name][other]
            for column in (cases.low, cases.high)
            for name in TOLLS
        )
        return figures and len(note) >= LEAST_WORDS and note == words_of(theirs.get("sentence"))


def _points(spots: Spots) -> Ints:
    """Give the code of each place; of those that have none, one for each point, below `UNKNOWN`."""
    points = np.stack([spots.lat, spots.lon])
    _, number = np.unique(points, axis=1, return_inverse=True)
    return np.where(spots.place == UNKNOWN, UNKNOWN - 1 - number.ravel(), spots.place)


def _are_of_one_deed(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], language: Language
) -> bool:
    """See whether kinds and actors of two rows go together."""
    if kinship.kind(mine["event_type"], theirs["event_type"]) in {"apart", "never"}:
        return False
    actor, other = mine.get("actor"), theirs.get("actor")
    return not actor or not other or kinship.actor(actor, other, language) != "apart"


def _voice(row: Mapping[str, Any], language: Language) -> str | None:
    """Give who alone speaks in a report: whom it cites, of one that cites nobody its publisher."""
    if kinship.told(row.get("attributed_to") or "", language):
        return only_source(row["attributed_to"], language)
    named = kinship.voices(row.get("publisher") or "", language)
    return next(iter(named)) if len(named) == 1 else None


def only_source(cited: str | None, language: Language) -> str | None:
    """Give who alone is cited, if by a name of their own."""
    named = kinship.voices(cited or "", language)
    source = next(iter(named)) if len(named) == 1 else None
    return source if source and not source[:1].islower() else None


def _one_article(profiles: Profiles, one: Profile, other: Profile) -> bool:
    """Keep apart what one article tells as two events."""
    is_record = profiles.cases.is_record
    return any(not is_record[one.by_source[s][0]] for s in one.by_source.keys() & other.by_source)


def _one_coder(profiles: Profiles, one: Profile, other: Profile) -> bool:
    """Keep apart two rows of a table, unless they are one event as two sources tell it."""
    is_record = profiles.cases.is_record
    return any(
        not profiles.are_one_twice(mine, theirs)
        for source in one.by_source.keys() & other.by_source
        for mine in one.by_source[source]
        if is_record[mine]
        for theirs in other.by_source[source]
    )


def _other_days(_: Profiles, one: Profile, other: Profile) -> bool:
    """Keep apart days that differ by more than a night, between any two members."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return False
    return max(one.first, other.first) - min(one.last, other.last) > SLACK


def _other_places(profiles: Profiles, one: Profile, other: Profile) -> bool:
    """Keep apart what happened at places that no error of theirs brings together."""
    return any(
        not profiles.may_be_near(mine, theirs)
        for mine in one.places.values()
        for theirs in other.places.values()
    )


def _told_before(_: Profiles, one: Profile, other: Profile) -> bool:
    """Keep an article apart from what happened after it was published."""
    return any(
        a.published is not None and b.first is not None and b.first > a.published + SLACK
        for a, b in ((one, other), (other, one))
    )


def _same_source_other_toll(profiles: Profiles, one: Profile, other: Profile) -> bool:
    """Keep apart different tolls that one source gives of the same day on the same day.

    Unless one of them says that the toll is a new one.
    """
    cases = profiles.cases
    return any(
        _differ(cases, mine, theirs)
        and not any(_tells_update(cases.rows[n], cases.language) for n in (mine, theirs))
        for source in one.cited.keys() & other.cited
        for mine in one.cited[source]
        for theirs in other.cited[source]
    )


def _tells_update(row: Mapping[str, Any], language: Language) -> bool:
    """See whether the words of a report say that a toll was raised or is overtaken."""
    sentence = row.get("sentence") or ""
    if row.get("article_id") is None or not sentence:
        return False
    if not _update_words(language).isdisjoint(words_of(sentence)):
        return True
    return bool(cues.find(sentence, language, "earlier_tolls", 0, len(sentence)))


@cache
def _update_words(language: Language) -> frozenset[str]:
    listed = rows(language, "toll_words")
    return frozenset(row["word"] for row in listed if row["class"] == "update")


def _differ(cases: Cases, one: int, other: int) -> bool:
    """See whether two reports of a day give tolls that cannot both hold: "at least 5" may be 12."""
    same_day = cases.basis[one] == cases.basis[other] == EXACT
    told = cases.published[one], cases.published[other]
    if not same_day or cases.first[one] != cases.first[other] or told[0] != told[1]:
        return False
    return any(
        UNKNOWN not in (cases.low[name][one], cases.low[name][other])
        and any(
            cases.low[name][more] > cases.high[name][less] and not cases.is_open[name][less]
            for less, more in ((one, other), (other, one))
        )
        for name in TOLLS
    )


def _never_one(_: Profiles, one: Profile, other: Profile) -> bool:
    """Keep people on the move apart from strikes."""
    return any(kinship.kind(a, b) == "never" for a in one.kinds for b in other.kinds)


def _sum_of_places(profiles: Profiles, one: Profile, other: Profile) -> bool:
    """Keep a toll of several places apart from another toll of only some of them."""
    return any(
        profiles.leaves_out(several, part) and _is_other_toll(profiles.cases, several, part)
        for mine, theirs in ((one, other), (other, one))
        for several in mine.sums
        for part in theirs.members
    )


_OTHER_TOLLS = frozenset({"apart", "none_some", "grown"})


def _is_other_toll(cases: Cases, one: int, other: int) -> bool:
    """See whether the killed of two reports stand apart, also as an update would."""
    ends = np.array([one]), np.array([other])
    found = toll(cases, "killed", *ends)
    return found.levels[int(found.codes[0])] in _OTHER_TOLLS


RULES: tuple[tuple[str, Rule], ...] = (
    ("one_article", _one_article),
    ("one_coder", _one_coder),
    ("other_days", _other_days),
    ("told_before", _told_before),
    ("other_places", _other_places),
    ("same_source_other_toll", _same_source_other_toll),
    ("never_one", _never_one),
    ("sum_of_places", _sum_of_places),
)
"""Rules in the order in which they are asked, by name."""
_BY_NAME = dict(RULES)

OTHER_KINDS = "other_kinds"
CAPS: dict[str, tuple[str, str]] = {OTHER_KINDS: ("kind", "apart")}
"""Levels of a feature at which a pair is in doubt at most, whatever its score, by name."""
OF_SPREAD = frozenset({"other_days", "other_places"})
"""Rules by what may be wide: of a cluster they may hold where they do not hold of the pair."""

ORDER = {name: number for number, name in enumerate((TOLD, *(name for name, _ in RULES)))}


def forbidden(
    profiles: Profiles,
    one: Profile,
    other: Profile,
    rules: Sequence[tuple[str, Rule]] = RULES,
) -> str | None:
    """Give the name of the first rule that keeps two clusters apart."""
    return next((name for name, rule in rules if rule(profiles, one, other)), None)


def holds(name: str, profiles: Profiles, one: int, other: int) -> bool:
    """See whether a rule keeps two cases apart."""
    return _BY_NAME[name](profiles, profiles.of(one), profiles.of(other))
