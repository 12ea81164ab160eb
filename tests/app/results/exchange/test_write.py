"""Results for other systems: read back by libraries that are not ours, and what they say of the patients."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import hl7
import pyarrow.parquet as pq
import pytest
from fhir.resources.R4B.bundle import Bundle
from hl7apy.parser import parse_message
from hypothesis import given
from hypothesis import strategies as st

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.errors import CacheError
from app.results import codes
from app.results.csv_export import columns
from app.results.exchange import fhir
from app.results.exchange.hl7 import batch
from app.results.exchange.write import Format, Patients, choices, write_results
from inference.errors import Reason
from tests.app.values import T0, record, records, study, summary

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SHIFT = timedelta(minutes=3)


def named(number: int, patient: str, **more: object) -> StudyRecord:
    found = study(
        f"1.2.840.{number}", patient_name="Müller^Jörg~&|", patient_id=patient, birth_date=date(1950, 1, 2), sex="M",
        accession_number=f"A{number}", description="CT HEAD for Müller", station_name="CT1",
        study_at=datetime(2026, 3, 1, 22, number),
    )  # fmt: skip
    given: dict[str, Any] = {"summary": summary(0.93, 5.25), "note": "Müller, ask Dr. X", "read_by": "x", **more}
    return record(given.pop("state", StudyState.POSITIVE), number, found=found, **given)


MANY = [
    named(1, "PATX4711", read_at=T0, reasons=(Reason("a", "Motion | on some ^ slices."),)),
    named(2, "PATX4711", state=StudyState.NEGATIVE, summary=summary(0.02, 0.0)),
    named(3, "0815", state=StudyState.NOT_ANALYSABLE, summary=None, reasons=(Reason("b", "Not a head."),)),
    named(4, "", state=StudyState.FAILED, summary=None),
    named(5, "99", state=StudyState.QUEUED, summary=None),
]
TOLD = MANY[:4]


# ---- HL7 v2 ----


def test_hl7_is_valid_for_who_knows_the_standard() -> None:
    """hl7apy holds every segment, field and data type against the tables of v2.5.1."""
    text = batch(TOLD, AT)
    messages = hl7.parse_batch(text)
    assert len(messages) == 4 and str(messages.header).startswith("BHS|") and messages.trailer[1] == ["4"]
    for message in messages:
        parse_message(str(message), find_groups=True).validate()


def test_hl7_says_what_was_found() -> None:
    first, negative, refused, failed = hl7.parse_batch(batch(TOLD, AT))
    assert [str(one.segment("OBX")[5]) for one in (first, negative)] == [one.uid for one in TOLD[:2]]
    found = {str(one[3][0][0]): one for one in first.segments("OBX")[:5]}
    assert str(found["111017"][5][0][0]) == "111242"
    assert (str(found["122157"][5]), str(found["122157"][6][0][0])) == ("93.00", "%")
    volumes = [one for one in first.segments("OBX") if str(one[3][0][0]) == "118565006"]
    assert [(str(one[5]), str(one[6][0][0]), str(one[17][0][0])) for one in volumes] == [("5.2500", "ml", "126030")] * 2
    assert str(volumes[1][3][0][3]) == "IPH" and len(volumes[0][3][0]) == 3
    assert {str(one[11]) for one in first.segments("OBX")} == {"P"}
    notes = [first.unescape(str(one[3])) for one in first.segments("NTE")]
    assert "not for diagnosis" in notes[0] and notes[2] == "Motion | on some ^ slices."
    assert first.unescape(str(first.segment("PID")[5][0][1])) == "Jörg~&|"
    assert str(first.segment("PID")[3][0][0]) == "PATX4711"
    assert (str(first.segment("OBR")[7]), str(first.segment("OBR")[25])) == ("20260301220100", "P")
    outcomes = [
        [str(o[5][0][0]) for o in one.segments("OBX") if str(o[3][0][0]) == "111017"]
        for one in (negative, refused, failed)
    ]
    assert outcomes == [["111241"], ["111245"], ["111245"]]
    assert str(failed.segment("PID")[3][0][0]).startswith("NO-"), "who has no Patient ID is nobody else"
    for one in (refused, failed):
        assert "does not mean that there is no hemorrhage" in str(one)
        assert len(one.segments("OBX")) == 3


@given(st.lists(records(), max_size=3))
def test_any_record_makes_segments_that_can_be_read(some: list[StudyRecord]) -> None:
    told = [one for one in some if one.state in {record.state for record in TOLD}]
    messages = hl7.parse_batch(batch(told, AT))
    assert len(messages) == len(told)
    for message, one in zip(messages, told, strict=True):
        assert {str(segment[0]) for segment in message} <= {"MSH", "PID", "OBR", "NTE", "OBX"}
        assert message.unescape(str(message.segment("OBX")[5])) == one.uid


# ---- FHIR ----


def kinds_of(some: list[StudyRecord]) -> list[str]:
    """The types of the resources, as fhir.resources reads and validates them."""
    entries: Any = Bundle.model_validate_json(fhir.bundle(some, AT)).entry
    return [entry.resource.get_resource_type() for entry in entries or []]


def test_fhir_is_valid_and_whole() -> None:
    kinds = kinds_of(TOLD)
    assert kinds.count("ImagingStudy") == kinds.count("DiagnosticReport") == 4
    assert kinds.count("Patient") == 2, "two studies are of one patient, and one has no Patient ID"
    assert kinds.count("Observation") == 4 + 2 * 2 + 1  # outcomes; of the first two probability and volume; that of IPH
    written = json.loads(fhir.bundle(TOLD, AT))
    known = {entry["fullUrl"] for entry in written["entry"]}
    text = json.dumps(written)
    used = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    assert used <= known
    for entry in written["entry"]:
        assert entry["request"]["method"] == "PUT" and "?identifier=" in entry["request"]["url"]
    again = json.loads(fhir.bundle(TOLD, AT + SHIFT))
    assert again["entry"] == written["entry"], "a server that gets it twice would hold it twice"
    assert "entry" not in json.loads(fhir.bundle([], AT))


def test_fhir_says_what_was_found() -> None:
    made = json.loads(fhir.bundle(TOLD, AT))
    reports = [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == "DiagnosticReport"]
    assert {one["status"] for one in reports} == {"preliminary"}
    outcomes = [one["conclusionCode"][0]["coding"][0]["code"] for one in reports]
    assert outcomes == ["111242", "111241", "111245", "111245"]
    for one in reports[2:]:
        assert "does not mean that there is no hemorrhage" in one["conclusion"]
        assert len(one["result"]) == 1
    observations = [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "Observation"]
    of_iph = next(one for one in observations if "component" in one)
    assert of_iph["valueQuantity"] == {
        "value": 5.25, "unit": "milliliter", "system": "http://unitsofmeasure.org", "code": "mL"
    }  # fmt: skip
    assert of_iph["bodySite"]["coding"][0]["code"] == "12738006"
    assert of_iph["method"]["coding"][0]["code"] == codes.VOXEL_SUM.value
    notes = [note["text"] for note in observations[0]["note"]]
    assert "not for diagnosis" in notes[0] and notes[1] == "Motion | on some ^ slices."
    patient = next(e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "Patient")
    assert patient["name"][0]["given"] == ["Jörg~&|"] and patient["birthDate"] == "1950-01-02"


@given(st.lists(records(), max_size=3))
def test_any_record_makes_a_valid_bundle(some: list[StudyRecord]) -> None:
    told = [one for one in some if one.state in {record.state for record in TOLD}]
    assert kinds_of(told).count("ImagingStudy") == len({one.uid for one in told})


# ---- the files ----


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("patients", Patients)
def test_each_form_and_choice(form: Format, patients: Patients, tmp_path: Path) -> None:
    file = tmp_path / f"results{form.suffix}"
    if patients not in choices(form):
        with pytest.raises(ValueError, match="whose"):
            write_results(MANY, file, form, patients)
        assert not list(tmp_path.iterdir())
        return
    assert write_results(MANY, file, form, patients) == (4 if form.is_message else 5)
    assert list(tmp_path.iterdir()) == [file]
    content, born = file.read_bytes().replace(b"-", b""), b"19500102"
    for secret in ("Jörg".encode(), b"PATX4711", born):
        assert (secret in content) == (patients is Patients.NAMED) or (secret == born and not form.is_message)


def test_parquet_has_types_and_the_columns_of_the_csv(tmp_path: Path) -> None:
    write_results(MANY, tmp_path / "r.parquet", Format.PARQUET, Patients.NAMED)
    write_results(MANY, tmp_path / "r.csv", Format.CSV, Patients.NAMED)
    table = pq.read_table(tmp_path / "r.parquet")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert table.column_names == list(rows[0]) == list(columns(True))
    types = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert types["iph_ml"] == types["probability_low"] == types["score"] == "double"
    assert (types["found_at"], types["study_at"]) == ("timestamp[us, tz=UTC]", "timestamp[us]")
    assert (types["age_years"], types["state"]) == ("int64", "string")
    assert table["iph_ml"].to_pylist() == [5.25, 0.0, None, None, None]
    assert table["found_at"].to_pylist() == [one.found_at for one in MANY]


def test_de_identified_records_keep_what_counts(tmp_path: Path) -> None:
    write_results(MANY, tmp_path / "r.parquet", Format.PARQUET, Patients.REPLACED)
    first, second, third, fourth, _ = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert first["patient_id"] == second["patient_id"] != third["patient_id"] and fourth["patient_id"] is None
    assert first["patient_name"] == second["patient_name"] is not None
    assert second["study_at"] - first["study_at"] == timedelta(minutes=1)
    assert first["study_at"] != MANY[0].study.study_at
    assert first["found_at"] - first["study_at"].replace(tzinfo=UTC) == MANY[0].found_at - datetime(
        2026, 3, 1, 22, 1, tzinfo=UTC
    )
    assert (first["age_years"], first["sex"], first["iph_ml"], first["state"]) == (76, "M", 5.25, "positive")
    assert first["description"] is None
    everything = (tmp_path / "r.parquet").read_bytes()
    for one in ("Müller", "PATX4711", "1.2.840.1", "Dr. X"):
        assert one.encode() not in everything
    assert "A1" not in first.values(), "two letters stand in compressed bytes by chance, so the accession is looked up"
    write_results(MANY, tmp_path / "again.parquet", Format.PARQUET, Patients.REPLACED)
    other = pq.read_table(tmp_path / "again.parquet").to_pylist()[0]
    assert other["patient_id"] != first["patient_id"], "exports could be put together"


def test_the_very_old_have_no_age(tmp_path: Path) -> None:
    old = replace(MANY[0], study=replace(MANY[0].study, birth_date=date(1930, 1, 1)))
    write_results([old], tmp_path / "r.csv", Format.CSV, Patients.REPLACED)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["age_years"] == "" and row["patient_id"]


@pytest.mark.parametrize("form", Format)
def test_a_file_that_cannot_be_written(form: Format, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="cannot be written"):
        write_results(MANY, tmp_path / "nowhere" / "r", form, Patients.NAMED)


def test_parquet_without_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "r.parquet").write_text("before")
    with pytest.raises(CacheError, match="not installed"):
        write_results(MANY, tmp_path / "r.parquet", Format.PARQUET, Patients.NAMED)
    assert (tmp_path / "r.parquet").read_text() == "before"


def test_messages_hold_no_numbers_of_an_answer_that_no_longer_holds() -> None:
    failed = named(6, "77", state=StudyState.FAILED, summary=summary(0.02, 0.0), reasons=(Reason("c", "It ended."),))
    message, bundle = batch([failed], AT), fhir.bundle([failed], AT)
    for text in (message, bundle):
        assert "It ended." in text and codes.PROBABILITY.value not in text and codes.VOLUME.value not in text


def test_fhir_updates_no_other_patient() -> None:
    """A comma in the value of a search means "or" (FHIR R4, 3.1.1.4.0.1)."""
    made = json.loads(fhir.bundle([named(1, "12,34|5$6\\7")], AT))
    patient = next(e for e in made["entry"] if e["resource"]["resourceType"] == "Patient")
    system, sought = unquote(patient["request"]["url"]).removeprefix("Patient?identifier=").split("|", 1)
    assert (system, sought) == ("urn:firstread:patient-id", "12\\,34\\|5\\$6\\\\7")
    assert patient["resource"]["identifier"][0]["value"] == "12,34|5$6\\7"
    plain = json.loads(fhir.bundle([named(1, "PATX4711")], AT))
    urls = [e["request"]["url"] for e in plain["entry"] if e["resource"]["resourceType"] == "Patient"]
    assert urls == ["Patient?identifier=urn:firstread:patient-id|PATX4711"]


@pytest.mark.parametrize("name", ["=山田^太郎=やまだ^たろう", "山田^太郎", "^=山田^太郎"])
def test_a_name_that_is_not_written_in_letters_is_told(name: str) -> None:
    some = [record(StudyState.FAILED, found=study("1.2.840.1", patient_id="4711", patient_name=name))]
    made = json.loads(fhir.bundle(some, AT))
    patient = next(e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "Patient")
    assert patient["name"] == [{"family": "山田", "given": ["太郎"]}]
    (message,) = hl7.parse_batch(batch(some, AT))
    assert str(message.segment("PID")[5]) == "山田^太郎"
