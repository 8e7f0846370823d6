import ast
from collections.abc import Iterator
from pathlib import Path

import mapper.sources.formats
from mapper.base.rejects import REASONS

FOLDER = Path(mapper.sources.formats.__file__).parent
GIVERS = {"DocumentError": 0, "Refusal": 1}


def reasons_in(module: Path) -> Iterator[str]:
    """Give every code that stands where a refusal has its reason."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = GIVERS.get(node.func.id)
            if at is not None and len(node.args) > at:
                yield from codes_of(node.args[at])
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "reason" for target in node.targets
        ):
            yield from codes_of(node.value)


def codes_of(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from codes_of(value.body)
        yield from codes_of(value.orelse)


def test_every_reason_that_a_reader_gives_is_listed() -> None:
    found = {
        (module.name, reason) for module in FOLDER.rglob("*.py") for reason in reasons_in(module)
    }
    assert len({reason for _, reason in found}) > 5
    assert {one for one in found if one[1] not in REASONS} == set()
