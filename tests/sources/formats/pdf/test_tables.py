"""Tables stay row by row."""

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper, paragraphs, wrapped

ROWS = [
    ("Date", "Place", "Killed", "Injured"),
    ("28 May 2019", "Kafr Nabl", "10", "30"),
    ("29 May 2019", "Saraqib", "2", "5"),
    ("1 June 2019", "Ariha", "12", "41"),
    ("2 June 2019", "Maarat al-Numan", "0", "7"),
]
PLACES = (50, 150, 300, 380)


def test_the_cells_of_a_row_stay_together() -> None:
    paper = Paper().page()
    for at, row in enumerate(ROWS):
        for x, cell in zip(PLACES, row, strict=True):
            paper.put(x, 100 + 14 * at, cell)
    assert paragraphs(paper) == [" | ".join(row) for row in ROWS]


def test_a_cell_of_several_lines_stays_in_its_row() -> None:
    told = {
        "Kafr Nabl": "The market was hit by two bombs while people were shopping before the feast",
        "Saraqib": "A shell fell on the road to the mill",
        "Ariha": "A strike near the bakery brought down a house of three floors over a family",
    }
    paper, y = Paper().page(), 100.0
    for place, text in told.items():
        lines = wrapped(text, 180)
        paper.put(50, y, "28 May").put(150, y, place).lines(260, y, lines)
        y += 12 * len(lines) + 8
    assert paragraphs(paper) == [f"28 May | {place} | {text}" for place, text in told.items()]


def test_names_and_what_stands_for_them_are_rows() -> None:
    paper = Paper().page()
    pairs = [("Deaths", "25"), ("Injured", "61"), ("Displaced", "4,300"), ("Schools hit", "3")]
    for at, (name, figure) in enumerate(pairs):
        paper.put(50, 100 + 14 * at, name).put(250, 100 + 14 * at, figure)
    assert paragraphs(paper) == [f"{name} | {figure}" for name, figure in pairs]


def test_a_line_over_a_table_is_no_row_of_it() -> None:
    paper = Paper().page().put(50, 80, "Table 1: what was counted in")
    paper.put(50, 92, "two weeks.")
    for at, row in enumerate(ROWS):
        for x, cell in zip(PLACES, row, strict=True):
            paper.put(x, 110 + 14 * at, cell)
    found = paragraphs(paper)
    assert found[0] == "Table 1: what was counted in two weeks."
    assert found[1:] == [" | ".join(row) for row in ROWS]
