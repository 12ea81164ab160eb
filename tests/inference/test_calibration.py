"""From score to probability: maps by type, intervals that know how few patients there were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.calibration import Calibration, covariance, logit
from inference.types import HemorrhageType

SCORES = st.floats(0, 1)


def test_the_map_is_the_manifests() -> None:
    plain = Calibration.from_manifest({"slope": 1.0, "intercept": 0.0})
    assert plain.probability(0.3) == pytest.approx(0.3)
    assert plain.interval(0.3) is None
    assert plain.probability(0.0) < 1e-5 and plain.probability(1.0) > 1 - 1e-5
    shifted = Calibration.from_manifest({"slope": 2.0, "intercept": 1.0})
    assert shifted.probability(0.5) == pytest.approx(1 / (1 + np.exp(-1)))


def test_a_type_has_its_own_map_or_that_of_all() -> None:
    found = Calibration.from_manifest(
        {"slope": 1.0, "intercept": 0.0, "by_type": {"SDH": {"slope": 1.0, "intercept": -2.0}}}
    )
    assert found.probability(0.5, HemorrhageType.SDH) == pytest.approx(1 / (1 + np.exp(2)))
    assert found.probability(0.5, HemorrhageType.IVH) == found.probability(0.5) == pytest.approx(0.5)


@given(SCORES, SCORES, st.floats(0, 3), st.floats(-3, 3))
def test_a_higher_score_is_never_less_probable(a: float, b: float, slope: float, intercept: float) -> None:
    found = Calibration(slope, intercept)
    assert found.probability(min(a, b)) <= found.probability(max(a, b))


@given(SCORES, st.floats(0.1, 3), st.floats(-3, 3))
def test_the_interval_holds_the_probability(score: float, slope: float, intercept: float) -> None:
    logits = np.linspace(-4, 4, 30)
    found = Calibration(slope, intercept, covariance(logits, slope, intercept))
    ends = found.interval(score)
    assert ends is not None and 0 <= ends[0] <= found.probability(score) <= ends[1] <= 1


def test_more_patients_make_it_narrower() -> None:
    widths = []
    for patients in (12, 57, 1000):
        logits = np.linspace(-4, 4, patients)
        ends = Calibration(1.0, 0.0, covariance(logits, 1.0, 0.0)).interval(0.6)
        assert ends is not None
        widths.append(ends[1] - ends[0])
    assert widths[0] > 1.5 * widths[1] > 3 * widths[2] and widths[0] > 0.4


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Maps fitted again and again by Newton's method on patients drawn from a known one."""
    rng = np.random.default_rng(5)
    truth = Calibration(0.8, -0.5)
    covered = []
    for _ in range(300):
        logits = rng.normal(0, 2.5, 200)
        positive = rng.random(200) < 1 / (1 + np.exp(-(truth.slope * logits + truth.intercept)))
        design = np.stack([logits, np.ones_like(logits)], 1)
        fitted = np.zeros(2)
        for _ in range(12):
            p = 1 / (1 + np.exp(-design @ fitted))
            fitted += np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (positive - p))
        ends = Calibration(
            float(fitted[0]), float(fitted[1]), covariance(logits, float(fitted[0]), float(fitted[1]))
        ).interval(0.7)
        assert ends is not None
        covered.append(ends[0] <= truth.probability(0.7) <= ends[1])
    assert 0.91 < np.mean(covered) < 0.985


def test_the_covariance_is_the_inverse_curvature_of_the_likelihood() -> None:
    logits = np.array([-3.0, -1.0, 0.2, 0.9, 2.5])
    slope, intercept = 0.7, -0.2

    def loss(a: float, b: float) -> float:
        z = a * logits + b
        target = 1 / (1 + np.exp(-(slope * logits + intercept)))  # the fit is perfect: only the curvature counts
        return float(np.sum(np.logaddexp(0, z) - target * z))

    h = 1e-4
    mixed = [loss(slope + i * h, intercept + j * h) * i * j for i in (-1, 1) for j in (-1, 1)]
    second = [
        [(loss(slope + h, intercept) - 2 * loss(slope, intercept) + loss(slope - h, intercept)) / h**2,
         sum(mixed) / (4 * h**2)],
        [sum(mixed) / (4 * h**2),
         (loss(slope, intercept + h) - 2 * loss(slope, intercept) + loss(slope, intercept - h)) / h**2],
    ]  # fmt: skip
    expected = np.linalg.inv(np.array(second))
    found = covariance(logits, slope, intercept)
    assert found == pytest.approx([expected[0, 0], expected[0, 1], expected[1, 1]], rel=1e-3)


def test_logit_has_no_infinities() -> None:
    assert logit(0.0) == pytest.approx(-logit(1.0)) and abs(logit(0.0)) < 20
