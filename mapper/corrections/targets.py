"""Which reports a correction is of: by their ids, or by words quoted from where they stand.

An id is made of an article's bytes and of where in it the rules read the report, so better rules
may give another; the words quoted stay. A target may name both, the surer first:
``inc-3f2a | art-77d0: "warplanes struck the market"``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mapper.base.schema import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]

EITHER = " | "
"""Parts a target from the one that holds where the first finds nothing."""
_QUOTED = re.compile(
    r"(?:(?P<where>.+?)\s*:\s*)?[\"\u201c\u201d\u00ab\u201e](?P<words>.+)[\"\u201c\u201d\u00bb]",
    re.DOTALL,
)
_REPORT, _EVENT = "inc-", "evt-"
_SHOWN = 5
_RARE = 8
"""Words of a quotation, the rarest first, by which sentences within it are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """The reports that a target names, or why none; and what to know of how they were found.

    `several` are the reports of words that are not of one alone.
    """

    ids: tuple[str, ...] = ()
    status: str | None = None
    detail: str | None = None
    several: tuple[str, ...] = ()


def target_of(row: Mapping[str, Any]) -> str:
    """Write the target of a report so that it holds when the rules give it another id."""
    own = str(row["incident_id"])
    words = " ".join(str(row.get("sentence") or "").split())
    if row.get("article_id") and words:
        return f'{own}{EITHER}{row["article_id"]}: "{words}"'
    if row.get("source_id"):
        return f'{own}{EITHER}{row["file"]}: "{row["source_id"]}"'
    return own


class Targets:
    """The reports that corrections may be of.

    Parameters
    ----------
    incidents
        Rows of the table ``incidents`` as the rules made them.
    """

    def __init__(self, incidents: Iterable[Row]) -> None:
        self._rows = {str(row["incident_id"]): row for row in incidents}

    def find(self, target: str) -> Found:
        """Find the reports that a target names."""
        tried = []
        for part in target.split(EITHER):
            found = self._find_one(part.strip())
            if found.ids:
                return found
            tried.append(found)
        last = tried[-1]
        return replace(last, detail="; ".join(str(one.detail) for one in tried))

    def _find_one(self, target: str) -> Found:
        if match := _QUOTED.fullmatch(target):
            return self._quoted(match["where"], match["words"])
        names = [one.strip() for one in target.split(JOINER.strip()) if one.strip()]
        if any(one.startswith(_EVENT) for one in names):
            return Found(
                status="refused",
                detail="an event's id changes with its reports; name these (its members)",
            )
        if not all(one.startswith(_REPORT) for one in names):
            return Found(
                status="refused",
                detail=f'{target!r} is neither an id, inc-..., nor a file and words: file: "words"',
            )
        there = tuple(one for one in names if one in self._rows)
        gone = [one for one in names if one not in self._rows]
        detail = f"there is no {', '.join(gone)}" if gone else None
        return Found(there, None if there else "no_target", detail)

    def _quoted(self, where: str | None, words: str) -> Found:
        """Find the report that words are quoted from, in the file named or else in any."""
        hits = self._holding(words)
        named = [one for one in hits if where is None or _is_from(self._rows[one], where)]
        if len(named) == 1:
            return Found((named[0],))
        if len(named) > 1:
            more = " ..." if len(named) > _SHOWN else ""
            listed = JOINER.join(named[:_SHOWN])
            return Found(
                status="ambiguous",
                detail=f"{len(named)} reports stand in these words: {listed}{more}; name one",
                several=tuple(named),
            )
        if len(hits) == 1:
            file = self._rows[hits[0]]["file"]
            return Found((hits[0],), detail=f"no longer in {where}; the words stand in {file}")
        what = f"no report of {where} has" if where else "no report has"
        others = f"; {len(hits)} of other files have them" if hits else ""
        return Found(status="no_target", detail=f"{what} the words quoted{others}")

    def _holding(self, words: str) -> Sequence[str]:
        """Give the reports whose sentence holds words, or is held by them; or of such a row."""
        wanted = _plain(words)
        if wanted in self._by_source_id:
            return self._by_source_id[wanted]
        if wanted in self._whole:
            return self._whole[wanted]
        # The first and the last word may be cut in the middle; those between stand whole.
        inner = wanted.split()[1:-1]
        posts = sorted((self._posts.get(word, []) for word in inner), key=len)
        near = posts[0] if posts else list(self._sentences)
        if hits := sorted(one for one in near if wanted in self._sentences[one]):
            return hits
        # Words quoted over the ends of a sentence hold it whole, and with it a rare word.
        rare = set().union(*[post for post in posts if post][:_RARE])
        return sorted(one for one in rare if self._sentences[one] in wanted)

    @cached_property
    def _whole(self) -> dict[str, list[str]]:
        """List the reports by their whole sentence."""
        made: dict[str, list[str]] = defaultdict(list)
        for one, sentence in self._sentences.items():
            made[sentence].append(one)
        return dict(made)

    @cached_property
    def _sentences(self) -> dict[str, str]:
        told = {one: _plain(row.get("sentence")) for one, row in self._rows.items()}
        return {one: sentence for one, sentence in told.items() if sentence}

    @cached_property
    def _posts(self) -> dict[str, list[str]]:
        """List by word the reports whose sentence has it."""
        posts: dict[str, list[str]] = defaultdict(list)
        for one, sentence in self._sentences.items():
            for word in set(sentence.split()):
                posts[word].append(one)
        return posts

    @cached_property
    def _by_source_id(self) -> dict[str, list[str]]:
        made: dict[str, list[str]] = defaultdict(list)
        for one, row in self._rows.items():
            if row.get("source_id"):
                made[_plain(row["source_id"])].append(one)
        return made


def _is_from(row: Mapping[str, Any], where: str) -> bool:
    """See whether a report stands in a file or article that is named."""
    file = str(row.get("file") or "")
    return where in {file, file.rpartition("/")[2], row.get("article_id")}


def _plain(text: Any) -> str:  # noqa: ANN401 - a cell of text or nothing
    """Give words without the difference of case and blanks."""
    return " ".join(str(text or "").casefold().split())
