"""What the header of a received file tells, also of damaged ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataelem import DataElement
from pydicom.uid import DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from app.domain.study import Study
from app.pacs.header import read_received, received_header, with_lost_letters
from inference.elements import quiet
from tests.integration import peers


def test_the_study_of_a_file_in_every_plain_encoding(tmp_path: Path) -> None:
    for syntax in (None, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian):
        (image,) = peers.ct_images(1, PatientName="JÜRGENS^EVA", SpecificCharacterSet="ISO_IR 192")
        if syntax is not None:
            image.file_meta.TransferSyntaxUID = syntax
        (path,) = peers.write([image], tmp_path)
        header = read_received(path)
        assert header is not None
        assert header.study.study_instance_uid == image.StudyInstanceUID
        assert header.sop_instance_uid == image.SOPInstanceUID and header.series_instance_uid == image.SeriesInstanceUID
        assert (header.modality, header.instance_number) == ("CT", 1)
        study = header.study
        assert (study.patient_name, study.patient_id, study.body_part) == ("JÜRGENS^EVA", "T1", "HEAD")
        assert study.images_expected is None and study.age_years is not None


def test_letters_that_the_archive_lost(tmp_path: Path) -> None:
    """Orthanc leaves out what is no UTF-8 where UTF-8 was declared; the file still has it."""
    (image,) = peers.ct_images(1, SpecificCharacterSet="ISO_IR 192")
    image["PatientName"] = DataElement(0x00100010, "UN", "MÜLLER".encode("latin-1"))
    (path,) = peers.write([image], tmp_path)
    told = Study(str(image.StudyInstanceUID), patient_name="MLER", patient_id="T1", description="CT HEAD")
    assert with_lost_letters(told, path) == replace(told, patient_name="MÜLLER")
    for other in (
        replace(told, patient_name="MEIER"),  # corrected in the archive
        replace(told, patient_id="T2"),
        replace(told, study_instance_uid="1.2.3"),
    ):
        assert with_lost_letters(other, path) == other
    assert with_lost_letters(told, tmp_path / "gone") == told


def test_what_is_no_dicom_has_no_header(tmp_path: Path) -> None:
    for content in (b"", b"text", bytes(200), b"\0" * 128 + b"DICM"):
        (tmp_path / "file").write_bytes(content)
        assert read_received(tmp_path / "file") is None


@given(data=st.data())
def test_damage_raises_nothing(data: st.DataObject) -> None:
    raw = bytearray(_ONE)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(132, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with quiet():
        received_header(bytes(raw[: data.draw(st.integers(0, len(raw)))]))


def _one() -> bytes:
    from io import BytesIO

    (image,) = peers.ct_images(1, size=2)
    file = BytesIO()
    image.save_as(file, enforce_file_format=True)
    return file.getvalue()


_ONE = _one()
