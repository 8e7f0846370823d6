"""What a document says of itself stands on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents_made import page

from mapper.pipeline import MAP, build

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser


def test_the_card_shows_the_title_and_publisher_that_a_page_gives(
    browser: Browser, tmp_path: Path
) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra inputs")
    path = tmp_path / "saved.html"
    path.write_bytes(page())
    browser.open(build([path], tmp_path / "out").folder / MAP)
    card = str(
        browser.js(
            "await mapper.view.choose(0, [0]);"
            "return [document.body.innerText, document.body.innerHTML].join('\\n');"
        )
    )
    for said in ("Example Herald", "Two killed in Kafr Nabl", "2019-05-07"):
        assert said in card, said
    assert "https://herald.example.org/kafr-nabl" in card
    assert browser.errors() == []
