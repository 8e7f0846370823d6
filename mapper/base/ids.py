"""Ids and hashes: what a row or a file is known by, from its content alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ID_LENGTH = 12


def hash_file(path: Path) -> str:
    """Hash a file's bytes, a block at a time: ``sha256:hex``."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def make_id(prefix: str, *parts: str) -> str:
    r"""Make a stable id from content: a prefix and the start of a SHA-256.

    Examples
    --------
    >>> make_id("inc", "art-1", "12")
    'inc-a1b8c77e1efb'
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{prefix}-{digest[:_ID_LENGTH]}"


def article_id(sha256: str) -> str:
    """Make an article's id from the hash of its bytes.

    Examples
    --------
    >>> article_id("sha256:b9ea6530538abc78b77c")
    'art-b9ea6530538a'
    """
    return f"art-{sha256.removeprefix('sha256:')[:_ID_LENGTH]}"
