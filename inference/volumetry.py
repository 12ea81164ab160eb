"""From a label mask to lesions: mL by true voxel size, size class, ABC/2, and how sure the volume is.

A lesion is a 26-connected region of one type. Its volume is the sum of its voxels (Chang 2018, "ICH Quantification"),
each with the part of the patient that its slice stands for, so that unequal spacing and gantry tilt count right.

The 95 % interval comes from a stated model: the drawn surface is taken to be within half a voxel of the true one, the
error pointing the same way everywhere. The low end takes half of every voxel that touches the outside by a face, the
high end adds half of every outside voxel that touches the lesion by a face. It says how coarse the grid is for this
lesion; it does not say whether the network drew the right thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.head_frame import HeadFrame, voxel_positions
from inference.labels import CORNERS, drawn
from inference.regions import region_of, side_of
from inference.types import TYPES, Box, HemorrhageType, Lesion, SizeClass, Volume

Typed = tuple[HemorrhageType, Box]

_FACES = np.abs(np.indices((3, 3, 3)) - 1).sum(axis=0) <= 1  # 6 neighbours


@dataclass(frozen=True, slots=True, eq=False)
class _Region:
    """A connected region: its type, the corner of its bounding block in the volume, and the block's mask [z, y, x]."""

    type: HemorrhageType
    corner: tuple[int, int, int]
    mask: NDArray[np.bool_]


def size_class(ml: float) -> SizeClass:
    """Size class of Chang 2018, Table 1: < 0.01, 0.01-5.0, 5-25 and > 25 mL."""
    if ml < 0.01:
        return SizeClass.PUNCTATE
    if ml <= 5.0:
        return SizeClass.SMALL
    return SizeClass.MEDIUM if ml <= 25.0 else SizeClass.LARGE


def volumes_ml(labels: NDArray[np.uint8], volume: Volume) -> dict[HemorrhageType, float]:
    """Volume of each type in mL.

    Args:
        labels: uint8 [Z, Y, X] on the volume's grid, see :attr:`HemorrhageType.label`.
    """
    totals = np.zeros(len(TYPES) + 1)
    for plane, voxel_ml in zip(labels, volume.voxel_ml, strict=True):
        if plane.any():  # most slices are empty
            totals += np.bincount(plane.ravel(), minlength=len(totals)) * voxel_ml
    return {t: float(totals[t.label]) for t in TYPES}


def measure(
    labels: NDArray[np.uint8], volume: Volume, boxes: Sequence[Typed] = (), frame: HeadFrame | None = None
) -> tuple[Lesion, ...]:
    """The lesions of a label mask, the largest first, numbered from 1.

    Args:
        labels: uint8 [Z, Y, X] on the volume's grid.
        boxes: accepted detections with their types, on the stored slices. Each goes to the lesion of which it holds
            most pixels, one of its own type before any other. Boxes in which nothing was drawn are kept: those of one
            type that overlap on neighbouring slices become a lesion of 0 mL, so that no detection is lost.
        frame: the head's axes; without them side and region stay empty.

    Returns:
        Lesions; the score of one without boxes is 0.

    Raises:
        ValueError: if the mask does not fit the volume.
    """
    if labels.shape != volume.hu.shape:
        raise ValueError(f"labels are {labels.shape}, the volume {volume.hu.shape}")
    regions = _regions(labels)
    owned: list[list[Box]] = [[] for _ in regions]
    orphans: list[Typed] = []
    for kind, box in boxes:
        owner = _owner(kind, box, regions)
        if owner is None:
            orphans.append((kind, box))
        else:
            owned[owner].append(box)
    found = [_lesion(region, mine, volume, frame) for region, mine in zip(regions, owned, strict=True)]
    found += [_undrawn(kind, mine, volume, frame) for kind, mine in _chains(orphans)]
    found.sort(key=lambda lesion: (-lesion.volume_ml, -lesion.score, lesion.slices))
    return tuple(replace(lesion, id=number) for number, lesion in enumerate(found, start=1))


def abc2(mask: NDArray[np.bool_], volume: Volume) -> float:
    """The bedside estimate A * B * C / 2 in mL (Kwak 1983, C graded as by Kothari 1996).

    A is the longest diameter on the slice with the largest area, B the extent across it, C the extent of the slices:
    those with more than 75 % of the largest area count in full, with 25 to 75 % by half, with less not at all.

    Args:
        mask: bool [Z, Y, X] of one lesion on the volume's grid.
    """
    return _abc2(mask, volume.pixel_mm, volume.slice_extent_mm)


def _abc2(mask: NDArray[np.bool_], pixel_mm: tuple[float, float], extent_mm: NDArray[np.float64]) -> float:
    areas = np.count_nonzero(mask, axis=(1, 2))
    largest = int(areas.argmax())
    if areas[largest] == 0:
        return 0.0
    plane = mask[largest]
    rows = np.flatnonzero(plane.any(axis=1))
    first = plane[rows].argmax(axis=1)
    last = plane.shape[1] - 1 - plane[rows][:, ::-1].argmax(axis=1)
    # the ends of each row are enough: the diameter joins two corners of the convex hull
    ends = np.concatenate([np.stack([rows, first], 1), np.stack([rows, last], 1)]) * np.array(pixel_mm)
    apart = np.linalg.norm(ends[:, None] - ends[None], axis=2)
    i, j = np.unravel_index(apart.argmax(), apart.shape)
    along = ends[j] - ends[i]
    pixel = float(np.sqrt(pixel_mm[0] * pixel_mm[1]))  # from pixel centres to edges
    a = float(apart[i, j]) + pixel
    direction = along / np.linalg.norm(along) if along.any() else np.array([0.0, 1.0])
    across = ends @ np.array([-direction[1], direction[0]])
    b = float(np.ptp(across)) + pixel
    share = areas / areas[largest]
    c = float(np.where(share > 0.75, 1.0, np.where(share >= 0.25, 0.5, 0.0)) @ extent_mm)
    return a * b * c / 2000.0


def _regions(labels: NDArray[np.uint8]) -> list[_Region]:
    """The 26-connected regions of every type."""
    whole = drawn(labels)
    block = labels[whole]
    out = []
    for kind in TYPES:
        parts, _ = scipy.ndimage.label(block == kind.label, structure=CORNERS)
        for part, place in enumerate(scipy.ndimage.find_objects(parts), start=1):
            corner = tuple(outer.start + inner.start for outer, inner in zip(whole, place, strict=True))
            out.append(_Region(kind, (corner[0], corner[1], corner[2]), parts[place] == part))
    return out


def _owner(kind: HemorrhageType, box: Box, regions: Sequence[_Region]) -> int | None:
    """Index of the region to which a box belongs; None if nothing is drawn in it."""
    best: tuple[bool, int] = (False, 0)
    owner = None
    for index, region in enumerate(regions):
        z, y, x = region.corner
        if not z <= box.slice < z + region.mask.shape[0]:
            continue
        plane = region.mask[box.slice - z]
        inside = plane[max(0, box.y0 - y) : max(0, box.y1 - y), max(0, box.x0 - x) : max(0, box.x1 - x)]
        pixels = int(np.count_nonzero(inside))
        if pixels and (region.type is kind, pixels) > best:
            best, owner = (region.type is kind, pixels), index
    return owner


def _chains(orphans: Sequence[Typed]) -> list[tuple[HemorrhageType, list[Box]]]:
    """Boxes of one type that overlap on the same or neighbouring slices, grouped."""
    groups: list[tuple[HemorrhageType, list[Box]]] = []
    for kind, box in orphans:
        touching = [g for g in groups if g[0] is kind and any(_touch(box, other) for other in g[1])]
        merged = [box, *(other for group in touching for other in group[1])]
        groups = [g for g in groups if g not in touching] + [(kind, merged)]
    return groups


def _touch(a: Box, b: Box) -> bool:
    return abs(a.slice - b.slice) <= 1 and a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _lesion(region: _Region, boxes: Sequence[Box], volume: Volume, frame: HeadFrame | None) -> Lesion:
    z0, y0, x0 = region.corner
    depth = region.mask.shape[0]
    pixels = np.count_nonzero(region.mask, axis=(1, 2))
    ml = float(pixels @ volume.voxel_ml[z0 : z0 + depth])
    z, y, x = np.nonzero(region.mask)
    centre = _lps(volume, z + z0, y + y0, x + x0, weights=volume.voxel_ml[z + z0])
    extent = volume.slice_extent_mm[z0 : z0 + depth]
    side, where = _place(region.type, volume, frame, z + z0, y + y0, x + x0)
    return Lesion(
        id=0,
        type=region.type,
        score=max((box.score for box in boxes), default=0.0),
        volume_ml=ml,
        volume_ml_interval=_interval(region, ml, volume),
        size_class=size_class(ml),
        abc2_ml=_abc2(region.mask, volume.pixel_mm, extent),
        slices=(z0, z0 + depth - 1),
        boxes=_sorted(boxes),
        centroid_mm=centre,
        side=side,
        region=where,
    )


def _undrawn(kind: HemorrhageType, boxes: Sequence[Box], volume: Volume, frame: HeadFrame | None) -> Lesion:
    """A detection without a mask; it may hold up to one voxel that was not drawn."""
    slices = np.array([box.slice for box in boxes], np.intp)
    y = np.array([(box.y0 + box.y1 - 1) / 2 for box in boxes])
    x = np.array([(box.x0 + box.x1 - 1) / 2 for box in boxes])
    side, where = _place(kind, volume, frame, slices, y, x)
    return Lesion(
        id=0,
        type=kind,
        score=max(box.score for box in boxes),
        volume_ml=0.0,
        volume_ml_interval=(0.0, float(volume.voxel_ml[slices].max())),
        size_class=SizeClass.PUNCTATE,
        abc2_ml=0.0,
        slices=(int(slices.min()), int(slices.max())),
        boxes=_sorted(boxes),
        centroid_mm=_lps(volume, slices, y, x, weights=np.ones(len(boxes))),
        side=side,
        region=where,
    )


def _place(
    kind: HemorrhageType,
    volume: Volume,
    frame: HeadFrame | None,
    z: NDArray[np.intp],
    y: NDArray[Any],
    x: NDArray[Any],
) -> tuple[str, str]:
    """Side and region of voxels given by their indices; empty without a frame."""
    if frame is None:
        return "", ""
    few = slice(None, None, max(1, len(z) // 4000))  # enough to tell where a lesion lies
    places = frame.place(voxel_positions(volume, z[few], y[few], x[few]))
    return side_of(places), region_of(places, kind, frame)


def _interval(region: _Region, ml: float, volume: Volume) -> tuple[float, float]:
    """95 % interval of a region's volume; the model is at the top of this module."""
    mask = np.pad(region.mask, 1)
    inner = mask & ~scipy.ndimage.binary_erosion(mask, _FACES)
    outer = scipy.ndimage.binary_dilation(mask, _FACES) & ~mask
    # slices beyond the stack's ends are as thick as its last ones
    indices = np.clip(np.arange(mask.shape[0]) + region.corner[0] - 1, 0, len(volume.voxel_ml) - 1)
    voxel = volume.voxel_ml[indices]
    return (
        ml - float(np.count_nonzero(inner, axis=(1, 2)) @ voxel) / 2,
        ml + float(np.count_nonzero(outer, axis=(1, 2)) @ voxel) / 2,
    )


def _lps(
    volume: Volume, z: NDArray[np.intp], y: NDArray[Any], x: NDArray[Any], weights: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Weighted mean position in LPS mm of voxels given by their indices."""
    column, row = (volume.affine[:3, i] / np.linalg.norm(volume.affine[:3, i]) for i in (0, 1))
    normal = np.cross(column, row)
    if normal @ volume.affine[:3, 2] < 0:
        normal = -normal
    row_mm, column_mm = volume.pixel_mm
    along_column = x * column_mm + volume.offsets_mm[z, 0]
    along_row = y * row_mm + volume.offsets_mm[z, 1]
    mean = [float(np.average(values, weights=weights)) for values in (along_column, along_row, volume.positions_mm[z])]
    centre = volume.affine[:3, 3] + mean[0] * column + mean[1] * row + mean[2] * normal
    return float(centre[0]), float(centre[1]), float(centre[2])


def _sorted(boxes: Sequence[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.slice, -box.score, box.x0, box.y0)))
