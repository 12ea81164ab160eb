"""C-FIND in the Study Root model (PS3.4 annex C): which studies and series the archive holds.

Answers are decoded here from their raw bytes, because archives send text in a character set they do not declare,
dates with dots and numbers with words in them; none of that may cost us a study.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pynetdicom.association import Association
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind  # type: ignore[attr-defined]

from app.domain.study import Study
from app.domain.text import decode_text, parse_date, parse_time
from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, check
from app.pacs.line import Talk, talk_once
from app.pacs.span import Span
from app.pacs.statuses import Operation, Outcome

_log = logging.getLogger(__name__)

_STUDY_KEYS = (
    "SpecificCharacterSet", "StudyInstanceUID", "StudyDate", "StudyTime", "AccessionNumber", "ModalitiesInStudy",
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyDescription", "StationName",
    "NumberOfStudyRelatedInstances", "RequestedProcedurePriority",
)  # fmt: skip
_SERIES_KEYS = (
    "SpecificCharacterSet", "StudyInstanceUID", "SeriesInstanceUID", "Modality", "SeriesDescription", "StationName",
    "BodyPartExamined", "NumberOfSeriesRelatedInstances", "SeriesNumber", "InstitutionName",
    "InstitutionalDepartmentName",
)  # fmt: skip

_IMAGE_KEYS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")


@dataclass(frozen=True, slots=True)
class SeriesFound:
    """A series as its archive describes it (series-level C-FIND, PS3.4 C.6.2.1); absent texts are empty."""

    series_instance_uid: str
    modality: str = ""
    description: str = ""
    station_name: str = ""
    body_part: str = ""
    images_expected: int | None = None
    department: str = ""
    number: int | None = None


class TooMany(ArchiveError):
    """An archive ended a query by itself, after the first matches: it has a limit. ``answers`` are those matches."""

    def __init__(self, archive: Archive, answers: list[Answer]) -> None:
        super().__init__(
            "find_limited", f"{archive.name} tells only of some studies; ask its administrator to raise its limit."
        )
        self.answers = answers


class Find(Protocol):
    """Asks an archive at one Query/Retrieve Level: by C-FIND (:func:`c_find`) or in another way (QIDO-RS)."""

    def __call__(
        self, archive: Archive, level: str, wanted: Iterable[str], keys: Mapping[str, str], cancel: Cancel | None
    ) -> list[Answer]:
        """All answers. ``wanted`` are the attributes to return, ``keys`` the values to match, by keyword.

        Raises ArchiveError; TooMany where the archive does not tell all.
        """


def find_by(talk: Talk) -> Find:
    """C-FIND over the associations that ``talk`` has."""

    def find(
        archive: Archive, level: str, wanted: Iterable[str], keys: Mapping[str, str], cancel: Cancel | None
    ) -> list[Answer]:
        return _find(archive, level, wanted, keys, cancel, talk)

    return find


#: C-FIND over an association of its own.
c_find: Find = find_by(talk_once)


def find_studies(
    archive: Archive,
    first: date,
    last: date,
    modality: str = "CT",
    *,
    from_time: time | None = None,
    cancel: Cancel | None = None,
    find: Find = c_find,
    left_out: Callable[[int], None] | None = None,
) -> tuple[Study, ...]:
    """Studies of ``first`` to ``last``, both included, that have, or may have, a series of ``modality``.

    ``from_time`` leaves out earlier studies of the day, where ``first`` is ``last``: an archive matches dates and times
    apart from each other. An archive that does not say which modalities a study has (Modalities in Study is optional)
    is taken at no word: the study is returned, and its series tell later. ``left_out`` hears how many of them cannot be
    told apart, or be asked for, for want of a usable UID. Raises ArchiveError, ArchiveCancelled.
    """
    studies: dict[str, Study] = {}
    nameless = 0
    for answer in _between(archive, Span(first, last, from_time), modality, cancel, find):
        modalities = answer.texts("ModalitiesInStudy")
        if modalities and modality not in modalities:
            continue
        study = study_of(answer)
        if study is not None:
            studies[study.study_instance_uid] = study
        else:
            nameless += 1
    if left_out is not None:
        left_out(nameless)
    return tuple(studies.values())


def find_study(
    archive: Archive, study_instance_uid: str, *, cancel: Cancel | None = None, find: Find = c_find
) -> Study | None:
    """One study as the archive describes it now; None where it does not hold it. Raises ArchiveError."""
    keys = {"StudyInstanceUID": study_instance_uid}
    for answer in _some(archive, "STUDY", _STUDY_KEYS, keys, cancel, find):
        study = study_of(answer)
        if study is not None and study.study_instance_uid == study_instance_uid:
            return study
    return None


def find_studies_of(
    archive: Archive, patient_id: str, modality: str = "CT", *, cancel: Cancel | None = None, find: Find = c_find
) -> tuple[Study, ...]:
    """All studies of a patient that have, or may have, a series of ``modality``; raises ArchiveError.

    Wildcards and backslashes in the ID would ask for other patients, so that nothing is asked then.
    """
    if not patient_id.strip() or any(character in patient_id for character in "*?\\"):
        return ()
    studies: dict[str, Study] = {}
    for answer in _some(archive, "STUDY", _STUDY_KEYS, {"PatientID": patient_id.strip()}, cancel, find):
        modalities = answer.texts("ModalitiesInStudy")
        study = study_of(answer)
        if study is not None and (not modalities or modality in modalities):
            studies[study.study_instance_uid] = study
    return tuple(studies.values())


def find_series(
    archive: Archive, study_instance_uid: str, *, cancel: Cancel | None = None, find: Find = c_find
) -> tuple[SeriesFound, ...]:
    """The series of a study; raises ArchiveError."""
    keys = {"StudyInstanceUID": study_instance_uid}
    series: dict[str, SeriesFound] = {}
    for answer in _some(archive, "SERIES", _SERIES_KEYS, keys, cancel, find):
        uid = answer.uid("SeriesInstanceUID")
        if uid:
            series[uid] = SeriesFound(
                uid,
                answer.text("Modality").upper(),
                answer.text("SeriesDescription"),
                answer.text("StationName"),
                answer.text("BodyPartExamined"),
                answer.count("NumberOfSeriesRelatedInstances"),
                answer.text("InstitutionalDepartmentName") or answer.text("InstitutionName"),
                answer.count("SeriesNumber"),
            )
    return tuple(series.values())


def find_classes(
    archive: Archive,
    study_instance_uid: str,
    series_instance_uid: str,
    *,
    cancel: Cancel | None = None,
    find: Find = c_find,
) -> tuple[str, ...]:
    """SOP Class UID of each object of a series, empty where the archive does not say it; raises ArchiveError."""
    keys = {"StudyInstanceUID": study_instance_uid, "SeriesInstanceUID": series_instance_uid}
    answers = _some(archive, "IMAGE", _IMAGE_KEYS, keys, cancel, find)
    return tuple({one.uid("SOPInstanceUID"): one.uid("SOPClassUID") for one in answers}.values())


def _between(archive: Archive, span: Span, modality: str, cancel: Cancel | None, find: Find) -> list[Answer]:
    """The studies of a span; where an archive tells only some of them, those of its halves, and so on."""
    keys = {**span.keys(), "ModalitiesInStudy": modality}
    try:
        return find(archive, "STUDY", _STUDY_KEYS, keys, cancel)
    except TooMany as error:
        halves = span.halves()
        if not halves:
            _log.warning("an archive tells only of some studies of one minute")
        found = list(error.answers)  # without a time of the study, no half has it
        for half in halves:
            found += _between(archive, half, modality, cancel, find)
        return found


def _some(
    archive: Archive, level: str, wanted: Iterable[str], keys: Mapping[str, str], cancel: Cancel | None, find: Find
) -> list[Answer]:
    """All answers, or as many as the archive tells."""
    try:
        return find(archive, level, wanted, keys, cancel)
    except TooMany as error:
        _log.warning("an archive tells only of some matches")
        return error.answers


def _find(
    archive: Archive,
    level: str,
    wanted: Iterable[str],
    keys: Mapping[str, str],
    cancel: Cancel | None,
    talk: Talk,
) -> list[Answer]:
    identifier, wanted = Dataset(), tuple(wanted)
    identifier.QueryRetrieveLevel = level
    for keyword in wanted:
        setattr(identifier, keyword, keys.get(keyword, ""))
    identifier.SpecificCharacterSet = "ISO_IR 192"

    def ask(association: Association) -> list[Answer]:
        answers: list[Answer] = []
        for status, answer in association.send_c_find(identifier, StudyRootQueryRetrieveInformationModelFind):
            kind = check(status, Operation.FIND, archive, cancel)
            if kind is Outcome.CANCEL:  # nobody here sent a C-CANCEL: some archives end so what exceeds their limit
                raise TooMany(archive, answers)
            if isinstance(answer, Dataset):
                answers.append(Answer(answer, wanted))
            elif kind is Outcome.PENDING:
                _log.warning("an answer of the archive could not be decoded")
                if level == "STUDY":  # one more, of which nothing is known
                    answers.append(Answer(Dataset()))
        return answers

    return talk(archive, [build_context(StudyRootQueryRetrieveInformationModelFind)], ask, cancel=cancel)


class Answer:
    """The tolerant view of one C-FIND response identifier. No method raises for what the archive sent."""

    def __init__(self, identifier: Dataset, only: Iterable[str] | None = None) -> None:
        """``only`` are the attributes that will be asked for: without the rest, thousands of answers take little."""
        self._identifier: Dataset | None = identifier
        self._kept: dict[str, bytes] = {}
        if only is not None:
            self._kept = {one: raw for one in {*only, "SpecificCharacterSet"} if (raw := self._raw(one))}
            self._identifier = None
        self._charsets = tuple(
            part.strip().decode("ascii", "replace") for part in self._raw("SpecificCharacterSet").split(b"\\")
        )

    def text(self, keyword: str) -> str:
        """A single text; empty where absent."""
        return decode_text(self._raw(keyword), self._charsets)

    def texts(self, keyword: str) -> tuple[str, ...]:
        """A text of several values (separated by backslash), without empty ones."""
        values = (value.strip() for value in self.text(keyword).split("\\"))
        return tuple(value for value in values if value)

    def uid(self, keyword: str) -> str:
        """A UID; empty where absent or not of digits and dots, at most 64 (PS3.5 9.1)."""
        text = self.text(keyword)
        return text if re.fullmatch(r"[0-9.]{1,64}", text) else ""

    def count(self, keyword: str) -> int | None:
        """A whole number that is not negative; None where absent or "Not Supplied" and the like."""
        text = self.text(keyword)
        return int(text) if re.fullmatch(r"\+?[0-9]{1,9}", text) else None

    def date(self, keyword: str) -> date | None:
        """A date (VR DA); None where absent or impossible."""
        return parse_date(self.text(keyword))

    def time(self, keyword: str) -> time | None:
        """A time (VR TM); None where absent or impossible."""
        return parse_time(self.text(keyword))

    def _raw(self, keyword: str) -> bytes:
        if self._identifier is None:
            return self._kept.get(keyword, b"")
        if keyword not in self._identifier:
            return b""
        value: object = self._identifier.get_item(keyword).value  # as received, without conversion to its VR
        if isinstance(value, bytes):
            return value
        if value is None:
            return b""
        if isinstance(value, str):
            return value.encode("utf-8", "replace")
        parts = value if isinstance(value, MultiValue | list) else (value,)
        return "\\".join(str(part) for part in parts).encode("utf-8", "replace")


def window(now: datetime, hours: float) -> tuple[date, date]:
    """The dates to ask for: the last ``hours``, and tomorrow, since a scanner's clock may be ahead of ours."""
    return (now - timedelta(hours=hours)).date(), (now + timedelta(days=1)).date()


def study_of(answer: Answer) -> Study | None:
    """The study that a C-FIND answer, or the header of one of its images, describes; None without a usable UID."""
    uid = answer.uid("StudyInstanceUID")
    if not uid:
        return None
    day, hour = answer.date("StudyDate"), answer.time("StudyTime")
    return Study(
        study_instance_uid=uid,
        patient_name=answer.text("PatientName"),
        patient_id=answer.text("PatientID"),
        birth_date=answer.date("PatientBirthDate"),
        sex=answer.text("PatientSex").upper()[:1],
        accession_number=answer.text("AccessionNumber"),
        description=answer.text("StudyDescription"),
        study_at=datetime.combine(day, hour or time()) if day else None,
        station_name=answer.text("StationName"),
        images_expected=answer.count("NumberOfStudyRelatedInstances"),
        emergency=answer.text("RequestedProcedurePriority").upper() in ("STAT", "HIGH"),
    )
