"""The one queue of the pipeline: a heap a stage, filled and emptied from any thread."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, replace
from threading import Condition

from app.pipeline.jobs import Job, Stage, Urgency


@dataclass(frozen=True, slots=True)
class Load:
    """How many jobs of one stage wait (also for their time to come) and how many are under way."""

    waiting: int
    running: int


class JobQueue:
    """Holds at most one job for each study and stage; the most urgent whose time has come goes first.

    While paused or closed nothing is handed out. A study is never at work twice at the same time: as long as one
    of its jobs is under way, its others wait.
    """

    def __init__(self) -> None:
        self._changed = Condition()  # on a re-entrant lock
        self._jobs: dict[tuple[Stage, str], Job] = {}
        self._heaps: dict[Stage, list[Job]] = {stage: [] for stage in Stage}
        self._running: dict[str, Stage] = {}
        self._paused = False
        self._closed = False

    def put(self, job: Job) -> None:
        """Add a job, in place of the one that the study may already have in that stage."""
        with self._changed:
            self._jobs[job.stage, job.uid] = job
            heapq.heappush(self._heaps[job.stage], job)
            self._changed.notify_all()

    def take(self, stage: Stage, timeout_s: float | None = None) -> Job | None:
        """Wait for the next job of ``stage``; None after ``timeout_s`` or once closed. Answer with :meth:`done`."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._changed:
            while not self._closed:
                job, wake_at = self._next(stage)
                if job is not None:
                    del self._jobs[stage, job.uid]
                    self._running[job.uid] = stage
                    return job
                now = time.monotonic()
                if deadline is not None and now >= deadline:
                    return None
                moments = [moment for moment in (deadline, wake_at) if moment is not None]
                self._changed.wait(min(moments) - now if moments else None)
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
            self._changed.notify_all()

    def holds(self, uid: str, stage: Stage) -> bool:
        """Whether such a job waits."""
        with self._changed:
            return (stage, uid) in self._jobs

    def load(self, stage: Stage) -> Load:
        """How much there is to do in ``stage``."""
        with self._changed:
            waiting = sum(1 for key in self._jobs if key[0] is stage)
            return Load(waiting, sum(1 for running in self._running.values() if running is stage))

    @property
    def paused(self) -> bool:
        """Whether nothing new is handed out at the moment."""
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """Stop or go on handing out jobs; what is under way is finished."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()

    def close(self) -> None:
        """Hand out nothing any more, and wake everyone who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _next(self, stage: Stage) -> tuple[Job | None, float | None]:
        """The job to hand out now, or when to look again (None: when something changes)."""
        if self._paused:
            return None, None
        heap, now = self._heaps[stage], time.monotonic()
        aside: list[Job] = []
        wake_at: float | None = None
        found: Job | None = None
        while heap:
            job = heapq.heappop(heap)
            if self._jobs.get((stage, job.uid)) is not job:
                continue  # replaced, promoted or discarded
            if job.uid not in self._running and job.not_before <= now:
                found = job
                break
            aside.append(job)
            if job.not_before > now:
                wake_at = job.not_before if wake_at is None else min(wake_at, job.not_before)
        for job in aside:
            heapq.heappush(heap, job)
        return found, wake_at
