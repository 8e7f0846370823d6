import pytest
from sources.formats.html.pages import (
    ARTICLE,
    BODY,
    FIRST,
    HEADLINE,
    SECOND,
    TEASERS,
    cards,
    links,
    page,
)

from mapper.sources.formats.html import read_page
from mapper.sources.formats.html.addresses import Foreign
from mapper.sources.formats.html.blocks import blocks_of
from mapper.sources.formats.html.markup import tree_of
from mapper.sources.formats.html.pruning import is_layout, prune

pytest.importorskip("trafilatura", reason="needs the extra inputs")

H1 = f"<h1>{HEADLINE}</h1>"
LONGER = (
    "The rescue service of the neighbouring town of Azmara said on Sunday that eleven people were "
    "killed there when a bomb went off in a crowded bus station during the evening hours."
)


def kept(body: str, *, address: str | None = None, is_live: bool = False) -> list[str]:
    """Give what the pruner leaves of a page, its headline apart."""
    tree = tree_of(page(body).decode())
    pruned = prune(tree, titles=(HEADLINE,), address=address, is_live=is_live)
    return [block.text for block in blocks_of(pruned.region) if block.text != HEADLINE]


def test_a_link_to_a_part_of_the_page_leads_to_no_other() -> None:
    foreign = Foreign("https://www.example.org/live/velim/")
    same = [
        *("#x", "?post=3", "/live/velim", "https://example.org/live/velim?p=2", "mailto:a@b.c"),
        *("/live/velim/post-3", "javascript:void(0)", ""),
    ]
    assert [link for link in same if foreign(link)] == []
    others = ("/live/kafr-tol", "https://example.com/live/velim", "/", "/live/velim-2")
    assert [link for link in others if not foreign(link)] == []


def test_the_host_whose_home_is_linked_is_the_page_s_own_where_nobody_says() -> None:
    links = [f"https://www.example.org/n/{n}" for n in range(4)]
    links += ["https://example.org/", "https://t.example/", "/y"]
    links += [f"https://s.example/{n}" for n in range(9)]
    assert Foreign(None, links).is_of_site("https://example.org/z")
    assert not Foreign(None, links).is_of_site("https://t.example/z")
    assert Foreign("https://t.example/x", links).is_of_site("https://t.example/z")


def test_lines_broken_by_hand_under_the_first_paragraph_stay() -> None:
    lines = "<br>".join(f"{place}: {count} killed" for place, count in (("Velim", 2), ("Tol", 4)))
    body = (
        f"<div>{H1}<p>{FIRST}</p><div>{lines}<br>Deir Salun and Umm Jiran: no one hurt</div></div>"
    )
    assert len(kept(body)) == 4


def test_two_cards_beside_each_other_are_a_run() -> None:
    body = f"<div>{H1}{BODY}<div>{cards(teasers=TEASERS[:2])}</div></div>"
    assert kept(body) == list(ARTICLE)


def test_cards_of_long_teasers_go() -> None:
    long = tuple((title, f"{text} {text} {text}") for title, text in TEASERS)
    assert kept(f"<div>{H1}<p>{FIRST}</p>{cards(teasers=long)}</div>") == [FIRST]


def test_teasers_whose_link_stands_in_the_line_of_their_text_go() -> None:
    items = "".join(
        f'<p><a href="/n/{n}">{title}</a> {text}</p>' for n, (title, text) in enumerate(TEASERS)
    )
    assert kept(f"<div>{H1}{BODY}<div>{items}</div></div>") == list(ARTICLE)


def test_cards_with_a_label_over_the_headline_go() -> None:
    grid = "".join(
        f'<div><span>World</span><time>2 h</time><h4><a href="/n/{n}">{title}</a></h4>'
        f"<p>{text}</p></div>"
        for n, (title, text) in enumerate(TEASERS)
    )
    assert kept(f"<div>{H1}<p>{FIRST}</p><div>{grid}</div></div>") == [FIRST]


def test_items_that_begin_with_a_linked_source_and_read_on_stay() -> None:
    items = [
        f"<li><a href='https://t.me/s/{n}'>The rescue service of {place}</a> said that rockets hit "
        f"the {what} there in the early morning; no one was hurt, and the road stayed open.</li>"
        for n, (place, what) in enumerate((("Velim", "mill"), ("Tol", "school"), ("Orun", "well")))
    ]
    assert len(kept(f"<div>{H1}<p>{FIRST}</p><ul>{''.join(items)}</ul></div>")) == 4


def test_posts_named_as_such_stay_though_their_headings_lead_elsewhere() -> None:
    posts = "".join(
        f'<div class="liveblog-item"><h3><a href="/l/{n}">{title}</a></h3><p>{text}</p></div>'
        for n, (title, text) in enumerate(TEASERS)
    )
    assert len(kept(f"<div>{H1}<p>{FIRST}</p><div>{posts}</div></div>")) == 9


ENTRIES = (
    (
        "Maaret Velim",
        "Rockets fell on the market; two people were killed, the rescue service said.",
    ),
    ("Kafr Tol", "An air strike hit the bridge. No one was hurt."),
    ("Deir Salun", "Shelling of fields in the east."),
)


@pytest.mark.parametrize(
    "entry",
    [
        "<h3>{0}</h3><ul><li>{1}</li></ul>",
        "<h3>{0}</h3><p>{1}</p>",
        "<div class=i><h4>{0}</h4><p>{1}</p><p>Source: <a href='https://s.example/{2}'>S</a></p></div>",
        "<div><h4>{0}</h4><p>{1}</p></div>",
        "<section><b>{0}</b><p>{1}</p></section>",
        "<li><a href='/places/{2}'>{0}, in the northern countryside</a>: {1}</li>",
        "<p><b>{0}:</b> {1} <a href='https://s.example/{2}'>[source]</a></p>",
        "<div class=p><h3>{0}</h3><p>{1}</p><a href='/day?post={2}'>Permalink</a></div>",
        "<div class=p><h3><a href='/day?post={2}'>{0} is hit by rockets</a></h3><p>{1}</p></div>",
        "<div onclick=x()><time>1{2}:30</time><h4>{0}</h4><p>{1}</p></div>",
    ],
)
def test_all_entries_of_a_bulletin_stay_however_short(entry: str) -> None:
    entries = "".join(entry.format(*one, n) for n, one in enumerate(ENTRIES))
    text = " ".join(kept(f"<div>{H1}{entries}</div>"))
    assert [part for one in ENTRIES for part in one if part not in text] == []


def test_a_sentence_that_begins_with_a_long_link_stays() -> None:
    link = "<a href='https://r.example'>The full report of the commission of inquiry of May</a>"
    body = f"<article>{H1}<p>{FIRST}</p><p>{link} lists 41 attacks on markets.</p></article>"
    assert len(kept(body)) == 2


@pytest.mark.parametrize(
    "entry",
    [
        "<h3><a href='/n/{2}'>{0}</a></h3><p>{1}</p>",
        "<dt><a href='/n/{2}'>{0}</a></dt><dd>{1}</dd>",
        "<div class=i><h3>{0}</h3><p>{1} <a href='/n/{2}'>More</a></p></div>",
        "<div class=i onclick='go({2})'><h3>{0}</h3><p>{1}</p></div>",
        "<li><p><strong><a href=/n{2}>{0}</a></strong></p><p>{1} {1} {1} {1} {1}</p></li>",
        "<li><a href=/n{2}>{0}</a><br>{1}</li>",
    ],
)
def test_teasers_go_in_whatever_way_they_are_laid_out(entry: str) -> None:
    entries = "".join(entry.format(*one, n) for n, one in enumerate(TEASERS))
    assert kept(f"<div>{H1}<p>{FIRST}</p><div>{entries}</div></div>") == [FIRST]
    assert kept(f"<div>{H1}<p>{FIRST}</p><div><h2>More</h2>{entries}</div></div>") == [FIRST]


def test_boxes_named_as_others_articles_stay_where_together_they_are_the_page() -> None:
    posts = "".join(f'<div class="latest-news"><p>{LONGER} {n}</p></div>' for n in range(4))
    assert len(kept(f"<div>{H1}{posts}</div>")) == 4


@pytest.mark.parametrize("name", ["share", "subscription-content", "tags-wide", "teaser-body"])
def test_paragraphs_stay_though_each_is_named_as_a_box(name: str) -> None:
    each = "".join(f'<div class="{name}"><p>{text}</p></div>' for text in (*ARTICLE, LONGER))
    assert kept(f"<div>{H1}{each}</div>") == [*ARTICLE, LONGER]


def test_a_box_named_as_others_articles_goes_though_it_is_longer_than_the_brief() -> None:
    items = "".join(f"<div><h4>{title}</h4><p>{LONGER}</p></div>" for title, _ in TEASERS)
    assert kept(f'<div>{H1}<p>{FIRST}</p><div class="related-box">{items}</div></div>') == [FIRST]


@pytest.mark.parametrize("name", ["paywall", "subscription-content", "premium", "gated-offer"])
def test_what_is_sold_stays_and_the_offer_goes(name: str) -> None:
    sold = f'<div class="{name}"><p>{SECOND} <a href="/x">Orun</a></p><p>{LONGER}</p></div>'
    head = f"<header>{H1}<p>{FIRST}</p></header>"
    assert kept(f"<article>{head}{sold}</article>") == [FIRST, f"{SECOND} Orun", LONGER]
    offer = f'<div class="{name}"><p>{LONGER}</p><p><a href="/buy">To our offers</a></p></div>'
    assert kept(f"<article>{head}<p>{SECOND}</p>{offer}</article>") == [FIRST, SECOND]


def test_captions_go_though_they_are_longer_than_the_article() -> None:
    pictures = "".join(f'<div><img><p class="slide__caption">{LONGER} {n}</p></div>' for n in "123")
    assert kept(f"<div>{H1}<p>{FIRST}</p><div>{pictures}</div></div>") == [FIRST]


@pytest.mark.parametrize(
    "item",
    [
        "<div><img><p>{0}</p></div>",
        "<li><a href=b><img></a>{0}</li>",
        "<div><img><h3>At the mill</h3><p>{0}</p></div>",
    ],
)
def test_what_stands_under_the_pictures_of_a_gallery_goes(item: str) -> None:
    gallery = "".join(item.format(f"{LONGER} {n}") for n in range(3))
    assert kept(f"<div>{H1}<p>{FIRST}</p><div>{gallery}</div><p>{SECOND}</p></div>") == [
        FIRST,
        SECOND,
    ]


def test_paragraphs_with_a_picture_beside_each_stay_where_nothing_else_is() -> None:
    parts = "".join(f"<div><img><p>{LONGER} {n}</p></div>" for n in range(5))
    assert len(kept(f"<div>{H1}{parts}</div>")) == 5


def test_what_claims_the_rights_goes() -> None:
    claim = f"<div><p>{LONGER}</p><p>© 2019 Example. All rights reserved.</p></div>"
    assert kept(f"<div>{H1}<p>{FIRST}</p><p>{SECOND}</p></div>{claim}") == [FIRST, SECOND]


def test_a_list_of_contents_goes_for_what_it_lists_stands_below() -> None:
    contents = '<ul><li><a href="#a">Velim</a></li><li><a href="#b">Kafr Tol</a></li></ul>'
    parts = f'<h2 id="a">Velim</h2><p>{FIRST}</p><h2 id="b">Kafr Tol</h2><p>{SECOND}</p>'
    assert kept(f"<div>{H1}{contents}{parts}</div>") == ["Velim", FIRST, "Kafr Tol", SECOND]


def test_posts_in_articles_of_their_own_stay_beside_the_first() -> None:
    posts = "".join(f'<article class="u"><h3>1{n}:00</h3><p>{LONGER}</p></article>' for n in "12")
    body = f'<main><article class="a">{H1}<p>{FIRST}</p></article>{posts}</main>'
    assert kept(body) == [FIRST, "11:00", LONGER, "12:00", LONGER]


def test_articles_written_like_the_first_go() -> None:
    other = f'<article class="a"><h2>{TEASERS[0][0]}</h2><p>{LONGER}</p></article>'
    body = f'<main><article class="a">{H1}<p>{FIRST}</p></article>{other}{other}</main>'
    assert kept(body) == [FIRST]


@pytest.mark.parametrize("name", ["data-url", "itemid"])
def test_an_element_that_names_another_page_as_its_own_goes(name: str) -> None:
    other = f'<div {name}="https://example.org/n/2"><h2>More</h2><p>{LONGER}</p></div>'
    body = f"<div><div>{H1}<p>{FIRST}</p><p>{SECOND}</p></div>{other}</div>"
    assert kept(body, address="https://example.org/n/1") == [FIRST, SECOND]


def test_what_follows_the_main_part_goes() -> None:
    body = f"<main>{H1}<p>{FIRST}</p></main><div><p>{LONGER}</p></div>"
    assert kept(body) == [FIRST]


def test_readers_words_are_told_by_their_pictures() -> None:
    voices = "".join(
        f'<div><img class="avatar"><b>User</b><p>{LONGER} {n}</p></div>' for n in range(3)
    )
    assert kept(f"<div><div>{H1}{BODY}</div><div>{voices}</div></div>") == list(ARTICLE)


def test_a_writer_s_picture_takes_no_article_away() -> None:
    by = '<div><img class="avatar"><span>By A Writer</span></div>'
    assert kept(f"<div>{H1}{by}{BODY}</div>") == ["By A Writer", *ARTICLE]


def test_the_hidden_rest_of_a_cut_article_stays_hidden() -> None:
    body = f'<div>{H1}<p>{FIRST}</p><div style="display:none"><p>{LONGER}</p><p>{LONGER}</p></div>'
    assert kept(f"{body}</div>") == [FIRST]


def test_what_floats_over_the_page_goes() -> None:
    bar = f'<div style="position: fixed; bottom:0"><p>{LONGER}</p></div>'
    assert kept(f"<div>{H1}<p>{FIRST}</p></div>{bar}") == [FIRST]


def test_an_offer_with_a_button_after_the_last_paragraph_goes() -> None:
    offer = f"<div><h3>Read on</h3><p>{LONGER}</p><a class='btn' href='/buy'>Buy</a></div>"
    assert kept(f"<article>{H1}<p>{FIRST}</p><p>{SECOND}</p>{offer}</article>") == [FIRST, SECOND]


def test_an_article_with_buttons_under_it_stays() -> None:
    share = "<div><button>Share</button><button>Print</button></div>"
    assert kept(f"<div>{H1}<div><p>{FIRST}</p>{share}</div></div>") == [FIRST]


def test_a_heading_whose_list_went_goes_and_one_with_text_stays() -> None:
    body = f"<div>{H1}<p>{FIRST}</p><h3>Elsewhere</h3>{links()}<h3>Later</h3><p>{SECOND}</p></div>"
    assert kept(body) == [FIRST, "Later", SECOND]


def test_most_of_a_page_stays_whatever_it_is_called() -> None:
    assert kept(f'<div class="sidebar">{BODY}</div>') == list(ARTICLE)
    assert kept(f"{H1}<aside>{BODY}</aside>") == list(ARTICLE)


def test_names_that_tell_a_state_of_the_page_are_no_boxes() -> None:
    body = (
        f'<div class="has-sidebar no-comments cookie-open">{H1}<div class="with-ads">{BODY}</div>'
    )
    assert kept(f"{body}</div>") == list(ARTICLE)


def test_the_text_after_what_is_removed_stays() -> None:
    assert kept(f"<div>{H1}<p>{FIRST[:48]}<script>x()</script>{FIRST[48:]}</p></div>") == [FIRST]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", False),
        ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", True),
        ("<table><tr><td>a<td>b</table>", True),
        ("<table><tr><td>a<tr><td>b</table>", True),
        ("<table><tr><td>a<td><table><tr><td>x</table><tr><td>c<td>d</table>", True),
        (f"<table><tr><td>a<td><p>{LONGER}<p>{LONGER}<p>x<tr><td>c<td>d</table>", True),
        (f"<table><tr><th>a<th>b<tr><td>c<td><p>{LONGER}<p>{LONGER}</table>", False),
    ],
)
def test_a_table_is_layout_or_data(table: str, *, expected: bool) -> None:
    assert is_layout(tree_of(table).find(".//table")) is expected


def test_a_page_of_a_table_alone_is_read() -> None:
    rows = (("Place", "Killed"), ("Maaret Velim", "2"), ("Kafr Tol", "4"), ("Deir Salun", "5"))
    table = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    body = f"<div>{H1}<table>{table}</table></div><div><ul><li>{TEASERS[0][0]}</li></ul></div>"
    assert read_page(page(body)).text.split("\n\n") == [" | ".join(row) for row in rows]


def test_a_page_of_short_paragraphs_is_read() -> None:
    body = (
        f"<div>{H1}<p>Two died in Velim.</p><p>Four died in Kafr Tol, a bus driver said.</p></div>"
    )
    assert len(kept(f"{body}<footer>Example</footer>")) == 2


def test_deep_and_wide_pages_end() -> None:
    assert kept("<div>" * 200 + f"<p>{FIRST}</p>") == [FIRST]
    many = "".join(f'<p>{n} <a href="/{n}">x</a> {FIRST}</p>' for n in range(2000))
    assert len(kept(f"<div>{H1}{many}</div>")) == 2000
