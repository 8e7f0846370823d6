import io
import struct
import zipfile
from dataclasses import replace

import pytest

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.zips import TooLargeError, blocks, inflated, opened, told


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_members_are_inflated_and_what_is_missing_is_none() -> None:
    with opened(zipped(a=b"Nine."), LIMITS) as archive:
        assert inflated(archive, "a", most=100, ratio=200) == b"Nine."
        assert inflated(archive, "b", most=100, ratio=200) is None


def test_what_comes_out_is_counted_and_not_what_is_said() -> None:
    with opened(zipped(a=bytes(3_000_000)), LIMITS) as archive:
        member = archive.getinfo("a")
        with pytest.raises(TooLargeError, match="200 times"):
            list(blocks(archive, member, most=10**7, ratio=200))
        with pytest.raises(TooLargeError, match="more than 2 MB"):
            list(blocks(archive, member, most=2 * 10**6, ratio=10**5))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"Nine killed.", zipped(a=b"x")[:-30]], ids=range(4)
)
def test_what_is_no_zip_archive_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError) as refused, opened(content, LIMITS):
        pass
    assert refused.value.reason == "damaged"


def test_a_directory_of_too_many_members_is_not_even_read() -> None:
    few = replace(LIMITS, parts=2)
    with (
        pytest.raises(DocumentError, match="more than 2 files"),
        opened(zipped(a=b"", b=b"", c=b""), few),
    ):
        pass
    ending = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 1_000, 0, 0)
    with (
        pytest.raises(DocumentError, match="more than 2 files"),
        opened(bytes(2_000) + ending, few),
    ):
        pass


def test_what_an_error_says_is_one_line_that_no_terminal_obeys() -> None:
    assert told(ValueError("a\x1b[31m\r\n b")) == "a [31m b"
    assert told(EOFError()) == "EOFError"


def test_a_member_that_lies_nowhere_is_damaged() -> None:
    whole = bytearray(zipped(a=b"Nine."))
    at = whole.index(b"PK\x01\x02")
    whole[at + 42 : at + 46] = b"\xff\xff\xff\xfe"
    with opened(bytes(whole), LIMITS) as archive, pytest.raises(zipfile.BadZipFile):
        list(blocks(archive, archive.infolist()[0], most=100, ratio=200))
