"""Ways to reach a person that texts write: numbers of telephones, mail addresses, handles.

They name whoever they belong to more surely than a name; they are masked wherever persons are.
"""

from __future__ import annotations

import re

from mapper.release.names import Found
from mapper.release.unwrapped import unwrapped

LABEL = "contact withheld"

_DIGITS = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
    r"|(?:(?<=tel:)|(?<![\w./=:-]))(?:\+|00)\d(?:[ ()-]{0,2}\d){7,13}(?!\d)"
    r"|(?:(?<=tel:)|(?<![\w./=:-]))0\d{2,3}[ -]?\d{3}[ -]?\d{3,4}(?![\w-])"
    r"|(?<![\w./@])@[^\W\d]\w{2,30}"
)


def find_contacts(text: str) -> list[Found]:
    """Find numbers of telephones, mail addresses and handles in a text.

    A number begins with + or 00, or is a national one of nine to eleven digits behind a 0.

    Examples
    --------
    >>> found = find_contacts("call +963 944 123 456 or @some_one; 12 dead")
    >>> [(one.start, one.end) for one in found]
    [(5, 21), (25, 34)]
    """
    bare = unwrapped(text)
    plain = bare.text.translate(_DIGITS)
    spans = (bare.span(*one.span()) for one in _CONTACT.finditer(plain))
    return [Found(start, end, LABEL) for start, end in spans]
