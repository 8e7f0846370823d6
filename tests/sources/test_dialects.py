"""Forty ways of writing one table: each must give the same records as the plain one."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sources.dialects import DIALECTS, PLAIN_TABLE
from sources.facts import COUNT, FACTS, Fact
from sources.writing import EVERYTHING, Dialect

from mapper.cli import main as entry
from mapper.sources import Record, read_records

Values = dict[str, object]
WHOLE = [dialect for dialect in DIALECTS if not any(map(dialect.unsaid, FACTS))]
"""Dialects that say everything: a table saved anew in one of them is the same table."""


def found(record: Record, wanted: Values) -> Values:
    """Give what a record says, under the names of what is wanted."""
    seen: Values = {
        **record.values,
        "places": tuple(name for name, _ in record.places),
        "place_ar": record.places[0][1] or "",
        "note": record.values.get("sentence"),
    }
    if record.position:
        lon, lat = record.position
        seen["position"] = (round(lat, 4), round(lon, 4))
    return {name: seen.get(name) for name in wanted}


def differences(records: tuple[Record, ...], dialect: Dialect) -> list[tuple[str, Values, Values]]:
    """Give what differs, record by record: wanted and found."""
    told = []
    for fact, record in zip(FACTS, records, strict=True):
        wanted = dialect.expected(fact)
        seen = found(record, wanted)
        wrong = [name for name in wanted if wanted[name] != seen[name]]
        if wrong:
            differs = ({n: wanted[n] for n in wrong}, {n: seen[n] for n in wrong})
            told.append((fact.record_id, *differs))
    return told


def read(dialect: Dialect, folder: Path) -> tuple[Record, ...]:
    """Write the table in a dialect and read it; nothing may be refused."""
    dialect.write(folder / dialect.file)
    table = read_records(folder / dialect.file)
    assert list(table.rejects) == []
    assert len(table.records) == COUNT
    return table.records


def test_the_plain_table_gives_what_was_written(tmp_path: Path) -> None:
    assert differences(read(PLAIN_TABLE, tmp_path), PLAIN_TABLE) == []


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_dialect_gives_the_records_of_the_plain_table(dialect: Dialect, tmp_path: Path) -> None:
    assert differences(read(dialect, tmp_path), dialect) == []


@pytest.mark.parametrize("dialect", WHOLE, ids=lambda dialect: dialect.name)
def test_a_table_saved_anew_keeps_the_ids_of_its_incidents(
    dialect: Dialect, tmp_path: Path
) -> None:
    plain = [record.values["incident_id"] for record in read(PLAIN_TABLE, tmp_path)]
    assert [record.values["incident_id"] for record in read(dialect, tmp_path)] == plain


@pytest.mark.usefixtures("no_views")
def test_a_build_counts_the_same_events_in_a_dialect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {dialect.name: dialect for dialect in DIALECTS}
    counts = []
    for dialect in (PLAIN_TABLE, *map(named.__getitem__, ("xlsx", "windows-1256", "toll words"))):
        dialect.write(tmp_path / dialect.file)
        out = tmp_path / dialect.name
        words = ["mapper", "build", str(tmp_path / dialect.file), "-o", str(out), "-q"]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as stop:
            entry.run()
        assert stop.value.code == 0
        counts.append(json.loads((out / "report.json").read_text(encoding="utf-8"))["events"])
    for plain, other in zip(counts[:1] * 3, counts[1:], strict=True):
        for key in ("total", "by_type", "by_actor", "by_verdict", "by_month"):
            assert other[key] == plain[key]
        for toll in ("killed", "injured"):
            assert other[toll] == plain[toll]


def test_there_are_forty_dialects_and_they_leave_little_unsaid() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS) == 40
    assert len({dialect.file for dialect in DIALECTS}) == 40

    def share(dialect: Dialect) -> float:
        return sum(len(dialect.expected(fact)) for fact in FACTS) / (COUNT * len(EVERYTHING))

    assert len(WHOLE) == 32
    assert min(map(share, DIALECTS)) > 0.35


def test_the_table_holds_what_makes_dialects_hard() -> None:
    def some(holds: Callable[[Fact], bool], least: int) -> bool:
        return sum(map(holds, FACTS)) >= least

    def large(fact: Fact) -> bool:
        toll = fact.tolls["displaced"]
        return toll is not None and toll.least >= 1000

    assert some(lambda fact: fact.start.day > 12, 50)
    assert some(lambda fact: fact.precision == "week" and fact.end.day > 12, 3)
    assert some(lambda fact: fact.precision == "month", 5)
    assert some(lambda fact: "\n" in fact.note, 20)
    assert some(lambda fact: any(toll and toll.open for toll in fact.tolls.values()), 20)
    assert some(large, 10)
    assert some(lambda fact: len(fact.places) > 1, 5)
