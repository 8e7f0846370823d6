"""Hostile text: it ends, in time, and what it held up is named."""

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from coding import Row, code, pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.base import frames
from mapper.base.errors import TooMuchError
from mapper.base.limits import Watch, at_most
from mapper.base.schema import REJECTS
from mapper.incidents.code import MOST_REPORTS, MOST_TRIGGERS
from mapper.mentions.ready import MOST_NAMES
from mapper.pipeline.coding import code_batch
from mapper.sources.listing import list_sources

SIZE = 40_000
SECONDS = 8.0
"""Processor time for `SIZE` characters; on an idle machine the worst takes a tenth."""

WORDS = [
    "the",
    "killed",
    "strike",
    "air",
    "hit",
    "people",
    "Aleppo",
    "in",
    "of",
    "and",
    "Russian",
    "warplanes",
    "barrel",
    "bomb",
    "on",
    "Tuesday",
    "12",
    "wounded",
    "village",
    "said",
    "according",
    "to",
    "Idlib",
    "at",
    "least",
    "dozens",
    "children",
    ",",
    ";",
    "that",
    "while",
    "after",
    "Kafr",
]
PIECES = {
    "numbers": "7 1,300 twenty-one ",
    "figures": "3 people were killed and ",
    "quotes": "\u201c He said \u2018",
    "brackets": "[(",
    "control": "\x01\x02\x0b\x1f\x00",
    "zero width": "A\u200bl\u200beppo \u200b\ufeff",
    "two scripts": "Alep\u062d\u0644\u0628po \u043e\u0442 \u4e2d",
    "right to left": "\u0642\u0635\u0641 \u062d\u0644\u0628 \u0648\u062f\u0645\u0634\u0642 ",
    "full stops": ".",
    "initials": "U.S.",
    "one word": "a",
    "hyphens": "day-",
    "blank lines": "x\n\n",
    "adjectives": "Russian ",
    "names": "Aleppo, Idlib and Homs, ",
    "unknown names": "in the village of Kafr Xamarta, ",
    "strikes": "An air strike killed 5 people in Aleppo. ",
    "strikes without an end": "air strikes in response to ",
    "dates": "5 May 2016 to 6 May or Tuesday, ",
    "combining": "e\u0301",
    "dotted": "\u0130",
}


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time of a piece of work, refusals included."""
    begin = time.thread_time()
    with contextlib.suppress(TooMuchError):
        work()
    return time.thread_time() - begin


@pytest.mark.parametrize("name", PIECES)
def test_hostile_text_ends_in_time(name: str) -> None:
    text = PIECES[name] * (SIZE // len(PIECES[name]))
    assert seconds(lambda: code(text)) < SECONDS


def test_text_without_a_full_stop_ends_in_time() -> None:
    choice = random.Random(4)  # noqa: S311 - the same text each time, no secret
    text = " ".join(choice.choice(WORDS) for _ in range(SIZE // 6))
    assert seconds(lambda: code(text)) < SECONDS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([*PIECES.values(), *WORDS, "\u202e", "\u0000", "9" * 30]), max_size=40)
)
def test_pieces_of_hostile_text_keep_their_offsets(pieces: list[str]) -> None:
    text = " ".join(pieces)
    coded = code(text)
    for claim in coded.claims:
        if claim["start"] is not None:
            assert text[claim["start"] : claim["end"]] == claim["wording"]
    for mention in coded.mentions:
        assert text[mention["start"] : mention["end"]] == mention["text"]


def rejects_of(folder: Path, text: str) -> list[Row]:
    """Code one file as a build does, and give what was refused."""
    path = folder / "long.txt"
    path.write_text(text, encoding="utf-8")
    tables = code_batch(list_sources([path]).entries, pack())
    assert not tables["incidents"]
    frames.check(REJECTS, frames.frame(REJECTS, tables["rejects"]))
    return [row for row in tables["rejects"] if row["stage"] != "articles"]


def test_too_many_names_are_refused_with_the_step(tmp_path: Path) -> None:
    (row,) = rejects_of(tmp_path, "Aleppo, Idlib and Homs. " * (MOST_NAMES // 3 + 1))
    assert (row["stage"], row["reason"]) == ("coding.mentions", "too_much")
    assert str(MOST_NAMES) in row["detail"]


def test_too_many_words_for_strikes_are_refused_with_the_step(tmp_path: Path) -> None:
    (row,) = rejects_of(tmp_path, "Shelling went on. " * (MOST_TRIGGERS + 1))
    assert (row["stage"], row["reason"]) == ("coding.extract", "too_much")


def test_too_many_reports_are_refused_with_the_step(tmp_path: Path) -> None:
    (row,) = rejects_of(tmp_path, "Shelling killed 5 people. " * (MOST_REPORTS + 1))
    assert (row["stage"], row["reason"]) == ("coding.drafts", "too_much")


def test_a_text_of_many_articles_within_the_limits_is_coded(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Shelling killed 5 people in Hass.\n\n" * 200, encoding="utf-8")
    tables = code_batch(list_sources([path]).entries, pack())
    assert tables["incidents"]
    assert [row for row in tables["rejects"] if row["stage"] != "articles"] == []


def test_the_clock_ends_what_takes_too_long_and_names_the_step() -> None:
    ticks = iter(range(10))
    watch = Watch(2, clock=lambda: float(next(ticks)))
    watch.enter("sentences")
    watch.enter("mentions")
    with pytest.raises(TooMuchError, match="2 seconds"):
        watch.enter("resolve")
    assert watch.step == "mentions"


def test_the_clock_is_looked_at_between_items() -> None:
    ticks = iter(range(10))
    watch = Watch(3, clock=lambda: float(next(ticks)))
    seen: list[int] = []
    with pytest.raises(TooMuchError):
        seen.extend(watch.each(range(100)))
    assert len(seen) < 5


def test_as_many_as_the_limit_are_let_through() -> None:
    at_most(3, 3, "names")
    with pytest.raises(TooMuchError, match="4 names, more than 3"):
        at_most(3, 4, "names")
