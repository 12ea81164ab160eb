"""What a threshold means for a department."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.department import (
    LEAST_OF_EACH,
    OperatingCurve,
    OperatingPoint,
    expected,
    flow,
    latest_model,
    scores,
)
from app.domain.feedback import Judgement, Verdict
from app.domain.rates import Rate
from app.domain.states import StudyState
from tests.app.values import T0, record, summary

rates = st.integers(1, 500).flatmap(lambda n: st.builds(Rate, st.integers(0, n), st.just(n)))


@given(rates, rates, st.floats(0.001, 0.9), st.floats(1, 500))
def test_the_numbers_of_a_shift_add_up(sensitivity: Rate, specificity: Rate, prevalence: float, studies: float) -> None:
    seen = expected(OperatingPoint(0.5, sensitivity, specificity), prevalence, studies)
    for one in (seen.flags, seen.false_alarms, seen.missed, *([seen.ppv] if seen.ppv else [])):
        assert one.low - 1e-9 <= one.value <= one.high + 1e-9
    true = studies * prevalence - seen.missed.value
    assert seen.flags.value == pytest.approx(true + seen.false_alarms.value)
    if seen.ppv is not None:
        assert seen.ppv.low >= 0 and seen.ppv.high <= 1
        assert seen.ppv.value == pytest.approx(true / seen.flags.value)


@given(rates, rates, st.floats(0.01, 0.4))
def test_the_predictive_value_falls_with_prevalence(sensitivity: Rate, specificity: Rate, prevalence: float) -> None:
    point = OperatingPoint(0.5, sensitivity, specificity)
    rare, often = expected(point, prevalence, 100).ppv, expected(point, prevalence * 2, 100).ppv
    if rare is not None and often is not None:
        assert rare.value <= often.value + 1e-12


def test_the_published_fall_of_the_predictive_value() -> None:
    """Sensitivity 0.90 and specificity 0.94 give a PPV of 0.63 at 10 % and of 0.23 at 2 %, by Bayes' rule."""
    point = OperatingPoint(0.5, Rate(90, 100), Rate(94, 100))
    ten, two = expected(point, 0.10, 100), expected(point, 0.02, 100)
    assert ten.ppv is not None and two.ppv is not None
    assert (round(ten.ppv.value, 3), round(two.ppv.value, 3)) == (0.625, 0.234)
    assert [ten.flags.value, ten.missed.value] == pytest.approx([14.4, 1.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_curve_counts(positives: list[float], negatives: list[float]) -> None:
    curve = OperatingCurve.of_scores(positives, negatives, "test")
    for point in curve.points[::7]:
        assert point.sensitivity.hits == sum(score >= point.threshold for score in positives)
        assert point.specificity.hits == sum(score < point.threshold for score in negatives)
    sensitivities = [point.sensitivity.hits for point in curve.points]
    assert sensitivities == sorted(sensitivities, reverse=True)
    near = curve.at(0.504)
    assert near is not None and near.threshold == 0.5


def test_a_manifest_with_and_without_points() -> None:
    entry = {
        "positives": 5, "negatives": 7,
        "points": [{"threshold": 0.6, "true_positives": 4, "true_negatives": 4}],
    }  # fmt: skip
    manifest = json.loads(json.dumps({"name": "net", "version": "1", "operating_points": entry}))
    curve = OperatingCurve.from_manifest(manifest)
    assert curve is not None and curve.source == "model card of net 1"
    point = curve.at(0.61)
    assert point is not None and str(point.sensitivity).startswith("80 %") and point.specificity == Rate(4, 7)
    assert curve.at(0.5) is None
    for wrong in ({}, {"operating_points": None}, {**manifest, "operating_points": {**entry, "positives": 3}}):
        assert OperatingCurve.from_manifest(wrong) is None
    with pytest.raises(ValueError, match="one point"):
        OperatingCurve((), "nothing")


def test_own_verdicts_count_only_when_there_are_enough_of_this_model() -> None:
    agree = Judgement(T0, Verdict.AGREE, True, score=0.9, model="m")
    right = Judgement(T0, None, False, score=0.2, model="m")
    few = [agree] * LEAST_OF_EACH + [right] * (LEAST_OF_EACH - 1)
    assert OperatingCurve.from_judgements(few, "m") is None
    curve = OperatingCurve.from_judgements([*few, right], "m")
    assert curve is not None
    point = curve.at(0.5)
    assert point is not None and point.sensitivity == Rate(LEAST_OF_EACH, LEAST_OF_EACH) == point.specificity
    assert OperatingCurve.from_judgements([*few, replace(right, model="other")], "m") is None


def test_flow_by_hour_of_the_day() -> None:
    rows = [
        replace(
            record(StudyState.POSITIVE, n, summary=summary(0.9 if n % 2 else 0.6)), found_at=T0 + timedelta(hours=n)
        )
        for n in range(48)
    ]
    seen = flow(rows)
    assert seen.days == pytest.approx(47 / 24) and sum(seen.arrivals) == pytest.approx(48 / seen.days)
    assert seen.flags == pytest.approx(seen.arrivals) and seen.an_hour == pytest.approx(48 / 47)
    assert sum(flow(rows, 0.8).flags) == pytest.approx(24 / seen.days)
    assert flow([]).an_hour == 0


def test_scores_are_of_one_model() -> None:
    rows = [
        record(StudyState.NEGATIVE, 1, summary=summary(0.2)),
        record(StudyState.POSITIVE, 2, summary=replace(summary(0.9), model="newer")),
        record(StudyState.FAILED, 3, summary=replace(summary(0.7), model="newer")),
    ]
    assert latest_model(rows) == "newer" and latest_model([]) == ""
    assert scores(rows, "newer") == [0.9] and scores(rows, "m") == [0.2]
