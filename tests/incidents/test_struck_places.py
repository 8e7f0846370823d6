"""Which place a strike hit, by how texts name places: parts, sides, streets, people, bases."""

import math

import pytest
from coding import code

KM = 111.2


def on_monday(text: str) -> str:
    """Give a text the day without which too little is said of a strike."""
    return (
        f"On Monday, it was said. {text}"
        if text.endswith("city had been quiet.")
        else (text.removesuffix(".") + " on Monday.")
    )


def near(text: str, lat: float, lon: float, km: float) -> bool:
    spots = [
        row["geometry"] for row in code(on_monday(text)).locations if row["geometry"] is not None
    ]
    east = KM * math.cos(math.radians(lat))
    return any(math.hypot((p.y - lat) * KM, (p.x - lon) * east) <= km for p in spots)


def places(text: str) -> str:
    return "; ".join(str(row["places"]) for row in code(on_monday(text)).incidents)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        # a name within a name of the list: "Big Arab Hasan", "Mahsana - Mahsanli", "Ziyara Afrin"
        ("Shells hit the village of Arab Hassan in the Manbij countryside.", 36.65, 37.85),
        ("A drone hit Mahsanli, north of Manbij, killing two.", 36.647, 37.881),
        ("Rockets struck Ziyara village in Afrin countryside.", 36.423, 37.0),
        ("Turkish forces shelled Mreimin village in Afrin district.", 36.53, 36.953),
        # the district that the text names decides between namesakes
        ("Shells hit Kafr Safra village in the countryside of Afrin.", 36.428, 36.659),
        ("A drone hit Tell Tawil in the Tell Tamer district, killing two.", 36.663, 40.283),
        # other names of one town
        ("Mortars hit a bakery in Til Kocher.", 36.81, 42.06),
        ("A drone hit a car near the town of Terbe Spi, wounding two.", 37.03, 41.55),
        ("Drones hit Zirgan, injuring four.", 36.847, 40.33),
        # a bare name means the town that reports name
        ("Rocket fire on al-Dana left seven dead.", 36.213, 36.769),
        # a side of a town is beside it
        ("Missiles hit a press just west of Salqin town.", 36.139, 36.454),
        ("A drone struck a car to the east of Tell Tamer, killing two.", 36.656, 40.371),
        ("Jets hit a farm north of the city of Idlib, killing two.", 35.932, 36.635),
        # a village that no list has lies by the town that tells it
        ("Shells hit Blargha village, west of Kobani.", 36.891, 38.353),
        ("Jets hit the village of Blargha south of Ariha, killing two.", 35.812, 36.611),
        # without a capital, and with other signs
        ("Shells hit the town of ariha and killed two.", 35.812, 36.611),
        ("Jets bombed khan sheikhoun, killing two.", 35.44, 36.65),
        ("airstrikes on maarat al-numan killed two people.", 35.64, 36.67),
        ("Shells hit Maarrat al\u2011Nu\u2019man and killed two.", 35.64, 36.67),
        ("Shells hit Sara\u200bqib and killed two.", 35.866, 36.803),
        # the city, not its governorate
        (
            "A drone hit a school in Hasakah, two were killed. The city's hospital took in nine.",
            36.502,
            40.748,
        ),
        ("Shells hit homes in Daraa, killing four. The city had been quiet.", 32.625, 36.106),
    ],
)
def test_a_strike_is_placed_where_the_text_says(text: str, lat: float, lon: float) -> None:
    assert near(text, lat, lon, 8.0)


@pytest.mark.parametrize(
    ("text", "struck", "spared"),
    [
        # a first word of names never stands for the whole
        ("Airstrikes hit Tall al Sample in Quneitra.", "Tall al Sample", "Al-Tall"),
        ("Shells hit Khan al Sample in Idlib province, killing two.", "Khan al Sample", "Khan;"),
        ("Shells hit Bab Sky in Aleppo province, killing two.", "Bab Sky", "Al-Bab"),
        # streets, squares and roads called after towns
        ("A tanker blew up on Raju street in Afrin city, killing two.", "Afrin", "Raju"),
        ("A car bomb blew up at the Aleppo roundabout in Azaz, killing three.", "Azaz", "Aleppo"),
        ("Jets hit the Aleppo road in the city of Idlib, wounding three.", "Idlib", "Aleppo"),
        # people called after towns
        ("Shells killed a girl, Salma, and her brother in Binnish.", "Binnish", "Salma"),
        ("A rocket hit Sarmin; his aunt Salma, 45, was hurt.", "Sarmin", "Salma"),
        ("Shelling killed Amuda Hussein, aged 9, in Tell Tamer.", "Tell Tamer", "Amuda"),
        # where it was fired from
        ("Missiles launched from the sea off Tartus hit a depot at Masyaf.", "Masyaf", "Tartus"),
        ("From the base at Jurin, the army shelled Zayzun, killing two.", "Zayzun", "Jurin"),
        ("Fighters launched rockets out of Kafr Zita towards Mhardeh.", "Mhardeh", "Kafr Zita"),
        ("Jets flying over Lebanon hit a depot near Masyaf.", "Masyaf", "Lebanon"),
    ],
)
def test_what_was_not_struck_is_no_place_of_the_strike(text: str, struck: str, spared: str) -> None:
    assert struck in places(text)
    assert spared not in places(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Barrel bombs fell on al-Tall near Damascus, killing two.", "al-Tall"),
        ("Jets hit the market of Raju near a street in Afrin, killing two.", "Raju"),
        ("Shells hit Saraqib's main square, killing two.", "Saraqib"),
        ("Shells hit Salma, and nobody was hurt.", "Salma"),
        ("Shells hit Binnish, 45 people were hurt.", "Binnish"),
        ("Airstrikes hit villages in Idlib, killing four.", "Idlib"),
        ("Rockets hit the base at Jurin, killing two.", "Jurin"),
    ],
)
def test_a_place_that_only_looks_spared_stays(text: str, place: str) -> None:
    assert place in places(text)


def test_a_word_of_prose_without_a_capital_is_no_place() -> None:
    text = "The town has said that shells hit a tell and a khan on Monday, killing two in Syria."
    assert "tell" not in places(text)
    assert "khan" not in places(text)


def dots(text: str) -> list[tuple[float, float]]:
    """Give the points of precision 1 or 2 that a text becomes, within the bounds of Syria."""
    return [
        (row["geometry"].y, row["geometry"].x)
        for row in code(on_monday(text)).locations
        if row["geometry"] is not None
        and row["geo_precision"] in {1, 2}
        and 32.3 < row["geometry"].y < 37.4
        and 35.9 < row["geometry"].x < 42.4
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Warplanes bombed a farm in Al-Mansuri, Lebanon.",
        "Warplanes hit Al-Qusayr, Lebanon.",
        "Warplanes bombed a farm in Al-Qusayr in Lebanon.",
        "Warplanes hit Al-Mansurah (Iraq).",
        "A car bomb went off in Al-Zahraa, Baghdad.",
        "In Yemen, warplanes bombed Al-Hamra camp and a farm in Al-Mansurah.",
        "In Iraq, jets hit Al-Zahraa, killing two.",
        "A shell hit a shop in the Hamra district of Beirut.",
        "Israeli jets struck an office in Doha.",
        "Jets bombed a depot in Sanaa, killing two.",
        "A raid on a camp in Jenin killed two.",
    ],
)
def test_a_strike_abroad_makes_no_dot_at_home(text: str) -> None:
    assert dots(text) == []


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("In Saraqib, Turkey shelled two posts.", 35.864, 36.805),
        ("In Turkey, officials said jets hit Saraqib in Idlib.", 35.864, 36.805),
        ("In Turkey, officials said jets hit Saraqib.", 35.864, 36.805),
        ("Jets hit Saraqib, Turkey said.", 35.864, 36.805),
        ("Jets hit Saraqib, Moscow confirmed.", 35.864, 36.805),
        ("Jets hit Saraqib, Damascus said.", 35.864, 36.805),
        ("Jets hit Saraqib, Turkey and Iran said.", 35.864, 36.805),
        ("Jets hit Binnish (Idlib).", 35.958, 36.713),
        ("A drone hit Doha village in Afrin countryside.", 36.596, 36.931),
        ("Shells hit al-Tall.", 33.61, 36.311),
        ("Shells hit the village of Rami in Idlib.", 35.763, 36.559),
    ],
)
def test_a_place_at_home_keeps_its_dot(text: str, lat: float, lon: float) -> None:
    assert near(text, lat, lon, 4)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Shelling in Tall al-Ahmar, Quneitra killed two civilians.", "Quneitra"),
        ("Shells hit Al-Mazraa (Quneitra).", "Quneitra"),
        ("Jets hit Sarmin, Daraa.", "Daraa"),
    ],
)
def test_a_governorate_behind_a_comma_decides(text: str, unit: str) -> None:
    rows = code(on_monday(text)).locations
    assert unit in str(rows)
    assert dots(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Shells then hit Tal.",
        "Shells then hit Tell, killing two.",
        "The strike killed Ali and Khaled.",
        "A shell hit Kilo.",
        "Shells struck Susan.",
    ],
)
def test_a_generic_word_or_a_first_name_is_no_place(text: str) -> None:
    assert dots(text) == []
