"""How a page presents itself: its lines, address, colours, first view and language."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import map_tables
import pytest

from mapper.base.errors import SchemaError
from mapper.maps import Appearance, doubts_of, interfaces, load_style, read_colours
from mapper.maps.page.colours import COLUMNS, SYMBOLS, contrast, restyled
from mapper.maps.page.wording import catalogue
from mapper.maps.render import render_map

STYLE = load_style()
ADDRESS = "https://news.example.org/maps/may.html?a=1&b=2"
HEADER = "column,code,colour,symbol,label\n"


def drawn(**look: Any) -> str:  # noqa: ANN401 - keywords of many types
    return render_map(map_tables.tables(), title="A title", **look).page.render()


def meta_of(page: str) -> dict[str, Any]:
    """Inflate what the page's script is told."""
    block = re.search(r'id="mapper-meta">([^<]*)<', page)
    assert block is not None
    told: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(block[1])))
    return told


@cache
def plain() -> str:
    return drawn()


@cache
def signed() -> str:
    return drawn(subtitle="<i>Reported</i>", byline='By "A" & B', url=ADDRESS)


def test_without_any_wish_the_page_is_as_ever() -> None:
    about = meta_of(plain())["about"]
    assert about["hide"] == []
    assert about["interface"] == "en"
    assert not {"subtitle", "byline", "url", "days", "sizeBy", "labels"} & set(about)
    assert meta_of(plain())["style"] == STYLE
    assert '<html lang="en" dir="ltr">' in plain()
    for absent in ("mapper-subtitle", "mapper-byline", 'name="author"', 'rel="canonical"'):
        assert absent not in plain().replace("#mapper-", "")


def test_subtitle_and_byline_stand_under_the_title_as_text() -> None:
    lines = (
        '<h1 dir="auto">A title</h1>'
        '<p id="mapper-subtitle" dir="auto">&lt;i&gt;Reported&lt;/i&gt;</p>'
        '<p id="mapper-byline" dir="auto">By &quot;A&quot; &amp; B</p></header>'
    )
    assert lines in signed()
    about = meta_of(signed())["about"]
    assert (about["subtitle"], about["byline"]) == ("<i>Reported</i>", 'By "A" & B')


def test_the_head_names_author_description_and_address_before_any_script() -> None:
    head = signed()[: signed().index("<script")]
    assert '<meta name="author" content="By &quot;A&quot; &amp; B">' in head
    assert '<meta name="description" content="&lt;i&gt;Reported&lt;/i&gt;">' in head
    assert f'<link rel="canonical" href="{html.escape(ADDRESS)}">' in head
    assert meta_of(signed())["about"]["url"] == ADDRESS


def test_an_address_of_its_own_loads_nothing_and_loosens_no_rule() -> None:
    policies = [
        re.sub(r"sha256-[^ ;&]+", "", re.findall(r"Content-Security-Policy[^>]+", page)[0])
        for page in (plain(), signed())
    ]
    assert policies[0] == policies[1]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"url": "javascript:alert(1)"}, "url begins with 'javascript:' and is no address"),
        ({"url": "https://"}, "url begins with 'https:' and names no host; write https://exam"),
        ({"url": "https://a b"}, "url begins with 'https:' and holds what no address"),
        ({"url": "news.example.org"}, "url is no address of the web"),
        ({"subtitle": "a\nb"}, r"subtitle: 'a\\nb' holds a control character"),
        ({"byline": "a\x00"}, "byline: "),
        ({"byline": 5}, "byline is 5; a text of one line is expected"),
        ({"hide": ["zone"]}, "hide: no layer is called 'zone'; the nearest is 'zones'"),
        ({"hide": "zones,line"}, "hide: no layer is called 'line'; the nearest is 'lines'"),
        ({"hide": 5}, "hide is 5; names of layers are expected"),
        ({"hide": [5]}, "hide: no layer is called 5; there are: zones, lines"),
        ({"size_by": "dead"}, "size_by: no measure is called 'dead'; there are: killed, none"),
        ({"days": 2019}, "days: 2019 is no text; write A/B"),
        ({"days": "2020/2019"}, "days: the days from 2020 to 2019 run backwards"),
        ({"days": "/"}, "days: '/' names no day"),
        ({"days": "May/"}, "days: 'May' is no date; write 2019, 2019-05 or 2019-05-06"),
        ({"interface": "xx"}, "interface: no language 'xx'; there are: ar, en"),
        ({"focus": (36.0, 36.0, 37.0, 35.0)}, "focus: .* is no west, south, east, north"),
        ({"focus": (float("nan"), 35.0, 37.0, 36.0)}, "focus: "),
        ({"focus": "Idlib"}, "focus is 'Idlib'; west, south, east, north"),
        ({"focus": 5}, "focus is 5; west, south, east, north"),
    ],
)
def test_what_is_wrong_is_refused_by_name(look: dict[str, Any], said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        Appearance(**look)
    with pytest.raises(SchemaError, match=said):
        drawn(**look)


def test_what_is_off_at_first_is_listed_once_in_one_order() -> None:
    about = meta_of(drawn(hide=["posts", "zones", "posts"], size_by="killed"))["about"]
    assert about["hide"] == ["zones", "posts"]
    assert about["sizeBy"] == "killed"
    assert "sizeBy" not in meta_of(drawn(size_by="none"))["about"]
    assert meta_of(drawn(hide="posts, zones"))["about"]["hide"] == ["zones", "posts"]


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ("2019-05/2019-06-10", ["2019-05-01", "2019-06-10"]),
        ("2019-05", ["2019-05-01", "2019-05-31"]),
        ("2019-05-02/", ["2019-05-02", "2020-06-30"]),
        ("/2019-05", ["2018-02-04", "2019-05-31"]),
        ("2017/2031", ["2017-01-01", "2031-12-31"]),
    ],
)
def test_days_chosen_at_first_have_two_ends(days: str, chosen: list[str]) -> None:
    assert meta_of(drawn(days=days))["about"]["days"] == chosen


@pytest.mark.parametrize("days", ["1990/1991", "/2018-02-03", "2020-07/"])
def test_days_outside_the_data_are_not_chosen_and_told(days: str) -> None:
    page = render_map(map_tables.tables(), days=days)
    (remark,) = page.remarks
    told = f"days: {days} is outside the data, which is of 2018-02-04 to 2020-06-30; the page"
    assert remark == f"{told} opens with all days"
    assert "days" not in meta_of(page.page.render())["about"]
    assert render_map(map_tables.tables(), days="2019").remarks == ()


def test_days_of_data_without_dates_are_told() -> None:
    assert Appearance(days="2019").opening(None, None) == (
        None,
        "days: 2019 chooses nothing, as the data have no dates",
    )


def test_a_blank_line_counts_as_none() -> None:
    page = render_map(map_tables.tables(), title=" ", subtitle="  ", byline="").page.render()
    assert "<title>Incidents</title>" in page
    assert not {"subtitle", "byline"} & set(meta_of(page)["about"])
    with pytest.raises(SchemaError, match="title is 5; a text of one line is expected"):
        render_map(map_tables.tables(), title=5)  # type: ignore[arg-type]


def test_a_focus_sets_the_first_view_and_leaves_nothing_out() -> None:
    page = drawn(focus=(36.5, 35.6, 36.7, 35.8))
    about = meta_of(page)["about"]
    assert about["focused"] is True
    assert "focused" not in meta_of(plain())["about"]
    west, south, east, north = about["view"]
    assert 36.4 < west < 36.5
    assert 35.5 < south < 35.6
    assert 36.7 < east < 36.8
    assert 35.8 < north < 35.9
    core = re.compile(r'id="mapper-core">[^<]*<')
    assert core.findall(page) == core.findall(plain())


def test_a_focus_across_the_180th_meridian_is_one_box() -> None:
    assert Appearance(focus=(179.0, -18.0, -179.0, -16.0)).view(180.0) == pytest.approx(
        (-181.08, -18.08, -178.92, -15.92)
    )


def test_a_house_has_its_own_colours_on_one_page_alone() -> None:
    colours = {
        "event_type": {"airstrike": {"colour": "#B3001B", "label": "Air raid <b>"}},
        "zones": {
            "demilitarized_zone": {"colour": "#4466aa"},
            "contact_line": {"colour": "#112233"},
            "observation_post": {"colour": "#112233", "symbol": "square"},
        },
    }
    page = drawn(colours=colours)
    style = meta_of(page)["style"]
    assert style["event_type"]["airstrike"]["colour"] == "#b3001b"
    assert style["event_type"]["airstrike"]["symbol"] == "circle"
    zones = style["zones"]
    assert (
        zones["demilitarized_zone"] | {"fill": "#4466aa", "stroke": "#293d66"}
        == (zones["demilitarized_zone"])
    )
    assert zones["contact_line"]["stroke"] == "#112233"
    assert "fill" not in zones["contact_line"]
    assert (zones["observation_post"]["symbol"], zones["observation_post"]["stroke"]) == (
        "square",
        "#ffffff",
    )
    assert meta_of(page)["about"]["labels"] == {"event_type": {"airstrike": "Air raid <b>"}}
    assert "<td dir=auto>Air raid &lt;b&gt;<td" in page
    assert meta_of(drawn())["style"] == STYLE == load_style()


def test_every_wrong_cell_is_named_by_file_and_row(tmp_path: Path) -> None:
    path = tmp_path / "house.csv"
    rows = (
        "event_types,airstrike,#b3001b,,",
        "event_type,airstrikes,#b3001b,,",
        "event_type,airstrike,red,,",
        "event_type,shelling,,heart,",
        "zones,road,#b3001b,star,",
    )
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    with pytest.raises(SchemaError) as stop:
        read_colours(path, STYLE)
    assert str(stop.value).split("; house.csv ") == [
        "house.csv row 2: no column is called 'event_types'; the nearest is 'event_type'",
        "row 3: no code of event_type is called 'airstrikes'; the nearest is 'airstrike'",
        "row 4: colour is 'red'; #rrggbb is expected, such as #d55e00",
        f"row 5: no symbol is called 'heart'; there are: {', '.join(SYMBOLS)}",
        "row 6: symbol is 'star'; zones road is drawn without one",
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "code,colour\nairstrike,#b3001b\n",
            "house.csv: a table of colours has the columns column, .*; this one has code, colour",
        ),
        (HEADER + "actor,x,#b3001b,,\n", "row 2: no column is called 'actor'; there are: event_"),
        (HEADER + "scope,event,,,\n", "row 2: neither a colour nor a symbol nor a label"),
        (HEADER + ",event,#b3001b,,\n", "row 2: no column is given; there are: event_type"),
        (HEADER + "scope,,#b3001b,,\n", "row 2: no code of scope is given; there are: event"),
        (HEADER + "scope,event,#b3001b,,\n" * 2, "row 3: scope event has a row already"),
        (HEADER + "scope,event,#b3001b,,,a,b\n", "row 2: 7 cells under a header of 5"),
        ("", "house.csv is empty"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "house.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(SchemaError, match=said):
        read_colours(path, STYLE)


def test_wrong_colours_from_python_are_refused_with_the_same_words() -> None:
    for colours, said in (
        ({"event_type": {"airstrike": {"colour": "red"}}}, "airstrike: colour is 'red'; #rrggbb"),
        ({"event_type": {"x": {"colour": "#b3001b"}}}, "no code of event_type is called 'x'"),
        ({"scope": {"event": {"color": "#b3001b"}}}, "nothing is called color; there are: colour"),
        ({"scope": {"event": {"label": "a\nb"}}}, r"label is 'a\\nb'; a text of one line"),
        ({"event_type": {"airstrike": "#fff"}}, "airstrike: colour is '#fff'; #rrggbb is exp"),
        ({"event_type": {"airstrike": 5}}, "colours of event_type airstrike: 5 is given; a mapp"),
        ({"event_type": "#b3001b"}, "colours of event_type: '#b3001b' is given; a mapping by code"),
        (["#b3001b"], "colours: a list is given; a mapping by column and code, or a table"),
        ("none.csv", "cannot read none.csv: No such file"),
    ):
        with pytest.raises(SchemaError, match=said):
            drawn(colours=colours)


def test_colours_are_told_as_texts_or_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "house.csv"
    path.write_text(HEADER + "geo_precision,1,#b3001b,,\n", encoding="utf-8")
    for colours in ({"geo_precision": {1: "#b3001b"}}, path, str(path)):
        style = meta_of(drawn(colours=colours))["style"]
        assert style["geo_precision"]["1"]["colour"] == "#b3001b"


def test_a_semicolon_table_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "house.csv"
    path.write_bytes("Column;Code;Colour;Label\nscope;event;#b3001b;Événement\n".encode("cp1252"))
    assert read_colours(path, STYLE) == {
        "scope": {"event": {"colour": "#b3001b", "label": "Événement"}}
    }


def test_faint_colours_and_symbols_alike_are_told() -> None:
    colours = {
        "event_type": {
            "airstrike": {"colour": "#ffee88"},
            "shelling": {"colour": "#000000", "symbol": "star"},
        }
    }
    faint, alike = doubts_of(colours, STYLE)
    assert faint.startswith("less contrast than 3:1 with the land: event_type airstrike #ffee88 (")
    assert "shelling" not in faint
    assert alike.startswith("shelling, explosion_ied of event_type have the same symbol, star")
    assert doubts_of({"event_type": {"airstrike": {"colour": "#b3001b"}}}, STYLE) == ()
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_symbols_are_those_that_the_scripts_draw() -> None:
    scripts = Path(str(files("mapper.maps"))).rglob("*.js")
    (text,) = (
        source
        for path in scripts
        if "export function outline(" in (source := path.read_text(encoding="utf-8"))
    )
    drawn_there = set(re.findall(r"^  (\w+): \[\d", text, re.MULTILINE))
    drawn_there |= set(re.findall(r'symbol === "(\w+)"', text)) | {"circle"}
    assert set(SYMBOLS) == drawn_there
    used = {entry.get("symbol", "circle") for name in COLUMNS for entry in STYLE[name].values()}
    assert used <= set(SYMBOLS)


def test_a_restyled_style_is_a_copy() -> None:
    made = restyled(STYLE, {"scope": {"event": {"label": "X"}}})
    assert made["scope"]["event"]["label"] == "X"
    assert STYLE["scope"]["event"]["label"] == "Event"


def test_the_page_is_in_the_language_asked_for() -> None:
    page = drawn(interface="ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert meta_of(page)["wording"] == catalogue("ar")
    assert meta_of(page)["about"]["interface"] == "ar"
    labels = catalogue("ar")["labels"]
    assert f'<section id="mapper-plain" aria-label="{labels["plain.table"]}">' in page
    assert f"<td dir=auto>{labels['style.event_type.airstrike']}" in page
    assert meta_of(page)["style"]["missing"]["label"] == labels["style.missing"]
    span = labels["plain.range"].format(low=r"<bdi>[\d-]+</bdi>", high=r"<bdi>[\d-]+</bdi>")
    assert re.search(f"<td dir=auto>{span}", page)
    assert meta_of(plain())["wording"] == catalogue("en")


def test_units_are_called_in_the_language_of_the_page() -> None:
    assert meta_of(plain())["about"]["units"]["admin1"] == ["Province", "Provinces"]
    assert meta_of(drawn(interface="ar"))["about"]["units"] == {}
    called = {"admin1": ("محافظة", "محافظات")}
    told = meta_of(drawn(interface="ar", units=called))["about"]["units"]
    assert told == {"admin1": ["محافظة", "محافظات"]}


@pytest.mark.parametrize("code", interfaces())
def test_every_catalogue_names_its_language_direction_and_locale(code: str) -> None:
    words = catalogue(code)
    assert words["language"]
    assert words["direction"] in {"ltr", "rtl"}
    assert words["locale"].split("-")[0] == code
    assert isinstance(words["labels"], dict)
