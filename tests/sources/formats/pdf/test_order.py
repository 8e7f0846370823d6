"""From a line as it is seen to the line as it is said."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, paragraphs, text_of

from mapper.sources.formats.pdf.order import Atom, runs_of, said


def seen(text: str, *, rtl: bool = True, turns: bool = True) -> str:
    """Read a line given as it is seen, from left to right."""
    return said([Atom(one, runs_of(one)) for one in text], rtl=rtl, turns=turns)


def test_letters_are_read_from_right_to_left() -> None:
    assert seen("لبن رفك") == "كفر نبل"


def test_numbers_stay_from_left_to_right() -> None:
    assert seen("ىلتق 12 طوقس") == "سقوط 12 قتلى"
    assert seen("٢٠١٩ رايأ ١٥") == "١٥ أيار ٢٠١٩"


def test_a_number_with_separators_is_one() -> None:
    assert seen("ةلئاع 4,300 حوزن") == "نزوح 4,300 عائلة"
    assert seen("22/07/2019 يف") == "في 22/07/2019"
    assert seen("10:30 ةعاسلا") == "الساعة 10:30"


def test_numbers_with_a_space_between_are_two() -> None:
    assert seen("30 20 ددعلا") == "العدد 20 30"


def test_a_share_keeps_its_sign_behind() -> None:
    assert seen("مهنم %50 ءاسن") == "نساء 50% منهم"


def test_a_hyphen_after_arabic_parts_numbers_as_the_page_shows_them() -> None:
    assert seen("28-05-2019 يف") == "في 2019-05-28"


def test_a_day_at_the_head_of_a_line_begins_with_its_year() -> None:
    assert seen("فصق 2019-05-28") == "2019-05-28 قصف"


def test_latin_inside_stays_from_left_to_right() -> None:
    assert seen("تقلطأ Human Rights Watch تلاق") == "قالت Human Rights Watch أطلقت"
    assert seen("زارط نم Su-24 ةرئاط") == "طائرة Su-24 من طراز"


def test_brackets_are_turned_where_they_are_shown_as_they_look() -> None:
    assert seen("(نامعنلا) ةرعم") == "معرة (النعمان)"
    assert seen(")نامعنلا( ةرعم", turns=False) == "معرة (النعمان)"


def test_a_name_in_arabic_inside_an_english_sentence() -> None:
    line = "The town of Kafr Nabl (لبن رفك) was hit"
    assert seen(line, rtl=False) == "The town of Kafr Nabl (كفر نبل) was hit"


def test_a_number_said_after_an_arabic_name_in_an_english_sentence() -> None:
    line = "near Kafr Nabl (12 ,لبن رفك km)"
    assert seen(line, rtl=False) == "near Kafr Nabl (كفر نبل, 12 km)"


def test_a_line_of_latin_among_arabic_ones_is_left_alone() -> None:
    assert seen("Amnesty International, 2019.") == "Amnesty International, 2019."
    assert seen(".Amnesty International") == "Amnesty International."


def test_hebrew_is_read_from_right_to_left() -> None:
    assert seen("םולש 50% םלוע") == "עולם 50% שלום"


def test_a_stroke_that_stretches_a_word_is_left_out_and_one_at_its_end_stays() -> None:
    assert seen("ـه 1441 باـــتك") == "كتاب 1441 هـ"


def test_forms_of_letters_become_plain_letters() -> None:
    shown = [*"ﻞﺒﻧ", " ", *"ﺮﻔﻛ"]
    assert text_of(Paper().page().seen(500, 100, shown)) == "كفر نبل"


def test_a_ligature_keeps_its_letters_in_order() -> None:
    # One shape that says "lam, alef" in the order in which they are written.
    assert text_of(Paper().page().seen(500, 100, ["ج", "ئ", "لا"])) == "لائج"
    assert text_of(Paper().page().seen(500, 100, ["ﻦ", "ﻴ", "ﺌ", "ﺟ", "ﻻ"])) == "لاجئين"


def test_a_mark_written_before_its_letter_belongs_to_that_letter() -> None:
    # Seen from left to right: L + fatha, T + kasra, Q + damma; each mark comes first.
    shown = ["\u064e", "ل", "\u0650", "ت", "\u064f", "ق"]
    assert text_of(Paper().page().seen(500, 100, shown)) == "قُتِلَ"


def test_words_of_arabic_without_spaces_are_parted_by_gaps() -> None:
    paper = Paper().page().seen(500, 100, ["ر", "ف", "ك"]).seen(480, 100, ["ل", "ب", "ن"])
    assert text_of(paper) == "كفر نبل"


def test_the_right_column_of_arabic_is_read_first() -> None:
    right = [f"يمين السطر رقم {at} من العمود الأول هنا" for at in range(6)]
    left = [f"يسار السطر رقم {at} من العمود الثاني هنا" for at in range(6)]
    paper = Paper().page()
    for at in range(6):
        paper.seen(540, 100 + 12 * at, shown(right[at]))
        paper.seen(280, 100 + 12 * at, shown(left[at]))
    words = " ".join(paragraphs(paper)).split()
    assert words == " ".join([*right, *left]).split()


def shown(text: str) -> list[str]:
    """Give a line of Arabic letters and single digits as a page shows it."""
    return list(reversed(text))
