"""The administrative units that imported rows name, made into regions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.gazetteer.names import key
from mapper.gazetteer.place import ADMIN

if TYPE_CHECKING:
    from mapper.gazetteer.imports.pack import Pack
    from mapper.gazetteer.imports.readers import Row


LEAST_M = 1500
"""Radius in metres of a unit of one place or two."""


class Units:
    """The administrative units that imported rows name, made into regions."""

    def __init__(self, pack: Pack) -> None:
        self.known = {f["properties"].get("pcode") for f in pack.regions}
        self.called: dict[str, str] = {}
        for row in pack.places:
            for level in (1, 2, 3):
                if row.get(f"admin{level}_pcode"):
                    self.called.setdefault(row[f"admin{level}_pcode"], row[f"admin{level}"])
        for feature in pack.regions:
            if feature["properties"].get("pcode"):
                own = feature["properties"]
                self.called.setdefault(own["pcode"], own.get("unit") or own["name"])
        self.found: dict[str, dict[str, Any]] = {}

    def note(self, row: Row) -> None:
        """Take a row's units down; call them as the pack does already."""
        parent = f"c-{(row.get('country') or '').lower()}"
        for level, kind in enumerate(ADMIN, start=1):
            code = row.get(f"admin{level}_pcode")
            if not code or not row.get(f"admin{level}"):
                return
            official = row[f"admin{level}"]
            row[f"admin{level}"] = self.called.setdefault(code, official)
            unit = self.found.setdefault(
                code,
                {
                    "code": code,
                    "kind": kind,
                    "name": row[f"admin{level}"],
                    "spots": [],
                    "names": {official},
                    "sources": set(),
                    "licences": set(),
                },
            )
            unit["parent"], unit["country"] = parent, row.get("country") or ""
            unit["name_ar"] = row.get(f"admin{level}_ar") or ""
            unit["sources"].add(row.get("sources") or "")
            unit["licences"] |= set((row.get("licence") or "").split("; "))
            unit["spots"].append((float(row["lon"]), float(row["lat"])))
            parent = f"reg-{code.lower()}"

    def write(self, pack: Pack, source: str) -> int:
        """Add the units a pack lacks; each is the hull of its populated places."""
        own = {f["properties"]["place_id"]: f["properties"] for f in pack.regions}
        ids = {region.get("pcode"): place_id for place_id, region in own.items()}
        made = 0
        for code, unit in sorted(self.found.items()):
            if code in self.known:
                place_id = ids[code]
                listed = {key(n["name"]) for n in pack.names if n["place_id"] == place_id}
                listed |= {key(own[place_id].get(n) or "") for n in ("name", "name_ar")}
                new = [
                    n
                    for n in (*sorted(unit["names"]), unit["name_ar"])
                    if n and key(n) not in listed
                ]
                pack.list_names(place_id, new, source)
                continue
            parent = unit["parent"]
            known_parent = ids.get(parent.removeprefix("reg-").upper())
            pack.regions.append(_unit_feature(unit, known_parent or parent, source))
            others = [n for n in sorted(unit["names"]) if n != unit["name"]]
            pack.list_names(f"reg-{code.lower()}", others, source)
            made += 1
        return made


def _unit_feature(unit: dict[str, Any], parent: str, source: str) -> dict[str, Any]:
    """Make a region of a unit's populated places: their hull, medoid and 90 % radius."""
    import numpy as np  # noqa: PLC0415 - costs 0.1 s that listed names do without
    from shapely.geometry import MultiPoint, mapping, polygon  # noqa: PLC0415 - as above

    from mapper.gazetteer import areas  # noqa: PLC0415 - geometry is loaded where an area is asked for

    lon, lat = (np.array(values, dtype=float) for values in zip(*unit["spots"], strict=True))
    hull = polygon.orient(MultiPoint(unit["spots"]).convex_hull.buffer(0.01, quad_segs=2))
    shape = areas.describe(hull, lon, lat)
    place_id = f"reg-{unit['code'].lower()}"
    properties = {
        "place_id": place_id,
        "name": unit["name"],
        "name_ar": unit["name_ar"] or None,
        "kind": unit["kind"],
        "pcode": unit["code"],
        "parent": parent,
        "country": unit["country"],
        "lat": shape.lat,
        "lon": shape.lon,
        "radius_m": max(LEAST_M, round(shape.radius_m)),
        "basis": f"hull of its {len(unit['spots'])} populated places, widened by 0.01 degrees",
        "sources": "; ".join(sorted(unit["sources"] - {""})) or source,
        "licence": "; ".join(sorted(unit["licences"] - {""})),
    }
    geometry = json.loads(
        json.dumps(mapping(hull), default=float), parse_float=lambda v: round(float(v), 4)
    )
    return {"type": "Feature", "id": place_id, "properties": properties, "geometry": geometry}
