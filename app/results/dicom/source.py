"""What the objects are made of: the result, the images it speaks of, and identifiers that always come out the same."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pydicom
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.uid import UID

from app.results.dicom.carried import answer_digest, mask_digest
from app.results.dicom.repair import repair
from inference import result_json
from inference.types import CaseResult, CaseState, FileSource, Volume, opened

MANUFACTURER = "Firstread"
MODEL = "Firstread intracranial hemorrhage triage"
#: Said in every object.
NOTICE = "Made by an algorithm. Research software, not for diagnosis."
#: The answer in words. No answer never reads like a negative one.
SAID = {
    CaseState.POSITIVE: "Probable intracranial hemorrhage",
    CaseState.NEGATIVE: "No intracranial hemorrhage found by the algorithm",
    CaseState.NOT_ANALYSABLE: "Not analysed: this does not mean that there is no hemorrhage",
    CaseState.FAILED: "The analysis failed: this does not mean that there is no hemorrhage",
}
SERIES_DESCRIPTION = "Firstread, research only"
CHARACTERS = "ISO_IR 192"
#: Centre and width of the window in HU in which images are shown to others: the usual one for blood.
WINDOW = (40.0, 80.0)
#: Whose numbers Patient ID and Accession Number are: in an archive of several hospitals they tell patients apart.
_ISSUERS = ("IssuerOfPatientID", "IssuerOfPatientIDQualifiersSequence", "IssuerOfAccessionNumberSequence")

_NAMESPACE = uuid.UUID("6f1d2a7e-5a0b-5c43-9d0e-2f6b1c8e7a90")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A result with its images.

    Attributes:
        headers: data sets without pixels: the analysed slices, inferior to superior (one of an Enhanced CT, which holds
            all slices), or any images of the study where none was analysed. Never empty.
        volume: the analysed stack; None where there is none, or where the images are not here any more.
        made_at: when the result was made, local time.
        replaces: the reports that this result replaces: their UIDs of class, instance, series and study.
        answer: digest of what the result says; follows from it.
    """

    result: CaseResult
    headers: tuple[Dataset, ...]
    volume: Volume | None
    made_at: datetime
    replaces: tuple[Dataset, ...] = ()
    answer: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        labels = self.result.labels
        mask = "" if labels is None else mask_digest(labels)
        object.__setattr__(self, "answer", answer_digest(result_json.to_json(self.result), mask))

    @property
    def answered(self) -> bool:
        """Whether the study was judged."""
        return self.result.state in (CaseState.POSITIVE, CaseState.NEGATIVE)

    @property
    def version(self) -> str:
        """Software Versions."""
        return self.result.runtime.version or "unknown"

    @property
    def model(self) -> str:
        """Version of the algorithm: the model's name, and how its SHA-256 begins."""
        runtime = self.result.runtime
        return f"{runtime.model or 'no model'} {runtime.model_sha256[:12]}".strip()

    def uid(self, *what: object) -> str:
        """A UID for a part of this result: :func:`result_uid`."""
        return result_uid(self.result, self.answer, *what)

    def header_of(self, index: int) -> Dataset:
        """The image that holds slice ``index``; several Enhanced CT objects hold some each."""
        if self.volume is None or len(self.headers) == 1:
            return self.headers[0]
        uid = self.volume.sop_instance_uids[index]
        return next(one for one in self.headers if one.SOPInstanceUID == uid)

    def frame_of(self, index: int) -> int | None:
        """The frame of slice ``index`` (from 1) in an Enhanced CT; None for images of one slice."""
        if self.volume is None or "NumberOfFrames" not in self.header_of(index):
            return None
        return self.volume.frame_numbers[index]

    def equipment(self, kind: str, number: int) -> dict[str, Any]:
        """What the constructors of all our objects take alike; each kind is a series of its own."""
        return {
            "series_instance_uid": self.uid(kind, "series"),
            "series_number": number,
            "sop_instance_uid": self.uid(kind),
            "instance_number": 1,
            "manufacturer": MANUFACTURER,
            "specific_character_set": CHARACTERS,
        }

    def finish(self, made: Dataset) -> Dataset:
        """Set what all our objects have in common, and every time of making to :attr:`made_at`."""
        made.SeriesDescription = SERIES_DESCRIPTION
        if self.headers[0].get("StudyDescription"):
            made.StudyDescription = self.headers[0].StudyDescription
        for keyword in _ISSUERS:
            if keyword in self.headers[0]:
                made[keyword] = self.headers[0][keyword]
        made.ManufacturerModelName = MODEL
        made.DeviceSerialNumber = "1"
        made.SoftwareVersions = self.version
        for stem in ("InstanceCreation", "Content", "Series"):
            setattr(made, f"{stem}Date", self.made_at.strftime("%Y%m%d"))
            setattr(made, f"{stem}Time", self.made_at.strftime("%H%M%S"))
        if made.get("ContributingEquipmentSequence"):  # the last one is the library that wrote the object
            made.ContributingEquipmentSequence[-1].ContributionDateTime = self.made_at.strftime("%Y%m%d%H%M%S")
        return made


def result_uid(result: CaseResult, answer: str, *what: object) -> str:
    """A UID (PS3.5 B.2) for a part of a result: the same study, images, model and answer give the same one.

    ``answer`` is its digest (:func:`app.results.dicom.carried.answer_digest`); "" gives the UID of the first releases,
    which followed from the outcome alone.
    """
    images = (*(one.sop_instance_uid for one in result.slices),)
    parts = (
        result.study_instance_uid, result.series_instance_uid, result.runtime.model_sha256, result.runtime.version,
        result.state.value, f"{result.threshold:.6g}", *images, *([answer] if answer else []), *map(str, what),
    )  # fmt: skip
    return f"2.25.{uuid.uuid5(_NAMESPACE, chr(0).join(parts)).int}"


def read_headers(images: Iterable[FileSource], wanted: Sequence[str] = ()) -> tuple[Dataset, ...]:
    """Headers of the images with these SOP Instance UIDs, in this order, or of the first CT image without any.

    What cannot be read is left out. Elements that belong to a study and are missing are set, empty; text is Unicode.
    """
    order = {uid: position for position, uid in enumerate(wanted)}
    found: dict[str, Dataset] = {}
    for image in images:
        try:
            with opened(image) as file:
                head = pydicom.dcmread(file, stop_before_pixels=True)
            uid = str(head.get("SOPInstanceUID", ""))
            if uid in order or (not order and head.get("Modality") == "CT"):
                found[uid] = completed(head)
        except (InvalidDicomError, OSError, ValueError, EOFError, KeyError, TypeError, AttributeError):
            continue
        if not order and found:
            break
    return tuple(found[uid] for uid in sorted(found, key=lambda one: order.get(one, 0)))


def completed(head: Dataset) -> Dataset:
    """A copy of a header as the makers of objects want it; the original is left alone."""
    made = deepcopy(head)
    repair(made)
    made.SpecificCharacterSet = CHARACTERS
    if (
        "DeidentificationMethod" in made and not made.DeidentificationMethod
    ):  # some tools write it empty, which is invalid
        made.DeidentificationMethod = "Not stated"
    if "PerFrameFunctionalGroupsSequence" not in made:  # some scanners count the frames of single slices, too
        made.pop("NumberOfFrames", None)
    for keyword in ("SliceThickness", "SpacingBetweenSlices"):  # empty is allowed, and more than the makers can take
        if keyword in made and not isinstance(made[keyword].value, float):
            del made[keyword]
    if not isinstance(made.get("FrameOfReferenceUID") or None, str):
        series = str(made.get("SeriesInstanceUID", ""))
        made.FrameOfReferenceUID = UID(f"2.25.{uuid.uuid5(_NAMESPACE, 'frame of reference' + series).int}")
    return made
