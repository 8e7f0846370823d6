"""Codes a made-up article against the shipped pack, for tests of the rules."""

from functools import cache
from typing import Any

from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.incidents.code import Coded, code_article
from mapper.sources.articles import Article

Row = dict[str, Any]


@cache
def pack() -> Gazetteer:
    """Load the shipped pack once."""
    return load_gazetteer()


def article(
    text: str,
    published: str | None = "2019-05-06",
    *,
    headline: str | None = None,
    language: str = "en",
) -> Article:
    """Make an article of one day."""
    return Article(
        article_id="art-test",
        file="test.txt",
        sha256="sha256:0",
        publisher=None,
        title=headline,
        published=published,
        url=None,
        language=language,
        text_kind="original",
        original_sha256=None,
        note=None,
        text=f"{headline}\n\n{text}" if headline else text,
    )


def code(text: str, published: str | None = "2019-05-06", **more: Any) -> Coded:  # noqa: ANN401
    """Code a text as an article of one day; `more` as for `article`."""
    return code_article(article(text, published, **more), pack())


def events(text: str, published: str | None = "2019-05-06", **more: Any) -> list[Row]:  # noqa: ANN401
    """Give the incidents of scope event."""
    return [row for row in code(text, published, **more).incidents if row["scope"] == "event"]


def only(text: str, published: str | None = "2019-05-06", **more: Any) -> Row:  # noqa: ANN401
    """Give the one event of a text."""
    found = events(text, published, **more)
    assert len(found) == 1, [(row["event_type"], row["places"]) for row in found]
    return found[0]
