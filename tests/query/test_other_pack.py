"""Names are looked up in the pack of the store's own region, never in another's unasked."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.cli.main import main
from mapper.pipeline import build

PLACES = "place_id,name,kind,lat,lon,country,admin1\np1,Samplia,town,10.0,20.0,XA,Upland\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other")
    pack = folder / "pack"
    pack.mkdir()
    (pack / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "a.txt").write_text("Jets bombed Samplia on 3 May 2019, killing two.", "utf-8")
    build([folder / "a.txt"], folder / "out", gazetteer=pack)
    return folder


def _asked(store: Path, *more: str) -> tuple[int, str]:
    command = ["query", str(store / "out" / "store.gpkg"), "--count", "--region", "Samplia"]
    done = CliRunner().invoke(main, [*command, *more])
    return done.exit_code, f"{done.output}{done.exception or ''}"


def test_a_name_is_not_looked_up_in_the_shipped_pack_for_a_store_of_other_countries(
    store: Path,
) -> None:
    code, told = _asked(store)
    assert code != 0
    assert "the store is of another region (XA)" in told
    assert "--gazetteer" in told


def test_with_its_own_pack_the_name_is_found(store: Path) -> None:
    code, told = _asked(store, "--gazetteer", str(store / "pack"))
    assert code == 0, told
    assert "1" in told.splitlines()
