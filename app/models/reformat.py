"""Coronal and sagittal planes, and thick slabs, from the stored axial slices: arrays only, no Qt.

Planes lie along the stack's own axes: its columns, its rows, and the slice normal. Along the normal, and along rows and
columns where the gantry is tilted or a slab is asked for, values are interpolated linearly between voxel centres;
nothing is made up beyond the first and last slice but half a slice on either side, as the scanner took it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.types import TYPES, Volume

_AIR = -1024
Floats = NDArray[np.float64]


class Orientation(StrEnum):
    """The three planes."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


class Slab(StrEnum):
    """How the voxels of a thick slab become one."""

    MEAN = "mean"
    MIP = "MIP"


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A volume's grid with its axes named: ``Z`` along the normal, and which of rows and columns is which.

    Attributes:
        axes: float64 [3, 3]; rows are the unit vectors along columns (index x), along rows (index y) and along the
            normal to the head, in LPS.
        origin: float64 [3], LPS mm of the first voxel's centre.
        spacing: mm along (x, y).
        lateral: 0 where index x runs along the patient's left-right axis, 1 where index y does.
    """

    volume: Volume
    axes: Floats
    origin: Floats
    spacing: tuple[float, float]
    lateral: int

    @classmethod
    def of(cls, volume: Volume) -> Stack:
        """The grid of a volume."""
        row_mm, column_mm = volume.pixel_mm
        column, row = volume.affine[:3, 0] / column_mm, volume.affine[:3, 1] / row_mm
        normal = np.cross(column, row)
        if normal @ volume.affine[:3, 2] < 0:
            normal = -normal
        axes = np.stack([column, row, normal])
        lateral = 0 if abs(column[0]) >= abs(row[0]) else 1
        return cls(volume, axes, volume.affine[:3, 3].copy(), (column_mm, row_mm), lateral)

    def axis_of(self, orientation: Orientation) -> int:
        """The index axis (0 x, 1 y, 2 z) across which a plane lies."""
        if orientation is Orientation.AXIAL:
            return 2
        return self.lateral if orientation is Orientation.SAGITTAL else 1 - self.lateral

    def extent(self, axis: int) -> tuple[float, float]:
        """First and last edge along an axis in mm from the first voxel's centre; tilted slices at their extremes."""
        if axis == 2:
            half = self.volume.slice_extent_mm[[0, -1]] / 2
            return float(-half[0]), float(self.volume.positions_mm[-1] + half[1])
        count, step = self.volume.hu.shape[2 - axis], self.spacing[axis]
        shift = self.volume.offsets_mm[:, axis]
        return float(shift.min() - step / 2), float(shift.max() + (count - 0.5) * step)

    def to_lps(self, along: Floats) -> Floats:
        """LPS mm, float64 [..., 3], of points float64 [..., 3] given in mm along :attr:`axes`."""
        return np.asarray(self.origin + along @ self.axes)

    def from_lps(self, points: Floats) -> Floats:
        """Inverse of :meth:`to_lps`."""
        return np.asarray((points - self.origin) @ self.axes.T)

    def nearest_slice(self, position_mm: float) -> int:
        """The stored slice nearest to a position along the normal."""
        return int(np.abs(self.volume.positions_mm - position_mm).argmin())


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A picture ready for the screen.

    Attributes:
        hu: int16 [H, W] in HU; labels: uint8 [H, W], see :attr:`inference.types.HemorrhageType.label`, or None.
        pixel_mm: (down, across) size of a pixel in mm.
        corner: float64 [3], LPS mm of the centre of the first pixel.
        right, down: float64 [3], unit vectors of the picture's axes, in LPS.
    """

    hu: NDArray[np.int16]
    labels: NDArray[np.uint8] | None
    pixel_mm: tuple[float, float]
    corner: Floats
    right: Floats
    down: Floats

    def lps(self, across_mm: float, down_mm: float) -> Floats:
        """LPS mm of a place in the picture, measured in mm from its upper left edge."""
        dy, dx = self.pixel_mm
        return np.asarray(self.corner + (across_mm - dx / 2) * self.right + (down_mm - dy / 2) * self.down)

    def mm(self, point: Floats) -> tuple[float, float]:
        """(across, down) in mm from the upper left edge, of an LPS point projected onto the picture."""
        at = point - self.corner
        return float(at @ self.right) + self.pixel_mm[1] / 2, float(at @ self.down) + self.pixel_mm[0] / 2


def reformat(
    stack: Stack,
    labels: NDArray[np.uint8] | None,
    orientation: Orientation,
    point: Floats,
    thickness_mm: float = 0.0,
    slab: Slab = Slab.MEAN,
) -> Plane:
    """The plane through ``point`` (LPS mm), or the slab of ``thickness_mm`` around it.

    The patient's right is on the left of axial and coronal planes, front on the left of sagittal ones, head (front for
    axial planes) at the top. Coronal and sagittal pixels are square, of the smaller in-plane pixel size. A mask is
    taken from the nearest voxel, in a slab from those in it; the label that most of them have is shown.
    """
    axis = stack.axis_of(orientation)
    if orientation is Orientation.AXIAL:
        return _axial(stack, labels, point, thickness_mm, slab)
    across = 1 - axis  # the other in-plane axis runs across the picture
    mm = min(stack.spacing)
    samples = _samples(stack, axis, float(stack.from_lps(point)[axis]), thickness_mm)
    low, high = stack.extent(across)
    columns = np.asarray(low + mm / 2 + mm * np.arange(max(1, round((high - low) / mm))), np.float64)
    slices, marks = _profiles(stack, labels, axis, samples, columns, slab)
    bottom, top = stack.extent(2)
    # head at the top
    rows = np.asarray(top - mm / 2 - mm * np.arange(max(1, round((top - bottom) / mm))), np.float64)
    picture = _between(slices, stack.volume.positions_mm, rows)
    nearest = np.abs(stack.volume.positions_mm[None] - rows[:, None]).argmin(1)
    drawn = None if marks is None else marks[nearest]
    right = stack.axes[across]
    wanted = 0 if orientation is Orientation.CORONAL else 1  # LPS x to the left, or y to the back
    first = columns[0]
    if right[wanted] < 0:
        right, first = -right, columns[-1]
        picture, drawn = picture[:, ::-1], None if drawn is None else drawn[:, ::-1]
    at = np.zeros(3)
    at[axis], at[across], at[2] = float(stack.from_lps(point)[axis]), first, rows[0]
    return Plane(_hu(picture), _whole(drawn), (mm, mm), stack.to_lps(at), right, -stack.axes[2])


def _axial(stack: Stack, labels: NDArray[np.uint8] | None, point: Floats, thickness_mm: float, slab: Slab) -> Plane:
    volume = stack.volume
    middle = stack.nearest_slice(float(stack.from_lps(point)[2]))
    near = np.abs(volume.positions_mm - volume.positions_mm[middle]) <= thickness_mm / 2 + 1e-6
    chosen = np.flatnonzero(near)
    block = volume.hu[chosen[0] : chosen[-1] + 1]
    if len(chosen) == 1:
        picture = block[0].astype(np.float32)
    else:
        picture = block.max(0).astype(np.float32) if slab is Slab.MIP else block.mean(0, dtype=np.float32)
    drawn = None if labels is None else _commonest(labels[chosen[0] : chosen[-1] + 1])
    right, down = stack.axes[0], stack.axes[1]
    step = list(stack.spacing)
    at = np.array([volume.offsets_mm[middle, 0], volume.offsets_mm[middle, 1], volume.positions_mm[middle]])
    if stack.lateral == 1:
        picture, drawn = picture.T, None if drawn is None else drawn.T
        right, down, step = down, right, step[::-1]
    index = [0, 1] if stack.lateral == 0 else [1, 0]  # index axes that run across and down
    if right[0] < 0:
        picture, drawn = picture[:, ::-1], None if drawn is None else drawn[:, ::-1]
        at[index[0]] += (picture.shape[1] - 1) * step[0]
        right = -right
    if down[1] < 0:
        picture, drawn = picture[::-1], None if drawn is None else drawn[::-1]
        at[index[1]] += (picture.shape[0] - 1) * step[1]
        down = -down
    return Plane(_hu(picture), _whole(drawn), (step[1], step[0]), stack.to_lps(at), right, down)


def _samples(stack: Stack, axis: int, at: float, thickness_mm: float) -> Floats:
    """Where the planes of a slab lie across ``axis``, in mm; about a pixel apart, at least one."""
    step = stack.spacing[axis]
    count = max(1, round(thickness_mm / step))
    return np.asarray(at + (np.arange(count) - (count - 1) / 2) * step)


def _profiles(
    stack: Stack, labels: NDArray[np.uint8] | None, axis: int, samples: Floats, columns: Floats, slab: Slab
) -> tuple[NDArray[np.float32], NDArray[np.uint8] | None]:
    """One line of the picture for each stored slice: float32 [Z, W], and its labels."""
    volume, across = stack.volume, 1 - axis
    lines = np.full((len(volume.hu), len(columns)), _AIR, np.float32)
    marks = None if labels is None else np.zeros(lines.shape, np.uint8)
    for z in range(len(lines)):
        plane = volume.hu[z] if axis == 1 else volume.hu[z].T  # [across the plane, along it]
        where = (samples - volume.offsets_mm[z, axis]) / stack.spacing[axis]
        inside = (where > -0.5) & (where < plane.shape[0] - 0.5)
        if not inside.any():
            continue
        where = where[inside]
        lower = np.clip(np.floor(where).astype(np.intp), 0, max(plane.shape[0] - 2, 0))
        upper = np.minimum(lower + 1, plane.shape[0] - 1)
        share = np.clip(where - lower, 0, 1).astype(np.float32)[:, None]
        rows = plane[lower] * (1 - share) + plane[upper] * share
        line = rows.max(0) if slab is Slab.MIP else rows.mean(0)
        index = (columns - volume.offsets_mm[z, across]) / stack.spacing[across]
        lines[z] = np.interp(index, np.arange(len(line)), line, left=_AIR, right=_AIR)
        edge = (index > -0.5) & (index < len(line) - 0.5)
        lines[z, edge] = np.interp(index[edge], np.arange(len(line)), line)
        if marks is not None and labels is not None and labels[z].any():
            drawn = labels[z] if axis == 1 else labels[z].T
            common = _commonest(drawn[np.clip(np.rint(where).astype(np.intp), 0, len(drawn) - 1)])
            marks[z, edge] = common[np.clip(np.rint(index[edge]).astype(np.intp), 0, len(common) - 1)]
    return lines, marks


def _between(lines: NDArray[np.float32], positions: Floats, rows: Floats) -> NDArray[np.float32]:
    """Lines [Z, W] at stored positions, interpolated at ``rows``: float32 [H, W]."""
    if len(lines) == 1:
        return np.repeat(lines, len(rows), axis=0)
    upper = np.clip(np.searchsorted(positions, rows), 1, len(positions) - 1)
    share = np.clip((rows - positions[upper - 1]) / (positions[upper] - positions[upper - 1]), 0, 1)
    weight = share.astype(np.float32)[:, None]
    return np.asarray(lines[upper - 1] * (1 - weight) + lines[upper] * weight)


def _commonest(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label that occurs most along the first axis where any does: uint8 of the other axes."""
    if len(labels) == 1:
        return np.asarray(labels[0])
    if not labels.any():
        return np.zeros(labels.shape[1:], np.uint8)
    counts = np.stack([np.count_nonzero(labels == kind.label, axis=0) for kind in TYPES])
    return np.where(counts.any(0), counts.argmax(0) + 1, 0).astype(np.uint8)


def _hu(picture: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.ascontiguousarray(np.rint(np.clip(picture, -32768, 32767)), np.int16)


def _whole(labels: NDArray[np.uint8] | None) -> NDArray[np.uint8] | None:
    return None if labels is None else np.ascontiguousarray(labels)
