"""The shipped pack cut down to a few places, for tests of what is made around them."""

import csv
import json
import shutil
from pathlib import Path

from folders import SHIPPED_PACK

PLACES = frozenset(
    f"pl-{name}"
    for name in (
        *("ariha", "hass", "idlib", "kafr-nabl", "khan-shaykhun", "maarrat-al-numan"),
        *("morek", "saraqib"),
    )
)
REGIONS = frozenset({"c-sy", "reg-idlib", "reg-hama", "reg-idlib-countryside-southern"})


def cut_down(folder: Path) -> Path:
    """Write the pack of `PLACES` and `REGIONS`, with all else but the world; give its folder."""
    folder.mkdir()
    for path in SHIPPED_PACK.iterdir():
        if path.is_file() and path.name != "world.csv":
            shutil.copy(path, folder / path.name)
    for table in ("places.csv", "names.csv"):
        with (SHIPPED_PACK / table).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header[0] == "place_id"
        kept = [row for row in rows if row[0] in PLACES | REGIONS]
        with (folder / table).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *kept])
    regions = json.loads((folder / "regions.geojson").read_text(encoding="utf-8"))
    regions["features"] = [one for one in regions["features"] if one["id"] in REGIONS]
    assert len(regions["features"]) == len(REGIONS)
    (folder / "regions.geojson").write_text(json.dumps(regions), encoding="utf-8")
    return folder
