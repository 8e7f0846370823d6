"""The edges of the command line: terminals, full and closed streams, files for others."""

import ast
import csv
import errno
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from called import Called, call, stream
from folders import REPO

from mapper.base.json_text import to_json
from mapper.base.shown import harmless
from mapper.base.spreadsheets import as_before, disarmed
from mapper.cli.streams import Guarded
from mapper.export.qgis.markup import written
from mapper.export.tabular import lines

pytestmark = pytest.mark.usefixtures("few_places")

EVIL = "\x1b[31mRED\x1b]0;PWNED\x07\x9b2J\x08\x85\u202eabc\u2066\u2069\u2069\u2028"
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067]")
SHOWN = re.compile("\r(?:\x1b\\[K|articles: \\d+ of \\d+)")
"""What a build writes on purpose, to go over its own line."""


@pytest.fixture(scope="module")
def store(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a store whose texts, names and columns all hold signs that a terminal obeys."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mapper.gazetteer.load.default_pack", lambda: few)
        folder = tmp_path_factory.mktemp("evil")
        source = folder / f"in{EVIL}"
        source.mkdir()
        said = f"An airstrike {EVIL} hit Saraqib on 6 May 2019, killing two, said {EVIL} Smith."
        (source / f"a{EVIL}.txt").write_text(said, "utf-8")
        columns = "place,date,actor,note,publisher,targets,record_id,title"
        cells = ",".join([EVIL] * 6)
        rows = [columns, f"Saraqib,2019-05-06,{cells}", f"{EVIL},2019-05-07,{cells}x"]
        (source / f"t{EVIL}.csv").write_text("\n".join(rows), "utf-8")
        told = build(source, folder / "out")
        assert told.code in {0, 3}, told.err
        check(told)
        yield folder / "out" / "store.gpkg"


def build(source: Path, out: Path) -> Called:
    return call("build", source, "-o", out, terminal=True)


def check(told: Called) -> None:
    """See that nothing reached the terminal that it would obey."""
    for text in (told.out, told.err):
        bare = SHOWN.sub("", text)
        found = OBEYED.findall(bare)
        assert not found, (found, bare[:300])
        assert harmless(bare) == bare


COMMANDS = {
    "a table": "query STORE --reports --scope all",
    "columns": "query STORE --reports --columns actor,sentence,file,publisher",
    "csv": "query STORE --reports --csv",
    "tsv": "query STORE --reports --tsv",
    "json": "query STORE --reports --json",
    "lines": "query STORE --reports --nl",
    "geojson": "query STORE --reports --geojson",
    "counts": "query STORE --reports --by actor",
    "what is held": "info STORE",
    "what is held as JSON": "info STORE --json",
    "a chain": "explain STORE ID",
    "a chain as JSON": "explain STORE ID --json",
    "what is missing": "explain STORE --missing EVIL",
    "a text": "explain --text EVIL",
    "a place": "geocode EVIL",
    "a place as JSON": "geocode EVIL --json",
    "an unknown region": "query STORE --region EVIL",
    "an unknown column": "query STORE --columns EVIL",
    "an unknown option": "query --EVIL",
    "an unknown command": "EVIL",
    "a store that is not there": "query EVIL",
    "a source that is not there": "build EVIL",
    "a pack that is not there": "geocode Idlib --gazetteer EVIL",
    "a file that is no pack": "gazetteer import EVIL --as csv -o EVIL",
    "names like it": "gazetteer search EVIL",
    "an export": "export STORE csv -o - --reports",
    "zones": "zones --at EVIL",
    "changes": "diff STORE STORE",
    "a sheet": "review STORE -o EVIL.csv",
    "a gold set that is not there": "score STORE EVIL",
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_gives_a_terminal_a_sign_that_it_obeys(
    words: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ids = json.loads(call("query", store, "--reports", "--json").out) if "ID" in words else [{}]
    given = {"STORE": str(store), "ID": ids[0].get("incident_id", "")}
    spelled = [re.sub("EVIL", lambda _: EVIL, given.get(word, word)) for word in words.split()]
    check(call(*spelled, terminal=True))


def test_an_import_shows_its_names_harmless(few: Path, tmp_path: Path) -> None:
    file = tmp_path / f"x{EVIL}.csv"
    file.write_text(f"name,lat,lon\n{EVIL},35.5,36.5\nB{EVIL},nope,1\n", "utf-8")
    command = ["gazetteer", "import", file, "--as", "csv", "-o", tmp_path / "pack", "--base", few]
    check(call(*command, terminal=True))


def test_json_is_the_same_for_every_reader_and_holds_no_unseen_sign(store: Path) -> None:
    value = {"a": EVIL, EVIL: ["\ud800", "حلب"]}
    text = to_json(value)
    assert json.loads(text) == value
    assert OBEYED.search(text) is None
    told = call("query", store, "--reports", "--json")
    assert OBEYED.search(told.out) is None
    assert any(EVIL.strip() in row["sentence"] for row in json.loads(told.out))


def test_every_command_speaks_through_the_guarded_streams() -> None:
    around = {}
    for path in (REPO / "mapper" / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.expr):
                continue
            if isinstance(node, ast.Attribute) and node.attr in {"__stdout__", "__stderr__"}:
                around[path.name] = node.lineno
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "os.write"}:
                around[path.name] = node.lineno
            is_binary = isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.stdout.buffer"
            if is_binary and path.name != "map.py":  # a page, which escapes what it holds
                around[path.name] = node.lineno
    assert around == {}


def test_a_stream_says_what_the_system_has_against_it() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device", text)

    with pytest.raises(OSError, match="cannot write: No space left on device"):
        Guarded(Full(), needed=True).write("a")
    with pytest.raises(OSError, match="cannot write: the standard output is closed"):
        Guarded(None, needed=True).write("a")
    Guarded(Full(), needed=False).write("a")
    assert stream().isatty() is False


FULL = "Error: cannot write: No space left on device\n"
CLOSED = "Error: cannot write: the standard output is closed\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--version >/dev/full", 1, FULL),
        ("geocode Saraqib --gazetteer {few} >/dev/full", 1, FULL),
        ("geocode Saraqib --gazetteer {few} >&-", 1, CLOSED),
        ("geocode Saraqib --gazetteer {few} >/dev/full 2>&-", 1, ""),
        ("query gone.gpkg 2>/dev/full", 1, ""),
        ("query - --count <&-", 0, "Nothing: the store holds no events.\n"),
    ],
)
def test_full_and_closed_streams_are_one_line(
    words: str, code: int, said: str, few: Path, tmp_path: Path
) -> None:
    line = f"{sys.executable} -m mapper.cli.main {words.format(few=few)}"
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (code, said)


HOSTILE = ("x;=1+1", "x\t=1+1", "x\n=1+1", "x;@a\t+b\n-c", "=1;=2", "a; b", "\x1b[2J;=1")


@pytest.mark.parametrize("apart", [",", ";", "\t"])
@pytest.mark.parametrize("written_with", [",", "\t"])
def test_no_cell_runs_however_a_spreadsheet_parts_the_lines(apart: str, written_with: str) -> None:
    rows = [{"a": one, "b": f"y{one}", "c": 3} for one in HOSTILE]
    text = "".join(lines(["a", "b", "c"], rows, delimiter=written_with))
    parted = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    assert [cell for row in parted for cell in row if cell[:1] in tuple("=+@-")] == []
    back = csv.DictReader(io.StringIO(text, newline=""), delimiter=written_with)
    unseen = [
        {name: str(cell).replace("\x1b", "\ufffd") for name, cell in row.items()} for row in rows
    ]
    assert [{name: as_before(cell) for name, cell in row.items()} for row in back] == unseen


def test_a_text_that_is_none_stays_as_it_is() -> None:
    for plain in ("Idlib; Saraqib", "it's; 'so'", "killed 3-5", "a, -b"):
        assert disarmed(plain) == plain


@pytest.mark.parametrize("title", ["T\x01x", "\ud800", "\ufffe<&>\"'", "]]>", "\x1b"])
def test_a_project_is_well_formed_whatever_the_title(title: str) -> None:
    root = ET.Element("qgis", projectname=title)
    ET.SubElement(root, "title").text = title
    ET.fromstring(written(root).encode().split(b"\n", 1)[1])  # noqa: S314 - our own


@pytest.mark.parametrize("title", ["T\x01x", "a\udcff", "a\nb"])
def test_a_title_that_no_page_can_hold_is_refused(title: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An airstrike hit Saraqib on 6 May 2019.", "utf-8")
    told = call("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--title", title)
    assert (told.code, told.err.count("Error: ")) == (2, 1)
    assert not (tmp_path / "out").exists()


def test_a_project_of_a_hostile_store_opens(store: Path) -> None:
    with zipfile.ZipFile(store.parent / "incidents.qgz") as archive:
        (name,) = archive.namelist()
        ET.fromstring(archive.read(name).split(b"\n", 1)[1])  # noqa: S314 - our own
