import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.telegram import (
    is_telegram,
    parts_of_telegram,
    parts_of_telegram_page,
)


def message(number: object, text: object, **more: object) -> dict[str, object]:
    made: dict[str, object] = {
        "id": number,
        "type": "message",
        "date": "2020-06-08T01:20:03",
        "text": text,
    }
    return made | more


def chat(*messages: object, kind: str = "public_channel", **more: object) -> dict[str, object]:
    return {"name": "Town Post", "type": kind, "id": 77, "messages": list(messages)} | more


def read(folder: Path, export: object, **limits: int) -> Sequence[Part | Refusal]:
    path = folder / "result.json"
    content = export if isinstance(export, bytes) else json.dumps(export, indent=1).encode()
    path.write_bytes(content)
    return list(parts_of_telegram(path, limits=replace(LIMITS, **limits)))


def test_each_message_with_words_is_a_text_with_its_day(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        chat(
            message(1, "Nine killed.\nMore later.", from_id="user5"),
            message(2, ["Raid on ", {"type": "bold", "text": "Baluon"}, 3, "."]),
            message(3, "", photo="a.jpg"),
            message(4, "joined", type="service"),
            message(5, "", text_entities=[{"type": "plain", "text": "By entities."}]),
        ),
    )
    said = Said(published="2020-06-08", published_basis="message", publisher="Town Post")
    assert found == [
        Part("77/1", b"Nine killed.\nMore later.", "text", said),
        Part("77/2", b"Raid on Baluon.", "text", said),
        Part("77/5", b"By entities.", "text", said),
    ]


@pytest.mark.parametrize("kind", ["personal_chat", "private_group", "public_supergroup", "saved"])
def test_people_are_no_publishers(tmp_path: Path, kind: str) -> None:
    (one,) = read(tmp_path, chat(message(1, "Nine killed.", **{"from": "Ahmad"}), kind=kind))
    assert isinstance(one, Part)
    assert one.said.publisher is None
    assert b"Ahmad" not in one.content


def test_an_account_holds_its_chats_and_what_stands_behind_is_found(tmp_path: Path) -> None:
    late = {"messages": [message(1, "Two.")], "type": "public_channel", "name": "Late", "id": 9}
    account = {
        "personal_information": {"name": "Somebody", "list": [{"a": [1, {"b": 2}]}]},
        "chats": {"about": "text", "list": [chat(message(1, "One.")), late, 3, {"name": "x"}]},
        "left_chats": {"list": [chat(message(1, "Three."))]},
    }
    found = read(tmp_path, account)
    assert [one.name for one in found] == ["77/1", "9/1", "77/1-2"]
    assert isinstance(found[1], Part)
    assert found[1].said.publisher == "Late"


def test_an_address_needs_the_name_of_the_channel(tmp_path: Path) -> None:
    (one,) = read(tmp_path, chat(message(5, "One."), username="townpost"))
    (two,) = read(tmp_path, chat(message(5, "One."), username="../a b"))
    assert isinstance(one, Part)
    assert isinstance(two, Part)
    assert (one.said.url, two.said.url) == ("https://t.me/townpost/5", None)


def test_odd_messages_are_refused_one_by_one(tmp_path: Path) -> None:
    odd = [message(1, "a"), 7, None, message([], {"x": 1}), message("2", "b", date="9999-99-99")]
    found = read(tmp_path, chat(*odd, message(10**40, "c", date=None, date_unixtime="1591604403")))
    assert [type(one) for one in found] == [Part, Refusal, Refusal, Part, Part]
    texts = [one.content for one in found if isinstance(one, Part)]
    days = [one.said.published for one in found if isinstance(one, Part)]
    assert texts == [b"a", b"b", b"c"]
    assert days == ["2020-06-08", None, "2020-06-08"]


def test_what_was_read_of_a_damaged_export_stays(tmp_path: Path) -> None:
    whole = json.dumps(chat(*(message(at, "Nine killed.") for at in range(50)))).encode()
    found = read(tmp_path, whole[:-150])
    assert isinstance(found[0], Part)
    assert isinstance(found[-1], Refusal)
    assert found[-1].reason == "damaged"
    assert len(found) > 40


def test_halves_of_pairs_and_broken_letters_are_replaced(tmp_path: Path) -> None:
    (one,) = read(tmp_path, chat(message(1, "a\ud83d b")))
    assert isinstance(one, Part)
    assert one.content.decode() == "a\ufffd b"
    (two,) = read(tmp_path, json.dumps(chat(message(1, "Nine X"))).encode().replace(b"X", b"\xff"))
    assert isinstance(two, Part)
    assert two.content.decode() == "Nine \ufffd"


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"3", b"{}", b'{"messages": 3}', b'{"messages": {}}', b"not json at all"),
        *(b"[" * 100_000, b'{"messages": ' + b"[" * 100_000, b'{"a": ' * 100_000),
        *(b'{"messages": [', b'{"chats": {"list": [3]}}', b"\0" * 100, b'{"a' + b"x" * 3_000_000),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    try:
        found = read(tmp_path, content)
    except DocumentError as refused:
        assert refused.reason == "damaged"  # noqa: PT017 - some are damaged exports
    else:
        assert [type(one) for one in found] == [Refusal]


def test_an_export_in_utf_16_and_one_of_many_blocks_are_read(tmp_path: Path) -> None:
    wide = json.dumps(chat(message(1, "غارة")), ensure_ascii=False).encode("utf-16")
    (one,) = read(tmp_path, wide)
    assert isinstance(one, Part)
    assert one.content.decode() == "غارة"
    big = chat(*(message(at, "غارة " * 500) for at in range(400)), contacts=["x" * 50] * 50_000)
    assert len(read(tmp_path, json.dumps(big, ensure_ascii=False).encode())) == 400


def test_limits_of_size_and_number(tmp_path: Path) -> None:
    three = chat(*(message(at, "a") for at in range(3)))
    assert [type(one) for one in read(tmp_path, three, parts=2)] == [Part, Part, Refusal]
    with pytest.raises(DocumentError, match="too large"):
        read(tmp_path, three, container=100)


PAGE = """<html><body><div class="page_header"><div class="content">
<div class="text bold"> Town Post </div></div></div>
<div class="message service" id="message-1"><div class="body details">8 June 2020</div></div>
<div class="message default clearfix" id="message5"><div class="body">
 <div class="pull_right date details" title="08.06.2020 01:20:03 UTC+03:00">01:20</div>
 <div class="from_name"> {name} </div>
 <div class="text"> Nine <b>killed</b>
in Baluon.<br>More <a href="x">later</a>. </div></div></div>
<div class="message default clearfix joined" id="message6"><div class="body">
 <div class="pull_right date details" title="09.06.2020 01:20:03">01:20</div>
 <div class="forwarded body"><div class="from_name">Other</div><div class="text">Two.</div></div>
</div></div>
<div class="message default" id="message7"><div class="media_wrap"></div></div>
</body></html>"""


def test_a_page_of_an_export_gives_its_messages(tmp_path: Path) -> None:
    pytest.importorskip("lxml.html", reason="needs the extra inputs")
    path = tmp_path / "messages.html"
    path.write_text(PAGE.format(name="Town Post"), encoding="utf-8")
    first, second = parts_of_telegram_page(path)
    said = Said(published="2020-06-08", published_basis="message", publisher="Town Post")
    assert first == Part("5", b"Nine killed in Baluon.\nMore later.", "text", said)
    assert isinstance(second, Part)
    assert (second.name, second.content, second.said.published) == ("6", b"Two.", "2020-06-09")
    path.write_text(PAGE.format(name="Ahmad"), encoding="utf-8")
    assert all(isinstance(p, Part) and not p.said.publisher for p in parts_of_telegram_page(path))


@pytest.mark.parametrize("content", [b"", b"<p>Nine killed.</p>", b"\0\xff", b"<div>" * 50_000])
def test_a_page_without_messages_is_refused(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("lxml.html", reason="needs the extra inputs")
    path = tmp_path / "messages.html"
    path.write_bytes(content)
    with pytest.raises(DocumentError):
        list(parts_of_telegram_page(path))


def test_exports_are_told_by_their_first_keys() -> None:
    one = json.dumps(chat(message(1, "Nine killed."))).encode()
    late = json.dumps({"messages": [message(1, "a")], "type": "public_channel"}).encode()
    assert is_telegram(one)
    assert is_telegram(one[:80])
    assert is_telegram(late)
    assert is_telegram(b'{"about": "x", "personal_information": {"user_id": 1')
    for other in (b"", b"{", b"[]", b'{"messages": "a", "type": "b"}', b'{"a":' * 10**5, b"\0"):
        assert not is_telegram(other)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        (
            'Other <span class="date details" title="01.05.2019 10:00:00"> 01.05.2019</span>',
            "2019-05-01",
        ),
        ("Other 01.05.2019 10:00:00", "2019-05-01"),
        ("Other 01.05.2019", "2020-06-09"),
        ("Other", "2020-06-09"),
        ('Other <span class="date details" title="soon">soon</span>', "2020-06-09"),
    ],
)
def test_what_is_forwarded_on_a_page_has_the_day_of_the_original(
    tmp_path: Path, name: str, published: str
) -> None:
    pytest.importorskip("lxml.html", reason="needs the extra inputs")
    path = tmp_path / "messages.html"
    page = PAGE.format(name="Town Post").replace(">Other<", f">{name}<")
    path.write_text(page, encoding="utf-8")
    *_, last = parts_of_telegram_page(path)
    assert isinstance(last, Part)
    assert (last.content, last.said.published) == (b"Two.", published)
