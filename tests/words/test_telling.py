"""What language a text is of: told by its letters and function words, or said not to be."""

import pytest

from mapper.words.telling import Told, language_of, other_part, tell_language

TEXTS = {
    "en": "Warplanes struck the village on Monday and two people were killed, activists said.",
    "ar": "قصفت الطائرات الحربية القرية يوم الاثنين وقتل شخصان في السوق بحسب ناشطين من المنطقة",
    "fr": "Les avions ont frappé le village dans la nuit de lundi et deux civils sont morts.",
    "tr": "Uçaklar gece köye bomba attı ve iki sivil öldü. Bu saldırı için bir açıklama yapılmadı.",
    "ku": "Balafiran gundek li başûrê bajêr bombebaran kirin û du sivîl hatin kuştin li ser rê.",
    "fa": "هواپیماها روستایی در جنوب شهر را بمباران کردند و دو نفر کشته شدند و این خبر را گفتند",
    "uk": "Літаки завдали удару по селу, внаслідок чого загинули двоє людей, сказали після",
    "es": "Los aviones bombardearon el pueblo en la noche y murieron dos civiles según vecinos.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=list(TEXTS))
def test_a_sentence_tells_its_language(code: str, text: str) -> None:
    assert language_of(text) == code


def test_what_a_list_says_counts_only_where_the_text_does_not_tell() -> None:
    assert tell_language(TEXTS["fr"], "en").code == "fr"
    assert tell_language("Idlib, 4 May", "fr").code == "fr"
    assert tell_language("Idlib, 4 May").code == "en"


def test_a_short_text_is_read_in_a_language_of_its_script() -> None:
    assert tell_language("قصف على القرية").code == "ar"
    told = tell_language("空袭 村庄 两人 死亡", "en")
    assert not told.has_rules
    assert "Cjk" in told.name


def test_a_long_part_in_another_script_is_told_of() -> None:
    both = f"{TEXTS['en']}\n{TEXTS['ar']}"
    told = tell_language(both)
    other = other_part(both, told)
    assert (told.code, other and (other.told.code, other.words)) == ("en", ("ar", 14))
    assert other_part(TEXTS["ar"], tell_language(TEXTS["ar"])) is None
    long = TEXTS["ar"] * 6
    assert other_part(f"{long}\n{TEXTS['en']}", tell_language(long)) is None


def test_a_part_is_told_of_where_no_list_has_the_language_of_the_rest() -> None:
    other = other_part(f"{TEXTS['en']}\n{TEXTS['ar']}", Told("xx", "the language 'xx'"))
    assert other is not None
    assert other.told.code == "ar"
