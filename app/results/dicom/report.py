"""Comprehensive 3D SR after TID 1500 (PS3.16): how the analysis ended, what was found, where, and how much."""

from __future__ import annotations

from collections.abc import Sequence

from highdicom import sr
from pydicom.dataset import Dataset

from app.results import codes
from app.results.dicom.carried import carry
from app.results.dicom.segmentation import tracking
from app.results.dicom.source import MANUFACTURER, MODEL, NOTICE, Source
from inference.types import TYPES, HemorrhageType, Lesion

SERIES_NUMBER = 9102
#: What an entry of the Image Library says of an image.
_LISTED = ("PixelSpacing", "SliceThickness", "ImagePositionPatient", "ImageOrientationPatient", "FrameOfReferenceUID")


def make_report(source: Source, segmentation: Dataset | None) -> Dataset:
    """The report of any result, also of one without a finding, and of an analysis that failed."""
    algorithm = sr.AlgorithmIdentification(
        MODEL, source.model, family=codes.ARTIFICIAL_INTELLIGENCE, manufacturer=MANUFACTURER
    )
    groups: list[sr.MeasurementsAndQualitativeEvaluations | sr.VolumetricROIMeasurementsAndQualitativeEvaluations]
    groups = [_study_group(source, algorithm)]
    groups += [_type_group(source, kind, algorithm) for kind in TYPES if _lesions(source, kind)]
    numbers = _segments(segmentation)
    for lesion in source.result.lesions:
        groups.append(_lesion_group(source, lesion, segmentation, numbers, algorithm))
    observer = sr.ObserverContext(
        sr.CodedConcept.from_code(codes.DEVICE),
        sr.DeviceObserverIdentifyingAttributes(
            uid=source.uid("device"), name=MANUFACTURER, manufacturer_name=MANUFACTURER, model_name=MODEL
        ),
    )
    report = sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_device_context=observer),
        procedure_reported=codes.HEAD_CT,
        imaging_measurements=groups,
        referenced_images=_library(source),
    )
    made = sr.Comprehensive3DSR(
        evidence=[*source.headers, *([segmentation] if segmentation is not None else [])],
        content=report[0],
        is_complete=True,
        previous_versions=source.replaces or None,  # Predecessor Documents Sequence, PS3.3 C.17.2
        **source.equipment("report", SERIES_NUMBER),
    )
    scheme = Dataset()
    scheme.CodingSchemeDesignator = codes.SCHEME
    scheme.CodingSchemeName = "Types of intracranial hemorrhage as Firstread names them"
    scheme.CodingSchemeResponsibleOrganization = MANUFACTURER
    made.CodingSchemeIdentificationSequence = [*made.get("CodingSchemeIdentificationSequence", []), scheme]
    carry(made, source.result)
    return source.finish(made)


def _study_group(source: Source, algorithm: sr.AlgorithmIdentification) -> sr.MeasurementsAndQualitativeEvaluations:
    result = source.result
    measurements = []
    if result.probability is not None:
        measurements.append(_probability(result.probability))
    if source.answered:
        measurements.append(_volume(result.total_ml))
    group = sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(source.uid("study"), "Study"),
        finding_type=codes.INTRACRANIAL_HEMORRHAGE,
        algorithm_id=algorithm,
        finding_sites=[sr.FindingSite(codes.CRANIAL_CAVITY)],
        measurements=measurements or None,
        qualitative_evaluations=[sr.QualitativeEvaluation(codes.SUMMARY, codes.OUTCOMES[result.state])],
    )
    for text in (NOTICE, *(reason.text for reason in result.reasons)):
        group[0].ContentSequence.append(
            sr.TextContentItem(codes.COMMENT, text, relationship_type=sr.RelationshipTypeValues.CONTAINS)
        )
    return group


def _type_group(
    source: Source, kind: HemorrhageType, algorithm: sr.AlgorithmIdentification
) -> sr.MeasurementsAndQualitativeEvaluations:
    probability = source.result.probability_by_type.get(kind)
    return sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(source.uid("type", kind.value), f"All {kind.value}"),
        finding_type=codes.HEMORRHAGE,
        algorithm_id=algorithm,
        finding_sites=[sr.FindingSite(codes.SITES[kind])],
        measurements=[
            *([_probability(probability)] if probability is not None else []),
            _volume(sum(lesion.volume_ml for lesion in _lesions(source, kind))),
        ],
        qualitative_evaluations=[sr.QualitativeEvaluation(codes.TYPE_NAME, codes.TYPE_CODES[kind])],
    )


def _lesion_group(
    source: Source,
    lesion: Lesion,
    segmentation: Dataset | None,
    numbers: dict[str, int],
    algorithm: sr.AlgorithmIdentification,
) -> sr.MeasurementsAndQualitativeEvaluations | sr.VolumetricROIMeasurementsAndQualitativeEvaluations:
    identifier, uid = tracking(source, lesion)
    alike = {
        "tracking_identifier": sr.TrackingIdentifier(uid, identifier),
        "finding_type": codes.HEMORRHAGE,
        "finding_category": codes.ABNORMAL,
        "algorithm_id": algorithm,
        "finding_sites": [_site(lesion)],
        "measurements": [_volume(lesion.volume_ml)],
        "qualitative_evaluations": [sr.QualitativeEvaluation(codes.TYPE_NAME, codes.TYPE_CODES[lesion.type])],
    }
    if segmentation is not None and uid in numbers:
        segment = sr.ReferencedSegment(
            str(segmentation.SOPClassUID),
            str(segmentation.SOPInstanceUID),
            numbers[uid],
            source_series=sr.SourceSeriesForSegmentation(str(source.headers[0].SeriesInstanceUID)),
        )
        return sr.VolumetricROIMeasurementsAndQualitativeEvaluations(referenced_segment=segment, **alike)  # type: ignore[arg-type]
    return sr.MeasurementsAndQualitativeEvaluations(source_images=_images(source, lesion), **alike)  # type: ignore[arg-type]


def _images(source: Source, lesion: Lesion) -> list[sr.SourceImageForMeasurementGroup] | None:
    """The slices of a lesion that was seen and not drawn."""
    if source.volume is None:
        return None
    return [
        sr.SourceImageForMeasurementGroup(
            str(source.header_of(index).SOPClassUID), str(source.header_of(index).SOPInstanceUID),
            None if (frame := source.frame_of(index)) is None else [frame],
        )
        for index in range(lesion.slices[0], lesion.slices[1] + 1)
    ]  # fmt: skip


def _library(source: Source) -> list[Dataset] | None:
    """The analysed images for the Image Library (TID 1600); not an Enhanced CT, which has other elements."""
    listed = all(all(name in head for name in _LISTED) for head in source.headers)
    return list(source.headers) if source.answered and listed else None


def _site(lesion: Lesion) -> sr.FindingSite:
    return sr.FindingSite(
        codes.SITES[lesion.type],
        laterality=codes.LATERALITY.get(lesion.side),
        topographical_modifier=codes.MIDLINE if lesion.side == "midline" else None,
    )


def _volume(ml: float) -> sr.Measurement:
    return sr.Measurement(codes.VOLUME, round(ml, 4), codes.MILLILITER, method=codes.VOXEL_SUM)


def _probability(probability: float) -> sr.Measurement:
    return sr.Measurement(codes.PROBABILITY, round(100 * probability, 2), codes.PERCENT)


def _lesions(source: Source, kind: HemorrhageType) -> Sequence[Lesion]:
    return [lesion for lesion in source.result.lesions if lesion.type is kind]


def _segments(segmentation: Dataset | None) -> dict[str, int]:
    """The number of each segment by its tracking UID."""
    if segmentation is None:
        return {}
    return {str(item.TrackingUID): int(item.SegmentNumber) for item in segmentation.SegmentSequence}
