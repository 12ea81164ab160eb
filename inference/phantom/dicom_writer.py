"""Phantoms as CT Image Storage objects (PS3.3 A.3), as a scanner sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
    generate_uid,
)

from inference.phantom.spec import Phantom

#: Software that wrote the files, not a device's (PS3.7 D.3.3.2).
IMPLEMENTATION_CLASS_UID = generate_uid(entropy_srcs=["firstread phantom"])
#: Transfer syntaxes that :func:`write_series` can write.
TRANSFER_SYNTAXES: dict[str, str] = {
    "explicit": ExplicitVRLittleEndian,
    "implicit": ImplicitVRLittleEndian,
    "deflated": DeflatedExplicitVRLittleEndian,
    "rle": RLELossless,
    "jpeg2000": JPEG2000Lossless,
}
_KERNEL_NAMES = {"soft": "H31s", "bone": "H70h"}
_BODY_PARTS = {"head": "HEAD", "abdomen": "ABDOMEN", "chest": "CHEST"}


@dataclass(frozen=True, slots=True)
class PhantomPatient:
    """An invented patient. ``name`` is a DICOM person name, ``sex`` M, F or O."""

    name: str = "Phantom^Head"
    patient_id: str = "PHANTOM"
    birth_date: date | None = date(1970, 1, 1)
    sex: str = "O"


@dataclass(frozen=True, slots=True)
class PhantomStudy:
    """What all series of a study share.

    Attributes:
        study_uid: Study Instance UID.
        at: Study Date and Study Time, the scanner's local time.
    """

    study_uid: str
    patient: PhantomPatient = field(default_factory=PhantomPatient)
    at: datetime = datetime(2026, 1, 15, 9, 30)
    accession: str = ""
    description: str = "CT HEAD WITHOUT CONTRAST"
    station: str = "PHANTOM1"
    study_id: str = "1"
    character_set: str | None = "ISO_IR 192"
    referring: str = ""


def uid_from(*parts: str | float) -> str:
    """Return a stable UID under pydicom's root for these parts (not for real patients)."""
    return str(generate_uid(entropy_srcs=["firstread", *(str(part) for part in parts)]))


def base_dataset(
    study: PhantomStudy, sop_class: str, sop_uid: str, series_uid: str, series_number: int, modality: str
) -> FileDataset:
    """Return the patient, study, equipment and series modules with an explicit little endian header."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class  # type: ignore[assignment]
    meta.MediaStorageSOPInstanceUID = sop_uid  # type: ignore[assignment]
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = IMPLEMENTATION_CLASS_UID
    meta.ImplementationVersionName = "FIRSTREAD_PHTM"
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    if study.character_set is not None:
        ds.SpecificCharacterSet = study.character_set
    ds.InstanceCreationDate = study.at.strftime("%Y%m%d")
    ds.InstanceCreationTime = study.at.strftime("%H%M%S")
    ds.SOPClassUID = sop_class
    ds.SOPInstanceUID = sop_uid
    ds.StudyDate = ds.SeriesDate = ds.ContentDate = study.at.strftime("%Y%m%d")
    ds.StudyTime = study.at.strftime("%H%M%S")
    ds.SeriesTime = ds.ContentTime = (study.at + timedelta(seconds=20 * series_number)).strftime("%H%M%S")
    ds.AccessionNumber = study.accession
    ds.Modality = modality
    ds.Manufacturer = "Firstread"
    ds.InstitutionName = ""
    ds.ReferringPhysicianName = study.referring
    ds.StationName = study.station
    ds.StudyDescription = study.description
    ds.ManufacturerModelName = "Phantom head generator"
    ds.DeviceSerialNumber = "1"
    ds.SoftwareVersions = "1"
    ds.PatientName = study.patient.name
    ds.PatientID = study.patient.patient_id
    ds.PatientBirthDate = study.patient.birth_date.strftime("%Y%m%d") if study.patient.birth_date else ""
    ds.PatientSex = study.patient.sex
    ds.StudyInstanceUID = study.study_uid
    ds.SeriesInstanceUID = series_uid
    ds.StudyID = study.study_id
    ds.SeriesNumber = series_number
    return ds


def set_pixels(ds: Dataset, pixels: NDArray[np.int16], intercept: int) -> None:
    """Store HU int16 [Y, X] as 16 bit signed MONOCHROME2 with Rescale Intercept ``intercept``."""
    stored = np.clip(pixels.astype(np.int32) - intercept, -32768, 32767).astype("<i2")
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = pixels.shape
    ds.BitsAllocated = 16
    ds.BitsStored = 16
    ds.HighBit = 15
    ds.PixelRepresentation = 1
    ds.RescaleIntercept = intercept
    ds.RescaleSlope = 1
    ds.RescaleType = "HU"
    ds.PixelData = stored.tobytes()
    ds["PixelData"].VR = "OW"


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def image_datasets(
    phantom: Phantom,
    *,
    study: PhantomStudy,
    series_uid: str,
    series_number: int = 2,
    description: str | None = None,
    kernel_name: str | None = None,
    indices: list[int] | None = None,
    hu: NDArray[np.int16] | None = None,
    transfer_syntax: str = "explicit",
    intercept: int = -1024,
    derived: bool = False,
    orientation: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    origins: NDArray[np.float64] | None = None,
    pixel_mm: tuple[float, float] | None = None,
    image_type: tuple[str, ...] | None = None,
) -> Iterator[FileDataset]:
    """Yield one CT Image Storage dataset per slice.

    Args:
        indices: slices to write, for an incomplete series; Instance Number keeps the full count.
        hu, orientation, origins, pixel_mm: replace the phantom's own, for reformats.
        transfer_syntax: a key of :data:`TRANSFER_SYNTAXES`.
        derived: mark as DERIVED\\SECONDARY.

    Raises:
        KeyError: unknown transfer syntax.
    """
    syntax = TRANSFER_SYNTAXES[transfer_syntax]
    volume = phantom.hu if hu is None else hu
    rows_along, columns_along = orientation or (phantom.row_direction, phantom.column_direction)
    where = phantom.origin_mm if origins is None else origins
    spacing = pixel_mm or phantom.pixel_mm
    axial = orientation is None
    normal = np.cross(rows_along, columns_along)
    frame_uid = uid_from("frame", study.study_uid)
    thick = phantom.slice_mm if len(where) < 2 else float(abs((where[1] - where[0]) @ normal))
    body = phantom.spec.body
    kernel = kernel_name or _KERNEL_NAMES[phantom.kernel]
    text = description or f"{_BODY_PARTS[body].title()} {thick:.1f} {kernel}"
    types = image_type or (("DERIVED", "SECONDARY", "REFORMATTED") if derived else ("ORIGINAL", "PRIMARY", "AXIAL"))
    for index in range(len(volume)) if indices is None else indices:
        sop_uid = uid_from("sop", series_uid, index)
        ds = base_dataset(study, CTImageStorage, sop_uid, series_uid, series_number, "CT")
        ds.ImageType = list(types)
        ds.AcquisitionDate = ds.StudyDate
        ds.AcquisitionTime = ds.SeriesTime
        ds.SeriesDescription = text
        ds.BodyPartExamined = _BODY_PARTS[body]
        ds.PatientAge = f"{int(phantom.spec.age):03d}Y"
        if phantom.spec.contrast:
            ds.ContrastBolusAgent = "IOHEXOL"
            ds.ContrastBolusRoute = "IV"
        ds.SliceThickness = _decimal(thick)
        ds.KVP = "120"
        ds.DataCollectionDiameter = "500"
        ds.ReconstructionDiameter = _decimal(spacing[1] * volume.shape[2])
        ds.GantryDetectorTilt = _decimal(phantom.tilt_degrees if axial else 0.0)
        ds.TableHeight = "150"
        ds.RotationDirection = "CW"
        ds.ExposureTime = 1000
        ds.XRayTubeCurrent = 280
        ds.Exposure = 280
        ds.FilterType = "0"
        ds.ConvolutionKernel = kernel
        ds.PatientPosition = "HFS"
        ds.AcquisitionNumber = 1
        ds.InstanceNumber = index + 1
        ds.ImagePositionPatient = [_decimal(value) for value in where[index]]
        ds.ImageOrientationPatient = [_decimal(value) for value in (*rows_along, *columns_along)]
        ds.FrameOfReferenceUID = frame_uid
        ds.PositionReferenceIndicator = ""
        ds.SliceLocation = _decimal(float(where[index] @ normal))
        ds.PixelSpacing = [_decimal(spacing[0]), _decimal(spacing[1])]
        bone = phantom.kernel == "bone"
        ds.WindowCenter, ds.WindowWidth = ("600", "2500") if bone else ("40", "80")
        set_pixels(ds, volume[index], intercept)
        if syntax in (RLELossless, JPEG2000Lossless):
            ds.compress(syntax, generate_instance_uid=False)
        else:
            ds.file_meta.TransferSyntaxUID = syntax  # type: ignore[assignment]
        yield ds


def write_datasets(datasets: Iterator[FileDataset] | list[FileDataset], folder: Path, stem: str = "") -> list[Path]:
    """Write datasets into ``folder`` (made if absent) as ``stem`` + four digits + ``.dcm``; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, ds in enumerate(datasets):
        path = folder / f"{stem}{number:04d}.dcm"
        ds.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def write_series(
    phantom: Phantom,
    folder: Path,
    *,
    study_uid: str | None = None,
    series_uid: str | None = None,
    study: PhantomStudy | None = None,
    stem: str = "",
    **options: object,
) -> list[Path]:
    """Write the phantom as one series, files named by index; returns their paths, inferior to superior.

    Args:
        study_uid: shorthand for a ``study`` with nothing else set; both absent gives a UID from the seed.
        options: further arguments of :func:`image_datasets`.
    """
    if study is None:
        study = PhantomStudy(study_uid or uid_from("study", repr(phantom.spec)))
    if series_uid is None:
        series_uid = uid_from("series", study.study_uid, phantom.kernel, phantom.slice_mm, phantom.tilt_degrees)
    return write_datasets(
        image_datasets(phantom, study=study, series_uid=series_uid, **options),  # type: ignore[arg-type]
        folder,
        stem,
    )
