"""The head's own axes, found from the inner side of the skull: right to left, front to back, depth below the vertex.

A head lies in the scanner as it lies: turned to a side, tilted, off the middle. What is left, frontal or deep is said
of the head, not of the scanner. The inner side of the skull is followed on slices 5 to 10 mm apart; turn (yaw) and tilt
(roll) come from its mirror symmetry, size and vertex from its extent. The nod (pitch) is not estimated: the slices of a
head scan are usually laid along the skull base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.anatomy import BONE_HU, MIN_RING, inside_ring, largest, skull_ring
from inference.types import Volume

#: Length of the cranial cavity, front to back, to which depths and distances are scaled.
STANDARD_LENGTH_MM: Final = 165.0
_STEP_MM: Final = 7.0
_GRID_MM: Final = 2.0
_BODY_HU: Final = -300
#: Areas of the cavity on a slice; anything else is a face, a neck, or a head holder.
_CAVITY_CM2: Final = (12.0, 280.0)
#: Rays by which the surface through the outlines is described.
_RAYS: Final = 72
_TURNS: Final = np.radians(np.arange(-24.0, 24.5, 1.0))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class HeadFrame:
    """Axes and size of one head.

    Attributes:
        origin_mm: float64 [3], LPS; the middle of the cavity at the height of the vertex.
        axes: float64 [3, 3]; rows are the unit vectors to the left, to the back and to the vertex, in LPS.
        half_width_mm, half_length_mm: half the cavity's greatest width and length.
        whole: whether the vertex was scanned, so that depths mean something.
    """

    origin_mm: Floats
    axes: Floats
    half_width_mm: float
    half_length_mm: float
    whole: bool

    def place(self, points_mm: Floats) -> Floats:
        """Places in the head, float64 [N, 3], of LPS points float64 [N, 3].

        Columns: mm to the left of the midsagittal plane; -1 at the frontal pole to 1 at the occipital pole; mm below
        the vertex. The mm are those of a head of standard length (:data:`STANDARD_LENGTH_MM`).
        """
        at = (points_mm - self.origin_mm) @ self.axes.T
        scale = STANDARD_LENGTH_MM / (2 * self.half_length_mm)
        return np.stack([at[:, 0] * scale, at[:, 1] / self.half_length_mm, -at[:, 2] * scale], axis=1)


def voxel_positions(volume: Volume, z: NDArray[np.intp], y: NDArray[Any], x: NDArray[Any]) -> Floats:
    """LPS mm, float64 [N, 3], of voxel centres given by their indices; right for tilted gantries and unequal steps."""
    column, row = (volume.affine[:3, i] / np.linalg.norm(volume.affine[:3, i]) for i in (0, 1))
    normal = np.cross(column, row)
    if normal @ volume.affine[:3, 2] < 0:
        normal = -normal
    row_mm, column_mm = volume.pixel_mm
    along_column = np.asarray(x, np.float64) * column_mm + volume.offsets_mm[z, 0]
    along_row = np.asarray(y, np.float64) * row_mm + volume.offsets_mm[z, 1]
    return np.asarray(
        volume.affine[:3, 3]
        + along_column[:, None] * column
        + along_row[:, None] * row
        + volume.positions_mm[z][:, None] * normal
    )


def head_frame(volume: Volume) -> HeadFrame | None:
    """The frame of the head in ``volume``; None where no closed skull is seen on at least three slices."""
    outlines = _outlines(volume)
    if len(outlines) < 3:
        return None
    widest = int(np.argmax([_area_cm2(one) for one in outlines]))
    upper = outlines[widest:] if len(outlines) - widest >= 3 else outlines[-max(3, len(outlines) // 2) :]
    axes, across = _mirror_plane(upper, np.cross(volume.affine[:3, 0], volume.affine[:3, 1]))
    points = np.concatenate(upper) @ axes.T
    sizes = np.array([np.ptp(one @ axes.T, axis=0) for one in upper])
    width, length = float(sizes[:, 0].max()), float(sizes[:, 1].max())
    if not 60 < length < 230 or not 50 < width < 200:
        return None
    longest = upper[int(sizes[:, 1].argmax())] @ axes.T
    top = float(points[:, 2].max())
    cap = _area_cm2(outlines[-1])
    # the last outline lies this far below the vertex of a round skull: its area is about 2 pi R h
    radius = length / 2
    below = radius - np.sqrt(max(radius**2 - cap * 100 / np.pi, 0.0))
    middle = np.array(
        [
            across,
            float(longest[:, 1].max() + longest[:, 1].min()) / 2,
            top + min(below, 15.0),
        ]
    )
    return HeadFrame(middle @ axes, axes, width / 2, length / 2, whole=cap < 0.55 * _area_cm2(outlines[widest]))


def _outlines(volume: Volume) -> list[Floats]:
    """The inner side of the skull on each sampled slice that shows it, inferior to superior: LPS mm [72, 3] each."""
    row_mm, column_mm = volume.pixel_mm
    factor = max(1, round(_GRID_MM / row_mm)), max(1, round(_GRID_MM / column_mm))
    mm = row_mm * factor[0], column_mm * factor[1]
    found: list[Floats] = []
    last = -np.inf
    for z, position in enumerate(volume.positions_mm):
        if position - last < _STEP_MM - 0.6:
            continue
        last = float(position)
        plane = volume.hu[z]
        rows, columns = plane.shape[0] // factor[0], plane.shape[1] // factor[1]
        cut = plane[: rows * factor[0], : columns * factor[1]].reshape(rows, factor[0], columns, factor[1])
        coarse = cut.mean(axis=(1, 3), dtype=np.float32)
        body = scipy.ndimage.binary_fill_holes(largest(coarse > _BODY_HU))  # without the head holder
        ring, radii, middle = skull_ring((coarse > BONE_HU) & body, mm)
        if ring < MIN_RING:
            continue
        inside = inside_ring((rows, columns), radii, middle, mm)
        tissue = cut[:, factor[0] // 2, :, factor[1] // 2][inside]
        if not _CAVITY_CM2[0] <= inside.sum() * mm[0] * mm[1] / 100 <= _CAVITY_CM2[1] or not tissue.size:
            continue
        if np.mean((tissue > -20) & (tissue < 110)) < 0.6:  # face, sinuses, a plastic head
            continue
        angle = 2 * np.pi * np.arange(len(radii)) / len(radii)
        y = (middle[0] + np.sin(angle) * radii / mm[0] + 0.5) * factor[0] - 0.5
        x = (middle[1] + np.cos(angle) * radii / mm[1] + 0.5) * factor[1] - 0.5
        found.append(voxel_positions(volume, np.full(len(radii), z), y, x))
    return found


def _area_cm2(outline: Floats) -> float:
    x, y = outline[:, 0], outline[:, 1]
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 200


def _turn(outline: Floats) -> float:
    """Angle (radians, from LPS x towards y) by which the outline's mirror axis is turned."""
    x, y = outline[:, 0], outline[:, 1]
    cross = x * np.roll(y, -1) - y * np.roll(x, -1)
    area = cross.sum() / 2
    centre = np.array([((x + np.roll(x, -1)) @ cross), ((y + np.roll(y, -1)) @ cross)]) / (6 * area)
    at = outline[:, :2] - centre
    angle, radius = np.arctan2(at[:, 1], at[:, 0]), np.hypot(at[:, 0], at[:, 1])
    order = np.argsort(angle)
    angle, radius = angle[order], radius[order]
    around = np.radians(np.arange(0, 180, 5.0))  # from the axis to the back, both ways round

    def profile(theta: Floats) -> Floats:
        return np.asarray(np.interp(theta, angle, radius, period=2 * np.pi))

    misfit = [
        float(np.mean((profile(np.pi / 2 + turn + around) - profile(np.pi / 2 + turn - around)) ** 2))
        for turn in _TURNS
    ]
    return float(_TURNS[int(np.argmin(misfit))])


def _mirror_plane(outlines: list[Floats], normal: Floats) -> tuple[Floats, float]:
    """The axes of :class:`HeadFrame` and where the midsagittal plane lies along the first of them, in mm.

    Yaw, roll and offset are those with which the outlines, mirrored, lie best on the surface through the outlines.
    """
    normal = normal * np.sign(normal[2]) / np.linalg.norm(normal)
    points = np.concatenate(outlines)
    axis = points.mean(0)
    heights = np.array([float((one @ normal).mean()) for one in outlines])
    around = 2 * np.pi * np.arange(_RAYS) / _RAYS
    surface = np.empty((len(outlines), _RAYS))
    for row, one in zip(surface, outlines, strict=True):
        at = one - axis
        angle = np.arctan2(at[:, 1], at[:, 0])
        order = np.argsort(angle)
        row[:] = np.interp(around, angle[order], np.hypot(at[:, 0], at[:, 1])[order], period=2 * np.pi)
    levels = np.arange(len(outlines), dtype=np.float64)

    def misfit(p: Floats) -> Floats:
        left = _axes(p[0], p[1])[0]
        mirrored = points - 2 * ((points - axis) @ left - p[2])[:, None] * left
        at = mirrored - axis
        angle = np.arctan2(at[:, 1], at[:, 0]) / (2 * np.pi) * _RAYS
        height = mirrored @ normal
        level = np.interp(height, heights, levels)
        there = scipy.ndimage.map_coordinates(surface, [level, angle % _RAYS], order=1, mode="grid-wrap")
        known = (height >= heights[0]) & (height <= heights[-1])
        return np.asarray(np.where(known, np.hypot(at[:, 0], at[:, 1]) - there, 0.0))

    yaw = float(np.median([_turn(one) for one in outlines]))
    found = scipy.optimize.least_squares(
        misfit, [yaw, 0.0, 0.0], bounds=([-0.6, -0.35, -30.0], [0.6, 0.35, 30.0]), loss="soft_l1", f_scale=2.0,
        x_scale=[0.05, 0.05, 2.0], max_nfev=25,
    )  # fmt: skip
    axes = _axes(float(found.x[0]), float(found.x[1]))
    return axes, float(axis @ axes[0] + found.x[2])


def _axes(yaw: float, roll: float) -> Floats:
    """Unit vectors to the left, the back and the vertex of a head that is turned and rolled; radians."""
    left = np.array([np.cos(yaw) * np.cos(roll), np.sin(yaw) * np.cos(roll), -np.sin(roll)])
    back = np.array([-np.sin(yaw), np.cos(yaw), 0.0])
    return np.stack([left, back, np.cross(left, back)])
