"""What a slice shows, measured on its pixels: a ring of bone, what lies inside it, noise and sharpness.

The ring is followed by rays from the middle of the bone outwards, so that sutures, fractures and craniectomies, which
open a closed contour, only cost a few rays. All sizes are physical (mm, cm2); nothing depends on the matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.vessels import Spot, spots

#: Bone in HU. Infant skull reaches 300 HU, calcified plaques and contrast stay mostly below.
BONE_HU: Final = 250
#: Least share of the directions in which a head shows bone. Whole skulls measure 0.95 to 1, a craniectomy costs up
#: to 0.3; phantoms of the trunk reach 0.58.
MIN_RING: Final = 0.65
_RAYS: Final = 72
_STEP_MM: Final = 1.0
_REACH_MM: Final = 160.0
#: The grid on which everything but noise is measured.
_GRID_MM: Final = 1.0


@dataclass(frozen=True, slots=True)
class SliceLook:
    """Measures of one slice.

    Attributes:
        body_cm2: area above -300 HU of the largest piece.
        air: fraction of that piece's filled outline below -300 HU (lung, bowel, sinuses).
        ring: fraction of rays that meet bone, [0, 1].
        inside_cm2: area within the ring; 0 where the ring covers less than half the directions.
        roundness: smallest over largest ring diameter.
        brain, csf, fat, dense, hollow: fractions of the inside (5 mm away from bone) with smoothed HU in
            [15, 50), [-8, 15), [-200, -8), [80, 400) and below -200.
        median_hu: median of the inside.
        texture_hu: interquartile range of the inside after smoothing (sigma 4 mm), in HU: grey and white matter,
            sulci, ventricles.
        bright_cm2: area inside the ring that is as bright as an enhanced vessel (110 to 450 HU after 0.7 mm smoothing,
            and well above the noise) and lies 3 mm away from the ring and from anything denser.
        noise_hu: robust standard deviation of the inside after removal of structure coarser than 2 mm, in HU.
        grain: noise in the finest structure over ``noise_hu``: towards 0 smooth, 1 white, above 1 a sharp kernel.
        spots: what may be an enhanced artery, where the ring has the size of a head's.
    """

    body_cm2: float
    air: float
    ring: float
    inside_cm2: float
    roundness: float
    brain: float
    csf: float
    fat: float
    dense: float
    hollow: float
    median_hu: float
    texture_hu: float
    bright_cm2: float
    noise_hu: float
    grain: float
    spots: tuple[Spot, ...] = ()

    @property
    def is_head(self) -> bool:
        """A ring of bone as wide as a head's."""
        return self.ring >= MIN_RING and 40 <= self.inside_cm2 <= 280  # largest measured 232; a trunk has 400 and more

    @property
    def is_brain(self) -> bool:
        """A ring of bone around brain tissue and CSF, little fat, hardly any air: a slice of the head above its base.

        Measured on 57 CT-ICH patients, GE and InVesalius: 15 to 29 such slices each; plastic heads none.
        """
        return self.is_head and self.brain + self.csf >= 0.7 and self.brain >= 0.35 and self.hollow < 0.15


def look(hu: NDArray[np.int16], pixel_mm: tuple[float, float]) -> SliceLook:
    """Measure one axial slice: ``hu`` int16 [Y, X], ``pixel_mm`` (row spacing, column spacing)."""
    factor = max(1, round(_GRID_MM / pixel_mm[0])), max(1, round(_GRID_MM / pixel_mm[1]))
    coarse = _block_mean(hu, factor)
    mm = pixel_mm[0] * factor[0], pixel_mm[1] * factor[1]
    area = mm[0] * mm[1] / 100.0
    body = largest(coarse > -300)
    filled = scipy.ndimage.binary_fill_holes(body)
    body_cm2 = float(filled.sum()) * area
    if body_cm2 < 5:
        return SliceLook(body_cm2, *(0.0,) * 14)
    air = float((coarse[filled] < -300).mean())
    box = scipy.ndimage.find_objects(filled.astype(np.uint8))[0]
    coarse, filled = coarse[box], filled[box]
    vessels = scipy.ndimage.gaussian_filter(coarse, [0.7 / mm[0], 0.7 / mm[1]], truncate=3.0)
    bone = (vessels > BONE_HU) & filled  # smoothed, or the grain of a thin bone-kernel slice would count as bone
    ring, radii, middle = skull_ring(bone, mm)
    nothing = SliceLook(body_cm2, air, ring, *(0.0,) * 12)
    if ring < 0.5:
        return nothing
    inside = inside_ring(coarse.shape, radii, middle, mm)
    diameters = radii[: _RAYS // 2] + radii[_RAYS // 2 :]
    core = inside & ~_grown(bone, mm, 5.0)
    if core.sum() * area < 2.0:
        return nothing
    values = scipy.ndimage.gaussian_filter(coarse, [2.0 / mm[0], 2.0 / mm[1]], truncate=3.0)[core]
    quartiles = np.percentile(_smooth_within(coarse.clip(-30, 100), core, mm), [25, 50, 75])

    def part(low: float, high: float) -> float:
        return float(((values >= low) & (values < high)).mean())

    bright = (vessels > _least_vessel(vessels[core])) & (vessels < 450) & ~_grown(~inside | (coarse >= 500), mm, 3.0)
    at = box[0].start * factor[0], box[1].start * factor[1]
    own = hu[at[0] : box[0].stop * factor[0], at[1] : box[1].stop * factor[1]]
    return SliceLook(
        body_cm2, air, ring, float(inside.sum()) * area, float(diameters.min() / max(diameters.max(), 1.0)),
        part(15, 50), part(-8, 15), part(-200, -8), part(80, 400), part(-4000, -200), float(quartiles[1]),
        float(quartiles[2] - quartiles[0]), float(bright.sum()) * area, *_noise(own, core, pixel_mm, factor),
        spots(coarse, inside, _least_vessel(coarse[core]), middle, mm),
    )  # fmt: skip


def _least_vessel(core: NDArray[np.float32]) -> float:
    """HU above which there is neither blood nor noise, whose five deviations must not look like vessels."""
    low, middle = np.percentile(core, [16, 50])
    return max(110.0, float(middle + 5 * (middle - low)))


def _smooth_within(hu: NDArray[np.float32], core: NDArray[np.bool_], mm: tuple[float, float]) -> NDArray[np.float32]:
    """The core's pixels, smoothed (sigma 4 mm) without anything from beyond its edge."""
    weight = core.astype(np.float32)
    sigma = 4.0 / mm[0], 4.0 / mm[1]
    total = scipy.ndimage.gaussian_filter(hu * weight, sigma, truncate=2.5)[core]
    return np.asarray(total / scipy.ndimage.gaussian_filter(weight, sigma, truncate=2.5)[core])


def _grown(mask: NDArray[np.bool_], mm: tuple[float, float], distance: float) -> NDArray[np.bool_]:
    """The mask and all within ``distance`` mm of it along either axis (a square: separable and fast)."""
    size = [2 * max(1, round(distance / one)) + 1 for one in mm]
    return np.asarray(scipy.ndimage.maximum_filter(mask.view(np.uint8), size, mode="constant").view(bool))


def _block_mean(hu: NDArray[np.int16], factor: tuple[int, int]) -> NDArray[np.float32]:
    rows, columns = hu.shape[0] // factor[0], hu.shape[1] // factor[1]
    cut = hu[: rows * factor[0], : columns * factor[1]].clip(-1024, 3071)
    blocks = cut.reshape(rows, factor[0], columns, factor[1])
    return np.asarray(blocks.mean(axis=(1, 3), dtype=np.float32))


def largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected piece of a mask; all of it where there is none."""
    labels, count = scipy.ndimage.label(mask)
    if count == 0:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(np.bincount(labels.ravel())[1:])))


def skull_ring(
    bone: NDArray[np.bool_], mm: tuple[float, float]
) -> tuple[float, NDArray[np.float64], tuple[float, float]]:
    """The inner side of the skull on a slice ``bone`` [Y, X], along 72 rays that turn from +x to +y.

    (fraction of rays that meet bone, inner radius of each ray in mm, middle of the bone's box in pixels)."""
    radii = np.zeros(_RAYS)
    ys, xs = np.nonzero(bone)
    if ys.size < 20:
        return 0.0, radii, (0.0, 0.0)
    middle = (
        float(np.percentile(ys, 1) + np.percentile(ys, 99)) / 2,
        float(np.percentile(xs, 1) + np.percentile(xs, 99)) / 2,
    )
    angles = 2 * np.pi * np.arange(_RAYS) / _RAYS
    distance = np.arange(20.0, _REACH_MM, _STEP_MM)  # nearer bone is pineal, falx or a clip
    y = np.rint(middle[0] + np.sin(angles)[:, None] * distance / mm[0]).astype(int)
    x = np.rint(middle[1] + np.cos(angles)[:, None] * distance / mm[1]).astype(int)
    valid = (y >= 0) & (y < bone.shape[0]) & (x >= 0) & (x < bone.shape[1])
    hit = np.zeros(valid.shape, dtype=bool)
    hit[valid] = bone[y[valid], x[valid]]
    met = hit.any(axis=1)
    if not met.any():
        return 0.0, radii, middle
    # The outermost piece of bone on the ray is the skull; its inner side bounds the inside.
    # It is followed inwards over gaps of two steps.
    steps = np.arange(hit.shape[1])
    outer = _last(hit)
    hits = np.pad(hit.cumsum(axis=1), ((0, 0), (1, 0)))
    ends = hits[:, steps] == hits[:, np.maximum(steps - 3, 0)]
    inner = _last(ends & (steps <= outer[:, None]))
    radii[met] = distance[inner[met]]
    at = np.flatnonzero(met)
    radii = np.interp(np.arange(_RAYS), np.concatenate([at - _RAYS, at, at + _RAYS]), np.tile(radii[at], 3))
    return float(met.mean()), radii, middle


def _last(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Index of the last true place of each row of ``mask`` [N, K]."""
    return np.asarray(mask.shape[1] - 1 - np.argmax(mask[:, ::-1], axis=1))


def inside_ring(
    shape: tuple[int, ...], radii: NDArray[np.float64], middle: tuple[float, float], mm: tuple[float, float]
) -> NDArray[np.bool_]:
    """bool [Y, X]: what lies within the radii of :func:`skull_ring`."""
    y = (np.arange(shape[0])[:, None] - middle[0]) * mm[0]
    x = (np.arange(shape[1])[None, :] - middle[1]) * mm[1]
    angle = np.arctan2(y, x) / (2 * np.pi) * _RAYS
    limit = np.interp(angle.ravel() % _RAYS, np.arange(_RAYS + 1), np.append(radii, radii[0])).reshape(angle.shape)
    return np.asarray(np.hypot(y, x) < limit)


def _noise(
    hu: NDArray[np.int16], core: NDArray[np.bool_], pixel_mm: tuple[float, float], factor: tuple[int, int]
) -> tuple[float, float]:
    """(noise, grain) on the full grid; medians of absolute values, so that edges of tissue hardly count."""
    rows = np.flatnonzero(core.any(axis=1))
    third = (rows[-1] - rows[0]) // 3  # the middle third is enough, and it is away from the orbits
    band = slice(rows[0] + third, rows[-1] - third + 1)
    where = np.repeat(np.repeat(core[band], factor[0], axis=0), factor[1], axis=1)
    full = hu[band.start * factor[0] : band.stop * factor[0]].clip(-200, 300).astype(np.float32)
    if not where.any():
        return 0.0, 0.0
    fine = full - scipy.ndimage.gaussian_filter(full, [2.0 / pixel_mm[0], 2.0 / pixel_mm[1]], truncate=3.0)
    noise = 1.4826 * float(np.median(np.abs(fine[where] - np.median(fine[where]))))
    across = (full[:, 2:] - 2 * full[:, 1:-1] + full[:, :-2])[where[:, 1:-1]]
    finest = 1.4826 * float(np.median(np.abs(across))) / float(np.sqrt(6.0)) if across.size else 0.0
    return noise, finest / noise if noise > 0 else 0.0


def enhancement_cm2(brain: list[SliceLook]) -> float:
    """Bright area that three in four of the upper half of the brain's slices reach, in cm2.

    Above the skull base nothing of a plain head is bright on most slices: pineal and choroid calcify in one or two, a
    falx on several. Enhanced sagittal sinus and cortical vessels show on all.
    """
    upper = brain[len(brain) // 2 :]
    return float(np.percentile([one.bright_cm2 for one in upper], 25)) if upper else 0.0
