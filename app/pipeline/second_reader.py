"""Has studies that have their answer judged by a second reader, while no study waits for its first one.

It has an analysis process of its own, which is ended as soon as anything is to be fetched or analysed: processors and
memory are free at once, and what it was at is begun anew later. What it says is kept beside the answer, and changes
neither that nor any order.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from typing import Any

from app.domain.events import SecondReaderStatus
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.paths import private_folder
from app.pipeline.analysis import AnalysisPool, Answer, OpenDetector, second_opener_of
from app.pipeline.jobs import Job, Stage
from app.pipeline.queue import JobQueue
from app.pipeline.shared import Shared
from app.pipeline.waiting import Waiting
from app.results import case_files
from inference.errors import Reason
from inference.second_reader import compare
from inference.types import TYPES, CaseResult, CaseState

_log = logging.getLogger(__name__)

#: Nobody waits for it, and it gives way at once: so it may take far longer than a first answer. In seconds.
LIMIT_S = 3600.0
#: Without anything to do for so long its process ends, and gives its memory back; in seconds.
IDLE_S = 5.0
#: Where its full result is while it is compared, in the study's folder.
_FOLDER = "second"
_REMOVED = Reason("images_removed", "The images were removed from the cache before its turn came.")
_FIRST_GONE = Reason("first_result_gone", "The first result cannot be read any more.")


class SecondReader:
    """For one thread; :meth:`close` is for others."""

    def __init__(self, shared: Shared, queue: JobQueue, waiting: Waiting, opener: OpenDetector | None = None) -> None:
        """Nothing starts before :meth:`run`. ``opener`` makes the second reader; without it the settings say how."""
        self._shared, self._queue, self._waiting = shared, queue, waiting
        settings, opener = shared.settings, opener or second_opener_of(shared.settings)
        self._pool = AnalysisPool(settings.analysis_model_dir, settings.analysis_provider, opener)

    def run(self) -> None:
        """Judge one study after the other, until the queue is closed or it turns out that there is no second reader."""
        self._shared.emit(SecondReaderStatus())
        try:
            works = True
            while works and not self._queue.closed:
                job = self._queue.take(Stage.SECOND, IDLE_S if self._pool.child_pid else None)
                if job is None:
                    self._pool.join()
                    continue
                try:
                    works = self._judge(job)
                except Exception:  # the study has its answer, and that stands
                    _log.exception("the second reading of a study failed")
                finally:
                    self._queue.done(job)
        finally:
            self._pool.join()

    def close(self) -> None:
        """Stop what is under way, and begin nothing new."""
        self._pool.close()

    def _judge(self, job: Job) -> bool:
        """Carry out one job; False where the second reader cannot be opened."""
        shared, uid = self._shared, job.uid
        record = shared.journal.get(uid)
        if record is None or not record.second_wanted():
            return True
        images, folder = shared.cache.images(uid), shared.cache.folder(uid)
        if len(images) < record.images_received:
            self._keep(record, _without_answer(_REMOVED))
            return True
        mine = folder / _FOLDER
        try:
            answer = self._pool.analyse(images, private_folder(mine), LIMIT_S, self._queue.first_wanted)
            if answer.cancelled:
                if not shared.stopping.is_set:
                    self._waiting.want_second(record)
            elif answer.unopened and answer.reason is not None:
                shared.emit(SecondReaderStatus(answer.reason.text))
                return False
            else:
                self._keep(record, _said(answer, case_files.load(folder), case_files.load(mine)))
        except CacheError as error:
            self._keep(record, _without_answer(error.reason))
        finally:
            shutil.rmtree(mine, ignore_errors=True)
        return True

    def _keep(self, record: StudyRecord, said: Mapping[str, Any]) -> None:
        kept = self._shared.journal.save_second(record, said)
        if kept is not None:
            self._shared.changed(kept)


def _said(answer: Answer, first: CaseResult | None, second: CaseResult | None) -> dict[str, Any]:
    if first is None:
        return _without_answer(_FIRST_GONE)
    if answer.result is None or second is None:
        return _without_answer(answer.reason or _FIRST_GONE)
    most = max(second.slices, key=lambda one: one.score, default=None)
    return {**compare(first, second), "slice_number": None if most is None else most.index + 1}


def _without_answer(why: Reason) -> dict[str, Any]:
    return {
        "state": CaseState.FAILED.value, "reasons": [{"code": why.code, "text": why.text}], "score": None,
        "threshold": 0.0, "agrees": None, "dice": None, "volumes_ml": {**dict.fromkeys(TYPES, 0.0), "total": 0.0},
        "seconds": 0.0, "model": "", "provider": "",
    }  # fmt: skip
