"""A hemorrhage seldom ends with a slice: what a box or a score says of the slices beside it.

Thin blood fades towards its ends. There the network still sees it, with less certainty than it asks of a finding by
itself; a radiologist who has seen it on one slice follows it onto the next, and so does this (hysteresis, as Canny 1986
follows edges). Nothing here makes a study positive: what continues nothing stays rejected.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.boxes import shared

#: Share of the threshold from which a box may continue another one.
WEAK: Final = 0.7
#: Two boxes lie on each other where they share so much of the smaller one.
SHARED: Final = 0.5
#: Share of the score of a slice that the slices beside it have at least.
BESIDE: Final = 0.5


def accepted(
    slices: NDArray[np.intp], boxes: NDArray[np.float32], scores: NDArray[np.float32], threshold: float
) -> NDArray[np.bool_]:
    """Boxes that reach the threshold, and weaker ones that lie on an accepted box of the slice above or below.

    Args:
        slices, boxes, scores: [N], [N, 4] in network pixels, [N] in [0, 1].

    Returns:
        bool [N].
    """
    found: NDArray[np.bool_] = scores >= threshold
    weak = np.flatnonzero(~found & (scores >= WEAK * threshold))
    fresh = np.flatnonzero(found)
    while len(weak) and len(fresh):
        beside = np.abs(slices[weak, None] - slices[fresh]) == 1
        follows = (beside & (shared(boxes[weak], boxes[fresh]) >= SHARED)).any(1)
        fresh, weak = weak[follows], weak[~follows]
        found[fresh] = True
    return found


def in_context(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score of each slice, float64 [S], at least :data:`BESIDE` of that of the slice above or below."""
    beside = np.pad(scores, 1)
    return np.maximum(scores, BESIDE * np.maximum(beside[:-2], beside[2:]))
