"""What the header of a received file says of its study: read from the first bytes only, and never trusted."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from io import BytesIO

from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset, read_partial
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian

from app.domain.lost_letters import poorer
from app.domain.study import Study
from app.pacs.query import Answer, study_of
from inference.errors import FirstreadError
from inference.types import FileSource, opened

#: Everything up to group 0020 lies within the first bytes; a length that claims more reads no further.
_HEAD_BYTES = 1024 * 1024
_LAST_GROUP = 0x0020


@dataclass(frozen=True, slots=True)
class ReceivedHeader:
    """The header of one object. ``study`` has no number of images: no header tells it.

    ``instance_number`` is None where the header has none.
    """

    study: Study
    sop_instance_uid: str
    series_instance_uid: str
    modality: str
    instance_number: int | None


def read_received(source: FileSource) -> ReceivedHeader | None:
    """The header of a file in DICOM's file format; None where it is not DICOM, or has no UIDs to tell it by.

    Raises OSError where the file cannot be read at all; nothing for what is in it.
    """
    with opened(source) as file:
        start = file.read(_HEAD_BYTES)
    return received_header(start)


def received_header(start: bytes) -> ReceivedHeader | None:
    """As :func:`read_received`, from the first bytes of a file, at least up to group 0020."""
    try:
        answer = Answer(read_head(start))
        study = study_of(answer)
        sop = answer.uid("SOPInstanceUID")
        if study is None or not sop:
            return None
        return ReceivedHeader(
            replace(study, body_part=answer.text("BodyPartExamined").upper(), images_expected=None),
            sop,
            answer.uid("SeriesInstanceUID"),
            answer.text("Modality").upper(),
            answer.count("InstanceNumber"),
        )
    except Exception:  # pydicom raises anything on damaged headers
        return None


def with_lost_letters(study: Study, image: FileSource) -> Study:
    """``study``, with the name and description of its ``image`` where letters were lost from the archive's.

    Only where the image is of the same study and patient; raises nothing.
    """
    try:
        header = read_received(image)
    except (OSError, FirstreadError):
        return study
    told = header.study if header is not None else study
    if (told.study_instance_uid, told.patient_id) != (study.study_instance_uid, study.patient_id):
        return study
    return replace(
        study,
        patient_name=told.patient_name if poorer(study.patient_name, told.patient_name) else study.patient_name,
        description=told.description if poorer(study.description, told.description) else study.description,
    )


def read_head(start: bytes) -> Dataset:
    """The data set up to group 0020, from the first bytes of a file that may be cut off anywhere behind that.

    Deflated data (PS3.5 A.5) are inflated as far as that takes. Raises anything where they are damaged or no DICOM.
    """
    if start[128:132] != b"DICM":
        raise ValueError("no DICOM file")
    raw = BytesIO(start)
    raw.seek(132)
    meta = read_dataset(raw, is_implicit_VR=False, is_little_endian=True, stop_when=_not_meta)
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        raw.seek(0)
        return read_partial(raw, stop_when=_beyond)
    inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw.read(), _HEAD_BYTES)
    return read_dataset(BytesIO(inflated), is_implicit_VR=False, is_little_endian=True, stop_when=_beyond)


def _not_meta(tag: BaseTag, vr: str | None, length: int) -> bool:
    return tag.group != 0x0002


def _beyond(tag: BaseTag, vr: str | None, length: int) -> bool:
    return tag.group > _LAST_GROUP
