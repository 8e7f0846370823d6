"""Pictures of the map: as PNG, SVG and PDF, at every size, in either direction."""

from __future__ import annotations

import base64
import io
import itertools
from typing import TYPE_CHECKING, Any

import map_tables
import pytest

from mapper.maps import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

LONG = "Strikes that were reported over a very long time in more than one place " * 4
HOSTILE = "".join(map_tables.PAYLOADS) + "\u0007\ufffe\u202e"

SHOW = """
  const made = new DOMParser().parseFromString(await mapper.save.drawing().text(), 'image/svg+xml');
  const picture = made.documentElement;
"""
"""Reads the drawing that would be saved."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "map.html"
    render_map(map_tables.tables(), title="Strikes").save(path)
    return path


def made(browser: Browser, form: str, size: str = "window", dpi: int = 96) -> bytes:
    """Make a picture as the pane does and give its bytes."""
    return base64.b64decode(
        browser.js(
            "const [form, size, dpi] = args; Object.assign(mapper.save, {size, dpi});"
            "const blob = form === 'svg' ? mapper.save.drawing() : await mapper.save.pixels(form);"
            "const bytes = new Uint8Array(await blob.arrayBuffer()); let text = '';"
            "for (let i = 0; i < bytes.length; i += 32768)"
            "  text += String.fromCharCode(...bytes.subarray(i, i + 32768));"
            "return btoa(text);",
            form,
            size,
            dpi,
        )
    )


def test_a_picture_has_the_size_that_was_chosen(browser: Browser, page: Path) -> None:
    browser.open(page)
    chosen = {
        ("social", 96): (1200, 675),
        ("screen", 96): (1920, 1080),
        ("a4", 96): (1123, 794),
        ("a4", 300): (3508, 2480),
        ("a3", 150): (2480, 1754),
    }
    for (size, dpi), pixels in chosen.items():
        head = made(browser, "png", size, dpi)[:24]
        assert head.startswith(b"\x89PNG")
        assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == pixels


def test_the_drawing_looks_like_the_picture(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("mapper.view.setOption('readings', true); mapper.view.setOption('sizeBy', 'killed')")
    drawing, picture = (made(browser, form, "social").decode("latin-1") for form in ("svg", "png"))
    unlike = browser.js(
        "const pixels = async (type, text) => {"
        "  const image = new Image();"
        "  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));"
        "  image.src = URL.createObjectURL(new Blob([bytes], {type}));"
        "  await image.decode();"
        "  const canvas = document.createElement('canvas');"
        "  [canvas.width, canvas.height] = [1200, 675];"
        "  const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0, 1200, 675);"
        "  return pen.getImageData(0, 0, 1200, 675).data;"
        "};"
        "const a = await pixels('image/svg+xml', args[0]);"
        "const b = await pixels('image/png', args[1]);"
        "let differ = 0;"
        "for (let i = 0; i < a.length; i += 4) {"
        "  const [r, g, blue] = [0, 1, 2].map((part) => Math.abs(a[i + part] - b[i + part]));"
        "  if (r + g + blue > 90) differ++;"
        "}"
        "return differ / (a.length / 4);",
        drawing,
        picture,
    )
    assert unlike < 0.02


def test_texts_of_a_drawing_stay_texts(browser: Browser, tmp_path: Path) -> None:
    tables = map_tables.tables()
    tables["places"] = tables["places"].assign(name=HOSTILE)
    tables["zones"] = tables["zones"].assign(name=HOSTILE)
    credit = {"name": HOSTILE, "what": "", "licence": ""}
    render_map(tables, title=HOSTILE, credits_=[credit]).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    browser.js("Object.assign(mapper.view.about, {subtitle: args[0], byline: args[0]})", HOSTILE)
    found: dict[str, Any] = browser.js(
        f"{SHOW}; const all = [...made.getElementsByTagName('*')]; return {{"
        "tags: [...new Set(all.map((one) => one.tagName))],"
        "attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],"
        "links: all.map((one) => one.getAttribute('href')).filter(Boolean),"
        "title: made.getElementsByTagName('title')[0].textContent}"
    )
    own = {
        "svg",
        "title",
        "desc",
        "defs",
        "clipPath",
        "pattern",
        "g",
        "path",
        "rect",
        "text",
        "image",
    }
    assert set(found["tags"]) <= own
    assert not [name for name in found["attributes"] if name.startswith("on") or name == "style"]
    assert all(link.startswith("data:image/png;base64,") for link in found["links"])
    assert all(payload in found["title"] for payload in map_tables.PAYLOADS)
    assert browser.js("return window.__x ?? null") is None


def test_the_pen_of_drawings_takes_nothing_that_it_does_not_know(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    for step in ("context.ellipse(1, 1, 1, 1, 0, 0, 6)", "context.shadowBlur = 2"):
        refused = browser.js(
            f"const stray = (sheet) => {{ 'use strict'; const {{context}} = sheet; {step}; }};"
            "mapper.board.painters.push(stray); let why = null;"
            "try { mapper.save.drawing(); } catch (problem) { why = problem.name; }"
            "mapper.board.painters.pop(); return why;"
        )
        assert refused == "TypeError", step


def test_many_points_are_drawn_as_cells_and_the_key_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    render_map({"incidents": map_tables.many(3000)}).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    found = browser.js(
        f"{SHOW}; return [made.getElementsByTagName('image').length, picture.textContent]"
    )
    assert found[0] == 1
    assert "each cell" in found[1]
    assert "nine times in ten" not in found[1]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_text_of_a_picture_is_cut_or_lies_over_another(
    browser: Browser, page: Path, direction: str
) -> None:
    browser.open(page)
    browser.js(
        "document.dir = args[0];"
        "const told = {title: args[1], subtitle: args[1], byline: args[1]};"
        "Object.assign(mapper.view.about, told, {url: 'https://example.org/' + 'x'.repeat(300)});"
        "mapper.view.setOption('sizeBy', 'killed');"
        "for (const {id} of mapper.view.surroundings.switches) mapper.view.switchLayer(id, true);",
        direction,
        LONG,
    )
    for size in ("window", "social", "screen", "a4", "a3"):
        sizes, boxes = browser.js(
            f"mapper.save.size = args[0]; {SHOW};"
            "document.body.append(picture);"
            "const {width, height} = picture.viewBox.baseVal;"
            # What the map has within its frame is held apart by the names themselves.
            "const texts = [...picture.querySelectorAll(':scope > text')]"
            ".filter((one) => one.textContent !== '3');"
            "const boxes = texts.map((one) => { const b = one.getBBox();"
            "  return [b.x, b.y + 2, b.x + b.width, b.y + b.height - 2]; });"
            "picture.remove(); return [[width, height], boxes];",
            size,
        )
        assert len(boxes) > 15
        width, height = sizes
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= width
            assert bottom <= height
        for a, b in itertools.combinations(boxes, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (size, a, b)


def test_names_keep_off_the_frame_of_a_picture(browser: Browser, page: Path) -> None:
    browser.open(page)
    cut = browser.js(
        f"{SHOW}; document.body.append(picture);"
        # A path that only clips has no box in every browser.
        "const outline = picture.querySelector('clipPath path').cloneNode();"
        "picture.append(outline); const frame = outline.getBBox(); outline.remove();"
        "const names = [...picture.querySelectorAll('g text')].map((one) => one.getBBox());"
        "const cut = names.filter((b) => b.x < frame.x || b.x + b.width > frame.x + frame.width);"
        "picture.remove(); return [names.length, cut.length];"
    )
    assert cut[0] > 0
    assert cut[1] == 0


def test_the_locator_lies_where_it_hides_no_event(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js(
        "mapper.view.surroundings.locator = {digits: 0, box: [26, 30, 46, 42],"
        "land: [[30, 31, 14, 0, 0, 9, -14, 0]], border: [[36, 31, 0, 9]]}"
    )
    for size in ("window", "social"):
        marks = browser.js(
            f"mapper.save.size = args[0]; {SHOW};"
            "return [...picture.querySelectorAll('rect[stroke=\"#777777\"]')].length",
            size,
        )
        assert marks == 1


def test_the_pdf_is_a_page_of_the_size_with_title_and_author(browser: Browser, page: Path) -> None:
    pages = pytest.importorskip("pdfminer.pdfpage", reason="needs the extra inputs")
    parsing = pytest.importorskip("pdfminer.pdfparser")
    documents = pytest.importorskip("pdfminer.pdfdocument")
    browser.open(page)
    browser.js(
        "Object.assign(mapper.view.about, {title: args[0], byline: 'J. Doe'})",
        "Frappes (\u062d\u0644\u0628)",
    )
    read = documents.PDFDocument(parsing.PDFParser(io.BytesIO(made(browser, "pdf", "a4", 150))))
    (only,) = pages.PDFPage.create_pages(read)
    assert [round(edge * 25.4 / 72) for edge in only.mediabox] == [0, 0, 297, 210]
    told = {
        name: text[2:].decode("utf-16-be")
        for name, text in read.info[0].items()
        if name != "Creator"
    }
    assert told["Title"] == "Frappes (\u062d\u0644\u0628)"
    assert told["Author"] == "J. Doe"
    image = only.resources["XObject"]["Picture"].resolve()
    assert (image["Width"], image["Height"]) == (1754, 1240)
    assert len(image.get_data()) == 1754 * 1240 * 3
