"""Results as other products would leave them in an archive: made by highdicom and pydicom, for the tests of reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import highdicom as hd
import numpy as np
from highdicom import sr
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.coding import Code
from pydicom.uid import ExplicitVRLittleEndian, RTStructureSetStorage, generate_uid
from pydicom.valuerep import DA, TM

from app.results import codes
from app.results.dicom.source import completed
from inference.types import CaseState, HemorrhageType

MAKER = {"manufacturer": "Acme", "manufacturer_model_name": "BrainFinder", "software_versions": "4.2"}
_PRODUCT = sr.AlgorithmIdentification("BrainFinder", "4.2", family=codes.ARTIFICIAL_INTELLIGENCE)


def equipment() -> dict[str, object]:
    return {
        **MAKER, "series_instance_uid": generate_uid(), "series_number": 77, "sop_instance_uid": generate_uid(),
        "instance_number": 1, "device_serial_number": "9",
    }  # fmt: skip


def segmentation(
    images: Sequence[Dataset],
    masks: NDArray[np.bool_] | NDArray[np.float64] | NDArray[np.uint8],
    kind: str = "BINARY",
    labels: Sequence[str] = ("Bleed", "Edema"),
    **more: object,
) -> Dataset:
    """``masks`` [Z, Y, X, segments] in the order of ``images``, or uint8 [Z, Y, X] of numbers for a label map."""
    count = int(masks.max()) if masks.ndim == 3 else masks.shape[-1]
    descriptions = [
        hd.seg.SegmentDescription(
            number, labels[number - 1], codes.ABNORMAL, codes.HEMORRHAGE,
            hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            hd.AlgorithmIdentificationSequence("BrainFinder", codes.ARTIFICIAL_INTELLIGENCE, "4.2"),
            display_color=hd.color.CIELabColor.from_rgb(0, 160, 80) if kind != "LABELMAP" else None,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    made = hd.seg.Segmentation(
        source_images=[completed(one) for one in images], pixel_array=masks, segmentation_type=kind,
        segment_descriptions=descriptions, content_description="Bleeds by Acme", **equipment(), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    made.ContentDate, made.ContentTime = DA("20260301"), TM("231500")
    return made


def measurements(images: Sequence[Dataset]) -> Dataset:
    """A measurement report after TID 1500."""
    group = sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(generate_uid(), "Bleed A"),
        finding_type=codes.HEMORRHAGE, algorithm_id=_PRODUCT,
        finding_sites=[sr.FindingSite(codes.SITES[HemorrhageType.SDH])],
        measurements=[sr.Measurement(codes.VOLUME, 12.3, codes.MILLILITER)],
        qualitative_evaluations=[sr.QualitativeEvaluation(codes.SUMMARY, codes.OUTCOMES[CaseState.POSITIVE])],
    )  # fmt: skip
    report = sr.MeasurementReport(
        observation_context=sr.ObservationContext(
            observer_device_context=sr.ObserverContext(
                sr.CodedConcept.from_code(codes.DEVICE), sr.DeviceObserverIdentifyingAttributes(uid=generate_uid())
            )
        ),
        procedure_reported=codes.HEAD_CT, imaging_measurements=[group],
    )  # fmt: skip
    return sr.Comprehensive3DSR(evidence=[completed(one) for one in images], content=report[0], **equipment())  # type: ignore[arg-type]


def text_report(images: Sequence[Dataset], *texts: str) -> Dataset:
    """A simple text report."""
    root = sr.ContainerContentItem(Code("18782-3", "LN", "Radiology Study observation"), template_id=None)
    root.ContentSequence = sr.ContentSequence(
        [sr.TextContentItem(Code("121071", "DCM", "Finding"), one, relationship_type="CONTAINS") for one in texts]
    )
    return sr.EnhancedSR(evidence=[completed(one) for one in images], content=root, **equipment())  # type: ignore[arg-type]


def structures(
    images: Sequence[Dataset], contours: dict[str, list[tuple[str, list[tuple[float, float, float]]]]]
) -> Dataset:
    """A structure set: for each region its contours."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = RTStructureSetStorage, generate_uid()
    ds.file_meta.MediaStorageSOPClassUID, ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = images[0].StudyInstanceUID, generate_uid(), "RTSTRUCT"
    ds.PatientID, ds.PatientName = images[0].PatientID, images[0].PatientName
    ds.Manufacturer, ds.ManufacturerModelName, ds.SoftwareVersions = "Plan AG", "Plan", ["1", "b"]
    ds.StructureSetLabel, ds.StructureSetDate, ds.StructureSetTime = "Targets", "20260302", "070000.5"
    ds.StructureSetROISequence, ds.ROIContourSequence = [], []
    for number, (name, closed) in enumerate(contours.items(), start=1):
        roi, drawn = Dataset(), Dataset()
        roi.ROINumber, roi.ROIName, roi.ROIGenerationAlgorithm = number, name, "MANUAL"
        roi.ReferencedFrameOfReferenceUID = images[0].FrameOfReferenceUID
        drawn.ReferencedROINumber, drawn.ROIDisplayColor, drawn.ContourSequence = number, [255, 0, 128], []
        for kind, corners in closed:
            one = Dataset()
            one.ContourGeometricType, one.NumberOfContourPoints = kind, len(corners)
            one.ContourData = [round(value, 4) for corner in corners for value in corner]
            drawn.ContourSequence.append(one)
        ds.StructureSetROISequence.append(roi)
        ds.ROIContourSequence.append(drawn)
    return ds


def written(ds: Dataset, folder: Path) -> Path:
    """The file of an object."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{len(list(folder.iterdir()))}.dcm"
    ds.save_as(path, enforce_file_format=True)
    return path
