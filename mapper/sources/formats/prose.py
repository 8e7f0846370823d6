"""Whether text is prose: data, programs and dumps are text as well, and are no articles."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TOO_MANY_CONTROLS = 0.002
_LETTERS = 0.5
_SHORT = 40
_OF_A_PROGRAM = re.compile(
    r"\s*(?://|/\*|\*/|#!|#include\b|@(?:media|import|font-face)|(?:import|from)\s+[\w.,\s]+$"
    r"|(?:def|class|function|if|for|while|public|private|package|using)\b.*[:;{(]\s*$"
    r"|(?:var|let|const)\s+\w+\s*=|[\w.]+\s*=\s*[\"'\[({\d]|[\w.]+\(.*\)\s*;?\s*$"
    r"|</?\w+)"
)
_BRACE, _SEMICOLON = ("{", "}", "};"), ";"
"""What a line of a program ends with, and what an item of a list may end with too."""

_OF_DATA = re.compile(r"BEGIN:V[A-Z]+\s|@[a-zA-Z]+\{|%YAML|\\documentclass|#EXTM3U")
"""How calendars, cards of addresses, lists of literature and the like begin."""

_PROGRAM, _SURELY = 0.4, 0.15
"""Shares of lines from which on text is a program: of lines like its, and of lines only its."""

_FEW_LINES = 3
_LONG_WORD = 200


def fault_of_prose(text: str) -> str | None:
    r"""Say what keeps text from being prose; None for prose.

    Parameters
    ----------
    text
        Start of a text, decoded.

    Examples
    --------
    >>> fault_of_prose("Warplanes struck the village on Monday, killing two people.")
    >>> fault_of_prose("body { color: red; }\np { margin: 0; }\na { top: 0; }")
    'a program or style sheet, no prose'
    >>> fault_of_prose("1;2;3\n4;5;6\n" * 20)
    'mostly figures and signs, no prose'
    """
    if len(_CONTROL.findall(text)) > _TOO_MANY_CONTROLS * len(text):
        return "binary data, no text"
    lines = [line for line in text.splitlines() if line.strip()]
    if _is_program(lines):
        return "a program or style sheet, no prose"
    if _OF_DATA.match(text):
        return "data of another program, no prose"
    seen = [char for char in text if not char.isspace()]
    letters = sum(unicodedata.category(char)[0] in "LM" for char in seen)
    if len(seen) > _SHORT and letters < _LETTERS * len(seen):
        return "mostly figures and signs, no prose"
    words = text.split()
    if sum(len(word) for word in words if len(word) > _LONG_WORD) > len(seen) / 2:
        return "one long word, no prose"
    return None


def _is_program(lines: list[str]) -> bool:
    """Tell a program by how its lines begin and end."""
    sure = sum(
        _OF_A_PROGRAM.match(line[:_LONG_WORD]) is not None or line.rstrip().endswith(_BRACE)
        for line in lines
    )
    if len(lines) < _FEW_LINES:
        return bool(lines) and sure == len(lines)
    likely = sure + sum(line.rstrip().endswith(_SEMICOLON) for line in lines)
    return sure >= _SURELY * len(lines) and likely >= _PROGRAM * len(lines)
