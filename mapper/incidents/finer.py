"""A finer place told after the strike: "rockets hit a wedding. The hall is in X".

A sentence takes a strike up where it speaks of what was hit, of the dead, or of what happened
as of something known. A settlement that it names, and that lies in what was told before, is
where it was.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mapper.incidents.likeness import tolls_differ
from mapper.incidents.pair import NEXT_TO
from mapper.incidents.whereabouts import is_by, is_listed, is_named, is_unplaced, narrows
from mapper.reports import is_fine, struck_places
from mapper.words import cues, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mapper.incidents.draft import Draft
    from mapper.incidents.story import Scene
    from mapper.places import Resolved
    from mapper.reports import Report
    from mapper.words import Span


class Finer(NamedTuple):
    """Places that a later sentence gives a strike, the rule that took it up, the sentence."""

    places: tuple[int, ...]
    rule: str
    sentence: int
    """Where it begins."""


class _Sentence(NamedTuple):
    """A sentence after a strike, and which it is: 1 for the next."""

    span: Span
    gap: int


def find_finer(scene: Scene, draft: Draft, taken: Collection[int]) -> Finer | None:
    """Look for the place of a strike in what is said of it in the next sentences.

    Parameters
    ----------
    scene
        The article.
    draft
        A strike told without a place, or for a region only.
    taken
        Where sentences begin that tell of other strikes.
    """
    if draft.scope != "event" or not _is_open(scene, draft):
        return None
    for sentence in _after(scene, draft):
        if sentence.span[0] in taken:
            continue
        places = within(scene, draft, _named(scene, sentence.span))
        if not places:
            continue
        for name, rule in TAKEN_UP:
            if rule(scene, draft, sentence):
                return Finer(places, name, sentence.span[0])
    return None


def _is_open(scene: Scene, draft: Draft) -> bool:
    """See a strike told without a place, or for a region or the surroundings of a town."""
    resolved = scene.resolved
    unknown = any(is_unplaced(resolved[n]) for n in draft.places)
    return not unknown and not is_listed(resolved, draft.places)


def placed(draft: Draft, found: Finer) -> Draft:
    """Put a strike where a later sentence says it was."""
    places = dict.fromkeys(found.places, len(draft.reports) - 1)
    return replace(draft, places=places, is_placed_later=True)


def find_in_headlines(scene: Scene, draft: Draft) -> Finer | None:
    """Look for the place of a strike in the headlines, where no sentence gives it."""
    if draft.scope != "event" or not _is_open(scene, draft):
        return None
    for span in scene.headlines:
        named = struck_places(scene.reading, span, surely=True)
        places = within(scene, draft, [n for n in named if is_named(scene.resolved, n)])
        if places:
            return Finer(places, "finer.headline", span[0])
    return None


def takes_up(scene: Scene, draft: Draft, report: Report) -> bool:
    """See a report that speaks of what a strike hit as known, and names a finer place."""
    gap = scene.gap(draft.reports[-1], report)
    if draft.scope != "event" or not 0 < gap <= NEXT_TO or report.is_another:
        return False
    if not _is_open(scene, draft) or tolls_differ(draft, report):
        return False
    sentence = _Sentence((report.sentence.start, report.sentence.end), gap)
    return bool(within(scene, draft, report.places)) and _target(scene, draft, sentence)


def within(scene: Scene, draft: Draft, places: Sequence[int]) -> tuple[int, ...]:
    """Give the settlements among places that may be where a strike was."""
    resolved = scene.resolved
    fine = [n for n in places if is_fine(resolved[n]) and _is_at_home(resolved[n])]
    if not draft.places:
        return tuple(n for n in fine if is_named(resolved, n))
    return tuple(
        n
        for n in fine
        if any(
            narrows(resolved[outer], resolved[n]) or _in_part(resolved[outer], resolved[n])
            for outer in draft.places
        )
        or is_by(resolved, draft.places, n)
    )


def _is_at_home(one: Resolved) -> bool:
    """See a place of the pack's own country: it lies in a province."""
    return one.location is not None and one.location.admin1 is not None


def _in_part(outer: Resolved, inner: Resolved) -> bool:
    """See a place in the province a part of which was told: where "the east" ends is open."""
    whole, place = outer.location, inner.location
    if whole is None or place is None or whole.method != "cut":
        return False
    return whole.admin1 is not None and whole.admin1 == place.admin1


def _named(scene: Scene, span: Span) -> tuple[int, ...]:
    """Give the places a sentence puts something at, or else those it lies near or west of."""
    found = struck_places(scene.reading, span, surely=True)
    return found or tuple(
        number for number, one in scene.reading.places(*span) if one.mention.relation == "reference"
    )


def _after(scene: Scene, draft: Draft) -> Iterator[_Sentence]:
    """Give the sentences right after each report of a strike, the nearest first."""
    own = {report.sentence.start for report in draft.reports}
    seen: set[int] = set()
    for report in draft.reports:
        number = scene.order[report.sentence.start]
        edges = [*scene.starts[number + 1 :], len(scene.reading.text)][: NEXT_TO + 1]
        for gap, (start, end) in enumerate(pairwise(edges), start=1):
            if start not in own and start not in seen:
                seen.add(start)
                yield _Sentence((start, end), gap)


# -- what takes a strike up, in order


def _target(scene: Scene, draft: Draft, sentence: _Sentence) -> bool:
    """See what was told with an indefinite article, or counted, spoken of as known."""
    told = {word for report in draft.reports for word in _told(scene, report)}
    return any(words & told for words in _known(scene, sentence.span))


def _told(scene: Scene, report: Report) -> Iterator[str]:
    """Give the words told anew in a report: those after "a", "an" or a number."""
    reading = scene.reading
    anew = phrase(reading.language, "report_phrases", "told_anew")
    for match in anew.finditer(reading.text, report.sentence.start, report.sentence.end):
        yield from (word.casefold() for word in match["words"].split())
    for target in report.targets:
        yield from (word.casefold() for word in reading.text[target.start : target.end].split())


def _known(scene: Scene, span: Span) -> Iterator[set[str]]:
    """Give the words of each phrase of a sentence that speaks of something as known."""
    reading = scene.reading
    known = phrase(reading.language, "report_phrases", "known")
    never = {
        cue.start for cue in cues.find(reading.text, reading.language, "marks:not_taken_up", *span)
    }
    for match in known.finditer(reading.text, *span):
        starts = (match.start("first"), match.start("second"))
        if never.isdisjoint(starts):
            yield {word.casefold() for word in match.group("first", "second") if word}


def _site(scene: Scene, _draft: Draft, sentence: _Sentence) -> bool:
    """See the site, or somebody's house, right after the strike."""
    return sentence.gap == 1 and _says(scene, "sites", sentence.span)


def _victims(scene: Scene, _draft: Draft, sentence: _Sentence) -> bool:
    """See the dead, the wounded or what a strike left, and where they were."""
    return any(_says(scene, name, sentence.span) for name in ("aftermath", "people_there"))


def _happened(scene: Scene, _draft: Draft, sentence: _Sentence) -> bool:
    """See words that it happened there."""
    return _says(scene, "happened", sentence.span)


def _says(scene: Scene, which: str, span: Span) -> bool:
    reading = scene.reading
    return bool(cues.find(reading.text, reading.language, f"marks:{which}", *span))


TAKEN_UP: tuple[tuple[str, Callable[[Scene, Draft, _Sentence], bool]], ...] = (
    ("finer.target", _target),
    ("finer.happened", _happened),
    ("finer.victims", _victims),
    ("finer.site", _site),
)
"""What takes a strike up in a later sentence; the first that does gives the place its rule."""
