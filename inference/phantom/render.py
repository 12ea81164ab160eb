"""From a spec to voxels and their truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.phantom import scanner
from inference.phantom.body import render_body
from inference.phantom.brain import Brain, build_brain
from inference.phantom.compose import Tissue, compose, stack_fields
from inference.phantom.fields import F32, Frame, PlaneSampler, stream
from inference.phantom.hemorrhage import Lesion, plan_lesions, threshold_for
from inference.phantom.mimics import clip_position, cut_of
from inference.phantom.pose import Patient, draw_patient, head_frame
from inference.phantom.scan import Scan, plan_scan
from inference.phantom.skull import build_skull
from inference.phantom.spec import Kernel, Phantom, PhantomSpec
from inference.types import TYPES, HemorrhageType

#: LPS z in mm of a whole head scan: foramen magnum to above the vertex.
HEAD_RANGE = (-66.0, 87.0)


#: Fields that are not distances to a structure.
ALWAYS = frozenset(
    {"inner", "thickness", "skin", "grain", "gap", "folia", "midline", "sulcus", "sulcus_depth", "sheet"}
)
FAR: F32 = np.full((1, 1), 30, dtype=np.float32)


def render(
    spec: PhantomSpec,
    *,
    slice_mm: float = 5.0,
    spacing_mm: float | None = None,
    matrix: int = 512,
    slices: int | None = None,
    tilt_degrees: float = 0.0,
    kernel: Kernel = "soft",
    noise_hu: float | None = None,
    first_mm: float | None = None,
) -> Phantom:
    """Render one axial series of the patient ``spec``.

    Args:
        slice_mm: slice thickness and distance along the normal, mm, in [0.4, 12].
        spacing_mm: pixel spacing; None means 0.45 (head) or 0.78 (body).
        matrix: rows and columns, in [32, 1024].
        slices: how many; None covers the whole head (about 31 of 5 mm). Fewer are centred on the lesions, or on
            the basal ganglia.
        tilt_degrees: gantry tilt in [-30, 30]; positive as GE counts it, anterior pixels higher.
        kernel: ``"soft"`` or ``"bone"`` (crisper, about three times the noise).
        noise_hu: SD of the noise in the middle of the brain; None takes 3.5 HU at 5 mm, rising as the slices get
            thinner as at a scanner that spares a part of the dose.
        first_mm: LPS z in mm of the first slice's centre; None as for ``slices``.

    Raises:
        ValueError: a parameter out of range, or a hemorrhage that does not fit on the slices.
    """
    if not 0.4 <= slice_mm <= 12 or not 32 <= matrix <= 1024 or abs(tilt_degrees) > 30:
        raise ValueError("slice_mm in [0.4, 12], matrix in [32, 1024], tilt_degrees in [-30, 30]")
    spacing = spacing_mm if spacing_mm is not None else (0.45 if spec.body == "head" else 0.78)
    if not 0.2 <= spacing <= 4:
        raise ValueError("spacing_mm must lie in [0.2, 4]")
    if noise_hu is None:
        noise_hu = 3.5 * (5.0 / slice_mm) ** 0.35 * (3.2 if kernel == "bone" else 1.0)
    if spec.body != "head":
        scan = plan_scan((-100.0, 100.0), slice_mm, spacing, matrix, slices, tilt_degrees, 0.0, first_mm)
        hu = render_body(spec, scan)
        return _finish(spec, scan, hu, np.zeros(hu.shape, dtype=np.uint8), [], [], kernel, noise_hu)
    pitch = spec.pitch_degrees if spec.pitch_degrees is not None else 0.85 * tilt_degrees
    patient = draw_patient(spec, pitch)
    scan = plan_scan(HEAD_RANGE, slice_mm, spacing, matrix, slices, tilt_degrees, _focus(spec), first_mm)
    head = head_frame(spec, patient, scan.low_mm - 2, scan.high_mm + 2)
    skull = build_skull(spec, patient, head)
    lesions, moved = plan_lesions(spec, head, skull.inner)
    brain = _brain_that_fits(spec, patient, moved.apply(head), -skull.inner - moved.cover)
    cut = cut_of(spec, head)
    tissue = Tissue.of(spec, patient.sulcus, patient.atrophy)

    planes = _Accumulator(scan, head, skull.skin, lesions)
    high, names_high = stack_fields(skull, brain, cut, tissue, face=False)
    low, names_low = stack_fields(skull, brain, cut, tissue, face=True)
    scores = [lesion.score for lesion in lesions]
    face_top = head.to_lps((0.0, -85.0, 6.0))[2] + 4
    sampler = PlaneSampler(head.grid, planes.xs)
    lowest = {id(values): values.min(axis=(1, 2)) for values in low}
    for index in range(scan.count):
        for shift in scan.sub_shifts:
            ys, zs = scan.row_lines(index, shift, planes.rows)
            face = bool(zs.min() < face_top)
            fields, names = (low, names_low) if face else (high, names_high)
            # A structure that does not reach this plane costs nothing.
            span = sampler.touched(zs)
            near = [name in ALWAYS or lowest[id(v)][span].min() < 4 for v, name in zip(fields, names, strict=True)]
            needed = [v for v, keep in zip(fields, near, strict=True) if keep]
            values = sampler(needed + scores, ys, zs)
            kept_names = [name for name, keep in zip(names, near, strict=True) if keep]
            here: dict[str, F32] = {name: FAR for name, keep in zip(names, near, strict=True) if not keep}
            here.update(zip(kept_names, values, strict=False))
            plane = compose(here, tissue, cut)
            planes.add(index, plane.inside, plane.outside, plane.cavity)
            for lesion, kept, score in zip(lesions, planes.kept, values[len(needed) :], strict=True):
                host = {
                    "brain": plane.brain,
                    "dura": plane.cavity,
                    "ventricle": plane.ventricle,
                    "csf": plane.csf,
                }[lesion.host]
                kept.add(index, host, score)
    hu, labels, volumes = planes.finish(scan)
    _add_scanner_effects(spec, scan, head, hu, patient)
    return _finish(spec, scan, hu, labels, lesions, volumes, kernel, noise_hu)


def _focus(spec: PhantomSpec) -> float:
    """LPS z to centre a short stack on."""
    heights = {
        "pons": -29.0,
        "cerebellum": -30.0,
        "posterior_fossa": -30.0,
        "tentorium": -5.0,
        "basal": -10.0,
        "perimesencephalic": -12.0,
        "convexity": 40.0,
        "parietal": 35.0,
        "falx": 35.0,
    }
    found = [heights.get(lesion.place or "", 8.0) for lesion in spec.hemorrhages]
    return float(np.mean(found)) if found else 8.0


def _brain_that_fits(spec: PhantomSpec, patient: Patient, head: Frame, depth: F32) -> Brain:
    """Build the brain, with ventricles wide enough for the blood they must hold (as in life)."""
    size = patient.ventricles
    needed = sum(lesion.volume_ml for lesion in spec.hemorrhages if lesion.type == HemorrhageType.IVH)
    layered = any(lesion.type == HemorrhageType.IVH and lesion.place != "filling" for lesion in spec.hemorrhages)
    if needed:
        size = max(size, 0.95 * (needed / (7.0 if layered else 14.0)) ** 0.42)
    brain = build_brain(spec, patient, head, depth, size)
    voxel = head.grid.step**3
    for _ in range(6):
        room = float((brain.ventricle < 0).sum()) * voxel / 1000.0
        if needed <= (0.45 if layered else 0.75) * room:
            break
        size *= 1.15
        brain = build_brain(spec, patient, head, depth, size)
    return brain


class _Kept:
    """What is needed of one lesion until its threshold is known, on its own box of the image."""

    def __init__(self, count: int, rows: int, columns: int, parts: int) -> None:
        shape = (count, rows, columns)
        self.host = np.zeros(shape, dtype=np.float32)
        self.score = np.zeros(shape, dtype=np.float32)
        self.low = np.full(shape, np.inf, dtype=np.float32)
        self.high = np.full(shape, -np.inf, dtype=np.float32)
        self._weight = np.float32(1.0 / parts)

    def add(self, index: int, host: F32, score: F32) -> None:
        self.host[index] += host * self._weight
        self.score[index] += score * self._weight
        np.minimum(self.low[index], score, out=self.low[index])
        np.maximum(self.high[index], score, out=self.high[index])


class _Accumulator:
    """Averages thin planes into slices, and paints the lesions once their thresholds are known."""

    def __init__(self, scan: Scan, head: Frame, skin: F32, lesions: list[Lesion]) -> None:
        self._lesions = lesions
        self._parts = len(scan.sub_shifts)
        touched = skin < 3
        grid = head.grid
        offsets = scan.offsets
        xs = grid.axis(0)[touched.any(axis=(0, 1))]
        columns = np.flatnonzero((offsets >= xs.min() - 1) & (offsets <= xs.max() + 1))
        self.columns = slice(int(columns[0]), int(columns[-1]) + 1)
        # Along the image rows: the part of (y, z) that lies in the plane through the nearest slice.
        y = grid.axis(1)[touched.any(axis=(0, 2))].astype(np.float64) - scan.centre_y
        along = y / scan.column_direction[0]
        rows = np.flatnonzero((offsets >= along.min() - 2) & (offsets <= along.max() + 2))
        self.rows = slice(int(rows[0]), int(rows[-1]) + 1)
        self.xs = offsets[self.columns]
        shape = (scan.count, self.rows.stop - self.rows.start, len(self.xs))
        self.inside = np.zeros(shape, dtype=np.float32)
        self.outside = np.zeros(shape, dtype=np.float32)
        self.cavity = np.zeros(shape, dtype=np.float32)
        self.kept = [_Kept(shape[0], shape[1], shape[2], self._parts) for _ in lesions]

    def add(self, index: int, inside: F32, outside: F32, cavity: F32) -> None:
        """Add one thin plane to slice ``index``."""
        self.inside[index] += inside
        self.outside[index] += outside
        self.cavity[index] += cavity

    def finish(self, scan: Scan) -> tuple[F32, NDArray[np.uint8], list[float]]:
        """Slices float32 [Z, Y, X] in HU, their labels, and the volume of each lesion in mL."""
        weight = np.float32(1 / self._parts)
        self.inside *= weight
        self.outside *= weight
        self.cavity *= weight
        labels = np.zeros(self.inside.shape, dtype=np.uint8)
        voxel_ml = scan.spacing**2 * scan.slice_mm / 1000.0
        volumes = [
            self._paint(lesion, kept, labels, voxel_ml) for lesion, kept in zip(self._lesions, self.kept, strict=True)
        ]
        hu = np.full((scan.count, scan.matrix, scan.matrix), -1000, dtype=np.float32)
        full = np.zeros(hu.shape, dtype=np.uint8)
        hu[:, self.rows, self.columns] = self.inside + self.outside
        full[:, self.rows, self.columns] = labels
        return hu, full, volumes

    def _paint(self, lesion: Lesion, kept: _Kept, labels: NDArray[np.uint8], voxel_ml: float) -> float:
        host = kept.host
        if lesion.host == "csf":
            # Blood in a sulcus is seen although the sulcus fills only a part of the voxel.
            host = np.minimum(host * 1.5, self.cavity)
        spread = kept.high - kept.low
        voxels = max(round(lesion.volume_ml / voxel_ml), 1)
        # A voxel that is partly bone shows as bone, and nobody would mark it.
        markable = np.where(self.cavity > 0.85, host, 0) if lesion.host != "ventricle" else host
        limit = threshold_for(kept.score, spread, markable, labels == 0, voxels, lesion.edge_mm)
        reach = kept.score > limit - 1.5 * (lesion.edge_mm + lesion.oedema_mm) - spread
        score, wide, host = kept.score[reach], lesion.edge_mm + spread[reach], host[reach]
        share = host * np.clip(np.float32(0.5) + (score - np.float32(limit)) / wide, 0, 1)
        cavity = np.maximum(self.cavity[reach], 1e-3)
        inside = self.inside[reach]
        if lesion.oedema_mm:
            rim = np.clip(0.5 + (score - np.float32(limit - lesion.oedema_mm)) / (wide + 2.0), 0, 1)
            inside -= np.float32(lesion.oedema_hu) * rim * host
        self.inside[reach] = inside * (1 - share / cavity) + share * np.float32(lesion.hu)
        key = score - wide * (0.5 / np.maximum(host, 1e-3) - 0.5)
        found = np.zeros(labels.shape, dtype=bool)
        found[reach] = (key >= limit) & (markable[reach] > 0.5)
        found &= labels == 0
        labels[found] = lesion.type.label
        return float(found.sum()) * voxel_ml


def _add_scanner_effects(spec: PhantomSpec, scan: Scan, head: Frame, hu: F32, patient: Patient) -> None:
    """Add the table, beam hardening, metal and motion in place."""
    rng = stream(spec.seed, "scanner")
    back = float(head.to_lps((0.0, 91.0, 0.0))[1]) + patient.scalp
    kind = int(rng.integers(2))
    ys = scan.centre_y + scan.offsets * scan.column_direction[0]
    board, share = scanner.table(scan.offsets, ys, back, kind)
    for index in range(scan.count):
        air = hu[index] < -940
        place = share * air
        hu[index] += place * (board - hu[index])
        if scan.centre_z[index] < 8:
            flutter = stream(spec.seed, f"streaks {scan.centre_z[index]:.1f}")
            hu[index] += scanner.bone_streaks(flutter, hu[index], scan.spacing)
    if "motion" in spec.mimics:
        scanner.motion(rng, hu, scan.spacing)
    if "postoperative" in spec.mimics:
        x, y, z = clip_position(spec, head)
        cy, cz = scan.column_direction
        for index in range(scan.count):
            along = (y - scan.centre_y) * cy + (z - scan.centre_z[index]) * cz
            off = (z - scan.centre_z[index]) * cy - (y - scan.centre_y) * cz
            strength = float(np.clip((4.0 + scan.slice_mm / 2 - abs(off)) / scan.slice_mm, 0, 1))
            if strength > 0.02:
                centre = (along / scan.spacing + (scan.matrix - 1) / 2, x / scan.spacing + (scan.matrix - 1) / 2)
                scanner.metal(hu[index], centre, scan.spacing, strength, rng)


def _finish(
    spec: PhantomSpec,
    scan: Scan,
    hu: F32,
    labels: NDArray[np.uint8],
    lesions: list[Lesion],
    volumes: list[float],
    kernel: Kernel,
    noise_hu: float,
) -> Phantom:
    """Blur, add noise, round, and measure the truth."""
    hu = scanner.point_spread(hu, scan.spacing, kernel)
    if noise_hu > 0:
        rng = stream(spec.seed, f"noise {kernel} {scan.slice_mm:.3f} {scan.count} {scan.tilt_degrees:.2f}")
        grain = scanner.noise(rng, hu.shape, scan.spacing, kernel, noise_hu)
        for index in range(scan.count):
            grain[index] *= scanner.noise_profile((hu[index] > -300).astype(np.float32))
        hu += grain
    voxel_ml = scan.spacing**2 * scan.slice_mm / 1000.0
    truth = {kind: float((labels == kind.label).sum()) * voxel_ml for kind in TYPES}
    cy, cz = scan.column_direction
    return Phantom(
        spec=spec,
        hu=np.clip(np.rint(hu), -1024, 3071).astype(np.int16),
        labels=labels,
        origin_mm=scan.origins(),
        row_direction=np.array([1.0, 0.0, 0.0]),
        column_direction=np.array([0.0, cy, cz]),
        pixel_mm=(scan.spacing, scan.spacing),
        slice_mm=scan.slice_mm,
        tilt_degrees=scan.tilt_degrees,
        kernel=kernel,
        truth_ml=truth,
        lesion_ml=tuple(volumes),
        lesion_sites=tuple(lesion.site for lesion in lesions),
    )
