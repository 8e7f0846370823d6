"""The claims of an annotation: each value it states, with the words of its quote that say it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.base.ids import make_id
from mapper.base.schema import JOINER
from mapper.incidents.policies import OPEN
from mapper.incidents.quoted import find_words, meet
from mapper.sources import COUNTS
from mapper.text import find_dates, find_parties, find_quantities, find_tolls, taken_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapper.incidents.annotated_places import Named
    from mapper.incidents.placed import Row
    from mapper.incidents.quoted import Span
    from mapper.sources import Article
    from mapper.text import Quantity
    from mapper.words import Language


@dataclass(frozen=True)
class Words:
    """Finds in quotes the words that say a value. Spans are of the article's text."""

    article: Article
    language: Language
    quotes: tuple[Span, ...]

    def of_text(self, value: str) -> Span | None:
        """Find words that are the value itself, in any case."""
        for start, end in self.quotes:
            folded = self.article.text[start:end].lower()
            # Some capitals have small letters of another length.
            if len(folded) == end - start and (found := find_words(folded, value.lower())):
                return start + found[0][0], start + found[0][1]
        return None

    def of_party(self, name: str) -> Span | None:
        """Find what names a party, by any of its names."""
        for start, text, _ in self._parts:
            for party in find_parties(text, self.language, ()):
                if party.name == name:
                    return start + party.start, start + party.end
        return self.of_text(name)

    def of_days(self, first: str, last: str) -> Span | None:
        """Find what tells the days, counted from the day of publication."""
        for start, text, _ in self._parts:
            for when in find_dates(text, self.article.published, language=self.language):
                if (when.date_start, when.date_end) == (first, last):
                    return start + when.start, start + when.end
        return None

    def of_figure(self, field: str, low: int, high: int) -> Span | None:
        """Find a figure: as the toll that it is, else any number of that size."""
        for start, text, quantities in self._parts:
            for toll in find_tolls(text, quantities, language=self.language):
                same = (toll.quantity.value_min, toll.quantity.value_max) == (low, high)
                if toll.field == field and same:
                    return start + toll.start, start + toll.end
        for start, _, quantities in self._parts:
            for one in quantities:
                if (one.value_min, one.value_max) == (low, high):
                    return start + one.start, start + one.end
        return None

    @cached_property
    def _parts(self) -> list[tuple[int, str, list[Quantity]]]:
        """Give each quote: where it begins, its words, and the numbers in it."""
        parts = []
        for start, end in self.quotes:
            text = self.article.text[start:end]
            taken = taken_spans(text, language=self.language)
            parts.append((start, text, find_quantities(text, taken=taken, language=self.language)))
        return parts


def annotated_claims(
    incident: Row, words: Words, places: Sequence[Named], rule: str
) -> Iterator[Row]:
    """Give one claim for each value stated, and for each further quote.

    Parameters
    ----------
    incident
        Row of the table incidents.
    words
        Finds the words of a value.
    places
        Its places as named.
    rule
        The annotation's.
    """
    said = incident.get("attributed_to")
    for field, wording, span, figures in _stated(incident, words, places):
        start, end = span or (None, None)
        is_open = bool(incident.get(f"{field}_open"))
        group = {"killed": "killed_group", "strike_count": "count_unit"}.get(field)
        yield {
            "claim_id": make_id("clm", incident["incident_id"], field, wording, str(start)),
            "incident_id": incident["incident_id"],
            "article_id": incident["article_id"],
            "field": field,
            "value_min": figures[0],
            "value_max": figures[1],
            "wording": words.article.text[start:end] if span else wording,
            "group": incident.get(group) if group else wording if field == "actor" else None,
            "attributed_to": said,
            "certainty": incident["actor_status"]
            if field == "actor"
            else ("attributed" if said else "asserted"),
            "start": start,
            "end": end,
            "rule": f"{rule}.{OPEN}" if is_open else rule,
        }


_NO_FIGURES = (None, None)
_Stated = tuple[str, str, "Span | None", "tuple[int | None, int | None]"]


def _stated(incident: Row, words: Words, places: Sequence[Named]) -> Iterator[_Stated]:
    """List what is stated: field, its value in words, where the quote says it, and figures."""
    kind = str(incident["event_type"])
    yield "event_type", kind, words.of_text(kind.replace("_", " ")), _NO_FIGURES
    first, last = incident["date_start"], incident["date_end"]
    if first:
        told = first if first == last else f"{first} to {last}"
        yield "date", told, words.of_days(first, last), _NO_FIGURES
    if incident.get("actor"):
        yield "actor", incident["actor"], words.of_party(incident["actor"]), _NO_FIGURES
    for place in places:
        if place.span is not None:
            yield "place", place.words, place.span, _NO_FIGURES
    yield from _figures(incident, words)
    for field, column in (("target", "targets"), ("attributed_to", "attributed_to")):
        for name in filter(None, (incident.get(column) or "").split(JOINER)):
            yield field, name, words.of_text(name), _NO_FIGURES
    for span in words.quotes[1:]:
        if not meet([span], words.quotes[:1]):
            yield "quote", words.article.text[slice(*span)], span, _NO_FIGURES


def _figures(incident: Row, words: Words) -> Iterator[_Stated]:
    """List the figures that are stated."""
    for stem in COUNTS:
        low, high = incident.get(f"{stem}_min"), incident.get(f"{stem}_max")
        if low is not None and high is not None:
            told = f"{low}" if low == high else f"{low} to {high}"
            yield stem, told, words.of_figure(stem, low, high), (low, high)
