"""What we offer and accept: storage classes and encodings (PS3.4 annex B.5, PS3.5 clause 10)."""

from __future__ import annotations

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
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet  # type: ignore[attr-defined]

#: Largest PDU we take; pynetdicom's default of 16 KiB halves the speed.
MAXIMUM_PDU = 128 * 1024

_CT = "1.2.840.10008.5.1.4.1.1.2"
_ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
_LEGACY_CONVERTED_ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.2"
#: Images that may be analysed: each is accepted in every encoding that can be decoded here.
IMAGE_CLASSES = (_CT, _ENHANCED_CT, _LEGACY_CONVERTED_ENHANCED_CT)
_CAPTURE_CLASSES = (
    "1.2.840.10008.5.1.4.1.1.7",  # Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.2",  # Multi-frame Grayscale Byte Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.3",  # Multi-frame Grayscale Word Secondary Capture
    "1.2.840.10008.5.1.4.1.1.7.4",  # Multi-frame True Color Secondary Capture
)
#: What else a CT study holds (scouts saved as captures, dose reports, key objects): accepted so that the archive can
#: send the whole study, and a missing image is told from one that we refused.
OTHER_CLASSES = (
    *_CAPTURE_CLASSES,
    "1.2.840.10008.5.1.4.1.1.11.1",  # Grayscale Softcopy Presentation State
    "1.2.840.10008.5.1.4.1.1.66",  # Raw Data
    "1.2.840.10008.5.1.4.1.1.66.4",  # Segmentation
    "1.2.840.10008.5.1.4.1.1.66.7",  # Label Map Segmentation
    "1.2.840.10008.5.1.4.1.1.481.3",  # RT Structure Set
    "1.2.840.10008.5.1.4.1.1.88.11",  # Basic Text SR
    "1.2.840.10008.5.1.4.1.1.88.22",  # Enhanced SR
    "1.2.840.10008.5.1.4.1.1.88.33",  # Comprehensive SR
    "1.2.840.10008.5.1.4.1.1.88.34",  # Comprehensive 3D SR
    "1.2.840.10008.5.1.4.1.1.88.59",  # Key Object Selection
    "1.2.840.10008.5.1.4.1.1.88.67",  # X-Ray Radiation Dose SR
    "1.2.840.10008.5.1.4.1.1.104.1",  # Encapsulated PDF
)
#: All that is offered and accepted.
CLASSES = frozenset((*IMAGE_CLASSES, *OTHER_CLASSES))
_PLAIN: list[str | UID] = [ExplicitVRLittleEndian, ImplicitVRLittleEndian]
_ENCODED = (
    JPEGLosslessSV1, JPEGLossless, JPEGLSLossless, JPEGLSNearLossless, JPEG2000Lossless, JPEG2000,
    RLELossless, DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit, JPEGExtended12Bit,
)  # fmt: skip


def get_contexts() -> list[PresentationContext]:
    """For a C-GET, at most 128, the protocol's limit: one for each encoding of an image, so that the archive sends
    what it has.

    With all encodings in one context the archive would pick one for all images, and fail for those it cannot
    convert. So it does for a capture in an encoding that is not offered, such as a dose report in JPEG 2000.
    """
    contexts = [build_context(StudyRootQueryRetrieveInformationModelGet)]
    for sop_class in (*IMAGE_CLASSES, *OTHER_CLASSES):
        image = sop_class in IMAGE_CLASSES or sop_class in _CAPTURE_CLASSES
        contexts.append(build_context(sop_class, _PLAIN))
        contexts += [build_context(sop_class, syntax) for syntax in (_ENCODED if image else (JPEGBaseline8Bit,))]
    return contexts


def storage_contexts() -> list[PresentationContext]:
    """What our store takes from others: the same classes, each in every encoding that the sender may propose."""
    encodings = [*_PLAIN, *_ENCODED]
    return [build_context(sop_class, encodings) for sop_class in (*IMAGE_CLASSES, *OTHER_CLASSES)]
