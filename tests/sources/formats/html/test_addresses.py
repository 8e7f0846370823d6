import pytest

from mapper.sources.formats.html.addresses import Foreign, is_one_page

OWN = "https://example.org/story.asp?id=8123"


def test_a_program_shows_another_page_for_each_question() -> None:
    foreign = Foreign(OWN)
    assert foreign("/story.asp?id=8120")
    assert not foreign("/story.asp?id=8123&page=2#top")
    assert not foreign("https://www.example.org/story.asp?id=8123&utm_source=x")


def test_a_question_to_what_is_no_program_leads_to_a_part_of_the_page() -> None:
    assert not Foreign("https://example.org/live/velim")("/live/velim?post=7")


@pytest.mark.parametrize("path", ["story.php", "/news/Story.ASPX", "/", ""])
def test_links_that_ask_a_program_for_different_things_lead_to_different_pages(path: str) -> None:
    assert not is_one_page([f"{path}?n=1", f"{path}?n=2"])
    assert is_one_page([f"{path}?n=1#a", f"{path}?n=1#b"])
    assert is_one_page([f"{path}?n=1&post=1", f"{path}?n=1&post=2"])


def test_an_address_that_is_none_asks_nothing() -> None:
    assert is_one_page(["http://[x?a=1", "http://[x?a=2"])
