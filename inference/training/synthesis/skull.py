"""Changes of the skull and the scalp: fractures, and what an operation leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from inference.training.synthesis.blend import Crop, host_noise, noise_field, paint
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.intracranial import BONE_HU
from inference.training.synthesis.sites import pick

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Flap:
    """What an operation left around the voxel ``centre`` (z, y, x) on the inner table.

    Attributes:
        opened_mm: radius of the opening in the skull.
        radius_mm: how far from the centre something may gather beneath it.
    """

    centre: Point
    opened_mm: float
    radius_mm: float

    def slices(self, head: HeadAnatomy) -> slice:
        """The slices with brain that it lies on."""
        reach = (self.opened_mm + 3) / head.spacing[0]
        low, high = int(np.ceil(self.centre[0] - reach)), int(self.centre[0] + reach) + 1
        return slice(max(head.box[0].start, low), max(min(head.box[0].stop, high), head.box[0].start + 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """A crop around a point, the bone and scalp included, with the mm to the point along each axis."""

    crop: Crop
    z: NDArray[np.float32]
    y: NDArray[np.float32]
    x: NDArray[np.float32]

    @classmethod
    def of(cls, shape: tuple[int, ...], head: HeadAnatomy, at: Point, reach_mm: float) -> _Around:
        spans = [
            slice(max(0, int(p - reach_mm / s)), min(n, int(p + reach_mm / s) + 2))
            for p, s, n in zip(at, head.spacing, shape, strict=True)
        ]
        z, y, x = (
            (np.arange(span.start, span.stop, dtype=np.float32) - np.float32(p)) * np.float32(s)
            for span, p, s in zip(spans, at, head.spacing, strict=True)
        )
        return cls((spans[0], spans[1], spans[2]), z[:, None, None], y[None, :, None], x[None, None, :])

    @property
    def distance(self) -> NDArray[np.float32]:
        """mm to the point, [Z, Y, X]."""
        away: NDArray[np.float32] = np.sqrt(self.z**2 + self.y**2 + self.x**2)
        return away


def fracture(
    hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator, at: Point | None = None
) -> slice | None:
    """A thin dark line through the skull over some slices, at ``at`` (z, y, x) or anywhere."""
    p = head.points
    at = pick(head, (p[:, 3] < 3) & (p[:, 5] > 10) & (p[:, 5] < 90), rng) if at is None else at
    if at is None:
        return None
    z0, y0, x0 = (round(v) for v in at)
    middle = (head.y_range[0] + head.y_range[1]) / 2
    outward = np.arctan2(y0 - middle, x0 - head.midline[0] - head.midline[1] * middle)
    lean, drift, gap = rng.normal(0, 0.5), rng.normal(0, 4), rng.uniform(0.5, 1.6)
    angle, last = outward + lean, min(head.top + 1, z0 + int(rng.integers(2, 9)))
    for step, z in enumerate(range(z0, last)):
        shift = step * drift
        reach = int(28 + abs(shift))
        rows, columns = (slice(max(0, v - reach), v + reach + 1) for v in (y0, x0))
        local = hu[z, rows, columns]
        y, x = (
            np.arange(s.start, s.start + n, dtype=np.float32) for s, n in zip((rows, columns), local.shape, strict=True)
        )
        y, x = y[:, None] - y0, x[None] - x0
        across = -x * np.sin(angle) + y * np.cos(angle) - shift
        line = np.exp(-((across * head.spacing[1] / gap) ** 2)) * (np.hypot(y, x) < reach)
        level = rng.uniform(20, 70)
        cut = (local >= BONE_HU) & (line > 0.3)
        local[cut] = np.rint(local * (1 - line) + level * line).astype(np.int16)[cut]
    return slice(z0, max(last, z0 + 1))


def swell(hu: NDArray[np.int16], head: HeadAnatomy, at: Point, reach_mm: float, rng: np.random.Generator) -> None:
    """Blood and water in the fat of the scalp over ``at``, in place."""
    around = _Around.of(hu.shape, head, at, reach_mm)
    local = hu[around.crop]
    fat = (local > -200) & (local < 5) & ~head.brain[around.crop] & (around.distance < reach_mm)
    level = rng.uniform(28, 55) + rng.normal(0, 5, local.shape)
    local[fat] = np.rint(level[fat]).astype(np.int16)


def operate(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Flap | None:
    """A craniotomy, a craniectomy or a burr hole with what it leaves, without new blood; None where there is no room.

    The bone flap lies between two gaps on each slice; beneath it dura is thick, and there may be air and thin fluid.
    """
    p = head.points
    side = np.abs(p[:, 4]) / head.scale
    at = pick(head, (p[:, 3] < 3) & (p[:, 5] > 15) & (p[:, 5] < 80) & (p[:, 7] < 12) & (side > 18), rng)
    if at is None:
        return None
    kind = rng.choice(("flap", "removed", "burr hole"), p=(0.65, 0.17, 0.18))
    radius = rng.uniform(5, 9) if kind == "burr hole" else rng.uniform(20, 42)
    around = _Around.of(hu.shape, head, at, radius + 16)
    local, far = hu[around.crop], around.distance
    far = far + 0.06 * radius * noise_field(far.shape, head.spacing, max(15.0, 0.7 * radius), rng)
    inside = head.brain[around.crop]
    bone = (local >= BONE_HU) & ~inside
    gone = np.abs(far - radius) < rng.uniform(0.9, 2.2) if kind == "flap" else far < radius
    cut = bone & gone
    local[cut] = np.rint(rng.uniform(5, 50) + rng.normal(0, 5, int(cut.sum()))).astype(np.int16)
    if kind == "flap":
        _plates(local, cut, bone & ~gone, around, rng)
    if rng.random() < 0.7:
        swell(hu, head, at, radius + 8, rng)
    # Dura and scar along the opening, and fluid of the density of CSF or a little more.
    depth = head.depth[around.crop].astype(np.float32)
    level, thick = (rng.uniform(42, 58), rng.uniform(0.8, 2.4)) if rng.random() < 0.65 else (rng.uniform(8, 28), 4.0)
    share = expit((np.float32(thick) - depth) * 3) * np.clip((radius - far) / 5, 0, 1) * inside
    painted = paint(local.astype(np.float32), share.astype(np.float32), level, host_noise(head, around.crop, rng))
    local[inside] = np.rint(painted[inside]).astype(np.int16)
    if rng.random() < 0.5:
        _air(local, inside & (depth < 7) & (far < radius), around, rng)
    # A subdural hematoma is drained through a small hole and reaches far beyond it.
    return Flap(at, float(radius), float(radius if kind != "burr hole" else rng.uniform(24, 42)))


def _plates(
    local: NDArray[np.int16], cut: NDArray[np.bool_], bone: NDArray[np.bool_], around: _Around, rng: np.random.Generator
) -> None:
    """Small metal plates over the gap, on two to four places."""
    gap = np.argwhere(cut)
    if len(gap) == 0:
        return
    level = int(local[bone].max()) if bone.any() else BONE_HU
    for z, y, x in gap[rng.integers(len(gap), size=rng.integers(2, 5))]:
        away = (around.y[0, :] - around.y[0, y]) ** 2 + (around.x[0] - around.x[0, 0, x]) ** 2
        local[z][(away < rng.uniform(1, 2.5) ** 2) & cut[z]] = level


def _air(local: NDArray[np.int16], where: NDArray[np.bool_], around: _Around, rng: np.random.Generator) -> None:
    """Bubbles beneath the opening. The CT-ICH pictures show enclosed air as -20 HU, scanners as -900."""
    places = np.argwhere(where)
    if len(places) == 0:
        return
    level = -20 if rng.random() < 0.5 else -850
    for z, y, x in places[rng.integers(len(places), size=rng.integers(1, 6))]:
        away = (around.y[0, :] - around.y[0, y]) ** 2 + (around.x[0] - around.x[0, 0, x]) ** 2
        local[z][(away < rng.uniform(0.8, 3.5) ** 2) & where[z]] = level
