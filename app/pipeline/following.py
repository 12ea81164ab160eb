"""Holds each answer against that of the patient's last earlier head CT, and tells the window what became of it.

Nothing is fetched and nothing is kept: the results in the cache are the truth, and a comparison takes milliseconds.
A change of one study has only those compared anew for which it is, was or becomes the earlier one: thousands of studies
may have one Patient ID, as in a collection without names.
Only studies that the journal knows are looked at; an earlier one that only the archive knows comes with the comparison
that a reader asks for (:mod:`app.pipeline.recall`).
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern

from app.domain.events import Emit, FollowUpKnown
from app.domain.follow_up import FollowUp, Obstacle, compare
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.errors import CacheError
from app.pacs.priors import Rank, precedes, rank
from app.pipeline import stages
from app.results import case_files
from app.store.cache import ImageCache
from inference.types import CaseResult

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a comparison needs to know of a study, and no more: this is kept of every study of the journal."""

    study: Study
    state: StudyState
    rank: Rank

    @classmethod
    def of(cls, record: StudyRecord) -> _Known:
        study = record.study
        kept = Study(
            study.study_instance_uid, patient_id=study.patient_id.strip(), birth_date=study.birth_date,
            sex=intern(study.sex), description=intern(study.description), study_at=study.study_at,
            body_part=intern(study.body_part),
        )  # fmt: skip
        return cls(kept, record.state, rank(kept))


class Following:
    """One thread; every call returns at once and may come from any thread."""

    def __init__(self, cache: ImageCache, emit: Emit) -> None:
        """Nothing runs before :meth:`start`; what is noted before is looked at then."""
        self._cache, self._emit = cache, emit
        self._changed = threading.Condition()
        self._known: dict[str, _Known] = {}
        self._patients: dict[str, tuple[str, ...]] = {}  # nearly all have one
        self._waiting: deque[str] = deque()
        self._queued: set[str] = set()
        self._told: dict[str, FollowUp] = {}
        self._prior: dict[str, str] = {}
        self._followers: defaultdict[str, set[str]] = defaultdict(set)
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
        now = _Known.of(record)
        uid, patient = record.uid, now.study.patient_id
        with self._changed:
            before = self._known.get(uid)
            if before == now or self._stopping:
                return
            self._known[uid] = now
            if before is not None and (old := before.study.patient_id) != patient:
                self._patients[old] = tuple(one for one in self._patients.get(old, ()) if one != uid)
            same = self._patients.get(patient, ())
            if patient and uid not in same:
                self._patients[patient] = (*same, uid)
            asked = [uid, *self._followers.get(uid, ())]
            if before is None or before.study != now.study:
                asked += [one for one in self._patients.get(patient, ()) if self._would_follow(one, now)]
            self._ask(asked)

    def edited(self, uid: str) -> None:
        """A reader changed the result of a study, or took that back."""
        with self._changed:
            if uid in self._known:
                self._ask([uid, *self._followers.get(uid, ())])

    def forget(self, uid: str) -> None:
        """A study is known no more: those held against it are held against another, if there is one."""
        with self._changed:
            known = self._known.pop(uid, None)
            if known is None:
                return
            patient = known.study.patient_id
            self._patients[patient] = tuple(one for one in self._patients.get(patient, ()) if one != uid)
            if not self._patients[patient]:
                del self._patients[patient]
            if uid in self._queued:
                self._queued.discard(uid)
                self._waiting.remove(uid)
            self._told.pop(uid, None)
            self._let_go(uid)
            followers = [*self._followers.get(uid, ())]
            self._ask(followers)
            for one in followers:
                self._let_go(one)

    def _would_follow(self, uid: str, new: _Known) -> bool:
        """Whether a study would be held against ``new`` instead of what it is held against now."""
        known, prior = self._known[uid], self._prior.get(uid)
        return (
            known.state.analysed
            and (prior is None or new.rank < self._known[prior].rank)
            and precedes(new.study, known.study)
        )

    def _ask(self, uids: Iterable[str]) -> None:
        for uid in uids:
            # without an answer there is nothing to compare, unless a comparison was told or is under way
            due = self._known[uid].state.analysed or uid in self._told or uid in self._prior
            if due and uid not in self._queued:
                self._queued.add(uid)
                self._waiting.append(uid)
        self._changed.notify_all()

    def _choose(self, uid: str, mine: _Known) -> _Known | None:
        """What a study is to be held against, remembered, so that whatever changes of that has it compared anew."""
        self._let_go(uid)
        if not mine.state.analysed:
            return None
        same = (self._known[one] for one in self._patients.get(mine.study.patient_id, ()))
        prior = min((one for one in same if precedes(one.study, mine.study)), key=lambda one: one.rank, default=None)
        if prior is not None:
            self._prior[uid] = prior.study.study_instance_uid
            self._followers[prior.study.study_instance_uid].add(uid)
        return prior

    def _let_go(self, uid: str) -> None:
        """A study is held against none for now."""
        before = self._prior.pop(uid, None)
        if before is not None:
            self._followers[before].discard(uid)
            if not self._followers[before]:
                del self._followers[before]

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
                prior = self._choose(uid, mine)
            try:
                found = None if prior is None else self._compared(mine.study, prior)
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

    def _compared(self, study: Study, prior: _Known) -> FollowUp:
        state, earlier = prior.state, prior.study
        obstacle = None
        if study.study_at is None or earlier.study_at is None:
            obstacle = Obstacle.NO_DATE
        elif state is StudyState.NOT_ANALYSABLE:
            obstacle = Obstacle.PRIOR_REFUSED
        elif state is StudyState.FAILED:
            obstacle = Obstacle.PRIOR_FAILED
        elif not state.analysed:
            obstacle = Obstacle.PRIOR_NOT_ANALYSED
        now, before = self._result(study), self._result(earlier) if state.analysed else None
        return compare(now, before, study=study, prior=earlier, obstacle=obstacle)

    def _result(self, study: Study) -> CaseResult | None:
        """The result that counts: a reader's, or the algorithm's."""
        uid = study.study_instance_uid
        try:
            result = case_files.load(self._cache.folder(uid))
        except CacheError:
            return None
        edits = stages.load_edits(self._cache, uid, result)
        return result if edits is None else edits.result
