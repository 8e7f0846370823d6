"""``mapper verify``: whether outputs are what was built, and whether building again gives them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.base.json_text import to_json
from mapper.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.pipeline import Verified

_CODES = {"same": 0, "differs": 1, "unchecked": 3}
_WORDS = {
    "same": "the same",
    "differs": "NOT the same",
    "unchecked": "nothing differs, and not everything could be checked",
}
_MARKS = {"same": "ok", "differs": "NO", "unchecked": "??", "note": "  "}


@click.command()
@click.argument("outputs", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SOURCES]...")
@options.gazetteer
@options.zone_file
@click.option(
    "--corrections",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Decisions of people that were given beside the SOURCES; repeatable.",
)
@options.jobs
@click.option("--hashes-only", is_flag=True, help="Do not build again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(
    outputs: Path,
    sources: tuple[Path, ...],
    *,
    gazetteer_folder: Path | None,
    zone_file: str | None,
    corrections: tuple[Path, ...],
    jobs: int,
    hashes_only: bool,
    as_json: bool,
) -> int:
    """Check outputs against their hashes and log, and against a build done once more.

    OUTPUTS is a folder that `mapper build` left. Its files are hashed and compared with
    manifest-sha256.txt, the chain of custody.jsonl is followed, and everything is built again
    in a temporary folder: from SOURCES, or without any from the originals that a build with
    --keep-originals kept. Rows of every table and bytes of every output are compared; after
    --append only the rows are promised. Nothing in OUTPUTS is written to.

    Exit codes: 0 all the same, 1 something differs, 3 nothing differs and not everything could
    be checked, as without originals and SOURCES.

    \b
    Examples:
      mapper verify my-map/
      mapper verify my-map/ my-articles/ my-records.csv
      mapper verify my-map/ --hashes-only --json
    """
    from mapper.pipeline import Again, verify

    if not sources and (corrections or zone_file):
        raise click.UsageError("--corrections and --zone-file go with SOURCES")
    again = Again(gazetteer_folder, sources, corrections, zone_file, jobs)
    found = verify(outputs, None if hashes_only else again)
    code = options.settle(_CODES[found.verdict])
    if as_json:
        click.echo(_json(found))
    else:
        for line in _lines(found):
            click.echo(line)
    return code


def _lines(found: Verified) -> Iterator[str]:
    """Word what was found for people, a line each; the verdict last."""
    for one in found.findings:
        yield f"{_MARKS[one.verdict]} {one.part}: {one.what}"
        if one.part == "rows":
            yield from (f"     {name}" for name in one.names)
    yield f"{found.folder}: {_WORDS[found.verdict]}"


def _json(found: Verified) -> str:
    """Write what was found as one object."""
    findings = [
        {"part": one.part, "verdict": one.verdict, "what": one.what, "names": list(one.names)}
        for one in found.findings
    ]
    whole = {"outputs": str(found.folder), "verdict": found.verdict, "findings": findings}
    return to_json(whole, indent=1)
