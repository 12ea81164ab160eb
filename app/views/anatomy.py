"""Orientation letters for an image, from its affine alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A direction names a second body axis where it leans that way by more than about 20 degrees.
_OBLIQUE = 0.35


class EdgeLetters(NamedTuple):
    """What lies towards each edge of the image as stored: R, L, A, P, H, F or two of them."""

    left: str
    right: str
    top: str
    bottom: str


def letters(direction: NDArray[np.float64]) -> str:
    """Letters of a direction float64 [3] in LPS (PS3.3 C.7.6.1.1.1, Patient Orientation), the strongest first.

    ``""`` for a zero vector.
    """
    length = float(np.linalg.norm(direction))
    if length == 0:
        return ""
    unit = direction / length
    names = [("L", "R"), ("P", "A"), ("H", "F")]
    strongest = sorted(range(3), key=lambda axis: -abs(unit[axis]))
    used = [axis for place, axis in enumerate(strongest) if place == 0 or abs(unit[axis]) > _OBLIQUE]
    return "".join(names[axis][0 if unit[axis] > 0 else 1] for axis in used)


def edge_letters(affine: NDArray[np.float64]) -> EdgeLetters:
    """Letters at the four edges for an index-to-LPS affine float64 [4, 4].

    In the usual radiological view image columns grow to the patient's left, so ``R`` stands at the left edge.
    """
    x, y = affine[:3, 0], affine[:3, 1]
    return EdgeLetters(left=letters(-x), right=letters(x), top=letters(-y), bottom=letters(y))
