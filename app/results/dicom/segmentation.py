"""DICOM Segmentation (PS3.3 A.51): one binary segment a lesion, on the grid of the images."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset

from app.results import codes
from app.results.dicom.lesion_masks import numbered
from app.results.dicom.source import MODEL, NOTICE, Source
from inference.types import Lesion, Volume

SERIES_NUMBER = 9101


def tracking(source: Source, lesion: Lesion) -> tuple[str, str]:
    """Tracking ID and UID of a lesion, the same in segmentation and report."""
    return f"{lesion.type.value} {lesion.id}", source.uid("lesion", lesion.type.value, lesion.id)


def make_segmentation(source: Source) -> Dataset | None:
    """The drawn lesions; None where none is drawn, or the slices are spread over several Enhanced CT objects.

    Raises ValueError where result and images do not belong together.
    """
    volume = source.volume
    found = numbered(source.result, volume) if volume is not None else None
    if volume is None or found is None:
        return None
    enhanced = "NumberOfFrames" in source.headers[0]
    if enhanced and len(source.headers) > 1:
        return None
    if not enhanced and len(source.headers) != len(volume.sop_instance_uids):
        raise ValueError("not all images of the analysed series are here")
    pixels, spacing = found.labels, _spacing(volume)
    measures = hd.PixelMeasuresSequence(volume.pixel_mm, spacing, spacing)
    made = hd.seg.Segmentation(
        source_images=[_frames(source.headers[0], volume, measures)] if enhanced else _alike(source.headers, measures),
        pixel_array=pixels.astype(np.uint8) if len(found.lesions) < 256 else pixels,
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[_describe(source, n, lesion) for n, lesion in enumerate(found.lesions, start=1)],
        manufacturer_model_name=MODEL,
        software_versions=source.version,
        device_serial_number="1",
        content_label="HEMORRHAGE",
        content_description=NOTICE,
        pixel_measures=measures,
        **source.equipment("segmentation", SERIES_NUMBER),
    )
    if enhanced:
        derived = (one for item in made.PerFrameFunctionalGroupsSequence for one in item.DerivationImageSequence)
        # segments on one slice share the item
        for image in {id(image): image for one in derived for image in one.SourceImageSequence}.values():
            image.ReferencedFrameNumber = volume.frame_numbers[int(image.ReferencedFrameNumber) - 1]
    # highdicom draws this UID by lot; the same result is to give the same object.
    dimensions = source.uid("segmentation", "dimensions")
    for item in (*made.DimensionOrganizationSequence, *made.DimensionIndexSequence):
        item.DimensionOrganizationUID = dimensions
    return source.finish(made)


def _alike(headers: Sequence[Dataset], measures: hd.PixelMeasuresSequence) -> list[Dataset]:
    """The images as highdicom wants them: with one orientation, where a stack may waver in the last digits, and with
    our measures, because it copies those of the images, of which some have none."""
    alike = []
    for head in headers:
        one = _copy(head)
        one.ImageOrientationPatient = headers[0].ImageOrientationPatient
        one.SliceThickness, one.SpacingBetweenSlices = measures[0].SliceThickness, measures[0].SpacingBetweenSlices
        alike.append(one)
    return alike


def _frames(head: Dataset, volume: Volume, measures: hd.PixelMeasuresSequence) -> Dataset:
    """An Enhanced CT as highdicom wants it: only the frames of the stack, in its order, which lie at a place each, with
    their orientation in the shared groups, also where each frame has its own, and with our measures."""
    groups = [head.PerFrameFunctionalGroupsSequence[number - 1] for number in volume.frame_numbers]
    shared = _copy((head.get("SharedFunctionalGroupsSequence") or [Dataset()])[0])
    if "PlaneOrientationSequence" not in shared:
        shared.PlaneOrientationSequence = groups[0].PlaneOrientationSequence
    shared.PixelMeasuresSequence = measures
    made = _copy(head)
    made.NumberOfFrames = len(groups)
    made.PerFrameFunctionalGroupsSequence, made.SharedFunctionalGroupsSequence = groups, [shared]
    return made


def _copy(ds: Dataset) -> Dataset:
    """Its elements can be set, and stay as they are in ``ds``; a Dataset made of another would share them."""
    made = Dataset()
    for element in ds:
        made[element.tag] = copy(element)
    return made


def _spacing(volume: Volume) -> float:
    """From slice to slice in mm, on average: what a reader takes for the thickness of each."""
    return float(volume.slice_extent_mm.mean())


def _describe(source: Source, number: int, lesion: Lesion) -> hd.seg.SegmentDescription:
    identifier, uid = tracking(source, lesion)
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=f"{codes.NAMES[lesion.type]} {lesion.id}",
        segmented_property_category=codes.ABNORMAL,
        segmented_property_type=codes.HEMORRHAGE,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
        algorithm_identification=hd.AlgorithmIdentificationSequence(
            MODEL, codes.ARTIFICIAL_INTELLIGENCE, source.model, source="Firstread"
        ),
        tracking_uid=uid,
        tracking_id=identifier,
        anatomic_regions=[codes.SITES[lesion.type]],
    )
