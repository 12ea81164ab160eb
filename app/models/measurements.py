"""What a reader measures on one slice: length, angle, ellipse, the value of a pixel and the shift of the midline.

Points are continuous pixel coordinates (x along image columns, y along rows) with the corner of the first pixel at
(0, 0), as in :class:`inference.types.Box`: pixel (0, 0) covers 0 to 1 and its centre is (0.5, 0.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.models.translation import QT_TR_NOOP, tr

Point = tuple[float, float]


class MeasurementKind(StrEnum):
    """What is measured."""

    LENGTH = "length"
    ANGLE = "angle"
    ELLIPSE = "ellipse"
    POINT = "point"
    MIDLINE = "midline"

    @property
    def points(self) -> int:
        """How many points make one: two ends, end-vertex-end, two corners of the surrounding box, one;
        of the midline both attachments of the falx and the septum."""
        return {"length": 2, "angle": 3, "ellipse": 2, "point": 1, "midline": 3}[self.value]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement on slice ``slice``; ``points`` as :attr:`MeasurementKind.points` has them."""

    id: int
    kind: MeasurementKind
    slice: int
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if len(self.points) != self.kind.points:
            raise ValueError(f"a measurement of kind {self.kind} has {self.kind.points} points")

    def with_point(self, place: int, point: Point) -> Measurement:
        """The same with one point elsewhere."""
        return replace(self, points=(*self.points[:place], point, *self.points[place + 1 :]))

    def moved(self, dx: float, dy: float) -> Measurement:
        """The same, moved by this many pixels."""
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class RegionStatistics:
    """Stored values inside a region: HU, with the population's SD; ``area_mm2`` is that of the drawn outline."""

    area_mm2: float
    pixels: int
    mean: float
    sd: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class MidlineShift:
    """How far the septum lies from the ideal midline in mm, to which side of the patient, on which slice (0-based).

    ``side`` is ``left``, ``right``, or "" below 0.05 mm.
    """

    mm: float
    side: str
    slice: int

    @property
    def text(self) -> str:
        """In words, with the unit."""
        if not self.side:
            return tr("Midline shift 0.0 mm")
        side = {"left": _TO_LEFT, "right": _TO_RIGHT}[self.side]
        return tr(side).format(mm=f"{self.mm:.1f}")


_TO_LEFT = QT_TR_NOOP("Midline shift {mm} mm to the left")
_TO_RIGHT = QT_TR_NOOP("Midline shift {mm} mm to the right")
#: Attachments of the falx that lie nearer than this, in mm, give no line to measure from.
_LEAST_MIDLINE_MM = 20.0


def midline_shift(measurement: Measurement, affine: NDArray[np.float64]) -> MidlineShift | None:
    """The shift of the septum pellucidum: its distance from the line between both attachments of the falx.

    The line through the anterior and the posterior attachment of the falx to the inner table is the ideal midline; the
    shift is the perpendicular from it to the septum, by convention at the level of the foramen of Monro (Liao, Chen and
    Xiao, Int J Biomed Imaging 2018, 4303161, doi 10.1155/2018/4303161).

    Args:
        measurement: of kind MIDLINE: one attachment, the other, the septum.
        affine: float64 [4, 4] as :attr:`inference.types.Volume.affine`, in LPS.
    Returns:
        None where the attachments are less than 20 mm apart, or the septum is not marked yet.
    """
    front, back, septum = (affine[:3, 0] * x + affine[:3, 1] * y for x, y in measurement.points)
    along, out = back - front, septum - front
    length = float(np.linalg.norm(along))
    if length < _LEAST_MIDLINE_MM or measurement.points[1] == measurement.points[2]:
        return None
    unit = along / length
    across = out - unit * float(out @ unit)
    mm = float(np.linalg.norm(across))
    side = "" if mm < 0.05 else "left" if across[0] > 0 else "right"
    return MidlineShift(mm, side, measurement.slice)


def length_mm(a: Point, b: Point, pixel_mm: tuple[float, float]) -> float:
    """Distance in mm; ``pixel_mm`` is (row spacing, column spacing) as :attr:`inference.types.Volume.pixel_mm`."""
    return math.hypot((b[0] - a[0]) * pixel_mm[1], (b[1] - a[1]) * pixel_mm[0])


def angle_degrees(a: Point, vertex: Point, b: Point, pixel_mm: tuple[float, float]) -> float | None:
    """Angle at ``vertex`` in the patient, 0 to 180 degrees; None where an arm has no length."""
    arms = [((p[0] - vertex[0]) * pixel_mm[1], (p[1] - vertex[1]) * pixel_mm[0]) for p in (a, b)]
    (ax, ay), (bx, by) = arms
    if not (ax or ay) or not (bx or by):
        return None
    return abs(math.degrees(math.atan2(ax * by - ay * bx, ax * bx + ay * by)))


def ellipse_statistics(
    plane: NDArray[np.int16], corners: tuple[Point, Point], pixel_mm: tuple[float, float]
) -> RegionStatistics | None:
    """Values of the pixels whose centres lie in the ellipse that fills the box between two opposite corners.

    Args:
        plane: int16 [Y, X] in HU.
        corners: in pixels.
        pixel_mm: (row spacing, column spacing).
    Returns:
        None where no pixel's centre is inside.
    """
    (xa, ya), (xb, yb) = corners
    rx, ry = abs(xb - xa) / 2, abs(yb - ya) / 2
    if not rx or not ry:
        return None
    cx, cy = (xa + xb) / 2, (ya + yb) / 2
    x0, x1 = max(0, math.floor(cx - rx)), min(plane.shape[1], math.ceil(cx + rx))
    y0, y1 = max(0, math.floor(cy - ry)), min(plane.shape[0], math.ceil(cy + ry))
    if x1 <= x0 or y1 <= y0:
        return None
    x = (np.arange(x0, x1) + 0.5 - cx) / rx
    y = (np.arange(y0, y1) + 0.5 - cy) / ry
    values = plane[y0:y1, x0:x1][x[None, :] ** 2 + y[:, None] ** 2 <= 1]
    if not values.size:
        return None
    return RegionStatistics(
        area_mm2=math.pi * rx * pixel_mm[1] * ry * pixel_mm[0],
        pixels=int(values.size),
        mean=float(values.mean(dtype=np.float64)),
        sd=float(values.std(dtype=np.float64)),
        least=int(values.min()),
        most=int(values.max()),
    )


def value_at(plane: NDArray[np.int16], point: Point) -> int | None:
    """HU of the pixel under a point, None outside of the image."""
    x, y = math.floor(point[0]), math.floor(point[1])
    return int(plane[y, x]) if 0 <= y < plane.shape[0] and 0 <= x < plane.shape[1] else None


def describe(
    measurement: Measurement, plane: NDArray[np.int16], affine: NDArray[np.float64], pixel_mm: tuple[float, float]
) -> tuple[str, ...]:
    """The numbers as short lines with their units; ``plane`` is the slice that was measured, int16 [Y, X] in HU.

    ``affine`` and ``pixel_mm`` are those of :class:`inference.types.Volume`.
    """
    points = measurement.points
    match measurement.kind:
        case MeasurementKind.LENGTH:
            return (f"{length_mm(points[0], points[1], pixel_mm):.1f} mm",)
        case MeasurementKind.ANGLE:
            degrees = angle_degrees(points[0], points[1], points[2], pixel_mm)
            return () if degrees is None else (f"{degrees:.1f}\N{DEGREE SIGN}",)
        case MeasurementKind.POINT:
            value = value_at(plane, points[0])
            return () if value is None else (f"{value} HU",)
        case MeasurementKind.MIDLINE:
            shift = midline_shift(measurement, affine)
            return () if shift is None else (shift.text,)
        case MeasurementKind.ELLIPSE:
            found = ellipse_statistics(plane, (points[0], points[1]), pixel_mm)
            if found is None:
                return ()
            return (
                f"{found.mean:.1f} HU, SD {found.sd:.1f}",
                tr("{least} to {most} HU").format(least=found.least, most=found.most),
                f"{found.area_mm2:.0f} mm\N{SUPERSCRIPT TWO}, {found.pixels} px",
            )
