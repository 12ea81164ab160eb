"""Where the slices of a series lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """The planes of an axial series, tilted or not, in LPS mm.

    Attributes:
        centre_z: float64 [Z]; LPS z of each slice's centre.
        centre_y: LPS y of every slice's centre.
        column_direction: (y, z) of the direction along image rows y; the columns run along +x.
    """

    centre_z: NDArray[np.float64]
    centre_y: float
    column_direction: tuple[float, float]
    spacing: float
    matrix: int
    slice_mm: float
    tilt_degrees: float

    @property
    def count(self) -> int:
        """Number of slices."""
        return len(self.centre_z)

    @property
    def offsets(self) -> NDArray[np.float64]:
        """In-plane position of each row or column against the image centre, mm."""
        return np.asarray((np.arange(self.matrix) - (self.matrix - 1) / 2) * self.spacing, dtype=np.float64)

    @property
    def sub_shifts(self) -> NDArray[np.float64]:
        """Places within a slice's thickness, mm along the normal, whose mean is the slice."""
        parts = max(int(np.ceil(self.slice_mm / 1.7)), 1)
        return ((np.arange(parts) + 0.5) / parts - 0.5) * self.slice_mm

    @property
    def low_mm(self) -> float:
        """Lowest LPS z of any pixel near the head (within 115 mm of the axis)."""
        return float(self.centre_z[0] - self.slice_mm - 115 * abs(self.column_direction[1]))

    @property
    def high_mm(self) -> float:
        """Highest LPS z of any pixel near the head."""
        return float(self.centre_z[-1] + self.slice_mm + 115 * abs(self.column_direction[1]))

    def row_lines(self, index: int, shift: float, rows: slice) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """LPS (y, z) of the image rows ``rows`` of a plane ``shift`` mm along the normal from slice ``index``."""
        along = self.offsets[rows]
        cy, cz = self.column_direction
        return self.centre_y + along * cy - shift * cz, self.centre_z[index] + along * cz + shift * cy

    def origins(self) -> NDArray[np.float64]:
        """Image Position (Patient) of every slice, float64 [Z, 3]."""
        first = self.offsets[0]
        cy, cz = self.column_direction
        out = np.empty((self.count, 3))
        out[:, 0] = first
        out[:, 1] = self.centre_y + first * cy
        out[:, 2] = self.centre_z + first * cz
        return out


def plan_scan(
    whole: tuple[float, float],
    slice_mm: float,
    spacing: float,
    matrix: int,
    slices: int | None,
    tilt_degrees: float,
    focus_mm: float,
    first_mm: float | None,
) -> Scan:
    """Lay out the slices: the whole range, or ``slices`` of them around ``focus_mm`` or from ``first_mm`` up.

    The table advances by ``slice_mm / cos(tilt)``, so that slices touch along their normal, as scanners do.
    """
    angle = np.radians(tilt_degrees)
    step = slice_mm / np.cos(angle)
    low, high = whole
    count = slices if slices is not None else int(np.ceil((high - low) / step))
    if count < 1:
        raise ValueError("slices must be at least 1")
    if first_mm is not None:
        start = first_mm
    elif slices is None:
        start = low + step / 2
    else:
        start = focus_mm - step * (count - 1) / 2
    return Scan(
        centre_z=start + step * np.arange(count),
        centre_y=-5.0,
        column_direction=(float(np.cos(angle)), float(-np.sin(angle))),
        spacing=spacing,
        matrix=matrix,
        slice_mm=slice_mm,
        tilt_degrees=tilt_degrees,
    )
