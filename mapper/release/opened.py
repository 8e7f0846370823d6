"""Opening a store for what may leave of it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.base.errors import ReleaseError, StoreError
from mapper.base.schema import JOINER
from mapper.base.setting import COUNTRIES
from mapper.query import STDIN, opened, subset
from mapper.release.policy import PROFILE_KEY, PUBLIC
from mapper.store import RELEASED, open_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mapper.release.policy import Policy, Wishes

BUILD_KEY = "build"
"""Key of the table ``run`` by which a release tells the complete store it was made of."""

_ZONE_FILE = "zone_file"


@contextmanager
def leaving(
    path: Path, wishes: Wishes, *, gazetteer: Path | None = None
) -> Iterator[sqlite3.Connection]:
    """Open what may leave of a store.

    What a build released beside its complete store is read where there is nothing more to
    withhold; otherwise the release is made anew, from that or from the store itself.

    Parameters
    ----------
    path
        Store, complete or released or of an earlier version; ``-`` for GeoJSON features on
        stdin.
    wishes
        How much may leave.
    gazetteer
        Folder of the region pack; None for the shipped one.

    Yields
    ------
    connection
        Read-only; closed when the block ends.

    Raises
    ------
    ReleaseError
        If the complete rows are asked of what was already released, or positions would have to
        be judged by zones that are no longer at hand.
    StoreError
        If the store cannot be read.
    """
    policy = wishes.policy()
    source = path if path == STDIN or not policy.is_public else _beside(path)
    with opened(source) as connection:
        run = run_of(connection)
        if run.get(PROFILE_KEY) == PUBLIC and not policy.is_public:
            raise ReleaseError(
                f"{path} is a public release: what was withheld is not in it; name the complete"
                " store"
            )
        if not policy.is_public or (run.get(PROFILE_KEY) == PUBLIC and not wishes.asks):
            yield connection
            return
        made = _released(connection, policy, run, gazetteer)
    from mapper.store import write_store  # noqa: PLC0415 - most releases are there already

    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / RELEASED
        write_store(draft, made)
        with opened(draft) as connection:
            yield connection


def run_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the table ``run`` of a store."""
    return {row["key"]: row["value"] or "" for row in connection.execute("SELECT * FROM run")}


def _beside(path: Path) -> Path:
    """Give what a build released beside a complete store, if it is of the same build."""
    released = path.with_name(RELEASED)
    if path.name == RELEASED or not (path.is_file() and released.is_file()):
        return path
    try:
        told = [_told(one) for one in (path, released)]
    except StoreError:
        return path
    of_one_build = told[0].get(BUILD_KEY) == told[1].get(BUILD_KEY) is not None
    return released if of_one_build and told[1].get(PROFILE_KEY) == PUBLIC else path


def _told(path: Path) -> dict[str, str]:
    connection = open_store(path)
    try:
        return run_of(connection)
    finally:
        connection.close()


def _released(
    connection: sqlite3.Connection, policy: Policy, run: dict[str, str], gazetteer: Path | None
) -> dict[str, Any]:
    """Make the release of the rows of a store."""
    from mapper.gazetteer import load_gazetteer  # noqa: PLC0415 - as in leaving
    from mapper.release.tables import release  # noqa: PLC0415 - as in leaving
    from mapper.zones import load_zones  # noqa: PLC0415 - as in leaving

    pack = load_gazetteer(gazetteer)
    zones = None if _ZONE_FILE in run else load_zones(pack.zones_path)
    tables = subset.read(connection)
    if run.get(COUNTRIES, home := JOINER.join(pack.countries)) != home:
        raise ReleaseError(
            f"the store is of {run[COUNTRIES] or 'no country'}, the region pack of {home}: a"
            " release needs the settlements and sensitive sites of its region; name its pack"
            " with --gazetteer"
        )
    return release(tables, policy, pack, zones).tables
