"""Reads the word lists: one folder per language, in it one folder per purpose.

``lists.csv`` beside this module is the index: which list lies in which folder, its columns,
the codes a column may hold, who reads it and what a row means. A list is a CSV with a
header. Contributors edit the lists, never Python. Codes are written ``column=one|other``,
``@NAME`` for those of a code list of the schema.

Lists in the folder ``@pack`` are of a war or a region: they lie in its pack (`mapper.words.pack`).

A list is asked for by its name (``triggers``), or as ``marks:another`` for the rows of it
whose column ``name`` holds that name. ``actors+unnamed_parties`` are the rows of both, one list
after the other.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.errors import MapperError
from mapper.base.scripts import script_beside_latin
from mapper.words import joined, regional, states
from mapper.words.expressions import compile_once
from mapper.words.languages import HOME, traits
from mapper.words.openings import guarded, lowered, needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from mapper.words.language import Language

_FILLED = frozenset({"pattern", "phrase", "word"})
"""Columns without which a row says nothing, or everything."""

OF_PACK = "@pack"
"""Folder of the lists that every region's pack has of its own."""

JOINED = "joined"
"""The list of what a language joins to its words."""

_NO_WORDS_OF = frozenset(
    {JOINED, "masked_words", "dateline_words", "officials", "sensitive", "site_words"}
)
"""Lists whose words may have something joined on, or stand in no prose, or that have none of a
language: they tell nothing of what a word is."""

_OF_PEOPLE = "people"
"""Folder of lists for names of people, which are read apart from all else."""

_WHOLE = "#"
"""Stands among the codes of a column for any whole number."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the index says of a list."""

    name: str
    folder: str
    columns: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]
    """By column, the codes allowed."""
    reader: str
    row: str

    @property
    def of_pack(self) -> bool:
        """Whether it lies in a region's pack, one file for all languages."""
        return self.folder == OF_PACK


@cache
def index() -> Mapping[str, Listed]:
    """Read the index: every list by its name."""
    text = (files(HOME) / "lists.csv").read_text(encoding="utf-8")
    return {row["list"]: _listed(row) for row in csv.DictReader(text.splitlines())}


def _listed(row: Mapping[str, str]) -> Listed:
    pairs = (part.split("=", 1) for part in row["codes"].split("; ") if part)
    return Listed(
        row["list"],
        row["folder"],
        tuple(row["columns"].split(" ")),
        {column: _codes(allowed) for column, allowed in pairs},
        row["reader"],
        row["row"],
    )


def _codes(allowed: str) -> frozenset[str]:
    known = getattr(schema, allowed[1:]) if allowed.startswith("@") else allowed.split("|")
    return frozenset(known)


@cache
def lists_hash() -> str:
    """Hash the word lists of all languages and their index: ``sha256:`` and hex."""
    digest = hashlib.sha256()
    for path in _files_below(files(HOME)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def _files_below(folder: Traversable) -> Iterator[Traversable]:
    """Walk the lists in a folder and below, in the order of their names."""
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.is_dir():
            yield from _files_below(path)
        elif path.name.endswith(".csv"):
            yield path


def source(code: str, name: str) -> Traversable:
    """Give the file of a general list of a language; it need not be there.

    Raises
    ------
    MapperError
        If the index has no such list.
    """
    if name not in index():
        raise MapperError(f"no word list is called {name!r}")
    folder = files(HOME) / code / index()[name].folder
    return folder / f"{name}.csv"


@cache
def rows(language: Language, name: str) -> tuple[dict[str, str], ...]:
    """Read the rows of a list, those of one name in it, or those of several lists.

    Of a name that only another language has, there are none.

    Raises
    ------
    MapperError
        If there is no such list for the language, no row of that name in any language, or the
        list is not what the index says of it: names file, row and column.
    """
    if name == states.OTHERS:
        return _other_states(language)
    if "+" in name:
        return tuple(row for one in name.split("+") for row in rows(language, one))
    whole, _, part = name.partition(":")
    if part:
        found = tuple(row for row in rows(language, whole) if row["name"] == part)
        if not found and part not in known_names(whole):
            raise MapperError(
                f"the word list {whole!r} of language {language.code!r} has no {part!r}"
            )
        return found
    path = source(language.code, name)
    if index()[name].of_pack:
        return _of_pack(language, name)
    if not path.is_file():
        raise MapperError(f"no word list {name!r} for language {language.code!r}")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise MapperError(f"{name}.csv ({language}) is not UTF-8: {problem}") from problem
    found = _held(index()[name], text, f"{name}.csv ({language})")
    if name == JOINED:
        return found
    found = as_texts_are_read(language, found)
    families = language.pack.families
    if families is not None:
        found = tuple(row for row in found if row.get("family", "") in {"", *families})
    return _with_parts(language, found) + _added(language, name)


@cache
def known_names(name: str) -> frozenset[str]:
    """Give the names of the rows that any language has in a list of named rows.

    What one language says with such words another may say otherwise: it has no such row then,
    and nothing matches.
    """
    codes = sorted(one.name for one in files(HOME).iterdir() if one.is_dir())
    found: set[str] = set()
    for path in (source(code, name) for code in codes):
        if path.is_file():
            read = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            found.update(row["name"] for row in read)
    return frozenset(found)


@cache
def joined_words(language: Language) -> joined.Joined | None:
    """Tell what a language joins to its words; None for one that joins nothing."""
    listed = _if_any(language, JOINED)
    return joined.made_of(listed) if listed else None


@cache
def vocabulary(language: Language) -> frozenset[str]:
    """Give the words of a language's lists, its pack's too, where it joins words."""
    found: set[str] = set()
    for name, listed in index().items():
        if name in _NO_WORDS_OF or listed.folder == _OF_PEOPLE:
            continue
        if not (listed.of_pack or source(language.code, name).is_file()):
            continue
        for row in rows(language, name):
            for column in joined.REWRITTEN & row.keys():
                found.update(joined.runs(row[column]))
    return frozenset(word for word in found if len(word) > 1)


def as_texts_are_read(
    language: Language, listed: tuple[dict[str, str], ...]
) -> tuple[dict[str, str], ...]:
    """Write the rows of a language that joins words as its texts are read."""
    known = joined_words(language)
    return tuple(joined.folded(row, known) for row in listed) if known else listed


def _added(language: Language, name: str) -> tuple[dict[str, str], ...]:
    """Give the rows that the pack adds to a general list."""
    if name not in regional.ADDED_TO:
        return ()
    units = tuple(u for u in language.pack.units if u["language"] == language.code)
    parties, toponyms = _spoken(language, "actors"), _spoken(language, "toponyms")
    return regional.added_rows(name, toponyms, units, parties, endings(language, "possessive"))


def _with_parts(
    language: Language, found: tuple[dict[str, str], ...]
) -> tuple[dict[str, str], ...]:
    """Fill the parts that patterns of a general list have with the names of the pack."""
    if any("{party}" in row.get("after", "") for row in found):
        words = "|".join(regional.party_words(_spoken(language, "actors")))
        return tuple(r | {"after": r["after"].replace("{party}", words)} for r in found)
    parts = regional.parts_in(row.get("pattern", "") for row in found)
    if not parts:
        return found
    fillings = {part: _filling(language, part) for part in sorted(parts)}
    return tuple(row | {"pattern": regional.with_parts(row["pattern"], fillings)} for row in found)


_OF_PARTIES = {"party": regional.any_party, "flier": regional.any_flier}


@cache
def _filling(language: Language, part: str) -> str:
    """Give the pattern that fills a part."""
    if part == "nation":
        demonyms, countries = (
            [row["word"] for row in _if_any(language, one)] for one in ("demonyms", "countries")
        )
        return regional.any_nation(demonyms, countries)
    if part == "people":
        listed = _if_any(language, "people_words")
        return states.any_word(row["word"] for row in listed if row["class"] == "people")
    if part == "own_country":
        return regional.own_country(_spoken(language, "actors"), home_adjectives(language))
    if part in _OF_PARTIES:
        return _OF_PARTIES[part](_spoken(language, "actors"))
    cited = (*rows(language, "sources"), *_if_any(language, "world_sources"))
    return regional.any_source(cited, part)


def _held(listed: Listed, text: str, where: str) -> tuple[dict[str, str], ...]:
    """Hold a list against the index: its columns, and its codes row by row."""
    read = csv.DictReader(text.splitlines())
    if tuple(read.fieldnames or ()) != listed.columns:
        raise MapperError(f"{where}: the columns are not {', '.join(listed.columns)}")
    found = tuple(read)
    for number, row in enumerate(found, start=2):
        held_row(listed, row, f"{where} row {number}")
    return found


def held_row(listed: Listed, row: dict[str, str], where: str) -> dict[str, str]:
    """Hold a row against the index: its cells, and its codes.

    Raises
    ------
    MapperError
        If it is not as the index says; the message begins with `where`.
    """
    if None in row or None in row.values():
        raise MapperError(f"{where}: more or fewer cells than columns")
    for column in sorted(_FILLED & row.keys()):
        if not row[column].strip():
            raise MapperError(f"{where}: the cell {column!r} is empty")
    for column, allowed in listed.codes.items():
        if row[column] not in allowed and not (_WHOLE in allowed and row[column].isdigit()):
            raise MapperError(f"{where}: {column} {row[column]!r} is no code")
    return row


def _of_pack(language: Language, name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a pack's list, with those that are made of its states and roles."""
    parties = _spoken(language, "actors")
    if name == "actors":
        forces, roles = _if_any(language, "forces"), _if_any(language, "roles")
        return states.parties(parties, forces, roles, home_adjectives(language))
    if name == "sources":
        made = _if_any(language, "state_sources")
        shown = states.states_of(_spoken(language.also(schema.DEFAULT_LANGUAGE), "actors"))
        return states.sources(_spoken(language, name), made, states.states_of(parties), shown)
    return _spoken(language, name)


def _other_states(language: Language) -> tuple[dict[str, str], ...]:
    """Give the forces of the states that the pack does not list."""
    forces, adjectives, names = (
        _if_any(language, name) for name in ("forces", "demonyms", "countries")
    )
    own = states.states_of(_spoken(language, "actors")).values()
    return states.others(forces, adjectives, names, own) if names else ()


@cache
def country_words(language: Language) -> Mapping[str, str]:
    """Give the name of the state by each word for one, in lower case: noun or adjective.

    A state has one name in all languages, that of the default one where it has it.
    """
    names: dict[str, str] = {}
    shown = language.also(schema.DEFAULT_LANGUAGE)
    for row in (*_if_any(shown, "countries"), *_if_any(language, "countries")):
        names.setdefault(row["country"], row["word"])
    words = (*_if_any(language, "countries"), *_if_any(language, "demonyms"))
    return {row["word"].lower(): names[row["country"]] for row in words if row["country"] in names}


@cache
def listed_parties(language: Language) -> frozenset[str]:
    """Give the names of the parties that a pack lists, for any language, or the language itself."""
    listed = (*language.pack.rows.get("actors", ()), *_if_any(language, "unnamed_parties"))
    return frozenset(row["actor"] for row in listed)


def _if_any(language: Language, name: str) -> tuple[dict[str, str], ...]:
    """Read a list that a language need not have."""
    return rows(language, name) if source(language.code, name).is_file() else ()


@cache
def home_adjectives(language: Language) -> frozenset[str]:
    """Give the adjectives of the pack's own states, in lower case."""
    demonyms = _if_any(language, "demonyms")
    return frozenset(row["word"] for row in demonyms if row["country"] in language.pack.countries)


@cache
def _spoken(language: Language, name: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a pack's list that are of a language, or of any in its script."""
    script = traits(language).script
    listed = as_texts_are_read(language, language.pack.rows.get(name, ()))
    if name == "toponyms":  # a name keeps its words in every language that writes it so
        return tuple(row for row in listed if _script_of(row) == script)
    return tuple(
        row
        for row in listed
        if row.get("language", language.code) == language.code
        or (not row["language"] and _script_of(row) == script)
    )


def _script_of(row: Mapping[str, str]) -> str:
    """Name the script that a row is written in."""
    return script_beside_latin(row.get("pattern") or row["word"])


@cache
def endings(language: Language, which: str) -> tuple[str, ...]:
    """Give the endings of words of one class, the longest first; none where there is no list."""
    listed = _if_any(language, "endings")
    told = {row["word"] for row in listed if row["class"] == which}
    return tuple(sorted(told, key=lambda one: (-len(one), one)))


def words(language: Language, name: str) -> list[str]:
    """Give the column ``word`` of a list, in its order."""
    return [row["word"] for row in rows(language, name)]


@cache
def pattern(language: Language, name: str) -> re.Pattern[str]:
    """Compile all patterns of a list into one, longest first."""
    return compile_any(row["pattern"] for row in rows(language, name))


@cache
def _needed(language: Language, name: str) -> frozenset[str]:
    """Give letters of which every match of a list has some; none where that is not told."""
    each = [needed(row["pattern"]) for row in rows(language, name)]
    return frozenset().union(*each) if all(each) else frozenset()


def may_occur(text: str, language: Language, name: str) -> bool:
    """Tell whether a text has the letters that a match of a list cannot do without."""
    wanted = _needed(language, name)
    if not wanted:
        return True
    lower = lowered(text)
    return any(one in lower for one in wanted)


def compiled(pattern: str, where: str) -> re.Pattern[str]:
    """Compile the pattern of a row without regard to case, or say where there is none.

    Raises
    ------
    MapperError
        If it cannot be compiled; the message begins with `where`.
    """
    try:
        return compile_once(pattern, re.IGNORECASE)
    except re.error as problem:
        raise MapperError(f"{where}: no regular expression ({problem})") from None


def compile_any(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile alternatives into one pattern that stops at word boundaries; none match nothing."""
    patterns = list(patterns)
    if not patterns:
        return re.compile(states.NOBODY)
    ordered = map(guarded, sorted(patterns, key=lambda one: (-len(one), one)))
    return compile_once(rf"(?<![\w-])(?:{'|'.join(ordered)})(?:(?<=\s)|(?!\w))", re.IGNORECASE)
