"""From the masks of single boxes to one label for every pixel of the head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.types import TYPES, HemorrhageType

#: A mask pixel belongs to the lesion from this probability.
MASK_LEVEL: Final = 0.5
#: Pixels are of one region where they touch by a corner: 26 neighbours.
CORNERS: Final = np.ones((3, 3, 3), np.bool_)

Block = tuple[slice, slice, slice]


def paste(
    slices: NDArray[np.intp],
    boxes: NDArray[np.float32],
    labels_of: NDArray[np.intp],
    planes: Sequence[NDArray[np.float32]],
    shape: tuple[int, ...],
) -> NDArray[np.uint8]:
    """Masks of boxes drawn on the network's grid; where they overlap the highest probability names the type.

    Args:
        slices, boxes, labels_of: [N], [N, 4] in network pixels, [N] from 1 to 5.
        planes: N of [bins, bins], probability over the box.
        shape: (S, H, W) of the answer.

    Returns:
        uint8 [S, H, W], 0 where no probability reaches :data:`MASK_LEVEL`.
    """
    height, width = shape[1:]
    labels = np.zeros(shape, np.uint8)
    best: dict[int, NDArray[np.float32]] = {}
    for z, box, label, plane in zip(slices.tolist(), boxes, labels_of, planes, strict=True):
        x0, y0 = max(int(box[0]), 0), max(int(box[1]), 0)
        x1, y1 = min(int(np.ceil(box[2])), width), min(int(np.ceil(box[3])), height)
        if x1 <= x0 or y1 <= y0:
            continue
        x = (np.arange(x0, x1) + 0.5 - box[0]) / (box[2] - box[0]) * plane.shape[1] - 0.5
        y = (np.arange(y0, y1) + 0.5 - box[1]) / (box[3] - box[1]) * plane.shape[0] - 0.5
        pasted = scipy.ndimage.map_coordinates(plane, np.meshgrid(y, x, indexing="ij"), order=1, mode="nearest")
        place = best.setdefault(z, np.zeros((height, width), np.float32))[y0:y1, x0:x1]
        wins = (pasted >= MASK_LEVEL) & (pasted > place)
        place[wins] = pasted[wins]
        labels[z, y0:y1, x0:x1][wins] = label
    return labels


def drawn(labels: NDArray[np.uint8]) -> Block:
    """The smallest block of ``labels`` [Z, Y, X] that holds all that is not 0: the stack is large, and that is not.

    A single empty voxel where nothing is drawn.
    """
    block, place = labels, []
    for axis in range(3):
        at = np.flatnonzero(block.any(axis=tuple(other for other in range(3) if other != axis)))
        place.append(slice(int(at[0]), int(at[-1]) + 1) if len(at) else slice(0, 1))
        block = block[(slice(None),) * axis + (place[axis],)]
    return place[0], place[1], place[2]


def regions(labels: NDArray[np.uint8]) -> Iterator[tuple[Block, NDArray[np.bool_]]]:
    """The 26-connected regions of whatever type: the block of each in the stack, and its mask in the block."""
    whole = drawn(labels)
    parts, _ = scipy.ndimage.label(labels[whole] > 0, CORNERS)
    for part, place in enumerate(scipy.ndimage.find_objects(parts), start=1):
        z, y, x = (
            slice(outer.start + inner.start, outer.start + inner.stop)
            for outer, inner in zip(whole, place, strict=True)
        )
        yield (z, y, x), parts[place] == part


def one_type_each(labels: NDArray[np.uint8], minority: float = 0.25) -> NDArray[np.uint8]:
    """Lets a connected hemorrhage that is named differently on a few slices keep one name.

    Parts of a connected region with less than ``minority`` of its pixels take the name of its largest part. So do
    larger ones that cannot touch it: extra-axial blood has no part within the brain, and is of one kind. IPH may reach
    the ventricles, and blood in the sulci may lie on any other.

    Args:
        labels: uint8 [S, H, W], 0 none, 1 to 5 the types.
    """
    out = labels.copy()
    for place, mask in regions(labels):
        part = out[place]
        sizes = np.bincount(part[mask], minlength=len(TYPES) + 1)
        main = int(sizes.argmax())
        wrong = sizes < minority * sizes.sum()
        wrong[list(_against(main))] = True
        renamed = np.flatnonzero(wrong & (sizes > 0))
        if len(renamed):
            part[mask & np.isin(part, renamed)] = main
    return out


def _against(main: int) -> set[int]:
    """The labels of the types that cannot be in one piece with that of label ``main``: the arachnoid is between them.

    SAH may lie on any other, and IPH reaches the ventricles; EDH and SDH have the dura between them.
    """
    kind = TYPES[main - 1]
    apart = (one for one in TYPES if one is not kind and HemorrhageType.SAH not in (one, kind))
    return {one.label for one in apart if one.group != kind.group or kind.group == HemorrhageType.EDH.group}
