"""The part of the network's grid that holds the head's inside: what lies beyond it costs time and shows nothing.

The network is fully convolutional, so a part of the picture gives the answers of the whole, but for what its padding
does near the new edge; the margin keeps that away from the brain. Cells keep their places on every level, because the
window moves by whole cells of the coarsest one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.intracranial import CELL, Cells

#: Cell of the coarsest level in pixels: windows begin and end on its multiples.
COARSEST: Final = 32
#: Least distance of brain from the window's edge in pixels, about 22 mm: skull and scalp. With half of it the score of
#: one slice in five CT-ICH patients moved by 0.06; with this that slice moves by less than 0.001.
MARGIN: Final = 48
#: With this many slices whose skull is too open to tell, brain may lie beyond it: the whole grid is looked at.
OPEN_SLICES: Final = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Slices ``z0`` to ``z1``, rows ``y0`` to ``y1``, columns ``x0`` to ``x1`` of the network's grid, ends excluded."""

    z0: int
    z1: int
    y0: int
    y1: int
    x0: int
    x1: int

    def cut(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """The window's rows and columns of all slices [S, H, W]: slices beyond its ends are still context."""
        return pixels[:, self.y0 : self.y1, self.x0 : self.x1]

    def boxes_back(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Boxes [N, 4] of the window on the whole grid."""
        return boxes + np.array([self.x0, self.y0, self.x0, self.y0], np.float32)


def whole(inside: Cells) -> Window:
    """The whole grid of ``inside`` [S, H / 4, W / 4]."""
    slices, height, width = inside.shape
    return Window(0, slices, 0, height * CELL, 0, width * CELL)


def window_of(inside: Cells) -> Window:
    """The smallest window around the intracranial space ``inside`` [S, H / 4, W / 4] with its margin."""
    slices = np.flatnonzero(inside.any((1, 2)))
    is_open = inside.all((1, 2))
    closed = inside[~is_open]
    if np.count_nonzero(is_open) >= OPEN_SLICES or not closed.any():
        return whole(inside)
    y0, y1 = _span(np.asarray(closed.any((0, 2))))
    x0, x1 = _span(np.asarray(closed.any((0, 1))))
    return Window(int(slices[0]), int(slices[-1]) + 1, y0, y1, x0, x1)


def _span(filled: NDArray[np.bool_]) -> tuple[int, int]:
    at = np.flatnonzero(filled) * CELL
    low = max(0, int(at[0]) - MARGIN) // COARSEST * COARSEST
    high = -(-min(len(filled) * CELL, int(at[-1]) + CELL + MARGIN) // COARSEST) * COARSEST
    return low, high
