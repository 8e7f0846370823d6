"""The order in which the parts of a page are read."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, paragraphs, text_of, wide, wrapped

FIRST = (
    "Two aircraft circled over the town for several minutes before the market was hit, and those "
    "who came to help were still clearing the street when a second bomb fell near the bakery. "
    "Ten people died there, four of them women, and some thirty were taken to other towns."
)
SECOND = (
    "The council said the pumps would not run before the week was over, so that water had to be "
    "brought by lorry from the north. Families who had left in spring came back to look for "
    "papers and for tools, and went on again before dark because of the drones overhead."
)
THIRD = (
    "A schoolteacher listed what was left of the library, shelf by shelf, in a notebook that she "
    "means to keep. Nobody had asked her to do so. The list has four hundred titles on it so far, "
    "and she reads out some of them to whoever comes in and has the time to listen to her."
)


def columns(paper: Paper, texts: list[str], top: float, *, width: float, gap: float = 14) -> None:
    """Put texts beside one another."""
    for at, text in enumerate(texts):
        paper.lines(50 + at * (width + gap), top, wrapped(text, width))


def test_two_columns_are_read_one_after_the_other() -> None:
    paper = Paper().page()
    columns(paper, [FIRST, SECOND], 100, width=230)
    assert paragraphs(paper) == [FIRST, SECOND]


def test_three_columns_are_read_one_after_the_other() -> None:
    paper = Paper().page()
    columns(paper, [FIRST, SECOND, THIRD], 100, width=150)
    assert paragraphs(paper) == [FIRST, SECOND, THIRD]


def test_columns_whose_lines_stand_at_other_heights_are_columns_too() -> None:
    paper = Paper().page()
    paper.lines(50, 100, wrapped(FIRST, 230)).lines(294, 105, wrapped(SECOND, 230))
    assert paragraphs(paper) == [FIRST, SECOND]


def test_a_title_over_columns_comes_first_and_a_note_across_them_last() -> None:
    paper = Paper().page().put(50, 60, "What was left of the market after the bombs fell", 20)
    columns(paper, [FIRST, SECOND], 100, width=230)
    paper.put(50, 320, "This note runs across both of the columns, in smaller letters.", 8)
    found = paragraphs(paper)
    assert found[0].startswith("What was left")
    assert found[1:3] == [FIRST, SECOND]
    assert found[3].startswith("This note")


def test_a_headline_over_two_of_three_columns_belongs_to_them() -> None:
    paper = Paper().page()
    paper.lines(50, 100, wrapped(FIRST, 150))
    paper.put(214, 100, "A library kept by one teacher", 16)
    paper.lines(214, 130, wrapped(SECOND, 150)).lines(378, 130, wrapped(THIRD, 150))
    assert paragraphs(paper) == [FIRST, "A library kept by one teacher", SECOND, THIRD]


def test_columns_below_columns_are_read_band_by_band() -> None:
    paper = Paper().page()
    columns(paper, [FIRST, SECOND], 100, width=230)
    paper.put(50, 300, "A second story begins under the first one, across the page", 18)
    columns(paper, [THIRD, FIRST], 330, width=230)
    found = paragraphs(paper)
    assert [found[0], found[1], found[3], found[4]] == [FIRST, SECOND, THIRD, FIRST]


def test_wide_spaces_in_a_justified_line_are_no_gutter() -> None:
    paper = Paper().page()
    for at in range(5):  # each word at the same place: rivers of white
        x = 50.0
        for word in ("each", "line", "holds", "five", "words"):
            paper.put(x, 100 + 12 * at, word)
            x += wide(word) + 12
    assert text_of(paper).split() == ["each", "line", "holds", "five", "words"] * 5


def test_a_framed_story_comes_after_the_text_around_it() -> None:
    paper = Paper().page()
    paper.lines(50, 100, wrapped(FIRST, 230))
    paper.lines(50, 100 + 12 * len(wrapped(FIRST, 230)), wrapped(SECOND, 230))
    paper.raw("300 540 240 210 re S")
    paper.lines(310, 110, wrapped(THIRD, 210))
    assert text_of(paper).split() == f"{FIRST} {SECOND} {THIRD}".split()


def test_a_sentence_runs_on_over_columns_and_pages() -> None:
    lines = wrapped(f"{FIRST} {SECOND} {THIRD}", 230)
    third = len(lines) // 3
    paper = Paper().page()
    paper.lines(50, 100, lines[:third]).lines(294, 100, lines[third : 2 * third])
    paper.page().lines(50, 100, lines[2 * third :])
    assert paragraphs(paper) == [f"{FIRST} {SECOND} {THIRD}"]


def test_a_note_at_the_foot_does_not_part_a_sentence_that_runs_on() -> None:
    lines = wrapped(FIRST, 480)
    paper = Paper().page().lines(50, 100, lines[:2])
    paper.put(50, 700, "1 Figures of the council.", 7)
    paper.page().lines(50, 100, lines[2:])
    assert paragraphs(paper) == [FIRST, "1 Figures of the council."]


def test_a_page_turned_by_a_quarter_is_read_upright() -> None:
    paper = Paper().page()
    for at, line in enumerate(wrapped(FIRST, 400)):
        written = line.encode().hex()
        paper.raw(f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * at} 100 Tm <{written}> Tj ET")
    assert text_of(paper) == FIRST


def test_notes_beside_running_text_are_a_column_of_their_own() -> None:
    paper = (
        Paper().page().lines(50, 100, ["Weekly bulletin", "Number 7", "3 June 2019", "The desk"])
    )
    paper.lines(170, 100, wrapped(f"{FIRST} {SECOND}", 350))
    assert text_of(paper).split("\n\n")[-1] == f"{FIRST} {SECOND}"
