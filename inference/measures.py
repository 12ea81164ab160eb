"""Statistics of a detection study: pure functions on numbers, each with its interval.

Proportions get Wilson's score interval, everything built from resampled cases a percentile bootstrap. A value that the
data cannot give (no positives, no variance) is None, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]

Z95 = 1.959963984540054
"""Quantile of the normal distribution for a two-sided 95 % interval."""
_CHUNK = 64  # resamples at a time: fast for small sets, and little memory for large ones


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; None where the data cannot give it. ``n`` cases stand behind it."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class RocPoint:
    """One operating point: studies with ``score >= threshold`` are called positive."""

    threshold: float
    sensitivity: float
    specificity: float


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Studies whose probability lies in [low, high) (the last bin holds 1): what was promised and what happened."""

    low: float
    high: float
    mean_probability: float | None
    observed: Estimate


def proportion(hits: int, n: int) -> Estimate:
    """``hits / n`` with Wilson's score interval (Wilson 1927)."""
    if n == 0:
        return Estimate(None, None, None, 0)
    p = hits / n
    centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * np.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    # at the ends the bound is exactly 0 or 1; rounding must not put it beside the value
    low = 0.0 if hits == 0 else float(centre - half)
    high = 1.0 if hits == n else float(centre + half)
    return Estimate(p, low, high, n)


def auc(positives: ArrayLike, negatives: ArrayLike) -> float | None:
    """Probability that a positive study scores higher than a negative one, ties counting half."""
    high, low = np.asarray(positives, np.float64), np.sort(np.asarray(negatives, np.float64))
    if not len(high) or not len(low):
        return None
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.mean() / 2 / len(low))


def auc_estimate(positives: ArrayLike, negatives: ArrayLike, resamples: int = 2000, seed: int = 0) -> Estimate:
    """:func:`auc` with a bootstrap interval; positives and negatives are resampled each for itself."""
    high, low = np.asarray(positives, np.float64), np.sort(np.asarray(negatives, np.float64))
    value = auc(high, low)
    n = len(high) + len(low)
    if value is None:
        return Estimate(None, None, None, n)
    rng = np.random.default_rng(seed)
    # a resample is how often each study is drawn, so that one pass over the sorted scores serves for all of them
    left, right = np.searchsorted(low, high, "left"), np.searchsorted(low, high, "right")
    values = []
    for first in range(0, resamples, _CHUNK):
        count = min(_CHUNK, resamples - first)
        of_low = np.pad(np.cumsum(draws(rng, len(low), count), axis=1), ((0, 0), (1, 0)))
        below = (of_low[:, left] + of_low[:, right]) / 2 / len(low)
        values.append((draws(rng, len(high), count) * below).sum(axis=1) / len(high))
    return Estimate(value, *percentiles(np.concatenate(values)), n)


@dataclass(frozen=True, slots=True)
class Balanced:
    """What accuracy and the predictive values would be with as many positive as negative studies."""

    accuracy: Estimate
    ppv: Estimate
    npv: Estimate


def balanced(detected: NDArray[np.bool_], cleared: NDArray[np.bool_], resamples: int = 2000, seed: int = 0) -> Balanced:
    """The paper's "balanced dataset": computed from sensitivity and specificity rather than by dropping negatives.

    Args:
        detected: bool, one entry a positive study: called positive.
        cleared: bool, one entry a negative study: called negative.

    The intervals come from draws of both rates with Jeffreys' prior, which keeps them honest where all were right.
    """
    n = len(detected) + len(cleared)
    if not len(detected) or not len(cleared):
        nothing = Estimate(None, None, None, n)
        return Balanced(nothing, nothing, nothing)
    rng = np.random.default_rng(seed)
    true, drawn = [], []
    for right in (detected, cleared):
        hits, misses = int(right.sum()), int((~right).sum())
        true.append(np.array([hits / len(right)]))
        drawn.append(rng.beta(hits + 0.5, misses + 0.5, resamples))
    out = []
    for value, spread in zip(_balanced(true[0], true[1]), _balanced(drawn[0], drawn[1]), strict=True):
        low, high = percentiles(spread)
        exact = float(value[0])
        # the posterior never reaches 0 or 1, the value may
        if np.isnan(exact) or low is None or high is None:
            out.append(Estimate(None, None, None, n))
        else:
            out.append(Estimate(exact, min(low, exact), max(high, exact), n))
    return Balanced(*out)


def _balanced(se: Floats, sp: Floats) -> tuple[Floats, Floats, Floats]:
    """Accuracy, PPV, NPV at a prevalence of one half; NaN where nobody is called positive, or negative."""
    called, uncalled = se + (1 - sp), sp + (1 - se)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (se + sp) / 2, np.where(called > 0, se / called, np.nan), np.where(uncalled > 0, sp / uncalled, np.nan)


def mean(values: ArrayLike, resamples: int = 2000, seed: int = 0) -> Estimate:
    """Mean with a bootstrap interval (from two values on)."""
    data = np.asarray(values, np.float64)
    if len(data) < 2:
        return Estimate(float(data[0]) if len(data) else None, None, None, len(data))
    rng = np.random.default_rng(seed)
    means = [
        draws(rng, len(data), min(_CHUNK, resamples - first)) @ data / len(data)
        for first in range(0, resamples, _CHUNK)
    ]
    return Estimate(float(data.mean()), *percentiles(np.concatenate(means)), len(data))


def median(values: ArrayLike, resamples: int = 2000, seed: int = 0) -> Estimate:
    """Median with a bootstrap interval (from two values on)."""
    data = np.asarray(values, np.float64)
    if len(data) < 2:
        return Estimate(float(data[0]) if len(data) else None, None, None, len(data))
    rng = np.random.default_rng(seed)
    drawn = [
        np.median(rng.choice(data, (min(_CHUNK, resamples - first), len(data))), axis=1)
        for first in range(0, resamples, _CHUNK)
    ]
    return Estimate(float(np.median(data)), *percentiles(np.concatenate(drawn)), len(data))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two measurements of the same things (Bland and Altman 1986), in their unit.

    Attributes:
        difference: mean of measured minus true, with Student's interval (from two pairs on).
        low, high: limits of agreement, between which 95 % of the differences lie if they are normal; None below two
            pairs.
    """

    difference: Estimate
    low: float | None
    high: float | None


def agreement(truth: ArrayLike, measured: ArrayLike) -> Agreement:
    """Mean difference and limits of agreement of ``measured`` against ``truth``."""
    difference = np.asarray(measured, np.float64) - np.asarray(truth, np.float64)
    n = len(difference)
    if not n:
        return Agreement(Estimate(None, None, None, 0), None, None)
    average = float(difference.mean())
    if n < 2:
        return Agreement(Estimate(average, None, None, n), None, None)
    deviation = float(difference.std(ddof=1))
    half = float(stats.t.ppf(0.975, n - 1) * deviation / np.sqrt(n))
    return Agreement(
        Estimate(average, average - half, average + half, n), average - Z95 * deviation, average + Z95 * deviation
    )


def bias(truth: ArrayLike, measured: ArrayLike, resamples: int = 2000, seed: int = 0) -> Estimate:
    """(sum of measured - sum of truth) / sum of truth, with a bootstrap interval (from two pairs on).

    None where the truths add up to nothing.
    """
    true, found = np.asarray(truth, np.float64), np.asarray(measured, np.float64)
    n, total = len(true), float(true.sum())
    if total <= 0:
        return Estimate(None, None, None, n)
    if n < 2:
        return Estimate(float(found.sum() / total - 1), None, None, n)
    rng = np.random.default_rng(seed)
    drawn = []
    for first in range(0, resamples, _CHUNK):
        weights = draws(rng, n, min(_CHUNK, resamples - first))
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn.append(np.where(weights @ true > 0, weights @ found / (weights @ true) - 1, np.nan))
    return Estimate(float(found.sum() / total - 1), *percentiles(np.concatenate(drawn)), n)


def roc(scores: ArrayLike, truth: ArrayLike) -> tuple[RocPoint, ...]:
    """Operating points from the strictest (nothing positive, threshold infinite) to the most lenient.

    Points in the middle of a straight run are left out; with one class only there is no curve.
    """
    score, positive = np.asarray(scores, np.float64), np.asarray(truth, np.bool_)
    total_positive, total_negative = int(positive.sum()), int((~positive).sum())
    if not total_positive or not total_negative:
        return ()
    order = np.argsort(-score, kind="stable")
    last_of_tie = np.append(np.diff(score[order]) != 0, True)
    hits = np.concatenate([[0], np.cumsum(positive[order])[last_of_tie]])
    alarms = np.concatenate([[0], np.cumsum(~positive[order])[last_of_tie]])
    thresholds = np.concatenate([[np.inf], score[order][last_of_tie]])
    corner = np.ones(len(hits), np.bool_)
    corner[1:-1] = np.diff(hits)[:-1] * np.diff(alarms)[1:] != np.diff(hits)[1:] * np.diff(alarms)[:-1]
    return tuple(
        RocPoint(float(t), float(h / total_positive), float(1 - a / total_negative))
        for t, h, a in zip(thresholds[corner], hits[corner], alarms[corner], strict=True)
    )


@dataclass(frozen=True, slots=True)
class RocBand:
    """95 % interval of the sensitivity at one specificity, over resampled studies."""

    specificity: float
    low: float
    high: float


def roc_band(
    scores: ArrayLike, truth: ArrayLike, steps: int = 50, resamples: int = 1000, seed: int = 0
) -> tuple[RocBand, ...]:
    """Pointwise bootstrap band of the ROC curve, from specificity 1 down to 0; none with one class only.

    Positives and negatives are resampled each for itself, as in :func:`auc_estimate`. The threshold of each specificity
    is taken anew in every resample, so that the band holds the doubt about both axes.
    """
    score, positive = np.asarray(scores, np.float64), np.asarray(truth, np.bool_)
    high, low = score[positive], score[~positive]
    if not len(high) or not len(low):
        return ()
    rng = np.random.default_rng(seed)
    alarms = np.linspace(0, 1, steps + 1)
    curves = np.empty((resamples, steps + 1))
    for i in range(resamples):
        points = roc(
            np.concatenate([rng.choice(high, len(high)), rng.choice(low, len(low))]),
            np.arange(len(score)) < len(high),
        )
        # the last of several points at one specificity is the highest, and np.interp takes it
        curves[i] = np.interp(alarms, [1 - p.specificity for p in points], [p.sensitivity for p in points])
    lows, highs = np.percentile(curves, [2.5, 97.5], axis=0)
    return tuple(RocBand(float(1 - a), float(lo), float(hi)) for a, lo, hi in zip(alarms, lows, highs, strict=True))


def dice(predicted: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float | None:
    """2 |A and B| / (|A| + |B|) of two masks of one shape; None if both are empty."""
    both = int(np.count_nonzero(predicted)) + int(np.count_nonzero(truth))
    return 2 * int(np.count_nonzero(predicted & truth)) / both if both else None


def pearson(x: ArrayLike, y: ArrayLike) -> Estimate:
    """Pearson correlation with Fisher's interval (from four pairs on); None below three pairs or without variance."""
    a, b = np.asarray(x, np.float64), np.asarray(y, np.float64)
    n = len(a)
    if n < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return Estimate(None, None, None, n)
    r = float(np.clip(np.corrcoef(a, b)[0, 1], -1, 1))
    if n < 4:
        return Estimate(r, None, None, n)
    if abs(r) == 1:
        return Estimate(r, r, r, n)
    half = Z95 / np.sqrt(n - 3)
    return Estimate(r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)), n)


def calibration(probabilities: ArrayLike, truth: ArrayLike, bins: int = 10) -> tuple[CalibrationBin, ...]:
    """Reliability table over ``bins`` equal steps of the probability."""
    p, positive = np.asarray(probabilities, np.float64), np.asarray(truth, np.bool_)
    index = np.minimum((p * bins).astype(np.intp), bins - 1)
    out = []
    for i in range(bins):
        mine = index == i
        average = float(p[mine].mean()) if mine.any() else None
        observed = proportion(int(positive[mine].sum()), int(mine.sum()))
        out.append(CalibrationBin(i / bins, (i + 1) / bins, average, observed))
    return tuple(out)


def brier(probabilities: ArrayLike, truth: ArrayLike) -> float | None:
    """Mean squared distance of the probability from what happened (Brier 1950); 0 is best."""
    p, positive = np.asarray(probabilities, np.float64), np.asarray(truth, np.bool_)
    return float(((p - positive) ** 2).mean()) if len(p) else None


def calibration_error(table: Sequence[CalibrationBin]) -> float | None:
    """Expected calibration error: mean distance of promise and outcome over the bins, weighted by their cases."""
    used = [(b.observed.n, abs(b.mean_probability - b.observed.value)) for b in table
            if b.mean_probability is not None and b.observed.value is not None]  # fmt: skip
    total = sum(n for n, _ in used)
    return float(sum(n * gap for n, gap in used) / total) if total else None


def draws(rng: np.random.Generator, n: int, resamples: int) -> Floats:
    """How often each of ``n`` cases occurs when ``n`` are drawn with replacement; [resamples, n]."""
    drawn = rng.integers(0, n, (resamples, n)) + np.arange(resamples)[:, None] * n
    return np.bincount(drawn.ravel(), minlength=resamples * n).reshape(resamples, n).astype(np.float64)


def percentiles(values: Floats) -> tuple[float | None, float | None]:
    """Bounds of the middle 95 %; resamples that could not give a value (NaN) are left out."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None, None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)
