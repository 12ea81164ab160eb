"""What looks like hemorrhage and is none: hard negatives, placed into a head without any label."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.special import expit

from inference.training.synthesis.blend import Crop, Grid, cover, host_noise, noise_field, paint
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.head import anatomy as find_anatomy
from inference.training.synthesis.intracranial import BONE_HU

Point = tuple[float, float, float]


def _pick(head: HeadAnatomy, found: NDArray[np.bool_], rng: np.random.Generator) -> Point | None:
    indices = np.flatnonzero(found)
    if len(indices) == 0:
        return None
    z, y, x = head.points[rng.choice(indices), :3]
    return float(z), float(y), float(x)


def _mirrored(head: HeadAnatomy, point: Point) -> Point:
    """The same place on the other side of the midline."""
    x0, slope = head.midline
    z, y, x = point
    distance = (x - x0 - slope * y) / (1 + slope**2)
    return z, y + 2 * distance * slope, x - 2 * distance


def _spot(
    hu: NDArray[np.int16], head: HeadAnatomy, at: Point, size_mm: float, level: float, rng: np.random.Generator,
    stretch: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> None:  # fmt: skip
    """A dense spot with an uneven edge and crumbs, painted in place."""
    grid = Grid.around(
        head, at, (max(5.0, 2 * size_mm * stretch[0]), 3 * size_mm * stretch[1] + 2, 3 * size_mm * stretch[2] + 2)
    )
    if 0 in grid.shape:
        return
    # Calcifications are followed over at least most of a slice; thinner ones would not be seen.
    tall = max(stretch[0], 2.2 / size_mm)
    stretch = (tall, *stretch[1:])
    field = np.sqrt((grid.z / tall) ** 2 + (grid.y / stretch[1]) ** 2 + (grid.x / stretch[2]) ** 2)
    field = field + 0.35 * size_mm * noise_field(grid.shape, head.spacing, max(1.2, 0.6 * size_mm), rng)
    volume = 4.19 * size_mm**3 * float(np.prod(stretch)) / 1000
    share, _ = cover(
        field.astype(np.float32), head.brain[grid.crop], head.brain[grid.crop], max(2, round(volume / head.voxel_ml))
    )
    _write(hu, head, grid.crop, paint(hu[grid.crop].astype(np.float32), share, level, host_noise(head, grid.crop, rng)))


def _write(hu: NDArray[np.int16], head: HeadAnatomy, crop: Crop, painted: NDArray[np.float32]) -> None:
    hu[crop] = np.where(head.brain[crop], np.rint(painted), hu[crop]).astype(np.int16)


def choroid(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Calcified choroid plexus in the trigones, mostly on both sides."""
    p = head.points
    side, below, back = np.abs(p[:, 4]) / head.scale, p[:, 5], p[:, 6]
    place = (side > 15) & (side < 32) & (below > 55) & (below < 76) & (back > 0.55) & (back < 0.74)
    at = _pick(head, place & head.in_ventricle, rng) or _pick(head, place, rng)
    if at is None:
        return
    level, size = rng.uniform(80, 260), rng.uniform(1.2, 3.5)
    _spot(hu, head, at, size, level, rng)
    if rng.random() < 0.75:
        _spot(hu, head, _mirrored(head, at), size * rng.uniform(0.6, 1.2), level * rng.uniform(0.7, 1.2), rng)


def pineal(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Calcified pineal gland or habenula, on the midline behind the third ventricle."""
    p = head.points
    place = (np.abs(p[:, 4]) < 4) & (p[:, 5] > 62) & (p[:, 5] < 80) & (p[:, 6] > 0.5) & (p[:, 6] < 0.64)
    at = _pick(head, place, rng)
    if at is not None:
        _spot(hu, head, at, rng.uniform(1.0, 3.2), rng.uniform(80, 300), rng)


def falx(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """A falx that is calcified in a plate, or dense over its whole length."""
    p = head.points
    at = _pick(head, (np.abs(p[:, 4]) < 3) & (p[:, 5] < 60) & (p[:, 5] > 8) & (p[:, 3] < 25), rng)
    if at is None:
        return
    dense = rng.random() < 0.5
    reach = rng.uniform(20, 70) if dense else rng.uniform(3, 15)
    grid = Grid.around(head, at, (rng.uniform(5, 40) if dense else 5.0, reach, 14.0))
    y = np.arange(grid.crop[1].start, grid.crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(grid.crop[2].start, grid.crop[2].stop, dtype=np.float32)[None, :]
    wobble = 0.8 * noise_field((1, y.shape[0], 1), head.spacing, 15.0, rng)
    sheet = np.abs(head.lateral(y, x)[None] + wobble) / rng.uniform(0.6, 1.6)
    share = np.exp(-(sheet**2)) * np.clip(1.5 * (1 - np.abs(grid.y) / reach), 0, 1) * np.ones_like(grid.z)
    share = share * (head.depth[grid.crop] < 40 * head.scale) * head.brain[grid.crop]
    level = rng.uniform(48, 66) if dense else rng.uniform(80, 260)
    local = hu[grid.crop].astype(np.float32)
    _write(hu, head, grid.crop, paint(local, share.astype(np.float32), level, host_noise(head, grid.crop, rng)))


def basal_ganglia(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Calcified globus pallidus, alike on both sides."""
    p = head.points
    side = np.abs(p[:, 4]) / head.scale
    place = (side > 14) & (side < 23) & (p[:, 5] > 60) & (p[:, 5] < 74) & (p[:, 6] > 0.38) & (p[:, 6] < 0.5)
    at = _pick(head, place & ~head.in_ventricle, rng)
    if at is None:
        return
    level, size, stretch = rng.uniform(48, 130), rng.uniform(1.2, 4.5), (1.0, rng.uniform(1, 1.8), 1.0)
    _spot(hu, head, at, size, level, rng, stretch)
    _spot(hu, head, _mirrored(head, at), size * rng.uniform(0.7, 1.2), level * rng.uniform(0.9, 1.1), rng, stretch)


def venous_sinus(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """A dense superior sagittal, straight or transverse sinus (high haematocrit, dehydration)."""
    p = head.points
    side = np.abs(p[:, 4])
    which = rng.integers(3)
    if which == 0:
        place = (side < 4) & (p[:, 3] < 5) & (p[:, 5] < 85) & (p[:, 6] > 0.9)
        reach, stretch = (rng.uniform(15, 45), 14.0, 14.0), (6.0, 1.0, 1.0)
    elif which == 1:
        place = (p[:, 3] < 4) & (p[:, 5] > 85) & (p[:, 5] < 105) & (p[:, 6] > 0.75) & (side > 8)
        reach, stretch = (10.0, 40.0, 40.0), (1.0, 4.0, 4.0)
    else:
        place = (side < 3) & (p[:, 5] > 68) & (p[:, 5] < 88) & (p[:, 6] > 0.68) & (p[:, 6] < 0.85)
        reach, stretch = (8.0, 28.0, 8.0), (1.2, 5.0, 0.7)
    at = _pick(head, place, rng)
    if at is None:
        return
    grid = Grid.around(head, at, reach)
    thick = rng.uniform(2.0, 4.5)
    tube = np.sqrt((grid.z / stretch[0]) ** 2 + (grid.y / stretch[1]) ** 2 + (grid.x / stretch[2]) ** 2) / thick
    if which == 2:
        share = expit(4 * (1 - tube))
    else:
        share = expit(4 * (1 - np.maximum(tube, head.depth[grid.crop].astype(np.float32) / (1.4 * thick))))
    local = hu[grid.crop].astype(np.float32)
    level = rng.uniform(54, 74)
    share = ndimage.gaussian_filter(share, (0, 0.6, 0.6)) * head.brain[grid.crop]
    _write(hu, head, grid.crop, paint(local, share.astype(np.float32), level, host_noise(head, grid.crop, rng)))


def vessel(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """A dense or calcified artery: a short line or dot in the basal cisterns or a Sylvian fissure."""
    p = head.points
    place = (
        (p[:, 5] > 72)
        & (p[:, 5] < 105)
        & (head.wet > 0.35)
        & (np.abs(p[:, 4]) < 40)
        & (p[:, 6] > 0.25)
        & (p[:, 6] < 0.6)
    )
    at = _pick(head, place, rng)
    if at is None:
        return
    along = np.exp(rng.uniform(0, 2.0))
    stretch = (0.9, 1.0, along) if rng.random() < 0.6 else (0.9, along, 1.0)
    _spot(
        hu,
        head,
        at,
        rng.uniform(0.8, 1.5),
        rng.uniform(50, 75) if rng.random() < 0.6 else rng.uniform(90, 250),
        rng,
        stretch,
    )


def beam_hardening(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Dark and bright bands between the petrous bones, across pons and cerebellum."""
    dz = head.spacing[0]
    low, high = (head.top - int(depth * head.scale / dz) for depth in (118, 88))
    y_mid = head.y_range[0] + rng.uniform(0.45, 0.62) * (head.y_range[1] - head.y_range[0])
    y = np.arange(hu.shape[1], dtype=np.float32)[:, None] - y_mid
    x = np.arange(hu.shape[2], dtype=np.float32)[None, :] - head.midline[0]
    for z in range(max(0, low), max(0, high) + 1):
        if not head.brain[z].any() or rng.random() < 0.25:
            continue
        bands = np.zeros(hu.shape[1:], np.float32)
        for _ in range(rng.integers(2, 6)):
            angle, offset = rng.normal(0, 0.22), rng.normal(0, 22)
            across = (np.cos(angle) * (y - offset) - np.sin(angle) * x) * head.spacing[1]
            width = rng.uniform(1.2, 5)
            bands += rng.choice((-1.0, 1.0), p=(0.6, 0.4)) * rng.uniform(5, 16) * np.exp(-((across / width) ** 2))
        centre = np.exp(-((x * head.spacing[2] / rng.uniform(25, 50)) ** 2))
        _add(hu, z, bands * centre)


def _add(hu: NDArray[np.int16], z: int, extra: NDArray[np.float32]) -> None:
    """Add to soft tissue of one slice; bone and air, which are clipped in the stacks, stay."""
    soft = (hu[z] > -200) & (hu[z] < BONE_HU)
    hu[z] = np.where(soft, np.rint(hu[z] + extra), hu[z]).astype(np.int16)


def motion(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Some slices with streaks and a faint second outline of the skull."""
    filled = np.flatnonzero(head.brain.any(axis=(1, 2)))
    first = int(rng.choice(filled))
    y, x = np.mgrid[: hu.shape[1], : hu.shape[2]].astype(np.float32)
    for z in range(first, min(len(hu), first + int(rng.integers(1, 5)))):
        angle = rng.uniform(0, np.pi)
        profile = ndimage.gaussian_filter1d(rng.standard_normal(1600, np.float32), rng.uniform(2, 9))
        profile /= profile.std()
        along = np.cos(angle) * x + np.sin(angle) * y
        across = -np.sin(angle) * x + np.cos(angle) * y
        stripes = profile[(along + 800).astype(int) % 1600] * np.exp(-(((across - across.mean()) / 200) ** 2))
        dy, dx = rng.integers(-5, 6, 2)
        clipped = np.clip(hu[z], -100, 300).astype(np.float32)
        ghost = np.roll(clipped, (int(dy), int(dx)), (0, 1)) - clipped
        _add(hu, z, rng.uniform(1.5, 6) * stripes + rng.uniform(0.02, 0.12) * ghost)


def clip(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """A surgical clip, coil or electrode: metal with dark and bright rays in its slices."""
    p = head.points
    at = _pick(head, (p[:, 5] > 20) & (p[:, 5] < 100), rng)
    if at is None:
        return
    z0, y0, x0 = at
    y = ((np.arange(hu.shape[1]) - y0) * head.spacing[1]).astype(np.float32)[:, None]
    x = ((np.arange(hu.shape[2]) - x0) * head.spacing[2]).astype(np.float32)[None, :]
    radius, angle = np.hypot(y, x), np.arctan2(y, x)
    size = rng.uniform(1.0, 4.0)
    for z in range(int(z0), min(len(hu), int(z0) + int(rng.integers(1, 3)))):
        rays = np.zeros(hu.shape[1:], np.float32)
        for _ in range(int(rng.integers(4, 16))):
            off = (angle - np.float32(rng.uniform(-np.pi, np.pi)) + np.pi) % np.float32(2 * np.pi) - np.float32(np.pi)
            rays += rng.choice((-1.0, 1.0)) * rng.uniform(10, 60) * np.exp(-((off / rng.uniform(0.02, 0.12)) ** 2))
        _add(
            hu,
            z,
            (rays * np.minimum(1.0, 6 * size / np.maximum(radius, 1.0)) * np.exp(-radius / 45)).astype(np.float32),
        )
        oval = np.hypot(y * rng.uniform(0.6, 1.6), x)
        hu[z] = np.where((oval < size) & head.brain[z], 800, hu[z])


def thick_dura(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Dura and partial volume of the inner table: an even dense line two or three pixels wide along the bone."""
    p = head.points
    at = _pick(head, (p[:, 3] < 4) & (p[:, 5] < 95), rng)
    if at is None:
        return
    reach = rng.uniform(25, 80)
    grid = Grid.around(head, at, (rng.uniform(10, 50), reach, reach))
    width = rng.uniform(1.0, 2.2)
    near = np.clip(1.6 - np.sqrt(grid.x**2 + grid.y**2) / reach * 1.4, 0, 1)
    share = near * expit((width - head.depth[grid.crop].astype(np.float32)) / 0.25) * head.brain[grid.crop]
    local = hu[grid.crop].astype(np.float32)
    _write(
        hu,
        head,
        grid.crop,
        paint(local, share.astype(np.float32), rng.uniform(44, 60), host_noise(head, grid.crop, rng)),
    )


def fracture(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """A thin dark line through the skull over some slices, at times with a swollen scalp, and no blood inside."""
    p = head.points
    at = _pick(head, (p[:, 3] < 3) & (p[:, 5] > 10) & (p[:, 5] < 90), rng)
    if at is None:
        return
    z0, y0, x0 = (round(v) for v in at)
    cy, cx = (
        (head.y_range[0] + head.y_range[1]) / 2,
        head.midline[0] + head.midline[1] * (head.y_range[0] + head.y_range[1]) / 2,
    )
    outward = np.arctan2(y0 - cy, x0 - cx)
    lean, drift, gap = rng.normal(0, 0.5), rng.normal(0, 4), rng.uniform(0.5, 1.6)
    y, x = np.mgrid[: hu.shape[1], : hu.shape[2]].astype(np.float32)
    for step, z in enumerate(range(z0, min(head.top + 1, z0 + int(rng.integers(2, 9))))):
        angle = outward + lean
        shift = step * drift
        v = -(x - x0) * np.sin(angle) + (y - y0) * np.cos(angle) - shift
        near = np.hypot(y - y0, x - x0) < 28 + abs(shift)
        line = np.exp(-((v * head.spacing[1] / gap) ** 2)) * near
        bone = hu[z] >= BONE_HU
        level = rng.uniform(20, 70)
        hu[z] = np.where(bone & (line > 0.3), np.rint(hu[z] * (1 - line) + level * line), hu[z]).astype(np.int16)


def grey_white(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> None:
    """Brain that is darker or lighter than usual as a whole (oedema, infant, dense blood), or in one territory."""
    field = noise_field(hu.shape, head.spacing, rng.uniform(30, 90), rng)
    shift = rng.uniform(-8, 4) * np.clip(field + rng.uniform(-0.5, 1.0), 0, 1)
    soft = head.brain & (hu < 60) & (hu > -5)
    hu[soft] = np.rint(hu[soft] + (shift * (1 - head.csf.astype(np.float32)))[soft]).astype(np.int16)


MIMICS: dict[str, tuple[float, Callable[[NDArray[np.int16], HeadAnatomy, np.random.Generator], None]]] = {
    "choroid": (1.2, choroid),
    "pineal": (0.8, pineal),
    "falx": (1.2, falx),
    "basal ganglia": (1.0, basal_ganglia),
    "venous sinus": (1.2, venous_sinus),
    "vessel": (1.0, vessel),
    "beam hardening": (1.2, beam_hardening),
    "motion": (0.6, motion),
    "clip": (0.5, clip),
    "thick dura": (1.4, thick_dura),
    "fracture": (0.9, fracture),
    "grey and white": (0.6, grey_white),
}


def mimic(
    hu: NDArray[np.int16],
    spacing: tuple[float, float, float],
    rng: np.random.Generator,
    anatomy: HeadAnatomy | None = None,
    names: tuple[str, ...] | None = None,
) -> NDArray[np.int16]:
    """A copy of a stack with mimics of hemorrhage in it.

    Args:
        hu: int16 [Z, Y, X] in HU, slices inferior to superior, rows anterior to posterior; not changed.
        spacing: (dz, dy, dx) in mm.
        rng: the source of all chance.
        anatomy: what :func:`anatomy` found in this head, to save its time.
        names: keys of :data:`MIMICS`; None draws one to three.

    Returns:
        HU int16 [Z, Y, X].

    Raises:
        KeyError: an unknown name.
    """
    head = anatomy if anatomy is not None else find_anatomy(hu, spacing)
    out = hu.copy()
    if names is None:
        weights = np.array([weight for weight, _ in MIMICS.values()])
        count = min(1 + rng.binomial(2, 0.4), len(MIMICS))
        names = tuple(str(n) for n in rng.choice(list(MIMICS), count, replace=False, p=weights / weights.sum()))
    for name in names:
        MIMICS[name][1](out, head, rng)
    return out
