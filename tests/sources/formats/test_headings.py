import pytest

from mapper.sources.formats.document import Said
from mapper.sources.formats.headings import WORDS, day_in, headers_at, saying_before


@pytest.mark.parametrize(
    ("block", "published"),
    [
        ("From: A\nSent: Monday, May 6, 2019 10:00\nTo: B\nSubject: Raid", "2019-05-06"),
        ("De : A\nEnvoyé : lundi 6 mai 2019 10:00\nÀ : B\nObjet : Raid", "2019-05-06"),
        ("*From:* A\n*Date:* 6 May 2019\n*Subject:* Raid", "2019-05-06"),
        ("من: أحمد\nالتاريخ: 6 مايو 2019 10:00\nالموضوع: Raid", "2019-05-06"),
        ("Subject: Raid\nDate: Mon, 6 May 2019 10:00:00 +0300\nFrom: A", "2019-05-06"),
        ("发件人：A\n发送时间：2019-05-06 10:00\n主题：Raid", "2019-05-06"),
        ("From: A\nTo: b@example.org;\n c@example.org\nSubject: Raid\nDate: 1/2/2019 10:00", None),
    ],
)
def test_headers_above_older_mail_say_its_title_and_day_in_any_language(
    block: str, published: str | None
) -> None:
    lines = [*block.split("\n"), "", "Nine killed."]
    found = headers_at(lines, 0)
    assert found
    assert (found.length, found.is_sure) == (len(lines) - 2, True)
    basis = "header" if published else None
    assert found.said("") == Said("Raid", published, basis)


def test_headers_in_a_language_without_words_are_told_by_their_shape() -> None:
    block = ["Xa: Desk", "Xb: 2019-05-06 10:00", "Xc: A", "Xd: Raid"]
    found = headers_at(block, 0)
    assert found
    assert not found.is_sure
    assert found.said("Xe: Raid") == Said("Raid", "2019-05-06", "header")
    assert found.said("News of Raid").title is None


@pytest.mark.parametrize(
    "block",
    [
        "Contact: A\nOffice: Street 2020\nMail: a@example.org",
        "From: Baluon\nTo: Elsewhere\nDate: 7 June 2020 10:00",
    ],
)
def test_lines_that_may_be_of_a_report_are_not_sure(block: str) -> None:
    found = headers_at(block.split("\n"), 0)
    assert found
    assert not found.is_sure


@pytest.mark.parametrize(
    "block",
    [
        "Killed: 9\nWounded: 4\nPlace: Baluon\nYear: 2020",
        "Place: Baluon\nTime: 7 June 2020 10:00\nKilled: 9",
        "Place: Baluon\nDate: 7 June 2020\nTarget: a market",
        "From: Baluon\nSubject: Raid",
        "Killed: 9\nDate: 6 May 2019\nSource: desk@example.org",
        "Contact: A\nTelephone: +44 20 7946 0958\nMail: a@example.org",
    ],
)
def test_lists_of_a_report_are_no_headers(block: str) -> None:
    assert headers_at(block.split("\n"), 0) is None


def test_a_line_above_makes_two_headers_enough() -> None:
    assert headers_at(["From: A", "Subject: Raid"], 0, is_below_line=True)


@pytest.mark.parametrize(
    ("said", "is_sure"),
    [
        ("On May 6, 2019, at 10:00, S <s@example.org> wrote:", True),
        ("Le lun. 6 mai 2019 à 09:12, Stringer <s@example.org> a écrit :", True),
        ("On May 6, 2019, at 10:00, Stringer wrote:", False),
    ],
)
def test_a_line_says_who_wrote_and_when(said: str, is_sure: bool) -> None:
    found = saying_before(["Thanks.", "", said])
    assert found
    assert (found.length, found.published, found.is_sure) == (1, "2019-05-06", is_sure)


@pytest.mark.parametrize(
    "lines",
    [
        ["The ministry said on 6 May 2019:"],
        ["On 6 May 2019 at 10:00 the ministry said:"],
        ["Thanks.", "", "Situation on 6 May 2019, 10:00:"],
        ["Thanks.", "On 6 May 2019 at 10:00 the ministry said:"],
        ["Thanks.", "", "On 6 May 2019 at 10:00, S wrote" + " on and on" * 60 + ":"],
    ],
)
def test_lines_of_a_report_with_a_colon_say_nobody(lines: list[str]) -> None:
    assert saying_before(lines) is None


def test_a_day_that_could_be_two_is_none() -> None:
    assert day_in("Sent 05/06/2019 10:00") is None
    assert day_in("Sent 25/06/2019 10:00") == "2019-06-25"


def test_no_word_means_two_things() -> None:
    rows = [line.split(",")[:2] for line in WORDS.read_text(encoding="utf-8").splitlines()[1:]]
    found = [word.lower() for _, word in rows]
    assert sorted(found) == sorted(set(found))
