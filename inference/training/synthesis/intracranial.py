"""The inside of the skull, found on the pixels: the region every hemorrhage lies in.

Works on stacks whose bone is flat (brain-window pictures restored to 800 HU) and on full-range HU alike: only the
threshold between soft tissue and bone is used, never the texture of the bone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.morphology import convex_hull_image, disk

#: Above this a pixel is bone, calcification or metal. Clotted blood stays below 100 HU.
BONE_HU = 150
#: Below this a pixel is fat, air or outside the head.
FAT_HU = -10


def _pool_max(plane: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[Y, X] at half the resolution; true where any of the 2 x 2 pixels is. Odd edges are dropped."""
    y, x = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    return np.asarray(plane[:y, :x].reshape(y // 2, 2, x // 2, 2).any(axis=(1, 3)), bool)


def _enclosed(bone: NDArray[np.bool_], radius: int) -> NDArray[np.bool_]:
    """Pixels [Y, X] that bone, with gaps up to ``2 * radius`` pixels sealed, cuts off from the border."""
    if not bone.any():
        return np.zeros(bone.shape, bool)
    sealed: NDArray[np.bool_] = np.asarray(ndimage.distance_transform_edt(~bone)) <= radius
    outside, _ = ndimage.label(~sealed)
    rim = np.unique(np.concatenate([outside[0], outside[-1], outside[:, 0], outside[:, -1]]))
    inside = (outside > 0) & ~np.isin(outside, rim)
    if not inside.any():
        return inside
    grown: NDArray[np.bool_] = (ndimage.distance_transform_edt(~inside) <= radius + 1) & ~bone
    return grown


def _brain_parts(hu: NDArray[np.int16], bone: NDArray[np.bool_], seal: int, pixel: float) -> NDArray[np.bool_]:
    """The enclosed parts of a half-resolution plane [Y, X] that hold brain rather than fat, air or bone."""
    closed = _enclosed(bone, seal)
    if not closed.any():
        return closed
    parts, count = ndimage.label(ndimage.binary_opening(closed, disk(max(1, round(2.0 / pixel)))))
    keep = np.zeros(count + 1, bool)
    for part in range(1, count + 1):
        values = hu[parts == part]
        # Orbits, sinuses and infratemporal fossae are rich in fat or air; brain is not.
        keep[part] = len(values) * pixel**2 > 60 and np.mean(values < FAT_HU) < 0.25 and 8 < np.median(values) < 75
    chosen: NDArray[np.bool_] = keep[parts]
    return chosen


def _bridged(bone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Bone [Y, X] with its convex outline drawn in: closes fontanelles, sutures of infants and craniectomies."""
    if bone.sum() < 50:
        return bone
    plates, _ = ndimage.label(bone, np.ones((3, 3)))
    sizes = np.bincount(plates.ravel())
    sizes[0] = 0
    # Head holders and tubes lie beyond the head.
    hull = convex_hull_image(np.isin(plates, np.flatnonzero(sizes > 0.08 * sizes.sum())))
    closed: NDArray[np.bool_] = bone | (hull & ~ndimage.binary_erosion(hull, iterations=2))
    return closed


def _mend(small: NDArray[np.bool_], half: NDArray[np.int16], bones: NDArray[np.bool_], pixel: float) -> None:
    """Slices whose vault is broken wider than the first seal are tried again, against their neighbour's outline."""
    areas = small.sum(axis=(1, 2))
    start = int(areas.argmax())
    for order in (range(start + 1, len(small)), range(start - 1, -1, -1)):
        for z in order:
            neighbour = small[z - 1] if z > start else small[z + 1]
            if not neighbour.any() or small[z].sum() > 0.6 * neighbour.sum():
                continue
            for bone, seal_mm in ((bones[z], 4.5), (bones[z], 8.0), (_bridged(bones[z]), 2.5)):
                tried = _brain_parts(half[z], bone, max(1, round(seal_mm / pixel)), pixel)
                if (tried & neighbour).sum() > 0.6 * (tried | neighbour).sum():
                    small[z] = tried
                    break


def intracranial(hu: NDArray[np.int16], spacing: tuple[float, float, float]) -> NDArray[np.bool_]:
    """The intracranial space: brain, CSF and blood, without bone.

    Args:
        hu: int16 [Z, Y, X] in HU, slices inferior to superior.
        spacing: (dz, dy, dx) in mm.

    Returns:
        bool [Z, Y, X]; all false where no closed skull is found. Orbits, sinuses and scalp are left out by their
        fat and air; below the skull base nothing is marked.
    """
    depth, height, width = hu.shape
    pixel = 2 * (spacing[1] + spacing[2]) / 2
    seal = max(1, round(2.5 / pixel))
    half = hu[:, : height // 2 * 2 : 2, : width // 2 * 2 : 2]
    bones = np.stack([_pool_max(plane >= BONE_HU) for plane in hu])
    small = np.stack([_brain_parts(half[z], bones[z], seal, pixel) for z in range(depth)])
    if small.sum(axis=(1, 2)).max() * pixel**2 < 5000:
        # No slice has a closed skull of 50 cm2: an infant's.
        small = np.stack([_brain_parts(half[z], _bridged(bones[z]), seal, pixel) for z in range(depth)])
    _mend(small, half, bones, pixel)
    parts, count = ndimage.label(small)
    if count == 0:
        return np.zeros(hu.shape, bool)
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    small = parts == sizes.argmax()
    out = np.zeros(hu.shape, bool)
    for z in np.flatnonzero(small.any(axis=(1, 2))):
        plane = np.zeros((height, width), bool)
        big = small[z].repeat(2, axis=0).repeat(2, axis=1)
        plane[: big.shape[0], : big.shape[1]] = big
        # Back to the bone's own edge at full resolution, then no further than where soft tissue ends.
        near = ndimage.distance_transform_edt(~plane) <= 6.0 / pixel
        soft = ndimage.binary_opening((hu[z] < BONE_HU) & near, disk(1))
        pieces, _ = ndimage.label(soft)
        touched = np.unique(pieces[plane & soft])
        kept = np.isin(pieces, touched[touched > 0])
        # Calcifications and clips well inside the head are part of it.
        filled = ndimage.binary_fill_holes(kept)
        out[z] = filled & ((hu[z] < BONE_HU) | (ndimage.distance_transform_edt(filled) > 4))
    return out
