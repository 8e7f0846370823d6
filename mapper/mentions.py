"""Find the places a text mentions, and what each mention does in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper import names
from mapper.phrases import Phrase, read_phrase
from mapper.placewords import PlaceWords, place_words
from mapper.scanner import Found, scan, scan_arabic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer, Place

SURE = 92.0
"""Likeness from which an unlisted spelling is taken anywhere (after the vetoes)."""

CUED = 70.0
"""Likeness from which it is taken after a word that leads to a place."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place name in a text.

    Offsets are Unicode code points of the text as given. `start` to `end` is the name
    itself; `phrase_start` to `phrase_end` the phrase it is part of ("southern areas of
    Idlib"), the same where there is none. `relation` says which part of the place is
    meant (``at``, ``near``, ``cut:south``, ``sector:south``, ``countryside``,
    ``between``, ``road``, ``border``), `role` what the mention does
    (`mapper.schema.MENTION_ROLES`), `kind_cue` what the text calls it.
    """

    start: int
    end: int
    text: str
    phrase_start: int
    phrase_end: int
    relation: str
    role: str
    kind_cue: str | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A name found in plain text with its phrase, before it is judged."""

    found: Found
    phrase: Phrase
    places: tuple[Place, ...]


def find_mentions(text: str, gazetteer: Gazetteer, language: str = "en") -> list[Mention]:
    """Find the place names in a text.

    Parameters
    ----------
    text
        Text as decoded.
    gazetteer
        Names to find.
    language
        ISO 639-1 code of the text; picks the words around names.

    Returns
    -------
    mentions
        In the order of the text, not overlapping. A name of a village that no list
        holds is a mention too when the text calls it one ("the village of X").
    """
    page = _Page(text, gazetteer, place_words(language))
    seen = [*page.listed(), *page.unlisted()]
    seen.sort(key=lambda one: one.found.start)
    judged = [(one, page.role(one)) for one in seen]
    return page.mentions([(one, role) for one, role in judged if role is not None])


_CAPITAL = re.compile(r"[A-Z][A-Za-z]*(?:'[A-Za-z]+)?")
_BEFORE = re.compile(r"([A-Za-z][A-Za-z']*)(?:[ -]|\.\s)$")
_BEHIND = re.compile(r"(?:'s)?[ -](?:(?:al|el)-)?([A-Za-z][A-Za-z']*)")
_RUN = re.compile(
    r"(?<![^\W_])(?:(?:[AaEe][lrstdznh]|[AaEe]sh)[ -])?(?:al|el)?[A-Z][a-z]+(?:'[A-Za-z]+)*"
    r"(?:(?:[ -](?:al|el|as|ash|an|ar|at|ad|az|ez|es|Al|El))?(?:[ -]|)(?:al|el)?[A-Z][a-z]+(?:'[A-Za-z]+)*){0,3}"
)
_LIST = re.compile(r"\s*(?:,|;|/|&|,?\s*(?:and|or|و|as well as))\s*")
_BESIDE = re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+|in\s+(?:the\s+)?)")
_LIST_BEFORE = re.compile(r"\s*(?:,|,?\s*\band\b)\s*$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\"\n])\s*$")
_ACRONYM = 5
_MOST_TOKENS = 4


class _Page:
    """One text while it is read: plain, lower case, names found so far."""

    def __init__(self, text: str, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.source = text
        self.plain = names.plain(text)
        self.text = self.plain.text
        lower = self.text.lower()
        # A few letters grow when lowered; offsets count for more than their case.
        self.lower = lower if len(lower) == len(self.text) else _lower_each(self.text)
        self.gazetteer = gazetteer
        self.words = words
        found = [*scan(self.text, gazetteer.index)]
        if names.ARABIC.search(self.text):
            found = sorted(
                [*found, *scan_arabic(self.text, gazetteer.index)], key=lambda f: f.start
            )
        self.found = found
        self.starts = {f.start for f in found}
        self.stops = {f.after for f in found}
        self.keys = {f.key for f in found if not f.lost}
        self.phrase_starts: set[int] = set()
        self.people = self._people()
        self.navigation = [m.end() for m in words.navigation.finditer(self.text)]

    def _people(self) -> frozenset[str]:
        """Last names of people the text gives a title or a kunya ("President ... Assad")."""
        titles = self.words.titles - {"by"}
        people = set(self.words.persons)
        for word in re.finditer(r"[A-Z][a-z]+", self.text):
            if word.group().lower() not in titles:
                continue
            name = re.match(
                r"\s+((?:[A-Z][a-z]+[ ]){0,3}(?:al-|el-)?[A-Z][a-z]+)",
                self.text[word.end() : word.end() + 60],
            )
            if name:
                people.update(t for t in names.tokens(name[1]) if t not in self.words.common)
        return frozenset(people)

    def listed(self) -> Iterator[_Seen]:
        """Give the listed names that are places here, as far as their neighbours tell."""
        for found in self.found:
            phrase = read_phrase(
                self.lower, found.start, found.end, found.after, self.words, self.stops
            )
            places = tuple(
                self.gazetteer.places[self.gazetteer.index.listed[i].place_id]
                for i in self.gazetteer.index.keys[found.key]
            )
            one = _Seen(found, phrase, places)
            if not self._vetoed(one):
                self.phrase_starts |= {found.start, phrase.start}
                yield one

    def _vetoed(self, one: _Seen) -> bool:
        """Tell whether a listed name is something else here: a word, a person, a body."""
        found, phrase = one.found, one.phrase
        cued = self._cued(one)
        single = " " not in found.key
        if found.lost and not self._possessive_here(found):
            return True
        if single and (found.key in self.words.common or found.key in self.people):
            if not cued or _SENTENCE_START.search(self.text[: found.start]):
                return True
            if found.key in self.people and phrase.kind is None and not self._certain_cue(phrase):
                return True
        if self._within_name(found, cued=cued, single=single):
            return True
        return self._is_body(found)

    def _certain_cue(self, phrase: Phrase) -> bool:
        return phrase.cue in {"in", "at", "near", "on"} or phrase.relation != "at"

    def _cued(self, one: _Seen) -> bool:
        """Tell whether the words before a name, or its kind, lead to a place."""
        phrase = one.phrase
        return (
            phrase.cue in self.words.locative
            or phrase.cue in self.words.struck
            or phrase.kind is not None
            or phrase.relation != "at"
        )

    def _possessive_here(self, found: Found) -> bool:
        """Tell whether a name with an s at its end is a possessive whose apostrophe was lost."""
        word = self.lower[found.start : found.after]
        rest = self.text[found.after :]
        if word in self.words.common or not re.match(r"\s+\w", rest):
            return False
        if len(found.key) > _ACRONYM:
            return True
        # A short name with an s is more often another word ("Hamas"): ask for a second sign.
        return found.key in self.keys or bool(
            self.words.right["way part"].match(self.lower, found.after)
        )

    def _within_name(self, found: Found, *, cued: bool, single: bool) -> bool:
        """Tell whether the name is a piece of a longer one: a person's, or one not listed."""
        before = _BEFORE.search(self.text, max(0, found.start - 30), found.start)
        if before and found.start not in self.stops and before.start() not in self.starts:
            word = before[1]
            low = word.lower()
            if low in self.words.kunya or (
                low in self.words.titles and word[0].isupper() and not cued
            ):
                return True
            if single and self._name_like(word) and before.end(1) not in self.stops:
                return True
        behind = _BEHIND.match(self.text, found.end)
        if single and behind and not cued and behind.start(1) not in self.starts:
            return self._name_like(behind[1]) and not self.text[found.end :].startswith(("'s", "-"))
        return False

    def _name_like(self, word: str) -> bool:
        """Tell whether a word is capitalised and no word of prose: a piece of some name."""
        low = word.lower()
        low = low.removesuffix("'s")
        return (
            word[0].isupper()
            and not word.isupper()
            and low not in self.words.common
            and low not in self.words.demonyms
            and low not in self.words.kind_of
            and low not in self.words.direction_of
            and low not in names.ARTICLES
            and low not in _CALENDAR
        )

    def _is_body(self, found: Found) -> bool:
        """Tell whether the name begins that of a body: a university, a brigade, a newspaper."""
        at = found.end
        for _ in range(3):
            behind = re.compile(r"[ ]([A-Z][A-Za-z]*)").match(self.text, at)
            if behind is None:
                return False
            if behind[1].lower() in self.words.organisations:
                return True
            if behind.start(1) in self.starts:
                return False
            at = behind.end()
        return False

    def unlisted(self) -> Iterator[_Seen]:
        """Give names like listed ones, where something leads to a place; and named villages."""
        taken = [(f.start, f.after) for f in self.found]
        for run in _RUN.finditer(self.text):
            if any(start < run.end() and run.start() < after for start, after in taken):
                continue
            one = self._likely(run)
            if one is not None:
                yield one

    def _likely(self, run: re.Match[str]) -> _Seen | None:
        folded = names.tokens(run.group())
        plainly = [t for t in folded if t not in names.ARTICLES]
        if not plainly or all(self._prosaic(t) for t in plainly):
            return None
        start, end = run.start(), run.end()
        if end - start < 4 or plainly[0] in self.words.kunya & {
            "abdel",
            "abdul",
            "abd",
            "bin",
            "ibn",
        }:
            return None
        after = end
        if self.text[start:end].lower().endswith("'s"):
            end -= 2
        phrase = read_phrase(self.lower, start, end, after, self.words, self.stops)
        found = Found(start, end, after, names.key(self.text[start:end]))
        one = _Seen(found, phrase, ())
        named = phrase.kind is not None and phrase.kind != "area"
        cued = (
            named
            or self._certain_cue(phrase)
            or phrase.cue in self.words.struck
            or self._beside_place(phrase)
        )
        if self._within_name(found, cued=cued, single=False) or self._is_body(found):
            return None
        if set(plainly) & self.people and not named:
            return None
        if self.words.right["say"].match(self.lower, after):
            return None
        near = self.gazetteer.similar(self.text[start:end], limit=5, least=CUED if cued else SURE)
        near = [m for m in near if m.method == "skeleton" or m.score >= SURE or named]
        if near:
            return replace(one, places=tuple(m.place for m in near))
        return one if named else None

    def _beside_place(self, phrase: Phrase) -> bool:
        """Tell whether a name stands in one list with a known place, or is said to be in one."""
        behind = _BESIDE.match(self.text, phrase.end)
        if behind and behind.end() in self.phrase_starts:
            return True
        before = _LIST_BEFORE.search(self.text, max(0, phrase.start - 12), phrase.start)
        return before is not None and before.start() in self.stops

    def _prosaic(self, token: str) -> bool:
        return (
            token in self.words.common
            or token in self.words.demonyms
            or token in _CALENDAR
            or token in self.words.organisations
        )

    def role(self, one: _Seen) -> str | None:
        """Say what a mention does in its sentence; None where it is no mention."""
        found, phrase = one.found, one.phrase
        right = self.words.right
        if right["based"].match(self.lower, found.end):
            return "affiliation"
        if right["held"].match(self.lower, found.end):
            return "context"
        if right["backed"].match(self.lower, found.end):
            return "adjective"
        if self._is_dateline(found):
            return "dateline"
        if any(0 <= found.start - at < 60 for at in self.navigation):  # noqa: PLR2004 - one line of links
            return "context"
        wide = any(p.kind in {"country", "capital"} for p in one.places)
        abroad = bool(one.places) and all(p.country != self.gazetteer.home for p in one.places)
        if phrase.cue == "in" and self.lower[: phrase.cue_start].rstrip().endswith("based"):
            return "affiliation" if wide or abroad else "event"
        if phrase.relation == "border" or self.lower[found.end : found.end + 1] == "-":
            return "context"
        if phrase.cue in self.words.motion:
            return "context"
        if wide or abroad:
            return "event" if phrase.cue in self.words.inside else "context"
        return "event"

    def _is_dateline(self, found: Found) -> bool:
        if not self.words.right["dateline"].match(self.lower, found.after):
            return False
        before = self.text[max(0, found.start - 3) : found.start]
        opens = not before.strip() and (found.start < 3 or "\n" in before)  # noqa: PLR2004 - the text's own start
        return opens or self.text[found.start : found.end].isupper()

    def mentions(self, judged: list[tuple[_Seen, str]]) -> list[Mention]:
        """Make the mentions; members of a list share its first one's cue and kind."""
        made: list[Mention] = []
        previous: tuple[_Seen, Mention] | None = None
        for one, role in judged:
            mention = self._mention(one, role)
            if previous is not None:
                mention = self._listed_with(previous, one, mention)
            made.append(mention)
            previous = (one, mention)
        return made

    def _mention(self, one: _Seen, role: str) -> Mention:
        start, end = self.plain.span(one.found.start, one.found.end)
        phrase_start, phrase_end = self.plain.span(
            min(one.phrase.start, one.found.start), max(one.phrase.end, one.found.end)
        )
        return Mention(
            start=start,
            end=end,
            text=self.source[start:end],
            phrase_start=phrase_start,
            phrase_end=phrase_end,
            relation=one.phrase.relation,
            role=role,
            kind_cue=one.phrase.kind,
        )

    def _listed_with(
        self, previous: tuple[_Seen, Mention], one: _Seen, mention: Mention
    ) -> Mention:
        before, first = previous
        gap = self.text[max(before.found.after, before.phrase.end) : one.phrase.start]
        if not _LIST.fullmatch(gap):
            return mention
        if before.phrase.relation in {"between", "road", "border"} and "," not in gap:
            mention = replace(mention, relation=before.phrase.relation)
        plain = one.phrase.kind is None and one.phrase.relation == "at"
        if plain and first.role == "context" and before.phrase.cue in self.words.motion:
            mention = replace(mention, role="context")
        if plain and before.phrase.plural:
            mention = replace(mention, kind_cue=first.kind_cue)
        return mention


_CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
)


def _lower_each(text: str) -> str:
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
