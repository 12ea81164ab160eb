"""Wiping one patient: images, results and journal, so that nothing of them is left in Firstread's files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.study import StudyRecord
from app.store.audit import Action, AuditLog, Entry, login_name, study_name
from app.store.cache import ImageCache
from app.store.forgotten import Forgotten
from app.store.journal import Journal


def studies_of(journal: Journal, patient_id: str) -> list[StudyRecord]:
    """The studies with this Patient ID, which is compared as a whole; raises JournalError. An empty ID is nobody's."""
    wanted = patient_id.strip()
    return [record for record in journal.records() if wanted and record.study.patient_id.strip() == wanted]


def wipe(
    records: Sequence[StudyRecord], journal: Journal, cache: ImageCache, forgotten: Forgotten, audit: AuditLog
) -> None:
    """Wipe these studies while nothing works on them. Raises CacheError, JournalError, AuditError.

    Earlier studies that were fetched to compare with are in no journal, and may be of the same patient: all of them go.
    The journal goes last: if anything fails before, the same command finds the studies again. The audit file keeps
    that it was done, and by whom, under the hashes of the studies.
    """
    uids = [record.uid for record in records]
    forgotten.add(uids)
    for uid in uids:
        cache.wipe(uid)
    cache.wipe_all_but(record.uid for record in journal.records())
    journal.forget(uids)
    audit.append(
        Entry(datetime.now(UTC), login_name(), Action.WIPED, study_name(uid), "images, results and journal")
        for uid in uids
    )
