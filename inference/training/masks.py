"""A hemorrhage's outline inside a hand-drawn loose box on one slice.

Blood outside the brain is thin, and beside bone: its outline is where a random walker from what is surely blood arrives
before one from what is surely brain. Elsewhere the outline is a level halfway between brain and clot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.segmentation import random_walker

from inference.types import HemorrhageType

#: In pixels of 0.45 mm: how far the outline may go beyond its box, and the surroundings that show normal brain.
PAD, MARGIN = 3, 40
#: Blood must be this much denser than the brain around it, in HU after smoothing.
LEAST_CONTRAST = 5.0
#: Old blood, hygroma and air are darker than this.
HYPODENSE_HU = 18.0
#: On the way from the HU of brain to those of blood: below is surely brain, above is surely blood.
_SURELY = (0.25, 0.75)
#: How much an edge holds the walker up.
_BETA = 130.0


@dataclass(frozen=True, slots=True, eq=False)
class _Local:
    """A box's surroundings: smoothed HU, where blood may be, depth in pixels, and the HU of brain and blood."""

    window: tuple[slice, slice]
    smooth: NDArray[np.float32]
    area: NDArray[np.bool_]
    depth: NDArray[np.float32]
    brain_hu: float
    spread: float
    blood_hu: float


def _look(
    hu: NDArray[np.int16],
    brain: NDArray[np.bool_],
    depth: NDArray[np.float32],
    box: tuple[float, float, float, float],
    on_table: bool,
) -> _Local | None:
    """None where the box holds no brain. ``on_table``: the blood's HU is read next to the inner table."""
    x0, y0, x1, y1 = (int(np.floor(box[0])), int(np.floor(box[1])), int(np.ceil(box[2])), int(np.ceil(box[3])))
    top, left = max(0, y0 - MARGIN), max(0, x0 - MARGIN)
    window = (slice(top, min(hu.shape[0], y1 + MARGIN)), slice(left, min(hu.shape[1], x1 + MARGIN)))
    local, inside = hu[window].astype(np.float32), brain[window] & (hu[window] < 100)
    area = np.zeros(local.shape, bool)
    area[max(0, y0 - PAD - top) : y1 + PAD - top, max(0, x0 - PAD - left) : x1 + PAD - left] = True
    area &= inside
    around = inside & ~area & (local > 5) & (local < 60) & (depth[window] > 3)
    clear = area & (depth[window] > 2)
    if area.sum() < 6 or clear.sum() < 4:
        return None
    weight = ndimage.gaussian_filter(inside.astype(np.float32), 1.1)
    smooth = (ndimage.gaussian_filter(np.where(inside, local, 0), 1.1) / np.maximum(weight, 0.05)).astype(np.float32)
    values = smooth[around if around.sum() >= 50 else area]
    median = float(np.median(values))
    spread = 1.48 * float(np.median(np.abs(values - median)))
    # The bone's blur brightens the first pixel; it says nothing about blood.
    blood = float(np.percentile(smooth[clear], 96))
    near = clear & (depth[window] < 7)
    if on_table and near.sum() > 10:
        # Boxes are some four times their blood, most of it within 3 mm of the bone.
        blood = min(blood, max(float(np.percentile(smooth[near], 78)), median + 10))
    return _Local(window, smooth, area, depth[window], median, spread, blood)


def _walked(look: _Local) -> NDArray[np.bool_]:
    """Blood [Y, X] in the window by random walks (Grady 2006); nothing beyond the box is blood."""
    way = (look.smooth - look.brain_hu) / (look.blood_hu - look.brain_hu)
    seeds = np.where(look.depth > 0, 0, -1)
    seeds[(seeds == 0) & (~look.area | (way < _SURELY[0]))] = 1
    # The bone's blur brightens the first pixels.
    seeds[look.area & (way > _SURELY[1]) & (look.depth > 1.5)] = 2
    parts, _ = ndimage.label(seeds >= 0)
    reached = np.intersect1d(parts[seeds == 1], parts[seeds == 2])
    if not len(reached):
        return look.area & False
    seeds[~np.isin(parts, reached)] = -1
    walked = random_walker(np.clip(way, -1, 2), seeds, beta=_BETA, mode="bf")
    found: NDArray[np.bool_] = (walked == 2) & look.area
    return found


def _level(look: _Local, kind: HemorrhageType) -> NDArray[np.bool_]:
    """Blood [Y, X] in the window as what lies above the level halfway to the clot."""
    area = look.area & (look.depth > (1.5 if kind in (HemorrhageType.EDH, HemorrhageType.SDH) else 3.0))
    halfway = (look.brain_hu + look.blood_hu) / 2
    sure = area & (look.smooth > max(halfway, look.brain_hu + 1.5 * look.spread))
    likely = area & (look.smooth > max(look.brain_hu + 0.42 * (look.blood_hu - look.brain_hu), look.brain_hu + 4))
    grown: NDArray[np.bool_] = ndimage.binary_propagation(sure, mask=likely)
    return grown


def derive_mask(
    hu: NDArray[np.int16],
    brain: NDArray[np.bool_],
    kind: HemorrhageType,
    box: tuple[float, float, float, float],
) -> NDArray[np.bool_]:
    """The hemorrhage inside a loose box.

    Args:
        hu: int16 [Y, X], one slice.
        brain: bool [Y, X], the intracranial space of the slice.
        kind: the box's type; extra-axial blood lies on the inner table.
        box: x0, y0, x1, y1 in pixels.

    Returns:
        bool [Y, X]; all false where nothing in the box is denser than the brain around it.
    """
    mask = np.zeros(hu.shape, bool)
    if not brain.any():
        return mask
    # A fracture is not part of the inside.
    brain = ndimage.binary_opening(brain, iterations=3)
    depth = np.asarray(ndimage.distance_transform_edt(brain), np.float32)
    extra_axial = kind in (HemorrhageType.EDH, HemorrhageType.SDH)
    look = _look(hu, brain, depth, box, extra_axial)
    if look is None or look.blood_hu - look.brain_hu < LEAST_CONTRAST:
        return mask
    found = np.zeros(look.area.shape, bool)
    if extra_axial:
        near = look.area & (look.depth > 2) & (look.depth < 12)
        if near.any() and np.mean(look.smooth[near] < HYPODENSE_HU) > 0.2:
            # An old collection as dark as CSF: the outline found would be that of the cortex beneath.
            return mask
    if extra_axial or kind is HemorrhageType.SAH:
        found = _walked(look)
    if found.sum() < 8:
        found = _level(look, kind)
    found = ndimage.binary_opening(ndimage.binary_closing(found) & look.area) if found.sum() > 25 else found
    found = ndimage.binary_fill_holes(found) & look.area
    if found.any() and look.smooth[found].mean() < look.brain_hu + LEAST_CONTRAST:
        return mask
    parts, count = ndimage.label(found, np.ones((3, 3)))
    calcified = (
        (hu[look.window] > 110) & (ndimage.uniform_filter(look.area.astype(np.float32), 9) > 0) & (look.depth > 8)
    )
    # A box drawn on calcified choroid plexus holds a rim of partial volume, not blood.
    if count == 0 or calcified.sum() > 0.3 * found.sum():
        return mask
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    mask[look.window] = np.isin(parts, np.flatnonzero(sizes >= max(4, 0.2 * sizes.max())))
    return mask
