"""What a study waits for, told from the journal and the cache alone, and when its turn may come."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.states import StudyState
from app.domain.study import Source, StudyRecord
from app.errors import IllegalTransition, JournalError
from app.pipeline import stages
from app.pipeline.intake import Intake
from app.pipeline.jobs import Job, Stage, Urgency, job_for, second_job
from app.pipeline.queue import JobQueue
from app.pipeline.queue_watch import QueueWatch
from app.pipeline.resting import AHEAD, Resting
from app.pipeline.shared import Shared
from app.pipeline.under_way import taken_off
from app.store.journal import CUT_SHORT, Transition
from inference.errors import Reason

_MAX_BACKOFF_S = 600.0
#: A study whose step could not be entered in the journal waits so long: the disk is full, or another program has it.
_JOURNAL_S = 30.0

MORE_IMAGES = Reason("more_images", "The archive announced more images; the study is fetched and analysed again.")
REST = Reason("rest_wanted", "The series that were fetched first cannot be analysed; all others are fetched, too.")

_NOT_ENTERED = Reason("interrupted", "The journal could not be written during this step; it is taken again.")


def whole_wanted(step: StudyRecord | Transition) -> bool:
    """Whether all series are to be fetched: the first ones did not do, or somebody asked for the study."""
    again = isinstance(step, StudyRecord) and step.tries > 0
    return again or any(reason.code == REST.code for reason in step.reasons)


class Waiting:
    """Puts studies into the queue. Every method may be called from any thread."""

    def __init__(self, shared: Shared, queue: JobQueue, watch: QueueWatch, intake: Intake, resting: Resting) -> None:
        self._shared, self._queue, self._watch, self._intake = shared, queue, watch, intake
        self._resting = resting
        self._two_readers = shared.settings.analysis_second_reader
        self._lock = threading.Lock()
        self._turns = threading.Lock()  # what goes into the queue, and what goes first there, in one order
        self._opened: set[str] = set()
        self._cut: set[str] = set()
        self._seen: dict[str, tuple[int | None, float]] = {}

    # ---- the queue ----

    def put(self, record: StudyRecord, stage: Stage, not_before: float = 0.0) -> None:
        """Let a study wait for a stage, from ``not_before`` on (on the clock of time.monotonic)."""
        with self._turns:
            self._queue.put(self._job(record, stage, not_before))
        self._watch.tell()

    def put_fetch(self, record: StudyRecord, settle: bool = False, reasons: Sequence[Reason] = ()) -> None:
        """Let a study wait to be fetched; with ``settle`` until its number of images has rested."""
        if record.state not in (StudyState.QUEUED, StudyState.INCOMPLETE):
            try:
                record = self._shared.step(record.uid, StudyState.QUEUED, reasons)
            except IllegalTransition:
                return  # another thread was faster; it puts the job, or looks again when its step ends
            except JournalError:
                self.cut_short(self._job(record, Stage.FETCH))
                raise
        with self._turns:  # a reader who opens it meanwhile shall not find it held back by what held before
            self._queue.put(self._job(record, Stage.FETCH, self.begin_at(record) if settle else 0.0))
        self._watch.tell()

    def put_fetch_later(self, record: StudyRecord, attempt: int) -> None:
        """Let a study wait to be fetched once more, the longer the more often it was tried."""
        self.put(record, Stage.FETCH, time.monotonic() + self._backoff_s(attempt))

    def cut_short(self, job: Job) -> None:
        """The journal could not be written: let a study wait, and then take up what the journal says of it."""
        with self._lock:
            self._cut.add(job.uid)
        with self._turns:
            self._queue.put(replace(job, not_before=time.monotonic() + _JOURNAL_S))
        self._watch.tell()

    def take_again(self, uid: str) -> bool:
        """Whether a study, whose job was just taken, was cut short; then it is taken up anew. Raises JournalError."""
        with self._lock:
            if uid not in self._cut:
                return False
        record = self._shared.journal.get(uid)
        if record is not None:
            if record.state in CUT_SHORT:
                record = self._shared.step(uid, CUT_SHORT[record.state], (_NOT_ENTERED,))
            if self._resting.rests(uid):
                self._resting.begin(uid)  # an answer that was held is given by the next analysis
            self.take_up(record)
        with self._lock:
            self._cut.discard(uid)
        return True

    def prefer(self, uid: str) -> None:
        """A reader wants this study: it goes first."""
        with self._turns:
            with self._lock:
                self._opened.add(uid)
            self._queue.promote(uid)

    def forget(self, uid: str) -> None:
        """The journal knows a study no more: if it comes back, it is one that nobody asked for yet."""
        self._queue.discard(uid, Stage.SECOND)
        with self._lock:
            self._opened.discard(uid)
            self._cut.discard(uid)
            self._seen.pop(uid, None)

    def _job(self, record: StudyRecord, stage: Stage, not_before: float = 0.0) -> Job:
        with self._lock:
            opened = record.uid in self._opened
        recent_hours = self._shared.settings.queue_recent_hours
        return job_for(record, stage, datetime.now(), recent_hours, opened=opened, not_before=not_before)

    def _backoff_s(self, attempt: int) -> float:
        wait_s = min(self._shared.settings.fetch_backoff_s * 2 ** min(attempt - 1, 30), _MAX_BACKOFF_S)
        return float(wait_s * random.uniform(0.8, 1.2))  # so that not all studies come back at one moment

    # ---- what is to be done with a study ----

    def take_up(self, record: StudyRecord) -> None:
        """Put the job that a study waits for, if any."""
        if record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE):
            self.put_fetch(record)
        elif (record.grown or self._arrived_unseen(record)) and not taken_off(record):
            self.put_fetch(record, True, (MORE_IMAGES,))
        elif record.state is StudyState.READY:
            self._put_analysis(record)
        elif self.rest_may_help(record):
            self.put_fetch(record, reasons=(REST,))
        else:
            self.want_second(record)

    def want_second(self, record: StudyRecord) -> None:
        """Let a study that has its answer wait for the second reader, where there is one and it has yet to judge it."""
        if self._two_readers and record.second_wanted():
            with self._turns:
                with self._lock:
                    opened = record.uid in self._opened
                self._queue.put(second_job(record, opened=opened))

    def refetch(self, record: StudyRecord) -> None:
        """More images were announced after the latest fetch began; a step under way looks at that when it ends."""
        if record.state in (StudyState.FETCHING, StudyState.ANALYSING) or taken_off(record):
            return
        self._shared.journal.count_tries(record.uid, 0)
        self._queue.discard(record.uid, Stage.ANALYSE)
        self._queue.discard(record.uid, Stage.REST)
        if self._resting.rests(record.uid):
            self._resting.went_in_vain(record.uid)
        self.put_fetch(record, True, (MORE_IMAGES,))

    def _put_analysis(self, record: StudyRecord) -> None:
        """Let a study wait to be analysed: ahead of the end of its rest where nobody else waits for that."""
        until = 0.0
        if self._resting.rests(record.uid):
            until = self.settle_until(record)
            self.put(record, Stage.REST, until)
        self.put(record, Stage.ANALYSE, until if self._queue.load(Stage.ANALYSE).waiting else 0.0)

    def rest_may_help(self, record: StudyRecord) -> bool:
        """Whether a study could not be analysed, and series of it were left in the archive."""
        return (
            record.state is StudyState.NOT_ANALYSABLE
            and (record.study.images_expected or 0) >= max(stages.LARGE, record.images_received + 1)
            and not any(whole_wanted(step) for step in self._shared.journal.transitions(record.uid))
        )

    def _arrived_unseen(self, record: StudyRecord) -> bool:
        """Whether an earlier run was killed between an image's arrival and its count."""
        cache = self._shared.cache
        return (
            record.source is not Source.QUERY
            and record.state.final
            and record.images_received > 0
            and cache.changed_at(record.uid) > record.changed_at.timestamp()
            and len(cache.images(record.uid)) > record.images_received
        )

    # ---- when a study counts as whole ----

    def note_count(self, record: StudyRecord) -> bool:
        """Remember since when a study has had its number of images; True where the number is new."""
        with self._lock:
            count = record.study.images_expected
            before = self._seen.get(record.uid)
            if before is not None and before[0] == count:
                return False
            self._seen[record.uid] = (count, time.monotonic())
            return True

    def settle_until(self, record: StudyRecord) -> float:
        """When a study may be fetched: DICOM has no "that was all", so its number of images has to rest a while.

        On the clock of time.monotonic. Studies of the backlog, and those a reader waits for, are not held back; what
        is being sent to us just now always is.
        """
        job = self._job(record, Stage.FETCH)
        coming = self._intake.ready_at(record.uid)
        if job.urgency in (Urgency.OPENED, Urgency.BACKLOG):
            return coming
        with self._lock:
            _, since = self._seen.get(record.uid, (None, -math.inf))
        return max(coming, since + self._shared.settings.fetch_settle_s)

    def begin_at(self, record: StudyRecord) -> float:
        """When the work on a study may begin, as :meth:`settle_until`: ahead of that, unless that was in vain before.

        What is sent to us rests by the pace of its sender, and is not begun ahead.
        """
        until = self.settle_until(record)
        sent = record.source is not Source.QUERY or self._intake.ready_at(record.uid)
        if sent or self._resting.was_in_vain(record.uid):
            return until
        return until - (1 - AHEAD) * self._shared.settings.fetch_settle_s
