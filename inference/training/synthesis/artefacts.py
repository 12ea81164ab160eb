"""What the scanner adds that looks like hemorrhage: beam hardening, motion, metal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.intracranial import BONE_HU
from inference.training.synthesis.sites import pick


def beam_hardening(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> slice | None:
    """Dark and bright bands between the petrous bones, across pons and cerebellum."""
    dz = head.spacing[0]
    low, high = (head.top - int(depth * head.scale / dz) for depth in (118, 88))
    y_mid = head.y_range[0] + rng.uniform(0.45, 0.62) * (head.y_range[1] - head.y_range[0])
    rows, columns = head.box[1:]
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - np.float32(y_mid)
    x = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] - np.float32(head.midline[0])
    touched = []
    for z in range(max(0, low), max(0, high) + 1):
        if not head.brain[z].any() or rng.random() < 0.25:
            continue
        bands = np.zeros((y.size, x.size), np.float32)
        for _ in range(rng.integers(2, 6)):
            angle, offset = rng.normal(0, 0.22), rng.normal(0, 22)
            scale = head.spacing[1] / rng.uniform(1.2, 5)
            across = (
                np.float32(np.cos(angle) * scale) * (y - np.float32(offset)) - np.float32(np.sin(angle) * scale) * x
            )
            strength = rng.choice((-1.0, 1.0), p=(0.6, 0.4)) * rng.uniform(5, 16)
            bands += np.float32(strength) * np.exp(-(across**2))
        centre = np.exp(-((x * np.float32(head.spacing[2] / rng.uniform(25, 50))) ** 2))
        _add(hu[z, rows, columns], bands * centre)
        touched.append(z)
    return slice(touched[0], touched[-1] + 1) if touched else None


def _add(plane: NDArray[np.int16], extra: NDArray[np.float32]) -> None:
    """Add to the soft tissue of a plane, in place; bone and air, which are clipped in the stacks, stay."""
    soft = (plane > -200) & (plane < BONE_HU)
    plane += np.where(soft, np.rint(extra), 0).astype(np.int16)


def motion(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> slice | None:
    """Some slices with streaks and a faint second outline of the skull; every other one beside the temporal bones."""
    filled = np.flatnonzero(head.brain.any(axis=(1, 2)))
    base = filled[(filled < head.top - 70 * head.scale / head.spacing[0])]
    first = int(rng.choice(base if len(base) and rng.random() < 0.5 else filled))
    last = min(len(hu), first + int(rng.integers(1, 5)))
    y, x = (np.arange(n, dtype=np.float32) for n in hu.shape[1:])
    y = y[:, None]
    for z in range(first, last):
        angle = rng.uniform(0, np.pi)
        profile = ndimage.gaussian_filter1d(rng.standard_normal(1600, np.float32), rng.uniform(2, 9))
        profile /= profile.std()
        along = np.cos(angle).astype(np.float32) * x + np.sin(angle).astype(np.float32) * y
        across = np.cos(angle).astype(np.float32) * y - np.sin(angle).astype(np.float32) * x
        stripes = profile[(along + 800).astype(np.int32) % 1600] * np.exp(-(((across - across.mean()) / 200) ** 2))
        dy, dx = rng.integers(-7, 8, 2)
        clipped = np.clip(hu[z], -100, 500).astype(np.float32)
        ghost = np.roll(clipped, (int(dy), int(dx)), (0, 1)) - clipped
        _add(hu[z], np.float32(rng.uniform(1.5, 6)) * stripes + np.float32(rng.uniform(0.02, 0.11)) * ghost)
    return slice(first, last)


def clip(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> slice | None:
    """A surgical clip, coil or electrode: metal with dark and bright rays in its slices."""
    p = head.points
    at = pick(head, (p[:, 5] > 20) & (p[:, 5] < 100), rng)
    if at is None:
        return None
    z0, y0, x0 = at
    rows, columns = head.box[1:]
    y = ((np.arange(rows.start, rows.stop) - y0) * head.spacing[1]).astype(np.float32)[:, None]
    x = ((np.arange(columns.start, columns.stop) - x0) * head.spacing[2]).astype(np.float32)[None, :]
    radius, angle = np.hypot(y, x), np.arctan2(y, x)
    size = np.float32(rng.uniform(1.0, 4.0))
    fading = np.minimum(1, 6 * size / np.maximum(radius, 1)) * np.exp(radius * np.float32(-1 / 45))
    last = min(len(hu), int(z0) + int(rng.integers(1, 3)))
    for z in range(int(z0), last):
        rays = np.zeros(angle.shape, np.float32)
        for _ in range(int(rng.integers(4, 16))):
            off = angle - np.float32(rng.uniform(-np.pi, np.pi))
            off -= np.float32(2 * np.pi) * np.rint(off * np.float32(0.5 / np.pi))
            # Thin rays, and at times the brighter brain between two dark ones.
            width = rng.uniform(0.02, 0.12) if rng.random() < 0.75 else rng.uniform(0.12, 0.35)
            near = np.abs(off) < 3 * width
            rays[near] += np.float32(rng.choice((-1.0, 1.0)) * rng.uniform(10, 60)) * np.exp(
                -((off[near] / np.float32(width)) ** 2)
            )
        local = hu[z, rows, columns]
        _add(local, rays * fading)
        oval = np.hypot(y * np.float32(rng.uniform(0.6, 1.6)), x)
        local[(oval < size) & head.brain[z, rows, columns]] = 800
    return slice(int(z0), last)
