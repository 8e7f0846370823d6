"""Word lists: every list is in the index, every row does what its examples say."""

from importlib.resources import files

import pytest
from folders import REPO
from languages import ENGLISH

from mapper.base.errors import MapperError
from mapper.gazetteer import default_pack, load_gazetteer
from mapper.words import Language, PackLists, check, lists, traits
from mapper.words.phrases import phrase, spaced

LANGUAGES = sorted(p.name for p in files("mapper.words").iterdir() if (p / "marks.csv").is_file())
PACKS = {
    folder.name: load_gazetteer(folder).language().pack
    for folder in [default_pack(), *sorted((REPO / "tests" / "packs").glob("*/"))]
    if (folder / "places.csv").is_file()
}


def test_english_is_there() -> None:
    assert "en" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_a_language_is_in_the_index(language: str) -> None:
    folder = files("mapper.words") / language
    found = {path.name.removesuffix(".csv") for path in folder.rglob("*.csv")}  # type: ignore[attr-defined]
    assert found <= set(lists.index())


def is_of(code: str, name: str) -> bool:
    return lists.index()[name].of_pack or lists.source(code, name).is_file()


@pytest.mark.parametrize("name", sorted(lists.index()))
def test_every_list_of_the_index_is_read_and_holds(name: str) -> None:
    held = [lists.rows(ENGLISH.also(code), name) for code in LANGUAGES if is_of(code, name)]
    assert any(held)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_row_matches_its_example_and_not_its_counter(code: str) -> None:
    language = ENGLISH.also(code)
    rows = list(check.examples(language))
    assert rows
    faults = [(name, line, check.fault(language, name, row)) for name, line, row in rows]
    assert told(code, faults) == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_row_of_a_pack_matches_its_example_and_not_its_counter(pack: str) -> None:
    lists_ = PACKS[pack]
    rows = check.pack_examples(lists_)
    faults = [(name, line, fault_of_pack(lists_, name, row)) for name, line, row in rows]
    assert told(pack, faults) == []


def fault_of_pack(lists_: PackLists, name: str, row: dict[str, str]) -> str | None:
    """Say what is wrong with a row of a pack; a row needs no example, but then has no counter."""
    if not row["example"]:
        return "a counter without an example" if row["counter"] else None
    if len(row["example"].split()) < check.FEWEST_WORDS:
        return f"fewer than {check.FEWEST_WORDS} words: {row['example']}"
    return check.pack_fault(lists_, name, row)


def told(whose: str, faults: list[tuple[str, int, str | None]]) -> list[str]:
    """Name list and line of each fault."""
    return [f"{name}.csv ({whose}) line {line}: {fault}" for name, line, fault in faults if fault]


def test_an_unknown_list_or_row_is_named() -> None:
    with pytest.raises(MapperError, match="no word list is called 'tirggers'"):
        lists.rows(ENGLISH, "tirggers")
    with pytest.raises(MapperError, match="'marks' of language 'en' has no 'anothr'"):
        lists.rows(ENGLISH, "marks:anothr")
    with pytest.raises(MapperError, match="no word list 'triggers' for language 'xx'"):
        lists.rows(Language.of("xx"), "triggers")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pattern,scope,example,counter\n", "the columns are not"),
        ("pattern,scope,reason,example,counter\nno,claus,denied,,\n", "row 2: scope 'claus'"),
        ("pattern,scope,reason,example,counter\nno,clause,denied,\n", "row 2: more or fewer"),
        ("pattern,scope,reason,example,counter\n,clause,denied,,\n", "row 2: the cell 'pattern'"),
    ],
)
def test_a_list_that_is_not_as_the_index_says_is_refused(text: str, said: str) -> None:
    with pytest.raises(MapperError, match=said):
        lists._held(lists.index()["vetoes"], text, "vetoes.csv (en)")


def test_a_blank_is_any_white_space_but_in_a_set() -> None:
    assert spaced("air strikes?") == r"air\s+strikes?"
    assert spaced("air[ -]strikes") == "air[ -]strikes"
    assert spaced("the ?end") == r"the(?:\s+)?end"


def test_a_phrase_that_is_missing_is_named() -> None:
    with pytest.raises(MapperError, match="has no 'nothing'"):
        phrase(ENGLISH, "marks", "nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_how_it_is_written(language: str) -> None:
    assert traits(Language.of(language)).direction in {"ltr", "rtl"}


def test_a_script_may_have_no_capitals() -> None:
    assert traits(ENGLISH).capitals
    assert not traits(Language.of("ar")).capitals
    with pytest.raises(MapperError, match="no language 'xx'"):
        traits(Language.of("xx"))


def test_a_pattern_that_is_none_is_named_with_file_and_row() -> None:
    with pytest.raises(MapperError, match=r"^triggers\.csv \(en\) row 7: no regular expression"):
        lists.compiled("(air", "triggers.csv (en) row 7")


def test_other_word_lists_have_another_hash() -> None:
    assert lists.lists_hash() == lists.lists_hash()
    assert lists.lists_hash().startswith("sha256:")


def test_another_language_may_lack_what_english_says() -> None:
    arabic = ENGLISH.also("ar")
    lacking = {r["name"] for r in lists.rows(ENGLISH, "marks")} - {
        r["name"] for r in lists.rows(arabic, "marks")
    }
    for name in lacking:
        assert lists.rows(arabic, f"marks:{name}") == ()
        assert phrase(arabic, "marks", name).search("قصف the also") is None
    with pytest.raises(MapperError, match="'marks' of language 'ar' has no 'nothing'"):
        phrase(arabic, "marks", "nothing")
    assert lists.compile_any([]).search("whatever") is None
