import pytest
from coding import code, only
from languages import ENGLISH

from mapper.text.voices.cited import canonical, cited_in, find_sources
from mapper.words import rows

SOHR = "Syrian Observatory for Human Rights"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            (
                "Airstrikes on Hass killed two on Monday, the Britain-based Syrian Observatory "
                "for Human Rights said."
            ),
            SOHR,
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
        (
            "A source at Hama Police Command told SANA that shells killed two in Hass on Monday.",
            "source at Hama Police Command; SANA",
        ),
        (
            "SANA quoted a local source as saying that shells killed two in Hass on Monday.",
            "SANA; local source",
        ),
        (
            "Airstrikes on Hass killed two on Monday, a police source was quoted as saying.",
            "police source",
        ),
        (
            "Airstrikes on Hass killed two on Monday, local activist Omar Sample told a reporter.",
            "Omar Sample, activist",
        ),
        (
            "Airstrikes on Hass killed two on Monday said state news agency SANA.",
            "SANA",
        ),
        (
            "Airstrikes on Hass killed two on Monday, residents and a monitor said.",
            "witnesses; monitors",
        ),
        ("Airstrikes on Hass killed two medics and wounded residents on Monday.", None),
        (
            "Airstrikes killed two residents in Hass on Monday, the White Helmets said.",
            "White Helmets",
        ),
    ],
)
def test_who_is_cited(text: str, source: str | None) -> None:
    assert only(text)["attributed_to"] == source


def test_a_source_goes_on_over_the_next_sentence() -> None:
    row = only(
        "The Syrian Observatory for Human Rights reported raids. "
        "It said airstrikes on Hass killed two people on Monday."
    )
    assert row["attributed_to"] == SOHR


def test_a_monitor_is_the_one_the_article_names() -> None:
    row = only(
        "Airstrikes on Hass killed two people on Monday, a monitor said. The Syrian "
        "Observatory for Human Rights said the raids hit a market."
    )
    assert row["attributed_to"] == SOHR


def test_the_source_said_points_back_to_the_one_told_of_before() -> None:
    rows = code(
        "A source at Hama Police Command said rockets hit Hass on Monday, killing two. "
        "Two shells killed a man in Kafr Nabl on Monday, the source said."
    ).incidents
    assert [row["attributed_to"] for row in rows] == ["source at Hama Police Command"] * 2


def test_a_bare_surname_is_who_was_named_in_full() -> None:
    row = only(
        "Nothing is left, White Helmets head Omar Sample told reporters. Airstrikes on Hass "
        "killed two people on Monday, Sample said."
    )
    assert row["attributed_to"] == "White Helmets"


def test_a_list_keeps_the_source_of_its_beginning_over_a_quote() -> None:
    rows = code(
        "Airstrikes on Hass killed two people on Monday, the White Helmets said. "
        '"My house is gone," Omar Sample said. '
        "Another three people were killed in airstrikes on Kafr Nabl."
    ).incidents
    assert rows[-1]["attributed_to"] == "White Helmets"


def test_who_is_cited_in_the_next_sentence_stands_for_an_uncited_one() -> None:
    row = only(
        "Airstrikes on Hass killed two people on Monday. "
        "The White Helmets said five others were wounded in the strikes."
    )
    assert row["attributed_to"] == "White Helmets"


def test_a_headline_may_end_with_its_source() -> None:
    coded = code("Nothing more was known.", headline="Airstrikes kill two in Hass - White Helmets")
    assert [row["attributed_to"] for row in coded.incidents] == ["White Helmets"]


def test_caption_credit_is_its_source() -> None:
    text = (
        "Head\n\nNothing new.\n\nA video of May 5 shows the aftermath of an airstrike on Hass. "
        "(Video: Radio Example via Agency)"
    )
    assert only(text)["attributed_to"] == "Radio Example"


def test_a_claim_of_responsibility_has_the_group_as_its_source() -> None:
    row = only(
        "A car bomb in Hass killed two people on Monday. "
        "Daesh said in a statement that one of its fighters had carried out the attack."
    )
    assert (row["actor"], row["actor_status"]) == ("Islamic State", "claimed")
    assert row["attributed_to"] == "Islamic State"


def test_an_acronym_is_the_name() -> None:
    assert canonical("MSF", ENGLISH) == {"Médecins Sans Frontières"}


def test_source_without_a_name_comes_with_the_agency_it_told() -> None:
    row = only("A police source told SANA reporter that shells killed two in Hass on Monday.")
    assert row["attributed_to"] == "police source; SANA"


def test_source_with_a_name_stands_alone() -> None:
    row = only("The White Helmets told AFP that shells killed two in Hass on Monday.")
    assert row["attributed_to"] == "White Helmets"


def test_the_only_source_of_an_article_stands_for_all_it_tells() -> None:
    rows = code(
        "Airstrikes hit Hass on Monday, killing two people, SANA said. The market was closed. "
        "Streets were empty. Schools stayed shut. Rockets killed a man in Saraqib on Monday."
    ).incidents
    assert [row["attributed_to"] for row in rows] == ["SANA", "SANA"]


def test_a_source_cited_all_along_stands_for_paragraphs_that_do_not_cite_it() -> None:
    text = (
        "Airstrikes hit Hass on Monday, killing two people, SANA said.\n\n"
        "{}The market was closed. Streets were empty. Schools stayed shut. Shops were shut too.\n\n"
        "Rockets killed a man in Saraqib on Monday."
    )
    once = code(text.format("")).incidents
    twice = code(text.format("SANA added that the road was cut. ")).incidents
    assert once[-1]["attributed_to"] is None
    assert twice[-1]["attributed_to"] == "SANA"


def test_of_several_sources_none_stands_for_what_cites_nobody() -> None:
    rows = code(
        "Airstrikes hit Hass on Monday, killing two people, SANA said. Activists said the market "
        "was closed. Streets were empty. Schools stayed shut. People stayed at home. Shops were "
        "shut too. Buses did not run. Rockets killed a man in Saraqib on Monday."
    ).incidents
    assert rows[-1]["attributed_to"] is None


def test_names_and_plain_words_are_read_as_one_list_names_first() -> None:
    both = rows(ENGLISH, "sources+world_sources+plain_sources")
    assert both == (
        *rows(ENGLISH, "sources"),
        *rows(ENGLISH, "world_sources"),
        *rows(ENGLISH, "plain_sources"),
    )
    assert canonical("SANA and a police source", ENGLISH) == {"SANA", "police source"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jets hit a mill, a night guard said.", "night guard"),
        ("It was struck by two bombs on Tuesday, its director said.", "director"),
        ("Jets hit a mill, shopkeepers said.", "shopkeepers"),
        ("Jets hit a mill, the education office said on Monday.", "education office"),
    ],
)
def test_who_says_it_in_plain_words_that_no_list_has(text: str, name: str) -> None:
    (source,) = cited_in(text, (0, len(text)), find_sources(text, ENGLISH), ENGLISH)
    assert source.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Casualties: Not reported.",
        "(Photo: a house in the town after shelling, January 2018)",
        "The report said that jets hit a mill.",
    ],
)
def test_words_that_look_like_a_source_and_are_none(text: str) -> None:
    assert cited_in(text, (0, len(text)), find_sources(text, ENGLISH), ENGLISH) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("SOHR sources: shells killed two people in Hass on Monday.", SOHR),
        ("SANA: shells killed two people in Hass on Monday.", "SANA"),
        ("YPG: shells killed two of our men in Hass on Monday.", "YPG"),
        ("Shells killed two people in Hass on Monday - SANA", "SANA"),
        ('Shells "rained on us" in Hass on Monday, killing two. (Source: SANA)', "SANA"),
        ("SOHR activists have monitored shells on Hass on Monday, killing two.", SOHR),
        ("The road to SANA was hit. Shells killed two people in Hass on Monday.", None),
    ],
)
def test_who_stands_before_or_behind_what_it_says(text: str, source: str | None) -> None:
    assert only(text)["attributed_to"] == source


def test_items_have_the_source_of_what_leads_to_them() -> None:
    items = "- Shells killed two people in Hass.\n- A drone hit a car in Morek, killing one."
    rows_ = code(f"On Monday, SOHR monitored the following:\n\n{items}").incidents
    assert [row["attributed_to"] for row in rows_] == [SOHR, SOHR]


def test_an_item_has_not_the_source_of_another() -> None:
    items = "- Shells killed two people in Hass.\n- A drone killed a man in Morek, SANA said."
    rows_ = code(f"What happened on Monday:\n\n{items}").incidents
    assert [row["attributed_to"] for row in rows_] == [None, "SANA"]
