"""From the coarse mask of the network to the edge of the blood.

A mask has 28 x 28 cells over its box; of a large hemorrhage one cell is 2 mm wide. Where the blood is plainly denser
than the brain around it, its edge is the level halfway between the two, which is right however blurred the picture is.
It is looked for near the network's edge only, and left alone where the two are too much alike, or where it would make
another hemorrhage of it. Blood in the ventricles lies beside CSF, not brain, and keeps the network's edge.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.labels import CORNERS, regions
from inference.preprocess import HU_SCALE
from inference.types import HemorrhageType

#: The level between brain (0) and blood (1); a little below the middle, as the blood's HU are read from its upper half.
LEVEL: Final = 0.46
#: Blood this much denser than the brain has an edge, in HU.
LEAST_CONTRAST: Final = 10.0
#: How far the edge may be from the network's, and from where to where brain is looked at, in pixels of 0.45 mm.
REACH: Final = 3.0
AROUND: Final = (7.0, 17.0)
#: HU of what is neither air nor bone, and of brain with its CSF.
SOFT: Final = (-10.0, 110.0)
BRAIN: Final = (15.0, 60.0)
#: The standard deviation of the smoothing, in pixels.
SMOOTH: Final = 0.8
#: Pixels of brain and of blood without which nothing is known of their HU.
LEAST_PIXELS: Final = (50, 8)
#: The volume may change by this factor, up or down.
MOST_CHANGE: Final = 2.0


def follow_blood(labels: NDArray[np.uint8], pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The mask with its edges on those of the blood.

    Args:
        labels: uint8 [S, H, W], 0 none, 1 to 5 the types.
        pixels: float32 [S, H, W], HU / 80 clipped to [-3, 3].
    """
    out = labels.copy()
    margin = int(AROUND[1]) + 1
    for place, inner in regions(labels):
        if int(np.bincount(labels[place][inner]).argmax()) == HemorrhageType.IVH.label:
            continue
        rows, columns = (slice(max(0, axis.start - margin), axis.stop + margin) for axis in place[1:])
        block = (place[0], rows, columns)
        mask = np.zeros(labels[block].shape, np.bool_)
        top, left = place[1].start - rows.start, place[2].start - columns.start
        mask[:, top : top + inner.shape[1], left : left + inner.shape[2]] = inner
        blood, nearest = _edge(mask, labels[block] > 0, pixels[block] * np.float32(HU_SCALE))
        change = np.count_nonzero(blood) / np.count_nonzero(mask)
        if not 1 / MOST_CHANGE < change < MOST_CHANGE:
            continue
        view = out[block]
        view[mask & ~blood] = 0
        z, y, x = np.nonzero(blood & ~mask & (view == 0))
        view[z, y, x] = labels[block][(z, *nearest[:, z, y, x])]
    return out


def _edge(
    mask: NDArray[np.bool_], drawn: NDArray[np.bool_], hu: NDArray[np.float32]
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """The blood, bool [z, y, x], and row and column of the pixel of ``mask`` next to each pixel, int32 [2, z, y, x].

    Without a pixel where its edge cannot be told. ``drawn`` is what the network drew of whatever lesion.
    """
    soft = (hu > SOFT[0]) & (hu < SOFT[1])
    sigma = (0.0, SMOOTH, SMOOTH)
    weight = scipy.ndimage.gaussian_filter(soft.astype(np.float32), sigma, truncate=3)
    smooth = scipy.ndimage.gaussian_filter(np.where(soft, hu, np.float32(0)), sigma, truncate=3)
    smooth /= np.maximum(weight, np.float32(0.05))
    distance, nearest = np.empty(mask.shape, np.float32), np.empty((2, *mask.shape), np.int32)
    for z, plane in enumerate(mask):  # a connected region has pixels on each of its slices
        distance[z], nearest[:, z] = scipy.ndimage.distance_transform_edt(~plane, return_indices=True)
    around = soft & ~drawn & (distance > AROUND[0]) & (distance < AROUND[1])
    brain = smooth[around & (smooth > BRAIN[0]) & (smooth < BRAIN[1])]
    blood = smooth[mask & soft]
    none = np.zeros(mask.shape, np.bool_)
    if len(brain) < LEAST_PIXELS[0] or len(blood) < LEAST_PIXELS[1]:
        return none, nearest
    brain_hu, blood_hu = float(np.median(brain)), float(np.percentile(blood, 75))
    if blood_hu - brain_hu < LEAST_CONTRAST:
        return none, nearest
    near = distance <= REACH
    dense = soft & near & (smooth > brain_hu + LEVEL * (blood_hu - brain_hu))
    parts, count = scipy.ndimage.label(dense, CORNERS)
    touches = np.zeros(count + 1, np.bool_)
    touches[parts[mask & dense]] = True
    return np.stack([scipy.ndimage.binary_fill_holes(plane) for plane in touches[parts]]) & near, nearest
