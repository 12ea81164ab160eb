"""The key slice of an analysed study, for a quick look: one image of the cache with its mask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.errors import CacheError
from app.pipeline.first_image import key_score
from app.results import case_files
from app.store.cache import ImageCache
from inference.dicom import load_volume, read_studies
from inference.errors import FirstreadError

#: The brain window in HU: all black at and below, all white at and above.
_LOW, _HIGH = 0.0, 80.0


@dataclass(frozen=True, slots=True, eq=False)
class KeySlice:
    """The slice with the highest score.

    Attributes:
        grey: uint8 [Y, X], the brain window (width 80, level 40).
        labels: uint8 [Y, X], as :attr:`inference.types.CaseResult.labels`; all zero where there is no mask.
        pixel_mm: spacing of rows and of columns in mm.
        number: which slice, counted from 1 at the skull base.
        count: how many slices the series has.
    """

    grey: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    pixel_mm: tuple[float, float]
    number: int
    count: int


def key_slice(cache: ImageCache, study_instance_uid: str) -> KeySlice | None:
    """Read the key slice of a study from the cache; None where images or result are gone, or cannot be read.

    Takes some tens of milliseconds: not for the window's thread.
    """
    try:
        folder = cache.folder(study_instance_uid)
        result = case_files.load(folder, with_labels=False)
        best = key_score(result) if result is not None else None
        if result is None or best is None:
            return None
        image = cache.image(study_instance_uid, best.sop_instance_uid)
        if image is None:
            return None
        volume = load_volume(read_studies(image)[0].series[0])
        labels = case_files.load_label_slice(folder, best.index)
    except (CacheError, FirstreadError, OSError):
        return None
    several = volume.hu.shape[0] > 1  # frames of one file
    if several and best.index >= volume.hu.shape[0]:
        return None
    hu = volume.hu[best.index if several else 0]
    grey = np.clip((hu.astype(np.float32) - _LOW) * (255.0 / (_HIGH - _LOW)), 0, 255).astype(np.uint8)
    if labels is None or labels.shape != grey.shape:
        labels = np.zeros(grey.shape, np.uint8)
    return KeySlice(grey, labels, volume.pixel_mm, best.index + 1, len(result.slices))
