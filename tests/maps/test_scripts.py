"""The page's scripts and styles: linked right, linted, in step with the schema."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest
import rjsmin

from mapper.base import schema
from mapper.base.errors import ExportError
from mapper.maps.page import assets
from mapper.maps.page.layer import load_style

SOURCES = Path(str(files("mapper.maps"))) / "js"
NAMED = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
UNPACKED = re.compile(r"^(?:export )?(?:const|let) [\[{]([^\]}]+)[\]}] =", re.MULTILINE)
STYLE = load_style()


def test_no_two_modules_define_the_same_name() -> None:
    seen: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        unpacked = (name for names in UNPACKED.findall(text) for name in re.split(r"\W+", names))
        for name in filter(None, (*NAMED.findall(text), *unpacked)):
            assert name not in seen, f"{name} in {path.name} and {seen.get(name)}"
            seen[name] = path.name


def test_linking_keeps_every_module_and_no_module_syntax() -> None:
    linked = assets.script("main")
    for path in sorted(SOURCES.rglob("*.js")):
        if path.name == "worker.js":
            continue
        text = path.read_text(encoding="utf-8")
        unpacked = (name for names in UNPACKED.findall(text) for name in re.split(r"\W+", names))
        for name in filter(None, (*NAMED.findall(text), *unpacked)):
            assert re.search(rf"\b{name}\b", linked), f"{name} in {path.name}"
    assert not re.search(r"^(?:import|export)\b", linked, re.MULTILINE)


SAME = """
const espree = require(process.argv[1]), fs = require("fs");
const read = (path) => espree.parse(fs.readFileSync(path, "utf8"), {ecmaVersion: 2022});
const places = ["start", "end", "range", "loc", "raw"];
const tree = (path) => JSON.stringify(read(path), (key, value) =>
  places.includes(key) && typeof value !== "object" ? undefined : value);
const [one, other] = [tree(process.argv[2]), tree(process.argv[3])];
let at = 0;
while (at < one.length && one[at] === other[at]) at++;
if (one !== other) console.log(one.slice(at - 80, at + 80), "\\n", other.slice(at - 80, at + 80));
"""


@pytest.mark.parametrize("entry", ["main", "data/worker"])
def test_what_runs_is_what_is_written(
    entry: str, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments and blanks go; the syntax tree is the same, every text in it too."""
    parser = Path(eslint(repo)).resolve().parents[2] / "espree"
    (tmp_path / "linked.js").write_text(assets.script(entry), encoding="utf-8")
    assert not re.search(r"^\s*(?://|/\*)", assets.script(entry), re.MULTILINE)
    with monkeypatch.context() as patch:
        patch.setattr(rjsmin, "jsmin", str)
        whole = assets.script.__wrapped__(entry)
    (tmp_path / "whole.js").write_text(whole, encoding="utf-8")
    assert len(whole) > len(assets.script(entry))
    pages = [str(tmp_path / name) for name in ("whole.js", "linked.js")]
    command = ["node", "-e", SAME, str(parser), *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_module_stands_after_those_it_imports() -> None:
    linked = assets.script("main")
    assert linked.index("function fold(") < linked.index("class Chunk{")
    assert linked.index("class Chunk{") < linked.index("class Incidents{")
    assert linked.index("class Timeline{") < linked.index("function assemble(")


def test_an_inlined_script_cannot_close_its_element() -> None:
    for code in (assets.script("main"), assets.script("data/worker"), assets.leaflet()[0]):
        assert "</script" not in code.lower()
        assert "<!--" not in code


def test_leaflet_brings_its_pictures_along() -> None:
    code, sheet = assets.leaflet()
    assert "sourceMappingURL" not in code
    assert "BSD" in code[:200]
    assert set(re.findall(r"url\((\w+):", sheet)) == {"data"}


def test_a_leaflet_that_its_makers_did_not_publish_goes_into_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in assets._leaflet_files().values():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "leaflet.js").write_bytes((tmp_path / "leaflet.js").read_bytes() + b"alert(1)")
    there = {path.name: path for path in tmp_path.iterdir()}
    monkeypatch.setattr(assets, "_leaflet_files", lambda: there)
    assets.leaflet.cache_clear()
    with pytest.raises(ExportError, match=r"leaflet\.js of the package .* is not the one"):
        assets.leaflet()


def eslint(repo: Path) -> str:
    listed = os.environ.get("MAPPER_ESLINT")
    local = Path(listed) if listed else repo / ".venv/node_modules/.bin/eslint"
    found = str(local) if local.is_file() else shutil.which("eslint")
    if found is None:
        message = "no eslint: npm install --prefix .venv eslint"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def test_the_linter_has_nothing_to_say(repo: Path) -> None:
    config = "tests/browser/eslint.config.mjs"
    command = [eslint(repo), "--no-config-lookup", "--config", config, str(SOURCES)]
    done = subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "column", ["event_type", "zone_verdict", "scope", "actor_status", "text_kind"]
)
def test_the_style_names_every_code_of_the_schema(column: str) -> None:
    codes = next(one.codes for one in schema.INCIDENTS.columns if one.name == column)
    assert sorted(STYLE[column]) == sorted(codes)
    assert all(entry["label"] for entry in STYLE[column].values())


@pytest.mark.parametrize("column", ["event_type", "zone_verdict", "scope", "geo_precision"])
def test_no_two_codes_share_a_shape(column: str) -> None:
    shapes = [entry["symbol"] for entry in STYLE[column].values()]
    assert len(set(shapes)) == len(shapes)


def channels(colour: str) -> list[float]:
    """Give the linear channels of "#rrggbb"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(colour: str) -> float:
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Brettel, Vienot and Mollon (1997) as simplified by Vienot (1999): linear RGB as a
# dichromat sees it, for missing long-wave and middle-wave cones.
DICHROMAT = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def lab(linear: list[float]) -> list[float]:
    """Turn linear RGB (sRGB primaries, D65) into CIELAB."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [
        sum(a * max(b, 0) for a, b in zip(row, linear, strict=True)) / w
        for row, w in zip(rows, white, strict=True)
    ]
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]


def apart(one: str, other: str, eye: str) -> float:
    """Give the CIE76 difference of two colours as a dichromat sees them."""
    seen = [
        lab([sum(a * b for a, b in zip(row, channels(c), strict=True)) for row in DICHROMAT[eye]])
        for c in (one, other)
    ]
    return math.dist(*seen)


@pytest.mark.parametrize("eye", sorted(DICHROMAT))
def test_the_common_types_differ_for_colour_blind_readers(eye: str) -> None:
    common = ("airstrike", "barrel_bomb", "shelling", "rocket_missile", "drone_strike")
    for one, other in combinations(common, 2):
        colours = [STYLE["event_type"][code]["colour"] for code in (one, other)]
        assert apart(colours[0], colours[1], eye) > 12, (one, other)


def test_symbols_stand_out_from_the_land() -> None:
    land = STYLE["basemap"]["land"]
    for column in ("event_type", "zone_verdict", "scope", "geo_precision"):
        for code, entry in STYLE[column].items():
            # Thin ones lean on their dark outline; none may vanish without it.
            assert contrast(entry["colour"], land) >= 3, code


def test_labels_on_the_map_meet_contrast_aa() -> None:
    ground = STYLE["basemap"]
    for text in ("label", "country"):
        assert contrast(ground[text], ground["land"]) >= 4.5
        assert contrast(ground[text], ground["water"]) >= 3.4


def test_the_style_is_plain_json_with_colours_as_hex() -> None:
    text = json.dumps(STYLE)
    assert not re.search(r"rgba?\(|hsl", text)
