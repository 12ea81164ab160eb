"""What else a head CT study holds beside the axial series: localizer, reformats, dose report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence
from pydicom.uid import XRayRadiationDoseSRStorage
from scipy import ndimage

from inference.phantom.dicom_writer import PhantomStudy, base_dataset, image_datasets, uid_from
from inference.phantom.spec import Phantom


def scout(
    phantom: Phantom, *, study: PhantomStudy, series_uid: str, series_number: int = 1, description: str = "Topogram"
) -> FileDataset:
    """Return a lateral localizer: the attenuation summed across the head (Image Type LOCALIZER)."""
    step = phantom.pixel_mm[0]
    density = np.clip(phantom.hu.astype(np.float32) + 1000, 0, None).sum(axis=2) * (phantom.pixel_mm[1] / 10.0)
    picture = ndimage.zoom(density, (phantom.slice_mm / step, 1.0), order=1, grid_mode=True, mode="nearest")
    picture = picture / 12.0 - 1000.0
    hu = np.clip(picture[::-1], -1024, 3071).astype(np.int16)[None]
    top = phantom.origin_mm[-1] + (phantom.slice_mm / 2) * np.array([0.0, 0.0, 1.0])
    origin = np.array([[0.0, top[1], top[2]]])
    orientation = (np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0]))
    (ds,) = image_datasets(
        phantom,
        study=study,
        series_uid=series_uid,
        series_number=series_number,
        description=description,
        kernel_name="T20f",
        hu=hu,
        orientation=orientation,
        origins=origin,
        pixel_mm=(step, phantom.pixel_mm[0]),
        image_type=("ORIGINAL", "PRIMARY", "LOCALIZER"),
    )
    return ds


def reformat(
    phantom: Phantom,
    plane: Literal["coronal", "sagittal"],
    *,
    study: PhantomStudy,
    series_uid: str,
    series_number: int = 4,
    step_mm: float = 5.0,
    pixel_mm: float = 0.6,
    description: str | None = None,
) -> Iterator[FileDataset]:
    """Yield a coronal (anterior to posterior) or sagittal (right to left) reformat of an untilted phantom.

    Raises:
        ValueError: the phantom is tilted.
    """
    if phantom.tilt_degrees:
        raise ValueError("reformats need an untilted phantom")
    axis = 1 if plane == "coronal" else 2
    dy, dx = phantom.pixel_mm
    across = dy if plane == "coronal" else dx
    along = dx if plane == "coronal" else dy
    thick = max(round(step_mm / across), 1)
    count = phantom.hu.shape[axis] // thick
    volume = np.moveaxis(phantom.hu, axis, 0)[: count * thick].astype(np.float32)
    slabs = volume.reshape(count, thick, *volume.shape[1:]).mean(axis=1)
    # Leave out slabs of nothing but air, as a radiographer would.
    kept = np.flatnonzero((slabs > -300).mean(axis=(1, 2)) > 0.02)
    slabs = slabs[kept][:, ::-1]
    pictures = ndimage.zoom(
        slabs, (1.0, phantom.slice_mm / pixel_mm, along / pixel_mm), order=1, grid_mode=True, mode="nearest"
    )
    first = phantom.origin_mm[0]
    top = phantom.origin_mm[-1][2] + phantom.slice_mm / 2 - pixel_mm / 2
    middle = (kept * thick + (thick - 1) / 2) * across
    edge = pixel_mm / 2 - along / 2
    origins = np.empty((len(kept), 3))
    origins[:, 2] = top
    if plane == "coronal":
        origins[:, 0], origins[:, 1] = first[0] + edge, first[1] + middle
        direction = np.array([1.0, 0.0, 0.0])
    else:
        origins[:, 0], origins[:, 1] = first[0] + middle, first[1] + edge
        direction = np.array([0.0, 1.0, 0.0])
    return image_datasets(
        phantom,
        study=study,
        series_uid=series_uid,
        series_number=series_number,
        description=description or f"{plane} MPR",
        hu=np.clip(np.rint(pictures), -1024, 3071).astype(np.int16),
        orientation=(direction, np.array([0.0, 0.0, -1.0])),
        origins=origins,
        pixel_mm=(pixel_mm, pixel_mm),
        derived=True,
    )


def dose_report(
    *, study: PhantomStudy, series_uid: str, series_number: int = 501, dlp_mgy_cm: float = 780.0
) -> FileDataset:
    """Return an X-Ray Radiation Dose SR with the accumulated dose only (PS3.16 TID 10011, 10012)."""
    ds = base_dataset(study, XRayRadiationDoseSRStorage, uid_from("dose", series_uid), series_uid, series_number, "SR")
    ds.SeriesDescription = "Dose Report"
    ds.InstanceNumber = 1
    ds.CompletionFlag = "COMPLETE"
    ds.VerificationFlag = "UNVERIFIED"
    ds.ReferencedPerformedProcedureStepSequence = Sequence([])
    ds.PerformedProcedureCodeSequence = Sequence([])
    ds.ValueType = "CONTAINER"
    ds.ContinuityOfContent = "SEPARATE"
    ds.ConceptNameCodeSequence = Sequence([_code("113701", "DCM", "X-Ray Radiation Dose Report")])
    total = Dataset()
    total.RelationshipType = "CONTAINS"
    total.ValueType = "CONTAINER"
    total.ContinuityOfContent = "SEPARATE"
    total.ConceptNameCodeSequence = Sequence([_code("113811", "DCM", "CT Accumulated Dose Data")])
    total.ContentSequence = Sequence(
        [
            _number(_code("113812", "DCM", "Total Number of Irradiation Events"), "1", _code("1", "UCUM", "no units")),
            _number(
                _code("113813", "DCM", "CT Dose Length Product Total"),
                f"{dlp_mgy_cm:.1f}",
                _code("mGy.cm", "UCUM", "mGy.cm"),
            ),
        ]
    )
    ds.ContentSequence = Sequence([total])
    return ds


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def _number(name: Dataset, value: str, unit: Dataset) -> Dataset:
    measured = Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = Sequence([unit])
    item = Dataset()
    item.RelationshipType = "CONTAINS"
    item.ValueType = "NUM"
    item.ConceptNameCodeSequence = Sequence([name])
    item.MeasuredValueSequence = Sequence([measured])
    return item
