"""The page as bytes: one file, no address, the same each time."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from typing import TYPE_CHECKING

import folium
import map_tables
import pytest

from mapper.base.addresses import web_address
from mapper.base.errors import ExportError
from mapper.maps.page.incident_map import IncidentMap
from mapper.maps.page.layer import IncidentLayer
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        render_map(map_tables.tables(), title="A title").save(tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_rendering_twice_gives_the_same_page() -> None:
    made = render_map(map_tables.tables())
    assert made.page.render() == made.page.render()


def test_a_page_links_to_nothing() -> None:
    text = render_map(map_tables.tables()).page.render()
    assert not re.findall(r"<(?:script|link|img)\b[^>]*(?:src|href)=.(?:https?:)?//", text)


def test_every_script_is_named_by_its_hash() -> None:
    text = render_map(map_tables.tables()).page.render()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 4
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy[1]
    assert "unsafe-eval" not in policy[1]
    assert text.index("Content-Security-Policy") < text.index("<script")


def test_a_title_is_text_and_no_template() -> None:
    text = render_map(map_tables.tables(), title="{{7*7}} <b>").page.render()
    assert "<title>{{7*7}} &lt;b&gt;</title>" in text


def test_folium_objects_compose() -> None:
    made = render_map(map_tables.tables())
    folium.GeoJson({"type": "Point", "coordinates": [36.6, 35.9]}).add_to(made)
    assert "geo_json_" in made.page.render()


def test_an_object_that_needs_the_network_is_refused_with_its_addresses() -> None:
    made = render_map(map_tables.tables())
    folium.TileLayer("OpenStreetMap").add_to(made)
    with pytest.raises(ExportError, match=r"tile\.openstreetmap\.org"):
        made.page.render()


def test_a_popup_is_refused_for_it_needs_jquery() -> None:
    made = render_map(map_tables.tables())
    folium.Marker([35.9, 36.6], popup="text").add_to(made)
    with pytest.raises(ExportError, match="jquery"):
        made.page.render()


def test_tiles_asked_for_are_named_on_the_page_and_in_the_policy() -> None:
    tiles = folium.TileLayer("https://{s}.tiles.example.org/{z}/{x}/{y}.png", attr="Example")
    text = render_map(map_tables.tables(), tiles=tiles).page.render()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "https://*.tiles.example.org" in policy[1]
    assert "connect-src &#x27;none&#x27;" in policy[1]


def test_a_page_goes_into_a_file_object_too() -> None:
    out = io.BytesIO()
    render_map(map_tables.tables()).save(out, close_file=False)
    assert out.getvalue().startswith(b"<!DOCTYPE html>")


def test_a_layer_on_a_stock_map_is_refused() -> None:
    made = render_map(map_tables.tables())
    layer = next(c for c in made._children.values() if isinstance(c, IncidentLayer))
    stock = folium.Map()
    layer.add_to(stock)
    with pytest.raises(ExportError, match="IncidentMap"):
        stock.get_root().render()


def test_a_map_without_incidents_is_a_page_too() -> None:
    assert "<!DOCTYPE html>" in IncidentMap((35.0, 36.0)).page.render()


def test_a_large_page_is_written_with_its_texts_beside_it(tmp_path: Path) -> None:
    made = render_map({"incidents": map_tables.many(9000)})
    whole = made.save(tmp_path / "whole.html")
    split = made.save(tmp_path / "split.html", limit=10_000)
    assert [path.name for path in whole] == ["whole.html"]
    assert [path.name for path in split] == ["split.html", "split_files"]
    assert sorted(path.name for path in split[1].iterdir()) == [f"text-000{i}.js" for i in range(3)]
    assert split[0].stat().st_size < whole[0].stat().st_size


def test_a_page_that_fits_again_takes_its_folder_away(tmp_path: Path) -> None:
    made = render_map({"incidents": map_tables.many(5000)})
    made.save(tmp_path / "map.html", limit=10_000)
    made.save(tmp_path / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "map_files").mkdir()
    (tmp_path / "map_files" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ExportError, match="no map's"):
        render_map({"incidents": map_tables.many(100)}).save(tmp_path / "map.html", limit=10)
    assert (tmp_path / "map_files" / "thesis.txt").exists()


def test_a_page_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=r"cannot write into .*file: it is a file"):
        render_map(map_tables.tables()).save(tmp_path / "file" / "map.html")


def test_the_plain_table_holds_every_payload_as_text() -> None:
    tables = map_tables.tables()
    for payload in map_tables.PAYLOADS:
        tables["incidents"] = tables["incidents"].assign(
            **dict.fromkeys(("sentence", "places", "publisher", "url", "event_type"), payload)
        )
        text = render_map(tables, title=payload).page.render()
        body = text[text.index("<body>") :]
        assert "<img" not in body
        assert "onload=" not in body.replace("onload=&quot;", "")
        assert len(re.findall(r"<script\b", text)) == len(re.findall("</script>", text)) - 0


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:///x", "http://[", 7]
)
def test_only_web_addresses_are_links(address: object) -> None:
    assert web_address(address) is None
