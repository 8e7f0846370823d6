"""Two hundred records, invented: the facts that every dialect of a table holds."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

COUNT = 200
TOLLS = ("killed", "injured", "displaced")

PLACES = (
    ("Kafr Nabl", "كفرنبل", 35.6142, 36.5613),
    ("Saraqib", "سراقب", 35.8647, 36.8058),
    ("Maarat al-Numan", "معرة النعمان", 35.6433, 36.6683),
    ("Ariha", "أريحا", 35.8136, 36.6097),
    ("Jisr al-Shughur", "جسر الشغور", 35.8125, 36.3192),
    ("Khan Shaykhun", "خان شيخون", 35.4419, 36.6506),
    ("Morek", "مورك", 35.3764, 36.6886),
    ("Kafr Zita", "كفر زيتا", 35.3736, 36.6014),
    ("Al-Latamna", "اللطامنة", 35.3203, 36.6222),
    ("Al-Habit", "الهبيط", 35.4708, 36.5433),
    ("Binnish", "بنش", 35.9586, 36.7128),
    ("Taftanaz", "تفتناز", 35.9975, 36.7856),
    ("Idlib", "إدلب", 35.9306, 36.6339),
    ("Hass", "", 35.6275, 36.6056),
    ("Sarmin", "", 35.9031, 36.7256),
    ("Sarmada", "", 36.1836, 36.7253),
    ("Darat Izza", "", 36.2822, 36.8517),
)
TYPES = (
    *("airstrike",) * 8,
    *("shelling",) * 5,
    *("barrel_bomb",) * 3,
    *("rocket_missile",) * 2,
    *("drone_strike", "explosion_ied", "chemical", "ground_raid", "shooting"),
)
ACTORS = (
    *("Russia",) * 4,
    *("Syrian government",) * 4,
    "Russia or Syrian government",
    "armed opposition groups",
    "",
)
NOTES = (
    "",
    "Jets struck the market, the bakery and a school.",
    'A witness said: "Two rockets, then a third."',
    "Rescuers were hit again; the second strike came minutes later.",
    "First report: shelling.\nLater the same day: two more dead.",
    "قصف الطيران السوق، وسقط عدد من الجرحى",
    "The clinic (مشفى) was out of service; its staff left, rescuers said.",
    "Médecins’ staff – three of them – were treated.",
    "Österreichischer Rundfunk und ein Jäger-Käfer-Zeuge: ungeklärt",
    'One line, with a comma; one "quoted".\n\nAfter an empty line: the mayor\'s figure.',
    "Long: " + "the source counts each house by itself, street by street; " * 12 + "end.",
)


@dataclass(frozen=True)
class Toll:
    """Smallest and largest figure, and whether it is open upwards."""

    least: int
    most: int
    open: bool


@dataclass(frozen=True)
class Fact:
    """What is known of one incident, whoever writes it down."""

    number: int
    places: tuple[str, ...]
    place_ar: str
    position: tuple[float, float] | None
    start: date
    end: date
    precision: str
    event_type: str
    actor: str
    tolls: Mapping[str, Toll | None]
    note: str
    url: str

    @property
    def record_id(self) -> str:
        """Name the record as its coder does."""
        return f"rec-{self.number:04}"


def toll(dice: random.Random, largest: int, known: float) -> Toll | None:
    """Draw a figure: none, one, a range or an open one."""
    if dice.random() > known:
        return None
    least = dice.randint(0, largest)
    kind = dice.choices(("one", "open", "range", "open range"), (10, 3, 4, 1))[0]
    most = least + (dice.randint(1, largest) if "range" in kind else 0)
    return Toll(least, most, "open" in kind and least > 0)


def days(dice: random.Random, number: int) -> tuple[date, date, str]:
    """Draw the days: mostly one, at times some days or a month."""
    start = date(2019, 4, 26) + timedelta(days=number * 2 + dice.randint(0, 1))
    if number % 25 == 11:
        first = start.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month"
    if number % 14 == 5:
        return start, start + timedelta(days=dice.randint(2, 5)), "week"
    return start, start, "day"


def draw() -> Iterator[Fact]:
    """Draw the records, the same ones every time."""
    dice = random.Random(2019)  # noqa: S311 - a fixed seed, so that two runs draw the same
    for number in range(COUNT):
        name, arabic, lat, lon = PLACES[number % len(PLACES)]
        start, end, precision = days(dice, number)
        both = number % 40 == 7
        yield Fact(
            number=number,
            places=(name, PLACES[(number + 3) % len(PLACES)][0]) if both else (name,),
            place_ar="" if both else arabic,
            position=None if both or number % 9 == 4 else (lat, lon),
            start=start,
            end=end,
            precision=precision,
            event_type=dice.choice(TYPES),
            actor=dice.choice(ACTORS),
            tolls=MappingProxyType(
                {
                    "killed": toll(dice, 12, 0.8),
                    "injured": toll(dice, 40, 0.6),
                    "displaced": toll(dice, 9000, 0.15),
                }
            ),
            note=NOTES[number % len(NOTES)],
            url=f"https://example.org/reports/{number}?of=a,b;page=2" if number % 3 else "",
        )


FACTS = tuple(draw())
