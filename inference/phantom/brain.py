"""The brain and what lies around it inside the dura, as smooth fields in mm (negative inside)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from inference.phantom.dura import falx_extent, tentorium_extent, tentorium_height
from inference.phantom.fields import F32, Frame, smooth_max, smooth_noise, step_up, stream
from inference.phantom.pose import Patient
from inference.phantom.spec import PhantomSpec

SIDES = (-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Brain:
    """Fields [Z, Y, X].

    Attributes:
        sulcus: signed distance to the sheet in the middle of the nearest sulcus, mm.
        sulcus_depth: depth below the brain's surface minus the depth of the sulci there, mm.
        gap: width of the subarachnoid space under the dura, mm.
        cistern: cisterns, Sylvian fissures, suprasellar star.
        ventricle: ventricles.
        nuclei: grey matter of the depth (caudate, lentiform nucleus, thalamus).
        midline: signed distance to the falx plane.
        fissure: interhemispheric fissure in that plane.
        falx: extent of the falx in that plane.
        tentorium: height above the tentorium.
        tent_extent: extent of the tentorium in its sheet.
        stem: brain stem.
        sinus: dural venous sinuses.
        infarct: an old infarct.
        calcium: physiological and pathological calcification.
        choroid: choroid plexus of the lateral ventricles.
        arteries: arteries of the base and their first branches.
        veins: deep veins.
        folia: unit noise, mostly vertical, for cerebellar folia and patchy white matter.
    """

    sulcus: F32
    sulcus_depth: F32
    gap: F32
    cistern: F32
    ventricle: F32
    nuclei: F32
    midline: F32
    fissure: F32
    falx: F32
    tentorium: F32
    tent_extent: F32
    stem: F32
    sinus: F32
    calcium: F32
    infarct: F32
    choroid: F32
    arteries: F32
    veins: F32
    folia: F32


def build_brain(spec: PhantomSpec, patient: Patient, head: Frame, depth: F32, ventricles: float) -> Brain:
    """Build the brain in (possibly displaced) head coordinates.

    ``depth`` is the distance below the inner table or below an extra-axial clot in mm, ``ventricles`` a factor on
    the ventricles' radii.
    """
    x, y, z = head.x, head.y, head.z
    rng = stream(spec.seed, "brain")
    sulcus, sulcus_depth = _sulci(rng, head, depth, patient)
    gap = 0.5 + 2.4 * np.float32(patient.atrophy) * (0.6 + 0.8 * step_up(-y, 0, 60))
    wave = smooth_noise(rng, head.grid, 22.0)
    gap = (gap * (1 + np.float32(0.3) * wave)).astype(np.float32)

    stem = head.empty()
    for s in SIDES:
        head.ellipsoid(stem, (8 * s, 3.5, -12), (8.5, 9.5, 10), yaw=-28 * s, k=3)
    head.ellipsoid(stem, (0, 12, -10), (11.5, 8, 9), k=4)
    head.ellipsoid(stem, (0, 10, -29), (17, 12.5, 13), k=3)
    head.capsule(stem, [(0, 15, -40, 9), (0, 26, -56, 7.5), (0, 30, -120, 6.5)], k=4)

    midline = (x + np.float32(1.0) * smooth_noise(rng, head.grid, 60.0)).astype(np.float32)
    deep = np.sqrt(((y - 2) / 47) ** 2 + ((z - 2) / 31) ** 2)
    fissure = ((1 - deep) * 34).astype(np.float32)
    fissure = np.maximum(fissure, np.where(y < 0, -26 - z, np.float32(-8) - z))
    falx = falx_extent(y, z)
    tentorium = tentorium_height(np.abs(x), y, z)
    tent_extent = tentorium_extent(x, y)

    cistern = head.empty()
    span, low = head.slab(-75, 45)
    cistern[span] = _cisterns(rng, low, patient, stem[span])
    ventricle = _ventricles(head, ventricles, patient.atrophy, midline)
    nuclei = _nuclei(head)
    # Grey matter of the insula lies along its cistern; the sulcal ribbon does not reach it.
    sinus = _sinuses(head, depth, tentorium)
    calcium = _calcium(spec, head, ventricles)
    choroid = head.empty()
    for s in SIDES:
        head.capsule(
            choroid, [(9 * s, -2, 17, 1.2), (17 * s, 16, 18, 1.8), (25 * s, 26, 11, 3.4), (30 * s, 18, -2, 1.8)]
        )
    return Brain(
        sulcus=sulcus,
        sulcus_depth=sulcus_depth,
        gap=gap,
        cistern=cistern,
        ventricle=ventricle,
        nuclei=nuclei,
        midline=midline,
        fissure=fissure,
        falx=falx,
        tentorium=tentorium,
        tent_extent=tent_extent,
        stem=stem,
        sinus=sinus,
        calcium=calcium,
        infarct=_infarct(spec, head),
        choroid=choroid,
        arteries=_arteries(head) if spec.contrast or spec.arteries_hu is not None else head.empty(),
        veins=_veins(head) if spec.contrast else head.empty(),
        folia=smooth_noise(rng, head.grid, 9.0),
    )


def _sulci(rng: np.random.Generator, head: Frame, depth: F32, patient: Patient) -> tuple[F32, F32]:
    """Sulci as the zero surfaces of noise that changes along the brain's surface and hardly with depth."""
    x, y, z = head.x / 67, (head.y - 2) / 82, (head.z - 4) / 74
    radius = np.sqrt(x * x + y * y + z * z)
    # The noise is looked up on a shell of 70 mm; the depth enters weakly, so that sulci bend as they go in.
    scale = (62 + 9 * radius) / np.clip(radius, 0.25, None)
    lattice = 3.0
    nodes = rng.standard_normal((58, 58, 58), dtype=np.float32)
    band = ndimage.gaussian_filter(nodes, 1.9) - 0.9 * ndimage.gaussian_filter(nodes, 3.2)
    band /= band.std()
    where = np.stack([z * scale, y * scale, x * scale]) / np.float32(lattice) + np.float32(28.5)
    noise = np.full(head.grid.shape, 1.0, dtype=np.float32)
    inside = (depth > -4) & (head.z > -50)
    noise[inside] = ndimage.map_coordinates(band, where[:, inside], order=1, mode="nearest", prefilter=False)
    total = np.full(noise.shape, 0.03**2, dtype=np.float32)
    for axis in range(3):
        slope = np.asarray(np.gradient(noise, head.grid.step, axis=axis))
        total += slope * slope
    sheet = np.clip(noise / np.sqrt(total), -12, 12).astype(np.float32)
    how_deep: F32 = 17 + 5.0 * smooth_noise(rng, head.grid, 30.0)
    # The medial surface folds like the convexity.
    medial = np.where(head.y * head.y / 47**2 + head.z * head.z / 31**2 > 1.3, np.abs(head.x), np.float32(99))
    depth = np.minimum(depth, medial)
    return sheet, (depth - how_deep).astype(np.float32)


def _cisterns(rng: np.random.Generator, head: Frame, patient: Patient, stem: F32) -> F32:
    bend = [3.2 * smooth_noise(rng, head.grid, 24.0) for _ in range(3)]
    ripple = smooth_noise(rng, head.grid, 13.0)
    x, y, z = head.x, head.y, head.z
    wide = 0.7 + 1.6 * patient.atrophy
    cistern = head.empty()
    head.ellipsoid(cistern, (0, -15, -21), (10 + wide, 8 + wide, 6))
    for s in SIDES:
        head.capsule(cistern, [(7 * s, -18, -19, 2.5), (20 * s, -24, -15, 1.6), (32 * s, -25, -9, 1.6)], k=2)
        head.capsule(cistern, [(7 * s, -9, -19, 2.0), (15 * s, 0, -15, 1.6)], k=2)
        head.capsule(cistern, [(14 * s, 5, -31, 2.5), (25 * s, 10, -33, 3.0)], k=2)
        head.capsule(cistern, [(36 * s, -27, -11, 2.0), (43 * s, -37, -13, 1.6)], k=1)
    head.capsule(cistern, [(0, -24, -21, 2), (0, -36, -14, 1.6)], k=2)
    head.ellipsoid(cistern, (0, -3, -15), (6, 4, 6), k=2)
    head.ellipsoid(cistern, (0, 22, -4), (7.5 + wide, 1.6 + wide, 5), k=1)
    head.ellipsoid(cistern, (0, 24, -4), (2 + wide, 3 + wide, 5), k=2)
    head.ellipsoid(cistern, (0, 27, 3), (3.5, 7, 4), k=1)
    head.ellipsoid(cistern, (0, 64, -54), (11, 7 + wide, 7), k=1)
    head.ellipsoid(cistern, (0, 44, -52), (3.5, 12, 6), k=2)
    around = np.maximum(stem - (1.6 + wide), -stem)
    ambient = np.maximum(np.maximum(around - 0.5 * ripple, np.abs(z + 9) - 9), -1.0 - y)
    pontine = np.maximum(np.maximum(around - 1.0, z + 17), y - 6)
    cistern = np.minimum(cistern, np.minimum(ambient, pontine))
    # Insular cistern: a sheet over the insula; the lateral limb of the Sylvian fissure climbs to posterior.
    x, y, z = x + bend[0], y + bend[1], z + bend[2]
    ax = np.abs(x)
    island = np.abs(ax - 41 + 0.010 * (y + 8) ** 2) - (0.35 + 0.50 * wide + (0.35 + 0.25 * wide) * ripple)
    island = np.maximum(np.maximum(island, np.abs(y + 7) - 21), np.abs(z - 4) - 13)
    rise = z - (-5 + 0.55 * (y + 26)) - 0.012 * (ax - 41) ** 2
    limb = np.abs(rise) * np.float32(0.88) - (0.25 + 0.5 * wide + (0.4 + 0.3 * wide) * ripple)
    limb = np.maximum(np.maximum(limb, 40.5 - ax), np.abs(y + 2) - 27)
    return np.asarray(np.minimum(cistern, np.minimum(island, limb)), dtype=np.float32)


def _ventricles(head: Frame, size: float, atrophy: float, midline: F32) -> F32:
    ventricle = head.empty()
    lift = 1 + 0.25 * (size - 1)
    for s in SIDES:
        horn = head.empty()
        head.capsule(
            horn,
            [
                (15 * s * lift, -45, 5, 1.4 * size),
                (8.5 * s, -32, 11, 3.7 * size),
                (6.5 * s * lift, -12, 17, 4.0 * size),
                (11 * s * lift, 6, 21, 4.2 * size),
                (20 * s, 21, 18, 5.0 * size),
                (25 * s, 31, 11, 5.4 * size),
                (25 * s, 46, 7, 3.2 * size),
                (21 * s, 58, 5, 1.2 * size),
            ],
            k=3,
            flat=(1.0, 1.0, 0.72),
        )
        head.capsule(
            horn, [(26 * s, 29, 8, 4 * size), (33 * s, 14, -8, 2.2 * size), (31 * s, -8, -18, 1.3 * size)], k=3
        )
        # The septum pellucidum keeps the frontal horns apart.
        horn = smooth_max(horn, 0.8 - midline * np.float32(s), 1.0)
        ventricle = np.minimum(ventricle, horn)
    third = np.abs(midline) - np.float32(0.5 + 1.25 * size)
    oval = (np.sqrt(((head.y + 5) / 14.5) ** 2 + ((head.z + 1) / 10) ** 2) - 1) * 11
    ventricle = np.minimum(ventricle, smooth_max(third.astype(np.float32), oval.astype(np.float32), 1.0))
    fourth = head.empty()
    wide = 0.75 + 0.25 * size
    head.ellipsoid(fourth, (0, 27.5, -30), (7.5 * wide, 4.6 * wide, 10))
    head.ellipsoid(fourth, (0, 31.5, -28), (3.0 * wide, 4.5 * wide, 6), k=2)
    head.capsule(fourth, [(0, 19, -10, 0.9), (0, 25, -24, 1.6)], k=1)
    return np.asarray(np.minimum(ventricle, fourth), dtype=np.float32)


def _nuclei(head: Frame) -> F32:
    nuclei = head.empty()
    for s in SIDES:
        head.ellipsoid(nuclei, (14 * s, -27, 8), (5.6, 9.5, 10), yaw=-14 * s)
        head.capsule(nuclei, [(14 * s, -20, 16, 4.5), (20 * s, 4, 24, 2.6), (27 * s, 20, 18, 1.6)], k=2)
        head.ellipsoid(nuclei, (27 * s, -13, 4), (5.0, 15.5, 10.5), yaw=-8 * s)
        head.ellipsoid(nuclei, (20 * s, -9, 1), (4.2, 8.5, 7), yaw=-22 * s, k=1)
        head.ellipsoid(nuclei, (11.5 * s, 2, 8), (8.0, 14.5, 9), yaw=22 * s)
        head.ellipsoid(nuclei, (25 * s, -8, -17), (6, 7, 6))
    return nuclei


def _sinuses(head: Frame, depth: F32, tentorium: F32) -> F32:
    x, y, z = head.x, head.y, head.z
    sagittal = np.sqrt((x / 1.25) ** 2 + (depth - 0.5) ** 2) - (2.6 + 1.9 * step_up(y, -30, 60))
    sagittal = np.maximum(sagittal, np.where(y < 0, np.float32(5) - z, -14 - z))
    transverse = np.sqrt((tentorium + 1.0) ** 2 + (depth - 1.5) ** 2) - 3.8
    transverse = np.maximum(np.maximum(transverse, 38 - y), np.abs(z + 16) - 16)
    sinus: F32 = np.asarray(np.minimum(sagittal, transverse), dtype=np.float32)
    head.capsule(sinus, [(0, 25, 5, 1.8), (0, 50, -5, 2.4), (0, 77, -13, 3.4)])
    for s in SIDES:
        head.capsule(sinus, [(59 * s, 36, -26, 3.6), (54 * s, 34, -40, 4.2), (42 * s, 24, -52, 4.2)], k=2)
    return sinus


def _calcium(spec: PhantomSpec, head: Frame, ventricles: float) -> F32:
    rng = stream(spec.seed, "calcium")
    calcium = head.empty()
    strong = "pineal_calcification" in spec.mimics
    chance, amount = rng.random(), rng.uniform(1.0, 1.9)
    if strong or chance < np.clip((spec.age - 8) / 60, 0, 0.75):
        radius = 3.3 if strong else amount
        head.ellipsoid(calcium, (0.5, 13.5, 3), (radius, radius * 1.3, radius))
    strong = "choroid_calcification" in spec.mimics
    for s in SIDES:
        chance, amount = rng.random(), rng.uniform(0.9, 2.2)
        if strong or chance < np.clip((spec.age - 15) / 80, 0, 0.7):
            radius = rng.uniform(3.0, 4.4) if strong else amount
            head.ellipsoid(calcium, (25.5 * s, 28, 11), (radius, radius * 1.4, radius * 1.2), yaw=20 * s)
            head.ellipsoid(calcium, (22 * s, 22, 15), (radius * 0.45, radius * 0.7, radius * 0.5))
    if "falx_calcification" in spec.mimics:
        for _ in range(3):
            where = rng.uniform(-62, -36), rng.uniform(30, 48)
            head.ellipsoid(calcium, (0, where[0], where[1]), (1.7, rng.uniform(4, 9), rng.uniform(4, 7)))
    if "basal_ganglia_calcification" in spec.mimics:
        for s in SIDES:
            for _ in range(4):
                spot = (rng.normal(19.5, 1.6) * s, rng.normal(-9, 3.5), rng.normal(2, 2.5))
                head.ellipsoid(calcium, spot, (rng.uniform(1.2, 2.4), rng.uniform(2, 4.2), rng.uniform(2, 4)))
            if rng.random() < 0.5:
                head.ellipsoid(calcium, (22 * s, 52, -34), (4, 5, 2.5))
    return calcium


def _infarct(spec: PhantomSpec, head: Frame) -> F32:
    """Wedge of lost brain in the territory of one middle cerebral artery, for ``old_infarct``."""
    infarct = head.empty()
    if "old_infarct" in spec.mimics:
        rng = stream(spec.seed, "infarct")
        s = float(rng.choice(SIDES))
        where = (49 * s, float(rng.uniform(-14, 26)), float(rng.uniform(8, 26)))
        head.ellipsoid(infarct, where, (15, float(rng.uniform(13, 20)), float(rng.uniform(11, 17))), margin=16)
        infarct += 2.5 * smooth_noise(rng, head.grid, 16.0)
    return infarct


def _arteries(head: Frame) -> F32:
    arteries = head.empty()
    head.capsule(arteries, [(0, 1, -40, 1.7), (0, -4, -28, 1.8), (0, -6, -18, 1.8)])
    for s in SIDES:
        head.capsule(arteries, [(3 * s, 14, -58, 1.6), (0, 1, -40, 1.6)])
        head.capsule(
            arteries, [(0, -6, -17, 1.5), (10 * s, -2, -14, 1.3), (20 * s, 12, -8, 1.2), (18 * s, 30, -4, 1.1)]
        )
        head.capsule(arteries, [(12 * s, -18, -36, 2.4), (11 * s, -26, -30, 2.4), (11 * s, -17, -22, 2.3)])
        head.capsule(
            arteries, [(11 * s, -17, -21, 2.0), (24 * s, -24, -14, 1.8), (36 * s, -26, -9, 1.6), (41 * s, -16, 0, 1.3)]
        )
        head.capsule(arteries, [(41 * s, -16, 0, 1.3), (40 * s, 0, 9, 1.2), (52 * s, 8, 12, 1.1)])
        head.capsule(arteries, [(11 * s, -18, -20, 1.6), (1.5 * s, -27, -17, 1.5), (1.2 * s, -48, 0, 1.3)])
        head.capsule(arteries, [(1.2 * s, -48, 0, 1.3), (1.2 * s, -42, 26, 1.2), (1.2 * s, -10, 36, 1.1)])
        head.capsule(arteries, [(29 * s, -8, -62, 2.6), (25 * s, -10, -46, 2.5), (13 * s, -14, -36, 2.4)])
    return arteries


def _veins(head: Frame) -> F32:
    veins = head.empty()
    head.capsule(veins, [(0, 10, 12, 1.2), (0, 22, 6, 1.6), (0, 27, 7, 2.0)])
    for s in SIDES:
        head.capsule(veins, [(3 * s, -10, 11, 1.0), (2 * s, 12, 12, 1.2)])
    return veins
