"""A mention: a place named in a text, and what its words say of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One place name in a text.

    Offsets are Unicode code points of the text as given. `start` to `end` is the name
    itself; `phrase_start` to `phrase_end` the phrase it is part of ("southern areas of
    Idlib"), the same where there is none. `relation` says which part of the place is
    meant: ``at``, ``near``, ``near:<km>``, ``cut:<direction>``, ``sector:<direction>``,
    ``sector:<direction>:<km>``, ``countryside``, ``between``, ``road``, ``border``, or
    ``reference`` where another place is told by its distance from this one. `role` is
    what the mention does (`mapper.base.schema.MENTION_ROLES`), `kind_cue` what the text
    calls it.
    """

    start: int
    end: int
    text: str
    phrase_start: int
    phrase_end: int
    relation: str
    role: str
    kind_cue: str | None
