"""Writes results of many studies into one file, in the form and with as much of the patients as was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.results.csv_export import write_csv
from app.results.exchange import fhir, hl7
from app.results.exchange.parquet import write_parquet

#: A study in another state has neither an answer nor a reason why there is none, and no message to send.
_TOLD = (StudyState.POSITIVE, StudyState.NEGATIVE, StudyState.NOT_ANALYSABLE, StudyState.FAILED)


class Format(StrEnum):
    """The form of the file: the values are those of the command line."""

    CSV = "csv"
    PARQUET = "parquet"
    FHIR = "fhir"
    HL7 = "hl7"

    @property
    def suffix(self) -> str:
        """How such a file's name ends."""
        return {Format.FHIR: ".json"}.get(self, f".{self.value}")

    @property
    def is_message(self) -> bool:
        """Whether it is for another system, which has to know whose the results are."""
        return self in (Format.FHIR, Format.HL7)


class Patients(StrEnum):
    """How much of the patients is written."""

    LEFT_OUT = "left-out"  #: no name, Patient ID, age or sex; the study keeps its identifiers
    REPLACED = "replaced"  #: de-identified: invented names and identifiers, dates moved
    NAMED = "named"  #: as they are


def choices(form: Format) -> tuple[Patients, ...]:
    """What may be chosen for a form, the most careful first."""
    named = (Patients.REPLACED, Patients.NAMED)
    return named if form.is_message else (Patients.LEFT_OUT, *named)


def write_results(records: Iterable[StudyRecord], path: Path, form: Format, patients: Patients) -> int:
    """Write the studies in the order given; returns their number.

    A message is written only for a study with an answer, or with a reason why there is none. Raises CacheError,
    ValueError for a choice that this form does not have. A file of that name is replaced, and stays where the writing
    fails.
    """
    if patients not in choices(form):
        raise ValueError(f"{form} needs to say whose the results are")
    chosen = [record for record in records if not form.is_message or record.state in _TOLD]
    if patients is Patients.REPLACED:
        from app.results.exchange.deidentify import deidentified  # not needed by those who never ask for it

        chosen = deidentified(chosen)
    partial = path.with_name(path.name + ".part")
    try:
        try:
            _write(chosen, partial, form, patients is not Patients.LEFT_OUT)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("results_not_written", f"The results cannot be written: {why}.") from error
    return len(chosen)


def _write(records: list[StudyRecord], path: Path, form: Format, patients: bool) -> None:
    if form is Format.CSV:
        write_csv(records, path, patients=patients)
    elif form is Format.PARQUET:
        write_parquet(records, path, patients=patients)
    elif form is Format.FHIR:
        path.write_text(fhir.bundle(records, datetime.now(UTC)), encoding="utf-8")
    else:
        path.write_bytes(hl7.batch(records, datetime.now(UTC)).encode())
