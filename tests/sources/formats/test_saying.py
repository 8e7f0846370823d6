import pytest

from mapper.sources.formats.saying import address_of, day_of, language_of, line_of


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon, 08 Jun 2020 01:20:03 +0300", "2020-06-08"),
        ("Mon, 8 Jun 2020 23:20:03 EST", "2020-06-08"),
        ("2020-06-08T01:20:03.123456+03:00", "2020-06-08"),
        ("2020-06-08 01:20:03", "2020-06-08"),
        ("20200608T112003Z", "2020-06-08"),
        ("20200608112003", "2020-06-08"),
        ("1591604403", "2020-06-08"),
        (1591604403.5, "2020-06-08"),
        (1591604403000, "2020-06-08"),
        (20200608, "2020-06-08"),
        (2020, "2020"),
        ("25/06/2020", "2020-06-25"),
        ("2020-06", "2020-06"),
    ],
)
def test_a_day_is_that_of_its_writer(written: object, day: str) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *("9999-99-99", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "05/06/2020", "soon", ""),
        *("Mon, 31 Feb 2020 00:00:00 GMT", "Mon, 99999999999 Jun 2020", "\ud800", "1" * 400_000),
        *(0, -5, 1e300, float("nan"), float("inf"), 10**400, True, None, [], {"a": 1}),
    ],
)
def test_what_is_no_day_is_none(written: object) -> None:
    assert day_of(written) is None


def test_lines_languages_and_addresses_are_clean() -> None:
    assert line_of("a\0b\u2028c") == "a b c"
    assert line_of("word " * 1000) == "word " * 99 + "word ..."
    assert line_of("\ud83d") == "\ufffd"
    assert line_of("  ") is None
    assert (language_of("pt_BR"), language_of("x"), language_of(3)) == ("pt", None, None)
    assert address_of(" https://example.org/a?b=c#d ") == "https://example.org/a?b=c#d"
    assert address_of("https://example.org/a b") is None
    assert address_of("file:///etc/hosts") is None
