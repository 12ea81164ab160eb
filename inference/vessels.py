"""Arteries filled with contrast medium, as on a CT angiogram that was taken before any vein is bright.

At the circle of Willis itself bone and calcified carotids look alike. What no plain head shows are the branches above
it: thin bright columns within brain or CSF, on both sides, that can be followed from slice to slice along the Sylvian
fissures. Calcified plexus, basal ganglia and carotids are broad, lie against bone or end after one or two slices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

#: Cross-section of an artery that runs through a slice or for a way along it, and its width across.
_LEAST_MM2, _MOST_MM2, _WIDEST_MM = 4.0, 100.0, 7.0
#: Brighter is metal or thick calcification.
_MOST_HU: Final = 700.0
#: What surrounds an artery: at a distance of 2 to 4 mm, brain or CSF for the most part, no bone, no fat, no air.
_RIM_MM: Final = 2.0
_SOFT_HU: Final = (-10.0, 100.0)
_SOFT_SHARE: Final = 0.85
#: How far an artery moves from a slice to one 5 mm above: the M1 runs to the side nearly within the slice.
_REACH_MM: Final = 12.0
_REACH_STEP_MM: Final = 5.0
#: The anterior cerebral arteries, the basilar artery, the falx and the pineal are nearer to the middle.
_BESIDE_MM: Final = 12.0
#: A shorter column on either side is none: choroid plexus calcifies on both.
_LEAST_MM: Final = 10.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A bright spot that may be an artery: row and column in mm from the middle of the skull's ring."""

    y_mm: float
    x_mm: float


def spots(
    hu: NDArray[np.float32], inside: NDArray[np.bool_], least_hu: float, middle: tuple[float, float],
    mm: tuple[float, float],
) -> tuple[Spot, ...]:  # fmt: skip
    """Spots of one slice that are as bright, thin and free in soft tissue as an enhanced artery.

    Args:
        hu: [Y, X], pixels of about 1 mm.
        inside: what lies within the ring of bone.
        least_hu: what is brighter than any clot, and than the noise.
        middle: of the ring, in pixels.
        mm: (row, column) size of a pixel.
    """
    labels, _ = scipy.ndimage.label((hu > least_hu) & inside, np.ones((3, 3)))
    area_mm2 = np.bincount(labels.ravel()) * mm[0] * mm[1]
    rim = max(1, round(_RIM_MM / mm[0])), max(1, round(_RIM_MM / mm[1]))
    at_ring = scipy.ndimage.maximum_filter(~inside, (2 * rim[0] + 1, 2 * rim[1] + 1))
    found = []
    for number, box in enumerate(scipy.ndimage.find_objects(labels), start=1):
        if not _LEAST_MM2 <= area_mm2[number] <= _MOST_MM2:
            continue
        y, x = (slice(max(0, side.start - 3 * r), side.stop + 3 * r) for side, r in zip(box, rim, strict=True))
        spot = labels[y, x] == number
        if at_ring[y, x][spot].any() or hu[y, x][spot].max() > _MOST_HU:
            continue
        near, far = (scipy.ndimage.maximum_filter(spot, (2 * n * rim[0] + 1, 2 * n * rim[1] + 1)) for n in (1, 2))
        around = hu[y, x][far & ~near]
        if ((around >= _SOFT_HU[0]) & (around < _SOFT_HU[1])).mean() < _SOFT_SHARE:
            continue
        if 2 * scipy.ndimage.distance_transform_edt(np.pad(spot, 1), sampling=mm).max() > _WIDEST_MM:
            continue
        rows, columns = np.nonzero(spot)
        found.append(Spot((rows.mean() + y.start - middle[0]) * mm[0], (columns.mean() + x.start - middle[1]) * mm[1]))
    return tuple(found)


def arteries_mm(slabs: Sequence[tuple[Spot, ...]], z_mm: Sequence[float], slab_mm: float, sideways: int) -> float:
    """Length of the longest column of spots on the left and on the right, together; 0 where one side has none.

    Args:
        slabs: the spots of each slab, inferior to superior; ``z_mm`` where it lies and ``slab_mm`` how thick it is.
        sideways: 1 if the patient's left and right are along the columns, 0 if along the rows.
    """
    columns = _columns(slabs, z_mm)
    longest = [0.0, 0.0]
    for column in columns:
        aside = float(np.median([(spot.y_mm, spot.x_mm)[sideways] for _, spot in column]))
        if abs(aside) > _BESIDE_MM:
            length = column[-1][0] - column[0][0] + slab_mm
            longest[aside > 0] = max(longest[aside > 0], length)
    return sum(longest) if min(longest) >= _LEAST_MM else 0.0


def _columns(slabs: Sequence[tuple[Spot, ...]], z_mm: Sequence[float]) -> list[list[tuple[float, Spot]]]:
    """Spots joined from slab to slab, each to the nearest within reach; the longest column chooses first."""
    ended: list[list[tuple[float, Spot]]] = []
    growing: list[list[tuple[float, Spot]]] = []
    for z, found in zip(z_mm, slabs, strict=True):
        free, grown = list(found), []
        for column in sorted(growing, key=len, reverse=True):
            below, last = column[-1]
            reach = _REACH_MM * max(1.0, (z - below) / _REACH_STEP_MM)
            near = min(free, key=lambda spot: _apart(spot, last), default=None)
            if near is not None and _apart(near, last) <= reach:
                free.remove(near)
                grown.append([*column, (z, near)])
            else:
                ended.append(column)
        growing = grown + [[(z, spot)] for spot in free]
    return ended + growing


def _apart(one: Spot, other: Spot) -> float:
    return float(np.hypot(one.y_mm - other.y_mm, one.x_mm - other.x_mm))
