"""The loop of every thread that takes jobs of one stage from the queue."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.domain.states import StudyState
from app.errors import IllegalTransition, JournalError
from app.pipeline.jobs import Job, Stage
from app.pipeline.queue import JobQueue
from app.pipeline.queue_watch import LOOK_S, QueueWatch
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import Waiting
from inference.errors import FirstreadError, Reason

_log = logging.getLogger(__name__)


class Worker:
    """Used by several threads at once."""

    def __init__(
        self, shared: Shared, queue: JobQueue, watch: QueueWatch, under_way: UnderWay, waiting: Waiting
    ) -> None:
        self._shared, self._queue, self._watch, self._under_way = shared, queue, watch, under_way
        self._waiting = waiting

    def work(self, stage: Stage, do: Callable[[Job], None]) -> None:
        """Carry out the jobs of a stage, one after the other, until the queue is closed."""
        while not self._queue.closed:
            if stage is Stage.FETCH:
                self._watch.look_for_room()
            job = self._queue.take(stage, LOOK_S if stage is Stage.FETCH else None)
            if job is None:
                continue
            self._watch.tell()
            try:
                if not self._waiting.take_again(job.uid):
                    do(job)
                if self._under_way.take_off(job.uid):  # asked for after this step had looked for the last time
                    self._queue.discard(job.uid, Stage.ANALYSE)
            except IllegalTransition:
                _log.info("a study was taken further, or off the line, while a step began", exc_info=True)
            except JournalError as error:
                self._cut_short(job, error)
            except Exception as error:  # one study must not stop the line
                _log.exception("a step of the pipeline failed")
                self._give_up(job, error)
            finally:
                self._queue.done(job)
                self._watch.tell()

    def _give_up(self, job: Job, error: Exception) -> None:
        """Our own mistake: the study says so."""
        self._under_way.keep_on(job.uid)
        reason = (
            error.reason
            if isinstance(error, FirstreadError)
            else Reason(
                "internal_error", f"An unexpected error stopped the work on this study ({type(error).__name__})."
            )
        )
        try:
            self._shared.step(job.uid, StudyState.FAILED, (reason,))
        except IllegalTransition:
            _log.warning("the failure of a step could not be entered in the journal")
        except JournalError as untold:
            self._cut_short(job, untold)

    def _cut_short(self, job: Job, error: JournalError) -> None:
        """The journal cannot be read or written: no study leaves the line for that."""
        _log.warning("a step of the pipeline could not be entered, and is taken again later: %s", error.reason.code)
        self._waiting.cut_short(job)
