"""Headers by which other people's tables call what ``places.csv`` has, lower case.

Of several that a table has, the first listed is taken.
"""

from __future__ import annotations

LEVELS = (1, 2, 3)
"""Levels of administrative units that a pack knows."""


def unit_names(level: int) -> tuple[str, ...]:
    """Give headers for the name of the unit of a level: OCHA's editions, GADM's, plain ones."""
    return (
        *(f"admin{level}_en", f"admin{level}name_en", f"adm{level}_en", f"adm{level}_name"),
        *(f"admin{level}name", f"admin{level}_name", f"admin{level}", f"adm{level}"),
        f"name_{level}",
    )


def unit_codes(level: int) -> tuple[str, ...]:
    """Give headers for the P-code of the unit of a level."""
    return (
        *(f"admin{level}_pcode", f"admin{level}pcode", f"admin{level}_cod"),
        *(f"adm{level}_pcode", f"adm{level}pcode", f"admin{level}pcod"),
    )


def unit_local_names(level: int) -> tuple[str, ...]:
    """Give headers for the name in Arabic, or in whatever the country writes."""
    return (
        *(f"admin{level}_ar", f"admin{level}_ara", f"admin{level}name_ar", f"adm{level}_ar"),
        *(f"adm{level}_name1", f"nl_name_{level}"),
    )


ALIASES = {
    "name": (
        *("name_en", "admin4name_en", "admin4_en", "adm4_en", "adm4_name"),
        *("featurename_en", "featurename", "featurenam"),
        *("name", "asciiname", "place", "settlement"),
    ),
    "name_ar": ("name_ar", "name_ara", "admin4name_ar", "admin4_ar", "adm4_ar", "arabic"),
    "lat": ("lat", "latitude", "latitude_y", "y", "point_y", "center_lat"),
    "lon": ("lon", "lng", "long", "longitude", "longitude_x", "x", "point_x", "center_lon"),
    "pcode": (
        *("pcode", "admin4pcode", "admin4_pcode", "adm4_pcode", "p_code"),
        *("featurepcode", "featurepco"),
    ),
    **{f"admin{n}_pcode": unit_codes(n) for n in LEVELS},
    **{f"admin{n}": unit_names(n) for n in LEVELS},
    **{f"admin{n}_ar": unit_local_names(n) for n in LEVELS},
    "kind": ("kind", "type", "place_type"),
    "country": ("country", "country_code", "iso2", "adm0_pcode", "admin0pcode", "admin0_pcode"),
    "population": ("population", "pop"),
    "radius_m": ("radius_m",),
    "geonameid": ("geonameid", "geonames_id"),
    "names": ("names", "alternatenames", "alternate_names", "aliases"),
    "timezone": ("timezone",),
    "place_id": ("place_id", "id"),
    "sources": ("sources", "source"),
    "licence": ("licence", "license"),
}
"""Headers that mean a column of ``places.csv``, or ``names`` or ``timezone``."""

NUMBERS = ("lat", "lon", "radius_m", "population")


def columns_of(headers: object) -> dict[str, str]:
    """Choose for each column that a table has the header it stands under.

    Examples
    --------
    >>> columns_of(["adm1_en", "adm1_pcode", "y"])
    {'lat': 'y', 'admin1_pcode': 'adm1_pcode', 'admin1': 'adm1_en'}
    """
    held = set(headers) if isinstance(headers, dict | list | tuple | set) else set()
    chosen = {}
    for column, known in ALIASES.items():
        header = next((one for one in known if one in held), None)
        if header is not None:
            chosen[column] = header
    return chosen
