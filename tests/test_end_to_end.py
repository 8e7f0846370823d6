"""From the sources to every output, with the network blocked: the events a coder would sign."""

import hashlib
import json
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from geopy.distance import geodesic

from mapper.pipeline.provenance import CUSTODY
from mapper.pipeline.steps import Build, build
from mapper.sources.articles import read_articles
from mapper.store.reader import read_table

FIRST, SECOND = "2019-05-06", "2020-06"
"""Publication dates: they tell the two articles apart, originals and digests alike."""


@dataclass(frozen=True)
class Event:
    """What a careful coder takes from an article, as `expected.json` states it."""

    published: str
    cells: dict[str, Any]
    places: tuple[str, ...]
    geo_precision: int | None = None
    cites: str | None = None


EVENTS = {
    "A1": Event(
        FIRST,
        {
            "event_type": "barrel_bomb",
            "date_start": "2019-05-06",
            "date_end": "2019-05-06",
            "date_precision": "day",
            "actor": "Syrian government",
            "strike_count_min": 13,
            "strike_count_max": 13,
            "strike_count_open": False,
            "count_unit": "barrel bombs",
            "killed_min": None,
        },
        ("reg-idlib/south", "reg-hama/north"),
        3,
        "Syrian Observatory for Human Rights",
    ),
    "A2": Event(
        FIRST,
        {
            "event_type": "airstrike",
            "date_start": "2019-05-06",
            "date_end": "2019-05-06",
            "date_precision": "day",
            "actor": "Russia",
            "strike_count_min": 33,
            "strike_count_max": 33,
            "strike_count_open": True,
            "count_unit": "airstrikes",
            "killed_min": None,
        },
        ("reg-idlib/south", "reg-hama/north"),
        3,
        "Syrian Observatory for Human Rights",
    ),
    "A3": Event(
        FIRST,
        {
            "event_type": "airstrike",
            "date_start": "2019-04-29",
            "date_end": "2019-05-05",
            "date_basis": "by",
            "date_precision": "week",
            "actor": "Russia",
        },
        ("pl-kafr-nabl",),
        1,
        "Radio Fresh",
    ),
    "A4": Event(
        FIRST,
        {
            "event_type": "airstrike",
            "date_start": "2019-04-28",
            "date_end": "2019-05-04",
            "date_basis": "by",
            "date_precision": "week",
            "actor": None,
        },
        ("reg-idlib",),
        None,
        "White Helmets",
    ),
    "B1": Event(
        SECOND,
        {
            "event_type": "airstrike",
            "date_start": "2020-06-01",
            "date_end": "2020-06-30",
            "date_precision": "month",
            "actor": "Russia",
            "killed_min": 2,
            "killed_max": 2,
            "killed_group": "civilians",
            "injured_min": 3,
            "injured_max": 3,
        },
        ("pl-al-mawzarah", "reg-jabal-al-zawiya"),
        None,
        None,
    ),
}
ACCEPTED = {"A4": {"pl-idlib", "reg-idlib"}}
"""The caption of A4 says "in Idlib, Syria": the city is accepted for the governorate."""

VERDICTS = {
    ("A1", "reg-idlib/south"): ("dmz-2018", {"edge"}),
    ("A1", "reg-hama/north"): ("dmz-2018", {"edge", "outside"}),
    ("A3", "pl-kafr-nabl"): ("dmz-2018", {"edge"}),
    ("B1", "pl-al-mawzarah"): ("m4-corridor-2020", {"outside"}),
    ("B1", "reg-jabal-al-zawiya"): ("m4-corridor-2020", {"edge"}),
}


@pytest.fixture(scope="module")
def offline() -> Any:  # noqa: ANN401 - a generator of pytest's kind
    """Refuse every connection and every look-up of a name."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a build must not use the network")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, refuse)
        for name in ("getaddrinfo", "create_connection", "gethostbyname"):
            patch.setattr(socket, name, refuse)
        yield


@pytest.fixture(scope="module", params=["digests", "originals"])
def source(request: pytest.FixtureRequest, repo: Path) -> Path:
    """Give our digests, then the articles themselves, where they are beside the checkout."""
    if request.param == "digests":
        return repo / "seeds"
    shared: Path = request.getfixturevalue("shared")
    return shared / "articles"


@pytest.fixture(scope="module")
def built(source: Path, offline: None, tmp_path_factory: pytest.TempPathFactory) -> Build:
    assert offline is None
    return build([source], tmp_path_factory.mktemp("built") / "outputs")


def table(built: Build, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = read_table(built.folder / "store.gpkg", name)
    return frame


def event(built: Build, key: str) -> pd.Series:
    """Find the one event of an article that has the expected values."""
    expected = EVENTS[key]
    incidents = table(built, "incidents")
    of_article = incidents["published"].eq(expected.published) & incidents["scope"].eq("event")
    fits = incidents[of_article & incidents["article_id"].notna()]
    seen = fits[list(expected.cells)].to_string()
    for column, value in expected.cells.items():
        fits = fits[fits[column].isna() if value is None else fits[column].eq(value)]
    assert len(fits) == 1, f"{key}: {len(fits)} fit among\n{seen}"
    return fits.iloc[0]


def locations_of(built: Build, incident: pd.Series) -> pd.DataFrame:
    locations = table(built, "locations")
    found: pd.DataFrame = locations[locations["incident_id"] == incident["incident_id"]]
    return found


@pytest.mark.parametrize("key", EVENTS)
def test_the_event_is_found_with_its_values_places_and_source(built: Build, key: str) -> None:
    expected = EVENTS[key]
    incident = event(built, key)
    placed = set(locations_of(built, incident)["place_id"])
    assert placed & ACCEPTED.get(key, set()) or placed == set(expected.places)
    if expected.geo_precision:
        assert incident["geo_precision"] == expected.geo_precision
    if expected.cites:
        assert expected.cites in incident["attributed_to"]


def test_no_other_event_is_made_of_the_articles(built: Build) -> None:
    incidents = table(built, "incidents")
    read = incidents[incidents["article_id"].notna()]
    assert (read["scope"] == "event").sum() == len(EVENTS)
    places = set("; ".join(read["place_ids"].dropna()).split("; "))
    assert all(place.startswith(("pl-", "reg-")) for place in places), places


@pytest.mark.parametrize(("key", "place_id"), VERDICTS)
def test_the_location_has_its_verdict_on_the_zone_in_force(
    built: Build, key: str, place_id: str
) -> None:
    zone_id, verdicts = VERDICTS[key, place_id]
    found = locations_of(built, event(built, key)).set_index("place_id").loc[place_id]
    assert found["zone_id"] == zone_id
    assert found["zone_verdict"] in verdicts


def test_the_zone_of_2018_is_not_in_force_in_june_2020(built: Build) -> None:
    incident = event(built, "B1")
    assert incident["zone_verdict"] == "mixed"
    related = table(built, "zone_relations")
    old = related[
        related["incident_id"].eq(incident["incident_id"]) & related["zone_id"].eq("dmz-2018")
    ]
    assert set(old["verdict"]) == {"not_in_force"}
    assert old["distance_km"].notna().all()


def test_al_maouzrah_is_placed_within_a_kilometre(built: Build) -> None:
    found = locations_of(built, event(built, "B1")).set_index("place_id").loc["pl-al-mawzarah"]
    assert geodesic((found["lat"], found["lon"]), (35.6603, 36.4367)).km <= 1


def test_regions_are_areas_whose_dot_lies_among_settlements(built: Build) -> None:
    areas = table(built, "uncertainty").set_index("place_id")
    places: Any = table(built, "places")
    for place_id in ("reg-jabal-al-zawiya", "reg-idlib/south", "reg-hama/north"):
        area = areas.loc[[place_id]].iloc[0]
        assert area["shape"] == "region"
        here = table(built, "locations").set_index("place_id").loc[[place_id]].iloc[0]
        lat, lon = here["lat"], here["lon"]
        around = places.cx[lon - 0.1 : lon + 0.1, lat - 0.1 : lat + 0.1].geometry
        assert min(geodesic((lat, lon), (one.y, one.x)).km for one in around) <= 5
        assert area["geometry"].covers(here["geometry"])


def test_every_value_has_its_span_in_the_text(built: Build, source: Path) -> None:
    articles, _ = read_articles(source)
    texts = {article.article_id: article.text for article in articles}
    incidents = table(built, "incidents")
    read = incidents[incidents["article_id"].notna()]
    assert len(read) >= len(EVENTS)
    for row in read.to_dict("records"):
        text = texts[row["article_id"]]
        assert text[row["char_start"] : row["char_end"]] == row["sentence"]
    claims = table(built, "claims")
    for claim in claims[claims["article_id"].notna()].to_dict("records"):
        text = texts[claim["article_id"]]
        assert text[claim["start"] : claim["end"]] == claim["wording"]
    for mention in table(built, "mentions").to_dict("records"):
        text = texts[mention["article_id"]]
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_digests_say_so_and_give_the_hash_of_their_original(built: Build, source: Path) -> None:
    articles = table(built, "articles")
    kind = "digest" if source.name == "seeds" else "original"
    assert set(articles["text_kind"]) == {kind}
    assert articles["original_sha256"].str.fullmatch("sha256:[0-9a-f]{64}").all()
    incidents = table(built, "incidents")
    assert set(incidents[incidents["article_id"].notna()]["text_kind"]) == {kind}


def test_nothing_was_refused_and_the_report_agrees_with_the_store(built: Build) -> None:
    assert built.n_rejects == 0
    report = json.loads((built.folder / "report.json").read_text(encoding="utf-8"))
    quoting = {"columns_not_used", "notes", "unresolved_names"}
    assert {**report, **{name: built.report[name] for name in quoting}} == built.report
    assert report["incidents"]["total"] == len(table(built, "incidents"))


def test_geojson_holds_every_incident_mapped_or_not(built: Build) -> None:
    drawn = json.loads((built.folder / "incidents.geojson").read_text(encoding="utf-8"))
    assert "crs" not in drawn
    ids = {feature["id"] for feature in drawn["features"]}
    assert ids == set(table(built, "incidents")["incident_id"])


def test_a_second_build_gives_the_same_bytes(built: Build, source: Path, tmp_path: Path) -> None:
    again = build([source], tmp_path / "outputs")

    def hashes(folder: Path) -> dict[str, str]:
        # The log of custody tells when, and is outside what is compared.
        files = sorted(path for path in folder.iterdir() if path.name != CUSTODY)
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert hashes(again.folder) == hashes(built.folder)


def test_a_report_is_linked_to_the_record_of_the_same_strike(
    built: Build, source: Path, repo: Path, tmp_path: Path
) -> None:
    if source.name != "seeds":
        # The originals have no table of records beside them: give them ours.
        built = build([source, repo / "seeds" / "incident_records.csv"], tmp_path / "both")
    incidents = table(built, "incidents").set_index("incident_id")
    linked = incidents.loc[event(built, "B1")["linked_ids"]]
    assert linked["source_id"] == "rec-20200608-al-mawzarah"
    assert built.report["reports"]["total"] == len(EVENTS) + 71
    # Two strikes of the articles are in the table too.
    assert built.report["events"]["total"] == len(EVENTS) + 71 - 2
    assert built.report["events"]["told_by_several_sources"] == 2
