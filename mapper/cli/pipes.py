"""Output whose reader may go away before it is all written."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def reader_may_go() -> Iterator[None]:
    """Take it for no failure that a reader of stdout goes away (`mapper query | head`)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still to be written would fail again when Python closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
