import base64
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from mapper.sources.formats.document import DocumentError, Part, Refusal, Said
from mapper.sources.formats.limits import LIMITS
from mapper.sources.formats.mail import parts_of_mail

HEADERS = """\
From: "A Stringer" <stringer@example.org>
To: desk@example.org
Subject: Strikes this morning
Date: Mon, 8 Jun 2020 01:20:03 +0300
"""


def read(folder: Path, content: str | bytes, **limits: int) -> Sequence[Part | Refusal]:
    path = folder / "mail"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(parts_of_mail(path, limits=replace(LIMITS, **limits)))


def mail(*parts: tuple[str, str], kind: str = "mixed", more: str = "") -> str:
    made = f'{HEADERS}{more}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n'
    for head, body in parts:
        made += f"--b\n{head}\n\n{body}\n"
    return made + "--b--\n"


def body_of(one: Part | Refusal) -> str:
    assert isinstance(one, Part)
    return one.content.decode()


TEXT = "Content-Type: text/plain; charset=utf-8"
PAGE = "Content-Type: text/html; charset=utf-8"


def test_a_mail_is_its_words_with_subject_and_day_and_no_person(tmp_path: Path) -> None:
    encoded = HEADERS + "Content-Type: text/plain; charset=utf-8\n"
    encoded += (
        "Content-Transfer-Encoding: quoted-printable\n\nTwo dead in Balu=\non, al-Bar=C3=A2.\n"
    )
    (one,) = read(tmp_path, encoded)
    said = Said("Strikes this morning", "2020-06-08", "header")
    assert one == Part("body", "Two dead in Baluon, al-Barâ.".encode(), "text", said, is_whole=True)
    assert b"stringer" not in repr(one).encode().lower()


def test_news_to_a_list_names_its_sender_and_a_discussion_only_the_list(tmp_path: Path) -> None:
    listed = "List-Id: Desk talk <talk.example.org>\n"
    (news,) = read(tmp_path, HEADERS + listed + "\nTwo dead.")
    (talk,) = read(tmp_path, HEADERS + listed + "List-Post: <mailto:t@example.org>\n\nTwo dead.")
    assert isinstance(news, Part)
    assert isinstance(talk, Part)
    assert (news.said.publisher, talk.said.publisher) == ("A Stringer", "Desk talk")


def test_plain_words_go_before_marked_ones_unless_empty(tmp_path: Path) -> None:
    marked = (PAGE, "<p>Two dead.</p>")
    (plain,) = read(tmp_path, mail((TEXT, "Two dead."), marked, kind="alternative"))
    assert (plain.name, body_of(plain)) == ("body", "Two dead.")
    (html,) = read(tmp_path, mail((TEXT, " "), marked, kind="alternative"))
    assert isinstance(html, Part)
    assert (html.kind, html.content) == ("fragment", b"<p>Two dead.</p>")


def test_a_stub_in_plain_words_gives_way_to_the_marked_ones(tmp_path: Path) -> None:
    stub = (TEXT, "See it in your browser: https://example.org/" + "x" * 500)
    news = (PAGE, "<style>p {a: b}</style>" + "<p>Nine killed in Baluon.</p>" * 9)
    (one,) = read(tmp_path, mail(stub, news, kind="alternative"))
    assert isinstance(one, Part)
    assert one.kind == "fragment"
    inner = mail(news, kind="related").partition("MIME-Version")[2]
    related = "Content-Type: multipart/related; boundary=c", inner.split("\n\n", 1)[1]
    (two,) = read(
        tmp_path,
        mail(stub, (related[0], related[1].replace("--b", "--c")), kind="alternative"),
    )
    assert isinstance(two, Part)
    assert two.kind == "fragment"


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("windows-1256", "غارة على المدينة".encode("cp1256"), "غارة على المدينة"),
        ("x-unheard-of", "غارة على المدينة".encode("cp1256"), "غارة على المدينة"),
        ("us-ascii", "غارة على المدينة".encode(), "غارة على المدينة"),
        ("hex", b"Two dead.", "Two dead."),
        ("punycode", b"Two dead.", "Two dead."),
        ("iso-8859-9", "İki kişi öldü".encode("iso-8859-9"), "İki kişi öldü"),
        ("utf-8", b"Two\0 dead.", "Two dead."),
    ],
)
def test_words_are_decoded_from_any_charset(
    tmp_path: Path, charset: str, content: bytes, text: str
) -> None:
    head = f"{HEADERS}Content-Type: text/plain; charset={charset}\n"
    (sent,) = read(tmp_path, head.encode() + b"\n" + content)
    wrapped = head + "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(content).decode()
    (coded,) = read(tmp_path, wrapped)
    assert body_of(sent) == body_of(coded) == text


def test_subjects_in_words_of_any_charset_are_decoded(tmp_path: Path) -> None:
    word = base64.b64encode("غارة".encode("cp1256")).decode()
    subject = f"Subject: =?windows-1256?B?{word}?= and =?nonsense?Q?more?=\n"
    (one,) = read(tmp_path, subject + "\nTwo dead.")
    assert isinstance(one, Part)
    assert one.said.title == "غارة and more"
    (two,) = read(tmp_path, "Subject: =?utf-8?B?!!!!?= =?=?=\nDate: 99 Foo 9999\n\nTwo dead.")
    assert isinstance(two, Part)
    assert two.said.published is None


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    head = HEADERS + "Content-Type: text/plain; format=flowed\n\n"
    (one,) = read(tmp_path, head + "Two men \nwere killed.\n From the town.\n\n-- \nA. Stringer\n")
    assert body_of(one) == "Two men were killed.\nFrom the town."


def test_older_mail_that_is_quoted_is_cut_with_the_line_before_it(tmp_path: Path) -> None:
    text = (
        "Five dead in the town, the hospital said:\nno names yet.\n\n"
        "On Mon, 7 Jun 2020 at 11:20, Ahmad\n<ahmad@example.org> wrote:\n\n"
        "> Nine killed in Baluon.\n>> And ten.\n\nMore later.\n-- \nAhmad\nSome town\n"
    )
    (one,) = read(tmp_path, f"{HEADERS}\n{text}")
    assert body_of(one) == (
        "Five dead in the town, the hospital said:\nno names yet.\n\n\nMore later."
    )


def test_a_line_with_a_colon_alone_is_no_line_of_a_mail_program(tmp_path: Path) -> None:
    (one,) = read(tmp_path, f"{HEADERS}\nThe ministry said:\n> Nine killed.\n")
    assert body_of(one) == "The ministry said:"


OLDER = (
    "\n________________________________\nFrom: Desk <d@example.org>\n"
    "Sent: Sunday, June 7, 2020 9:00 AM\nTo: All\nSubject: Raid\n\nNine killed in Baluon.\n"
)


def test_what_is_forwarded_below_is_a_text_with_its_own_title_and_day(tmp_path: Path) -> None:
    own, below = read(tmp_path, f"{HEADERS}\nSee below.\n{OLDER}")
    assert (own.name, body_of(own)) == ("body", "See below.")
    said = Said("Raid", "2020-06-07", "header")
    assert below == Part("below", b"Nine killed in Baluon.", "text", said)


DIVIDER = "_\n"
FORWARDED = (
    "\nBegin forwarded message:\n\n> From: A <a@example.org>\n> Date: June 7, 2020 at 10:00:00\n"
    "> Subject: Raid\n>\n> Nine killed in Baluon.\n"
)


@pytest.mark.parametrize(
    ("subject", "more", "older", "count"),
    [
        ("Raid", "", OLDER, 1),
        ("RE: Raid", "", OLDER, 1),
        ("AW: Raid", "", OLDER, 1),
        ("Re: Fwd: Raid", "", FORWARDED, 1),
        ("Raid", "In-Reply-To: <1@example.org>\n", OLDER, 1),
        ("Fwd: Raid", "In-Reply-To: <1@example.org>\n", OLDER, 2),
        ("WG: Raid", "", OLDER, 2),
        (
            "Raid",
            "X-Forwarded-Message-Id: <1@example.org>\nReferences: <1@example.org>\n",
            OLDER,
            2,
        ),
        ("Raid", "", FORWARDED, 2),
        ("Raid", "", f"\n---------- Weiter ---------\n{OLDER.strip(DIVIDER)}", 2),
    ],
)
def test_older_mail_that_is_answered_is_left_out_and_what_is_forwarded_read(
    tmp_path: Path, subject: str, more: str, older: str, count: int
) -> None:
    headers = HEADERS.replace("Strikes this morning", subject) + more
    found = read(tmp_path, f"{headers}\nFive men were killed in the town today.\n{older}")
    assert [one.name for one in found] == ["body", "below"][:count]
    assert "Five men" in body_of(found[0])
    assert "Nine" not in body_of(found[0])
    for one in found[1:]:
        assert isinstance(one, Part)
        assert one.said == Said("Raid", "2020-06-07", "header")
        assert body_of(one) == "Nine killed in Baluon."


@pytest.mark.parametrize(("subject", "count"), [("Fwd: Raid", 2), ("Re: Raid", 1), ("Raid", 1)])
def test_quoted_words_without_headers_are_read_of_a_mail_that_forwards(
    tmp_path: Path, subject: str, count: int
) -> None:
    headers = HEADERS.replace("Strikes this morning", subject)
    found = read(tmp_path, f"{headers}\nSee this.\n\n> Nine killed in Baluon.\n")
    assert [one.name for one in found] == ["body", "below"][:count]


ROWS = (("Subject", "Raid"), ("Date", "Sun, 7 Jun 2020 10:00:00 +0300"), ("From", "A"), ("To", "B"))
SHOWN = "<br>".join(f"<b>{key}:</b> {value}" for key, value in ROWS)
CELLS = "".join(f"<tr><th>{key}: </th><td>{value}</td></tr>" for key, value in ROWS)


@pytest.mark.parametrize("subject", ["Fwd: Raid", "Raid", "Re: Raid"])
@pytest.mark.parametrize(
    "older",
    [
        f'<div class="gmail_quote"><div class="gmail_attr">-----<br>{SHOWN}<br></div>Nine.</div>',
        f'<div>A:<blockquote type="cite"><div>B:</div>{SHOWN}<br>Nine.</blockquote></div>',
        f"<div>-------- Weiter --------<table>{CELLS}</table><br>Nine.</div>",
    ],
)
def test_markup_that_is_forwarded_has_its_own_title_and_day(
    tmp_path: Path, subject: str, older: str
) -> None:
    headers = HEADERS.replace("Strikes this morning", subject)
    words = "<p>Five men were killed in the town today.</p>"
    own, *below = read(tmp_path, f"{headers}{PAGE}\n\n{words}{older}")
    assert "Nine" not in body_of(own)
    assert bool(below) is not subject.startswith("Re")
    for one in below:
        assert isinstance(one, Part)
        assert one.said == Said("Raid", "2020-06-07", "header")


def test_an_answer_without_words_of_its_own_is_refused(tmp_path: Path) -> None:
    headers = HEADERS.replace("Strikes this morning", "Re: Raid")
    (one,) = read(tmp_path, f"{headers}\n{OLDER}")
    assert isinstance(one, Refusal)
    assert (one.reason, "quoted" in one.detail) == ("empty", True)


def test_markup_loses_older_mail_and_what_is_only_forwarded_stays_undated(tmp_path: Path) -> None:
    old = '<blockquote class="gmail_quote"><div>Nine killed <blockquote>x</blockquote></div>'
    old += "</blockquote>"
    head = f"{HEADERS}{PAGE}\n\n"
    saying = '<div class="gmail_attr">On 7 June A wrote:</div>'
    (own,) = read(tmp_path, f"{head}<p>Five dead.</p>{saying}{old}<p>End</p>")
    assert body_of(own) == "<p>Five dead.</p><p>End</p>"
    (below,) = read(tmp_path, f"{head}<br>{old}")
    assert below == Part("below", old.encode(), "fragment", Said(), "utf-8")


def test_attachments_are_parts_by_their_names_and_pictures_are_not(tmp_path: Path) -> None:
    whole = EmailMessage()
    whole["Subject"], whole["From"] = "Reports", "a@example.org"
    whole.set_content("Three reports.")
    for name in ("report.pdf", "report.pdf", "../غارة.docx"):
        whole.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=name)
    whole.add_attachment("Nine killed.", filename="notes.txt")
    whole.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["Subject"], inner["Date"] = "Raid", "Sun, 7 Jun 2020 09:00:00 +0000"
    inner.set_content("Nine killed in Baluon.")
    whole.add_attachment(inner)
    found = read(tmp_path, whole.as_bytes())
    names = ["body", "report.pdf", "report.pdf-2", "غارة.docx", "notes.txt", "message"]
    assert [one.name for one in found] == names
    assert all(isinstance(one, Part) and one.kind is None for one in found[1:])
    (forwarded,) = read(tmp_path, found[-1].content if isinstance(found[-1], Part) else b"")
    assert isinstance(forwarded, Part)
    assert (forwarded.said.title, forwarded.said.published) == ("Raid", "2020-06-07")


def test_an_attachment_that_is_too_large_is_one_refusal(tmp_path: Path) -> None:
    file = (
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf",
        "9" * 99,
    )
    one, two = read(tmp_path, mail((TEXT, "A."), file), part=50)
    assert isinstance(one, Part)
    assert isinstance(two, Refusal)
    assert (two.name, two.reason) == ("a.pdf", "too_large")


def test_locked_and_empty_mail_is_refused(tmp_path: Path) -> None:
    reasons = []
    for content in (
        mail((TEXT, "x"), kind="encrypted"),
        f"{HEADERS}\n-----BEGIN PGP MESSAGE-----\nabc\n",
        f"{HEADERS}\n> Nine killed.\n",
        f"{HEADERS}Content-Type: image/png\n\nx",
    ):
        (one,) = read(tmp_path, content)
        assert isinstance(one, Refusal)
        reasons.append(one.reason)
    assert reasons == ["locked", "locked", "empty", "empty"]


def test_a_saved_page_is_the_page_with_its_address_and_no_day(tmp_path: Path) -> None:
    page = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/raid\n"
        "Subject: Raid\nDate: Mon, 8 Jun 2020 11:20:03 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        "--b\nContent-Type: text/html\nContent-ID: <f@mhtml.blink>\n"
        "Content-Transfer-Encoding: quoted-printable\nContent-Location: https://example.org/raid\n"
        "\n<p>Nine ki=\nlled.</p>\n--b\nContent-Type: text/css\n\nx\n--b--\n"
    )
    (one,) = read(tmp_path, page)
    said = Said(url="https://example.org/raid")
    assert one == Part("page", b"<p>Nine killed.</p>", "html", said, is_whole=True)


def test_a_box_gives_its_mails_by_number(tmp_path: Path) -> None:
    one = "From a@example.org Mon Jun  8 11:20:03 2020\n"
    box = f"{one}Subject: A\n\nFrom here on\n>From there.\n\n{one}Subject: B\n\nb\n"
    first, second = read(tmp_path, box)
    assert (first.name, second.name) == ("1", "2")
    assert body_of(first) == "Subject: A\n\nFrom here on\nFrom there.\n\n"
    large = read(tmp_path, f"{one}Subject: A\n\n{'x' * 300}\n\n{one}Subject: B\n\nb\n", part=100)
    assert [type(one) for one in large] == [Refusal, Part]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"),
        (b"Nothing like it.\n\nReally.", "damaged"),
        (b"From here to there.\n\nNo mail.", "damaged"),
        (b"Subject: a\nContent-Type: x; " + b'a="";' * 20_000 + b"\n\nb", "hostile"),
        (b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"a\n" * 30_000, "ok"),
        (b"Subject: a\n" + b"boundary=b\n" * 60_000, "hostile"),
        (b"Subject: a\n\n" + b"\n" * 1_600_000, "hostile"),
        (b"Subject: a\n" * 10_000 + b"\nbody", "ok"),
        (b"\xff\xfe\0Subject: a\n\nx", "damaged"),
    ],
)
def test_what_is_no_mail_or_made_to_stop_readers_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    if reason == "ok":
        assert read(tmp_path, content)
        return
    with pytest.raises(DocumentError) as refused:
        read(tmp_path, content)
    assert refused.value.reason == reason


@pytest.mark.parametrize("depth", [50, 800])
def test_parts_in_parts_without_end_are_refused(tmp_path: Path, depth: int) -> None:
    deep = "Subject: a\n" + "".join(
        f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(depth)
    )
    (one,) = read(tmp_path, deep + "\nTwo dead.")
    assert isinstance(one, Refusal)
    assert one.reason == "hostile"


def test_a_mail_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="larger than"):
        read(tmp_path, HEADERS + "\n" + "x" * 500, paper=400)
    (one,) = read(tmp_path, HEADERS + "\n" + "x" * 500, text=400)
    assert isinstance(one, Refusal)
    assert one.reason == "too_large"
