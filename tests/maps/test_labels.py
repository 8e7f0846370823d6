"""The words of the page: every language has all of them, and the script has no others."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import map_tables
import pytest
from fake_labels import OPEN, SHUT, outside, wrapped
from maps.test_scripts import eslint

from mapper.maps import interfaces, load_style
from mapper.maps.page import plain
from mapper.maps.page.wording import STYLE, catalogue, labels_of_style, worded

ROOM = Path(str(files("mapper.maps")))
ENGLISH = catalogue("en")["labels"]
OTHERS = sorted(set(interfaces()) - {"en"})
HOLE = re.compile(r"\{(\w+)\}")
NUMBERS = {"zero", "one", "two", "few", "many", "other"}

KEY = re.compile(r"[\"'`]([a-z]+\.[a-z0-9_]+(?:\$\{|\{)?)")
"""A key as it stands in the sources; one that goes on with a value ends in a bracket."""


def written(interface: str) -> dict[str, Any]:
    """Read a catalogue as its file has it; what the page takes is filled up from the English."""
    path = ROOM / "labels" / f"{interface}.json"
    words: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return words


def forms(label: str | dict[str, str]) -> dict[str, str]:
    return {"other": label} if isinstance(label, str) else label


def holes(label: str | dict[str, str]) -> set[str]:
    return set(HOLE.findall(forms(label)["other"]))


@pytest.mark.parametrize("interface", interfaces())
def test_a_catalogue_is_sorted_and_says_how_it_is_read(interface: str) -> None:
    read = written(interface)
    assert sorted(set(read) - {"names"}) == ["direction", "labels", "language", "locale"]
    assert read["direction"] in {"ltr", "rtl"}
    assert read["locale"].split("-")[0] == interface.split("-", maxsplit=1)[0]
    assert all(one < other for one, other in pairwise(read["labels"]))
    text = (ROOM / "labels" / f"{interface}.json").read_text(encoding="utf-8")
    assert text == json.dumps(read, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("interface", OTHERS)
def test_a_language_has_every_label_and_no_other(interface: str) -> None:
    wanted = {*ENGLISH, *labels_of_style(load_style())}
    there = set(written(interface)["labels"])
    assert sorted(wanted - there) == [], "labels to translate"
    assert sorted(there - wanted) == [], "labels that nothing uses"


@pytest.mark.parametrize("interface", OTHERS)
def test_a_translated_label_has_the_same_places_for_values(interface: str) -> None:
    for key, label in written(interface)["labels"].items():
        if key.startswith(STYLE):
            assert isinstance(label, str), key
        else:
            assert holes(label) == holes(ENGLISH[key]), key


@pytest.mark.parametrize("interface", interfaces())
def test_every_form_of_a_label_says_something_and_has_no_place_of_its_own(interface: str) -> None:
    for key, label in written(interface)["labels"].items():
        assert set(forms(label)) <= NUMBERS, key
        for text in forms(label).values():
            # A form may write its number as a word; it cannot name a value that others lack.
            assert text, key
            assert set(HOLE.findall(text)) <= holes(label), key
            assert holes(label) - {"n"} <= set(HOLE.findall(text)), key
            assert not re.search(r"[{}]", HOLE.sub("", text)), key


def used() -> tuple[set[str], set[str]]:
    """List the keys that scripts and templates name, and the beginnings of those they make up."""
    sources = [*(ROOM / "js").rglob("*.js"), *(ROOM / "page").glob("*.py")]
    heads = {key.split(".")[0] for key in ENGLISH}
    whole: set[str] = set()
    begun: set[str] = set()
    for path in sources:
        for key in KEY.findall(path.read_text(encoding="utf-8")):
            if key.split(".")[0] in heads and not key.endswith((".js", ".json")):
                (begun if key.endswith("{") else whole).add(key.rstrip("${"))
    return whole, begun | begun_at_a_dot(sources)


def begun_at_a_dot(sources: list[Path]) -> set[str]:
    r"""List beginnings that end at their dot: \`facet.${name}\`, "plain.{name}"."""
    texts = (path.read_text(encoding="utf-8") for path in sources)
    return {one for text in texts for one in re.findall(r"[\"'`]([a-z]+\.)\$?\{", text)}


def test_every_key_that_the_script_names_is_in_the_catalogue() -> None:
    whole, begun = used()
    assert sorted(whole - set(ENGLISH)) == []
    for beginning in begun:
        assert any(key.startswith(beginning) for key in ENGLISH), beginning


def test_every_label_is_used() -> None:
    whole, begun = used()
    idle = [key for key in ENGLISH if key not in whole and not key.startswith(tuple(begun))]
    assert idle == []


WORDS = (
    'h("p", {}, "Reported");',
    'h("span", {}, "to");',
    'h("p", {}, many ? `${many} reports` : null);',
    'h("button", { "aria-label": "close" });',
    'note.textContent = "قيد البحث";',
    'const sorts = [{ name: "new", label: "Newest first" }];',
    'throw new Error("the folder is missing");',
)
NO_WORDS = (
    'h("p", { class: "soft block" }, label("list.nothing"), sorts);',
    'if (event.key === "Escape") view.on("filter days", () => label(`tab.${name}`));',
    'context.font = "600 12px system-ui, sans-serif";',
    'h("span", { dir: "auto", "data-row": "1" }, "×");',
)


def test_the_linter_finds_words_for_readers_in_the_script(repo: Path) -> None:
    config = "tests/browser/eslint.config.mjs"
    command = [eslint(repo), "--no-config-lookup", "--config", config, "--format", "json"]
    done = subprocess.run(
        [*command, "--stdin", "--stdin-filename", "mapper/maps/js/panes/made.js"],
        cwd=repo,
        capture_output=True,
        text=True,
        input="\n".join((*WORDS, *NO_WORDS)),
        check=False,
        encoding="utf-8",
    )
    found = json.loads(done.stdout)[0]["messages"]
    lines = {one["line"] for one in found if one["ruleId"] == "mapper/no-words"}
    assert lines == set(range(1, len(WORDS) + 1))


class Readable(HTMLParser):
    """Gathers what a reader meets: texts and the attributes that hold words, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        named = {"aria-label", "title", "placeholder"}
        self.found += [
            value for name, value in attrs if value and (name in named or name.startswith("data-"))
        ]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def test_the_page_without_scripts_says_nothing_of_its_own() -> None:
    words = wrapped(catalogue("en"), labels_of_style(load_style()))
    types = {c: e["label"] for c, e in worded(load_style(), words)["event_type"].items()}
    rows = map_tables.with_events()["incidents"].drop(columns="geometry")
    said = {"sentence": "~", "places": "~", "publisher": None, "url": None, "article_id": None}
    told: Any = rows.assign(**said, n_reports=3)
    table = plain.table(told, types, are_events=True, words=words)
    reader = Readable()
    reader.feed(plain.shell("~", table, words, lines={"byline": "~"}))
    text = "\n".join(reader.found)
    assert text.count(OPEN) == text.count(SHUT) > 20
    assert sorted({one for one in outside(text) if re.search(r"[^\W\d_]", one)}) == []
