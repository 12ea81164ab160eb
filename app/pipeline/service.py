"""The pipeline: finds studies, fetches them, has them analysed, and tells what changes.

Threads: one poller, some that fetch, one that feeds the analysis process, two that load and fetch for the viewer, those
of our store SCP and of the watched folder, and one that carries out what the reader asks for, so that the window never
waits for the disk. They meet in the queue and the journal only; the journal's transitions are the truth, and this is
the only place where they are made. What has to
be done is read from the journal alone, so that a program that was killed goes on where it was. Every change goes out
through ``emit``.
"""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue

from app.domain.edits import ReaderResult
from app.domain.events import CaseLoaded, DeviceStatus, Emit, Event, QueueStatus, Refused, StudyChanged
from app.domain.states import StudyState
from app.domain.study import Source, Study, StudyRecord
from app.errors import ArchiveCancelled, ArchiveError, CacheError, IllegalTransition
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.breaker import LINE_TROUBLE
from app.pacs.store_scp import StoreScp
from app.pipeline import stages
from app.pipeline.analysis import AnalysisPool, Answer, Effort, OpenDetector, opener_of
from app.pipeline.completeness import missing_slices
from app.pipeline.doors import Doors
from app.pipeline.intake import Callbacks, Intake
from app.pipeline.jobs import Job, Stage, Urgency, is_emergency, job_for
from app.pipeline.look_ahead import LookAhead
from app.pipeline.poller import Poller
from app.pipeline.queue import JobQueue
from app.pipeline.recall import Recall
from app.pipeline.room import shortage
from app.pipeline.sending import Sending
from app.results import reader_files
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal, Transition
from inference.errors import FirstreadError, Reason

_log = logging.getLogger(__name__)

_MAX_BACKOFF_S = 600.0
#: Trouble of the line, not of the study: tried again for ever, without counting against the study.
_LINE_TROUBLE = (LINE_TROUBLE | {"archive_no_service"}) - {"archive_no_answer", "archive_aborts"}
#: A stack with a hole of which the archive says that it is whole is fetched so often, then taken as it is.
_HOLE_TRIES = 2
#: How often disk and memory are looked at.
_LOOK_S = 2.0

_GONE = Reason("study_gone", "The archive does not hold this study any more.")
_MORE_IMAGES = Reason("more_images", "The archive announced more images; the study is fetched and analysed again.")
_IMAGES_LOST = Reason("images_lost", "Images of this study are missing from the cache; it is fetched again.")
_NOT_HERE = Reason("images_missing", "The images of this study are not here, and the archive does not hold them.")
_REST = Reason("rest_wanted", "The series that were fetched first cannot be analysed; all others are fetched, too.")
_BROUGHT_BACK = "The images were removed to keep the cache within its limits; they are being fetched again."
_TAKEN_OFF = Reason("taken_off", "A reader took this study off the line; nothing is known of it.")


class Pipeline:
    """The line from archive to worklist. Call the methods from one thread; ``emit`` is called from many."""

    def __init__(
        self,
        archives: Archive | Archives,
        journal: Journal,
        cache: ImageCache,
        settings: Settings,
        emit: Emit,
        *,
        opener: OpenDetector | None = None,
        ignore: Container[str] = (),
    ) -> None:
        """Nothing starts before :meth:`start`. ``opener`` makes the detector, in the analysis process; without it the
        settings say how.

        ``ignore`` holds Study Instance UIDs that are not taken up, whatever the archive says.
        """
        self._ignore = ignore
        self._archives = Archives.of(archives)
        self._journal, self._cache, self._settings = journal, cache, settings
        self._emit_event = emit
        self._queue = JobQueue(settings.fetch_ahead)
        self._stopping = Cancel()
        self._pool = AnalysisPool(
            settings.analysis_model_dir, settings.analysis_provider, opener or opener_of(settings)
        )
        self._poller = Poller(
            self._archives,
            settings.poll_interval_s,
            settings.poll_lookback_hours,
            settings.poll_modality,
            self._found,
            self._emit,
        )
        callbacks = Callbacks(self._enter, self._told_of, lambda: self._held)
        self._intake = Intake(cache, callbacks, settings.receive_settle_s, ignore)
        self._doors = Doors(self._intake, journal, self._emit)
        self._archives.receive_with(lambda: self._doors.receiver)
        self._recall = Recall(self._archives, cache, journal, self._emit)
        self._ahead = LookAhead(cache)
        self._sending = Sending(self._archives, cache, journal, settings, self._emit)
        self._doors.committed = self._sending.committed
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._opened: set[str] = set()
        self._seen: dict[str, tuple[int | None, float]] = {}
        self._as_it_is: set[str] = set()
        self._arrivals: set[str] = set()
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

    @property
    def receiver(self) -> StoreScp | None:
        """Our store SCP, while it takes what is sent to us."""
        return self._doors.receiver

    # ---- what the application calls ----

    def start(self, first: Callable[[], None] | None = None) -> None:
        """Take up what an earlier run left, and begin; returns soon. Raises JournalError.

        ``first`` is done before anything else, in a thread of the pipeline.
        """
        self._journal.resume()
        if first is not None:
            self._asked.put(first)
        self._asked.put(self._begin)
        self._commands.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End everything under way, in order; True where all threads ended in time. The journal stays open.

        Steps that were cut short are taken back in the journal, so that the next start takes them again.
        """
        deadline = time.monotonic() + timeout_s
        self._stopping.set()
        self._poller.stop()
        self._recall.stop()
        self._ahead.stop()
        self._sending.stop()
        self._queue.close()
        with self._lock:
            under_way = list(self._cancels.values())
        for cancel in under_way:
            cancel.set()
        self._pool.close()
        self._archives.close()
        self._asked.put(None)  # what the reader asked for before is still carried out
        with self._case_changed:
            self._case_changed.notify_all()
        ended = True
        if self._commands.ident is not None:  # first, because it starts all others
            self._commands.join(max(0.0, deadline - time.monotonic()))
            ended = not self._commands.is_alive()
        ended = self._doors.close(max(0.0, deadline - time.monotonic())) and ended
        ended = self._recall.join(max(0.0, deadline - time.monotonic())) and ended
        ended = self._ahead.join(max(0.0, deadline - time.monotonic())) and ended
        ended = self._sending.join(max(0.0, deadline - time.monotonic())) and ended
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

    def look_ahead(self, uids: Sequence[str]) -> None:
        """Read these studies into memory, because the reader will probably open them next. Returns at once."""
        self._ahead.want(uids)

    @property
    def kept_in_memory(self) -> tuple[str, ...]:
        """Study Instance UIDs of the cases that open without the disk."""
        return self._ahead.kept

    def open_prior(self, uid: str, generation: int) -> None:
        """Find and fetch the last earlier head CT of a study's patient; answered by PriorLoaded. Returns at once."""
        self._recall.prior(uid, generation)

    def apply(self, settings: Settings) -> None:
        """Use these settings from now on, as far as that goes without a restart. Returns at once."""
        self._asked.put(lambda: self._apply(settings))

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again, now; does nothing for one that is at work. Returns at once."""
        self._asked.put(lambda: self._retry(uid))

    def withdraw(self, uid: str) -> None:
        """Take a study off the line, also one that is at work; it stays in the list. Returns at once."""
        self._asked.put(lambda: self._withdraw(uid))

    def mark_read(self, uid: str, read: bool, by: str = "") -> None:
        """Note that the reader ``by`` is done with a study, or not after all. Returns at once."""
        self._asked.put(lambda: self._changed(self._journal.mark_read(uid, read, by)))

    def act(self, change: Callable[[Journal], StudyRecord | None]) -> None:
        """Carry out what a reader does with a study (:mod:`app.store.marks`) and tell its record. Returns at once."""
        self._asked.put(lambda: self._act(change))

    def keep_edits(self, uid: str, edits: ReaderResult | None) -> None:
        """Keep what a reader made of a result beside it, or forget it. Returns at once."""
        self._asked.put(lambda: self._keep_edits(uid, edits))

    def _keep_edits(self, uid: str, edits: ReaderResult | None) -> None:
        folder = self._cache.folder(uid)
        if edits is None:
            reader_files.remove(folder)
        else:
            reader_files.save(folder, edits)

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing; what is under way is finished, and new studies still appear."""
        self._queue.set_paused(paused)
        self._tell_queue()

    def poll_now(self) -> None:
        """Ask the archive for new studies without waiting for the interval."""
        self._archives.try_now()
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

    def _act(self, change: Callable[[Journal], StudyRecord | None]) -> None:
        record = change(self._journal)
        if record is not None:
            self._changed(record)

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
        self._recall.start()
        self._ahead.start()
        self._sending.start()
        self._doors.open(self._settings)
        self._poller.start()

    def _apply(self, settings: Settings) -> None:
        self._settings = settings
        self._queue.set_ahead(settings.fetch_ahead)
        self._sending.apply(settings)
        self._poller.set_pace(settings.poll_interval_s, settings.poll_lookback_hours)
        self._intake.set_settle_s(settings.receive_settle_s)
        if not self._stopping.is_set:
            self._doors.open(settings)

    def _retry(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None:
            return
        with self._lock:
            self._taken_off.discard(uid)
            if any(reason.code == "slices_missing" for reason in record.reasons):
                self._as_it_is.add(uid)  # the reader has seen that, and asks all the same
        record = self._journal.count_tries(uid, 0)
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
        elif (record.grown or self._arrived_unseen(record)) and not _taken_off(record):
            self._put_fetch(record, self._settle_until(record), (_MORE_IMAGES,))
        elif record.state is StudyState.READY:
            self._put(record, Stage.ANALYSE)
        elif self._rest_may_help(record):
            self._put_fetch(record, reasons=(_REST,))

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
            archive = self._archives.came_from(study.study_instance_uid)
            record = self._enter(self._sending.without_ours(study, known, archive), archive=archive)
            recounted = self._note_count(record)
            if known is None:
                self._changed(record)
                self._put_fetch(record, self._settle_until(record))
                continue
            if record.study != known.study:
                self._changed(record)
            if record.state is StudyState.WITHDRAWN and not _taken_off(record):
                self._journal.count_tries(record.uid, 0)
                self._put_fetch(record, self._settle_until(record))  # the archive has it again
            elif record.grown and (recounted or not self._queue.holds(record.uid, Stage.FETCH)):
                self._refetch(record)

    def _enter(self, study: Study, source: Source = Source.QUERY, archive: str = "") -> StudyRecord:
        emergency = is_emergency(study, self._settings.queue_emergency_words)
        return self._journal.found(replace(study, emergency=emergency), source, archive)

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

        On the clock of time.monotonic. Studies of the backlog, and those a reader waits for, are not held back; what
        is being sent to us just now always is.
        """
        job = self._job(record, Stage.FETCH)
        coming = self._intake.ready_at(record.uid)
        if job.urgency in (Urgency.OPENED, Urgency.BACKLOG):
            return coming
        with self._lock:
            _, since = self._seen.get(record.uid, (None, -math.inf))
        return max(coming, since + self._settings.fetch_settle_s)

    def _refetch(self, record: StudyRecord) -> None:
        """More images were announced after the latest fetch began; a step under way looks at that when it ends."""
        if record.state in (StudyState.FETCHING, StudyState.ANALYSING) or _taken_off(record):
            return
        self._journal.count_tries(record.uid, 0)
        self._queue.discard(record.uid, Stage.ANALYSE)
        self._put_fetch(record, self._settle_until(record), (_MORE_IMAGES,))

    # ---- what is sent to us, and the watched folder ----

    def _told_of(self, uid: str) -> None:
        """More came of a study; called in the sender's thread, so the work is left to the commands' own."""
        with self._lock:
            if uid in self._arrivals:
                return
            self._arrivals.add(uid)
        self._asked.put(lambda: self._arrived(uid))

    def _arrived(self, uid: str) -> None:
        with self._lock:
            self._arrivals.discard(uid)
        known = self._journal.get(uid)
        if known is None or self._stopping.is_set:
            return
        record = self._count_arrived(known)
        self._changed(record)
        if _taken_off(record):
            return
        if record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE, StudyState.WITHDRAWN):
            if record.tries and record.study != known.study:
                record = self._journal.count_tries(uid, 0)
            self._put_fetch(record, self._settle_until(record))
        elif record.grown:
            self._refetch(record)

    def _count_arrived(self, record: StudyRecord) -> StudyRecord:
        """Enter how many images there are at least: what nobody announced is told by what came."""
        expected = max(record.study.images_expected or 0, len(self._cache.images(record.uid)))
        return self._journal.found(Study(record.uid, images_expected=expected))

    def _arrived_unseen(self, record: StudyRecord) -> bool:
        """Whether an earlier run was killed between an image's arrival and its count."""
        return (
            record.source is not Source.QUERY
            and record.state.final
            and record.images_received > 0
            and self._cache.changed_at(record.uid) > record.changed_at.timestamp()
            and len(self._cache.images(record.uid)) > record.images_received
        )

    def _gather(self, record: StudyRecord) -> bool:
        """Take up a study that was sent to us from what is here; False where the archive has to be asked for more."""
        uid = record.uid
        self._intake.taken(uid)
        record = self._count_arrived(record)
        here = self._cache.images(uid)
        expected = record.study.images_expected or 0
        asked_before = record.tries > 0 and not self._as_is(uid)
        if not here or len(here) < expected or asked_before:
            return False
        self._step(uid, StudyState.FETCHING, attempts=record.attempts + 1, images_announced=expected)
        self._assess(uid, here)
        return True

    def _assess(self, uid: str, here: Sequence[Path]) -> None:
        """End a fetch whose images may not be all, although nothing else tells that."""
        missing = None if self._as_is(uid) else missing_slices(here)
        if missing is not None:
            self._incomplete(uid, len(here), missing)
        else:
            self._fetched(uid, len(here))

    def _as_is(self, uid: str) -> bool:
        with self._lock:
            return uid in self._as_it_is

    # ---- fetch threads ----

    def _fetch(self, job: Job) -> None:
        record = self._journal.get(job.uid)
        if record is None or record.state not in (StudyState.QUEUED, StudyState.INCOMPLETE):
            return
        with self._cancellable(job.uid) as cancel:
            self._fetch_until(cancel, record)

    def _fetch_until(self, cancel: Cancel, record: StudyRecord) -> None:
        uid = record.uid
        coming = self._intake.ready_at(uid)
        if time.monotonic() < coming:
            self._put(record, Stage.FETCH, coming)
            return
        if (record.source is not Source.QUERY or coming) and self._gather(record):
            return
        try:
            described = stages.describe(self._archives, uid, cancel)
        except ArchiveCancelled:
            self._take_off(uid)
            return
        except ArchiveError as error:
            self._not_fetched(record, error)
            return
        if described is None:
            self._not_fetched(record, ArchiveError(_GONE.code, _GONE.text))
            return
        record = self._enter(described.study, archive=self._archives.came_from(uid))
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
            series = () if _whole_wanted(record) else stages.worth_first(described)
            fetched = stages.fetch(
                self._archives, self._cache, described, cancel, lambda count: self._changed(fetching, count), series
            )
        except ArchiveCancelled:
            if not self._take_off(uid):
                self._step(uid, StudyState.QUEUED)
        except (ArchiveError, CacheError) as error:
            self._not_fetched(fetching, error)
        else:
            if fetched.missing is not None:
                self._incomplete(uid, fetched.images_received, fetched.missing)
            elif record.source is not Source.QUERY or record.tries < _HOLE_TRIES:
                self._assess(uid, self._cache.images(uid))
            else:
                self._fetched(uid, fetched.images_received)

    def _fetched(self, uid: str, received: int) -> None:
        record = self._journal.get(uid)
        if record is None:
            return
        named = stages.named_in_full(self._cache, record.study)
        if named != record.study:
            self._enter(named)
        self._take_up(self._step(uid, StudyState.READY, images_received=received, tries=0))
        try:
            self._cache.sync(uid)  # the analysis has begun meanwhile: it need not wait for the disk
        except CacheError as error:
            _log.warning("the images of a study are not safe from a power failure: %s", error.reason.code)

    def _not_fetched(self, record: StudyRecord, error: FirstreadError) -> None:
        """The archive or the disk failed: try again later; give up where that keeps failing."""
        uid, reason = record.uid, error.reason
        here = self._cache.images(uid)
        received = len(here)
        if record.source is not Source.QUERY and record.state is not StudyState.FETCHING:
            self._archive_cannot_help(record, here)
            return
        tries = record.tries + (reason.code not in _LINE_TROUBLE)
        attempt = max(1, tries)
        given_up = attempt > self._settings.fetch_retries
        record = self._journal.count_tries(uid, tries)
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

    def _archive_cannot_help(self, record: StudyRecord, here: Sequence[Path]) -> None:
        """A study that was sent to us is not whole, and the archive cannot be asked or does not hold it."""
        self._step(
            record.uid, StudyState.FETCHING, attempts=record.attempts + 1, images_announced=record.study.images_expected
        )
        expected = record.study.images_expected or 0
        if not here:
            self._incomplete(record.uid, 0, _NOT_HERE)
        elif len(here) < expected and not self._as_is(record.uid):
            text = f"{len(here)} of {expected} images arrived."
            self._incomplete(record.uid, len(here), Reason("images_missing", text))
        else:
            self._assess(record.uid, here)

    def _incomplete(self, uid: str, received: int, missing: Reason) -> None:
        record = self._journal.get(uid)
        attempt = 1 if record is None else record.tries + 1
        if attempt > self._settings.fetch_retries:
            sent = record is not None and record.source is not Source.QUERY
            asked = f"This was looked at {attempt} times" if sent else f"The archive was asked {attempt} times"
            missing = replace(missing, text=f"{missing.text} {asked}; the study was not analysed.")
            self._step(uid, StudyState.INCOMPLETE, (missing,), images_received=received, tries=attempt)
            return
        record = self._step(uid, StudyState.INCOMPLETE, (missing,), images_received=received, tries=attempt)
        self._put(record, Stage.FETCH, time.monotonic() + self._backoff_s(attempt))

    def _backoff_s(self, attempt: int) -> float:
        wait_s = min(self._settings.fetch_backoff_s * 2 ** min(attempt - 1, 30), _MAX_BACKOFF_S)
        return float(wait_s * random.uniform(0.8, 1.2))  # so that not all studies come back at one moment

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
        with self._lock:
            self._as_it_is.discard(job.uid)
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
            self._sending.want(uid)  # first, so that it is not lost with a crash in between
            record = self._journal.save_result(uid, answer.result)
            self._changed(record)
            return self._with_the_rest(record)
        if answer.cancelled:
            if self._take_off(uid):
                return self._journal.get(uid) or self._step(uid, StudyState.WITHDRAWN)
            return self._step(uid, StudyState.READY)
        assert answer.reason is not None
        if answer.crashed or answer.starved:
            return self._once_more(uid, answer, answer.reason)
        return self._step(uid, StudyState.FAILED, (answer.reason,))

    def _with_the_rest(self, record: StudyRecord) -> StudyRecord:
        """A study that could not be analysed by the series worth having first is fetched as a whole, once."""
        if not self._rest_may_help(record):
            return record
        try:
            return self._step(record.uid, StudyState.QUEUED, (_REST,))
        except IllegalTransition:  # somebody asked for it in between
            return self._journal.get(record.uid) or record

    def _rest_may_help(self, record: StudyRecord) -> bool:
        return (
            record.state is StudyState.NOT_ANALYSABLE
            and (record.study.images_expected or 0) >= max(stages.LARGE, record.images_received + 1)
            and not any(_whole_wanted(step) for step in self._journal.transitions(record.uid))
        )

    def _once_more(self, uid: str, answer: Answer, reason: Reason) -> StudyRecord:
        """The analysis process ended, hung or ran out of memory: again with less, until there is nothing less."""
        before = self._journal.get(uid)
        tries = 1 if before is None else before.tries + 1
        eased = self._pool.ease(reason)
        if eased or (answer.crashed and tries < 2):
            record = self._step(uid, StudyState.READY, (reason,), tries=tries)
        else:
            self._pool.restore()  # it was this study, so the next one need not suffer for it
            text = f"{reason.text} This study was tried {'once' if tries == 1 else f'{tries} times'}."
            record = self._step(uid, StudyState.FAILED, (replace(reason, text=text),), tries=tries)
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
            self._recall.drop_case()
            try:
                removed = self._removed(uid)
                case = self._ahead.case(uid)
            except FirstreadError as error:
                removed, case = None, stages.Case(None, None, error.reason.text)
            except Exception as error:  # a study that cannot be shown must not end the viewer
                _log.exception("a case could not be loaded")
                removed, case = None, stages.Case(None, None, f"The study cannot be shown ({type(error).__name__}).")
            if removed is None:
                edits = stages.load_edits(self._cache, uid, case.result)
                self._emit(CaseLoaded(generation, uid, case.volume, case.result, case.text, edits))
                self._recall.rest(uid)
            else:
                self._emit(CaseLoaded(generation, uid, None, case.result, _BROUGHT_BACK))
                self._recall.case(removed, generation)

    def _removed(self, uid: str) -> StudyRecord | None:
        """The record of a study that is done with, and whose images are not, or not all, in the cache any more."""
        record = self._journal.get(uid)
        if record is None or not record.state.final or len(self._cache.images(uid)) >= record.images_received:
            return None
        return record

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
                if self._take_off(job.uid):  # asked for after this step had looked for the last time
                    self._queue.discard(job.uid, Stage.ANALYSE)
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
        tries: int | None = None,
    ) -> StudyRecord:
        record = self._journal.transition(
            uid,
            state,
            reasons,
            images_received=images_received,
            images_announced=images_announced,
            attempts=attempts,
            tries=tries,
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


def _whole_wanted(step: StudyRecord | Transition) -> bool:
    """Whether all series are to be fetched: the first ones did not do, or somebody asked for the study."""
    again = isinstance(step, StudyRecord) and step.tries > 0
    return again or any(reason.code == _REST.code for reason in step.reasons)


def _taken_off(record: StudyRecord) -> bool:
    """Whether a reader took the study off the line; the archive saying more of it does not bring it back."""
    return record.state is StudyState.WITHDRAWN and any(one.code == _TAKEN_OFF.code for one in record.reasons)
