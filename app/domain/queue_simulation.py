"""The reading queue replayed: what a threshold would have done to the waiting times of a real arrival log.

Readers take the next study as soon as they are free and need the same time for each; emergencies go before routine
studies, then arrival decides; flagged studies go before all others from the moment of their answer on. Nobody is
interrupted. Since no order makes the readers faster, the mean wait of all studies stays the same: what flagged
studies gain, the others pay.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.study import StudyRecord


@dataclass(frozen=True, slots=True)
class Arrival:
    """A study of the log: seconds on one clock, ``answered_s`` and ``score`` None where there was no answer."""

    found_s: float
    answered_s: float | None = None
    score: float | None = None
    emergency: bool = False

    def flagged(self, threshold: float) -> bool:
        """Whether the answer reaches ``threshold``."""
        return self.score is not None and self.score >= threshold


def arrivals_of(records: Iterable[StudyRecord], limit: int = 5000) -> list[Arrival]:
    """The latest ``limit`` studies as a log, oldest first."""
    rows = sorted(records, key=lambda record: record.found_at)[-limit:]
    log = []
    for record in rows:
        score = record.summary.score if record.summary is not None and record.state.analysed else None
        known = score is not None and math.isfinite(score)
        answered = max(record.changed_at, record.found_at).timestamp() if known else None
        log.append(Arrival(record.found_at.timestamp(), answered, score if known else None, record.study.emergency))
    return log


def waits(log: Sequence[Arrival], reading_s: float, readers: int, threshold: float | None) -> list[float]:
    """Seconds from arrival to the start of reading, for each study of ``log``; without ``threshold`` no one is flagged.

    Args:
        log: in any order.
        reading_s: seconds that a reader needs for a study, more than 0.
        readers: how many read at the same time, 1 or more.

    Raises:
        ValueError: for a time or number of readers out of range.
    """
    if reading_s <= 0 or readers < 1:
        raise ValueError("reading takes time, and somebody has to do it")
    coming = sorted(range(len(log)), key=lambda n: log[n].found_s)
    answers = sorted(
        (arrival.answered_s, n)
        for n, arrival in enumerate(log)
        if threshold is not None and arrival.answered_s is not None and arrival.flagged(threshold)
    )
    free = [-math.inf] * readers
    waiting: list[tuple[float, float, int]] = []
    urgent: list[tuple[float, float, int]] = []
    started = [math.nan] * len(log)
    next_coming = next_answer = done = 0
    now = -math.inf
    while done < len(log):
        now = max(now, heapq.heappop(free))
        if not _has_waiting(waiting, started) and next_coming < len(log):
            now = max(now, log[coming[next_coming]].found_s)
        while next_coming < len(log) and log[coming[next_coming]].found_s <= now:
            n = coming[next_coming]
            heapq.heappush(waiting, (not log[n].emergency, log[n].found_s, n))
            next_coming += 1
        while next_answer < len(answers) and answers[next_answer][0] <= now:
            n = answers[next_answer][1]
            heapq.heappush(urgent, (-(log[n].score or 0.0), log[n].found_s, n))
            next_answer += 1
        chosen = _take(urgent, started)
        if chosen is None:
            chosen = _take(waiting, started)
        assert chosen is not None
        started[chosen] = now
        done += 1
        heapq.heappush(free, now + reading_s)
    return [start - arrival.found_s for start, arrival in zip(started, log, strict=True)]


def _take(heap: list[tuple[float, float, int]], started: list[float]) -> int | None:
    """The first study of ``heap`` that nobody has begun to read."""
    while heap:
        n = heapq.heappop(heap)[2]
        if math.isnan(started[n]):
            return n
    return None


def _has_waiting(heap: list[tuple[float, float, int]], started: list[float]) -> bool:
    while heap and not math.isnan(started[heap[0][2]]):
        heapq.heappop(heap)
    return bool(heap)


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting times of some studies in seconds; the times are None where there is no study."""

    count: int
    mean_s: float | None
    median_s: float | None
    p90_s: float | None

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Waits:
        """Their mean, and median and 90th percentile by the nearest rank."""
        rising = sorted(seconds)
        if not rising:
            return cls(0, None, None, None)

        def rank(fraction: float) -> float:
            return rising[max(0, math.ceil(fraction * len(rising)) - 1)]

        return cls(len(rising), sum(rising) / len(rising), rank(0.5), rank(0.9))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same studies without the program and at a threshold.

    ``hemorrhage_gain_s`` is by how many seconds studies with hemorrhage are read sooner in the mean, as far as the
    rates at this threshold are known; a miss gains nothing, and pays with the others.
    """

    threshold: float
    flagged_before: Waits
    flagged_after: Waits
    others_before: Waits
    others_after: Waits
    hemorrhage_gain_s: float | None


def compare(
    log: Sequence[Arrival],
    reading_s: float,
    readers: int,
    threshold: float,
    sensitivity: float | None = None,
    before: Sequence[float] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Comparison | None:
    """Replay ``log`` without the program and at ``threshold``; None where ``stop`` asked for an end in between.

    Args:
        sensitivity: of the studies with hemorrhage, the fraction that is flagged at ``threshold``, where it is known.
        before: the waits without the program, where they are known already.
    """
    plain = list(before) if before is not None else waits(log, reading_s, readers, None)
    if stop():
        return None
    sorted_by = waits(log, reading_s, readers, threshold)
    flagged = [arrival.flagged(threshold) for arrival in log]

    def pick(values: Sequence[float], which: bool) -> Waits:
        return Waits.of(value for value, flag in zip(values, flagged, strict=True) if flag is which)

    result = Comparison(
        threshold, pick(plain, True), pick(sorted_by, True), pick(plain, False), pick(sorted_by, False), None
    )
    if sensitivity is None or not log:
        return result
    gained = (result.flagged_before.mean_s or 0.0) - (result.flagged_after.mean_s or 0.0)
    paid = (result.others_after.mean_s or 0.0) - (result.others_before.mean_s or 0.0)
    gain = sensitivity * gained - (1 - sensitivity) * paid
    return Comparison(
        threshold, result.flagged_before, result.flagged_after, result.others_before, result.others_after, gain
    )
