"""The licences of everything that an installation brings along, whoever depends on it.

A new dependency, or a new version of one, whose licence is not on the list fails here, and so
does one whose metadata say nothing: read its licence, and write into `READ_BY_HAND` where.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from folders import REPO
from packaging.requirements import Requirement

ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "HPND"),
    *("ISC", "MIT", "MIT-0", "PSF-2.0", "Unlicense", "Zlib"),
    *("MPL-1.1", "MPL-2.0"),  # of single files; nothing of ours becomes theirs
}
"""SPDX names of licences under which a package may be beside ours, which is MIT."""

IN_WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the bsd 2-clause license": "BSD-2-Clause",
}
"""What older metadata say instead of an SPDX name, in small letters."""

READ_BY_HAND: dict[str, tuple[str, str]] = {}
"""Package: its licence, and where it was read, for packages whose metadata do not say it."""

_OF_A_CLASSIFIER = "License :: OSI Approved :: "
_EXTRAS = ("inputs", "world")


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _project() -> dict[str, list[str]]:
    """Give what pyproject.toml asks for: under "" always, else under the name of an extra."""
    told = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "": told["dependencies"],
        **{one: told["optional-dependencies"][one] for one in _EXTRAS},
    }


@cache
def _tree() -> dict[str, metadata.Distribution]:
    """Give the packages that ours brings along; of an extra those that are installed."""
    todo = [(Requirement(one), extra) for extra, many in _project().items() for one in many]
    found: dict[str, metadata.Distribution] = {}
    seen = set()
    while todo:
        asked, of_extra = todo.pop()
        for extra in ("", *asked.extras):
            if (_name(asked.name), extra) in seen:
                continue
            seen.add((_name(asked.name), extra))
            try:
                one = metadata.distribution(asked.name)
            except metadata.PackageNotFoundError:
                assert of_extra, f"{asked.name} is needed and not installed"
                continue
            found[_name(asked.name)] = one
            for line in one.requires or ():
                needs = Requirement(line)
                if needs.marker is None or needs.marker.evaluate({"extra": extra}):
                    todo.append((needs, of_extra))
    return found


def _stated(one: metadata.Distribution) -> list[str]:
    """Give what a package says of its licence: an expression, or else each of its words."""
    says = one.metadata
    if "License-Expression" in says:
        return [says["License-Expression"]]
    classifiers = [
        text.removeprefix(_OF_A_CLASSIFIER)
        for text in says.get_all("Classifier") or ()
        if text.startswith(_OF_A_CLASSIFIER)
    ]
    words = says["License"].strip() if "License" in says else ""
    return classifiers or ([words] if words and "\n" not in words else [])


def _is_allowed(stated: str) -> bool:
    """Tell whether an SPDX expression, or words, leaves us a licence of the list.

    ``AND`` binds before ``OR``; one with brackets is read by hand.
    """
    expression = IN_WORDS.get(stated.lower(), stated)
    return any(
        all(name.strip() in ALLOWED for name in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


def _faults(name: str, one: metadata.Distribution) -> list[str]:
    if name in READ_BY_HAND:
        return []
    stated = _stated(one)
    if not stated:
        return [f"{name} {one.version} does not say its licence"]
    return [f"{name} {one.version}: {text}" for text in stated if not _is_allowed(text)]


def test_all_that_is_installed_with_us_has_a_licence_of_the_list() -> None:
    assert len(_tree()) > len(_project()[""])
    assert [fault for name, one in _tree().items() for fault in _faults(name, one)] == []


def test_a_licence_read_by_hand_is_of_the_list_and_still_needed() -> None:
    for name, (licence, where) in READ_BY_HAND.items():
        assert _is_allowed(licence), name
        assert where, name
        assert name in _tree(), f"{name} is no longer installed with us; strike its row"


@pytest.mark.parametrize(
    ("stated", "is_allowed"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("BSD-3-Clause AND 0BSD AND Zlib", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("(same as Leaflet)", False),
        ("Proprietary", False),
    ],
)
def test_a_choice_is_ours_and_a_sum_binds_us(stated: str, *, is_allowed: bool) -> None:
    assert _is_allowed(stated) == is_allowed


def test_nothing_that_is_installed_with_us_runs_at_every_start_of_python() -> None:
    found = [
        f"{name}: {path}"
        for name, one in _tree().items()
        for path in one.files or ()
        if path.suffix == ".pth" and _runs(Path(str(path.locate())))
    ]
    assert found == []


def _runs(path: Path) -> bool:
    """Tell whether a .pth file holds code; one may name folders only."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return any(line.startswith(("import ", "import\t")) for line in lines)
