"""Each pass over the names of a text: a sentence that it has work in, and one that comes close."""

import shutil
from pathlib import Path

import pytest

from mapper.gazetteer.load import default_pack, load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions.find import find_mentions
from mapper.mentions.placewords import place_words
from mapper.places.cases import Case, Page
from mapper.places.decide import PASSES, resolve
from mapper.words import DEFAULT_LANGUAGE

SENTENCES = {
    "naming.name": ("Jets hit Saraqib.", "Jets hit the village of Qurqanyabad."),
    "naming.kind": ("A raid on Idlib city.", "A raid on Idlib."),
    "naming.unit": ("Shells fell on Manbij at dawn.", "Shells fell on Manbij district at dawn."),
    "naming.relation": ("Bombs fell in southern Idlib.", "Bombs fell in Idlib."),
    "containment.words": (
        "A raid on Deir Sunbul in Hama province.",
        "A raid on Deir Sunbul and Hama province.",
    ),
    "abroad.holder": ("Jets hit Deir Sunbul, Lebanon.", "In Deir Sunbul, Lebanon shelled posts."),
    "holding.chief_town": (
        "Hama province was calm. Shells hit the provincial capital.",
        "Syria was calm. Shells hit the provincial capital.",
    ),
    "holding.quarter": (
        "Aleppo burned all night. Shells hit the Marjeh neighbourhood.",
        "Aleppo burned all night. Shells hit the town of Marjeh.",
    ),
    "holding.unit": ("Jets hit Binnish, Idlib.", "Jets hit Binnish, Idlib and Hama."),
    "holding.again": (
        "Jets hit Deir Sunbul. It was the third raid on Deir Sunbul in Hama province.",
        "Jets hit Deir Sunbul. It was the third raid on Deir Sunbul and Hama province.",
    ),
    "holding.sense": ("A raid on Idlib.", "A raid on Idlib city."),
    "holding.within": (
        "A raid on Deir Sunbul in Hama province.",
        "A raid on Deir Sunbul and Hama province.",
    ),
    "bearings.words": (
        "Shells hit Deir Sunbul, 10 km north of Kafr Nabl.",
        "Shells hit Deir Sunbul and Kafr Nabl.",
    ),
    "weighing.anchors": ("Jets hit Saraqib and Ariha.", "Jets hit Saraqib."),
    "weighing.stray": (
        "Jets hit Saraqib and Ariha in Syria. Later jets hit Mejdal Shams.",
        "Jets hit Saraqib and Ariha in Syria. Later jets hit Majdal Shams.",
    ),
    "weighing.rival": (
        "Jets hit Saraqib and Ariha in Syria. Later jets hit Al-Asharah.",
        "Jets hit Al-Mayadin in Syria. Later jets hit Al-Asharah.",
    ),
    "headed.region": (
        "Hama province: jets hit Deir Sunbul at noon.",
        "Hama province was calm. Jets hit Deir Sunbul at noon.",
    ),
    "weighing.rest": (
        "Syrian jets hit Tripoli. Jordan and Lebanon spoke.",
        "Syrian jets hit Saraqib. Jordan and Lebanon spoke.",
    ),
    "choosing.best": ("Jets hit Saraqib.", "Jets hit Deir Sunbul."),
    "derived.told": (
        "Shells hit Deir Sunbul, 10 km north of Kafr Nabl.",
        "Jets hit Morek, 90 km east of Aleppo, in Hama.",
    ),
    "derived.lean": (
        "In southern Idlib on Friday jets hit Blarqab.",
        "Idlib was calm. On Friday jets hit Mirqab.",
    ),
    "derived.between": (
        "A raid on the road between Saraqib and Ariha killed two.",
        "A raid on the road from Saraqib to Ariha killed two.",
    ),
    "derived.container": (
        "A raid on the Qadi Askarani neighbourhood of Aleppo killed two.",
        "A raid on the Salah al-Din neighbourhood of Aleppo killed two.",
    ),
}
"""By pass: a sentence in which it changes something, one in which it does not."""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Load the shipped pack with a district that bears a town's bare name."""
    pack = Path(shutil.copytree(default_pack(), tmp_path_factory.mktemp("packs") / "pack"))
    with (pack / "names.csv").open("a", encoding="utf-8") as names:
        names.write("reg-district-manbij,Manbij,latin,press,press usage\n")
    return load_gazetteer(pack)


def state(cases: list[Case], page: Page) -> object:
    """Tell all that a pass may change."""
    return (
        [(c.within, c.quarter, c.held, c.beside, c.rural) for c in cases],
        [[(m.place.place_id, c.scores[m.place.place_id]) for m in c.options] for c in cases],
        [{place_id: list(why) for place_id, why in c.reasons.items()} for c in cases],
        list(page.bearings),
        [[place.place_id for place in near] for near in page.anchors if near],
        [(i, o.location.place_id) for i, o in enumerate(page.decided) if o.location],
        [(i, o.within) for i, o in enumerate(page.decided) if o.within is not None],
    )


def at_work(text: str, gazetteer: Gazetteer) -> list[str]:
    """Name the passes that change something in a text."""
    cases = [Case(mention) for mention in find_mentions(text, gazetteer)]
    page = Page(text, gazetteer, place_words(DEFAULT_LANGUAGE))
    found = []
    for one in PASSES:
        for case in cases:
            case.step = one.name
        before = state(cases, page)
        one.run(cases, page)
        if state(cases, page) != before:
            found.append(one.name)
    return found


def test_every_pass_has_its_sentences() -> None:
    assert [one.name for one in PASSES] == list(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_pass_works_where_it_should_and_only_there(name: str, gazetteer: Gazetteer) -> None:
    sentence, close = SENTENCES[name]
    assert name in at_work(sentence, gazetteer)
    assert find_mentions(close, gazetteer)
    assert name not in at_work(close, gazetteer)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_reason_bears_the_name_of_its_pass(name: str, gazetteer: Gazetteer) -> None:
    text = SENTENCES[name][0]
    for one in resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language()):
        for candidate in one.candidates:
            met, *reasons = candidate.reasons
            assert "match" in met
            assert {reason.split(": ")[0] for reason in reasons} <= set(SENTENCES)


def test_the_city_that_holds_a_quarter_is_a_reason(gazetteer: Gazetteer) -> None:
    text = SENTENCES["holding.quarter"][0]
    quarter = resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language())[1]
    assert "holding.within: lies within Aleppo" in quarter.candidates[0].reasons
