"""Columns, points, texts and shapes: everything comes back as it went in."""

from __future__ import annotations

import gzip
import json
import struct

import geopandas as gpd
import map_tables
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.base import frames, schema
from mapper.maps.data import basemap, context
from mapper.maps.data.columns import CHUNK, Columns
from mapper.maps.data.columns import encode as encode_shown
from mapper.maps.data.core import with_sources
from mapper.maps.data.events import rows_of
from mapper.maps.data.points import curve, locate
from mapper.maps.data.shapes import pack, pack_rings
from mapper.maps.data.texts import ROW, SPELLED, Kind, TextColumn, pack_chunks, word_list
from mapper.maps.render import first_view

ARRAYS = {1: "<u1", 2: "<u2", 4: "<u4"}


def encode(frame: gpd.GeoDataFrame, **children: pd.DataFrame) -> Columns:
    """Encode reports one by one."""
    return encode_shown(rows_of(frame), children)


def unzigzag(values: np.ndarray) -> np.ndarray:
    return np.asarray((values >> 1) ^ -(values & 1))


def read_core(columns: Columns) -> dict[str, np.ndarray]:
    """Read the core block as the page does."""
    plain = gzip.decompress(columns.core)
    found: dict[str, np.ndarray] = {}
    at = 0
    for entry in columns.meta["core"]:
        width, length = entry["width"], entry["length"]
        planes = np.frombuffer(plain, np.uint8, width * length, at).reshape(width, length)
        values = planes.T.copy().view(ARRAYS[width]).ravel().astype(np.int64)
        if entry.get("steps"):
            values = np.cumsum(unzigzag(values))
        if "base" in entry:
            values = unzigzag(values) + found.get(entry["base"], 0)
        if "among" in entry:
            values = np.array(entry["among"])[values]
        found[entry["name"]] = values
        at += width * length
    assert at == len(plain)
    return found


def read_texts(columns: Columns, name: str) -> list[str]:
    """Read a text column of all chunks as the page does."""
    words = gzip.decompress(columns.words).decode().split(ROW) if columns.words else []
    cells: list[str] = []
    for chunk in columns.chunks:
        plain = gzip.decompress(chunk)
        (count,) = struct.unpack_from("<I", plain)
        lengths = struct.unpack_from(f"<{count}I", plain, 4)
        ends = 4 * (count + 1) + np.cumsum(lengths)
        parts = [plain[end - length : end] for end, length in zip(ends, lengths, strict=True)]
        for entry in columns.meta["detail"]:
            mine, parts = parts[: entry["sections"]], parts[entry["sections"] :]
            if entry["name"] == name:
                cells += read_cells(entry["kind"], mine, words)
    return cells


def read_cells(kind: str, parts: list[bytes], words: list[str]) -> list[str]:
    if kind == "text":
        return parts[0].decode().split(ROW)
    if kind == "address":
        halves = [part.decode().split(ROW) for part in parts]
        return [head + tail for head, tail in zip(*halves, strict=True)]
    counts, numbers = (
        np.frombuffer(part, np.uint8).reshape(2, -1).T.copy().view("<u2").ravel()
        for part in parts[:2]
    )
    spelled = iter(parts[2].decode().split(ROW))
    said = iter([next(spelled) if n == SPELLED else words[n] for n in numbers])
    return [" ".join(next(said) for _ in range(count)) for count in counts]


def test_figures_days_and_codes_come_back() -> None:
    frame = map_tables.incidents()
    columns = encode(frame)
    core = read_core(columns)
    order = locate(frame).order
    rows = with_sources(frame).iloc[order].reset_index(drop=True)
    first = next(e["first"] for e in columns.meta["core"] if e["name"] == "date_start")
    for i, row in enumerate(rows.to_dict("records")):
        day = core["date_start"][i]
        assert (day == 0) == pd.isna(row["date_start"])
        if day:
            start = np.datetime64("1970-01-01") + first + day - 1
            assert str(start) == row["date_start"]
            assert str(start + core["date_end"][i]) == row["date_end"]
        for name in ("killed_min", "killed_max", "radius_m"):
            value = core[name][i]
            assert (None if value == 0 else value - 1) == context.plain(row[name])
        for name, values in columns.meta["lists"].items():
            code = core[name][i]
            assert (values[code - 1] if code else None) == context.plain(row[name])


def test_a_record_without_a_publisher_is_filed_under_its_host_or_file() -> None:
    frame = (
        map_tables.incidents()
        .iloc[:4]
        .assign(
            publisher=["Example Wire", None, None, None],
            url=["https://a.example.org/x", "https://www.b.example.org/y", "javascript:x", None],
            file="records.csv",
        )
    )
    assert with_sources(frame)["source"].tolist() == [
        "Example Wire",
        "b.example.org",
        "records.csv",
        "records.csv",
    ]


def test_texts_come_back_plain_and_as_words() -> None:
    for frame in (map_tables.incidents(), map_tables.many(CHUNK + 100)):
        columns = encode(frame)
        rows = frame.iloc[locate(frame).order]
        for name in ("sentence", "url"):
            assert read_texts(columns, name) == rows[name].fillna("").tolist()


def test_ids_of_the_usual_form_are_packed_and_others_are_text() -> None:
    frame = map_tables.incidents()
    columns = encode(frame)
    rows = frame.iloc[locate(frame).order]
    assert columns.meta["idDigits"] == 12
    packed = gzip.decompress(columns.ids).hex()
    assert [f"inc-{packed[i * 12 : i * 12 + 12]}" for i in range(len(rows))] == rows[
        "incident_id"
    ].tolist()
    odd = frame.assign(incident_id=[f"own/{number}" for number in range(len(frame))])
    columns = encode(odd)
    assert columns.ids == b""
    assert read_texts(columns, "incident_id") == odd.iloc[locate(odd).order]["incident_id"].tolist()


def test_every_point_is_drawn_and_knows_its_row() -> None:
    frame = map_tables.incidents()
    points = locate(frame, map_tables.locations())
    assert points.located == 7
    assert len(points.lat) == 8
    ids = frame["incident_id"].to_numpy()[points.order]
    assert ids[points.owner[0]] == map_tables.incident_id(3)
    assert ids[-1] == map_tables.incident_id(6)


def test_a_located_incident_without_locations_keeps_its_geometry() -> None:
    frame = map_tables.incidents()
    some = map_tables.locations().iloc[:1]
    assert locate(frame, some).located == locate(frame).located


def test_reports_of_one_event_share_its_number() -> None:
    frame = map_tables.incidents()
    points = locate(frame)
    event = dict(zip(frame["incident_id"].to_numpy()[points.order], points.event, strict=True))
    assert event[map_tables.incident_id(1)] == event[map_tables.incident_id(2)] > 0
    assert event[map_tables.incident_id(4)] == 0


def test_neighbours_on_the_curve_are_neighbours_on_the_ground() -> None:
    lat = np.array([35.0, 35.00001, -20.0, 89.9])
    lon = np.array([36.0, 36.00001, -170.0, 179.9])
    key = curve(lat, lon)
    assert abs(int(key[0]) - int(key[1])) < abs(int(key[0]) - int(key[2]))
    assert len(set(key.tolist())) == 4


def test_no_incidents_at_all_still_make_columns() -> None:
    columns = encode(frames.frame(schema.INCIDENTS, []))
    assert columns.meta["rows"] == 0
    assert columns.chunks == []


def test_a_toll_without_its_other_end_keeps_the_one_it_has() -> None:
    rows = [
        {"incident_id": "inc-aa", "scope": "event", "event_type": "other", **toll}
        for toll in (
            {"killed_min": 4},
            {"killed_max": 9},
            {},
            {"killed_min": 0, "killed_max": 70000},
        )
    ]
    frame = frames.frame(
        schema.INCIDENTS, [{**r, "incident_id": f"inc-{i:02d}"} for i, r in enumerate(rows)]
    )
    core = read_core(encode(frame))
    assert core["killed_min"].tolist() == [5, 0, 0, 1]
    assert core["killed_max"].tolist() == [0, 10, 0, 70001]


def test_where_all_is_of_one_day_nothing_is_kept_of_last_days() -> None:
    columns = encode(map_tables.many(50))
    assert "date_start" in {entry["name"] for entry in columns.meta["core"]}
    assert "date_end" not in {entry["name"] for entry in columns.meta["detail"]}


def test_days_before_1970_and_long_spans_come_back() -> None:
    rows = [
        {"incident_id": f"inc-{i:02d}", "scope": "event", "event_type": "other",
         "date_start": start, "date_end": end}
        for i, (start, end) in enumerate([("1916-07-01", "1916-11-18"), ("2019-05-06",) * 2])
    ]  # fmt: skip
    columns = encode(frames.frame(schema.INCIDENTS, rows))
    core = read_core(columns)
    first = columns.meta["core"][2]["first"]
    assert str(np.datetime64("1970-01-01") + first) == "1916-07-01"
    assert core["date_end"].tolist() == [140, 0]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters=ROW), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=30), st.sampled_from(["text", "words", "address"]))
def test_any_text_comes_back_letter_by_letter(texts: list[str], kind: Kind) -> None:
    column = TextColumn("sentence", kind, np.array(texts, dtype=object))
    words = word_list([column]) if kind == "words" else []
    # A short list of words: the others are spelled out.
    words = words[: max(1, len(words) // 2)]
    batches = list(pack_chunks([column], words, rows=len(texts), chunk=7, extra={}))
    chunks = [gzip.compress(chunk) for batch in batches for chunk in batch]
    sections = {"text": 1, "words": 3, "address": 2}[kind]
    meta = {"detail": [{"name": "sentence", "kind": kind, "sections": sections}]}
    listed = gzip.compress(ROW.join(words).encode()) if words else b""
    assert read_texts(Columns(meta, b"", b"", listed, chunks, []), "sentence") == texts


def test_our_own_separator_in_a_text_is_replaced_and_shifts_nothing() -> None:
    column = TextColumn("sentence", "text", np.array([f"a{ROW}b", "c"], dtype=object))
    (batch,) = pack_chunks([column], [], rows=2, chunk=4, extra={})
    meta = {"detail": [{"name": "sentence", "kind": "text", "sections": 1}]}
    columns = Columns(meta, b"", b"", b"", [gzip.compress(batch[0])], [])
    assert read_texts(columns, "sentence") == ["a\ufffdb", "c"]


def test_claims_and_locations_hang_on_their_incident() -> None:
    frame = map_tables.incidents()
    columns = encode(frame, claims=map_tables.claims())
    plain = gzip.decompress(columns.chunks[0])
    hung = json.loads(plain[plain.rindex(b'{"claims"') :])
    order = locate(frame).order
    row = frame["incident_id"].to_numpy()[order].tolist().index(map_tables.incident_id(1))
    assert hung["claims"]["row"] == [row]
    assert hung["claims"]["wording"] == ["dawn"]


def test_shapes_come_back_within_their_step() -> None:
    area = shapely.Point(36.6, 35.9).buffer(0.2).difference(shapely.Point(36.6, 35.9).buffer(0.1))
    rings = [np.cumsum(np.array(r).reshape(-1, 2), axis=0) / 1e4 for r in pack_rings(area)]
    again = shapely.Polygon(rings[0], [rings[1]])
    assert again.symmetric_difference(area).area < 1e-4
    assert pack(shapely.LineString([(36, 35), (36.5, 35.5)]))["paths"] == [
        [360000, 350000, 5000, 5000]
    ]


def test_both_readings_of_a_zone_are_whole() -> None:
    inner = shapely.box(36, 35, 37, 36)
    rows = [
        {"zone_id": "z", "part": part, "kind": "demilitarized_zone", "geometry": shape}
        for part, shape in (("inner", inner), ("outer", inner.buffer(0.5)))
    ]
    drawn = context.zones(frames.frame(schema.ZONES, rows))
    assert [zone["part"] for zone in drawn] == ["inner", "outer"]
    assert [len(zone["shape"]["paths"]) for zone in drawn] == [1, 1]


def test_the_background_has_land_coasts_and_borders() -> None:
    layers = context.background((35.0, 34.0, 39.0, 37.5))
    assert {"Syria", "Turkey", "Lebanon"} <= {country["name"] for country in layers["countries"]}
    assert layers["land"]
    assert layers["coast"]
    assert layers["border"]
    assert len(json.dumps(layers)) < 40_000


def test_a_wide_background_is_coarser_not_larger() -> None:
    layers = basemap.clip((-130.0, -60.0, 150.0, 75.0))
    packed = [pack_rings(layers.land, 3), layers.coast, layers.border]
    assert len(json.dumps(packed)) < 900_000


def test_a_box_that_touches_a_coast_from_within_has_a_background() -> None:
    # The cut of Mozambique at this box crosses itself, and used to stop the map.
    layers = context.background((36.7424, -23.0751, 37.1735, -22.7446))
    assert [country["code"] for country in layers["countries"]] == ["MZ"]


def test_open_sea_is_a_background_too() -> None:
    layers = basemap.clip((-150.0, -40.0, -140.0, -35.0))
    assert layers.land.is_empty
    assert layers.countries == []


def test_the_first_view_holds_data_and_zones_and_no_stray() -> None:
    frame = map_tables.many(1000)
    stray = gpd.GeoDataFrame(frame.iloc[:1].assign(incident_id="inc-zz"), crs=schema.CRS)
    stray.geometry = [shapely.Point(100, -40)]
    both = gpd.GeoDataFrame(pd.concat([frame, stray]), crs=schema.CRS)
    west, south, east, north = first_view(both, map_tables.zones())
    assert west < 36
    assert 37 < east < 40
    assert 30 < south < 35
    assert north > 36


@pytest.mark.parametrize("where", [(179.9, 10.0), (-179.9, 84.0), (0.0, -84.9)])
def test_data_at_the_edge_of_the_world_has_a_background(where: tuple[float, float]) -> None:
    west, south, east, north = context.around((*where, *where))
    assert -180 <= west < east <= 180
    assert -85 <= south < north <= 85


def test_settlements_come_back_by_name_position_and_spelling() -> None:
    rows = [
        {"place_id": "pl-1", "name": "Kafr  Nabl", "name_ar": "كفر نبل", "admin1": "B",
         "lat": 35.61234, "lon": 36.50001, "population": 20_000},
        {"place_id": "pl-2", "name": "Ariha", "admin1": "A", "lat": 35.8, "lon": 36.6},
        {"place_id": "pl-3", "name": "Nowhere", "lat": None, "lon": None},
    ]  # fmt: skip
    frame = pd.DataFrame(rows).astype({"lat": float, "lon": float})
    spelled = {"pl-1": ["KAFR NABL", "Kafranbel", "كفرنبل", "kafranbel"]}
    found = context.places(frame, spelled, named={"pl-1"})
    steps = np.array([found["lat"], found["lon"]]).cumsum(axis=1) / 10 ** found["digits"]
    assert steps.tolist() == [[35.8, 35.6123], [36.6, 36.5]]
    assert found["names"].split("\n") == ["Ariha", "Kafr Nabl\tKafranbel\tكفرنبل"]
    assert found["name_ar"] == "\nكفر نبل"
    assert found["place_id"] == "\npl-1"
    assert found["population"] == "\n20000.0"
    assert "kind" not in found


def test_only_regions_that_are_drawn_come_and_neighbours_share_their_edge() -> None:
    wiggle = [(1.00012, y / 1000) for y in range(0, 1000, 40)]
    west = shapely.Polygon([(0, 0), *wiggle, (0, 1)])
    east = shapely.Polygon([(2, 0), *wiggle, (2, 1)])
    frame = gpd.GeoDataFrame(
        {"kind": ["unit", "unit", "other"], "name": ["W", "E", "O"], "pcode": ["1", "2", "3"]},
        geometry=[west, east, west],
        crs=4326,
    )
    drawn = context.regions(frame, ["unit"])
    assert [set(one) for one in drawn] == [{"kind", "name", "shape"}] * 2
    edges = [
        {tuple(v) for v in np.reshape(one["shape"]["paths"][0], (-1, 2)).cumsum(axis=0)}
        for one in drawn
    ]
    assert len(edges[0] & edges[1]) == len(wiggle)
