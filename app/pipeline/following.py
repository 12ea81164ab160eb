"""Holds each answer against that of the patient's last earlier head CT, and tells the window what became of it.

Nothing is fetched and nothing is kept: the results in the cache are the truth, and a comparison takes milliseconds.
Only studies that the journal knows are looked at; an earlier one that only the archive knows comes with the comparison
that a reader asks for (:mod:`app.pipeline.recall`).
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict, deque
from dataclasses import dataclass

from app.domain.events import Emit, FollowUpKnown
from app.domain.follow_up import FollowUp, Obstacle, compare
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.errors import CacheError
from app.pacs.priors import ranked
from app.pipeline import stages
from app.results import case_files
from app.store.cache import ImageCache
from inference.types import CaseResult

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    study: Study
    state: StudyState


class Following:
    """One thread; every call returns at once and may come from any thread."""

    def __init__(self, cache: ImageCache, emit: Emit) -> None:
        """Nothing runs before :meth:`start`; what is noted before is looked at then."""
        self._cache, self._emit = cache, emit
        self._changed = threading.Condition()
        self._known: dict[str, _Known] = {}
        self._patients: defaultdict[str, set[str]] = defaultdict(set)
        self._waiting: deque[str] = deque()
        self._queued: set[str] = set()
        self._told: dict[str, FollowUp] = {}
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="firstread-following")

    def start(self) -> None:
        """Begin with what was noted."""
        self._thread.start()

    def stop(self) -> None:
        """End after the study at hand; then :meth:`join`."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def note(self, record: StudyRecord) -> None:
        """A study is new, or changed: it, and later ones of the same patient, may have to be compared anew."""
        uid, patient = record.uid, record.study.patient_id.strip()
        now = _Known(record.study, record.state)
        with self._changed:
            before = self._known.get(uid)
            if before == now or self._stopping:
                return
            self._known[uid] = now
            if before is not None and (old := before.study.patient_id.strip()) != patient:
                self._patients[old].discard(uid)
            if patient:
                self._patients[patient].add(uid)
            if before is not None or now.state.final or len(self._patients.get(patient, ())) > 1:
                self._ask(uid, patient)

    def edited(self, uid: str) -> None:
        """A reader changed the result of a study, or took that back."""
        with self._changed:
            known = self._known.get(uid)
            if known is not None:
                self._ask(uid, known.study.patient_id.strip())

    def _ask(self, uid: str, patient: str) -> None:
        same = self._patients.get(patient, ()) if patient else ()
        if len(same) < 2 and uid not in self._told:
            return  # the usual case: nothing to compare with
        for one in (uid, *sorted(same)):
            if one not in self._queued:
                self._queued.add(one)
                self._waiting.append(one)
        self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
                uid = self._waiting.popleft()
                self._queued.discard(uid)
                mine = self._known[uid]
                others = [self._known[one].study for one in self._patients.get(mine.study.patient_id.strip(), ())]
            try:
                found = self._compared(mine, others)
            except Exception:  # the next study may go well
                _log.exception("a study could not be held against the earlier one")
                continue
            if found == self._told.get(uid):
                continue
            if found is None:
                self._told.pop(uid, None)
            else:
                self._told[uid] = found
            self._emit(FollowUpKnown(uid, found))

    def _compared(self, mine: _Known, others: list[Study]) -> FollowUp | None:
        """None without an earlier study, and as long as this one has no answer."""
        priors = ranked(mine.study, others)
        if not priors or not mine.state.analysed:
            return None
        prior = priors[0]
        with self._changed:
            state = self._known[prior.study_instance_uid].state
        obstacle = None
        if mine.study.study_at is None or prior.study_at is None:
            obstacle = Obstacle.NO_DATE
        elif state is StudyState.NOT_ANALYSABLE:
            obstacle = Obstacle.PRIOR_REFUSED
        elif state is StudyState.FAILED:
            obstacle = Obstacle.PRIOR_FAILED
        elif not state.analysed:
            obstacle = Obstacle.PRIOR_NOT_ANALYSED
        now, before = self._result(mine.study), self._result(prior) if state.analysed else None
        return compare(now, before, study=mine.study, prior=prior, obstacle=obstacle)

    def _result(self, study: Study) -> CaseResult | None:
        """The result that counts: a reader's, or the algorithm's."""
        uid = study.study_instance_uid
        try:
            result = case_files.load(self._cache.folder(uid))
        except CacheError:
            return None
        edits = stages.load_edits(self._cache, uid, result)
        return result if edits is None else edits.result
