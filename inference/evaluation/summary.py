"""From judged studies to the report: the arithmetic of the tables, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inference import measures as ms
from inference.evaluation.by_lesion import LesionLevel, SliceLevel, lesion_level, slice_level
from inference.evaluation.case import Judged
from inference.evaluation.strata import STRATA
from inference.evaluation.worst import WorstCase, worst
from inference.types import CaseState, Runtime, SizeClass


@dataclass(frozen=True, slots=True)
class Detection:
    """One row of the paper's Table 2, with the positives of one group and size against all negatives."""

    positives: int
    negatives: int
    sensitivity: ms.Estimate
    specificity: ms.Estimate
    auc: ms.Estimate
    balanced: ms.Balanced


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole set at its own prevalence; the pessimistic rates count unanswered studies as wrong."""

    accuracy: ms.Estimate
    auc: ms.Estimate
    sensitivity: ms.Estimate
    specificity: ms.Estimate
    ppv: ms.Estimate
    npv: ms.Estimate
    pessimistic_sensitivity: ms.Estimate
    pessimistic_specificity: ms.Estimate


@dataclass(frozen=True, slots=True)
class Quantification:
    """Masks and volumes of one stratum over the studies that truly have it and have a mask.

    ``bias`` is (sum of answers - sum of truths) / sum of truths; ``abc2_*`` is the same of the bedside estimate.
    """

    dice: ms.Estimate
    dice_median: ms.Estimate
    volume_r: ms.Estimate
    bias: float | None
    bias_interval: tuple[float, float] | None
    volume_agreement: ms.Agreement
    abc2_r: ms.Estimate
    abc2_bias: float | None
    abc2_bias_interval: tuple[float, float] | None
    abc2_agreement: ms.Agreement


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the evaluation found.

    Attributes:
        counts: state -> (truly positive, truly negative) studies.
        not_answered: code of the reason -> studies.
        rows: (stratum, size class or "all") -> row of Table 2.
        sizes: stratum -> size class or "unknown" -> positive studies (Table 1).
        worst: kind of error -> the worst of it, see :func:`inference.evaluation.worst.worst`.
        pictures: title -> file below the report's folder.
        pictures_missing: why there are none, in plain words.
        remarks: what a reader has to know of the set.
    """

    model: str
    model_sha256: str
    provider: str
    device: str
    threshold: float
    counts: dict[str, tuple[int, int]]
    not_answered: dict[str, int]
    overall: Overall
    rows: dict[tuple[str, str], Detection]
    sizes: dict[str, dict[str, int]]
    quantification: dict[str, Quantification]
    roc: tuple[ms.RocPoint, ...]
    roc_band: tuple[ms.RocBand, ...]
    calibration: tuple[ms.CalibrationBin, ...]
    calibration_error: float | None
    brier: float | None
    lesions: LesionLevel
    slices: SliceLevel
    worst: dict[str, tuple[WorstCase, ...]]
    seconds: tuple[float, float, float]
    mask_problems: dict[int, str]
    pictures: dict[str, str]
    pictures_missing: str
    remarks: tuple[str, ...] = ()


def summarise(
    judged: Sequence[Judged], runtime: Runtime, threshold: float, problems: Mapping[int, str] | None = None
) -> Report:
    """The report on judged studies, still without pictures.

    Args:
        runtime: what computed the answers.
        threshold: the operating threshold of the raw score.
        problems: line of the manifest -> what is wrong with its mask.
    """
    counts = {
        state.value: tuple(
            sum(1 for j in judged if j.state is state and j.example.positive is truth) for truth in (True, False)
        )
        for state in CaseState
    }
    reasons: dict[str, int] = {}
    for j in judged:
        if not j.analysed:
            code = j.reasons[0].code if j.reasons else "unknown"
            reasons[code] = reasons.get(code, 0) + 1
    done = [j for j in judged if j.analysed]
    scores = [j.score or 0.0 for j in done]
    truths = [j.example.positive for j in done]
    known = [j.findings for j in judged if j.findings is not None]
    rated = [(j.probability, j.example.positive) for j in done if j.probability is not None]
    table = ms.calibration([p for p, _ in rated], [t for _, t in rated])
    seconds = np.array([j.seconds for j in judged])
    return Report(
        model=runtime.model,
        model_sha256=runtime.model_sha256,
        provider=runtime.provider,
        device=runtime.device,
        threshold=threshold,
        counts={state: (pair[0], pair[1]) for state, pair in counts.items()},
        not_answered=reasons,
        overall=_overall(judged),
        rows=_rows(done),
        sizes={name: _sizes(judged, name) for name in STRATA},
        quantification={name: _quantification(judged, name) for name in STRATA},
        roc=ms.roc(scores, truths),
        roc_band=ms.roc_band(scores, truths),
        calibration=table,
        calibration_error=ms.calibration_error(table),
        brier=ms.brier([p for p, _ in rated], [t for _, t in rated]),
        lesions=lesion_level(known, threshold),
        slices=slice_level(known, threshold),
        worst=worst(judged),
        seconds=(float(seconds.mean()), float(np.median(seconds)), float(seconds.max())),
        mask_problems=dict(problems or {}),
        pictures={},
        pictures_missing="",
    )


def _overall(judged: Sequence[Judged]) -> Overall:
    done = [j for j in judged if j.analysed]
    true_positive = sum(j.called and j.example.positive for j in done)
    true_negative = sum(not j.called and not j.example.positive for j in done)
    positives, negatives = (sum(j.example.positive is truth for j in done) for truth in (True, False))
    called = sum(j.called for j in done)
    return Overall(
        accuracy=ms.proportion(true_positive + true_negative, len(done)),
        auc=_auc(done, [j for j in done if j.example.positive]),
        sensitivity=ms.proportion(true_positive, positives),
        specificity=ms.proportion(true_negative, negatives),
        ppv=ms.proportion(true_positive, called),
        npv=ms.proportion(true_negative, len(done) - called),
        pessimistic_sensitivity=ms.proportion(true_positive, sum(j.example.positive for j in judged)),
        pessimistic_specificity=ms.proportion(true_negative, sum(not j.example.positive for j in judged)),
    )


def _auc(done: Sequence[Judged], positives: Sequence[Judged]) -> ms.Estimate:
    return ms.auc_estimate(
        [j.score or 0.0 for j in positives], [j.score or 0.0 for j in done if not j.example.positive]
    )


def _rows(done: Sequence[Judged]) -> dict[tuple[str, str], Detection]:
    negatives = [j for j in done if not j.example.positive]
    out = {}
    for name in STRATA:
        members = [j for j in done if j.example.has(name)]
        for size in ("all", *(s.value for s in reversed(SizeClass))):
            chosen = members if size == "all" else [j for j in members if j.size(name) == size]
            out[name, size] = Detection(
                len(chosen),
                len(negatives),
                ms.proportion(sum(j.called for j in chosen), len(chosen)),
                ms.proportion(sum(not j.called for j in negatives), len(negatives)),
                _auc(done, chosen),
                ms.balanced(
                    np.array([j.called for j in chosen], np.bool_),
                    np.array([not j.called for j in negatives], np.bool_),
                ),
            )
    return out


def _sizes(judged: Sequence[Judged], name: str) -> dict[str, int]:
    sizes = [j.size(name) for j in judged if j.example.has(name)]
    known = {s.value: sum(size is s for size in sizes) for s in reversed(SizeClass)}
    return {**known, "unknown": sum(size is None for size in sizes)}


def _quantification(judged: Sequence[Judged], name: str) -> Quantification:
    used = [j.quantities[name] for j in judged if name in j.quantities and j.quantities[name].truth_ml > 0]
    truth, answer = [q.truth_ml for q in used], [q.predicted_ml for q in used]
    bedside = [q.abc2_ml for q in used]
    overlap = [q.dice for q in used if q.dice is not None]
    bias, abc2_bias = ms.bias(truth, answer), ms.bias(truth, bedside)
    return Quantification(
        dice=ms.mean(overlap),
        dice_median=ms.median(overlap),
        volume_r=ms.pearson(truth, answer),
        bias=bias.value,
        bias_interval=_interval(bias),
        volume_agreement=ms.agreement(truth, answer),
        abc2_r=ms.pearson(truth, bedside),
        abc2_bias=abc2_bias.value,
        abc2_bias_interval=_interval(abc2_bias),
        abc2_agreement=ms.agreement(truth, bedside),
    )


def _interval(estimate: ms.Estimate) -> tuple[float, float] | None:
    return None if estimate.low is None or estimate.high is None else (estimate.low, estimate.high)
