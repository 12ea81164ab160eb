"""From a shape's field to blood in the picture: exact volume, partial volume at the edges, the host's own noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.sharpness import EDGE_SIGMA

Crop = tuple[slice, slice, slice]
T = TypeVar("T", np.float32, np.uint8)
#: Pixels over which tissue is smoothed before it is moved: finer than that it is mostly noise.
_SMOOTH = 1.5
#: Parts a slice is cut into for partial volume along z.
SUBSLICES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Millimetre coordinates of a crop, relative to a centre voxel; each broadcasts over [Z, Y, X]."""

    crop: Crop
    z: NDArray[np.float32]
    y: NDArray[np.float32]
    x: NDArray[np.float32]

    @classmethod
    def around(
        cls, head: HeadAnatomy, centre: tuple[float, float, float], reach_mm: tuple[float, float, float]
    ) -> Grid:
        """The part of the brain's box within ``reach_mm`` (z, y, x) of the ``centre`` voxel, and a voxel more."""
        spans = []
        for position, reach, step, bound in zip(centre, reach_mm, head.spacing, head.box, strict=True):
            low = max(bound.start, int(np.floor(position - reach / step)) - 1)
            high = min(bound.stop, int(np.ceil(position + reach / step)) + 2)
            spans.append(slice(low, max(high, low + 1)))
        axes = [
            (np.arange(span.start, span.stop, dtype=np.float32) - np.float32(position)) * np.float32(step)
            for span, position, step in zip(spans, centre, head.spacing, strict=True)
        ]
        return cls(
            (spans[0], spans[1], spans[2]), axes[0][:, None, None], axes[1][None, :, None], axes[2][None, None, :]
        )

    def part(self, inner: Crop) -> Grid:
        """The same coordinates on ``inner``, a crop of this crop (relative indices)."""
        spans = [slice(o.start + i.start, o.start + i.stop) for o, i in zip(self.crop, inner, strict=True)]
        return Grid((spans[0], spans[1], spans[2]), self.z[inner[0]], self.y[:, inner[1]], self.x[:, :, inner[2]])

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels along Z, Y, X."""
        return (self.z.shape[0], self.y.shape[1], self.x.shape[2])


def noise_field(
    shape: tuple[int, int, int], spacing: tuple[float, float, float], scale_mm: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Smooth random field [Z, Y, X] of about unit spread whose features are ``scale_mm`` wide."""
    steps = [max(1.0, scale_mm / 3 / s) for s in spacing]
    coarse_shape = [int(np.ceil(n / step)) + 3 for n, step in zip(shape, steps, strict=True)]
    sigma = [1.2 * scale_mm / 3 / (s * step) for s, step in zip(spacing, steps, strict=True)]
    field = ndimage.gaussian_filter(rng.standard_normal(coarse_shape, np.float32), sigma, mode="wrap")
    field /= max(float(field.std()), 1e-6)
    for axis, (n, step) in enumerate(zip(shape, steps, strict=True)):
        # Every fourth sample of a slow field is enough; the rest repeat it.
        stride = max(1, int(step / 6))
        at = np.arange(0, n, stride, dtype=np.float32) / np.float32(step)
        low = np.floor(at).astype(int)
        part = (at - low).reshape([-1 if a == axis else 1 for a in range(3)])
        field = np.take(field, low, axis) * (1 - part) + np.take(field, low + 1, axis) * part
        if stride > 1:
            field = np.take(field.repeat(stride, axis), np.arange(n), axis)
    return field.astype(np.float32, copy=False)


def cover(
    field: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    brain: NDArray[np.bool_],
    voxels: int,
    sigma: float = EDGE_SIGMA,
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Share of blood in each voxel of a shape, and its label.

    The shape is where ``field`` lies below the level that holds ``voxels`` of the allowed ones; each slice is cut into
    parts in z, each plane blurred by the point spread.

    Args:
        field: float32 [Z, Y, X], rising outwards.
        allowed: bool [Z, Y, X]; where blood may be.
        brain: bool [Z, Y, X]; where its blurred edge may reach. Bone takes none of it, so that blood at the inner table
            keeps its density.
        voxels: wanted size, in voxels.
        sigma: the in-plane point spread in pixels.

    Returns:
        share float32 in [0, 1] and label bool, both [Z, Y, X]; all zero where nothing is allowed.
    """
    values = field[allowed]
    voxels = min(max(1, voxels), len(values))
    share = np.zeros(field.shape, np.float32)
    if voxels == 0:
        return share, allowed & False
    level = float(np.partition(values, voxels - 1)[voxels - 1])
    # Outside the brain the field must not pull the interpolation in z: keep it as it is, mask afterwards.
    up = np.concatenate([field[1:], field[-1:]])
    down = np.concatenate([field[:1], field[:-1]])
    parts = [
        field + part * (up - field) if part > 0 else field - part * (down - field)
        for part in ((np.arange(SUBSLICES) + 0.5) / SUBSLICES - 0.5).astype(np.float32)
    ]
    if voxels < 2000:
        # Small shapes are no thicker than a slice: their parts, not their slice centres, make up the volume.
        values = np.concatenate([part[allowed] for part in parts])
        level = float(np.partition(values, SUBSLICES * voxels - 1)[SUBSLICES * voxels - 1])
    for part in parts:
        share += part <= level
    share = np.where(allowed, share / SUBSLICES, 0).astype(np.float32)
    label = allowed & False
    # Blurred and ranked only where there is some.
    near = _filled(share, int(4 * sigma) + 1)
    if near is None:
        return share, label
    inside = brain[near]
    part = spread(share[near], inside, sigma)
    # A punctate bleed fills no voxel; below two thirds it would not be seen, and not be labelled in life.
    peak = float(part.max())
    if 0 < peak < 0.67:
        part *= np.float32(0.67 / peak)
    ranked = part[inside & (part > 0)]
    bound = max(float(np.partition(ranked, -voxels)[-voxels]) if len(ranked) >= voxels else 0.0, 0.15)
    share[near] = part
    label[near] = inside & (part >= bound)
    return share, label


def spread(share: NDArray[np.float32], soft: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    """``share`` [Z, Y, X] blurred by the point spread of ``sigma`` pixels within ``soft`` tissue; bone takes none."""
    weight = ndimage.gaussian_filter(soft.astype(np.float32), (0, sigma, sigma))
    blurred = ndimage.gaussian_filter(share, (0, sigma, sigma)) / np.maximum(weight, 0.3)
    return np.where(soft, np.clip(blurred, 0, 1), 0).astype(np.float32)


def _filled(share: NDArray[np.float32], margin: int) -> Crop | None:
    """The part of [Z, Y, X] where there is anything, and ``margin`` pixels around it in the plane."""
    spans = []
    plane = share.max(axis=0)
    for values, reach in ((share.max(axis=(1, 2)), 0), (plane.max(axis=1), margin), (plane.max(axis=0), margin)):
        at = np.flatnonzero(values)
        if len(at) == 0:
            return None
        spans.append(slice(max(0, int(at[0]) - reach), int(at[-1]) + 1 + reach))
    return spans[0], spans[1], spans[2]


def host_noise(head: HeadAnatomy, crop: Crop, rng: np.random.Generator) -> NDArray[np.float32]:
    """Fresh noise for a crop [Z, Y, X] with each slice's own level and grain."""
    shape = tuple(span.stop - span.start for span in crop)
    white = rng.standard_normal(shape, np.float32)
    kernels = np.zeros((shape[0], max(shape[1], 11), max(shape[2], 11)), np.float32)
    kernels[:, :11, :11] = head.texture[crop[0]]
    size = (fft.next_fast_len(kernels.shape[1], real=True), fft.next_fast_len(kernels.shape[2], real=True))
    spectrum = fft.rfft2(white, size) * fft.rfft2(kernels, size)
    noise: NDArray[np.float32] = fft.irfft2(spectrum, size)[:, : shape[1], : shape[2]].astype(np.float32)
    return noise


def paint(
    hu: NDArray[np.float32],
    share: NDArray[np.float32],
    blood_hu: NDArray[np.float32] | float,
    noise: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Blood of ``blood_hu`` mixed into ``hu`` by its ``share``, with the slice's own noise; all [Z, Y, X].

    Two noises averaged are less than each: as much is added as keeps the level of ``hu``, whatever the share.
    """
    fresh = np.sqrt(np.clip(share * (2 - share), 0, 1))
    painted: NDArray[np.float32] = hu + share * (blood_hu - hu) + fresh * noise
    return painted


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """Mass effect on a crop [Z, Y, X]: every movable voxel takes what lay at ``(y + this y, x + this x)`` of its slice.

    Attributes:
        movable: bool; nothing is moved out of or into other places.
        y, x: in pixels.
    """

    movable: NDArray[np.bool_]
    y: NDArray[np.floating]
    x: NDArray[np.floating]


def push(values: NDArray[T], shift: Shift) -> NDArray[T]:
    """``values`` [Z, Y, X] moved by whole pixels, so that labels stay labels."""
    height, width = values.shape[1:]
    y = np.arange(height)[None, :, None] + np.rint(shift.y).astype(int)
    x = np.arange(width)[None, None, :] + np.rint(shift.x).astype(int)
    y, x = np.broadcast_arrays(np.clip(y, 0, height - 1), np.clip(x, 0, width - 1))
    z = np.arange(values.shape[0])[:, None, None]
    moved: NDArray[T] = np.where(shift.movable & shift.movable[z, y, x], values[z, y, x], values)
    return moved


def push_tissue(hu: NDArray[np.float32], shift: Shift, noise: NDArray[np.float32]) -> NDArray[np.float32]:
    """``hu`` [Z, Y, X] moved by parts of pixels; the grain of what moved is fresh ``noise``.

    Moved along, noise would be drawn out where tissue is stretched and torn where the direction turns, as it is
    nowhere but beside painted blood.
    """
    sigma = (0.0, _SMOOTH, _SMOOTH)
    weight = ndimage.gaussian_filter(shift.movable.astype(np.float32), sigma)
    smooth = ndimage.gaussian_filter(np.where(shift.movable, hu, 0), sigma) / np.maximum(weight, 1e-3)
    moved, source = np.empty_like(hu), np.empty_like(shift.movable)
    rows, columns = np.arange(hu.shape[1], dtype=np.float32)[:, None], np.arange(hu.shape[2], dtype=np.float32)[None]
    for z in range(len(hu)):
        at = np.stack([rows + shift.y[z], columns + shift.x[z]])
        moved[z] = ndimage.map_coordinates(smooth[z], at, order=1, mode="nearest")
        source[z] = ndimage.map_coordinates(shift.movable[z], at, order=0, mode="nearest")
    # What moves by less than a pixel keeps part of its own grain.
    share = np.where(shift.movable & source, np.clip(np.hypot(shift.y, shift.x), 0, 1), 0).astype(np.float32)
    return paint(hu, share, moved, noise - ndimage.gaussian_filter(noise, sigma))
