import pytest
from coding import code, events, only


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


@pytest.mark.parametrize(
    "actor", ["Syrian National Army", "Syrian Democratic Forces", "Iranian-backed militias"]
)
def test_a_party_with_the_name_of_another_in_its_own_is_no_other(actor: str) -> None:
    row = only(f"The {actor} shelled Hass on Monday, killing two people.")
    assert row["actor"] == actor


def test_the_dead_are_not_the_strikers() -> None:
    row = only("Airstrikes on Hass killed nine Islamic State fighters on Monday.")
    assert row["actor"] is None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "The Syrian army killed 18 fighters in air raids on Hass on Monday.",
            "Syrian government",
        ),
        (
            "Two people died in Hass on Monday in shelling between rebels and regime forces.",
            "Syrian government; Syrian rebels",
        ),
        (
            "Warplanes struck Hass on Monday, killing two; the planes were Russian.",
            "Russia",
        ),
        (
            (
                "Two people were killed in Hass on Monday in Nusra Front (Qaeda branch) terrorists "
                "mortar fire."
            ),
            "Nusra Front",
        ),
        (
            (
                "Warplanes of the anti-jihadist coalition carried out four air strikes on Hass on "
                "Monday, killing two."
            ),
            "US-led coalition",
        ),
        (
            (
                "A car bomb killed two people in Hass on Monday. Daesh claimed responsibility for "
                "the attack."
            ),
            "Islamic State",
        ),
        (
            "Jets bombed Hass on Monday, killing two, days into a truce brokered by Russia.",
            None,
        ),
        (
            (
                "A raid killed two in Hass on Monday as fighting raged between rebels and regime "
                "loyalists."
            ),
            None,
        ),
    ],
)
def test_who_struck_is_told_from_who_is_only_named(text: str, actor: str | None) -> None:
    assert only(text)["actor"] == actor


def test_no_strikes_of_a_party_name_no_striker() -> None:
    row = only(
        "Airstrikes on Hass killed two people on Monday. There were no Russian strikes on Hass."
    )
    assert row["actor"] is None


def test_a_claim_by_a_group_is_a_claim() -> None:
    row = only("A bomb blast claimed by the Islamic State killed two people in Hass on Monday.")
    assert (row["actor"], row["actor_status"]) == ("Islamic State", "claimed")


def test_a_headline_that_sums_up_names_who_struck_in_each_place() -> None:
    coded = code(
        "Airstrikes on Saraqib killed six people on Monday. Another four people were killed in "
        "airstrikes on Hass.",
        headline="Russian airstrikes kill ten in Saraqib and Hass",
    )
    assert [row["actor"] for row in coded.incidents] == ["Russia", "Russia"]


def test_militants_targeted_in_strikes_did_not_strike() -> None:
    row = only("Islamic State militants were also targeted in army airstrikes on Hass on Monday.")
    assert row["actor"] == "Syrian government"


def test_another_countrys_army_is_not_the_syrian_one() -> None:
    row = only("Turkish army units shelled Hass on Monday, killing two people.")
    assert row["actor"] == "Turkey"


def test_a_possible_attack_names_no_striker() -> None:
    row = only(
        "A car bomb killed four people in Hass on Monday as people brace for a possible US attack."
    )
    assert row["actor"] is None


@pytest.mark.parametrize(
    ("text", "actor", "status"),
    [
        (
            "Two people were killed by rockets of the regime in Hass on Monday.",
            "Syrian government",
            "asserted",
        ),
        (
            "A missile of Syrian Democratic Forces fighters hit a van in Afrin on Monday.",
            "Syrian Democratic Forces",
            "asserted",
        ),
        ("Jets destroyed two tanks of the regime near Hass on Monday.", None, "unknown"),
        (
            "It was unclear if the jets that killed five in Hass on Monday were Syrian or Russian.",
            "Russia or Syrian government",
            "suspected",
        ),
        (
            "Russia bombed Hass on Monday, medics said; Moscow called the report fake.",
            "Russia",
            "disputed",
        ),
        (
            "The army answered with artillery fire at Hass on Monday.",
            "Syrian government",
            "asserted",
        ),
        (
            "Turkish-backed factions shelled Afrin on Monday, wounding two.",
            "Syrian National Army",
            "asserted",
        ),
        ("The Israeli enemy struck Hass on Monday with missiles.", "Israel", "asserted"),
        ("The enemy struck Hass on Monday with missiles.", None, "unknown"),
    ],
)
def test_who_struck_in_the_words_of_monitors_and_agencies(
    text: str, actor: str | None, status: str
) -> None:
    row = only(text)
    assert (row["actor"], row["actor_status"]) == (actor, status)


def test_a_clause_beside_a_strike_of_the_kind_has_its_striker() -> None:
    text = (
        "Turkish forces hit Hass with shells on Monday, while four were hurt in shelling of Ariha."
    )
    found = {row["places"]: row["actor"] for row in events(text)}
    assert found == {"Hass": "Turkey", "Ariha": "Turkey"}


def test_a_clause_beside_a_strike_of_another_kind_has_not() -> None:
    text = "Russian jets bombed Hass on Monday, while shelling of Ariha killed two people."
    found = {row["places"]: row["actor"] for row in events(text)}
    assert found == {"Hass": "Russia", "Ariha": None}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            (
                "The strike on Hass on Monday, blamed by the rescuers of Idlib on Russia, "
                "killed two."
            ),
            "Russia",
        ),
        (
            "Two people died in Hass on Monday in shelling. The shells came from regime positions.",
            "Syrian government",
        ),
        (
            ("On Monday two died in Hass when shells were fired from the positions of the rebels."),
            "Syrian rebels",
        ),
        (
            (
                "The Turkish army and its allies have been shelling Hass since dawn on Monday with "
                "artillery, killing two."
            ),
            "Turkey",
        ),
        (
            (
                "On Monday, a force of the Israeli army entered Hass, searched several houses and "
                "arrested two men."
            ),
            "Israel",
        ),
        ("Two jets hit Hass on Monday in a raid by neighbouring Jordan, killing two.", "Jordan"),
        (
            "On Monday tribal fighters fired mortar shells on Hass, killing two.",
            "tribal fighters",
        ),
        (
            (
                "On Monday SDF militia backed by US forces raided several houses in Hass and "
                "arrested two men."
            ),
            "Syrian Democratic Forces",
        ),
        ("On Monday, two strikes struck three separate ISIL units near Hass.", None),
        (
            "On Monday two bombers that had flown over Iran that morning bombed Hass, killing two.",
            None,
        ),
        (
            (
                "On Monday gunmen from the area where US forces are stationed fired rockets on "
                "Hass, killing two."
            ),
            None,
        ),
        ("Six shells fell on Hass on Monday, near the positions of the rebels.", None),
    ],
)
def test_who_struck_in_statements_and_by_the_ground_fired_from(
    text: str, actor: str | None
) -> None:
    assert only(text)["actor"] == actor


@pytest.mark.parametrize(
    ("signed", "actor"),
    [
        ("Media Center of the Syrian Democratic Forces", "Syrian Democratic Forces"),
        ("Press office of the Free Syrian Army", "Free Syrian Army"),
        ("A meeting of the Syrian Democratic Forces was held.", None),
        ("Spokesman of the SDF. Spokesman of the Free Syrian Army.", None),
    ],
)
def test_our_forces_are_those_of_whose_statement_it_is(signed: str, actor: str | None) -> None:
    text = f"On Monday our forces shelled a base in Hass, killing two.\n\n{signed}\n"
    assert only(text)["actor"] == actor


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            (
                "The Syrian army, built by officers who left for Moscow, said that its gunners "
                "fired rockets at Hass on Monday, killing two."
            ),
            "Syrian government",
        ),
        ("Shells from Turkish guns fell on Hass on Monday, killing two.", "Turkey"),
        (
            (
                "Turkish forces announced on Monday the destruction of eleven vehicles of the "
                "rebels in air strikes on Hass."
            ),
            "Turkey",
        ),
        (
            (
                "Fighters of the Hamza militia left Saraqib. On Monday the militia fired rockets "
                "at a farm in Hass, killing two."
            ),
            "Hamza",
        ),
    ],
)
def test_who_strikes_is_told_in_other_words(text: str, actor: str) -> None:
    assert only(text)["actor"] == actor


@pytest.mark.parametrize(
    "text",
    [
        "Five attacks near Hass and Saraqib were repelled on Monday.",
        "Air defences destroyed eleven unmanned aerial vehicles near Hass on Monday.",
        "In Hass engineers rehearsed on Monday how to restart a mill after a missile strike.",
        "In Hass the two sides fought with small arms on Monday.",
    ],
)
def test_what_was_beaten_off_destroyed_or_rehearsed_is_no_strike(text: str) -> None:
    assert not events(text)


def test_what_was_destroyed_names_no_kind() -> None:
    text = "Russian drones hit an airfield in Hass on Monday, destroying two aircraft."
    assert only(text)["event_type"] == "drone_strike"
