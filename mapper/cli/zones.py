"""``mapper zones``: which zones hold on a day, how a place lies to them, and counts by them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.base.days import interval
from mapper.base.errors import GazetteerError
from mapper.base.json_text import to_json
from mapper.cli import options
from mapper.cli.table import fitted, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.gazetteer import Gazetteer
    from mapper.places import Location
    from mapper.zones import Zone, Zones

    Span = tuple[str, str]


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> Any:  # noqa: ANN401 - click's signature
    """Turn a day, month or year into its first and last day."""
    if value is None:
        return None
    found = interval(value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no date; use YYYY-MM-DD, YYYY-MM or YYYY")
    return found[:2]


def _keys(_context: click.Context, _option: click.Parameter, value: str | None) -> list[str] | None:
    """Split what to count by, and refuse what is unknown."""
    if value is None:
        return None
    from mapper.zones import KEYS

    asked = [key.strip() for key in value.split(",")]
    for key in asked:
        if key not in KEYS:
            raise click.BadParameter(f"{key!r} is none of {', '.join(KEYS)}")
    return asked


@click.command()
@click.option(
    "--date", "days", callback=_day, metavar="DATE", help="Day (or month, year) asked about."
)
@click.option(
    "--at",
    "name",
    metavar="NAME|LON,LAT",
    help="Place to judge, in any spelling or script, or a position in degrees.",
)
@click.option("--in", "within", metavar="REGION", help="With --at: region the place lies in.")
@options.zone_file
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    metavar="STORE",
    help="Count the events of a store by their verdicts.",
)
@click.option(
    "--by",
    "keys",
    callback=_keys,
    metavar="KEYS",
    help="With --store: verdict, month, type, zone, admin1, held_by; several joined by commas.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--geojson", "as_geojson", is_flag=True, help="Print the shapes as GeoJSON, for QGIS."
)
@options.gazetteer
def command(
    *,
    days: Span | None,
    name: str | None,
    within: str | None,
    zone_file: str | None,
    store: Path | None,
    keys: list[str] | None,
    as_json: bool,
    as_geojson: bool,
    gazetteer_folder: Path | None,
) -> None:
    """List the zones and lines of contact, judge a place, or count a store's events by verdict.

    P is the probability that the place lies inside, from the errors of the place, the line
    and the zone's depth. Verdicts: inside from 0.9, outside up to 0.1, edge between; unknown
    without a date; not_in_force when the zone did not hold. GeoJSON has the smallest and the
    largest depth (inner, outer) and the band where even an exact place is edge (fade) as
    features of their own.

    \b
    Examples:
      mapper zones --date 2019-05-06
      mapper zones --date 2019-05-06 --at "Kafr Nabl"
      mapper zones --date 2019-05-06 --at 36.56,35.61
      mapper zones --zone-file own.kml --at "Kafr Nabl"
      mapper zones --date 2020-06 --at al-Maouzrah --in Idlib --json
      mapper zones --geojson > zones.geojson
      mapper zones --store outputs/store.gpkg --by month
    """
    _refuse_odd_mixes(name, within, store, keys, as_json=as_json, as_geojson=as_geojson)
    if store is not None and zone_file:
        raise click.UsageError("--store goes with --by and --json only")
    if store is not None:
        lines = _statistics(store, keys or ["month"], as_json=as_json)
    else:
        from mapper.gazetteer import load_gazetteer

        gazetteer = load_gazetteer(gazetteer_folder)
        zones = _zones(zone_file, gazetteer, is_judging=name is not None)
        if name is not None:
            lines = _judged(name, within, days, gazetteer, zones, as_json=as_json)
        elif as_geojson:
            lines = _shapes(zones, days)
        else:
            lines = _listed(zones, days, as_json=as_json)
    for line in lines:
        click.echo(line, nl=False)


def _zones(zone_file: str | None, gazetteer: Gazetteer, *, is_judging: bool) -> Zones:
    """Load the pack's zones or those of a file, and say how the file was read."""
    from mapper.query import strays
    from mapper.zones import load_zones, zones_of, zones_of_file

    if zone_file is None:
        return load_zones(gazetteer.zones_path)
    if is_judging:
        zones, remarks = zones_of(gazetteer.zones_path, zone_file)
    else:
        zones, remarks = zones_of_file(zone_file)
    for remark in (*remarks, *strays(zones, gazetteer)):
        click.echo(f"Note: {remark}.", err=True)
    return zones


def _refuse_odd_mixes(
    name: str | None,
    within: str | None,
    store: Path | None,
    keys: list[str] | None,
    *,
    as_json: bool,
    as_geojson: bool,
) -> None:
    if within and name is None:
        raise click.UsageError("--in goes with --at")
    if keys and store is None:
        raise click.UsageError("--by goes with --store")
    if store is not None and (name is not None or as_geojson):
        raise click.UsageError("--store goes with --by and --json only")
    if as_geojson and (as_json or name is not None):
        raise click.UsageError("--geojson goes with --date only")


_NONE = "There are no zones and no lines of contact."


def _listed(zones: Zones, days: Span | None, *, as_json: bool) -> Iterator[str]:
    """List zones and lines of contact, all or those in force."""
    from mapper.query import list_zones

    rows = list_zones(zones, days)
    if as_json:
        yield _json(rows)
        return
    names = ("zone", "from", "to", "depth km", "area km2", "accuracy km", "name")
    cells = [
        [
            row["zone_id"],
            row["valid_from"] or "",
            row["valid_to"] or "open",
            "-".join(f"{depth:g}" for depth in row["depth_km"]),
            "-".join(str(area) for area in row["area_km2"]),
            f"{row['accuracy_km']:g}",
            row["name"],
        ]
        for row in rows
    ]
    if not (zones.zones or zones.lines):
        click.echo(_NONE, err=True)
    elif not cells:
        click.echo("No zone and no line of contact is in force then.", err=True)
    if cells:
        yield from (f"{line}\n" for line in fitted(names, cells, terminal_width()))
    if cells and days and zones.lines and not any(line.holds(*days) for line in zones.lines):
        click.echo("No line of contact of the pack holds on that date.", err=True)


def _shapes(zones: Zones, days: Span | None) -> Iterator[str]:
    """Give the shapes as a feature collection."""
    from mapper.base import schema
    from mapper.export import collection, from_frame

    layer = zones.layer()
    if days:
        since, until = layer["valid_from"].fillna(""), layer["valid_to"].fillna("9999")
        layer = layer[(since <= days[1]) & (until >= days[0])]
    return collection(schema.ZONES, from_frame(schema.ZONES, layer))


def _judged(
    name: str,
    within: str | None,
    days: Span | None,
    gazetteer: Gazetteer,
    zones: Zones,
    *,
    as_json: bool,
) -> Iterator[str]:
    """Judge one place against every zone."""
    from mapper.query import explain_zone, judge_place, place_at, position

    written = position(name)
    if written and within:
        raise click.UsageError("--in goes with the name of a place, not with a position")
    place = place_at(*written[1:], gazetteer) if written else _place(name, within, gazetteer)
    unit = gazetteer.about.setting().one("admin1")
    other = place_at(place.lat, place.lon, gazetteer).admin1 if written else None
    if other and not place.admin1:
        click.echo(
            f"Warning: {place.name} lies in no {unit} of the pack; with its axes swapped it"
            f" lies in {other}: longitude comes first.",
            err=True,
        )
    rows, held = judge_place(place, days, zones, gazetteer)
    if as_json:
        yield _json(rows)
        return
    when = " to ".join(dict.fromkeys(days)) if days else "no date given"
    admin1 = _admin1(place, gazetteer)
    yield f"{place.name}, {admin1}: {place.lat:.4f}, {place.lon:.4f}; {when}\n"
    by_id: dict[str, Zone] = {zone.zone_id: zone for zone in zones.judged}
    if not rows:
        click.echo(_NONE, err=True)
    for row in rows:
        zone = by_id[row["zone_id"]]
        yield f"\n{zone.name} ({zone.zone_id})\n"
        yield (
            f"  {row['verdict']}; P {row['p_inside']:.2f}; "
            f"{row['distance_km']:+.1f} km to the nominal edge (negative: inside)\n"
        )
        yield f"  {explain_zone(place, zone, row, zones)}\n"
    if days and any(line.feature.held_by for line in zones.lines):
        yield f"\nHeld by: {held}\n"


def _place(name: str, within: str | None, gazetteer: Gazetteer) -> Location:
    """Place a name, or say what it might be."""
    from mapper.places import locate

    region = gazetteer.region(within).place_id if within else None
    found = locate(name, gazetteer, within=region)
    if found.location is not None:
        return found.location
    nearest = "; ".join(
        f"{c.name} ({gazetteer.places[c.place_id].admin1 or gazetteer.places[c.place_id].country})"
        for c in found.candidates[:5]
    )
    why = (
        "may be any of several places; name its region with --in"
        if found.status == "tie"
        else "is not known; the nearest names are"
        if nearest
        else "is not known"
    )
    raise GazetteerError(f"{name!r} {why}" + (f": {nearest}" if nearest else ""))


def _admin1(place: Location, gazetteer: Gazetteer) -> str:
    """Name the first-level unit, and say so where the polygons give another than the gazetteer."""
    import pandas as pd

    from mapper.gazetteer import disagreements

    names = ("place_id", "name", "admin1", "lat", "lon", "radius_m")
    asked = pd.DataFrame([{name: getattr(place, name) for name in names}])
    for warning in disagreements(asked, gazetteer):
        click.echo(
            f"Warning: by the gazetteer {place.name} is in {warning['admin1']}, by the polygons "
            f"in {warning['by_polygon'] or 'none'}; it lies {warning['distance_km']} km "
            f"outside {warning['admin1']}'s polygon.",
            err=True,
        )
    return place.admin1 or f"{gazetteer.about.setting().one('admin1')} not known"


def _statistics(store: Path, keys: list[str], *, as_json: bool) -> Iterator[str]:
    """Count the events of a store."""
    from mapper.store import read_table
    from mapper.zones import place_statistics

    rows = place_statistics(read_table(store, "events"), by=keys)
    if as_json:
        yield _json(rows)
        return
    verdicts = [v for v in ("inside", "edge", "outside") if any(v in r["events"] for r in rows)]
    names = [*keys, "events", *verdicts, "other", "expected inside"]
    for toll in ("strikes", "killed", "injured"):
        names += [toll, f"{toll} inside", f"{toll} expected"]
    cells = []
    for row in rows:
        events = row["events"]
        told = [events.get(verdict, 0) for verdict in verdicts]
        cells.append(
            [
                *(row[key] for key in keys),
                str(events["all"]),
                *map(str, told),
                str(events["all"] - sum(told)),
                f"{events['expected_inside']:.1f}",
                *(
                    _range(row[toll], kind)
                    for toll in ("strike_count", "killed", "injured")
                    for kind in ("", "inside_", "expected_")
                ),
            ]
        )
    if not cells:
        click.echo("The store has no event to count.", err=True)
        return
    yield from (f"{line}\n" for line in fitted(names, cells, terminal_width()))


def _range(counts: dict[str, Any], kind: str) -> str:
    low, high = counts[f"{kind}min"], counts[f"{kind}max"]
    if not counts["stated"]:
        return ""
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _json(rows: list[dict[str, Any]]) -> str:
    return to_json(rows, indent=1) + "\n"
