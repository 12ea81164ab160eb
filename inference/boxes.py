"""Boxes on a slice: anchors, regression, overlap and non-maximum suppression (Ren 2015, He 2017), in numpy.

Every box array is float32 [..., 4] as ``x0, y0, x1, y1`` in pixels of the network grid. Used by the detector and by
the training, so that both speak of the same boxes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Regression targets of the class head are divided by these, so that they have a variance near one.
BOX_WEIGHTS = (10.0, 10.0, 5.0, 5.0)
#: Largest growth of a side in one regression: e ** 2 ~ 7 times.
MAX_LOG_SCALE = 2.0


def anchors(height: int, width: int, stride: int, edge: float, ratios: tuple[float, ...]) -> Floats:
    """Anchors of one pyramid level, [height * width * A, 4], ordered row, column, ratio.

    Args:
        height, width: cells of the level.
        stride: pixels a cell.
        edge: side of the square anchor in pixels; the others keep its area.
        ratios: height over width.
    """
    root = np.sqrt(np.asarray(ratios, np.float32))
    half = np.stack([edge / root, edge * root], -1) / 2  # [A, 2] half width, half height
    y, x = np.meshgrid(np.arange(height) + 0.5, np.arange(width) + 0.5, indexing="ij")
    centre = np.stack([x, y], -1)[:, :, None, :] * stride  # [h, w, 1, 2]
    return np.concatenate([centre - half, centre + half], -1).reshape(-1, 4).astype(np.float32)


def _centre_size(boxes: Floats) -> tuple[Floats, Floats]:
    size = np.maximum(boxes[..., 2:] - boxes[..., :2], 1e-3)
    return boxes[..., :2] + size / 2, size


def encode(boxes: Floats, references: Floats, weights: tuple[float, ...] = (1, 1, 1, 1)) -> Floats:
    """Regression targets (dx, dy, dw, dh) that turn ``references`` into ``boxes``; both [N, 4]."""
    centre, size = _centre_size(boxes)
    centre0, size0 = _centre_size(references)
    deltas = np.concatenate([(centre - centre0) / size0, np.log(size / size0)], -1)
    return (deltas * np.asarray(weights, np.float32)).astype(np.float32)


def decode(deltas: Floats, references: Floats, weights: tuple[float, ...] = (1, 1, 1, 1)) -> Floats:
    """Inverse of :func:`encode`; growth is limited to :data:`MAX_LOG_SCALE`."""
    moves = deltas / np.asarray(weights, np.float32)
    centre0, size0 = _centre_size(references)
    centre = centre0 + moves[..., :2] * size0
    half = size0 * np.exp(np.minimum(moves[..., 2:], MAX_LOG_SCALE)) / 2
    return np.concatenate([centre - half, centre + half], -1).astype(np.float32)


def clip(boxes: Floats, height: int, width: int) -> Floats:
    """Boxes cut to the slice."""
    return np.clip(boxes, 0, np.array([width, height, width, height], np.float32)).astype(np.float32)


def iou(a: Floats, b: Floats) -> Floats:
    """Intersection over union of every box of ``a`` [..., N, 4] with every box of ``b`` [..., M, 4]: [..., N, M]."""
    # each side by itself: numpy is slow along axes of two
    one, other = np.moveaxis(a[..., :, None, :], -1, 0), np.moveaxis(b[..., None, :, :], -1, 0)
    width = np.minimum(one[2], other[2]) - np.maximum(one[0], other[0])
    height = np.minimum(one[3], other[3]) - np.maximum(one[1], other[1])
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    area_a, area_b = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    overlap: Floats = (shared / np.maximum(area_a + area_b - shared, 1e-6)).astype(np.float32)
    return overlap


def shared(some: Floats, others: Floats) -> Floats:
    """Area that each of ``some`` [N, 4] has in common with each of ``others`` [M, 4], over the smaller area: [N, M]."""
    low, high = np.maximum(some[:, None, :2], others[:, :2]), np.minimum(some[:, None, 2:], others[:, 2:])
    common = np.clip(high - low, 0, None).prod(2)
    areas, other_areas = ((b[:, 2:] - b[:, :2]).prod(1) for b in (some, others))
    share: Floats = common / np.maximum(np.minimum(areas[:, None], other_areas), np.float32(1e-6))
    return share


def nms(slices: NDArray[np.intp], boxes: Floats, scores: Floats, limit: float) -> NDArray[np.intp]:
    """Non-maximum suppression on each slice by itself; of two boxes with IoU > ``limit`` the better stays.

    Args:
        slices, boxes, scores: [N], [N, 4], [N].
    Returns:
        Indices that are kept, slice by slice, best first.
    """
    order = np.lexsort((-scores, slices))
    _, first, place, counts = np.unique(slices[order], return_index=True, return_inverse=True, return_counts=True)
    rank = np.arange(len(order)) - first[place]
    most = int(counts.max(initial=0))
    table = np.zeros((len(first), most, 4), np.float32)
    table[place, rank] = boxes[order]
    covered = iou(table, table) > limit
    kept = np.arange(most) < counts[:, None]
    for i in range(most - 1):  # all slices at once
        kept[:, i + 1 :] &= ~(covered[:, i, i + 1 :] & kept[:, i, None])
    best: NDArray[np.intp] = order[kept[place, rank]]
    return best


def level_of(boxes: Floats, levels: int, canonical: float = 32.0) -> NDArray[np.intp]:
    """Pyramid level (0 = finest) from which a box takes its features: one coarser for each doubling (Lin 2017, eq. 1).

    ``canonical`` is the edge in pixels below which the finest level is used.
    """
    edge = np.sqrt(np.maximum(np.prod(boxes[:, 2:] - boxes[:, :2], -1), 1e-6))
    level: NDArray[np.intp] = np.clip(np.floor(np.log2(edge / canonical)) + 1, 0, levels - 1).astype(np.intp)
    return level
