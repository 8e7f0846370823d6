import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.base.version import __version__
from mapper.cli import main as entry

Done = subprocess.CompletedProcess[str]
Mapper = Callable[..., Done]

pytestmark = pytest.mark.usefixtures("few_places")

NEWS = "Two people were killed on Monday when an airstrike hit Saraqib, rescuers said."


def process(*words: str | Path) -> Done:
    """Run the command in a process of its own, as a shell does."""
    command = [sys.executable, "-m", "mapper.cli.main", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def mapper(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mapper:
    """Run the command in this process, up to its exit: an error that none foresaw is a failure."""

    def run(*words: str | Path, cwd: Path | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["mapper", *map(str, words)])
        monkeypatch.chdir(cwd or Path.cwd())
        with pytest.raises(SystemExit) as stop:
            entry.run()
        said = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return Done(words, stop.value.code, said.out, said.err)

    return run


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(NEWS, encoding="utf-8")
    (folder / "manifest.csv").write_text("file,published\na.txt,2019-07-22\n", encoding="utf-8")
    return folder


def test_a_build_prints_the_map_on_stdout_and_talks_on_stderr(
    source: Path, few: Path, tmp_path: Path
) -> None:
    done = process("build", source, "-o", tmp_path / "out", "--gazetteer", few)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'out' / 'map.html'}\n")
    assert "1 events" in done.stderr
    assert "\r" not in done.stderr


def test_quiet_says_nothing(mapper: Mapper, source: Path, tmp_path: Path) -> None:
    done = mapper("build", source, "-o", tmp_path / "out", "-q")
    assert (done.returncode, done.stderr) == (0, "")


def test_refused_input_is_said_and_the_exit_code_is_three(
    mapper: Mapper, source: Path, tmp_path: Path
) -> None:
    (source / "b.txt").write_text("not in the list", encoding="utf-8")
    done = mapper("build", source, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "refused: b.txt: unlisted: manifest.csv does not name it" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["rejects"]["by_reason"] == {"unlisted": 1}


def test_an_article_without_rules_is_refused_by_its_language(
    mapper: Mapper, tmp_path: Path
) -> None:
    french = "Les avions ont bombardé le village dans la nuit de lundi et quatre civils sont morts."
    (tmp_path / "a.txt").write_text(french, encoding="utf-8")
    done = mapper("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "refused: a.txt: no_rules: the text is in French" in done.stderr
    asked = mapper("explain", "--text", french)
    assert asked.returncode == 1
    assert "the text is in French; there are rules for ar, en" in asked.stderr


def test_a_cell_left_out_is_said_once_for_all_its_rows_and_the_exit_code_is_three(
    mapper: Mapper, tmp_path: Path
) -> None:
    rows = "".join(f"Hass,2019-08-1{day},strike\n" for day in range(3))
    (tmp_path / "t.csv").write_text(f"Week 27,,\nplace,date,event_type\n{rows}", encoding="utf-16")
    done = mapper("build", tmp_path / "t.csv", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "3 events" in done.stderr
    assert (
        "left out: t.csv row 3, 4, 5: event_type is 'strike'; there are: airstrike" in done.stderr
    )
    assert "t.csv: row 1 passed over as a title; the header is row 2" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["rejects"]["by_reason"] == {"cell_left_out": 3}
    assert "t.csv: read as utf-16" in done.stderr
    assert report["notes"] == 2


def test_the_order_of_a_date_can_be_said(mapper: Mapper, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("place,date\nHass,05/06/2019\n", encoding="utf-8")
    out = tmp_path / "out"
    assert "--dayfirst or --monthfirst" in mapper("build", tmp_path / "t.csv", "-o", out).stderr
    assert mapper("build", tmp_path / "t.csv", "-o", out, "--dayfirst").returncode == 0
    assert "2019-06-05" in mapper("query", out / "store.gpkg").stdout


def test_appending_says_what_was_replaced_and_what_was_not_read_again(
    mapper: Mapper, source: Path, tmp_path: Path
) -> None:
    (source / "table.csv").write_text("place,date\nHass,2019-08-16\n", encoding="utf-8")
    out = tmp_path / "out"
    mapper("build", source, "-o", out)
    (source / "a.txt").write_text(NEWS.replace("Saraqib", "Ariha"), encoding="utf-8")
    done = mapper("build", source, "--append", out / "store.gpkg")
    assert (done.returncode, done.stdout) == (0, f"{out / 'map.html'}\n")
    assert "unchanged, not read again: 1\nreplaced: a.txt\n" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["in", "-o", "out", "--append", "store.gpkg"], 2, "leave -o out"),
        (["--append", "store.gpkg"], 2, "name the SOURCES"),
        (["in", "--append", "other.gpkg"], 2, "takes the store.gpkg"),
        (["in", "--append", "store.gpkg"], 1, "no store at"),
    ],
)
def test_append_used_wrongly_gives_one_clear_line(
    mapper: Mapper, source: Path, words: list[str], code: int, message: str
) -> None:
    done = mapper("build", *words, cwd=source.parent)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_many_refusals_are_summed_up(mapper: Mapper, source: Path, tmp_path: Path) -> None:
    for number in range(15):
        (source / f"x{number}.txt").write_text("unlisted", encoding="utf-8")
    done = mapper("build", source, "-o", tmp_path / "out")
    assert done.stderr.count("refused:") == 11
    assert "5 more" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["gone"], 1, "gone is not there"),
        (["in", "--gazetteer", "gone"], 1, "gone"),
        (["in", "--jobs", "0"], 2, "--jobs"),
        (["in", "--colour", "red"], 2, "--colour"),
        ([], 2, "seeds"),
    ],
)
def test_wrong_use_gives_one_clear_line_and_no_traceback(
    mapper: Mapper, source: Path, words: list[str], code: int, message: str
) -> None:
    done = mapper("build", *words, cwd=source.parent)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_folder_of_someone_else_is_left_alone(
    mapper: Mapper, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine", encoding="utf-8")
    refused = mapper("build", source, "-o", out)
    assert (refused.returncode, [path.name for path in out.iterdir()]) == (1, ["thesis.txt"])
    assert "--overwrite" in refused.stderr
    assert mapper("build", source, "-o", out, "--overwrite").returncode == 0
    assert (out / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_without_sources_the_seeds_are_built(mapper: Mapper, source: Path, tmp_path: Path) -> None:
    source.rename(tmp_path / "seeds")
    done = mapper("build", "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, str(Path("outputs", "map.html")))


def test_the_version_and_the_list_of_commands_import_nothing_heavy() -> None:
    heavy = "{'pandas', 'numpy', 'shapely', 'folium', 'geopandas', 'pyogrio'}"
    code = (
        "import sys; sys.argv = ['mapper', '--help']\n"
        "from mapper.cli.main import main\n"
        "main.main(standalone_mode=False)\n"
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"mapper, version {__version__}" in process("--version").stdout


def test_an_unknown_command_is_wrong_use() -> None:
    done = process("fly")
    assert done.returncode == 2
    assert "No such command" in done.stderr


def test_every_listed_command_loads() -> None:
    runner = CliRunner()
    for name in entry.SUMMARIES:
        shown = runner.invoke(entry.main, [name, "--help"])
        assert (shown.exit_code, "Usage:" in shown.output) == (0, True)


@pytest.mark.parametrize("both", ["", " 2>&1"], ids=["stdout", "stdout and stderr"])
def test_a_reader_that_goes_away_does_not_hide_that_input_was_refused(
    few: Path, tmp_path: Path, both: str
) -> None:
    (tmp_path / "bad.csv").write_text("place,date\nKafr Nabl,nonsense\n", encoding="utf-8")
    mapper = f"{sys.executable} -m mapper.cli.main"
    command = (
        f"{mapper} build bad.csv -o out --gazetteer {few}{both} | head -0; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False)
    assert done.returncode == 3


def test_a_reader_that_goes_away_does_not_hide_a_mistake_in_the_options() -> None:
    mapper = f"{sys.executable} -m mapper.cli.main"
    command = f"{mapper} query --nothing 2>&1 | head -0; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], check=False)
    assert done.returncode == 2


def test_a_build_judges_by_zones_of_a_file_and_an_append_needs_the_same(
    mapper: Mapper, source: Path, tmp_path: Path
) -> None:
    ring = [[36, 35], [37.5, 35], [37.5, 36.5], [36, 36.5], [36, 35]]
    zone = tmp_path / "own.geojson"
    zone.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    out = tmp_path / "out"
    done = mapper("build", source, "-o", out, "--zone-file", zone)
    assert done.returncode == 0
    assert "no days are given for own: in force always" in done.stderr
    counted = mapper("query", out / "store.gpkg", "--by", "zone,verdict", "--json")
    assert [(row["zone"], row["verdict"]) for row in json.loads(counted.stdout)["rows"]] == [
        ("own", "inside")
    ]
    assert "zone own: always" in mapper("info", out / "store.gpkg").stdout
    options = json.loads((out / "manifest.json").read_text("utf-8"))["options"]
    assert options["zone_file"].startswith("own.geojson sha256:")
    refused = mapper("build", source, "--append", out / "store.gpkg")
    assert refused.returncode == 1
    assert "made with other zones: own.geojson sha256:" in refused.stderr
    again = mapper("build", source, "--append", out / "store.gpkg", "--zone-file", zone)
    assert again.returncode == 0
