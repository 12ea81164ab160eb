"""Judged studies for the tests of the evaluation."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inference.errors import Reason
from inference.evaluation.case import Findings, Judged, Quantity, TrueLesion
from inference.evaluation.manifest import Example
from inference.evaluation.strata import STRATA
from inference.types import TYPES, CaseState, HemorrhageType, Runtime

EDH, SDH, SAH, IPH, IVH = TYPES
THRESHOLD = 0.5
RUNTIME = Runtime("cpu", "a processor", "by-hand 1", "0" * 64, "0.1.0")


def judged(
    line: int, types: set[HemorrhageType] | None, score: float | None, ml: float | None = None, answer_ml: float = 0.0
) -> Judged:
    """A study with these true types (None is negative), called positive from 0.5; no score is no answer."""
    example = Example(line, Path("x"), types is not None, frozenset(types or ()))
    volumes = {}
    if ml is not None:
        volumes = {name: Quantity(ml if types and types & mine else 0.0, answer_ml, 1.2 * ml, 0.8)
                   for name, mine in STRATA.items()}  # fmt: skip
    if score is None:
        return Judged(example, CaseState.NOT_ANALYSABLE, (Reason("contrast", "."),), None, None, THRESHOLD, 1.0)
    state = CaseState.POSITIVE if score >= THRESHOLD else CaseState.NEGATIVE
    return Judged(example, state, (), score, score, THRESHOLD, 2.0, volumes)


CASES = [
    judged(2, {IPH}, 0.9, 30.0, 27.0), judged(3, {IVH}, 0.8, 3.0, 3.5), judged(4, {IPH, SAH}, 0.3, 1.0, 0.0),
    judged(5, {SDH}, 0.7, 8.0, 8.0), judged(6, {EDH}, 0.45), judged(7, set(), 0.6), judged(8, {SAH}, None),
    judged(9, None, 0.1), judged(10, None, 0.2), judged(11, None, 0.4), judged(12, None, 0.65), judged(13, None, None),
]  # fmt: skip


def random_set(seed: int, studies: int = 40) -> list[Judged]:
    """Studies with masks and every kind of error, all answered; a third of them with hemorrhage."""
    rng = np.random.default_rng(seed)
    out = []
    for number in range(studies):
        types = {TYPES[i] for i in rng.choice(5, rng.integers(1, 3), replace=False)} if number % 3 == 0 else None
        score = float(np.clip(rng.normal(0.65 if types else 0.35, 0.2), 0, 1))
        volume = float(rng.lognormal(1.5, 1.5)) if types else 0.0
        study = judged(number + 2, types, score, volume, volume * float(rng.uniform(0.6, 1.3)))
        out.append(Judged(study.example, study.state, (), score, score, THRESHOLD, 2.0, study.quantities,
                          _findings(rng, types or set(), score, volume), int(rng.integers(8))))  # fmt: skip
    return out


def _findings(rng: np.random.Generator, types: set[HemorrhageType], score: float, volume: float) -> Findings:
    lesions: list[TrueLesion] = []
    for kind in sorted(types):
        best = score if not lesions else float(rng.uniform(0, score))
        given = kind if rng.random() < 0.7 else TYPES[rng.integers(5)]
        lesions.append(TrueLesion(kind, volume, int(rng.integers(8)), best, given if best >= THRESHOLD else None))
    false = np.sort(rng.uniform(0, score, rng.integers(0, 6)))[::-1]
    truths = np.zeros(8, np.bool_)
    truths[2:5] = bool(types)
    scores = rng.uniform(0, score, 8)
    scores[3] = score
    return Findings(
        tuple(lesions),
        tuple(TYPES[rng.integers(5)] for s in false if s >= THRESHOLD),
        tuple((float(s), i + 1) for i, s in enumerate(false)),
        tuple(scores.tolist()),
        tuple(truths.tolist()),
    )
