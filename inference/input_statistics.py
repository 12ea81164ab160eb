"""What an examination looks like to the network, in three numbers: to notice when images change."""

from __future__ import annotations

import numpy as np

from inference.intracranial import CELL, Cells
from inference.preprocess import HU_SCALE, NetworkInput
from inference.types import InputStatistics, Volume

#: Of the intracranial space what is neither fat, air nor bone.
_LEAST_HU, _MOST_HU = 0.0, 80.0


def input_statistics(volume: Volume, seen: NetworkInput, inside: Cells) -> InputStatistics:
    """Of one volume, its network input, and the intracranial space of that; costs some milliseconds.

    Slices whose skull is too open to tell what is inside do not count for the brain.
    """
    steps = np.diff(volume.positions_mm)
    told = ~inside.all(axis=(1, 2))
    means = np.empty(inside.shape, np.float32)
    for mean, plane in zip(means, seen.pixels, strict=True):  # one slice at a time, as pixels take much memory
        height, width = plane.shape
        plane.reshape(height // CELL, CELL, width // CELL, CELL).mean((1, 3), out=mean)
    means *= HU_SCALE
    brain = means[np.reshape(told, (-1, 1, 1)) & inside & (means > _LEAST_HU) & (means < _MOST_HU)]
    return InputStatistics(
        slices=int(volume.hu.shape[0]),
        spacing_mm=float(np.median(steps)) if steps.size else None,
        brain_hu=float(brain.mean()) if brain.size else None,
    )
