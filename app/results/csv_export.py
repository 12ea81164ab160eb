"""The worklist, and the lesions of one study, as CSV (RFC 4180; UTF-8 with byte order mark, for spreadsheets)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.domain.study import StudyRecord
from app.errors import CacheError
from inference.types import TYPES, Lesion

PATIENT_COLUMNS = ("patient_name", "patient_id", "age_years", "sex")
COLUMNS = (
    "study_instance_uid", "accession_number", "description", "study_at", "found_at", "changed_at", "read_at", "state",
    "probability", "probability_low", "probability_high", "score", "threshold",
    *(f"{t.value.lower()}_ml" for t in TYPES), "total_ml", "seconds",
    "provider", "device", "model", "images_received", "images_expected", "attempts", "reasons",
)  # fmt: skip


def columns(patients: bool) -> tuple[str, ...]:
    """The names of the columns; with ``patients`` those of name, ID, age and sex come first."""
    return (*PATIENT_COLUMNS, *COLUMNS) if patients else COLUMNS


def write_csv(records: Iterable[StudyRecord], path: Path, *, patients: bool = False) -> int:
    """Write one line a study, in the order given; returns the number of studies. Raises CacheError.

    Names, patient IDs, ages and sex are written only with ``patients``.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns(patients))
            for record in records:
                writer.writerow([_cell(value) for value in values(record, patients)])
                count += 1
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("csv_not_written", f"The CSV file cannot be written: {why}.") from error
    return count


_LESION_COLUMNS = (
    "study_instance_uid", "lesion", "type", "side", "region", "volume_ml", "volume_ml_low", "volume_ml_high",
    "abc2_ml", "size_class", "first_slice", "last_slice", "score", "reader", "model",
)  # fmt: skip


def write_lesions_csv(uid: str, lesions: Iterable[tuple[Lesion, str]], model: str, path: Path) -> int:
    """Write one line a lesion, each with what a reader said of it; returns their number. Raises CacheError.

    Slices are counted from 1 at the skull base. Nothing of the patient is written but the Study Instance UID.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_LESION_COLUMNS)
            for one, reader in lesions:
                row: list[object] = [uid, one.id, one.type.value, one.side, one.region, one.volume_ml]
                row += [*one.volume_ml_interval, one.abc2_ml, one.size_class.value]
                row += [one.slices[0] + 1, one.slices[1] + 1, one.score if one.boxes else None, reader, model]
                writer.writerow([_cell(value) for value in row])
                count += 1
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("csv_not_written", f"The CSV file cannot be written: {why}.") from error
    return count


def values(record: StudyRecord, patients: bool) -> list[object]:
    """The values of one study, in the order of :func:`columns`; None where there is none."""
    study, summary = record.study, record.outcome
    row: list[object] = [study.patient_name, study.patient_id, study.age_years, study.sex] if patients else []
    row += [record.uid, study.accession_number, study.description, study.study_at, record.found_at]
    row += [record.changed_at, record.read_at, record.state.value]
    if summary is None:
        row += [None] * (5 + len(TYPES) + 5)
    else:
        answered = summary.score is not None  # no answer is not 0 mL
        row += [summary.probability, *(summary.probability_interval or (None, None)), summary.score, summary.threshold]
        row += [summary.volumes_ml.get(t, 0.0) if answered else None for t in TYPES]
        row.append(summary.total_ml if answered else None)
        row += [summary.seconds, summary.provider, summary.device, summary.model]
    row += [record.images_received, study.images_expected, record.attempts]
    row.append("; ".join(reason.text for reason in record.reasons))
    return row


def _cell(value: object) -> str:
    """``value`` as text; text from outside that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
