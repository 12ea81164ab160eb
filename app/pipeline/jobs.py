"""One kind of job, and the one table that says which goes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from app.domain.second_reading import borderline
from app.domain.study import Study, StudyRecord


class Stage(StrEnum):
    """What is to be done with a study."""

    FETCH = "fetch"
    ANALYSE = "analyse"
    REST = "rest"
    """It was fetched, and perhaps analysed, before its number of images had rested; see :mod:`app.pipeline.resting`."""
    SECOND = "second"
    """It has its answer, and the second reader may judge it while nothing waits for a first one."""


class Urgency(IntEnum):
    """Which study is fetched and analysed first."""

    OPENED = 0
    """A reader has it open, or asked for it."""
    EMERGENCY = 1
    RECENT = 2
    """Of the last hours; in order of arrival."""
    BACKLOG = 3
    """Older; newest first. That none waits for ever is the queue's business."""


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """One step to be taken with one study; jobs sort by what goes first.

    Attributes:
        turn: order within an urgency, smallest first.
        not_before: on the clock of :func:`time.monotonic`; 0 for at once.
    """

    urgency: Urgency
    turn: float
    uid: str
    stage: Stage
    not_before: float = 0.0


def job_for(
    record: StudyRecord, stage: Stage, now: datetime, recent_hours: float, *, opened: bool, not_before: float = 0.0
) -> Job:
    """The job of a study. ``now`` is local time without zone, as the scanner's Study Time is."""
    at = record.study.study_at
    if opened:
        urgency = Urgency.OPENED
    elif record.prior:
        urgency = Urgency.BACKLOG
    elif record.study.emergency:
        urgency = Urgency.EMERGENCY
    elif at is None or now - at <= timedelta(hours=recent_hours):
        urgency = Urgency.RECENT  # also without a Study Time: better too early than too late
    else:
        urgency = Urgency.BACKLOG
    turn = -(at - datetime(1900, 1, 1)).total_seconds() if urgency is Urgency.BACKLOG and at else float(record.arrival)
    return Job(urgency, turn, record.uid, stage, not_before)


def second_job(record: StudyRecord, *, opened: bool) -> Job:
    """The job of the second reader: positive and borderline answers first, the less certain the sooner."""
    score = record.summary.score if record.summary is not None else None
    threshold = record.summary.threshold if record.summary is not None else 0.0
    near = score is None or borderline(score, threshold)
    urgency = Urgency.OPENED if opened else Urgency.BACKLOG
    if near and not opened:
        urgency = Urgency.EMERGENCY if record.study.emergency else Urgency.RECENT
    return Job(urgency, abs((score or 0.0) - threshold), record.uid, Stage.SECOND)


def is_emergency(study: Study, words: Iterable[str]) -> bool:
    """Whether the archive says so, or description or station holds one of ``words`` as a whole word."""
    if study.emergency:
        return True
    text = f"{study.description} {study.station_name}"
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)
