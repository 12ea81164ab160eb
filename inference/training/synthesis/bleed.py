"""Hemorrhages of all five types placed into a head without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.training.synthesis.blend import (
    Crop,
    Shift,
    cover,
    host_noise,
    noise_field,
    paint,
    push,
    push_tissue,
    spread,
)
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.head import anatomy as find_anatomy
from inference.training.synthesis.shapes import MAKERS, Shape, collection
from inference.training.synthesis.skull import Flap, fracture, operate, swell
from inference.types import TYPES, HemorrhageType

#: Smallest and largest volume in mL by type, drawn log-uniformly.
VOLUME_ML: dict[HemorrhageType, tuple[float, float]] = {
    HemorrhageType.EDH: (0.3, 120.0),
    HemorrhageType.SDH: (0.3, 120.0),
    HemorrhageType.SAH: (0.1, 16.0),
    HemorrhageType.IPH: (0.01, 120.0),
    HemorrhageType.IVH: (0.1, 25.0),
}


#: Least volume of subdural blood that is as dense as brain.
_SEEN_ML = 5.0
#: Least thickness in mm of what gathers under a bone flap.
_LEAST_LAYER_MM = 2.5
#: How often blood on the bone lies under the bone flap of an operation.
_OPERATED = 0.17


#: How far in mm the direction and the length of mass effect take to change.
_SLOW_MM = 2.5


@dataclass(frozen=True, slots=True)
class Placed:
    """One hemorrhage as placed.

    Attributes:
        site: where, such as ``"lobar"``, ``"falx"``, ``"sylvian"`` or ``"layering"``.
        volume_ml: labelled volume.
        blood_hu: HU of undiluted blood.
    """

    type: HemorrhageType
    site: str
    volume_ml: float
    blood_hu: float


def _age(kind: HemorrhageType, volume_ml: float, rng: np.random.Generator) -> float:
    """HU of the blood: mostly acute clot, at times fresh or subacute (45-85 HU); subdural from 26 HU."""
    if kind is HemorrhageType.SAH:
        # Mixed with CSF, it is never as dense as a clot.
        return float(np.clip(rng.normal(60, 6), 51, 72))
    if kind is HemorrhageType.SDH:
        age = rng.random()
        # As dense as brain, or older and darker: seen by what it does to the sulci, which a thin layer does not.
        if age < 0.3:
            return float(rng.uniform(36, 50) if volume_ml > _SEEN_ML else rng.uniform(46, 54))
        if age < 0.38 and volume_ml > _SEEN_ML:
            return float(rng.uniform(26, 36))
    if rng.random() < 0.15:
        return float(rng.uniform(45, 54))
    return float(np.clip(rng.normal(65, 7), 54, 85))


def _mass_effect(
    hu: NDArray[np.float32], labels: NDArray[np.uint8], head: HeadAnatomy, shape: Shape, kind: HemorrhageType,
    rng: np.random.Generator,
) -> Shift | None:  # fmt: skip
    """How the brain around a thick hemorrhage moves away from it, squeezed further off; None where it stays.

    Earlier blood, by its ``labels`` [Z, Y, X], moves with the brain.
    """
    thick = shape.size_mm
    if shape.inward is None or shape.thickness is None or thick < 3 or rng.random() < 0.2:
        return None
    grid, (_, dy, dx) = shape.grid, head.spacing
    inward = shape.inward
    if kind is HemorrhageType.IPH:
        # Nothing is torn where the crop ends within the brain.
        ends = (
            (along.ravel()[side], span.start > box.start if side == 0 else span.stop < box.stop)
            for along, span, box in zip((grid.y, grid.x), grid.crop[1:], head.box[1:], strict=True)
            for side in (0, -1)
        )
        reach = max(min([2.4 * thick, *(abs(float(mm)) for mm, within in ends if within)]), 1.6 * thick)
        move: NDArray[np.float32] = np.float32(-rng.uniform(0.2, 0.55) * thick) * np.clip(
            (reach - inward) / (reach - thick), 0, 1
        )
        move *= np.exp(-((grid.z / np.float32(1.5 * thick)) ** 2))
        away = np.hypot(grid.y, grid.x) + np.float32(1e-3)
        normal_y, normal_x = grid.y / away, grid.x / away
    else:
        here = shape.thickness
        far = 3 * here + 10
        move = -0.8 * here * np.clip((far - inward) / (far - here), 0, 1)
        # The direction changes slowly: half the resolution is enough.
        half = ndimage.gaussian_filter(inward[:, ::2, ::2], (0, 2, 2))
        if min(half.shape[1:]) < 2:
            return None
        rows, columns = hu.shape[1:]
        normal_y, normal_x = (
            np.gradient(half, axis=axis).repeat(2, 1).repeat(2, 2)[:, :rows, :columns] for axis in (1, 2)
        )
        length = np.hypot(normal_y, normal_x) + np.float32(1e-3)
        normal_y, normal_x = normal_y / length, normal_x / length
        # Nothing is drawn in from beyond the surface.
        move = np.maximum(move, -np.maximum(inward - 1.2, 0))
    soft = ((hu < 80) | (labels > 0)) & (hu > -12) & (head.depth[grid.crop] > 1.3) & head.brain[grid.crop]
    return Shift(soft, _slow(move * normal_y, head) / np.float32(dy), _slow(move * normal_x, head) / np.float32(dx))


def _slow(shift: NDArray[np.floating], head: HeadAnatomy) -> NDArray[np.float32]:
    """``shift`` [Z, Y, X] smoothed in the plane, so that tissue does not tear; at a third of the resolution."""
    sigma = [_SLOW_MM / (3 * s) for s in head.spacing[1:]]
    coarse = ndimage.gaussian_filter(shift[:, ::3, ::3].astype(np.float32), (0, *sigma), mode="nearest")
    fine: NDArray[np.float32] = ndimage.zoom(coarse, (1, 3, 3), order=1, grid_mode=True, mode="nearest")
    return fine[:, : shift.shape[1], : shift.shape[2]]


def _oedema(
    share: NDArray[np.float32], head: HeadAnatomy, radius: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """HU taken away around an IPH, [Z, Y, X]: a rim 2 to 12 mm wide, 5 to 12 HU deep, fading outwards."""
    width = min(rng.uniform(0.2, 0.6) * radius + 1.5, 10.0)
    sigma = [width / s for s in head.spacing]
    rim = ndimage.gaussian_filter(share, (0.5 * sigma[0], 0, 0), truncate=2)
    # The in-plane blur is wide and smooth: done at a third of the resolution.
    coarse = ndimage.gaussian_filter(rim[:, ::3, ::3], (0, sigma[1] / 3, sigma[2] / 3), truncate=2.5)
    fine = ndimage.zoom(coarse, (1, 3, 3), order=1, grid_mode=True, mode="nearest")
    lowered = rng.uniform(5, 12) * np.clip(2.0 * fine[:, : share.shape[1], : share.shape[2]], 0, 1)
    return np.asarray(lowered, np.float32)


def _around(share: NDArray[np.float32], head: HeadAnatomy, margin_mm: float) -> Crop:
    """The part of a crop that holds the blood and ``margin_mm`` around it in plane."""
    spans = []
    for axis in range(3):
        filled = np.flatnonzero(share.any(axis=tuple(a for a in range(3) if a != axis)))
        margin = 1 if axis == 0 else int(margin_mm / head.spacing[axis]) + 2
        spans.append(slice(max(0, int(filled[0]) - margin), min(share.shape[axis], int(filled[-1]) + 1 + margin)))
    return spans[0], spans[1], spans[2]


def _blood(
    kind: HemorrhageType, shape: Shape, head: HeadAnatomy, level: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """HU of the undiluted blood [Z, Y, X]: uneven, at times settled or with fresh unclotted parts."""
    grid = shape.grid
    texture = level + rng.uniform(0.5, 4.0) * noise_field(grid.shape, head.spacing, rng.uniform(5, 14), rng)
    if kind is HemorrhageType.SDH and rng.random() < 0.3:
        # Mixed age: cells settle to the back, gradually or in a level.
        back = (grid.y - np.float32(rng.normal(0, 15))) / np.float32(rng.choice((1.5, 20.0)))
        texture = texture + np.clip(back, -1, 1) * np.float32(rng.uniform(4, 14))
    elif kind is HemorrhageType.SDH and rng.random() < 0.2:
        # Fresh blood in an old collection, in streaks and layers.
        texture = texture + rng.uniform(10, 25) * np.clip(noise_field(grid.shape, head.spacing, 8.0, rng), 0, 1)
    elif kind in (HemorrhageType.EDH, HemorrhageType.IPH) and rng.random() < 0.15:
        swirl = noise_field(grid.shape, head.spacing, max(6.0, shape.size_mm), rng)
        texture = texture - rng.uniform(8, 22) * np.clip(swirl, 0, 1)
    least = 22 if kind is HemorrhageType.SDH else 33
    blood: NDArray[np.float32] = np.clip(texture, least, 88).astype(np.float32)
    return blood


def _place(
    hu: NDArray[np.int16], labels: NDArray[np.uint8], head: HeadAnatomy, kind: HemorrhageType, volume_ml: float,
    rng: np.random.Generator, under: Flap | None = None,
) -> tuple[Crop, NDArray[np.float32], NDArray[np.uint8], NDArray[np.bool_], Placed] | None:  # fmt: skip
    """One hemorrhage: its crop of the stack, the HU there, the earlier labels, moved where their blood is, and its own.

    None where the head has no room for it.
    """
    shape = MAKERS[kind](head, volume_ml, rng) if under is None else collection(head, volume_ml, under, rng)
    if shape is None:
        return None
    soft = head.brain[shape.grid.crop] & (hu[shape.grid.crop] < 100)
    allowed = shape.allowed & soft
    voxels = round(shape.most * volume_ml / head.voxel_ml)
    share, label = cover(shape.field, allowed, soft, voxels, head.edge)
    if not label.any():
        return None
    margin = 2.2 * shape.size_mm + 8
    inner = _around(share, head, margin)
    shape, share, label = shape.part(inner), share[inner], label[inner]
    crop = shape.grid.crop
    brain, local = head.brain[crop], hu[crop].astype(np.float32)
    level = _age(kind, volume_ml, rng) if under is None else float(rng.uniform(35, 50))
    blood = _blood(kind, shape, head, level, rng)
    earlier, noise = labels[crop], host_noise(head, crop, rng)
    shift = _mass_effect(local, earlier, head, shape, kind, rng)
    if shift is not None:
        # Turned about: the blood's own noise is another where it meets the tissue.
        local, earlier = push_tissue(local, shift, noise[:, ::-1, ::-1]), push(earlier, shift)
    if shape.room is not None:
        # Blood fills only the subarachnoid part of a voxel, and that not evenly; the scanner blurs that too.
        uneven = 0.9 + 0.2 * noise_field(shape.grid.shape, head.spacing, rng.uniform(4, 9), rng)
        share = spread(share * np.clip(shape.room * uneven, 0, 1).astype(np.float32), soft[inner], head.edge)
        # Where it is mixed to the density of brain it is not seen.
        seen = ndimage.gaussian_filter(local + share * (blood - local), (0, 0.8, 0.8)) > head.parenchyma_hu + 4
        label &= seen & (share > 0.25)
        if not label.any():
            return None
    if kind is HemorrhageType.IPH and volume_ml > 0.2 and rng.random() < 0.75:
        # Earlier blood does not swell.
        brighter = ndimage.gaussian_filter((earlier > 0).astype(np.float32), (0, head.edge, head.edge))
        local -= _oedema(share, head, shape.size_mm, rng) * (1 - brighter)
    painted = paint(local, share, blood, noise)
    # The bone's own blur stays on top of the blood beneath it.
    painted = np.where((head.depth[crop] < 1.0) & (local > painted), local, painted)
    painted = np.where(brain, painted, hu[crop])
    placed = Placed(kind, shape.site, float(label.sum() * head.voxel_ml), level)
    return crop, painted.astype(np.float32), earlier, label, placed


def synthesise(
    hu: NDArray[np.int16],
    spacing: tuple[float, float, float],
    rng: np.random.Generator,
    types: Sequence[HemorrhageType] | None = None,
    volume_ml: float | None = None,
    anatomy: HeadAnatomy | None = None,
) -> tuple[NDArray[np.int16], NDArray[np.uint8], tuple[Placed, ...]]:
    """Place hemorrhages into a stack that has none.

    Args:
        hu: int16 [Z, Y, X] in HU, slices inferior to superior, rows anterior to posterior; not changed.
        spacing: (dz, dy, dx) in mm.
        rng: the source of all chance.
        types: one hemorrhage of each listed type, in this order, later ones over earlier ones; None draws one, at times
            with the companion it has in life (IPH breaking into a ventricle, SAH beside a contusion or under an SDH).
        volume_ml: volume of each; None draws it log-uniformly within :data:`VOLUME_ML`.
        anatomy: what :func:`anatomy` found in this head, to save its time.

    Returns:
        HU int16 and labels uint8 (1 EDH, 2 SDH, 3 SAH, 4 IPH, 5 IVH), both [Z, Y, X], and what was placed. A type the
        head has no room for (no visible ventricle or sulcus) is left out; if none was asked for, another is drawn.
    """
    head = anatomy if anatomy is not None else find_anatomy(hu, spacing)
    out, labels = hu.copy(), np.zeros(hu.shape, np.uint8)
    return out, labels, bleed(out, labels, head, rng, types, volume_ml)


def bleed(
    hu: NDArray[np.int16],
    labels: NDArray[np.uint8],
    head: HeadAnatomy,
    rng: np.random.Generator,
    types: Sequence[HemorrhageType] | None = None,
    volume_ml: float | None = None,
    least_ml: float = 0.0,
) -> tuple[Placed, ...]:
    """:func:`synthesise` in place: ``hu`` and ``labels`` [Z, Y, X] are changed.

    Args:
        least_ml: hemorrhages whose volume is drawn have at least this many mL.
    """
    placed: list[Placed] = []
    wanted = list(types) if types is not None else _draw_types(rng)
    on_bone = wanted[0] in (HemorrhageType.EDH, HemorrhageType.SDH)
    under = operate(hu, head, rng) if types is None and on_bone and rng.random() < _OPERATED else None
    while wanted:
        kind = HemorrhageType(wanted.pop(0))
        low, high = VOLUME_ML[kind]
        low = max(low, least_ml)
        volume = volume_ml if volume_ml is not None else float(np.exp(rng.uniform(np.log(low), np.log(high))))
        if under is not None:
            volume = max(volume, _LEAST_LAYER_MM * 0.75 * np.pi * under.radius_mm**2 / 1000)
        made = _place(hu, labels, head, kind, volume, rng, under)
        if made is None:
            if types is None and not placed and not wanted:
                wanted = [HemorrhageType.IPH] if kind is not HemorrhageType.IPH else [HemorrhageType.SDH]
                if kind in (HemorrhageType.SDH,):
                    break
            continue
        crop, painted, earlier, label, record = made
        hu[crop] = np.rint(painted).astype(np.int16)
        labels[crop] = earlier
        labels[crop][label] = record.type.label
        placed.append(record)
        if types is None and kind is HemorrhageType.EDH and under is None and rng.random() < 0.4:
            at = _nearest_the_bone(head, crop, label)
            fracture(hu, head, rng, at)
            swell(hu, head, at, rng.uniform(15, 40), rng)
        under = None
    return tuple(placed)


def _nearest_the_bone(head: HeadAnatomy, crop: Crop, label: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The voxel (z, y, x) next to the bone in the middle of a hemorrhage's ``label`` [Z, Y, X] in its crop."""
    z = int(label.sum(axis=(1, 2)).argmax())
    y, x = np.nonzero(label[z])
    shallow = head.depth[crop][z][y, x] < 2.0
    y, x = (y[shallow], x[shallow]) if shallow.any() else (y, x)
    middle = len(y) // 2
    return float(crop[0].start + z), float(crop[1].start + y[middle]), float(crop[2].start + x[middle])


def _draw_types(rng: np.random.Generator) -> list[HemorrhageType]:
    """One type, and at times its companions in life; fewer EDH than in life, which real heads have most of."""
    kind = TYPES[rng.choice(5, p=(0.13, 0.25, 0.27, 0.21, 0.14))]
    if rng.random() < 0.2:
        companions = {
            HemorrhageType.IPH: HemorrhageType.IVH,
            HemorrhageType.IVH: HemorrhageType.IPH,
            HemorrhageType.SAH: HemorrhageType.IPH,
            HemorrhageType.SDH: HemorrhageType.SAH,
            HemorrhageType.EDH: HemorrhageType.SDH,
        }
        return [kind, companions[kind]]
    return [kind]
