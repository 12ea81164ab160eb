"""A made-up head of ellipsoids, quick to draw, that can be turned and moved, with a tilted gantry if wanted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from inference.types import Volume

#: Middles and radii in the head's own axes (mm to the left, the back and the vertex), and HU; later ones cover earlier.
_PARTS: tuple[tuple[tuple[float, float, float], tuple[float, float, float], float], ...] = (
    ((0, 0, 0), (77, 94, 86), 40.0),
    ((0, -92, -40), (14, 16, 22), 60.0),  # a nose
    ((0, 0, 0), (72, 89, 81), 900.0),
    ((0, 0, 0), (66, 82.5, 75), 35.0),
    ((14, -10, 5), (8, 26, 12), 8.0),
    ((-14, -10, 5), (8, 26, 12), 8.0),
    ((38, 22, -30), (12, 12, 9), 20.0),
    ((-30, 46, -38), (14, 10, 12), 48.0),
)


def head(
    turn_degrees: float = 0.0,
    roll_degrees: float = 0.0,
    shift_mm: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    slices: int = 36,
    size: int = 96,
    tilt: float = 0.0,
    uid: str = "2.25.1001",
) -> Volume:
    """int16 [slices, size, size], 5 mm apart, 2.5 mm pixels; ``tilt`` is the in-plane shift per mm of travel.

    The vertex of the brain is 75 mm above the middle, the cavity 165 mm long and 132 mm wide.
    """
    mm, step = 2.5, 5.0
    affine = np.diag([mm, mm, step, 1.0])
    affine[:3, 3] = (-size * mm / 2, -size * mm / 2 - tilt * slices * step / 2, -slices * step / 2)
    affine[1, 2] = tilt * step
    z, y, x = np.meshgrid(np.arange(slices), np.arange(size), np.arange(size), indexing="ij")
    points = np.stack([x, y, z], -1) @ affine[:3, :3].T + affine[:3, 3]
    own = to_head(np.asarray(points.reshape(-1, 3), np.float64), turn_degrees, roll_degrees, shift_mm).reshape(
        points.shape
    )
    hu = np.full(points.shape[:3], -1000.0)
    for middle, radii, value in _PARTS:
        hu[(((own - middle) / np.array(radii)) ** 2).sum(-1) <= 1] = value
    offsets = np.zeros((slices, 2))
    offsets[:, 1] = tilt * step * np.arange(slices)
    return Volume(
        hu=hu.astype(np.int16), affine=affine, positions_mm=np.arange(slices, dtype=np.float64) * step,
        offsets_mm=offsets,
        tilt_degrees=float(np.degrees(np.arctan(tilt))), study_instance_uid=uid, series_instance_uid=f"{uid}.1",
        sop_instance_uids=tuple(f"{uid}.1.{n}" for n in range(slices)), frame_numbers=(1,) * slices,
    )  # fmt: skip


def to_head(
    points: NDArray[np.float64], turn_degrees: float, roll_degrees: float, shift_mm: Sequence[float]
) -> NDArray[np.float64]:
    """LPS points [N, 3] in the axes of a head that was turned, rolled and then moved."""
    return np.asarray(_rotation(turn_degrees, roll_degrees).inv().apply(points - np.asarray(shift_mm)))


def from_head(
    points: NDArray[np.float64], turn_degrees: float, roll_degrees: float, shift_mm: Sequence[float]
) -> NDArray[np.float64]:
    """Inverse of :func:`to_head`."""
    return np.asarray(_rotation(turn_degrees, roll_degrees).apply(points) + np.asarray(shift_mm))


def _rotation(turn_degrees: float, roll_degrees: float) -> Rotation:
    return Rotation.from_euler("zy", [turn_degrees, roll_degrees], degrees=True)
