"""Who reports an event: coders with their tables, outlets with their own words, and reprints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gold.joining.dice import Dice
from gold.joining.pool import hashed
from gold.joining.tables import TABLES, cells
from gold.joining.telling import DAY, EARLY, LATER, Habits, published, say, spelled
from gold.joining.told import Judge
from gold.joining.wording import Wording
from gold.joining.world import read_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gold.joining.pool import Pool
    from gold.joining.told import Said
    from gold.joining.world import Event

Row = dict[str, str]

ARTICLE = "article"
HABITS = {
    "coder_a": Habits(is_table=True, day_after=0.04, actor=0.7, arabic=0.5, admin1=0.95),
    "monitor": Habits(is_table=True, day_after=0.03, actor=0.6, arabic=0.8, admin1=0.9),
    "agency": Habits(is_table=True, day_after=0.12, actor=0.5, arabic=0.0, admin1=0.5),
    ARTICLE: Habits(is_table=False, day_after=0.05, actor=0.65, arabic=0.0, admin1=0.45),
}
"""What each kind of source gets another way; shares by judgement."""

FORMS = (("coder_a", 23.0), ("monitor", 25.0), ("agency", 20.0), (ARTICLE, 32.0))
COUNTS = ((1, 24.0), (2, 20.0), (3, 17.0), (4, 12.0), (5, 9.0), (7, 9.0), (10, 6.0), (16, 3.0))
"""How many reports an event has, by weight; the true one may be lower."""

STAGES = ((EARLY, 25.0), (DAY, 50.0), (LATER, 25.0))
TOLD_TOGETHER = {"next_day": 0.4, "next_village": 0.4, "other_kind": 0.75, "twice": 0.75}
"""How often one article tells a look-alike and its event as two."""

_AGAIN = 0.15
_REPRINT = 0.45
_COPIED = 0.4
_EVENTS_TO_A_TOTAL = 25


@dataclass(frozen=True, slots=True)
class Tale:
    """What an article tells of one event, and in which words."""

    event: str
    said: Said | None
    sentences: tuple[str, ...]
    is_told: bool
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article: what it tells, and what it says besides."""

    outlet: str
    title: str
    day: date
    tales: tuple[Tale, ...]
    closing: tuple[str, ...] = ()
    credit: str = ""

    def text(self) -> tuple[str, list[tuple[int, int]]]:
        """Give the text, and the first and last code point of what is told, one by one."""
        made = f"{self.title}\n\n"
        spans = []
        for k, one in enumerate(self.tales):
            start = len(made) if k else 0
            made += f"{self.credit} " if self.credit and not k else ""
            made += " ".join(one.sentences)
            spans.append((start, len(made)))
            made += "\n\n"
        return (made + " ".join(self.closing)).strip() + "\n", spans


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a coder's table, with the truth of it."""

    table: str
    cells: Row
    event: str
    told: bool
    how: tuple[str, ...]
    order: int


class Newsroom:
    """Makes all reports of the events of a world."""

    def __init__(
        self,
        pool: Pool,
        seed: str,
        templates: str,
        events: Sequence[Event],
        *,
        is_tables_only: bool = False,
    ) -> None:
        self.rows: list[TableRow] = []
        self.articles: list[Article] = []
        self._pool = pool
        self._seed = seed
        self._events = events
        self._words = Wording(templates)
        self._judge = Judge(events)
        self._is_tables_only = is_tables_only

    def report(self) -> None:
        """Report every event, some look-alikes together with theirs, and totals of months."""
        known = {one.event_id: one for one in self._events}
        for one in self._events:
            dice = Dice(self._seed, "reports", one.event_id)
            self._report(one, dice)
            is_alike = one.of and not self._is_tables_only
            if is_alike and dice.chance(TOLD_TOGETHER.get(one.like, 0.0)):
                self._together(known[one.of], one, dice)
        for number in range(len(self._events) // _EVENTS_TO_A_TOTAL):
            self._total(f"total-{self._seed}-{number + 1}", Dice(self._seed, "total", number))

    def _report(self, event: Event, dice: Dice) -> None:
        used: set[str] = set()
        written: list[Article] = []
        for _ in range(dice.weighted(COUNTS)):
            form = dice.weighted(FORMS[:3] if self._is_tables_only else FORMS)
            if form in used and form != ARTICLE and not dice.chance(_AGAIN):
                form = next((other for other in TABLES if other not in used), ARTICLE)
            if form == ARTICLE and self._is_tables_only:
                continue
            if form != ARTICLE:
                self._row(form, event, written, dice, is_again=form in used)
            elif written and dice.chance(_REPRINT):
                written.append(self._reprint(dice.pick(written), event, dice))
            else:
                written.append(self._article(event, dice))
            used.add(form)
        self.articles += written

    def _row(
        self, form: str, event: Event, written: list[Article], dice: Dice, *, is_again: bool
    ) -> None:
        stage = dice.weighted(STAGES)
        said = say(event, self._pool, HABITS[form], stage, dice)
        day = published(said, event, stage, dice)
        source = self._words.source(dice)
        row = cells(said, event.places[0], source, day, dice)
        row["note"] = self._words.note(said, day, source, dice) if dice.chance(0.7) else ""
        row["title"] = self._words.title(said, day, dice)
        how = (*said.how, "second_row") if is_again else said.how
        if written and dice.chance(_COPIED):
            of = dice.pick(written)
            row |= {"title": of.title, "note": of.tales[0].sentences[0]}
            how = (*how, "copied_note")
        number = hashed(f"{self._seed}/{event.event_id}/{len(self.rows)}")
        row["source_url"] = f"https://example.org/{number}"
        told = self._judge.is_told(said, event)
        self.rows.append(TableRow(form, row, event.event_id, told, how, number))

    def _outlet(self, dice: Dice) -> str:
        rows = read_once("outlets.csv")
        return dice.weighted((row["outlet"], float(row["share"])) for row in rows)

    def _article(self, event: Event, dice: Dice) -> Article:
        stage = dice.weighted(STAGES)
        said = say(event, self._pool, HABITS[ARTICLE], stage, dice)
        day = published(said, event, stage, dice)
        source = self._words.source(dice)
        title, sentences, closing = self._words.article(said, day, source, dice)
        tale = self._tale(event, said, sentences)
        return Article(self._outlet(dice), title, day, (tale,), tuple(closing))

    def _tale(self, event: Event, said: Said, sentences: Sequence[str], *how: str) -> Tale:
        is_told = self._judge.is_told(said, event)
        return Tale(event.event_id, said, tuple(sentences), is_told, (*said.how, *how))

    def _reprint(self, of: Article, event: Event, dice: Dice) -> Article:
        """Print an article again: another outlet, at times another headline, small edits."""
        others = [r["outlet"] for r in read_once("outlets.csv") if r["outlet"] != of.outlet]
        tale = of.tales[0]
        made = list(tale.sentences)
        if dice.chance(0.5):
            where = dice.whole(0, len(made) - 1)
            made[where] = self._words.edited(made[where], dice)
        if tale.said and dice.chance(0.12):
            name, _ = spelled(event.places[0], dice)
            made = [one.replace(tale.said.written[0], name) for one in made]
        title, closing = of.title, of.closing
        if tale.said and dice.chance(0.4):
            title = self._words.title(tale.said, of.day, dice)
        if closing and dice.chance(0.4):
            closing = closing[:-1]
        how = tuple(dict.fromkeys((*tale.how, "reprint")))
        return Article(
            dice.pick(others),
            title,
            of.day + timedelta(days=dice.whole(0, 1)),
            (replace(tale, sentences=tuple(made), how=how),),
            closing,
            self._words.credit(of.outlet, dice),
        )

    def _together(self, first: Event, second: Event, dice: Dice) -> None:
        """Tell two events in one article, as two."""
        habits = replace(HABITS[ARTICLE], day_after=0.0, actor=0.9)
        said = [say(one, self._pool, habits, DAY, dice) for one in (first, second)]
        said = [replace(one, hour=of.hour) for one, of in zip(said, (first, second), strict=True)]
        said = [replace(one, hour="") if one.precision == "week" else one for one in said]
        days = [published(s, e, DAY, dice) for s, e in zip(said, (first, second), strict=True)]
        day = max(days)
        source = self._words.source(dice)
        title, sentences, closing = self._words.article(said[0], day, source, dice)
        other = self._words.second(said[1], day, source, dice)
        tales = (
            self._tale(first, said[0], sentences, "told_together"),
            self._tale(second, said[1], other, "told_together"),
        )
        self.articles.append(Article(self._outlet(dice), title, day, tales, tuple(closing)))

    def _total(self, total_id: str, dice: Dice) -> None:
        """Give the total of a month in a region: of no event."""
        near = dice.pick(self._events)
        area = dice.pick(near.places[0].areas or (near.places[0].admin1,))
        first = near.day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        count = str(dice.whole(12, 140))
        source = self._words.source(dice)
        if self._is_tables_only or dice.chance(0.5):
            row = {"date": first.isoformat(), "date_end": last.isoformat(), "place": area}
            row |= {"date_precision": "month", "scope": "aggregate", "event_type": near.kind}
            row |= {"killed_min": count, "killed_max": count, "attributed_to": source}
            number = hashed(f"{self._seed}/{total_id}")
            self.rows.append(
                TableRow("coder_a", row, total_id, told=True, how=("total",), order=number)
            )
            return
        text = self._words.total(
            dice,
            near.kind,
            count=count,
            area=area,
            month=f"{first:%B}",
            year=str(first.year),
            source=source,
        )
        day = last + timedelta(days=dice.whole(1, 4))
        title = text.split(",")[0].rstrip(".")
        tale = Tale(total_id, None, (text,), is_told=True, how=("total",))
        self.articles.append(Article(self._outlet(dice), title, day, (tale,)))

    def keep(self, n: int) -> None:
        """Keep a number of rows, chosen by hash."""
        self.rows = sorted(self.rows, key=lambda one: one.order)[:n]

    def table(self, name: str) -> list[Row]:
        """Give the rows of one table, in an order and under ids that tell nothing."""
        return [row for row, _ in self._numbered(name)]

    def _numbered(self, name: str) -> Iterator[tuple[Row, TableRow]]:
        mine = sorted((one for one in self.rows if one.table == name), key=lambda one: one.order)
        for number, one in enumerate(mine, start=1):
            yield {**one.cells, "record_id": f"{self._seed}-{name}-{number:06}"}, one

    def _filed(self) -> Iterator[tuple[str, Article, str, list[tuple[int, int]]]]:
        """Give file name, article, text and spans, in an order that tells nothing."""
        seen: set[str] = set()
        made = []
        for number, article in enumerate(self.articles):
            one = article
            text, spans = one.text()
            if text in seen:
                one = replace(one, credit=f"{one.credit} {one.outlet}:".strip())
                text, spans = one.text()
            seen.add(text)
            made.append((hashed(f"{self._seed}/{number}"), one, text, spans))
        made.sort(key=lambda listed: listed[0])
        for number, (_, one, text, spans) in enumerate(made, start=1):
            yield f"{self._seed}-{number:04}.txt", one, text, spans

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give the articles: file names and texts."""
        for file, _, text, _ in self._filed():
            yield file, text

    def manifest(self) -> list[Row]:
        """List the articles as `mapper build` needs it."""
        return [
            {
                "file": file,
                "publisher": one.outlet,
                "title": one.title,
                "published": one.day.isoformat(),
                "language": "en",
            }
            for file, one, _, _ in self._filed()
        ]

    def members(self) -> list[Row]:
        """Say of every report which event it is of."""
        made = []
        for name in TABLES:
            for row, one in self._numbered(name):
                truth = {"event": one.event, "told": _yes(one.told), "how": "; ".join(one.how)}
                made.append({"member": row["record_id"], **truth, "file": f"{name}.csv"})
        for file, article, _, spans in self._filed():
            for k, (tale, span) in enumerate(zip(article.tales, spans, strict=True), start=1):
                member = f"{file}#{k}" if len(spans) > 1 else file
                truth = {"event": tale.event, "told": _yes(tale.is_told)}
                where = {"file": file, "start": str(span[0]), "end": str(span[1])}
                made.append({"member": member, **truth, "how": "; ".join(tale.how), **where})
        return made


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
