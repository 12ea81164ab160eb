"""From a raw score to a probability, and how sure that probability is.

The manifest holds a logistic map of the score's logit (Platt 1999), fitted on patients that the network never saw.
With the covariance of its two numbers comes an interval: wide where few patients were behind it. A type may have a map
of its own; one with too few patients takes that of all hemorrhage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from inference.types import HemorrhageType

_Z95: Final = 1.959964
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic map; ``covariance`` is that of (slope, intercept), as (var, cov, var), None where unknown."""

    slope: float
    intercept: float
    covariance: tuple[float, float, float] | None = None
    by_type: Mapping[HemorrhageType, Calibration] = field(default_factory=dict)

    @classmethod
    def from_manifest(cls, entry: Mapping[str, Any]) -> Calibration:
        """The entry ``calibration``: ``slope``, ``intercept``; where they were fitted, ``covariance``, ``by_type``."""
        covariance = entry.get("covariance")
        return cls(
            float(entry["slope"]),
            float(entry["intercept"]),
            (float(covariance[0]), float(covariance[1]), float(covariance[2])) if covariance is not None else None,
            {HemorrhageType(t): cls.from_manifest(own) for t, own in entry.get("by_type", {}).items()},
        )

    def probability(self, score: float, kind: HemorrhageType | None = None) -> float:
        """Probability in [0, 1] of any hemorrhage, or of one type, at the raw ``score`` of it."""
        own = self if kind is None else self.by_type.get(kind, self)
        return _logistic(own.slope * logit(score) + own.intercept)

    def interval(self, score: float) -> tuple[float, float] | None:
        """95 % interval of :meth:`probability` of any hemorrhage; None without a covariance."""
        if self.covariance is None:
            return None
        x = logit(score)
        middle = self.slope * x + self.intercept
        slope, both, intercept = self.covariance
        width = _Z95 * float(np.sqrt(max(slope * x * x + 2 * both * x + intercept, 0.0)))
        return _logistic(middle - width), _logistic(middle + width)


def logit(score: float) -> float:
    """ln(p / (1 - p)), held away from the infinities."""
    held = min(max(score, _EDGE), 1 - _EDGE)
    return float(np.log(held / (1 - held)))


def covariance(logits: NDArray[np.float64], slope: float, intercept: float) -> tuple[float, float, float]:
    """Covariance of a fitted logistic map from its Fisher information, as (var slope, cov, var intercept).

    Args:
        logits: float64 [N], of the scores that it was fitted on.
    """
    p = 1 / (1 + np.exp(-(slope * logits + intercept)))
    design = np.stack([logits, np.ones_like(logits)], 1)
    information = design.T @ (design * (p * (1 - p))[:, None])
    found = np.linalg.pinv(information)
    return float(found[0, 0]), float(found[0, 1]), float(found[1, 1])


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
