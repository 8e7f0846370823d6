"""What a value of a correction means, and what is refused."""

import pytest

from mapper import Gazetteer
from mapper.corrections import BadValueError, read_value
from mapper.gazetteer import load_gazetteer

pytestmark = pytest.mark.usefixtures("few_places")


@pytest.fixture(scope="module")
def pack(few_places: None) -> Gazetteer:
    """Give the pack of a few places."""
    del few_places
    return load_gazetteer()


def columns(action: str, value: str, pack: Gazetteer) -> dict[str, object]:
    return {k: v for one in read_value(action, value, pack) for k, v in one.columns.items()}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2019-05-06", ("2019-05-06", "2019-05-06", "day", "on")),
        ("2019-05", ("2019-05-01", "2019-05-31", "month", "on")),
        ("2019-05-06/2019-05-12", ("2019-05-06", "2019-05-12", "week", "on")),
        ("by 2019-05-07", ("2019-05-01", "2019-05-07", "week", "by")),
        ("after 2019-05-07", ("2019-05-07", "2019-05-07", "day", "after")),
        ("unknown", (None, None, "unknown", None)),
    ],
)
def test_dates(value: str, told: tuple[str | None, ...], pack: Gazetteer) -> None:
    names = ("date_start", "date_end", "date_precision", "date_basis")
    assert columns("date", value, pack) == dict(zip(names, told, strict=True))


def test_tolls_of_one_value(pack: Gazetteer) -> None:
    told = columns("toll", "killed 3-5; injured = 10+; displaced unknown", pack)
    assert told == {
        "killed_min": 3,
        "killed_max": 5,
        "killed_open": False,
        "injured_min": 10,
        "injured_max": 10,
        "injured_open": True,
        "displaced_min": None,
        "displaced_max": None,
        "displaced_open": None,
    }


def test_actor_is_spelled_as_the_pack_does(pack: Gazetteer) -> None:
    (told,) = read_value("actor", "russia or syrian GOVERNMENT (suspected)", pack)
    assert told.columns == {
        "actor": "Russia or Syrian government",
        "actor_status": "suspected",
    }
    assert told.remark is None


def test_party_that_the_pack_does_not_list_is_remarked_on(pack: Gazetteer) -> None:
    (told,) = read_value("actor", "Brigade of Nowhere", pack)
    assert told.columns["actor"] == "Brigade of Nowhere"
    assert told.remark == "the pack lists no party Brigade of Nowhere"


def test_place_by_name_id_and_position(pack: Gazetteer) -> None:
    (by_name,) = read_value("place", "كفرنبل", pack)
    assert by_name.placed is not None
    known = by_name.placed[0].location
    (by_id,) = read_value("place", f"{known.place_id}; 35.5, 36.25, 400", pack)
    assert by_id.placed is not None
    first, second = (one.location for one in by_id.placed)
    assert first == known
    assert (second.lat, second.lon, second.radius_m) == (35.5, 36.25, 400.0)
    assert first.method == second.method == "corrected"


def test_a_wide_position_is_coarse(pack: Gazetteer) -> None:
    (wide,) = read_value("place", "35.5, 36.25, 20000", pack)
    assert wide.placed is not None
    assert wide.placed[0].location.geo_precision == 3


@pytest.mark.parametrize(
    ("action", "value", "said"),
    [
        ("place", "Xyzzyqu", "no place 'Xyzzyqu'"),
        ("place", "91.0, 36.0", "no position"),
        ("place", "35.0, 36.0, 0", "no position"),
        ("place", "; ;", "names no place"),
        ("date", "05/06/2019", "no date"),
        ("date", "2019-05-06/2019-05-01", "ends before it begins"),
        ("date", "2019-02-30", "no date"),
        ("type", "bombing", "there are: airstrike"),
        ("scope", "fact", "there are: event"),
        ("toll", "3", "no toll"),
        ("toll", "killed some", "write a whole number"),
        ("toll", "killed -3", "write a whole number"),
        ("actor", "; ", "names nobody"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(
    action: str, value: str, said: str, pack: Gazetteer
) -> None:
    with pytest.raises(BadValueError, match=said):
        read_value(action, value, pack)
