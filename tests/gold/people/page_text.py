"""The text in which the marks count: what `mapper build` reads from a page."""

from __future__ import annotations

from pathlib import Path

from mapper.sources.formats import LEAVES, read_document, tell


def text_of(path: str | Path) -> str:
    """Give the text that `mapper build` reads from a page, in which offsets count code points.

    Parameters
    ----------
    path
        The page as saved: a document in itself (plain text, a saved web page, a paper). What a
        manifest says of it changes nothing of its text.

    Raises
    ------
    ValueError
        If the file is no document in itself, such as a mail or an archive.
    mapper.sources.formats.DocumentError
        If it cannot be read; pages other than plain text need the extra ``inputs``.
    """
    path = Path(path)
    kind = tell(path).kind
    if kind not in LEAVES:
        raise ValueError(f"{path}: not one document but {kind or 'nothing that is read'}")
    return read_document(path.read_bytes(), kind).text
