"""Orientation letters for an image, and which way up it is shown, from its affine alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A direction names a second body axis where it leans that way by more than about 20 degrees.
_OBLIQUE = 0.35


class EdgeLetters(NamedTuple):
    """What lies towards each edge of the image: R, L, A, P, H, F or two of them."""

    left: str
    right: str
    top: str
    bottom: str

    def flipped(self, flips: Flips) -> EdgeLetters:
        """The letters of the same image mirrored."""
        left, right = (self.right, self.left) if flips.sideways else (self.left, self.right)
        top, bottom = (self.bottom, self.top) if flips.upside_down else (self.top, self.bottom)
        return EdgeLetters(left, right, top, bottom)


class Flips(NamedTuple):
    """How the stored image is mirrored on the screen."""

    sideways: bool = False
    upside_down: bool = False


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
    """Letters at the four edges of the image as stored, for an index-to-LPS affine float64 [4, 4].

    In the usual radiological view image columns grow to the patient's left, so ``R`` stands at the left edge.
    """
    x, y = affine[:3, 0], affine[:3, 1]
    return EdgeLetters(left=letters(-x), right=letters(x), top=letters(-y), bottom=letters(y))


def radiological_flips(affine: NDArray[np.float64]) -> Flips:
    """What puts the patient's right at the left of the screen and the front on top (for axial images).

    Nothing, for most; some scanners store a prone patient, or one who lay feet first, the other way round.
    """
    return Flips(sideways=bool(affine[0, 0] < 0), upside_down=bool(affine[1, 1] < 0))


def location_mm(affine: NDArray[np.float64], position_mm: float) -> float:
    """Where a slice lies along the slice normal in the patient, as Slice Location (PS3.3 C.7.6.2.1.2), in mm.

    ``position_mm`` counts from the first slice, as :attr:`inference.types.Volume.positions_mm`.
    """
    normal = np.cross(affine[:3, 0], affine[:3, 1])
    if normal @ affine[:3, 2] < 0:
        normal = -normal
    return float(affine[:3, 3] @ normal / np.linalg.norm(normal)) + position_mm
