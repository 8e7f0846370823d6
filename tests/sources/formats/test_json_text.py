import io
import json

import pytest

from mapper.sources.formats.json_text import BadJsonError, JsonText, encoding_of


def reader(text: str | bytes, longest: int = 10_000) -> JsonText:
    return JsonText(io.BytesIO(text if isinstance(text, bytes) else text.encode()), longest)


def test_members_and_elements_are_taken_one_by_one() -> None:
    json_text = reader('{"a": [1, "x", {"b": null}], "c": {}, "d": [], "e": 12}')
    found = {}
    for key in json_text.members():
        if key == "a":
            found[key] = [json_text.value() for _ in json_text.elements()]
        elif key == "d":
            assert list(json_text.elements()) == []
        else:
            found[key] = json_text.value()
    json_text.end()
    assert found == {"a": [1, "x", {"b": None}], "c": {}, "e": 12}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_values_across_blocks_are_whole_in_any_unicode(encoding: str) -> None:
    values = [{"text": "غارة " * 100, "number": at * 10**6} for at in range(4_000)]
    content = json.dumps(values, ensure_ascii=False).encode(encoding)
    json_text = reader(content)
    assert [json_text.value() for _ in json_text.elements()] == values
    assert encoding_of(content[:4]) in {encoding, "utf-8"}


def test_a_value_of_any_length_is_passed_over() -> None:
    json_text = reader('{"a": [' + '{"b": "' + "x" * 90 + '"},' * 1 + "[]," * 40_000 + "3]}", 100)
    for _ in json_text.members():
        json_text.skip()
    json_text.end()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            '{"a"',
            '{"a": 1',
            '{"a": 1,}',
            '{"a" 1}',
            "{3: 1}",
            '{"a": 1 "b": 2}',
            "[]",
            "x",
        ),
        *('{"a": ' * 3_000, '{"a": ' + "[" * 3_000),
    ],
    ids=range(12),
)
def test_what_is_no_object_is_an_error_of_one_sort(text: str) -> None:
    json_text = reader(text)
    with pytest.raises(BadJsonError):
        [json_text.value() for _ in json_text.members()]


def test_what_is_taken_one_by_one_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.sources.formats.json_text._MOST_STEPS", 5)
    json_text = reader("[1, 2, 3, 4, 5, 6]")
    with pytest.raises(BadJsonError, match="more than 5"):
        [json_text.value() for _ in json_text.elements()]


def test_numbers_of_too_many_digits_are_only_large() -> None:
    assert reader("1" * 5_000).value() == float("inf")
