"""From the tables to the map: the one function the rest of the package calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
import numpy as np
import pandas as pd
import shapely

from mapper.base import globe
from mapper.base.errors import ExportError
from mapper.base.rejects import refused_by_reason
from mapper.base.schema import JOINER, VERSION
from mapper.base.setting import CREDIT, KINDS, PLAIN, Setting, capital
from mapper.maps.data import context
from mapper.maps.data.columns import encode
from mapper.maps.data.events import Shown, rows_of, with_evidence, writing_of
from mapper.maps.data.locator import locator
from mapper.maps.page import plain
from mapper.maps.page.appearance import Appearance, title_of
from mapper.maps.page.colours import colours_of, restyled
from mapper.maps.page.incident_map import IncidentMap
from mapper.maps.page.layer import IncidentLayer, load_style
from mapper.maps.page.wording import DEFAULT_INTERFACE, catalogue, worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from mapper.maps.data.context import Bounds
    from mapper.maps.page.colours import GivenColours

OWN_CREDITS = (
    {
        "name": "Natural Earth",
        "what": "coasts, borders as it sees them",
        "licence": "public domain",
    },
    {"name": "Leaflet", "what": "map library", "licence": "BSD 2-clause"},
)
"""Whom it credits besides: what the page itself is drawn with."""

REJECTS_SHOWN = 500

TITLE = "Incidents"


def render_map(
    tables: Mapping[str, pd.DataFrame],
    *,
    title: str = TITLE,
    tiles: str | folium.TileLayer | None = None,
    names: Mapping[str, Sequence[str]] | None = None,
    sounds: Mapping[str, Any] | None = None,
    credits_: Sequence[Mapping[str, str]] | None = None,
    subtitle: str | None = None,
    byline: str | None = None,
    url: str | None = None,
    colours: GivenColours | None = None,
    hide: Sequence[str] = (),
    focus: Bounds | None = None,
    days: str | None = None,
    size_by: str | None = None,
    interface: str = DEFAULT_INTERFACE,
    units: Mapping[str, Sequence[str]] | None = None,
) -> IncidentMap:
    """Draw the tables of a build as a map in one offline page.

    Parameters
    ----------
    tables
        Frames of `mapper.base.schema` by table name. ``incidents`` is needed. With ``events``
        (and ``event_links``) the page shows events, each with its reports, else the reports
        one by one. ``locations``, ``uncertainty``, ``zones``, ``regions``, ``places``,
        ``claims``, ``articles``, ``rejects`` and ``run`` are used where they are given. Not
        changed.
    title
        Title of the page; a blank text is none here, and so in `subtitle` and `byline`.
    tiles
        Online background: a name folium knows or a layer. Whoever opens the page then
        tells its server which area they look at; the page says so, and leaves its own
        land and borders out.
    names
        Other spellings per ``place_id`` in any script, for the search; with `sounds` those that
        sound like one before them may be left out (`mapper.gazetteer.Gazetteer.heard`).
    sounds
        Rules by which the search compares how names sound (`mapper.gazetteer.sounds.Sounds.rules`);
        without them it finds places by the letters of a spelling.
    credits_
        ``name``, ``what`` and ``licence`` of each source the page thanks; without them those
        that the table ``run`` names.
    subtitle, byline
        Lines under the title: what the map shows, and who made it.
    url
        Address (http, https) under which the page will be published.
    colours
        By column (``event_type``, ``zone_verdict``, ``geo_precision``, ``scope``; ``zones`` by
        their kind) and code: ``colour`` (#rrggbb), ``symbol``, ``label`` in the place of the
        shared ones, on this page alone; or the colour as text. Or the path of a table of them.
    hide
        What is off at first, of ``zones``, ``lines``, ``posts``, ``regions``, ``settlements``,
        ``background`` and ``uncertainty``, listed or in one text with commas; a reader can
        switch it on.
    focus
        Box of the first view: west, south, east, north in degrees, the west above the east
        across the 180th meridian. Nothing is left out by it.
    days
        Days chosen at first, ``A/B``, ``A/`` or ``/B``: each a day, month or year, both
        included. Nothing is left out by it. Where none is a day of the data the page opens
        with all.
    size_by
        ``killed``: dots are the larger the more were killed; ``none`` as None.
    interface
        Language of what the page says itself: ``en``, ``ar``.
    units
        By level (``admin1`` ...) what administrative units are called in that language, one
        and several; without them an English page has the words of the build, another the
        general ones of its catalogue.

    Returns
    -------
    page
        A folium map: add to it what you like, then ``save`` it. Its ``remarks`` say what of
        the above came to nothing.

    Raises
    ------
    ExportError
        If no background has the name that was asked for.
    SchemaError
        If one of the texts, words, days or colours is none; names it.

    Examples
    --------
    >>> from mapper.base.frames import frame
    >>> from mapper.base.schema import INCIDENTS
    >>> empty = render_map({"incidents": frame(INCIDENTS, [])}, title="Nothing yet")
    >>> "mapper-core" in empty.get_root().render()
    True
    """
    look = Appearance(
        subtitle=subtitle,
        byline=byline,
        url=url,
        colours=colours_of(colours, load_style()),
        hide=hide,
        focus=focus,
        days=days,
        size_by=size_by,
        interface=interface,
    )
    title = title_of(title, TITLE)
    background = _tile_layer(tiles) if isinstance(tiles, str) else tiles
    own = {"title": title} | ({} if background is None else {"tiles": _host(background)})
    layer, bounds, remark = _layer(
        tables, look, own, names=names, credits_=credits_, units=units, sounds=sounds
    )
    page = _empty_page(title, bounds)
    if background is not None:
        page.allow_network = True
        background.add_to(page)
    layer.add_to(page)
    page.remarks = (remark,) if remark else ()
    return page


def _layer(
    tables: Mapping[str, pd.DataFrame],
    look: Appearance,
    own: Mapping[str, str],
    *,
    names: Mapping[str, Sequence[str]] | None,
    credits_: Sequence[Mapping[str, str]] | None,
    units: Mapping[str, Sequence[str]] | None,
    sounds: Mapping[str, Any] | None,
) -> tuple[IncidentLayer, Bounds, str | None]:
    """Encode the tables, say of them what there is to say, and choose the first view and days."""
    shown = rows_of(
        tables["incidents"],
        tables.get("events"),
        tables.get("event_links"),
        _with_areas(tables.get("locations"), tables.get("uncertainty")),
    )
    run = _run(tables.get("run"))
    setting = Setting.of_run(run)
    east = _seam(shown.rows, tables.get("zones"))
    columns = encode(shown, _children(tables, shown), east=east)
    whole = first_view(shown.rows, tables.get("zones"), east=east, extent=setting.extent)
    bounds = look.view(east) or whole
    around: dict[str, Any] = {
        "background": context.background(_both(bounds, whole), bounds),
        "locator": locator(bounds),
    }
    around |= _around(tables, columns.areas, names, east)
    if sounds is not None:
        around["sounds"] = sounds
    articles = _articles(tables.get("articles"), shown)
    days, remark = look.opening(*_span(shown.rows))
    about = {
        **own,
        "credits": _credits(_told_credits(run) if credits_ is None else credits_),
        "units": _units(setting, look, units),
        "levels": dict(KINDS),
        "timezone": setting.timezone,
        "view": [round(edge, 4) for edge in bounds],
        "rejects": _rejects(tables.get("rejects")),
        "refused": _refused(tables.get("decisions")),
        "run": {key: value for key, value in run.items() if not key.startswith(CREDIT)},
        "schema": VERSION,
        "articles": articles,
        "rightToLeft": _right_to_left(articles),
        **look.about(),
        **({"days": list(days)} if days else {}),
    }
    table = _table(shown, articles, look)
    layer = IncidentLayer(columns, context=around, about=about, table=table, look=look)
    return layer, bounds, remark


def _units(
    setting: Setting, look: Appearance, units: Mapping[str, Sequence[str]] | None
) -> dict[str, list[str]]:
    """Give what units are called, one and several; a build knows their English words alone."""
    if units is None and look.interface == DEFAULT_INTERFACE:
        return {level: [setting.label(level), setting.labels(level)] for level in PLAIN}
    return {level: [capital(word) for word in words] for level, words in (units or {}).items()}


def _span(rows: pd.DataFrame) -> tuple[str | None, str | None]:
    """Give the first and last day of the data."""
    starts, ends = rows["date_start"].dropna(), rows["date_end"].dropna()
    return min(starts, default=None), max(ends, default=None)


def _both(one: Bounds, other: Bounds) -> Bounds:
    """Give the box around two."""
    west, south = (min(pair) for pair in zip(one[:2], other[:2], strict=True))
    east, north = (max(pair) for pair in zip(one[2:], other[2:], strict=True))
    return (west, south, east, north)


def _table(shown: Shown, articles: Mapping[str, Mapping[str, Any]], look: Appearance) -> str:
    """Write the first rows for readers without scripts."""
    words = catalogue(look.interface)
    style = restyled(worded(load_style(), words), look.colours)
    types = {code: entry["label"] for code, entry in style["event_type"].items()}
    first = with_evidence(shown)
    return plain.table(first, types, articles, are_events=shown.are_events, words=words)


def _seam(incidents: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None) -> float:
    """Choose the meridian that the page is cut at: 180, unless its data lie across that."""
    lon = shapely.get_coordinates(incidents.geometry.to_numpy())[:, 0]
    if zones is None:
        return globe.seam(lon, lon)
    parts = shapely.get_parts(zones.geometry[zones.geometry.notna()].to_numpy())
    low, _, high, _ = shapely.bounds(parts).reshape(-1, 4).T
    return globe.seam(np.concatenate([lon, low]), np.concatenate([lon, high]))


def first_view(
    incidents: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame | None,
    *,
    east: float = globe.HALF,
    extent: Bounds | None = None,
) -> Bounds:
    """Choose the box of the first view: the bulk of the data, and the zones.

    Parameters
    ----------
    incidents
        Incidents; one far from all others (beyond the middle 98 %) does not widen the box.
    zones
        Zones to show too, or None.
    east
        Seam of the page (`mapper.base.globe.seam`).
    extent
        Box of the region, for a page that has nothing else to show.

    Returns
    -------
    bounds
        West, south, east, north, degrees; across the 180th meridian the west lies beyond
        -180.
    """
    points = shapely.get_coordinates(incidents.geometry.to_numpy())
    points[:, 0] = globe.shifted(points[:, 0], east)
    boxes = []
    if len(points):
        frame_ = pd.DataFrame(points)
        low, high = frame_.quantile(0.01), frame_.quantile(0.99)
        boxes.append(shapely.box(low[0], low[1], high[0], high[1]))
    if zones is not None:
        areas = zones.geometry[zones["part"].isin(["zone", "inner", "outer"])]
        drawn = (globe.framed(shape, east) for shape in areas if shape is not None)
        boxes += [shapely.box(*shape.bounds) for shape in drawn]
    if not boxes and extent:
        west, south, end, north = extent
        return (west if west < end else west - globe.TURN, south, end, north)
    if not boxes:
        return (-170.0, -60.0, 170.0, 75.0)
    west, south, east, north = shapely.total_bounds(boxes).tolist()
    pad = max((east - west) * 0.04, (north - south) * 0.04, 0.05)
    return (west - pad, south - pad, east + pad, north + pad)


def _empty_page(title: str, bounds: Bounds) -> IncidentMap:
    """Make a page with nothing on it yet, its view over the middle of a box."""
    west, south, east, north = bounds
    return IncidentMap(
        location=(round((south + north) / 2, 4), round((west + east) / 2, 4)),
        title=title,
        zoom_start=7,
        zoom_snap=0.25,
        max_zoom=17,
        attribution_control=False,
        zoom_control=False,
        control_scale=False,
    )


def _around(
    tables: Mapping[str, pd.DataFrame],
    areas: Sequence[str],
    names: Mapping[str, Sequence[str]] | None,
    east: float,
) -> dict[str, Any]:
    """Pack what lies around the incidents, as far as there are tables of it."""
    found: dict[str, Any] = {}
    if tables.get("zones") is not None:
        found["zones"] = context.zones(tables["zones"], east=east)
    if tables.get("regions") is not None:
        found["regions"] = context.regions(tables["regions"], load_style()["regions"], east=east)
    if tables.get("places") is not None:
        placed = _placed(tables)
        found["places"] = context.places(tables["places"], names, named=placed, east=east)
    if tables.get("uncertainty") is not None and len(areas):
        found["areas"] = context.areas(tables["uncertainty"], areas, east=east)
    return found


def _placed(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Give the ids of the places that the page's rows are at."""
    frames = (tables.get(name) for name in ("incidents", "events"))
    columns = [frame["place_ids"] for frame in frames if frame is not None]
    return {i for column in columns for ids in column.dropna() for i in ids.split(JOINER)}


def _with_areas(
    locations: pd.DataFrame | None, uncertainty: gpd.GeoDataFrame | None
) -> pd.DataFrame | None:
    """Add to each location the name of the region it stands for."""
    if locations is None or uncertainty is None:
        return locations
    keys = uncertainty[["incident_id", "seq"]].assign(area=context.area_key(uncertainty))
    merged = locations.merge(keys, on=["incident_id", "seq"], how="left", validate="one_to_one")
    return merged.set_axis(locations.index)


def _children(tables: Mapping[str, pd.DataFrame], shown: Shown) -> dict[str, pd.DataFrame]:
    """Pick the tables whose rows a card lists."""
    found = {"locations": shown.locations, "claims": tables.get("claims"), "maybe": shown.maybe}
    return {name: table for name, table in found.items() if table is not None and len(table)}


def _credits(of_data: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Join the credits of the data and the page's own, each name once."""
    named = {one["name"] for one in of_data}
    own = [one for one in OWN_CREDITS if one["name"] not in named]
    keys = ("name", "what", "licence")
    return [{key: one.get(key) or "" for key in keys} for one in (*of_data, *own)]


def _told_credits(run: Mapping[str, str]) -> list[dict[str, str]]:
    """Read whom a store says to credit, from its table ``run``."""
    found = []
    for key, value in run.items():
        if key.startswith(CREDIT):
            what, _, licence = value.rpartition(JOINER)
            found.append({"name": key.removeprefix(CREDIT), "what": what, "licence": licence})
    return found


def _refused(decisions: pd.DataFrame | None) -> dict[str, int]:
    """Count the words that looked like a strike and were not taken, by reason."""
    if decisions is None:
        return {}
    return refused_by_reason(decisions["outcome"], decisions["why"])


def _rejects(rejects: pd.DataFrame | None) -> dict[str, Any]:
    if rejects is None:
        return {"count": 0, "rows": []}
    shown = rejects.head(REJECTS_SHOWN)
    rows = [
        {name: context.plain(value) for name, value in row.items()}
        for row in shown.to_dict("records")
    ]
    return {"count": len(rejects), "rows": rows}


def _run(run: pd.DataFrame | None) -> dict[str, str]:
    if run is None:
        return {}
    return {str(k): str(v) for k, v in zip(run["key"], run["value"], strict=True)}


def _articles(articles: pd.DataFrame | None, shown: Shown) -> dict[str, dict[str, Any]]:
    """Give the hashes of the articles, which the card states as proof, and how they are written."""
    if articles is None:
        return {}
    writing = writing_of(articles, shown)
    rows = articles[["article_id", "sha256", "original_sha256"]].to_dict("records")
    return {
        row["article_id"]: {n: context.plain(row[n]) for n in ("sha256", "original_sha256")}
        | writing.get(row["article_id"], {})
        for row in rows
    }


def _right_to_left(articles: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Name the language of the page's articles that runs right to left, where it is one."""
    codes = {row["lang"] for row in articles.values() if row.get("dir") == "rtl"}
    return codes.pop() if len(codes) == 1 else None


def _tile_layer(tiles: str) -> folium.TileLayer:
    """Make a layer of a name that folium knows, or of an address with {z}, {x} and {y}."""
    attribution = urlsplit(tiles).netloc or None
    try:
        return folium.TileLayer(tiles, attr=attribution)
    except ValueError as problem:
        raise ExportError(f"no background is called {tiles!r} ({problem})") from problem


def _host(layer: folium.TileLayer) -> str:
    """Name the server of an online background."""
    return urlsplit(str(layer.tiles)).netloc.replace("{s}.", "")
