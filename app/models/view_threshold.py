"""Another threshold, for looking only: which boxes, lesions and masks would be left, from the scores that are stored.

Nothing is computed again: a box that the network scored is shown or not. A proposal that a lower threshold lets in
has no type and no mask, because the network drew none, and proposals that were never kept stay unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its parts load when they are first needed, not at the start of the program
from numpy.typing import NDArray

from inference.types import TYPES, Box, CaseResult, Lesion

_CORNERS = np.ones((3, 3, 3), bool)


@dataclass(frozen=True, slots=True)
class Filtered:
    """What ``threshold`` leaves of a result.

    Attributes:
        accepted: boxes at or above the threshold, with their lesion.
        admitted: rejected proposals that this threshold would let in.
        rejected: the other rejected proposals.
        hidden: numbers of the lesions below the threshold.
    """

    threshold: float
    accepted: tuple[tuple[Box, Lesion], ...] = ()
    admitted: tuple[Box, ...] = ()
    rejected: tuple[Box, ...] = ()
    hidden: frozenset[int] = frozenset()


def refilter(result: CaseResult, threshold: float | None = None) -> Filtered:
    """Boxes and lesions of ``result`` at ``threshold``; None means its own, at which all is as it was stored."""
    boxes = [(box, lesion) for lesion in result.lesions for box in lesion.boxes]
    if threshold is None or threshold == result.threshold:
        return Filtered(result.threshold, tuple(boxes), (), result.excluded, frozenset())
    lower = threshold < result.threshold
    # What a reader painted has no box and no score: no threshold can take it away.
    low = {lesion.id for lesion in result.lesions if lesion.boxes and lesion.score < threshold}
    return Filtered(
        threshold,
        tuple((box, lesion) for box, lesion in boxes if lower or box.score >= threshold),
        tuple(box for box in result.excluded if box.score >= threshold),
        tuple(box for box in result.excluded if box.score < threshold),
        frozenset() if lower else frozenset(low),
    )


class LesionMasks:
    """Which pixels belong to which lesion: the label mask holds types only."""

    def __init__(self, labels: NDArray[np.uint8], lesions: tuple[Lesion, ...], voxel_ml: NDArray[np.float64]) -> None:
        """Find the regions of ``labels`` uint8 [Z, Y, X]; ``voxel_ml`` float64 [Z] as the volume has it.

        Takes 0.3 s in a thin stack, so not in the window's thread.
        """
        self._labels = labels
        self._parts: list[tuple[tuple[slice, ...], NDArray[np.bool_], int]] = []
        places = scipy.ndimage.find_objects(labels, max_label=len(TYPES))
        for kind, place in zip(TYPES, places, strict=True):
            if place is None:
                continue
            block = labels[place] == kind.label
            regions, _ = scipy.ndimage.label(block, structure=_CORNERS)
            mine = [lesion for lesion in lesions if lesion.type is kind and lesion.volume_ml > 0]
            for region, inner in enumerate(scipy.ndimage.find_objects(regions), start=1):
                mask = regions[inner] == region
                first = place[0].start + inner[0].start
                last = place[0].start + inner[0].stop - 1
                ml = float(np.count_nonzero(mask, axis=(1, 2)) @ voxel_ml[first : last + 1])
                # The same region has the same slices and the same volume; lesions carry no other link to the mask.
                same = [lesion for lesion in mine if lesion.slices == (first, last)]
                owner = min(same, key=lambda lesion: abs(lesion.volume_ml - ml), default=None)
                if owner is not None:
                    where = tuple(
                        slice(outer.start + part.start, outer.start + part.stop)
                        for outer, part in zip(place, inner, strict=True)
                    )
                    self._parts.append((where, mask, owner.id))

    def without(self, hidden: frozenset[int], index: int) -> NDArray[np.uint8]:
        """The labels uint8 [Y, X] of slice ``index`` less those of the lesions ``hidden``; a copy where that is any."""
        plane: NDArray[np.uint8] = self._labels[index]
        gone = [
            (where[1:], mask[index - where[0].start])
            for where, mask, owner in self._parts
            if owner in hidden and where[0].start <= index < where[0].stop
        ]
        if gone:
            plane = plane.copy()
        for where, mask in gone:
            plane[where][mask] = 0
        return plane
