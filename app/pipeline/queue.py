"""The one queue of the pipeline: a heap a stage, filled and emptied from any thread."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, replace
from threading import Condition

from app.pipeline.jobs import Job, Stage, Urgency

#: A job that waited this long may claim one of the turns that are kept for the longest waiting.
PATIENCE_S = 600.0
#: Each such turn of a stage is kept for them, so that nothing starves behind a stream of more urgent ones.
EVERY = 4
#: The second reader gives way this long before a step to a first answer is due, so that it is gone by then.
SOON_S = 2.0
#: Steps to a study's first answer.
_FIRST = frozenset({Stage.FETCH, Stage.ANALYSE})


@dataclass(frozen=True, slots=True)
class Load:
    """How many jobs of one stage could start now, are under way, and wait for their time to come."""

    waiting: int
    running: int
    later: int = 0


class JobQueue:
    """Holds at most one job for each study and stage; the most urgent whose time has come goes first.

    Nothing starves: every fourth turn of a stage goes to the job that has waited longest, if it waited for ten
    minutes. Stages are bounded: while ``ahead`` studies wait to be analysed, only what a reader opened and
    emergencies are fetched. While paused or closed nothing is handed out, and nothing of a stage that is held; while
    paused what was begun before its rest is still brought to its end. A
    study is never at work twice at the same time: as long as one of its jobs is under way, its others wait. The second
    reader gets nothing while any study waits for its first answer, or is on the way to it.
    """

    def __init__(self, ahead: int | None = None, patience_s: float = PATIENCE_S) -> None:
        """``ahead`` is without limit where None; ``patience_s`` as :data:`PATIENCE_S`."""
        self._ahead, self._patience_s = ahead, patience_s
        self._changed = Condition()  # on a re-entrant lock
        self._jobs: dict[tuple[Stage, str], Job] = {}
        self._since: dict[tuple[Stage, str], float] = {}
        self._heaps: dict[Stage, list[Job]] = {stage: [] for stage in Stage}
        self._turns: dict[Stage, int] = dict.fromkeys(Stage, 0)
        self._running: dict[str, Stage] = {}
        self._held: set[Stage] = set()
        self._paused = False
        self._closed = False

    def set_ahead(self, ahead: int | None) -> None:
        """From now on this many may wait to be analysed."""
        with self._changed:
            self._ahead = ahead
            self._changed.notify_all()

    def put(self, job: Job) -> None:
        """Add a job, in place of the one that the study may already have in that stage, whose waiting counts on."""
        key = (job.stage, job.uid)
        with self._changed:
            if key not in self._jobs:
                self._since[key] = max(time.monotonic(), job.not_before)
            self._jobs[key] = job
            heapq.heappush(self._heaps[job.stage], job)
            self._changed.notify_all()

    def take(self, stage: Stage, timeout_s: float | None = None) -> Job | None:
        """Wait for the next job of ``stage``; None after ``timeout_s`` or once closed. Answer with :meth:`done`."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._changed:
            while not self._closed:
                job, wake_at = self._next(stage)
                if job is not None:
                    del self._jobs[stage, job.uid], self._since[stage, job.uid]
                    self._turns[stage] += 1
                    self._running[job.uid] = stage
                    return job
                now = time.monotonic()
                if deadline is not None and now >= deadline:
                    return None
                moments = [moment for moment in (deadline, wake_at) if moment is not None]
                self._changed.wait(max(0.0, min(moments) - now) if moments else None)
            return None

    def done(self, job: Job) -> None:
        """Say that the work on a job that was taken has ended."""
        with self._changed:
            self._running.pop(job.uid, None)
            self._changed.notify_all()

    def promote(self, uid: str) -> None:
        """A reader opened this study: its waiting jobs go first, now."""
        with self._changed:
            for stage in Stage:
                job = self._jobs.get((stage, uid))
                if job is not None:
                    self.put(replace(job, urgency=Urgency.OPENED, not_before=0.0))

    def discard(self, uid: str, stage: Stage) -> None:
        """Forget a waiting job."""
        with self._changed:
            self._jobs.pop((stage, uid), None)
            self._since.pop((stage, uid), None)
            self._changed.notify_all()

    def holds(self, uid: str, stage: Stage) -> bool:
        """Whether such a job waits."""
        with self._changed:
            return (stage, uid) in self._jobs

    def knows(self, uid: str) -> bool:
        """Whether any step to a study's first answer waits or is under way."""
        with self._changed:
            waits = any((stage, uid) in self._jobs for stage in Stage if stage is not Stage.SECOND)
            return waits or self._running.get(uid, Stage.SECOND) is not Stage.SECOND

    def load(self, stage: Stage) -> Load:
        """How much there is to do in ``stage``."""
        with self._changed:
            now = time.monotonic()
            mine = [job.not_before for job in self._jobs.values() if job.stage is stage]
            later = sum(not_before > now for not_before in mine)
            return Load(len(mine) - later, sum(1 for at in self._running.values() if at is stage), later)

    def first_wanted(self) -> bool:
        """Whether a study is fetched or analysed, or could be now or soon: the second reader has to give way."""
        with self._changed:
            soon = time.monotonic() + SOON_S
            return any(stage in _FIRST for stage in self._running.values()) or any(
                job.stage in _FIRST and job.not_before <= soon for job in self._jobs.values()
            )

    @property
    def paused(self) -> bool:
        """Whether nothing new is handed out at the moment."""
        return self._paused

    @property
    def closed(self) -> bool:
        """Whether nothing will be handed out any more."""
        return self._closed

    def set_paused(self, paused: bool) -> None:
        """Stop or go on handing out jobs; what is under way is finished."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()

    def set_held(self, stage: Stage, held: bool) -> None:
        """As :meth:`set_paused`, for one stage: there is no room for its work."""
        with self._changed:
            if held != (stage in self._held):
                self._held ^= {stage}
                self._changed.notify_all()

    def close(self) -> None:
        """Hand out nothing any more, and wake everyone who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _next(self, stage: Stage) -> tuple[Job | None, float | None]:
        """The job to hand out now, or when to look again (None: when something changes)."""
        if (self._paused and stage is not Stage.REST) or stage in self._held:
            return None, None
        if stage is Stage.SECOND and self.first_wanted():
            return None, None
        least = self._least_urgent(stage)
        if self._turns[stage] % EVERY == EVERY - 1:
            job = self._longest_waiting(stage, least)
            if job is not None:
                return job, None  # its place in the heap is found to be outdated later
        heap, now = self._heaps[stage], time.monotonic()
        aside: list[Job] = []
        wake_at: float | None = None
        found: Job | None = None
        while heap:
            job = heapq.heappop(heap)
            if self._jobs.get((stage, job.uid)) is not job:
                continue  # replaced, promoted, discarded or handed out
            if job.urgency > least:
                aside.append(job)
                break  # all others are no more urgent
            if job.uid not in self._running and job.not_before <= now:
                found = job
                break
            aside.append(job)
            if job.not_before > now:
                wake_at = job.not_before if wake_at is None else min(wake_at, job.not_before)
        for job in aside:
            heapq.heappush(heap, job)
        return found, wake_at

    def _least_urgent(self, stage: Stage) -> Urgency:
        """What may be handed out of ``stage``: all, or only what is urgent while enough waits to be analysed."""
        if stage is not Stage.FETCH or self._ahead is None:
            return max(Urgency)
        fetched = sum(job.stage is Stage.ANALYSE for job in self._jobs.values())
        return max(Urgency) if fetched < self._ahead else Urgency.EMERGENCY

    def _longest_waiting(self, stage: Stage, least: Urgency) -> Job | None:
        """The job that has waited longest, and long enough to go before more urgent ones."""
        before = time.monotonic() - self._patience_s
        patient = [
            (since, job)
            for (where, uid), since in self._since.items()
            if where is stage
            and since <= before
            and (job := self._jobs[where, uid]).urgency <= least
            and job.not_before <= before + self._patience_s
            and uid not in self._running
        ]
        return min(patient)[1] if patient else None
