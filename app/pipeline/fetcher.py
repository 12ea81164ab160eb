"""The step from the archive into the cache, with all its endings: whole, incomplete, later once more, given up."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from app.domain.states import StudyState
from app.domain.study import Source, StudyRecord
from app.errors import ArchiveAway, ArchiveCancelled, ArchiveError, CacheError
from app.pacs.association import Cancel
from app.pacs.breaker import LINE_TROUBLE
from app.pipeline import stages
from app.pipeline.arrivals import count_arrived
from app.pipeline.completeness import missing_slices
from app.pipeline.intake import Intake
from app.pipeline.jobs import Job, Stage
from app.pipeline.resting import Resting
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import Waiting, whole_wanted
from inference.errors import FirstreadError, Reason
from inference.types import FileSource

_log = logging.getLogger(__name__)

#: Trouble of the line, not of the study: tried again for ever, without counting against the study.
_LINE_TROUBLE = (LINE_TROUBLE | {"archive_no_service"}) - {"archive_no_answer", "archive_aborts"}
#: A stack with a hole of which the archive says that it is whole is fetched so often, then taken as it is.
_HOLE_TRIES = 2

_GONE = Reason("study_gone", "The archive does not hold this study any more.")
_NOT_HERE = Reason("images_missing", "The images of this study are not here, and the archive does not hold them.")


class Fetcher:
    """Fetches one study at a time in each thread that calls it."""

    def __init__(self, shared: Shared, waiting: Waiting, intake: Intake, under_way: UnderWay, resting: Resting) -> None:
        self._shared, self._waiting, self._intake, self._under_way = shared, waiting, intake, under_way
        self._resting = resting

    def fetch(self, job: Job) -> None:
        """Carry out one job of stage FETCH."""
        record = self._shared.journal.get(job.uid)
        if record is None or record.state not in (StudyState.QUEUED, StudyState.INCOMPLETE):
            return
        with self._under_way.cancellable(job.uid) as cancel:
            self._fetch_until(cancel, record)

    def _fetch_until(self, cancel: Cancel, record: StudyRecord) -> None:
        shared, waiting, uid = self._shared, self._waiting, record.uid
        coming = self._intake.ready_at(uid)
        if time.monotonic() < coming:
            waiting.put(record, Stage.FETCH, coming)
            return
        if (record.source is not Source.QUERY or coming) and self._gather(record):
            return
        try:
            described = stages.describe(shared.archives, uid, cancel)
        except ArchiveCancelled:
            self._under_way.take_off(uid)
            return
        except ArchiveError as error:
            self._not_fetched(record, error)
            return
        if described is None:
            self._not_fetched(record, ArchiveError(_GONE.code, _GONE.text))
            return
        record = shared.enter(described.study, archive=shared.archives.came_from(uid), prior=None)
        waiting.note_count(record)
        begin_at = waiting.begin_at(record)
        if time.monotonic() < begin_at:
            shared.changed(record)
            waiting.put(record, Stage.FETCH, begin_at)
            return
        if time.monotonic() < waiting.settle_until(record):
            self._resting.begin(uid)
        else:
            self._resting.over(uid)
        fetching = shared.step(
            uid,
            StudyState.FETCHING,
            attempts=record.attempts + 1,
            images_announced=record.study.images_expected,
        )
        try:
            series = () if whole_wanted(record) else stages.worth_first(described)
            fetched = stages.fetch(
                shared.archives, shared.cache, described, cancel, lambda count: shared.changed(fetching, count), series
            )
        except ArchiveCancelled:
            if not self._under_way.take_off(uid):
                shared.step(uid, StudyState.QUEUED)
        except (ArchiveError, CacheError) as error:
            self._not_fetched(fetching, error)
        else:
            if fetched.missing is not None:
                self._incomplete(uid, fetched.images_received, fetched.missing)
            elif record.source is not Source.QUERY or record.tries < _HOLE_TRIES:
                self._assess(uid, shared.cache.images(uid))
            else:
                self._fetched(uid, fetched.images_received)

    def _gather(self, record: StudyRecord) -> bool:
        """Take up a study that was sent to us from what is here; False where the archive has to be asked for more."""
        uid = record.uid
        self._intake.taken(uid)
        record = count_arrived(self._shared, record)
        here = self._shared.cache.images(uid)
        expected = record.study.images_expected or 0
        asked_before = record.tries > 0 and not self._under_way.as_is(uid)
        if not here or len(here) < expected or asked_before:
            return False
        self._shared.step(uid, StudyState.FETCHING, attempts=record.attempts + 1, images_announced=expected)
        self._assess(uid, here)
        return True

    def _assess(self, uid: str, here: Sequence[FileSource]) -> None:
        """End a fetch whose images may not be all, although nothing else tells that."""
        missing = None if self._under_way.as_is(uid) else missing_slices(here)
        if missing is not None:
            self._incomplete(uid, len(here), missing)
        else:
            self._fetched(uid, len(here))

    def _fetched(self, uid: str, received: int) -> None:
        shared = self._shared
        record = shared.journal.get(uid)
        if record is None:
            return
        named = stages.named_in_full(shared.cache, record.study)
        if named != record.study:
            shared.enter(named, prior=None)
        self._waiting.take_up(shared.step(uid, StudyState.READY, images_received=received, tries=0))
        try:
            shared.cache.sync(uid)  # the analysis has begun meanwhile: it need not wait for the disk
        except CacheError as error:
            _log.warning("the images of a study are not safe from a power failure: %s", error.reason.code)

    def _not_fetched(self, record: StudyRecord, error: FirstreadError) -> None:
        """The archive or the disk failed: try again later; give up where that keeps failing."""
        shared, uid, reason = self._shared, record.uid, error.reason
        try:
            here = shared.cache.images(uid)
        except CacheError:  # the disk's trouble goes on: that is no mistake of ours, and the study waits
            here = ()
        received = len(here)
        if record.source is not Source.QUERY and record.state is not StudyState.FETCHING:
            self._archive_cannot_help(record, here)
            return
        counts = reason.code not in _LINE_TROUBLE and not isinstance(error, ArchiveAway)
        tries = record.tries + counts
        given_up = counts and tries > shared.settings.fetch_retries
        record = shared.journal.count_tries(uid, tries)
        if given_up and reason.code == _GONE.code:
            record = shared.step(uid, StudyState.WITHDRAWN, (reason,))
        elif record.state is StudyState.FETCHING:
            if received:
                expected = record.study.images_expected
                arrived = f"{received} of {expected} images arrived." if expected else f"{received} images arrived."
                record = shared.step(
                    uid, StudyState.INCOMPLETE, (Reason("images_missing", arrived), reason), images_received=received
                )
            elif given_up:
                record = shared.step(uid, StudyState.FAILED, (reason,))
            else:
                record = shared.step(uid, StudyState.QUEUED, (reason,))
        elif given_up and record.state is StudyState.QUEUED:
            record = shared.step(uid, StudyState.FAILED, (reason,))
        if not given_up:
            self._waiting.put_fetch_later(record, max(1, tries))

    def _archive_cannot_help(self, record: StudyRecord, here: Sequence[FileSource]) -> None:
        """A study that was sent to us is not whole, and the archive cannot be asked or does not hold it."""
        self._shared.step(
            record.uid, StudyState.FETCHING, attempts=record.attempts + 1, images_announced=record.study.images_expected
        )
        expected = record.study.images_expected or 0
        if not here:
            self._incomplete(record.uid, 0, _NOT_HERE)
        elif len(here) < expected and not self._under_way.as_is(record.uid):
            text = f"{len(here)} of {expected} images arrived."
            self._incomplete(record.uid, len(here), Reason("images_missing", text))
        else:
            self._assess(record.uid, here)

    def _incomplete(self, uid: str, received: int, missing: Reason) -> None:
        shared = self._shared
        record = shared.journal.get(uid)
        if self._resting.rests(uid):  # it is still arriving, and has its whole rest before it is fetched again
            self._resting.went_in_vain(uid)
            self._waiting.put_fetch(shared.step(uid, StudyState.QUEUED, (missing,)), settle=True)
            return
        attempt = 1 if record is None else record.tries + 1
        if attempt > shared.settings.fetch_retries:
            sent = record is not None and record.source is not Source.QUERY
            asked = f"This was looked at {attempt} times" if sent else f"The archive was asked {attempt} times"
            missing = replace(missing, text=f"{missing.text} {asked}; the study was not analysed.")
            shared.step(uid, StudyState.INCOMPLETE, (missing,), images_received=received, tries=attempt)
            return
        record = shared.step(uid, StudyState.INCOMPLETE, (missing,), images_received=received, tries=attempt)
        self._waiting.put_fetch_later(record, attempt)
