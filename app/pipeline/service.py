"""The pipeline: finds studies, fetches them, has them analysed, and tells what changes.

Threads: one poller, some that fetch, one that feeds each analysis process, that of a second reader included, one that
ends the studies' rests, two that load and fetch for the viewer, one that looks for earlier studies and one that
compares with them, those of our store SCP and of the watched folder, and one that carries out what the reader asks for,
so that the window never waits for the disk. They meet in the queue and the journal only; the journal's transitions are
the truth, and :mod:`app.pipeline.shared` is the only place where they are made. What has to be done is read from the
journal alone (:mod:`app.pipeline.waiting`), so that a program that was killed goes on where it was. Every change goes
out through ``emit``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Sequence
from pathlib import Path

from app.domain.edits import ReaderResult
from app.domain.events import Emit, Refused
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.pacs.store_scp import StoreScp
from app.pipeline.analyser import Analyser
from app.pipeline.analysis import AnalysisPool, OpenDetector
from app.pipeline.arrivals import Arrivals
from app.pipeline.case_loader import CaseLoader
from app.pipeline.command_thread import CommandThread
from app.pipeline.confirming import Confirming
from app.pipeline.doors import Doors
from app.pipeline.fetcher import Fetcher
from app.pipeline.intake import Callbacks, Intake
from app.pipeline.jobs import Stage
from app.pipeline.look_ahead import LookAhead
from app.pipeline.opening import open_files
from app.pipeline.poller import Poller
from app.pipeline.prior_search import PriorSearch
from app.pipeline.queue import JobQueue
from app.pipeline.queue_watch import QueueWatch
from app.pipeline.recall import Recall
from app.pipeline.resting import Resting
from app.pipeline.second_reader import SecondReader
from app.pipeline.sending import Sending
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import Waiting
from app.pipeline.worker import Worker
from app.pipeline.workforce import Workforce
from app.results import reader_files
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.errors import FirstreadError

#: Images that came in the last hour, in seconds, are perhaps not all: whoever sends them may still be at it.
_COMING_S = 3600.0


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
        second_opener: OpenDetector | None = None,
        ignore: Container[str] = (),
    ) -> None:
        """Nothing starts before :meth:`start`. ``opener`` makes the detector, in the analysis process, and
        ``second_opener`` the second reader's, where the settings want one; without them the settings say how.

        ``ignore`` holds Study Instance UIDs that are not taken up, whatever the archive says.
        """
        self._archives = Archives.of(archives)
        self._journal, self._cache = journal, cache
        self._shared = shared = Shared(self._archives, journal, cache, settings, emit, ignore)
        self._queue = JobQueue(settings.fetch_ahead)
        self._watch = QueueWatch(shared, self._queue)
        self._commands = CommandThread(shared.emit)
        self._opening = CommandThread(shared.emit, "firstread-opening")  # a disc takes longer than a command may
        callbacks = Callbacks(shared.enter, lambda uid: self._arrivals.came(uid), lambda: self._watch.held)
        self._intake = Intake(cache, callbacks, settings.receive_settle_s, ignore)
        self._doors = Doors(self._intake, journal, shared.emit)
        self._archives.receive_with(lambda: self._doors.receiver)
        self._resting = Resting()
        self._waiting = Waiting(shared, self._queue, self._watch, self._intake, self._resting)
        self._under_way = UnderWay(shared)
        self._sending = Sending(self._archives, cache, journal, settings, shared.emit)
        self._doors.committed = self._sending.committed
        self._arrivals = Arrivals(shared, self._queue, self._waiting, self._sending, self._commands.put)
        self._poller = Poller(
            self._archives,
            settings.poll_interval_s,
            settings.poll_lookback_hours,
            settings.poll_modality,
            self._polled,
            shared.emit,
        )
        self._priors = PriorSearch(self._archives, journal, settings, self._enter_prior, ignore)
        self._recall = Recall(self._archives, cache, journal, shared.emit)
        self._ahead = LookAhead(cache)
        self._loader = CaseLoader(shared, self._ahead, self._recall)
        self._worker = Worker(shared, self._queue, self._watch, self._under_way, self._waiting)
        fetcher = Fetcher(shared, self._waiting, self._intake, self._under_way, self._resting)
        self._workforce = Workforce(settings, opener, self._analyser, self._worker)
        confirming = Confirming(shared, self._waiting, self._under_way, self._resting, self._workforce.analyser)
        self._threads = [
            *(
                threading.Thread(
                    target=self._worker.work, args=(Stage.FETCH, fetcher.fetch), name=f"firstread-fetch-{n + 1}"
                )
                for n in range(settings.fetch_threads)
            ),
            threading.Thread(target=self._workforce.run, name="firstread-analysis"),
            threading.Thread(target=self._worker.work, args=(Stage.REST, confirming.confirm), name="firstread-rest"),
            threading.Thread(target=self._loader.run, name="firstread-loader"),
        ]
        self._second: SecondReader | None = None
        if settings.analysis_second_reader:
            self._second = SecondReader(shared, self._queue, self._waiting, second_opener)
            self._threads.append(threading.Thread(target=self._second.run, name="firstread-second"))

    def _analyser(self, pool: AnalysisPool) -> Analyser:
        return Analyser(self._shared, self._waiting, self._under_way, pool, self._sending, self._priors, self._resting)

    @property
    def receiver(self) -> StoreScp | None:
        """Our store SCP, while it takes what is sent to us."""
        return self._doors.receiver

    # ---- what the application calls ----

    def start(self) -> None:
        """Take up what an earlier run left, and begin; returns soon. Raises JournalError."""
        self._journal.resume()
        self._commands.put(self._begin)
        self._commands.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End everything under way, in order; True where all threads ended in time. The journal stays open.

        Steps that were cut short are taken back in the journal, so that the next start takes them again.
        """
        deadline = time.monotonic() + timeout_s
        self._shared.stopping.set()
        self._poller.stop()
        self._recall.stop()
        self._ahead.stop()
        self._sending.stop()
        self._shared.following.stop()
        self._priors.stop()
        self._queue.close()
        self._under_way.cancel_all()
        self._workforce.close()
        if self._second is not None:
            self._second.close()
        self._archives.close()
        self._commands.close()
        self._opening.close()
        self._loader.stop()
        ended = True
        # The commands first, because they start all others.
        for join in (
            self._commands.join, self._opening.join, self._doors.close, self._recall.join, self._ahead.join,
            self._sending.join, self._poller.join, self._shared.following.join, self._priors.join,
        ):  # fmt: skip
            ended = join(max(0.0, deadline - time.monotonic())) and ended
        for thread in (*self._threads, *self._workforce.threads()):
            if thread.ident is not None:
                thread.join(max(0.0, deadline - time.monotonic()))
                ended = ended and not thread.is_alive()
        for uid in self._resting.drop_all():
            self._journal.transition(uid, StudyState.READY)
        return ended

    def open_case(self, uid: str, generation: int) -> None:
        """Load images and result of a study and answer with CaseLoaded; the study also goes first in the queue.

        Only the latest request is answered: a reader who scrolls through the list does not wait for every row.
        """
        self._waiting.prefer(uid)
        self._loader.want(uid, generation)

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

    def open_other_results(self, uid: str, generation: int) -> None:
        """Find and fetch what other products left with a study; answered by OtherResultsFound. Returns at once."""
        self._recall.others(uid, generation)

    def apply(self, settings: Settings) -> None:
        """Use these settings from now on, as far as that goes without a restart. Returns at once."""
        self._commands.put(lambda: self._apply(settings))

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take up the studies of DICOM files and folders; answered by Opened. Returns at once."""
        self._opening.put(lambda: self._open_files(paths))

    def retry(self, uid: str) -> None:
        """Fetch and analyse a study again, now; does nothing for one that is at work. Returns at once."""
        self._commands.put(lambda: self._retry(uid))

    def withdraw(self, uid: str) -> None:
        """Take a study off the line, also one that is at work; it stays in the list. Returns at once."""
        self._commands.put(lambda: self._withdraw(uid))

    def mark_read(self, uid: str, read: bool, by: str = "") -> None:
        """Note that the reader ``by`` is done with a study, or not after all. Returns at once."""
        self._commands.put(lambda: self._act(lambda journal: journal.mark_read(uid, read, by)))

    def act(self, change: Callable[[Journal], StudyRecord | None]) -> None:
        """Carry out what a reader does with a study (:mod:`app.store.marks`) and tell its record. Returns at once."""
        self._commands.put(lambda: self._act(change))

    def keep_edits(self, uid: str, edits: ReaderResult | None) -> None:
        """Keep what a reader made of a result beside it, or forget it. Returns at once."""
        self._commands.put(lambda: self._keep_edits(uid, edits))

    def forget(self, forget_old: Callable[[Callable[[str], bool]], Sequence[str]]) -> None:
        """Have ``forget_old`` remove studies from journal and cache, and tell of them; returns at once.

        It is called in a thread of the pipeline with a function that says, by UID, what is at work, and returns the
        UIDs of those that are gone. Before :meth:`start` it is done before anything else.
        """
        self._commands.put(lambda: self._forget(forget_old))

    def set_paused(self, paused: bool) -> None:
        """Stop or go on fetching and analysing; what is under way is finished, and new studies still appear."""
        self._queue.set_paused(paused)
        self._watch.tell()

    def poll_now(self) -> None:
        """Ask the archive for new studies without waiting for the interval."""
        self._archives.try_now()
        self._poller.poll_now()

    # ---- in the thread that opens files ----

    def _open_files(self, paths: Sequence[Path]) -> None:
        opened = open_files(paths, self._intake, lambda: self._shared.stopping.is_set)
        for uid in opened.studies:
            self._waiting.prefer(uid)
            record = self._journal.get(uid)
            if record is not None:
                self._shared.changed(record)
        self._shared.emit(opened)

    # ---- in the thread of the commands ----

    def _begin(self) -> None:
        """Put the jobs that an earlier run left, then let the threads loose."""
        for uid in self._journal.uids():
            record = self._journal.get(uid)
            if self._shared.stopping.is_set:
                return
            if record is None:
                continue
            self._shared.changed(record)
            self._priors.look_again(record)
            try:
                self._waiting.take_up(record)
            except FirstreadError as error:  # the others may go well
                self._shared.emit(Refused(error.reason.text))
        for thread in self._threads:
            thread.start()
        self._recall.start()
        self._ahead.start()
        self._sending.start()
        self._shared.following.start()
        self._priors.start()
        self._doors.open(self._shared.settings)
        self._opening.start()
        self._poller.start()

    def _apply(self, settings: Settings) -> None:
        self._shared.settings = settings
        self._queue.set_ahead(settings.fetch_ahead)
        self._sending.apply(settings)
        self._priors.apply(settings)
        self._poller.set_pace(settings.poll_interval_s, settings.poll_lookback_hours)
        self._intake.set_settle_s(settings.receive_settle_s)
        if not self._shared.stopping.is_set:
            self._doors.open(settings)

    def _try_doors(self) -> None:
        if not self._shared.stopping.is_set:
            self._doors.try_again()

    def _forget(self, forget_old: Callable[[Callable[[str], bool]], Sequence[str]]) -> None:
        gone = forget_old(self._at_work)
        for uid in gone:
            self._ahead.forget(uid)
            self._intake.forget(uid)
            self._waiting.forget(uid)
        self._shared.forgotten(gone)

    def _at_work(self, uid: str) -> bool:
        """Whether a job waits for a study, whatever its state, or images of it come just now."""
        waits = any(self._queue.holds(uid, stage) for stage in Stage if stage is not Stage.SECOND)
        return waits or time.time() - self._cache.changed_at(uid) < _COMING_S

    def _act(self, change: Callable[[Journal], StudyRecord | None]) -> None:
        record = change(self._journal)
        if record is not None:
            self._shared.changed(record)
            self._waiting.want_second(record)  # it may be unread again

    def _keep_edits(self, uid: str, edits: ReaderResult | None) -> None:
        folder = self._cache.folder(uid)
        if edits is None:
            reader_files.remove(folder)
        else:
            reader_files.save(folder, edits)
        self._shared.following.edited(uid)

    def _retry(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None:
            return
        self._under_way.keep_on(uid)
        self._under_way.compute_anew(uid, True)
        if any(reason.code == "slices_missing" for reason in record.reasons):
            self._under_way.take_as_is(uid, True)  # the reader has seen that, and asks all the same
        record = self._journal.count_tries(uid, 0)
        self._waiting.prefer(uid)
        if record.state.final or record.state in (StudyState.FOUND, StudyState.QUEUED, StudyState.INCOMPLETE):
            self._waiting.put_fetch(record)

    def _withdraw(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None or record.state.final:
            return
        for stage in Stage:
            self._queue.discard(uid, stage)
        self._resting.over(uid)
        self._under_way.withdraw(uid)
        self._watch.tell()

    # ---- in the poller's thread ----

    def _polled(self, studies: Sequence[Study]) -> None:
        self._arrivals.found(studies)
        self._commands.put(self._try_doors)

    # ---- in the thread that looks for earlier studies ----

    def _enter_prior(self, study: Study) -> None:
        """Take up a study that is only to be compared with; one that is known stays what it is."""
        uid = study.study_instance_uid
        if self._journal.get(uid) is None:
            record = self._shared.enter(study, archive=self._archives.came_from(uid), prior=True)
            self._shared.changed(record)
            self._waiting.put_fetch(record)
