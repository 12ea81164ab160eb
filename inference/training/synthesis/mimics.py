"""What looks like hemorrhage and is none: hard negatives, placed into a head without any label."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.special import expit

from inference.training.synthesis.artefacts import beam_hardening, clip, motion
from inference.training.synthesis.blend import Crop, Grid, cover, host_noise, noise_field, paint
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.head import anatomy as find_anatomy
from inference.training.synthesis.sites import pick
from inference.training.synthesis.skull import fracture, operate

Point = tuple[float, float, float]
Span = slice | None


def _mirrored(head: HeadAnatomy, point: Point) -> Point:
    """The same place on the other side of the midline."""
    x0, slope = head.midline
    z, y, x = point
    distance = (x - x0 - slope * y) / (1 + slope**2)
    return z, y + 2 * distance * slope, x - 2 * distance


def _spot(
    hu: NDArray[np.int16], head: HeadAnatomy, at: Point, size_mm: float, level: float, rng: np.random.Generator,
    stretch: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Span:  # fmt: skip
    """A dense spot with an uneven edge and crumbs, painted in place."""
    grid = Grid.around(
        head, at, (max(5.0, 2 * size_mm * stretch[0]), 3 * size_mm * stretch[1] + 2, 3 * size_mm * stretch[2] + 2)
    )
    if 0 in grid.shape:
        return None
    # Calcifications are followed over at least most of a slice; thinner ones would not be seen.
    tall = max(stretch[0], 2.2 / size_mm)
    stretch = (tall, *stretch[1:])
    field = np.sqrt((grid.z / tall) ** 2 + (grid.y / stretch[1]) ** 2 + (grid.x / stretch[2]) ** 2)
    field = field + 0.35 * size_mm * noise_field(grid.shape, head.spacing, max(1.2, 0.6 * size_mm), rng)
    volume = 4.19 * size_mm**3 * float(np.prod(stretch)) / 1000
    share, _ = cover(
        field.astype(np.float32), head.brain[grid.crop], head.brain[grid.crop], max(2, round(volume / head.voxel_ml)),
        head.edge,
    )  # fmt: skip
    return _write(hu, head, grid.crop, share, level, rng)


def _write(
    hu: NDArray[np.int16], head: HeadAnatomy, crop: Crop, share: NDArray[np.float32], level: float,
    rng: np.random.Generator,
) -> Span:  # fmt: skip
    """Paint ``level`` HU into a crop by its ``share``; returns the slices where it is seen."""
    seen = np.flatnonzero(share.max(axis=(1, 2)) > 0.3)
    if len(seen) == 0:
        return None
    inner = slice(max(0, int(seen[0]) - 1), int(seen[-1]) + 2)
    crop, share = (
        (slice(crop[0].start + inner.start, min(crop[0].start + inner.stop, crop[0].stop)), *crop[1:]),
        share[inner],
    )
    local = hu[crop].astype(np.float32)
    painted = paint(local, share.astype(np.float32), level, host_noise(head, crop, rng))
    hu[crop] = np.where(head.brain[crop] & (local > -200), np.rint(painted), local).astype(np.int16)
    start = crop[0].start - inner.start
    return slice(start + int(seen[0]), start + int(seen[-1]) + 1)


def _both(*spans: Span) -> Span:
    """From the first slice of any to the last."""
    found = [span for span in spans if span is not None]
    return slice(min(s.start for s in found), max(s.stop for s in found)) if found else None


def _calcium(rng: np.random.Generator) -> float:
    """HU of a calcification: mostly averaged with brain to what blood has, or a little more."""
    return float(rng.uniform(58, 130) if rng.random() < 0.7 else rng.uniform(130, 400))


def choroid(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Calcified choroid plexus in the trigones, mostly on both sides."""
    p = head.points
    side, below, back = np.abs(p[:, 4]) / head.scale, p[:, 5], p[:, 6]
    place = (side > 15) & (side < 32) & (below > 55) & (below < 76) & (back > 0.55) & (back < 0.74)
    at = pick(head, place & head.in_ventricle, rng) or pick(head, place, rng)
    if at is None:
        return None
    level, size = _calcium(rng), rng.uniform(1.2, 3.5)
    one = _spot(hu, head, at, size, level, rng)
    if rng.random() > 0.75:
        return one
    return _both(
        one, _spot(hu, head, _mirrored(head, at), size * rng.uniform(0.6, 1.2), level * rng.uniform(0.7, 1.2), rng)
    )


def pineal(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Calcified pineal gland or habenula, on the midline behind the third ventricle."""
    p = head.points
    place = (np.abs(p[:, 4]) < 4) & (p[:, 5] > 62) & (p[:, 5] < 80) & (p[:, 6] > 0.5) & (p[:, 6] < 0.64)
    at = pick(head, place, rng)
    return None if at is None else _spot(hu, head, at, rng.uniform(1.0, 3.2), _calcium(rng), rng)


def falx(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """A falx that is calcified in a plate, dense over its whole length, or cut along its sheet at the vertex."""
    p, kind = head.points, rng.random()
    vertex, dense = kind < 0.4, kind > 0.7
    lowest = 32 if vertex else 60
    at = pick(head, (np.abs(p[:, 4]) < 3) & (p[:, 5] < lowest) & (p[:, 5] > 2) & (p[:, 3] < 25), rng)
    if at is None:
        return None
    if vertex:  # averaged with brain over the slice, it is wide and soft
        reach, tall, width = rng.uniform(6, 45), rng.uniform(4, 14), rng.uniform(0.8, 3.5)
        level = rng.uniform(52, 100)
    elif dense:
        reach, tall, width, level = rng.uniform(20, 70), rng.uniform(5, 40), rng.uniform(0.6, 1.6), rng.uniform(48, 66)
    else:
        reach, tall, width, level = rng.uniform(3, 15), rng.uniform(3, 10), rng.uniform(0.6, 2.4), _calcium(rng)
    grid = Grid.around(head, at, (tall, reach, 14.0))
    y = np.arange(grid.crop[1].start, grid.crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(grid.crop[2].start, grid.crop[2].stop, dtype=np.float32)[None, :]
    wobble = 0.8 * noise_field((1, y.shape[0], 1), head.spacing, 15.0, rng)
    lumps = 1 + 0.35 * noise_field((1, y.shape[0], 1), head.spacing, 6.0, rng)
    sheet = np.abs(head.lateral(y, x)[None] + wobble) / (width * np.clip(lumps, 0.3, 2))
    share = np.exp(-(sheet**2)) * np.clip(1.5 * (1 - np.abs(grid.y) / reach), 0, 1)
    share = share * np.clip(1.6 * (1 - np.abs(grid.z) / (tall + 5)), 0, 1)
    share = share * (head.depth[grid.crop] < 40 * head.scale) * head.brain[grid.crop]
    return _write(hu, head, grid.crop, share.astype(np.float32), level, rng)


def basal_ganglia(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Calcified globus pallidus, alike on both sides, in one or some spots."""
    p = head.points
    side = np.abs(p[:, 4]) / head.scale
    place = (side > 14) & (side < 24) & (p[:, 5] > 58) & (p[:, 5] < 76) & (p[:, 6] > 0.38) & (p[:, 6] < 0.52)
    return _paired(hu, head, place & ~head.in_ventricle, rng)


def cerebellar_nuclei(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Calcified dentate nuclei, alike on both sides of the fourth ventricle."""
    p = head.points
    side = np.abs(p[:, 4]) / head.scale
    place = (side > 10) & (side < 25) & (p[:, 5] > 98) & (p[:, 5] < 120) & (p[:, 6] > 0.64) & (p[:, 6] < 0.82)
    return _paired(hu, head, place & ~head.in_ventricle & (p[:, 3] > 8), rng)


def _paired(hu: NDArray[np.int16], head: HeadAnatomy, place: NDArray[np.bool_], rng: np.random.Generator) -> Span:
    """Calcified nuclei: one to three spots at one of the points ``place`` [N], and mostly the same opposite."""
    at = pick(head, place, rng)
    if at is None:
        return None
    level, size = rng.uniform(50, 130), rng.uniform(1.2, 4.5)
    spans = []
    for _ in range(1 + rng.binomial(2, 0.3)):
        near = (at[0], at[1] + rng.normal(0, 1.2 * size) / head.spacing[1], at[2] + rng.normal(0, 0.5 * size))
        stretch = (1.0, rng.uniform(1, 1.8), 1.0)
        spans.append(_spot(hu, head, near, size, level, rng, stretch))
        if rng.random() < 0.85:
            other = size * rng.uniform(0.6, 1.2)
            spans.append(_spot(hu, head, _mirrored(head, near), other, level * rng.uniform(0.85, 1.1), rng, stretch))
    return _both(*spans)


def venous_sinus(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Dense superior sagittal, straight or transverse sinus or torcula (high haematocrit, dehydration)."""
    level = rng.uniform(54, 78)
    names = ("sagittal", "straight", "transverse", "torcula")
    drawn = rng.choice(names, 1 + int(rng.random() < 0.4), replace=False, p=(0.2, 0.32, 0.28, 0.2))
    return _both(*(_sinus(hu, head, str(name), level, rng) for name in drawn))


def _sinus(hu: NDArray[np.int16], head: HeadAnatomy, name: str, level: float, rng: np.random.Generator) -> Span:
    p = head.points
    side, depth, below, back = np.abs(p[:, 4]), p[:, 3], p[:, 5], p[:, 6]
    match name:
        case "sagittal":
            place = (side < 4) & (depth < 5) & (below < 85) & (back > 0.9)
            reach, stretch = (rng.uniform(15, 45), 14.0, 14.0), (6.0, 1.0, 1.0)
        case "transverse":
            place = (depth < 4) & (below > 85) & (below < 105) & (back > 0.75) & (side > 8)
            reach, stretch = (10.0, 40.0, 40.0), (1.0, 4.0, 4.0)
        case "torcula":
            place = (side < 8) & (depth < 6) & (below > 76) & (below < 104) & (back > 0.9)
            reach, stretch = (10.0, 20.0, 24.0), (1.3, 1.2, 2.2)
        case _:
            place = (side < 3) & (below > 62) & (below < 92) & (back > 0.64) & (back < 0.9)
            reach, stretch = (10.0, 30.0, 9.0), (1.4, rng.uniform(2, 6), 0.8)
    at = pick(head, place, rng)
    if at is None:
        return None
    grid = Grid.around(head, at, reach)
    thick = rng.uniform(2.0, 4.5)
    rise = grid.z
    if name == "straight":
        # It falls backwards: a slice cuts it as a line, its neighbours as what comes before and after.
        rise = grid.z + np.float32(rng.uniform(0.2, 0.7)) * grid.y
    tube = np.sqrt((rise / stretch[0]) ** 2 + (grid.y / stretch[1]) ** 2 + (grid.x / stretch[2]) ** 2) / thick
    if name != "straight":
        tube = np.maximum(tube, head.depth[grid.crop].astype(np.float32) / np.float32(1.4 * thick))
    share = ndimage.gaussian_filter(expit(4 * (1 - tube)), (0, 0.6, 0.6)) * head.brain[grid.crop]
    return _write(hu, head, grid.crop, share.astype(np.float32), level, rng)


def tentorium(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """A dense or calcified leaf of the tentorium: one arm of a V, or both, thin and even."""
    p = head.points
    side = np.abs(p[:, 4]) / head.scale
    near = np.abs(p[:, 5] - 82 - 0.35 * side) < 6
    at = pick(head, near & (side > 5) & (side < 40) & (p[:, 6] > 0.55) & (p[:, 6] < 0.88), rng)
    if at is None:
        return None
    reach = rng.uniform(15, 40)
    grid = Grid.around(head, at, (15.0, reach, reach if rng.random() < 0.5 else 90.0))
    y = np.arange(grid.crop[1].start, grid.crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(grid.crop[2].start, grid.crop[2].stop, dtype=np.float32)[None, :]
    side_mm = np.abs(head.lateral(y, x))[None]
    here = abs(float(head.lateral(np.array([at[1]], np.float32), np.array([at[2]], np.float32))[0]))
    fall, slope = rng.uniform(0.55, 1.1), rng.uniform(0.15, 0.6)
    rise = (grid.z + fall * (side_mm - here) + slope * grid.y) / np.hypot(1.0, np.hypot(fall, slope))
    share = np.exp(-((rise / rng.uniform(0.6, 1.3)) ** 2)) * np.clip(1.6 * (1 - np.abs(grid.y) / reach), 0, 1)
    share = share * (side_mm > 3) * head.brain[grid.crop]
    return _write(hu, head, grid.crop, share.astype(np.float32), rng.uniform(48, 72), rng)


def vessel(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """A dense or calcified artery: a short line or dot in the basal cisterns or a Sylvian fissure."""
    p = head.points
    place = (p[:, 5] > 72) & (p[:, 5] < 105) & (np.abs(p[:, 4]) < 40) & (p[:, 6] > 0.25) & (p[:, 6] < 0.6)
    at = pick(head, place & (head.wet > 0.35), rng)
    if at is None:
        return None
    along = np.exp(rng.uniform(0, 2.0))
    stretch = (0.9, 1.0, along) if rng.random() < 0.6 else (0.9, along, 1.0)
    level = rng.uniform(50, 75) if rng.random() < 0.6 else rng.uniform(90, 250)
    return _spot(hu, head, at, rng.uniform(0.8, 1.5), level, rng, stretch)


def _along_bone(
    hu: NDArray[np.int16], head: HeadAnatomy, place: NDArray[np.bool_], reach: tuple[float, float], width: float,
    level: float, rng: np.random.Generator,
) -> Span:  # fmt: skip
    """A line ``width`` mm thick on the bone around one of the points ``place`` [N], ``reach`` (z, in plane) mm far."""
    at = pick(head, place, rng)
    if at is None:
        return None
    grid = Grid.around(head, at, (reach[0], reach[1], reach[1]))
    near = np.clip(1.6 - np.sqrt(grid.x**2 + grid.y**2) / np.float32(reach[1]) * 1.4, 0, 1)
    depth = head.depth[grid.crop].astype(np.float32)
    share = near * expit((np.float32(width) - depth) * 4) * head.brain[grid.crop]
    return _write(hu, head, grid.crop, share.astype(np.float32), level, rng)


def thick_dura(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Dura and partial volume of the inner table: an even dense line two or three pixels wide along the bone."""
    place = (head.points[:, 3] < 4) & (head.points[:, 5] < 95)
    reach = rng.uniform(10, 50), rng.uniform(25, 80)
    return _along_bone(hu, head, place, reach, rng.uniform(1.0, 2.2), rng.uniform(44, 60), rng)


def skull_base(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Bone of the petrous ridge or the floors of the fossae that fills only a part of its slice."""
    p = head.points
    place = (p[:, 3] < 5) & (p[:, 5] > 65) & (p[:, 5] < 120) & (p[:, 7] > 10 * head.scale)
    return _along_bone(hu, head, place, (3.0, rng.uniform(6, 20)), rng.uniform(1.5, 4.5), rng.uniform(50, 95), rng)


def grey_white(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """Brain that is darker or lighter than usual as a whole (oedema, infant, dense blood), or in one territory."""
    box = head.box
    shape = (box[0].stop - box[0].start, box[1].stop - box[1].start, box[2].stop - box[2].start)
    field = noise_field(shape, head.spacing, rng.uniform(30, 90), rng)
    shift = np.float32(rng.uniform(-8, 4)) * np.clip(field + np.float32(rng.uniform(-0.5, 1.0)), 0, 1)
    local = hu[box]
    soft = head.brain[box] & (local < 60) & (local > -5)
    shift *= 1 - head.csf[box].astype(np.float32)
    changed = np.rint(np.where(soft, shift, 0)).astype(np.int16)
    local += changed
    seen = np.flatnonzero(np.abs(changed).sum(axis=(1, 2)) > 1000)
    return slice(box[0].start + int(seen[0]), box[0].start + int(seen[-1]) + 1) if len(seen) else None


def _surgery(hu: NDArray[np.int16], head: HeadAnatomy, rng: np.random.Generator) -> Span:
    """The head after an operation, without new blood."""
    flap = operate(hu, head, rng)
    return None if flap is None else flap.slices(head)


MIMICS: dict[str, tuple[float, Callable[[NDArray[np.int16], HeadAnatomy, np.random.Generator], Span]]] = {
    "choroid": (1.0, choroid),
    "pineal": (0.6, pineal),
    "falx": (2.2, falx),
    "basal ganglia": (1.3, basal_ganglia),
    "cerebellar nuclei": (1.1, cerebellar_nuclei),
    "venous sinus": (1.8, venous_sinus),
    "tentorium": (0.8, tentorium),
    "vessel": (0.9, vessel),
    "beam hardening": (1.0, beam_hardening),
    "motion": (1.0, motion),
    "clip": (0.8, clip),
    "thick dura": (1.2, thick_dura),
    "skull base": (1.0, skull_base),
    "fracture": (0.9, fracture),
    "surgery": (1.1, _surgery),
    "grey and white": (0.4, grey_white),
}


def add_mimics(
    hu: NDArray[np.int16],
    head: HeadAnatomy,
    rng: np.random.Generator,
    names: Sequence[str] | None = None,
    count: int | None = None,
) -> list[tuple[str, slice]]:
    """Mimics painted into ``hu`` [Z, Y, X] in place; returns the name of each, and the slices where it is seen.

    Args:
        names: keys of :data:`MIMICS`; None draws ``count`` of them, or one to three.

    Raises:
        KeyError: an unknown name.
    """
    if names is None:
        weights = np.array([weight for weight, _ in MIMICS.values()])
        count = 1 + int(rng.binomial(2, 0.4)) if count is None else count
        names = [str(n) for n in rng.choice(list(MIMICS), count, replace=False, p=weights / weights.sum())]
    found = [(name, MIMICS[name][1](hu, head, rng)) for name in names]
    return [(name, span) for name, span in found if span is not None]


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
    out = hu.copy()
    add_mimics(out, anatomy if anatomy is not None else find_anatomy(hu, spacing), rng, names)
    return out
