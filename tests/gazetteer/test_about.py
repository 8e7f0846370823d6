import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from folders import SMALL_PACK

from mapper.base.errors import GazetteerError
from mapper.gazetteer import LEVELS, about_of, default_pack, load_gazetteer
from mapper.gazetteer.about import PACK, unit_words

WHOLE: dict[str, Any] = {
    "title": "Strikes",
    "countries": ["SD", "TD"],
    "timezone": "Africa/Khartoum",
    "romanisations": ["arabic", "french"],
    "units": {"en": {"admin1": {"one": "state", "several": "states", "also": ["wilaya"]}}},
    "extent": [21.8, 8.7, 38.6, 22.2],
}


def test_every_key_is_read() -> None:
    about = about_of(WHOLE)
    assert (about.title, about.countries) == ("Strikes", ("SD", "TD"))
    assert (about.timezone, about.romanisations) == ("Africa/Khartoum", ("arabic", "french"))
    assert about.extent == (21.8, 8.7, 38.6, 22.2)
    unit = about.unit("admin1", "en")
    assert unit is not None
    assert (unit.one, unit.several, unit.also) == ("state", "states", ("wilaya",))
    assert about.unit("admin2", "en") is None
    assert about.unit("admin1", "ar") is None


def test_what_is_not_said_is_none_or_empty() -> None:
    about = about_of({})
    assert (about.title, about.timezone, about.romanisations, about.extent) == (None,) * 4
    assert about.countries == ()
    assert not about.units


def test_words_for_several_units_are_told_and_never_guessed() -> None:
    unit = {"one": "gmina", "several": "gminy", "also": ["commune", "communes"]}
    told = {"units": {"en": {"admin3": {**unit, "also_several": ["counties"]}}}}
    numbers = {row["word"]: row["number"] for row in unit_words(about_of(told))}
    several = {word for word, number in numbers.items() if number == "several"}
    assert several == {"gminy", "counties"}
    assert set(numbers) - several == {"gmina", "commune", "communes"}


def test_a_region_across_the_180th_meridian_has_its_west_beyond_its_east() -> None:
    assert about_of({"extent": [170, -20, -170, -10]}).extent == (170, -20, -170, -10)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ([1], "no JSON object"),
        ({"contries": ["SD"]}, "contries: no such key; there are title, countries"),
        ({"title": 1}, "title: 1 is no text"),
        ({"title": ""}, "title: "),
        ({"countries": "SD"}, 'countries: "SD" is no list'),
        ({"countries": ["sd"]}, "countries: 'sd' is no ISO code"),
        ({"countries": ["SD", "SD"]}, "countries: 'SD' stands twice"),
        ({"timezone": "Khartoum"}, "timezone: 'Khartoum' is no time zone"),
        ({"timezone": "../x"}, "timezone: '../x' is no time zone"),
        ({"romanisations": ["Arabic!"]}, "romanisations: .* 'Arabic!'; there are arabic"),
        ({"units": []}, r"units: \[\] is no object of languages"),
        ({"units": {"English": {}}}, "units.English: 'English' is no code"),
        ({"units": {"en": {"admin4": {}}}}, "units.en.admin4: no such level"),
        ({"units": {"en": {"admin1": "state"}}}, 'units.en.admin1: "state" is no object'),
        ({"units": {"en": {"admin1": {"one": "state"}}}}, "units.en.admin1: 'several' is missing"),
        (
            {"units": {"en": {"admin1": {"one": "a", "several": "b", "als": []}}}},
            "units.en.admin1.als: no such key",
        ),
        ({"extent": [1, 2, 3]}, r"extent: \[1, 2, 3\]: four numbers"),
        ({"extent": [1, 2, True, 4]}, "extent: true is no number"),
        ({"extent": [1, 2, float("nan"), 4]}, "not JSON: NaN is no number"),
        ({"extent": [1, 95, 2, 96]}, "extent: .* is not on Earth"),
        ({"extent": [1, 9, 2, 8]}, "extent: .* holds no area"),
    ],
)
def test_a_wrong_shape_is_refused_by_its_key(tmp_path: Path, told: object, named: str) -> None:
    pack = Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))
    (pack / PACK).write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(GazetteerError, match=rf"pack\.json: {named}"):
        load_gazetteer(pack)


def test_the_home_country_is_the_first_that_the_pack_names(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))
    assert load_gazetteer(pack).home == "SY"
    (pack / PACK).write_text('{"countries": ["TR", "SY"]}', encoding="utf-8")
    assert load_gazetteer(pack).home == "TR"


def test_what_a_pack_says_of_its_region_is_in_its_hash(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))
    before = load_gazetteer(pack).hash()
    (pack / PACK).write_text('{"timezone": "Asia/Damascus"}', encoding="utf-8")
    assert load_gazetteer(pack).hash() != before


def test_the_shipped_pack_says_what_its_units_are_called_at_every_level() -> None:
    about = load_gazetteer().about
    assert about.countries == ("SY",)
    for language in about.units:
        assert all(about.unit(level, language) for level in LEVELS)
    assert default_pack().joinpath(PACK).is_file()
