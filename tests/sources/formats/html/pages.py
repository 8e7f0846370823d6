"""Pieces of invented web pages: an article, and what stands around it."""

HEADLINE = "Two killed as rockets fall on Maaret Velim"
FIRST = (
    "At least two people were killed on Monday when rockets fell on the market of Maaret Velim, "
    "the town's rescue service said."
)
SECOND = (
    "The rockets came from the direction of the airfield at Tell Orun shortly after noon, a "
    "shopkeeper said, and a second salvo hit the bakery on the northern road."
)
THIRD = "Nobody claimed responsibility."
ARTICLE = (FIRST, SECOND, THIRD)
BODY = "".join(f"<p>{text}</p>\n" for text in ARTICLE)

TEASERS = (
    ("Car bomb in Azmara kills three", "The blast tore through a queue at the fuel station."),
    ("Shells hit Deir Salun, killing a family of five", "Rescuers dug until dawn, a medic said."),
    ("Warplanes bomb the bridge at Kafr Tol", "Four lorry drivers died and nine were wounded."),
    ("Mine kills shepherd near Umm Jiran", "It is the sixth such death since the spring began."),
)

ARABIC_HEADLINE = "مقتل شخصين بقصف على معرة ولين"
ARABIC = (
    "قتل شخصان وأصيب خمسة آخرون بجروح اليوم الاثنين جراء قصف صاروخي استهدف السوق الشعبي",
    "وقال شاهد عيان إن القصف مصدره مطار تل أورون العسكري، وإن فرق الإسعاف نقلت المصابين.",
)
ARABIC_TEASERS = ("انفجار سيارة مفخخة في عزمارة يقتل ثلاثة", "غارات جوية تستهدف جسر كفر تول")


def page(body: str, *, title: str = HEADLINE, head: str = "", attributes: str = "") -> bytes:
    """Write a whole page."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body{attributes}>{body}</body></html>"
    ).encode()


def cards(tag: str = "div", *, teasers: tuple[tuple[str, str], ...] = TEASERS) -> str:
    """Write a run of cards, each a picture, a linked headline and a sentence."""
    return "".join(
        f'<{tag}><a href="/news/{number}"><img src="{number}.jpg"></a>'
        f'<h3><a href="/news/{number}">{title}</a></h3><p>{text}</p></{tag}>'
        for number, (title, text) in enumerate(teasers)
    )


def links() -> str:
    """Write a list of linked headlines."""
    items = (f'<li><a href="/n/{n}">{title}</a></li>' for n, (title, _) in enumerate(TEASERS))
    return f"<ol>{''.join(items)}</ol>"
