"""What boxes that lie on each other say together of the type: subarachnoid blood is seldom named by one of them.

An IPH fills one box, and that box is sure. Blood in sulci and cisterns branches: many boxes hold parts of it, each
unsure of the type, and the one with the best score is often the one that saw a compact piece and took it for IPH or
IVH. Their mean tells them apart. A box that says EDH or SDH has seen the bone beside the blood, and keeps its word. The
score of a box is not touched, only how it is shared among the types.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.boxes import shared
from inference.types import TYPES, HemorrhageType

#: Boxes of one slice or of neighbouring ones are asked together where they share so much of the smaller one.
TOGETHER: Final = 0.5
_ON_BONE: Final = (TYPES.index(HemorrhageType.EDH), TYPES.index(HemorrhageType.SDH))


def agreed(slices: NDArray[np.intp], boxes: NDArray[np.float32], types: NDArray[np.float32]) -> NDArray[np.float32]:
    """The types of accepted boxes after each has heard those that lie on it, in proportion to how much they do.

    Args:
        slices, boxes: [N], [N, 4] in network pixels.
        types: [N, 5] in [0, 1], probability of each type in the order of :data:`inference.types.TYPES`.

    Returns:
        float32 [N, 5] with the sums over the types as they were.
    """
    scores = types.sum(1, keepdims=True)
    heard = shared(boxes, boxes) * (np.abs(slices[:, None] - slices) <= 1)
    heard[heard < TOGETHER] = 0.0
    np.fill_diagonal(heard, 1.0)
    together = heard @ (types / np.maximum(scores, np.float32(1e-6)))
    together *= scores / np.maximum(together.sum(1, keepdims=True), np.float32(1e-6))
    on_bone = np.isin(types.argmax(1), _ON_BONE)
    return np.where(on_bone[:, None], types, together).astype(np.float32)
