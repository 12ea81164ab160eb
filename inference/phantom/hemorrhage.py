"""The five hemorrhage types: where each lies, how it grows, and how it moves the brain.

A lesion is a *score* field in mm that falls from its core outwards, and a *host*, the compartment that it may
fill. The score's threshold is found on the rendered voxels, so that the label mask has the volume asked for
(:func:`threshold_for`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.phantom.dura import falx_extent, tentorium_extent, tentorium_height
from inference.phantom.fields import F32, Frame, smooth_noise, stream
from inference.phantom.spec import SITES, Hemorrhage, PhantomSpec
from inference.types import HemorrhageType

Host = Literal["brain", "dura", "ventricle", "csf"]

_IPH_CENTRES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "lobar": ((29, -46, 20), (36, 30, 34), (27, 54, 12), (44, -6, -22), (31, -12, 42)),
    "basal_ganglia": ((27, -11, 5),),
    "thalamus": ((13, 3, 9),),
    "pons": ((1.5, 9, -29),),
    "cerebellum": ((24, 47, -35),),
}
_EDH_DIRECTIONS = {
    "temporal": (0.95, -0.22, -0.12),
    "frontal": (0.62, -0.76, 0.18),
    "parietal": (0.84, 0.34, 0.42),
    "posterior_fossa": (0.52, 0.72, -0.46),
}
_SDH_DIRECTION = (0.88, -0.02, 0.38)
_SAH_CENTRES = {
    "basal": (0.0, -16.0, -17.0),
    "sylvian": (44.0, -14.0, -2.0),
    "perimesencephalic": (0.0, 3.0, -19.0),
}
#: Level of a hyperdense clot and its spread over patients, HU.
_ACUTE = {
    HemorrhageType.IPH: (68, 3.5),
    HemorrhageType.EDH: (67, 3.5),
    HemorrhageType.SDH: (65, 4.5),
    HemorrhageType.SAH: (62, 3),
    HemorrhageType.IVH: (65, 3.5),
}


@dataclass(frozen=True, slots=True, eq=False)
class Lesion:
    """A hemorrhage ready to be rendered.

    Attributes:
        score: float32 [Z, Y, X] on the coarse grid, mm; the clot is where it exceeds a threshold near 0.
        hu: attenuation of the clot.
        edge_mm: width of its edge.
        oedema_mm: width of the hypodense rim, 0 for none.
        oedema_hu: how far the rim lies below the brain, HU.
    """

    type: HemorrhageType
    volume_ml: float
    site: str
    host: Host
    score: F32
    hu: float
    edge_mm: float
    oedema_mm: float
    oedema_hu: float


@dataclass(slots=True, eq=False)
class Displacement:
    """How lesions move the brain, in head coordinates: the content at p was at p minus this; mm.

    ``cover`` is the thickness of extra-axial clot over the brain.
    """

    x: F32
    y: F32
    z: F32
    cover: F32

    @classmethod
    def none(cls, head: Frame) -> Displacement:
        """Return no displacement."""
        shape = head.grid.shape
        return cls(*(np.zeros(shape, dtype=np.float32) for _ in range(4)))

    def apply(self, head: Frame) -> Frame:
        """Head coordinates of the displaced brain."""
        return Frame(head.grid, head.x - self.x, head.y - self.y, head.z - self.z, head.place, head.shift)


def plan_lesions(spec: PhantomSpec, head: Frame, inner: F32) -> tuple[list[Lesion], Displacement]:
    """Place every hemorrhage of ``spec``; ``inner`` is the signed distance to the inner table, mm."""
    moved = Displacement.none(head)
    lesions = []
    for number, wanted in enumerate(spec.hemorrhages):
        rng = stream(spec.seed, f"lesion {number} {wanted.type}")
        place = wanted.place or str(rng.choice(SITES[wanted.type]))
        side = {"left": 1.0, "right": -1.0}.get(wanted.side or "", float(rng.choice([-1.0, 1.0])))
        level, spread = _ACUTE[wanted.type]
        hu = wanted.hu if wanted.hu is not None else float(np.clip(rng.normal(level, spread), 54, 76))
        build = {
            HemorrhageType.IPH: _intraparenchymal,
            HemorrhageType.EDH: _epidural,
            HemorrhageType.SDH: _subdural,
            HemorrhageType.SAH: _subarachnoid,
            HemorrhageType.IVH: _intraventricular,
        }[wanted.type]
        lesions.append(build(rng, wanted, place, side, hu, head, inner, moved))
    return lesions, moved


def _name(place: str, side: float) -> str:
    return f"{'left' if side > 0 else 'right'} {place}"


def _intraparenchymal(
    rng: np.random.Generator,
    wanted: Hemorrhage,
    place: str,
    side: float,
    hu: float,
    head: Frame,
    inner: F32,
    moved: Displacement,
) -> Lesion:
    """Ellipsoid with lobulated outline, oedema, and a push that conserves part of its volume."""
    options = _IPH_CENTRES[place]
    centre = np.array(options[int(rng.integers(len(options)))]) * (side, 1, 1) + rng.normal(0, 1.5, 3)
    radius = float((wanted.volume_ml * 1000 * 3 / (4 * np.pi)) ** (1 / 3))
    stretch = np.exp(rng.normal(0, 0.13, 3))
    if place == "basal_ganglia":
        stretch = stretch * (0.82, 1.30, 0.95)
    if place == "pons":
        stretch = stretch * (1.15, 0.85, 0.9)
    stretch /= np.prod(stretch) ** (1 / 3)
    turn = np.radians(rng.normal(0, 15) - 10 * side)
    dx, dy, dz = head.x - centre[0], head.y - centre[1], head.z - centre[2]
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    ex, ey, ez = (
        (cos * dx + sin * dy) / np.float32(stretch[0]),
        (cos * dy - sin * dx) / np.float32(stretch[1]),
        dz / np.float32(stretch[2]),
    )
    away = np.sqrt(ex * ex + ey * ey + ez * ez)
    coarse = smooth_noise(rng, head.grid, max(1.4 * radius, 9.0))
    fine = smooth_noise(rng, head.grid, max(0.6 * radius, 6.0))
    score = radius - away + np.float32(0.13 * radius) * coarse + np.float32(0.05 * radius) * fine
    distance = np.sqrt(dx * dx + dy * dy + dz * dz) + np.float32(1e-3)
    pushed = np.cbrt(np.clip(distance**3 - np.float32(0.42 * radius**3), 0, None))
    # Nothing moves at the skull.
    share = (distance - pushed) / distance * np.clip(-inner / 12, 0, 1)
    moved.x += share * dx
    moved.y += share * dy
    moved.z += share * dz
    oedema = float(np.clip(rng.uniform(1.5, 3.0) + 0.16 * radius, 1.5, 8.0)) if wanted.volume_ml > 0.5 else 1.0
    name = _name(place, side) if place != "pons" else place
    return Lesion(wanted.type, wanted.volume_ml, name, "brain", score, hu, 1.8, oedema, rng.uniform(7, 11))


def _surface_point(head: Frame, inner: F32, direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Head coordinates of the inner table in ``direction`` from the centre of the cavity."""
    near = np.abs(inner) < 1.2
    points = np.stack([head.x[near], head.y[near], head.z[near]], axis=1).astype(np.float64)
    if len(points) == 0:
        raise ValueError("the slices hold no skull for an extra-axial hemorrhage")
    unit = direction / np.linalg.norm(direction)
    cosine = (points @ unit) / np.linalg.norm(points, axis=1)
    best: NDArray[np.float64] = points[int(np.argmax(cosine))]
    return best


def _push_inwards(head: Frame, moved: Displacement, point: NDArray[np.float64], thick: F32, depth: F32) -> None:
    """Move the brain away from a clot of thickness ``thick`` over it; fades over the hemisphere."""
    inward = -point / np.linalg.norm(point)
    # The shift spreads: it is the mean thickness over some centimetres that moves the midline.
    spread = ndimage.gaussian_filter(thick, 10.0 / head.grid.step, truncate=2.5)
    fade = np.exp(-np.clip(depth - thick, 0, None) / 60) * np.float32(0.8) * np.clip(spread * 1.25, 0, thick.max())
    moved.x += fade * np.float32(inward[0])
    moved.y += fade * np.float32(inward[1])
    moved.z += fade * np.float32(inward[2] * 0.5)
    moved.cover += thick


def _epidural(
    rng: np.random.Generator,
    wanted: Hemorrhage,
    place: str,
    side: float,
    hu: float,
    head: Frame,
    inner: F32,
    moved: Displacement,
) -> Lesion:
    """Biconvex lens under the inner table: thickness E (1 - (r / R)^2)."""
    direction = np.array(_EDH_DIRECTIONS[place]) * (side, 1, 1) + rng.normal(0, 0.06, 3)
    point = _surface_point(head, inner, direction)
    slim = rng.uniform(0.36, 0.52)
    radius = float((2000 * wanted.volume_ml / (np.pi * slim)) ** (1 / 3))
    depth = -inner
    square = (head.x - point[0]) ** 2 + (head.y - point[1]) ** 2 + (head.z - point[2]) ** 2
    square = np.clip(square - depth * depth, 0, None)
    profile = np.float32(slim * radius) * (1 - square / np.float32(radius**2))
    score = (profile - depth) * np.float32(0.85) + np.float32(0.25) * smooth_noise(rng, head.grid, 14.0)
    _push_inwards(head, moved, point, np.clip(profile, 0, None), depth)
    return Lesion(wanted.type, wanted.volume_ml, _name(place, side), "dura", score, hu, 1.2, 0.0, 0.0)


def _subdural(
    rng: np.random.Generator,
    wanted: Hemorrhage,
    place: str,
    side: float,
    hu: float,
    head: Frame,
    inner: F32,
    moved: Displacement,
) -> Lesion:
    """Crescent along the convexity, or a thin layer on the falx or the tentorium."""
    volume = wanted.volume_ml
    wave = np.float32(0.30) * smooth_noise(rng, head.grid, 16.0)
    depth = -inner
    if place == "convexity":
        # Nothing in the subdural space holds the blood: it spreads along the skull, further from front to back than
        # up, evenly thick, so that its inner border is hollow as the skull's is.
        thick = float(rng.uniform(1.5, 1.95) * volume**0.38)
        radius = float(np.sqrt(volume * 1000 / (0.67 * np.pi * thick)))
        direction = np.array(_SDH_DIRECTION) * (side, 1, 1) + rng.normal(0, 0.10, 3) * (0.5, 1, 0.8)
        point = _surface_point(head, inner, direction)
        dx, dy, dz = head.x - point[0], head.y - point[1], head.z - point[2]
        square = np.clip(0.8 * dx * dx + 0.58 * dy * dy + 1.4 * dz * dz - depth * depth, 0, None)
        profile = np.float32(thick) * (1 - (square / np.float32(radius**2)) ** 2)
        score = np.minimum(profile - depth, (np.float32(side) * head.x - 2.0)) + wave
        _push_inwards(head, moved, point, np.clip(profile, 0, None) * (np.float32(side) * head.x > 2), depth)
    else:
        thick = float(rng.uniform(1.7, 2.1) * volume**0.38)
        radius = float(np.sqrt(volume * 1000 / (0.55 * np.pi * thick)))
        if place == "falx":
            yc, zc = (42.0, 34.0) if rng.random() < 0.6 else (-44.0, 26.0)
            off = np.float32(side) * head.x - 0.5
            square = (head.y - yc) ** 2 + (head.z - zc) ** 2
            limit = -falx_extent(head.y, head.z)
        else:
            off = tentorium_height(np.abs(head.x), head.y, head.z) - 0.6
            square = (head.x - np.float32(30 * side)) ** 2 + (head.y - 42) ** 2
            limit = np.minimum(-tentorium_extent(head.x, head.y), np.float32(side) * head.x)
        profile = np.float32(thick) * (1 - (square / np.float32(radius**2)) ** np.float32(1.2))
        # A steep score on the far side keeps the layer on its own side of the sheet.
        score = np.minimum(np.minimum(profile - np.abs(off), off * 3 + 1.0), limit + 0.5) + wave * 0.5
    return Lesion(wanted.type, volume, _name(place, side), "dura", score.astype(np.float32), hu, 1.2, 0.0, 0.0)


def _subarachnoid(
    rng: np.random.Generator,
    wanted: Hemorrhage,
    place: str,
    side: float,
    hu: float,
    head: Frame,
    inner: F32,
    moved: Displacement,
) -> Lesion:
    """Blood in sulci and cisterns, spreading from where it came from."""
    if place == "convexity":
        direction = np.array([0.62 * side, rng.uniform(-0.45, 0.45), 0.70])
        centre = _surface_point(head, inner, direction) * 0.94
    else:
        centre = np.array(_SAH_CENTRES[place]) * (side, 1, 1)
    dx, dy, dz = head.x - centre[0], head.y - centre[1], head.z - centre[2]
    lean = np.float32(side * (0.0 if place == "perimesencephalic" else 0.12))
    flat = 0.75 if place == "basal" else 1.0
    distance = np.sqrt(flat * dx * dx + 0.85 * dy * dy + 1.15 * dz * dz) * (1 - lean * np.sign(dx))
    score = -distance + np.float32(5.0) * smooth_noise(rng, head.grid, 18.0)
    name = _name(place, side) if place in ("sylvian", "convexity") else place
    return Lesion(wanted.type, wanted.volume_ml, name, "csf", score.astype(np.float32), hu, 6.0, 0.0, 0.0)


def _intraventricular(
    rng: np.random.Generator,
    wanted: Hemorrhage,
    place: str,
    side: float,
    hu: float,
    head: Frame,
    inner: F32,
    moved: Displacement,
) -> Lesion:
    """Sediment in the dependent horns of the supine patient, or a cast growing from one side."""
    if place == "occipital_horns":
        score = np.broadcast_to(head.grid.axis(1)[None, :, None], head.grid.shape) + 0.5 * smooth_noise(
            rng, head.grid, 14.0
        )
        score = np.where(head.z > -9, score, np.float32(-90))
        name = place
    else:
        dx, dy, dz = head.x - np.float32(12 * side), head.y + 8, head.z - 16
        score = -np.sqrt(dx * dx * 1.3 + dy * dy * 0.7 + dz * dz) + 3.0 * smooth_noise(rng, head.grid, 12.0)
        name = _name(place, side)
    return Lesion(wanted.type, wanted.volume_ml, name, "ventricle", score.astype(np.float32), hu, 1.4, 0.0, 0.0)


def threshold_for(score: F32, spread: F32, host: F32, free: NDArray[np.bool_], voxels: int, edge_mm: float) -> float:
    """Return the score threshold at which ``voxels`` voxels hold more clot than not.

    ``share = host * clip(0.5 + (score - t) / (edge + spread))`` exceeds 0.5 exactly where
    ``t < score - (edge + spread) (0.5 / host - 0.5)``, so that t is an order statistic.

    Raises:
        ValueError: the compartment does not hold that much.
    """
    usable = free & (host > 0.5)
    if int(usable.sum()) < voxels:
        raise ValueError("the hemorrhage does not fit into its compartment on these slices")
    key = score[usable] - (edge_mm + spread[usable]) * (0.5 / host[usable] - 0.5)
    return float(-np.partition(-key, voxels - 1)[voxels - 1])
