"""Scores reports of other wars: how many are read rightly in every field.

    python tests/packs/score.py sudan ukraine yemen
    python tests/packs/score.py sudan --file tuning --misses
    python tests/packs/score.py sudan --file tuning --bare
    python tests/packs/score.py notes --misses

Each report is coded with the pack of its war. It is right when every incident expected of it is
there, one to one, with kind, places, day, actor, killed and injured right, and no event that is not
expected. Who is cited is counted apart and does not make a report wrong.

With --bare the packs are without their parties and sources, as one made of a plain table of places
is; a party is then right under any name that the whole pack has for it. `notes` are coders' notes,
read with such packs made of tables of places: there a party is right as the note writes it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from mapper.base.geo import great_circle_km
from mapper.cli.gazetteer import command
from mapper.gazetteer.load import load_gazetteer
from mapper.incidents.code import code_article
from mapper.score.measure import same_actor, same_source
from mapper.sources.articles import Article
from mapper.text import find_parties
from mapper.words import listed_parties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapper.gazetteer.lookup import Gazetteer

Row = dict[str, Any]

HERE = Path(__file__).parent
OF_A_WAR = ("actors.csv", "sources.csv")
"""Files of a pack that one made of a plain table of places does not have."""

NOTES = "notes"
FIELDS = ("kind", "place", "date", "actor", "killed", "injured")
_MOST = 9
"""Incidents expected of one report up to which every pairing is tried."""


@dataclass
class Outcome:
    """What became of one report: its faults, in words, and who is cited rightly."""

    report: Row
    faults: list[str] = field(default_factory=list)
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*FIELDS, "cited"), 0))


def read_reports(name: str, file: str) -> list[Row]:
    """Read the reports on a war."""
    path = HERE / name / f"{file}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def pack_of(name: str, folder: Path, *, bare: bool) -> Gazetteer:
    """Load the pack of a war, if asked without its parties and sources.

    A war that has a table of places alone gets a pack of it, with its parties if there are any.
    """
    own, made = HERE / name, folder / name
    if not bare and (own / "places.csv").is_file():
        return load_gazetteer(own)
    if (own / "places.csv").is_file():
        shutil.copytree(own, made, ignore=shutil.ignore_patterns(*OF_A_WAR, "*.jsonl"))
    else:
        make(name, own / "table.csv", made)
        if not bare and (own / "actors.csv").is_file():
            shutil.copy(own / "actors.csv", made)
    return load_gazetteer(made)


def make(name: str, table: Path, folder: Path) -> None:
    """Make a pack of a table of places, without parties and sources."""
    made_of = ["new", name.title(), "--from", str(table), "-o", str(folder)]
    done = CliRunner().invoke(command, made_of)
    assert done.exit_code == 0, done.output
    for file in OF_A_WAR:
        (folder / file).unlink()


def judge_pack(name: str, file: str, folder: Path, *, bare: bool) -> list[Outcome]:
    """Judge the reports on a war; a bare pack is made in the folder."""
    pack = pack_of(name, folder, bare=bare)
    whole = pack_of(name, folder / "whole", bare=False) if bare else None
    return [judge(one, pack, whole) for one in read_reports(name, file)]


def judge_notes(folder: Path) -> list[Outcome]:
    """Judge coders' notes with packs that are made of tables of places, without parties."""
    notes = read_reports(NOTES, NOTES)
    outcomes = []
    for war in dict.fromkeys(note["war"] for note in notes):
        make(war, HERE / NOTES / f"{war}.csv", folder / war)
        pack = load_gazetteer(folder / war)
        outcomes += [judge(note, pack) for note in notes if note["war"] == war]
    return outcomes


def judge(report: Row, pack: Gazetteer, whole: Gazetteer | None = None) -> Outcome:
    """Code a report and hold its events against those expected.

    `whole` has the names of the parties, where the pack has none.
    """
    title = report["title"]
    text = f"{title}\n\n{report['text']}" if title else report["text"]
    article = Article(
        article_id=f"art-{report['id']}",
        file=f"{report['id']}.txt",
        sha256="sha256:0",
        publisher=None,
        title=title,
        published=report["published"],
        url=None,
        language="en",
        text_kind="original",
        original_sha256=None,
        note=None,
        text=text,
    )
    coded = code_article(article, pack)
    events = [row for row in coded.incidents if row["scope"] == "event"]
    for event in events:
        told = (one for one in coded.locations if one["incident_id"] == event["incident_id"])
        event["where"] = [(one["name"], one["lat"], one["lon"]) for one in told]
        if whole is not None and event.get("actor"):
            parties = (known_as(one, whole) for one in event["actor"].split("; "))
            event["actor"] = "; ".join(dict.fromkeys(parties))
    return hold(report, events, pack)


def known_as(party: str, whole: Gazetteer) -> str:
    """Give the name that a pack shows for a party written in other words."""
    for words in (party, f"{party}s", f"{party} forces", f"the {party}"):
        found = find_parties(f"{words} shelled the village.", whole.language(), [])
        names = {one.name for one in found if one.end >= len(party)}
        if len(names) == 1 and names <= listed_parties(whole.language()):
            return names.pop()
    return party


def hold(report: Row, events: list[Row], pack: Gazetteer) -> Outcome:
    """Hold events against those expected, paired so that most fields are right."""
    outcome = Outcome(report)
    expected = report["expected"]
    for wanted, event in _paired(expected, events, pack):
        if wanted is None:
            outcome.faults.append(f"not expected: {_told(event or {})}")
            continue
        named = ", ".join(one["name"] for one in wanted["places"])
        if event is None:
            outcome.faults.append(f"missed: {wanted['event_type']} at {named}")
            continue
        answers = _answers(wanted, event, pack)
        for name, (fits, mine, theirs) in answers.items():
            outcome.right[name] += fits
            if name != "cited" and not fits:
                outcome.faults.append(f"{named}: {name} {mine}, expected {theirs}")
    return outcome


def _paired(
    expected: list[Row], events: list[Row], pack: Gazetteer
) -> list[tuple[Row | None, Row | None]]:
    """Pair what is expected with what is told; what is left has none on the other side.

    Only what has a place in common is a pair: a strike read at the wrong place is one missed and
    one not expected.
    """

    def worth(e: int, t: int) -> int:
        answers = _answers(expected[e], events[t], pack)
        near = bool(_near(expected[e], events[t]))
        return near * (100 + sum(answers[name][0] for name in FIELDS) + 3 * answers["kind"][0])

    values = {(e, t): worth(e, t) for e in range(len(expected)) for t in range(len(events))}
    kept = best_pairs({pair: value for pair, value in values.items() if value})
    return [
        *((expected[e], events[t]) for e, t in kept),
        *((one, None) for e, one in enumerate(expected) if e not in {e for e, _ in kept}),
        *((None, one) for t, one in enumerate(events) if t not in {t for _, t in kept}),
    ]


def best_pairs(values: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Pair one to one so that the pairs are worth most together.

    Every pairing is tried of those that go together at all, where up to `_MOST` of them are told;
    of more the pair worth most is taken first.
    """
    told = sorted({e for e, _ in values})
    if len(told) > _MOST:
        pairs: list[tuple[int, int]] = []
        for pair in sorted(values, key=lambda one: (-values[one], one)):
            if all(pair[0] != e and pair[1] != t for e, t in pairs):
                pairs.append(pair)
        return sorted(pairs)
    # By which events are taken: the most that the expected ones up to now are worth.
    best: dict[frozenset[int], tuple[int, list[tuple[int, int]]]] = {frozenset(): (0, [])}
    for e in told:
        grown = dict(best)
        for taken, (worth, pairs) in best.items():
            for t in (t for one, t in values if one == e and t not in taken):
                more = worth + values[e, t], [*pairs, (e, t)]
                if more[0] > grown.get(taken | {t}, (0, []))[0]:
                    grown[taken | {t}] = more
        best = grown
    return max(best.values(), key=lambda one: one[0])[1]


def _answers(wanted: Row, event: Row, pack: Gazetteer) -> dict[str, tuple[bool, Any, Any]]:
    """Tell of each field whether it is right, what was read, and what was expected."""
    days = {event.get("date_start"), event.get("date_end")}
    near = _near(wanted, event)
    places = len(near) == len(wanted["places"]) and set(range(len(event["where"]))) <= {
        t for hits in near.values() for t in hits
    }
    language = pack.language()
    return {
        "kind": (
            event["event_type"] == wanted["event_type"],
            event["event_type"],
            wanted["event_type"],
        ),
        "place": (places, [name for name, _, _ in event["where"]], "no other, or all of them"),
        "date": (days == {wanted["date"]}, sorted(map(str, days)), wanted["date"]),
        "actor": (
            same_actor(event.get("actor"), wanted["actor"]),
            event.get("actor"),
            wanted["actor"],
        ),
        **{what: _toll(wanted, event, what) for what in ("killed", "injured")},
        "cited": (
            same_source(event.get("attributed_to"), wanted["attributed_to"], language),
            event.get("attributed_to"),
            wanted["attributed_to"],
        ),
    }


def _toll(wanted: Row, event: Row, what: str) -> tuple[bool, Any, Any]:
    low, high = event.get(f"{what}_min"), event.get(f"{what}_max")
    mine = None if low is None else [int(low), int(low if high is None else high)]
    return mine == wanted[what], mine, wanted[what]


def _near(wanted: Row, event: Row) -> dict[int, list[int]]:
    """Give the numbers of the event's places that lie at each of the places expected."""
    hits = {
        number: [
            n
            for n, (_, lat, lon) in enumerate(event["where"])
            if great_circle_km(lon, lat, one["lon"], one["lat"]) <= one["tolerance_km"]
        ]
        for number, one in enumerate(wanted["places"])
    }
    return {number: found for number, found in hits.items() if found}


def _told(event: Row) -> str:
    names = ", ".join(name for name, _, _ in event["where"]) or "no place"
    return f"{event['event_type']} at {names}: {(event['sentence'] or '')[:160]!r}"


def main(argv: list[str] | None = None) -> None:
    """Score the packs that are named."""
    parser = argparse.ArgumentParser(description="Scores reports of other wars.")
    parser.add_argument("packs", nargs="+", metavar="PACK")
    parser.add_argument("--file", default="reports", help="reports (the default) or tuning")
    parser.add_argument("--misses", action="store_true", help="say what is wrong in each report")
    parser.add_argument("--bare", action="store_true", help="without parties and sources")
    asked = parser.parse_args(argv)
    for name in asked.packs:
        with tempfile.TemporaryDirectory() as folder:
            if name == NOTES:
                outcomes = judge_notes(Path(folder))
            else:
                outcomes = judge_pack(name, asked.file, Path(folder), bare=asked.bare)
        expected = sum(len(one.report["expected"]) for one in outcomes)
        right = sum(not one.faults for one in outcomes)
        fields = ", ".join(
            f"{field} {sum(one.right[field] for one in outcomes)}" for field in (*FIELDS, "cited")
        )
        print(f"{name}: {right} of {len(outcomes)} reports right; of {expected} incidents {fields}")
        for one in outcomes if asked.misses else ():
            if one.faults:
                print(f"  {one.report['id']}", *one.faults, sep="\n    ")


if __name__ == "__main__":
    main()
