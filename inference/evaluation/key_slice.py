"""The one slice of a study that shows an error, kept small until the pictures are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.types import Box, CaseResult, Volume

WINDOW_HU = (0.0, 80.0)
"""The usual brain window: centre 40, width 80."""


@dataclass(frozen=True, slots=True, eq=False)
class KeySlice:
    """One slice with truth and answer.

    Attributes:
        index: of the slice, inferior to superior, of ``count``.
        grey: uint8 [Y, X], :data:`WINDOW_HU` from black to white.
        pixel_mm: (row, column) spacing.
        truth, answer: label masks uint8 [Y, X]; ``truth`` is None where it is not known.
        accepted, rejected: boxes on this slice.
    """

    index: int
    count: int
    grey: NDArray[np.uint8]
    pixel_mm: tuple[float, float]
    truth: NDArray[np.uint8] | None
    answer: NDArray[np.uint8]
    accepted: tuple[Box, ...]
    rejected: tuple[Box, ...]


def key_slice(index: int, volume: Volume, result: CaseResult, truth: NDArray[np.uint8] | None) -> KeySlice:
    """Cuts slice ``index`` out of a study; ``truth`` is its mask uint8 [Z, Y, X], if known."""
    low, high = WINDOW_HU
    grey = np.clip((volume.hu[index] - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
    answer = result.labels[index].copy() if result.labels is not None else np.zeros_like(grey)
    accepted = tuple(box for lesion in result.lesions for box in lesion.boxes if box.slice == index)
    return KeySlice(
        index=index,
        count=len(volume.hu),
        grey=grey,
        pixel_mm=volume.pixel_mm,
        truth=truth[index].copy() if truth is not None else None,
        answer=answer,
        accepted=accepted,
        rejected=tuple(box for box in result.excluded if box.slice == index),
    )
