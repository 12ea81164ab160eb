"""Which voxels belong to which lesion: the mask of a result holds types, a segmentation one segment a lesion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.optimize import linear_sum_assignment

from inference.types import TYPES, CaseResult, Lesion, Volume

_CORNERS = np.ones((3, 3, 3), np.bool_)  # 26 neighbours, as the lesions were counted


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """``labels``: uint16 [Z, Y, X], n for a voxel of ``lesions[n - 1]`` and 0 for none."""

    labels: NDArray[np.uint16]
    lesions: tuple[Lesion, ...]


def numbered(result: CaseResult, volume: Volume) -> Numbered | None:
    """The lesions that were drawn, in the order of the result; None where nothing is drawn.

    Raises ValueError where mask, lesions and volume do not belong together.
    """
    labels = result.labels
    if labels is None or not labels.any():
        return None
    if labels.shape != volume.hu.shape:
        raise ValueError("the mask does not fit the volume")
    drawn = tuple(lesion for lesion in result.lesions if lesion.volume_ml > 0)
    out = np.zeros(labels.shape, np.uint16)
    for kind in TYPES:
        mine = [number for number, lesion in enumerate(drawn, start=1) if lesion.type is kind]
        regions, count = ndimage.label(labels == kind.label, _CORNERS)
        if count != len(mine):
            raise ValueError("the mask does not hold the lesions of the result")
        places = ndimage.find_objects(regions)
        cost = np.zeros((count, count))
        for row, place in enumerate(places):
            pixels = np.count_nonzero(regions[place] == row + 1, axis=(1, 2))
            ml = float(pixels @ volume.voxel_ml[place[0]])
            centre = _middle(volume, np.argwhere(regions[place] == row + 1), place)
            for column, number in enumerate(mine):
                lesion = drawn[number - 1]
                apart = np.linalg.norm(centre - np.asarray(lesion.centroid_mm))
                ends = abs(place[0].start - lesion.slices[0]) + abs(place[0].stop - 1 - lesion.slices[1])
                cost[row, column] = apart + 1000.0 * abs(ml - lesion.volume_ml) + 1000.0 * ends
        for row, column in zip(*(one.tolist() for one in linear_sum_assignment(cost)), strict=True):
            place = places[row]
            out[place][regions[place] == row + 1] = mine[column]
    return Numbered(out, drawn)


def _middle(volume: Volume, voxels: NDArray[np.intp], place: tuple[slice, ...]) -> NDArray[np.float64]:
    """Roughly the centre of voxels [N, 3] of a block, in LPS mm: enough to tell lesions of one size apart."""
    z, y, x = voxels.mean(axis=0) + [axis.start for axis in place]
    middle: NDArray[np.float64] = (volume.affine @ np.array([x, y, z, 1.0]))[:3]
    return middle


def key_slices(result: CaseResult, most: int = 8) -> tuple[int, ...]:
    """The slices that matter, inferior to superior: where each lesion is largest, the largest lesions first.

    Without lesions the slice with the highest score, where the study is positive; else none.
    """
    found: list[int] = []
    for lesion in result.lesions:
        first, last = lesion.slices
        if result.labels is not None and lesion.volume_ml > 0:
            areas = np.count_nonzero(result.labels[first : last + 1] == lesion.type.label, axis=(1, 2))
            index = first + int(areas.argmax())
        else:
            index = max(lesion.boxes, key=lambda box: box.score).slice if lesion.boxes else (first + last) // 2
        if index not in found:
            found.append(index)
    if not found and result.slices and result.state.value == "positive":
        found.append(max(result.slices, key=lambda one: one.score).index)
    return tuple(sorted(found[:most]))
