import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from folders import SMALL_PACK as PACK

from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions.find import find_mentions
from mapper.mentions.mention import Mention
from mapper.places.cases import LEAST


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(PACK)


def only(text: str, gazetteer: Gazetteer) -> Mention:
    mentions = find_mentions(text, gazetteer)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "name", "phrase", "relation"),
    [
        ("Jets hit southern Idlib on Monday.", "Idlib", "southern Idlib", "cut:south"),
        ("Bombs fell in southern areas of Idlib.", "Idlib", "southern areas of Idlib", "cut:south"),
        (
            "in northern pockets of neighboring Hama province",
            "Hama",
            "northern pockets of neighboring Hama province",
            "cut:north",
        ),
        (
            "the southern countryside of Idlib is empty",
            "Idlib",
            "southern countryside of Idlib",
            "cut:south",
        ),
        ("villages in Idlib's south were hit", "Idlib", "Idlib's south", "cut:south"),
        (
            "Idlib’s southern countryside was shelled",
            "Idlib",
            "Idlib’s southern countryside",
            "cut:south",
        ),
        ("the northern Hama countryside", "Hama", "northern Hama countryside", "cut:north"),
        ("in the south of Aleppo province", "Aleppo", "south of Aleppo province", "cut:south"),
        ("in rural Aleppo", "Aleppo", "rural Aleppo", "countryside"),
        ("Hama countryside was hit", "Hama", "Hama countryside", "countryside"),
        ("near Saraqib", "Saraqib", "near Saraqib", "near"),
        ("on the outskirts of Saraqib", "Saraqib", "outskirts of Saraqib", "near"),
        ("a strike 10 km west of Saraqib", "Saraqib", "10 km west of Saraqib", "sector:west:10"),
        ("a strike 260 km west of Saraqib", "Saraqib", "260 km west of Saraqib", "sector:west:260"),
        ("a strike 900 km west of Saraqib", "Saraqib", "900 km west of Saraqib", "reference"),
        ("a strike 5 miles from Saraqib", "Saraqib", "5 miles from Saraqib", "near:8.05"),
        ("shells fell south of Saraqib", "Saraqib", "south of Saraqib", "sector:south"),
        ("The hill lies 10 km west of Saraqib", "Saraqib", "Saraqib", "reference"),
        ("in the northwestern province of Idlib", "Idlib", "province of Idlib", "at"),
        ("in the city of Kafr Nabl", "Kafr Nabl", "city of Kafr Nabl", "at"),
    ],
)
def test_the_phrase_tells_which_part_is_meant(
    gazetteer: Gazetteer, text: str, name: str, phrase: str, relation: str
) -> None:
    mention = only(text, gazetteer)
    assert mention.text == name == text[mention.start : mention.end]
    assert text[mention.phrase_start : mention.phrase_end] == phrase
    assert mention.relation == relation


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("ISTANBUL — Jets flew on Monday.", "dateline"),
        ("Text.\n\nDAMASCUS (Reuters) - Jets flew.", "dateline"),
        ("the Britain-based Syrian Observatory said", "affiliation"),
        ("a U.S.-based aid group said", "affiliation"),
        ("a group based in Turkey said", "affiliation"),
        ("a radio station based in the city of Kafr Nabl showed", "event"),
        ("Turkey-backed rebels said", "adjective"),
        ("they fled toward the border with Turkey", "context"),
        ("they fled to Saraqib", "context"),
        ("Russia denied the report", "context"),
        ("Damascus denied the report", "context"),
        ("fuel is short in Damascus", "event"),
        ("jets hit Saraqib on Monday", "event"),
    ],
)
def test_the_role_tells_what_a_name_does(gazetteer: Gazetteer, text: str, role: str) -> None:
    assert only(text, gazetteer).role == role


@pytest.mark.parametrize(
    "text",
    [
        "The regime has denied it.",
        "Has anyone seen it?",
        "Jets flew over the sealed Turkish border.",
        "Abu Muhammad said so.",
        "The Aleppo University press said so.",
        "The Aleppo People's Front said so.",
        "Nice weather was seen.",
        "President Saraqib spoke.",
        "Hamas leaders met.",
        "Fighters of Hayat Tahrir al-Sham met.",
    ],
)
def test_words_people_and_bodies_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert find_mentions(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a strike in Has, in Idlib", "Has"),
        ("Syrian jets struck Kafr Nbel on Sunday", "Kafr Nbel"),
        ("villages hit were Mouzrah and Saraqib", "Mouzrah"),
        ("air raids on Kafr\nNabl went on", "Kafr\nNabl"),
        ("Syrias Idlib was hit", "Idlib"),
        ("Idlibs residents fled from Saraqib", "Idlib"),
        ("Hama was hit and Hamas countryside shelled", "Hama"),
        ("raids on KAFR NABL and Ariha", "KAFR NABL"),
        ("raids on Ma‘arrat an-Nu‘mān today", "Ma‘arrat an-Nu‘mān"),
        ("قصف على كفرنبل والموزرة بإدلب", "كفرنبل"),
        ("قصف على كفرنبل والموزرة بإدلب", "الموزرة"),
        ("قصف على كفرنبل والموزرة بإدلب", "إدلب"),
    ],
)
def test_names_are_found_as_they_stand(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert name in [mention.text for mention in find_mentions(text, gazetteer)]


def test_a_village_no_list_holds_is_a_mention_when_the_text_calls_it_one(
    gazetteer: Gazetteer,
) -> None:
    mention = only("a strike on the village of Qurqanyabad killed three", gazetteer)
    assert (mention.text, mention.kind_cue, mention.role) == ("Qurqanyabad", "village", "event")


def test_members_of_a_list_share_its_kind(gazetteer: Gazetteer) -> None:
    text = "Jets bombed the towns of Saraqib, Ariha and Kafr Nabl on Monday."
    assert [m.kind_cue for m in find_mentions(text, gazetteer)] == ["town"] * 3
    text = "Jets bombed Saraqib and Ariha towns on Monday."
    assert [m.kind_cue for m in find_mentions(text, gazetteer)] == ["town"] * 2


def test_both_ends_of_a_road_share_its_relation(gazetteer: Gazetteer) -> None:
    found = find_mentions("on the road between Saraqib and Ariha", gazetteer)
    assert [m.relation for m in found] == ["road", "road"]


def test_likely_spellings_are_not_sought_in_text_about_elsewhere(gazetteer: Gazetteer) -> None:
    far = "The council of a town by the sea met to speak of the harbour and the fishing fleet. " * 5
    assert find_mentions(far + "They had lunch in Sarakeb afterwards.", gazetteer) == []
    assert find_mentions(far + "Syrian jets flew. A raid on Sarakeb followed.", gazetteer) != []


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\0", "Idlib", "—" * 50, "A" * 5000, "Idlib’s", "(Idlib)", "Idlib-"]
)
def test_any_text_can_be_read(gazetteer: Gazetteer, text: str) -> None:
    for mention in find_mentions(text, gazetteer):
        assert text[mention.start : mention.end] == mention.text
        assert (
            0
            <= mention.phrase_start
            <= mention.start
            < mention.end
            <= mention.phrase_end
            <= len(text)
        )


def test_offsets_count_code_points_of_the_text_as_given(gazetteer: Gazetteer) -> None:
    text = "\ufeff\u202eRaids on Kafr Nu\u0304bl\u0301, Saraqib 🛩 and İdlib ẞ Ariha"
    found = [text[m.start : m.end] for m in find_mentions(text, gazetteer)]
    assert "Saraqib" in found
    assert "Ariha" in found


def test_mentions_stand_in_order_and_do_not_overlap(gazetteer: Gazetteer, shared: Path) -> None:
    for path in sorted((shared / "devset" / "articles").glob("*.txt"))[::5]:
        text = path.read_text(encoding="utf-8")
        found = find_mentions(text, gazetteer)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(text[m.start : m.end] == m.text for m in found)


def test_text_about_elsewhere_yields_hardly_a_home_place(shared: Path) -> None:
    shipped = load_gazetteer()
    tokens = false = 0
    with gzip.open(shared / "reference" / "text" / "wikinews_geovirus.jsonl.gz", "rt") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            tokens += len(text.split())
            for mention in find_mentions(text, shipped):
                best = shipped.lookup(mention.text)[:1]
                false += (
                    bool(best)
                    and best[0].score >= LEAST.get(best[0].method, 0)  # less is never taken
                    and best[0].place.country == "SY"
                    and best[0].place.kind != "country"
                )
    assert false <= 0.1 * tokens / 1000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Idlib province, jets hit Zahrat al-Wadd before dawn.", "Zahrat al-Wadd"),
        ("Three air raids on Mirqab killed a man near Saraqib in Idlib.", "Mirqab"),
        ("Shells fell in the Mirqab area of Idlib province.", "Mirqab"),
        ("A barrel landed in Mirqab, 12 km west of Saraqib in Idlib.", "Mirqab"),
    ],
)
def test_a_name_no_list_has_counts_where_it_was_struck(
    gazetteer: Gazetteer, text: str, name: str
) -> None:
    found = {one.text: one for one in find_mentions(text, gazetteer)}
    assert found[name].role == "event"


@pytest.mark.parametrize(
    "text",
    [
        "Jets hit Daish positions in Idlib province.",
        "The raids hit General Mirqab in Idlib province.",
        "Air raids on Jabhat Mirqab went on in Idlib province.",
        "Jets hit Idlib on Friday, and Mirqab said nothing.",
        "Raids on Monday hit Idlib.",
    ],
)
def test_bodies_people_and_days_are_no_struck_places(gazetteer: Gazetteer, text: str) -> None:
    assert {one.text for one in find_mentions(text, gazetteer)} == {"Idlib"}


def test_a_name_called_a_village_counts_wherever_it_stands(gazetteer: Gazetteer) -> None:
    text = "A strike hit the village of Mirqab in Idlib. Mirqab lies 9 km north of Saraqib."
    assert [one.text for one in find_mentions(text, gazetteer)].count("Mirqab") == 2


@pytest.mark.parametrize(
    ("text", "role", "relation", "kind"),
    [
        ("A bomb went off near the Saraqib border crossing.", "event", "near", "crossing"),
        ("Rebels came from the Saraqib border crossing.", "context", "at", "crossing"),
        ("Trucks waited at the Saraqib border.", "context", "border", None),
        ("Shells hit a Saraqib district.", "event", "at", None),
        ("Pro-Saraqib media told of it.", "adjective", "at", None),
        ("The Saraqib authorities denied it.", "affiliation", "at", None),
        ("Jets hit Saraqib, a town held by rebels.", "event", "at", "town"),
    ],
)
def test_what_stands_around_a_name_says_what_it_does(
    gazetteer: Gazetteer, text: str, role: str, relation: str, kind: str | None
) -> None:
    mention = only(text, gazetteer)
    assert (mention.role, mention.relation, mention.kind_cue) == (role, relation, kind)


def test_what_only_tells_where_an_unknown_name_lies_is_no_event_place(
    gazetteer: Gazetteer,
) -> None:
    mentions = find_mentions("Shells hit the village of Mirqab northeast of Saraqib.", gazetteer)
    assert [(one.text, one.role) for one in mentions] == [
        ("Mirqab", "event"),
        ("Saraqib", "context"),
    ]


def test_a_gate_named_after_a_town_is_one_name(gazetteer: Gazetteer) -> None:
    mention = only("A bomb went off in Bab Hama.", gazetteer)
    assert mention.text == "Bab Hama"


def test_an_opening_word_makes_a_name_of_a_word_of_prose(gazetteer: Gazetteer) -> None:
    assert only("Jets hit Tell Bones in the morning.", gazetteer).text == "Tell Bones"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Syria said shells fell on the capital overnight.", True),
        ("A blast shook the Syrian capital.", True),
        ("A blast shook the Syrian capital Damascus.", False),
        ("Syria said a blast shook the Turkish capital.", False),
        ("In Syria, raids hit the group's de facto Syrian capital.", False),
        ("Syria spoke of the capital of Turkey.", False),
    ],
)
def test_the_capital_is_a_place_where_it_is_the_home_countrys(text: str, *, found: bool) -> None:
    told = [one.text for one in find_mentions(text, load_gazetteer())]
    assert ("capital" in told) == found


def test_a_country_before_its_strikes_is_no_place(gazetteer: Gazetteer) -> None:
    found = find_mentions("People were killed in Turkey air strikes on Saraqib.", gazetteer)
    assert [one.role for one in found if one.text == "Turkey"] == ["adjective"]


def test_rockets_fired_into_a_town_hit_it(gazetteer: Gazetteer) -> None:
    found = find_mentions("Rebels fired rockets into Saraqib. People fled into Ariha.", gazetteer)
    assert [(one.text, one.role) for one in found] == [("Saraqib", "event"), ("Ariha", "context")]
