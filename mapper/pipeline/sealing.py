"""The end of a build: its files are hashed and listed, and the log gets its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.base import frames
from mapper.pipeline import custody, provenance
from mapper.words import lists_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mapper.gazetteer import Gazetteer


class Sealed(NamedTuple):
    """What a build was made of: its inputs, its options, and the table ``corrections``."""

    inputs: Sequence[Mapping[str, str]]
    options: Mapping[str, str]
    decided: pd.DataFrame


def hashes_of(pack: Gazetteer) -> dict[str, str]:
    """Give the hashes of all that rules look up."""
    return {"gazetteer_hash": pack.hash(), "words_hash": lists_hash()}


def seal(
    draft: Path,
    output: Path,
    sealed: Sealed,
    plain: Callable[[Any], Any],
    pack: Gazetteer,
    *,
    is_added: bool,
    at: str,
) -> None:
    """List and hash what lies in a folder, and add a line to the log before it takes its place.

    Parameters
    ----------
    draft
        Folder of all outputs, before they take their place.
    output
        Folder they will lie in, where the log is.
    sealed
        What they were made of.
    plain
        Makes of the names of inputs what may leave: the log stays at home, a manifest does not.
    pack
        Region pack of the build.
    is_added
        Whether an earlier build was added to.
    at
        Time of the build, as `mapper.pipeline.custody.moment` gives it.
    """
    inputs = [dict(one) for one in sealed.inputs]
    listed = provenance.write_manifests(
        draft,
        inputs=plain(inputs),
        pack=pack.folder,
        options=sealed.options,
        hashes=hashes_of(pack),
    )
    event = custody.APPENDED if is_added else custody.BUILT
    decided = frames.rows_of(sealed.decided)
    custody.record(output, event, listed, inputs=inputs, decided=decided, at=at)
