"""A build done once more, from the kept originals or from sources that are given again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.pipeline.kept import KEEPS, ORIGINALS, steps_of
from mapper.pipeline.laid_out import Named, lay_out
from mapper.pipeline.steps import build
from mapper.release import Wishes
from mapper.sources import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapper.pipeline.laid_out import Fault

_NEVER = "1970-01-01T00:00:00Z"
"""Time in the log of a build that goes when it has been compared."""


@dataclass(frozen=True, slots=True)
class Again:
    """How to build once more.

    `gazetteer` is the folder of the region pack, None for the shipped one; `sources`,
    `corrections` and `zone_file` are what to build from in the place of the kept originals.
    """

    gazetteer: Path | None = None
    sources: tuple[Path, ...] = ()
    corrections: tuple[Path, ...] = ()
    zone_file: str | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Outputs built once more: their folder, from how many builds, and what was wanting."""

    folder: Path
    n_steps: int
    faults: tuple[Fault, ...] = ()


def rebuild(
    outputs: Path,
    options: Mapping[str, Any],
    again: Again,
    into: Path,
) -> Rebuilt | None:
    """Build once more, with the options that were written down.

    Parameters
    ----------
    outputs
        Folder of the outputs to compare with; only read.
    options
        Those of its ``manifest.json``.
    again
        What the user says.
    into
        Empty folder for what is laid out and built.

    Returns
    -------
    rebuilt
        None if no sources are given and the originals were not kept, or not those of each
        build that added to the first.

    Raises
    ------
    MapperError
        As `mapper.pipeline.steps.build`.
    """
    wishes = Wishes.of_run(options)
    if again.sources:
        reading = Reading.of_options(options)
        given = [Named(again.sources, again.corrections, again.zone_file, reading)]
        faults: list[Fault] = []
    else:
        steps = steps_of(outputs)
        if None in steps:
            return None
        given, faults = _laid_out(steps, outputs, into)
    folder = into / "outputs"
    for number, one in enumerate(given):
        build(
            one.sources,
            folder,
            gazetteer=again.gazetteer,
            jobs=again.jobs,
            append=number > 0,
            title=options.get("title"),
            zone_file=one.zone_file,
            reading=one.reading,
            corrections=one.corrections,
            keep_originals=KEEPS in options,
            wishes=wishes,
            at=_NEVER,
        )
    return Rebuilt(folder, len(given), tuple(faults))


def _laid_out(
    steps: Sequence[Mapping[str, Any] | None], outputs: Path, into: Path
) -> tuple[list[Named], list[Fault]]:
    """Lay out the sources of each build, each in a folder of its own."""
    given: list[Named] = []
    faults: list[Fault] = []
    for number, step in enumerate(steps):
        folder = into / f"sources-{number}"
        folder.mkdir()
        laid = lay_out(step or {}, outputs / ORIGINALS, folder)
        given.append(laid.named)
        faults += laid.faults
    return given, faults
