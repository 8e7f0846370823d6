"""``mapper explain`` on a store: why an incident has its reports, and why a text gave none."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapper.base.errors import StoreError
from mapper.cli.explain import command
from mapper.pipeline import build
from mapper.store import open_store

TEXTS = {
    "told.txt": "Airstrikes hit Saraqib on Monday. Warplanes bombed Saraqib on Monday.",
    "threat.txt": "The army may bomb Saraqib on Friday.",
    "dull.txt": "Farmers in Saraqib sold olives on Friday.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build three short articles."""
    folder = tmp_path_factory.mktemp("explained")
    rows = ["file,published,language"]
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        rows.append(f"{name},2019-05-06,en")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return build([folder], tmp_path_factory.mktemp("built") / "out").folder / "store.gpkg"


def explained(*words: str) -> str:
    return CliRunner().invoke(command, list(words), catch_exceptions=False).stdout


def test_an_incident_names_the_rule_by_which_each_report_is_of_it(store: Path) -> None:
    chain = json.loads(explained(str(store), "--missing", "told.txt", "--json"))
    (incident,) = {row["incident_id"] for row in chain["decisions"]}
    said = explained(str(store), incident)
    assert "rule body.opens: event of its own" in said
    assert "rule body.joins: the same kind 2, the same place 3" in said


def test_a_text_that_gave_nothing_says_why(store: Path) -> None:
    said = explained(str(store), "--missing", "threat.txt")
    assert "refused: 0-36, rule report.veto: hypothesis" in said


def test_a_text_without_words_for_a_strike_says_so(store: Path) -> None:
    assert "no words for a strike" in explained(str(store), "--missing", "dull.txt")


def test_a_file_the_store_does_not_know_is_named(store: Path) -> None:
    with pytest.raises(StoreError, match=r"no article 'gone\.txt' in this store"):
        explained(str(store), "--missing", "gone.txt")


def test_missing_and_text_do_not_go_together(store: Path) -> None:
    result = CliRunner().invoke(command, [str(store), "--missing", "a.txt", "--text", "b"])
    assert (result.exit_code, "goes with nothing but a store" in result.output) == (2, True)


def test_refusals_are_counted_by_reason_in_the_report(store: Path) -> None:
    report = json.loads((store.parent / "report.json").read_text(encoding="utf-8"))
    assert report["decisions"]["refused_by_reason"] == {"hypothesis": 1}
    assert report["decisions"]["by_outcome"] == {"joined": 1, "opened": 1, "refused": 1}


def test_a_store_alone_asks_for_an_id(store: Path) -> None:
    result = CliRunner().invoke(command, [str(store)])
    assert (result.exit_code, "give the ID" in result.output) == (2, True)


def test_a_language_without_lists_is_refused_by_name() -> None:
    result = CliRunner().invoke(command, ["--text", "Jets hit Kafr Nabl.", "--language", "../en"])
    assert result.exit_code == 1
    assert "the text is in the language '../en'; there are rules for" in str(result.exception)


AGAIN = {
    "wire.txt": "Airstrikes on a market in Saraqib killed two people on Monday, activists said.",
    "daily.txt": "Two people died in an air strike on Saraqib on Monday, rescuers said.",
}


@pytest.fixture(scope="module")
def retold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two articles of one strike."""
    folder = tmp_path_factory.mktemp("retold")
    rows = ["file,published,language,publisher"]
    for name, text in AGAIN.items():
        (folder / name).write_text(text, encoding="utf-8")
        rows.append(f"{name},2019-05-07,en,The {name[:-4].title()}")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return build([folder], tmp_path_factory.mktemp("built") / "out").folder / "store.gpkg"


def test_an_event_has_all_its_reports_and_the_weights_that_joined_them(retold: Path) -> None:
    connection = open_store(retold)
    ((key, members),) = connection.execute("SELECT event_id, members FROM events").fetchall()
    connection.close()
    chain = json.loads(explained(str(retold), key, "--json"))
    assert [row["incident_id"] for row in chain["reports"]] == members.split("; ")
    assert {row["sentence"] for row in chain["reports"]} == set(AGAIN.values())
    for row in chain["reports"]:
        file = hashlib.sha256(AGAIN[row["file"]].encode()).hexdigest()
        assert row["sha256"] == f"sha256:{file}"
    (link,) = chain["links"]
    assert (link["decision"], link["by"], link["other_event"]) == ("joined", "score", None)
    weights = sum(float(reason.rsplit(" ", 1)[1]) for reason in link["reasons"])
    assert weights == pytest.approx(link["score"], abs=0.06 * len(link["reasons"]))
    said = explained(str(retold), key)
    assert "told by 2 reports, independent of each other" in said
    assert f"joined: {members.replace('; ', ' and ')}" in said
    assert "+2.3  place same" in said
    assert "sentence, rule trigger." in said


def test_a_report_names_its_event_and_the_others_of_it(retold: Path) -> None:
    connection = open_store(retold)
    key, members = connection.execute("SELECT event_id, members FROM events").fetchone()
    connection.close()
    own, other = members.split("; ")
    said = explained(str(retold), own)
    assert f"of event {key}, told by 2 reports" in said
    assert f"also {other}, " in said
    chain = json.loads(explained(str(retold), own, "--json"))
    assert [row["incident_id"] for row in chain["other_reports"]] == [other]


def test_an_id_that_nobody_has_says_where_ids_are_listed(retold: Path) -> None:
    with pytest.raises(StoreError, match="no event, incident or located mention 'evt-none'"):
        explained(str(retold), "evt-none")
