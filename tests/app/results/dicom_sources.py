"""Results on small real series, for the tests of what is exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from app.results.dicom.source import Source, completed
from inference.dicom import load_volume, read_studies
from inference.errors import Reason
from inference.types import TYPES, Box, CaseResult, CaseState, HemorrhageType, Lesion, SliceScore, Volume
from inference.volumetry import measure, volumes_ml
from tests.app.values import RUNTIME, result
from tests.integration.peers import ct_images

MADE_AT = datetime(2026, 3, 1, 23, 5, 7)


def images(**elements: object) -> list[Dataset]:
    """Eight slices of 64 by 64 pixels with what a scanner sets of patient and study."""
    said = {
        "PatientName": "Müller^Jörg", "PatientID": "4711", "PatientBirthDate": "19500102", "PatientSex": "M",
        "SpecificCharacterSet": "ISO_IR 100", "StudyID": "1", "AccessionNumber": "A1", "StudyDate": "20260301",
        "StudyTime": "220000", "FrameOfReferenceUID": "1.2.3.9", "Manufacturer": "Scanner",
    }  # fmt: skip
    return ct_images(8, {**said, **elements})


def mask(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Six lesions: two SDH of one size, one of each other type."""
    labels = np.zeros(shape, np.uint8)
    labels[1:4, 10:20, 5:9] = HemorrhageType.SDH.label
    labels[1:4, 10:20, 50:54] = HemorrhageType.SDH.label
    labels[3:7, 30:40, 28:36] = HemorrhageType.IPH.label
    labels[5, 20:24, 20:40] = HemorrhageType.SAH.label
    labels[4:6, 45:48, 30:33] = HemorrhageType.IVH.label
    labels[6, 5:8, 30:34] = HemorrhageType.EDH.label
    return labels


def source(state: CaseState = CaseState.POSITIVE, images: Sequence[Dataset] = (), *, undrawn: bool = False) -> Source:
    """A result with the lesions of :func:`mask` where positive; ``undrawn`` adds a detection without a mask."""
    images = images or globals()["images"]()
    if state in (CaseState.NOT_ANALYSABLE, CaseState.FAILED):
        why = Reason("not_a_head", "The images do not show a head.")
        nothing = result(state, reasons=(why,), uid=str(images[0].StudyInstanceUID), series_uid="")
        return Source(nothing, (completed(images[0]),), None, MADE_AT)
    volume = load_volume(read_studies(images)[0].series[0])
    by_uid = {str(one.SOPInstanceUID): one for one in images}
    headers = tuple(completed(by_uid[uid]) for uid in dict.fromkeys(volume.sop_instance_uids))
    return Source(judged(volume, state, undrawn), headers, volume, MADE_AT)


def judged(volume: Volume, state: CaseState, undrawn: bool = False) -> CaseResult:
    """A result that fits ``volume``."""
    labels = mask(volume.hu.shape) if state is CaseState.POSITIVE else np.zeros(volume.hu.shape, np.uint8)
    boxes = [(HemorrhageType.IPH, Box(7, 2, 2, 6, 6, 0.7))] if undrawn else []
    if state is CaseState.POSITIVE:
        boxes += [(HemorrhageType.IPH, Box(4, 27, 29, 37, 41, 0.91)), (HemorrhageType.SDH, Box(4, 50, 9, 55, 20, 0.4))]
        boxes += [(HemorrhageType.SDH, Box(2, 4, 9, 10, 21, 0.83)), (HemorrhageType.SDH, Box(2, 49, 9, 55, 21, 0.6))]
    lesions: tuple[Lesion, ...] = measure(labels, volume, boxes)
    lesions = tuple(
        replace(lesion, side="left" if lesion.centroid_mm[0] > 0 else "right") if lesion.type in TYPES[:2] else lesion
        for lesion in lesions
    )
    probability = 0.93 if state is CaseState.POSITIVE else 0.02
    base = result(state, probability, uid=volume.study_instance_uid, series_uid=volume.series_instance_uid)
    return replace(
        base,
        lesions=lesions,
        volumes_ml=volumes_ml(labels, volume),
        labels=labels,
        slices=tuple(
            SliceScore(n, uid, float(z), 0.1)
            for n, (uid, z) in enumerate(zip(volume.sop_instance_uids, volume.positions_mm, strict=True))
        ),
        runtime=replace(RUNTIME, version="0.1.0", model_sha256="ab" * 32, model="firstread-1"),
    )
