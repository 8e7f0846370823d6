"""What a sheet lists of a store made by hand, and that hostile text in it stays text."""

from __future__ import annotations

import csv
import shutil
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import fabricated
import openpyxl
import pandas as pd
import pytest
from click import UsageError
from reviewed import Sheet, review

from mapper.base import frames, schema
from mapper.base.errors import ArticleError
from mapper.corrections import read_corrections
from mapper.store import write_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_places")

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert(1)</script> & \"quoted\" | 'more'",
    "bell \x07 null \x00 escape \x1b[31m _x0041_ \ufffe end",
    "قصفت طائرات حربية قرية \u200f(كفرنبل)\u200c ليلا",
    "long " * 9000,
    'C:\\"quoted\\" in the way of others, ends in \\',
    "\u202eturned\u202c \U0001f4a3 non\u00a0breaking",
)
IDS = [f"inc-{number:012x}" for number in range(12)]


def decided(*rows: dict[str, Any]) -> pd.DataFrame:
    return frames.frame(schema.CORRECTIONS, [{"target": "t", **row} for row in rows])


def made(folder: Path, **more: pd.DataFrame) -> Path:
    """Write a store of twelve reports, each with something of its own."""
    tables = fabricated.tables(12)
    incidents = tables["incidents"]
    incidents["scope"] = "event"
    incidents["article_id"] = "art-1"
    incidents["event_id"] = [one.replace("inc", "evt") for one in IDS]
    incidents["char_start"] = [100 * number for number in range(12)]
    incidents["char_end"] = incidents["char_start"] + 50
    incidents["geo_precision"] = pd.array([1] * 11 + [3], dtype="Int64")
    incidents.loc[incidents.index[: len(HOSTILE)], "sentence"] = list(HOSTILE)
    incidents["publisher"] = HOSTILE[0]
    incidents["url"] = "javascript:alert(1)"
    tables["event_links"] = frames.frame(
        schema.EVENT_LINKS,
        [
            {"left_id": IDS[0], "right_id": IDS[1], "score": 1.25, "decision": "doubtful"},
            {"left_id": IDS[0], "right_id": IDS[2], "score": -9.0, "decision": "apart"},
        ],
    )
    tables["mentions"] = frames.frame(
        schema.MENTIONS,
        [
            {
                "mention_id": "men-1",
                "article_id": "art-1",
                "text": "Hass",
                "start": 310,
                "end": 314,
                "role": "event",
                "status": "tie",
            }
        ],
    )
    tables["candidates"] = frames.frame(
        schema.CANDIDATES,
        [
            {"mention_id": "men-1", "rank": rank, "place_id": place, "name": name}
            for rank, (place, name) in enumerate(
                [("pl-hass", "Hass"), ("pl-morek", "Hass, the other")], start=1
            )
        ],
    )
    whys = (
        "too little said; happening +1, settlement +2; 4 are enough",
        "too little said; weak noun +0.5; 4 are enough",
        "denied",
        "points back to nothing told",
    )
    tables["decisions"] = frames.frame(
        schema.DECISIONS,
        [
            {"article_id": "art-1", "start": n, "end": n + 9, "rule": "r", "why": why}
            | {"outcome": "refused"}
            for n, why in enumerate(whys)
        ],
    )
    path = folder / "store.gpkg"
    write_store(path, {**tables, **more})
    return path


def listed(store: Path, *more: str) -> list[dict[str, str]]:
    """Give the rows of a sheet written as CSV."""
    target = store.with_name("listed.csv")
    review(store, "-o", target, "--overwrite", *more)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_doubtful_come_first_and_say_why(tmp_path: Path) -> None:
    rows = listed(made(tmp_path))
    told = [(row["id"], row["doubt"].partition(";")[0]) for row in rows]
    assert told[0] == (
        IDS[3],
        "'Hass' could be any of Hass [pl-hass], Hass, the other [pl-morek]",
    )
    assert told[1][1].startswith("the place is but a region")
    assert told[2][0] == f"{IDS[0]}; {IDS[1]}"
    assert told[2][1].startswith("one event or two? (1.2 bits speak for one)")
    assert [words for _, words in told if words.startswith("not taken")] == [
        "not taken (r): too little said",
        "not taken (r): points back to nothing told",
    ]
    assert len(listed(tmp_path / "store.gpkg", "--all")) > len(rows)


def test_what_people_decided_is_not_asked_again(tmp_path: Path) -> None:
    corrections = decided(
        {"action": "place", "status": "applied", "incident_ids": f"{IDS[3]}; {IDS[5]}"},
        {"action": "confirm", "status": "applied", "incident_ids": IDS[11]},
    )
    ids = [row["id"] for row in listed(made(tmp_path, corrections=corrections))]
    assert IDS[3] not in ids
    assert IDS[11] not in ids
    refused = decided({"action": "place", "status": "refused", "incident_ids": IDS[3]})
    assert listed(made(tmp_path, corrections=refused))[0]["id"] == IDS[3]


def test_a_pair_is_joined_or_split_by_its_row(tmp_path: Path) -> None:
    store = made(tmp_path)
    review(store, "-o", tmp_path / "s.xlsx")
    page = Sheet(tmp_path / "s.xlsx")
    pair = f"{IDS[0]}; {IDS[1]}"
    page.write(pair, action="split", why="two villages")
    words = next(name for name in page.rows if name == "art-1")
    page.write(words, action="drop")
    page.save()
    done = review(store, "--from", tmp_path / "s.xlsx", "-o", tmp_path / "c.csv")
    assert "no report was made of these words" in done.stderr
    (one,) = read_corrections(tmp_path / "c.csv", "c").corrections
    assert (one.action, one.why) == ("split", "two villages")
    assert one.target.startswith(IDS[0])
    assert (one.value or "").startswith(IDS[1])
    page.write(pair, action="place", value="Hass", date="2019-01-01")
    page.save()
    done = review(store, "--from", tmp_path / "s.xlsx", "-o", tmp_path / "d.csv")
    assert "action: action is 'place'; of a pair there are: join, split" in done.stderr
    assert "of two reports only join or split is decided here" in done.stderr


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_hostile_text_stays_text_and_its_rows_can_be_decided(tmp_path: Path, form: str) -> None:
    store, sheet = made(tmp_path), tmp_path / f"s.{form}"
    review(store, "-o", sheet, "--all")
    if form == "xlsx":
        page = Sheet(sheet)
        assert all(cell.data_type in "sn" for row in page.page.iter_rows() for cell in row)
        links = [cell.hyperlink.target for row in page.page for cell in row if cell.hyperlink]
        assert all(link.startswith("map.html") for link in links)
        for name in IDS[: len(HOSTILE)]:
            page.write(name, action="confirm")
        page.save()
    else:
        with sheet.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@")]
        for row in rows:
            row[1] = "confirm" if row[rows[0].index("id")] in IDS[: len(HOSTILE)] else row[1]
        with sheet.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    done = review(store, "--from", sheet, "-o", tmp_path / "c.csv")
    assert "refused" not in done.stderr
    read = read_corrections(tmp_path / "c.csv", "c").corrections
    assert {one.target.split(" | ")[0] for one in read} == set(IDS[: len(HOSTILE)])


def test_a_sheet_kept_as_opendocument_is_read_back(tmp_path: Path) -> None:
    store = made(tmp_path)
    review(store, "-o", tmp_path / "s.xlsx", "--all")
    page = pd.read_excel(tmp_path / "s.xlsx", dtype=str, keep_default_na=False, engine="openpyxl")
    engine: Any = "odf"
    page.loc[page["id"] == IDS[9], ["action", "value"]] = ["place", "Hass [pl-hass]"]
    page.to_excel(tmp_path / "s.ods", engine=engine, index=False)
    done = review(store, "--from", tmp_path / "s.ods", "-o", tmp_path / "c.csv")
    assert "refused" not in done.stderr
    (one,) = read_corrections(tmp_path / "c.csv", "c").corrections
    assert (one.action, one.value) == ("place", "pl-hass")


def test_a_workbook_offers_what_may_be_decided(tmp_path: Path) -> None:
    review(made(tmp_path), "-o", tmp_path / "s.xlsx", "--all")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    page, lists = book["review"], book["lists"]
    assert lists.sheet_state == "hidden"
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref is not None
    names = {cell.value: cell.column_letter for cell in page[1]}
    assert [one for one, letter in names.items() if page.column_dimensions[letter].hidden] == [
        "target"
    ]  # of columns alike side by side the first speaks for all
    offers = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    last = page.max_row
    assert offers[f"{names['type']}2:{names['type']}{last}"] == f'"{",".join(schema.EVENT_TYPES)}"'
    assert '"join,split"' in offers.values()
    assert f'"{",".join(schema.ACTIONS)}"' in offers.values()
    assert "lists!$E2:$L2" in offers[f"{names['value']}2:{names['value']}{last}"]
    assert lists["E2"].value == "Hass [pl-hass]"
    assert "Syrian government" in [cell.value for cell in lists["C"]]
    assert {cell.number_format for cell in page[names["date"]][1:] if cell.value} == {"@"}
    mirrored = [c for c in page[names["sentence"]] if c.alignment.readingOrder == 2]
    assert len(mirrored) == 1
    with zipfile.ZipFile(tmp_path / "s.xlsx") as archive:
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_sheet_without_rows_is_a_sheet(tmp_path: Path) -> None:
    store = tmp_path / "store.gpkg"
    write_store(store, {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for form in ("xlsx", "csv"):
            review(store, "-o", tmp_path / f"s.{form}")
            done = review(store, "--from", tmp_path / f"s.{form}")
            assert "decides nothing" in done.stderr


def test_options_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    store = made(tmp_path)
    for words, said in (
        ((), "name the sheet to write"),
        (("-o", "s.txt"), "a sheet is .xlsx or .csv"),
        (("-o", "s.csv", "--by", "A"), "go with --from"),
        (("--from", store, "--all"), "--from goes with"),
        (("--from", store, "--type", "other"), "--from goes with"),
    ):
        with pytest.raises(UsageError, match=said):
            review(store, *words)


def test_what_is_no_sheet_is_refused_whole(tmp_path: Path) -> None:
    store, other = made(tmp_path), tmp_path / "other.csv"
    other.write_text("place,date\nHass,2019-05-06\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="it has no column target or no column action"):
        review(store, "--from", other)
    shutil.copy(other, tmp_path / "corrections.csv")
    sheet = tmp_path / "own.csv"
    sheet.write_text(f"target,action\n{IDS[0]},drop\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="has no column 'target'"):
        review(store, "--from", sheet, "-o", tmp_path / "corrections.csv")
    assert (tmp_path / "corrections.csv").read_bytes() == other.read_bytes()
