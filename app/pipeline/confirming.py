"""The end of a study's rest: asks the archive whether more came, and tells the answer that was held, or drops it."""

from __future__ import annotations

import logging

from app.domain.states import StudyState
from app.errors import ArchiveCancelled, ArchiveError
from app.pipeline import stages
from app.pipeline.analyser import Analyser
from app.pipeline.jobs import Job
from app.pipeline.resting import Resting
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import MORE_IMAGES, Waiting

_log = logging.getLogger(__name__)


class Confirming:
    """For one thread."""

    def __init__(
        self, shared: Shared, waiting: Waiting, under_way: UnderWay, resting: Resting, analyser: Analyser
    ) -> None:
        self._shared, self._waiting, self._under_way = shared, waiting, under_way
        self._resting, self._analyser = resting, analyser

    def confirm(self, job: Job) -> None:
        """Carry out one job of stage REST."""
        uid = job.uid
        if not self._resting.rests(uid) or self._under_way.take_off(uid):
            return
        asked = True
        with self._under_way.cancellable(uid) as cancel:
            try:
                described = stages.describe(self._shared.archives, uid, cancel)
            except ArchiveCancelled:
                self._under_way.take_off(uid)
                return
            except ArchiveError as error:  # an answer beats none; what comes later is noticed by the next poll
                _log.info("whether more came of a study is not known: %s", error.reason.code)
                described, asked = None, False
        record = self._shared.journal.get(uid)
        if described is not None:
            record = self._shared.enter(described.study, archive=self._shared.archives.came_from(uid), prior=None)
            self._waiting.note_count(record)
        if record is not None and record.grown:
            if record.state is StudyState.ANALYSING:
                record = self._shared.step(uid, StudyState.READY, (MORE_IMAGES,))
            self._waiting.refetch(record)
            return
        answer = self._resting.over(uid, asked)
        if answer is not None and record is not None and record.state is StudyState.ANALYSING:
            self._analyser.conclude(uid, answer)
