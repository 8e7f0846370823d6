"""The steps in order, from sources to outputs; what each does is in its own module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.base import frames, schema, vectors
from mapper.base.errors import ArticleError
from mapper.base.ids import hash_file, make_id
from mapper.base.schema import JOINER
from mapper.base.setting import COUNTRIES, CREDIT
from mapper.base.version import __version__
from mapper.corrections import read_corrections
from mapper.gazetteer import load_gazetteer
from mapper.gazetteer import tables as pack_tables
from mapper.incidents import code_table
from mapper.pipeline import custody, provenance, report
from mapper.pipeline.coding import BATCH, code_articles
from mapper.pipeline.coding import NOTES as OF_READING
from mapper.pipeline.earlier import INPUT, NAMED, NOTES, TABLE_OF, UNUSED, ZONE_FILE, opened
from mapper.pipeline.events import event_tables
from mapper.pipeline.gathered import Gathered
from mapper.pipeline.kept import KEEPS, Laid, Originals
from mapper.pipeline.laid_out import Named, by_own_name
from mapper.pipeline.output_folder import filling
from mapper.pipeline.releasing import MAP, Given, hand_over
from mapper.places import uncertainty
from mapper.release import BUILD_KEY, INTERNAL, PROFILE_KEY, Wishes, release
from mapper.sources import AS_TOLD, credit, list_sources, read_records
from mapper.store import STORE, store_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from mapper.corrections import Read
    from mapper.corrections import Told as ToldOfPairs
    from mapper.gazetteer import Gazetteer
    from mapper.joining import Joined
    from mapper.pipeline.earlier import Earlier
    from mapper.sources import Reading, Sources
    from mapper.store import StoreWriter
    from mapper.zones import Zones

Row = dict[str, Any]
Told = dict[str, dict[str, list[str]]]

TITLE = "Incidents"


@dataclass(frozen=True, slots=True)
class Build:
    """What a build left: the folder, the report, and how much input was refused.

    `report` is complete: what the file of that name says is released. `map` is the page.
    `remarks` say how a file of zones was read. Of a build that appends also the files
    whose earlier rows went, and the number of articles and tables that were recognised and
    not read again.
    """

    folder: Path
    report: dict[str, Any]
    n_rejects: int
    map: Path
    replaced: tuple[str, ...] = ()
    n_unchanged: int = 0
    remarks: tuple[str, ...] = ()


class _Way(NamedTuple):
    """How articles are read: by how many processes, whom to tell, where originals are kept."""

    jobs: int
    progress: Callable[[int, int], None] | None
    originals: Originals | None


def build(
    sources: Iterable[Path],
    output: Path,
    *,
    gazetteer: Path | None = None,
    jobs: int = 1,
    overwrite: bool = False,
    append: bool = False,
    title: str | None = None,
    zone_file: str | None = None,
    reading: Reading = AS_TOLD,
    corrections: Sequence[Path] = (),
    keep_originals: bool = False,
    wishes: Wishes | None = None,
    at: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Build:
    """Build store, GeoJSON, map, report and manifest from articles and tables of records.

    Parameters
    ----------
    sources
        Folders, manifests, tables of records, single documents; see
        `mapper.sources.listing.list_sources`.
    output
        Folder for the outputs. Files of an earlier build are replaced at the end;
        until then they stay as they are.
    gazetteer
        Folder of the region pack; None for the shipped one.
    jobs
        Processes that code articles. The outputs are the same with any number.
    overwrite
        Write into a folder that holds files no build left there; they stay.
    append
        Add to what an earlier build left in `output`. Articles and tables that it read
        are not read again; a file of the same name with other content replaces it.
    title
        Title of the map; None for the pack's own, or when appending for the earlier one.
    zone_file
        ``FILE`` or ``FILE:LAYER`` with zones to judge by instead of the pack's. The same
        is needed when appending.
    reading
        What the user says of how to read tables.
    corrections
        Files of what people decided otherwise, beside those that stand beside the sources.
    keep_originals
        Keep the bytes of every file looked at under their hash in the folder ``originals``, and
        the text that was read of it; a build that appends does what the earlier one did.
    wishes
        How much of the store may leave; None for the public profile, or when appending for what
        the earlier build was told.
    at
        Time of the build, for its log and for what is held back by the hour; see
        `mapper.pipeline.custody.moment`.
    progress
        Called with the number of articles done and their total.

    Returns
    -------
    build
        Folder and report. Refused input is in the table ``rejects`` and the report.

    Raises
    ------
    ArticleError
        If nothing can be read at all, or a file of corrections cannot.
    GazetteerError, ZoneError
        If the pack cannot be used.
    ExportError, StoreError
        If the outputs cannot be written, or the earlier ones cannot be added to.
    """
    at = custody.moment(at)
    pack = load_gazetteer(gazetteer)
    zones, remarks, options = _zones(zone_file, pack)
    named = Named(by_own_name(sources), tuple(corrections), zone_file, reading)
    listing, read = _listed(named, append=append)
    with (
        filling(output, overwrite=overwrite, adding=append) as draft,
        opened(store_in(output) if append else None, pack, options.get(ZONE_FILE)) as earlier,
    ):
        title = title or earlier.title or pack.title or TITLE
        remaining = earlier.compare(listing)
        with _store(draft / STORE, pack, zones) as store:
            found = Gathered(store, remaining.sources.rejects)
            options |= {KEEPS: "yes"} if keep_originals or earlier.keeps_originals else {}
            laid = Laid(listing, named, output if append else None) if KEEPS in options else None
            way = _Way(jobs, progress, laid and Originals(draft, laid))
            notes = _add_articles(remaining.sources, earlier, pack, found, way)
            told = _add_tables(remaining.sources, earlier, pack, found, reading)
            _add_notes(told, remaining.sources, notes)
            remarks += earlier.without_file(named.sources)
            joined = found.join(pack.language(), _correct(found, earlier, read, pack))
            asked = (wishes or Wishes()).over(earlier.wishes).fixed(custody.as_time(at))
            options |= asked.to_run() | {"title": title}
            run = _run(pack, remaining.inputs, options, told)
            tables = _write_tables(found, joined, zones, pack, run)
        made = _report(found, joined, tables, told, pack, judged=len(zones.judged))
        policy = asked.policy()
        given = Given(remaining.inputs, pack, options | reading.as_options())
        listed = hand_over(draft, release(tables, policy, pack, zones), policy, given, made)
        decided = frames.rows_of(tables["corrections"])
        custody.record(output, listed, remaining.inputs, decided, is_added=append, at=at)
    left = (remaining.replaced, remaining.n_unchanged, remarks)
    return Build(output, made, len(found.rejects), output / policy.name(Path(MAP)), *left)


def _store(path: Path, pack: Gazetteer, zones: Zones) -> StoreWriter:
    """Begin the store, with the styles in which QGIS opens its layers."""
    from mapper.export import Wording, layer_styles
    from mapper.store import StoreWriter

    wording = Wording(pack.about.setting(), zones.kinds, bool(zones.zones))
    return StoreWriter(path, styles=layer_styles(wording))


def _listed(named: Named, *, append: bool) -> tuple[Sources, list[Read]]:
    """List what is to be read, and read what people decided.

    Corrections alone give nothing, but where something is there.
    """
    listing = list_sources(named.sources, named.reading, corrections=named.corrections)
    if not (append or listing.entries or listing.tables):
        raise ArticleError("nothing to read: there are corrections, and no source beside them")
    return listing, [read_corrections(path, name) for name, path in listing.corrections]


def _correct(
    found: Gathered, earlier: Earlier, read: Sequence[Read], pack: Gazetteer
) -> ToldOfPairs:
    """Apply what people decided, in files read before and now; the last that is read of before."""
    decided = [*earlier.corrections(read), *(one for each in read for one in each.corrections)]
    earlier.close()
    found.rejects += [row for each in read for row in each.rejects]
    return found.correct(decided, pack)


def _zones(zone_file: str | None, pack: Gazetteer) -> tuple[Zones, tuple[str, ...], dict[str, str]]:
    """Load the zones to judge by, and say how; a file of zones is recorded by name and hash."""
    from mapper.query import strays
    from mapper.zones import zones_of

    zones, remarks = zones_of(pack.zones_path, zone_file)
    if zone_file is None:
        return zones, (), {}
    path, layer = vectors.named(zone_file)
    name = f"{path.name}:{layer}" if layer else path.name
    remarks = (*remarks, *strays(zones, pack))
    return zones, remarks, {ZONE_FILE: f"{name} {hash_file(path)}"}


def _report(
    found: Gathered,
    joined: Joined,
    tables: Mapping[str, pd.DataFrame],
    told: Told,
    pack: Gazetteer,
    *,
    judged: int,
) -> dict[str, Any]:
    """Count what the build found, and say what it left out."""
    from mapper.gazetteer import disagreements
    from mapper.words import listed_parties

    return report.summarise(
        tables["incidents"],
        tables["events"],
        rejects=found.rejects,
        links=joined.links,
        unresolved=found.unresolved,
        rows=found.rows,
        unused=told[UNUSED],
        notes=told[NOTES],
        tables=told[TABLE_OF],
        decisions=tables["decisions"],
        corrections=tables["corrections"],
        governorates=disagreements(tables["locations"], pack),
        parties=listed_parties(pack.language()),
        judged=judged,
    )


def _add_articles(
    listing: Sources,
    earlier: Earlier,
    pack: Gazetteer,
    found: Gathered,
    way: _Way,
) -> list[Row]:
    """Add the articles of the earlier build that stay, and those to code; give notes of these."""
    notes: list[Row] = []
    for batch in earlier.articles():
        found.add(batch)
    if way.originals:
        way.originals.keep(listing.entries)
    for number, batch in enumerate(code_articles(listing.entries, pack, jobs=way.jobs), start=1):
        found.add(batch)
        notes += batch[OF_READING]
        if way.originals:
            way.originals.add(batch)
        _tell(way.progress, number, listing)
    return notes


def _add_tables(
    listing: Sources,
    earlier: Earlier,
    pack: Gazetteer,
    found: Gathered,
    reading: Reading,
) -> Told:
    """Add tables of records, earlier and new.

    Gives by kind and file what is to be told of each: the columns that nobody used, the
    known table that it is, the columns that the user named, and what was noted of how it was
    read.
    """
    for batch in earlier.records():
        found.add(batch)
    told = {start: earlier.told(start) for start in (UNUSED, TABLE_OF, NAMED, NOTES)}
    for one in listing.tables:
        table = read_records(one.path, reading, file=one.file)
        found.add(code_table(found.apart(table), pack))
        told[UNUSED][one.file] = list(table.unused)
        if table.source:
            told[TABLE_OF][one.file] = [table.source]
        if table.named:
            told[NAMED][one.file] = list(table.named)
        if table.notes:
            told[NOTES][one.file] = list(table.notes)
    return told


def _add_notes(told: Told, listing: Sources, notes: Iterable[Row]) -> None:
    """Put what is to be known of how manifests and documents were read in the place of earlier."""
    for name in (*(one.name for one in listing.manifests), *(one.file for one in listing.entries)):
        told[NOTES].pop(name, None)
    for name, note in (*listing.notes, *((row["file"], row["note"]) for row in notes)):
        kept = told[NOTES].setdefault(name, [])
        kept += [note] if note not in kept else []


def _credits(pack: Gazetteer, told: Told) -> list[dict[str, str]]:
    """Say whom to credit, for the pack and for the tables of records."""
    titles = (title for titles in told[TABLE_OF].values() for title in titles)
    return [*pack_tables.credit_rows(pack), *credit(titles)]


def _write_tables(
    found: Gathered, joined: Joined, zones: Zones, pack: Gazetteer, run: Iterable[Row]
) -> dict[str, pd.DataFrame]:
    """Judge incidents and events; write them and the tables around, behind what is written.

    Gives the tables that the outputs beside the store are made of.
    """
    tables = _judge(found, zones, pack)
    tables |= event_tables(joined, tables["locations"], zones, pack)
    tables |= _surroundings(found, zones, pack, run)
    for name, table in tables.items():
        found.write(name, table)
    return tables | found.kept()


def _judge(found: Gathered, zones: Zones, pack: Gazetteer) -> dict[str, pd.DataFrame]:
    """Judge locations against the zones, and their incidents by them."""
    from mapper.zones import VERDICT_COLUMNS, judged, summarise

    days = {row["incident_id"]: (row["date_start"], row["date_end"]) for row in found.incidents}
    locations, related = judged(found.locations, days, zones, pack.settlements()[:2])
    incidents = frames.frame(schema.INCIDENTS, found.incidents)
    summed = summarise(locations).reindex(incidents["incident_id"]).set_index(incidents.index)
    incidents[list(VERDICT_COLUMNS)] = summed.fillna(
        {"zone_verdict": "unknown", "held_by": schema.NOT_HELD}
    )
    return {
        "incidents": incidents,
        "locations": locations,
        "uncertainty": frames.frame(schema.UNCERTAINTY, uncertainty.areas(found.locations)),
        "zone_relations": related,
    }


def _surroundings(
    found: Gathered, zones: Zones, pack: Gazetteer, run: Iterable[Row]
) -> dict[str, pd.DataFrame]:
    """Make the tables around the incidents: zones, places, regions, rejects, the run."""
    used = {row["place_id"] for row in found.locations}
    return {
        "zones": zones.layer(),
        "places": frames.frame(schema.PLACES, pack_tables.place_rows(pack, used)),
        "regions": frames.frame(schema.REGIONS, pack_tables.region_rows(pack)),
        "rejects": frames.frame(schema.REJECTS, found.rejects),
        "run": frames.frame(schema.RUN, run),
    }


def _run(
    pack: Gazetteer,
    inputs: Iterable[Mapping[str, str]],
    options: Mapping[str, str],
    told: Told,
) -> list[Row]:
    """Make the table ``run``: versions, options, credits, hashes of all input, its tables."""
    credits_ = _credits(pack, told)
    values = {
        **options,
        "mapper_version": __version__,
        **provenance.hashes_of(pack),
        "credits": JOINER.join(one["name"] for one in credits_),
        "licence": JOINER.join(dict.fromkeys(one["licence"] for one in credits_)),
        **{f"{CREDIT}{one['name']}": f"{one['what']}{JOINER}{one['licence']}" for one in credits_},
        **pack.about.setting().to_run(),
        COUNTRIES: JOINER.join(pack.countries),
        **{
            f"{INPUT}{number}:{one['kind']}:{one['file']}": one["sha256"]
            for number, one in enumerate(inputs, start=1)
        },
        **{
            f"{start}{file}": ("\n" if start == NOTES else JOINER).join(words)
            for start, files in told.items()
            for file, words in (sorted(files.items()) if start == NOTES else files.items())
        },
    }
    values |= {BUILD_KEY: make_id("run", *map(str, values.items())), PROFILE_KEY: INTERNAL}
    return [{"key": key, "value": value} for key, value in values.items()]


def _tell(progress: Callable[[int, int], None] | None, batches: int, listing: Sources) -> None:
    """Report how many articles are done."""
    if progress:
        total = len(listing.entries)
        progress(min(batches * BATCH, total), total)
