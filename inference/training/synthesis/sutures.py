"""Which bone of the vault a place lies under: epidural blood does not strip the dura from a suture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.training.synthesis.head import HeadAnatomy

Crop = tuple[slice, slice, slice]
#: The coronal and the lambdoid suture as planes: where they cross the vertex, from front (0) to back (1), and how much
#: further front they lie with each mm of an adult head below it. They run from the bregma to the pterion, and from
#: above the lambda, which lies 40 mm below the vertex, to the asterion.
CORONAL, LAMBDOID = (0.40, 0.0022), (1.0, 0.0022)


def bones(head: HeadAnatomy, crop: Crop) -> NDArray[np.int8]:
    """The bone over each place of a crop, int8 [Z, Y, X]: 0 frontal, 1 parietal and temporal, 2 occipital."""
    behind = [rise > 0 for rise in _behind(head, crop)]
    found: NDArray[np.int8] = behind[0].astype(np.int8) + behind[1]
    return found


def suture_mm(head: HeadAnatomy, crop: Crop) -> NDArray[np.float32]:
    """Millimetres to the nearer of the coronal and the lambdoid suture, float32 [Z, Y, X] of a crop, never negative."""
    first, last = head.y_range
    length = (last - first) * head.spacing[1]
    nearest: NDArray[np.float32] = np.minimum(*(np.abs(rise) for rise in _behind(head, crop))) * np.float32(length)
    return nearest


def _behind(head: HeadAnatomy, crop: Crop) -> list[NDArray[np.float32]]:
    """How far behind the coronal and the lambdoid suture each place [Z, Y, X] lies, in lengths of the head."""
    x0, slope = head.midline
    y = np.arange(crop[1].start, crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(crop[2].start, crop[2].stop, dtype=np.float32)[None, :]
    first, last = head.y_range
    foot = (y + slope * (x - x0)) / (1 + slope**2)  # on the midline, across from the place
    along = (foot - first) / max(1, last - first)
    below = head.below(crop[0])
    return [np.asarray(along[None] - at + fall * below, np.float32) for at, fall in (CORONAL, LAMBDOID)]
