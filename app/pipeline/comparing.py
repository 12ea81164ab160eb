"""A study against an earlier one of the same patient: registered, slice by slice, and what changed in mL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.registration import Registration, register, resample_slice
from inference.types import TYPES, CaseResult, HemorrhageType, Volume

#: Below this agreement the two heads do not lie on each other well enough to compare them pixel by pixel.
POOR_AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class Change:
    """Volume of one type (None: of all) in mL, before and now; None where that study has no result.

    ``clear`` tells that the lesions' intervals do not overlap.
    """

    type: HemorrhageType | None
    before_ml: float | None
    now_ml: float | None
    clear: bool

    @property
    def difference_ml(self) -> float | None:
        """Now less before, in mL; None where one is not known."""
        return None if self.before_ml is None or self.now_ml is None else self.now_ml - self.before_ml


def changes(before: CaseResult | None, now: CaseResult | None) -> tuple[Change, ...]:
    """The change of each type, and of all together at the end."""
    return tuple(_change(before, now, kind) for kind in (*TYPES, None))


def _change(before: CaseResult | None, now: CaseResult | None, kind: HemorrhageType | None) -> Change:
    first, second = _volume(before, kind), _volume(now, kind)
    if first is None or second is None:
        return Change(kind, first and first[0], second and second[0], False)
    apart = first[2] < second[1] or second[2] < first[1]
    return Change(kind, first[0], second[0], apart)


def _volume(result: CaseResult | None, kind: HemorrhageType | None) -> tuple[float, float, float] | None:
    """mL of a type with the sum of its lesions' intervals; None without an answer."""
    if result is None or result.score is None:
        return None
    ml = result.total_ml if kind is None else result.volumes_ml.get(kind, 0.0)
    mine = [one.volume_ml_interval for one in result.lesions if kind is None or one.type is kind]
    return ml, sum(low for low, _ in mine), sum(high for _, high in mine)


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
