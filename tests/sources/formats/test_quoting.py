import time

import pytest

from mapper.sources.formats.quoting import Below, own_markup, own_words, unflowed


def texts(found: tuple[str, list[Below]]) -> list[str]:
    return [found[0], *(one.text for one in found[1])]


@pytest.mark.parametrize(
    "saying",
    [
        "On Mon, 8 Jun 2020 at 11:20, A <a@example.org> wrote:",
        "On Mon, 8 Jun 2020 at 11:20, A\n<a@example.org> wrote:",
        "Le lun. 8 juin 2020 à 11:20, A <a@example.org> a\nécrit :",
        "Am Montag, 8. Juni 2020 um 11.20 Uhr schrieb A <\na@example.org>:",
        "في 8 يونيو 2020، 11:20، كتب أحمد <a@example.org>:",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_line_that_says_who_is_quoted_goes_in_any_language(saying: str, between: str) -> None:
    assert texts(own_words(f"Agreed.\n\n{saying}{between}> Nine killed.\n")) == ["Agreed."]


def test_words_between_quoted_lines_stay() -> None:
    text = "> Nine killed?\nTen, the hospital says.\n> Where?\nIn Baluon."
    assert texts(own_words(text)) == ["Ten, the hospital says.\nIn Baluon."]


def test_a_long_text_after_a_delimiter_is_no_signature() -> None:
    news = "\n".join(f"Raid {at}." for at in range(20))
    assert texts(own_words(f"First.\n-- \n{news}")) == [f"First.\n-- \n{news}"]
    assert texts(own_words("First.\n-- \nA. Stringer\nSome town")) == ["First."]


def test_headers_of_a_forwarded_mail_begin_a_text_of_their_own() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: A <a@example.org>\nDate: 8 June 2020\n"
        "Subject: Raid\nTo: <b@example.org>\n\nNine killed.\n\n"
        "*From:* B <b@example.org>\n*Sent:* 7 June 2020\n*To:* all\n\nTwo killed."
    )
    assert texts(own_words(text)) == ["", "Nine killed.", "Two killed."]


def test_lines_like_headers_that_name_nobody_are_words() -> None:
    text = "Report\n\nKilled: 9\nWounded: 4\nPlace: Baluon\nYear: 2020\n"
    assert texts(own_words(text)) == [text.strip()]


def test_markup_is_kept_letter_by_letter_but_for_older_mail() -> None:
    kept = "<!DOCTYPE html><p class=x>Nine &amp; &#1594; <br/>killed</p><!-- a > b --> 3 < 5"
    assert texts(own_markup(kept)) == [kept]
    assert texts(
        own_markup("a<BLOCKQUOTE TYPE=cite>b<blockquote>c</blockquote>d</blockquote>e")
    ) == ["ae"]
    assert texts(own_markup('a<div class="x moz-cite-prefix">b<div>c</div></div>e')) == ["ae"]
    assert texts(own_markup('a<blockquote type="cite">b')) == ["a"]


def test_what_is_forwarded_inside_quotes_is_a_text_of_its_own() -> None:
    headers = "> From: A <a@example.org>\n> Subject: Raid\n> Date: 7 June 2020\n>\n"
    text = f"See this.\n\nBegin forwarded message:\n\n{headers}> Nine killed.\n>> Old.\n"
    assert texts(own_words(text)) == ["See this.\n\nBegin forwarded message:", "Nine killed."]


HEADERS = "From: <b>A</b> &lt;a@example.org&gt;<br>Date: 7 June 2020<br>Subject: Raid<br>"


@pytest.mark.parametrize(
    "forwarded",
    [
        f'<div class="gmail_quote"><div class="gmail_attr">-----<br>{HEADERS}</div></div>',
        f'<blockquote type="cite"><div>{HEADERS}</div><p>Nine killed.</p></blockquote>',
        f'<div id="divRplyFwdMsg">{HEADERS}</div><p>Nine killed.</p>',
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'></div>",
    ],
)
def test_markup_that_is_forwarded_is_a_text_of_its_own(forwarded: str) -> None:
    assert texts(own_markup(f"<p>See this.</p>{forwarded}")) == ["<p>See this.</p>", forwarded]
    assert texts(own_markup(forwarded)) == ["", forwarded]


def test_a_reply_in_markup_is_cut_unless_nothing_else_is_there() -> None:
    reply = '<div class="gmail_quote"><div class="gmail_attr">On 7 June 2020 A wrote:</div>'
    reply += '<blockquote class="gmail_quote">Nine killed.</blockquote></div>'
    assert texts(own_markup(f"<p>Agreed.</p>{reply}")) == ["<p>Agreed.</p>"]
    assert texts(own_markup(f"<br>{reply}")) == ["", reply]


def test_flowed_text_keeps_quotes_apart_and_spaces_as_asked() -> None:
    assert unflowed("> a \n> b\nc \nd", drops_space=False) == "> a b\nc d"
    assert unflowed("غا \nرة", drops_space=True) == "غارة"
    assert unflowed("a \n-- \nb", drops_space=False) == "a \n-- \nb"


@pytest.mark.parametrize(
    "piece",
    [
        "<a",
        "<a ",
        "<",
        "a@",
        "> ",
        "-- \n",
        "a: b@c 2020\n",
        "<p class=",
        "<br>a: b",
        "From: a\n\n",
        "\n\na 2020 10:00 b c:",
    ],
)
def test_long_texts_take_time_in_step_with_their_length(piece: str) -> None:
    start = time.process_time()
    own_markup(piece * 100_000)
    own_words(piece * 100_000)
    assert time.process_time() - start < 20


BLOCK = "<b>From:</b> A<br>\n<b>Sent:</b> Monday, June 8, 2020 10:00<br>\n<b>Subject:</b> Raid"


@pytest.mark.parametrize(
    "above",
    [
        f"<p>{BLOCK}</p>",
        f"<div>-----Old-----</div><div>{BLOCK.replace('<br>', '</div><div>')}</div>",
        "<p>Le lun. 8 juin 2020 à 09:12, A &lt;a@example.org&gt; a écrit&nbsp;:</p>",
        "<div>On June 8, 2020, at 10:00, A wrote:</div>",
    ],
)
def test_markup_below_headers_or_a_line_that_says_who_wrote_is_older(above: str) -> None:
    own, below = own_markup(f"<p>Five dead.</p>{above}<p>Nine killed.</p>")
    assert own.startswith("<p>Five dead.</p>")
    assert "2020" not in own
    assert "Old" not in own
    (one,) = below
    assert one.heading.published == "2020-06-08"
    assert "Nine killed." in one.text
    assert ("2020" in one.text) is not one.heading.is_sure


def test_answers_between_quoted_lines_stay_where_a_line_says_who_is_quoted() -> None:
    said = "On June 8, 2020, at 10:00, A <a@example.org> wrote:"
    assert texts(own_words(f"Yes.\n\n{said}\n\n> Nine killed?\n\nTen.")) == ["Yes.\n\n\nTen."]
    assert texts(own_words(f"Yes.\n\n{said}\n\nNine killed?")) == ["Yes.", "Nine killed?"]


def test_quoted_words_of_a_mail_that_forwards_are_below_where_nothing_else_is() -> None:
    text = "See.\n\nOn June 8, 2020, at 10:00, A wrote:\n\n> Nine killed.\n>> Ten?\n> In Baluon."
    own, (one,) = own_words(text, has_quotes=True)
    assert (own, one.text) == ("See.", "Nine killed.\nIn Baluon.")
    assert one.heading.published == "2020-06-08"
    cited = '<blockquote type="cite">Nine killed.</blockquote>'
    assert texts(own_markup(f"<p>See.</p>{cited}", has_quotes=True)) == ["<p>See.</p>", cited]
    assert texts(own_words("See.", has_quotes=True)) == ["See."]


def test_lines_that_may_be_of_a_report_stay_with_what_is_below_them() -> None:
    block = "Place: Baluon\nTime: 8 June 2020 10:00\nTarget: a market\n\nNine killed."
    assert texts(own_words(f"Raid.\n\n{block}")) == ["Raid.", block]
    assert texts(own_words(block)) == [block]
    said = "On 8 June 2020 at 10:00 the ministry said:\n\nNine killed."
    assert texts(own_words(f"Raid.\n\n{said}")) == ["Raid.", said]
    assert texts(own_words(said)) == [said]
