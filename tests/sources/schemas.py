"""The same facts in columns like those of ACLED, UCDP GED and Airwars, as far as these go.

Columns and codes are theirs, every value is invented. What a schema has no column or no code for
is not compared; nor are figures of nought there, which may mean that nobody knew.
"""

from collections.abc import Callable
from datetime import date, timedelta

from sources.facts import FACTS, TOLLS, Fact
from sources.writing import Cell, Dialect, Row, delimited, matrix

OPEN = tuple(f"{name}_open" for name in TOLLS)
NO_TOLLS = tuple(f"{name}_{part}" for name in ("injured", "displaced") for part in ("min", "max"))
DAYS = ("date_start", "date_end")

ACLED_TYPES = {
    "airstrike": "Air/drone strike",
    "barrel_bomb": "Air/drone strike",
    "drone_strike": "Air/drone strike",
    "shelling": "Shelling/artillery/missile attack",
    "rocket_missile": "Shelling/artillery/missile attack",
    "explosion_ied": "Remote explosive/landmine/IED",
    "chemical": "Chemical weapon",
    "ground_raid": "Armed clash",
    "shooting": "Attack",
}
ACLED_EVENTS = {"Armed clash": "Battles", "Attack": "Violence against civilians"}
ACLED_SAYS = {"airstrike", "shelling", "explosion_ied", "chemical"}
AIRWARS_TYPES = {
    "airstrike": "Airstrike",
    "barrel_bomb": "Airstrike",
    "drone_strike": "Drone Strike",
    "shelling": "Artillery",
    "ground_raid": "Ground operation",
}
AIRWARS_SAYS = {"airstrike", "drone_strike", "shelling"}


def one_place(fact: Fact) -> tuple[str, ...]:
    """Name what a schema with one place a row cannot say of a fact with two."""
    return ("places", "position") if len(fact.places) > 1 else ()


def one_actor(fact: Fact) -> tuple[str, ...]:
    """Name what a schema that always has an actor, and one, cannot say."""
    return ("actor",) if " or " in fact.actor or not fact.actor else ()


def deaths(fact: Fact) -> tuple[int, int]:
    """Give the deaths, nought where nobody gives a figure."""
    toll = fact.tolls["killed"]
    return (toll.least, toll.most) if toll else (0, 0)


# --- ACLED ------------------------------------------------------------------------------------


def acled_unsaid(fact: Fact) -> list[str]:
    """Name what ACLED's columns do not say."""
    least, most = deaths(fact)
    return [
        "place_ar",
        "url",
        *OPEN,
        *NO_TOLLS,
        *one_place(fact),
        *one_actor(fact),
        # Of a clash the codebook gives two sides, not who attacked.
        *(("actor",) if ACLED_TYPES[fact.event_type] == "Armed clash" else ()),
        *(() if fact.position else ("position",)),
        *(() if fact.event_type in ACLED_SAYS else ("event_type",)),
        *(() if least == most > 0 else ("killed_min", "killed_max")),
        *(DAYS if fact.precision == "week" else ()),
    ]


def acled_id(fact: Fact) -> str:
    """Name the event as ACLED does."""
    return f"SYR{50000 + fact.number}"


def acled_day(fact: Fact) -> date:
    """Give the day: of a month its middle, as the codebook has it."""
    return fact.start + timedelta(days=14) if fact.precision == "month" else fact.start


def acled(fact: Fact, day: str) -> Row:
    """Give the cells that all years of ACLED have."""
    sub_event = ACLED_TYPES[fact.event_type]
    lat, lon = fact.position or (35.9306, 36.6339)
    battle = sub_event == "Armed clash"
    striker = "Rebel group" if "opposition" in fact.actor else "State Forces"
    struck = "Rebel group" if battle else "Civilians"
    return {
        "event_id_cnty": acled_id(fact),
        "event_date": acled_day(fact).strftime(day),
        "year": fact.start.year,
        "time_precision": {"day": 1, "week": 2, "month": 3}[fact.precision],
        "disorder_type": "Political violence",
        "event_type": ACLED_EVENTS.get(sub_event, "Explosions/Remote violence"),
        "sub_event_type": sub_event,
        "actor1": fact.actor.split(" or ")[0] or "Unidentified Armed Group (Syria)",
        "assoc_actor_1": "",
        "inter1": striker,
        "actor2": "Opposition Rebels (Syria)" if battle else "Civilians (Syria)",
        "assoc_actor_2": "",
        "inter2": struck,
        "interaction": f"{striker}-{struck}",
        "civilian_targeting": "" if battle else "Civilians targeted",
        "iso": 760,
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Idleb",
        "admin2": "Idleb",
        "admin3": "Idleb",
        "location": fact.places[0],
        "latitude": f"{lat:.4f}",
        "longitude": f"{lon:.4f}",
        "geo_precision": 1,
        "source": "Example Monitor; Example Press",
        "source_scale": "Other-National",
        "notes": fact.note,
        "fatalities": deaths(fact)[0],
        "tags": "",
        "timestamp": 1700000000 + fact.number,
    }


def acled_2018(fact: Fact) -> Row:
    """Give the columns of the export of 2018 to 2024: kinds of actor as numbers, ISO codes."""
    now = acled(fact, "%d %B %Y")
    battle = now["sub_event_type"] == "Armed clash"
    striker, struck = 2 if now["inter1"] == "Rebel group" else 1, 2 if battle else 7
    numbers: Row = {
        "inter1": striker,
        "inter2": struck,
        "interaction": 10 * striker + struck,
    }
    first: Row = {"data_id": 7000000 + fact.number, "iso": 760}
    number: Row = {"event_id_no_cnty": 50000 + fact.number}
    dropped = {"disorder_type", "civilian_targeting", "tags", "event_id_cnty", "iso"}
    rest: Row = {name: cell for name, cell in now.items() if name not in dropped}
    return first | {"event_id_cnty": acled_id(fact)} | number | rest | numbers | {"iso3": "SYR"}


# --- UCDP GED ---------------------------------------------------------------------------------


def ucdp_unsaid(fact: Fact) -> list[str]:
    """Name what UCDP's columns do not say: side A is no striker, a headline no note."""
    return [
        *("place_ar", "event_type", "actor", "note", "url"),
        *OPEN,
        *NO_TOLLS,
        *one_place(fact),
        *(() if fact.position else ("position",)),
        *(() if deaths(fact)[0] else ("killed_min", "killed_max")),
    ]


def ucdp_id(fact: Fact) -> str:
    """Name the event as UCDP does."""
    return str(300000 + fact.number)


def ucdp(fact: Fact) -> Row:
    """Give the columns of GED."""
    lat, lon = fact.position or (35.9306, 36.6339)
    low, high = deaths(fact)
    best = (low + high) // 2
    conflict: Row = {
        "conflict_dset_id": 299,
        "conflict_new_id": 299,
        "conflict_name": "Syria:Government",
    }
    sides: Row = {
        **conflict,
        "dyad_dset_id": 11973,
        "dyad_new_id": 11973,
        "dyad_name": "Government of Syria - Syrian insurgents",
        "side_a_dset_id": 118,
        "side_a_new_id": 118,
        "side_a": "Government of Syria",
        "side_b_dset_id": 4456,
        "side_b_new_id": 4456,
        "side_b": "Syrian insurgents",
    }
    source: Row = {
        "number_of_sources": 1,
        "source_article": f'"Example Press,{fact.end},Strikes in the north-west"',
        "source_office": "Example Press",
        "source_date": str(fact.end),
        "source_headline": "Strikes in the north-west",
        "source_original": "rescuers",
    }
    where: Row = {
        "where_prec": 1,
        "where_coordinates": fact.places[0],
        "where_description": "",
        "adm_1": "Idlib governorate",
        "adm_2": "",
        "latitude": f"{lat:.4f}",
        "longitude": f"{lon:.4f}",
        "geom_wkt": f"POINT ({lon:.4f} {lat:.4f})",
        "priogrid_gid": 181514,
        "country": "Syria",
        "country_id": 652,
        "region": "Middle East",
    }
    return {
        "id": ucdp_id(fact),
        "relid": f"SYR-{fact.start.year}-1-11973-{fact.number}",
        "year": fact.start.year,
        "active_year": 1,
        "code_status": "Clear",
        "type_of_violence": 1,
        **sides,
        **source,
        **where,
        "event_clarity": 1,
        "date_prec": {"day": 1, "week": 2, "month": 4}[fact.precision],
        "date_start": f"{fact.start} 00:00:00.000",
        "date_end": f"{fact.end} 00:00:00.000",
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": best,
        "deaths_unknown": 0,
        "best": best,
        "high": high,
        "low": low,
        "gwnoa": 652,
        "gwnob": "",
    }


# --- Airwars ----------------------------------------------------------------------------------


def airwars_unsaid(fact: Fact) -> list[str]:
    """Name what the columns of Airwars do not say: it has one day an incident."""
    return [
        *("note", "url", "displaced_min", "displaced_max"),
        *OPEN,
        *one_place(fact),
        *one_actor(fact),
        *(() if fact.event_type in AIRWARS_SAYS else ("event_type",)),
        *(() if fact.precision == "day" else (*DAYS, "date_precision")),
    ]


def airwars_id(fact: Fact) -> str:
    """Name the incident as Airwars does."""
    return f"RS{6000 + fact.number}"


def airwars(fact: Fact) -> Row:
    """Give the columns of a list of Airwars' incidents."""
    lat, lon = fact.position or ("", "")
    cells: Row = {
        "code": airwars_id(fact),
        "date": str(fact.start),
        "location_en": fact.places[0],
        "location_ar": fact.place_ar,
        "governorate": "",
        "lat": lat,
        "lon": lon,
        "accuracy": "village" if fact.position else "",
        "belligerent": fact.actor.replace(" or ", ", "),
        "strike_type": AIRWARS_TYPES.get(fact.event_type, ""),
        "strike_status": "Likely strike",
        "grading": "Fair",
        "strikes": "",
    }
    for ours, theirs in (("killed", "civ_killed"), ("injured", "civ_injured")):
        toll = fact.tolls[ours]
        cells[f"{theirs}_min"] = toll.least if toll else ""
        cells[f"{theirs}_max"] = toll.most if toll else ""
    return cells


def schemas() -> list[Dialect]:
    """Give the dialects of other people's columns."""

    def written(
        name: str,
        row: Callable[[Fact], dict[str, Cell]],
        unsaid: Callable[[Fact], list[str]],
        source_id: Callable[[Fact], str],
    ) -> Dialect:
        lines = matrix([row(fact) for fact in FACTS])
        return Dialect(name, f"{name}.csv", delimited(lines), unsaid, source_id)

    return [
        written("acled", lambda fact: acled(fact, "%Y-%m-%d"), acled_unsaid, acled_id),
        written("acled 2018-2024", acled_2018, acled_unsaid, acled_id),
        written("ucdp ged", ucdp, ucdp_unsaid, ucdp_id),
        written("airwars", airwars, airwars_unsaid, airwars_id),
    ]
