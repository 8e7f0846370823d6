import csv

import pytest
from sources.formats.html.pages import FIRST, SECOND

from mapper.sources.formats.html.addresses import Foreign
from mapper.sources.formats.html.markup import tree_of
from mapper.sources.formats.html.weights import BOXES, KINDS, LONG, Weights, box_of, weigh

pytest.importorskip("lxml", reason="needs the extra inputs")

with BOXES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def letters(text: str) -> int:
    return sum(map(len, text.split()))


def weighed(html: str) -> Weights:
    return weigh(tree_of(html).find("body"), Foreign(None))


def test_every_name_of_a_box_is_listed_once_with_a_kind_that_is_known() -> None:
    words = [row["words"] for row in ROWS]
    assert sorted(set(words)) == sorted(words)
    assert {row["kind"] for row in ROWS} == set(KINDS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["words"])
def test_the_example_of_a_name_is_told(row: dict[str, str]) -> None:
    told = box_of(row["example"])
    assert told is not None
    assert KINDS.index(told) <= KINDS.index(row["kind"])


@pytest.mark.parametrize(
    "names",
    ["barrel-bombs", "downloads", "shared", "address", "commentary", "delivery", "olive", "gated"],
)
def test_a_name_inside_another_word_is_no_box(names: str) -> None:
    assert box_of(names) is None


def test_letters_are_counted_without_space_scripts_and_what_is_hidden_in_tags() -> None:
    weights = weighed("<div>a b <script>xxx</script>\n c<select><option>y</select></div>")
    assert weights.text[weights.order[0]] == 3


def test_the_mass_is_that_of_long_lines_outside_links() -> None:
    short = "<p>x y</p>"
    weights = weighed(f"<div><div>{FIRST}</div>{short}<a href='/x'>{SECOND}</a></div>")
    assert weights.mass[weights.order[0]] == letters(FIRST)
    assert weights.share(weights.order[0]) == letters(SECOND) / letters(f"{FIRST} x y {SECOND}")


def test_lines_broken_by_hand_are_weighed_one_by_one() -> None:
    line = "w" * (LONG - 1)
    none = weighed(f"<div>{line}<br>{line}</div>")
    assert none.mass[none.order[0]] == 0
    one = weighed(f"<div>{line}<br>{line}w</div>")
    assert one.mass[one.order[0]] == LONG


def test_a_row_of_a_table_weighs_whatever_its_length() -> None:
    weights = weighed("<table><tr><td>Velim<td>2<tr><td>Tol<td>4</table>")
    assert weights.mass[weights.order[0]] == letters("Velim 2 Tol 4")


def test_what_is_lifted_off_weighs_no_more() -> None:
    weights = weighed(f"<div><p>{FIRST}</p></div><p>{SECOND}</p>")
    weights.lift(weights.order[1])
    assert weights.mass[weights.order[0]] == letters(SECOND)
