"""The step from the cache to an answer: has studies analysed, and enters how that ended."""

from __future__ import annotations

import logging
from dataclasses import replace

from app.domain.events import DeviceStatus
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import CacheError, IllegalTransition, JournalError
from app.pipeline import stages
from app.pipeline.analysis import AnalysisPool, Answer, Effort
from app.pipeline.jobs import Job
from app.pipeline.prior_search import PriorSearch
from app.pipeline.resting import Resting
from app.pipeline.sending import Sending
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import REST, Waiting
from app.results import case_files
from app.results.reading import own
from app.store.sealed import NOT_DECRYPTED
from inference.errors import FileError, FirstreadError, Reason

_log = logging.getLogger(__name__)

#: So often images of a study that are damaged or cannot be read are had anew by themselves.
_DAMAGED_TRIES = 3

_IMAGES_LOST = Reason("images_lost", "Images of this study are missing from the cache; it is fetched again.")
_NO_NETWORK = Reason("no_network", "It is analysed by itself once the network can be used.")
_NETWORK = Reason("network_back", "The network could not be used before.")
_UNCONFIRMED = Reason(
    "unconfirmed", "The archive could not be asked whether more images came; this answer is of those that were here."
)


def _where_from(found: own.Restored) -> Reason:
    runtime = found.result.runtime
    made = f" on {found.made_at:%Y-%m-%d at %H:%M}" if found.made_at is not None else ""
    text = (
        f"This result came from the archive: Firstread {runtime.version} computed it{made} on {runtime.device}."
        " It was not computed again."
    )
    return Reason("found_in_archive", text)


class Analyser:
    """For one thread, which feeds one analysis process; :meth:`conclude` also for that which ends the rests."""

    def __init__(
        self,
        shared: Shared,
        waiting: Waiting,
        under_way: UnderWay,
        pool: AnalysisPool,
        sending: Sending,
        priors: PriorSearch,
        resting: Resting,
    ) -> None:
        self._shared, self._waiting, self._under_way = shared, waiting, under_way
        self._pool, self._sending, self._priors, self._resting = pool, sending, priors, resting
        self._effort_told = Effort.FULL

    def prepare(self) -> None:
        """Wait until the network is loaded, tell what it runs on, and take up what failed for want of it."""
        self._shared.emit(DeviceStatus(False, "", "", "The network is being loaded."))
        self._tell_device()
        if self._pool.device().ready:
            self._take_up_what_had_no_network()

    def analyse(self, job: Job) -> None:
        """Carry out one job of stage ANALYSE."""
        shared, uid = self._shared, job.uid
        record = shared.journal.get(uid)
        if record is None or record.state is not StudyState.READY or self._under_way.take_off(uid):
            return
        if len(shared.cache.images(uid)) < record.images_received:
            self._waiting.put_fetch(record, reasons=(_IMAGES_LOST,))
            return
        record = shared.step(uid, StudyState.ANALYSING, attempts=record.attempts + 1)
        self._under_way.take_as_is(uid, False)
        if (kept := self._found_in_archive(uid)) is not None:
            self._waiting.take_up(kept)
            return
        with self._under_way.cancellable(uid) as cancel, cancel.ending(self._pool.cancel):
            try:
                answer = self._pool.analyse(
                    shared.cache.images(uid), shared.cache.folder(uid), shared.settings.analysis_timeout_s
                )
            except CacheError as error:
                answer = Answer(reason=error.reason)
        if answer.result is None or not self._resting.hold(uid, answer):
            self.conclude(uid, answer)
        if self._pool.effort is not self._effort_told:
            self._tell_device()

    def conclude(self, uid: str, answer: Answer) -> None:
        """Enter how an analysis ended, and what is to be done next; an answer that was held, from another thread."""
        record = self._conclude(uid, answer)
        self._under_way.keep_on(uid)
        self._under_way.compute_anew(uid, False)
        self._waiting.take_up(record)

    def _found_in_archive(self, uid: str) -> StudyRecord | None:
        """Take over what the same algorithm found here or elsewhere, if that came with the images of a study.

        Only while it would look at the same series.
        """
        shared = self._shared
        algorithm = None if self._under_way.is_anew(uid) else self._pool.device().algorithm
        if algorithm is None:
            return None
        try:
            found = own.restore(shared.cache.images(uid), uid, algorithm, stages.chosen_series)
            if found is None:
                return None
            case_files.save(shared.cache.folder(uid), found.result)
        except FirstreadError as error:
            _log.info("a result in the archive could not be taken over: %s", error.reason.code)
            return None
        said = replace(found.result, reasons=(_where_from(found), *found.result.reasons))
        record = shared.journal.save_result(uid, said)
        shared.changed(record)
        self._priors.want(record)
        return record

    def _take_up_what_had_no_network(self) -> None:
        try:
            for record in self._shared.journal.in_state(StudyState.FAILED):
                waits = any(reason.code == _NO_NETWORK.code for reason in record.reasons)
                if waits and record.read_at is None:
                    self._waiting.put_fetch(record, reasons=(_NETWORK,))
        except JournalError as error:
            _log.warning("studies that failed for want of the network stay so: %s", error.reason.code)

    def _tell_device(self) -> None:
        device = self._pool.device()
        self._effort_told = self._pool.effort
        if not self._shared.stopping.is_set:
            self._shared.emit(DeviceStatus(device.ready, device.provider, device.device, device.text, device.degraded))

    def _conclude(self, uid: str, answer: Answer) -> StudyRecord:
        """Enter how an analysis ended: a result, once more (state READY), or the reason why there is none."""
        shared = self._shared
        if answer.result is not None:
            known = shared.journal.get(uid)
            if known is None or not (known.prior or known.only_opened):
                self._sending.want(uid)  # first, so that it is not lost with a crash in between
            result = answer.result
            if self._resting.take_unconfirmed(uid):
                result = replace(result, reasons=(_UNCONFIRMED, *result.reasons))
            record = shared.journal.save_result(uid, result)
            shared.changed(record)
            self._priors.want(record)
            return self._with_the_rest(record)
        if answer.cancelled:
            if self._under_way.take_off(uid):
                return shared.journal.get(uid) or shared.step(uid, StudyState.WITHDRAWN)
            return shared.step(uid, StudyState.READY)
        assert answer.reason is not None
        if self._removed_damaged(uid, answer.reason) or self._may_be_read_again(uid, answer.reason):
            return shared.step(uid, StudyState.READY, (answer.reason,))  # its images are found missing next
        if answer.crashed or answer.starved:
            return self._once_more(uid, answer, answer.reason)
        return shared.step(uid, StudyState.FAILED, (answer.reason, *([_NO_NETWORK] if answer.unopened else [])))

    def _with_the_rest(self, record: StudyRecord) -> StudyRecord:
        """A study that could not be analysed by the series worth having first is fetched as a whole, once."""
        if not self._waiting.rest_may_help(record):
            return record
        try:
            return self._shared.step(record.uid, StudyState.QUEUED, (REST,))
        except IllegalTransition:  # somebody asked for it in between
            return self._shared.journal.get(record.uid) or record

    def _removed_damaged(self, uid: str, reason: Reason) -> bool:
        """Remove images that cannot be decrypted, so that they are fetched again; not for ever, if the disk is bad."""
        return reason.code == NOT_DECRYPTED and self._new(uid, reason) and self._shared.cache.remove_damaged(uid) > 0

    def _may_be_read_again(self, uid: str, reason: Reason) -> bool:
        """A disk or network folder that failed may give the image now; one that is gone is found missing."""
        return reason.code == FileError.CODE and self._new(uid, reason)

    def _new(self, uid: str, reason: Reason) -> bool:
        steps = self._shared.journal.transitions(uid)
        return sum(any(one.code == reason.code for one in step.reasons) for step in steps) < _DAMAGED_TRIES

    def _once_more(self, uid: str, answer: Answer, reason: Reason) -> StudyRecord:
        """The analysis process ended, hung or ran out of memory: again with less, until there is nothing less."""
        shared = self._shared
        before = shared.journal.get(uid)
        tries = 1 if before is None else before.tries + 1
        eased = self._pool.ease(reason)
        if eased or (answer.crashed and tries < 2):
            record = shared.step(uid, StudyState.READY, (reason,), tries=tries)
        else:
            self._pool.restore()  # it was this study, so the next one need not suffer for it
            text = f"{reason.text} This study was tried {'once' if tries == 1 else f'{tries} times'}."
            record = shared.step(uid, StudyState.FAILED, (replace(reason, text=text),), tries=tries)
        if answer.crashed:
            shared.emit(DeviceStatus(False, "", "", f"{reason.text} It is started again."))
            self._tell_device()
        return record
