import pytest

from mapper.sources.formats.html.blocks import blocks_of, joined
from mapper.sources.formats.html.markup import tree_of

pytest.importorskip("lxml", reason="needs the extra inputs")


def blocks(html: str) -> list[str]:
    return [block.text for block in blocks_of(tree_of(f"<html><body>{html}</body></html>"))]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>b</p>", ["a", "b"]),
        ("<h2>a</h2>b<div>c</div>d", ["a", "b", "c", "d"]),
        ("<p>a <b>b</b><i>c</i> <a href=x>d</a>.</p>", ["a bc d."]),
        ("<ul><li>a<li>b <ul><li>c</ul>d</ul>", ["a", "b", "c", "d"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("<blockquote><p>a</p>b</blockquote>", ["a", "b"]),
        ("<p>a\n  b\tc&nbsp;d</p>", ["a b c d"]),
        ("<div>a<hr>b</div>", ["a", "b"]),
        ("<p>  </p><p>&nbsp;</p>", []),
        ("<span>a</span> <span>b</span>", ["a b"]),
    ],
)
def test_blocks_are_parted_where_lines_end(html: str, expected: list[str]) -> None:
    assert blocks(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<br>b", ["a b"]),
        ("Killed: 2<br>Place: Velim", ["Killed: 2", "Place: Velim"]),
        ("<h2>Two killed<br>In Velim</h2>", ["Two killed In Velim"]),
        (f"{'word ' * 12}<br>Velim", [f"{'word ' * 12}Velim"]),
        ("a<br><br>b", ["a", "b"]),
        ("a<br> &nbsp;<br>\n<br>b", ["a", "b"]),
        ("a.<br>b", ["a.", "b"]),
        ("a.»<br>b", ["a.»", "b"]),
        ("a<br>- b<br>• c", ["a", "- b", "• c"]),
        ("قصف؟<br>b", ["قصف؟", "b"]),
        ("<pre>a b\nc.\nd\n\ne</pre>", ["a b c.", "d", "e"]),
    ],
)
def test_breaks_by_hand_part_where_a_sentence_or_an_item_ends(
    html: str, expected: list[str]
) -> None:
    assert blocks(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a | b", "c | d"]),
        ("<table><tr><th>a<td><p>b</p><p>c</p></table>", ["a | b c"]),
        ("<table><tr><td>a<br>b<td><td> <td>c</table>d", ["a b | c", "d"]),
        ("<table><caption>t</caption><tr><td>a</table>", ["t", "a"]),
        ("<table><tr><td><ul><li>a<li>b</ul><td>c</table>", ["a b | c"]),
    ],
)
def test_a_row_is_one_block(html: str, expected: list[str]) -> None:
    assert blocks(html) == expected


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "svg", "select"])
def test_what_is_no_text_is_left_out_and_the_text_after_it_stays(tag: str) -> None:
    assert blocks(f"<p>a <{tag}>9 killed</{tag}>b</p>") == ["a b"]


def test_signs_that_only_break_lines_are_dropped_and_joiners_of_a_script_stay() -> None:
    assert blocks("<p>Ma\u00adarat\u200b al-Nu\ufeffman, Ka\u200cfr</p>") == [
        "Maarat al-Numan, Kafr"
    ]
    persian = "می\u200cشود"
    assert blocks(f"<p>{persian}</p>") == [persian]
    assert blocks(f"<p>{persian}\u200c x</p>") == [f"{persian} x"]


def test_blocks_are_joined_by_an_empty_line() -> None:
    assert joined(blocks_of(tree_of("<p>a</p><p>b</p>"))) == "a\n\nb"


def test_a_block_knows_its_element() -> None:
    (heading, row) = blocks_of(tree_of("<h3>a</h3><table><tr><td>b</table>"))
    assert (heading.kind, row.kind) == ("h3", "tr")
