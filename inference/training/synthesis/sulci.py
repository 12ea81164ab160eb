"""The subarachnoid space, found on the pixels: where it shows as CSF, and where it is too narrow to show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

F32 = NDArray[np.float32]
#: A pixel and its four neighbours in the plane.
CROSS = ndimage.generate_binary_structure(2, 1)[None]
#: Half the width in mm of CSF that is a cistern, or no subarachnoid space at all.
_POOL_MM = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where each voxel of a crop lies in the head; all broadcast over [Z, Y, X].

    Attributes:
        depth: mm to the inner table.
        below: mm of an adult head below the vertex.
        lateral: mm of an adult head to the midline, never negative.
        along: from front (0) to back (1).
    """

    depth: F32
    below: F32
    lateral: F32
    along: F32


def open_sulci(csf: F32, soft: NDArray[np.bool_], ventricle: NDArray[np.bool_], at: Place, pixel: float) -> F32:
    """Share of a voxel [Z, Y, X] that subarachnoid blood may fill: sulci, fissures and cisterns that show as CSF."""
    # Beam hardening darkens the posterior fossa: there only what is nearly CSF counts.
    space = soft & (csf > np.where(at.below < 85, 0.25, 0.45)) & ~ventricle & (at.below < 130)
    # Deep CSF far from the midline is a horn of the lateral ventricle, found as such or not; so is the fourth
    # ventricle, which lies at one level with cisterns in small heads.
    space &= ~((at.depth > 24) & (at.lateral > 14) & (at.lateral < 42) & (at.below < 100))
    space &= ~((at.below > 90) & (at.lateral < 12) & (at.along > 0.54) & (at.along < 0.84) & (at.depth > 10))
    # In front of the brain stem the lowest slices are orbits and fossae cut along their floors.
    space &= ~((at.below > 88) & (at.along < 0.5) & (at.lateral > 22))
    space &= ~((at.below > 98) & (at.along < 0.42))
    # So does what joins a ventricle above the third one, its blurred walls, and the callosum between the two sides.
    deep = (at.depth > 26) & (at.below > 30)
    deep = deep & ((at.below < 62) | ((at.below < 70) & (at.along < 0.5) & (at.lateral < 22)))
    inner = deep & (at.depth > 30) & (at.lateral < 8) & (csf < 0.6)
    walls = space & deep
    for level in np.flatnonzero(ventricle.any(axis=(1, 2))):
        inner[level] |= ndimage.binary_propagation(ventricle[level], mask=ventricle[level] | walls[level])
    space &= ~inner
    basal = (at.below > 62) & (at.along > 0.2) & (at.along < 0.68) & (at.lateral < 20)
    sylvian = (at.below > 50) & (at.below < 98) & (at.along > 0.2) & (at.along < 0.62) & (at.lateral > 22)
    for z in range(len(space)):
        # Wide dark areas elsewhere are partial volume of the orbits and the skull base, cysts or old infarcts.
        thick = ndimage.distance_transform_edt(space[z], sampling=pixel) > _POOL_MM
        if thick.any():
            pool = ndimage.distance_transform_edt(~thick, sampling=pixel) < _POOL_MM + pixel
            space[z] &= ~pool | (basal | sylvian)[z]
        # Single dark pixels are noise, not sulci: a sulcus is long, and somewhere dark.
        parts, count = ndimage.label(space[z], np.ones((3, 3)))
        if count:
            sizes = np.bincount(parts.ravel(), minlength=count + 1)
            darkest = ndimage.maximum(csf[z], parts, np.arange(count + 1))
            space[z] &= ((sizes >= 30) & (np.asarray(darkest) > 0.5))[parts]
    # The sulcus reaches the bone and its own walls, where partial volume hides the CSF.
    space = ndimage.binary_dilation(space, CROSS) & soft & ~inner
    share = np.clip(0.35 + ndimage.maximum_filter(csf, (1, 3, 3)), 0, 1)
    filled: F32 = np.where(space, share, 0).astype(np.float32)
    return filled


def narrow_sulci(
    fine: F32, coarse: F32, soft: NDArray[np.bool_], csf: F32, ventricle: NDArray[np.bool_], at: Place
) -> F32:
    """The same for sulci without visible CSF, as the young have: the middle of the bright ribbon of cortex.

    Args:
        fine, coarse: the brain's HU [Z, Y, X] smoothed over about 1 and 2.5 mm.
    """
    cortex = soft & (csf < 0.3) & ~ventricle & (at.depth > 0.8) & (at.depth < 22) & (at.below < 88)
    ridge = np.where(cortex, fine - coarse, -np.inf)
    values = ridge[cortex]
    if len(values) < 1000:
        return np.zeros(fine.shape, np.float32)
    low, high = np.percentile(values, (74, 95))
    share = np.clip((ridge - low) / max(float(high - low), 0.5), 0, 1)
    for z in range(len(share)):
        # Short pieces are noise.
        parts, count = ndimage.label(share[z] > 0.1, np.ones((3, 3)))
        if count:
            share[z] *= (np.bincount(parts.ravel(), minlength=count + 1) >= 60)[parts]
    found: F32 = share.astype(np.float32)
    return found
