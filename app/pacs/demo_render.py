"""Turns a study of the demo shift into DICOM files, once, and dates them anew in each run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, XRayRadiationDoseSRStorage, generate_uid

import inference.phantom
from app.pacs.demo_shift import DemoSeries, DemoStudy, SeriesKind
from app.paths import private_folder
from inference.phantom import Phantom, PhantomStudy, image_datasets, render, uid_from, write_datasets
from inference.phantom.spec import Kernel

_UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
_DATES = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "InstanceCreationDate")
_TIMES = ("StudyTime", "SeriesTime", "AcquisitionTime", "ContentTime", "InstanceCreationTime")
#: From the scan until the images are in the archive.
_SCANNED_BEFORE = timedelta(minutes=4)
_FIELD_OF_VIEW_MM = {"head": 0.45 * 512, "abdomen": 0.78 * 512, "chest": 0.78 * 512}


def render_study(study: DemoStudy, root: Path) -> list[Path]:
    """The files of ``study`` below ``root``, rendered unless an earlier run of this version did; raises OSError."""
    folder = private_folder(root) / sha256(f"{_generator()} {study!r}".encode()).hexdigest()[:24]
    if not folder.is_dir():
        partial = private_folder(folder.with_name(f"{folder.name}.{os.getpid()}.part"))
        try:
            shared = PhantomStudy(uid_from("demo", study.number), description=study.description, station=study.station)
            scans = _Scans(study)
            for number, series in enumerate(study.series, 1):
                write_datasets(_images(scans, series, number, shared), partial, f"{number}-")
            partial.replace(folder)
        except OSError:
            if not folder.is_dir():  # else another run was faster
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return sorted(folder.glob("*.dcm"))


def overlay(study: DemoStudy, path: Path, run: str, now: datetime) -> Dataset:
    """What replaces the elements of a rendered file: patient, tonight's times, and UIDs of this run alone.

    ``run`` is any text that differs from run to run, so that a worklist sees the shift as new studies.
    """
    rendered = pydicom.dcmread(path, stop_before_pixels=True)
    at = now - _SCANNED_BEFORE - timedelta(days=study.days_ago)
    changed = Dataset()
    changed.SpecificCharacterSet = list(study.character_set)
    for keyword in _UIDS:
        if keyword in rendered:
            setattr(changed, keyword, generate_uid(entropy_srcs=["firstread demo", run, str(rendered[keyword].value)]))
    for keyword in _DATES:
        if keyword in rendered:
            setattr(changed, keyword, at.strftime("%Y%m%d"))
    for keyword in _TIMES:
        if keyword in rendered:
            setattr(changed, keyword, at.strftime("%H%M%S"))
    changed.PatientName, changed.PatientID, changed.PatientSex = study.name, study.patient_id, study.sex
    born = now - _SCANNED_BEFORE - timedelta(days=365.25 * study.spec.age + 100)  # the same in an earlier study
    changed.PatientBirthDate = born.strftime("%Y%m%d")
    changed.PatientAge = f"{int(study.spec.age):03d}Y"
    changed.AccessionNumber = study.accession_number
    changed.StudyDescription, changed.StationName = study.description, study.station
    return changed


def _generator() -> str:
    """Changes whenever the generator's code does, so that a new version renders anew.

    A packaged program has no source files; there the version stands for them.
    """
    digest = sha256(inference.__version__.encode())
    for source in [*sorted(Path(inference.phantom.__file__).parent.glob("*.py")), Path(__file__)]:
        if source.is_file():
            digest.update(source.read_bytes())
    return digest.hexdigest()


class _Scans:
    """The phantoms of one study; series that show the same slices share one."""

    def __init__(self, study: DemoStudy) -> None:
        self.study = study
        self._rendered: dict[tuple[float, float, int, Kernel], Phantom] = {}

    def phantom(self, series: DemoSeries) -> Phantom:
        """The phantom that ``series`` is made from."""
        kernel: Kernel = "bone" if series.kind is SeriesKind.BONE else "soft"
        key = (series.slice_mm, series.tilt_degrees, series.matrix, kernel)
        if key not in self._rendered:
            self._rendered[key] = render(
                self.study.spec,
                slice_mm=series.slice_mm,
                spacing_mm=_FIELD_OF_VIEW_MM[self.study.spec.body] / series.matrix,
                matrix=series.matrix,
                tilt_degrees=series.tilt_degrees,
                kernel=kernel,
            )
        return self._rendered[key]


def _images(scans: _Scans, series: DemoSeries, number: int, shared: PhantomStudy) -> Iterator[FileDataset]:
    uid = uid_from("demo", scans.study.number, number)
    if series.kind is SeriesKind.DOSE_REPORT:
        yield _dose_report(shared, uid, number)
        return
    phantom = scans.phantom(series)
    if series.kind is SeriesKind.SCOUT:
        yield from _scout(phantom, series, number, shared, uid)
    elif series.kind is SeriesKind.CORONAL:
        yield from _coronal(phantom, series, number, shared, uid)
    else:
        yield from image_datasets(
            phantom,
            study=shared,
            series_uid=uid,
            series_number=number,
            description=series.description,
            indices=None if series.deliver is None else list(range(series.deliver)),
        )


_RIGHT_TO_LEFT, _DOWN = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, -1.0])


def _scout(phantom: Phantom, series: DemoSeries, number: int, shared: PhantomStudy, uid: str) -> Iterator[FileDataset]:
    """A frontal view: the mean along the posterior direction, head up."""
    view = np.rint(phantom.hu[::-1].mean(axis=1, dtype=np.float32)).astype(np.int16)
    yield from image_datasets(
        phantom, study=shared, series_uid=uid, series_number=number, description=series.description,
        hu=view[None], orientation=(_RIGHT_TO_LEFT, _DOWN), origins=phantom.origin_mm[-1:],
        pixel_mm=(phantom.slice_mm, phantom.pixel_mm[1]), image_type=("ORIGINAL", "PRIMARY", "LOCALIZER"),
    )  # fmt: skip


def _coronal(
    phantom: Phantom, series: DemoSeries, number: int, shared: PhantomStudy, uid: str
) -> Iterator[FileDataset]:
    """Coronal slabs of about 5 mm from an untilted stack, anterior to posterior, head up."""
    rows = max(1, round(5.0 / phantom.pixel_mm[0]))
    count = phantom.hu.shape[1] // rows
    slabs = phantom.hu[::-1, : count * rows].reshape(phantom.hu.shape[0], count, rows, -1)
    hu = np.rint(slabs.mean(axis=2, dtype=np.float32)).astype(np.int16).transpose(1, 0, 2)
    step = rows * phantom.pixel_mm[0]
    origins = phantom.origin_mm[-1] + np.outer(np.arange(count) * step + step / 2, [0.0, 1.0, 0.0])
    yield from image_datasets(
        phantom, study=shared, series_uid=uid, series_number=number, description=series.description, hu=hu,
        orientation=(_RIGHT_TO_LEFT, _DOWN), origins=origins, pixel_mm=(phantom.slice_mm, phantom.pixel_mm[1]),
        derived=True,
    )  # fmt: skip


def _dose_report(shared: PhantomStudy, series_uid: str, number: int) -> FileDataset:
    """The frame of a radiation dose report (PS3.3 A.35.8); its content does not matter here."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = XRayRadiationDoseSRStorage
    meta.MediaStorageSOPInstanceUID = uid_from("dose", series_uid)  # type: ignore[assignment]
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = XRayRadiationDoseSRStorage, meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID = shared.study_uid, series_uid
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = shared.at.strftime("%Y%m%d")
    ds.StudyTime = ds.SeriesTime = ds.ContentTime = shared.at.strftime("%H%M%S")
    ds.Modality, ds.Manufacturer, ds.SeriesDescription = "SR", "Firstread", "Dose report"
    ds.StudyID, ds.SeriesNumber, ds.InstanceNumber = "1", number, 1
    ds.ReferringPhysicianName = ""
    ds.CompletionFlag, ds.VerificationFlag, ds.ValueType = "COMPLETE", "UNVERIFIED", "CONTAINER"
    ds.ContinuityOfContent = "SEPARATE"
    title = Dataset()
    title.CodeValue, title.CodingSchemeDesignator = "113701", "DCM"
    title.CodeMeaning = "X-Ray Radiation Dose Report"
    ds.ConceptNameCodeSequence = Sequence([title])
    ds.ContentSequence = Sequence([])
    return ds
