"""Grayscale Softcopy Presentation State (PS3.3 A.33.1): the boxes of the detector, drawn over the images by others."""

from __future__ import annotations

import math

import highdicom as hd
import numpy as np
from highdicom import pr
from pydicom.dataset import Dataset
from pydicom.valuerep import format_number_as_ds

from app.results.dicom.segmentation import tracking
from app.results.dicom.source import MODEL, NOTICE, SERIES_DESCRIPTION, WINDOW, Source
from inference.types import Box, Lesion

SERIES_NUMBER = 9105
#: Room for the words beside a box, in shares of the image: width and height.
_WORDS = (1 / 4, 1 / 24)


def make_presentation(source: Source) -> Dataset | None:
    """One state for the whole series: a frame with type and score around each box, and on each such slice the notice.

    The score is the raw one of the box, [0, 1]. None where no box was drawn, where the slices are spread over several
    Enhanced CT objects, or where they have not all the same rescale slope and intercept, of which a state holds one.
    """
    boxes = _by_slice(source)
    several = "NumberOfFrames" in source.headers[0] and len(source.headers) > 1
    if not boxes or source.volume is None or several:
        return None
    rescale = _rescale(source)
    if rescale is None:
        return None
    layer = pr.GraphicLayer("HEMORRHAGE", order=1, description="Boxes of the detector", display_color=_red())
    made = pr.GrayscaleSoftcopyPresentationState(
        referenced_images=list(source.headers),
        manufacturer_model_name=MODEL,
        software_versions=source.version,
        device_serial_number="1",
        content_label="HEMORRHAGE",
        content_description=NOTICE,
        graphic_layers=[layer],
        graphic_annotations=[_annotation(source, layer, index, found) for index, found in sorted(boxes.items())],
        modality_lut_transformation=rescale,
        voi_lut_transformations=[pr.SoftcopyVOILUTTransformation(*WINDOW)],
        **source.equipment("presentation state", SERIES_NUMBER),
    )
    area = made.DisplayedAreaSelectionSequence[0]
    row_mm, column_mm = source.volume.pixel_mm
    if not math.isclose(row_mm, column_mm, rel_tol=1e-4):  # highdicom takes pixels for square
        del area.PresentationPixelAspectRatio
        area.PresentationPixelSpacing = [format_number_as_ds(row_mm), format_number_as_ds(column_mm)]
    source.finish(made)
    made.BodyPartExamined = "HEAD"  # which has no side
    del made.ContentDate, made.ContentTime  # a state has Presentation Creation Date and Time instead
    made.PresentationCreationDate = source.made_at.strftime("%Y%m%d")
    made.PresentationCreationTime = source.made_at.strftime("%H%M%S")
    return made


def _by_slice(source: Source) -> dict[int, list[tuple[Lesion, Box]]]:
    found: dict[int, list[tuple[Lesion, Box]]] = {}
    for lesion in source.result.lesions:
        for box in lesion.boxes:
            found.setdefault(box.slice, []).append((lesion, box))
    return found


def _annotation(
    source: Source, layer: pr.GraphicLayer, index: int, found: list[tuple[Lesion, Box]]
) -> pr.GraphicAnnotation:
    image = source.header_of(index)
    columns, rows = int(image.Columns), int(image.Rows)
    frames, words = [], []
    for lesion, box in found:
        identifier, uid = tracking(source, lesion)
        x0, x1 = (min(max(x, 0), columns) for x in (box.x0, box.x1))
        y0, y1 = (min(max(y, 0), rows) for y in (box.y0, box.y1))
        # Corners of pixels, the outer one of the first pixel being 0, 0 (PS3.3 C.10.5.1.2); the end of a box is the
        # first pixel outside it.
        frames.append(
            pr.GraphicObject(
                pr.GraphicTypeValues.POLYLINE,
                np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]], float),
                pr.AnnotationUnitsValues.PIXEL,
                tracking_id=identifier,
                tracking_uid=uid,
            )
        )
        wide, high = columns * _WORDS[0], rows * _WORDS[1]
        left = min(float(x0), columns - wide)
        top = y0 - high if y0 >= high else min(float(y1), rows - high)
        words.append(
            pr.TextObject(
                f"{lesion.type.value} {box.score:.2f}",
                pr.AnnotationUnitsValues.PIXEL,
                bounding_box=(left, top, left + wide, top + high),
                text_justification=pr.TextJustificationValues.LEFT,
                tracking_id=identifier,
                tracking_uid=uid,
            )
        )
    notice = pr.TextObject(
        SERIES_DESCRIPTION,
        pr.AnnotationUnitsValues.DISPLAY,
        bounding_box=(0.02, 0.94, 0.98, 0.99),
        text_justification=pr.TextJustificationValues.LEFT,
    )
    return pr.GraphicAnnotation(
        referenced_images=[image],
        graphic_layer=layer,
        referenced_frame_number=source.frame_of(index),
        graphic_objects=frames,
        text_objects=[*words, notice],
    )


def _red() -> hd.color.CIELabColor:
    return hd.color.CIELabColor.from_rgb(255, 96, 64)


def _rescale(source: Source) -> hd.ModalityLUTTransformation | None:
    """From stored values to HU; None where it is not the same in all slices.

    A CT that does not name its unit holds HU (PS3.3 C.8.2.1).
    """
    said: set[tuple[float, float, str]] = set()
    for holder in _rescaling(source):
        slope, intercept = holder.get("RescaleSlope"), holder.get("RescaleIntercept")
        if slope is None or intercept is None:
            return None
        said.add((float(slope), float(intercept), str(holder.get("RescaleType") or "HU")))
    if len(said) != 1:
        return None
    slope, intercept, unit = said.pop()
    return hd.ModalityLUTTransformation(rescale_intercept=intercept, rescale_slope=slope, rescale_type=unit)


def _rescaling(source: Source) -> list[Dataset]:
    """What holds Rescale Slope and Intercept: each image, or the functional groups of an Enhanced CT."""
    head = source.headers[0]
    if "NumberOfFrames" not in head:
        return list(source.headers)
    groups = [*head.get("SharedFunctionalGroupsSequence", []), *head.get("PerFrameFunctionalGroupsSequence", [])]
    return [one.PixelValueTransformationSequence[0] for one in groups if "PixelValueTransformationSequence" in one]
