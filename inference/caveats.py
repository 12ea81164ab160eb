"""What a reader should know before trusting an answer: brain that is not on the images, motion, metal, surgery.

Warnings, never refusals: seen on the intracranial space of the network's grid, where the gate before it
(:mod:`inference.suitability`) has already found a head with a brain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.bone_flap import flap_mm
from inference.crop import OPEN_SLICES
from inference.errors import Reason
from inference.intracranial import CELL, Cells
from inference.preprocess import NetworkInput
from inference.slice_motion import edge_excess_mm
from inference.types import Volume

#: Share of the largest slice's area above which an outermost slice cuts the brain. Measured on CT-ICH (57 patients):
#: at most 0.24 at the vertex and 0.11 at the base.
CUT_SHARE: Final = 0.4
#: Least jump of a slice against the middle of its two neighbours, in mm, on slices 5 mm apart. Measured on CT-ICH: at
#: most 1.9. A still head's middle moves along a curve, whose jumps grow with the square of the distance.
JUMP_MM: Final = 4.0
_JUMP_STEP_MM: Final = 5.0
#: Jumps are looked for on slices of at least this share of the largest area, from three below the largest upwards: the
#: outline of the base changes by itself.
STEADY_SHARE, BELOW_LARGEST = 0.25, 3
#: Slices of the vault, where the skull is smooth: of this share of the largest area, from so many below it upwards.
VAULT_SHARE, VAULT_BELOW = 0.4, 2
#: Least excess of the skull's edge on slices blurred by motion, in mm. Measured: at most 0.53 in CT-ICH (whose bone is
#: cut off at 99 HU), 0.07 in GE, 0.13 in InVesalius, 0.07 in phantoms; phantoms with motion 1.16 to 1.85, GE with
#: motion of 1, 2 and 4 mm computed into its projections 0.63, 1.0 and 0.99.
BLUR_MM: Final = 0.8
#: Least height of a piece of skull that is cut off all around, in mm. Measured: at most 5 in CT-ICH (15 of the 57 with
#: fractures), 0 in GE, InVesalius and phantoms with fractures; phantoms with a bone flap 30 to 40.
FLAP_MM: Final = 15.0
#: Metal is denser than bone ever is (petrous bone and enamel stay below), and no less than this in area.
METAL_HU: Final = 2500
METAL_MM2: Final = 4.0
#: Plates and clips sit on and in the skull: so far outside the brain, in cells of about 2 mm.
SKULL_CELLS: Final = 5


def caveats(volume: Volume, seen: NetworkInput, inside: Cells) -> tuple[Reason, ...]:
    """Warnings for a volume that is analysed; ``inside`` is its intracranial space."""
    return tuple(_caveats(volume, seen, inside))


def _caveats(volume: Volume, seen: NetworkInput, inside: Cells) -> Iterator[Reason]:
    areas = np.count_nonzero(inside, axis=(1, 2))
    is_open = inside.all((1, 2))
    closed = np.where(is_open, 0, areas)
    largest = int(closed.max(initial=0))
    if largest:
        if closed[-1] > CUT_SHARE * largest:
            yield Reason("vertex_missing", "The top of the brain is not on the images.")
        if closed[0] > CUT_SHARE * largest:
            yield Reason("base_missing", "The lowest part of the brain is not on the images.")
        smooth = vault(inside)
        apart = float(np.median(np.diff(seen.slab_z_mm))) if len(seen.slab_z_mm) > 1 else 0.0
        if (
            _largest_jump_mm(inside, closed, seen.mm[0]) > JUMP_MM * max(1.0, apart / _JUMP_STEP_MM) ** 2
            or edge_excess_mm(volume, seen, inside, smooth) > BLUR_MM
        ):
            yield Reason("motion", "The head moved during the scan; edges may look like blood, and blood may hide.")
        if flap_mm(seen, inside, smooth) >= FLAP_MM:
            yield Reason(
                "bone_flap",
                "A piece of the skull is cut off all around, as after surgery; such heads often give false alarms.",
            )
    if np.count_nonzero(is_open) >= OPEN_SLICES:  # measured on CT-ICH: none or one, but nine in an infant
        yield Reason(
            "skull_open", "The skull is wide open, as after surgery or in an infant; changes beside it may mislead."
        )
    if _metal_mm2(volume, seen, inside) >= METAL_MM2:
        yield Reason("metal", "There is metal in the head; streaks beside it may look like blood.")


def vault(inside: Cells) -> NDArray[np.bool_]:
    """bool [S]: slices through the vault of a skull that is closed there, where it has a smooth outline."""
    closed = np.where(inside.all((1, 2)), 0, np.count_nonzero(inside, axis=(1, 2)))
    smooth = closed >= max(VAULT_SHARE * closed.max(initial=0), 1)
    smooth[: max(0, int(closed.argmax()) - VAULT_BELOW)] = False
    return np.asarray(smooth)


def _largest_jump_mm(inside: Cells, areas: NDArray[np.intp], pixel_mm: float) -> float:
    """How far a slice's middle lies off the line between its neighbours', at most."""
    steady = areas >= STEADY_SHARE * areas.max()
    steady[: max(0, int(areas.argmax()) - BELOW_LARGEST)] = False
    jumps = [0.0]
    for z in range(1, len(areas) - 1):
        if steady[z - 1 : z + 2].all():
            below, middle, above = (
                np.array([axis.mean() for axis in np.nonzero(plane)]) for plane in inside[z - 1 : z + 2]
            )
            jumps.append(float(np.linalg.norm(middle - (below + above) / 2)))
    return max(jumps) * CELL * pixel_mm


def _metal_mm2(volume: Volume, seen: NetworkInput, inside: Cells) -> float:
    """Largest area of metal on a slice within the skull."""
    dense = [z for z, plane in enumerate(volume.hu) if plane.max() > METAL_HU]
    if not dense:
        return 0.0
    slabs = np.unique(seen.slab_of()[dense])
    head = np.zeros(seen.pixels.shape, bool)
    around = np.ones((3, 3), bool)
    for slab in slabs:
        wide = ndimage.binary_dilation(inside[slab], around, iterations=SKULL_CELLS) if inside[slab].any() else None
        if wide is not None:
            head[slab] = wide.repeat(CELL, axis=0).repeat(CELL, axis=1)
    stored = seen.masks_to_original(head)
    area = float(np.prod(volume.pixel_mm))
    return max(float(np.count_nonzero((volume.hu[z] > METAL_HU) & stored[z])) * area for z in dense)
