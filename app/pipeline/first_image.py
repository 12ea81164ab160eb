"""The slice at which a study opens, read before its other slices: one image of the cache, one slice of the masks.

A reader then looks at the finding while the rest of the series is still read; of a series of thin slices that takes
seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.errors import CacheError
from app.results import case_files, reader_files
from app.store.cache import ImageCache
from inference.dicom import load_volume, read_studies
from inference.errors import FirstreadError
from inference.types import Box, CaseResult, SliceScore, Volume


@dataclass(frozen=True, slots=True, eq=False)
class FirstImage:
    """One slice of an analysed series as a series of its own.

    Attributes:
        volume: the slice alone, hu int16 [1, Y, X].
        result: what the result says of that slice: its boxes, masks uint8 [1, Y, X], and the lesions that reach it.
        number: which slice of the series it is, counted from 1 at the skull base.
        count: how many slices the series has.
    """

    volume: Volume
    result: CaseResult
    number: int
    count: int


def first_image(cache: ImageCache, study_instance_uid: str) -> FirstImage | None:
    """Read the slice with the highest score; None where the study has to be read as a whole.

    That is so without a result, where a reader changed the result (its masks would show for a moment what was
    rejected), and where all slices are in one file. Takes some tens of milliseconds: not for the window's thread.
    """
    try:
        folder = cache.folder(study_instance_uid)
        result = case_files.load(folder, with_labels=False)
        best = key_score(result) if result is not None else None
        if result is None or best is None or reader_files.exist(folder):
            return None
        image = cache.image(study_instance_uid, best.sop_instance_uid)
        if image is None:
            return None
        (study,) = read_studies(image)
        (series,) = study.series
        if len(series.slices) != 1 or series.series_instance_uid != result.series_instance_uid:
            return None
        volume = load_volume(series)
        labels = case_files.load_label_slice(folder, best.index)
    except (CacheError, FirstreadError, OSError, ValueError):
        return None
    if labels is not None and labels.shape != volume.hu.shape[1:]:
        return None
    alone = replace(_of_slice(result, best), labels=None if labels is None else labels[None])
    return FirstImage(volume, alone, best.index + 1, len(result.slices))


def key_score(result: CaseResult) -> SliceScore | None:
    """The slice with the highest score, or the middle one where nothing scored; None without any slice."""
    scored = [score for score in result.slices if score.score > 0]
    if scored:
        return max(scored, key=lambda score: score.score)
    return result.slices[len(result.slices) // 2] if result.slices else None


def _of_slice(result: CaseResult, score: SliceScore) -> CaseResult:
    """What a result says of one slice, which is then slice 0."""

    def here(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
        return tuple(replace(box, slice=0) for box in boxes if box.slice == score.index)

    lesions = tuple(
        replace(lesion, slices=(0, 0), boxes=here(lesion.boxes))
        for lesion in result.lesions
        if lesion.slices[0] <= score.index <= lesion.slices[1]
    )
    return replace(result, slices=(replace(score, index=0),), lesions=lesions, excluded=here(result.excluded))
