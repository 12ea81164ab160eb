"""Takes from records what tells of a patient, by dicognito: names, identifiers and dates are replaced, consistently.

Within one export the same patient keeps the same invented name and ID, and all dates are moved by the same span, so
that intervals stay; the next export invents others, and nothing is kept by which one could find back. Free texts, the
reader's notes and names, the station and the archive are left out, for they may name anybody (PS3.15 annex E).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from dicognito.anonymizer import Anonymizer
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.valuerep import DA

from app.domain.study import StudyRecord

#: From this age on, age alone may tell who it is (45 CFR 164.514(b)(2)(i)(C)).
_OLDEST = 90


def deidentified(records: Iterable[StudyRecord]) -> list[StudyRecord]:
    """The records, in their order, without what tells of a patient."""
    anonymizer = Anonymizer()
    return [_replaced(record, anonymizer) for record in records]


def _replaced(record: StudyRecord, anonymizer: Anonymizer) -> StudyRecord:
    study = record.study
    at = study.study_at or record.found_at.replace(tzinfo=None)
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.SpecificCharacterSet = "ISO_IR 192"
    made.StudyInstanceUID = study.study_instance_uid
    made.StudyDate, made.StudyTime = at.strftime("%Y%m%d"), at.strftime("%H%M%S")
    if study.accession_number:
        made.AccessionNumber = study.accession_number
    if study.patient_id:  # without an ID nobody knows whether two studies are of one patient
        made.PatientID = study.patient_id
        made.PatientName = study.patient_name
        made.PatientSex = study.sex
    told_apart = study.age_years is None or study.age_years >= _OLDEST
    if study.birth_date is not None and not told_apart:
        made.PatientBirthDate = study.birth_date.strftime("%Y%m%d")
    anonymizer.anonymize(made)
    moved = datetime.strptime(f"{made.StudyDate}{str(made.StudyTime)[:6]}", "%Y%m%d%H%M%S") - at.replace(microsecond=0)
    return replace(
        record,
        study=replace(
            study,
            study_instance_uid=str(made.StudyInstanceUID),
            patient_name=str(made.get("PatientName", "")),
            patient_id=str(made.get("PatientID", "")),
            birth_date=DA(made.PatientBirthDate) if "PatientBirthDate" in made else None,
            accession_number=str(made.get("AccessionNumber", "")),
            study_at=_moved(study.study_at, moved),
            description="",
            station_name="",
        ),
        found_at=record.found_at + moved,
        changed_at=record.changed_at + moved,
        read_at=_moved(record.read_at, moved),
        opened_at=_moved(record.opened_at, moved),
        archive="",
        read_by="",
        claimed_by="",
        note="",
    )


def _moved(at: datetime | None, by: timedelta) -> datetime | None:
    return None if at is None else at + by
