"""Rigid registration of two head CTs, and one volume's slice as the other would have taken it.

Both are CT of one patient, so equal tissue has equal HU and the mean squared difference of clipped HU is the measure
(Hill et al. 2001, Phys Med Biol 46 R1). Six parameters, found from coarse (8 mm) to fine (4 mm) by Levenberg-Marquardt
(:func:`scipy.optimize.least_squares`), beginning with the middles of both heads on top of each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.errors import Cancelled
from inference.head_frame import voxel_positions
from inference.types import Volume

Floats = NDArray[np.float64]
#: HU range that is compared: skin to bone, without the noise of air and the weight of metal.
_LOW, _HIGH = -200.0, 500.0
_LEVELS_MM = (8.0, 4.0)
_BODY_HU = -300
#: As many points are enough for six parameters.
_SAMPLES = 20_000
#: Parameters are counted from here, so that a relative step for their derivatives is one of 0.2 mm.
_ZERO = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """How a moving volume lies on a fixed one.

    Attributes:
        matrix: float64 [4, 4]; maps LPS mm of the fixed volume to LPS mm of the moving one. A rotation and a shift.
        agreement: correlation of the clipped HU of both within the fixed head after registration, [-1, 1].
        degrees, shift_mm: size of the rotation, and of the shift of the head's middle.
    """

    matrix: Floats
    agreement: float
    degrees: float
    shift_mm: float


def register(fixed: Volume, moving: Volume, cancelled: Callable[[], bool] = lambda: False) -> Registration:
    """Find where ``moving`` lies on ``fixed``; takes about a second.

    Raises:
        Cancelled: where ``cancelled()`` became true.
        ValueError: one of them shows nothing denser than air.
    """
    here, there = _Coarse.of(fixed), _Coarse.of(moving)
    centre = here.middle
    parameters = np.full(6, _ZERO)
    shift = there.middle - here.middle
    for mm in _LEVELS_MM:
        points, values = here.samples(mm)
        image = scipy.ndimage.gaussian_filter(there.hu, [mm / 3 / step for step in there.steps])

        def misfit(
            p: Floats, points: Floats = points, values: Floats = values, image: NDArray[np.float32] = image
        ) -> Floats:
            if cancelled():
                raise Cancelled()
            turn, move = p[:3] - _ZERO, p[3:] - _ZERO
            moved = (
                scipy.spatial.transform.Rotation.from_rotvec(turn / 50.0).apply(points - centre) + centre + shift + move
            )
            return np.asarray((there.read(image, moved) - values) / (_HIGH - _LOW), np.float64)

        # parameters are about millimetres: a turn of 1/50 rad moves the skull by 1.6 mm
        found = scipy.optimize.least_squares(
            misfit, parameters, method="lm", diff_step=[0.02] * 6, x_scale=1.0, max_nfev=240
        )
        parameters = np.asarray(found.x, np.float64)
    parameters = parameters - _ZERO
    rotation = scipy.spatial.transform.Rotation.from_rotvec(parameters[:3] / 50.0)
    matrix = np.eye(4)
    matrix[:3, :3] = rotation.as_matrix()
    matrix[:3, 3] = centre + shift + parameters[3:] - matrix[:3, :3] @ centre
    points, values = here.samples(_LEVELS_MM[-1])
    read = there.read(there.hu, points @ matrix[:3, :3].T + matrix[:3, 3])
    agreement = float(np.corrcoef(read, values)[0, 1]) if np.ptp(read) > 0 else 0.0
    move = matrix[:3, :3] @ centre + matrix[:3, 3] - centre
    return Registration(matrix, agreement, float(np.degrees(rotation.magnitude())), float(np.linalg.norm(move)))


def resample_slice(
    moving: Volume, labels: NDArray[np.uint8] | None, fixed: Volume, index: int, matrix: Floats
) -> tuple[NDArray[np.int16], NDArray[np.uint8] | None]:
    """``moving`` (and its labels) on slice ``index`` of ``fixed``: int16 [Y, X] HU, linear; uint8 [Y, X], nearest.

    What was not scanned is -1024 HU. ``matrix`` is that of a :class:`Registration`.
    """
    rows, columns = fixed.hu.shape[1:]
    y, x = (grid.ravel() for grid in np.mgrid[:rows, :columns])
    points = voxel_positions(fixed, np.full(len(y), index), y, x) @ matrix[:3, :3].T + matrix[:3, 3]
    at = _indices(moving, points)
    low, high = np.floor(at[0].min()), np.ceil(at[0].max())
    z0, z1 = int(np.clip(low - 1, 0, len(moving.hu) - 1)), int(np.clip(high + 2, 1, len(moving.hu)))
    near = np.stack([at[0] - z0, at[1], at[2]])
    inside = (at[0] > -0.5) & (at[0] < len(moving.hu) - 0.5)
    near[0] = np.clip(near[0], 0, z1 - z0 - 1)
    read = scipy.ndimage.map_coordinates(moving.hu[z0:z1].astype(np.float32), near, order=1, cval=-1024.0)
    hu = np.where(inside, np.rint(read), -1024).astype(np.int16).reshape(rows, columns)
    if labels is None:
        return hu, None
    drawn = scipy.ndimage.map_coordinates(labels[z0:z1], near, order=0, cval=0)
    return hu, np.where(inside, drawn, 0).astype(np.uint8).reshape(rows, columns)


def _indices(volume: Volume, points: Floats) -> Floats:
    """Fractional indices (z, y, x), float64 [3, N], of LPS points [N, 3]; beyond the ends by the outermost steps."""
    row_mm, column_mm = volume.pixel_mm
    column, row = volume.affine[:3, 0] / column_mm, volume.affine[:3, 1] / row_mm
    normal = np.cross(column, row)
    if normal @ volume.affine[:3, 2] < 0:
        normal = -normal
    at = points - volume.affine[:3, 3]
    height = at @ normal
    positions = volume.positions_mm
    numbers = np.arange(len(positions), dtype=np.float64)
    z = np.interp(height, positions, numbers)
    extent = volume.slice_extent_mm
    z = np.where(height < positions[0], (height - positions[0]) / extent[0], z)
    z = np.where(height > positions[-1], numbers[-1] + (height - positions[-1]) / extent[-1], z)
    aside = [np.interp(z, numbers, volume.offsets_mm[:, axis]) for axis in (0, 1)]
    return np.stack([z, (at @ row - aside[1]) / row_mm, (at @ column - aside[0]) / column_mm])


@dataclass(frozen=True, slots=True, eq=False)
class _Coarse:
    """A volume with pixels of about 3 mm: clipped HU float32 [Z, Y, X], and how to find places in it."""

    volume: Volume
    hu: NDArray[np.float32]
    factor: tuple[int, int, int]
    steps: tuple[float, float, float]
    middle: Floats

    @classmethod
    def of(cls, volume: Volume) -> _Coarse:
        row_mm, column_mm = volume.pixel_mm
        step = float(np.median(volume.slice_extent_mm))
        factor = max(1, round(3.0 / step)), max(1, round(3.0 / row_mm)), max(1, round(3.0 / column_mm))
        z, y, x = (size // one * one for size, one in zip(volume.hu.shape, factor, strict=True))
        cut = volume.hu[:z, :y, :x].reshape(
            z // factor[0], factor[0], y // factor[1], factor[1], x // factor[2], factor[2]
        )
        hu = np.clip(cut.mean(axis=(1, 3, 5), dtype=np.float32), _LOW, _HIGH)
        bone = hu > 250.0  # the middle of the skull, not of the pillow
        body = np.argwhere(bone if bone.sum() > 200 else hu > _BODY_HU)
        if not len(body):
            raise ValueError("the volume shows nothing but air")
        full = (body + 0.5) * factor - 0.5
        index = np.clip(np.rint(full[:, 0]).astype(np.intp), 0, len(volume.hu) - 1)
        middle = voxel_positions(volume, index, full[:, 1], full[:, 2]).mean(0)
        return cls(volume, hu, factor, (step * factor[0], row_mm * factor[1], column_mm * factor[2]), middle)

    def samples(self, mm: float) -> tuple[Floats, Floats]:
        """LPS points [N, 3] within the head, about ``mm`` apart, and their HU [N] at that sharpness."""
        image = scipy.ndimage.gaussian_filter(self.hu, [mm / 3 / step for step in self.steps])
        strides = [max(1, round(mm / step)) for step in self.steps]
        head = scipy.ndimage.binary_dilation(self.hu > _LOW + 50, iterations=2)
        index = np.argwhere(head[:: strides[0], :: strides[1], :: strides[2]]) * strides
        index = index[:: 1 + len(index) // _SAMPLES]
        full = (index + 0.5) * self.factor - 0.5
        z = np.clip(np.rint(full[:, 0]).astype(np.intp), 0, len(self.volume.hu) - 1)
        return voxel_positions(self.volume, z, full[:, 1], full[:, 2]), image[tuple(index.T)].astype(np.float64)

    def read(self, image: NDArray[np.float32], points: Floats) -> Floats:
        """HU [N] of ``image``, on this grid, at LPS points [N, 3]; air outside."""
        at = (_indices(self.volume, points) + 0.5) / np.array(self.factor)[:, None] - 0.5
        return np.asarray(scipy.ndimage.map_coordinates(image, at, order=1, cval=_LOW, mode="constant"), np.float64)
