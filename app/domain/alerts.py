"""When to call a reader: pure decisions about studies, rules and the clock.

An alert is given once for each study that becomes probably positive, and once more where nobody opened it in time.
In quiet hours nothing is given; what then still waits is told when they end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from app.domain import triage
from app.domain.study import StudyRecord
from app.domain.triage import Priority


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` up to, and without, ``end``, in local time; over midnight where it ends before it starts."""

    start: time
    end: time

    @classmethod
    def of(cls, start: str, end: str) -> QuietHours | None:
        """From texts such as ``22:00``; None where one is empty or both are the same. Raises ValueError."""
        if not start or not end:
            return None
        hours = cls(time.fromisoformat(start), time.fromisoformat(end))
        return None if hours.start == hours.end else hours

    def __contains__(self, at: time) -> bool:
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Rules:
    """When to call.

    Attributes:
        least_probability: 0 to 1; a positive study below it gives no alert. One without a probability always does.
        escalate_s: seconds after which a study that nobody opened is called again; 0 for never.
        quiet: when not to call.
    """

    least_probability: float = 0.0
    escalate_s: float = 0.0
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was given for a study: the alert and, if any, the second call; UTC."""

    told_at: datetime
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    """What is to be given now, each in the order of the worklist."""

    new: tuple[StudyRecord, ...] = ()
    again: tuple[StudyRecord, ...] = ()


def pending(record: StudyRecord) -> bool:
    """Whether hemorrhage is probable and nobody has read the study."""
    return triage.priority(record) is Priority.POSITIVE


def calls_for(record: StudyRecord, rules: Rules) -> bool:
    """Whether a reader has to be called for ``record``, the time of day apart; not for one that somebody claimed."""
    if not pending(record) or record.claimed_by:
        return False
    probability = record.summary.probability if record.summary is not None else None
    return probability is None or math.isnan(probability) or probability >= rules.least_probability


def decide(records: Iterable[StudyRecord], told: Mapping[str, Told], rules: Rules, now: datetime, clock: time) -> Calls:
    """The calls that are due. ``told`` is by Study Instance UID, ``now`` is UTC, ``clock`` the local time of day.

    The caller enters what it gave in ``told`` before it asks again.
    """
    if rules.quiet is not None and clock in rules.quiet:
        return Calls()
    waiting = triage.order(record for record in records if calls_for(record, rules))
    return Calls(
        tuple(record for record in waiting if record.uid not in told),
        tuple(record for record in waiting if _is_late(record, told.get(record.uid), rules, now)),
    )


def _is_late(record: StudyRecord, told: Told | None, rules: Rules, now: datetime) -> bool:
    if told is None or told.escalated_at is not None or rules.escalate_s <= 0:
        return False
    opened = record.opened_at is not None and record.opened_at >= told.told_at
    # A clock that was put back since makes the alert lie ahead: nobody is to wait until it is there again.
    return not opened and abs((now - told.told_at).total_seconds()) >= rules.escalate_s


@dataclass(frozen=True, slots=True)
class Glance:
    """What a small display shows: how many wait, the first of them, and how long the oldest waits (seconds)."""

    count: int
    top: tuple[StudyRecord, ...]
    oldest_s: float


def glance(records: Iterable[StudyRecord], now: datetime, top: int = 3) -> Glance:
    """The unread positives of ``records`` at a glance; ``now`` is UTC."""
    waiting = triage.order(record for record in records if pending(record))
    oldest = max((record.waiting_seconds(now) for record in waiting), default=0.0)
    return Glance(len(waiting), tuple(waiting[:top]), oldest)
