"""The house: its rooms, their faces, and how large a room and a step in it may be.

What may lean on what is held by the import contract in ``pyproject.toml``, which
``make test`` checks too.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from folders import REPO

from mapper.words import DEFAULT_LANGUAGE, words

LIBRARY = REPO / "mapper"
MODULES = sorted(LIBRARY.rglob("*.py"))
FACES = sorted(LIBRARY.glob("*/__init__.pyi"))
FORMATS = LIBRARY / "sources" / "formats"
LINES, STEPS = 450, 50
"""Most lines of a module; most lines of a function, its docstring not counted."""

SHELVES = {"base", "cli"}
"""Rooms without a face: of one every module is a concept, the other nobody enters."""


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk the functions of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    lines = (function.end_lineno or 0) - function.lineno + 1
    return lines - (((first.end_lineno or 0) - first.lineno + 1) if is_docstring else 0)


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a module once."""
    return ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Give what a module imports, by full name: ``mapper.places.Resolved``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(path: Path) -> str:
    """Name the room of a file; the front door is of none."""
    inside = path.relative_to(LIBRARY).parts
    return inside[0] if len(inside) > 1 else ""


def test_no_module_is_longer_than_a_reader_s_patience() -> None:
    sizes = {str(p.relative_to(REPO)): p.read_text("utf-8").count("\n") for p in MODULES}
    assert {name: size for name, size in sizes.items() if size > LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(REPO)}:{function.lineno} {function.name}": size
        for path in MODULES
        for function in functions(parsed(path))
        if (size := length(function)) > STEPS
    }
    assert long == {}


def test_no_concept_has_two_rooms() -> None:
    folders = {path.name for path in LIBRARY.iterdir() if path.is_dir()}
    assert sorted(folders & {path.stem for path in LIBRARY.glob("*.py")}) == []


def test_every_room_has_tests_of_its_own() -> None:
    rooms = {path.parent.name for path in LIBRARY.glob("*/__init__.py")}
    tested = {path.parent.name for path in (REPO / "tests").glob("*/test_*.py")}
    assert sorted(rooms - tested) == []


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.parent.name)
def test_a_face_lists_what_others_use_and_nothing_else(face: Path) -> None:
    others = [path for path in MODULES if room_of(path) != face.parent.name]
    others += [
        *(REPO / "tests").rglob("*.py"),
        *LIBRARY.glob("docs/*.md"),
        LIBRARY / "__init__.pyi",
    ]
    said = set(re.findall(r"\w+", "".join(path.read_text("utf-8") for path in others)))
    listed = set(re.findall(r"import \w+ as (\w+)", face.read_text("utf-8")))
    assert sorted(listed - said) == []


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.parent.name)
def test_no_name_of_a_face_is_that_of_a_module_inside(face: Path) -> None:
    # Once the module is loaded it takes the name's place, and what was a function is none.
    listed = re.findall(r"^from \.\S+ import (\w+) as", face.read_text("utf-8"), re.MULTILINE)
    inside = {path.stem for path in face.parent.glob("*.py")}
    inside |= {path.parent.name for path in face.parent.glob("*/__init__.py")}
    assert sorted(set(listed) & inside) == []


def test_a_room_is_entered_by_its_face() -> None:
    rooms = {face.parent.name for face in FACES}
    steps_inside = [
        f"{path.relative_to(REPO)}: {name}"
        for path in MODULES
        for name in imports(parsed(path))
        if name.count(".") > 2
        and name.startswith("mapper.")
        and (room := name.split(".")[1]) in rooms
        and room != room_of(path)
    ]
    assert steps_inside == []


def test_every_room_but_the_shelves_has_a_face_that_defines_nothing() -> None:
    rooms = {path.parent.name for path in LIBRARY.glob("*/__init__.py")}
    assert rooms - {face.parent.name for face in FACES} == SHELVES
    for face in FACES:
        body = ast.parse(face.with_suffix(".py").read_text("utf-8")).body
        defined = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        # The gazetteer's face serves one name that the manual promised from there.
        assert defined == (["__getattr__"] if face.parent.name == "gazetteer" else [])


def written(node: ast.expr) -> Iterator[str]:
    """Give the text of a pattern as far as it stands in code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from written(part)
    elif isinstance(node, ast.BinOp):
        yield from written(node.left)
        yield from written(node.right)


def patterns(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the regular expressions a module writes down, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and node.args:
                yield node.lineno, "".join(written(node.args[0]))


SYNTAX = re.compile(r"\\[a-zA-Z]|\[[^\]]*\]|\(\?[a-zA-Z]*(?:<\w+>|=\w+)?|\{[^}]*\}")
"""Letters of a pattern that are no words."""


def test_no_pattern_in_code_holds_words_of_a_language() -> None:
    """Words are data; a page's scripts and styles, and the marks of formats, are no language."""
    prose = {*words(DEFAULT_LANGUAGE, "common_words"), *words(DEFAULT_LANGUAGE, "not_names")}
    found = {}
    for path in MODULES:
        if room_of(path) in {"maps", "export"} or FORMATS in path.parents:
            continue
        for line, pattern in patterns(parsed(path)):
            bare = SYNTAX.sub(" ", pattern)
            told = [word for word in re.findall(r"[^\W\d_]{2,}", bare) if word.lower() in prose]
            if len(told) > 1:
                found[f"{path.relative_to(REPO)}:{line}"] = told
    assert found == {}


def test_the_check_of_patterns_sees_words() -> None:
    tree = ast.parse('import re\n_HELD = re.compile(rf"\\b(?:held|controlled)\\s+by {x}")')
    assert [pattern for _, pattern in patterns(tree)] == [r"\b(?:held|controlled)\s+by "]


def test_the_table_of_rooms_in_the_guide_is_the_house() -> None:
    guide = (REPO / "CONTRIBUTING.md").read_text("utf-8")
    listed = [line.split("`")[1] for line in guide.splitlines() if line.startswith("| `mapper/")]
    rooms = sorted(f"mapper/{path.parent.name}/" for path in LIBRARY.glob("*/__init__.py"))
    assert sorted(one for one in listed if one.count("/") == 2) == sorted(
        [*rooms, "mapper/data/", "mapper/docs/"]
    )
    contract = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    floors = contract["contracts"][0]["layers"]
    held = {room.strip() for floor in floors for room in floor.split("|")}
    assert {f"mapper/{room}/" for room in held} == set(rooms)
