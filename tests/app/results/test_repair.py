"""Headers that break the standard's rules: every result is sent all the same, and names no patient wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from app.domain.text import decode_text
from app.results.dicom.kinds import Kind
from app.results.dicom.make import encoded, make
from app.results.dicom.source import completed, read_headers
from tests.app.results.dicom_sources import images, source
from tests.app.results.test_dicom_objects import dciodvfy, reread
from tests.integration.peers import write


def as_received(ds: Dataset, **values: bytes) -> Dataset:
    """Put these bytes into ``ds``, as a file would bring them."""
    for keyword, raw in values.items():
        tag = Tag(keyword)
        ds.pop(tag, None)
        ds[tag] = RawDataElement(tag, dictionary_VR(tag), len(raw), raw, 0, False, True)
    return ds


def objects(**values: bytes) -> dict[Kind, Dataset]:
    """The objects of a positive result on images with these bytes in their headers."""
    some = images()
    found = source(images=some)
    headers = {str(one.SOPInstanceUID): completed(as_received(one, **values)) for one in some}
    return make(replace(found, headers=tuple(headers[str(one.SOPInstanceUID)] for one in found.headers)))


@pytest.mark.parametrize(
    ("keyword", "raw", "told"),
    [
        ("PatientSex", b"U ", ""),
        ("PatientSex", b"W ", ""),
        ("PatientSex", b"D ", ""),
        ("PatientSex", b"m ", "M"),
        ("PatientSex", b"Male", ""),
        ("PatientSex", b"M\\F ", ""),
        ("PatientBirthDate", b"1950", ""),
        ("PatientBirthDate", b"19500000", ""),
        ("PatientBirthDate", b"00000000", ""),
        ("PatientBirthDate", b"19500230", ""),
        ("PatientBirthDate", b"1950.01.02", "19500102"),
        ("StudyDate", b"20260000", ""),
        ("StudyDate", b"2026-03-01", "20260301"),
        ("StudyTime", b"22:00:00", "220000"),
        ("StudyTime", b"22:00:00.5", "220000.500000"),
        ("StudyTime", b"22:15 ", "221500"),
        ("StudyTime", b"24:00 ", ""),
        ("StudyTime", b"250000", ""),
        ("StudyTime", b"220060", "220059"),
        ("StudyTime", b"2200", "2200"),
        ("PatientName", b"A^B\\C^D ", "A^B"),
        ("ReferringPhysicianName", b"A^B\\C^D ", "A^B"),
    ],
)
def test_an_odd_value_costs_no_result(keyword: str, raw: bytes, told: str) -> None:
    made = objects(**{keyword: raw})
    assert set(made) == set(Kind)
    assert {str(reread(one).get(keyword)) for one in made.values()} == {told}


@pytest.mark.parametrize(
    ("keyword", "raw"),
    [
        ("PregnancyStatus", b"1"),
        ("ReferencedStudySequence", b"abcd"),
        ("PatientWeight", b"1,75"),
        ("KVP", b"Not Supplied"),
    ],
)
def test_what_cannot_be_read_at_all_costs_no_result(keyword: str, raw: bytes) -> None:
    assert set(objects(**{keyword: raw})) == set(Kind)


@pytest.mark.peer
def test_dciodvfy_finds_no_error_for_what_was_repaired(tmp_path: Path) -> None:
    made = objects(
        PatientSex=b"W ", PatientBirthDate=b"19500000", StudyDate=b"2026.03.01", StudyTime=b"22:00:00",
        PatientName="Müller^Jörg".encode(), SpecificCharacterSet=b"ISO_IR 100",
    )  # fmt: skip
    dciodvfy(made, tmp_path)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        (b"", "utf-8"),
        (b"", "latin-1"),
        (b"ISO_IR 100", "utf-8"),
        (b"ISO_IR 100", "latin-1"),
        (b"ISO_IR 192", "latin-1"),
        (b"ISO_IR 192", "utf-8"),
        (b"ISO-IR 100", "latin-1"),
        (b"no such set", "utf-8"),
    ],
)
def test_a_name_is_read_as_in_the_worklist(declared: bytes, encoding: str) -> None:
    name, about = "Müller^Jörg".encode(encoding), "Schädel".encode(encoding)
    made = objects(SpecificCharacterSet=declared, PatientName=name, StudyDescription=about, PatientID=about)
    for kind, one in made.items():
        read = reread(one)
        assert str(read.PatientName) == "Müller^Jörg", kind
        assert read.StudyDescription == read.PatientID == "Schädel", kind


def test_several_sets_and_lines_and_values_stay_what_they_are() -> None:
    head = as_received(
        images()[0],
        SpecificCharacterSet=b"\\ISO 2022 IR 87",
        PatientName=b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
        PatientComments=b"first\r\nsecond\0",
        MedicalAlerts="zwei\u3000Wörter\\b".encode(),
    )
    made = completed(head)
    assert str(made.PatientName) == "Yamada^Tarou=山田^太郎"
    assert made.PatientComments == "first\r\nsecond"
    assert list(made.MedicalAlerts) == ["zwei\u3000Wörter", "b"]


def test_items_are_read_like_the_whole_or_as_they_say_themselves(tmp_path: Path) -> None:
    head = images()[0]
    inherits = as_received(Dataset(), PatientID="Nürnberg".encode("latin-1"))
    own = as_received(Dataset(), SpecificCharacterSet=b"ISO_IR 144", PatientID="Люкс".encode("iso8859_5"))
    head.OtherPatientIDsSequence = [inherits, own]
    (path,) = write([head], tmp_path)
    (made,) = read_headers([path])
    path.write_bytes(encoded(made))
    (again,) = read_headers([path])
    for one in (made, again):
        assert [str(item.PatientID) for item in one.OtherPatientIDsSequence] == ["Nürnberg", "Люкс"]


def test_a_header_that_nobody_declared_is_read_from_its_file(tmp_path: Path) -> None:
    head = as_received(images()[0], SpecificCharacterSet=b"", PatientName="Müller^Jörg".encode(), PatientSex=b"x ")
    (made,) = read_headers(write([head], tmp_path))
    assert (str(made.PatientName), made.PatientSex) == ("Müller^Jörg", "")


@given(st.binary(max_size=40), st.sampled_from(["", "ISO_IR 100", "ISO_IR 192", "GB18030", "ISO 2022 IR 149"]))
def test_no_bytes_whatever_cost_a_header(raw: bytes, declared: str) -> None:
    head = as_received(
        Dataset(), SpecificCharacterSet=declared.encode(), PatientName=raw, PatientID=raw, PatientSex=raw,
        PatientBirthDate=raw, StudyDate=raw, StudyTime=raw, SOPInstanceUID=b"1.2", SeriesInstanceUID=b"1.3",
    )  # fmt: skip
    made = completed(head)
    assert made.PatientSex in ("", "M", "F", "O")
    assert made.StudyDate == "" or date.fromisoformat(str(made.StudyDate))
    assert made.StudyTime == "" or time.fromisoformat(str(made.StudyTime)[:6])
    if b"\\" not in raw:
        shown = "".join(c for c in str(made.PatientID) if c.isprintable()).strip()
        assert shown == decode_text(raw, (declared,))
