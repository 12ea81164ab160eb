"""The order of the worklist: probable hemorrhage first, and nothing ever hidden behind a guess.

The detector only promotes. Unread studies come in three classes: positives, most probable first; then all studies
without an answer yet, or without one at all, in their order of arrival, because "not known" must never look like
"nothing found"; then negatives in their order of arrival. What was read goes to the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import IntEnum

from app.domain.states import StudyState
from app.domain.study import StudyRecord


class Priority(IntEnum):
    """Classes of the worklist, first to last."""

    POSITIVE = 0
    UNKNOWN = 1
    NEGATIVE = 2
    READ = 3


SortKey = tuple[int, float, float, int, str]


def priority(record: StudyRecord) -> Priority:
    """The class of ``record``; only the state NEGATIVE counts as negative, and only a read study as read.

    A positive study that is fetched or analysed again stays positive until there is another answer.
    """
    if record.read_at is not None:
        return Priority.READ
    if record.state is StudyState.NEGATIVE:
        return Priority.NEGATIVE
    if record.state is StudyState.POSITIVE or _was_positive(record):
        return Priority.POSITIVE
    return Priority.UNKNOWN


def sort_key(record: StudyRecord) -> SortKey:
    """Key of a total order, smallest first.

    Positives sort by falling probability, then by falling total volume, then by arrival; a positive without a
    usable probability counts as certain, since a missing number must not hide a bleed. All others sort by arrival
    alone. The Study Instance UID settles what is left, so that the order never depends on the input's.
    """
    group = priority(record)
    if group is not Priority.POSITIVE:
        return (group, 0.0, 0.0, record.arrival, record.uid)
    return (group, -_probability(record), -_total_ml(record), record.arrival, record.uid)


def order(records: Iterable[StudyRecord]) -> list[StudyRecord]:
    """``records`` as the worklist shows them."""
    return sorted(records, key=sort_key)


def explain(record: StudyRecord) -> str:
    """One sentence: why ``record`` stands where it stands. Holds no patient data."""
    group = priority(record)
    if group is Priority.READ:
        return "At the end, because it was marked as read."
    if group is Priority.NEGATIVE:
        return "After the unread studies without an answer, because no hemorrhage was found; in order of arrival."
    if group is Priority.POSITIVE:
        return f"First, because hemorrhage is probable ({_finding(record)}); most probable first."
    why = {
        StudyState.FOUND: "it still waits to be fetched",
        StudyState.FETCHING: "its images are being fetched",
        StudyState.INCOMPLETE: "images are missing",
        StudyState.READY: "it still waits to be analysed",
        StudyState.ANALYSING: "it is being analysed",
        StudyState.NOT_ANALYSABLE: "it could not be analysed",
        StudyState.FAILED: "its analysis failed",
    }[record.state]
    return f"Above the negatives, because {why} and the outcome is not known; in order of arrival."


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
