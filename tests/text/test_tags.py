"""Tags, links and signs of posts: which stretches they are, and how tags are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.text import find_runs, part_tags


def runs(text: str) -> list[str]:
    return [text[start:end] for start, end in find_runs(text).spans]


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ("Jets hit the mill. #Hass #Idlib", ["#Hass #Idlib"]),
        ("🔴 #عاجل\nقصفت الطائرات الفرن", ["🔴 #عاجل"]),
        ("Jets hit the mill. 🔻 #Hass | @channel", ["🔻 #Hass | @channel"]),
        ("Jets hit the mill\nhttps://t.me/example/4", ["https://t.me/example/4"]),
        ("Jets hit #Hass at noon", []),
        ("Jets hit house #5", []),
        ("Jets hit the mill 🔴", []),
        ("-----\nJets hit the mill", []),
    ],
)
def test_runs_of_tags_and_links_end_their_lines(post: str, found: list[str]) -> None:
    assert runs(post) == found


def test_a_run_goes_on_over_lines() -> None:
    post = "Two died.\n#Hass\n@channel"
    assert find_runs(post).tail(post, 0, len(post)) == len("Two died.")


@pytest.mark.parametrize(
    ("post", "read"),
    [
        ("Jets hit the town of #Kafr_Nabl", "Jets hit the town of Kafr Nabl"),
        ("Two died. #KafrNabl #Idlib", "Two died. #Kafr Nabl #Idlib"),
        ("غارة بريف #ريف_إدلب", "غارة بريف ريف إدلب"),
    ],
)
def test_tags_are_read_as_the_words_they_are(post: str, read: str) -> None:
    parted = part_tags(post)
    assert parted is not None
    assert parted.text == read
    assert parted.words(0, len(parted.text)) == post


@given(st.text(alphabet="aB _#@|\n🔴ا.", max_size=80))
def test_what_is_read_stands_in_the_post_in_its_order(post: str) -> None:
    parted = part_tags(post)
    if parted is not None:
        assert len(parted.starts) == len(parted.ends) == len(parted.text)
        assert list(parted.starts) == sorted(parted.starts)
        assert list(parted.ends) == sorted(parted.ends)
    spans = find_runs(post).spans
    assert all(0 <= start < end <= len(post) for start, end in spans)
