import pytest
from sources.formats.html.pages import ARABIC, ARABIC_HEADLINE, FIRST, TEASERS, cards, page

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.html import read_page

pytest.importorskip("trafilatura", reason="needs the extra inputs")

TITLE = "What happened in the north on Monday: four reports"
H1 = f"<h1>{TITLE}</h1>"
DATED = '<meta property="article:published_time" content="2019-11-02T10:00:00Z">'
NAV = '<ul><li><a href="/">Home</a></li><li><a href="/n">North</a></li></ul>'
OUT, OWN = "https://source.example/", "/n/"
SENTENCES = (
    "A drone hit a van of the rescue service near Velim, wounding two medics.",
    "Artillery fired on the outskirts of Kafr Tol from noon on, killing a driver.",
    "A mine killed a shepherd and sixty sheep west of Umm Jiran on Sunday night.",
    "The council of Azmara said that four people died when a house was shelled.",
)
HEADLINES = tuple(f"{title}, say rescuers there" for title, _ in TEASERS)
TIMED = "<li><time>14:30</time> <a href={0}>{1}</a></li>"
SHOWN = "<tr><td><img></td><td><a href={0}>{1}</a><br>Two died.</td>"


def items(texts: tuple[str, ...], where: str, form: str = "<li><a href='{0}'>{1}</a></li>") -> str:
    return "".join(form.format(f"{where}{n}", text) for n, text in enumerate(texts))


def blocks(body: str, *, title: str = f"{TITLE} | Example Herald", head: str = DATED) -> list[str]:
    return read_page(page(body, title=title, head=head)).text.split("\n\n")


def is_refused(body: str, *, title: str, head: str = "") -> bool:
    with pytest.raises(DocumentError) as refused:
        blocks(body, title=title, head=head)
    return refused.value.reason == "no_article"


@pytest.mark.parametrize(
    "body",
    [
        f"<main>{H1}<ul>{items(SENTENCES, OUT)}</ul></main>",
        f"<main><article>{H1}<ol>{items(SENTENCES, OWN)}</ol></article></main>",
        (
            f"<div><div>{H1}</div><div>{items(SENTENCES, OUT, '<p><a href={0}>{1}</a></p>')}"
            f"</div></div>"
        ),
        (
            f"<div>{H1}<div><div>{items(SENTENCES, OUT, '<div><a href={0}>{1}</a></div>')}"
            f"</div></div></div>"
        ),
        (f"<div>{H1}<ul>{items(SENTENCES, OUT, TIMED)}</ul></div>"),
        (
            f"<div>{H1}<ul>{items(SENTENCES, OUT, '<li><b>Velim:</b> <a href={0}>{1}</a></li>')}"
            f"</ul></div>"
        ),
        f"<div>{H1}<p>Here is what we read today:</p><ul>{items(SENTENCES, OUT)}</ul></div>",
        (
            f"<div>{H1}<h3>Monday</h3><ul>{items(SENTENCES[:2], OUT)}</ul>"
            f"<h3>Tuesday</h3><ul>{items(SENTENCES[2:], OUT)}</ul></div>"
        ),
    ],
)
def test_a_bulletin_whose_items_are_links_alone_is_read(body: str) -> None:
    text = "\n".join(blocks(NAV + body))
    assert [one for one in SENTENCES if one not in text] == []


def test_rows_of_links_in_a_table_are_read() -> None:
    rows = items(SENTENCES, OUT, "<tr><td>2 Nov</td><td><a href='{0}'>{1}</a></td></tr>")
    assert blocks(f"<div>{H1}<table>{rows}</table></div>") == [f"2 Nov | {s}" for s in SENTENCES]


def test_items_that_are_links_stay_beside_those_that_are_not() -> None:
    rest = (
        '<li><a href="/x">Azmara</a> was shelled for an hour, and a bakery there burned down.</li>'
    )
    body = f"<div>{H1}<ul>{items(SENTENCES[:2], OUT)}{rest}</ul></div>"
    assert len(blocks(body)) == 3


def test_a_bulletin_in_a_language_whose_items_end_in_no_stop_is_read_if_it_leads_elsewhere() -> (
    None
):
    texts = tuple(one.rstrip(".") for one in ARABIC)
    body = f"<div><h1>{ARABIC_HEADLINE}</h1><ul>{items(texts, OUT)}</ul></div>"
    assert blocks(body, title=ARABIC_HEADLINE) == list(texts)


def test_a_list_of_sources_beside_the_text_is_read_and_the_site_s_own_is_not() -> None:
    for where, count in ((OUT, 5), (OWN, 1)):
        body = f"<div>{H1}<p>{FIRST}</p><ul>{items(SENTENCES, where)}</ul></div>"
        assert len(blocks(body)) == count


def test_headlines_of_other_sites_beside_the_text_are_left_out() -> None:
    body = f"<div>{H1}<p>{FIRST}</p><ul>{items(HEADLINES, OUT)}</ul></div>"
    assert blocks(body) == [FIRST]
    brief = f"<div>{H1}<p>Two men died in Velim on Monday.</p>"
    "<ul>{items(HEADLINES, OUT)}</ul></div>"
    assert not [one for one in blocks(brief) if one in HEADLINES]


def test_teasers_after_a_bulletin_are_left_out() -> None:
    body = f"<div>{H1}<ul>{items(SENTENCES, OUT)}</ul><h4>More</h4><ul>{items(HEADLINES, OWN)}</ul>"
    assert blocks(f"{body}</div>") == list(SENTENCES)


INDEX = "News from the north and the coast today"


@pytest.mark.parametrize("head", ["", DATED])
@pytest.mark.parametrize(
    "body",
    [
        f"<ul>{items(HEADLINES, OWN)}</ul>",
        (
            f"<h2>North</h2><ul>{items(HEADLINES, OWN)}</ul>"
            f"<h2>Coast</h2><ul>{items(HEADLINES, '/c/')}</ul>"
        ),
        cards(),
        (f"<table>{items(HEADLINES, OWN, SHOWN)}</table>"),
        items(HEADLINES, OWN, "<p><a href={0}>{1}</a></p><p>Two men died there, a medic said.</p>"),
        items(HEADLINES, "s.asp?n=", "<p><b>{1}</b><br>Two died there. <a href={0}>more</a></p>"),
    ],
)
def test_an_index_of_articles_is_refused(body: str, head: str) -> None:
    page_of = f"<main><h1>{INDEX}</h1>{NAV}{body}</main>"
    assert is_refused(page_of, title=f"{INDEX} | Example Herald", head=head)


def test_a_list_of_the_site_s_own_sentences_is_refused_where_no_day_is_given() -> None:
    body = f"<main>{H1}<ul>{items(SENTENCES, OWN)}</ul></main>"
    assert is_refused(NAV + body, title=TITLE)
