"""Lines to paragraphs."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import LETTER, Paper, paragraphs, text_of, wrapped

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


def left(paper: Paper, y: float, line: str, x: float = 50) -> Paper:
    """Put a line as it is seen, in letters of any script, flush left."""
    return paper.seen(x + LETTER * 10 * len(line), y, list(line))


def test_an_english_sentence_with_more_arabic_than_english_is_read_from_the_left() -> None:
    paper = left(Paper().page(), 100, "Raid on (لبن رفكو نوخيش ناخ ةنيدم فير) at noon.")
    assert text_of(paper) == "Raid on (ريف مدينة خان شيخون وكفر نبل) at noon."


def test_an_english_sentence_that_begins_and_one_that_ends_in_arabic() -> None:
    paper = left(Paper().page(), 100, "لبن رفك (Kafr Nabl) was hit in the night.")
    left(paper, 130, "They fled from the town of نوخيش ناخ.")
    assert paragraphs(paper) == [
        "كفر نبل (Kafr Nabl) was hit in the night.",
        "They fled from the town of خان شيخون.",
    ]


def test_a_line_of_a_sentence_that_is_all_of_the_other_script_goes_with_it() -> None:
    paper = left(Paper().page(), 100, "Four were killed that night in the streets of")
    left(paper, 112, "نوخيش ناخ.")
    assert text_of(paper) == "Four were killed that night in the streets of خان شيخون."


def test_an_arabic_sentence_that_ends_in_latin_is_read_from_the_right() -> None:
    paper = Paper().page().seen(500, 100, list(".Syria TV and Enab Baladi نع لقن"))
    assert text_of(paper) == "نقل عن Syria TV and Enab Baladi."


def test_an_arabic_line_that_ends_in_a_parted_latin_word_keeps_its_hyphen_in_place() -> None:
    paper = Paper().page().seen(500, 100, list("Maarat al-) نامعنلا ةرعم ىلع تراغ تاراغو"))
    paper.seen(500, 112, list(".ةعاسلا دنع (Numan"))
    assert text_of(paper) == "وغارات غارت على معرة النعمان (Maarat al-Numan) عند الساعة."


def test_a_paragraph_set_the_other_way_is_one_of_its_own() -> None:
    first, second = "The dead were counted by the men of Binnish.", ".شنب يف Syria TV نع القن"
    paper = left(Paper().page(), 100, first).seen(50 + 5 * len(first), 112, list(second))
    assert paragraphs(paper) == [first, "نقلا عن Syria TV في بنش."]


def test_english_and_arabic_of_one_report_stay_apart_and_in_order() -> None:
    paper = left(Paper().page(), 100, "9 May 2019")
    left(paper, 126, "A raid hit Binnish (شنب) at dawn. Four people died.")
    paper.seen(50 + 5 * 50, 152, list(".شنب ةدلب يف قوس ىلع فصق يف صاخشأ ةسمخ لتق"))
    assert paragraphs(paper) == [
        "9 May 2019",
        "A raid hit Binnish (بنش) at dawn. Four people died.",
        "قتل خمسة أشخاص في قصف على سوق في بلدة بنش.",
    ]


def test_paragraphs_of_a_line_each_are_not_one() -> None:
    first, second = f"{LONG[:60]}.", f"{MORE[:60]}."
    paper = left(left(Paper().page(), 100, first), 121, second)
    assert paragraphs(paper) == [first, second]


def test_widely_set_lines_that_run_on_are_one_paragraph() -> None:
    lines = wrapped(LONG, 300)
    assert text_of(Paper().page().lines(50, 100, lines, step=19)) == LONG


def test_a_line_of_a_date_above_a_paragraph_is_one_of_its_own() -> None:
    paper = Paper().page().lines(50, 100, ["12 May 2019", *wrapped(LONG, 300)])
    assert paragraphs(paper) == ["12 May 2019", LONG]


def test_arabic_set_from_the_left_parts_where_lines_end_early() -> None:
    texts = [
        "الثلاثاء 7 أيار",
        "قتل شخصان في قصف على سوق في بلدة بنش",
        "في ريف إدلب.",
        "وأصيب ثلاثة.",
    ]
    paper = Paper().page()
    for at, text in enumerate(texts):
        left(paper, 100 + 12 * at, seen_from_right(text))
    assert paragraphs(paper) == [texts[0], f"{texts[1]} {texts[2]}", texts[3]]


def seen_from_right(text: str) -> str:
    """Give a line of Arabic letters and single digits as a page shows it."""
    return "".join(reversed(text))


def test_centred_lines_run_on() -> None:
    first, second = "A line that fills all of its column here", "14 people"
    paper = left(Paper().page(), 100, first)
    left(paper, 112, second, 50 + 5 * (len(first) - len(second)) / 2)
    assert text_of(paper) == f"{first} {second}"
