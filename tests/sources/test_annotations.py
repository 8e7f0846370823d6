"""Lines of annotations: each is read or refused by its field, and none breaks anything."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.base.errors import ArticleError
from mapper.sources.annotated_fields import Spot
from mapper.sources.annotations import MAX_LINE, AnnotationFile, read_annotations
from mapper.sources.entries import Sources
from mapper.sources.listing import list_sources

GOOD: dict[str, Any] = {
    "file": "a.txt",
    "quote": "An airstrike hit Hass",
    "event_type": "airstrike",
    "date": "2019-05-06",
    "killed": "3-5",
    "places": ["Hass"],
}


def read(path: Path, *lines: str | bytes | dict[str, Any]) -> AnnotationFile:
    raw = [one if isinstance(one, bytes) else _text(one).encode() for one in lines]
    path.write_bytes(b"\n".join(raw))
    return read_annotations(path)


def _text(line: str | dict[str, Any]) -> str:
    return line if isinstance(line, str) else json.dumps(line)


def test_a_line_says_who_read_what_where(tmp_path: Path) -> None:
    found = read(tmp_path / "annotations.v2.jsonl", {**GOOD, "injured": {"min": 2, "open": True}})
    (line,) = found.lines
    assert (line.text, line.quotes, line.row) == ("a.txt", ("An airstrike hit Hass",), 1)
    assert line.rule == "annotation:annotations-v2"
    assert line.places == (Spot("Hass"),)
    values = dict(line.values)
    assert values["scope"] == "event"
    assert [values[f"killed_{end}"] for end in ("min", "max", "open")] == [3, 5, False]
    assert [values[f"injured_{end}"] for end in ("min", "max", "open")] == [2, 2, True]
    assert (values["date_start"], values["date_precision"]) == ("2019-05-06", "day")


def test_a_header_names_the_annotator_and_a_line_may_name_another(tmp_path: Path) -> None:
    header = {"annotator": "gpt-4.1", "only": True}
    found = read(tmp_path / "x.jsonl", header, GOOD, {**GOOD, "by": "anna"}, header)
    assert [(one.rule, one.only) for one in found.lines] == [
        ("annotation:gpt-4-1", True),
        ("annotation:anna", True),
    ]
    assert [row["row"] for row in found.rejects] == [4]


def test_places_may_be_given_where_they_are(tmp_path: Path) -> None:
    spot = {"name": "Hass", "lat": 35.5, "lon": 36.7, "radius_m": 500}
    found = read(
        tmp_path / "x.jsonl",
        {**GOOD, "places": ["Morek", spot]},
        {**GOOD, "place": "Hass", "place_id": "hass"} | {"places": None},
    )
    assert found.lines[0].places == (Spot("Morek"), Spot("Hass", None, (36.7, 35.5), None, 500.0))
    assert found.lines[1].places == (Spot("Hass", "hass"),)


HOSTILE: list[tuple[str | bytes, str, str]] = [
    ("not json", "bad_row", "not JSON"),
    ("[1, 2]", "bad_row", "a list"),
    ("[" * 100_000, "bad_row", "nested"),
    ('{"file": "a.txt", "killed": NaN}', "bad_number", "NaN"),
    ('{"file": "a.txt", "file": "b.txt"}', "unknown_field", "twice"),
    ('{"file": "a.txt", "killed": ' + "9" * 5000 + "}", "bad_number", "5000 digits"),
    (b'{"file": "\xff"}', "not_utf8", "byte 10"),
    ('{"x": "' + "y" * MAX_LINE + '"}', "too_large", "longer than"),
    (_text({**GOOD, "quote": "\ud800"}), "bad_row", "U+D800"),
    (_text({**GOOD, "actor": "a\0b"}), "bad_row", "U+0000"),
]
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"casualties": 3}, "unknown_field", "casualties"),
    ({"event_type": "boom"}, "bad_code", "event_type"),
    ({"event_type": None}, "bad_code", "event_type"),
    ({"actor_status": "sure"}, "bad_code", "actor_status"),
    ({"date": "someday"}, "bad_date", "date"),
    ({"date": "05/06/2019"}, "bad_date", "date"),
    ({"date": None, "date_start": "2019-05-06", "date_end": "2019-05-01"}, "bad_date", "date_end"),
    ({"date_start": "2019-05-06"}, "bad_date", "date_start"),
    ({"killed": -1}, "bad_number", "killed"),
    ({"killed": 1.5}, "bad_number", "killed"),
    ({"killed": True}, "bad_row", "killed"),
    ({"killed": [3, 5]}, "bad_row", "killed"),
    ({"killed": {"most": 3}}, "unknown_field", "killed"),
    ({"killed": None, "killed_min": 5, "killed_max": 3}, "bad_range", "killed_min"),
    ({"killed_open": "perhaps"}, "bad_flag", "killed_open"),
    ({"lat": 35.5}, "bad_position", "lat"),
    ({"lat": 135.5, "lon": 36.7}, "bad_position", "lat"),
    ({"places": ["Hass", "Morek"], "place_id": "hass"}, "bad_position", "place_id"),
    ({"places": [{"name": "Hass", "where": "there"}]}, "unknown_field", "where"),
    ({"places": [3]}, "bad_row", "places"),
    ({"quote": ""}, "bad_row", "quote"),
    ({"quote": []}, "bad_row", "quote"),
    ({"quote": None}, "bad_row", "quote"),
    ({"quote": "x" * 6000}, "too_large", "quote"),
    ({"start": "first"}, "bad_number", "start"),
    ({"by": "<script>"}, "bad_row", "by"),
    ({"none": True}, "unknown_field", "none"),
    ({"none": "yes"}, "bad_flag", "none"),
    ({"file": None}, "bad_row", "file"),
    ({"place": "Hass"}, "unknown_field", "place"),
]


@pytest.mark.parametrize(
    ("line", "reason", "told"),
    [*HOSTILE, *((_text({**GOOD, **more}), reason, told) for more, reason, told in WRONG)],
    ids=range(len(HOSTILE) + len(WRONG)),
)
def test_a_line_that_cannot_be_used_is_one_reject_that_says_why(
    tmp_path: Path, line: str | bytes, reason: str, told: str
) -> None:
    found = read(tmp_path / "x.jsonl", _text(GOOD), line, "", _text(GOOD))
    assert [one.row for one in found.lines] == [1, 4]
    (row,) = found.rejects
    assert (row["file"], row["row"], row["stage"]) == ("x.jsonl", 2, "annotations")
    assert row["reason"] == reason
    assert told in row["detail"]
    row["detail"].encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from([*GOOD, "killed_min", "start", "none", "by", "lat", "lon", "scope", "x"])


@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_no_value_of_a_field_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, changed: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("lines") / "x.jsonl"
    found = read(path, _text({**GOOD, **changed}))
    assert len(found.lines) + len(found.rejects) == 1


@given(st.binary(max_size=60), st.integers(0, 120), st.integers(0, 20))
def test_no_bytes_break_the_reading(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, cut: int
) -> None:
    line = _text(GOOD).encode()
    path = tmp_path_factory.mktemp("bytes") / "x.jsonl"
    path.write_bytes(line[:at] + noise + line[at + cut :])
    found = read_annotations(path)
    filled = [one for one in path.read_bytes().split(b"\n") if one.strip()]
    assert len(found.lines) + len(found.rejects) in {len(filled), len(filled) - 1}


def listed(folder: Path, *lines: dict[str, Any], beside: str = "annotations.jsonl") -> Sources:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text("An airstrike hit Hass.", encoding="utf-8")
    (folder / "manifest.csv").write_text("file\na.txt\n", encoding="utf-8")
    read(folder / beside, *lines)
    return list_sources([folder])


def test_a_text_is_named_by_file_id_or_hash(tmp_path: Path) -> None:
    plain = listed(tmp_path / "a", beside="other.jsonl").entries[0]
    assert plain.annotations is None
    names = ["a.txt", f"art-{plain.sha256[7:19]}", plain.sha256, plain.sha256[7:]]
    listing = listed(tmp_path / "a", *({**GOOD, "file": name} for name in [*names, "b.txt"]))
    assert [line.row for line in listing.entries[0].readings] == [1, 2, 3, 4]
    assert [line.row for line in listing.strays] == [5]


def test_texts_of_one_name_are_told_by_the_folder_of_their_annotations(tmp_path: Path) -> None:
    one = listed(tmp_path / "one", GOOD)
    folder = tmp_path / "two"
    listed(folder, beside="other.jsonl")
    (folder / "a.txt").write_text("Another text.", encoding="utf-8")
    both = list_sources([folder, tmp_path / "one"])
    assert [len(entry.readings) for entry in both.entries] == [0, 1]
    assert both.entries[1].annotations == one.entries[0].annotations
    path = tmp_path / "far.jsonl"
    read(path, GOOD)
    (row,) = list_sources([folder, tmp_path / "one" / "manifest.csv", path]).rejects
    assert (row["reason"], row["row"]) == ("no_such_text", 1)
    assert "2 texts are called a.txt" in row["detail"]


def test_the_same_file_of_annotations_twice_counts_once(tmp_path: Path) -> None:
    listed(tmp_path / "one", GOOD)
    listing = list_sources([tmp_path / "one", tmp_path / "one" / "annotations.jsonl"])
    assert len(listing.entries[0].readings) == 1
    assert [row["reason"] for row in listing.rejects] == ["duplicate"]


def test_annotations_without_texts_are_nothing_to_build_from(tmp_path: Path) -> None:
    read(tmp_path / "x.jsonl", GOOD)
    with pytest.raises(ArticleError, match=r"no text a\.txt is among the sources"):
        list_sources([tmp_path / "x.jsonl"])
