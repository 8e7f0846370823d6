"""Digests by regions: each paragraph is an item, told of the region above it."""

import pytest

from mapper.gazetteer import Gazetteer, load_gazetteer
from mapper.mentions import find_mentions
from mapper.places import resolve
from mapper.reports import list_digest, read
from mapper.text import split
from mapper.words import take_apart

DIGEST = """حصاد الأحداث الميدانية في سوريا

حلب:: تعرضت بلدة كفرنوران لقصف مدفعي من قبل قوات النظام.

استهدفت المدفعية قرية كفرتعال بعدة قذائف.

إدلب:: قصفت راجمات الصواريخ مدينة سرمين مساء.
"""


@pytest.fixture(scope="module")
def pack() -> Gazetteer:
    return load_gazetteer()


def listed(text: str, pack: Gazetteer) -> list[bool]:
    """Tell for each sentence of a text's body whether it is an item of a list."""
    language = pack.language("ar")
    written = take_apart(text, language, pack.index.beginnings)
    assert written is not None
    mentions = find_mentions(written.text, pack, language, written)
    resolved = resolve(mentions, written.text, pack, language)
    sentences = split(written.text, language)
    reading = read(
        written.text,
        language,
        published=None,
        resolved=resolved,
        dates=[],
        quantities=[],
        tolls=[],
        abroad=frozenset(),
        written=written,
    )
    return [one.listed for one in list_digest(reading, sentences) if one.kind == "body"]


def test_paragraphs_below_regions_are_items(pack: Gazetteer) -> None:
    assert listed(DIGEST, pack) == [True, True, True]


def test_one_region_with_a_colon_makes_no_list(pack: Gazetteer) -> None:
    assert not any(listed(DIGEST.replace("إدلب::", "في إدلب"), pack))
