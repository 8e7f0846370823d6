"""A large pack made ready once: kept by its hash, found again, and never wrong."""

import shutil
from pathlib import Path

import pytest
from folders import SHIPPED_PACK, SMALL_PACK

from mapper.gazetteer import kept
from mapper.gazetteer.load import load_gazetteer

SMALLEST = kept.SMALLEST
ASKED = ("Kafranbel", "كفرنبل", "Kiktan", "Zzyzx", "Khirbat al-Nowhere", "Damascus province")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(kept.CACHE, str(folder))
    return folder


@pytest.fixture
def pack(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a pack of few places that is kept as if it were a large one."""
    monkeypatch.setattr(kept, "SMALLEST", 1)
    return Path(shutil.copytree(few, tmp_path / "pack"))


def test_a_pack_found_again_answers_as_one_read_anew(cache: Path) -> None:
    anew = load_gazetteer(SHIPPED_PACK)
    (file,) = cache.glob("*.pack")
    assert file.stat().st_size > kept.SMALLEST
    again = load_gazetteer(SHIPPED_PACK)
    assert again.plain()["places"] == anew.plain()["places"]
    assert again.home == anew.home
    for name in ASKED:
        assert again.lookup(name) == anew.lookup(name), name
        assert again.similar(name) == anew.similar(name), name
    idlib = anew.places["reg-idlib"]
    area, same = anew.area("reg-idlib"), again.area("reg-idlib")
    assert area is not None
    assert same is not None
    assert area.equals(same)
    assert again.members(idlib) == anew.members(idlib)


def test_a_changed_table_is_read_anew(cache: Path, pack: Path) -> None:
    load_gazetteer(pack)
    names = pack / "names.csv"
    names.write_text(
        names.read_text(encoding="utf-8") + "pl-kafr-nabl,Newspelling,latin,variant,a test\n",
        encoding="utf-8",
    )
    assert load_gazetteer(pack).lookup("Newspelling")[0].place.place_id == "pl-kafr-nabl"
    assert len(list(cache.glob("*.pack"))) == 2


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 5000])
def test_a_file_that_is_not_what_was_kept_is_passed_over(
    cache: Path, pack: Path, content: bytes
) -> None:
    load_gazetteer(pack)
    (file,) = cache.glob("*.pack")
    whole = file.read_bytes()
    file.write_bytes(content)
    assert load_gazetteer(pack).lookup("Kafranbel")[0].place.place_id == "pl-kafr-nabl"
    assert file.read_bytes() == whole


def test_nothing_is_kept_of_a_small_pack_or_where_no_folder_is_named(
    cache: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(kept, "SMALLEST", SMALLEST)
        load_gazetteer(SMALL_PACK)
    assert not cache.exists()
    monkeypatch.setenv(kept.CACHE, "")
    load_gazetteer(pack)
    assert not cache.exists()


def test_a_folder_that_cannot_be_written_is_no_fault(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(kept.CACHE, str(tmp_path / "file" / "cache"))
    assert load_gazetteer(pack).places


def test_the_oldest_are_forgotten(cache: Path) -> None:
    for number in range(kept.MOST_KEPT + 2):
        kept.write_kept(cache / f"{number}.pack", {"number": number})
    assert len(list(cache.iterdir())) == kept.MOST_KEPT
    newest = kept.read_kept(cache / f"{kept.MOST_KEPT + 1}.pack")
    assert newest == {"number": kept.MOST_KEPT + 1}
