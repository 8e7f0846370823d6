"""Coding an article: what each step is given."""

from dataclasses import replace

import pytest
from coding import article, pack

from mapper.incidents import code


class Reached(Exception):  # noqa: N818 - says how far coding came, no error
    """Carries the language in which places were to be resolved."""


def test_places_are_resolved_in_the_language_of_the_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(_mentions: object, _text: str, _gazetteer: object, language: str) -> None:
        raise Reached(language)

    monkeypatch.setattr(code, "available", lambda _language: True)
    monkeypatch.setattr(code, "split", lambda _text, _language, **_runs: [])
    monkeypatch.setattr(code, "find_mentions", lambda *_given: [])
    monkeypatch.setattr(code, "resolve", stop)
    with pytest.raises(Reached, match=r"^xx$"):
        code.code_article(replace(article("Jets hit Kafr Nabl."), language="xx"), pack())
