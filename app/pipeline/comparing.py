"""A study against an earlier one of the same patient: registered, slice by slice. What changed in mL is
:mod:`app.domain.follow_up`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.registration import Registration, register, resample_slice
from inference.types import Volume

#: Below this agreement the two heads do not lie on each other well enough to compare them pixel by pixel.
POOR_AGREEMENT = 0.8


class Comparison:
    """A prior laid on the open study. Making one takes a second or more: not for the window's thread."""

    def __init__(
        self, now: Volume, before: Volume, before_labels: NDArray[np.uint8] | None, cancelled: Callable[[], bool]
    ) -> None:
        """Register; raises Cancelled, and ValueError where one of them shows nothing."""
        fits = before_labels is not None and before_labels.shape == before.hu.shape
        self._now, self._before, self._labels = now, before, before_labels if fits else None
        self.registration: Registration = register(now, before, cancelled)

    def slice(self, index: int) -> tuple[NDArray[np.int16], NDArray[np.uint8] | None]:
        """The prior on slice ``index`` of the open study: HU int16 [Y, X] and labels uint8 [Y, X] or None."""
        return resample_slice(self._before, self._labels, self._now, index, self.registration.matrix)
