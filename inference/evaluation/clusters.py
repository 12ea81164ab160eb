"""Statistics of what is counted many times an exam: lesions, false findings, slices.

They are not independent of each other within an exam, so every interval comes from a bootstrap that draws whole exams.
Where fewer than two exams have any of what is counted, there is no interval: the spread of one exam is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.measures import Estimate, Floats, draws, percentiles

_CHUNK = 64  # resamples at a time


@dataclass(frozen=True, slots=True)
class FrocPoint:
    """One threshold: false findings an exam, and the part of the lesions that is found."""

    threshold: float
    false_per_exam: float
    sensitivity: Estimate


def ratio(hits: ArrayLike, counts: ArrayLike, resamples: int = 2000, seed: int = 0) -> Estimate:
    """Sum of ``hits`` over sum of ``counts``, both one number an exam; ``n`` is the sum of ``counts``."""
    above, below = np.asarray(hits, np.float64), np.asarray(counts, np.float64)
    total = float(below.sum())
    if total == 0:
        return Estimate(None, None, None, 0)
    drawn = draws(np.random.default_rng(seed), len(below), resamples)
    return Estimate(float(above.sum() / total), *_bounds(_divide(drawn @ above, drawn @ below), below), round(total))


def auc(scores: ArrayLike, truth: ArrayLike, exams: ArrayLike, resamples: int = 1000, seed: int = 0) -> Estimate:
    """Area under the ROC curve over single slices, or other parts of exams.

    Args:
        scores, truth: [N], one entry a part.
        exams: int [N], the number of the exam it belongs to, 0 to E - 1.
    """
    score, positive, exam = np.asarray(scores, np.float64), np.asarray(truth, np.bool_), np.asarray(exams, np.intp)
    n = len(score)
    if not positive.any() or positive.all():
        return Estimate(None, None, None, n)
    order = np.argsort(score, kind="stable")
    score, positive, exam = score[order], positive[order], exam[order]
    first, after = np.searchsorted(score, score, "left"), np.searchsorted(score, score, "right")

    def areas(weights: Floats) -> Floats:
        each = weights[:, exam]
        above, below = each * positive, each * ~positive
        beaten = np.pad(np.cumsum(below, axis=1), ((0, 0), (1, 0)))
        won = (above * (beaten[:, first] + beaten[:, after]) / 2).sum(axis=1)
        return _divide(won, above.sum(axis=1) * below.sum(axis=1))

    rng = np.random.default_rng(seed)
    count = int(exam.max()) + 1
    drawn = [areas(draws(rng, count, min(_CHUNK, resamples - done))) for done in range(0, resamples, _CHUNK)]
    return Estimate(float(areas(np.ones((1, count)))[0]), *percentiles(np.concatenate(drawn)), n)


def froc(
    thresholds: ArrayLike,
    found: NDArray[np.intp],
    lesions: NDArray[np.intp],
    false: NDArray[np.intp],
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[FrocPoint, ...]:
    """The free-response operating characteristic (Bunch 1978).

    Args:
        thresholds: float [T].
        found: [T, E], lesions of each exam found at each threshold.
        lesions: [E], lesions of each exam.
        false: [T, E], false findings of each exam at each threshold.

    Returns:
        One point a threshold; none without a lesion.
    """
    total = int(lesions.sum())
    if not total:
        return ()
    drawn = draws(np.random.default_rng(seed), len(lesions), resamples)
    spread = _divide(found @ drawn.T, (drawn @ lesions)[None])
    return tuple(
        FrocPoint(float(t), float(f.mean()), Estimate(float(h.sum() / total), *_bounds(s, lesions), total))
        for t, f, h, s in zip(np.asarray(thresholds, np.float64), false, found, spread, strict=True)
    )


def froc_at(
    rate: float,
    found: NDArray[np.intp],
    lesions: NDArray[np.intp],
    false: NDArray[np.intp],
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate:
    """The best sensitivity with at most ``rate`` false findings an exam; arguments as of :func:`froc`.

    Every resample chooses its threshold anew. Nothing is found where no threshold is strict enough.
    """
    total = int(lesions.sum())
    if not total:
        return Estimate(None, None, None, 0)

    def best(weights: Floats) -> Floats:
        sensitivity = _divide(found @ weights.T, (weights @ lesions)[None])
        allowed = false @ weights.T <= rate * weights.sum(axis=1)
        chosen: Floats = np.where(allowed, sensitivity, 0.0).max(axis=0, initial=0.0)
        return chosen

    drawn = draws(np.random.default_rng(seed), len(lesions), resamples)
    return Estimate(float(best(np.ones((1, len(lesions))))[0]), *_bounds(best(drawn), lesions), total)


def _bounds(values: Floats, counts: NDArray[Any]) -> tuple[float | None, float | None]:
    return percentiles(values) if np.count_nonzero(counts) >= 2 else (None, None)


def _divide(above: Floats, below: Floats) -> Floats:
    """NaN where a resample drew nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        out: Floats = np.where(below > 0, above / below, np.nan)
    return out
