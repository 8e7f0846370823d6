import pytest
from sources.formats.html.pages import ARTICLE, BODY, FIRST, HEADLINE, SECOND, THIRD, cards, page

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.html import read_page

pytest.importorskip("trafilatura", reason="needs the extra inputs")

H1 = f"<h1>{HEADLINE}</h1>"
ASK = (
    (
        "We and our 812 partners store and read data on your device, such as identifiers, to "
        "measure what you read and to show you advertising."
    ),
    (
        "You may withdraw your choice at any time. Some partners process your "
        "data without asking, on "
        "the ground of their legitimate interest."
    ),
)
ASKS = "".join(f"<p>{text}</p>" for text in ASK)
MANY = ASKS * 4
UNLISTED = '<meta name="robots" content="noindex, nofollow">'
DATED = '<meta property="article:published_time" content="2019-11-02T10:00:00Z">'
TICKS = "".join(f"<li><label><input type=checkbox>{n}: {ASK[1]}</label></li>" for n in range(8))


def blocks(body: str, *, title: str = HEADLINE, head: str = "") -> list[str]:
    return read_page(page(body, title=title, head=head)).text.split("\n\n")


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        (
            "Example Herald",
            f"<h1>Your choice</h1>{ASKS}<button>Yes</button>{MANY}<button>No</button>",
            "",
        ),
        (
            "Before you continue to Example Herald",
            (
                f"<h1>Before you continue to Example Herald</h1>{MANY}"
                "<form><input type=submit></form><form><input type=submit></form>"
            ),
            "",
        ),
        ("Example Herald", f"<h2>Your choice</h2>{MANY}<ul>{TICKS}</ul><button>Save</button>", ""),
        ("One moment, please", f"<h1>One moment, please</h1><p>{ASK[0]}</p>", UNLISTED),
        (
            "Sign in to read on, or join us",
            (
                f"<h1>Sign in to read on, or join us</h1>{ASKS}<form><input type=password></form>"
                "<form><button>Join</button></form>"
            ),
            "",
        ),
        (
            "Example Herald",
            (
                f"<h1>Welcome to Example Herald</h1>{ASKS}<a class=btn href=#>Yes</a>{MANY}"
                "<a class=btn href=/pay>Pay</a>"
                "<p><a href=/p>Privacy policy of the Example Herald</a></p>"
            ),
            "",
        ),
        (HEADLINE, f'<div id="sp_message_container_1">{MANY}<button>OK</button></div>', ""),
        (HEADLINE, f'<div id="usercentrics-root">{MANY}</div>', ""),
    ],
)
def test_a_page_that_only_asks_is_refused(title: str, body: str, head: str) -> None:
    with pytest.raises(DocumentError, match="no article text found") as refused:
        blocks(f"<div>{body}</div>", title=title, head=head)
    assert refused.value.reason == "no_article"


@pytest.mark.parametrize(
    "box",
    [
        f'<div style="position:fixed">{MANY}<button>a</button></div>',
        f'<div id="qc-cmp2-container">{MANY}</div>',
        f'<div id="CybotCookiebotDialog">{MANY}</div>',
        f'<div aria-modal="true">{MANY}</div>',
        f"<div><h2>Your choice</h2>{ASKS}<button>a</button><button>b</button></div>",
        f"<div><h2>Your choice</h2>{MANY}<button>a</button><button>b</button></div>",
        f"<div><h3>Your choice</h3><p>{ASK[0]}</p><ul>{TICKS}</ul><button>Save</button></div>",
    ],
)
def test_what_asks_goes_before_in_and_after_the_article(box: str) -> None:
    assert blocks(f"{box}<main>{H1}{BODY}</main>") == list(ARTICLE)
    assert blocks(f"<main>{H1}{BODY}</main>{box}") == list(ARTICLE)
    assert blocks(f"{box}<div><div>{H1}</div><div>{BODY}</div></div>", head=DATED) == list(ARTICLE)
    within = f"<main>{H1}<p>{FIRST}</p>{box}<p>{SECOND}</p><p>{THIRD}</p></main>"
    assert blocks(within) == list(ARTICLE)


OFFERS = (
    (
        "<div><p><b>You have read the beginning.</b></p>"
        "<p>Sign up to read on, it costs nothing and "
        "takes a minute.</p><form><input type=email><button>Go</button></form></div>"
    ),
    (
        "<div><h3>Read on</h3><ul><li>Digital: 2.99 a month</li><li>Paper: 9.99 a month</li></ul>"
        "<a href=/buy>Choose</a></div>"
    ),
    (
        "<section><p><strong>Keep reading with us</strong></p><div><div>4 weeks</div><div>€1</div>"
        "<a href=/b1>Start</a></div><div><div>1 year</div><div>€49</div><a href=/b2>Start</a></div>"
        "</section>"
    ),
    (
        "<h4>Keep reading with us</h4><p>All articles and the archive are "
        "for those who pay us, by the "
        "month.</p><ul><li>Month: $4</li><li>Year: $40</li></ul><p><a href=/buy>Subscribe</a></p>"
    ),
    (
        "<div><p>This text goes on for subscribers, who have all articles and the archive.</p>"
        "<p><a class=button href=/buy>Subscribe</a></p><p><a href=/login>Sign in</a></p></div>"
    ),
    (
        "<div><h3>Before you go</h3>"
        "<p>Our desk works without owners; what you give pays for what we "
        "report tomorrow.</p><button>$5</button><button>$10</button></div>"
    ),
)


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_under_the_text_goes_however_it_is_named(offer: str) -> None:
    assert blocks(f"<div>{H1}<div>{BODY}{offer}</div></div>") == list(ARTICLE)
    assert blocks(f"<div><div>{H1}</div><div>{BODY}</div>{offer}</div>") == list(ARTICLE)
    cut = f"<article>{H1}<p>{FIRST}</p>{offer}</article><div>{cards()}</div>"
    assert blocks(cut, head=DATED) == [FIRST]


MONEY = (
    "<h3>Aid</h3><p>The ministry asked for $40 million to build the mill again, and for tents.</p>"
)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<div>{H1}{BODY}{MONEY}</div>", 5),
        (f"<div>{H1}<div>{BODY}{MONEY}<button>Share</button></div></div>", 5),
        (
            (
                f"<div>{H1}<div>{BODY}<p>It costs:</p><ul><li>Bread: $2</li><li>Oil: $4</li>"
                f"</ul></div></div>"
            ),
            6,
        ),
        (f"<div>{H1}<button>Share</button><button>Print</button>{BODY}</div>", 3),
        (
            (
                f"<div>{H1}<p>{FIRST}</p>"
                f"<button>Share</button><p>{SECOND}</p><button>Print</button></div>"
            ),
            2,
        ),
        (
            (
                f"<form>{H1}<p>{FIRST}</p><p>{SECOND}</p><input>"
                f"<button>Search</button></form>{cards()}"
            ),
            2,
        ),
    ],
)
def test_an_article_with_money_and_buttons_in_it_stays(body: str, count: int) -> None:
    assert len(blocks(body)) == count


def test_an_article_that_asks_to_be_listed_nowhere_is_read() -> None:
    assert blocks(f"<div>{H1}<p>{FIRST}</p></div>{cards()}", head=UNLISTED) == [FIRST]
    assert blocks(f"<article>{H1}<p>{FIRST}</p></article>", head=UNLISTED) == [FIRST]
