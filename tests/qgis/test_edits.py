"""A copy of the store edited in a real QGIS, read back as decisions."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from reviewed import built, review, sources

from mapper.corrections import read_corrections

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("few_places", "no_views")]

PYTHON = "/usr/bin/python3"


def test_what_is_changed_in_qgis_on_a_copy_comes_back(tmp_path: Path) -> None:
    probe = [PYTHON, "-c", "import qgis.core"]
    if (
        not Path(PYTHON).exists()
        or subprocess.run(probe, capture_output=True, check=False).returncode
    ):
        pytest.skip("Debian's python3-qgis is not installed")
    store = built(sources(tmp_path / "in"), tmp_path / "out")
    copy = tmp_path / "copy.gpkg"
    shutil.copy(store, copy)
    subprocess.run(
        [PYTHON, str(Path(__file__).with_name("edit.py")), str(copy)],
        check=True,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    done = review(store, "--from", copy, "-o", tmp_path / "corrections.csv", "--by", "An analyst")
    refused = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert ["sentence" in line or "mine: it was added" in line for line in refused] == [True, True]
    made = read_corrections(tmp_path / "corrections.csv", "c").corrections
    assert [(one.target.rpartition('"r')[2][:1], one.action, one.value) for one in made] == [
        ("1", "place", "35.9, 36.7"),
        ("2", "type", "airstrike"),
        ("2", "date", "on 2019-06-01/2019-06-02"),
        ("2", "toll", "injured unknown"),
        ("3", "actor", "Russia"),
        ("4", "place", "Hass"),
        ("6", "toll", "killed 2+"),
        ("7", "drop", None),
    ]
