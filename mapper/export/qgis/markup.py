"""XML as QGIS reads it: whole, whatever a title or a word of a region holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import indent, tostring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(root: Element) -> str:
    """Write a document of QGIS; signs that XML 1.0 cannot hold become U+FFFD."""
    indent(root)
    return _DOCTYPE + _NO_XML.sub("\ufffd", tostring(root, encoding="unicode")) + "\n"
