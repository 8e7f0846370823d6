"""What may leave is asked for, recorded, and told on what leaves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapper.release import INTERNAL, PUBLIC, Policy, Wishes

NOW = datetime(2020, 3, 8, 12, tzinfo=UTC)


def test_nobody_asked_for_anything() -> None:
    policy = Wishes().policy(NOW)
    assert policy == Policy(PUBLIC, None, mask_people=False, also=frozenset())
    assert not Wishes().asks
    assert Wishes().to_run() == {}
    assert policy.title("A map") == "A map"
    assert policy.name(Path("map.html")) == Path("map.html")


def test_an_internal_release_says_so_in_name_title_and_run() -> None:
    policy = Wishes(INTERNAL).policy(NOW)
    assert not policy.is_public
    assert policy.name(Path("out/a.gpkg")) == Path("out/a.internal.gpkg")
    assert policy.name(Path("Internal map.html")) == Path("Internal map.html")
    assert policy.title("A map").startswith("INTERNAL")
    assert policy.to_run()["profile"] == INTERNAL


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(),
        Wishes(PUBLIC, "72h", mask_people=True, also=("worship",)),
        Wishes(INTERNAL, mask_people=False),
    ],
)
def test_what_a_build_records_of_wishes_is_read_back(wishes: Wishes) -> None:
    assert Wishes.of_run(wishes.to_run()) == wishes


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        ((36.64, 35.81, 36.73, 35.85), (36.6, 35.7, 36.8, 35.9)),
        ((36.0, 35.81, 37.0, 35.85), (36.0, 35.7, 37.0, 35.9)),
        ((179.97, 1.0, -179.98, 2.0), (179.9, 1.0, -179.9, 2.0)),
    ],
)
def test_a_view_of_something_small_does_not_tell_where_it_is(
    box: tuple[float, float, float, float], shown: tuple[float, float, float, float]
) -> None:
    assert Policy().view(box) == shown
    assert Policy(INTERNAL).view(box) == box


def test_what_is_asked_for_now_goes_before_what_was_asked_for_earlier() -> None:
    earlier = Wishes(INTERNAL, "72h", mask_people=True, also=("worship",))
    assert Wishes().over(earlier).policy(NOW) == earlier.policy(NOW)
    now = Wishes(PUBLIC, "0h", mask_people=False).over(earlier)
    assert now.policy(NOW) == Policy(PUBLIC, None, mask_people=False, also=frozenset({"worship"}))


def test_what_is_held_is_told_by_its_first_day() -> None:
    assert Wishes(hold="3d", mask_people=True).policy(NOW).to_run() == {
        "profile": PUBLIC,
        "held_from": "2020-03-05",
        "people_masked": "in press sentences too",
    }
