import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from languages import ENGLISH

from mapper.text.sentences import MAX_SENTENCE, split


def texts(text: str, kind: str | None = None) -> list[str]:
    return [text[s.start : s.end] for s in split(text) if kind is None or s.kind == kind]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "Gen. Ali met U.S. officials on Sept. 3 in Ankara. He left at noon."
    assert texts(text) == [
        "Gen. Ali met U.S. officials on Sept. 3 in Ankara.",
        "He left at noon.",
    ]


def test_initials_before_a_word_that_opens_sentences_do_end_one() -> None:
    assert texts("It was blamed on the U.S. The Pentagon denied it.") == [
        "It was blamed on the U.S.",
        "The Pentagon denied it.",
    ]


def test_quotation_marks_stay_with_their_sentence() -> None:
    text = "“Nobody came.” The village burned. “Jets!” he said."
    assert texts(text) == ["“Nobody came.”", "The village burned.", "“Jets!” he said."]


def test_arabic_question_mark_and_letters_are_seen() -> None:
    assert texts("هل قصفت القرية؟ نعم قصفت. وقتل اثنان.") == [
        "هل قصفت القرية؟",
        "نعم قصفت.",
        "وقتل اثنان.",
    ]


def test_first_short_paragraph_is_the_headline() -> None:
    assert texts("Raid on a market\n\nJets hit it. Two died.", "headline") == ["Raid on a market"]


def test_headline_printed_again_in_the_body_is_a_headline() -> None:
    text = "Raid kills six Monitor\n\nMonday Raid kills six Monitor. Six people died in a raid."
    assert texts(text, "headline") == ["Raid kills six Monitor", "Raid kills six Monitor."]
    assert texts(text, "navigation") == ["Monday"]
    assert texts(text, "body") == ["Six people died in a raid."]


def test_agency_and_date_that_head_wire_copy_are_no_part_of_its_first_sentence() -> None:
    text = (
        "Raid kills six\n\nA deck line here AFP Friday 2 May 2014 Jets on Friday hit it. Six died."
    )
    assert texts(text, "navigation") == ["AFP Friday 2 May 2014"]
    assert texts(text, "body") == ["Jets on Friday hit it.", "Six died."]


def test_date_inside_the_first_sentence_stays_in_it() -> None:
    text = "Raid kills six\n\nThe town was hit on 21 August 2013 by rockets. Six died."
    assert texts(text, "body")[0] == "The town was hit on 21 August 2013 by rockets."


def test_single_paragraph_is_body_even_without_a_full_stop() -> None:
    assert texts("Jets hit the town", "body") == ["Jets hit the town"]


def test_caption_is_told_by_its_credit() -> None:
    text = "Head\n\nBody text here.\n\nMen dig in rubble in Idlib. (Video: Somebody via Agency)"
    assert texts(text, "caption")[0] == "Men dig in rubble in Idlib."


def test_short_line_without_full_stop_is_navigation() -> None:
    text = "Head\n\nBody text here.\n\nRead this other story now\n\nMore body text."
    assert texts(text, "navigation") == ["Read this other story now"]


def test_hard_wrapped_lines_stay_one_sentence() -> None:
    assert texts("Two died when the \nrockets fell. Nobody knew.") == [
        "Two died when the \nrockets fell.",
        "Nobody knew.",
    ]


def test_text_without_full_stop_is_cut() -> None:
    pieces = split("word " * 5000)
    assert len(pieces) > 10
    assert max(s.end - s.start for s in pieces) <= MAX_SENTENCE


@given(st.text(alphabet='aB .\n"?U.”\u0627', max_size=300))
def test_sentences_are_in_order_and_cover_all_words(text: str) -> None:
    pieces = split(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
    covered = "".join(text[s.start : s.end] for s in pieces)
    assert "".join(covered.split()) == "".join(text.split())


def test_caption_before_a_dateline_is_cut_off() -> None:
    text = "Six died in a raid. Army Returns Home Reports MOSCOW (Sputnik) Six people were killed."
    found = split(f"Head\n\n{text}", ENGLISH)
    assert [(s.kind, f"Head\n\n{text}"[s.start : s.end]) for s in found][1:] == [
        ("body", "Six died in a raid."),
        ("caption", "Army Returns Home Reports"),
        ("body", "MOSCOW (Sputnik) Six people were killed."),
    ]


def test_list_of_links_is_navigation() -> None:
    text = "Head\n\nSix died in a raid. ... 87 Related Car Bomb Kills Ten in a City Tags raid"
    assert split(text)[-1].kind == "navigation"


def test_headline_with_the_sites_name_is_found_again() -> None:
    text = "Car bomb kills ten in a town - Example News\n\nCar bomb kills ten in a town. It hit."
    assert [s.kind for s in split(text)] == ["headline", "navigation", "headline", "body"]


def test_counters_of_a_page_are_navigation() -> None:
    text = (
        "Head\n\n07.04.2017(updated 1121 07.04.2017) Get short URL 0 214 Jets hit a town. Two died."
    )
    found = split(text)
    assert [text[s.start : s.end] for s in found if s.kind == "body"] == [
        "Jets hit a town.",
        "Two died.",
    ]


def test_headline_mentions_do_not_swallow_the_body() -> None:
    text = "Head\n\nJets hit a town on May 6 2019. Two died."
    assert [text[s.start : s.end] for s in split(text)][1:] == [
        "Jets hit a town on May 6 2019.",
        "Two died.",
    ]


def test_links_at_the_head_of_a_paragraph_do_not_hide_the_text() -> None:
    text = (
        "Head\n\nViews 12 Related: Army Returns Home. Jets hit a town. Two people died. It burned."
    )
    assert [text[s.start : s.end] for s in split(text) if s.kind == "body"][-1] == "It burned."


def test_headline_less_a_figure_is_the_headline_again() -> None:
    text = (
        "80 Civilians Killed in Raids on a Town\n\nCivilians Killed in Raids on a Town. Two died."
    )
    assert [s.kind for s in split(text)] == ["headline", "headline", "body"]


def test_lines_that_end_a_thing_are_blocks() -> None:
    text = (
        "Share on Facebook Twitter\nFive detained over a brawl in the capital\n"
        "Home Politics Sport\nTwo people were hurt by shells in a village on Friday.\n"
        "Comments are closed."
    )
    assert texts(text, "body") == ["Two people were hurt by shells in a village on Friday."]
    assert texts(text, "headline") == ["Five detained over a brawl in the capital"]


def test_wrapped_lines_are_one_block() -> None:
    text = (
        "Two people died when shells fell on a village near the\n"
        "Turkish border at noon, and nobody knew who had fired\n"
        "them. Schools were closed."
    )
    assert len(texts(text, "body")) == 2


def test_a_title_printed_many_times_is_one_headline() -> None:
    title = "Rockets at noon | Man killed in a village"
    text = f"{title} - The News {title} - The News {title}\n\n{title}\n\nRockets killed a man."
    assert texts(text, "headline") == [title]
    assert texts(text, "body") == ["Rockets killed a man."]


def test_links_to_other_pieces_are_navigation() -> None:
    text = (
        "Raid on a market\n\nJets hit it. Two died.\n\nPrev Post\n\nShells kill nine in a town.\n\n"
        "Amid raids on the coast | Soldiers shot by\u2026"
    )
    assert texts(text, "body") == ["Jets hit it.", "Two died."]


def test_a_post_is_read_without_its_counters_and_tags() -> None:
    text = "Eye @eye \u00b7 3h\nTwo killed by shells on a farm. #Hass\n12 Retweets 30 Likes"
    assert texts(text, "navigation") == ["Eye @eye \u00b7 3h", "12 Retweets 30 Likes"]
    assert texts(text, "body") == ["Two killed by shells on a farm. #Hass"]


def test_items_are_told_for_themselves() -> None:
    text = "Idlib\n\u2022 Hass: shells.\n14:10 Jets over a town\n5 May: a raid on a farm."
    assert [s.listed for s in split(text)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Who struck the trucks? | Ten dead near the border", "headline"),
        ("Three dead in U.S. raid on a mill", "headline"),
        ("Jets struck the trucks. Ten people died near the border", "body"),
        ("Who struck the trucks? Jets did.", "body"),
    ],
)
def test_a_title_may_ask_first(title: str, kind: str) -> None:
    assert split(f"{title}\n\nJets hit a mill on Monday. Two died.")[0].kind == kind


def test_a_date_with_its_weekday_and_hour_belongs_to_its_sentence() -> None:
    text = "Raid on town\n\nOn Friday morning, July 5, 2019, a helicopter bombed a mill. Two died."
    assert [text[s.start : s.end] for s in split(text)][1].startswith("On Friday morning")


def test_posts_are_told_for_themselves_and_signatures_are_not() -> None:
    text = "3 hours ago Salqin\nTwo hurt by shells\n\n5 hours ago Azaz\nA loud blast in the market"
    assert [s.listed for s in split(text) if s.kind == "body"] == [True, True]
    text = "A man wrote this.\n\n\u2014 Omar (@omar) May 3, 2019\n\nJets hit a town. Two died."
    assert not any(s.listed for s in split(text))
