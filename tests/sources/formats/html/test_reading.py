import logging
import warnings

import pytest
from sources.formats.html.pages import (
    ARABIC,
    ARABIC_HEADLINE,
    ARABIC_TEASERS,
    ARTICLE,
    BODY,
    FIRST,
    HEADLINE,
    SECOND,
    TEASERS,
    THIRD,
    cards,
    links,
    page,
)

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.html import read_fragment, read_page
from mapper.sources.formats.limits import Limits

pytest.importorskip("trafilatura", reason="needs the extra inputs")


def blocks(content: bytes) -> list[str]:
    return read_page(content).text.split("\n\n")


H1 = f"<h1>{HEADLINE}</h1>"


def test_an_article_is_its_paragraphs_and_its_headline_is_the_title() -> None:
    read = read_page(page(f"<main><article>{H1}{BODY}</article></main>"))
    assert read.text.split("\n\n") == list(ARTICLE)
    assert read.said.title == HEADLINE


@pytest.mark.parametrize("tag", ["div", "article", "li", "section"])
def test_cards_of_other_articles_are_left_out_of_a_brief(tag: str) -> None:
    body = f"<main><header>{H1}</header><div><p>{FIRST}</p></div><div>{cards(tag)}</div></main>"
    assert blocks(page(body)) == [FIRST]


def test_cards_in_rows_of_two_are_left_out() -> None:
    rows = "".join(
        f'<div class="row">{cards("div", teasers=TEASERS[at : at + 2])}</div>' for at in (0, 2)
    )
    body = f"<div><div>{H1}<p>{FIRST}</p></div><div><h2>Also today</h2>{rows}</div></div>"
    assert blocks(page(body)) == [FIRST]


def test_cards_that_are_links_as_a_whole_are_left_out() -> None:
    grid = "".join(
        f'<a href="/n/{n}"><img src="x.jpg"><h3>{title}</h3><p>{text}</p></a>'
        for n, (title, text) in enumerate(TEASERS)
    )
    assert blocks(page(f"<div>{H1}{BODY}<div>{grid}</div></div>")) == list(ARTICLE)


def test_a_run_of_linked_headlines_goes_with_the_heading_over_it() -> None:
    body = f"<div>{H1}{BODY}<h3>What others read</h3>{links()}</div>"
    assert blocks(page(body)) == list(ARTICLE)


def test_a_list_of_headlines_in_an_aside_goes_though_nothing_in_it_is_a_link() -> None:
    plain = "".join(f"<li>{title}</li>" for title, _ in TEASERS)
    body = f"<article>{H1}{BODY}</article><aside><h3>Most read</h3><ol>{plain}</ol></aside>"
    assert blocks(page(body)) == list(ARTICLE)


def test_a_box_of_unlinked_headlines_after_the_paragraphs_goes() -> None:
    plain = "".join(f"<li>{title}</li>" for title, _ in TEASERS)
    body = f"<main>{H1}<div>{BODY}</div><div><h3>Top five</h3><ol>{plain}</ol></div></main>"
    assert blocks(page(body)) == list(ARTICLE)


def test_teasers_with_times_beside_them_are_left_out() -> None:
    items = "".join(
        f'<li><a href="/n/{n}">{title}</a> <span>3 hours ago</span></li>'
        for n, (title, _) in enumerate(TEASERS)
    )
    body = f"<div>{H1}{BODY}<ul>{items}</ul></div>"
    assert blocks(page(body)) == list(ARTICLE)


def test_a_line_inside_the_article_that_only_leads_elsewhere_is_left_out() -> None:
    inline = f'<p><b>Read also:</b> <a href="/n/1">{TEASERS[0][0]}</a></p>'
    body = f"<article>{H1}<p>{FIRST}</p>{inline}<p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, SECOND]


def test_a_card_inside_the_article_is_left_out() -> None:
    card = cards("div", teasers=TEASERS[:1])
    body = f"<article>{H1}<p>{FIRST}</p>{card}<p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, SECOND]


def test_what_runs_before_the_headline_is_left_out() -> None:
    ticker = "".join(f"<span>{title}.</span> " for title, _ in TEASERS)
    body = f"<div>{ticker}</div><div>{H1}{BODY}</div>"
    assert blocks(page(body)) == list(ARTICLE)


def test_paragraphs_with_links_in_them_stay() -> None:
    linked = FIRST.replace("rescue service", '<a href="/about/rescue">rescue service</a>')
    second = SECOND.replace("Tell Orun", '<a href="/topic/orun">Tell Orun</a>')
    body = f"<article>{H1}<p>{linked}</p><p>{second}</p></article>"
    assert blocks(page(body)) == [FIRST, SECOND]


POSTS = (
    "Rockets have hit the market of Maaret Velim, the rescue service says. Ambulances are there.",
    "The number of those killed has risen to two, a doctor at the hospital tells us by telephone.",
    "A second salvo has hit the bakery on the northern road; no one was inside at the time.",
    "Schools in the town stay closed tomorrow.",
)


@pytest.mark.parametrize("tag", ["article", "div", "li", "section"])
@pytest.mark.parametrize("link", ["#post-{n}", "https://example.org/live/velim?post={n}"])
def test_all_posts_of_a_live_page_stay(tag: str, link: str) -> None:
    posts = "".join(
        f'<{tag} id="post-{n}"><h2><a href="{link.format(n=n)}">1{n}:30</a></h2><p>{text}</p>'
        f"</{tag}>"
        for n, text in enumerate(POSTS)
    )
    head = '<link rel="canonical" href="https://example.org/live/velim">'
    body = f"<main>{H1}<p>{FIRST}</p><div>{posts}</div></main>"
    text = read_page(page(body, head=head)).text
    assert [post for post in (FIRST, *POSTS) if post not in text] == []


def test_a_bulletin_whose_items_name_their_sources_stays() -> None:
    items = "".join(
        f'<li>{text} (<a href="https://t.me/source/{n}">Source {n}</a>)</li>'
        for n, text in enumerate(POSTS)
    )
    body = f"<article>{H1}<p>{FIRST}</p><ul>{items}</ul></article>"
    assert blocks(page(body)) == [FIRST, *(f"{t} (Source {n})" for n, t in enumerate(POSTS))]


def test_a_bulletin_of_a_list_alone_stays() -> None:
    items = "".join(f"<li>{text}</li>" for text in POSTS)
    assert blocks(page(f"<div>{H1}<ul>{items}</ul></div>")) == list(POSTS)


def test_short_items_of_a_list_in_the_article_stay() -> None:
    names = ("Maaret Velim", "Tell Orun", "Kafr Tol")
    items = "".join(f"<li>{name}</li>" for name in names)
    body = f"<article>{H1}<p>{FIRST}</p><p>Hit were:</p><ul>{items}</ul><p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, "Hit were:", *names, SECOND]


def test_a_row_of_a_table_of_data_is_one_block() -> None:
    rows = (("Place", "Killed", "By"), ("Maaret Velim", "2", "rockets"), ("Kafr Tol", "4", "bombs"))
    table = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    body = f"<article>{H1}<p>{FIRST}</p><table>{table}</table><p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, *(" | ".join(row) for row in rows), SECOND]


def test_sub_headings_stay() -> None:
    body = f"<article>{H1}<p>{FIRST}</p><h2>The second salvo</h2><p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, "The second salvo", SECOND]


COMMENT = "My cousin lives in Kafr Tol and says that eleven people were killed there by a bomb. "


def test_comments_longer_than_the_article_are_left_out() -> None:
    comments = "".join(f"<div><b>User {n}</b><p>{COMMENT * 2}</p></div>" for n in range(6))
    body = f'<main>{H1}<p>{FIRST}</p></main><section id="comments">{comments}</section>'
    assert blocks(page(body)) == [FIRST]


def test_comments_are_told_by_the_box_in_which_to_write_one() -> None:
    comments = "".join(f"<li><b>User {n}</b><p>{COMMENT * 2}</p></li>" for n in range(3))
    form = "<form><textarea></textarea><button>Send</button></form>"
    body = f"<main><div>{H1}{BODY}</div><div><h3>Voices</h3><ul>{comments}</ul>{form}</div></main>"
    assert blocks(page(body)) == list(ARTICLE)


ASKS = "We and our 812 partners store and read data on your device to measure what you read. " * 3
WALLS = [
    f'<div class="cmp-container"><h2>We value your privacy</h2><p>{ASKS}</p></div>',
    f'<div role="dialog" aria-modal="true"><h1>Your choice</h1><p>{ASKS}</p></div>',
    f"<div><p>{ASKS}</p><button>Accept</button><button>Refuse</button></div>",
]


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("first", [True, False])
def test_a_consent_dialog_is_left_out(wall: str, first: bool) -> None:
    body = f"<main>{H1}<p>{FIRST}</p></main>"
    assert blocks(page(wall + body if first else body + wall)) == [FIRST]


@pytest.mark.parametrize("wall", WALLS)
def test_a_page_of_a_consent_dialog_alone_is_refused(wall: str) -> None:
    with pytest.raises(DocumentError, match="no article text found") as refused:
        read_page(page(wall, title="Example News"))
    assert refused.value.reason == "no_article"


def test_a_page_that_a_script_fills_is_refused() -> None:
    body = '<div id="root"></div><script>var x = "Air strikes killed 99 in Kafr Tol"</script>'
    with pytest.raises(DocumentError, match="save the page again"):
        read_page(page(body))


def test_a_front_page_is_refused() -> None:
    body = f"<header><h1>Example News</h1></header><main>{cards()}{cards('article')}</main>"
    with pytest.raises(DocumentError):
        read_page(page(body, title="Example News"))


def test_an_offer_to_subscribe_is_left_out_and_the_cut_is_told() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        f'{HEADLINE}", "isAccessibleForFree": false, "articleBody": "Nine died in Kafr Tol."'
        "}</script>"
    )
    offer = "<h3>Read on with us</h3><p>All articles, the archive and the evening letter, four "
    offer += "weeks for one euro; you may leave at any time.</p><a href='/buy'>Buy</a>"
    body = f'<article>{H1}<p>{FIRST}</p><div class="paywall">{offer}</div></article>'
    read = read_page(page(body, head=head))
    assert read.text == FIRST
    assert [note for note in read.notes if "only the beginning" in note]


def test_captions_of_a_gallery_are_left_out() -> None:
    figures = "".join(
        f'<figure><img src="{n}.jpg"><figcaption>{title}. Photograph: Agency</figcaption></figure>'
        for n, (title, _) in enumerate(TEASERS)
    )
    body = f"<article>{H1}<p>{FIRST}</p>{figures}<p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, SECOND]


OTHERS = "".join(
    f"<article><h1>{title}</h1><p>{text} {COMMENT * 3}</p><p>{COMMENT * 2}</p></article>"
    for title, text in TEASERS[:2]
)


def test_of_articles_that_follow_one_another_the_first_is_read() -> None:
    body = f"<main><article>{H1}{BODY}</article>{OTHERS}</main>"
    assert blocks(page(body)) == list(ARTICLE)


def test_articles_that_follow_are_told_in_any_element() -> None:
    others = OTHERS.replace("article>", "div>")
    body = f"<div><div><div>{H1}</div><div>{BODY}</div></div>{others}</div>"
    assert blocks(page(body)) == list(ARTICLE)


def test_the_article_is_found_where_the_site_s_name_is_the_first_heading() -> None:
    body = (
        '<div id="page"><h1><a href="/">Example Herald</a></h1><div id="primary">'
        f'<h2 class="entry-title"><a href="/p/12">{HEADLINE}</a></h2>'
        f'<div class="entry-content">{BODY}</div></div></div>'
    )
    read = read_page(
        page(body, title=f"{HEADLINE} | Example Herald", attributes=' class="has-sidebar"')
    )
    assert read.text.split("\n\n") == list(ARTICLE)
    assert (read.said.title, read.said.publisher) == (HEADLINE, "Example Herald")


def test_a_page_inside_one_form_is_read() -> None:
    body = f'<form id="aspnetForm"><div>{H1}{BODY}</div><input type="text"></form>'
    assert blocks(page(body)) == list(ARTICLE)


def test_a_page_laid_out_by_tables_is_read() -> None:
    menu = "<br>".join(f'<a href="/s/{n}">Section {n}</a>' for n in range(5))
    text = f"<font size=4><b>{HEADLINE}</b></font><br><br>{FIRST}<br><br>{SECOND}<br><br>{THIRD}"
    body = (
        "<table><tr><td colspan=2><a href='/'>Herald</a></td></tr>"
        f"<tr><td>{menu}</td><td><table><tr><td>{text}</td></tr></table></td></tr></table>"
    )
    assert blocks(page(body)) == list(ARTICLE)


def test_a_page_that_is_hidden_until_a_script_shows_it_is_read() -> None:
    body = f'<div style="display: none"><article>{H1}{BODY}</article></div>'
    assert blocks(page(body)) == list(ARTICLE)


def test_hidden_boxes_are_left_out() -> None:
    body = f'<div>{H1}{BODY}<p hidden>{COMMENT}</p><div style="display:none">{COMMENT}</div></div>'
    assert blocks(page(body)) == list(ARTICLE)


def test_the_only_article_stays_whatever_its_class_says() -> None:
    body = f'<div>{H1}<div class="related-content teaser">{BODY}</div></div>'
    assert blocks(page(body)) == list(ARTICLE)


def test_paragraphs_in_plain_elements_are_read() -> None:
    text = "".join(f'<div class="border-b meta-bar">{one}</div>' for one in ARTICLE)
    body = f'<div class="mt-4 flex">{H1}<div class="text-gray slide">{text}</div></div>'
    assert blocks(page(body)) == list(ARTICLE)


def test_a_letter_to_sign_up_for_inside_the_article_is_left_out() -> None:
    box = "<p>Our evening letter brings you the news of the day, chosen by the desk.</p>"
    box = f'<div class="newsletter-signup"><h4>Letters</h4>{box}<input><button>OK</button></div>'
    body = f"<article>{H1}<p>{FIRST}</p>{box}<p>{SECOND}</p></article>"
    assert blocks(page(body)) == [FIRST, SECOND]


def test_an_arabic_brief_is_read_without_what_others_report() -> None:
    items = "".join(f'<li><a href="/a/{n}">{t}</a></li>' for n, t in enumerate(ARABIC_TEASERS))
    text = "".join(f"<p>{one}</p>" for one in ARABIC)
    body = (
        f"<div><h1>{ARABIC_HEADLINE}</h1>{text}<p>اقرأ أيضاً: <a href='/a/9'>{ARABIC_TEASERS[0]}"
        f"</a></p><div><h4>مواضيع ذات صلة</h4><ul>{items}</ul></div></div>"
    )
    assert blocks(page(body, title=ARABIC_HEADLINE)) == list(ARABIC)


def test_an_arabic_page_in_its_windows_encoding_is_read() -> None:
    body = f"<h1>{ARABIC_HEADLINE}</h1><p>{ARABIC[0]}</p>"
    html = f'<meta charset="windows-1256"><title>{ARABIC_HEADLINE}</title>{body}'
    assert blocks(html.encode("cp1256")) == [ARABIC[0]]


@pytest.mark.parametrize("tag", ["div", "span", "p", "b"])
def test_a_headline_that_is_no_heading_is_told_by_the_title(tag: str) -> None:
    body = f"<div>{cards()}</div><div><div><{tag}>{HEADLINE}</{tag}></div>{BODY}</div>"
    read = read_page(page(body, title=f"{HEADLINE} | Example Herald"))
    assert read.text.split("\n\n") == list(ARTICLE)
    assert (read.said.title, read.said.publisher) == (HEADLINE, "Example Herald")


def test_all_messages_of_a_channel_stay() -> None:
    posts = "".join(
        f'<div class="msg_wrap"><div class="msg"><div><a href="https://t.example/v">Velim News</a>'
        f'</div><div class="msg_text">{text}</div><a href="https://t.example/v/{n}"><time>1{n}:00'
        f"</time></a></div></div>"
        for n, text in enumerate((FIRST, SECOND, *POSTS))
    )
    text = read_page(page(f"<main><section>{posts}</section></main>", title="Velim News")).text
    assert [post for post in (FIRST, SECOND, *POSTS) if post not in text] == []


def test_links_to_the_article_before_and_after_are_left_out() -> None:
    turn = f'<div><a href="/b">« {TEASERS[0][0]}</a> <a href="/c">{TEASERS[1][0]} »</a></div>'
    assert blocks(page(f"<div>{H1}{BODY}{turn}</div>")) == list(ARTICLE)


def test_other_headlines_in_a_table_are_left_out() -> None:
    rows = "".join(
        f'<tr><td><img src="x.gif"></td><td><a href="/n/{n}">{title}</a></td></tr>'
        for n, (title, _) in enumerate(TEASERS)
    )
    assert blocks(page(f"<div>{H1}{BODY}<table>{rows}</table></div>")) == list(ARTICLE)


def test_frames_without_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="a frame"):
        read_page(b"<html><frameset cols='20%,80%'><frame src=a.htm><frame src=b.htm></frameset>")


def test_a_page_over_the_limit_is_refused() -> None:
    with pytest.raises(DocumentError, match="more than 100") as refused:
        read_page(page(BODY), limits=Limits(page=100))
    assert refused.value.reason == "too_large"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 50, b"<", b"<html>", b"<" * 5000, b"<p>" * 5000, b"\xff\xfe<", b"<!--", b"]]>"],
)
def test_what_is_no_page_is_refused_without_a_fault(content: bytes) -> None:
    with pytest.raises(DocumentError):
        read_page(content)


def test_nothing_is_logged_and_no_setting_is_left_changed(caplog: pytest.LogCaptureFixture) -> None:
    level = logging.getLogger("trafilatura").level
    before = list(warnings.filters)
    with pytest.raises(DocumentError):
        read_page(page("<div></div>"))
    read_page(page(f"{H1}<p>{FIRST}</p>"))
    assert caplog.records == []
    assert logging.getLogger("trafilatura").level == level
    assert warnings.filters == before


def test_all_text_of_a_fragment_that_shows_is_kept() -> None:
    piece = f"<p>{FIRST}</p>{links()}<script>alert(1)</script><!-- nothing -->End"
    assert read_fragment(piece).text.split("\n\n") == [FIRST, *(t for t, _ in TEASERS), "End"]
    assert read_fragment(piece.encode()).text == read_fragment(piece).text


def test_what_a_fragment_hides_is_left_out() -> None:
    piece = f'<div style="display:none;max-height:0">Preview of the mail</div><p>{FIRST}</p>'
    assert read_fragment(piece).text == FIRST


def test_a_fragment_without_markup_is_its_text() -> None:
    assert read_fragment("Rockets fell &amp; burned").text == "Rockets fell & burned"


def test_an_empty_fragment_is_refused() -> None:
    with pytest.raises(DocumentError, match="no text"):
        read_fragment("<p> </p>")
