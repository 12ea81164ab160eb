"""Where things are in a head CT: what a hemorrhage of each type needs to be placed as in life.

Found on the pixels alone, once per stack; the caller keeps the result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.training.synthesis.intracranial import BONE_HU, intracranial
from inference.training.synthesis.sharpness import edge_sigma
from inference.training.synthesis.sulci import Place, narrow_sulci, open_sulci

#: CSF at 120 kVp, without partial volume.
CSF_HU = 6.0
#: Inner half width and length of the adult head that all distances are stated for; others' are scaled to it.
ADULT_HALF_WIDTH_MM, ADULT_LENGTH_MM = 66.0, 183.0
_PATCH = 40


@dataclass(frozen=True, slots=True, eq=False)
class HeadAnatomy:
    """A head's geometry on its stack's grid, axes [Z, Y, X], slices inferior to superior.

    Attributes:
        spacing: (dz, dy, dx) in mm.
        brain: bool; the intracranial space, without calcifications.
        depth: float16; mm to the inner table, 0 outside.
        csf: float16 in [0, 1]; share of CSF in the voxel, in sulci, fissures, cisterns and ventricles.
        open_sulci: uint8, 255 for 1; share of the voxel that subarachnoid blood may fill, where CSF is seen.
        narrow_sulci: uint8, the same in sulci too narrow to be seen.
        ventricle: bool; lateral, third and fourth ventricle where they are wide enough to be seen.
        vault: float16 [Y, X]; mm to the outline of the whole brain seen from above: large on the skull base (petrous
            ridge, sphenoid wing, sella), small under the convexity.
        parenchyma_hu: median of the brain without CSF.
        midline: (x0, slope) in pixels: the falx lies at ``x = x0 + slope * y``.
        box: the smallest crop that holds the brain.
        scale: this head's size over an adult's.
        points: float32 [N, 8]; a sample of brain voxels: z, y, x index, depth mm, lateral mm (signed, distance to the
            midline), mm below the vertex over ``scale``, place from front (0) to back (1), vault mm.
        wet: float32 [N]; ``csf`` at the points.
        in_sulci: bool [N, 2]; in an open or in a narrow sulcus at the points.
        in_ventricle: bool [N]; at the points.
        texture: float32 [Z, 11, 11]; kernel that turns white noise into this slice's noise (its level and grain),
            measured where the brain is most even.
        edge: in-plane point spread in pixels (Gaussian sigma), from the bone's own edge where the stack has kept it.
    """

    spacing: tuple[float, float, float]
    brain: NDArray[np.bool_]
    depth: NDArray[np.float16]
    csf: NDArray[np.float16]
    open_sulci: NDArray[np.uint8]
    narrow_sulci: NDArray[np.uint8]
    ventricle: NDArray[np.bool_]
    vault: NDArray[np.float16]
    parenchyma_hu: float
    midline: tuple[float, float]
    box: tuple[slice, slice, slice]
    scale: float
    points: NDArray[np.float32]
    wet: NDArray[np.float32]
    in_sulci: NDArray[np.bool_]
    in_ventricle: NDArray[np.bool_]
    texture: NDArray[np.float32]
    edge: float

    @property
    def voxel_ml(self) -> float:
        """Volume of one voxel in mL."""
        return self.spacing[0] * self.spacing[1] * self.spacing[2] / 1000.0

    def below(self, span: slice) -> NDArray[np.float32]:
        """How far slices lie below the vertex, [Z, 1, 1], in mm of an adult head."""
        steps = self.top - np.arange(span.start, span.stop, dtype=np.float32)[:, None, None]
        fall: NDArray[np.float32] = (steps * (self.spacing[0] / self.scale)).astype(np.float32)
        return fall

    @property
    def top(self) -> int:
        """Index of the highest slice with brain."""
        return int(self.box[0].stop) - 1

    @property
    def y_range(self) -> tuple[int, int]:
        """First and last row with brain."""
        return int(self.box[1].start), int(self.box[1].stop) - 1

    def lateral(self, y: NDArray[np.float32], x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Signed distance of pixels (y, x) to the midline in mm; positive towards larger x."""
        x0, slope = self.midline
        offset: NDArray[np.float32] = ((x - x0 - slope * y) * (self.spacing[2] / np.hypot(1.0, slope))).astype(
            np.float32
        )
        return offset


def _midline(brain: NDArray[np.bool_]) -> tuple[float, float]:
    """The line x = x0 + slope * y about which the brain's silhouettes mirror best, within 52 degrees."""
    silhouette = brain.sum(axis=0, dtype=np.float32)
    step = max(1, silhouette.shape[1] // 128)
    small = ndimage.uniform_filter(silhouette, step)[::step, ::step]
    y, x = np.mgrid[: small.shape[0], : small.shape[1]].astype(np.float32)
    total = small.sum()
    cy, cx = (small * y).sum() / total, (small * x).sum() / total
    best, answer = -np.inf, (cx * step, 0.0)
    for angle in np.deg2rad(np.arange(-52, 52.1, 2.0)):
        normal_x, normal_y = np.cos(angle), -np.sin(angle)
        for shift in (-2.0, -1.0, 0.0, 1.0, 2.0):
            signed = (x - cx) * normal_x + (y - cy) * normal_y - shift
            mirrored = ndimage.map_coordinates(
                small, [y - 2 * signed * normal_y, x - 2 * signed * normal_x], order=1, mode="constant"
            )
            score = -np.abs(mirrored - small).sum()
            if score > best:
                best = score
                slope = np.tan(angle)
                answer = (float((cx + shift / normal_x - slope * cy) * step), float(slope))
    return answer


def _depth(brain: NDArray[np.bool_], spacing: tuple[float, float, float]) -> NDArray[np.float32]:
    """mm to the inner table: exact in each plane, through the planes above and below at half resolution."""
    padded = np.pad(brain[:, ::2, ::2], ((1, 1), (1, 1), (1, 1)))
    # The stack may begin above the skull base; what is cut off there is brain, not bone.
    padded[0] = padded[1]
    coarse = ndimage.distance_transform_edt(padded, sampling=(spacing[0], 2 * spacing[1], 2 * spacing[2]))
    coarse = coarse[1:-1, 1:-1, 1:-1].astype(np.float32)
    out = np.zeros(brain.shape, np.float32)
    for z in np.flatnonzero(brain.any(axis=(1, 2))):
        plane = ndimage.distance_transform_edt(brain[z], sampling=spacing[1:]).astype(np.float32)
        through = coarse[z].repeat(2, axis=0).repeat(2, axis=1)[: plane.shape[0], : plane.shape[1]]
        out[z] = np.where(brain[z], np.minimum(plane - 0.5 * spacing[1], np.maximum(through, 0.0)), 0)
    return np.maximum(out, 0)


def masked_smooth(plane: NDArray[np.float32], mask: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    """Gaussian mean of ``plane`` [Y, X] over ``mask`` only, so that bone and air do not bleed in."""
    weight = ndimage.gaussian_filter(mask.astype(np.float32), sigma)
    total = ndimage.gaussian_filter(np.where(mask, plane, 0).astype(np.float32), sigma)
    smooth: NDArray[np.float32] = (total / np.maximum(weight, 1e-3)).astype(np.float32)
    return smooth


def _csf(
    smooth: NDArray[np.float32], soft: NDArray[np.bool_], depth: NDArray[np.float32], parenchyma: float, pixel: float
) -> NDArray[np.float32]:
    """Share of CSF [Z, Y, X]: dark voxels, and the dark valleys that partial volume leaves of narrow sulci."""
    level = parenchyma - 3.0
    size = 2 * max(2, round(2.2 / pixel)) + 1
    calm = np.stack([masked_smooth(p, s, 1.0) for p, s in zip(smooth, soft, strict=True)])
    filled = np.where(soft, calm, parenchyma)
    valley = ndimage.grey_closing(filled, size=(1, size, size)) - filled
    # Noise has valleys too: those of the deep, even brain set the floor.
    deep = soft & (depth > 15) & (calm > level - 4)
    floor = float(np.percentile(valley[deep], 90)) if deep.sum() > 1000 else 4.0
    share = np.maximum((level - calm) / (level - CSF_HU), (valley - floor) / 12.0)
    return np.where(soft, np.clip(share, 0, 1), 0).astype(np.float32)


def _texture(plane: NDArray[np.float32], soft: NDArray[np.bool_]) -> NDArray[np.float32] | None:
    """[11, 11] noise kernel of one slice, from its most even patch; None where there is no room for one."""
    half = _PATCH // 2
    trend = masked_smooth(plane, soft, 4.0)
    centres = ndimage.uniform_filter(soft.astype(np.float32), _PATCH) > 0.98
    structure = ndimage.gaussian_filter(np.where(soft, plane - trend, 0), 1.5)
    rough = np.where(centres, ndimage.uniform_filter(structure**2, _PATCH), np.inf)
    y, x = np.unravel_index(int(rough.argmin()), rough.shape)
    if not centres[y, x]:
        return None
    patch = (plane - trend)[y - half : y + half, x - half : x + half]
    patch = patch - patch.mean()
    spread = float(1.4826 * np.median(np.abs(patch))) + 1e-3
    window = np.outer(np.hanning(_PATCH), np.hanning(_PATCH))
    spectrum = np.abs(np.fft.fft2(np.clip(patch, -3 * spread, 3 * spread) * window))
    # One patch has too few samples of each frequency: their mean over all directions is steady and has no pattern.
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(_PATCH), np.fft.fftfreq(_PATCH), indexing="ij"))
    ring = np.rint(frequency * _PATCH).astype(int)
    radial = np.sqrt(np.bincount(ring.ravel(), (spectrum**2).ravel()) / np.bincount(ring.ravel()))
    radial[0] = 0
    kernel = np.fft.fftshift(np.fft.ifft2(radial[ring]).real)[half - 5 : half + 6, half - 5 : half + 6]
    scaled: NDArray[np.float32] = (kernel * (spread / np.sqrt((kernel**2).sum() + 1e-9))).astype(np.float32)
    return scaled


def _textures(values: NDArray[np.float32], even: NDArray[np.bool_]) -> NDArray[np.float32]:
    """[Z, 11, 11] noise kernels; slices without an even patch take the nearest slice's."""
    found = {z: k for z in range(len(values)) if (k := _texture(values[z], even[z])) is not None}
    if not found:
        return np.zeros((len(values), 11, 11), np.float32)
    at = np.array(list(found))
    # A patch over a vessel or a streak is an outlier among its neighbours.
    typical = float(np.median([np.sqrt((k**2).sum()) for k in found.values()]))
    kernels = [found[int(at[np.abs(at - z).argmin()])] for z in range(len(values))]
    return np.stack([k * min(1.0, 1.6 * typical / np.sqrt((k**2).sum())) for k in kernels]).astype(np.float32)


def anatomy(
    hu: NDArray[np.int16], spacing: tuple[float, float, float], edge: float | None = None
) -> HeadAnatomy:  # fmt: skip
    """Find a head's anatomy on its pixels.

    Args:
        hu: int16 [Z, Y, X] in HU, slices inferior to superior, rows anterior to posterior.
        spacing: (dz, dy, dx) in mm; about (5, 0.45, 0.45).
        edge: its point spread in pixels, where it is known; else it is read from the bone.

    Raises:
        ValueError: no intracranial space of at least 100 mL is found.
    """
    brain = intracranial(hu, spacing)
    if brain.sum() * np.prod(spacing) / 1000.0 < 100:
        raise ValueError("no intracranial space found")
    rows = np.flatnonzero(brain.any(axis=(0, 2)))
    columns = np.flatnonzero(brain.any(axis=(0, 1)))
    levels = np.flatnonzero(brain.any(axis=(1, 2)))
    crop = (
        slice(int(levels[0]), int(levels[-1]) + 1),
        slice(max(0, int(rows[0]) - 2), int(rows[-1]) + 3),
        slice(max(0, int(columns[0]) - 2), int(columns[-1]) + 3),
    )
    inside, values = brain[crop], hu[crop].astype(np.float32)
    soft = inside & (values < 100) & (values > -30)
    parenchyma = float(np.median(values[soft & (values > 15) & (values < 60)]))
    smooth = np.stack([masked_smooth(v, s, 1.0) for v, s in zip(values, soft, strict=True)])
    depth = _depth(inside, spacing)
    csf = _csf(smooth, soft, depth, parenchyma, spacing[1])
    vault = ndimage.distance_transform_edt(np.asarray(inside.any(axis=0)), sampling=spacing[1:]).astype(np.float32)

    x0, slope = _midline(inside)
    x0 = x0 + crop[2].start - slope * crop[1].start
    step = 4
    z, y, x = np.nonzero(inside[:, ::step, ::step])
    y, x = y * step, x * step
    lateral = (x + crop[2].start - x0 - slope * (y + crop[1].start)) * spacing[2] / np.hypot(1.0, slope)
    width = float(np.percentile(np.abs(lateral), 98)) / ADULT_HALF_WIDTH_MM
    scale = (width + (rows[-1] - rows[0]) * spacing[1] / ADULT_LENGTH_MM) / 2
    below = (inside.shape[0] - 1 - z) * spacing[0] / scale
    inner = _ventricles(smooth, soft, depth, parenchyma, scale, spacing, crop, (x0, slope))
    sulci = _sulci(values, soft, depth, csf, inner, scale, spacing, crop, (x0, slope))
    points = np.stack(
        [
            z + crop[0].start,
            y + crop[1].start,
            x + crop[2].start,
            depth[z, y, x],
            lateral,
            below,
            y / max(1, inside.shape[1] - 1),
            vault[y, x],
        ],
        axis=1,
    ).astype(np.float32)
    texture = np.zeros((hu.shape[0], 11, 11), np.float32)
    texture[crop[0]] = _textures(values, soft & (csf < 0.3))
    ventricle = np.zeros(hu.shape, bool)
    ventricle[crop] = inner
    rooms = np.zeros((2, *hu.shape), np.uint8)
    for room, found in zip(rooms, sulci, strict=True):
        room[crop] = np.rint(255 * found)

    def whole(part: NDArray[np.float32]) -> NDArray[np.float16]:
        full = np.zeros(hu.shape[-part.ndim :], np.float16)
        full[crop[-part.ndim :]] = part
        return full

    return HeadAnatomy(
        spacing=spacing,
        brain=brain & (hu < BONE_HU),
        depth=whole(depth),
        csf=whole(csf),
        open_sulci=rooms[0],
        narrow_sulci=rooms[1],
        ventricle=ventricle,
        vault=whole(vault),
        parenchyma_hu=parenchyma,
        midline=(float(x0), float(slope)),
        box=crop,
        scale=scale,
        points=points,
        wet=csf[z, y, x],
        in_sulci=np.stack([found[z, y, x] > 0.5 for found in sulci], axis=1),
        in_ventricle=inner[z, y, x],
        texture=texture,
        edge=edge if edge is not None else edge_sigma(hu, brain, BONE_HU),
    )


def _sulci(
    values: NDArray[np.float32],
    soft: NDArray[np.bool_],
    depth: NDArray[np.float32],
    csf: NDArray[np.float32],
    ventricle: NDArray[np.bool_],
    scale: float,
    spacing: tuple[float, float, float],
    crop: tuple[slice, slice, slice],
    midline: tuple[float, float],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Open and narrow sulci [Z, Y, X] of the crop."""
    slices, rows, columns = values.shape
    y = np.arange(rows, dtype=np.float32)[None, :, None]
    x = np.arange(columns, dtype=np.float32)[None, None, :] + crop[2].start
    lateral = np.abs(x - midline[0] - midline[1] * (y + crop[1].start))
    at = Place(
        depth=depth / np.float32(scale),
        below=((slices - 1 - np.arange(slices, dtype=np.float32)) * np.float32(spacing[0] / scale))[:, None, None],
        lateral=(lateral * (spacing[2] / scale / np.hypot(1.0, midline[1]))).astype(np.float32),
        along=y / max(1, rows - 1),
    )
    fine, coarse = (
        np.stack([masked_smooth(p, s, mm / spacing[1]) for p, s in zip(values, soft, strict=True)]) for mm in (1.1, 2.7)
    )
    return (
        open_sulci(csf, soft, ventricle, at, spacing[1]),
        narrow_sulci(fine, coarse, soft, csf, ventricle, at),
    )


def _ventricles(
    smooth: NDArray[np.float32],
    soft: NDArray[np.bool_],
    depth: NDArray[np.float32],
    parenchyma: float,
    scale: float,
    spacing: tuple[float, float, float],
    crop: tuple[slice, slice, slice],
    midline: tuple[float, float],
) -> NDArray[np.bool_]:
    """Deep CSF near the midline, between the bodies of the lateral ventricles and the fourth ventricle."""
    dark = (
        np.stack([masked_smooth(p, s, 0.8) for p, s in zip(smooth, soft, strict=True)]) < (parenchyma + CSF_HU) / 2 + 1
    )
    slices, rows, columns = smooth.shape
    below = ((slices - 1 - np.arange(slices, dtype=np.float32)) * spacing[0] / scale)[:, None, None]
    y = np.arange(rows, dtype=np.float32)[None, :, None] + crop[1].start
    x = np.arange(columns, dtype=np.float32)[None, None, :] + crop[2].start
    lateral = np.abs(x - midline[0] - midline[1] * y) * spacing[2] / scale
    along = (y - crop[1].start) / max(1, rows - 1)
    upper = (below > 32) & (below < 82) & (lateral < 38) & (depth > 22 * scale) & (along > 0.2) & (along < 0.85)
    # The cisterns behind the third ventricle and above the cerebellum are not ventricles.
    upper &= ~((lateral < 11) & (along > 0.57) & (below > 58)) & ~((lateral < 8) & (along > 0.66))
    # Temporal horns aside, what lies far from the midline and in front is the Sylvian fissure.
    upper &= ~((lateral > 20) & (along < 0.45))
    # Trigones and occipital horns reach lower than the third ventricle; the ambient cisterns lie nearer the midline.
    horns = (below >= 82) & (below < 98) & (lateral > 17) & (lateral < 42) & (depth > 22 * scale) & (along > 0.52)
    upper |= horns & (along < 0.88)
    fourth = (below > 102) & (below < 124) & (lateral < 12) & (along > 0.55) & (along < 0.8) & (depth > 15 * scale)
    # Noise frays the walls and choroid plexus leaves holes; ventricles have neither.
    found = soft & dark & (upper | fourth)
    found = np.stack([ndimage.gaussian_filter(p.astype(np.float32), 1.2) > 0.42 for p in found]) & soft
    found = np.stack([ndimage.binary_fill_holes(p) for p in found])
    parts, count = ndimage.label(found)
    if count == 0:
        return parts > 0
    sizes = np.bincount(parts.ravel()) * np.prod(spacing) / 1000.0
    sizes[0] = 0
    kept: NDArray[np.bool_] = np.isin(parts, np.flatnonzero(sizes > 0.15))
    # Above the third ventricle and beside the frontal horns is no cistern: deep CSF that joins a ventricle is one.
    more = soft & dark & (depth > 26 * scale) & (lateral < 38) & (below > 30)
    more &= (below < 62) | ((below < 70) & (along < 0.5) & (lateral < 22))
    for z in np.flatnonzero(kept.any(axis=(1, 2))):
        kept[z] = ndimage.binary_propagation(kept[z], mask=kept[z] | more[z])
    return kept
