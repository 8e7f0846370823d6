"""A region's own words: kept in a store's table of the run, read back from it."""

from __future__ import annotations

import pytest

from mapper.base.setting import Setting
from mapper.gazetteer.about import about_of

OBLASTS = {"admin1": ("oblast", "oblasts")}


@pytest.mark.parametrize(
    "setting",
    [
        Setting(),
        Setting(OBLASTS),
        Setting(OBLASTS | {"admin2": ("raion", "raions")}, "Europe/Kyiv", (22.1, 44.4, 40.2, 52.4)),
        Setting(timezone="Pacific/Fiji", extent=(177.0, -19.5, -178.0, -16.0)),
    ],
)
def test_a_setting_comes_back_from_the_run(setting: Setting) -> None:
    found = Setting.of_run({"mapper_version": "1", **setting.to_run()})
    assert dict(found.units) == dict(setting.units)
    assert (found.timezone, found.extent) == (setting.timezone, setting.extent)


def test_levels_without_a_word_have_a_plain_one() -> None:
    assert Setting(OBLASTS).labels("admin1") == "Oblasts"
    assert Setting(OBLASTS).label("admin2") == "District"


def test_the_words_are_those_of_the_page_s_language_else_of_any() -> None:
    word = {"one": "oblast", "several": "oblasts"}
    local = {"one": "область", "several": "області"}
    both = about_of({"units": {"uk": {"admin1": local}, "en": {"admin1": word}}})
    assert both.setting().units["admin1"] == ("oblast", "oblasts")
    alone = about_of({"units": {"uk": {"admin1": local}}})
    assert alone.setting().label("admin1") == "Область"
