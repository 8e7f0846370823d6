"""The word lists of a pack: read once, held against the index, one language object for one."""

import pickle
import re
from pathlib import Path

import pytest
from languages import ENGLISH

from mapper.base.errors import GazetteerError
from mapper.gazetteer import load_gazetteer
from mapper.pipeline.coding import code_articles
from mapper.text.parties import find_parties
from mapper.words import (
    DEFAULT_LANGUAGE,
    Language,
    hold_patterns,
    pack_faults,
    read_pack_lists,
    rows,
)

HEADER = "actor,language,pattern,kind,umbrella,aircraft,example,counter\n"
PLACES = "place_id,name,kind,lat,lon,country\npl-a,Karsa,town,1,1,XX\n"


def lists(folder: Path, text: str, name: str = "actors") -> Path:
    """Write one list of a pack."""
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_without_a_pack_only_states_of_the_world_and_names_as_written_are_known() -> None:
    assert rows(DEFAULT_LANGUAGE, "actors") == ()
    assert find_parties("The rebels and the army shelled it.", DEFAULT_LANGUAGE, []) == []
    text = "Russian jets bombed the bridge."
    for language in (DEFAULT_LANGUAGE, ENGLISH):
        assert [p.name for p in find_parties(text, language, [])] == ["Russia"]


def test_the_same_lists_are_the_same_language(tmp_path: Path) -> None:
    text = f"{HEADER}Reds,en,reds,name,,,,\n"
    (tmp_path / "other").mkdir()
    one = Language.of("en", read_pack_lists(lists(tmp_path, text)))
    assert Language.of("en", read_pack_lists(lists(tmp_path / "other", text))) is one
    assert pickle.loads(pickle.dumps(one)) is one  # noqa: S301 - our own
    assert one.also("ar") is not one
    assert one.also("ar").also("en") is one
    changed = lists(tmp_path, f"{HEADER}Reds,en,the reds,name,,,,\n")
    assert Language.of("en", read_pack_lists(changed)) is not one


def test_a_pack_gives_its_language_and_its_hash_tells_of_the_lists(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    without = load_gazetteer(tmp_path)
    assert rows(without.language(), "actors") == ()
    before = without.hash()
    lists(tmp_path, f"{HEADER}Reds,en,reds,name,,,,\n")
    pack = load_gazetteer(tmp_path)
    assert [row["actor"] for row in rows(pack.language(), "actors")] == ["Reds"]
    assert pack.hash() != before


def test_a_row_of_no_language_is_for_every_language_of_its_script(tmp_path: Path) -> None:
    text = f"{HEADER}Reds,,reds,name,,,,\nReds,,الحمر,name,,,,\nReds,ar,hamr,name,,,,\n"
    pack = read_pack_lists(lists(tmp_path, text))
    by_code = {
        code: [row["pattern"] for row in rows(Language.of(code, pack), "actors")]
        for code in ("en", "fa", "ar")
    }
    assert by_code == {"en": ["reds"], "fa": ["الحمر"], "ar": ["حمر", "hamr"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actor,patern,kind\n", r"^actors\.csv: no column is called 'patern'; known are actor,"),
        ("actor,pattern\n", r"^actors\.csv: the column 'kind' is missing"),
        (f"{HEADER}Reds,en,reds,nam,,,,\n", r"^actors\.csv row 2: kind 'nam' is no code"),
        (f"{HEADER}Reds,en,reds,name\n", r"^actors\.csv row 2: more or fewer cells"),
        (f"{HEADER}Reds,en,,name,,,,\n", r"^actors\.csv row 2: the cell 'pattern' is empty"),
    ],
)
def test_a_list_of_a_pack_that_is_not_as_the_index_says_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(GazetteerError, match=said):
        read_pack_lists(lists(tmp_path, text))


def test_a_pattern_of_a_pack_that_is_none_is_named_by_its_row(tmp_path: Path) -> None:
    text = f"{HEADER}Reds,en,reds,name,,,,\nBlues,en,(blues,name,,,,\n"
    pack = read_pack_lists(lists(tmp_path, text))
    with pytest.raises(GazetteerError, match=r"^actors\.csv row 3: no regular expression"):
        hold_patterns(Language.of("en", pack))
    hold_patterns(ENGLISH)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Reds,xx,reds,name,,,,", "no language has the code 'xx'; known are ar, ckb, de"),
        ("Reds,en,amry,role,,,,", "no role is called 'amry'; known are army"),
        ("Reds,,amry,role,,,,", "no role is called 'amry'"),
        ("Reds,ar,amry,role,,,,", "no role is called 'amry'"),
        ("Reds,en,reds,name,Pinks,,,", "the umbrella 'Pinks' is no party of the pack"),
        ("Reds,en,(?:[a-z]+ ?)+army,name,,,,", "the pattern may take for ever"),
        ("Reds,,(?:[a-z]+-?)*z,name,,,,", "the pattern may take for ever"),
    ],
)
def test_a_row_of_a_pack_that_is_not_sound_is_refused_by_check_and_by_a_build(
    tmp_path: Path, row: str, said: str
) -> None:
    sound = (
        "Blues,en,blues,name,Blue League,,,\nBlue League,en,(?:the )?(?:blue [a-z]+ )+,name,,,,\n"
    )
    pack = read_pack_lists(lists(tmp_path, f"{HEADER}{sound}{row}\n"))
    [(where, detail)] = pack_faults(pack)
    assert where == "actors.csv row 4"
    assert said in detail
    with pytest.raises(GazetteerError, match=re.escape(f"actors.csv row 4: {said}")):
        hold_patterns(Language.of("en", pack))


def test_an_umbrella_may_be_a_state_or_people_without_a_name(tmp_path: Path) -> None:
    told = 'Reds,en,reds,name,Kenya,,,\nBlues,en,blues,name,"unnamed ""terrorists""",,,\n'
    assert list(pack_faults(read_pack_lists(lists(tmp_path, HEADER + told)))) == []


def test_a_build_with_a_broken_list_fails_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    pack = load_gazetteer(lists(tmp_path, f"{HEADER}Reds,en,(reds,name,,,,\n"))
    with pytest.raises(GazetteerError, match=r"^actors\.csv row 2"):
        list(code_articles([], pack))


def test_units_and_toponyms_of_a_pack_are_words_of_places(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    about = '{"units": {"en": {"admin1": {"one": "Oblast", "several": "oblasts"}}}}'
    (tmp_path / "pack.json").write_text(about, encoding="utf-8")
    toponyms = "word,language,kind,note\nvelyka,uk,half,\nselo,uk,village,\nвелика,uk,half,\n"
    language = load_gazetteer(lists(tmp_path, toponyms, "toponyms")).language()
    kinds = {row["word"]: (row["kind"], row["number"]) for row in rows(language, "kinds")}
    assert kinds["oblast"] == ("governorate", "one")
    assert kinds["oblasts"] == ("governorate", "several")
    names = {row["word"]: row["class"] for row in rows(language, "name_words")}
    assert (names["velyka"], names["selo"]) == ("half", "opener")
    assert "велика" not in names
    assert "oblast" not in {row["word"] for row in rows(DEFAULT_LANGUAGE, "kinds")}


def test_articles_are_of_a_family_of_spelling(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    assert rows(load_gazetteer(tmp_path).language(), "name_articles")
    (tmp_path / "pack.json").write_text('{"romanisations": ["cyrillic"]}', encoding="utf-8")
    assert rows(load_gazetteer(tmp_path).language(), "name_articles") == ()
