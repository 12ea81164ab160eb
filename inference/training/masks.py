"""A hemorrhage's outline inside a hand-drawn loose box on one slice.

Extra-axial blood lies on the inner table, so its outline is a thickness along the bone: the profile that gathers the
most evidence for blood, found by dynamic programming. Elsewhere the outline is a level halfway between brain and clot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.types import HemorrhageType

#: In pixels of 0.45 mm: how far the outline may go beyond its box, and the surroundings that show normal brain.
PAD, MARGIN = 3, 40
#: Blood must be this much denser than the brain around it, in HU after smoothing.
LEAST_CONTRAST = 5.0
#: Old blood, hygroma and air are darker than this.
HYPODENSE_HU = 18.0
#: Cost of a step in thickness from one place along the bone to the next, in pixels of evidence.
_ROUGHNESS = 0.6


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


def _best_profile(evidence: NDArray[np.float32]) -> NDArray[np.intp]:
    """Thickness in bins at each place: maximises summed evidence [places, depths] less the cost of unevenness."""
    places, depths = evidence.shape
    gain = np.concatenate([np.zeros((places, 1), np.float32), np.cumsum(evidence, axis=1)], axis=1)
    step = _ROUGHNESS * np.abs(np.arange(depths + 1)[:, None] - np.arange(depths + 1)[None, :])
    best = gain[0] - _ROUGHNESS * np.arange(depths + 1)
    came = np.zeros((places, depths + 1), np.intp)
    for place in range(1, places):
        options = best[None, :] - step
        came[place] = options.argmax(axis=1)
        best = options.max(axis=1) + gain[place]
    profile = np.zeros(places, np.intp)
    profile[-1] = int((best - _ROUGHNESS * np.arange(depths + 1)).argmax())
    for place in range(places - 1, 0, -1):
        profile[place - 1] = came[place, profile[place]]
    return profile


def _on_the_table(look: _Local, nearest: NDArray[np.signedinteger], centre: tuple[float, float]) -> NDArray[np.bool_]:
    """Blood [Y, X] in the window as a thickness on the inner table; ``nearest``: the closest bone, [2, Y, X]."""
    found = np.zeros(look.area.shape, bool)
    rows, columns = np.nonzero(look.area)
    bone_y, bone_x = nearest[0][rows, columns] - centre[0], nearest[1][rows, columns] - centre[1]
    angle = np.arctan2(bone_y, bone_x)
    middle = np.arctan2(np.sin(angle).mean(), np.cos(angle).mean())
    along = (np.angle(np.exp(1j * (angle - middle))) * np.hypot(bone_y, bone_x).mean() / 1.5).astype(int)
    along -= along.min()
    deep = np.minimum(look.depth[rows, columns].astype(int), 70)
    shape = (int(along.max()) + 1, int(deep.max()) + 1)
    middle_hu = (look.brain_hu + look.blood_hu) / 2
    vote = np.clip((look.smooth[rows, columns] - middle_hu) / (0.5 * (look.blood_hu - look.brain_hu)), -1, 1)
    vote[look.depth[rows, columns] < 1.6] = 0
    index = np.ravel_multi_index((along, deep), shape)
    total = np.bincount(index, vote, np.prod(shape)).reshape(shape)
    count = np.bincount(index, minlength=int(np.prod(shape))).reshape(shape).astype(float)
    total, count = ndimage.gaussian_filter(total, (1.0, 0.4)), ndimage.gaussian_filter(count, (1.0, 0.4))
    evidence = np.where(count > 0.05, total / np.maximum(count, 0.05), -1.0).astype(np.float32)
    profile = _best_profile(evidence)
    kept = (deep < profile[along]) & (look.smooth[rows, columns] > look.brain_hu - 8)
    found[rows[kept], columns[kept]] = True
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
    depth, nearest = ndimage.distance_transform_edt(brain, return_indices=True)
    extra_axial = kind in (HemorrhageType.EDH, HemorrhageType.SDH)
    look = _look(hu, brain, depth.astype(np.float32), box, extra_axial)
    if look is None or look.blood_hu - look.brain_hu < LEAST_CONTRAST:
        return mask
    found = np.zeros(look.area.shape, bool)
    if extra_axial:
        near = look.area & (look.depth > 2) & (look.depth < 12)
        if np.mean(look.smooth[near] < HYPODENSE_HU) > 0.2:
            # An old collection as dark as CSF: the outline found would be that of the cortex beneath.
            return mask
        rows, columns = np.nonzero(brain)
        local = nearest[:, look.window[0], look.window[1]]
        found = _on_the_table(look, local, (float(rows.mean()), float(columns.mean())))
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
