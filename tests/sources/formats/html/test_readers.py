import pytest
from sources.formats.html.pages import ARTICLE, BODY, FIRST, HEADLINE, SECOND, links, page

from mapper.sources.formats.html import read_page

pytest.importorskip("trafilatura", reason="needs the extra inputs")

H1 = f"<h1>{HEADLINE}</h1>"
VOICES = (
    ("Abu Yazan", "My cousin lives in Kafr Tol; eleven were killed there by a bomb last night."),
    ("Visitor", "God have mercy on them."),
    ("Samir of Azmara", "Two brothers died in our village by a shell, and nobody wrote of it."),
)
FORMS = (
    "<p><b>{0}:</b> {1}</p>",
    "<font color=red>{0}:</font> {1}<br>",
    "<p><b>{0}</b> 12.03.2015 14:0{2}<br>{1}</p>",
    "<li><strong>{0}</strong>: {1}</li>",
    "<div><div><b>{0}</b> <small>12/03/2015</small></div><div>{1}</div></div>",
    "<table width=100%><tr><td><b>{0}</b> 1{2}:20</td></tr><tr><td>{1}</td></tr></table>",
    "<b>{0}</b> 2015-03-0{2}<blockquote>{1}</blockquote>",
    "<p><a href='mailto:x@y.example'>{0}</a>, 2.3.2014: {1}</p>",
)
ENDS = (
    "<hr><b>Voices</b><br>",
    "<p><a href='print?3'>Print</a> | <a href='mail?3'>Send it</a></p><h3>Voices</h3>",
    f"<h4>More</h4>{links()}<p><b>Voices</b></p>",
    "<h3>Voices (3)</h3>",
)


def voices(form: str) -> str:
    run = "".join(form.format(*one, number) for number, one in enumerate(VOICES, 1))
    return f"<ul>{run}</ul>" if form.startswith("<li") else run


def blocks(body: str) -> list[str]:
    return read_page(page(body)).text.split("\n\n")


def told(body: str) -> list[str]:
    text = "\n".join(blocks(body))
    return [words for _, words in VOICES if words in text]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ENDS)
def test_lines_that_begin_with_names_go_after_the_end_of_the_article(form: str, end: str) -> None:
    assert blocks(f"<div>{H1}{BODY}{end}{voices(form)}</div>") == list(ARTICLE)
    assert blocks(f"<div>{H1}{BODY}{end}<div>{voices(form)}</div></div>") == list(ARTICLE)


def test_they_go_before_a_rule_and_what_claims_the_rights() -> None:
    foot = "<hr><font size=1>(c) 2004-2018 Example Herald</font>"
    assert blocks(f"<div>{H1}{BODY}{ENDS[0]}{voices(FORMS[0])}{foot}</div>") == list(ARTICLE)


NAMED = (FORMS[0], FORMS[3], FORMS[4])


@pytest.mark.parametrize("form", NAMED)
@pytest.mark.parametrize(
    "before",
    [
        f"<p>{FIRST}</p>",
        f"<p>{FIRST}</p><h3>By place</h3>",
        f"<p>{FIRST}</p><hr>",
        f"<p>{FIRST}</p><p>Read also: <a href='/n/1'>{HEADLINE}, a year ago</a></p>",
        f"<p>{FIRST}</p>{links()}",
        "<p><a href='/p'>Print</a> <a href='/m'>Mail</a></p>",
    ],
)
def test_entries_of_a_bulletin_that_begin_with_names_of_places_stay(form: str, before: str) -> None:
    if "Print" in before:
        form = form.replace("{0}", "In {0}")
        before = f"{before}<p>{FIRST}</p>"
    assert len(told(f"<div>{H1}{before}{voices(form)}</div>")) == len(VOICES)


@pytest.mark.parametrize("form", NAMED[:2])
def test_the_day_in_a_heading_counts_no_readers(form: str) -> None:
    body = f"<div>{H1}<p>{FIRST}</p><p>{SECOND}</p><h3>3 August</h3>{voices(form)}</div>"
    assert len(told(body)) == len(VOICES)


@pytest.mark.parametrize("form", NAMED)
@pytest.mark.parametrize("rule", ["", "<hr>"])
@pytest.mark.parametrize("maps", ["", "<p><a href=/a>Map of it</a> <a href=/b>All maps</a></p>"])
def test_days_of_a_bulletin_stay_after_a_rule_or_links(form: str, rule: str, maps: str) -> None:
    days = "".join(f"{rule}<h3>{day} August</h3>{voices(form)}" for day in (3, 4))
    body = f"<div>{H1}<p>{FIRST}</p><p>{SECOND}</p>{maps}{days}</div>"
    assert len(told(body)) == len(VOICES)


TIMED = (
    "<div><span>{0}</span><span>{2} hours ago</span><p>{1}</p></div>",
    "<li><p>{0} says:</p><p>March 1{2}, 2015 at 10:00 am</p><p>{1}</p></li>",
    "<dt>{0}, 12.3.2015</dt><dd>{1}</dd>",
    "<div><h4>{0}</h4><small>2015-03-1{2}</small><p>{1}</p></div>",
    "<article><header>{0} <time>2015-03-01</time></header><p>{1}</p></article>",
)
ROOM = "<form><textarea></textarea><button>Send</button></form>"


@pytest.mark.parametrize("form", TIMED)
def test_names_with_times_are_readers_where_something_says_so(form: str) -> None:
    run = f"<dl>{voices(form)}</dl>" if form.startswith("<dt") else voices(form)
    assert blocks(f"<div>{H1}{BODY}<h3>3 voices</h3>{run}</div>") == list(ARTICLE)
    assert blocks(f"<div>{H1}{BODY}<h3>Voices</h3>{run}{ROOM}</div>") == list(ARTICLE)
    apart = f"<div><div>{H1}{BODY}</div><div><h3>Voices</h3>{run}</div></div>"
    assert blocks(apart) == list(ARTICLE)


@pytest.mark.parametrize(
    "form",
    ["<p><b>{0}:</b> at 14:3{2} it began. {1}</p>", "<p><b>{0}</b> since 2015: {1}</p>", FORMS[3]],
)
def test_a_time_in_the_text_makes_no_reader_of_a_place(form: str) -> None:
    assert len(told(f"<div>{H1}{BODY}<h3>By place</h3>{voices(form)}{ROOM}</div>")) == len(VOICES)


def test_the_line_of_place_and_day_over_an_article_is_no_reader() -> None:
    day = "<p>Azmara, 12.03.2015</p>"
    body = f"<div>{H1}{day}{BODY}{ENDS[0]}{voices(FORMS[1])}</div>"
    assert blocks(body) == ["Azmara, 12.03.2015", *ARTICLE]
