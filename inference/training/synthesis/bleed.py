"""Hemorrhages of all five types placed into a head without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.training.synthesis.blend import EDGE_SIGMA, Crop, cover, host_noise, noise_field, paint, push
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.head import anatomy as find_anatomy
from inference.training.synthesis.shapes import MAKERS, Shape
from inference.types import TYPES, HemorrhageType

#: Smallest and largest volume in mL by type, drawn log-uniformly.
VOLUME_ML: dict[HemorrhageType, tuple[float, float]] = {
    HemorrhageType.EDH: (0.3, 60.0),
    HemorrhageType.SDH: (0.3, 60.0),
    HemorrhageType.SAH: (0.1, 25.0),
    HemorrhageType.IPH: (0.01, 60.0),
    HemorrhageType.IVH: (0.1, 25.0),
}


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


def _age(kind: HemorrhageType, rng: np.random.Generator) -> float:
    """HU of the blood: mostly acute clot, sometimes hyperacute or subacute (45-85 HU)."""
    if kind is HemorrhageType.SDH and rng.random() < 0.4:
        return float(rng.uniform(46, 54))
    if rng.random() < 0.15:
        return float(rng.uniform(45, 54))
    return float(np.clip(rng.normal(65, 7), 54, 85))


def _mass_effect(
    hu: NDArray[np.float32], head: HeadAnatomy, shape: Shape, kind: HemorrhageType, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The brain around a thick hemorrhage moves away from it and is squeezed further off."""
    thick = shape.size_mm
    if shape.inward is None or shape.thickness is None or thick < 3 or rng.random() < 0.2:
        return hu
    grid, (_, dy, dx) = shape.grid, head.spacing
    inward = shape.inward
    if kind is HemorrhageType.IPH:
        reach = 2.4 * thick
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
            return hu
        rows, columns = hu.shape[1:]
        normal_y, normal_x = (
            np.gradient(half, axis=axis).repeat(2, 1).repeat(2, 2)[:, :rows, :columns] for axis in (1, 2)
        )
        length = np.hypot(normal_y, normal_x) + np.float32(1e-3)
        normal_y, normal_x = normal_y / length, normal_x / length
        # Nothing is drawn in from beyond the surface.
        move = np.maximum(move, -np.maximum(inward - 1.2, 0))
    soft = (hu < 80) & (hu > -12) & (head.depth[grid.crop] > 1.3)
    return push(hu, soft, np.asarray(move * normal_y / dy), np.asarray(move * normal_x / dx))


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
    if kind is HemorrhageType.SDH and rng.random() < 0.25:
        # Mixed age: cells settle to the back.
        texture = texture - np.clip(-grid.y / 20, -1, 1) * rng.uniform(3, 12)
    elif kind in (HemorrhageType.EDH, HemorrhageType.IPH) and rng.random() < 0.15:
        swirl = noise_field(grid.shape, head.spacing, max(6.0, shape.size_mm), rng)
        texture = texture - rng.uniform(8, 22) * np.clip(swirl, 0, 1)
    blood: NDArray[np.float32] = np.clip(texture, 38, 88).astype(np.float32)
    return blood


def _place(
    hu: NDArray[np.int16], head: HeadAnatomy, kind: HemorrhageType, volume_ml: float, rng: np.random.Generator
) -> tuple[Crop, NDArray[np.float32], NDArray[np.bool_], Placed] | None:
    """One hemorrhage: its crop of the stack, the new HU and the label there; None where the head has no room for it."""
    shape = MAKERS[kind](head, volume_ml, rng)
    if shape is None:
        return None
    soft = head.brain[shape.grid.crop] & (hu[shape.grid.crop] < 100)
    allowed = shape.allowed & soft
    # Blood between the leaves of a sulcus is narrower than a voxel and blurred into its walls.
    sigma = 1.1 if kind is HemorrhageType.SAH else EDGE_SIGMA
    share, label = cover(shape.field, allowed, soft, round(volume_ml / head.voxel_ml), sigma)
    if not label.any():
        return None
    margin = 2.2 * shape.size_mm + 8
    inner = _around(share, head, margin)
    shape, share, label = shape.part(inner), share[inner], label[inner]
    crop = shape.grid.crop
    brain, local = head.brain[crop], hu[crop].astype(np.float32)
    level = _age(kind, rng)
    blood = _blood(kind, shape, head, level, rng)
    local = _mass_effect(local, head, shape, kind, rng)
    if kind is HemorrhageType.SAH:
        # Contrast follows the share of CSF in the voxel.
        share = share * np.clip(
            rng.uniform(0.2, 0.5) + ndimage.maximum_filter(head.csf[crop].astype(np.float32), (1, 3, 3)), 0, 1
        )
        label &= share > 0.25
        if not label.any():
            return None
    if kind is HemorrhageType.IPH and volume_ml > 0.2 and rng.random() < 0.75:
        local -= _oedema(share, head, shape.size_mm, rng)
    painted = paint(local, share, blood, host_noise(head, crop, rng))
    # The bone's own blur stays on top of the blood beneath it.
    painted = np.where((head.depth[crop] < 1.0) & (local > painted), local, painted)
    painted = np.where(brain, painted, hu[crop])
    placed = Placed(kind, shape.site, float(label.sum() * head.voxel_ml), level)
    return crop, painted.astype(np.float32), label, placed


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
    placed: list[Placed] = []
    wanted = list(types) if types is not None else _draw_types(rng)
    while wanted:
        kind = HemorrhageType(wanted.pop(0))
        low, high = VOLUME_ML[kind]
        volume = volume_ml if volume_ml is not None else float(np.exp(rng.uniform(np.log(low), np.log(high))))
        made = _place(out, head, kind, volume, rng)
        if made is None:
            if types is None and not placed and not wanted:
                wanted = [HemorrhageType.IPH] if kind is not HemorrhageType.IPH else [HemorrhageType.SDH]
                if kind in (HemorrhageType.SDH,):
                    break
            continue
        crop, painted, label, record = made
        out[crop] = np.rint(painted).astype(np.int16)
        labels[crop][label] = record.type.label
        placed.append(record)
    return out, labels, tuple(placed)


def _draw_types(rng: np.random.Generator) -> list[HemorrhageType]:
    """One type, and at times its companions in life."""
    kind = TYPES[rng.choice(5, p=(0.17, 0.22, 0.21, 0.25, 0.15))]
    if rng.random() < 0.25:
        companions = {
            HemorrhageType.IPH: HemorrhageType.IVH,
            HemorrhageType.IVH: HemorrhageType.IPH,
            HemorrhageType.SAH: HemorrhageType.IPH,
            HemorrhageType.SDH: HemorrhageType.SAH,
            HemorrhageType.EDH: HemorrhageType.SDH,
        }
        return [kind, companions[kind]]
    return [kind]
