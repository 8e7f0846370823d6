import json

import pytest
from sources.formats.html.pages import BODY, FIRST, HEADLINE, TEASERS, page

from mapper.sources.formats.document import Said
from mapper.sources.formats.html import read_page

pytest.importorskip("trafilatura", reason="needs the extra inputs")

H1 = f"<h1>{HEADLINE}</h1>"
ADDRESS = "https://www.example.org/world/rockets-velim"


def said(head: str = "", body: str = f"{H1}{BODY}", title: str = HEADLINE, **of: str) -> Said:
    return read_page(page(body, head=head, title=title), **of).said  # type: ignore[arg-type]


def linked(*objects: object) -> str:
    scripts = (f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in objects)
    return "".join(scripts)


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2019-11-18T14:05:00+02:00",
    "dateModified": "2019-12-01T00:00:00Z",
    "publisher": {"@type": "Organization", "name": "Example Herald"},
    "mainEntityOfPage": {"@type": "WebPage", "@id": ADDRESS},
    "inLanguage": "en-GB",
}


def test_linked_data_says_all() -> None:
    assert said(linked(NEWS)) == Said(
        title=HEADLINE,
        published="2019-11-18",
        published_basis="json_ld",
        publisher="Example Herald",
        url=ADDRESS,
        language="en",
    )


@pytest.mark.parametrize(
    "kind",
    ["Article", "ReportageNewsArticle", "LiveBlogPosting", "BlogPosting", ["NewsArticle", "Thing"]],
)
def test_linked_data_of_any_kind_of_article_is_read(kind: str | list[str]) -> None:
    assert said(linked(NEWS | {"@type": kind})).published == "2019-11-18"


def test_linked_data_in_a_list_or_a_graph_is_read_with_its_publisher() -> None:
    site = {"@type": "Organization", "@id": "#org", "name": "Example Herald"}
    graph = {"@graph": [site, NEWS | {"publisher": {"@id": "#org"}}]}
    for written in (graph, [graph], [[NEWS]]):
        assert said(linked(written)).publisher == "Example Herald"


def test_broken_linked_data_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    deep = f'<script type="application/ld+json">{"[" * 5000}</script>'
    assert said(broken + deep + linked(NEWS)).published == "2019-11-18"
    odd = linked(NEWS | {"headline": 7, "publisher": [None], "datePublished": {"x": 1}, "url": []})
    assert said(odd).title == HEADLINE


def test_of_several_articles_the_page_s_own_is_read() -> None:
    other = NEWS | {
        "headline": TEASERS[0][0],
        "datePublished": "2018-01-01",
        "mainEntityOfPage": "",
    }
    canonical = f'<link rel="canonical" href="{ADDRESS}">'
    assert said(linked(other, NEWS)).published == "2019-11-18"
    shortened = NEWS | {"headline": "Rockets"}
    assert said(canonical + linked(other, shortened)).published == "2019-11-18"
    third = other | {"headline": TEASERS[1][0]}
    assert said(linked(other, third)).published is None
    assert said(linked(shortened, shortened)).published == "2019-11-18"


def test_a_headline_is_read_without_what_markup_made_of_its_signs() -> None:
    odd = NEWS | {
        "headline": HEADLINE.replace(" as ", " &#39;as&#39; ").replace("Two", "<b>Two</b>")
    }
    assert said(linked(odd)).title == HEADLINE.replace(" as ", " 'as' ")
    quoted = f'<meta property="og:title" content="{HEADLINE.replace(" as ", " ‘as’ ")}">'
    other = NEWS | {"headline": TEASERS[0][0], "mainEntityOfPage": None}
    mine = NEWS | {"headline": HEADLINE.replace(" as ", " 'as' "), "mainEntityOfPage": None}
    assert said(quoted + linked(other, mine), title="x").published == "2019-11-18"


def test_linked_data_comes_before_meta_tags_and_these_before_markup() -> None:
    meta = '<meta property="article:published_time" content="2019-11-17T00:00:00Z">'
    body = f'<article>{H1}<time datetime="2019-11-16">x</time>{BODY}</article>'
    assert said(linked(NEWS) + meta, body).published == "2019-11-18"
    by_meta = said(meta, body)
    assert (by_meta.published, by_meta.published_basis) == ("2019-11-17", "meta")
    by_markup = said("", body)
    assert (by_markup.published, by_markup.published_basis) == ("2019-11-16", "markup")


@pytest.mark.parametrize(
    "name",
    [
        *('property="article:published_time"', 'name="DC.date.issued"', 'name="dc.date"'),
        *('name="citation_publication_date"', 'name="parsely-pub-date"', 'name="date"'),
        *('itemprop="datePublished"', 'name="pubdate"', 'name="publish-date"'),
    ],
)
def test_the_date_of_any_of_many_meta_tags_is_read(name: str) -> None:
    found = said(f'<meta {name} content="2019-11-18T23:59:00-05:00">')
    assert (found.published, found.published_basis) == ("2019-11-18", "meta")


@pytest.mark.parametrize(
    "value", ["2019-02-30", "0000-00-00", "1970-01-01T00:00:00Z", "soon", "", "20191", "{{date}}"]
)
def test_a_date_that_is_none_is_dropped(value: str) -> None:
    assert said(f'<meta name="date" content="{value}">').published is None


@pytest.mark.parametrize(
    "value",
    [
        "2019/11/18",
        "20191118",
        "20191118093000",
        "2019-11-18 08:00",
        "Mon, 18 Nov 2019 08:12:00 GMT",
        "2019-11-18Z",
    ],
)
def test_a_date_is_read_in_the_forms_of_programs(value: str) -> None:
    assert said(f'<meta name="date" content="{value}">').published == "2019-11-18"


def test_a_time_beside_a_teaser_is_not_the_page_s() -> None:
    card = '<div><h3><a href="/x">{0}</a></h3><time datetime="2018-01-01">x</time></div>'
    cards = "".join(card.format(title) for title, _ in TEASERS)
    assert said("", f"<main>{H1}{BODY}</main><div>{cards}</div>").published is None
    assert said("", f"<div>{cards}</div><main>{H1}{BODY}</main>").published is None


def test_a_day_in_the_address_comes_last() -> None:
    at = '<link rel="canonical" href="https://example.org/2019/11/18/velim">'
    found = said(at)
    assert (found.published, found.published_basis) == ("2019-11-18", "url")
    assert said(at + '<meta name="date" content="2019-11-19">').published == "2019-11-19"
    assert said('<link rel="canonical" href="https://example.org/2019/13/40/x">').published is None


def test_the_address_is_the_page_s_own_else_where_it_was_fetched() -> None:
    elsewhere = "https://cache.example.net/x?id=4"
    assert said(f'<link rel="canonical" href="{ADDRESS}">', url=elsewhere).url == ADDRESS
    assert said('<link rel="canonical" href="/n/4">', url=elsewhere).url == (
        "https://cache.example.net/n/4"
    )
    assert said(f'<meta property="og:url" content="{ADDRESS}">').url == ADDRESS
    assert said(url=elsewhere).url == elsewhere
    assert said('<link rel="canonical" href="file:///home/x.htm">').url is None
    assert said('<link rel="canonical" href="http://[broken/x">').url is None


def test_the_publisher_is_named_by_the_site_else_by_its_address() -> None:
    site = '<meta property="og:site_name" content="Example Herald">'
    at = f'<link rel="canonical" href="{ADDRESS}">'
    assert said(site + at).publisher == "Example Herald"
    assert said(at, title=f"{HEADLINE} - World - Example Herald").publisher == "Example Herald"
    assert said(at).publisher == "example.org"
    assert said().publisher is None


def test_the_name_of_the_site_is_cut_off_the_title() -> None:
    assert said(title=f"{HEADLINE} | Example Herald").title == HEADLINE
    assert said(title=f"Example Herald – {HEADLINE}").title == HEADLINE
    site = '<meta property="og:site_name" content="Example Herald">'
    found = said(site, body=f"<p>{FIRST}</p>", title=f"{HEADLINE} | Example Herald")
    assert found.title == HEADLINE


def test_a_headline_that_says_more_than_the_title_is_the_title() -> None:
    body = f"<div><h2>Notes from Velim – day 14</h2>{BODY}</div>"
    assert said(body=body, title="Notes from Velim").title == "Notes from Velim – day 14"


def test_a_title_with_a_dash_in_it_stays_whole() -> None:
    title = "Velim - Orun: rockets fall"
    assert said(title=title, body=f"<p>{FIRST}</p>").title == title


@pytest.mark.parametrize(("code", "language"), [("ar-SY", "ar"), ("EN_us", "en"), ("", None)])
def test_the_language_is_that_of_the_root(code: str, language: str | None) -> None:
    html = f'<html lang="{code}"><title>x</title><body>{H1}{BODY}</body></html>'
    assert read_page(html.encode()).said.language == language
