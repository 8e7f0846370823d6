import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from folders import TESTS
from gold.documents.score_pages import Page, foreign_blocks, main, read_gold, score, words_of

FOLDER = TESTS / "gold" / "documents"
LAYOUTS = {
    *("brief", "liveblog", "list", "table", "arabic"),
    *("english-arabic", "comments", "cookies", "paywall", "gallery"),
}
THIRD = {
    *("wayback", "wiki", "forum", "channel", "blogger", "newsletter", "word", "sitrep"),
    *("flash", "liveblog", "arabic-brief", "arabic-long", "wordpress", "ministry", "nextjs", "amp"),
    *("print", "social", "slides", "fade", "wall", "bulletin-dl", "bulletin-links", "soup"),
}
SETS = {"pages": (3, LAYOUTS), "pages_second": (1, LAYOUTS), "pages_third": (1, THIRD)}
"""Folders of saved pages, with how many there are of each layout and which layouts."""

TWO_KILLED = Page("01-brief-a.html", "brief", ("Two killed in Binnish.", "No more."), ("By Rana",))
NOTHING = Page("02-cookies-b.html", "cookies", (), ())


def rows(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / name / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def page_as_text(path: Path) -> str:
    content = path.read_bytes()
    coded = re.search(rb"charset=[\"']?([\w-]+)", content[:4000], flags=re.IGNORECASE)
    assert coded, path.name
    return content.decode(coded[1].decode("ascii"))


def words_anywhere(page: str) -> set[str]:
    """Words of a page with its tags taken away: those that tags part, and those they stand in."""
    return {
        word
        for between in ("", " ")
        for word in words_of(html.unescape(re.sub(r"<[^>]*>", between, page)))
    }


def test_all_words_found_and_none_wrong() -> None:
    scores = score({"01-brief-a": "By Rana\n\nTwo killed in Binnish.\n\nNo more."}, [TWO_KILLED])
    tally = scores.sets["all"]
    assert (tally.found, tally.kept_right) == (1.0, 1.0)
    assert scores.foreign == {TWO_KILLED.file: ()}


def test_the_teaser_of_another_story_is_wrong_and_named() -> None:
    teaser = "Nine killed in Azaz on Friday"
    scores = score({"01-brief-a": f"Two killed in Binnish.\n{teaser}"}, [TWO_KILLED])
    tally = scores.pages[TWO_KILLED.file]
    assert (tally.n_found, tally.n_must) == (4, 6)
    assert (tally.n_right, tally.n_extracted) == (4, 10)
    assert scores.foreign[TWO_KILLED.file] == (teaser,)


def test_words_count_as_often_as_they_occur() -> None:
    tally = score({"01-brief-a": "Binnish Binnish"}, [TWO_KILLED]).sets["all"]
    assert (tally.n_found, tally.n_right, tally.n_extracted) == (1, 1, 2)


def test_a_page_without_an_article_has_nothing_to_find_and_all_is_wrong() -> None:
    tally = score({"02-cookies-b": "We value your privacy"}, [NOTHING]).sets["all"]
    assert tally.found is None
    assert tally.kept_right == 0
    assert score({}, [NOTHING]).sets["all"].kept_right is None


def test_odd_and_even_pages_and_layouts_are_pooled_apart() -> None:
    texts = {"01-brief-a": "Two killed", "02-cookies-b": "Accept all"}
    scores = score(texts, [TWO_KILLED, NOTHING])
    assert [scores.sets[name].n_extracted for name in ("all", "odd", "even")] == [4, 2, 2]
    assert scores.layouts["brief"].kept_right == 1
    assert scores.layouts["cookies"].kept_right == 0


def test_a_page_that_was_not_extracted_counts_as_not_found() -> None:
    assert score({}, [TWO_KILLED]).sets["odd"].found == 0


def test_unseen_characters_and_vowel_signs_part_no_words() -> None:
    assert words_of("Sara\u00adqib \u200fقُتِلَ\u200f 1\u200b2") == ["saraqib", "قتل", "12"]


def test_a_word_alone_on_a_line_is_foreign_only_if_no_block_has_it() -> None:
    assert foreign_blocks("Binnish\nAzaz\n\n---", ["Two in Binnish"]) == ("Azaz",)


def test_the_program_prints_the_shares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "pages.jsonl"
    said = {"file": "01-brief-a.html", "layout": "brief", "must": ["Two killed."], "may": []}
    gold.write_text(json.dumps(said) + "\n", encoding="utf-8")
    (tmp_path / "01-brief-a.txt").write_text("Two\nAccept all", encoding="utf-8")
    assert main([str(tmp_path), "--gold", str(gold)]) == 0
    printed = capsys.readouterr().out
    assert "01-brief-a.html 0.500      0.333     2" in printed
    assert "foreign in 01-brief-a.html: Accept all" in printed
    assert main([str(tmp_path / "none")]) == 2


@pytest.mark.parametrize("name", SETS)
def test_there_is_a_row_for_each_page_and_as_many_of_each_layout(name: str) -> None:
    gold = read_gold(FOLDER / name / "pages.jsonl")
    files = sorted(path.name for path in (FOLDER / name).glob("*.html"))
    assert [page.file for page in gold] == files
    n_of_each, layouts = SETS[name]
    assert Counter(page.layout for page in gold) == dict.fromkeys(layouts, n_of_each)
    for page in gold:
        assert page.file.split("-", 1)[1].startswith(page.layout)


@pytest.mark.parametrize("name", SETS)
def test_every_word_to_be_found_stands_on_its_page(name: str) -> None:
    for page in read_gold(FOLDER / name / "pages.jsonl"):
        there = words_anywhere(page_as_text(FOLDER / name / page.file))
        wanted = {word for block in (*page.must, *page.may) for word in words_of(block)}
        assert not wanted - there, page.file


@pytest.mark.parametrize("name", SETS)
def test_blocks_are_as_a_reader_sees_them(name: str) -> None:
    for row in rows(name):
        for block in (*row["must"], *row["may"]):
            assert block == " ".join(block.split()) != ""
            assert not re.search(r"[<>]|&\w+;|\u00ad|\u200b", block), row["file"]


@pytest.mark.parametrize("name", SETS)
def test_what_a_page_says_of_itself_stands_on_it(name: str) -> None:
    for row in rows(name):
        page = html.unescape(page_as_text(FOLDER / name / row["file"]))
        assert row["language"] in {"en", "ar"}
        for what in ("title", "publisher", "url"):
            assert row[what] is None or row[what] in page, (row["file"], what)
        assert row["published"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["published"])


def test_the_perfect_text_scores_one() -> None:
    for name in SETS:
        gold = read_gold(FOLDER / name / "pages.jsonl")
        texts = {page.stem: "\n\n".join((*page.may, *page.must)) for page in gold}
        scores = score(texts, gold)
        assert scores.sets["all"].found == scores.sets["all"].kept_right == 1
        assert not any(scores.foreign.values())
