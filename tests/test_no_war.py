"""No war in the program: parties, outlets, places and units stand in packs, not under `mapper/`.

Read are the words of the program: names and texts in Python without comments and docstrings, in
scripts without comments, and the cells of word lists and tables by which something is found or
shown. Examples, counters and notes speak of wars, as the manual does.
"""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from folders import OTHER_PACKS, REPO, SHIPPED_PACK

from mapper.words.plain_forms import plain_forms

PACKS = [SHIPPED_PACK, *sorted(path.parent for path in OTHER_PACKS.glob("*/actors.csv"))]

OF_ALL_STATES = frozenset(
    {
        "capitals.csv",  # the capital of every state
        "countries.csv",  # every state by name, or by code
        "demonyms.csv",  # the adjective of every state
    }
)
"""Lists of the whole world, in which a war's own states stand like all others."""

OF_PROSE = frozenset({"common_words.csv"})
"""A tally of plain English: whatever place has such a name is meant to be told from it."""

OF_PEOPLE = frozenset({"given_names.csv"})
"""First names that people bear anywhere: many a village is called by one."""

SAID_OF_IT = frozenset({"example", "counter", "note", "means", "why", "remark"})
"""Columns that say something of a row, and find and show nothing."""

PLAIN = {
    **dict.fromkeys(
        ("administrative units", "directorate", "directorates", "locality", "region", "regions"),
        "English for an area or an office of any country",
    ),
    **dict.fromkeys(
        ("district", "districts", "governorate", "governorates", "subdistrict"),
        "codes of kinds of places, and English for units",
    ),
    **dict.fromkeys(
        ("province", "provinces", "state", "states", "sub district", "sub districts"),
        "English for units of any country",
    ),
    **dict.fromkeys(
        ("central command", "general command", "presidential guard", "republican guard"),
        "bodies of any state",
    ),
    **dict.fromkeys(
        ("coalition", "the coalition", "observatory", "paramilitary", "rebel", "separatist"),
        "English for forces and bodies without a name",
    ),
    **dict.fromkeys(
        ("government backed forces", "loyalist", "pro government", "regime army", "tribesmen"),
        "English for forces without a name, by whose they are",
    ),
    **dict.fromkeys(
        ("occupation forces", "occupying forces", "the armed forces"),
        "English for forces without a name",
    ),
    **dict.fromkeys(("state media", "state television"), "English for media of any state"),
    **dict.fromkeys(
        ("محافظات", "محافظة", "محليات", "محلية", "مديرية", "مناطق", "منطقة", "ناحية", "ولاية"),
        "Arabic for an area of any country",
    ),
    **dict.fromkeys(
        ("ثوار", "جيش وطني", "مرتزقة", "مرتزقته", "مرتزقتها", "معارضة مسلحة", "وحدات جيش"),
        "Arabic for forces without a name",
    ),
    **dict.fromkeys(("جندرما", "مروحيات"), "Arabic for arms and aircraft of any force"),
    **dict.fromkeys(("مواطنة", "وكالتنا"), "Arabic: a woman who is a citizen; our agency"),
    **dict.fromkeys(("خوذ بيضاء", "دفاع مدني"), "Arabic for rescuers of any country"),
    "aggression": "English, a word for an attack",
    "crater": "English, what an explosion leaves",
    "meridian": "English, of the globe",
    "northern": "English, a direction",
    "pentagon": "English, a shape with five corners",
    "shot": "English, a verb",
    "slamm": "a piece of a pattern, of the verb slam",
}
"""Names that are plain words too, each with what it is in the program."""

LISTED = {
    "groups.csv": ({"iraqi", "jordanian"}, "the people of every state"),
    "function_words.csv": ({"olan"}, "Turkish, a word of prose"),
    "languages.csv": ({"french", "sorani"}, "names of languages"),
    "not_struck.csv": ({"أردنية", "عراقية"}, "adjectives of states beside a border"),
    "likely.csv": ({"muhafazah"}, "headers that tables of any country have for units"),
    "name_words.csv": ({"hayat", "saraya"}, "Arabic words that open the names of bodies anywhere"),
    "party_phrases.csv": ({"u s"}, "stands with the adjectives of all other states"),
    "people_words.csv": (
        {
            *("chad", "israel", "jordan"),
            *("jaber", "karim", "khaled", "mustafa", "rami", "salam", "salim"),
        },
        "names that people bear anywhere",
    ),
    "regional.py": ({"u s"}, "an adjective of a state that is written as letters"),
    "seas.csv": ({"aden", "bali", "red sea", "عمان"}, "seas and gulfs of the whole world"),
    "spelling.csv": ({"french"}, "a family of spelling"),
    "world_sources.csv": (
        {"france", "فرنسية"},
        "Agence France-Presse, an agency of the world",
    ),
}
"""Names that stand in one file alone as what they are there, with what that is."""

_OF_STATES = frozenset({"country", "nationality", "role"})
"""Kinds of rows whose words are of every state, or of the language."""

SHORTEST = 4
"""Letters of a name that is looked for: shorter ones are parts of patterns and codes by chance."""

_WORD = re.compile(r"[^\W_]+")


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def words_in(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


@cache
def names_of_wars() -> dict[tuple[str, ...], str]:
    """Give what no code may know, as words: parties, outlets, places and units of every pack."""
    named: dict[tuple[str, ...], str] = {}
    for pack in PACKS:
        found = [(row["actor"], "party") for row in _read(pack / "actors.csv")]
        found += [(row["source"], "source") for row in _read(pack / "sources.csv")]
        for listed, what in (("actors.csv", "party"), ("sources.csv", "source")):
            own = (row for row in _read(pack / listed) if row["kind"] not in _OF_STATES)
            found += [(form, what) for row in own for form in plain_forms(row["pattern"])]
        found += [(row["name"], "place") for row in _read(pack / "places.csv")]
        if (pack / "regions.geojson").is_file():
            features = json.loads((pack / "regions.geojson").read_text("utf-8"))["features"]
            found += [(one["properties"]["name"], "region") for one in features]
        if (pack / "pack.json").is_file():
            about = json.loads((pack / "pack.json").read_text("utf-8"))
            units = [u for levels in about["units"].values() for u in levels.values()]
            told = [word for unit in units for word in unit.values()]
            found += [(one, "unit") for one in told if isinstance(one, str)]
            found += [(one, "unit") for more in told if isinstance(more, list) for one in more]
        for name, what in found:
            for one in name.split("; "):
                if len(one) >= SHORTEST:
                    named.setdefault(words_in(one), f"{what} of {pack.name}: {one}")
    named.pop((), None)
    return named


@cache
def _longest() -> dict[str, int]:
    """Give the words of the longest name that begins with a word."""
    longest: dict[str, int] = {}
    for words in names_of_wars():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _python(text: str) -> Iterator[str]:
    """Give names and texts of a module, without comments and docstrings."""
    nodes = list(ast.walk(ast.parse(text)))
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and id(node) not in said:
                yield node.value
        elif isinstance(node, ast.Name):
            yield node.id.replace("_", " ")
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name.replace("_", " ")


def _script(text: str) -> Iterator[str]:
    yield re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", " ", text, flags=re.DOTALL)


def _table(text: str) -> Iterator[str]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield from (cell for column, cell in row.items() if cell and column not in SAID_OF_IT)


READERS = {".py": _python, ".js": _script, ".csv": _table}


def texts() -> list[Path]:
    """Give the files of the program."""
    read = {*READERS, ".css", ".json", ".txt"}
    found = [path for path in (REPO / "mapper").rglob("*") if path.suffix in read]
    skipped = OF_ALL_STATES | OF_PROSE | OF_PEOPLE
    return sorted(p for p in found if "docs" not in p.parts and p.name not in skipped)


def named_in(path: Path) -> set[str]:
    """Give the names of wars in a file of the program."""
    names = names_of_wars()
    longest = _longest()
    allowed, _ = LISTED.get(path.name, (frozenset(), ""))
    text = path.read_text(encoding="utf-8")
    read = READERS.get(path.suffix, lambda whole: iter([whole]))
    found = set()
    for piece in read(text):
        words = words_in(piece)
        for at, first in enumerate(words):
            for size in range(1, min(longest.get(first, 0), len(words) - at) + 1):
                said = words[at : at + size]
                if said in names and " ".join(said) not in {*PLAIN, *allowed}:
                    found.add(f"{' '.join(said)} ({names[said]})")
    return found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", 'HOME = "Idlib"\n', {"idlib"}),
        ("a.py", '"""Idlib."""\nA = 1  # Idlib\n', set()),
        ("a.js", "// Idlib\nconst capital = 'El Fasher';\n", {"el fasher"}),
        ("a.csv", "pattern,example\n(?:the )?houthis?,The Houthis in Idlib said.\n", {"houthis"}),
        ("groups.csv", "word,note\niraqi,\nhouthis,\n", {"houthis"}),
    ],
)
def test_names_are_found_in_code_and_not_in_what_is_said_of_it(
    tmp_path: Path, name: str, text: str, found: set[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert {told.split(" (")[0] for told in named_in(tmp_path / name)} == found


def test_what_is_plain_stands_in_the_program_and_is_a_name_in_some_pack() -> None:
    named = {" ".join(words) for words in names_of_wars()}
    assert set(PLAIN).union(*(words for words, _ in LISTED.values())) <= named


def test_no_party_outlet_place_or_unit_of_any_war_stands_in_the_program() -> None:
    found = {str(path.relative_to(REPO)): sorted(named_in(path)) for path in texts()}
    assert {path: names for path, names in found.items() if names} == {}
