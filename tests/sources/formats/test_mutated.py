"""Damaged documents are read or refused, in time and without a traceback."""

from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra inputs")
pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.mutated import go, pdf_here

from mapper.sources.formats.pdf import reading


@pytest.mark.parametrize("part", range(8))
def test_a_damaged_document_is_read_or_refused(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "told_by_child", pdf_here)
    found = go(250, tmp_path, seed=part)
    assert found["read"] > 50
    assert found.total() - found["read"] > 50
