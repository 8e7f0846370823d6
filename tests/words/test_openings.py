"""How patterns begin: nothing that could match may be ruled out."""

import re
from functools import cache
from pathlib import Path

import pytest
from folders import SEEDS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from languages import ENGLISH

from mapper.words import cues, openings
from mapper.words.lists import rows
from mapper.words.openings import ANY, CAPITAL, DIGIT, guarded, lowered, needed, openings_of
from mapper.words.typed import plainly

LISTS = (
    "triggers",
    "actors+unnamed_parties",
    "sources",
    "targets",
    "vetoes",
    "aggregates",
    "connectors",
    "coreference",
    "hedges",
)
WORDS = [
    "air",
    "strike",
    "barrel",
    "bombs",
    "the",
    "Russian",
    "jets",
    "Assad's",
    "anti-government",
    "activists",
    "ACTIVISTS",
    "said",
    "Observatory",
    "villages",
    "were",
    "several",
    "embassy",
    "week-long",
    "since",
    "—",
    ";",
    "and",
    "another",
    "Media",
    "Center",
    "Hama",
    "Interior",
    "Ministry",
    "officials",
    "would",
    "not",
    "haſs",
    "İRAN",
    "irıan",
    "ﬁred",
    "-led",
    "U.S.-led",
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("bomb(?:s|ed)?", {"bomb", "bombs", "bombed"}),
        ("(?:the )?(?:us|uk) jets?", {"the us", "the uk", "us jet", "uk jet"}),
        ("[ab]{2}c", {"aac", "abc", "bac", "bbc"}),
        ("a+b", {"ab", "aab", "aaab", "aaaab", "aaaaab", "aaaaaa"}),
        (r"(?:\w+ )?embassy", {f"{ANY} emba", "embass"}),
        (r"(?-i:[A-Z]\w+) (?:city|town)", {CAPITAL}),
        (r"u\.s\.(?= )", {"u.s."}),
        (r"\u2014|(?!no)not", {"\u2014", "not"}),
        (r"ab[^c]d", {"ab"}),
        (r"\d+ dead|may \d", {DIGIT, "may "}),
    ],
)
def test_beginnings_are_read_off_a_pattern(pattern: str, expected: set[str]) -> None:
    assert openings_of(pattern) == frozenset(expected)


@pytest.mark.parametrize("pattern", [".x", r"\sx", "[^a]b", "(a)b", r"(?:a|\W)b", "a)b"])
def test_of_what_is_not_understood_nothing_is_told(pattern: str) -> None:
    assert openings_of(pattern) is None


PATTERNS = [
    "to|from",
    r"\d+ dead|in",
    "(?-i:[A-Z]+) hit",
    r"\bskies|kin\b",
    "u\\.s\\.",
    "[^a]b",
    r"\w+ly",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_a_guarded_pattern_matches_what_it_did(pattern: str, flags: int) -> None:
    text = "To and FROM it: 12 dead \u017fkies, \u212a\u0130n, \u0661 DEAD, in U.S., ab HIT, newly"
    plain, quick = re.compile(pattern, flags), re.compile(guarded(pattern), flags)
    found = [match.span() for match in plain.finditer(text)]
    assert [match.span() for match in quick.finditer(text)] == found


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\w+[- ](?:al-)?\w+ (?:linked|allied) ?\w*", {" linke", " allie"}),
        ("a (?:b|c)|d", set()),
        (r"\d+", set()),
    ],
)
def test_a_match_has_letters_of_those_a_pattern_needs(pattern: str, expected: set[str]) -> None:
    assert needed(pattern) == expected


def test_a_lowered_text_has_every_letter_in_its_place() -> None:
    assert lowered("\u0130RAN \u017fky") == "iran sky"


@cache
def joined(name: str) -> re.Pattern[str]:
    """Join the rows of a list as if every one were tried at every word."""
    parts = [f"(?P<r{n}>{row['pattern']})" for n, row in enumerate(rows(ENGLISH, name))]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?:(?<=\s)|(?!\w))", re.IGNORECASE)


def tried_everywhere(text: str, name: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Find the words of a list the long way."""
    return [
        (m.start(), m.end(), rows(ENGLISH, name)[int(str(m.lastgroup)[1:])]["pattern"])
        for m in joined(name).finditer(text, start, end)
    ]


def found(text: str, name: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Find them as the rules do."""
    return [(c.start, c.end, c.row["pattern"]) for c in cues.find(text, ENGLISH, name, start, end)]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.txt")), ids=lambda path: path.stem)
def test_words_of_a_list_are_those_found_by_trying_every_pattern(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    for start, end in ((0, len(text)), (37, len(text) // 2)):
        assert found(text, name, start, end) == tried_everywhere(text, name, start, end)


@settings(max_examples=40, deadline=None)
@example(["U.S.-led", "air", "strike", "\u0130RAN"], 3)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.integers(0, 40))
def test_words_put_together_at_random_are_found_alike(words: list[str], start: int) -> None:
    text = " ".join(words)
    for name in LISTS:
        for begin, end in ((0, len(text)), (start, max(start, len(text) - 5))):
            assert found(text, name, begin, end) == tried_everywhere(text, name, begin, end)


def test_what_is_known_of_the_shipped_lists_is_what_they_say() -> None:
    """`python tests/known_openings.py seeds tests/release/hostile/shahada.txt` writes it anew."""
    patterns = [row["pattern"] for name in LISTS for row in rows(ENGLISH, name)]
    told = 0
    for pattern in patterns[::3]:
        key = openings.key_of(plainly(pattern), openings.WIDTH)
        if key in openings._known():
            told += 1
            known = openings._known()[key]
            found = openings.worked_out(plainly(pattern), openings.WIDTH)
            assert (None if found is None else sorted(found)) == known
    assert told > len(patterns[::3]) / 2
