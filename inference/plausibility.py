"""Three things a reader knows and a box does not: where hemorrhage lies, how dense it is, and that no stack ends it.

A box outside the intracranial space (chewing muscles, tongue, scalp) is no hemorrhage, nor is one of what is denser
than any clot (see :mod:`inference.calcification`). A slice that cuts skull base or
vertex averages bone with brain, and the network sees the outermost slices of a stack beside copies of themselves; such
a slice may not decide alone. A box on it counts no more than the best box that it overlaps on a neighbouring slice.
Everywhere else one slice is enough: thin hemorrhages show on one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.calcification import calcified
from inference.intracranial import CELL, Cells

#: A box with less than this share of its cells inside the skull is outside. Boxes of thin subdural blood hold much
#: bone, but always some brain.
LEAST_INSIDE: Final = 0.1
#: A slice with less than this share of the largest slice's intracranial area cuts skull base or vertex.
PARTIAL: Final = 0.25
#: Boxes below this score decide nothing, and their density is not looked at.
WORTH_A_LOOK: Final = 0.05


class Doubt(StrEnum):
    """Why a box was held back, in words for the reader."""

    NONE = ""
    OUTSIDE = "outside the skull"
    CALCIFIED = "denser than blood, and no blood around it"
    ALONE = "on an end slice, nothing beside it on the next"


def partial_volume(inside: Cells) -> NDArray[np.bool_]:
    """bool [S]: the outermost slices of the stack, and those that cut skull base or vertex."""
    areas = inside.sum((1, 2))
    partial: NDArray[np.bool_] = areas < PARTIAL * areas.max()
    partial[[0, -1]] = True
    return partial


def limits(
    slices: NDArray[np.intp],
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    pixels: NDArray[np.float32],
    inside: Cells,
) -> tuple[NDArray[np.float32], list[Doubt]]:
    """The highest score that each box may keep, and why it is held back if that is below its own.

    Args:
        slices, boxes, scores: [N], [N, 4] in network pixels, [N] in [0, 1].
        pixels: float32 [S, H, W], HU / 80 clipped to [-3, 3].
        inside: bool [S, H / 4, W / 4], see :func:`inference.intracranial.intracranial`.

    Returns:
        float32 [N] in [0, 1], never above ``scores``; N doubts.
    """
    kept = np.array(scores, np.float32)
    doubts = [Doubt.NONE] * len(boxes)
    for i in range(len(boxes)):
        if _share_inside(boxes[i], inside[slices[i]]) < LEAST_INSIDE:
            kept[i], doubts[i] = 0.0, Doubt.OUTSIDE
    told = np.flatnonzero(kept >= WORTH_A_LOOK)
    for i in told[calcified(slices[told], boxes[told], pixels, inside)].tolist():
        kept[i], doubts[i] = 0.0, Doubt.CALCIFIED
    inner = kept.copy()
    for i in np.flatnonzero(partial_volume(inside)[slices] & (inner > 0)).tolist():
        beside = np.abs(slices - slices[i]) == 1
        support = inner[beside][_overlap(boxes[beside], boxes[i])].max(initial=0.0)
        if support < inner[i]:
            kept[i], doubts[i] = support, Doubt.ALONE
    return kept, doubts


def _share_inside(box: NDArray[np.float32], inside: Cells) -> float:
    """Share of the cells that a box touches which lie inside; a box beyond the grid has none."""
    x0, y0 = (max(0, int(edge / CELL)) for edge in box[:2])
    x1, y1 = (int(np.ceil(edge / CELL)) for edge in box[2:])
    cells = inside[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    return float(cells.mean()) if cells.size else 0.0


def _overlap(boxes: NDArray[np.float32], one: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray(((boxes[:, :2] < one[2:]) & (one[:2] < boxes[:, 2:])).all(1))
