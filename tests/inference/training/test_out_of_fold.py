"""Calibration, threshold and figures of left-out patients."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from app.domain.department import OperatingCurve
from app.domain.drift import ScoreHistogram
from inference import measures as ms
from inference.calibration import Calibration, logit
from inference.training.out_of_fold import LeftOut, figures, manifest_entries, of_the_others, platt, threshold_for
from inference.types import HemorrhageType

_RNG = np.random.default_rng(3)
_TRUTHS = [bool(t) for t in _RNG.random(400) < 0.4]
_SCORES = [float(1 / (1 + np.exp(-_RNG.normal(1.0 if t else -1.0, 1.5)))) for t in _TRUTHS]
_scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60).filter(
    lambda pairs: len({t for _, t in pairs}) == 2
)


def test_platt_agrees_with_scikit_learn_where_there_are_many() -> None:
    found = platt(_SCORES, _TRUTHS)
    known = LogisticRegression(C=1e6).fit(np.array([logit(s) for s in _SCORES])[:, None], _TRUTHS)
    assert found["slope"] == pytest.approx(known.coef_[0, 0], abs=0.03)
    assert found["intercept"] == pytest.approx(known.intercept_[0], abs=0.03)


@given(_scored)
def test_platt_is_finite_and_never_turns_the_order_round(pairs: list[tuple[float, bool]]) -> None:
    found = platt([s for s, _ in pairs], [t for _, t in pairs])
    assert np.isfinite([found["slope"], found["intercept"], *found["covariance"]]).all() and found["slope"] >= 0


@given(_scored)
def test_the_threshold_catches_its_share(pairs: list[tuple[float, bool]]) -> None:
    threshold = threshold_for([s for s, _ in pairs], [t for _, t in pairs])
    positive = np.array([s for s, t in pairs if t])
    assert 0.01 <= threshold <= 0.99
    assert np.mean(positive >= threshold) >= 0.95 or positive.min() < 0.01  # the threshold is never nothing


def test_one_class_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="patients without"):
        platt([0.2, 0.9], [True, True])
    with pytest.raises(ValueError, match="patients with"):
        threshold_for([0.2, 0.9], [False, False])


def _case(number: int, score: float, positive: bool) -> LeftOut:
    types, by_type = ("SDH",) if positive else (), (0.0, score, 0.0, 0.0, 0.0)
    return LeftOut(str(number), number % 5, positive, types, score, by_type, (0.1, score), (False, positive))


def test_the_manifest_is_what_its_readers_read() -> None:
    scores, truths = [0.0, 0.05, 0.2, 0.55, 0.62, 0.72, 0.82, 1.0], [False, False, False, True, True, True, True, True]
    entries = manifest_entries([_case(n, s, t) for n, (s, t) in enumerate(zip(scores, truths, strict=True))])
    histogram = ScoreHistogram.from_manifest(entries)
    assert histogram is not None
    assert histogram.counts == (2.0, 0, 1.0, 0, 0, 1.0, 1.0, 1.0, 1.0, 1.0)
    curve = OperatingCurve.from_manifest(entries | {"name": "n", "version": "1"})
    assert curve is not None
    point = curve.at(0.65)
    assert point is not None
    assert (point.sensitivity.hits, point.specificity.hits) == (3, 3)
    read = Calibration.from_manifest(entries["calibration"])
    assert set(read.by_type) == {HemorrhageType.SDH}
    interval = read.interval(0.7)
    assert interval is not None
    assert interval[0] < read.probability(0.7) < interval[1]


def test_figures_and_the_way_through_a_file() -> None:
    cases = [_case(n, score, truth) for n, (score, truth) in enumerate(zip(_SCORES, _TRUTHS, strict=True))]
    again = [LeftOut.from_json(json.loads(json.dumps(c.to_json()))) for c in cases]
    assert again == cases
    found = figures(cases, 0.5)
    assert found["AUC, studies"].value == pytest.approx(roc_auc_score(_TRUTHS, _SCORES))
    assert found["sensitivity, studies"].value == pytest.approx(
        np.mean([s >= 0.5 for s, t in zip(_SCORES, _TRUTHS, strict=True) if t])
    )
    assert found["AUC, slices"].n == 800


def test_slices_and_lesions_are_drawn_with_their_patients() -> None:
    rng = np.random.default_rng(1)
    cases = []
    for number in range(40):
        positive = number % 2 == 0
        # what one slice of a patient is like, all others are like as well
        score = float(rng.uniform(0.3, 1.0) if positive else rng.uniform(0.0, 0.7))
        lesions = (("SDH", "EDH" if number % 4 else "IPH", score),) * 5 if positive else ()
        cases.append(dataclasses.replace(_case(number, score, positive), slice_scores=(score,) * 30,
                                         slice_truths=(positive,) * 30, lesions=lesions))  # fmt: skip
    found = figures(cases, 0.3)
    studies, slices, group = (found[name] for name in ("AUC, studies", "AUC, slices", "group right, lesions"))
    assert slices.value == pytest.approx(studies.value) and (slices.n, group.n) == (1200, 100)

    def width(e: ms.Estimate) -> float:
        assert e.low is not None and e.high is not None
        return e.high - e.low

    assert width(slices) > 0.7 * width(studies)
    alone = ms.auc_estimate([s for c in cases if c.positive for s in c.slice_scores],
                            [s for c in cases if not c.positive for s in c.slice_scores])  # fmt: skip
    assert width(slices) > 3 * width(alone)
    assert group.value == pytest.approx(0.5) and width(group) > 1.5 * width(ms.proportion(50, 100))


def test_a_fold_is_judged_by_what_the_others_give() -> None:
    cases = [_case(n, score, truth) for n, (score, truth) in enumerate(zip(_SCORES, _TRUTHS, strict=True))]
    others = [c for c in cases if c.fold != 2]
    threshold, calibration = of_the_others(cases, 2)
    assert threshold == threshold_for([c.score for c in others], [c.positive for c in others])
    assert calibration == platt([c.score for c in others], [c.positive for c in others])
    spoilt = [dataclasses.replace(c, score=0.0, type_scores=(0.0,) * 5) if c.fold == 2 else c for c in cases]
    assert of_the_others(spoilt, 2) == (threshold, calibration)
    found = figures(spoilt, 0.5)["sensitivity, threshold of the other folds"]
    assert found.value is not None and found.value < 0.8
