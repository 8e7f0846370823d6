"""Words for what a report says: articles, headlines and notes from lists of templates."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from gold.joining.pool import COUNTRYSIDE, HERE
from gold.joining.told import NEAR, REGION, UNIT, Said
from gold.joining.world import read_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gold.joining.dice import Dice

NUMBERS = ("no", *"one two three four five six seven eight nine ten".split())  # noqa: SIM905
OPEN = " or "
_SLOT = re.compile(r"\{(\w+)\}")
_STRAY = re.compile(r",([:;,.])")
"""A comma that closes a place in the middle of a sentence, and has none to close at its end."""
_WEEK = 7
_CONTEXTS = ((0, 2.0), (1, 4.0), (2, 3.0), (3, 1.0))


class Wording:
    """Templates of one part of the set, by what they are for."""

    def __init__(self, templates: str) -> None:
        self._rows: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._fitting: dict[tuple[str, str, frozenset[str], frozenset[str]], list[str]] = {}
        with (HERE / templates).open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                kinds = frozenset(filter(None, row["kinds"].split(";")))
                self._rows[row["part"]].append((kinds, row["text"]))

    def article(
        self, said: Said, published: date, source: str, dice: Dice
    ) -> tuple[str, list[str], list[str]]:
        """Word a report as an article: headline, what is told of the event, what is not of it."""
        slots = self._slots(said, published, source, dice)
        headline = self._one("headline", said.kind, slots, dice)
        n_closing = dice.weighted(_CONTEXTS)
        closing = [self._one("context", said.kind, slots, dice) for _ in range(n_closing)]
        return headline, self._body("lead", said, slots, dice), list(dict.fromkeys(closing))

    def second(self, said: Said, published: date, source: str, dice: Dice) -> list[str]:
        """Word what an article tells of another event, told apart from the first."""
        return self._body("second", said, self._slots(said, published, source, dice), dice)

    def note(self, said: Said, published: date, source: str, dice: Dice) -> str:
        """Word the note of a coder's row."""
        slots = self._slots(said, published, source, dice)
        return " ".join(self._body("note", said, slots, dice))

    def title(self, said: Said, published: date, dice: Dice) -> str:
        return self._one("headline", said.kind, self._slots(said, published, "", dice), dice)

    def total(self, dice: Dice, kind: str, **slots: str) -> str:
        """Word a total of a month."""
        slots["many"] = self._one("many", kind, {}, dice)
        slots["area"] = self._area(slots["area"], dice)
        return self._one("total", "", slots, dice)

    def credit(self, outlet: str, dice: Dice) -> str:
        """Word the line that a reprint begins with."""
        return self._one("credit", "", {"outlet": outlet}, dice)

    def edited(self, sentence: str, dice: Dice) -> str:
        """Change a word or two of a reprint, as an editor would."""
        swaps = [text.split("=") for _, text in self._rows["edit"]]
        fitting = [(old, new) for old, new in swaps if old in sentence]
        return sentence.replace(*dice.pick(fitting), 1) if fitting else sentence

    def source(self, dice: Dice) -> str:
        return self._one("source", "", {}, dice)

    def _body(self, opening: str, said: Said, slots: dict[str, str], dice: Dice) -> list[str]:
        """Open with one sentence, then say what it left unsaid."""
        lead = self._template(opening, said.kind, slots, dice)
        left = {name for name in ("dead", "hurt") if name in slots} - _used(lead)
        made = [_filled(lead, slots)]
        slots = slots | {"source": self.source(dice)}
        if left:
            only = {name: text for name, text in slots.items() if name not in _TOLL - _of(left)}
            made.append(_filled(self._template("toll", said.kind, only, dice, left), slots))
        if "none" in slots:
            made.append(self._one("none", said.kind, slots, dice))
        if "target" in slots and "target" not in _used(lead):
            made.append(self._one("target", said.kind, slots, dice))
        if "open" in slots:
            made.append(self._one("open", said.kind, slots, dice))
        elif "striker" in slots and "striker" not in _used(lead):
            made.append(self._one("blame", said.kind, slots, dice))
        return made

    def _slots(self, said: Said, published: date, source: str, dice: Dice) -> dict[str, str]:
        """Word what is said; what is not said has no slot, so no template with it fits."""
        slots = {"where": self._where(said, dice), "name": said.written[0]}
        if said.scale == REGION:
            slots["name"] = slots["where"]
        slots["day"] = self._when(said, published, dice)
        slots["source"] = source
        for name in ("one", "many", "verb"):
            slots[name] = self._one(name, said.kind, slots, dice)
        if OPEN in said.actor:
            slots["open"] = said.actor
        elif said.actor:
            slots["nation"] = _nation(said.actor)
            slots["striker"] = self._one("striker", said.kind, slots, dice)
        slots |= self._toll(said, dice)
        if said.targets:
            things = [self._one("thing", one, {"thing": one}, dice) for one in said.targets]
            slots["target"] = " and ".join(dict.fromkeys(things))
        return {name: words for name, words in slots.items() if words}

    def _where(self, said: Said, dice: Dice) -> str:
        if said.scale == REGION:
            return self._area(said.written[0], dice)
        slots = {"name": _listed(said.written), "admin1": said.admin1, "settled": said.settled}
        if said.area:
            slots["area"] = self._area(said.area, dice)
        known = {name: words for name, words in slots.items() if words}
        many = "where_several" if len(said.written) > 1 else ""
        part = many or {NEAR: "where_near", UNIT: "where_unit"}.get(said.scale, "where")
        needed = {"admin1"} if said.admin1 else {"area"} if "area" in known else set()
        return _filled(
            self._template(part, "", known, dice, needed if part == "where" else ()), known
        )

    def _area(self, name: str, dice: Dice) -> str:
        if COUNTRYSIDE not in name:
            return name
        side, of = name.split(COUNTRYSIDE)
        return self._one("area", "", {"side": side.lower(), "of": of}, dice)

    def _when(self, said: Said, published: date, dice: Dice) -> str:
        day = said.first
        slots = {
            "weekday": f"{day:%A}",
            "month": f"{day:%B}",
            "number": str(day.day),
            "year": str(day.year),
        }
        if said.precision == "week":
            ago = (published - said.last).days
            return self._one("week" if ago < 1 else "last_week", "", slots, dice)
        if said.hour == "night" and said.last > said.first:
            return self._one("night", "", slots, dice)
        if not 0 <= (published - day).days < _WEEK:
            slots.pop("weekday")
        part = "day_hour" if said.hour else "day"
        return self._one(part, "", slots | {"hour": said.hour}, dice)

    def _toll(self, said: Said, dice: Dice) -> dict[str, str]:
        slots = {}
        whom = self._one("whom", "", {}, dice)
        if said.killed and said.killed[1]:
            slots["dead"] = _count(said.killed, whom)
            slots["deadwere"] = f"{slots['dead']} {'was' if said.killed[1] == 1 else 'were'}"
        if said.injured and said.injured[1]:
            noun = "other;others" if "dead" in slots else whom
            slots["hurt"] = _count(said.injured, noun)
            slots["hurtwere"] = f"{slots['hurt']} {'was' if said.injured[1] == 1 else 'were'}"
        if said.killed and not said.killed[1] and not (said.injured and said.injured[1]):
            slots["none"] = "none"
        return slots

    def _one(self, part: str, kind: str, slots: Mapping[str, str], dice: Dice) -> str:
        return _filled(self._template(part, kind, slots, dice), slots)

    def _template(
        self,
        part: str,
        kind: str,
        slots: Mapping[str, str],
        dice: Dice,
        needed: Iterable[str] = (),
    ) -> str:
        """Choose a template that asks for nothing unsaid and says all that is needed."""
        key = (part, kind, frozenset(slots), frozenset(needed))
        if key not in self._fitting:
            self._fitting[key] = self._choice(*key)
        return dice.pick(self._fitting[key])

    def _choice(
        self, part: str, kind: str, said: frozenset[str], needed: frozenset[str]
    ) -> list[str]:
        """Find the templates that fit; those made for the kind come before those for any."""
        fitting = [
            (kinds, text)
            for kinds, text in self._rows[part]
            if (not kinds or kind in kinds)
            and needed <= _used(text) <= said
            and not (part in _OPENINGS and "dead" in said and _used(text) & _TOLLS == {"hurt"})
        ]
        if not fitting:
            raise LookupError(f"no template of {part!r} for {kind!r}: {sorted(said)}, {needed}")
        own = [text for kinds, text in fitting if kinds]
        return own or [text for _, text in fitting]


_KIN = {"deadwere": "dead", "hurtwere": "hurt"}
_TOLLS = frozenset(_KIN.values())
_TOLL = {*_KIN, *_TOLLS}
_OPENINGS = {"lead", "second", "note", "headline"}


def _of(names: Iterable[str]) -> set[str]:
    """Give slots with their forms with a verb."""
    listed = set(names)
    return listed | {form for form, of in _KIN.items() if of in listed}


@cache
def _used(template: str) -> frozenset[str]:
    """Give the slots of a template; a form with a verb counts as its slot."""
    names = {name.lower() for name in _SLOT.findall(template)}
    return frozenset(_KIN.get(name, name) for name in names)


def _filled(template: str, slots: Mapping[str, str]) -> str:
    """Fill the slots; one in capitals begins a sentence."""

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        words = slots[name.lower()]
        return words[:1].upper() + words[1:] if name[0].isupper() else words

    return _STRAY.sub(r"\1", _SLOT.sub(put, template))


def _nation(actor: str) -> str:
    rows = read_once("actors.csv")
    return next((row["nation"] for row in rows if row["actor"] == actor), actor)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]


def _count(figure: tuple[int, int, bool], noun: str) -> str:
    """Word a figure: "at least three civilians", "between two and four people"."""
    low, high, is_open = figure
    one, several = noun.split(";")
    thing = one if high == 1 else several
    if low < high:
        return f"between {_number(low)} and {_number(high)} {thing}"
    return f"{'at least ' if is_open else ''}{_number(high)} {thing}"


def _number(figure: int) -> str:
    return NUMBERS[figure] if figure < len(NUMBERS) else str(figure)
