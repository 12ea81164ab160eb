"""DICOM Segmentation (PS3.3 A.51): one binary segment a lesion, on the grid of the images."""

from __future__ import annotations

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
    pixels = found.labels
    if enhanced:  # in the order of its frames
        pixels = np.zeros((int(source.headers[0].NumberOfFrames), *pixels.shape[1:]), np.uint16)
        pixels[np.array(volume.frame_numbers) - 1] = found.labels
    elif len(source.headers) != len(volume.sop_instance_uids):
        raise ValueError("not all images of the analysed series are here")
    spacing = _spacing(volume)
    made = hd.seg.Segmentation(
        source_images=list(source.headers),
        pixel_array=pixels.astype(np.uint8) if len(found.lesions) < 256 else pixels,
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[_describe(source, n, lesion) for n, lesion in enumerate(found.lesions, start=1)],
        manufacturer_model_name=MODEL,
        software_versions=source.version,
        device_serial_number="1",
        content_label="HEMORRHAGE",
        content_description=NOTICE,
        pixel_measures=hd.PixelMeasuresSequence(volume.pixel_mm, spacing, spacing),
        **source.equipment("segmentation", SERIES_NUMBER),
    )
    # highdicom draws this UID by lot; the same result is to give the same object.
    dimensions = source.uid("segmentation", "dimensions")
    for item in (*made.DimensionOrganizationSequence, *made.DimensionIndexSequence):
        item.DimensionOrganizationUID = dimensions
    return source.finish(made)


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
