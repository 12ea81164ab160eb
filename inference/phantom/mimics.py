"""Cuts through the skull: fracture and craniotomy. Other mimics are switches of anatomy and composition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.phantom.fields import F32, Frame, smooth_noise, stream
from inference.phantom.spec import PhantomSpec


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A gap in the calvarium.

    Attributes:
        sheet: signed distance to the middle of the gap, mm, on the coarse grid.
        extent: signed extent of the gap along itself, mm (negative where it is).
        half_width: half of its width in mm.
        lucency: share of bone that is missing in it, [0, 1].
    """

    sheet: F32
    extent: F32
    half_width: float
    lucency: float


def cut_of(spec: PhantomSpec, head: Frame) -> Cut | None:
    """Return the fracture or the craniotomy of ``spec``; None without either (the craniotomy wins)."""
    if "postoperative" in spec.mimics:
        side = clip_side(spec)
        dx, dy, dz = head.x - np.float32(58 * side), head.y + 22, head.z - 8
        ring = np.sqrt(dx * dx * 0.6 + dy * dy + dz * dz) - 29
        extent = np.where(np.float32(side) * head.x > 20, ring - 6, np.float32(20))
        return Cut(ring.astype(np.float32), extent.astype(np.float32), 1.6, 1.0)
    if "fracture" in spec.mimics:
        rng = stream(spec.seed, "fracture")
        side = float(rng.choice([-1.0, 1.0]))
        centre = np.array([62 * side, rng.uniform(-5, 40), rng.uniform(5, 35)])
        angle = rng.uniform(-0.6, 0.6)
        dx, dy, dz = head.x - np.float32(centre[0]), head.y - np.float32(centre[1]), head.z - np.float32(centre[2])
        sheet = np.float32(np.cos(angle)) * dy + np.float32(np.sin(angle)) * dz
        sheet = sheet + 1.2 * smooth_noise(rng, head.grid, 15.0)
        extent = np.sqrt(dx * dx + dy * dy + dz * dz) - 34
        return Cut(sheet.astype(np.float32), extent.astype(np.float32), 0.75, 1.0)
    return None


def clip_side(spec: PhantomSpec) -> float:
    """Side of an operation: +1 left, -1 right."""
    return float(stream(spec.seed, "operation").choice([-1.0, 1.0]))


def clip_position(spec: PhantomSpec, head: Frame) -> tuple[float, float, float]:
    """LPS mm of the aneurysm clip of a ``postoperative`` patient, at the division of the middle cerebral artery."""
    point = head.to_lps((36 * clip_side(spec), -26, -9))
    return float(point[0]), float(point[1]), float(point[2])
