"""inference.evaluation.clusters against scikit-learn and against the plain way of computing the same."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from inference.evaluation import clusters
from inference.measures import Estimate, draws


@pytest.mark.parametrize("seed", range(5))
def test_auc_and_its_bootstrap_are_scikit_learns_with_weights(seed: int) -> None:
    """A resample that draws an exam twice is the AUC in which each of its slices has the weight two."""
    rng = np.random.default_rng(seed)
    exams = np.repeat(np.arange(12), rng.integers(1, 9, 12))
    truth = rng.random(len(exams)) < 0.4
    scores = np.round(rng.normal(truth * 0.7, 0.6), 1)  # with ties
    found = clusters.auc(scores, truth, exams, resamples=60, seed=seed)
    assert found.value == pytest.approx(roc_auc_score(truth, scores)) and found.n == len(exams)
    plain = [roc_auc_score(truth, scores, sample_weight=weights[exams])
             for weights in draws(np.random.default_rng(seed), 12, 60) if truth[weights[exams] > 0].any()]  # fmt: skip
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])))


def test_slices_that_are_alike_widen_the_interval() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(40) < 0.5
    scores = rng.normal(truth, 1.0)
    alone = clusters.auc(scores, truth, np.arange(40))
    # ten equal slices an exam tell nothing more than one
    tenfold = clusters.auc(np.repeat(scores, 10), np.repeat(truth, 10), np.repeat(np.arange(40), 10))
    assert (tenfold.value, tenfold.low, tenfold.high) == pytest.approx((alone.value, alone.low, alone.high))


def test_ratio_is_that_of_the_sums() -> None:
    hits, counts = np.array([3, 0, 5, 1]), np.array([4, 0, 5, 8])
    found = clusters.ratio(hits, counts, seed=3)
    assert (found.value, found.n) == (9 / 17, 17)
    drawn = draws(np.random.default_rng(3), 4, 2000)
    plain = [(w @ hits) / (w @ counts) for w in drawn if w @ counts]
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])))


def random_exams(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Thresholds, lesions found, lesions, and false findings, as of scores drawn for each."""
    rng = np.random.default_rng(seed)
    lesions = rng.integers(0, 4, 15)
    true_scores = [rng.random(n) for n in lesions]
    false_scores = [rng.random(n) ** 2 for n in rng.integers(0, 9, 15)]
    thresholds = np.linspace(1, 0, 21)
    found = np.array([[(s >= t).sum() for s in true_scores] for t in thresholds])
    false = np.array([[(s >= t).sum() for s in false_scores] for t in thresholds])
    return thresholds, found, lesions, false


@pytest.mark.parametrize("seed", range(4))
def test_froc_is_the_plain_count(seed: int) -> None:
    thresholds, found, lesions, false = random_exams(seed)
    curve = clusters.froc(thresholds, found, lesions, false, resamples=200, seed=seed)
    weights = draws(np.random.default_rng(seed), 15, 200)
    for point, threshold, hits, alarms in zip(curve, thresholds, found, false, strict=True):
        assert point.threshold == threshold
        assert point.false_per_exam == pytest.approx(alarms.sum() / 15)
        assert point.sensitivity.value == pytest.approx(hits.sum() / lesions.sum())
        assert point.sensitivity.n == lesions.sum()
        plain = [(w @ hits) / (w @ lesions) for w in weights]
        assert (point.sensitivity.low, point.sensitivity.high) == pytest.approx(
            tuple(np.percentile(plain, [2.5, 97.5]))
        )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rate", [0.1, 1.0, 2.5, 99.0])
def test_best_sensitivity_within_a_rate_of_false_findings(seed: int, rate: float) -> None:
    thresholds, found, lesions, false = random_exams(seed)
    curve = clusters.froc(thresholds, found, lesions, false)
    expected = max(p.sensitivity.value or 0.0 for p in curve if p.false_per_exam <= rate)
    result = clusters.froc_at(rate, found, lesions, false, resamples=100, seed=seed)
    assert result.value == pytest.approx(expected)
    plain = []
    for w in draws(np.random.default_rng(seed), 15, 100):
        allowed = (false @ w) / 15 <= rate
        plain.append(max(((found @ w) / (w @ lesions))[allowed], default=0.0))
    assert (result.low, result.high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])))


def test_nothing_gives_nothing() -> None:
    none = Estimate(None, None, None, 0)
    empty = np.zeros((0,), np.intp)
    assert clusters.ratio([], []) == clusters.ratio([0, 0], [0, 0]) == none
    assert clusters.auc([], [], []) == none and clusters.auc([1, 2], [True, True], [0, 0]).value is None
    assert clusters.froc([0.5], np.zeros((1, 0), np.intp), empty, np.zeros((1, 0), np.intp)) == ()
    assert clusters.froc_at(1.0, np.zeros((1, 0), np.intp), empty, np.zeros((1, 0), np.intp)) == none
