"""Families of spelling: rows that meet as they say, and packs that read names by them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from mapper import LocalGeocoder
from mapper.base.errors import GazetteerError, RegionError
from mapper.gazetteer import Gazetteer, families, names
from mapper.gazetteer.families import FOLDER, HOME, parse, rows
from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.sounds import sounds_of
from mapper.places.decide import locate

HEADER = "rule,written,becomes,where,example,note\n"

EXAMPLES = [
    (family, row.rule, row.example)
    for family in families.known()
    for row in rows(family)
    if row.example
]

CYRILLIC = [
    ["Kharkiv", "Kharkov", "Харків", "Харьков"],
    ["Mykolaiv", "Mykolayiv", "Nikolaev", "Nikolayev", "Миколаїв", "Николаев"],
    ["Zaporizhzhia", "Zaporizhzhya", "Zaporozhye", "Zaporozh'e", "Запоріжжя", "Запорожье"],
    ["Kyiv", "Kiev", "Kyyiv", "Київ", "Киев"],
    ["Luhansk", "Luhans'k", "Lugansk", "Луганськ", "Луганск"],
    ["Dnipro", "Dnepr", "Дніпро", "Днепр"],
    ["Horlivka", "Gorlovka", "Горлівка", "Горловка"],
    ["Vuhledar", "Ugledar", "Вугледар", "Угледар"],
    ["Novoluhanske", "Novoluganskoye", "Новолуганське", "Новолуганское"],
]


@pytest.mark.parametrize(("family", "rule", "example"), EXAMPLES)
def test_the_example_of_a_row_meets(family: str, rule: str, example: tuple[str, str]) -> None:
    one, other = (sounds_of((family,)).readings(name) for name in example)
    form = {"coarse": "coarse", "blur": "vowelled"}.get(rule, "skeleton")
    assert {getattr(f, form) for f in one} & {getattr(f, form) for f in other}


@pytest.mark.parametrize("rule", sorted(families.RULES))
def test_every_rule_is_used_by_a_family(rule: str) -> None:
    used = {"base"} if rule == "base" else set()  # a base is read where it stands
    for family in families.known():
        used |= {row.rule for row in rows(family)}
    assert rule in used


@pytest.mark.parametrize("spellings", CYRILLIC, ids=lambda group: group[0])
def test_ukrainian_and_russian_spellings_share_a_skeleton_and_are_alike(
    spellings: list[str],
) -> None:
    sounds = sounds_of(("cyrillic",))
    first, *others = spellings
    for other in others:
        one, two = sounds.forms(first), sounds.forms(other)
        assert one.skeleton == two.skeleton, other
        assert sounds.likeness(one, two) >= 76, other


def test_different_towns_are_apart() -> None:
    sounds = sounds_of(("cyrillic",))
    for one, other in [("Bakhmut", "Artemivsk"), ("Sumy", "Izium"), ("Krasnohorivka", "Horlivka")]:
        assert sounds.likeness(sounds.forms(one), sounds.forms(other)) < 70


def test_a_script_that_leaves_vowels_out_is_compared_without_them() -> None:
    persian = sounds_of(("persian",))
    written, razan = persian.forms("سنندج"), persian.forms("رزن")
    assert persian.likeness(written, persian.forms("Sanandaj")) == pytest.approx(100)
    assert persian.likeness(razan, persian.forms("Razan")) == pytest.approx(100)
    assert persian.likeness(razan, persian.forms("Varzaneh")) < 60
    # a long vowel is written, and counts
    assert persian.likeness(persian.forms("کابل"), persian.forms("Kabil")) == pytest.approx(100)
    assert persian.likeness(persian.forms("کابیل"), persian.forms("Kabul")) < 100


def test_marks_of_turkish_are_read_and_may_be_left_off() -> None:
    turkish = sounds_of(("turkish",))
    read = {form.skeleton for form in turkish.readings("Eskişehir")}
    assert turkish.forms("Eskishehir").skeleton in read
    assert turkish.forms("Eskisehir").skeleton in read


def test_what_no_family_reads_is_compared_by_its_letters() -> None:
    arabic = sounds_of(("arabic",))
    assert arabic.readings("Харків") == ()
    kharkiv = arabic.forms("Харків")
    assert arabic.likeness(kharkiv, arabic.forms("Харків")) == pytest.approx(100)
    assert arabic.likeness(kharkiv, arabic.forms("Суми")) < 50


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("sond,kh,x,,,", "own.csv row 2: 'sond' is no rule"),
        ("sound,,x,,,", "own.csv row 2: the rule 'sound' with '' written"),
        ("mark,ş,s,,,", "nothing becomes, not 's'"),
        ("coarse,kh,k,,,", "is of one letter, not 'kh'"),
        ("confused,kg,much,,,", "'much' is no cost from 0 to 1"),
        ("sound,c,s,besides e,,", "'besides e' is no place"),
        ("sound,c,s,before,,", "'before' is no place"),
        ("sound,kh,x,,Kharkiv,", "'Kharkiv' is not of the form A = B"),
        ("sound,kh,x", "not as many fields"),
        ("base,klingon,,,,", "no family of spelling is called 'klingon'; there are arabic"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(row: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        list(parse(f"{HEADER}{row}\n", "own.csv"))


def test_a_row_takes_the_place_of_its_base_s() -> None:
    own = parse(f"{HEADER}base,common,,,,\nsound,v,w,,,\n", "own.csv")
    assert [row.becomes for row in own if (row.rule, row.written) == ("sound", "v")] == ["w"]


def test_the_folder_of_families_holds_nothing_else() -> None:
    folder = Path(families.__file__).with_name(FOLDER)
    assert {path.suffix for path in folder.iterdir()} == {".csv"}
    assert families.__name__.rpartition(".")[0] == HOME


def write_pack(
    folder: Path, places: list[tuple[str, ...]], about: Mapping[str, object], regions: str = ""
) -> Path:
    """Write a small pack: a place has a name, further spellings, all in one country."""
    folder.mkdir()
    own, more = ["place_id,name,kind,lat,lon,country"], ["place_id,name,script,kind,source"]
    for number, (name, *others) in enumerate(places):
        own.append(f"pl-{number},{name},town,{48 + number / 10},{37 + number / 10},XX")
        more += [f"pl-{number},{n},{names.script_of(n)},variant,own" for n in others]
    if regions:
        at = [[[36, 47], [39, 47], [39, 50], [36, 50], [36, 47]]]
        properties: dict[str, object] = {
            "place_id": "reg-one",
            "name": regions,
            "kind": "governorate",
        }
        properties |= {"country": "XX", "lat": 48.5, "lon": 37.5}
        feature = {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": at},
        }
        told = {"type": "FeatureCollection", "features": [feature]}
        (folder / "regions.geojson").write_text(json.dumps(told), "utf-8")
    (folder / "places.csv").write_text("\n".join([*own, ""]), "utf-8")
    (folder / "names.csv").write_text("\n".join([*more, ""]), "utf-8")
    (folder / "pack.json").write_text(json.dumps(about), "utf-8")
    return folder


TOWNS: list[tuple[str, ...]] = [
    ("Kharkiv",),
    ("Bakhmut", "Бахмут", "Артемівськ"),
    ("Zaporizhzhia",),
    ("Sloviansk", "Слов'янськ"),
    ("Mykolaivka",),
]


@pytest.fixture
def towns(tmp_path: Path) -> Gazetteer:
    about = {"romanisations": ["cyrillic"]}
    return load_gazetteer(write_pack(tmp_path / "pack", TOWNS, about))


@pytest.mark.parametrize(
    ("asked", "found", "method"),
    [
        ("Харків", "Kharkiv", "skeleton"),
        ("Харьков", "Kharkiv", "skeleton"),
        ("Kharkov", "Kharkiv", "skeleton"),
        ("Запорожье", "Zaporizhzhia", "skeleton"),
        ("Nikolaevka", "Mykolaivka", "skeleton"),
        ("Артемівськ", "Bakhmut", "exact"),
        ("АРТЕМІВСЬК", "Bakhmut", "folded"),
        ("Artemovsk", "Bakhmut", "skeleton"),
        ("Словʼянськ", "Sloviansk", "folded"),
        ("Словянск", "Sloviansk", "folded"),
    ],
)
def test_a_pack_finds_cyrillic_in_latin_and_the_other_way_round(
    towns: Gazetteer, asked: str, found: str, method: str
) -> None:
    answer = locate(asked, towns)
    assert answer.location is not None
    assert (answer.candidates[0].name, answer.candidates[0].method) == (found, method)


def test_the_geocoder_of_geopy_reads_by_the_families_of_its_pack(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", TOWNS, {"romanisations": ["cyrillic"]})
    place = LocalGeocoder(folder).geocode("Горловка")
    assert place is None
    place = LocalGeocoder(folder).geocode("Харьков")
    assert place.latitude == pytest.approx(48.0)


def test_a_pack_that_lists_no_cyrillic_finds_only_what_it_lists(tmp_path: Path) -> None:
    pack = load_gazetteer(write_pack(tmp_path / "pack", TOWNS, {}))
    assert pack.lookup("Харків") == []
    assert pack.lookup("Бахмут")[0].place.name == "Bakhmut"


def test_a_pack_without_a_family_reads_latin_letters_alone(tmp_path: Path) -> None:
    none = load_gazetteer(write_pack(tmp_path / "pack", TOWNS, {"romanisations": []}))
    assert none.similar("Kharkif")[0].place.name == "Kharkiv"
    assert none.similar("خاركيف") == []


def test_a_family_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", TOWNS, {"romanisations": ["klingon"]})
    with pytest.raises(GazetteerError, match=r"pack.json: romanisations: no family .*'klingon'"):
        load_gazetteer(folder)


def test_each_family_of_a_pack_proposes(tmp_path: Path) -> None:
    towns: list[tuple[str, ...]] = [("Jerba",), ("Zuwarah",), ("Sabratah",)]
    both = {"romanisations": ["arabic", "french"]}
    one = load_gazetteer(write_pack(tmp_path / "one", towns, {"romanisations": ["arabic"]}))
    two = load_gazetteer(write_pack(tmp_path / "two", towns, both))
    for asked, name in [("Gerba", "Jerba"), ("Zouwara", "Zuwarah"), ("Zuwara", "Zuwarah")]:
        assert two.similar(asked)[0].place.name == name
        assert two.similar(asked)[0].score >= one.similar(asked)[0].score
    assert two.similar("Gerba")[0].method == "skeleton"
    assert one.similar("Gerba")[0].method == "fuzzy"


UNITS = {"en": {"admin1": {"one": "oblast", "several": "oblasts", "also": ["region"]}}}


@pytest.mark.parametrize(
    "asked", ["Kharkiv Oblast", "Kharkiv", "Kharkov", "Kharkiv region", "Харків", "Харьков"]
)
def test_a_region_is_found_with_the_pack_s_words_for_units(tmp_path: Path, asked: str) -> None:
    about = {"romanisations": ["cyrillic"], "units": UNITS}
    pack = load_gazetteer(write_pack(tmp_path / "pack", [("Izium",)], about, "Kharkiv Oblast"))
    assert pack.region(asked).place_id == "reg-one"


def test_a_region_of_another_name_is_refused(tmp_path: Path) -> None:
    about = {"romanisations": ["cyrillic"], "units": UNITS}
    pack = load_gazetteer(write_pack(tmp_path / "pack", [("Izium",)], about, "Kharkiv Oblast"))
    with pytest.raises(RegionError, match="Sumy region"):
        pack.region("Sumy region")


def test_letters_that_writers_of_two_languages_exchange_fold_to_one() -> None:
    assert names.fold("Київ") != names.fold("Киев")
    assert names.fold("Артёмовск") == names.fold("Артемовск")
    assert names.fold("Ґалаґан") == names.fold("Галаган")
    assert names.fold("Ізюм") == names.fold("Изюм")
    assert names.key("Донецьк") == names.key("Донецк")
    assert names.script_of("Kharkiv") == "latin"
