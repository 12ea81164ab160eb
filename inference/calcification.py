"""What is denser than any clot: calcified choroid, pineal, falx or vessels, and bone that brain surrounds.

Clotted blood stays below about 100 HU, a calcification often does not. In slices of 5 mm it has a rim, and a shadow on
the next slices, that are as dense as blood; nothing beyond them is. A box that shows only that holds no hemorrhage.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.intracranial import CELL, Cells
from inference.preprocess import HU_SCALE

#: Above this a pixel is no blood, but for the noise of the densest clots.
CLOT_HU: Final = 100.0
#: Blood is denser than this where noise is averaged over 3 x 3 pixels; brain is not.
BLOOD_HU: Final = 52.0
#: A calcification shows from so many pixels on, about 1 mm2.
LEAST_PIXELS: Final = 6
#: Cells around a box in which something dense is followed to the skull.
AROUND: Final = 3
#: Width in pixels of the rim that partial volume makes, 2 mm.
RIM: Final = 4
#: Pixels of blood beyond the rim, for each denser one, from which on the box may hold a hemorrhage as well.
BLOOD_FOR_EACH: Final = 0.5


def calcified(
    slices: NDArray[np.intp], boxes: NDArray[np.float32], pixels: NDArray[np.float32], inside: Cells
) -> NDArray[np.bool_]:
    """Which boxes hold something denser than blood that is no part of the skull, and no blood beyond its rim.

    Args:
        slices, boxes: [N], [N, 4] in network pixels.
        pixels: float32 [S, H, W], HU / 80 clipped to [-3, 3].
        inside: bool [S, H / 4, W / 4], see :func:`inference.intracranial.intracranial`.
    """
    near = sorted({z + step for z in np.unique(slices).tolist() for step in (-1, 0, 1)} & set(range(len(pixels))))
    filled = {z: np.asarray(scipy.ndimage.binary_fill_holes(inside[z])) for z in near}
    found = [_calcified(int(z), box, pixels, filled) for z, box in zip(slices, boxes, strict=True)]
    return np.array(found, bool)


def _calcified(z: int, box: NDArray[np.float32], pixels: NDArray[np.float32], filled: dict[int, Cells]) -> bool:
    x0, y0 = (max(0, int(edge / CELL) - AROUND) for edge in box[:2])
    x1, y1 = (max(0, int(np.ceil(edge / CELL)) + AROUND) for edge in box[2:])
    spots, blood = None, None
    for near in (n for n in (z - 1, z, z + 1) if n in filled):
        cells = filled[near][y0:y1, x0:x1].repeat(CELL, 0).repeat(CELL, 1)
        if not cells.size:
            return False
        hu = pixels[near, y0 * CELL :, x0 * CELL :][: cells.shape[0], : cells.shape[1]] * HU_SCALE
        found = _apart(hu > CLOT_HU, cells)
        spots = found if spots is None else spots | found
        if near == z:
            blood = (scipy.ndimage.uniform_filter(hu, 3) > BLOOD_HU) & (hu <= CLOT_HU) & cells
    assert spots is not None and blood is not None  # the slice itself is always near
    within = np.zeros(spots.shape, bool)
    left, top, right, bottom = box - np.array([x0 * CELL, y0 * CELL] * 2)
    within[max(int(top), 0) : max(int(np.ceil(bottom)), 0), max(int(left), 0) : max(int(np.ceil(right)), 0)] = True
    dense = np.count_nonzero(spots & within)
    if dense < LEAST_PIXELS:
        return False
    rim = scipy.ndimage.binary_dilation(spots, iterations=RIM)
    return bool(np.count_nonzero(blood & within & ~rim) < BLOOD_FOR_EACH * dense)


def _apart(dense: NDArray[np.bool_], cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The dense parts [H, W] that are no part of the skull: they do not reach beyond the intracranial ``cells``."""
    parts, count = scipy.ndimage.label(dense)
    apart = np.ones(count + 1, bool)
    apart[0] = False  # what is not dense at all
    apart[parts[~cells]] = False
    return np.asarray(apart[parts])
