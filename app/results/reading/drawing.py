"""Where something is drawn on the slices of a volume, and how a place in the patient becomes a slice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.errors import FirstreadError
from inference.types import Volume

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
#: A place may lie this share of a slice's extent off the middle of the slice, and of a pixel off a pixel's middle.
SLICE_TOLERANCE, PIXEL_TOLERANCE = 0.1, 0.1


class NotDrawable(FirstreadError):
    """An object cannot be drawn on these images; the text says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """The part of a slice that holds anything: bool [Y, X], and where its first pixel lies."""

    x: int
    y: int
    mask: Mask

    @classmethod
    def of(cls, mask: Mask) -> Patch | None:
        """The patch of a slice bool [Y, X]; None where it is empty."""
        rows = np.flatnonzero(mask.any(axis=1))
        if not len(rows):
            return None
        columns = np.flatnonzero(mask.any(axis=0))
        y, x = int(rows[0]), int(columns[0])
        return cls(x, y, np.ascontiguousarray(mask[y : rows[-1] + 1, x : columns[-1] + 1]))


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What can be painted over the slices of one volume.

    Attributes:
        parts: by number of segment or region, then by slice index; what is empty is left out.
        note: what to know of it, such as the threshold that a fractional mask was cut at; may be empty.
    """

    parts: Mapping[int, Mapping[int, Patch]]
    note: str = ""

    def full(self, number: int, volume: Volume) -> Mask:
        """One part on the whole grid: bool [Z, Y, X]."""
        out = np.zeros(volume.hu.shape, np.bool_)
        for index, patch in self.parts.get(number, {}).items():
            height, width = patch.mask.shape
            out[index, patch.y : patch.y + height, patch.x : patch.x + width] = patch.mask
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A volume's slices in the patient.

    Attributes:
        across, down, normal: float64 [3] unit vectors along a row (rising x), along a column (rising y), to the head.
        origins: float64 [Z, 3], LPS mm of each slice's first pixel.
        spacing: (row spacing, column spacing) in mm.
        shape: rows and columns.
    """

    across: Floats
    down: Floats
    normal: Floats
    origins: Floats
    extent: Floats
    spacing: tuple[float, float]
    shape: tuple[int, int]

    @classmethod
    def of(cls, volume: Volume) -> Grid:
        """The grid of a volume, with a tilted gantry, too."""
        row_mm, column_mm = volume.pixel_mm
        across, down = volume.affine[:3, 0] / column_mm, volume.affine[:3, 1] / row_mm
        normal = np.cross(across, down)
        if normal @ volume.affine[:3, 2] < 0:
            normal = -normal
        origins = (
            volume.affine[:3, 3]
            + volume.positions_mm[:, None] * normal
            + volume.offsets_mm[:, :1] * across
            + volume.offsets_mm[:, 1:] * down
        )
        rows, columns = volume.hu.shape[1:]
        return cls(across, down, normal, origins, volume.slice_extent_mm, (row_mm, column_mm), (rows, columns))

    def slice_at(self, place: Floats) -> int | None:
        """The slice whose plane a place (LPS mm, [3]) lies in; None between slices and beyond them."""
        heights = (place - self.origins) @ self.normal
        index = int(np.argmin(np.abs(heights)))
        return index if abs(heights[index]) <= SLICE_TOLERANCE * self.extent[index] else None

    def starts_at(self, place: Floats, index: int) -> bool:
        """Whether a place is the first pixel of slice ``index``."""
        apart = place - self.origins[index]
        return bool(
            abs(apart @ self.across) <= PIXEL_TOLERANCE * self.spacing[1]
            and abs(apart @ self.down) <= PIXEL_TOLERANCE * self.spacing[0]
            and abs(apart @ self.normal) <= SLICE_TOLERANCE * self.extent[index]
        )
