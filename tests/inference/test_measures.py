"""inference.measures against scipy and scikit-learn, against the definition, and against the paper's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

from inference import measures as ms

scores = st.lists(st.integers(0, 12).map(lambda v: v / 12), min_size=1, max_size=40)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case: tuple[int, int]) -> None:
    hits, n = case
    found = ms.proportion(hits, n)
    truth = stats.binomtest(hits, n).proportion_ci(0.95, "wilson")
    assert (found.value, found.low, found.high) == pytest.approx((hits / n, truth.low, truth.high), abs=1e-9)
    assert found.low is not None and found.value is not None and found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(scores, scores)
def test_auc_is_the_mann_whitney_statistic(positives: list[float], negatives: list[float]) -> None:
    truth = stats.mannwhitneyu(positives, negatives).statistic / len(positives) / len(negatives)
    assert ms.auc(positives, negatives) == pytest.approx(truth)


@given(scores, scores)
def test_area_under_the_roc_points_is_the_auc(positives: list[float], negatives: list[float]) -> None:
    points = ms.roc(positives + negatives, [True] * len(positives) + [False] * len(negatives))
    area = np.trapezoid([p.sensitivity for p in points], [1 - p.specificity for p in points])
    assert area == pytest.approx(ms.auc(positives, negatives))
    assert (points[0].sensitivity, points[0].specificity) == (0, 1)
    assert (points[-1].sensitivity, points[-1].specificity) == (1, 0)
    for p in points:
        assert p.sensitivity == pytest.approx(np.mean(np.array(positives) >= p.threshold))
        assert p.specificity == pytest.approx(np.mean(np.array(negatives) < p.threshold))


def test_bootstrap_of_the_auc_covers_the_truth_as_often_as_it_says() -> None:
    """Normal scores one deviation apart: the true AUC is known; 95 % of 100 intervals, give or take chance."""
    rng = np.random.default_rng(5)
    truth = stats.norm.cdf(1 / np.sqrt(2))
    covered = 0
    for seed in range(100):
        found = ms.auc_estimate(rng.normal(1, 1, 60), rng.normal(0, 1, 80), 200, seed)
        assert found.low is not None and found.high is not None
        covered += found.low <= truth <= found.high
    assert 87 <= covered <= 100


def test_auc_bootstrap_is_the_plain_one() -> None:
    """The counting of draws gives the distribution of drawing the studies themselves."""
    rng = np.random.default_rng(3)
    high, low = np.round(rng.normal(0.7, 0.5, 25), 1), np.round(rng.normal(0, 0.5, 30), 1)
    found = ms.auc_estimate(high, low, 4000)
    plain = [ms.auc(rng.choice(high, 25), rng.choice(low, 30)) for _ in range(4000)]
    assert (found.low, found.high) == pytest.approx(
        tuple(np.percentile(np.array(plain, float), [2.5, 97.5])), abs=0.012
    )


def test_balanced_gives_the_papers_predictive_values() -> None:
    """Chang 2018, Table 2, test set: sensitivity 78 of 82, specificity 0.973 -> PPV 0.972, NPV 0.952."""
    detected, cleared = np.arange(82) < 78, np.arange(600) < 584
    found = ms.balanced(detected, cleared)
    assert (found.ppv.value, found.npv.value) == pytest.approx((0.972, 0.952), abs=1e-3)
    assert found.accuracy.value == pytest.approx((78 / 82 + 584 / 600) / 2)
    for estimate in (found.accuracy, found.ppv, found.npv):
        assert estimate.low is not None and estimate.value is not None and estimate.high is not None
        assert 0.85 < estimate.low < estimate.value < estimate.high < 1


def test_balanced_interval_is_not_empty_where_all_were_right() -> None:
    found = ms.balanced(np.ones(5, bool), np.ones(50, bool))
    for estimate in (found.accuracy, found.ppv, found.npv):
        assert estimate.value == estimate.high == 1
        assert estimate.low is not None and 0.6 < estimate.low < 0.999


def test_balanced_accuracy_interval_agrees_with_the_normal_one() -> None:
    detected, cleared = np.arange(400) < 300, np.arange(900) < 800
    found = ms.balanced(detected, cleared).accuracy
    sd = np.sqrt(0.75 * 0.25 / 400 + 8 / 9 / 9 / 900) / 2
    assert (found.low, found.high) == pytest.approx(
        (0.75 / 2 + 4 / 9 - ms.Z95 * sd, 0.75 / 2 + 4 / 9 + ms.Z95 * sd), abs=2e-3
    )


def test_nobody_called_positive_has_no_ppv() -> None:
    found = ms.balanced(np.zeros(3, bool), np.ones(4, bool))
    assert found.ppv.value is None and found.npv.value == 0.5


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=4, max_size=30))
def test_pearson_is_scipys(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, float).T
    found = ms.pearson(x, y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert found.value is None
        return
    truth = stats.pearsonr(x, y)
    assert found.value == pytest.approx(truth.statistic, abs=1e-9)
    if abs(truth.statistic) < 0.999:
        interval = truth.confidence_interval()
        assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-6)


def test_mean_interval_is_near_the_normal_one() -> None:
    data = np.random.default_rng(2).normal(3, 1, 300)
    found = ms.mean(data)
    half = ms.Z95 * data.std() / np.sqrt(300)
    assert (found.low, found.high) == pytest.approx((data.mean() - half, data.mean() + half), abs=0.02)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_calibration_counts_every_study_in_its_bin(cases: list[tuple[float, bool]]) -> None:
    p, truth = [c[0] for c in cases], [c[1] for c in cases]
    table = ms.calibration(p, truth)
    assert sum(b.observed.n for b in table) == len(cases)
    for b in table:
        mine = [c for c in cases if b.low <= c[0] < b.high or (b.high == 1 == c[0])]
        # a probability within rounding of a bound may fall to either side
        if all(min(abs(c[0] * 10 - k) for k in range(11)) > 1e-9 for c in cases):
            assert b.observed.n == len(mine)
            assert b.mean_probability == (pytest.approx(np.mean([c[0] for c in mine])) if mine else None)
    assert ms.brier(p, truth) == pytest.approx(np.mean((np.array(p) - np.array(truth, float)) ** 2))


def test_calibration_error_of_a_known_table() -> None:
    table = ms.calibration([0.05] * 10 + [0.95] * 10, [False] * 10 + [True] * 5 + [False] * 5)
    assert ms.calibration_error(table) == pytest.approx((0.05 + 0.45) / 2)


def test_dice_of_known_masks() -> None:
    a, b = np.zeros((2, 4, 4), bool), np.zeros((2, 4, 4), bool)
    assert ms.dice(a, b) is None
    a[0, :2], b[0, 1:3] = True, True
    assert ms.dice(a, b) == 0.5
    assert ms.dice(a, a) == 1


# -------------------------------------------------------------------------------------------- against scikit-learn

cases = st.lists(st.tuples(st.integers(0, 12).map(lambda v: v / 12), st.booleans()), min_size=2, max_size=60).filter(
    lambda rows: len({truth for _, truth in rows}) == 2
)
few = settings(max_examples=50)  # scikit-learn checks its arguments at length


@few
@given(cases)
def test_auc_and_roc_are_scikit_learns(rows: list[tuple[float, bool]]) -> None:
    score, truth = (np.array(column) for column in zip(*rows, strict=True))
    assert ms.auc(score[truth], score[~truth]) == pytest.approx(metrics.roc_auc_score(truth, score))
    alarms, hits, thresholds = metrics.roc_curve(truth, score)
    every = {(float(t), round(float(h), 9), round(float(1 - a), 9))
             for t, h, a in zip(thresholds, hits, alarms, strict=True)}  # fmt: skip
    found = {(p.threshold, round(p.sensitivity, 9), round(p.specificity, 9)) for p in ms.roc(score, truth)}
    # scikit-learn keeps a few points more in the middle of straight runs
    assert found <= every


@few
@given(cases)
def test_calibration_and_brier_are_scikit_learns(rows: list[tuple[float, bool]]) -> None:
    # away from the bounds of the bins, which the two give to different sides
    p, truth = [0.01 + 0.97 * row[0] for row in rows], [row[1] for row in rows]
    observed, promised = calibration_curve(truth, p, n_bins=10, strategy="uniform")
    used = [b for b in ms.calibration(p, truth) if b.observed.n]
    assert [b.observed.value for b in used] == pytest.approx(observed.tolist())
    assert [b.mean_probability for b in used] == pytest.approx(promised.tolist())
    assert ms.brier(p, truth) == pytest.approx(metrics.brier_score_loss(truth, p))


@few
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_dice_is_scikit_learns_f1(voxels: list[tuple[bool, bool]]) -> None:
    a, b = (np.array(column) for column in zip(*voxels, strict=True))
    expected = metrics.f1_score(b, a, zero_division=0.0) if a.any() or b.any() else None
    assert ms.dice(a, b) == (None if expected is None else pytest.approx(expected))


# ------------------------------------------------------------------------------------------------- volumes and bands


@few
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=2, max_size=30))
def test_agreement_is_scipys_paired_test(pairs: list[tuple[int, int]]) -> None:
    truth, measured = np.array(pairs, float).T
    found = ms.agreement(truth, measured)
    difference = measured - truth
    assert found.difference.value == pytest.approx(difference.mean())
    if np.ptp(difference) > 0:
        interval = stats.ttest_rel(measured, truth).confidence_interval(0.95)
        assert (found.difference.low, found.difference.high) == pytest.approx((interval.low, interval.high))
    spread = 1.959964 * difference.std(ddof=1)
    assert (found.low, found.high) == pytest.approx((difference.mean() - spread, difference.mean() + spread), abs=1e-4)


def test_bias_is_that_of_the_sums() -> None:
    truth, measured = np.array([10.0, 30.0, 60.0]), np.array([12.0, 33.0, 75.0])
    found = ms.bias(truth, measured, seed=4)
    assert found.value == pytest.approx(0.2) and found.n == 3
    rng = np.random.default_rng(9)
    drawn = [rng.integers(0, 3, 3) for _ in range(4000)]
    plain = np.percentile([measured[i].sum() / truth[i].sum() - 1 for i in drawn], [2.5, 97.5])
    assert (found.low, found.high) == pytest.approx(tuple(plain), abs=0.01)


def test_median_and_its_bootstrap() -> None:
    data = np.random.default_rng(6).normal(3, 1, 101)
    found = ms.median(data)
    assert found.value == np.median(data) and found.n == 101
    truth = stats.bootstrap((data,), np.median, n_resamples=2000, method="percentile", rng=np.random.default_rng(1))
    interval = truth.confidence_interval
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=0.06)


def test_one_case_has_no_interval() -> None:
    alone = ms.Estimate(0.5, None, None, 1)
    assert ms.mean([0.5]) == ms.median([0.5]) == ms.bias([2.0], [3.0]) == alone
    assert ms.agreement([2.0], [2.5]) == ms.Agreement(alone, None, None)


def test_roc_band_holds_the_curve_and_is_the_plain_bootstrap() -> None:
    rng = np.random.default_rng(7)
    truth = np.arange(160) < 60
    score = rng.normal(truth * 1.2, 1.0)
    band = ms.roc_band(score, truth, resamples=400)
    assert [b.specificity for b in band] == pytest.approx(np.linspace(1, 0, 51).tolist())
    points = ms.roc(score, truth)
    curve = np.interp([1 - b.specificity for b in band], [1 - p.specificity for p in points],
                      [p.sensitivity for p in points])  # fmt: skip
    assert all(b.low <= y <= b.high for b, y in zip(band, curve, strict=True))
    # the sensitivity at one specificity, by scikit-learn's curve of each resample
    at = int(np.flatnonzero(np.isclose([b.specificity for b in band], 0.8))[0])
    plain = []
    for _ in range(400):
        drawn = np.concatenate([rng.choice(score[truth], 60), rng.choice(score[~truth], 100)])
        alarms, hits, _ = metrics.roc_curve(truth, drawn, drop_intermediate=False)
        plain.append(hits[np.flatnonzero(alarms <= 0.2 + 1e-9)[-1]])
    assert (band[at].low, band[at].high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])), abs=0.05)


def test_nothing_gives_nothing() -> None:
    empty = ms.Estimate(None, None, None, 0)
    assert (
        ms.proportion(0, 0)
        == ms.mean([])
        == ms.median([])
        == ms.bias([], [])
        == ms.auc_estimate([], [])
        == ms.pearson([], [])
        == empty
    )
    assert ms.auc([1], []) is None
    assert ms.roc([1, 2], [True, True]) == ()
    assert ms.roc_band([1, 2], [True, True]) == ()
    assert ms.agreement([], []) == ms.Agreement(empty, None, None)
    assert ms.brier([], []) is None and ms.calibration_error(ms.calibration([], [])) is None
    assert ms.balanced(np.zeros(0, bool), np.ones(3, bool)).accuracy.value is None
