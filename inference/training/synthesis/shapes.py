"""The five types' shapes: fields that rise outwards from the hemorrhage's heart, and where blood may be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.training.synthesis.blend import Crop, Grid, noise_field
from inference.training.synthesis.head import HeadAnatomy
from inference.training.synthesis.sites import draw
from inference.training.synthesis.skull import Flap
from inference.training.synthesis.sulci import CROSS
from inference.training.synthesis.sutures import bones, suture_mm
from inference.types import HemorrhageType

Point = tuple[float, float, float]
#: How many places an EDH is tried at, and the share of its volume that must have room at one.
_PLACES, _ENOUGH = 3, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A hemorrhage before it is painted.

    Attributes:
        site: where it lies, in a word.
        grid: its crop of the head.
        field: float32 [Z, Y, X] on the crop; lower is nearer its heart.
        allowed: bool [Z, Y, X]; where blood may be.
        size_mm: greatest thickness (extra-axial) or radius (IPH); 0 for blood that fills given spaces.
        inward: float32 [Z, Y, X]; mm from the surface it lies on (extra-axial), or from its centre.
        thickness: float32 [Z, Y, X]; how thick the blood is over this place, or its radius; mm.
        room: float32 [Z, Y, X] in [0, 1]; the share of a voxel that blood may fill (SAH); None where it fills all.
        most: the share of its volume that has room here.
    """

    site: str
    grid: Grid
    field: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    size_mm: float = 0.0
    inward: NDArray[np.float32] | None = None
    thickness: NDArray[np.float32] | None = None
    room: NDArray[np.float32] | None = None
    most: float = 1.0

    def part(self, inner: Crop) -> Shape:
        """The same shape on a crop of its crop."""
        return Shape(
            self.site,
            self.grid.part(inner),
            self.field[inner],
            self.allowed[inner],
            self.size_mm,
            None if self.inward is None else self.inward[inner],
            None if self.thickness is None else self.thickness[inner],
            None if self.room is None else self.room[inner],
            self.most,
        )


def _lens(volume_ml: float, ratio: float) -> tuple[float, float]:
    """Thickness and radius in mm of a lens of ``volume_ml``: V = pi / 2 * R^2 * h with h = ratio * R."""
    radius = float((volume_ml * 1000 * 2 / (np.pi * ratio)) ** (1 / 3))
    return ratio * radius, radius


def parenchymal(head: HeadAnatomy, volume_ml: float, rng: np.random.Generator) -> Shape | None:
    """IPH: merging ellipsoids with an irregular edge, lobar, deep, cerebellar or pontine; contusions in many foci."""
    weights = {
        "lobar": 0.34,
        "contusion": 0.22,
        "basal ganglia": 0.17,
        "thalamus": 0.1,
        "cerebellum": 0.11,
        "pons": 0.06,
    }
    if volume_ml > 6:
        weights |= {"pons": 0.0, "thalamus": 0.06}
    if volume_ml > 25:
        weights |= {"cerebellum": 0.0, "contusion": 0.0}
    found = draw(head, {k: v for k, v in weights.items() if v}, rng)
    if found is None:
        return None
    site, centre = found
    radius = float((volume_ml * 1000 * 3 / (4 * np.pi)) ** (1 / 3))
    for _ in range(3):
        # Blood that leans on the falx with a broad flat side is rare.
        if site != "lobar" or abs(_side(head, centre)) > 0.9 * radius:
            break
        centre = (draw(head, {site: 1.0}, rng) or found)[1]
    scattered = site == "contusion" and radius > 2
    reach = max((2.6 if scattered else 1.8) * radius + 4, 8)
    grid = Grid.around(head, centre, (max(reach, 7.5), reach, reach))
    lobes = 1 + (rng.integers(1, 7) if scattered else rng.binomial(3, 0.35 if radius > 6 else 0.12))
    field = np.full(grid.shape, np.inf, np.float32)
    for lobe in range(lobes):
        offset = rng.normal(0, (1.0 if scattered else 0.5) * radius, 3) if lobe else np.zeros(3)
        size = 1.0 if lobe == 0 else rng.uniform(0.3, 0.8)
        angle = rng.uniform(0, np.pi)
        along, across, tall = np.exp(rng.normal((0.12, -0.12, 0.0), 0.2)).astype(np.float32)
        y, x = grid.y - np.float32(offset[1]), grid.x - np.float32(offset[2])
        u = (np.float32(np.cos(angle)) * x + np.float32(np.sin(angle)) * y) / along
        v = (np.float32(-np.sin(angle)) * x + np.float32(np.cos(angle)) * y) / across
        z = (grid.z - np.float32(offset[0])) / tall
        np.minimum(field, np.sqrt(u * u + v * v + z * z) / np.float32(size), out=field)
    rough = rng.uniform(0.04, 0.22)
    field += np.float32(radius * rough) * noise_field(grid.shape, head.spacing, max(3.0, 0.8 * radius), rng)
    if radius > 4:
        field += np.float32(radius * 0.3 * rough) * noise_field(grid.shape, head.spacing, max(2.5, 0.3 * radius), rng)
    # Blood spreads within the tissue rather than across sulci, cisterns and ventricles.
    wet = head.csf[grid.crop].astype(np.float32)
    barrier = ndimage.gaussian_filter(np.maximum(wet, head.ventricle[grid.crop]), (0, 2, 2))
    depth = head.depth[grid.crop].astype(np.float32)
    field += np.float32(radius) * (1.3 * barrier + 0.5 * np.clip(1 - depth / 4, 0, 1))
    allowed = head.brain[grid.crop] & (depth > min(1.5, 0.3 * radius)) & ~head.ventricle[grid.crop]
    if site != "pons":
        # The falx holds blood back; below it the callosum, the deep nuclei and the vermis join both sides.
        joined = (head.below(grid.crop[0]) > 45) & (depth > (15 if site == "cerebellum" else 30) * head.scale)
        allowed &= _same_side(head, grid, centre, 0.5) | joined
    inward = np.sqrt(grid.x**2 + grid.y**2 + grid.z**2)
    return Shape(site, grid, field, allowed, radius, inward, np.full(grid.shape, radius, np.float32))


def _lateral(head: HeadAnatomy, grid: Grid) -> NDArray[np.float32]:
    """Signed mm to the midline on the crop, [1, Y, X]."""
    y = np.arange(grid.crop[1].start, grid.crop[1].stop, dtype=np.float32)[:, None]
    x = np.arange(grid.crop[2].start, grid.crop[2].stop, dtype=np.float32)[None, :]
    return head.lateral(y, x)[None]


def _side(head: HeadAnatomy, centre: Point) -> float:
    """Signed mm of a voxel to the midline."""
    return float(head.lateral(np.array([centre[1]], np.float32), np.array([centre[2]], np.float32))[0])


def _same_side(head: HeadAnatomy, grid: Grid, centre: Point, gap_mm: float) -> NDArray[np.bool_]:
    """Pixels [1, Y, X] on the same side of the midline as ``centre``, at least ``gap_mm`` from it."""
    side: NDArray[np.bool_] = _lateral(head, grid) * np.sign(_side(head, centre)) > gap_mm
    return side


def _under_vault(head: HeadAnatomy, grid: Grid) -> NDArray[np.bool_]:
    """Where the nearest bone is the vault, not a ridge of the skull base, [Z, Y, X]."""
    below = head.below(grid.crop[0])
    vault = head.vault[grid.crop[1:]].astype(np.float32)[None]
    under: NDArray[np.bool_] = (below < 55) | (vault < head.depth[grid.crop].astype(np.float32) + 10)
    return under


def epidural(head: HeadAnatomy, volume_ml: float, rng: np.random.Generator) -> Shape | None:
    """EDH: a lens on the inner table, sharp, thick for its width, on one side and under one bone of the vault.

    It thins out to the sutures and the midline, where the dura is held. Of several places the one with most room is
    taken; what has no room even there is left out.
    """
    shape, most = None, 0.0
    for _ in range(_PLACES):
        found = draw(head, {"temporal": 0.4, "convexity": 0.5, "posterior fossa": 0.1}, rng)
        if found is None:
            return None
        lens, room = _lens_at(head, *found, volume_ml, rng)
        if shape is None or room > most:
            shape, most = lens, room
        if most > _ENOUGH:
            break
    if shape is None or most > _ENOUGH:
        return shape
    return replace(shape, most=most / _ENOUGH)


def _lens_at(
    head: HeadAnatomy, site: str, centre: Point, volume_ml: float, rng: np.random.Generator
) -> tuple[Shape, float]:
    """A lens of blood around a place on the bone, and the share of its volume that has room there."""
    height, radius = _lens(volume_ml, rng.uniform(0.2, 0.6))
    tall = rng.uniform(0.75, 1.15)
    reach = 1.3 * radius + height + 3
    grid = Grid.around(head, centre, (reach * tall + 5, reach, reach))
    depth = head.depth[grid.crop].astype(np.float32)
    across = grid.x**2 + grid.y**2 + (grid.z / np.float32(tall)) ** 2
    across = (np.maximum(across - depth**2, 0) / max(radius, 1.0) ** 2).astype(np.float32)
    aside = _lateral(head, grid) * np.sign(_side(head, centre)) + 2.0
    held = np.clip(np.minimum(suture_mm(head, grid.crop), aside) / np.float32(height), 0.05, 1)
    field: NDArray[np.float32] = depth / (np.float32(max(height, 0.6)) * held) + across
    field += np.float32(0.07) * noise_field(grid.shape, head.spacing, max(5.0, 0.6 * radius), rng)
    allowed = head.brain[grid.crop] & (aside > 0) & _under_vault(head, grid)
    over = bones(head, grid.crop)
    z, y, x = (round(at) - span.start for at, span in zip(centre, grid.crop, strict=True))
    allowed &= (over == over[z, y, x]) & (depth < 1.7 * height + 3)
    room = float((allowed & (field < 1)).sum()) * head.voxel_ml / volume_ml
    thickness = (height * held * np.clip(1 - across, 0, 1)).astype(np.float32)
    return Shape(site, grid, field, allowed, height, depth, thickness), room


def collection(head: HeadAnatomy, volume_ml: float, flap: Flap, rng: np.random.Generator) -> Shape:
    """What gathers under a bone flap after an operation: a thin layer as wide as the opening."""
    radius = flap.radius_mm
    height = float(np.clip(volume_ml * 1000 / (0.75 * np.pi * radius**2), 1.5, 14.0))
    grid = Grid.around(head, flap.centre, (radius + 5, radius + height + 3, radius + height + 3))
    depth = head.depth[grid.crop].astype(np.float32)
    across = np.maximum(grid.x**2 + grid.y**2 + grid.z**2 - depth**2, 0) / np.float32(radius**2)
    profile = height * (np.clip(1 - across, 0, 1) ** np.float32(0.4) + np.float32(0.02))
    profile *= np.exp(0.2 * noise_field(grid.shape, head.spacing, 15.0, rng))
    field = (depth / profile + 4 * np.maximum(across - 1, 0)).astype(np.float32)
    allowed = head.brain[grid.crop] & (depth < 1.5 * profile) & _same_side(head, grid, flap.centre, 0.0)
    return Shape("bone flap", grid, field, allowed, height, depth, profile.astype(np.float32))


def subdural(head: HeadAnatomy, volume_ml: float, rng: np.random.Generator) -> Shape | None:
    """SDH: a crescent that follows the convexity over many slices, or a sheet along the falx or the tentorium."""
    weights = {"convexity": 0.72, "falx": 0.16, "tentorium": 0.12}
    if volume_ml > 15:
        weights = {"convexity": 1.0}
    elif volume_ml > 8:
        del weights["tentorium"]
    found = draw(head, weights, rng)
    if found is None:
        return None
    site, centre = found
    if site != "convexity":
        return _sheet(head, site, centre, volume_ml, rng)
    height = max(_lens(volume_ml, rng.uniform(0.05, 0.16))[0], 1.3)
    tall = rng.uniform(0.45, 0.8)
    radius = float(np.sqrt(volume_ml * 1000 / (0.6 * np.pi * height * tall)))
    reach = 1.1 * radius + 4
    grid = Grid.around(head, centre, (reach * tall + 5, reach, reach))
    depth = head.depth[grid.crop].astype(np.float32)
    t2 = (grid.x**2 + grid.y**2 + (grid.z / np.float32(tall)) ** 2) / np.float32(max(radius, 2.0) ** 2)
    # The thickness is nearly even and runs out at the horns: a crescent, not a lens.
    profile = np.sqrt(np.maximum(1 - t2, 0)) + np.float32(0.02)
    profile *= np.exp(0.22 * noise_field(grid.shape, head.spacing, max(12.0, 0.5 * radius), rng))
    field = depth / (np.float32(height) * profile) + 4 * np.maximum(t2 - 1, 0)
    allowed = head.brain[grid.crop] & _same_side(head, grid, centre, 1.0) & _under_vault(head, grid)
    return Shape(site, grid, field, allowed, height, depth, height * profile)


def _sheet(head: HeadAnatomy, site: str, centre: Point, volume_ml: float, rng: np.random.Generator) -> Shape:
    """Subdural blood along the falx or on the tentorium: a sheet with one flat side."""
    radius = float(np.clip((volume_ml * 1000 / (np.pi * rng.uniform(0.08, 0.2))) ** (1 / 3), 5, 42))
    height = max(1.3, volume_ml * 1000 / (0.66 * np.pi * radius**2))
    reach = 1.2 * radius + 4
    grid = Grid.around(head, centre, (0.8 * reach + 5, reach, reach))
    lateral, depth = _lateral(head, grid), head.depth[grid.crop].astype(np.float32)
    allowed = head.brain[grid.crop] & ~head.ventricle[grid.crop]
    waves = noise_field(grid.shape, head.spacing, 18.0, rng)
    if site == "falx":
        rise = lateral * (1.0 if rng.random() < 0.5 else -1.0) - 0.3 + 0.5 * waves
        allowed &= depth < 42 * head.scale
        tall = 0.8
    else:
        # The tentorium falls from the straight sinus sideways and backwards; a slice cuts it in a V.
        fall, slope = rng.uniform(0.55, 1.1), rng.uniform(0.15, 0.6)
        rise = (grid.z + fall * (np.abs(lateral) - abs(_side(head, centre))) + slope * grid.y + 1.5 * waves) / np.hypot(
            1.0, np.hypot(fall, slope)
        )
        allowed &= _same_side(head, grid, centre, 2.0)
        tall = 1.0
    t2 = (grid.x**2 + grid.y**2 + (grid.z / tall) ** 2) / radius**2
    profile = (
        height
        * (np.sqrt(np.maximum(1 - t2, 0)) + 0.02)
        * np.exp(0.2 * noise_field(grid.shape, head.spacing, 12.0, rng))
    )
    field = np.abs(2 * rise / profile - 1) + 4 * np.maximum(t2 - 1, 0)
    inward = np.maximum(np.broadcast_to(rise, grid.shape), 0).astype(np.float32)
    thickness = np.where(rise > 0, profile, 0).astype(np.float32)
    return Shape(site, grid, field.astype(np.float32), allowed, height if site == "falx" else 0.0, inward, thickness)


def subarachnoid(head: HeadAnatomy, volume_ml: float, rng: np.random.Generator) -> Shape | None:
    """SAH: sulci, Sylvian fissures, cisterns around a point, in thin branching lines that thin out."""
    weights = {
        "sulci": 0.3, "narrow sulci": 0.22, "sylvian": 0.16, "cisterns": 0.12, "perimesencephalic": 0.08,
        "interhemispheric": 0.07, "tentorial": 0.05,
    }  # fmt: skip
    if volume_ml > 6:
        weights = {"sulci": 0.24, "narrow sulci": 0.06, "sylvian": 0.36, "cisterns": 0.24, "perimesencephalic": 0.1}
    found = draw(head, weights, rng)
    if found is None:
        return None
    site, centre = found
    narrow = np.float32({"narrow sulci": 1.0, "sulci": rng.uniform(0, 0.6)}.get(site, 0.35) / 255)
    # As far from its source as the spaces around it must be filled to hold the blood, and further where it is thin.
    coarse = Grid.around(head, centre, (75, 75, 75))
    room = _room(head, coarse.crop, narrow, 4)
    far = np.sqrt(coarse.z**2 + coarse.y[:, ::4] ** 2 + coarse.x[:, :, ::4] ** 2)
    far = np.sort(far[room > 0.3])
    needed = int(volume_ml / (16 * head.voxel_ml))
    enough = float(far[min(needed, len(far) - 1)]) if len(far) else 10.0
    reach = float(np.clip(enough * np.exp(rng.uniform(0.1, 0.8)), 8, 40 if site == "narrow sulci" else 75))
    grid = Grid.around(head, centre, (reach + 3, reach, reach))
    room = _room(head, grid.crop, narrow, 1)
    distance = np.sqrt(grid.x**2 + grid.y**2 + grid.z**2) / np.float32(reach)
    allowed = (room > 0.15) & (distance < 1)
    if site == "interhemispheric":
        allowed &= np.abs(_lateral(head, grid)) < 9 * head.scale
    field = distance + 0.6 * (1 - room) + 0.15 * noise_field(grid.shape, head.spacing, 9.0, rng)
    return Shape(site, grid, field.astype(np.float32), allowed, room=room)


def _room(head: HeadAnatomy, crop: Crop, narrow: np.float32, stride: int) -> NDArray[np.float32]:
    """Share that subarachnoid blood may fill on every ``stride``-th row and column of a crop; ``narrow``: of 255."""
    rows, columns = (slice(span.start, span.stop, stride) for span in crop[1:])
    seen = head.open_sulci[crop[0], rows, columns] * np.float32(1 / 255)
    hidden = head.narrow_sulci[crop[0], rows, columns] * narrow
    larger: NDArray[np.float32] = np.maximum(seen, hidden)
    return larger


def intraventricular(head: HeadAnatomy, volume_ml: float, rng: np.random.Generator) -> Shape | None:
    """IVH: a level in the dependent (posterior) part of the lateral ventricles, or a cast that widens them."""
    found = draw(head, {"ventricle": 1.0}, rng)
    if found is None:
        return None
    _, centre = found
    grid = Grid.around(head, centre, (45, 60, 50))
    room = head.ventricle[grid.crop]
    if rng.random() < 0.6:
        one = room & (np.abs(_lateral(head, grid)) > 2.5 * head.scale) & (head.below(grid.crop[0]) < 88)
        if rng.random() < 0.6 and abs(_side(head, centre)) > 5 * head.scale:
            one &= _same_side(head, grid, centre, 0.0)
        if one.any():
            # Supine, blood settles in the rows furthest back and ends in a horizontal level.
            wide = ndimage.binary_dilation(one, CROSS)
            lowest = np.where(wide, grid.y, -np.inf).max()
            level = np.broadcast_to(lowest - grid.y, grid.shape) + 0.15 * np.abs(grid.z)
            # Part of the ventricle stays free, or it is a cast.
            wide &= level <= np.percentile(level[wide], rng.uniform(20, 55))
            field = level + 0.4 * noise_field(grid.shape, head.spacing, 6.0, rng) + 1.0 * ~one
            return Shape("layering", grid, field.astype(np.float32), wide & head.brain[grid.crop])
    wide = ndimage.binary_dilation(room, CROSS, iterations=1 if volume_ml < 2 else 3)
    outside = 1 - ndimage.gaussian_filter(room.astype(np.float32), (0.4, 1.5, 1.5))
    field = 0.5 * np.sqrt(grid.x**2 + grid.y**2 + grid.z**2) + 20 * outside
    field += 2 * noise_field(grid.shape, head.spacing, 8.0, rng)
    return Shape("cast", grid, field.astype(np.float32), wide & head.brain[grid.crop])


MAKERS = {
    HemorrhageType.EDH: epidural,
    HemorrhageType.SDH: subdural,
    HemorrhageType.SAH: subarachnoid,
    HemorrhageType.IPH: parenchymal,
    HemorrhageType.IVH: intraventricular,
}
