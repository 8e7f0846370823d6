"""Tables for the map's tests: small, made by hand, with every awkward case in them."""

import hashlib
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper.base import frames, schema

PAYLOADS = (
    '<img src=x onerror="window.__x=1">',
    "<script>window.__x=1</script>",
    "</script><script>window.__x=1</script>",
    "a`)[0];window.__x=1;//",
    "${window.__x=1}",
    "a\u2028window.__x=1;//",
    '"><svg onload="window.__x=1">',
    "{{7*7}}",
    "l'attaque d'Alep",
    "C:\\new\\u0041 \\",
    "<!-- <script>",
    "the `Azov` unit",
    'javascript:window.__x=1//<a href="javascript:window.__x=1">x</a>',
    "[% 6 * 7 %] [% eval('6 * 7') %] ' || env('HOME') || '",
    '=HYPERLINK("https://example.org/?"&A1,"x")',
    "<template><img src=x onerror=window.__x=1></template><iframe srcdoc='<script>1</script>'>",
)
"""Texts that stock folium runs, or dies of."""


def incident_id(key: object) -> str:
    return f"inc-{hashlib.sha256(str(key).encode()).hexdigest()[:12]}"


def event_id(key: object) -> str:
    return f"evt-{hashlib.sha256(str(key).encode()).hexdigest()[:12]}"


EVENT = event_id("1 and 2")
"""The event that reports 1 and 2 tell."""

DISPUTED = event_id("4 and 7")
"""In `with_events`, the event whose reports 4 and 7 disagree on the place."""


def _incident(number: int, lon: float | None, lat: float | None, **more: object) -> dict[str, Any]:
    row = {
        "incident_id": incident_id(number),
        "scope": "event",
        "event_type": "airstrike",
        "date_start": "2019-05-06",
        "date_end": "2019-05-06",
        "date_precision": "day",
        "date_basis": "on",
        "actor": "Russia",
        "actor_status": "attributed",
        "geo_precision": 1,
        "radius_m": 900.0,
        "zone_id": "dmz-2018",
        "zone_verdict": "inside",
        "zone_p_inside": 0.97,
        "zone_distance_km": -6.4,
        "publisher": "Example Wire",
        "title": "Strikes reported",
        "published": "2019-05-07",
        "url": "https://news.example.org/a",
        "text_kind": "original",
        "admin1": "Idlib",
        "article_id": "art-1",
        "file": "a.txt",
        "char_start": 10,
        "char_end": 70,
        "rule": "strike-verb",
        "n_reports": 1,
        "geometry": None if lon is None else shapely.Point(lon, lat),
    }
    return {**row, **more}


def incidents() -> gpd.GeoDataFrame:
    two = shapely.MultiPoint([(36.55, 35.61), (36.70, 35.40)])
    rows = [
        _incident(
            1,
            36.56,
            35.61,
            places="Kafr Nabl",
            sentence="Jets hit Kafr Nabl at dawn, the wire said.",
            killed_min=3,
            killed_max=5,
            killed_group="civilians",
            event_id=EVENT,
        ),
        _incident(
            2,
            36.56,
            35.61,
            places="كفر نبل",
            sentence="قصفت الطائرات كفر نبل",
            event_type="barrel_bomb",
            actor="Syrian government",
            killed_min=0,
            killed_max=0,
            linked_ids=incident_id(1),
            event_id=EVENT,
        ),
        _incident(
            3,
            None,
            None,
            geometry=two,
            places="southern Idlib; northern Hama",
            sentence="At least 33 airstrikes hit southern Idlib and northern Hama.",
            strike_count_min=33,
            strike_count_max=33,
            strike_count_open=True,
            count_unit="airstrikes",
            geo_precision=3,
            radius_m=21000.0,
            zone_verdict="mixed",
        ),
        _incident(
            4,
            36.43,
            35.66,
            places="al-Maouzrah",
            text_kind="digest",
            date_start="2020-06-01",
            date_end="2020-06-30",
            date_precision="month",
            sentence="Two people died in al-Maouzrah.",
            killed_min=2,
            killed_max=2,
            zone_id="m4-corridor-2020",
            zone_verdict="outside",
            zone_p_inside=0.02,
        ),
        _incident(
            5,
            36.63,
            35.93,
            scope="aggregate",
            places="Idlib",
            killed_min=100,
            killed_max=100,
            sentence="About 100 civilians died in a week in Idlib.",
            geo_precision=3,
            radius_m=40000.0,
        ),
        _incident(
            6,
            None,
            None,
            places="Qaryat al-Zuhur",
            sentence="Shells fell on Qaryat al-Zuhur.",
            event_type="shelling",
            actor=None,
            actor_status=None,
            geo_precision=None,
            radius_m=None,
            zone_verdict="unknown",
            zone_id=None,
            zone_p_inside=None,
            zone_distance_km=None,
            admin1=None,
        ),
        _incident(
            7,
            36.80,
            35.85,
            places="Saraqib",
            date_start=None,
            date_end=None,
            date_precision="unknown",
            date_basis=None,
            event_type="other",
            sentence="Saraqib was hit.",
            zone_verdict="edge",
            zone_p_inside=0.5,
            article_id=None,
            source_id="rec-7",
            row=8,
            char_start=None,
            char_end=None,
        ),
        _incident(
            8,
            36.35,
            35.81,
            places="Jisr al-Shughur",
            event_type="chemical",
            scope="background",
            date_start="2018-02-04",
            date_end="2018-02-05",
            sentence="=1+1 is how a sheet would start.",
            date_basis="by",
            date_precision="week",
            url="javascript:alert(1)",
        ),
    ]
    return frames.frame(schema.INCIDENTS, rows)


def locations() -> gpd.GeoDataFrame:
    rows = []
    for row in incidents().to_dict("records"):
        points = shapely.get_parts(row["geometry"]) if row["geometry"] is not None else []
        names = (row["places"] or "").split("; ")
        for seq, point in enumerate(points, 1):
            rows.append(
                {
                    "incident_id": row["incident_id"],
                    "seq": seq,
                    "place_id": f"pl-{seq}" if len(points) == 1 else f"reg-{seq}/south",
                    "name": names[seq - 1],
                    "name_ar": "كفر نبل",
                    "kind": "town",
                    "admin1": "Idlib",
                    "lat": point.y,
                    "lon": point.x,
                    "geo_precision": row["geo_precision"],
                    "radius_m": row["radius_m"],
                    "zone_verdict": row["zone_verdict"],
                    "geometry": point,
                }
            )
    return frames.frame(schema.LOCATIONS, rows)


def uncertainty() -> gpd.GeoDataFrame:
    rows = []
    for place in locations().to_dict("records"):
        region = place["geo_precision"] == 3
        rows.append(
            {
                "incident_id": place["incident_id"],
                "seq": place["seq"],
                "place_id": place["place_id"],
                "name": place["name"],
                "shape": "region" if region else "disc",
                "geo_precision": place["geo_precision"],
                "radius_m": place["radius_m"],
                "geometry": place["geometry"].buffer(0.15 if region else 0.01),
            }
        )
    return frames.frame(schema.UNCERTAINTY, rows)


def zones() -> gpd.GeoDataFrame:
    line = shapely.LineString(
        [(35.95, 35.85), (36.4, 35.45), (36.8, 35.35), (37.0, 35.8), (37.05, 36.1)]
    )
    inner = line.buffer(0.15, single_sided=True)
    outer = line.buffer(0.2, single_sided=True).difference(inner)
    road = shapely.LineString([(36.0, 35.7), (36.4, 35.81), (36.8, 35.85)])
    dmz = {
        "zone_id": "dmz-2018",
        "kind": "demilitarized_zone",
        "name": "Demilitarized zone",
        "valid_from": "2018-10-15",
        "valid_to": "2020-03-05",
        "accuracy_km": 3.0,
        "source": "memorandum",
    }
    rows = [
        {**dmz, "part": "inner", "depth_km": 15.0, "geometry": inner},
        {**dmz, "part": "outer", "depth_km": 20.0, "geometry": outer},
        {
            "zone_id": "contact-2018-10",
            "part": "line",
            "kind": "contact_line",
            "name": "Line of contact",
            "valid_from": "2018-09-17",
            "valid_to": "2019-05-05",
            "geometry": line,
        },
        {
            "zone_id": "m4-corridor-2020",
            "part": "zone",
            "kind": "security_corridor",
            "name": "M4 corridor",
            "valid_from": "2020-03-06",
            "depth_km": 6.0,
            "geometry": road.buffer(0.06),
        },
        {"zone_id": "m4", "part": "axis", "kind": "road", "name": "M4", "geometry": road},
        {
            "zone_id": "post-1",
            "part": "post",
            "kind": "observation_post",
            "name": "Post 1",
            "valid_from": "2018-04-07",
            "geometry": shapely.Point(36.7, 35.6),
        },
    ]
    return frames.frame(schema.ZONES, rows)


def regions() -> gpd.GeoDataFrame:
    rows = [
        {
            "place_id": "reg-idlib",
            "name": "Idlib",
            "name_ar": "إدلب",
            "kind": "governorate",
            "geometry": shapely.box(36.1, 35.4, 37.0, 36.3),
        },
        {
            "place_id": "reg-zawiya",
            "name": "Jabal al-Zawiya",
            "kind": "mountain",
            "geometry": shapely.box(36.4, 35.6, 36.7, 35.8),
        },
    ]
    return frames.frame(schema.REGIONS, rows)


def places() -> gpd.GeoDataFrame:
    rows = [
        {
            "place_id": "pl-1",
            "name": "Kafr Nabl",
            "name_ar": "كفر نبل",
            "kind": "town",
            "lat": 35.61,
            "lon": 36.56,
            "population": 15000,
            "geometry": shapely.Point(36.56, 35.61),
        },
        {
            "place_id": "pl-9",
            "name": "Idlib",
            "name_ar": "إدلب",
            "kind": "city",
            "lat": 35.93,
            "lon": 36.63,
            "geometry": shapely.Point(36.63, 35.93),
        },
    ]
    return frames.frame(schema.PLACES, rows)


def claims() -> pd.DataFrame:
    row = {
        "claim_id": "clm-1",
        "incident_id": incident_id(1),
        "article_id": "art-1",
        "field": "killed",
        "value_min": 3,
        "value_max": 5,
        "wording": "dawn",
        "start": 32,
        "end": 36,
        "rule": "count",
    }
    return frames.frame(schema.CLAIMS, [row])


def articles() -> pd.DataFrame:
    row = {
        "article_id": "art-1",
        "file": "a.txt",
        "sha256": "sha256:ab",
        "title": "Strikes reported",
    }
    return frames.frame(schema.ARTICLES, [row])


def decisions() -> pd.DataFrame:
    common = {"article_id": "art-1", "start": 0, "end": 9, "rule": "report.veto"}
    return frames.frame(
        schema.DECISIONS,
        [
            {**common, "outcome": "refused", "why": "threat"},
            {**common, "outcome": "refused", "why": "threat"},
            {**common, "outcome": "refused", "why": "denied; not of 1-9: join.days"},
            {**common, "outcome": "joined", "incident_id": "inc-1", "why": "near 1"},
        ],
    )


def rejects() -> pd.DataFrame:
    return frames.frame(
        schema.REJECTS,
        [{"file": "b.txt", "stage": "read", "reason": "not-utf8", "detail": "byte 7"}],
    )


def run() -> pd.DataFrame:
    return frames.frame(schema.RUN, [{"key": "version", "value": "0.1.0"}])


def tables() -> dict[str, pd.DataFrame]:
    """Give a small set of all the tables a map takes."""
    makers = (
        incidents,
        locations,
        uncertainty,
        zones,
        regions,
        places,
        claims,
        articles,
        decisions,
        rejects,
        run,
    )
    return {maker.__name__: maker() for maker in makers}


def with_events() -> dict[str, pd.DataFrame]:
    """Give the tables with events: two of two reports each, four of one."""
    made = tables()
    reports = made["incidents"]
    ids = {incident_id(1): EVENT, incident_id(2): EVENT}
    ids |= {incident_id(number): DISPUTED for number in (4, 7)}
    ids |= {incident_id(number): event_id(number) for number in (3, 6, 8)}
    places = made["locations"]
    # A place is one however it is written, and each report names its own.
    numbered = places["name"].map({"al-Maouzrah": "pl-4", "Saraqib": "pl-7"})
    made["locations"] = places.assign(place_id=numbered.fillna(places["place_id"]))
    made["uncertainty"] = made["uncertainty"].assign(place_id=made["locations"]["place_id"])
    publishers = reports["incident_id"].map({incident_id(2): "Second Post"})
    event_of = reports["incident_id"].map(ids).astype(object)
    made["incidents"] = reports.assign(
        event_id=event_of.where(event_of.notna(), None), publisher=publishers.fillna("Example Wire")
    )
    single = [_event_of(row) for row in made["incidents"].to_dict("records") if row["event_id"]]
    alone = [row for row in single if row["event_id"] not in {EVENT, DISPUTED}]
    first, fourth = single[0], single[3]
    several = [
        first
        | {
            "event_type": "barrel_bomb",
            "actor": "Russia or Syrian government",
            "actor_status": "disputed",
            "killed_min": 0,
            "killed_max": 5,
            "figures": "killed 0 (Second Post), 3-5 (Example Wire; the rescuers)",
            "policies": "killed by policy: range 0-5; acled 0",
            "place_ids": "pl-1",
            "n_reports": 2,
            "n_sources": 2,
            "members": "; ".join(sorted(map(incident_id, (1, 2)))),
        },
        fourth
        | {
            "places": "al-Maouzrah; Saraqib",
            "place_ids": "pl-4; pl-7",
            "place_shares": "al-Maouzrah 67%; Saraqib 33%",
            "geometry": shapely.MultiPoint([(36.43, 35.66), (36.80, 35.85)]),
            "n_reports": 3,
            "n_sources": 1,
            "members": "; ".join(sorted(map(incident_id, (4, 7)))),
        },
    ]
    made["events"] = frames.frame(schema.EVENTS, [*several, *alone])
    link = {"left_id": incident_id(1), "right_id": incident_id(4), "reasons": "day next -1.6"}
    made["event_links"] = frames.frame(
        schema.EVENT_LINKS,
        [
            {**link, "score": -1.0, "decision": "doubtful", "by": "score"},
            {**link, "right_id": incident_id(7), "score": -1.5, "decision": "doubtful"},
            {**link, "right_id": incident_id(2), "score": 4.0, "decision": "joined"},
            {**link, "right_id": incident_id(3), "score": 1.0, "decision": "apart"},
        ],
    )
    return made


def _event_of(report: Mapping[Any, Any]) -> dict[str, Any]:
    """Make the event of a single report."""
    shared = {n: report[n] for n in schema.EVENTS.names if n in report}
    one = {"n_reports": 1, "n_sources": 1, "members": report["incident_id"]}
    return {**shared, **one, "geometry": report["geometry"]}


def many(rows: int, *, words: int = 9, seed: int = 7) -> gpd.GeoDataFrame:
    """Make incidents in number: clustered in space, words by Zipf's law, no place real.

    The attributes are those of the measurements in the project's notes on maps: place,
    day, type, actor, zone, radius, killed, a text of `words` words on average, an address.
    """
    rng = np.random.default_rng(seed)
    centres = rng.uniform((35.8, 34.9), (37.4, 36.5), (400, 2))
    weight = rng.pareto(1.2, 400) + 0.05
    home = rng.choice(400, rows, p=weight / weight.sum())
    spread = rng.choice([0.004, 0.02, 0.1], rows, p=[0.5, 0.35, 0.15])[:, None]
    at = np.round(centres[home] + rng.normal(0, 1, (rows, 2)) * spread, 5)
    day = np.datetime64("2018-01-01") + np.sort(rng.integers(0, 1800, rows))
    iso = pd.Series(day.astype("datetime64[D]").astype(str), dtype=object)
    killed = np.minimum(rng.geometric(0.5, rows) - 1, 255)
    columns: dict[str, Any] = {
        "incident_id": [f"inc-{number:08x}" for number in range(rows)],
        "scope": "event",
        "event_type": rng.choice(
            np.array(schema.EVENT_TYPES, dtype=object), rows, p=_shares(len(schema.EVENT_TYPES))
        ),
        "date_start": iso,
        "date_end": iso,
        "date_precision": "day",
        "actor": np.array([f"Actor {i}" for i in range(40)], dtype=object)[
            np.minimum(rng.geometric(0.12, rows) - 1, 39)
        ],
        "killed_min": pd.array(killed, dtype="Int64"),
        "killed_max": pd.array(killed, dtype="Int64"),
        "geo_precision": pd.array(rng.choice([1, 2, 3], rows, p=[0.7, 0.2, 0.1]), dtype="Int64"),
        "radius_m": rng.choice([50.0, 200.0, 500.0, 1000.0, 5000.0, 20000.0], rows),
        "zone_verdict": np.array(["inside", "edge", "outside"], dtype=object)[home % 3],
        "admin2": np.array([f"District {i:02d}" for i in range(60)], dtype=object)[home % 60],
        "sentence": _sentences(rng, rows, words),
        "url": [
            f"https://src{source}.example.org/news/{number}"
            for source, number in zip(
                np.minimum(rng.geometric(0.08, rows) - 1, 49).tolist(),
                rng.integers(10**7, 10**8, rows).tolist(),
                strict=True,
            )
        ],
    }
    frame = pd.DataFrame(columns).reindex(columns=schema.INCIDENTS.names)
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(at[:, 0], at[:, 1]), crs=schema.CRS)


def _shares(kinds: int) -> np.ndarray:
    share: np.ndarray = 1 / np.arange(1, kinds + 1)
    return np.asarray(share / share.sum())


def _sentences(rng: np.random.Generator, rows: int, words: int) -> list[str]:
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"] + ["an", "er", "or", "is", "ut"]
    vocabulary = np.array(
        ["".join(rng.choice(parts, rng.integers(1, 5))) for _ in range(8000)], dtype=object
    )
    lengths = rng.integers(words - 3, words + 4, rows)
    drawn = np.minimum(rng.zipf(1.25, int(lengths.sum())) - 1, len(vocabulary) - 1)
    text = vocabulary[drawn].tolist()
    ends = np.cumsum(lengths)
    return [" ".join(text[end - n : end]) for n, end in zip(lengths, ends, strict=True)]
