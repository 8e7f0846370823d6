"""Forty ways of writing one table: each must give the same records as the plain one."""

from pathlib import Path

import pytest
from sources.dialects import DIALECTS, PLAIN_TABLE
from sources.facts import COUNT, FACTS, Fact
from sources.writing import EVERYTHING, Dialect

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
            told.append((fact.record_id, *({n: v[n] for n in wrong} for v in (wanted, seen))))
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


def test_there_are_forty_dialects_and_they_leave_little_unsaid() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS) == 40
    assert len({dialect.file for dialect in DIALECTS}) == 40

    def share(dialect: Dialect) -> float:
        return sum(len(dialect.expected(fact)) for fact in FACTS) / (COUNT * len(EVERYTHING))

    assert len(WHOLE) == 32
    assert min(map(share, DIALECTS)) > 0.4


def test_the_table_holds_what_makes_dialects_hard() -> None:
    def some(holds: object, least: int) -> bool:
        return sum(map(holds, FACTS)) >= least  # type: ignore[call-overload, no-any-return]

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
