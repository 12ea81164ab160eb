"""The order of the worklist: probable hemorrhage first, and nothing ever hidden behind a guess.

The detector only promotes. Unread studies with probable hemorrhage go first, the most probable on top. All other
unread studies keep the order that they would have without any detector: emergencies before routine, and each in its
order of arrival, which is the order of waiting. "None found", "not analysable" and "failed" change no place, because
a study must never wait longer for what a program says of it. What was read goes to the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import IntEnum

from app.domain.states import StudyState
from app.domain.study import StudyRecord


class Priority(IntEnum):
    """What the reader is told of a row. ``UNKNOWN`` and ``NEGATIVE`` share one part of the list: see :func:`part`."""

    POSITIVE = 0
    UNKNOWN = 1
    NEGATIVE = 2
    READ = 3


class Part(IntEnum):
    """Parts of the worklist, first to last."""

    FIRST = 0
    IN_TURN = 1
    READ = 2


SortKey = tuple[int, int, bool, float, int, str]

_WAITS_FOR = {
    StudyState.FOUND: "it was only just found",
    StudyState.QUEUED: "it still waits to be fetched",
    StudyState.FETCHING: "its images are being fetched",
    StudyState.INCOMPLETE: "images are missing",
    StudyState.READY: "it still waits to be analysed",
    StudyState.ANALYSING: "it is being analysed",
    StudyState.NOT_ANALYSABLE: "it could not be analysed",
    StudyState.FAILED: "its analysis failed",
    StudyState.WITHDRAWN: "it was withdrawn",
}


def priority(record: StudyRecord) -> Priority:
    """What ``record`` is; only the state NEGATIVE counts as negative, and only a read study as read.

    A positive study that is fetched or analysed again stays positive until there is another answer.
    """
    if record.read_at is not None:
        return Priority.READ
    if record.state is StudyState.NEGATIVE:
        return Priority.NEGATIVE
    if record.state is StudyState.POSITIVE or _was_positive(record):
        return Priority.POSITIVE
    return Priority.UNKNOWN


def part(record: StudyRecord) -> Part:
    """The part of the worklist that ``record`` stands in."""
    which = priority(record)
    if which is Priority.POSITIVE:
        return Part.FIRST
    return Part.READ if which is Priority.READ else Part.IN_TURN


def sort_key(record: StudyRecord) -> SortKey:
    """Key of a total order, smallest first.

    Positives sort by falling probability in whole per cent, as the reader sees it; among equals emergencies go first,
    then more blood, then arrival. A positive without a usable probability counts as certain, since a missing number
    must not hide a bleed. Of all others emergencies go first, then arrival decides. The Study Instance UID settles
    what is left, so that the order never depends on the input's.
    """
    where = part(record)
    routine = not record.study.emergency
    if where is Part.FIRST:
        percent = round(_probability(record) * 100)
        return (where, -percent, routine, -_total_ml(record), record.arrival, record.uid)
    return (where, 0, routine and where is Part.IN_TURN, 0.0, record.arrival, record.uid)


def order(records: Iterable[StudyRecord]) -> list[StudyRecord]:
    """``records`` as the worklist shows them."""
    return sorted(records, key=sort_key)


def explain(record: StudyRecord) -> str:
    """One sentence: why ``record`` stands where it stands. Holds no patient data."""
    where = part(record)
    if where is Part.READ:
        return "At the end, because it was marked as read."
    if where is Part.FIRST:
        return f"First, because hemorrhage is probable ({_finding(record)}); most probable first."
    turn = "In its turn among the emergencies" if record.study.emergency else "In its turn, by arrival"
    if priority(record) is Priority.NEGATIVE:
        return f"{turn}: no hemorrhage was found, and that moves no study down."
    return f"{turn}, because {_WAITS_FOR[record.state]} and the outcome is not known."


def explain_move(before: StudyRecord | None, after: StudyRecord) -> str:
    """One sentence: why a study changed its own place from ``before`` to ``after``; empty where it did not.

    ``before`` is None for a study that is new to the list. Holds no patient data.
    """
    if before is None:
        place = explain(after)
        return f"New in the list: {place[0].lower()}{place[1:]}"
    old, new = sort_key(before), sort_key(after)
    if old == new:
        return ""
    if old[0] == new[0]:
        if part(after) is Part.FIRST:
            return f"Moved {'up' if new < old else 'down'} among the probable hemorrhages: now {_finding(after)}."
        return f"Moved {'up' if new < old else 'down'}: it is {'an' if after.study.emergency else 'not an'} emergency."
    if part(after) is Part.READ:
        return "Moved to the end, because it was marked as read."
    if part(after) is Part.FIRST:
        again = " and unread again" if before.read_at is not None else ""
        return f"Moved up{again}, because hemorrhage is probable ({_finding(after)})."
    if before.read_at is not None:
        return "Moved back to its turn, because it was marked as unread."
    why = (
        "no hemorrhage was found this time"
        if after.state is StudyState.NEGATIVE
        else f"{_WAITS_FOR[after.state]} and the earlier answer no longer holds"
    )
    return f"Back in its turn, because {why}."


def _was_positive(record: StudyRecord) -> bool:
    summary = record.summary
    return summary is not None and summary.score is not None and summary.score >= summary.threshold


def _probability(record: StudyRecord) -> float:
    value = record.summary.probability if record.summary else None
    return 1.0 if value is None or math.isnan(value) else value


def _total_ml(record: StudyRecord) -> float:
    value = record.summary.total_ml if record.summary else 0.0
    return 0.0 if math.isnan(value) else value


def _finding(record: StudyRecord) -> str:
    summary = record.summary
    if summary is None or summary.probability is None or math.isnan(summary.probability):
        return "probability not known"
    parts = [f"{summary.probability:.0%}"]
    if summary.types:
        parts.append(f"{_total_ml(record):.1f} mL, mostly {summary.types[0]}")
    return ", ".join(parts)
