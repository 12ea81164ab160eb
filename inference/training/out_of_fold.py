"""What networks say of patients they never saw: the figures, the calibration and the threshold that follow."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from inference import measures as ms
from inference.calibration import covariance, logit
from inference.evaluation import clusters
from inference.types import TYPES, HemorrhageType

#: Of all hemorrhages, the share that the threshold has to catch.
SENSITIVITY = 0.95
#: With fewer patients, a type takes the calibration of all hemorrhage.
LEAST_OF_TYPE = 5
#: Bins of the histogram of scores by which drift is told later.
BINS = 10


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOut:
    """One patient as judged by the network that was trained without it.

    Attributes:
        fold: which network.
        positive: truth.
        types: the types truly present.
        score: raw study score, [0, 1].
        type_scores: the same of each type, in the order of :data:`inference.types.TYPES`.
        slice_scores, slice_truths: of every slice, inferior to superior.
        lesions: of every lesion found on a hemorrhage: the true type there, the type it was given, its score.
        inputs: what the images are like, as :class:`inference.types.InputStatistics` names it.
    """

    patient: str
    fold: int
    positive: bool
    types: tuple[str, ...]
    score: float
    type_scores: tuple[float, ...]
    slice_scores: tuple[float, ...]
    slice_truths: tuple[bool, ...]
    lesions: tuple[tuple[str, str, float], ...] = ()
    inputs: Mapping[str, float] = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain values, for a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> LeftOut:
        """The inverse of :meth:`to_json`."""
        as_tuples: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        as_tuples["lesions"] = tuple(tuple(lesion) for lesion in as_tuples["lesions"])
        return cls(**as_tuples)


def platt(scores: Sequence[float], truths: Sequence[bool]) -> dict[str, Any]:
    """The logistic map from the score's logit to a probability, as :mod:`inference.calibration` reads it.

    Truths are smoothed by the counts (Platt 1999, "Probabilistic outputs for support vector machines", section 2.2),
    without which a set that the scores separate would have an infinite slope. The slope is never negative.

    Raises:
        ValueError: without positives or without negatives.
    """
    x, truth = np.array([logit(score) for score in scores]), np.asarray(truths, bool)
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        raise ValueError("a calibration needs patients with hemorrhage and patients without")
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(values: NDArray[np.float64]) -> float:
        z = values[0] * x + values[1]
        return float(np.mean(np.logaddexp(0, z) - target * z))

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    slope, intercept = float(found.x[0]), float(found.x[1])
    spread = covariance(x, slope, intercept)
    return {
        "slope": round(slope, 4), "intercept": round(intercept, 4), "covariance": [round(v, 6) for v in spread],
    }  # fmt: skip


def threshold_for(scores: Sequence[float], truths: Sequence[bool], sensitivity: float = SENSITIVITY) -> float:
    """The highest score, two digits, at which at least ``sensitivity`` of the positives are called positive."""
    positive = np.sort(np.asarray(scores, np.float64)[np.asarray(truths, bool)])
    if not len(positive):
        raise ValueError("a threshold needs patients with hemorrhage")
    missed = int(np.floor((1 - sensitivity) * len(positive) + 1e-9))
    return float(np.clip(np.floor(positive[missed] * 100) / 100, 0.01, 0.99))


def manifest_entries(cases: Sequence[LeftOut]) -> dict[str, Any]:
    """What the manifest says of the scores of left-out patients.

    Returns:
        ``calibration`` of any hemorrhage, and of each type that at least :data:`LEAST_OF_TYPE` patients have;
        ``score_reference`` and ``input_reference``, the histograms by which drift is told, without an input that is
        the same in all patients, of which it cannot be; ``operating_points`` at every whole per cent.
    """
    scores, truths = [c.score for c in cases], [c.positive for c in cases]
    by_type = {
        kind.value: platt([c.type_scores[i] for c in cases], [kind.value in c.types for c in cases])
        for i, kind in enumerate(TYPES)
        if LEAST_OF_TYPE <= sum(kind.value in c.types for c in cases) < len(cases)
    }
    return {
        "calibration": platt(scores, truths) | {"by_type": by_type},
        "score_reference": _histogram(scores, (0.0, 1.0)),
        "input_reference": {
            name: _histogram(values)
            for name in sorted({name for case in cases for name in case.inputs})
            if len(set(values := [c.inputs[name] for c in cases if name in c.inputs])) > 1
        },
        "operating_points": {
            "positives": sum(truths),
            "negatives": len(truths) - sum(truths),
            "points": [
                {
                    "threshold": percent / 100,
                    "true_positives": sum(c.positive and c.score >= percent / 100 for c in cases),
                    "true_negatives": sum(not c.positive and c.score < percent / 100 for c in cases),
                }
                for percent in range(1, 100)
            ],
        },
    }


def _histogram(values: Sequence[float], limits: tuple[float, float] | None = None) -> dict[str, list[float]]:
    counts, edges = np.histogram(np.asarray(values, np.float64), BINS, limits)
    return {"edges": [round(float(e), 6) for e in edges], "counts": [float(c) for c in counts]}


def of_the_others(cases: Sequence[LeftOut], fold: int) -> tuple[float, dict[str, Any]]:
    """Threshold and calibration that the patients of all folds but ``fold`` give: what can be tried on those of it.

    Raises:
        ValueError: the others are all with hemorrhage, or all without.
    """
    others = [c for c in cases if c.fold != fold]
    scores, truths = [c.score for c in others], [c.positive for c in others]
    return threshold_for(scores, truths), platt(scores, truths)


def figures(cases: Sequence[LeftOut], threshold: float) -> dict[str, ms.Estimate]:
    """Area under the curve of studies and of slices, and the rates at ``threshold``.

    ``threshold`` follows from these same patients, so that its sensitivity is what was asked for; beside it stand the
    rates at the threshold that the other folds' patients give. The group (one of the paper's three) is asked of the
    lesions that reach the threshold and lie on a hemorrhage. Intervals are 95 %: Wilson for rates of patients, else
    bootstrap, in which slices and lesions are drawn with their patients.
    """
    positive = [c.score for c in cases if c.positive]
    negative = [c.score for c in cases if not c.positive]
    right, found = [], []
    for case in cases:
        called = [(HemorrhageType(t), HemorrhageType(g)) for t, g, score in case.lesions if score >= threshold]
        right.append(sum(true.group == given.group for true, given in called))
        found.append(len(called))
    cuts = {fold: of_the_others(cases, fold)[0] for fold in {c.fold for c in cases}}
    caught = sum(c.score >= cuts[c.fold] for c in cases if c.positive)
    cleared = sum(c.score < cuts[c.fold] for c in cases if not c.positive)
    return {
        "AUC, studies": ms.auc_estimate(positive, negative),
        "AUC, slices": clusters.auc(
            [s for c in cases for s in c.slice_scores], [t for c in cases for t in c.slice_truths],
            np.repeat(np.arange(len(cases)), [len(c.slice_scores) for c in cases]),
        ),
        "sensitivity, studies": ms.proportion(sum(s >= threshold for s in positive), len(positive)),
        "specificity, studies": ms.proportion(sum(s < threshold for s in negative), len(negative)),
        "sensitivity, threshold of the other folds": ms.proportion(caught, len(positive)),
        "specificity, threshold of the other folds": ms.proportion(cleared, len(negative)),
        "group right, lesions": clusters.ratio(right, found),
    }  # fmt: skip
