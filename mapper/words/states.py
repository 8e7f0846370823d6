"""Parties made of a pack's states and roles, and of the language's words for their forces.

A pack says what a state is called ("Sudan", "Sudanese") and whom words without a name mean
there ("the army", "the rebels"). How a language calls the forces of a state (``forces``), what it
says of each role (``roles``) and how it calls a state's ministries (``state_sources``) is its own.
Patterns of these lists have places to fill:

- ``{country}`` and ``{nationality}``: the noun and the adjective of one state,
- ``{abroad}``: the noun of a state that the texts are not about: bare, it is its government,
- ``{home}``: an adjective of the pack's own states, if there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.words.typed import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

Row = dict[str, str]

STATE_KINDS = ("country", "nationality")
OTHERS = "other_states"
"""Name of what is made of the states that no pack lists; read like a list."""
ROLE = "role"
PLACES = ("country", "nationality", "abroad", "home")
"""Places to fill in the patterns of the lists that parties are made of."""

SAMPLE = {
    "country": "Ruritania",
    "nationality": "Ruritanian",
    "abroad": "Ruritania",
    "home": "(?:Ruritanian )?",
}
"""What fills the places where a row is held against its own examples."""

_MADE_KINDS = ("name", "adjective", "party")
"""Kinds of what is made, in the order in which they are tried."""

NOBODY = "(?!)"
"""Stands where there is no word: nothing matches."""

_PLAIN = re.compile(r"[\w' -]+")


@dataclass(slots=True)
class State:
    """A state as a pack calls it, with the row that names it first."""

    row: Row
    words: dict[str, list[str]] = field(default_factory=dict)

    def fillings(self, *, at_home: bool) -> dict[str, str]:
        """Give what fills the places of a pattern, as far as the pack has words for it."""
        told = {kind: any_word(found) for kind, found in self.words.items()}
        if "country" in told and not at_home:
            told["abroad"] = told["country"]
        return told

    def title(self) -> str | None:
        """Give the adjective for names of its bodies, if one is written out plainly."""
        named = filter(_PLAIN.fullmatch, self.words.get("nationality", ()))
        return next((one.title() if one.islower() else one for one in named), None)


def states_of(rows: Iterable[Row]) -> dict[str, State]:
    """Gather the states of a pack's list of parties, by the name shown."""
    found: dict[str, State] = {}
    for row in rows:
        if row["kind"] in STATE_KINDS:
            state = found.setdefault(row["actor"], State(row))
            state.words.setdefault(row["kind"], []).append(row["pattern"])
    return found


def parties(
    rows: Sequence[Row], forces: Sequence[Row], roles: Sequence[Row], home: Collection[str]
) -> tuple[Row, ...]:
    """Give a pack's parties as they are tried: its own patterns, then what is made.

    Parameters
    ----------
    rows
        The pack's list, with rows of all kinds.
    forces, roles
        The lists of the language.
    home
        Adjectives of the pack's own states, in lower case.

    Returns
    -------
    parties
        Rows of the kinds name, adjective and party; ``made`` tells which the pack does not write
        out, ``role`` which of these are of a role.
    """
    states = states_of(rows)
    own = [row | {"role": "", "made": ""} for row in rows if row["kind"] in _MADE_KINDS]
    made = [*_of_states(states, forces, home), *_of_roles(rows, roles, home, states)]
    made.sort(key=lambda row: _MADE_KINDS.index(row["kind"]))
    return (*own, *made)


def _of_states(
    states: Mapping[str, State], forces: Sequence[Row], home: Collection[str]
) -> Iterator[Row]:
    for force in forces:
        for state in states.values():
            pattern = filled(force["pattern"], state.fillings(at_home=is_home(state, home)))
            if pattern is not None:
                yield state.row | {
                    "pattern": pattern,
                    "kind": force["kind"],
                    "role": "",
                    "made": "y",
                }


def _of_roles(
    rows: Sequence[Row], roles: Sequence[Row], home: Collection[str], states: Mapping[str, State]
) -> Iterator[Row]:
    adjectives = sorted(home)
    adjectives += [
        one
        for state in states.values()
        if is_home(state, home)
        for one in state.words.get("nationality", ())
    ]
    prefix = f"(?:{any_word(dict.fromkeys(adjectives))} )?" if adjectives else ""
    for role in roles:
        for row in rows:
            if row["kind"] == ROLE and row["pattern"] == role["role"]:
                pattern = role["pattern"].replace("{home}", prefix)
                yield row | {
                    "pattern": pattern,
                    "kind": role["kind"],
                    "role": role["role"],
                    "made": "y",
                }


def is_home(state: State, home: Collection[str]) -> bool:
    """Tell whether a state is one that the pack's texts are about."""
    return any(one.lower() in home for one in state.words.get("nationality", ()))


def sources(
    rows: Sequence[Row],
    state_sources: Sequence[Row],
    states: Mapping[str, State],
    shown: Mapping[str, State],
) -> tuple[Row, ...]:
    """Give a pack's sources, then the ministries and armies of its states.

    These go by the adjectives of the language shown, whatever they are found by.
    """
    made = []
    for actor, state in states.items():
        title = shown.get(actor, state).title()
        for source in state_sources:
            pattern = filled(source["pattern"], state.fillings(at_home=True))
            if title is not None and pattern is not None:
                name = source["source"].replace("{nationality}", title)
                made.append({"language": "", **source, "source": name, "pattern": pattern})
    return (*rows, *made)


def others(
    forces: Sequence[Row], adjectives: Sequence[Row], names: Sequence[Row], own: Iterable[State]
) -> tuple[Row, ...]:
    """Give the forces of all states of the world that a pack does not list.

    One row stands for all of them, so that there are few; whose forces they are is read from the
    words found (`called`).

    Parameters
    ----------
    forces
        The list of the language.
    adjectives, names
        Its words for countries: `word` and `country`.
    own
        States of the pack.
    """
    known = [re.compile(word, re.IGNORECASE) for one in own for word in _all_words(one)]
    listed = {
        row["country"]
        for row in (*adjectives, *names)
        if any(expression.fullmatch(row["word"]) for expression in known)
    }
    open_ = [row for row in names if row["country"] not in listed]
    short = [_as_written(row["word"]) for row in open_ if row["word"].isupper()]
    nouns = [literal(row["word"]) for row in open_ if not row["word"].isupper()]
    adjective = [literal(r["word"]) for r in adjectives if r["country"] not in listed]
    told = {"country": any_word([*short, *nouns]), "nationality": any_word([*short, *adjective])}
    blank = {"actor": "", "umbrella": "", "aircraft": "", "role": ""}
    return tuple(
        {**blank, "pattern": pattern, "kind": force["kind"]}
        for force in forces
        if (pattern := filled(force["pattern"], told)) is not None
    )


def _as_written(word: str) -> str:
    """Word a short form with its capitals: "US" is not "us"."""
    return f"(?-i:{literal(word)})"


def _all_words(state: State) -> Iterator[str]:
    for words in state.words.values():
        yield from words


def filled(pattern: str, fillings: Mapping[str, str]) -> str | None:
    """Fill the places of a pattern; None where there is nothing for one."""
    for place in PLACES:
        if f"{{{place}}}" in pattern:
            if place not in fillings:
                return None
            pattern = pattern.replace(f"{{{place}}}", fillings[place])
    return pattern


def any_word(*groups: Iterable[str]) -> str:
    """Word any of some patterns, the longest first; nothing where there is none."""
    words = {word for group in groups for word in group}
    return f"(?:{'|'.join(sorted(words, key=lambda one: (-len(one), one)))})" if words else NOBODY
