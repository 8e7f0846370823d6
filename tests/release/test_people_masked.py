"""Names of private persons are taken out of what leaves, and names of places stay."""

from languages import ENGLISH

from mapper.gazetteer import load_gazetteer
from mapper.release.classes import Classes, classes_of
from mapper.release.masking import Masks
from mapper.release.names import Names
from mapper.release.tables import _is_place, _places

PACK = load_gazetteer()
MASKS = Masks(
    Names(), Classes(classes_of(ENGLISH).values(), ENGLISH), _is_place(PACK), ENGLISH, _places(PACK)
)


def test_people_are_masked_and_places_stay() -> None:
    text = "Samir Zakour, 34, fled from Jasim to Madaya (23 km) with his daughter Salma."
    shown = MASKS.masked(text, people=True).text
    assert shown == (
        "[name withheld], 34, fled from Jasim to Madaya (23 km) with his daughter [name withheld]."
    )
    assert MASKS.masked(text, people=False).text == text


def test_so_it_is_in_arabic() -> None:
    text = "قتل الطفل أحمد القرمو (12 عاما) في مدينة معرة النعمان"
    shown = MASKS.masked(text, people=True).text
    assert shown == "قتل الطفل [حُجب الاسم] (12 عاما) في مدينة معرة النعمان"
