"""Filled forms and small tables: which lines are one, and what each cell holds."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.text.forms import find_forms

BLOCK = "Date: 5 May 2019\nLocation: Hass\nKilled: 2\n"


def cells(text: str) -> list[dict[str, str]]:
    """Give each form's values by field."""
    return [
        {cell.field: text[cell.start : cell.end] for cell in form.cells}
        for form in find_forms(text)
        if form.cells
    ]


@pytest.mark.parametrize(
    "text",
    [
        BLOCK,
        "- Date: 5 May 2019\n- Location: Hass\n- Killed: 2\n",
        "**Date:** 5 May 2019\n**Location:** Hass\n**Killed:** 2\n",
        "DATE = 5 May 2019\n\nLOCATION = Hass\n\nKILLED = 2\n",
        "Date: 5 May 2019 | Location: Hass | Killed: 2",
        "Date: 5 May 2019; Location: Hass; Killed: 2",
        "Date:\n5 May 2019\nLocation:\nHass\nKilled:\n2\n",
        "Date | Location | Killed\n5 May 2019 | Hass | 2",
        "| Date | Location | Killed |\n|---|---|---|\n| 5 May 2019 | Hass | 2 |\n",
        "Date\tLocation\tKilled\n5 May 2019\tHass\t2\n",
        'Date,Location,Killed\n"5 May 2019",Hass,2\n',
        "Date          Location   Killed\n5 May 2019    Hass       2\n",
    ],
)
def test_a_record_reads_the_same_in_any_layout(text: str) -> None:
    assert cells(text) == [{"date": "5 May 2019", "place": "Hass", "killed": "2"}]


def test_a_label_told_again_begins_another_record() -> None:
    text = BLOCK + "Date: 6 May 2019\nLocation: Saraqib\nKilled: 3\n"
    assert [one["place"] for one in cells(text)] == ["Hass", "Saraqib"]


def test_unknown_labels_between_known_ones_are_left_aside() -> None:
    text = "Date: 5 May 2019\nMood: grim\nLocation: Hass\n"
    assert cells(text) == [{"date": "5 May 2019", "place": "Hass"}]


@pytest.mark.parametrize(
    "text",
    [
        "Aleppo province: Three people were killed.\nIdlib province: Two people were hurt.",
        "REPORTER: The jets came back.\nANCHOR: Thank you.",
        "Source: our reporter\nJets hit Hass on Monday.",
        "The place, the date and the attack are known.\nNobody, however, knows why.",
    ],
)
def test_prose_with_colons_is_no_form(text: str) -> None:
    assert not find_forms(text)


def test_a_value_of_prose_ends_the_form() -> None:
    text = f"{BLOCK}Summary: {'Jets came over the hills at noon and hit a house. ' * 3}\n"
    assert cells(text) == [{"date": "5 May 2019", "place": "Hass", "killed": "2"}]


@given(st.text(alphabet="Da:te| ,;\n\tk2-", max_size=200))
def test_forms_are_in_order_and_hold_their_cells(text: str) -> None:
    forms = find_forms("Date: 1\nKilled: 2\n" + text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(forms))
    assert all(f.start <= c.start <= c.end <= f.end for f in forms for c in f.cells)
