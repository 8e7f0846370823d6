import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from coding import pack

from mapper.base.errors import StoreError
from mapper.cli.build import command as build
from mapper.cli.explain import command
from mapper.query.evidence import incident_chain, incident_lines, refusal_lines, text_chain
from mapper.store.reader import open_store

TEXT = (
    "Airstrikes on a market in Kafr Nabl killed two people on Monday, activists said. "
    "The army may bomb Saraqib on Friday."
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, stores_alone: None) -> Path:
    del stores_alone
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "in" / "manifest.csv").write_text(
        "file,published\na.txt,2019-05-06\n", encoding="utf-8"
    )
    made = CliRunner().invoke(build, [str(folder / "in"), "-o", str(folder / "out")])
    assert made.exit_code == 0, made.output
    return folder / "out" / "store.gpkg"


def test_chain_leads_from_incident_to_words_and_candidates(store: Path) -> None:
    connection = open_store(store)
    key = connection.execute("SELECT incident_id FROM incidents").fetchone()[0]
    chain = incident_chain(connection, key)
    killed = next(claim for claim in chain["claims"] if claim["field"] == "killed")
    assert TEXT[killed["start"] : killed["end"]] == killed["wording"]
    assert chain["locations"][0]["candidates"][0]["place_id"] == "pl-kafr-nabl"
    assert {relation["zone_id"] for relation in chain["zone_relations"]} >= {"dmz-2018"}
    by_mention = incident_chain(connection, chain["locations"][0]["mention_id"])
    assert by_mention["incident_id"] == key
    assert any("P(inside)" in line for line in incident_lines(chain))
    connection.close()


def test_unknown_id_says_where_to_find_ids(store: Path) -> None:
    connection = open_store(store)
    with pytest.raises(StoreError, match="mapper query"):
        incident_chain(connection, "inc-nowhere")
    connection.close()


def test_text_chain_says_what_was_not_taken() -> None:
    chain = text_chain(TEXT, pack(), published="2019-05-06")
    assert [row["places"] for row in chain["incidents"]] == ["Kafr Nabl"]
    assert list(refusal_lines(chain["refusals"])) == [
        'not taken, hypothesis: "The army may bomb Saraqib on Friday."'
    ]


def test_command_explains_an_incident_of_a_store(store: Path) -> None:
    connection = open_store(store)
    key = connection.execute("SELECT incident_id FROM incidents").fetchone()[0]
    connection.close()
    said = CliRunner().invoke(command, [str(store), key])
    assert said.exit_code == 0
    assert 'target (market): "market"' in said.stdout


def test_command_explains_a_text_as_json() -> None:
    said = CliRunner().invoke(command, ["--text", TEXT, "--json"])
    assert set(json.loads(said.stdout)) == {"mentions", "incidents", "refusals"}


def test_command_needs_an_id_or_a_text() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2
