"""Read a PDF in a process of its own, which may take so long and so much memory and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.sources.formats.document import Document, DocumentError, Said
from mapper.sources.formats.extra import library, needs_extra
from mapper.sources.formats.limits import LIMITS, MB, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
try:
    from mapper.sources.formats.pdf.child import run
except ImportError:
    sys.exit(3)
run(sys.argv[2])
"""
"""What the child runs: it finds this library where its parent found it."""

LACKS = 3
"""What the child ends with that finds no library to read a PDF with, or one that is not whole."""

HOME = str(Path(__file__).resolve().parents[4])
"""The folder that holds the library, for a child that is started elsewhere."""

CPU_IS_SPENT = (-24, -30)
"""What a process ends with whose seconds are spent (SIGXCPU, on Linux and on macOS)."""

KILLED = -9
"""What a process ends with that the system stopped, mostly for want of memory."""


def read_pdf(content: bytes, *, limits: Limits = LIMITS) -> Document:
    """Read the text of a PDF in the order in which a person reads it.

    Characters and their places come from pdfminer.six; lines, columns, tables, the order of
    right-to-left script, paragraphs, and what runs along the edges of all pages are told here.
    All of it runs in a child process, so that a hostile file costs `Limits.seconds` and
    `Limits.memory` at most. The title is the one that the document names, unless that is the
    name of a file; no date is taken, because a PDF names the day of its making only.

    Parameters
    ----------
    content
        The bytes of the file.
    limits
        Read are ``paper`` (bytes of the file), ``text`` (bytes of its text), ``pages``,
        ``seconds`` (of the clock) and ``memory`` (bytes).

    Returns
    -------
    The text, a paragraph a line and an empty line between two, a row of a table being a
    paragraph; the title; and notes on what was passed over.

    Raises
    ------
    DocumentError
        ``locked``, ``scan`` (images without text), ``no_letters`` (fonts that do not say what
        their shapes mean), ``empty``, ``damaged``, ``too_large``, ``too_slow``; ``needs_extra``
        where the library is missing, and ``unreadable`` where no process can be started.

    Examples
    --------
    >>> read_pdf(b"%PDF-1.4 nothing more")
    Traceback (most recent call last):
    mapper.sources.formats.document.DocumentError: the PDF is broken; open it in a reader of PDF ...
    """
    library("pdfminer", "PDFs")
    if len(content) > limits.paper:
        size = f"{len(content) / MB:.0f} MB, more than the {limits.paper / MB:.0f} MB of one paper"
        raise DocumentError("too_large", f"the PDF has {size}; split it")
    told = told_by_child(content, limits)
    if reason := told.get("reason"):
        raise DocumentError(str(reason), str(told.get("detail")))
    title = told.get("title")
    return Document(
        text=str(told["text"]),
        said=Said(title=str(title) if title else None),
        notes=tuple(told["notes"] or ()),
    )


def told_by_child(content: bytes, limits: Limits) -> Mapping[str, list[str] | str | None]:
    """Start the child, hand it the bytes, and read what it tells."""
    if not sys.executable:  # Python inside another program
        raise DocumentError("unreadable", "no Python is known here to read the PDF in")
    places = [place for place in sys.path if place and Path(place).is_absolute()]
    given = {
        "pages": limits.pages,
        "memory": limits.memory,
        "seconds": limits.seconds,
        "text": limits.text,
    }
    # Without the site's own start-up (-S): the places are handed over, and it is quicker.
    command = [sys.executable, "-I", "-S", "-c", CHILD, json.dumps([*places, HOME])]
    command.append(json.dumps(given))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the bytes go in as bytes
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise too_slow(limits) from None
    except OSError as error:
        detail = f"no process can be started to read the PDF in ({error.strerror})"
        raise DocumentError("unreadable", detail) from None
    return told_in(done, limits)


def told_in(
    done: subprocess.CompletedProcess[bytes], limits: Limits
) -> Mapping[str, list[str] | str | None]:
    """Read what the child wrote, or say why it wrote nothing."""
    if done.returncode in CPU_IS_SPENT:
        raise too_slow(limits)
    if done.returncode == LACKS:
        raise needs_extra("PDFs")
    if done.returncode == KILLED:
        memory = f"{limits.memory / MB:.0f} MB"
        raise DocumentError("too_large", f"the PDF takes more than {memory} of memory; split it")
    try:
        told: dict[str, list[str] | str | None] = json.loads(done.stdout)
    except ValueError:
        detail = "the PDF is broken; open it in a reader of PDF and print it to a new file"
        raise DocumentError("damaged", detail) from None
    return told


def too_slow(limits: Limits) -> DocumentError:
    """Say that reading took too long."""
    return DocumentError(
        "too_slow", f"the PDF takes more than {limits.seconds:.0f} seconds to read; split it"
    )
