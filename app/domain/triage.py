"""The order of the worklist: probable hemorrhage first, and nothing ever hidden behind a guess.

The detector only promotes. Unread studies with probable hemorrhage go first, the most probable on top. All other
unread studies keep the order that they would have without any detector: emergencies before routine, and each in its
order of arrival, which is the order of waiting. "None found", "not analysable" and "failed" change no place, because
a study must never wait longer for what a program says of it. What was read goes to the end. What a reader pinned
stands on top until it is read.

The sentences are English; whoever shows them gives a :data:`Translator`, which gets each as a literal with its
placeholders still in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from enum import IntEnum

from app.domain.numbers import ml_text, percent_text
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

    PINNED = 0
    FIRST = 1
    IN_TURN = 2
    READ = 3


SortKey = tuple[int, int, bool, float, int, str]
#: Takes an English sentence and gives it in another language.
Translator = Callable[[str], str]


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
    if which is Priority.READ:
        return Part.READ
    if record.pinned:
        return Part.PINNED
    return Part.FIRST if which is Priority.POSITIVE else Part.IN_TURN


def sort_key(record: StudyRecord) -> SortKey:
    """Key of a total order, smallest first.

    Positives sort by falling probability in whole per cent, as the reader sees it; among equals emergencies go first,
    then more blood, then arrival. A positive without a usable probability counts as certain, since a missing number
    must not hide a bleed. Of all others emergencies go first, then arrival decides; arrival alone among the pinned.
    The Study Instance UID settles what is left, so that the order never depends on the input's.
    """
    where = part(record)
    routine = not record.study.emergency
    if where is Part.FIRST:
        percent = round(_probability(record) * 100)
        return (where, -percent, routine, -_total_ml(record), record.arrival, record.uid)
    return (where, 0, routine and where is Part.IN_TURN, 0.0, record.arrival, record.uid)


def turn_key(record: StudyRecord) -> SortKey:
    """The key of an unread study in its turn, whatever was found in it: where it stands without any detector."""
    return (Part.IN_TURN, 0, not record.study.emergency, 0.0, record.arrival, record.uid)


def order(records: Iterable[StudyRecord]) -> list[StudyRecord]:
    """``records`` as the worklist shows them."""
    return sorted(records, key=sort_key)


def explain(record: StudyRecord, tr: Translator = str) -> str:
    """One sentence: why ``record`` stands where it stands. Holds no patient data."""
    where = part(record)
    if where is Part.READ:
        return tr("At the end, because it was marked as read.")
    if where is Part.PINNED:
        return tr("On top, because a reader pinned it.")
    if where is Part.FIRST:
        text = tr("First, because hemorrhage is probable ({finding}); most probable first.")
        return text.format(finding=_finding(record, tr))
    turn = tr("In its turn among the emergencies") if record.study.emergency else tr("In its turn, by arrival")
    if priority(record) is Priority.NEGATIVE:
        return tr("{turn}: no hemorrhage was found, and that moves no study down.").format(turn=turn)
    text = tr("{turn}, because {reason} and the outcome is not known.")
    return text.format(turn=turn, reason=_why_no_outcome(record.state, tr))


def explain_move(before: StudyRecord | None, after: StudyRecord, tr: Translator = str) -> str:
    """One sentence: why a study changed its own place from ``before`` to ``after``; empty where it did not.

    ``before`` is None for a study that is new to the list. Holds no patient data.
    """
    if before is None:
        place = explain(after, tr)
        return tr("New in the list: {place}").format(place=place[:1].lower() + place[1:])
    old, new = sort_key(before), sort_key(after)
    if old == new:
        return ""
    if old[0] == new[0]:
        if part(after) is Part.FIRST:
            up = tr("Moved up among the probable hemorrhages: now {finding}.")
            down = tr("Moved down among the probable hemorrhages: now {finding}.")
            return (up if new < old else down).format(finding=_finding(after, tr))
        if after.study.emergency:
            return tr("Moved up: it is an emergency.")
        return tr("Moved down: it is not an emergency.")
    if part(after) is Part.READ:
        return tr("Moved to the end, because it was marked as read.")
    if part(after) is Part.PINNED:
        return tr("Moved to the top, because a reader pinned it.")
    if part(after) is Part.FIRST:
        finding = _finding(after, tr)
        if before.read_at is not None:
            text = tr("Moved up and unread again, because hemorrhage is probable ({finding}).")
        elif part(before) is Part.PINNED:
            text = tr("No longer pinned, and first because hemorrhage is probable ({finding}).")
        else:
            text = tr("Moved up, because hemorrhage is probable ({finding}).")
        return text.format(finding=finding)
    if before.read_at is not None:
        return tr("Moved back to its turn, because it was marked as unread.")
    if part(before) is Part.PINNED:
        return tr("Back in its turn, because it is no longer pinned.")
    if after.state is StudyState.NEGATIVE:
        return tr("Back in its turn, because no hemorrhage was found this time.")
    text = tr("Back in its turn, because {reason} and the earlier answer no longer holds.")
    return text.format(reason=_why_no_outcome(after.state, tr))


def _why_no_outcome(state: StudyState, tr: Translator) -> str:
    match state:
        case StudyState.FOUND:
            return tr("it was only just found")
        case StudyState.QUEUED:
            return tr("it still waits to be fetched")
        case StudyState.FETCHING:
            return tr("its images are being fetched")
        case StudyState.INCOMPLETE:
            return tr("images are missing")
        case StudyState.READY:
            return tr("it still waits to be analysed")
        case StudyState.ANALYSING:
            return tr("it is being analysed")
        case StudyState.NOT_ANALYSABLE:
            return tr("it could not be analysed")
        case StudyState.FAILED:
            return tr("its analysis failed")
        case _:
            return tr("it was withdrawn")


def _was_positive(record: StudyRecord) -> bool:
    summary = record.summary
    return summary is not None and summary.score is not None and summary.score >= summary.threshold


def _probability(record: StudyRecord) -> float:
    value = record.summary.probability if record.summary else None
    return 1.0 if value is None or math.isnan(value) else value


def _total_ml(record: StudyRecord) -> float:
    value = record.summary.total_ml if record.summary else 0.0
    return 0.0 if math.isnan(value) else value


def _finding(record: StudyRecord, tr: Translator) -> str:
    summary = record.summary
    if summary is None or summary.probability is None or math.isnan(summary.probability):
        return tr("probability not known")
    percent = percent_text(summary.probability)
    if not summary.types:
        return percent
    text = tr("{percent}, {ml} mL, mostly {type}")
    return text.format(percent=percent, ml=ml_text(_total_ml(record)), type=summary.types[0])
