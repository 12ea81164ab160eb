"""The pipeline: finds studies, fetches them, has them analysed, and tells what changes.

Threads: one poller, some that fetch, one that feeds the analysis process, one that loads cases for the viewer, and
one that carries out what the reader asks for, so that the window never waits for the disk. They meet in the queue and
the journal only; the journal's transitions are the truth, and this is the only place where they are made. What has to
be done is read from the journal alone, so that a program that was killed goes on where it was. Every change goes out
through ``emit``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from queue import SimpleQueue

from app.domain.events import CaseLoaded, DeviceStatus, Emit, Event, QueueStatus, Refused, StudyChanged
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.errors import ArchiveCancelled, ArchiveError, CacheError, IllegalTransition
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pipeline import stages
from app.pipeline.analysis import AnalysisPool, Answer, Effort, OpenDetector, open_detector
from app.pipeline.jobs import Job, Stage, Urgency, is_emergency, job_for
from app.pipeline.poller import Poller
from app.pipeline.queue import JobQueue
from app.pipeline.room import shortage
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.errors import FirstreadError, Reason

_log = logging.getLogger(__name__)

_MAX_BACKOFF_S = 600.0
#: Trouble of the line, not of the study: tried again for ever, without counting against the study.
_LINE_TROUBLE = frozenset({"archive_unreachable", "archive_unknown_host", "archive_rejects", "archive_no_service"})
#: How often disk and memory are looked at.
_LOOK_S = 2.0

_GONE = Reason("study_gone", "The archive does not hold this study any more.")
_MORE_IMAGES = Reason("more_images", "The archive announced more images; the study is fetched and analysed again.")
_IMAGES_LOST = Reason("images_lost", "Images of this study are missing from the cache; it is fetched again.")
_TAKEN_OFF = Reason("taken_off", "A reader took this study off the line; nothing is known of it.")


class Pipeline:
    """The line from archive to worklist. Call the methods from one thread; ``emit`` is called from many."""

    def __init__(
        self,
        archive: Archive,
        journal: Journal,
        cache: ImageCache,
        settings: Settings,
        emit: Emit,
        *,
        opener: OpenDetector = open_detector,
        ignore: Container[str] = (),
    ) -> None:
        """Nothing starts before :meth:`start`. ``opener`` makes the detector, in the analysis process.

        ``ignore`` holds Study Instance UIDs that are not taken up, whatever the archive says.
        """
        self._ignore = ignore
        self._archive, self._journal, self._cache, self._settings = archive, journal, cache, settings
        self._emit_event = emit
        self._queue = JobQueue(settings.fetch_ahead)
        self._stopping = Cancel()
        self._pool = AnalysisPool(settings.analysis_model_dir, settings.analysis_provider, opener)
        self._poller = Poller(
            archive,
            settings.poll_interval_s,
            settings.poll_lookback_hours,
            settings.poll_modality,
            self._found,
            self._emit,
        )
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._opened: set[str] = set()
        self._seen: dict[str, tuple[int | None, float]] = {}
        self._tries: dict[str, int] = {}
        self._crashes: dict[str, int] = {}
        self._cancels: dict[str, Cancel] = {}
        self._taken_off: set[str] = set()
        self._held = ""
        self._looked_at = -_LOOK_S
        self._effort_told = Effort.FULL
        self._told: QueueStatus | None = None
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._case_wanted: tuple[str, int] | None = None
        self._case_changed = threading.Condition()
        self._threads = [
            *(
                threading.Thread(target=self._work, args=(Stage.FETCH, self._fetch), name=f"firstread-fetch-{n + 1}")
                for n in range(settings.fetch_threads)
            ),
            threading.Thread(target=self._run_analysis, name="firstread-analysis"),
            threading.Thread(target=self._run_loader, name="firstread-loader"),
        ]
        self._commands = threading.Thread(target=self._run_commands, name="firstread-commands")

    # ---- what the application calls ----

    def start(self) -> None:
        """Take up what an earlier run left, and begin; returns soon. Raises JournalError."""
        self._journal.resume()
        self._asked.put(self._begin)
        self._commands.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End everything under way, in order; True where all threads ended in time. The journal stays open.

        Steps that were cut short are taken back in the journal, so that the next start takes them again.
        """
        deadline = time.monotonic() + timeout_s
        self._stopping.set()
        self._poller.stop()
        self._queue.close()
        with self._lock:
            under_way = list(self._cancels.values())
        for cancel in under_way:
            cancel.set()
        self._pool.close()
        self._asked.put(None)  # what the reader asked for before is still carried out
        with self._case_changed:
            self._case_changed.notify_all()
        ended = True
        if self._commands.ident is not None:  # first, because it starts all others
            self._commands.join(max(0.0, deadline - time.monotonic()))
            ended = not self._commands.is_alive()
        ended = self._poller.join(max(0.0, deadline - time.monotonic())) and ended
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - time.monotonic()))
                ended = ended and not thread.is_alive()
        return ended

    def open_case(self, uid: str, generation: int) -> None:
        """Load images and result of a study and answer with CaseLoaded; the study also goes first in the queue.

        Only the latest request is answered: a reader who scrolls through the list does not wait for every row.
        """
        self._prefer(uid)
        with self._case_changed:
            self._case_wanted = (uid, generation)
            self._case_changed.notify_all()

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again, now; does nothing for one that is at work. Returns at once."""
        self._asked.put(lambda: self._retry(uid))

    def withdraw(self, uid: str) -> None:
        """Take a study off the line, also one that is at work; it stays in the list. Returns at once."""
        self._asked.put(lambda: self._withdraw(uid))

    def mark_read(self, uid: str, read: bool) -> None:
        """Note that the reader is done with a study, or not after all. Returns at once."""
        self._asked.put(lambda: self._changed(self._journal.mark_read(uid, read)))

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing; what is under way is finished, and new studies still appear."""
        self._queue.set_paused(paused)
        self._tell_queue()

    def poll_now(self) -> None:
        """Ask the archive for new studies without waiting for the interval."""
        self._poller.poll_now()

    # ---- the reader's commands ----

    def _run_commands(self) -> None:
        while (command := self._asked.get()) is not None:
            try:
                command()
            except FirstreadError as error:
                self._emit(Refused(error.reason.text))
            except Exception as error:  # the next command may go well
                _log.exception("a command failed")
                self._emit(Refused(f"The command could not be carried out ({type(error).__name__})."))

    def _begin(self) -> None:
        """Put the jobs that an earlier run left, then let the threads loose."""
        for record in self._journal.records():
            if self._stopping.is_set:
                return
            self._changed(record)
            try:
                self._take_up(record)
            except FirstreadError as error:  # the others may go well
                self._emit(Refused(error.reason.text))
        for thread in self._threads:
            thread.start()
        self._poller.start()

    def _retry(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None:
            return
        with self._lock:
            self._tries.pop(uid, None)
            self._crashes.pop(uid, None)
            self._taken_off.discard(uid)
        self._prefer(uid)
        if record.state.final or record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE):
            self._put_fetch(record)

    def _withdraw(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None or record.state.final:
            return
        for stage in Stage:
            self._queue.discard(uid, stage)
        with self._lock:
            self._taken_off.add(uid)
            cancel = self._cancels.get(uid)
        if cancel is not None:
            cancel.set()  # its own thread takes it off
        else:
            self._take_off(uid)
        self._tell_queue()

    def _take_off(self, uid: str) -> bool:
        """Withdraw a study if a reader asked for it; whether it was asked for."""
        with self._lock:
            if uid not in self._taken_off:
                return False
            self._taken_off.discard(uid)
        self._step(uid, StudyState.WITHDRAWN, (_TAKEN_OFF,))
        return True

    @contextmanager
    def _cancellable(self, uid: str) -> Iterator[Cancel]:
        """Within this context a study can be withdrawn, and :meth:`stop` ends the work on it."""
        cancel = Cancel()
        with self._lock:
            self._cancels[uid] = cancel
            if self._stopping.is_set or uid in self._taken_off:
                cancel.set()
        try:
            yield cancel
        finally:
            with self._lock:
                del self._cancels[uid]

    # ---- what is to be done with a study, from the journal alone ----

    def _take_up(self, record: StudyRecord) -> None:
        """Put the job that a study waits for, if any."""
        if record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE):
            self._put_fetch(record)
        elif record.grown and not _taken_off(record):
            self._put_fetch(record, self._settle_until(record), (_MORE_IMAGES,))
        elif record.state is StudyState.READY:
            self._put(record, Stage.ANALYSE)

    def _put_fetch(self, record: StudyRecord, not_before: float = 0.0, reasons: Sequence[Reason] = ()) -> None:
        """Let a study wait to be fetched, from ``not_before`` on (on the clock of time.monotonic)."""
        if record.state not in (StudyState.QUEUED, StudyState.INCOMPLETE):
            try:
                record = self._step(record.uid, StudyState.QUEUED, reasons)
            except IllegalTransition:
                return  # another thread was faster; it puts the job, or looks again when its step ends
        self._put(record, Stage.FETCH, not_before)

    # ---- poller thread ----

    def _found(self, studies: Sequence[Study]) -> None:
        for study in studies:
            if self._stopping.is_set:
                return
            if study.study_instance_uid in self._ignore:
                continue
            known = self._journal.get(study.study_instance_uid)
            record = self._enter(study)
            recounted = self._note_count(record)
            if known is None:
                self._changed(record)
                self._put_fetch(record, self._settle_until(record))
                continue
            if record.study != known.study:
                self._changed(record)
            if record.state is StudyState.WITHDRAWN and not _taken_off(record):
                with self._lock:
                    self._tries.pop(record.uid, None)
                self._put_fetch(record, self._settle_until(record))  # the archive has it again
            elif record.grown and (recounted or not self._queue.holds(record.uid, Stage.FETCH)):
                self._refetch(record)

    def _enter(self, study: Study) -> StudyRecord:
        emergency = is_emergency(study, self._settings.queue_emergency_words)
        return self._journal.found(replace(study, emergency=emergency))

    def _note_count(self, record: StudyRecord) -> bool:
        """Remember since when a study has had its number of images; True where the number is new."""
        with self._lock:
            count = record.study.images_expected
            before = self._seen.get(record.uid)
            if before is not None and before[0] == count:
                return False
            self._seen[record.uid] = (count, time.monotonic())
            return True

    def _settle_until(self, record: StudyRecord) -> float:
        """When a study may be fetched: DICOM has no "that was all", so its number of images has to rest a while.

        On the clock of time.monotonic. Studies of the backlog, and those a reader waits for, are not held back.
        """
        job = self._job(record, Stage.FETCH)
        if job.urgency in (Urgency.OPENED, Urgency.BACKLOG):
            return 0.0
        with self._lock:
            _, since = self._seen.get(record.uid, (None, 0.0))
        return since + self._settings.fetch_settle_s

    def _refetch(self, record: StudyRecord) -> None:
        """More images were announced after the latest fetch began; a step under way looks at that when it ends."""
        if record.state in (StudyState.FETCHING, StudyState.ANALYSING) or _taken_off(record):
            return
        with self._lock:
            self._tries.pop(record.uid, None)
        self._queue.discard(record.uid, Stage.ANALYSE)
        self._put_fetch(record, self._settle_until(record), (_MORE_IMAGES,))

    # ---- fetch threads ----

    def _fetch(self, job: Job) -> None:
        record = self._journal.get(job.uid)
        if record is None or record.state not in (StudyState.QUEUED, StudyState.INCOMPLETE):
            return
        with self._cancellable(job.uid) as cancel:
            self._fetch_until(cancel, record)

    def _fetch_until(self, cancel: Cancel, record: StudyRecord) -> None:
        uid = record.uid
        try:
            described = stages.describe(self._archive, uid, cancel)
        except ArchiveCancelled:
            self._take_off(uid)
            return
        except ArchiveError as error:
            self._not_fetched(record, error)
            return
        if described is None:
            self._not_fetched(record, ArchiveError(_GONE.code, _GONE.text))
            return
        record = self._enter(described.study)
        self._note_count(record)
        ready_at = self._settle_until(record)
        if time.monotonic() < ready_at:
            self._changed(record)
            self._put(record, Stage.FETCH, ready_at)
            return
        fetching = self._step(
            uid,
            StudyState.FETCHING,
            attempts=record.attempts + 1,
            images_announced=record.study.images_expected,
        )
        try:
            fetched = stages.fetch(
                self._archive, self._cache, described, cancel, lambda count: self._changed(fetching, count)
            )
        except ArchiveCancelled:
            if not self._take_off(uid):
                self._step(uid, StudyState.QUEUED)
        except (ArchiveError, CacheError) as error:
            self._not_fetched(fetching, error)
        else:
            if fetched.missing is not None:
                self._incomplete(uid, fetched.images_received, fetched.missing)
                return
            with self._lock:
                self._tries.pop(uid, None)
            self._take_up(self._step(uid, StudyState.READY, images_received=fetched.images_received))

    def _not_fetched(self, record: StudyRecord, error: FirstreadError) -> None:
        """The archive or the disk failed: try again later; give up where that keeps failing."""
        uid, reason = record.uid, error.reason
        received = len(self._cache.images(uid))
        attempt = self._count_try(uid, counts=reason.code not in _LINE_TROUBLE)
        given_up = attempt > self._settings.fetch_retries
        if given_up and reason.code == _GONE.code:
            record = self._step(uid, StudyState.WITHDRAWN, (reason,))
        elif record.state is StudyState.FETCHING:
            if received:
                expected = record.study.images_expected
                arrived = f"{received} of {expected} images arrived." if expected else f"{received} images arrived."
                record = self._step(
                    uid, StudyState.INCOMPLETE, (Reason("images_missing", arrived), reason), images_received=received
                )
            elif given_up:
                record = self._step(uid, StudyState.FAILED, (reason,))
            else:
                record = self._step(uid, StudyState.QUEUED, (reason,))
        elif given_up and record.state is StudyState.QUEUED:
            record = self._step(uid, StudyState.FAILED, (reason,))
        if not given_up:
            self._put(record, Stage.FETCH, time.monotonic() + self._backoff_s(attempt))

    def _incomplete(self, uid: str, received: int, missing: Reason) -> None:
        attempt = self._count_try(uid)
        if attempt > self._settings.fetch_retries:
            text = f"{missing.text} The archive was asked {attempt} times; the study was not analysed."
            self._step(uid, StudyState.INCOMPLETE, (replace(missing, text=text),), images_received=received)
            return
        record = self._step(uid, StudyState.INCOMPLETE, (missing,), images_received=received)
        self._put(record, Stage.FETCH, time.monotonic() + self._backoff_s(attempt))

    def _count_try(self, uid: str, *, counts: bool = True) -> int:
        with self._lock:
            self._tries[uid] = self._tries.get(uid, 0) + counts
            return max(1, self._tries[uid])

    def _backoff_s(self, attempt: int) -> float:
        return float(min(self._settings.fetch_backoff_s * 2 ** min(attempt - 1, 30), _MAX_BACKOFF_S))

    # ---- analysis thread ----

    def _run_analysis(self) -> None:
        try:
            self._emit(DeviceStatus(False, "", "", "The network is being loaded."))
            self._tell_device()
            self._work(Stage.ANALYSE, self._analyse)
        finally:
            self._pool.join()

    def _tell_device(self) -> None:
        device = self._pool.device()
        self._effort_told = self._pool.effort
        if not self._stopping.is_set:
            self._emit(DeviceStatus(device.ready, device.provider, device.device, device.text, device.degraded))

    def _analyse(self, job: Job) -> None:
        record = self._journal.get(job.uid)
        if record is None or record.state is not StudyState.READY or self._take_off(job.uid):
            return
        if len(self._cache.images(job.uid)) < record.images_received:
            self._put_fetch(record, reasons=(_IMAGES_LOST,))
            return
        record = self._step(job.uid, StudyState.ANALYSING, attempts=record.attempts + 1)
        with self._cancellable(job.uid) as cancel, cancel.ending(self._pool.cancel):
            try:
                answer = self._pool.analyse(
                    self._cache.images_folder(job.uid), self._cache.folder(job.uid), self._settings.analysis_timeout_s
                )
            except CacheError as error:
                answer = Answer(reason=error.reason)
        record = self._conclude(job.uid, answer)
        with self._lock:
            self._taken_off.discard(job.uid)
        self._take_up(record)
        if self._pool.effort is not self._effort_told:
            self._tell_device()

    def _conclude(self, uid: str, answer: Answer) -> StudyRecord:
        """Enter how an analysis ended: a result, once more (state READY), or the reason why there is none."""
        if answer.result is not None:
            with self._lock:
                self._crashes.pop(uid, None)
            record = self._journal.save_result(uid, answer.result)
            self._changed(record)
            return record
        if answer.cancelled:
            if self._take_off(uid):
                return self._journal.get(uid) or self._step(uid, StudyState.WITHDRAWN)
            return self._step(uid, StudyState.READY)
        assert answer.reason is not None
        if answer.crashed or answer.starved:
            return self._once_more(uid, answer, answer.reason)
        return self._step(uid, StudyState.FAILED, (answer.reason,))

    def _once_more(self, uid: str, answer: Answer, reason: Reason) -> StudyRecord:
        """The analysis process ended, hung or ran out of memory: again with less, until there is nothing less."""
        with self._lock:
            tries = self._crashes[uid] = self._crashes.get(uid, 0) + 1
        eased = self._pool.ease(reason)
        if eased or (answer.crashed and tries < 2):
            record = self._step(uid, StudyState.READY, (reason,))
        else:
            self._pool.restore()  # it was this study, so the next one need not suffer for it
            text = f"{reason.text} This study was tried {'once' if tries == 1 else f'{tries} times'}."
            record = self._step(uid, StudyState.FAILED, (replace(reason, text=text),))
        if answer.crashed:
            self._emit(DeviceStatus(False, "", "", f"{reason.text} It is started again."))
            self._tell_device()
        return record

    # ---- loader thread ----

    def _run_loader(self) -> None:
        while True:
            with self._case_changed:
                while self._case_wanted is None and not self._stopping.is_set:
                    self._case_changed.wait()
                if self._stopping.is_set or self._case_wanted is None:
                    return
                (uid, generation), self._case_wanted = self._case_wanted, None
            try:
                case = stages.load_case(self._cache, uid)
            except FirstreadError as error:
                case = stages.Case(None, None, error.reason.text)
            except Exception as error:  # a study that cannot be shown must not end the viewer
                _log.exception("a case could not be loaded")
                case = stages.Case(None, None, f"The study cannot be shown ({type(error).__name__}).")
            self._emit(CaseLoaded(generation, uid, case.volume, case.result, case.text))

    # ---- shared ----

    def _work(self, stage: Stage, do: Callable[[Job], None]) -> None:
        while not self._queue.closed:
            if stage is Stage.FETCH:
                self._look_for_room()
            job = self._queue.take(stage, _LOOK_S if stage is Stage.FETCH else None)
            if job is None:
                continue
            self._tell_queue()
            try:
                do(job)
            except IllegalTransition:
                _log.info("a study was taken further, or off the line, while a step began", exc_info=True)
            except Exception as error:  # one study must not stop the line
                _log.exception("a step of the pipeline failed")
                self._give_up(job, error)
            finally:
                self._queue.done(job)
                self._tell_queue()

    def _look_for_room(self) -> None:
        """Hold back fetching while disk or memory are short."""
        now = time.monotonic()
        with self._lock:
            if now - self._looked_at < _LOOK_S:
                return
            self._looked_at = now
        held = shortage(self._cache.root, self._settings.fetch_least_disk_gb, self._settings.fetch_least_memory_gb)
        self._queue.set_held(Stage.FETCH, bool(held))
        if held != self._held:
            self._held = held
            self._tell_queue()

    def _give_up(self, job: Job, error: Exception) -> None:
        """Our own mistake, or a journal that cannot be written: the study says so, if that is still possible."""
        with self._lock:
            self._taken_off.discard(job.uid)
        reason = (
            error.reason
            if isinstance(error, FirstreadError)
            else Reason(
                "internal_error", f"An unexpected error stopped the work on this study ({type(error).__name__})."
            )
        )
        try:
            self._step(job.uid, StudyState.FAILED, (reason,))
        except FirstreadError:
            _log.warning("the failure of a step could not be entered in the journal")

    def _step(
        self,
        uid: str,
        state: StudyState,
        reasons: Sequence[Reason] = (),
        *,
        images_received: int | None = None,
        images_announced: int | None = None,
        attempts: int | None = None,
    ) -> StudyRecord:
        record = self._journal.transition(
            uid,
            state,
            reasons,
            images_received=images_received,
            images_announced=images_announced,
            attempts=attempts,
        )
        self._changed(record)
        return record

    def _put(self, record: StudyRecord, stage: Stage, not_before: float = 0.0) -> None:
        self._queue.put(self._job(record, stage, not_before))
        self._tell_queue()

    def _job(self, record: StudyRecord, stage: Stage, not_before: float = 0.0) -> Job:
        with self._lock:
            opened = record.uid in self._opened
        recent_hours = self._settings.queue_recent_hours
        return job_for(record, stage, datetime.now(), recent_hours, opened=opened, not_before=not_before)

    def _prefer(self, uid: str) -> None:
        with self._lock:
            self._opened.add(uid)
        self._queue.promote(uid)

    def _changed(self, record: StudyRecord, images_received: int | None = None) -> None:
        """Tells of ``record`` as the journal has it now: of two changes at once, the newer is told last."""
        with self._telling:
            current = self._journal.get(record.uid) or record
            if images_received is not None and current.state is StudyState.FETCHING:
                current = replace(current, images_received=images_received)
            self._emit(StudyChanged(current))

    def _tell_queue(self) -> None:
        fetch, analyse = self._queue.load(Stage.FETCH), self._queue.load(Stage.ANALYSE)
        status = QueueStatus(
            fetch.waiting + fetch.running,
            analyse.waiting,
            analyse.running,
            self._queue.paused,
            fetch.later + analyse.later,
            self._held,
        )
        with self._lock:
            if status == self._told:
                return
            self._told = status
        self._emit(status)

    def _emit(self, event: Event) -> None:
        try:
            self._emit_event(event)
        except Exception:  # the listener's trouble is not the pipeline's
            _log.exception("an event could not be delivered")


def _taken_off(record: StudyRecord) -> bool:
    """Whether a reader took the study off the line; the archive saying more of it does not bring it back."""
    return record.state is StudyState.WITHDRAWN and any(one.code == _TAKEN_OFF.code for one in record.reasons)
