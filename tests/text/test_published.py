"""The day of publication at the head of a text: which lines tell it, and which do not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from languages import ENGLISH

from mapper.text.published import find_published
from mapper.words import DEFAULT_LANGUAGE, Language

ARABIC = ENGLISH.also("ar")

BODY = "Two people died when a rocket fell on a market in the town, medics said.\n"
PAGE = "Two dead in raid on market\n\n{}\n\n" + BODY
ARABIC_PAGE = "قتيلان بقصف على السوق\n\n{}\n\nقتل مدنيان جراء سقوط قذيفة على السوق وسط البلدة.\n"


def day_of(text: str, language: Language = ENGLISH) -> str | None:
    found = find_published(text, language=language)
    return found.day if found else None


@pytest.mark.parametrize(
    "line",
    [
        "By Our Correspondent, Beirut, 21 November 2019",
        "Published: 21 Nov 2019 08:12",
        "Published on 21 November 2019",
        "First published on Thu 21 Nov 2019 08.12 GMT",
        "posted 21/11/2019",
        "Posted on November 21, 2019 by admin",
        "21 November 2019, 10:30 am Damascus time",
        "2019-11-21",
        "2019-11-21T08:12:00+02:00",
        "2019-11-21 08:12:00",
        "2019/11/21",
        "21.11.2019",
        "21.11.2019 | 10:30",
        "Thursday, November 21, 2019",
        "Thursday 21 November 2019",
        "THURSDAY, NOVEMBER 21, 2019",
        "Thursday | 21 November 2019 | 10:30",
        "Last updated 21.11.2019 - 10:30 GMT",
        "Updated on Nov. 21, 2019 at 10:30 a.m. EST",
        "21 November 2019, 10:30 UTC+3",
        "21st November 2019",
        "Nov 21, 2019 · 4 min read",
        "News | 21 November 2019 | 120 views",
        "Omar Sample - Thursday 21 November 2019",
        "By Omar Sample and Lina Test | Nov 21, 2019",
        "Written by Lina al-Test 21 November 2019",
        "BEIRUT, 21 November 2019",
        "Beirut, 21 November 2019",
        "(Reuters) 21 November 2019",
        "Date: 21 November 2019",
        "Author: Lina Test, Date: 21 November 2019",
        "Publication date: 2019-11-21",
        "Published 21 November 2019 | Updated 22 November 2019",
        "Updated 22 November 2019 | Published 21 November 2019",
        "21 November 2019 (updated 23 November 2019)",
        "Published\n\n21 November 2019",
        "Published on:\n21/11/2019",
        "Lina Test\n\n21 November 2019\n\nBeirut",
        "Press release\n21 November 2019",
        "Published: 21/11/2019. Updated: 01/12/2019",
        "Published 01/12/2019, updated 21/12/2019\n",
        "Sunday, 05/06/2016",
        "05/06/2016 | Monday",
        "05/05/2019",
        "11/21/2019",
        "Two people were killed in a raid on a market Published: 21 November 2019",
    ],
)
def test_a_date_line_tells_the_day(line: str) -> None:
    expected = {
        "Published 01/12/2019, updated 21/12/2019\n": "2019-12-01",
        "Sunday, 05/06/2016": "2016-06-05",
        "05/06/2016 | Monday": None,
        "05/05/2019": "2019-05-05",
    }
    assert day_of(PAGE.format(line)) == expected.get(line, "2019-11-21")


@pytest.mark.parametrize(
    "line",
    [
        "الخميس 21 تشرين الثاني 2019",
        "الخميس، 21 تشرين الثاني 2019",
        "٢١ نوفمبر ٢٠١٩",
        "21 تشرين الثاني/نوفمبر 2019",
        "21 نوفمبر/تشرين الثاني 2019",
        "نشر في 2019/11/21",
        "تم النشر في 21/11/2019",
        "تاريخ النشر: ٢٠١٩/١١/٢١",
        "21-11-2019 | 10:30",
        "الخميس, ٢١ نوفمبر ٢٠١٩, ١١:٤٢",
        "الخميس, نوفمبر 21, 2019",
        "آخر تحديث: 21.11.2019 | 11:42 دمشق",
        "آخر تحديث 21 نوفمبر 2019 بتوقيت غرينتش 10:30",
        "November 21, 2019, 11:36 am",
        "بقلم عمر السالم | 21 نوفمبر 2019",
        "بيروت - 21 تشرين الثاني 2019",
        "الخميس 24 ربيع الأول 1441 هـ الموافق 21 نوفمبر 2019 م",
        "الخميس 24 ربيع الأول 1441 هـ",
        "2019-11-21\n128 زيارة",
        "نشر في: 21 نوفمبر 2019\nآخر تحديث: 23 نوفمبر 2019",
        "21 / تشرين الثاني / 2019",
        "بتاريخ 21-11-2019",
    ],
)
def test_an_arabic_date_line_tells_the_day(line: str) -> None:
    assert day_of(ARABIC_PAGE.format(line), ARABIC) == "2019-11-21"


@pytest.mark.parametrize(
    "text",
    [
        "DAMASCUS, Nov 21, 2019 (SANA) - Two people died in a raid, medics said.",
        "BEIRUT (Reuters) 21 November 2019 - Two people died in a raid, medics said.",
        "(November 21, 2019 / SANA) Two people died in a raid on the market, medics said.",
        "GENEVA, 21 November 2019 \u2013 Two people died in a raid on the market, medics said.",
        "Published 21 November 2019 Two people died in a raid on the market, medics said.",
        "Date of publication 21 November 2019 Two people died in a raid, medics said.",
        "Damascus, 21 November 2019 \u2013 Two people died in a raid on the market, medics said.",
    ],
)
def test_a_dateline_in_front_of_the_text_tells_the_day(text: str) -> None:
    assert day_of(text) == "2019-11-21"
    assert day_of("Two dead in raid on market\n\n" + text) == "2019-11-21"


@pytest.mark.parametrize(
    "line",
    [
        "On 5 May 2019 warplanes struck a market in the town, killing two.",
        "A raid on 5 May 2019 killed two people, medics said.",
        "Two people died on 5 May 2019.",
        "Killed on 5 May 2019",
        "Killed 5 May 2019",
        "On 5 May 2019",
        "Since 5 May 2019",
        "By 5 May 2019",
        "Casualties 1-7 June 2019",
        "1-7 June 2019",
        "From 1 June to 7 June 2019",
        "1 June 2019 - 7 June 2019",
        "June 2019",
        "2019",
        "21 November",
        "Thursday, 21 November",
        "IDLIB, Syria, Nov. 21 (Reuters) -",
        "Idlib Massacre 5 May 2019",
        "Market raid, 5 May 2019",
        "Massacre of 5 May 2019",
        "Anniversary: 5 May 2019",
        "Date of incident: 5 May 2019",
        "Incident date:\n5 May 2019",
        "Accessed: 5 May 2019 10:30",
        "Retrieved 5 May 2019",
        "Hass, 5 May 2019",
        "Smoke above Hass, 5 May 2019",
        "Photo by Lina Test, 5 May 2019",
        "Video | Omar Sample/Reuters, 5 May 2019",
        "Raid in Hass, 5 May 2019 14:00",
        "Market Bombing | 5 May 2019 14:00",
        "DOUMA ATTACK 7 APRIL 2018",
        "DOUMA, 7 APRIL 2018",
        "\u2014 Sample News (@sample) May 5, 2019",
        "Published on 5 May 2019, the report lists two people.",
        "Published 5 May 2019 by a monitor, the report lists two people.",
        "The report, published on 5 May 2019, says so.",
        "05/06/2019",
        "05-06-2019",
        "Published: 05/06/2019",
        "Published 05/06/2019, updated 05.11.2019",
        "31/02/2019",
        "Friday, 21 November 2019",
        "Early on 5 May 2019",
        "Published late 5 May 2019",
        "31/02/2019 | 21 November 2019",
        "@Sample | 5 May 2019 10:30",
        "Hearing: 5 May 2019 10:30",
        "Hearing 5 May 2019 10:30",
        "Around 5 May 2019",
        "5 May 2019 / 6 May 2019",
        "5 May 2019\n6 May 2019",
        "Published 5 May 2019\nPublished 6 May 2019",
        "Updated 5 May 2019 | 6 May 2019",
        "5 May 2019 \u2013 Jets struck the market in Hass and two people died.",
    ],
)
def test_no_other_line_tells_the_day(line: str) -> None:
    assert day_of(PAGE.format(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "في 5 أيار 2019 قصفت الطائرات السوق وسط البلدة وقتل مدنيان.",
        "حصاد الأحداث الميدانية ليوم الأحد 5-5-2019",
        "لحظة قصف السوق 26 آب 2021",
        "من 1 إلى 7 حزيران 2019",
        "بين 26 نيسان و3 أيار 2019",
        "21 تشرين الثاني",
        "الخميس 21 تشرين الثاني",
        "تشرين الثاني 2019",
        "الجمعة 21 تشرين الثاني 2019",
        "05/06/2019",
        "24 ربيع الأول 1441 هـ",
        "منذ 5 أيار 2019",
        "قصف السوق - الأحد 5 أيار 2019 10:30",
        "عدسة عمر السالم | 5 أيار 2019",
        "أعمدة دخان شمالي البلدة- 18 آب 2021 (عدسة المراسل)",
    ],
)
def test_no_other_arabic_line_tells_the_day(line: str) -> None:
    assert day_of(ARABIC_PAGE.format(line), ARABIC) is None


def test_the_words_of_the_date_are_told_by_where_they_stand() -> None:
    text = PAGE.format("Posted on Thursday, 21 November 2019 by Lina Test")
    found = find_published(text, language=ENGLISH)
    assert found is not None
    assert text[found.start : found.end] == "Thursday, 21 November 2019"
    text = ARABIC_PAGE.format("نُشر في: الخميس ٢١ تشرين الثاني ٢٠١٩")
    found = find_published(text, language=ARABIC)
    assert found is not None
    assert text[found.start : found.end] == "الخميس ٢١ تشرين الثاني ٢٠١٩"


def test_digits_that_mean_two_days_are_read_as_the_head_names_the_day() -> None:
    body = "Two people died in a raid on Friday, 1 September, medics said.\n"
    assert day_of("Two dead in raid\n01/09/2023\n" + body) == "2023-09-01"
    assert day_of("Two dead in raid\n09/01/2023\n" + body) == "2023-09-01"
    assert day_of("Two dead in raid\n01/08/2023\n" + body) is None


def test_a_date_above_a_menu_is_the_day_of_the_visit() -> None:
    menu = "\n".join(f"Headline number {n} of another piece" for n in range(8))
    text = f"Two dead in raid - Sample\nSaturday 1 August 2026\n{menu}\nTwo dead in raid\n{BODY}"
    assert day_of(text) is None
    text = text.replace(BODY, f"Published: 21 November 2019\n{BODY}")
    assert day_of(text) == "2019-11-21"


def test_dates_of_teasers_are_not_the_day_of_the_page() -> None:
    teasers = "\n".join(f"Another piece about town {n}\n18 March 2025" for n in range(4))
    assert day_of(f"Two dead in raid on market\n{teasers}\n{BODY}") is None
    assert day_of(f"Two dead in raid on market\n{BODY}{BODY}{teasers}") is None


@pytest.mark.parametrize("heading", ["2 Comments", "Leave a reply", "Related news"])
def test_the_day_of_a_comment_is_not_that_of_the_text(heading: str) -> None:
    comment = "Omar Sample\n22 November 2019 at 10:30\nThis is a sad day for all of us.\n"
    assert day_of(f"Two dead in raid\n{BODY}{heading}\n{comment}") is None
    page = f"Two dead in raid\n21 November 2019\n{BODY}{heading}\n{comment}"
    assert day_of(page) == "2019-11-21"


def test_the_days_of_a_diary_are_those_of_its_entries() -> None:
    entries = "".join(f"{day} May 2019\n{BODY * 3}" for day in (5, 6))
    assert day_of("Diary of a town\n" + entries) is None
    assert day_of("Diary of a town\nPublished 9 May 2019\n" + entries) == "2019-05-09"


def test_a_row_of_a_log_tells_when_something_happened() -> None:
    rows = "5 May 2019 14:00 | Hass | Idlib\n"
    assert day_of("Log of raids in the north\n" + rows + BODY) is None


def test_the_head_of_a_mail_or_of_a_file_tells_the_day() -> None:
    head = "From: Lina Test\nSent: Thursday, November 21, 2019 10:30 AM\nSubject: Raid\n\n"
    assert day_of(head + BODY) == "2019-11-21"
    head = '---\ntitle: "Raid on market"\ndate: "2019-11-21"\nauthor: Lina Test\n---\n'
    assert day_of(head + BODY) == "2019-11-21"


def test_a_date_below_the_beginning_of_the_text_is_not_read() -> None:
    assert day_of("Two dead in raid\n" + BODY * 4 + "Published: 21 November 2019\n") is None
    assert day_of("Two dead in raid\n" + "\n".join(["Menu"] * 20) + "\n21 November 2019") is None


def test_a_form_about_an_incident_dates_the_incident() -> None:
    assert day_of("Date: 5 May 2019\nPlace: Hass\nKilled: 2\n") is None


def test_a_title_with_a_date_is_a_title_each_time_it_is_printed() -> None:
    assert day_of("Douma, 7 April 2018\nDouma, 7 April 2018\n" + BODY) is None
    assert day_of("Douma, 7 April 2018 10:30 | Sample Site\nDouma, 7 April 2018 10:30\n") is None


def test_a_bare_date_may_be_the_first_line() -> None:
    assert day_of("21 November 2019\n" + BODY) == "2019-11-21"
    assert day_of("21 November 2019") == "2019-11-21"


def test_a_text_with_nothing_tells_nothing() -> None:
    assert day_of("") is None
    assert day_of("\n \n") is None


def test_a_language_without_lists_tells_nothing() -> None:
    assert day_of(PAGE.format("2019-11-21"), Language.of("fr")) is None


def test_a_language_without_a_pack_tells_the_day() -> None:
    assert day_of(PAGE.format("Published: 2019-11-21"), DEFAULT_LANGUAGE) == "2019-11-21"


PIECES = st.lists(
    st.sampled_from(
        [
            *("21 November 2019", "05/06/2019", "2019-11-21", "Published", "Updated:", "By", "-"),
            *(
                "نشر في",
                "21 تشرين الثاني 2019",
                "الخميس",
                "Thursday",
                "10:30 GMT",
                "(",
                "\n",
                "9999",
            ),
            *("0000-00-00", "24 ربيع الأول 1441 هـ", "Lina Test", "\u200f", "said.", "raid", "١"),
        ]
    ),
    max_size=30,
).map(" ".join)


@given(PIECES, st.sampled_from([ENGLISH, ARABIC]))
@settings(max_examples=100, deadline=None)
def test_what_is_found_stands_in_the_text_and_is_a_day(text: str, language: Language) -> None:
    found = find_published(text, language=language)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert any(letter.isdigit() for letter in text[found.start : found.end])
        assert found.day[:4] in {"2019", "9999"}


@pytest.mark.parametrize(
    "piece", ["21 November 2019 ", "Published: ", "By A ", "- ", "12:30 ", "("]
)
def test_a_long_text_takes_no_longer(piece: str) -> None:
    find_published("Title\n" + piece, language=ENGLISH)
    begun = time.process_time()
    find_published(piece * 100_000, language=ENGLISH)
    assert time.process_time() - begun < 20
