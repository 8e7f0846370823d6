"""A catalogue of labels in brackets: what a page shows outside them, no catalogue has said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN, SHUT = "\u27e6", "\u27e7"


def wrapped(words: Mapping[str, Any], style: Mapping[str, str]) -> dict[str, Any]:
    """Put every label of a catalogue into brackets, those of the style too."""

    def wrap(label: Any) -> Any:  # noqa: ANN401 - a text, or texts by form
        if isinstance(label, str):
            return f"{OPEN}{label}{SHUT}"
        return {form: wrap(text) for form, text in label.items()}

    labels = {key: wrap(label) for key, label in {**words["labels"], **style}.items()}
    return {**words, "labels": dict(sorted(labels.items()))}


def outside(text: str) -> list[str]:
    """Give what stands outside all brackets, in pieces without white space around them."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter == OPEN) - (letter == SHUT)
        if letter in OPEN + SHUT:
            pieces.append("")
        elif depth == 0:
            pieces[-1] += letter
    return [
        one for piece in pieces for line in re.split(r"\s*\n\s*", piece) if (one := line.strip())
    ]
