"""Ground truth as the losses take it: every lesion of a slice keeps its own number through the augmentation.

One byte says all of a pixel: the lower three bits are the type's label, 0 to 5; the upper five number the lesion
on its slice. A flipped or bent slice is thus sampled once, and boxes are drawn around what came of each lesion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

#: Components smaller than this are too few pixels to draw a box around.
SMALLEST_PIXELS = 5
#: Lesions of a type on a slice that get a number of their own; those beyond share the last.
_NUMBERED = 31
#: Least side of a box in pixels.
_LEAST_SIDE = 8


def lesion_codes(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Codes of a label mask [Z, H, W]; parts of a type within 3 pixels count as one lesion (clots in sulci)."""
    codes = np.zeros(labels.shape, np.uint8)
    for z in np.flatnonzero(labels.any((1, 2))):
        for label, around in enumerate(ndimage.find_objects(labels[z]), 1):
            if around is None:
                continue
            mask = labels[z][around] == label
            parts, _ = ndimage.label(ndimage.binary_dilation(np.pad(mask, 3), iterations=3))
            codes[z][around][mask] = label + 8 * np.minimum(parts[3:-3, 3:-3][mask] - 1, _NUMBERED)
    return codes


def labels_of(codes: Tensor) -> Tensor:
    """The type's label of each pixel, 0 to 5."""
    return codes & 7


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Ground truth of ``N`` slices, on one device.

    Attributes:
        boxes: float32 [N, G, 4] in pixels; ``G`` is the most lesions of a slice, unused places are zero.
        types: int64 [N, G], labels 1 to 5; 0 where a place is unused.
        labels: uint8 [N, H, W].
        known: bool [N]; False where the slice is positive without an outline.
    """

    boxes: Tensor
    types: Tensor
    labels: Tensor
    known: Tensor

    @classmethod
    def of(cls, codes: Tensor, known: Tensor) -> Truth:
        """Boxes around every lesion of ``codes`` [N, H, W] that has :data:`SMALLEST_PIXELS` or more."""
        count, height, width = codes.shape
        n, y, x = codes.nonzero(as_tuple=True)
        lesion = n * 256 + codes[n, y, x].long()
        far = max(height, width)
        edges = torch.full((4, count * 256), far, dtype=torch.int64, device=codes.device)
        for edge, place in zip(edges, (x, y, -x, -y), strict=True):
            edge.scatter_reduce_(0, lesion, place, "amin")
        boxes = torch.stack([edges[0], edges[1], 1 - edges[2], 1 - edges[3]], 1).reshape(count, 256, 4)
        pixels = torch.bincount(lesion, minlength=count * 256).reshape(count, 256)
        used = pixels >= SMALLEST_PIXELS
        order = used.int().argsort(dim=1, descending=True, stable=True)[:, : max(int(used.sum(1).max()), 1)]
        used = used.gather(1, order)
        boxes = boxes.gather(1, order[..., None].expand(-1, -1, 4))
        side = (boxes[..., 2:] - boxes[..., :2]).amin(-1, keepdim=True)
        grow = ((_LEAST_SIDE + 1 - side) // 2).clamp(min=1)
        grown = torch.cat([boxes[..., :2] - grow, boxes[..., 2:] + grow], -1).clamp(min=0)
        grown = grown.minimum(torch.tensor([width, height, width, height], device=codes.device))
        return cls(
            boxes=torch.where(used[..., None], grown, 0).float(),
            types=torch.where(used, order & 7, 0),
            labels=labels_of(codes),
            known=known,
        )
