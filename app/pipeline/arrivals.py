"""Takes up what the poller finds, what is sent to us, and what lies in the watched folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.errors import DISK_TROUBLE
from app.pacs.breaker import LINE_TROUBLE
from app.pipeline.jobs import Stage
from app.pipeline.queue import JobQueue
from app.pipeline.sending import Sending
from app.pipeline.shared import Shared
from app.pipeline.under_way import taken_off
from app.pipeline.waiting import Waiting

_WAITING = (StudyState.FOUND, StudyState.QUEUED, StudyState.READY)
#: A study that line or disk failed is left alone for so long at least, and for this share of the time it took to fail.
_LEFT_ALONE, _LEFT_ALONE_SHARE = timedelta(minutes=10), 0.25


def failed_by_chance(record: StudyRecord) -> bool:
    """Whether a study was given up because the line to the archive, or a disk, failed, long enough ago to try it again.

    What brings the line down by itself, a broken study or a part of the archive, is tried less and less often.
    """
    if record.state not in (StudyState.FAILED, StudyState.INCOMPLETE):
        return False
    waited, before = datetime.now(UTC) - record.changed_at, record.changed_at - record.found_at
    trouble = any(reason.code in LINE_TROUBLE | DISK_TROUBLE for reason in record.reasons)
    return trouble and waited >= max(_LEFT_ALONE, _LEFT_ALONE_SHARE * before)


def count_arrived(shared: Shared, record: StudyRecord) -> StudyRecord:
    """Enter how many images there are at least: what nobody announced is told by what came."""
    expected = max(record.study.images_expected or 0, len(shared.cache.images(record.uid)))
    return shared.journal.found(Study(record.uid, images_expected=expected))


class Arrivals:
    """``later`` has something done in the thread of the reader's commands."""

    def __init__(
        self,
        shared: Shared,
        queue: JobQueue,
        waiting: Waiting,
        sending: Sending,
        later: Callable[[Callable[[], None]], None],
    ) -> None:
        self._shared, self._queue, self._waiting, self._sending, self._later = shared, queue, waiting, sending, later
        self._lock = threading.Lock()
        self._told: set[str] = set()

    def found(self, studies: Sequence[Study]) -> None:
        """Archives hold these studies; called in the poller's thread."""
        shared, waiting = self._shared, self._waiting
        for study in studies:
            if shared.stopping.is_set:
                return
            if study.study_instance_uid in shared.ignore:
                continue
            idle = not self._queue.knows(study.study_instance_uid)  # asked first, so that no step ends in between
            known = shared.journal.get(study.study_instance_uid)
            archive = shared.archives.came_from(study.study_instance_uid)
            record = shared.enter(self._sending.without_ours(study, known, archive), archive=archive)
            recounted = waiting.note_count(record)
            if known is None:
                shared.changed(record)
                waiting.put_fetch(record, settle=True)
                continue
            if record.study != known.study or record.prior != known.prior:
                shared.changed(record)
            withdrawn = record.state is StudyState.WITHDRAWN and not taken_off(record)
            if withdrawn or (idle and failed_by_chance(record)):
                shared.journal.count_tries(record.uid, 0)
                waiting.put_fetch(record, settle=True)  # the archive has it again
            elif record.grown and (recounted or not self._queue.holds(record.uid, Stage.FETCH)):
                waiting.refetch(record)
            elif idle and record.state in _WAITING:
                waiting.take_up(record)  # its job was lost with a write to the journal

    def came(self, uid: str) -> None:
        """More came of a study; called in the sender's thread, so the work is left to another."""
        with self._lock:
            if uid in self._told:
                return
            self._told.add(uid)
        self._later(lambda: self._take_in(uid))

    def _take_in(self, uid: str) -> None:
        shared, waiting = self._shared, self._waiting
        with self._lock:
            self._told.discard(uid)
        known = shared.journal.get(uid)
        if known is None or shared.stopping.is_set:
            return
        record = count_arrived(shared, known)
        shared.changed(record)
        if taken_off(record):
            return
        if record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE, StudyState.WITHDRAWN):
            if record.tries and record.study != known.study:
                record = shared.journal.count_tries(uid, 0)
            waiting.put_fetch(record, settle=True)
        elif record.grown:
            waiting.refetch(record)
