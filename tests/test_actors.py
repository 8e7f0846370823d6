import pytest
from coding import only


@pytest.mark.parametrize(
    ("text", "actor", "status"),
    [
        ("Russian jets bombed Hass on Monday, killing two.", "Russia", "asserted"),
        ("Hass was bombed on Monday by Russian jets, killing two.", "Russia", "asserted"),
        (
            "Syrian government and allied Russian warplanes bombed Hass on Monday, killing two.",
            "Russia; Syrian government",
            "asserted",
        ),
        (
            "Airstrikes by either Syrian or Russian aircraft killed two in Hass on Monday.",
            "Russia or Syrian government",
            "asserted",
        ),
        (
            "Suspected Russian airstrikes killed two people in Hass on Monday.",
            "Russia",
            "suspected",
        ),
        (
            "Regime helicopters bombed Hass on Monday, killing two, activists said.",
            "Syrian government",
            "attributed",
        ),
        (
            "Activists blamed the regime for airstrikes that killed two in Hass on Monday.",
            "Syrian government",
            "attributed",
        ),
        ("Turkish artillery shelled Hass on Monday, killing two.", "Turkey", "asserted"),
        (
            "Rebel rocket fire killed two people in Mhardeh on Monday.",
            "Syrian rebels",
            "asserted",
        ),
        (
            "Al-Qaeda-linked militants shelled Mhardeh on Monday, killing two.",
            "Al-Qaeda-linked militants",
            "asserted",
        ),
    ],
)
def test_who_struck_is_read_alike_for_every_party(text: str, actor: str, status: str) -> None:
    row = only(text)
    assert (row["actor"], row["actor_status"]) == (actor, status)


def test_the_dead_are_not_the_strikers() -> None:
    row = only("Airstrikes on Hass killed nine Islamic State fighters on Monday.")
    assert row["actor"] is None
