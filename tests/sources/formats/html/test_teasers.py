import pytest
from sources.formats.html.pages import ARTICLE, BODY, FIRST, HEADLINE, TEASERS, cards, page

from mapper.sources.formats.html import read_page

pytest.importorskip("trafilatura", reason="needs the extra inputs")

H1 = f"<h1>{HEADLINE}</h1>"
CELL = "<td><a href='story.php?n={2}'>{0}</a><br>{1}</td>"
BOLD = "<td><b>{0}</b><br>{1} <a href='story.php?n={2}'>more</a></td>"


def blocks(body: str, title: str = HEADLINE) -> list[str]:
    return read_page(page(body, title=title)).text.split("\n\n")


def run(form: str) -> str:
    return "".join(form.format(*one, number) for number, one in enumerate(TEASERS))


@pytest.mark.parametrize(
    "row",
    [
        f"<tr>{CELL}{CELL.replace('n=', 'n=1')}</tr>",
        f"<tr>{BOLD}{BOLD.replace('n=', 'n=1')}</tr>",
        f"<tr>{CELL}</tr>",
        f"<tr>{BOLD}</tr>",
        f"<tr><td><img></td>{CELL}</tr>",
        f"<tr><td>1{{2}}.3.</td>{CELL}</tr>",
    ],
)
def test_cells_that_show_other_articles_are_left_out(row: str) -> None:
    table = f"<table>{run(row)}</table>"
    assert blocks(f"<div>{H1}{BODY}{table}</div>") == list(ARTICLE)
    beside = f"<table><tr><td>{H1}{BODY}</td><td>{table}</td></tr></table>"
    assert blocks(f"<center>{beside}</center>") == list(ARTICLE)


@pytest.mark.parametrize(
    "row",
    [
        (
            "<tr><td>1{2}.3.</td><td><a href='/p/{2}'>Kafr Tol, northern countryside</a></td>"
            "<td>{1}</td></tr>"
        ),
        "<tr><td>{1} <a href='https://s.example/{2}'>source</a></td><td>{0}</td></tr>",
        "<tr><td><a href='https://s.example/{2}'>{0}</a><br>{1}</td><td>{1}</td></tr>",
    ],
)
def test_rows_of_a_register_stay(row: str) -> None:
    assert len(blocks(f"<div>{H1}<p>{FIRST}</p><table>{run(row)}</table></div>")) == 5


def test_cards_go_that_stand_in_the_body_of_the_page_itself() -> None:
    assert blocks(f"<div>{H1}<p>{FIRST}</p></div>{cards()}") == [FIRST]


def test_an_old_page_s_teasers_go_around_a_headline_that_is_no_heading() -> None:
    above = run("<p><b><a href='story.asp?id={2}'>{0}</a></b><br><font size=2>{1}</font></p>")
    below = run("<li><a href='story.asp?id={2}'>{0}</a><br>{1}</li>")
    body = (
        f"{above}<hr><font size=4><b>Raid on Tol kills four</b></font><br><p>{FIRST}</p><hr>"
        f"<font><b>Other news of the day</b></font><ul>{below}</ul>"
    )
    assert blocks(body, "Velim News Agency - Raid on Tol kills four") == [FIRST]


def test_the_name_of_the_site_is_no_headline_though_the_title_has_it_first() -> None:
    body = (
        f"<b>Velim News Agency</b><br>{run('<p>{1}</p>')}<hr><b>Raid on Tol kills four</b><br>"
        f"<p>{FIRST}</p><p>{FIRST}</p><p>{FIRST}</p><hr>"
    )
    assert blocks(body, "Velim News Agency - Raid on Tol kills four") == [FIRST] * 3


def test_paragraphs_with_a_link_between_each_two_stay() -> None:
    turns = "".join(
        f"<p>{text}</p><p><a href='/n/{text[:3]}'>{TEASERS[0][0]}</a></p>" for text in ARTICLE
    )
    assert blocks(f"<div>{H1}{turns}</div>") == list(ARTICLE)
