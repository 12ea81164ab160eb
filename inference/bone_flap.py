"""A bone flap: a piece of the skull that lies in its place and is cut off from the rest all around.

One fracture leaves the skull of a slice in one piece; two that meet, or sutures that are still open, cut it in two, but
seldom on one slice after the other, and sutures do so on both sides.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.intracranial import CELL, Cells
from inference.preprocess import HU_SCALE, NetworkInput

#: Bone in HU; a saw's cut is darker, although the slice is thicker than the cut is wide.
BONE_HU: Final = 150.0
#: Skull reaches so far beyond the brain, in cells of about 2 mm.
_SKULL_CELLS: Final = 6
#: Least length along the skull, as an angle seen from the middle, and its most: the rest must hold it.
_LEAST_DEGREES, _MOST_DEGREES = 20, 150
#: Least part of that angle that the piece fills, and that is the same on the next slice.
_FILLED, _SAME = 0.7, 0.5

Turn = NDArray[np.bool_]


def flap_mm(seen: NetworkInput, inside: Cells, slices: NDArray[np.bool_]) -> float:
    """Height of the piece of skull that is loose on the most neighbouring slices, in mm; 0 without one.

    Args:
        inside: the intracranial space.
        slices: bool [S], where the outline of the skull is smooth enough to be judged.
    """
    step_mm = float(np.median(np.diff(seen.slab_z_mm))) if len(seen.slab_z_mm) > 1 else 0.0
    best = 0
    growing: list[tuple[Turn, int]] = []
    for slab in range(len(slices)):
        found = _loose(seen.pixels[slab] * HU_SCALE >= BONE_HU, inside[slab]) if slices[slab] else []
        growing = [
            (turn, 1 + max((count for below, count in growing if _overlap(turn, below) >= _SAME), default=0))
            for turn in found
            if not any(_overlap(turn, other[(180 - np.arange(360)) % 360]) >= _SAME for other in found)
        ]
        best = max([best, *(count for _, count in growing)])
    return best * step_mm


def _overlap(one: Turn, other: Turn) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


def _loose(bone: NDArray[np.bool_], inside: Cells) -> list[Turn]:
    """bool [360] for each piece of the ring but the largest: the directions, from the middle, in which it lies."""
    wall = scipy.ndimage.binary_dilation(inside, np.ones((3, 3), bool), iterations=_SKULL_CELLS) & ~inside
    ys, xs = np.nonzero(inside)
    middle = (ys.mean() + 0.5) * CELL, (xs.mean() + 0.5) * CELL
    labels, count = scipy.ndimage.label(bone & wall.repeat(CELL, axis=0).repeat(CELL, axis=1), np.ones((3, 3)))
    if count < 2:
        return []
    sizes = np.bincount(labels.ravel())
    pieces = [n for n in np.flatnonzero(sizes >= sizes[1:].max() / 50) if n not in (0, 1 + int(sizes[1:].argmax()))]
    found = []
    for piece in pieces:
        y, x = np.nonzero(labels == piece)
        turn = np.zeros(360, bool)
        turn[np.degrees(np.arctan2(y - middle[0], x - middle[1])).astype(int) % 360] = True
        if _LEAST_DEGREES <= turn.sum() <= _MOST_DEGREES and turn.sum() >= _FILLED * _span(turn):
            found.append(turn)
    return found


def _span(turn: Turn) -> int:
    """Degrees from one end to the other of the directions that are set."""
    at = np.flatnonzero(turn)
    return 360 - int(np.diff(np.append(at, at[0] + 360)).max()) + 1
