"""What `make check` tests is what a change may have broken."""

import pytest
from changed import ALWAYS, targets


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ([], []),
        (["README.md", "mapper/__init__.py", "tests/coding.py"], []),
        (["mapper/zones/chance.py"], ["mapper/zones", "tests/zones"]),
        (["mapper/text/dates/find.py"], ["mapper/text", "tests/text"]),
        (["tests/store/test_store.py"], ["mapper/store", "tests/store"]),
        (["mapper/maps/js/app.js"], ["mapper/maps", "tests/browser", "tests/maps"]),
        (["tests/browser/test_many.py"], ["tests/browser"]),
        (["mapper/export/qgis/fields.py"], ["mapper/export", "tests/export", "tests/qgis"]),
        (["tests/bench/bench_map.py", "tests/data/pack/places.csv"], []),
        (["mapper/data/en/verbs.csv"], ["mapper/words", "tests/words"]),
        (["gazetteer/names.csv"], ["tests/gazetteer"]),
        (["tests/test_end_to_end.py"], ["tests/test_end_to_end.py"]),
        (["tests/test_that_went.py", "mapper/gone/old.py"], []),
    ],
)
def test_a_change_asks_for_the_tests_of_its_room(changed: list[str], asked: list[str]) -> None:
    assert targets(changed) == sorted({*ALWAYS, *asked})


def test_nothing_is_tested_twice() -> None:
    both = targets(["mapper/cli/info.py", "mapper/docs/store.md"])
    assert [name for name in both if name.startswith("tests/cli")] == ["tests/cli"]
