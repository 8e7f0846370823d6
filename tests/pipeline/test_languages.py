"""Articles in other languages than English: read, or refused by name and counted."""

import json
from pathlib import Path

import pytest
from built import hashes, rows_of, texts_coded

from mapper.pipeline.steps import Build, build
from mapper.store import STORE, read_table

TEXTS = {
    "fr": "Des avions ont bombardé le village dans la nuit de lundi et quatre civils sont morts.",
    "tr": "Uçaklar gece köye bomba attı ve dört sivil öldü. Bu saldırı için açıklama yapılmadı.",
    "fa": "هواپیماها روستایی در جنوب شهر را بمباران کردند و چهار نفر کشته شدند و این را گفتند",
    "ku": "Balafiran gundek li başûrê bajêr bombebaran kirin û çar sivîl hatin kuştin li ser rê.",
    "uk": "Літаки завдали удару по селу, внаслідок чого загинули четверо людей, сказали після",
    "ar": "قصفت طائرات حربية روسية مدينة كفرنبل بريف إدلب يوم الأربعاء وقتل أربعة مدنيين.",
    "en": "Russian jets bombed Kafr Nabl in Idlib on Wednesday, killing four civilians.",
}
NAMES = {
    "fr": "French",
    "tr": "Turkish",
    "fa": "Persian",
    "ku": "Kurdish (Kurmanji)",
    "uk": "Ukrainian",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, stores_alone: None) -> Build:
    """Build them all, with a list that says of each a language that it is not in."""
    del stores_alone
    folder = tmp_path_factory.mktemp("languages")
    listed = ["file,publisher,published,language"]
    for code, text in TEXTS.items():
        (folder / f"{code}.txt").write_text(f"{text}\n", encoding="utf-8")
        listed.append(f"{code}.txt,A,2023-08-10,{'en' if code == 'ar' else 'ar'}")
    (folder / "both.txt").write_text(f"{TEXTS['en']}\n{TEXTS['ar']}\n", encoding="utf-8")
    listed.append("both.txt,B,2023-08-10,en")
    (folder / "manifest.csv").write_text("\n".join(listed), encoding="utf-8")
    return build([folder], tmp_path_factory.mktemp("out") / "out")


def test_a_language_without_rules_is_refused_by_name_and_counted(built: Build) -> None:
    rejects = read_table(built.folder / STORE, "rejects")
    refused = rejects[rejects["reason"] == "no_rules"]
    assert sorted(refused["file"]) == sorted(f"{code}.txt" for code in NAMES)
    for row in refused.to_dict("records"):
        assert NAMES[row["file"].partition(".")[0]] in row["detail"]
    report = json.loads((built.folder / "report.json").read_text("utf-8"))
    assert report["rows"]["rejects"] == len(rejects)
    assert report["rejects"]["by_reason"] == {"no_rules": len(NAMES), "part_unread": 1}


def test_the_text_tells_its_language_whatever_the_list_says(built: Build) -> None:
    languages = read_table(built.folder / STORE, "articles").set_index("file")["language"]
    assert {str(file).partition(".")[0]: code for file, code in languages.items()} == {
        **{code: code for code in TEXTS},
        "both": "en",
    }
    incidents = read_table(built.folder / STORE, "incidents")
    assert sorted(incidents["file"]) == ["ar.txt", "both.txt", "en.txt"]
    assert set(incidents["killed_min"]) == {4}


def test_what_is_not_read_of_a_page_in_two_languages_is_told(built: Build) -> None:
    rejects = read_table(built.folder / STORE, "rejects")
    (row,) = rejects[rejects["reason"] == "part_unread"].to_dict("records")
    assert row["file"] == "both.txt"
    assert row["detail"] == "13 words in Arabic are not read; the rest is, as English"


def write(folder: Path, names: tuple[str, ...], **changed: str) -> Path:
    """Write some of the texts and one of two scripts, with a list that says no language."""
    folder.mkdir(exist_ok=True)
    texts = {**TEXTS, "both": f"{TEXTS['en']}\n{TEXTS['ar']}", **changed}
    for name in names:
        (folder / f"{name}.txt").write_text(f"{texts[name]}\n", encoding="utf-8")
    listed = ["file,publisher,published", *(f"{name}.txt,A,2023-08-10" for name in names)]
    (folder / "manifest.csv").write_text("\n".join(listed), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("few_places", "no_views")
def test_what_a_language_keeps_from_being_read_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write(tmp_path / "old", ("fr", "both", "en"))
    new = ("ar", "uk", "both", "fr", "en")
    out = build([old], tmp_path / "out").folder
    seen = texts_coded(monkeypatch)
    before = hashes(out)
    again = build([old], out, append=True)
    assert (seen, again.n_unchanged) == ([], 3)
    assert hashes(out) == before
    added = build([write(old, new)], out, append=True)
    assert seen == ["ar.txt", "uk.txt"]
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))
    rejects = read_table(out / STORE, "rejects")
    rows = rejects.set_index("file")["row"].to_dict()
    assert rows == {"uk.txt": 3, "both.txt": 4, "fr.txt": 5}
    changed = build([write(old, new, fr=TEXTS["en"] + " It rained.")], out, append=True)
    assert rows_of(changed) == rows_of(build([old], tmp_path / "changed"))
    assert set(read_table(out / STORE, "rejects")["file"]) == {"uk.txt", "both.txt"}
