import pytest
from coding import only


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            (
                "Airstrikes on Hass killed two on Monday, the Britain-based Syrian Observatory "
                "for Human Rights said."
            ),
            "Syrian Observatory for Human Rights",
        ),
        (
            "According to the White Helmets, airstrikes on Hass killed two on Monday.",
            "White Helmets",
        ),
        ("Activists said airstrikes on Hass killed two on Monday.", "activists"),
        (
            "Airstrikes on Hass killed two on Monday, Governor Talal Barazi said.",
            "Governor Talal Barazi",
        ),
        ("Airstrikes on Hass killed two people on Monday.", None),
    ],
)
def test_who_is_cited(text: str, source: str | None) -> None:
    assert only(text)["attributed_to"] == source


def test_a_source_goes_on_over_the_next_sentence() -> None:
    row = only(
        "The Syrian Observatory for Human Rights reported raids. "
        "It said airstrikes on Hass killed two people on Monday."
    )
    assert row["attributed_to"] == "Syrian Observatory for Human Rights"


def test_caption_credit_is_its_source() -> None:
    text = (
        "Head\n\nNothing new.\n\nA video of May 5 shows the aftermath of an airstrike on Hass. "
        "(Video: Radio Example via Agency)"
    )
    assert only(text)["attributed_to"] == "Radio Example"
