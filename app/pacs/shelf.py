"""The index of the embedded archive: which studies it shows, and how queries match them (PS3.4 C.2.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import pydicom
from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

_STUDY_KEYS = (
    "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "StudyDescription", "PatientName",
    "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyID",
)  # fmt: skip
_SERIES_KEYS = (
    "Modality", "SeriesDescription", "BodyPartExamined", "StationName", "SeriesInstanceUID", "SeriesNumber",
)  # fmt: skip
_IMAGE_KEYS = ("SOPClassUID", "SOPInstanceUID", "InstanceNumber")
_LEVELS = ("STUDY", "SERIES", "IMAGE")


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """One object of the archive: its file, its header without pixels, and elements to replace when it is read."""

    path: Path
    header: Dataset
    overlay: Dataset

    @property
    def sop_instance_uid(self) -> str:
        """SOP Instance UID as shown to the outside."""
        return str(self.header.SOPInstanceUID)

    def read(self) -> Dataset:
        """The complete data set, with its overlay; raises OSError."""
        dataset = pydicom.dcmread(self.path)
        dataset.update(deepcopy(self.overlay))
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        return dataset


@dataclass(slots=True)
class _Study:
    objects: dict[str, Shelved] = field(default_factory=dict)
    announced: int | None = None

    def series(self) -> dict[str, list[Shelved]]:
        found: dict[str, list[Shelved]] = {}
        for one in self.objects.values():
            found.setdefault(str(one.header.SeriesInstanceUID), []).append(one)
        return found


class Shelf:
    """The objects of an archive, by study; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._studies: dict[str, _Study] = {}

    def add(self, paths: list[Path], overlays: list[Dataset] | None = None, announced: int | None = None) -> None:
        """Show objects, all at once.

        Args:
            overlays: for each path, elements that replace those of the file.
            announced: instances that the study is said to have; what it really has without.

        Raises:
            pydicom.errors.InvalidDicomError, OSError: a file cannot be read.
        """
        added = []
        for number, path in enumerate(paths):
            header = pydicom.dcmread(path, stop_before_pixels=True)
            overlay = overlays[number] if overlays else Dataset()
            header.update(deepcopy(overlay))
            added.append(Shelved(path, header, overlay))
        with self._lock:
            for one in added:
                study = self._studies.setdefault(str(one.header.StudyInstanceUID), _Study())
                study.objects[one.sop_instance_uid] = one
                study.announced = announced

    def count(self) -> int:
        """Number of studies."""
        with self._lock:
            return len(self._studies)

    def objects(self, query: Dataset) -> list[Shelved]:
        """What a C-GET or C-MOVE with this identifier asks for."""
        uids = {
            keyword: _uids(query, keyword) for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
        }
        with self._lock:
            everything = [one for study in self._studies.values() for one in study.objects.values()]
        if not uids["StudyInstanceUID"]:
            return []
        return [
            one
            for one in everything
            if all(not wanted or str(one.header.get(keyword, "")) in wanted for keyword, wanted in uids.items())
        ]

    def find(self, query: Dataset) -> Iterator[Dataset]:
        """The answers to a C-FIND with this identifier, at its Query/Retrieve Level; nothing for an unknown level."""
        level = str(query.get("QueryRetrieveLevel", ""))
        if level not in _LEVELS:
            return
        with self._lock:
            studies = [_Study(dict(study.objects), study.announced) for study in self._studies.values()]
        for study in studies:
            for answer in _answers(study, level):
                if all(_matches(element.keyword, element.value, answer) for element in query):
                    yield _only_asked(answer, query, level)


def _answers(study: _Study, level: str) -> Iterator[Dataset]:
    series = study.series()
    for number, objects in enumerate(series.values()):
        if level == "STUDY" and number > 0:
            return
        for one in objects[: 1 if level != "IMAGE" else None]:
            answer = Dataset()
            _copy(one.header, answer, ("SpecificCharacterSet", *_STUDY_KEYS))
            if level == "STUDY":
                modalities = {str(members[0].header.get("Modality", "")) for members in series.values()}
                answer.ModalitiesInStudy = sorted(modalities - {""})
                answer.NumberOfStudyRelatedSeries = len(series)
                answer.NumberOfStudyRelatedInstances = study.announced or len(study.objects)
            else:
                _copy(one.header, answer, _SERIES_KEYS)
                answer.NumberOfSeriesRelatedInstances = len(objects) + (
                    max(0, (study.announced or 0) - len(study.objects)) if len(series) == 1 else 0
                )
            if level == "IMAGE":
                _copy(one.header, answer, _IMAGE_KEYS)
            yield answer


def _copy(header: Dataset, answer: Dataset, keywords: tuple[str, ...]) -> None:
    for keyword in keywords:
        if keyword in header:
            answer[keyword] = deepcopy(header[keyword])


def _only_asked(answer: Dataset, query: Dataset, level: str) -> Dataset:
    kept = Dataset()
    kept.QueryRetrieveLevel = level
    for element in query:
        if element.keyword in ("QueryRetrieveLevel", "SpecificCharacterSet", ""):
            continue
        if element.keyword in answer:
            kept[element.keyword] = answer[element.keyword]
        else:
            setattr(kept, element.keyword, None)
    if "SpecificCharacterSet" in answer:
        kept.SpecificCharacterSet = answer.SpecificCharacterSet
    return kept


def _matches(keyword: str, wanted: object, answer: Dataset) -> bool:
    if keyword in ("", "QueryRetrieveLevel", "SpecificCharacterSet") or wanted in (None, "", []):
        return True
    if keyword not in answer:
        return True  # an optional key that this archive does not support matches everything (PS3.4 C.2.2.1.3)
    have = answer[keyword].value
    haves = [str(value) for value in have] if isinstance(have, MultiValue | list) else [str(have)]
    vr = dictionary_VR(keyword)
    if vr == "UI" or isinstance(wanted, MultiValue | list):
        wanteds = {str(value) for value in wanted} if isinstance(wanted, MultiValue | list) else {str(wanted)}
        return any(value in wanteds for value in haves)
    text = str(wanted)
    if vr in ("DA", "TM") and "-" in text:
        first, _, last = text.partition("-")
        return any(first <= value and (not last or value <= last) for value in haves)
    pattern = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    flags = re.IGNORECASE if vr == "PN" else 0
    return any(re.fullmatch(pattern, value, flags) is not None for value in haves)


def _uids(query: Dataset, keyword: str) -> set[str]:
    value = query.get(keyword)
    if not value:
        return set()
    return {str(uid) for uid in value} if isinstance(value, MultiValue | list) else {str(value)}
