"""What networks say of patients they never saw: the figures, the calibration and the threshold that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from inference import measures as ms

#: Of all hemorrhages, the share that the threshold has to catch.
SENSITIVITY = 0.95
#: Bins of the histogram of scores by which drift is told later.
BINS = 10


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One patient as judged by the network that was trained without it.

    Attributes:
        fold: which network.
        positive: truth.
        types: the types truly present.
        score: raw study score, [0, 1].
        slice_scores, slice_truths: of every slice, inferior to superior.
    """

    patient: str
    fold: int
    positive: bool
    types: tuple[str, ...]
    score: float
    slice_scores: tuple[float, ...]
    slice_truths: tuple[bool, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain values, for a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> LeftOut:
        """The inverse of :meth:`to_json`."""
        as_tuples: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return cls(**as_tuples)


def logit(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """ln(p / (1 - p)), held away from the infinities as the detector does."""
    held = np.clip(score, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)))


def platt(scores: Sequence[float], truths: Sequence[bool]) -> dict[str, float]:
    """The logistic map from the score's logit to a probability, ``{"slope", "intercept"}``.

    Truths are smoothed by the counts (Platt 1999, "Probabilistic outputs for support vector machines", section 2.2),
    without which a set that the scores separate would have an infinite slope. The slope is never negative.

    Raises:
        ValueError: without positives or without negatives.
    """
    x, truth = logit(np.asarray(scores, np.float64)), np.asarray(truths, bool)
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        raise ValueError("a calibration needs patients with hemorrhage and patients without")
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(values: NDArray[np.float64]) -> float:
        z = values[0] * x + values[1]
        return float(np.mean(np.logaddexp(0, z) - target * z))

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    return {"slope": round(float(found.x[0]), 4), "intercept": round(float(found.x[1]), 4)}


def threshold_for(scores: Sequence[float], truths: Sequence[bool], sensitivity: float = SENSITIVITY) -> float:
    """The highest score, two digits, at which at least ``sensitivity`` of the positives are called positive."""
    positive = np.sort(np.asarray(scores, np.float64)[np.asarray(truths, bool)])
    if not len(positive):
        raise ValueError("a threshold needs patients with hemorrhage")
    missed = int(np.floor((1 - sensitivity) * len(positive) + 1e-9))
    return float(np.clip(np.floor(positive[missed] * 100) / 100, 0.01, 0.99))


def score_reference(scores: Sequence[float]) -> dict[str, list[float]]:
    """The histogram of ``scores`` that goes into the manifest: ``edges`` and ``counts`` of equal bins on [0, 1]."""
    counts, edges = np.histogram(np.asarray(scores, np.float64), BINS, (0.0, 1.0))
    return {"edges": [round(float(e), 6) for e in edges], "counts": [float(c) for c in counts]}


def figures(cases: Sequence[LeftOut], threshold: float) -> dict[str, ms.Estimate]:
    """Area under the curve of studies and of slices, and the rates at ``threshold``.

    Intervals are 95 %: bootstrap for areas, Wilson for rates.
    """
    positive = [c.score for c in cases if c.positive]
    negative = [c.score for c in cases if not c.positive]
    pairs = [p for c in cases for p in zip(c.slice_scores, c.slice_truths, strict=True)]
    return {
        "AUC, studies": ms.auc_estimate(positive, negative),
        "AUC, slices": ms.auc_estimate([s for s, t in pairs if t], [s for s, t in pairs if not t]),
        "sensitivity, studies": ms.proportion(sum(s >= threshold for s in positive), len(positive)),
        "specificity, studies": ms.proportion(sum(s < threshold for s in negative), len(negative)),
    }
