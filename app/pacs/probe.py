"""Single questions to an archive, for the doctor: what it grants, in which character sets it answers, and whether an
image finds its way to us. Nothing that comes back here names a patient."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydicom.charset import python_encoding
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import build_role, evt
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    CTImageStorage,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, associate, check
from app.pacs.contexts import IMAGE_CLASSES, OTHER_CLASSES, get_contexts
from app.pacs.query import Answer, find_series
from app.pacs.refusals import context_result
from app.pacs.statuses import Operation, Outcome
from app.pacs.store_scp import Arrival, StoreScp

FIND, GET, MOVE, IMAGES = "C-FIND", "C-GET", "C-MOVE", "CT images over C-GET"
_TEXTS = ("PatientName", "StudyDescription")
_SERVICES = {
    "C-ECHO": Verification,
    FIND: StudyRootQueryRetrieveInformationModelFind,
    GET: StudyRootQueryRetrieveInformationModelGet,
    MOVE: StudyRootQueryRetrieveInformationModelMove,
    IMAGES: CTImageStorage,
}


@dataclass(frozen=True, slots=True)
class Service:
    """What became of one presentation context.

    Attributes:
        name: the service in DICOM's words, such as ``"C-FIND"``.
        accepted: whether it may be used on this association.
        text: what became of it; where it was refused, by whom.
    """

    name: str
    accepted: bool
    text: str


def refused_classes(archive: Archive, classes: Iterable[str], cancel: Cancel | None = None) -> tuple[str, ...]:
    """Which of these SOP classes the archive does not take from us (C-STORE); nothing is sent. Raises ArchiveError."""
    contexts = [build_context(one, [ExplicitVRLittleEndian, ImplicitVRLittleEndian]) for one in classes]
    with associate(archive, contexts, cancel=cancel) as association:
        return tuple(str(one.abstract_syntax) for one in association.rejected_contexts)


def services(archive: Archive, cancel: Cancel | None = None) -> tuple[Service, ...]:
    """Propose all that the worklist uses, once, and see what the archive grants; raises ArchiveError."""
    contexts = [build_context(uid) for uid in _SERVICES.values()]
    roles = [build_role(CTImageStorage, scu_role=False, scp_role=True)]
    with associate(archive, contexts, roles=roles, cancel=cancel) as association:
        granted = {str(one.abstract_syntax): one for one in association.accepted_contexts}
        results = {str(one.abstract_syntax): one.result for one in association.rejected_contexts}
    found = []
    for name, uid in _SERVICES.items():
        context = granted.get(str(uid))
        if context is None:
            found.append(Service(name, False, context_result(results.get(str(uid)))))
        elif name == IMAGES and not context.as_scp:
            found.append(Service(name, False, "accepted, but only to be sent to the archive (no role selection)"))
        else:
            found.append(Service(name, True, context_result(0)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CharacterSets:
    """How an archive writes names and descriptions.

    Attributes:
        answers: studies that it told of.
        declared: the values of Specific Character Set that were met, sorted.
        unknown: those among them that DICOM does not know.
        undeclared: answers with other letters than ASCII's and no character set.
        unfit: answers whose bytes do not fit the set that they declare.
    """

    answers: int
    declared: tuple[str, ...]
    unknown: tuple[str, ...]
    undeclared: int
    unfit: int


def character_sets(archive: Archive, first: date, last: date, cancel: Cancel | None = None) -> CharacterSets:
    """Look at the texts of the studies of ``first`` to ``last`` as bytes; raises ArchiveError."""
    wanted = dict.fromkeys(("SpecificCharacterSet", "StudyInstanceUID", *_TEXTS), "")
    return judged(_find(archive, "STUDY", wanted | {"StudyDate": f"{first:%Y%m%d}-{last:%Y%m%d}"}, cancel))


def judged(identifiers: Iterable[Dataset]) -> CharacterSets:
    """What the answers to a query, as they were received, show of their character sets."""
    declared: set[str] = set()
    answers = undeclared = unfit = 0
    for answer in identifiers:
        answers += 1
        said = _raw(answer, "SpecificCharacterSet").decode("ascii", "replace")
        sets = tuple(part.strip() for part in said.split("\\"))
        declared.update(name for name in sets if name)
        raws = [_raw(answer, keyword) for keyword in _TEXTS]
        if not any(sets):
            undeclared += any(not raw.isascii() or b"\x1b" in raw for raw in raws)
        else:
            unfit += not all(_fits(raw, sets) for raw in raws)
    unknown = tuple(sorted(name for name in declared if name not in python_encoding))
    return CharacterSets(answers, tuple(sorted(declared)), unknown, undeclared, unfit)


def _fits(raw: bytes, sets: tuple[str, ...]) -> bool:
    if b"\x1b" in raw:
        return any(name.startswith("ISO 2022") for name in sets)
    try:
        raw.decode(python_encoding.get(sets[0], "ascii"))
    except (UnicodeError, LookupError):
        return False
    return True


def _raw(identifier: Dataset, keyword: str) -> bytes:
    """The bytes of an element as received; empty where absent, or where pydicom has converted it already."""
    value: object = identifier.get_item(keyword).value if keyword in identifier else b""
    return value if isinstance(value, bytes) else str(value or "").encode("ascii", "replace")


@dataclass(frozen=True, slots=True)
class Image:
    """One image of the archive, by its UIDs."""

    study_instance_uid: str
    series_instance_uid: str
    sop_instance_uid: str

    def identifier(self) -> Dataset:
        """The request for just this image, in a C-GET or C-MOVE (PS3.4 C.4.2.1.4.2)."""
        found = Dataset()
        found.QueryRetrieveLevel = "IMAGE"
        found.StudyInstanceUID = self.study_instance_uid
        found.SeriesInstanceUID = self.series_instance_uid
        found.SOPInstanceUID = self.sop_instance_uid
        return found


def an_image(archive: Archive, study_instance_uid: str, cancel: Cancel | None = None) -> Image | None:
    """Some CT image of a study, or None where the archive tells of none; raises ArchiveError."""
    series = [one for one in find_series(archive, study_instance_uid, cancel=cancel) if one.modality in ("CT", "")]
    for one in sorted(series, key=lambda s: s.images_expected or 0):
        keys = {"StudyInstanceUID": study_instance_uid, "SeriesInstanceUID": one.series_instance_uid}
        for answer in _find(archive, "IMAGE", keys | {"SOPInstanceUID": ""}, cancel):
            uid = Answer(answer).uid("SOPInstanceUID")
            if uid:
                return Image(study_instance_uid, one.series_instance_uid, uid)
    return None


def get_image(archive: Archive, image: Image, cancel: Cancel | None = None) -> int:
    """Fetch one image by C-GET; its size in bytes, 0 where none came. Raises ArchiveError."""
    sizes: list[int] = []

    def store(event: evt.Event) -> int:
        sizes.append(len(event.encoded_dataset()))
        return 0x0000

    contexts = get_contexts()
    roles = [build_role(one, scu_role=False, scp_role=True) for one in (*IMAGE_CLASSES, *OTHER_CLASSES)]
    with associate(archive, contexts, roles=roles, handlers=[(evt.EVT_C_STORE, store)], cancel=cancel) as association:
        for status, _ in association.send_c_get(image.identifier(), StudyRootQueryRetrieveInformationModelGet):
            check(status, Operation.GET, archive, cancel)
    return sum(sizes)


def move_image(archive: Archive, image: Image, receiver: StoreScp, cancel: Cancel | None = None) -> int:
    """Have one image sent to ``receiver``, which listens, by C-MOVE; its size in bytes, 0 where none came.

    Raises ArchiveError, also where the archive says that it could not reach us.
    """
    sizes: list[int] = []
    came = threading.Event()

    def keep(arrival: Arrival, encoded: bytes) -> None:
        sizes.append(len(encoded))
        came.set()

    with (
        receiver.expecting(image.study_instance_uid, keep),
        associate(archive, [build_context(StudyRootQueryRetrieveInformationModelMove)], cancel=cancel) as association,
    ):
        responses = association.send_c_move(
            image.identifier(), receiver.ae_title, StudyRootQueryRetrieveInformationModelMove
        )
        sent = 0
        for status, _ in responses:
            kind = check(status, Operation.MOVE, archive, cancel)
            sent = int(getattr(status, "NumberOfCompletedSuboperations", None) or 0)
            if kind is Outcome.WARNING or (getattr(status, "NumberOfFailedSuboperations", None) or 0):
                raise ArchiveError("move_failed", "The archive could not send the image to us.")
        if sent:
            came.wait(archive.acse_timeout_s)  # the last image may still be on its way up from the socket
    return sum(sizes)


def _find(archive: Archive, level: str, keys: dict[str, str], cancel: Cancel | None) -> list[Dataset]:
    identifier = Dataset()
    identifier.QueryRetrieveLevel = level
    for keyword, value in keys.items():
        setattr(identifier, keyword, value)
    found: list[Dataset] = []
    with associate(archive, [build_context(StudyRootQueryRetrieveInformationModelFind)], cancel=cancel) as association:
        responses: Any = association.send_c_find(identifier, StudyRootQueryRetrieveInformationModelFind)
        for status, answer in responses:
            check(status, Operation.FIND, archive, cancel)
            if isinstance(answer, Dataset):
                found.append(answer)
    return found
