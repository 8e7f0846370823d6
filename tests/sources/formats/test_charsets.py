import pytest

from mapper.sources.formats.charsets import codec_of, text_of, utf8
from mapper.sources.formats.document import DocumentError

ARABIC = "قتل تسعة أشخاص في غارة على المدينة فجر اليوم"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_text_without_a_charset_is_told_by_its_bytes(encoding: str) -> None:
    assert text_of(ARABIC.encode(encoding)) == ARABIC


def test_a_declared_charset_holds_unless_the_bytes_are_not_in_it() -> None:
    assert text_of("çok ölü".encode("cp1254"), "windows-1254") == "çok ölü"
    assert text_of(ARABIC.encode("cp1256"), "utf-8") == ARABIC
    assert text_of(ARABIC.encode(), "us-ascii") == ARABIC


def test_utf8_with_a_broken_letter_stays_utf8() -> None:
    broken = (ARABIC * 3).encode()[:-1]
    assert text_of(broken) == (ARABIC * 3)[:-1] + "\ufffd"


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(DocumentError, match="no encoding that can be told"):
        text_of(bytes(range(256)) * 4)


def test_codecs_that_nobody_sends_are_none() -> None:
    named = ("hex", "zip", "rot13", "idna", "punycode", "x" * 1_000, "a\0b", "", None)
    assert [codec_of(name) for name in named] == [None] * len(named)


def test_half_a_pair_is_a_replacement_sign() -> None:
    assert utf8("\ud83d\ude00 a") == "\ufffd\ufffd a".encode()
