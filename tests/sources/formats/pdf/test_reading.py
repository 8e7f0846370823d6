"""A PDF read in a process of its own, within limits."""

import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

pytest.importorskip("pdfminer", reason="needs the extra inputs")

from sources.formats.pdf.papers import Paper

from mapper.sources.formats.document import DocumentError
from mapper.sources.formats.limits import LIMITS, Limits
from mapper.sources.formats.pdf import read_pdf

HERE = Path(__file__).parent
LINE = "Ten people died when the market of the town was hit."


def refused(content: bytes, limits: Limits = LIMITS) -> DocumentError:
    """Give how a PDF is refused."""
    with pytest.raises(DocumentError) as found:
        read_pdf(content, limits=limits)
    return found.value


def paper(pages: int = 1) -> Paper:
    """Make a paper of so many pages, each of many letters."""
    made = Paper(title="Flash report")
    for _ in range(pages):
        made.page().lines(50, 100, [LINE] * 50)
    return made


def text_in_a_worker(content: bytes) -> str:
    """Read a PDF where others are read at the same time."""
    return read_pdf(content).text


def test_a_document_has_its_text_its_title_and_no_day() -> None:
    found = read_pdf(Paper(title="Flash report").page().put(50, 100, LINE).bytes())
    assert found.text == LINE
    assert found.said.title == "Flash report"
    assert found.said.published is None
    assert found.notes == ()


def test_arabic_columns_of_a_browser() -> None:
    found = read_pdf((HERE / "data" / "columns.pdf").read_bytes())
    written = (HERE / "data" / "columns.html").read_text("utf-8")
    assert found.text.split("\n\n") == re.findall(r"<(?:h1|p)>(.*?)</", written)
    assert found.said.title == "نشرة الأسبوع"
    assert found.notes == ()


def test_an_arabic_report_of_a_word_processor() -> None:
    found = read_pdf((HERE / "data" / "report.pdf").read_bytes())
    written = (HERE / "data" / "report.fodt").read_text("utf-8")
    head, *texts = re.findall(r"<text:p [^>]*>(.*?)</text:p>", written)
    title, first, *cells, last = texts
    rows = [" | ".join(cells[at : at + 3]) for at in range(0, 9, 3)]
    assert found.text.split("\n\n") == [title, first, *rows, last]
    assert found.notes == (f"running line passed over: {head}",)


def test_it_is_read_inside_a_worker() -> None:
    content = Paper().page().put(50, 100, LINE).bytes()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(text_in_a_worker, content).result() == LINE


def test_too_many_bytes_are_refused() -> None:
    error = refused(paper().bytes(), replace(LIMITS, paper=100))
    assert error.reason == "too_large"


def test_too_many_pages_are_refused_by_their_limit() -> None:
    error = refused(paper(3).bytes(), replace(LIMITS, pages=2))
    assert (error.reason, error.detail) == (
        "too_large",
        "the PDF has more than 2 pages; split it",
    )


def test_too_much_text_is_refused() -> None:
    assert refused(paper().bytes(), replace(LIMITS, text=1000)).reason == "too_large"


def test_too_long_a_time_is_refused_by_its_limit() -> None:
    error = refused(paper(200).bytes(), replace(LIMITS, seconds=1))
    assert (error.reason, error.detail) == (
        "too_slow",
        "the PDF takes more than 1 seconds to read; split it",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit of memory")
def test_too_much_memory_is_refused_by_its_limit() -> None:
    bomb = Paper().page().raw("% " + " " * 150_000_000).put(50, 100, LINE).bytes()
    assert len(bomb) < 1_000_000
    error = refused(bomb, replace(LIMITS, memory=200_000_000))
    assert error.reason == "too_large"
    assert "200 MB of memory" in error.detail


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"plain text", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert refused(content).reason == "damaged"


def test_a_pdf_that_is_cut_off_is_refused_or_said() -> None:
    whole = paper(3).bytes()
    error = refused(whole[: len(whole) // 3])
    assert error.reason == "damaged"


NAMED = 'PDFs are read by an extra: pip install "incident-mapper[inputs]"'


def test_without_its_library_a_pdf_is_refused_by_the_name_of_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    error = refused(paper().bytes())
    assert (error.reason, error.detail) == ("needs_extra", NAMED)


def test_a_child_that_finds_half_of_its_library_says_so_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = tmp_path / "pdfminer" / "__init__.py"
    half.parent.mkdir()
    half.touch()
    monkeypatch.syspath_prepend(tmp_path)
    error = refused(paper().bytes())
    assert (error.reason, error.detail) == ("needs_extra", NAMED)


def test_the_child_loads_neither_tables_nor_maps() -> None:
    code = (
        "import sys, mapper.sources.formats.pdf.child; "
        "print(sorted({'numpy', 'pandas', 'geopandas', 'shapely'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
