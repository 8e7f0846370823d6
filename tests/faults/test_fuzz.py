"""Damaged input of every kind, the same each time; `fuzz.py` makes more by command."""

from pathlib import Path

from faults.fuzz import go


def test_damaged_input_of_every_kind_is_read_or_refused_in_a_line(tmp_path: Path) -> None:
    told: list[str] = []
    found, failed = go(range(2000), tmp_path, whole_every=1000, tell=told.append)
    assert failed == 0, "\n".join(told)
    kinds = {word.partition(":")[0] for word in found}
    assert len(kinds) >= 11
    refused = sum(times for word, times in found.items() if word.endswith("refused"))
    assert 200 < refused < 1800
