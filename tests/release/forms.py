"""Every form in which a store goes out by a command."""

FORMS = {
    **{
        form: f"mapper export {{store}} {form} -o out.{form} --scope all"
        for form in ("csv", "tsv", "json", "nl", "geojson", "geojsonseq", "gpkg", "geoparquet")
    },
    **{
        f"as {name}": f"mapper export {{store}} --as {name} -o {target}"
        for name, target in (
            ("acled", "acled.csv"),
            ("ucdp", "ucdp.csv"),
            ("airwars", "airwars.csv"),
            ("timemap", "timemap"),
        )
    },
    "figures": "mapper export {store} csv --reports -o r.csv --figures ucdp --figures acled",
    "columns": "mapper export {store} csv -o c.csv --columns P=places --columns S=attributed_to",
    "map": "mapper map {store} -o map.html",
    "map of reports": "mapper map {store} -o map.html --reports --title Reports",
}
"""Lines that write what leaves, by name; `{store}` is the complete store."""
