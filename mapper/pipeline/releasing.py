"""What a build releases beside its store: GeoPackage and project, GeoJSON, map and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.base import frames, schema
from mapper.gazetteer import disagreements
from mapper.pipeline import provenance, report
from mapper.store import RELEASED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.gazetteer import Gazetteer
    from mapper.release import Policy, Released

GEOJSON = ("incidents", "locations")
MAP = "map.html"
REPORT = "report.json"
_NOTES = ("credits", "licence", "profile")
_QUOTING = ("columns_not_used", "notes", "unresolved_names")
"""Parts of a report that quote what was read: of these a release has the numbers."""


class Given(NamedTuple):
    """What a build was made of: inputs, region pack, options and title."""

    inputs: Sequence[Mapping[str, str]]
    pack: Gazetteer
    options: Mapping[str, str]


def write_released(
    draft: Path, released: Released, policy: Policy, pack: Gazetteer, title: str
) -> None:
    """Write GeoPackage, GeoJSON and map, and what QGIS needs to open them finished.

    Parameters
    ----------
    draft
        Folder of the outputs.
    released
        Tables that may leave.
    policy
        How they were released: an internal release says so in names, titles and notes.
    pack
        Its spellings of the places shown are what the map's search knows.
    title
        Title of the map.
    """
    from mapper.export import Wording, layer_styles, write_geojson, write_handover
    from mapper.maps import render_map
    from mapper.store import write_store

    tables = released.tables
    run = dict(zip(tables["run"]["key"], tables["run"]["value"], strict=True))
    notes = {name: run[name] for name in _NOTES}
    store = policy.name(Path(RELEASED)).name
    write_store(draft / store, tables, styles=layer_styles(Wording.of(tables)))
    stems = [policy.name(Path(f"{name}.geojson")).stem for name in GEOJSON]
    for name, stem in zip(GEOJSON, stems, strict=True):
        write_geojson(draft / f"{stem}.geojson", schema.TABLES[name], tables[name], notes=notes)
    title = policy.title(title)
    write_handover(
        draft, tables, store=store, geojson=dict(zip(stems, GEOJSON, strict=True)), title=title
    )
    names, sounds = pack.heard(set(tables["places"]["place_id"])), pack.index.sounds.rules()
    page = render_map(tables, title=title, names=names, sounds=sounds)
    page.save(draft / policy.name(Path(MAP)))


def released_report(
    complete: Mapping[str, Any], released: Released, pack: Gazetteer
) -> dict[str, Any]:
    """Make of a build's report the one that may leave.

    What a refusal, a correction or a note quotes of the input stays at home, in the store: file,
    row and reason leave, and of names that were not placed how many there are.
    """
    if released.texts is None:
        return dict(complete)
    tables = released.tables
    links = frames.rows_of(tables["event_links"])
    counts = report.counted(
        tables["incidents"], tables["events"], links, complete["zones"]["judged"]
    )
    made = dict(complete) | counts
    made["governorates_that_disagree"] = disagreements(tables["locations"], pack)
    for name in _QUOTING:
        listed = complete[name]
        cells = listed.values() if isinstance(listed, dict) else [[one] for one in listed]
        made[name] = sum(map(len, cells))
    for part, names in (("rejects", ("rows",)), ("corrections", ("noted",))):
        made[part] = dict(complete[part])
        for name in names:
            made[part][name] = [
                {key: row[key] for key in row if key not in _SAID} for row in complete[part][name]
            ]
    return dict(released.plain(made))


_SAID = frozenset({"detail", "target", "value"})
"""What rows of a report say in words of their own."""


def hand_over(
    draft: Path,
    released: Released,
    policy: Policy,
    given: Given,
    complete: dict[str, Any],
) -> dict[str, Any]:
    """Write what is released, with report and manifests; note in the complete report how much.

    Gives ``manifest.json``.
    """
    complete["withheld"] = released.withheld
    write_released(draft, released, policy, given.pack, given.options["title"])
    path = draft / policy.name(Path(REPORT))
    _write_text(path, provenance.to_json(released_report(complete, released, given.pack)))
    return provenance.write_manifests(
        draft,
        inputs=released.plain(list(given.inputs)),
        pack=given.pack.folder,
        options=given.options,
        hashes=provenance.hashes_of(given.pack),
    )


def _write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with line feeds on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
