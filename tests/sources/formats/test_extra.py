import json

import pytest

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.extra import library


def test_a_library_that_is_there_is_given() -> None:
    assert library("json", "scrolls") is json


def test_one_that_is_not_is_a_refusal_that_names_the_extra() -> None:
    with pytest.raises(DocumentError, match=r"scrolls are read .*incident-mapper\[inputs\]") as no:
        library("no_such_module_at_all", "scrolls")
    assert no.value.reason == "needs_extra"
