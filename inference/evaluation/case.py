"""One judged study beside its truth, as frozen values: what the summary counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference import measures as ms
from inference.errors import Reason
from inference.evaluation.manifest import Example
from inference.evaluation.strata import STRATA
from inference.types import TYPES, CaseState, HemorrhageType, SizeClass, Volume
from inference.volumetry import measure, size_class, volumes_ml


@dataclass(frozen=True, slots=True)
class Quantity:
    """Truth and answer for one stratum in one study with a mask; volumes in mL.

    ``abc2_ml`` is the bedside estimate from the true mask, as a reader would draw it.
    """

    truth_ml: float
    predicted_ml: float
    abc2_ml: float
    dice: float | None


@dataclass(frozen=True, slots=True)
class TrueLesion:
    """A lesion of the true mask, and whether the detector found it.

    Attributes:
        key_slice: the slice with most of it.
        score: highest score of the boxes that hold some of it, [0, 1]; 0 without any.
        given: the type under which it was reported; None if it was missed.
    """

    type: HemorrhageType
    volume_ml: float
    key_slice: int
    score: float
    given: HemorrhageType | None

    @property
    def size(self) -> SizeClass:
        """Its size class."""
        return size_class(self.volume_ml)


@dataclass(frozen=True, slots=True)
class Findings:
    """The lesions of one answered study whose true mask is known (it is empty where there is no hemorrhage).

    Attributes:
        false_types: type of every false finding at the operating threshold.
        false_steps: (score, false findings made of the boxes with at least that score), scores falling.
        slice_scores: score of every slice, inferior to superior.
        slice_truths: whether there is hemorrhage on it.
    """

    lesions: tuple[TrueLesion, ...]
    false_types: tuple[HemorrhageType, ...]
    false_steps: tuple[tuple[float, int], ...]
    slice_scores: tuple[float, ...]
    slice_truths: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One study and what came of it.

    Attributes:
        seconds: time of its analysis.
        quantities: stratum -> truth and answer; empty without a mask.
        findings: None where the true mask or the answer is missing.
        highest_slice: index of the slice with the highest score; None without an answer.
    """

    example: Example
    state: CaseState
    reasons: tuple[Reason, ...]
    score: float | None
    probability: float | None
    threshold: float
    seconds: float
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    findings: Findings | None = None
    highest_slice: int | None = None

    @property
    def analysed(self) -> bool:
        """Whether there is an answer."""
        return self.state in (CaseState.POSITIVE, CaseState.NEGATIVE)

    @property
    def called(self) -> bool:
        """Called positive."""
        return self.state is CaseState.POSITIVE

    def size(self, name: str) -> SizeClass | None:
        """Size class of the true hemorrhage of a stratum; None without a mask or without any of it."""
        quantity = self.quantities.get(name)
        return size_class(quantity.truth_ml) if quantity is not None and quantity.truth_ml > 0 else None


def quantities(truth: NDArray[np.uint8], answer: NDArray[np.uint8], volume: Volume) -> dict[str, Quantity]:
    """Truth against answer for each of :data:`STRATA`; masks uint8 [Z, Y, X]."""
    true_ml, answer_ml = volumes_ml(truth, volume), volumes_ml(answer, volume)
    bedside = dict.fromkeys(TYPES, 0.0)
    for lesion in measure(truth, volume):
        bedside[lesion.type] += lesion.abc2_ml
    out = {}
    for name, mine in STRATA.items():
        labels = [t.label for t in mine]
        out[name] = Quantity(
            sum(true_ml[t] for t in mine),
            sum(answer_ml[t] for t in mine),
            sum(bedside[t] for t in mine),
            ms.dice(np.isin(answer, labels), np.isin(truth, labels)),
        )
    return out
