"""Detection lesion by lesion and slice by slice, over the answered studies whose true mask is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference import measures as ms
from inference.evaluation import clusters
from inference.evaluation.case import Findings, TrueLesion
from inference.evaluation.strata import GROUPS, STRATA
from inference.types import TYPES, SizeClass

FALSE_RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""False findings an exam at which the sensitivity is told."""
MISSED, NOTHING = "missed", "nothing"
"""Column and row of the confusion of types for true lesions that were not found, and for findings that are not true."""
_POINTS = 120  # of a FROC curve


@dataclass(frozen=True, slots=True)
class LesionLevel:
    """Lesion by lesion.

    Attributes:
        exams, count: answered studies whose true mask is known, and the true lesions in them.
        found: (stratum, size class or "all") -> lesions found at the operating threshold.
        false_per_exam: false findings an exam at the operating threshold.
        froc: "all" or group -> curve from the strictest threshold to the most lenient; false findings are of any type.
        froc_at: "all" or group -> false findings an exam -> best sensitivity with at most so many.
        confusion: true type or "nothing" -> given type or "missed" -> lesions, or false findings.
    """

    exams: int
    count: int
    found: dict[tuple[str, str], ms.Estimate]
    false_per_exam: ms.Estimate
    froc: dict[str, tuple[clusters.FrocPoint, ...]]
    froc_at: dict[str, dict[float, ms.Estimate]]
    confusion: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class SliceLevel:
    """Slice by slice; a slice is positive when the true mask has a pixel on it."""

    exams: int
    positives: int
    negatives: int
    auc: ms.Estimate
    sensitivity: ms.Estimate
    specificity: ms.Estimate


def lesion_level(exams: Sequence[Findings], threshold: float) -> LesionLevel:
    """Lesions found and false findings, at the operating ``threshold`` and at all others."""
    lesions = [lesion for exam in exams for lesion in exam.lesions]
    found = {}
    for name, kinds in STRATA.items():
        for size in ("all", *(s.value for s in reversed(SizeClass))):
            mine = [x for x in lesions if x.type in kinds and size in ("all", x.size)]
            found[name, size] = ms.proportion(sum(x.given is not None for x in mine), len(mine))
    steps = _thresholds(exams, threshold)
    false = np.array([_false(exam, steps) for exam in exams], np.intp).reshape(len(exams), len(steps)).T
    curves, at = {}, {}
    for name in ("all", *GROUPS):
        members = [[x for x in exam.lesions if x.type in STRATA[name]] for exam in exams]
        hits = np.array([_hits(mine, steps) for mine in members], np.intp).reshape(len(exams), len(steps)).T
        counts = np.array([len(mine) for mine in members], np.intp)
        curves[name] = clusters.froc(steps, hits, counts, false)
        at[name] = {rate: clusters.froc_at(rate, hits, counts, false) for rate in FALSE_RATES}
    return LesionLevel(
        exams=len(exams),
        count=len(lesions),
        found=found,
        false_per_exam=ms.mean([len(exam.false_types) for exam in exams]),
        froc=curves,
        froc_at=at,
        confusion=confusion(exams),
    )


def confusion(exams: Sequence[Findings]) -> dict[str, dict[str, int]]:
    """True type or "nothing" -> given type or "missed" -> number, at the operating threshold."""
    names = [str(kind) for kind in TYPES]
    table = {row: dict.fromkeys([*names, MISSED], 0) for row in names}
    table[NOTHING] = dict.fromkeys(names, 0)  # what is not there cannot be missed
    for exam in exams:
        for lesion in exam.lesions:
            table[str(lesion.type)][str(lesion.given or MISSED)] += 1
        for kind in exam.false_types:
            table[NOTHING][str(kind)] += 1
    return table


def slice_level(exams: Sequence[Findings], threshold: float) -> SliceLevel:
    """Slices against the true masks; the intervals draw whole exams, whose slices are alike."""
    number = np.repeat(np.arange(len(exams)), [len(exam.slice_scores) for exam in exams])
    scores = np.array([s for exam in exams for s in exam.slice_scores], np.float64)
    truth = np.array([t for exam in exams for t in exam.slice_truths], np.bool_)
    called = scores >= threshold

    def each_exam(chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.bincount(number[chosen], minlength=len(exams))

    return SliceLevel(
        exams=len(exams),
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        auc=clusters.auc(scores, truth, number),
        sensitivity=clusters.ratio(each_exam(truth & called), each_exam(truth)),
        specificity=clusters.ratio(each_exam(~truth & ~called), each_exam(~truth)),
    )


def _thresholds(exams: Sequence[Findings], threshold: float) -> NDArray[np.float64]:
    """Falling thresholds at which something changes, thinned evenly, and the operating one."""
    changes = {x.score for exam in exams for x in exam.lesions if x.score > 0}
    changes |= {score for exam in exams for score, _ in exam.false_steps}
    every = np.array(sorted(changes, reverse=True))
    if len(every) > _POINTS:
        every = every[np.unique(np.linspace(0, len(every) - 1, _POINTS).round().astype(np.intp))]
    return np.unique(np.append(every, threshold))[::-1]


def _hits(lesions: Sequence[TrueLesion], steps: NDArray[np.float64]) -> NDArray[np.intp]:
    """Lesions found at each threshold."""
    scores = np.array([x.score for x in lesions if x.score > 0])
    return np.array(np.count_nonzero(scores[None] >= steps[:, None], axis=1), np.intp)


def _false(exam: Findings, steps: NDArray[np.float64]) -> NDArray[np.intp]:
    """False findings at each threshold."""
    scores = np.array([score for score, _ in exam.false_steps])
    counts = np.array([0, *(count for _, count in exam.false_steps)], np.intp)
    reached: NDArray[np.intp] = counts[np.count_nonzero(scores[None] >= steps[:, None], axis=1)]
    return reached
