"""What the band above the worklist counts, kept up to date study by study."""

from __future__ import annotations

from collections import defaultdict

from app.domain import triage
from app.domain.study import StudyRecord
from app.domain.triage import Priority


class Counts:
    """All studies, unread ones, those without an answer, the urgent ones, and who has earlier studies.

    Attributes:
        total: number of studies.
        unread: number of unread ones.
        unanswered: unread ones that the detector has not answered.
        urgent: Study Instance UIDs of unread ones with probable hemorrhage.
    """

    def __init__(self) -> None:
        self.total = self.unread = self.unanswered = 0
        self.urgent: set[str] = set()
        self._patients: defaultdict[str, dict[str, StudyRecord]] = defaultdict(dict)

    def put(self, before: StudyRecord | None, after: StudyRecord) -> None:
        """Take over a new study, or one that was ``before``."""
        if before is not None:
            self._add(before, -1)
        self._add(after, 1)
        if triage.priority(after) is Priority.POSITIVE:
            self.urgent.add(after.uid)
        else:
            self.urgent.discard(after.uid)
        if before is not None and before.study.patient_id != after.study.patient_id:
            self._patients[before.study.patient_id].pop(before.uid, None)
        if after.study.patient_id:
            self._patients[after.study.patient_id][after.uid] = after

    def remove(self, record: StudyRecord) -> None:
        """A study is no part of the list any more."""
        self._add(record, -1)
        self.urgent.discard(record.uid)
        patient = record.study.patient_id
        if patient in self._patients:
            self._patients[patient].pop(record.uid, None)
            if not self._patients[patient]:
                del self._patients[patient]

    def siblings(self, record: StudyRecord) -> list[str]:
        """The other studies of the same patient."""
        return [uid for uid in self._patients.get(record.study.patient_id, ()) if uid != record.uid]

    def priors(self, record: StudyRecord) -> int:
        """How many earlier studies of the same patient are in the list; by study time, or arrival without one."""
        others = self._patients.get(record.study.patient_id)
        if not others or len(others) == 1:
            return 0
        return sum(_earlier(other, record) for uid, other in others.items() if uid != record.uid)

    def _add(self, record: StudyRecord, sign: int) -> None:
        self.total += sign
        if record.read_at is None:
            self.unread += sign
            self.unanswered += sign * (not record.state.analysed)


def _earlier(one: StudyRecord, other: StudyRecord) -> bool:
    if one.study.study_at is not None and other.study.study_at is not None:
        return one.study.study_at < other.study.study_at
    return one.arrival < other.arrival
