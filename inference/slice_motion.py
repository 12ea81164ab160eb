"""Motion within slices: a head that moves while the tube turns gets a skull with a second edge, or a blurred one.

From the widest slice to the vertex the skull slopes more and more, so the edge of its outer table may only become
wider. Slices with a wider edge than a slice above them were blurred by something else.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.intracranial import CELL, Cells
from inference.preprocess import NetworkInput
from inference.types import Volume

#: The edge lasts from compact bone to the scalp, in HU.
BONE_HU, SCALP_HU = 700.0, 150.0
#: A ghost of the skull shows on the side to which it moved: of all directions the widest tenth counts.
SIDE: Final = 90.0
#: Broken edges are no edges of the skull; with fewer directions than this share nothing is said.
WIDEST_MM, LEAST_SHARE = 8.0, 0.5
_RAYS: Final = 180
_STEP_MM: Final = 0.25
#: Where the outer table is looked for, from the edge of the intracranial space, in mm.
_FROM_MM, _TO_MM = -6.0, 28.0

Floats = NDArray[np.float64]


def edge_excess_mm(volume: Volume, seen: NetworkInput, inside: Cells, slices: NDArray[np.bool_]) -> float:
    """By how much the skull's edge on two neighbouring slices is wider than on a slice above, at most; 0 if nowhere.

    Args:
        inside: the intracranial space.
        slices: bool [S], where the outline of the skull is smooth enough to be judged.
    """
    widths = [_edge_mm(volume, seen, inside, slab) if slices[slab] else np.nan for slab in range(len(slices))]
    excess = [0.0]
    for z in range(len(widths) - 3):
        above = np.array(widths[z + 2 :])
        if np.count_nonzero(~np.isnan(above)) >= 2 and not np.isnan(widths[z : z + 2]).any():
            excess.append(min(widths[z : z + 2]) - float(np.nanmin(above)))
    return max(excess)


def _edge_mm(volume: Volume, seen: NetworkInput, inside: Cells, slab: int) -> float:
    """Width of the outer table's edge on the side where it is widest; nan where it cannot be seen."""
    profiles = _profiles(volume, seen, inside[slab], slab)
    bone = profiles > BONE_HU
    rays = np.flatnonzero(bone.any(axis=1))
    last = profiles.shape[1] - 1 - np.argmax(bone[rays, ::-1], axis=1)
    widths = []
    for profile, k in zip(profiles[rays], last, strict=True):
        beyond = np.flatnonzero(profile[k:] < SCALP_HU)
        if beyond.size:
            j = k + int(beyond[0])
            width = (_crossing(profile, j - 1, SCALP_HU) - _crossing(profile, int(k), BONE_HU)) * _STEP_MM
            if width < WIDEST_MM:
                widths.append(width)
    return float(np.percentile(widths, SIDE)) if len(widths) > LEAST_SHARE * _RAYS else float("nan")


def _crossing(profile: Floats, k: int, hu: float) -> float:
    """Where a profile falls through ``hu`` between its samples ``k`` and ``k + 1``."""
    return k + float((profile[k] - hu) / (profile[k] - profile[k + 1]))


def _profiles(volume: Volume, seen: NetworkInput, inside: Cells, slab: int) -> Floats:
    """HU along rays from the middle outwards, float64 [rays, steps], on the stored slices of the slab, averaged."""
    mm = seen.mm[0]
    ys, xs = np.nonzero(inside)
    middle = np.array([ys.mean(), xs.mean()]) + 0.5  # in cells
    turn = 2 * np.pi * np.arange(_RAYS) / _RAYS
    ray = np.stack([np.sin(turn), np.cos(turn)], -1)[:, None]
    steps = np.arange(0, max(inside.shape), 0.5)
    y, x = np.moveaxis((middle + ray * steps[:, None]).astype(int), -1, 0)
    within = (y >= 0) & (y < inside.shape[0]) & (x >= 0) & (x < inside.shape[1])
    within[within] = inside[y[within], x[within]]
    edge = steps[within.shape[1] - 1 - np.argmax(within[:, ::-1], axis=1)] * CELL * mm
    edge = scipy.ndimage.median_filter(edge, 9, mode="wrap")
    distance = edge[:, None] + np.arange(_FROM_MM, _TO_MM, _STEP_MM)
    at = (middle * CELL - 0.5) + ray * distance[..., None] / mm  # in pixels of the network's grid
    total = np.zeros(distance.shape)
    for index in seen.slab_slices[slab]:
        stored = [at[..., axis] * seen.frame.ratio(axis) + seen.frame.shift(axis, index) for axis in (0, 1)]
        plane = seen.frame.turn(volume.hu[index])
        total += scipy.ndimage.map_coordinates(plane, stored, np.float64, order=1, mode="nearest")
    return total / len(seen.slab_slices[slab])
