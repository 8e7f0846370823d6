import json
from pathlib import Path

import pytest

from mapper.base.errors import ExportError
from mapper.pipeline.output_folder import filling
from mapper.pipeline.provenance import MANIFEST


def fill(folder: Path, files: dict[str, str], *, overwrite: bool = False) -> None:
    with filling(folder, overwrite=overwrite) as draft:
        for name, text in files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_text(text, encoding="utf-8")
        listed = {"made_by": "incident-mapper 1", "outputs": [{"file": name} for name in files]}
        (draft / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.name != MANIFEST and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_files_move_into_the_folder_when_the_block_ends_well(tmp_path: Path) -> None:
    fill(tmp_path / "new" / "out", {"a": "one"})
    assert texts(tmp_path / "new" / "out") == {"a": "one"}


def test_a_second_build_replaces_what_the_first_left_and_drops_what_is_stale(
    tmp_path: Path,
) -> None:
    fill(tmp_path, {"a": "one", "b": "old"})
    fill(tmp_path, {"a": "two"})
    assert texts(tmp_path) == {"a": "two"}


def test_a_folder_of_outputs_is_replaced_and_goes_when_it_is_empty(tmp_path: Path) -> None:
    fill(tmp_path, {"map.html": "one", "map_files/0.js": "one", "map_files/1.js": "one"})
    fill(tmp_path, {"map.html": "two", "map_files/0.js": "two"})
    assert texts(tmp_path) == {"map.html": "two", "map_files/0.js": "two"}
    fill(tmp_path, {"map.html": "three"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "map.html"]


def test_files_of_others_in_a_folder_of_outputs_are_named_and_stay(tmp_path: Path) -> None:
    fill(tmp_path, {"map_files/0.js": "one"})
    (tmp_path / "map_files" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"map_files/thesis\.txt"):
        fill(tmp_path, {"map.html": "two"})
    fill(tmp_path, {"map.html": "two"}, overwrite=True)
    assert texts(tmp_path) == {"map.html": "two", "map_files/thesis.txt": "mine"}


def test_a_failing_build_leaves_the_old_files_whole(tmp_path: Path) -> None:
    fill(tmp_path, {"a": "one"})

    def fails() -> None:
        with filling(tmp_path) as draft:
            (draft / "a").write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert texts(tmp_path) == {"a": "one"}


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    fill(tmp_path, {"a": "one"})
    leftover = tmp_path / ".mapper-writing-build"
    (leftover / "new").mkdir(parents=True)
    (leftover / "writer").write_text("process 1 on a machine", encoding="utf-8")
    (leftover / "new" / "b").write_text("half", encoding="utf-8")
    fill(tmp_path, {"a": "two"})
    assert texts(tmp_path) == {"a": "two"}
    assert not leftover.exists()


def test_a_folder_with_files_of_others_is_refused_and_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"thesis\.txt.*--overwrite"):
        fill(tmp_path, {"a": "one"})
    assert texts(tmp_path) == {"thesis.txt": "mine"}


def test_with_overwrite_the_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    fill(tmp_path, {"a": "one"}, overwrite=True)
    assert texts(tmp_path) == {"thesis.txt": "mine", "a": "one"}


def test_a_readme_and_hidden_files_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("what lands here", encoding="utf-8")
    (tmp_path / ".gitkeep").touch()
    fill(tmp_path, {"a": "one"})
    assert set(texts(tmp_path)) == {"README.md", ".gitkeep", "a"}


@pytest.mark.parametrize("content", ["{}", "not json", '{"made_by": "another", "outputs": []}'])
def test_a_manifest_of_someone_else_protects_its_folder(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ExportError, match=MANIFEST):
        fill(tmp_path, {"a": "one"})


def test_a_manifest_cannot_name_a_file_elsewhere_for_deletion(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    out = tmp_path / "out"
    fill(out, {"a": "one"})
    listed = {"made_by": "incident-mapper 1", "outputs": [{"file": "../precious"}]}
    (out / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    fill(out, {"a": "two"}, overwrite=True)
    assert (tmp_path / "precious").exists()


def test_journals_of_an_old_store_do_not_stay_beside_the_new_one(tmp_path: Path) -> None:
    old, new = ({"incidents.gpkg": f"SQLite format 3\0{age}"} for age in ("old", "new"))
    fill(tmp_path, old)
    (tmp_path / "incidents.gpkg-wal").write_text("pages of the old one", encoding="utf-8")
    fill(tmp_path, new)
    assert texts(tmp_path) == new


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="is a file"):
        fill(tmp_path / "out", {"a": "one"})
