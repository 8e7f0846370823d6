"""Lines to paragraphs."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, paragraphs, text_of, wrapped

LONG = (
    "Residents said that two aircraft circled over the town for several minutes before the first "
    "bomb fell, and that those who came to help were still clearing the street when a second one "
    "hit the same place and killed three of them."
)
SHORT = "Nobody else was hurt."
MORE = (
    "The council counted the dead on the next morning and found that one of them had been counted "
    "twice, so that the figure given first was wrong by one and had to be put right in the list."
)


def test_white_between_lines_parts_paragraphs() -> None:
    lines = wrapped(LONG, 300)
    paper = Paper().page().lines(50, 100, lines)
    paper.lines(50, 100 + 12 * len(lines) + 8, wrapped(MORE, 300))
    assert paragraphs(paper) == [LONG, MORE]


def test_an_indent_begins_a_paragraph() -> None:
    paper, y = Paper().page(), 100
    for text in (LONG, MORE, LONG):
        for at, line in enumerate(wrapped(text, 300)):
            paper.put(50 + (14 if at == 0 else 0), y, line)
            y += 12
    assert paragraphs(paper) == [LONG, MORE, LONG]


def test_a_line_that_ends_a_sentence_early_ends_its_paragraph() -> None:
    lines = [*wrapped(LONG, 300), SHORT, *wrapped(MORE, 300)]
    paper = Paper().page().lines(50, 100, lines)
    assert SHORT in paragraphs(paper)
    assert MORE in paragraphs(paper)


def test_a_heading_is_a_paragraph_of_its_own() -> None:
    paper = Paper().page().put(50, 100, "What was counted", font="F2")
    paper.lines(50, 112, wrapped(LONG, 300))
    assert paragraphs(paper) == ["What was counted", LONG]


def test_a_title_of_two_lines_is_one() -> None:
    paper = Paper().page().put(50, 80, "What was left of the market and of the streets", 18)
    paper.put(50, 101, "around it", 18).lines(50, 140, wrapped(LONG, 300))
    first, second = paragraphs(paper)
    assert first == "What was left of the market and of the streets around it"
    assert second == LONG


def test_items_of_a_list_are_paragraphs_without_their_signs() -> None:
    paper, y = Paper().page(), 100
    for text in (LONG, MORE):
        paper.put(50, y, "•")
        for line in wrapped(text, 300):
            paper.put(62, y, line)
            y += 12
    assert paragraphs(paper) == [LONG, MORE]


def test_numbered_items_keep_their_numbers() -> None:
    paper, y = Paper().page(), 100
    for number, text in enumerate((LONG, MORE), start=1):
        for line in wrapped(f"{number}. {text}", 300):
            paper.put(50, y, line)
            y += 12
    assert paragraphs(paper) == [f"1. {LONG}", f"2. {MORE}"]


def test_a_raised_number_does_not_run_into_the_one_before_it() -> None:
    paper = Paper().page().put(50, 100, "The dead were 12").put(130, 96, "1", 6)
    paper.put(138, 100, "on that day")
    assert text_of(paper) == "The dead were 12[1] on that day"


def test_raised_letters_stay_in_their_word() -> None:
    paper = Paper().page().put(50, 100, "On the 4").put(86.7, 96.5, "th", 6)
    paper.put(96, 100, "of June")
    assert text_of(paper) == "On the 4th of June"


def test_letters_drawn_twice_for_weight_count_once() -> None:
    paper = Paper().page().put(50, 100, "Flash report").put(50.3, 100, "Flash report")
    assert text_of(paper) == "Flash report"


def test_letters_set_apart_are_one_word() -> None:
    paper = Paper().page().raw("3 Tc").put(50, 100, "FLASH REPORT")
    assert text_of(paper) == "FLASH REPORT"


def test_ligatures_become_letters() -> None:
    paper = Paper().page().seen(300, 100, ["o", "ﬃ", "c", "e", " ", "ﬁ", "r", "e"])
    assert text_of(paper) == "office fire"


def test_an_initial_as_tall_as_three_lines_begins_its_word() -> None:
    paper = Paper().page().put(50, 124, "R", 44)
    lines = wrapped(LONG[1:], 250)
    paper.lines(84, 100, lines[:3]).lines(50, 136, lines[3:])
    assert text_of(paper) == LONG


def test_a_raised_number_nearly_as_large_is_a_note_too() -> None:
    paper = Paper().page().put(50, 100, "The dead were 12").put(129.5, 97, "3", 8.3)
    assert text_of(paper) == "The dead were 12[3]"


def test_a_sentence_set_around_a_picture_runs_on() -> None:
    lines = wrapped(LONG, 230)
    paper = Paper().page().lines(50, 100, lines[:3])
    paper.lines(50, 136, wrapped(" ".join(lines[3:]), 400)).lines(50, 190, wrapped(MORE, 400))
    assert paragraphs(paper) == [LONG, MORE]
