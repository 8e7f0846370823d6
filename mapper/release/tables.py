"""The one door: tables of a complete store in, tables that may leave out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema
from mapper.base.errors import ReleaseError
from mapper.mentions import find_mentions
from mapper.query import subset
from mapper.release.classes import Classes, classes_of
from mapper.release.gathered import Gathered
from mapper.release.held import without_held
from mapper.release.masking import Masks, key_of
from mapper.release.moved import Moved
from mapper.release.names import Names
from mapper.release.policy import CLASSES_KEY
from mapper.release.settled import Settlements
from mapper.release.texts import Texts
from mapper.words import take_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd

    from mapper.gazetteer import Gazetteer
    from mapper.release.classes import Sensitive
    from mapper.release.policy import Policy
    from mapper.words import Language, Span
    from mapper.zones import Zones

Tables = dict[str, "pd.DataFrame"]

AT_HOME = frozenset({"mentions", "candidates", "uncorrected"})
"""Tables of which nothing is released: how names were read, and rows before corrections."""


@dataclass(frozen=True, slots=True)
class Released:
    """What may leave.

    Attributes
    ----------
    tables
        The tables, in the schema's columns and types.
    withheld
        How many rows had something withheld, by reason; incidents held back under ``held``.
    texts
        Masks other texts in the same way, such as those of a report; None where nothing is
        withheld.
    """

    tables: Tables
    withheld: dict[str, int]
    texts: Texts | None

    def plain(self, value: Any) -> Any:  # noqa: ANN401 - as JSON holds it
        """Mask every text in a value as JSON holds it."""
        return self.texts.plain(value) if self.texts else value


def release(
    tables: Mapping[str, pd.DataFrame], policy: Policy, pack: Gazetteer, zones: Zones | None
) -> Released:
    """Give the tables that may leave.

    In the public profile no position is finer than the settlement it lies at, distances and
    probabilities are those of the released position, sensitive sites are told by their class,
    and private persons are masked where nobody published their names. What was withheld of a
    row stands in its column ``censored``. Nothing is jittered.

    Parameters
    ----------
    tables
        Frames of `mapper.base.schema` by name; ``incidents`` and ``locations`` are needed. Not
        changed.
    policy
        How much may leave.
    pack
        Region pack: its settlements, its sensitive sites and classes.
    zones
        Zones that the build judged by; None where they are not at hand.

    Returns
    -------
    released
        Tables, and counts of what was withheld.

    Raises
    ------
    ReleaseError
        If a position moves and there are no zones to judge it by.
    """
    given = dict(tables)
    if not policy.is_public:
        return Released(given | _run(given, policy, ()), {}, None)
    given |= {name: given[name].iloc[:0] for name in AT_HOME & given.keys()}
    if "corrections" in given:
        shown = set(given["incidents"]["incident_id"])
        given["corrections"] = subset.in_force(given["corrections"], shown)
    left, n_held = without_held(given, policy.held_from)
    given |= left
    classes = _withheld(policy, pack)
    settlements = Settlements(pack, classes)
    moved = Moved(settlements, zones, pack.settlements()[:2])
    given |= moved.move(given)
    if len(given.get("places", ())):
        given["places"] = _shown(given["places"], settlements)
    masks = Masks(
        _names(pack, classes, moved.withheld),
        classes,
        _is_place(pack),
        pack.language(),
        _places(pack),
        own=_own_names(pack, classes),
        used=_used_names(pack, given["locations"]),
    )
    texts = Texts(masks, given, mask_people=policy.mask_people)
    masks.gather(texts.all(given), moved.sites)
    made = {name: texts.masked(name, table) for name, table in given.items()}
    made |= _run(made, policy, classes.labels(), texts)
    return Released(made, _counted(made, n_held), texts)


def shown_places(places: pd.DataFrame, policy: Policy, pack: Gazetteer) -> pd.DataFrame:
    """Leave sensitive sites, and what is finer than a settlement, out of the places drawn."""
    if not policy.is_public or places.empty:
        return places
    return _shown(places, Settlements(pack, _withheld(policy, pack)))


def _withheld(policy: Policy, pack: Gazetteer) -> Classes:
    """Choose the sensitive classes that a policy withholds.

    Raises
    ------
    ReleaseError
        If it names a class that there is not.
    """
    known = classes_of(pack.language())
    odd = sorted(policy.also - known.keys())
    if odd:
        raise ReleaseError(
            f"no sensitive class is called {odd[0]!r}; there are: {', '.join(known)}"
        )
    chosen = (one for one in known.values() if not one.on_request or one.code in policy.also)
    return Classes(chosen, pack.language())


def _run(
    tables: Tables, policy: Policy, labels: Iterable[str], texts: Texts | None = None
) -> Tables:
    """Say in the table ``run`` what was released; names of files are masked there too."""
    if "run" not in tables:
        return {}
    told_there = [(row["key"], row["value"]) for row in frames.rows_of(tables["run"])]
    if texts is not None:
        told_there = [texts.of_run(key, value) for key, value in told_there]
    told = (
        policy.to_run() | {CLASSES_KEY: schema.JOINER.join(sorted(labels))}
        if policy.is_public
        else policy.to_run()
    )
    kept = dict(told_there) | told
    return {"run": frames.frame(schema.RUN, ({"key": k, "value": v} for k, v in kept.items()))}


def _shown(places: pd.DataFrame, settlements: Settlements) -> pd.DataFrame:
    names = ["place_id", "name", "name_ar", "kind", "radius_m"]
    return places[[settlements.is_shown(row) for row in frames.rows_of(places[names])]]


def _names(
    pack: Gazetteer,
    classes: Classes,
    withheld: Iterable[tuple[str, str]],
) -> Names:
    """Gather the names that are withheld: of the pack's sensitive sites, and of what moved."""
    names = Names()
    is_place = _is_place(pack)
    sites = _sites(pack, classes)
    for place_id, spellings in pack.spellings_of(sites).items():
        place = pack.places[place_id]
        for name in (place.name, place.name_ar, *spellings):
            if name and _names_one(name, classes, is_place):
                names.add(name, sites[place_id].label)
    for name, instead in withheld:
        if _names_one(name, classes, is_place):
            names.add(name, instead)
    return names


def _sites(pack: Gazetteer, classes: Classes) -> dict[str, Sensitive]:
    """Give the pack's sensitive sites by id, each with its class."""
    told = {
        place_id: classes.of_site(place_id, place.kind, (place.name, place.name_ar))
        for place_id, place in sorted(pack.places.items())
    }
    return {place_id: found for place_id, found in told.items() if found is not None}


def _own_names(pack: Gazetteer, classes: Classes) -> frozenset[str]:
    """Give what the pack's sensitive sites are called beside the word for them, as compared.

    The names of the units that a site lies in are not its own: "Idlib hospital" says where.
    """
    gathered = Gathered(classes, _is_place(pack))
    sites = _sites(pack, classes)
    own: set[str] = set()
    for place_id, spellings in pack.spellings_of(sites).items():
        place = pack.places[place_id]
        units = {key_of(unit) for unit in (place.admin1, place.admin2, place.admin3) if unit}
        names = (name for name in (place.name, *spellings) if name)
        own |= {key_of(one) for name in names for one in gathered.in_name(name, every=True)} - units
    return frozenset(own)


def _names_one(name: str, classes: Classes, is_place: Callable[[str], bool]) -> bool:
    """Tell whether words name one thing: not a settlement, and more than what the thing is."""
    if is_place(name):
        return False
    covered = sum(end - start for start, end, _ in classes.in_text(name))
    return len(name.strip()) - covered > 1


@lru_cache(maxsize=2)
def _is_place(pack: Gazetteer) -> Callable[[str], bool]:
    """Make a test whether words are a name of a settlement or region of the pack."""

    @cache
    def known() -> frozenset[str]:
        places = pack.places
        return frozenset(
            key_of(spelling)
            for spelling, place_id, _ in pack.index.listed
            if places[place_id].is_area
            or (places[place_id].is_settlement and places[place_id].kind != "camp")
        )

    return lambda words: key_of(words) in known()


def _places(pack: Gazetteer) -> Callable[[str, Language], list[Span]]:
    """Make what finds the places that a text names."""

    def named(text: str, language: Language) -> list[Span]:
        apart = take_apart(text, language, pack.index.beginnings)
        if apart is None:
            found = find_mentions(text, pack, language)
            return [(one.start, one.end) for one in found if one.role != "person"]
        found = find_mentions(apart.text, pack, language, apart)
        return [
            (apart.start(one.start), apart.end(one.end)) for one in found if one.role != "person"
        ]

    return named


def _used_names(pack: Gazetteer, locations: pd.DataFrame) -> frozenset[str]:
    """Give the spellings of the places that incidents are at, as `key_of` gives them."""
    used = set(locations["place_id"].dropna())
    listed = pack.spellings_of(used).values()
    told = (*(one for some in listed for one in some), *locations["name"].dropna())
    return frozenset(map(key_of, told))


def _counted(tables: Tables, n_held: int) -> dict[str, int]:
    """Count the reports of which something was withheld, by reason."""
    counts: Counter[str] = Counter()
    for cell in tables["incidents"]["censored"].dropna():
        counts.update(set(cell.split(schema.JOINER)))
    if n_held:
        counts["held"] = n_held
    return dict(sorted(counts.items()))
