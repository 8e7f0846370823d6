"""Regular expressions that are kept by how they are written.

The lists of a language are made ready anew for each pack, and most of what is written in them
is then the same: a process that loads several packs compiles it once.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def compile_once(written: str, flags: int = 0) -> re.Pattern[str]:
    """Compile an expression, once for each way it is written.

    Raises
    ------
    re.error
        If it is none.

    Examples
    --------
    >>> compile_once("air ?strike") is compile_once("air ?strike")
    True
    """
    return re.compile(written, flags)
