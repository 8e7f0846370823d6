"""Nothing that must not leave is in any output; and whatever is planted there is found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from folders import SEEDS
from release import planted
from release.forms import FORMS
from release.hostile_set import allowed, folded, withheld
from release.leaks import Hidden, Searcher, UnreadError, blocks, leaving
from shell import run_line

from mapper.base import schema
from mapper.gazetteer import load_gazetteer
from mapper.pipeline.steps import build
from mapper.release import AT_HOME
from mapper.release.classes import Classes, classes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.gazetteer import Gazetteer, Place
    from mapper.pipeline.steps import Build

NOT_FOUND = frozenset({"فستقجي"})
"""A family in Arabic that is named alone, by a name on no list. What is found of persons is
measured (`mapper/docs/releasing.md`), not promised."""

LEAST = 6
"""Letters of a name that is looked for in the pack's own sets."""

FILES = ("incidents.gpkg", "incidents.geojson", "incidents.qgz", "locations.geojson", "map.html")
MORE = ("incidents.qml", "locations.qml", "report.json", "manifest.json", "manifest-sha256.txt")


def hidden(*options: str) -> list[Hidden]:
    """Give what the hostile set withholds, always and with options."""
    return [
        Hidden(
            one.string, (float(one.position[0]), float(one.position[1])) if one.position else None
        )
        for one in withheld()
        if one.when in {"always", *options} and one.string not in NOT_FOUND
    ]


@pytest.fixture(scope="session")
def searcher(settlements: list[tuple[float, float]]) -> Searcher:
    return Searcher(hidden(), settlements)


@pytest.fixture(scope="session")
def for_plants() -> Searcher:
    return Searcher([Hidden(planted.NAME), Hidden(position=planted.POSITION)])


def test_no_output_of_a_build_lets_out_what_is_withheld(hostile: Build, searcher: Searcher) -> None:
    assert searcher.leaks(hostile.folder) == []


def test_the_complete_store_holds_what_the_search_looks_for(
    hostile: Build, searcher: Searcher
) -> None:
    found = {leak.what for leak in searcher.in_file(hostile.folder / "store.gpkg")}
    assert {one.string for one in hidden() if one.string} <= found


@pytest.mark.parametrize("form", FORMS)
def test_no_export_and_no_map_lets_out_what_is_withheld(
    exported: dict[str, Path], searcher: Searcher, form: str
) -> None:
    assert searcher.leaks(exported[form]) == []


def test_every_form_of_export_is_searched() -> None:
    from mapper.cli.export import FORMATS  # noqa: PLC0415 - click is slow
    from mapper.export import layouts  # noqa: PLC0415 - same

    assert set(FORMATS) | {f"as {name}" for name in layouts()} <= FORMS.keys()


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "json", "geojsonseq", "geoparquet"])
@pytest.mark.parametrize("table", sorted(schema.TABLES.keys() - AT_HOME))
def test_no_table_lets_out_what_is_withheld_in_any_form(
    hostile: Build, searcher: Searcher, tmp_path: Path, table: str, form: str
) -> None:
    store = hostile.folder / "store.gpkg"
    line = f"mapper export {store} {form} -o {table}.{form} --table {table} --scope all"
    done = run_line(line, tmp_path)
    if done.returncode == 0:
        assert searcher.leaks(tmp_path) == []
    else:
        assert "geometry" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("options", ["--mask-people", "--withhold worship"])
def test_what_is_asked_for_beside_is_withheld_too(
    hostile: Build, settlements: list[tuple[float, float]], tmp_path: Path, options: str
) -> None:
    wanted = options.rsplit(maxsplit=1)[-1].removeprefix("--")
    searcher = Searcher(hidden(wanted), settlements)
    store = hostile.folder / "store.gpkg"
    for line in (f"map {store} -o map.html {options}", f"export {store} gpkg -o a.gpkg {options}"):
        assert run_line(f"mapper {line}", tmp_path).returncode == 0
    assert searcher.leaks(tmp_path) == []


def test_what_is_no_secret_stays(hostile: Build, exported: dict[str, Path]) -> None:
    texts = [
        *_texts([hostile.folder / name for name in FILES]),
        *_texts(path for folder in (exported["csv"], exported["map"]) for path in leaving(folder)),
    ]
    plain = folded("\n".join(texts))
    assert [string for _, string in allowed() if folded(string) not in plain] == []


def test_the_internal_profile_withholds_nothing(
    hostile: Build, searcher: Searcher, tmp_path: Path
) -> None:
    store = hostile.folder / "store.gpkg"
    done = run_line(f"mapper export {store} csv -o all.csv --reports --profile internal", tmp_path)
    assert done.returncode == 0
    assert searcher.leaks(tmp_path) != []


def test_a_plant_is_known_for_every_output(hostile: Build, exported: dict[str, Path]) -> None:
    assert {path.name for path in leaving(hostile.folder)} <= {*FILES, *MORE}
    for folder in exported.values():
        for path in leaving(folder):
            assert planted.plants(path)


@pytest.mark.parametrize("name", [*FILES, *MORE])
def test_whatever_is_planted_in_an_output_is_found(
    hostile: Build, for_plants: Searcher, tmp_path: Path, name: str
) -> None:
    _find_all(hostile.folder / name, for_plants, tmp_path)


@pytest.mark.parametrize("form", ["csv", "geoparquet", "as timemap"])
def test_whatever_is_planted_in_an_export_is_found(
    exported: dict[str, Path], for_plants: Searcher, tmp_path: Path, form: str
) -> None:
    for number, path in enumerate(leaving(exported[form])):
        folder = tmp_path / str(number)
        folder.mkdir()
        _find_all(path, for_plants, folder)


def test_texts_in_a_folder_beside_the_page_are_read(
    hostile: Build, for_plants: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.maps.page.folder.LIMIT", 1)
    assert run_line(f"mapper map {hostile.folder} -o map.html", tmp_path).returncode in {0, 1, 2}
    store = hostile.folder / "store.gpkg"
    assert run_line(f"mapper map {store} -o map.html --overwrite", tmp_path).returncode == 0
    beside = next(path for path in leaving(tmp_path) if path.suffix == ".js")
    assert any("Kafr Nabl" in text for text in _texts([beside]))
    _find_all(beside, for_plants, tmp_path / "again")


def test_what_nobody_can_read_is_no_clean_bill() -> None:
    with pytest.raises(UnreadError, match="neither text nor a known form"):
        list(blocks("new.bin", b"\x93NUMPY\x01\x00\xff\xfe"))


@pytest.mark.parametrize(
    "text",
    [
        "35.7318462907",
        "lat 35.731846, lon 36.391728",
        "[36.391,35.731]",
        "36.392\t35.732",
        "٣٥٫٧٣١٨٤، ٣٦٫٣٩١٧٢",
        '{"lat":35.7318,"lon":36.3917}',
    ],
)
def test_a_position_is_found_however_a_text_rounds_it(for_plants: Searcher, text: str) -> None:
    assert for_plants.in_text(text)


@pytest.mark.parametrize("text", ["35.73, 36.39", "35.731", "36.391, 12.500", "135.7318462907"])
def test_what_is_coarse_or_elsewhere_is_no_leak(for_plants: Searcher, text: str) -> None:
    assert for_plants.in_text(text) == []


@pytest.mark.long
def test_the_seeds_let_out_no_sensitive_place_of_the_pack(tmp_path: Path) -> None:
    _build_and_search(SEEDS, tmp_path)


@pytest.mark.long
def test_the_development_set_lets_out_no_sensitive_place_of_the_pack(
    shared: Path, tmp_path: Path
) -> None:
    _build_and_search(shared / "devset" / "articles", tmp_path)


def _build_and_search(source: Path, folder: Path) -> None:
    """Build a set, and search its outputs for the sensitive places of the pack that it names."""
    made = build([source], folder / "out")
    pack = load_gazetteer(None)
    said = folded("\n".join(_texts([made.folder / "store.gpkg"])))
    names = [Hidden(one) for one in _names_alone(pack) if folded(one) in said]
    spots = [Hidden(position=one) for one in _positions(pack)]
    assert spots
    secret = {place.place_id for place in _sensitive(pack)}
    public = [
        (place.lat, place.lon)
        for place in pack.places.values()
        if place.place_id not in secret and place.lat and place.lon
    ]
    assert Searcher([*names, *spots], public).leaks(made.folder) == []


def _sensitive(pack: Gazetteer) -> list[Place]:
    language = pack.language()
    asked = (one for one in classes_of(language).values() if not one.on_request)
    classes = Classes(asked, language)
    return [
        place
        for name, place in sorted(pack.places.items())
        if classes.of_site(name, place.kind, (place.name, place.name_ar))
    ]


def _names_alone(pack: Gazetteer) -> list[str]:
    """Give the names of sensitive places that no other place shares, or has in its own."""
    sensitive = {place.place_id for place in _sensitive(pack)}
    spellings = pack.spellings_of(set(pack.places))
    others = {
        folded(name)
        for place, names in spellings.items()
        if place not in sensitive
        for name in (pack.places[place].name, *names)
    }
    every = "\n".join(sorted(others))
    names = {
        name
        for place in sorted(sensitive)
        for name in (pack.places[place].name, pack.places[place].name_ar, *spellings[place])
        if name and len(folded(name)) >= LEAST
    }
    return sorted(name for name in names if folded(name) not in every)


def _positions(pack: Gazetteer) -> list[tuple[float, float]]:
    return [(place.lat, place.lon) for place in _sensitive(pack) if place.lat and place.lon]


def _find_all(path: Path, searcher: Searcher, folder: Path) -> None:
    """Plant in copies of a file in every way, and find each."""
    missed = []
    for way, plant in planted.plants(path).items():
        place = folder / way.replace(" ", "-").replace("'", "")
        place.mkdir(parents=True)
        plant(Path(shutil.copy(path, place)))
        if not searcher.leaks(place):
            missed.append(way)
    assert missed == []
    assert searcher.in_file(path) == []


def _texts(paths: Iterable[Path]) -> list[str]:
    found: list[str] = []
    for path in paths:
        for block in blocks(path.name, path.read_bytes()):
            found += block.texts
    return found
