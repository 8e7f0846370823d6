"""What is told briefly and is a strike all the same, and what only sounds like one."""

import pytest
from coding import code, events

NEWS = "Airstrikes hit Saraqib on Monday, killing two people."


def kinds(text: str, place: str) -> list[str]:
    """Give the kinds of the events at a place of a text."""
    return [row["event_type"] for row in events(text) if place in (row["places"] or "")]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("A drone fired at a fuel station in Kafr Nabl on Sunday.", "drone_strike"),
        ("Helicopters fired on two cars near Kafr Nabl on Sunday.", "airstrike"),
        ("On Sunday night a drone was firing at a workshop in Kafr Nabl.", "drone_strike"),
        ("Rockets rained down on the centre of Kafr Nabl on Sunday.", "rocket_missile"),
        ("Mortar rounds have been falling on Kafr Nabl on Sunday.", "shelling"),
        ("A missile tore through a house in Kafr Nabl on Sunday.", "rocket_missile"),
        ("Drones packed with explosives crashed into a parade in Kafr Nabl on Sunday.", "drone"),
        ("An explosive drone crashed into a tent in Kafr Nabl on Sunday, killing a boy.", "drone"),
        ("On Sunday artillery opened up on the farms of Kafr Nabl.", "shelling"),
        ("The guns did not stop shelling Kafr Nabl on Sunday.", "shelling"),
    ],
)
def test_a_strike_is_told_in_many_words(sentence: str, kind: str) -> None:
    assert any(found.startswith(kind) for found in kinds(sentence, "Kafr Nabl"))


@pytest.mark.parametrize(
    "sentence",
    [
        "A warplane targeted an oil press in Kafr Nabl.",
        "Another shell fell in a street of Kafr Nabl.",
        "Mortar rounds landed in Kafr Nabl.",
        "A drone hit a power station in Kafr Nabl.",
        "Artillery shells struck the market of Kafr Nabl.",
        "Helicopters strafed the road at Kafr Nabl.",
    ],
)
def test_the_day_of_the_news_helps_a_strike_that_names_none(sentence: str) -> None:
    assert len(kinds(f"{NEWS} {sentence}", "Kafr Nabl")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Four planes landed in Kafr Nabl.",
        "Explosions were heard in Kafr Nabl.",
        "A drone was seen over Kafr Nabl.",
    ],
)
def test_what_only_was_there_is_no_strike_on_the_day_of_the_news(sentence: str) -> None:
    assert kinds(f"{NEWS} {sentence}", "Kafr Nabl") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "An unexploded old rocket went off in Kafr Nabl on Sunday, killing a boy.",
        "A cluster munition left over from old bombing exploded in Kafr Nabl on Sunday.",
        "On Sunday an unexploded artillery shell blew up in a field at Kafr Nabl.",
        "Two boys died on Sunday when a shell left behind by the army went off in Kafr Nabl.",
        "A remnant of war killed two boys in Kafr Nabl on Sunday.",
    ],
)
def test_what_an_old_war_left_is_no_strike_of_today(sentence: str) -> None:
    assert kinds(sentence, "Kafr Nabl") == ["explosion_ied"]


def test_bombs_that_do_not_go_off_were_dropped_all_the_same() -> None:
    text = "Warplanes dropped cluster bombs on Kafr Nabl on Sunday, and two lay unexploded."
    assert kinds(text, "Kafr Nabl") == ["airstrike"]


@pytest.mark.parametrize(
    "text",
    [
        "No shells were recorded in Kafr Nabl on Monday.",
        "Not a single bomb was dropped on Kafr Nabl on Monday, the ministry said.",
        "Residents of Kafr Nabl heard dull thuds and no explosions on Monday.",
        "There had been no missiles on Kafr Nabl on Monday, a nurse said.",
        "The ministry said that its aircraft did not carry out sorties over Kafr Nabl on Monday.",
        "Its jets had not bombed a school in Kafr Nabl on Monday, the army said.",
        "The explosion of a gas cylinder in a tent in Kafr Nabl killed two girls on Monday.",
        "A gas leak explosion in Kafr Nabl killed two girls on Monday.",
        "A boiler blew up in a bakery in Kafr Nabl on Monday, killing two.",
    ],
)
def test_what_was_none_or_an_accident_makes_no_event(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The army did not say why its jets bombed Kafr Nabl on Monday, killing two.",
        "A gas cylinder bomb exploded in Kafr Nabl on Monday, killing two.",
        "The blast of a tanker bomb in Kafr Nabl killed two on Monday.",
    ],
)
def test_what_sounds_like_none_is_a_strike(text: str) -> None:
    assert len(events(text)) == 1


@pytest.mark.parametrize(
    "opening",
    [
        "Elsewhere,",
        "Separately,",
        "In a separate incident,",
        "In neighbouring Idlib province,",
        "And in another part of the province,",
    ],
)
def test_a_sentence_that_turns_elsewhere_tells_of_another_strike(opening: str) -> None:
    lead = "At least three people died in air raids on a clinic in northern Syria on Monday."
    text = f"{lead} {opening} six people were killed in bombing on Kafr Nabl the same day."
    found = events(text)
    assert [(row["places"], row["killed_min"]) for row in found] == [
        ("northern Syria", 3),
        ("Kafr Nabl", 6),
    ]


@pytest.mark.parametrize(
    "life",
    ["born in 1999", "a teacher who had joined in 2013", "who retired in March", "born on 3 May"],
)
def test_a_date_of_a_life_is_no_date_of_the_strike(life: str) -> None:
    text = f"On Saturday jets bombed Kafr Nabl. Ahmad, {life}, was hit in an airstrike there."
    assert {row["date_start"] for row in events(text)} == {"2019-05-04"}


@pytest.mark.parametrize(
    "edge", ["at the edge of Kafr Nabl", "on the outskirts of Kafr Nabl", "near Kafr Nabl"]
)
def test_the_surroundings_of_a_town_are_no_total_of_its_neighbours(edge: str) -> None:
    text = (
        "Warplanes raided Hass on Monday, hurting some people. Shelling hit Kafr Roma."
        f" Rockets landed on farms {edge}."
    )
    scopes = {row["places"]: row["scope"] for row in code(text).incidents}
    assert set(scopes.values()) == {"event"}
    assert len(scopes) == 3


def test_an_attack_told_after_the_displaced_is_no_displacement() -> None:
    text = (
        "An airstrike killed nine people in Saraqib on Monday. Some 600 people were displaced."
        " On the same day, Kafr Nabl was hit by a separate attack."
    )
    assert "displacement" not in {row["event_type"] for row in events(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Russian jets bombed Kafr Nabl on Monday, killing five people, but Moscow denied it.",
        "An airstrike killed nine people in Kafr Nabl on Monday, although the army denied it.",
        "Rebels shelled Kafr Nabl on Monday; the groups deny having used any gas.",
        "On Monday shells hit Kafr Nabl, killing two, a charge that the army has denied.",
        "Jets struck Kafr Nabl on Monday, which Moscow denies, and killed a nurse.",
    ],
)
def test_a_strike_told_and_then_denied_is_told(text: str) -> None:
    assert kinds(text, "Kafr Nabl")


@pytest.mark.parametrize(
    "text",
    [
        "Reports that jets bombed Kafr Nabl on Monday were denied by the army.",
        "The claim that shells killed two people in Kafr Nabl on Monday was denied in Moscow.",
        "The army denied that its jets had struck Kafr Nabl on Monday, and spoke of lies.",
    ],
)
def test_what_is_only_told_to_be_denied_is_not(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Residents of Kafr Nabl circulated news of a rocket attack on the base on Monday.",
        "Rumours of a raid on Kafr Nabl spread on Monday.",
        "A controlled explosion in Kafr Nabl cleared four mines on Monday.",
        "The rocket at Kafr Nabl was blown up by our UXO team on Monday.",
        "A soldier was killed on Monday when a helicopter came down near Kafr Nabl.",
        "Surface-to-air missiles were launched from Kafr Nabl on Monday.",
        '"They bomb our homes every time," a teacher of Kafr Nabl said on Monday.',
        "The most targeted areas were Kafr Nabl with 71 attacks, then Hass and Saraqib.",
    ],
)
def test_rumours_and_what_is_made_safe_are_no_strikes(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "target",
    ["a missile depot", "an artillery position", "a drone workshop", "two missile boats"],
)
def test_a_target_names_no_weapon(target: str) -> None:
    assert kinds(f"Airstrikes hit {target} in Kafr Nabl on Monday.", "Kafr Nabl") == ["airstrike"]


def test_what_a_loss_came_after_is_older() -> None:
    text = (
        "A mortar round killed five pupils in Saraqib on Monday. The tragedy comes only three days"
        " after an explosive device killed two sisters in Kafr Nabl."
    )
    assert kinds(text, "Kafr Nabl") == []


def test_a_total_of_a_day_lends_its_day() -> None:
    text = (
        "Drones hit a series of sites across the country on Friday, leaving four dead. A drone hit"
        " a power station in Kafr Nabl, where two men were killed."
    )
    (row,) = [one for one in events(text) if one["places"] == "Kafr Nabl"]
    assert row["date_start"] == "2019-05-03"


def test_planes_that_bomb_are_told_in_the_present() -> None:
    assert kinds("On Monday planes bomb a convoy in Kafr Nabl.", "Kafr Nabl") == ["airstrike"]
    assert kinds("On Monday howitzers fired on Kafr Nabl.", "Kafr Nabl") == ["shelling"]


@pytest.mark.parametrize(
    "sentence",
    [
        "In Kafr Nabl, an old man was wounded.",
        "Five were killed in Kafr Nabl.",
        "In the village of Kafr Nabl, two brothers were killed.",
        "Two children died in Kafr Nabl.",
    ],
)
def test_a_text_that_goes_from_town_to_town_tells_a_strike_in_each(sentence: str) -> None:
    lead = "On Monday eight people died in Saraqib, where three shells landed on a house."
    found = [row["places"] for row in events(f"{lead} {sentence} Nobody slept.")]
    assert [place.split()[-1] for place in found] == ["Saraqib", "Nabl"]


@pytest.mark.parametrize(
    "sentence",
    [
        "State media said 22 people were killed in Kafr Nabl.",
        "In Kafr Nabl, two rebels were killed in clashes with the army.",
        "The wounded were taken to a hospital in Kafr Nabl, where two died.",
    ],
)
def test_a_toll_at_a_place_may_be_of_something_else(sentence: str) -> None:
    lead = "On Monday eight people died in Saraqib, where three shells landed on a house."
    assert kinds(f"{lead} {sentence}", "Kafr Nabl") == []


@pytest.mark.parametrize(
    "text",
    [
        "Two brothers lay dead under the rubble in Kafr Nabl after a Russian raid on Monday.",
        "A family was found under the rubble in Kafr Nabl after an airstrike on Monday.",
    ],
)
def test_who_lies_under_the_rubble_was_hit_by_what_came_before(text: str) -> None:
    assert len(kinds(text, "Kafr Nabl")) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Guards fired live rounds at a crowd in Kafr Nabl on Monday, killing one.", "shooting"),
        ("Men on a motorcycle sprayed a car with bullets in Kafr Nabl on Monday.", "shooting"),
        ("Two people died in an alleged Russian airstrike on Kafr Nabl on Monday.", "airstrike"),
        ("The guns have been shelling Kafr Nabl since the early hours of Monday.", "shelling"),
    ],
)
def test_more_words_of_strikes(text: str, kind: str) -> None:
    assert kinds(text, "Kafr Nabl") == [kind]


def test_a_rocket_that_did_not_explode_is_no_explosion() -> None:
    text = "A rocket fell in a field at Kafr Nabl on Monday without exploding."
    assert kinds(text, "Kafr Nabl") == ["rocket_missile"]


@pytest.mark.parametrize(
    "text",
    [
        "On Monday a series of airstrikes struck Kafr Nabl, Hass and Saraqib.",
        "A new wave of shelling hit Kafr Nabl and Hass on Monday, a monitor said.",
        "The army, in answer to a crime of the rebels, shelled Kafr Nabl on Monday.",
        "The army, in response to a rocket attack on its post, shelled Kafr Nabl on Monday.",
        "In retaliation for the bombing of a bus, jets struck Kafr Nabl on Monday.",
    ],
)
def test_a_wave_of_a_day_and_what_answers_something_are_strikes_of_that_day(text: str) -> None:
    assert len(kinds(text, "Kafr Nabl")) == 1


def test_a_series_of_raids_on_no_place_is_a_total() -> None:
    assert events("A series of airstrikes in Idlib province killed nine people last week.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Local radio spoke of air strikes in the Latakia countryside late on Monday.",
        "The Observatory reported heavy shelling in southern Idlib on Sunday.",
    ],
)
def test_a_strike_that_is_reported_of_a_region_and_a_day_is_told(text: str) -> None:
    assert len(events(text)) == 1


def test_attacks_documented_at_large_are_no_event() -> None:
    assert events("The monitor has documented attacks on hospitals in Idlib.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Israeli forces entered Kafr Nabl on Monday and searched several houses.",
        "Three helicopters landed soldiers in Kafr Nabl on Monday.",
        "A unit of the army stormed Kafr Nabl on Monday, arresting two men.",
    ],
)
def test_who_enters_and_arrests_raids(sentence: str) -> None:
    assert kinds(sentence, "Kafr Nabl") == ["ground_raid"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The army entered Kafr Nabl on Monday after the rebels had left.",
        "Troops entered Kafr Nabl on Monday and searched for survivors.",
    ],
)
def test_who_only_enters_does_not_raid(sentence: str) -> None:
    assert kinds(sentence, "Kafr Nabl") == []


@pytest.mark.parametrize(
    "text",
    [
        "A strong earthquake hit Saraqib on Monday, killing 12 people.",
        "An earthquake of magnitude 6.1 struck Saraqib on Monday and killed 12 people.",
        "Floods hit a camp in Saraqib on Monday, killing two people.",
        "A sandstorm has struck Saraqib on Monday and killed two people.",
        "Lightning struck a house in Saraqib on Monday, killing two people.",
        "An outbreak of cholera hit Saraqib on Monday and killed two people.",
        "A fire hit a camp in Saraqib on Monday, killing two people.",
        "A car hit a pedestrian in Saraqib on Monday, killing him.",
        "A truck struck a wall in Saraqib on Monday, killing two people.",
        "Teachers went on strike on Monday. The strike in Al-Bab hit 12 schools.",
        "Bakers in Saraqib went on strike on Monday. Their strike hit 12 shops in Saraqib.",
    ],
)
def test_what_is_no_weapon_strikes_nobody(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mortar fire hit a camp in Saraqib on Monday, killing two people.",
        "A storm of shells hit Saraqib on Monday, killing two people.",
        "A car hit a landmine in Saraqib on Monday, killing two people.",
        "A truck bomb struck a wall in Saraqib on Monday, killing two people.",
        "A shell hit a hall in Saraqib on Monday where boys played video games.",
    ],
)
def test_a_weapon_named_beside_it_strikes(text: str) -> None:
    assert len(events(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The group trained 40 women in Saraqib on Monday on how to act when shells hit a house.",
        "In Saraqib pupils learned on Monday what to do if a missile hits the school.",
        "A new film tells how jets bombed Saraqib on Monday and killed two people.",
        "In the video game, jets bomb Raqqa on Monday and kill two people.",
        "In his latest novel, a rocket hits a house in Raqqa on Monday and kills two people.",
    ],
)
def test_what_is_taught_or_made_up_did_not_happen(text: str) -> None:
    assert events(text) == []


def test_a_film_crew_sees_what_happened() -> None:
    assert (
        len(events("A film crew saw how jets bombed Saraqib on Monday, killing two people.")) == 1
    )


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("A court in Koblenz heard on Wednesday that shelling killed 12 in Douma in 2013.", "2013"),
        (
            "On Thursday a UN panel concluded that jets had bombed Ariha in January 2020.",
            "2020-01",
        ),
        ("A trial on Monday heard how jets bombed Douma in 2015.", "2015"),
        (
            "The mayor, speaking on Monday, recalled the 2016 shelling of Nubl that killed 9.",
            "2016",
        ),
        ("On Sunday the judges ruled that the 2017 air strike on Ariha killed 30 people.", "2017"),
        ("A witness told the court on Tuesday that a rocket hit Daraya in May 2014.", "2014-05"),
    ],
)
def test_the_past_told_again_is_no_strike_of_the_day_it_is_told(text: str, month: str) -> None:
    rows = code(text, "2020-06-12").incidents
    assert {row["scope"] for row in rows} <= {"background", "aggregate"}
    assert [row["date_start"][: len(month)] for row in rows] == [month]


@pytest.mark.parametrize(
    "text",
    [
        "During September, 38 air strikes hit Idlib province and killed 61 civilians.",
        "In September 2019, jets carried out 38 air strikes on Idlib province, killing 61.",
        "The army carried out 12 air raids on Saraqib in September.",
    ],
)
def test_strikes_counted_over_a_month_are_a_total(text: str) -> None:
    assert {row["scope"] for row in code(text, "2019-10-03").incidents} == {"aggregate"}


def test_shells_counted_in_a_month_may_be_of_one_strike() -> None:
    rows = code("Jets dropped 8 bombs on a market in Saraqib in September.", "2019-10-03").incidents
    assert {row["scope"] for row in rows} == {"event"}
