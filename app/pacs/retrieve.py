"""C-GET of a study (PS3.4 C.4.3): images come back over the association that asked for them.

What arrives is handed on as the bytes of a DICOM file, never decoded: that is nearly twice as fast, and a data set
that no library can parse is kept all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pydicom.dataset import Dataset
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)
from pynetdicom import build_role, evt
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet  # type: ignore[attr-defined]

from app.errors import CacheError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, associate, check, interrupt
from app.pacs.statuses import Operation

_log = logging.getLogger(__name__)

_CT = "1.2.840.10008.5.1.4.1.1.2"
_ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
_LEGACY_CONVERTED_ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.2"
#: Images that may be analysed: each is accepted in every encoding that can be decoded here.
IMAGE_CLASSES = (_CT, _ENHANCED_CT, _LEGACY_CONVERTED_ENHANCED_CT)
#: What else a CT study holds (scouts saved as captures, dose reports, key objects): accepted so that the archive can
#: send the whole study, and a missing image is told from one that we refused.
OTHER_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.2",  # Multi-frame Grayscale Byte Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.3",  # Multi-frame Grayscale Word Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.4",  # Multi-frame True Color Secondary Capture
    "1.2.840.10008.5.1.4.1.1.11.1",  # Grayscale Softcopy Presentation State
    "1.2.840.10008.5.1.4.1.1.66",  # Raw Data
    "1.2.840.10008.5.1.4.1.1.66.4",  # Segmentation
    "1.2.840.10008.5.1.4.1.1.88.11",  # Basic Text SR
    "1.2.840.10008.5.1.4.1.1.88.22",  # Enhanced SR
    "1.2.840.10008.5.1.4.1.1.88.33",  # Comprehensive SR
    "1.2.840.10008.5.1.4.1.1.88.34",  # Comprehensive 3D SR
    "1.2.840.10008.5.1.4.1.1.88.59",  # Key Object Selection
    "1.2.840.10008.5.1.4.1.1.88.67",  # X-Ray Radiation Dose SR
    "1.2.840.10008.5.1.4.1.1.104.1",  # Encapsulated PDF
)
_PLAIN: list[str | UID] = [ExplicitVRLittleEndian, ImplicitVRLittleEndian]
_ENCODED = (
    JPEGLosslessSV1, JPEGLossless, JPEGLSLossless, JPEGLSNearLossless, JPEG2000Lossless, JPEG2000,
    RLELossless, DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit, JPEGExtended12Bit,
)  # fmt: skip

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


def get_study(
    archive: Archive,
    study_instance_uid: str,
    keep: Keep,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Retrieved:
    """Retrieve all objects of a study into ``keep``, called in this thread, one object at a time.

    Returns also where some did not arrive: the caller compares. Raises ArchiveError where the archive fails or the
    connection breaks (what was kept so far stays), ArchiveCancelled, and the CacheError of ``keep``.
    """
    identifier = Dataset()
    identifier.QueryRetrieveLevel = "STUDY"
    identifier.StudyInstanceUID = study_instance_uid
    received: set[str] = set()
    trouble: list[CacheError] = []

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

    offered: int | None = None
    failed = 0
    roles = [build_role(sop_class, scu_role=False, scp_role=True) for sop_class in (*IMAGE_CLASSES, *OTHER_CLASSES)]
    with associate(
        archive, _contexts(), roles=roles, handlers=[(evt.EVT_C_STORE, store)], cancel=cancel
    ) as association:
        for status, _ in association.send_c_get(identifier, StudyRootQueryRetrieveInformationModelGet):
            if trouble:
                break
            counts = [
                getattr(status, f"NumberOf{kind}Suboperations", None)
                for kind in ("Remaining", "Completed", "Failed", "Warning")
            ]
            if any(count is not None for count in counts):
                offered = max(offered or 0, sum(count or 0 for count in counts))
                failed = counts[2] or 0
            check(status, Operation.GET, archive, cancel)
    if trouble:
        raise trouble[0]
    return Retrieved(frozenset(received), offered, failed)


def _contexts() -> list[PresentationContext]:
    """At most 128, the protocol's limit: one for each encoding of an image, so that the archive sends what it has.

    With all encodings in one context the archive would pick one for all images, and fail for those it cannot
    convert.
    """
    contexts = [build_context(StudyRootQueryRetrieveInformationModelGet)]
    for sop_class in IMAGE_CLASSES:
        contexts.append(build_context(sop_class, _PLAIN))
        contexts += [build_context(sop_class, syntax) for syntax in _ENCODED]
    for sop_class in OTHER_CLASSES:
        contexts += [build_context(sop_class, _PLAIN), build_context(sop_class, JPEGBaseline8Bit)]
    return contexts
