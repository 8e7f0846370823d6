import hashlib
import json
from pathlib import Path

from mapper.base.ids import hash_file
from mapper.base.version import __version__
from mapper.pipeline.provenance import describe, inputs_of, manifest, outputs_of, to_json
from mapper.sources.listing import list_sources


def test_a_hash_says_its_algorithm(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"words")
    assert hash_file(tmp_path / "a") == "sha256:" + hashlib.sha256(b"words").hexdigest()


def test_files_are_described_by_name_hash_and_size(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(name * 3, encoding="utf-8")
    described = describe(tmp_path.iterdir())
    assert [(one["file"], one["bytes"]) for one in described] == [("a", 3), ("b", 3)]


def test_a_folder_is_described_by_the_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "map_files").mkdir()
    (tmp_path / "map.html").write_text("page", encoding="utf-8")
    for name in ("text-0001.js", "text-0000.js"):
        (tmp_path / "map_files" / name).write_text(name, encoding="utf-8")
    described = describe(tmp_path.iterdir())
    assert [one["file"] for one in described] == [
        *("map.html", "map_files/text-0000.js", "map_files/text-0001.js")
    ]
    assert described[1]["sha256"] == hash_file(tmp_path / "map_files" / "text-0000.js")


def test_inputs_name_every_file_read_and_no_folder_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file\na.txt\n", encoding="utf-8")
    (tmp_path / "table.csv").write_text("place,date\nHass,2019-08-16\n", encoding="utf-8")
    inputs = inputs_of(list_sources([tmp_path]))
    assert [(one["kind"], one["file"]) for one in inputs] == [
        ("article", "a.txt"),
        ("manifest", "manifest.csv"),
        ("records", "table.csv"),
    ]
    assert str(tmp_path) not in json.dumps(inputs)


def test_a_manifest_names_its_outputs_for_the_next_build(tmp_path: Path) -> None:
    outputs = [{"file": "map.html", "sha256": "sha256:0", "bytes": 1}]
    made = manifest(inputs=[], pack=[], outputs=outputs, options={"title": "T"})
    (tmp_path / "manifest.json").write_text(to_json(made), encoding="utf-8")
    assert made["made_by"] == f"incident-mapper {__version__}"
    assert outputs_of(tmp_path) == {"manifest.json", "map.html"}


def test_names_that_lead_out_of_a_folder_are_not_outputs(tmp_path: Path) -> None:
    names = ["../a", "/etc/a", "b/../../a", "b/./a", "", ".", "a/b/c", "b/a"]
    outputs = [{"file": name, "sha256": "sha256:0", "bytes": 1} for name in names]
    made = manifest(inputs=[], pack=[], outputs=outputs, options={})
    (tmp_path / "manifest.json").write_text(to_json(made), encoding="utf-8")
    assert outputs_of(tmp_path) == {"manifest.json", "b/a"}


def test_a_folder_without_manifest_holds_nothing_of_ours(tmp_path: Path) -> None:
    assert outputs_of(tmp_path) == set()
