"""Heads drawn with a few ellipses on the network's grid: enough for everything that only asks where the skull is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PIXEL_MM = 0.45
SIZE = 512
BRAIN_HU, MUSCLE_HU, FAT_HU, AIR_HU = 35.0, 60.0, -20.0, -1000.0

#: Share of the largest diameter by slice, from the neck to above the vertex; 0 has no skull at all.
SHAPE = (0.0, 0.3, 0.5, 0.75, 0.95, 1.0, 0.97, 0.85, 0.65, 0.35, 0.0)


def head(shape: Sequence[float] = SHAPE, gap_mm: float = 0.0, gap_slices: Sequence[int] = ()) -> NDArray[np.float32]:
    """float32 [S, 512, 512] in HU: skull with brain inside, scalp of fat, chewing muscles beside the lower half.

    Args:
        gap_mm: width of a gap in the skull on the patient's left, on ``gap_slices``.
    """
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    y, x = (y - 255.5) * PIXEL_MM, (x - 255.5) * PIXEL_MM
    hu = np.full((len(shape), SIZE, SIZE), AIR_HU, np.float32)
    for z, share in enumerate(shape):
        hu[z][np.hypot(y / 92, x / 76) < 1] = FAT_HU
        if z < len(shape) // 2:
            for side in (-1, 1):
                hu[z][np.hypot((y + 45) / 20, (x - side * 48) / 9) < 1] = MUSCLE_HU
        if share:
            radius = np.hypot(y / 80, x / 64)
            bone = (radius < share) & (radius > share - 0.1)
            if z in gap_slices:
                bone &= ~((x > 0) & (np.abs(y) < gap_mm / 2))
            hu[z][radius < share] = BRAIN_HU
            hu[z][bone] = 900.0
    return hu


def brain(shape: Sequence[float] = SHAPE) -> NDArray[np.bool_]:
    """bool [S, 512, 512]: what lies within the skull of :func:`head`."""
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    radius = np.hypot((y - 255.5) * PIXEL_MM / 80, (x - 255.5) * PIXEL_MM / 64)
    return np.stack([radius < max(share - 0.1, 0) for share in shape])


def as_seen(hu: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the network sees of HU."""
    return np.clip(hu, -240, 240) / np.float32(80)
