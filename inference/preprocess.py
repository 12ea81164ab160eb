"""From a CT volume to the network's input, and from the network's answers back to the stored pixels.

Chang 2018, "Image Preprocessing": in-plane 512 x 512, HU clipped to [-240, 240], scaled to [-3, 3]. The paper's scans
came from one hospital; to see other scanners the same way, this module also turns the image so that rows run from
anterior to posterior and columns from the patient's right to the left, shifts the slices of a tilted gantry upright,
averages thin stacks to slabs of about 5 mm, and brings unusual pixel sizes to that of a standard head scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from inference.types import Box, Volume

SIZE = 512
"""Rows and columns of the network's input."""
PIXEL_MM = 0.451
"""Pixel size to which other grids are resampled: 231 mm across 512 pixels."""
KEPT_PIXEL_MM = (0.40, 0.50)
"""Square pixels of this size (fields of view of 205 to 256 mm, nearly all head scans) are used as they are."""
SLAB_MM = 5.0
"""Aim of the averaging of thin stacks."""
THICK_MM = 3.5
"""Slices this far apart, or farther, are never averaged."""
HU_LIMIT, HU_SCALE = 240.0, 80.0
AIR_HU = -1000.0

_STEP_JUMP = 1.75  # a step this much longer than a neighbour is a gap, not jitter
_ROUNDING_MM = 0.05  # smaller displacements are rounding in the headers, not a tilt
_BODY_HU = -300
_COARSE_MM = 2.5  # grid on which the head is searched
_THIN_MM = 8.0  # table tops and head holders are thinner than this, the head is not

Float32 = NDArray[np.float32]
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the network's grid lies on the stored slices; all of it in plane.

    "Turned" coordinates are the stored ones after ``transpose`` and the flips: rows anterior to posterior, columns
    patient right to left. A point at turned pixel ``p`` of slice ``k`` lies at network pixel
    ``(p * step + offset[k] - origin) / mm`` (pixel centres at integers), for rows and columns alike.

    Attributes:
        shape: (rows, columns) of the stored slices.
        transpose: rows and columns change places.
        flip: (rows, columns) reversed after that.
        step_mm: (row, column) pixel size of the turned slices.
        origin_mm: (row, column) position of the network's first pixel centre.
        offsets_mm: float64 [Z, 2], (row, column) displacement of each slice, zero without gantry tilt.
        mm: pixel size of the network's square grid.
    """

    shape: tuple[int, int]
    transpose: bool
    flip: tuple[bool, bool]
    step_mm: tuple[float, float]
    origin_mm: tuple[float, float]
    offsets_mm: NDArray[np.float64]
    mm: float

    @property
    def turned_shape(self) -> tuple[int, int]:
        """(rows, columns) after the turn."""
        return (self.shape[1], self.shape[0]) if self.transpose else self.shape

    def turn(self, slices: NDArray[_T]) -> NDArray[_T]:
        """View of stored slices [..., Y, X] with rows anterior to posterior and columns right to left."""
        if self.transpose:
            slices = slices.swapaxes(-1, -2)
        return slices[..., :: -1 if self.flip[0] else 1, :: -1 if self.flip[1] else 1]

    def unturn(self, slices: NDArray[_T]) -> NDArray[_T]:
        """Inverse of :meth:`turn`."""
        slices = slices[..., :: -1 if self.flip[0] else 1, :: -1 if self.flip[1] else 1]
        return slices.swapaxes(-1, -2) if self.transpose else slices

    def shift(self, axis: int, slice_index: int) -> float:
        """Turned pixel of ``slice_index`` at the network's pixel 0, along ``axis`` (0 rows, 1 columns)."""
        return (self.origin_mm[axis] - float(self.offsets_mm[slice_index, axis])) / self.step_mm[axis]

    def ratio(self, axis: int) -> float:
        """Turned pixels per network pixel along ``axis``."""
        return self.mm / self.step_mm[axis]

    @property
    def same_for_all(self) -> bool:
        """Whether every slice lies on the network's grid in the same way (no gantry tilt)."""
        return not self.offsets_mm.any()

    @property
    def identity(self) -> bool:
        """Whether network pixels are the turned stored pixels themselves."""
        return (
            self.same_for_all
            and self.turned_shape == (SIZE, SIZE)
            and self.origin_mm == (0.0, 0.0)
            and all(abs(self.ratio(axis) - 1) < 1e-6 for axis in (0, 1))
        )


@dataclass(frozen=True, slots=True, eq=False)
class NetworkInput:
    """What the network sees of one volume, and the way back.

    Attributes:
        pixels: float32 [S, 512, 512] in [-3, 3], one plane per slab, inferior to superior; rows anterior to posterior,
            columns patient right to left.
        mm: (row, column) pixel size of that grid; the two are equal.
        slab_slices: the stored slice indices averaged in each slab, rising; together they are all slices, once.
        slab_z_mm: float64 [S], mean position of each slab along the normal (as ``Volume.positions_mm``).
        frame: where the grid lies on the stored slices.
    """

    pixels: Float32
    mm: tuple[float, float]
    slab_slices: tuple[tuple[int, ...], ...]
    slab_z_mm: NDArray[np.float64]
    frame: Frame

    def slab_of(self) -> NDArray[np.intp]:
        """intp [Z]: the slab that each stored slice belongs to."""
        out = np.empty(len(self.frame.offsets_mm), np.intp)
        for slab, members in enumerate(self.slab_slices):
            out[list(members)] = slab
        return out

    def boxes_to_original(
        self, boxes: ArrayLike, slabs: Sequence[int] | NDArray[np.integer], scores: ArrayLike
    ) -> tuple[tuple[Box, ...], ...]:
        """Boxes of the network's grid as boxes on the stored slices.

        Args:
            boxes: [N, 4], ``x0, y0, x1, y1`` in network pixels; continuous, pixel ``i`` covers ``[i, i + 1)``.
            slabs: [N], the slab of each box.
            scores: [N], in [0, 1].

        Returns:
            N tuples with one :class:`Box` per stored slice of the box's slab, grown outwards to whole pixels and cut
            at the image border. Slices where nothing of the box is inside the image are left out.
        """
        edges = np.asarray(boxes, np.float64).reshape(-1, 4)
        return tuple(
            tuple(
                box
                for index in self.slab_slices[int(slab)]
                if (box := self._box_to_original(edge, index, float(score))) is not None
            )
            for edge, slab, score in zip(edges, slabs, np.asarray(scores, np.float64).reshape(-1), strict=True)
        )

    def _box_to_original(self, box: NDArray[np.float64], index: int, score: float) -> Box | None:
        frame = self.frame
        spans = []
        for axis, (low, high) in enumerate(((box[1], box[3]), (box[0], box[2]))):
            length, ratio, shift = frame.turned_shape[axis], frame.ratio(axis), frame.shift(axis, index)
            first, last = ((edge - 0.5) * ratio + shift + 0.5 for edge in (low, high))
            if frame.flip[axis]:
                first, last = length - last, length - first
            # the small term keeps rounding noise from growing a box by a whole pixel
            spans.append((max(0, int(np.floor(first + 1e-6))), min(length, int(np.ceil(last - 1e-6)))))
        (y0, y1), (x0, x1) = reversed(spans) if frame.transpose else spans
        return Box(index, x0, y0, x1, y1, score) if x1 > x0 and y1 > y0 else None

    def masks_to_original(self, mask: NDArray[np.generic], threshold: float = 0.5) -> NDArray[np.bool_]:
        """A mask of the network's grid on the stored slices.

        Args:
            mask: [S, 512, 512], probabilities in [0, 1] or booleans.
            threshold: a stored pixel is set where the linearly interpolated mask is at least this.

        Returns:
            bool [Z, Y, X]; each slab's mask is given to all the slices it was averaged from.
        """
        self._check(mask)
        out = np.zeros((len(self.frame.offsets_mm), *self.frame.shape), np.bool_)
        for slab, members in enumerate(self.slab_slices):
            plane = mask[slab]
            if not plane.any():
                continue
            for index, values in self._planes_to_original(np.asarray(plane, np.float32), members):
                out[index] = values >= threshold
        return out

    def labels_to_original(self, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A label mask uint8 [S, 512, 512] of the network's grid on the stored slices, uint8 [Z, Y, X].

        A stored pixel belongs to the foreground where at least half of it is foreground, and then to the label with
        the greatest part, so that touching labels do not part.
        """
        self._check(labels)
        out = np.zeros((len(self.frame.offsets_mm), *self.frame.shape), np.uint8)
        for slab, members in enumerate(self.slab_slices):
            if not labels[slab].any():
                continue
            values = [int(value) for value in np.flatnonzero(np.bincount(labels[slab].ravel())) if value]
            best: dict[int, Float32] = {}
            total: dict[int, Float32] = {}
            for value in values:
                for index, part in self._planes_to_original((labels[slab] == value).astype(np.float32), members):
                    if index not in best:
                        best[index], total[index] = np.zeros_like(part), np.zeros_like(part)
                    out[index][part > best[index]] = value
                    np.maximum(best[index], part, out=best[index])
                    total[index] += part
            for index, part in total.items():
                out[index][part < 0.5 - 1e-6] = 0
        return out

    def _check(self, mask: NDArray[np.generic]) -> None:
        if mask.shape != self.pixels.shape:
            raise ValueError(f"mask is {mask.shape}, the network's grid {self.pixels.shape}")

    def _planes_to_original(self, plane: Float32, members: Sequence[int]) -> list[tuple[int, Float32]]:
        """(stored slice index, interpolated plane [Y, X]) for each of ``members``."""
        frame = self.frame
        if frame.identity:
            stored = frame.unturn(plane)
            return [(index, stored) for index in members]
        out = []
        shared: Float32 | None = None
        for index in members:
            if shared is None or not frame.same_for_all:
                rows, columns = (
                    _taps(frame.turned_shape[axis], SIZE, -frame.shift(axis, index) / frame.ratio(axis),
                          1 / frame.ratio(axis))
                    for axis in (0, 1)
                )  # fmt: skip
                shared = np.ascontiguousarray(frame.unturn(_resample(plane, rows, columns)))
            out.append((index, shared))
        return out


def prepare(volume: Volume) -> NetworkInput:
    """The network's input for ``volume``.

    Square pixels of 0.40 to 0.50 mm keep their size, and a 512 x 512 stack of them without gantry tilt its pixels;
    every other grid is resampled to 0.451 mm (coarser only where a head would not fit) around the head. What lies
    outside the stored image is air.
    """
    frame = upright_frame(volume)
    step = frame.step_mm
    keep = KEPT_PIXEL_MM[0] <= min(step) and max(step) <= KEPT_PIXEL_MM[1] and max(step) / min(step) < 1.001
    if not (keep and frame.identity):
        centre, extent = _head(volume.hu, frame)
        mm = max(step[0] if keep else PIXEL_MM, 1.03 * extent / SIZE)
        origin = [middle - mm * (SIZE - 1) / 2 for middle in centre]
        if mm == step[0] and keep:  # whole pixels: nothing to interpolate where there is no tilt
            origin = [round(value / size) * size for value, size in zip(origin, step, strict=True)]
        frame = replace(frame, origin_mm=(origin[0], origin[1]), mm=mm)

    slabs = _slabs(volume.positions_mm)
    pixels = np.empty((len(slabs), SIZE, SIZE), np.float32)
    for slab, members in enumerate(slabs):
        _slab(volume.hu, members, frame, out=pixels[slab])
    np.clip(pixels, -HU_LIMIT, HU_LIMIT, out=pixels)
    pixels /= np.float32(HU_SCALE)
    centres = np.array([volume.positions_mm[list(members)].mean() for members in slabs])
    return NetworkInput(pixels, (frame.mm, frame.mm), slabs, centres, frame)


def upright_frame(volume: Volume) -> Frame:
    """Turn and tilt of the stored slices, with the grid on their own first pixel and of their own pixel size."""
    transpose, flip = _turn(volume.affine)
    row_mm, column_mm = volume.pixel_mm
    step = (column_mm, row_mm) if transpose else (row_mm, column_mm)
    shape = (int(volume.hu.shape[1]), int(volume.hu.shape[2]))
    offsets = _turned_offsets(volume.offsets_mm, transpose, flip)
    return Frame(shape, transpose, flip, step, (0.0, 0.0), offsets, step[0])


def _turn(affine: NDArray[np.float64]) -> tuple[bool, tuple[bool, bool]]:
    """How to bring rows to anterior -> posterior and columns to right -> left: transpose, then flips (LPS: +y, +x)."""
    column, row = affine[:2, 0], affine[:2, 1]  # in-plane directions of a growing column and row index, their x and y
    transpose = abs(column[0]) * abs(row[1]) < abs(column[1]) * abs(row[0])
    if transpose:
        column, row = row, column
    return bool(transpose), (bool(row[1] < 0), bool(column[0] < 0))


def _turned_offsets(offsets_mm: NDArray[np.float64], transpose: bool, flip: tuple[bool, bool]) -> NDArray[np.float64]:
    """(along x, along y) displacements as (row, column) ones of the turned image, the middle of the stack at zero."""
    turned = offsets_mm if transpose else offsets_mm[:, ::-1]
    turned = turned - (turned.min(axis=0) + turned.max(axis=0)) / 2
    if np.abs(turned).max() < _ROUNDING_MM:
        return np.zeros(turned.shape)
    return np.asarray(turned * np.where(flip, -1.0, 1.0), np.float64)


def _slabs(positions_mm: NDArray[np.float64]) -> tuple[tuple[int, ...], ...]:
    """Slice indices of each slab: about 5 mm of thin slices, never across a gap; thick slices alone."""
    count = len(positions_mm)
    steps = np.diff(positions_mm)
    before = np.concatenate([steps[:1], steps[:-1]])
    after = np.concatenate([steps[1:], steps[-1:]])
    gap = (steps >= THICK_MM) | (steps > _STEP_JUMP * np.minimum(before, after))
    bounds = [0, *(np.flatnonzero(gap) + 1).tolist(), count]
    slabs: list[tuple[int, ...]] = []
    for first, end in pairwise(bounds):
        if end - first == 1:
            slabs.append((first,))
            continue
        place = positions_mm[first:end] - positions_mm[first]
        step = float(place[-1]) / (end - first - 1)
        per_slab = max(1, round(SLAB_MM / step))
        number = max(1, round((end - first) / per_slab))
        bins = np.floor((place + step / 2) / (float(place[-1]) + step) * number + 1e-9).astype(np.intp)
        indices = np.arange(first, end)
        slabs.extend(tuple(indices[bins == value].tolist()) for value in np.unique(bins))
    return tuple(slabs)


def _slab(hu: NDArray[np.int16], members: Sequence[int], frame: Frame, out: Float32) -> None:
    """Mean of the slices ``members`` on the network's grid, in HU, written to ``out`` [512, 512]."""
    groups = [list(members)] if frame.same_for_all else [[index] for index in members]
    out[...] = 0
    for group in groups:
        plane = np.maximum(hu[group[0]], AIR_HU, dtype=np.float32)
        for index in group[1:]:
            plane += np.maximum(hu[index], AIR_HU, dtype=np.float32)
        plane *= np.float32(1 / len(members))
        turned = frame.turn(plane)
        if frame.identity:
            out += turned
            continue
        turned = turned - np.float32(AIR_HU * len(group) / len(members))  # outside the image the taps add zero: air
        rows, columns = (_taps(SIZE, turned.shape[axis], frame.shift(axis, group[0]), frame.ratio(axis))
                         for axis in (0, 1))  # fmt: skip
        out += _resample(turned, rows, columns)
    if not frame.identity:
        out += np.float32(AIR_HU)


Taps = tuple[NDArray[np.intp], Float32]


def _taps(length: int, source: int, shift: float, ratio: float) -> Taps:
    """Linear interpolation of ``source`` samples at ``shift + i * ratio``, i < ``length``.

    When it shrinks the grid (``ratio`` > 1) the triangle widens with it, so that noise averages out instead of
    aliasing. Samples outside count zero.

    Returns:
        indices and weights, both [length, taps].
    """
    width = max(1.0, ratio)
    centre = np.round(shift + ratio * np.arange(length), 6)  # rounding keeps whole-pixel shifts whole
    index = np.ceil(centre - width)[:, None] + np.arange(int(np.ceil(2 * width)))
    weight = np.maximum(0.0, 1 - np.abs(index - centre[:, None]) / width)
    weight /= weight.sum(axis=1, keepdims=True)
    weight[(index < 0) | (index >= source)] = 0
    return np.clip(index, 0, source - 1).astype(np.intp), weight.astype(np.float32)


def _resample(plane: Float32, rows: Taps, columns: Taps) -> Float32:
    """``plane`` [Y, X] interpolated along its rows and columns; float32 [rows, columns], C-contiguous."""
    # whole rows at a time are fast; columns become rows by one transposition
    return np.ascontiguousarray(_along_rows(np.ascontiguousarray(_along_rows(plane, rows).T), columns).T)


def _along_rows(plane: Float32, taps: Taps) -> Float32:
    index, weight = taps
    used = np.flatnonzero(weight.any(axis=0))
    if len(used) == 1 and (weight[:, used[0]] == 1).all():  # whole-pixel shift
        return plane[index[:, used[0]]]
    out = np.zeros((len(index), plane.shape[1]), np.float32)
    for tap in used:
        out += plane[index[:, tap]] * weight[:, tap, None]
    return out


def _head(hu: NDArray[np.int16], frame: Frame) -> tuple[tuple[float, float], float]:
    """Middle (row, column) and larger side of the head in mm, on the upright turned grid.

    The head is the largest connected body (> -300 HU) after an opening that removes what is thinner than 8 mm: table
    top, head holder, tubes. The bounds leave out the outermost thousandth of it.
    """
    middle = tuple((size - 1) * step / 2 for size, step in zip(frame.turned_shape, frame.step_mm, strict=True))
    image = max(size * step for size, step in zip(frame.turned_shape, frame.step_mm, strict=True))
    strides = [max(1, round(_COARSE_MM / step)) for step in frame.step_mm]
    chosen = np.unique(np.linspace(0, len(hu) - 1, min(len(hu), 40)).round().astype(np.intp))
    body = np.stack([frame.turn(hu[index])[:: strides[0], :: strides[1]] > _BODY_HU for index in chosen])
    # thinner than the odd number of coarse pixels in 8 mm
    kernel = tuple(
        2 * int(_THIN_MM / (step * stride) / 2) + 1 for step, stride in zip(frame.step_mm, strides, strict=True)
    )
    body = ndimage.binary_opening(body, structure=np.ones((1, *kernel), np.bool_))
    parts, number = ndimage.label(body, structure=np.ones((3, 3, 3)))
    if number == 0:
        return (middle[0], middle[1]), min(image, PIXEL_MM * SIZE / 1.03)
    sizes = np.bincount(parts.ravel())
    head = parts == 1 + int(np.argmax(sizes[1:]))
    centre, sides = [], []
    for axis in (0, 1):
        mass = head.sum(axis=2 - axis)  # [slices, positions along axis]
        place = np.arange(mass.shape[1]) * strides[axis] * frame.step_mm[axis]
        upright = place[None, :] + frame.offsets_mm[chosen, axis, None]
        order = np.argsort(upright, axis=None)
        share = np.cumsum(mass.ravel()[order]) / mass.sum()
        low, high = (float(upright.ravel()[order[np.searchsorted(share, q)]]) for q in (0.001, 0.999))
        centre.append((low + high) / 2)
        sides.append(high - low)
    return (centre[0], centre[1]), max(sides)
