"""Smooth scalar fields on a coarse grid, and their sharp sampling on scan planes.

The anatomy is kept as smooth fields in mm (signed distances, negative inside) on a 1.5 mm grid. A field
interpolates well, and thresholding it on the fine scan plane gives edges that are sharp at any pixel size,
which keeps the cost of a head far below that of drawing it on the fine grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Box = tuple[slice, slice, slice]
#: Half the edge of the cube in which noise is defined, mm.
REACH = 132.0


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Return the random numbers of one purpose, so that adding a lesion does not change the anatomy."""
    return np.random.default_rng([seed, *purpose.encode()])


@dataclass(frozen=True, slots=True)
class Grid:
    """A coarse grid in LPS mm: ``origin`` (x, y, z) of voxel 0, ``step`` mm, ``shape`` [Z, Y, X]."""

    origin: tuple[float, float, float]
    step: float
    shape: tuple[int, int, int]

    @classmethod
    def around(cls, low: tuple[float, float, float], high: tuple[float, float, float], step: float) -> Grid:
        """Return the grid that covers ``low`` to ``high`` (x, y, z) in mm."""
        count = [int(np.ceil((b - a) / step)) + 2 for a, b in zip(low, high, strict=True)]
        return cls(low, step, (count[2], count[1], count[0]))

    def axis(self, dimension: int) -> F32:
        """Coordinates in mm along x (0), y (1) or z (2)."""
        return (self.origin[dimension] + self.step * np.arange(self.shape[2 - dimension])).astype(np.float32)

    def box(self, centre: NDArray[np.float64], reach: float) -> Box | None:
        """Index box of all points within ``reach`` mm (per axis) of ``centre`` (x, y, z), None where empty."""
        parts: list[slice] = []
        for dimension in (2, 1, 0):
            low = int(np.floor((centre[dimension] - reach - self.origin[dimension]) / self.step))
            high = int(np.ceil((centre[dimension] + reach - self.origin[dimension]) / self.step)) + 1
            low, high = max(low, 0), min(high, self.shape[2 - dimension])
            if low >= high:
                return None
            parts.append(slice(low, high))
        return parts[0], parts[1], parts[2]


def _spline_weights(fine: F32, first: float, step: float, count: int) -> F32:
    """Cubic B-spline weights [fine, count] of lattice nodes at ``first + step * i``."""
    distance = np.abs((fine[:, None] - first) / step - np.arange(count, dtype=np.float32)[None, :])
    near = 2 / 3 - distance**2 + distance**3 / 2
    far = np.clip(2 - distance, 0, None) ** 3 / 6
    return np.asarray(np.where(distance < 1, near, far), dtype=np.float32)


def smooth_noise(rng: np.random.Generator, grid: Grid, wavelength: float) -> F32:
    """Return smooth random noise [Z, Y, X] of unit SD whose bumps are about ``wavelength`` mm apart.

    Its lattice is anchored in space, so that part of a head gets the same noise as the whole head.
    """
    lattice = wavelength / 2.2
    count = int(np.ceil(2 * REACH / lattice)) + 4
    nodes = rng.standard_normal((count, count, count), dtype=np.float32)
    weights = []
    spans = []
    for dimension in (2, 1, 0):
        full = _spline_weights(grid.axis(dimension), -REACH - 1.5 * lattice, lattice, count)
        used = np.flatnonzero(full.any(axis=0))
        spans.append(slice(int(used[0]), int(used[-1]) + 1))
        weights.append(np.ascontiguousarray(full[:, spans[-1]]))
    wz, wy, wx = weights
    out = nodes[spans[0], spans[1], spans[2]] @ wx.T
    out = np.matmul(wy, out)
    # A cubic B-spline of white nodes has the SD 0.479 ** 1.5 on average over the cell, in three dimensions.
    wz = wz * np.float32(1 / 0.479**1.5)
    return np.asarray((wz @ out.reshape(out.shape[0], -1)).reshape(grid.shape), dtype=np.float32)


def smooth_min(a: F32, b: F32, k: float) -> F32:
    """Minimum with the edge between both rounded over about ``k`` mm (polynomial)."""
    blend = np.clip(k - np.abs(a - b), 0, None)
    return np.asarray(np.minimum(a, b) - blend * blend * np.float32(0.25 / k), dtype=np.float32)


def smooth_max(a: F32, b: F32, k: float) -> F32:
    """Maximum with the edge between both rounded over about ``k`` mm."""
    return -smooth_min(-a, -b, k)


def edge(distance: F32, width: float = 1.0) -> F32:
    """Return the share [0, 1] inside, from a signed distance in mm, over an edge of ``width`` mm."""
    share = distance * np.float32(-1 / width)
    share += np.float32(0.5)
    return np.asarray(np.clip(share, 0, 1), dtype=np.float32)


def step_up(value: F32, low: float, high: float) -> F32:
    """Smooth step from 0 at ``low`` to 1 at ``high``."""
    t = value - np.float32(low)
    t *= np.float32(1 / (high - low))
    np.clip(t, 0, 1, out=t)
    smooth = 3 - 2 * t
    smooth *= t
    smooth *= t
    return smooth


def bell(value: F32, width: float) -> F32:
    """Gaussian of SD ``width`` with the value 1 at 0."""
    return np.asarray(np.exp(value * value * np.float32(-0.5 / width**2)), dtype=np.float32)


def distance_scaled(field: F32, step: float, floor: float = 0.25) -> F32:
    """Return ``field / |grad field|``: near its zero a signed distance in mm."""
    total = np.full(field.shape, floor**2, dtype=np.float32)
    for axis in range(3):
        slope = np.asarray(np.gradient(field, step, axis=axis))
        total += slope * slope
    return np.asarray(field / np.sqrt(total), dtype=np.float32)


class Frame:
    """Head coordinates (x to the left, y to posterior, z up, mm) of every voxel of a coarse grid.

    The origin is the centre of the cranial cavity in the plane of the anterior and posterior commissure.
    """

    def __init__(self, grid: Grid, x: F32, y: F32, z: F32, place: NDArray[np.float64], shift: NDArray[np.float64]):
        """Keep the coordinates; ``place @ head + shift`` takes head coordinates (without warp) to LPS mm."""
        self.grid, self.x, self.y, self.z = grid, x, y, z
        self.place, self.shift = place, shift

    def slab(self, low: float, high: float) -> tuple[slice, Frame]:
        """Return the coarse planes that meet head z in [``low``, ``high``], and the frame cut to them."""
        met = np.flatnonzero((self.z.min(axis=(1, 2)) <= high) & (self.z.max(axis=(1, 2)) >= low))
        span = slice(int(met[0]), int(met[-1]) + 1) if len(met) else slice(0, 1)
        grid = self.grid
        origin = (grid.origin[0], grid.origin[1], grid.origin[2] + span.start * grid.step)
        part = Grid(origin, grid.step, (span.stop - span.start, grid.shape[1], grid.shape[2]))
        return span, Frame(part, self.x[span], self.y[span], self.z[span], self.place, self.shift)

    def to_lps(self, point: tuple[float, float, float]) -> NDArray[np.float64]:
        """LPS mm of a point in head coordinates, without the local warp."""
        return self.place @ np.asarray(point, dtype=np.float64) + self.shift

    def local(self, centre: tuple[float, float, float], reach: float) -> tuple[Box, F32, F32, F32] | None:
        """Index box around ``centre`` (head coordinates) and the head coordinates relative to it."""
        box = self.grid.box(self.to_lps(centre), reach)
        if box is None:
            return None
        return box, self.x[box] - centre[0], self.y[box] - centre[1], self.z[box] - centre[2]

    def empty(self) -> F32:
        """A signed distance field with nothing in it."""
        return np.full(self.grid.shape, 30, dtype=np.float32)

    def ellipsoid(
        self,
        target: F32,
        centre: tuple[float, float, float],
        radii: tuple[float, float, float],
        *,
        yaw: float = 0.0,
        pitch: float = 0.0,
        k: float = 0.0,
        margin: float = 12.0,
    ) -> None:
        """Unite an ellipsoid into ``target``; ``yaw`` turns it in the axial plane, ``pitch`` in the sagittal one.

        Distances follow Quilez' bound k0 (k0 - 1) / k1, exact to first order at the surface.
        """
        found = self.local(centre, max(radii) + margin)
        if found is None:
            return
        box, x, y, z = found
        if yaw:
            c, s = np.float32(np.cos(np.radians(yaw))), np.float32(np.sin(np.radians(yaw)))
            x, y = c * x + s * y, c * y - s * x
        if pitch:
            c, s = np.float32(np.cos(np.radians(pitch))), np.float32(np.sin(np.radians(pitch)))
            y, z = c * y + s * z, c * z - s * y
        x, y, z = x / np.float32(radii[0]), y / np.float32(radii[1]), z / np.float32(radii[2])
        k0 = np.sqrt(x * x + y * y + z * z)
        x, y, z = x / np.float32(radii[0]), y / np.float32(radii[1]), z / np.float32(radii[2])
        k1 = np.sqrt(x * x + y * y + z * z) + np.float32(1e-4)
        self._unite(target, box, k0 * (k0 - 1) / k1, k)

    def capsule(
        self,
        target: F32,
        nodes: list[tuple[float, float, float, float]],
        *,
        k: float = 0.0,
        flat: tuple[float, float, float] = (1.0, 1.0, 1.0),
        margin: float = 12.0,
    ) -> None:
        """Unite a chain of tapered tubes through ``nodes`` (x, y, z, radius); ``flat`` scales distances per axis."""
        for (x0, y0, z0, r0), (x1, y1, z1, r1) in pairwise(nodes):
            middle = ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)
            half = max(abs(x1 - x0), abs(y1 - y0), abs(z1 - z0)) / 2
            found = self.local(middle, half + max(r0, r1) * 1.5 + margin)
            if found is None:
                continue
            box, x, y, z = found
            bx, by, bz = x1 - x0, y1 - y0, z1 - z0
            length2 = bx * bx + by * by + bz * bz + 1e-6
            t = (x * np.float32(bx) + y * np.float32(by) + z * np.float32(bz)) * np.float32(1 / length2) + np.float32(
                0.5
            )
            t = np.clip(t, 0, 1)
            s = t - np.float32(0.5)
            dx, dy, dz = x - s * np.float32(bx), y - s * np.float32(by), z - s * np.float32(bz)
            if flat != (1.0, 1.0, 1.0):
                dx, dy, dz = dx * np.float32(flat[0]), dy * np.float32(flat[1]), dz * np.float32(flat[2])
            distance = np.sqrt(dx * dx + dy * dy + dz * dz) - (np.float32(r0) + t * np.float32(r1 - r0))
            self._unite(target, box, distance, k)

    @staticmethod
    def _unite(target: F32, box: Box, distance: F32, k: float) -> None:
        target[box] = smooth_min(target[box], distance, k) if k else np.minimum(target[box], distance)


class PlaneSampler:
    """Samples coarse fields on scan planes whose rows run along LPS x."""

    def __init__(self, grid: Grid, xs: NDArray[np.float64]) -> None:
        """Prepare the columns at LPS ``xs`` mm."""
        self._grid = grid
        index, fraction = _split(xs, grid.origin[0], grid.step, grid.shape[2])
        weights = np.zeros((grid.shape[2], len(xs)), dtype=np.float32)
        weights[index, np.arange(len(xs))] = 1 - fraction
        weights[index + 1, np.arange(len(xs))] += fraction
        self._weights = weights

    def touched(self, zs: NDArray[np.float64]) -> slice:
        """Coarse planes that sampling at LPS ``zs`` reads."""
        index, _ = _split(np.array([zs.min(), zs.max()]), self._grid.origin[2], self._grid.step, self._grid.shape[0])
        return slice(int(index[0]), int(index[1]) + 2)

    def __call__(self, fields: list[F32], ys: NDArray[np.float64], zs: NDArray[np.float64]) -> F32:
        """Trilinear values float32 [fields, rows, columns] of the rows at LPS (``ys``, ``zs``)."""
        grid = self._grid
        iy, fy = _split(ys, grid.origin[1], grid.step, grid.shape[1])
        iz, fz = _split(zs, grid.origin[2], grid.step, grid.shape[0])
        wy, wz = fy[:, None], fz[:, None]
        if np.ptp(zs) < 1e-9:
            # All rows lie between the same two coarse planes: widen to columns first, on the few coarse rows.
            first, count = int(iy.min()), int(iy.max() - iy.min()) + 2
            planes = np.empty((len(fields), count, grid.shape[2]), dtype=np.float32)
            for number, values in enumerate(fields):
                low = values[iz[0], first : first + count]
                np.subtract(values[iz[0] + 1, first : first + count], low, out=planes[number])
                planes[number] *= fz[0]
                planes[number] += low
            wide = planes @ self._weights
            out = np.empty((len(fields), len(ys), wide.shape[2]), dtype=np.float32)
            low = np.empty(out.shape[1:], dtype=np.float32)
            for number in range(len(fields)):
                np.take(wide[number], iy - first, axis=0, out=low)
                np.take(wide[number], iy - first + 1, axis=0, out=out[number])
                out[number] -= low
                out[number] *= wy
                out[number] += low
            return out
        rows = np.empty((len(fields), len(ys), grid.shape[2]), dtype=np.float32)
        for number, values in enumerate(fields):
            a, b = values[iz, iy], values[iz, iy + 1]
            c, d = values[iz + 1, iy], values[iz + 1, iy + 1]
            a += (b - a) * wy
            c += (d - c) * wy
            rows[number] = a + (c - a) * wz
        return np.asarray(rows @ self._weights, dtype=np.float32)


def _split(values: NDArray[np.float64], origin: float, step: float, count: int) -> tuple[NDArray[np.intp], F32]:
    position = (values - origin) / step
    index = np.clip(np.floor(position).astype(np.intp), 0, count - 2)
    return index, np.clip(position - index, 0, 1).astype(np.float32)
