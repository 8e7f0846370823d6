"""The places of an annotation: the names as the text has them, placed as the rules place names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.base.ids import make_id
from mapper.base.rejects import reject
from mapper.incidents.placed import Placed
from mapper.incidents.quoted import find_words, meet, nearest, shown
from mapper.incidents.records import apart, at_position
from mapper.incidents.rows import candidate_rows, mention_row
from mapper.mentions import Mention
from mapper.places import locate, locate_place, resolve
from mapper.sources import QUOTES_STAGE, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.gazetteer import Gazetteer
    from mapper.incidents.placed import Row
    from mapper.incidents.quoted import Span
    from mapper.places import Location, Resolved
    from mapper.sources import Annotation, Article, Spot
    from mapper.words import Language


@dataclass(frozen=True, slots=True)
class Named:
    """A place as an annotation names it: where its name stands, and what it was placed as.

    `span` is None, and so is `placed`, of a name that the text does not hold.
    """

    words: str
    span: Span | None
    placed: Placed | None


class Atlas:
    """The names of places of one article, those that annotations add included.

    Parameters
    ----------
    article, gazetteer, language
        The article, the pack, and the language whose words it is read with.
    names
        Names that the rules found, decided, with offsets of the text as it stands.
    mentions
        Their rows of the table mentions, in the same order.

    Attributes
    ----------
    mentions, candidates
        Rows of names that no rule found.
    """

    def __init__(
        self,
        article: Article,
        gazetteer: Gazetteer,
        language: Language,
        *,
        names: Sequence[Resolved],
        mentions: Sequence[Row],
    ) -> None:
        self.mentions: list[Row] = []
        self.candidates: list[Row] = []
        self._article, self._gazetteer, self._language = article, gazetteer, language
        self._names = list(names)
        self._ids = [row["mention_id"] for row in mentions]
        self._added: dict[Span, tuple[Resolved, str]] = {}

    def place(
        self, line: Annotation, spot: Spot, quotes: Sequence[Span]
    ) -> tuple[Named, list[Row]]:
        """Place one name: the mention that the rules found there, else the name in its context.

        Gives it with the rows of the table rejects that say what is left out, or doubtful.
        """
        found = find_words(self._article.text, spot.name)
        if not found:
            told = f"places: the text has no {shown(spot.name)}; the incident is kept without it"
            return Named(spot.name, None, None), [self._refusal(line, "not_in_text", told)]
        inside = [span for span in found if meet([span], quotes) == span[1] - span[0]]
        span = inside[0] if inside else nearest(found, quotes)
        mention_id: str | None
        mention_id, location = self._decide(span)
        rejects: list[Row] = []
        if spot.place_id is not None and (location is None or location.place_id != spot.place_id):
            given = self._by_id(spot.place_id)
            if given is None:
                told = f"place_id: no place {shown(spot.place_id)} in the pack; placed by its name"
                rejects.append(self._refusal(line, "bad_code", told))
            else:
                mention_id, location = None, given
        if spot.position is not None:
            mention_id, location = None, self._given(line, spot, location, rejects)
        placed = None if location is None else Placed(location, mention_id, spot.name)
        return Named(spot.name, span, placed), rejects

    def _decide(self, span: Span) -> tuple[str, Location | None]:
        """Give the mention that a name is, and where it lies; the finest of several."""
        numbers = [
            number
            for number, one in enumerate(self._names)
            if meet([(one.mention.start, one.mention.end)], [span])
        ]
        if numbers:
            best = min(numbers, key=lambda number: self._rank(number, span))
            return self._ids[best], self._location(self._names[best])
        resolved, mention_id = self._added.get(span) or self._add(span)
        return mention_id, self._location(resolved)

    def _rank(self, number: int, span: Span) -> tuple[bool, bool, float, int]:
        """Rank a mention under a name: of just these words, placed, the finest, the first."""
        one, location = self._names[number].mention, self._location(self._names[number])
        is_it = span in {(one.start, one.end), (one.phrase_start, one.phrase_end)}
        radius_m = float("inf") if location is None else location.radius_m
        return not is_it, location is None, radius_m, number

    def _location(self, one: Resolved) -> Location | None:
        """Give a name's location; one that nobody can place lies in what the text puts it in."""
        if one.location is None and one.within is not None:
            return self._names[one.within].location
        return one.location

    def _add(self, span: Span) -> tuple[Resolved, str]:
        """Decide on a name that no rule found, among those that were."""
        text = self._article.text
        new = Mention(*span, text[slice(*span)], *span, "at", "event", None)
        among = sorted([*(one.mention for one in self._names), new], key=lambda one: one.start)
        decided = resolve(among, text, self._gazetteer, self._language)[among.index(new)]
        if decided.location is None and decided.within is not None:
            # Its number counts the new name too.
            within = decided.within - (decided.within > among.index(new))
            decided = replace(decided, within=within)
        if decided.location is None and decided.status == "unknown":
            alone = locate(new.text, self._gazetteer, language=self._language)
            if alone.location is not None:
                decided = replace(alone, mention=new, within=None)
        mention_id = make_id("men", self._article.article_id, str(span[0]), str(span[1]), "added")
        self.mentions.append(mention_row(self._article, decided, mention_id))
        self.candidates += candidate_rows(decided, mention_id)
        self._added[span] = decided, mention_id
        return self._added[span]

    def _by_id(self, place_id: str) -> Location | None:
        """Give the place of an id: the pack's, or a part of one that the text names."""
        for one in self._names:
            if one.location is not None and one.location.place_id == place_id:
                return one.location
        known = self._gazetteer.places.get(place_id)
        if known is None:
            return None
        return locate_place(known, "", self._gazetteer, score=100.0, margin=None, method="given")

    def _given(
        self, line: Annotation, spot: Spot, found: Location | None, rejects: list[Row]
    ) -> Location:
        """Take the position that the annotation gives, as from a table of records."""
        if found is not None and spot.position and (said := apart(spot.position, found)):
            detail, is_swapped = said
            rejects.append(self._refusal(line, "position_apart", detail))
            if is_swapped:
                return found
        record = Record(
            {}, ((spot.name, None),), None, spot.position, spot.geo_precision, spot.radius_m
        )
        return at_position(record, spot.name, None, found)

    def _refusal(self, line: Annotation, reason: str, told: str) -> Row:
        detail = f"{self._article.file}: {told}"
        return reject(line.file, QUOTES_STAGE, reason, detail, row=line.row)
