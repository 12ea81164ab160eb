"""What :mod:`inference.boxes` does in numpy for one slice, in PyTorch for a batch of slices on any device.

Boxes are float32 [..., 4] as ``x0, y0, x1, y1`` in pixels; a test holds both against each other.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from inference import boxes as bx


@lru_cache(maxsize=16)
def anchors(cells: tuple[tuple[int, int], ...], levels: tuple[tuple[int, int], ...], ratios: tuple[float, ...],
            device: torch.device) -> Tensor:  # fmt: skip
    """Anchors of all levels [A, 4]; ``cells`` is (rows, columns), ``levels`` (stride, edge) in pixels of each."""
    found = [
        torch.from_numpy(bx.anchors(rows, columns, stride, edge, ratios))
        for (rows, columns), (stride, edge) in zip(cells, levels, strict=True)
    ]
    return torch.cat(found).to(device)


def _centre_size(boxes: Tensor) -> tuple[Tensor, Tensor]:
    size = (boxes[..., 2:] - boxes[..., :2]).clamp(min=1e-3)
    return boxes[..., :2] + size / 2, size


def encode(boxes: Tensor, references: Tensor, weights: tuple[float, ...] = (1, 1, 1, 1)) -> Tensor:
    """Regression targets [..., 4] that turn ``references`` into ``boxes``."""
    centre, size = _centre_size(boxes)
    centre0, size0 = _centre_size(references)
    return torch.cat([(centre - centre0) / size0, torch.log(size / size0)], -1) * boxes.new_tensor(weights)


def decode(deltas: Tensor, references: Tensor) -> Tensor:
    """Inverse of :func:`encode` with weights of 1; growth is limited to :data:`inference.boxes.MAX_LOG_SCALE`."""
    centre0, size0 = _centre_size(references)
    centre = centre0 + deltas[..., :2] * size0
    half = size0 * torch.exp(deltas[..., 2:].clamp(max=bx.MAX_LOG_SCALE)) / 2
    return torch.cat([centre - half, centre + half], -1)


def clip(boxes: Tensor, height: int, width: int) -> Tensor:
    """Boxes cut to the slice."""
    return boxes.clamp(min=0).minimum(boxes.new_tensor([width, height, width, height]))


def iou(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union of every box of ``a`` [..., P, 4] with every box of ``b`` [N, G, 4]: [N, P, G]."""
    low = torch.maximum(a[..., :, None, :2], b[..., None, :, :2])
    high = torch.minimum(a[..., :, None, 2:], b[..., None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area_a, area_b = (a[..., 2:] - a[..., :2]).prod(-1), (b[..., 2:] - b[..., :2]).prod(-1)
    return shared / (area_a[..., :, None] + area_b[..., None, :] - shared).clamp(min=1e-6)


def kept_by_nms(boxes: Tensor, usable: Tensor, limit: float) -> Tensor:
    """Which boxes non-maximum suppression keeps, bool [N, P].

    Args:
        boxes: [N, P, 4], of each slice best first.
        usable: bool [N, P]; the others are neither kept nor do they suppress.
        limit: of two boxes with a larger overlap the better stays.
    """
    over = (iou(boxes, boxes) > limit).triu(1) & usable[:, :, None]  # [N, better, worse]
    kept = usable
    while True:  # each round settles at least one box more of every chain of suppressions
        again = usable & ~(over & kept[:, :, None]).any(1)
        if torch.equal(again, kept):
            return kept
        kept = again


def level_of(boxes: Tensor, levels: int, canonical: float = 32.0) -> Tensor:
    """:func:`inference.boxes.level_of` of boxes [R, 4] on their device: int64 [R]."""
    edge = (boxes[:, 2:] - boxes[:, :2]).prod(-1).clamp(min=1e-6).sqrt()
    return (torch.log2(edge / canonical).floor() + 1).clamp(0, levels - 1).long()
