"""Marks of readers that workstations share, and what becomes of two that contradict each other.

A study has at most one mark of each kind, but one verdict of each reader. Contradictions arise where a workstation
was cut off, or where two readers act in the same moment; then no mark may be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

#: What a mark says: claim and note a text, flag a bool, read ``{"at", "by"}`` or None, verdict the columns of the
#: journal's table ``feedback`` or None. JSON can hold it.
Said = Any

_VERDICT = {
    "at": (str,), "reader": (str,), "kind": (str,), "reason": (str,), "positive": (int,),
    "probability": (float, int, type(None)), "score": (float, int, type(None)), "threshold": (float, int, type(None)),
    "types": (str,), "total_ml": (float, int, type(None)), "model": (str,),
}  # fmt: skip
_LONGEST_NOTE = 20_000


class MarkKind(StrEnum):
    """What is marked."""

    CLAIM = "claim"
    READ = "read"
    FLAG = "flag"
    NOTE = "note"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader did here and the others do not know yet.

    Attributes:
        id: names the act, so that it counts once however often it is sent.
        study: SHA-256 of the Study Instance UID.
        version: of the shared mark that the reader saw; 0 where there was none.
        at: when, UTC.
    """

    id: str
    study: str
    kind: MarkKind
    said: Said
    reader: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A shared mark as all have it; ``version`` grows by one with each change."""

    study: str
    kind: MarkKind
    said: Said
    reader: str
    at: datetime
    version: int


def agreed(ours: Act, theirs: Mark) -> Said:
    """What holds where ``theirs`` was not known when ``ours`` was done.

    - claim: who has the study keeps it, for that is what the others see; only one that is free, or one's own, changes.
    - read: the first reading counts; of reading and taking it back, the later act.
    - flag: a flag stays.
    - note: both texts.
    - verdict: of the same reader's, the later one.
    """
    match ours.kind:
        case MarkKind.CLAIM:
            return ours.said if theirs.said in ("", ours.reader) else theirs.said
        case MarkKind.FLAG:
            return bool(ours.said or theirs.said)
        case MarkKind.NOTE:
            return _both(str(theirs.said), str(ours.said), ours.reader)
        case MarkKind.READ if ours.said is not None and theirs.said is not None:
            return min(ours.said, theirs.said, key=lambda said: datetime.fromisoformat(said["at"]))
        case _:
            return ours.said if ours.at >= theirs.at else theirs.said


def checked(kind: MarkKind, said: Said) -> Said:
    """``said`` if it is what a mark of this kind says; raises ValueError else, for the database is written by many."""
    match kind:
        case MarkKind.FLAG:
            good = isinstance(said, bool)
        case MarkKind.CLAIM:
            good = isinstance(said, str) and said.isprintable() and len(said) <= 64
        case MarkKind.NOTE:
            good = isinstance(said, str) and len(said) <= _LONGEST_NOTE
        case MarkKind.READ:
            good = said is None or (isinstance(said, dict) and said.keys() == {"at", "by"} and _times(said, "by"))
        case MarkKind.VERDICT:
            good = said is None or (
                isinstance(said, dict)
                and said.keys() == _VERDICT.keys()
                and all(isinstance(said[name], types) for name, types in _VERDICT.items())
                and _times(said, "reader")
            )
    if not good:
        raise ValueError(f"not what a mark of kind {kind} says")
    return said


def _times(said: dict[str, Any], who: str) -> bool:
    """Whether it has a time with offset, and a reader; raises ValueError for a text that is no time."""
    at = said["at"]
    return isinstance(at, str) and datetime.fromisoformat(at).tzinfo is not None and isinstance(said[who], str)


def _both(theirs: str, ours: str, reader: str) -> str:
    if ours in theirs:
        return theirs
    if theirs in ours:
        return ours
    return f"{theirs}\n{reader}: {ours}"[:_LONGEST_NOTE]
