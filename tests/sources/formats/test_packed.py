import bz2
import gzip
import io
import lzma
import os
import zlib

import pytest

from mapper.sources.formats.packed import CutError, Unpacked, deflated
from mapper.sources.formats.zips import TooLargeError

CONTENT = os.urandom(150_000) + b"a" * 500_000 + os.urandom(10)
PACKS = [gzip.compress, bz2.compress, lzma.compress, bytes]


def unpacked(content: bytes, most: int = 10**9, ratio: int = 200) -> Unpacked:
    return Unpacked(io.BytesIO(content), most=most, ratio=ratio)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("size", [1_000, 65_536, 10**6])
def test_streams_of_any_kind_come_out_as_they_were(pack: type[bytes], size: int) -> None:
    with io.BufferedReader(unpacked(pack(CONTENT)), size) as stream:
        assert stream.read() == CONTENT


@pytest.mark.parametrize("pack", PACKS[:3])
def test_members_after_each_other_and_padding_are_read_as_one(pack: type[bytes]) -> None:
    whole = pack(CONTENT) + pack(b"") + pack(b"end") + b"\0" * 512
    assert unpacked(whole).read() == CONTENT + b"end"


@pytest.mark.parametrize("pack", PACKS[:3])
def test_a_stream_that_is_cut_or_damaged_ends_with_a_fault(pack: type[bytes]) -> None:
    for whole in (pack(CONTENT)[:-30], pack(CONTENT) + b"junk that follows"):
        stream = unpacked(whole)
        assert CONTENT.startswith(stream.read()[:1_000])
        assert stream.fault
    damaged = bytearray(pack(CONTENT))
    damaged[len(damaged) // 2] ^= 0xFF
    stream = unpacked(bytes(damaged))
    stream.read()
    assert stream.fault


@pytest.mark.parametrize("pack", PACKS[:3])
def test_more_than_is_allowed_is_refused_as_it_comes(pack: type[bytes]) -> None:
    with pytest.raises(TooLargeError, match="more than 1 MB"):
        unpacked(pack(bytes(2_000_000)), most=1_000_000).read()
    with pytest.raises(TooLargeError, match="200 times"):
        unpacked(pack(bytes(20_000_000))).read()


def test_an_xz_file_that_asks_for_gigabytes_is_damaged() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4_096, "preset": 0}]
    compressor = lzma.LZMACompressor(filters=filters)
    content = bytearray(compressor.compress(b"a" * 100) + compressor.flush())
    content[16] = 40  # the size of the dictionary: 4 GB less one byte
    content[20:24] = zlib.crc32(bytes(content[12:20])).to_bytes(4, "little")
    stream = unpacked(bytes(content))
    stream.read()
    assert "Memory" in str(stream.fault)


def test_what_servers_send_is_inflated_or_refused() -> None:
    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(CONTENT) + raw.flush()
    for sent in (gzip.compress(CONTENT), zlib.compress(CONTENT), bare):
        assert deflated(sent, most=10**6) == CONTENT
        with pytest.raises(TooLargeError):
            deflated(sent, most=1_000)
        with pytest.raises(CutError):
            deflated(sent[:-9], most=10**6)
    with pytest.raises(CutError):
        deflated(b"\x1f\x8bjunk", most=10**6)
