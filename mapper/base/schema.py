"""The tables: every column's name, type, unit, code list and meaning, in one place.

Nobody else spells a column's definition. Coordinates are EPSG:4326, longitude
before latitude in geometries; days are ISO text (``YYYY-MM-DD``) in frames and
true dates in the store; several values in one cell are joined by ``"; "``.
"""

from __future__ import annotations

from mapper.base import codes, columns, journal
from mapper.base.columns import day as _date
from mapper.base.columns import figures as _range
from mapper.base.columns import flag as _bool
from mapper.base.columns import integer as _int
from mapper.base.columns import real as _float
from mapper.base.columns import text as _text

Column = columns.Column
ColumnType = columns.ColumnType
Table = columns.Table

VERSION = 6
"""Version of the tables; a store written by a newer one is refused."""

DEFAULT_LANGUAGE = "en"
"""Language of a text that does not say its own, ISO 639-1."""

CRS = "EPSG:4326"
JOINER = "; "
OPEN_JOINER = " or "
"""Between parties in a cell where the text leaves open which of them it was."""
BY_THE_RULES = " (by the rules "
"""In the note on a correction, between what it gave anew and what the rules had read."""
MOST_LINKED = 200
"""Other incidents of its event that an incident names: more would grow with their square."""

ACTIONS = codes.ACTIONS
ACTOR_STATUSES = codes.ACTOR_STATUSES
CORRECTION_STATUSES = codes.CORRECTION_STATUSES
DATE_BASES = codes.DATE_BASES
DATE_PRECISIONS = codes.DATE_PRECISIONS
EVENT_TYPES = codes.EVENT_TYPES
LINK_DECISIONS = codes.LINK_DECISIONS
MENTION_ROLES = codes.MENTION_ROLES
MENTION_STATUSES = codes.MENTION_STATUSES
NOT_HELD = codes.NOT_HELD
OUTCOMES = codes.OUTCOMES
PUBLISHED_BASES = codes.PUBLISHED_BASES
SCOPES = codes.SCOPES
SURE = codes.SURE
SURELY_NOT = codes.SURELY_NOT
TEXT_KINDS = codes.TEXT_KINDS
UNJUDGED = codes.UNJUDGED
VERDICTS = codes.VERDICTS


_PLACE = (
    _text("admin1", "first-level unit: province, state, governorate ..."),
    _text("admin2", "second-level unit: district, county, locality ..."),
    _text("admin3", "third-level unit: sub-district ..."),
    _text("pcode", "P-code of the place, or of the smallest unit that all its places share"),
)
_ZONE = (
    _text("zone_id", "zone in force that the verdict speaks of; of several the one with highest P"),
    _text("zone_verdict", "relation to that zone", VERDICTS),
    _float("zone_p_inside", "probability that the place lies inside that zone, 0 to 1"),
    _float("zone_distance_km", "km to the zone's nominal edge, negative inside"),
    _text("held_by", "side that held the place, as the line in force names it; else unknown"),
)
REGION_PRECISION = 3
"""``geo_precision`` from which a place is a region."""
_GEO = (
    _int(
        "geo_precision", "1 named settlement or site, 2 near one or a small area, 3 larger region"
    ),
    _float(
        "radius_m", "metres; radius of the disc that holds the true place with 90 % probability"
    ),
)
_CHOICE = (
    _float("score", "likeness and context score of the chosen candidate, 0 to 100"),
    _float("margin", "score ahead of the runner-up; null when there was none"),
    _text("method", "how the name was matched: exact, folded, skeleton, fuzzy, cut, anaphora ..."),
)


_CORRECTED = _text(
    "corrected",
    "what people put right or confirmed: what, by whom, on which day, why; joined by '; '",
)
"""Last of the columns of incidents and events, with what is left of the rules in `uncorrected`."""

_CENSORED = _text(
    "censored",
    "in a release: what was withheld of it, and why; joined by '; '; null in the complete store",
)
"""Last column of the tables whose rows a release may change."""

_SOURCE = (
    _text("publisher", "publisher of the article or record"),
    _text("title", "title of the article"),
    _text("published", "publication date as far as known: YYYY, YYYY-MM or YYYY-MM-DD"),
    _text("url", "address of the source"),
)

ARTICLES = Table(
    "articles",
    "one row per article read",
    (
        _text("article_id", "art- and the start of the text's SHA-256", required=True),
        _text(
            "file",
            "file name as in the manifest; of what lies inside another file its name, /, and the "
            "name in there",
            required=True,
        ),
        _text("sha256", "sha256:hex of the file's bytes, or of the part's", required=True),
        *_SOURCE,
        _text("published_basis", "where that date was read", PUBLISHED_BASES),
        _text("language", "ISO 639 code of the language that the text itself tells"),
        _text("format", "kind of document, told by its content"),
        _text("part_of", "file that holds it among others: an archive, a feed, an export"),
        _text(
            "document_says",
            "columns that the document itself filled, where nobody else did; joined by '; '",
        ),
        _text("text_kind", "original text, or a digest in the coder's own words", TEXT_KINDS),
        _text("original_sha256", "of a digest: sha256:hex of the original it sums up"),
        _int("n_chars", "Unicode code points in the text"),
        _text("note", "remark from the manifest"),
        _text(
            "annotations",
            "files of annotations of it, each with an id of what it says; joined by '; '",
        ),
        _CENSORED,
    ),
    key=("article_id",),
)

MENTIONS = Table(
    "mentions",
    "one row per place name found in an article",
    (
        _text("mention_id", "men- and a hash", required=True),
        _text("article_id", "article it stands in", required=True),
        _text("file", "file of the article"),
        _int("start", "first code point of the name in the text as decoded"),
        _int("end", "code point after the name"),
        _text("text", "the name as written"),
        _text("role", "what the name does in its sentence", MENTION_ROLES),
        _text("status", "whether it could be placed", MENTION_STATUSES),
        _text("place_id", "chosen place"),
        _text("name", "its name in the gazetteer"),
        _float("lat", "latitude of the chosen place, degrees"),
        _float("lon", "longitude of the chosen place, degrees"),
        *_CHOICE,
    ),
    key=("mention_id",),
)

CANDIDATES = Table(
    "candidates",
    "every place a mention might be, ranked",
    (
        _text("mention_id", "mention", required=True),
        _int("rank", "1 is best"),
        _text("place_id", "candidate place", required=True),
        _text("name", "its name"),
        _float("lat", "latitude, degrees"),
        _float("lon", "longitude, degrees"),
        _float("score", "score, 0 to 100"),
        _text("reasons", "what spoke for and against it"),
    ),
    key=("mention_id", "rank"),
)

CLAIMS = Table(
    "claims",
    "one row per value the text states, with its words and its source",
    (
        _text("claim_id", "clm- and a hash", required=True),
        _text("incident_id", "incident it belongs to", required=True),
        _text("article_id", "article it stands in; null for a record of a table"),
        _text("field", "what is claimed: killed, injured, strike_count, date, actor, place ..."),
        _int("value_min", "smallest value meant; null when the words give no figure"),
        _int("value_max", "largest value meant"),
        _text("wording", "the words themselves"),
        _text("group", "whom a count speaks of: civilians, children, fighters ..."),
        _text("attributed_to", "who is cited for it"),
        _text("certainty", "how the text puts it: asserted, attributed, suspected, denied ..."),
        _int("start", "first code point of the words"),
        _int("end", "code point after the words"),
        _text("rule", "rule that took it; of a figure also how it counts, such as active.open"),
    ),
    key=("claim_id",),
)

INCIDENTS = Table(
    "incidents",
    "one row per incident",
    (
        _text("incident_id", "inc- and a hash", required=True),
        _text(
            "scope", "event, background (recalled) or aggregate (a total)", SCOPES, required=True
        ),
        _text("event_type", "what happened", EVENT_TYPES, required=True),
        _date("date_start", "first day it may have happened"),
        _date("date_end", "last day it may have happened"),
        _text("date_precision", "how narrow the text is", DATE_PRECISIONS),
        _text(
            "date_basis", "on the days given, not later than (by), not before (after)", DATE_BASES
        ),
        _text("actor", "who struck; joined by '; ' when together, by ' or ' when left open"),
        _text("actor_status", "how the text names the actor", ACTOR_STATUSES),
        *_range("strike_count", "strikes or munitions"),
        _text("count_unit", "what the strike count counts, as the text says"),
        *_range("killed", "people killed"),
        _text("killed_group", "who was killed, as the text says"),
        *_range("injured", "people injured"),
        *_range("displaced", "people displaced"),
        _text("targets", "what was hit; joined by '; '"),
        _text("attributed_to", "who is cited; joined by '; '"),
        _text("places", "place names as written; joined by '; '"),
        _text("place_ids", "ids of the places; joined by '; '"),
        *_PLACE,
        *_GEO,
        *_ZONE,
        _text("article_id", "article it was read in; null for a record of a table"),
        _text("file", "file it came from"),
        *_SOURCE,
        _text("text_kind", "original or digest: a digest is never a quotation", TEXT_KINDS),
        _text("sentence", "the sentence it was read in; of a record its note"),
        _int("char_start", "first code point of the sentence in the article's text as decoded"),
        _int("char_end", "code point after the sentence"),
        _text("rule", "rule that made it an incident"),
        _text("source_id", "of a record: its own id in its table"),
        _int("row", "of a record: its row, the header being row 1"),
        _text("second_url", "of a record: its second source"),
        _int(
            "n_reports", "articles and records judged to report the same event, this one included"
        ),
        _text(
            "linked_ids",
            "incidents judged to be the same event; joined by '; '; of more than "
            f"{MOST_LINKED} the first {MOST_LINKED}: `members` of the event has all",
        ),
        _text("event_id", "event it is a report of; null for an aggregate"),
        _CORRECTED,
        _CENSORED,
    ),
    key=("incident_id",),
    geometry="Point",
)

EVENTS = Table(
    "events",
    "one row per event, with what all its reports say together",
    (
        _text("event_id", "evt- and a hash of its members", required=True),
        _text("scope", "event; background where every report only recalls it", SCOPES[:2]),
        _text("event_type", "the narrowest kind of the family that most name", EVENT_TYPES),
        _date("date_start", "first day it may have happened, by all reports"),
        _date("date_end", "last day it may have happened"),
        _text("date_precision", "how narrow the reports are together", DATE_PRECISIONS),
        _text("date_basis", "as of incidents; on where reports differ", DATE_BASES),
        _text("actor", "who struck, by all reports; joined by ' or ' where they disagree"),
        _text("actor_status", "how they name the actor; disputed: they disagree", ACTOR_STATUSES),
        *_range("strike_count", "strikes or munitions"),
        _text("count_unit", "what the strike count counts"),
        *_range("killed", "people killed"),
        _text("killed_group", "who was killed"),
        *_range("injured", "people injured"),
        *_range("displaced", "people displaced"),
        _text("figures", "figures that differ, side by side, each with who said it"),
        _text("policies", "of several reports: the tolls as each policy derives them, in words"),
        _text("targets", "what was hit, by any report; joined by '; '"),
        _text("attributed_to", "everybody cited; joined by '; '"),
        _text("places", "the finest places that all reports allow, else all; joined by '; '"),
        _text("place_ids", "ids of the places; joined by '; '"),
        _text("place_shares", "where no place fits all reports: the share that each place fits"),
        *_PLACE,
        *_GEO,
        *_ZONE,
        _int("n_reports", "articles and records that report it"),
        _int("n_sources", "of these, how many are independent: no reprints, one for a publisher"),
        _text("members", "ids of the incidents that report it; joined by '; '"),
        _CORRECTED,
        _CENSORED,
    ),
    key=("event_id",),
    geometry="Point",
)

EVENT_LINKS = Table(
    "event_links",
    "pairs of reports that made events, or nearly did, and why; of an event at most 20 `apart`",
    (
        _text("left_id", "incident", required=True),
        _text("right_id", "incident", required=True),
        _float("score", "bits that speak for one event; null for a reprint"),
        _text("decision", "what became of the pair", LINK_DECISIONS, required=True),
        _text("reasons", "what was compared, and its weight in bits; joined by '; '"),
        _text("by", "score, reprint, tie, cluster, other_kinds, or the rule that kept them apart"),
    ),
    key=("left_id", "right_id"),
)

LOCATIONS = Table(
    "locations",
    "one row per incident and place",
    (
        _text("incident_id", "incident", required=True),
        _int("seq", "order of the place within the incident, from 1"),
        _text("mention_id", "mention it was read from"),
        _text("place_id", "place"),
        _text("name", "name in the gazetteer"),
        _text("name_ar", "Arabic name"),
        _text("kind", "kind of place, a code: town, village, camp, region, governorate ..."),
        *_PLACE,
        _float("lat", "latitude, degrees"),
        _float("lon", "longitude, degrees"),
        *_GEO,
        *_CHOICE,
        *_ZONE,
        _CENSORED,
    ),
    key=("incident_id", "seq"),
    geometry="Point",
)

UNCERTAINTY = Table(
    "uncertainty",
    "the area each location may lie in",
    (
        _text("incident_id", "incident", required=True),
        _int("seq", "order of the place within the incident"),
        _text("place_id", "place"),
        _text("name", "name in the gazetteer"),
        _text("shape", "disc around a point, or the region's own outline", ("disc", "region")),
        *_GEO,
    ),
    key=("incident_id", "seq"),
    geometry="Polygon",
)

ZONE_RELATIONS = Table(
    "zone_relations",
    "every location against every zone, in force or not",
    (
        _text("incident_id", "incident", required=True),
        _int("seq", "order of the place within the incident"),
        _text("zone_id", "zone", required=True),
        _bool("in_force", "the zone was in force on a day of the incident"),
        _float("distance_km", "km to the nominal edge, negative inside"),
        _float("p_inside", "probability of lying inside, whether in force or not"),
        _text("verdict", "relation", VERDICTS),
    ),
    key=("incident_id", "seq", "zone_id"),
)

ZONES = Table(
    "zones",
    "zones, contact lines, roads and posts as drawn on the map",
    (
        _text("zone_id", "id of the zone, line, road or post", required=True),
        _text("part", "zone, inner, outer, fade, line, axis, post: what this shape is of it"),
        _text(
            "kind",
            "demilitarized_zone, security_corridor, contact_line, road, observation_post ...",
        ),
        _text("name", "name"),
        _date("valid_from", "first day it held"),
        _date("valid_to", "last day it held; null = no end known"),
        _float("depth_km", "depth or half-width of this shape, km"),
        _float("area_km2", "area of this shape, km2"),
        _float("accuracy_km", "km; bound on the error of the line it is built on"),
        _text("source", "where it comes from"),
        _text("note", "what to know about it"),
    ),
    key=("zone_id", "part"),
    geometry="any",
)

PLACES = Table(
    "places",
    "the gazetteer's places, as far as the outputs show them",
    (
        _text("place_id", "place", required=True),
        _text("name", "name"),
        _text("name_ar", "Arabic name"),
        _text("kind", "kind of place"),
        *_PLACE,
        _float("lat", "latitude, degrees"),
        _float("lon", "longitude, degrees"),
        _int("population", "people, where a source says"),
        _float("radius_m", "metres; radius of its 90 % uncertainty disc"),
        _text("sources", "sources of the row"),
    ),
    key=("place_id",),
    geometry="Point",
)

REGIONS = Table(
    "regions",
    "administrative units, natural and vague regions",
    (
        _text("place_id", "region", required=True),
        _text("name", "name"),
        _text("name_ar", "Arabic name"),
        _text("kind", "a code: governorate (first level), district (second), region, mountain ..."),
        _text("pcode", "P-code"),
        _text("parent", "region it lies in"),
        _text("basis", "rule or facts it was drawn from"),
        _text("sources", "sources and licence"),
    ),
    key=("place_id",),
    geometry="Polygon",
)

DECISIONS = journal.DECISIONS
CORRECTIONS = journal.CORRECTIONS
UNCORRECTED = journal.UNCORRECTED
REJECTS = journal.REJECTS
RUN = journal.RUN

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        INCIDENTS,
        EVENTS,
        EVENT_LINKS,
        LOCATIONS,
        UNCERTAINTY,
        ZONES,
        ZONE_RELATIONS,
        PLACES,
        REGIONS,
        CLAIMS,
        MENTIONS,
        CANDIDATES,
        ARTICLES,
        DECISIONS,
        CORRECTIONS,
        UNCORRECTED,
        REJECTS,
        RUN,
    )
}
