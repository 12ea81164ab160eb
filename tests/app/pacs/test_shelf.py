"""The embedded archive's index and its matching (PS3.4 C.2.2.2)."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset

from app.pacs.shelf import Shelf
from tests.integration.peers import ct_images, write


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two studies: 3 CT images and a report; 2 CT images of another day and patient."""
    shelf = Shelf()
    first = ct_images(3, study_uid="1.1", series_uid="1.1.1", StudyDate="20260301", PatientName="DOE^JANE")
    report = ct_images(1, study_uid="1.1", series_uid="1.1.2", StudyDate="20260301", Modality="SR")
    second = ct_images(2, study_uid="1.2", series_uid="1.2.1", StudyDate="20260302", PatientName="ROE^JIM")
    for number, images in enumerate((first, report, second)):
        shelf.add(write(images, tmp_path / str(number)))
    return shelf


def query(level: str = "STUDY", keys: dict[str, object] | None = None, **more: object) -> Dataset:
    """An identifier with these keys; StudyInstanceUID is always asked for."""
    identifier = Dataset()
    identifier.QueryRetrieveLevel = level
    for keyword, value in ({"StudyInstanceUID": ""} | (keys or {}) | more).items():
        setattr(identifier, keyword, value)
    return identifier


@pytest.mark.parametrize(
    ("keys", "uids"),
    [
        ({}, ["1.1", "1.2"]),
        ({"StudyDate": "20260301"}, ["1.1"]),
        ({"StudyDate": "20260302-"}, ["1.2"]),
        ({"StudyDate": "-20260301"}, ["1.1"]),
        ({"StudyDate": "20260301-20260302"}, ["1.1", "1.2"]),
        ({"PatientName": "doe*"}, ["1.1"]),
        ({"PatientName": "?OE^J*"}, ["1.1", "1.2"]),
        ({"PatientName": "DOE"}, []),
        ({"PatientName": "[DR]OE*"}, []),
        ({"StudyInstanceUID": "1.2"}, ["1.2"]),
        ({"StudyInstanceUID": ["1.2", "1.1"]}, ["1.1", "1.2"]),
        ({"ModalitiesInStudy": "SR"}, ["1.1"]),
        ({"ModalitiesInStudy": "MR"}, []),
        ({"AccessionNumber": "A1", "PatientSex": "F"}, ["1.1", "1.2"]),
        ({"AccessionNumber": "a1"}, []),
        ({"InstitutionName": "anything"}, ["1.1", "1.2"]),  # an optional key that is not supported
    ],
)
def test_matching(shelf: Shelf, keys: dict[str, object], uids: list[str]) -> None:
    assert [str(answer.StudyInstanceUID) for answer in shelf.find(query(keys=keys))] == uids


def test_what_a_study_level_answer_says(shelf: Shelf) -> None:
    (answer,) = shelf.find(
        query(StudyInstanceUID="1.1", NumberOfStudyRelatedInstances="", ModalitiesInStudy="", InstitutionName="")
    )
    assert answer.NumberOfStudyRelatedInstances == 4
    assert list(answer.ModalitiesInStudy) == ["CT", "SR"]
    assert answer.InstitutionName in (None, "")
    assert "PatientName" not in answer  # nobody asked


def test_series_and_image_level(shelf: Shelf) -> None:
    series = list(shelf.find(query("SERIES", StudyInstanceUID="1.1", SeriesInstanceUID="", Modality="",
                                   NumberOfSeriesRelatedInstances="")))  # fmt: skip
    assert [(str(s.SeriesInstanceUID), s.Modality, s.NumberOfSeriesRelatedInstances) for s in series] == [
        ("1.1.1", "CT", 3),
        ("1.1.2", "SR", 1),
    ]
    images = list(shelf.find(query("IMAGE", StudyInstanceUID="1.1", SeriesInstanceUID="1.1.1", SOPInstanceUID="")))
    assert len({str(image.SOPInstanceUID) for image in images}) == 3
    assert list(shelf.find(query("PATIENT"))) == []


def test_what_a_retrieval_gets(shelf: Shelf) -> None:
    assert len(shelf.objects(query(StudyInstanceUID="1.1"))) == 4
    assert len(shelf.objects(query(StudyInstanceUID="1.1", SeriesInstanceUID="1.1.1"))) == 3
    assert shelf.objects(query(StudyInstanceUID="1.9")) == []
    assert shelf.objects(query()) == []  # without a UID everything would be sent


def test_an_overlay_replaces_elements_everywhere(tmp_path: Path) -> None:
    (path,) = write(ct_images(1, study_uid="1.1"), tmp_path)
    overlay = Dataset()
    overlay.StudyInstanceUID, overlay.SOPInstanceUID, overlay.PatientName = "1.7", "1.7.1", "DEMO^X"
    shelf = Shelf()
    shelf.add([path], [overlay], announced=9)
    (answer,) = shelf.find(query(PatientName="", NumberOfStudyRelatedInstances=""))
    assert (answer.StudyInstanceUID, answer.PatientName, answer.NumberOfStudyRelatedInstances) == ("1.7", "DEMO^X", 9)
    (shelved,) = shelf.objects(query(StudyInstanceUID="1.7"))
    dataset = shelved.read()
    assert (dataset.SOPInstanceUID, dataset.PatientName) == ("1.7.1", "DEMO^X")
    assert dataset.file_meta.MediaStorageSOPInstanceUID == "1.7.1"
    assert dataset.PixelData == pydicom.dcmread(path).PixelData
    assert shelf.count() == 1
