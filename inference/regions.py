"""Side and region of a lesion, by geometry alone: where its voxels lie in the head's own frame.

There is no atlas and no anatomy is recognised behind these names. The head's axes and size come from the inner side of
its skull (:mod:`inference.head_frame`); lobes, deep structures and the posterior fossa are fixed parts of that space,
after the proportions of an adult head whose slices were laid along the skull base. A lesion that pushes the brain
aside, a nodding head or an unusual skull is named by where it lies, not by what it displaces. IVH is in the ventricles
by its type.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.head_frame import Floats, HeadFrame
from inference.types import HemorrhageType

SIDES: Final = ("left", "right", "bilateral", "midline")
#: What a region is made of; two lobes are joined by "and", extra-axial ones end in "convexity".
PARTS: Final = (
    "frontal", "parietal", "temporal", "occipital", "deep", "basal cisterns", "posterior fossa",
    "Sylvian fissure",
)  # fmt: skip
#: Within this of the midsagittal plane a voxel belongs to neither side, in mm.
_MIDLINE_MM: Final = 6.0
#: From this share of its voxels on a side, a lesion is of that side alone.
_ONE_SIDE: Final = 0.8
#: A second lobe is named too from this share.
_SECOND: Final = 0.35
_EXTRA_AXIAL: Final = frozenset({HemorrhageType.EDH, HemorrhageType.SDH})
#: A subdural of which most lies so near the falx or the tentorium is called by their name.
_LEAFLET_MM: Final = 9.0
_TENT_MM: Final = 14.0


def side_of(places: Floats) -> str:
    """``left``, ``right`` (the patient's), ``bilateral`` or ``midline`` for places of :meth:`HeadFrame.place`."""
    across = places[:, 0]
    if np.mean(np.abs(across) <= _MIDLINE_MM) > 0.6 and abs(float(across.mean())) <= _MIDLINE_MM / 2:
        return "midline"
    off = across[np.abs(across) > _MIDLINE_MM / 2]
    left = float(np.mean((off if off.size else across) > 0))
    if left >= _ONE_SIDE:
        return "left"
    return "right" if left <= 1 - _ONE_SIDE else "bilateral"


def region_of(places: Floats, kind: HemorrhageType, frame: HeadFrame) -> str:
    """The region's name for places of :meth:`HeadFrame.place`; ``""`` where the vertex was not scanned.

    IVH is in the ``ventricles`` whatever was scanned.
    """
    if kind is HemorrhageType.IVH:
        return "ventricles"
    if not frame.whole:
        return ""
    if kind is HemorrhageType.SDH and float(np.median(np.abs(places[:, 0]))) <= _LEAFLET_MM:
        return "falx"
    if kind is HemorrhageType.SDH and _on_tentorium(places, frame):
        return "tentorium"
    share = np.bincount(_parts(places, kind, frame), minlength=len(PARTS)) / len(places)
    order = np.argsort(-share, kind="stable")
    names = [PARTS[order[0]]]
    if share[order[1]] >= _SECOND and {PARTS[order[0]], PARTS[order[1]]} <= set(PARTS[:4]):
        names.append(PARTS[order[1]])
    joined = " and ".join(sorted(names, key=PARTS.index))
    at_surface = kind in _EXTRA_AXIAL or (kind is HemorrhageType.SAH and _near_skull(places, frame))
    return f"{joined} convexity" if at_surface and names[0] in PARTS[:4] else joined


def _parts(places: Floats, kind: HemorrhageType, frame: HeadFrame) -> NDArray[np.intp]:
    """intp [N]: for each place the index of its part in :data:`PARTS`."""
    across, along, depth = np.abs(places[:, 0]), places[:, 1], places[:, 2]
    back_mm = along * 82.5
    low = depth > 80.0
    # the central sulcus runs from behind the middle at the vertex to before it at the Sylvian fissure
    lateral = (depth > 64) & (across > 44) & (along > -0.4)
    frontal = np.where(low, along < -0.35, along < 0.2 - 0.35 * np.clip(depth / 80.0, 0, 1)) & ~lateral
    occipital = along > np.where(low, 0.45, 0.62)
    part = np.full(len(places), PARTS.index("parietal"))
    part[low | (lateral & ~occipital)] = PARTS.index("temporal")
    part[frontal] = PARTS.index("frontal")
    part[occipital & (depth > 35)] = PARTS.index("occipital")
    inner = (across < 36) & (np.abs(back_mm + 3) < 36) & (depth > 58) & (depth < 94)
    central = inner & (np.hypot(across / 36, (back_mm + 3) / 36) < 1)
    if kind not in _EXTRA_AXIAL:
        part[central] = PARTS.index("deep")
    below = (depth > _tentorium(places)) & (back_mm > -8 + 0.56 * across)
    below |= (depth > 102) & (back_mm > -4) & (across < 20)  # the brain stem within the notch
    part[below] = PARTS.index("posterior fossa")
    if kind is HemorrhageType.SAH:  # cisterns and fissures; those around the midbrain belong to the basal ones
        around = (across < 28) & (back_mm > -40) & (back_mm < 22) & (depth > 78)
        part[around & (_radius(places, frame) < 0.6)] = PARTS.index("basal cisterns")
        fissure = (across > 30) & (across < 56) & (np.abs(back_mm + 16) < 24) & (np.abs(depth - 88) < 16)
        part[fissure & (_radius(places, frame) < 0.88)] = PARTS.index("Sylvian fissure")
    return part


def _tentorium(places: Floats) -> Floats:
    """Depth in mm of the tentorium below or above each place: highest at its notch, falling sideways and back."""
    across, back_mm = np.abs(places[:, 0]), places[:, 1] * 82.5
    return np.asarray(82 + 18 * np.clip((back_mm - 22) / 58, -0.4, 1.1) + 25 * (1 - np.exp(-((across / 38) ** 2))))


def _on_tentorium(places: Floats, frame: HeadFrame) -> bool:
    """Whether a subdural follows the tentorium: most of it near the sheet, behind the middle, and not at the skull."""
    near = np.abs(places[:, 2] - _tentorium(places)) < _TENT_MM
    behind = places[:, 1] > 0.1
    return float(np.mean(near & behind)) > 0.7 and float(np.median(_radius(places, frame))) < 0.88


def _near_skull(places: Floats, frame: HeadFrame) -> bool:
    """Whether most voxels lie in the outer fifth of the head's ellipsoid, above the skull base."""
    return float(np.mean(_radius(places, frame) > 0.8)) > 0.5


def _radius(places: Floats, frame: HeadFrame) -> Floats:
    """How far out each place lies: 0 on the head's axis, 1 at the skull; below the middle height, across only."""
    scale = 82.5 / frame.half_length_mm
    return np.asarray(
        np.sqrt(
            (places[:, 0] / (frame.half_width_mm * scale)) ** 2
            + places[:, 1] ** 2
            + (np.clip(84 - places[:, 2], 0, None) / 84) ** 2
        )
    )
