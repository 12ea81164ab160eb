"""Skull, face and soft tissue outside the cranial cavity, as signed distance fields in mm (negative inside)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.phantom.fields import (
    F32,
    Frame,
    bell,
    distance_scaled,
    smooth_max,
    smooth_min,
    smooth_noise,
    step_up,
    stream,
)
from inference.phantom.pose import Patient
from inference.phantom.spec import PhantomSpec

SIDES = (-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Skull:
    """Fields [Z, Y, X] of everything outside the dura.

    Attributes:
        inner: cranial cavity (inner table and skull base).
        thickness: of the bone around it, mm.
        skin: outer surface of the head.
        bone: further bone (petrous pyramid, sphenoid, face).
        air: sinuses, nasal cavity, ear canals.
        cells: mastoid and ethmoid regions, which hold air cells.
        orbit, globe, lens, muscle: soft tissue of the face and neck; ``muscle`` includes eye muscles and nerve.
        grain: noise of unit SD, about 6 mm, for cells, diploe and fat lobules.
        height: height of the skull base below each point.
    """

    inner: F32
    thickness: F32
    skin: F32
    bone: F32
    air: F32
    cells: F32
    orbit: F32
    globe: F32
    lens: F32
    muscle: F32
    grain: F32


def _base_height(ax: F32, y: F32) -> F32:
    """Height of the inner skull base (head z, mm) under the head coordinates |x| and y."""
    anterior = -24.5 + 11 * bell(ax - 27, 10) * bell(y + 58, 19) - 3 * bell(ax, 6)
    wing = -25 - 0.30 * np.clip(ax, 0, 46)
    lateral = step_up(ax, 11, 25)
    middle = -28 + lateral * (-13 + 0.016 * np.clip(ax - 38, -20, 30) ** 2)
    middle = middle + 7.5 * bell(y + 8, 2.6) * bell(ax, 9) - 2.0 * bell(y + 19, 6) * bell(ax, 7)
    # Anterior clinoids and the lesser wing stand up as a crest between the anterior and the middle fossa.
    toward_back = step_up(y - wing, -5, 5)
    height = anterior + (middle - anterior) * toward_back
    height = height + 4.0 * bell(y - wing, 4) * step_up(ax, 8, 16)
    ridge = -8 + 0.56 * ax
    off = (y - ridge) * np.float32(0.87)
    clivus = np.clip(-22 - (y + 8) * np.float32(35 / 25), -57, -21)
    posterior = -58 + 0.014 * np.clip(ax - 11, 0, 60) ** 2 + 0.013 * np.clip(y - 38, 0, 60) ** 2
    slope = step_up(off, 2, 17)
    beside = -24 + (posterior + 24) * slope
    medial = 1 - step_up(ax, 8, 18)
    behind = medial * clivus + (1 - medial) * beside
    height = height + (behind - height) * step_up(off, -4, 3)
    top = -23 + 0.06 * ax
    crest = bell(off, 4.5) * step_up(ax, 9, 15)
    height = height + (top - height) * crest
    hole = np.sqrt((ax / 14.5) ** 2 + ((y - 30) / 17.5) ** 2)
    return np.asarray(height - 60 * step_up(-hole, -1.10, -0.85), dtype=np.float32)


def build_skull(spec: PhantomSpec, patient: Patient, head: Frame) -> Skull:
    """Build the skull around the standard cavity, in the head coordinates of ``head``."""
    x, y, z = head.x, head.y, head.z
    ax = np.abs(x)
    rng = stream(spec.seed, "skull")
    asymmetry = rng.normal(0, 0.012)
    half = 65.5 + 3.2 * np.clip((y + 5) / 45, -1, 1) + np.float32(asymmetry) * x
    below = np.clip(-z, 0, None)
    length = np.where(y < 0, np.float32(81.5), np.float32(82.5)) - 0.05 * below
    tall = np.where(z > 0, np.float32(rng.normal(76, 1.5)), np.float32(88))
    power = np.float32(2.22)
    radius = (
        np.abs(x / half) ** power + (np.abs(y) / length) ** power + (np.abs(z - 1) / tall) ** power
    ) ** np.float32(1 / 2.22)
    vault = (radius - 1) * 70
    vault = distance_scaled(vault, head.grid.step)
    # Above the skull base its height does not matter; it is costly.
    floor = (np.float32(-20) - z) * np.float32(0.80)
    span, low = head.slab(-150, 14)
    floor[span] = (_base_height(np.abs(low.x), low.y) - low.z) * np.float32(0.80)
    inner = smooth_max(vault, floor, 5.0)
    inner = smooth_min(inner, smooth_max(np.sqrt(x * x + (y - 31) ** 2) - 12.5, z + 45, 2.0), 3.0)
    inner = distance_scaled(inner, head.grid.step, 0.4)
    # The occipital protuberance and the frontal crest thicken the vault inwards.
    inner = inner + 3.0 * bell(x, 4) * (bell(y - 80, 7) * bell(z + 10, 12) + 0.7 * bell(y + 82, 7) * bell(z, 14))

    at_floor = step_up(floor - vault, -3, 5)
    wall = 5.2 + 1.4 * step_up(y, 35, 75) + 1.2 * step_up(-y, 45, 75) + 0.6 * step_up(z, 40, 75)
    wall = wall - 2.0 * step_up(ax, 52, 64) * bell(z + 8, 22)
    wall = wall + 5.0 * bell(x, 9) * bell(y - 82, 10) * bell(z + 10, 12)
    base = 2.0 + 2.6 * step_up(y, -35, 15) + 1.4 * step_up(y, 30, 60)
    thickness = (wall + (base - wall) * at_floor) * np.float32(patient.bone)
    lumps = smooth_noise(rng, head.grid, 28.0)
    thickness = np.clip(thickness * (1 + np.float32(0.085) * lumps), 1.2, 16).astype(np.float32)
    outer = inner - thickness

    bone, air, cells = head.empty(), head.empty(), head.empty()
    orbit, globe, lens, muscle = head.empty(), head.empty(), head.empty(), head.empty()
    _bones(head, bone)
    _air_spaces(spec, head, air, cells)
    _orbits(head, orbit, globe, lens, muscle)
    _muscles(head, muscle)
    bone = np.maximum(bone, -orbit)
    scalp = np.float32(patient.scalp) * (1 + np.float32(0.16) * smooth_noise(rng, head.grid, 45.0))
    skin = outer - scalp - 4.0 * bell(ax - 66, 9) * bell(y + 20, 26) * bell(z + 14, 24)
    skin = _face(head, skin, globe)
    return Skull(
        inner=inner,
        thickness=thickness,
        skin=skin,
        bone=bone,
        air=air,
        cells=cells,
        orbit=orbit,
        globe=globe,
        lens=lens,
        muscle=muscle,
        grain=smooth_noise(rng, head.grid, 5.5),
    )


def _bones(head: Frame, bone: F32) -> None:
    for s in SIDES:
        head.capsule(bone, [(13 * s, -3, -30, 6), (32 * s, 8, -30, 8.5), (52 * s, 18, -30, 10)], k=3)
        head.ellipsoid(bone, (56 * s, 24, -44), (12, 14, 21), k=3)
        head.capsule(bone, [(16 * s, -27, -27, 3), (36 * s, -40, -34, 4.5), (46 * s, -62, -36, 3.5)], k=2)
        head.capsule(bone, [(46 * s, -70, -14, 5.5), (48 * s, -70, -34, 4), (44 * s, -74, -56, 6)], k=2)
        head.capsule(bone, [(46 * s, -70, -56, 4.5), (64 * s, -42, -54, 2.4), (66 * s, -8, -50, 3)], k=2)
        head.capsule(bone, [(20 * s, -84, -55, 2.5), (32 * s, -82, -54, 2.5), (44 * s, -74, -54, 5)])
        head.ellipsoid(bone, (51 * s, 1, -57), (8.5, 5, 6))
        head.capsule(bone, [(51 * s, 1, -60, 4), (48 * s, -6, -76, 3.5), (46 * s, -14, -104, 4)])
        head.capsule(bone, [(40 * s, -34, -56, 2), (46 * s, -26, -88, 2.5)])
        head.ellipsoid(bone, (19 * s, 24, -66), (6.5, 12, 8))
        head.capsule(bone, [(17 * s, -34, -46, 2), (18 * s, -33, -92, 2)])
        head.ellipsoid(bone, (24 * s, -60, -66), (19.5, 22, 22))
        head.capsule(bone, [(20 * s, 24, -84, 7), (36 * s, 24, -84, 5)])
    head.capsule(bone, [(0, -12, -30, 8), (0, 2, -45, 8), (0, 12, -60, 5)], k=3)
    head.ellipsoid(bone, (0, -32, -39), (18, 17, 14), k=3)
    head.ellipsoid(bone, (0, -62, -38), (14, 27, 15))
    head.capsule(bone, [(0, -88, -20, 5), (0, -98, -44, 2.2)], k=3)
    head.capsule(bone, [(0, 9, -82, 5), (0, 11, -104, 6)])
    head.capsule(bone, [(0, -4, -88, 4), (24, 14, -88, 5)])
    head.capsule(bone, [(0, -4, -88, 4), (-24, 14, -88, 5)])


def _air_spaces(spec: PhantomSpec, head: Frame, air: F32, cells: F32) -> None:
    rng = stream(spec.seed, "sinuses")
    size = rng.normal(1.0, 0.08, 8)
    for number, s in enumerate(SIDES):
        head.ellipsoid(air, (25 * s, -60, -66), (17 * size[number], 19.5, 19))
        head.ellipsoid(air, (7.5 * s, -33, -38), (7 * size[2 + number], 11.5, 8.5))
        head.ellipsoid(air, (7.0 * s, -64, -66), (4.2, 32, 22))
        head.capsule(air, [(50 * s, 8, -43, 3.0), (80 * s, 11, -45, 3.6)])
        head.ellipsoid(cells, (57 * s, 23, -42), (10 * size[4 + number], 13, 18))
        head.ellipsoid(cells, (44 * s, 14, -31), (9, 6, 6))
        wide = float(np.clip(size[6 + number] * 12, 7, 16))
        head.ellipsoid(air, (wide * 0.95 * s, -85.5, -8), (wide * 0.82, 3.6, 11))
    head.ellipsoid(cells, (0, -62, -38), (12.5, 25, 13.5))
    head.ellipsoid(air, (0, -20, -68), (12, 9, 17))
    head.ellipsoid(air, (0, -14, -96), (10, 6, 20))


def _orbits(head: Frame, orbit: F32, globe: F32, lens: F32, muscle: F32) -> None:
    for s in SIDES:
        head.capsule(orbit, [(16 * s, -33, -33, 4), (24 * s, -54, -33, 13.5), (30 * s, -74, -35, 18.5)], k=2)
        head.ellipsoid(orbit, (28 * s, -60, -32), (15, 19, 15.5), k=2)
        head.ellipsoid(globe, (31 * s, -77, -37), (12.2, 12.2, 12.2))
        head.ellipsoid(lens, (31 * s, -86, -37), (4.6, 2.2, 4.6))
        head.capsule(muscle, [(17 * s, -38, -33, 1.6), (20 * s, -60, -37, 2.3), (20 * s, -74, -37, 1.2)])
        head.capsule(muscle, [(18 * s, -38, -34, 1.6), (34 * s, -56, -37, 2.1), (41 * s, -72, -37, 1.2)])
        head.capsule(muscle, [(17 * s, -38, -31, 1.6), (25 * s, -60, -25, 2.4), (31 * s, -74, -25, 1.5)])
        head.capsule(muscle, [(17 * s, -38, -36, 1.6), (26 * s, -60, -47, 2.3), (31 * s, -72, -49, 1.5)])
        head.capsule(muscle, [(15 * s, -34, -32, 1.9), (24 * s, -52, -37, 2.0), (29 * s, -66, -37, 2.1)])


def _muscles(head: Frame, muscle: F32) -> None:
    for s in SIDES:
        head.ellipsoid(muscle, (65 * s, -20, -12), (7, 31, 30))
        head.ellipsoid(muscle, (56 * s, -34, -48), (6, 17, 26))
        head.ellipsoid(muscle, (60 * s, -30, -86), (7, 17, 30))
        head.ellipsoid(muscle, (37 * s, -26, -58), (8, 16, 15))
        head.ellipsoid(muscle, (34 * s, -22, -84), (8, 13, 18))
        head.ellipsoid(muscle, (17 * s, 70, -74), (14, 15, 32))
        head.ellipsoid(muscle, (33 * s, 62, -80), (10, 17, 32), yaw=30 * s)
        head.ellipsoid(muscle, (19 * s, 52, -80), (11, 8, 22), yaw=20 * s)
        head.ellipsoid(muscle, (56 * s, 42, -86), (8, 17, 32), yaw=-25 * s)
        head.ellipsoid(muscle, (12 * s, -2, -80), (9, 6, 26))
        head.ellipsoid(muscle, (9 * s, -98, -70), (5, 5, 8))


def _face(head: Frame, skin: F32, globe: F32) -> F32:
    face = head.empty()
    head.ellipsoid(face, (0, -34, -72), (70, 62, 62), margin=20)
    head.ellipsoid(face, (0, -62, -52), (50, 36, 34), k=8)
    head.capsule(face, [(0, -88, -18, 7), (0, -100, -46, 10), (0, -99, -58, 12)], k=6)
    head.ellipsoid(face, (0, -78, -84), (34, 22, 34), k=6)
    neck = np.sqrt((head.x / 64) ** 2 + ((head.y - 26) / 64) ** 2) * 64 - 64
    neck = smooth_max(neck, head.z + 44, 14.0)
    out = smooth_min(smooth_min(skin, face, 8.0), neck, 12.0)
    out = smooth_min(out, globe - 2.0, 3.0)
    ears = head.empty()
    for s in SIDES:
        # An auricle is a plate that stands off behind the ear canal, with a rim.
        head.ellipsoid(ears, (77 * s, 16, -33), (2.0, 15, 24), yaw=-30 * s)
        head.capsule(ears, [(78 * s, 17, -12, 2.2), (83 * s, 26, -20, 2.3), (83 * s, 26, -38, 2.2)], k=2)
    return np.minimum(out, ears)
