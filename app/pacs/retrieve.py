"""C-GET of a study (PS3.4 C.4.3): images come back over the association that asked for them.

What arrives is handed on as the bytes of a DICOM file, never decoded: that is nearly twice as fast, and a data set
that no library can parse is kept all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydicom.dataset import Dataset
from pynetdicom import build_role, evt
from pynetdicom.association import Association
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet  # type: ignore[attr-defined]

from app.errors import CacheError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, check, interrupt
from app.pacs.contexts import IMAGE_CLASSES, OTHER_CLASSES, get_contexts
from app.pacs.line import Talk, talk_once
from app.pacs.statuses import Operation

#: Called with SOP Instance UID and the bytes of a DICOM file; raises CacheError where they cannot be kept.
Keep = Callable[[str, bytes], object]
#: Called with the number of images that have arrived so far.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The end of a retrieval.

    Attributes:
        sop_instance_uids: what was received and kept.
        offered: sub-operations that the archive counted; None where it did not say.
        failed: sub-operations that the archive reports as failed.
    """

    sop_instance_uids: frozenset[str]
    offered: int | None
    failed: int

    @property
    def received(self) -> int:
        """Number of different objects received."""
        return len(self.sop_instance_uids)


@dataclass(slots=True)
class Suboperations:
    """What the responses of a C-GET or C-MOVE count (PS3.7 9.1.3.1)."""

    offered: int | None = None
    failed: int = 0
    completed: int = 0

    def note(self, status: Dataset) -> None:
        """Take the counts of one response; archives leave them out as they like."""
        remaining, completed, failed, warning = (
            getattr(status, f"NumberOf{kind}Suboperations", None)
            for kind in ("Remaining", "Completed", "Failed", "Warning")
        )
        counts = [count for count in (remaining, completed, failed, warning) if count is not None]
        if counts:
            self.offered = max(self.offered or 0, sum(counts))
            self.failed = failed or 0
            self.completed = (completed or 0) + (warning or 0)


def identifier_of(study_instance_uid: str, series: Sequence[str] | None) -> Dataset:
    """The request for a study, or for some of its series (PS3.4 C.4.2.2.1)."""
    identifier = Dataset()
    identifier.QueryRetrieveLevel = "STUDY" if series is None else "SERIES"
    identifier.StudyInstanceUID = study_instance_uid
    if series is not None:
        identifier.SeriesInstanceUID = list(series)
    return identifier


def get_study(
    archive: Archive,
    study_instance_uid: str,
    keep: Keep,
    *,
    series: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    talk: Talk = talk_once,
) -> Retrieved:
    """Retrieve all objects of a study, or of some of its series, into ``keep``, called in this thread, one at a time.

    Returns also where some did not arrive: the caller compares. Raises ArchiveError where the archive fails or the
    connection breaks (what was kept so far stays), ArchiveCancelled, and the CacheError of ``keep``.
    """
    identifier = identifier_of(study_instance_uid, series)
    received: set[str] = set()
    trouble: list[CacheError] = []
    counts = Suboperations()

    def store(event: evt.Event) -> int:
        """Answer one C-STORE sub-operation (PS3.4 B.2.3)."""
        uid = str(event.request.AffectedSOPInstanceUID or "")  # type: ignore[union-attr]
        if trouble:
            return 0xA700
        try:
            keep(uid, event.encoded_dataset())
        except CacheError as error:
            trouble.append(error)
            interrupt(event.assoc)
            return 0xA700
        received.add(uid)
        if progress is not None:
            progress(len(received))
        return 0x0000

    def ask(association: Association) -> None:
        for status, _ in association.send_c_get(identifier, StudyRootQueryRetrieveInformationModelGet):
            if trouble:
                raise trouble[0]
            counts.note(status)
            check(status, Operation.GET, archive, cancel)

    roles = [build_role(sop_class, scu_role=False, scp_role=True) for sop_class in (*IMAGE_CLASSES, *OTHER_CLASSES)]
    talk(archive, get_contexts(), ask, roles=roles, handlers=[(evt.EVT_C_STORE, store)], cancel=cancel)
    return Retrieved(frozenset(received), counts.offered, counts.failed)
