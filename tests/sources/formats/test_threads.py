from mapper.sources.formats.headings import Heading
from mapper.sources.formats.quoting import Below
from mapper.sources.formats.threads import Thread, thread_of

SURE, UNSURE = Heading(1, is_sure=True), Heading(1)
LONG = "Five men were killed in the town today."


def test_the_first_mark_before_a_subject_counts() -> None:
    subjects = ("Re: Fwd: raid", "FW: RE: raid", "Re[2]: raid", "Raid: nine killed", "", "ＲＥ")
    found = [thread_of(subject, []).marked for subject in subjects]
    assert found == ["reply", "forward", "reply", None, None, None]


def test_what_is_not_sure_is_kept_unless_the_mail_is_an_answer() -> None:
    sure, unsure = Below("Nine killed.", SURE), Below("Ten killed.", UNSURE)
    assert Thread().kept(LONG, [sure, unsure]) == [unsure]
    assert Thread().kept("See below", [sure, unsure]) == [sure, unsure]
    assert Thread(marked="reply").kept(LONG, [sure, unsure]) == []
    assert Thread(linked="reply").kept(LONG, [sure, unsure]) == []


def test_what_a_forwarded_mail_answers_is_left_out() -> None:
    first = Below("Nine killed.", Heading(1, fields=(("from", "a"),), is_sure=True))
    answered = Below("Ten killed.", SURE)
    assert Thread(marked="forward").kept("", [first, answered, first]) == [first, first]
    assert Thread(marked="forward").kept(LONG, [answered]) == [answered]
