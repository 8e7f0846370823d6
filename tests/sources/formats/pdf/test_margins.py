"""What runs along the edges of pages is left out, and said."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, text_of, told, wrapped

WORDS = ("orchards", "wells", "bakeries", "mills", "schools", "bridges", "gardens")


def text(number: int) -> str:
    """Give a paragraph that differs from page to page."""
    one, other = WORDS[number % 7], WORDS[(number + 3) % 7]
    return (
        f"Of the {one} to the north of the road little was left, and what the council wrote of "
        f"the {other} in that year was no better: of those who stayed behind to mind them, most "
        "had gone by the time the rain came."
    )


def bulletin(pages: int, head: str, foot: str) -> Paper:
    """Make pages with a head and a foot; in each ``{n}`` is the page's number."""
    paper = Paper()
    for number in range(1, pages + 1):
        paper.page().put(50, 40, head.format(n=number), 8)
        paper.lines(50, 100, wrapped(text(number), 400))
        paper.put(280, 815, foot.format(n=number), 8)
    return paper


def test_heads_feet_and_numbers_are_left_out_and_said() -> None:
    found = told(bulletin(4, "Weekly bulletin No. 7", "Page {n}").bytes())
    assert found["text"] == "\n\n".join(text(number) for number in range(1, 5))
    assert found["notes"] == [
        "running line passed over: Weekly bulletin No. 7",
        "running line passed over: Page 1",
    ]


def test_heads_of_left_and_right_pages_take_turns() -> None:
    paper = Paper()
    for number in range(1, 7):
        paper.page().put(50, 40, "Weekly bulletin" if number % 2 else "The villages", 8)
        paper.lines(50, 100, wrapped(text(number), 400))
    assert "bulletin" not in text_of(paper)
    assert "The villages" not in text_of(paper)


def test_a_number_that_differs_without_counting_pages_is_no_running_line() -> None:
    paper = Paper()
    for number in (12, 47, 5):
        paper.page().put(50, 60, f"Killed in Ariha: {number} people")
        paper.lines(50, 100, wrapped(text(number), 400))
    assert all(f"Killed in Ariha: {number} people" in text_of(paper) for number in (12, 47, 5))


def test_a_line_in_the_middle_of_pages_stays() -> None:
    paper = Paper()
    for _ in range(4):
        paper.page().lines(50, 100, wrapped(text(1), 400)).put(50, 400, "Nothing new.")
    assert text_of(paper).count("Nothing new.") == 4


def test_text_without_white_to_the_rest_is_no_running_line() -> None:
    paper = Paper()
    for _ in range(3):
        paper.page().lines(50, 60, ["Form A", "Place: Ariha", "Killed: 4", "Source: council"])
    assert text_of(paper).count("Killed: 4") == 3


def test_what_a_browser_prints_over_and_under_a_page_is_left_out() -> None:
    paper = Paper(title="Flash report").page()
    paper.put(30, 25, "11/29/26, 9:42 PM", 8).put(280, 25, "Flash report", 8)
    paper.lines(50, 100, wrapped(text(1), 400))
    paper.put(30, 825, "https://example.org/flash?id=3", 8).put(550, 825, "1/1", 8)
    assert text_of(paper) == text(1)


def test_the_number_of_a_single_page_is_left_out() -> None:
    paper = Paper().page().lines(50, 100, wrapped(text(1), 400)).put(290, 815, "1", 8)
    assert text_of(paper) == text(1)


def test_another_number_at_the_foot_of_a_single_page_stays() -> None:
    paper = Paper().page().lines(50, 100, wrapped(text(1), 400)).put(290, 815, "12", 8)
    assert text_of(paper).endswith("12")


def test_what_the_document_marks_as_running_is_left_out() -> None:
    paper = Paper().page().raw("/Artifact <</Type/Pagination>> BDC").put(50, 60, "Draft of May")
    paper.raw("EMC").lines(50, 75, wrapped(text(1), 400))
    found = told(paper.bytes())
    assert found["text"] == text(1)
    assert found["notes"] == ["running line passed over: Draft of May"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///home/somebody/drafts/flash.html",
        "https://example.org/flash?id=3",
        "C:\\Users\\somebody\\flash",
        "/home/somebody/drafts",
        "\\\\server\\drafts",
        "somebody@example.org",
    ],
)
def test_a_note_does_not_copy_where_the_maker_keeps_files(address: str) -> None:
    paper = Paper().page().raw("/Artifact <</Type/Pagination>> BDC").put(50, 60, address)
    paper.put(50, 800, "Draft of 3/4 May").raw("EMC").lines(50, 90, wrapped(text(1), 400))
    assert told(paper.bytes())["notes"] == [
        "running line passed over: Draft of 3/4 May",
        "running lines passed over: 1 with an address",
    ]


def test_the_address_that_a_browser_prints_is_counted_only() -> None:
    paper = Paper(title="Flash report").page().put(30, 25, "11/29/26, 9:42 PM", 8)
    paper.put(280, 25, "Flash report", 8).lines(50, 100, wrapped(text(1), 400))
    paper.put(30, 825, "file:///home/somebody/flash.html", 8).put(550, 825, "1/1", 8)
    assert told(paper.bytes())["notes"] == [
        "running line passed over: 11/29/26, 9:42 PM Flash report",
        "running lines passed over: 1 with an address",
    ]
