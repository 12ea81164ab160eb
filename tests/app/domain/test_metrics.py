from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drift import LEAST_SCORES, ScoreHistogram, drift, population_stability_index
from app.domain.metrics import Durations, Tally, durations
from app.domain.states import StudyState
from inference.types import InputStatistics
from tests.app.values import T0

TENTHS = ScoreHistogram(tuple(n / 10 for n in range(11)), (10.0,) * 10)


def test_median_and_p95_by_nearest_rank() -> None:
    assert durations([None, 3.0, 1.0, 2.0]) == Durations(3, 2.0, 3.0)
    assert durations([float(n) for n in range(1, 101)]) == Durations(100, 50.0, 95.0)
    assert durations([None]) == Durations(0, None, None)


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_ranks_are_of_the_list_and_in_order(seconds: list[float]) -> None:
    found = durations(seconds)
    assert found.median_s in seconds and found.p95_s in seconds
    assert min(seconds) <= (found.median_s or 0) <= (found.p95_s or 0) <= max(seconds)


def test_answers_and_failures_are_counted_within_their_time() -> None:
    tally = Tally()
    tally.answered(T0, True, T0 - timedelta(seconds=30), 0.9)
    tally.answered(T0 + timedelta(hours=23), False, None, 0.1)
    tally.answered(T0 + timedelta(hours=23, minutes=30), True, T0 + timedelta(hours=23, minutes=29), 0.8)
    tally.failed(T0, StudyState.FAILED, "analysis_crashed")
    for _ in range(2):
        tally.failed(T0 + timedelta(hours=2), StudyState.NOT_ANALYSABLE, "contrast")
    now = tally.metrics(T0 + timedelta(hours=23, minutes=59))
    assert (now.last_hour, now.answered, now.promoted) == (2, 3, 2)
    assert now.to_promoted == Durations(2, 30.0, 60.0) == now.to_answer
    assert now.failures == (
        (StudyState.FAILED, "analysis_crashed", 1),
        (StudyState.NOT_ANALYSABLE, "contrast", 2),
    )
    later = tally.metrics(T0 + timedelta(hours=25))
    assert (later.last_hour, later.answered, later.promoted) == (0, 2, 1)
    assert later.failures == ((StudyState.NOT_ANALYSABLE, "contrast", 2),)


def test_the_index_by_hand() -> None:
    # (0.75 - 0.5) ln(0.75 / 0.5) + (0.25 - 0.5) ln(0.25 / 0.5)
    assert population_stability_index((50, 50), (30, 10)) == pytest.approx(0.25 * math.log(1.5) + 0.25 * math.log(2))


counts = st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any)


@given(counts, counts, st.integers(2, 9))
def test_the_index_is_a_distance_of_shapes(a: list[int], b: list[int], times: int) -> None:
    index = population_stability_index(a, b)
    assert index >= -1e-12 and index == pytest.approx(population_stability_index(b, a))
    assert population_stability_index(a, [n * times for n in a]) == pytest.approx(0, abs=1e-9)
    assert population_stability_index([n * times for n in a], b) == pytest.approx(index)


@given(st.lists(st.floats(-1, 2), max_size=50))
def test_each_score_falls_into_one_bin(scores: list[float]) -> None:
    assert sum(TENTHS.count(scores)) == len(scores)


def test_the_edges_belong_to_the_bin_above_and_the_last_to_the_last() -> None:
    histogram = ScoreHistogram((0.0, 0.5, 1.0), (1.0, 1.0))
    assert histogram.count([0.0, 0.49, 0.5, 1.0]) == (2.0, 2.0)


def test_drift_in_words() -> None:
    same = [n / 100 + 0.005 for n in range(100)]
    assert drift(None, same).index is None and "Cannot be told" in drift(None, same).text
    few = drift(TENTHS, same[: LEAST_SCORES - 1])
    assert few.index is None and f"{LEAST_SCORES - 1} of {LEAST_SCORES}" in few.text
    assert drift(TENTHS, same).index == pytest.approx(0) and "no drift" in drift(TENTHS, same).text
    other = drift(TENTHS, [0.95] * 60)
    assert other.index is not None and other.index > 0.25 and "another population" in other.text


@pytest.mark.parametrize(
    "entry",
    [None, 1, {}, {"edges": [0, 1], "counts": [1]}, {"edges": [0, 1, 1], "counts": [1, 2]},
     {"edges": [0, 1, 2], "counts": [0, 0]}, {"edges": [0, 1, 2], "counts": [-1, 2]},
     {"edges": [0, 1, "x"], "counts": [1, 2]}, {"edges": [0, 1, math.nan], "counts": [1, 2]}],
)  # fmt: skip
def test_a_manifest_without_a_usable_histogram(entry: object) -> None:
    assert ScoreHistogram.from_manifest({"score_reference": entry}) is None
    assert ScoreHistogram.from_manifest({}) is None
    good = ScoreHistogram.from_manifest({"score_reference": {"edges": [0, 0.5, 1], "counts": [3, 4]}})
    assert good == ScoreHistogram((0.0, 0.5, 1.0), (3.0, 4.0))


def test_images_that_look_otherwise_are_told() -> None:
    references = ScoreHistogram.of_inputs({
        "input_reference": {"slices": {"edges": [0, 30, 60], "counts": [9, 1]}, "spacing_mm": "nonsense", "other": {}}
    })  # fmt: skip
    assert list(references) == ["slices"] and ScoreHistogram.of_inputs({"input_reference": 1}) == {}
    tally = Tally()
    tally.use_model("one", None, references)
    assert [one.median for one in tally.metrics(T0).inputs] == [None] * 3
    for _ in range(60):
        tally.looked_like(InputStatistics(slices=40, spacing_mm=5.0, brain_hu=None))
    slices, spacing, brain = tally.metrics(T0).inputs
    assert slices.drift.index is not None and slices.drift.index > 0.25 and slices.median == 40
    assert spacing.median == 5 and spacing.drift.index is None
    assert spacing.drift.text == "Cannot be told: the model's manifest has no reference for slice spacings."
    assert brain.median is None and brain.drift.scores == 0
    tally.use_model("two", None)
    assert {one.median for one in tally.metrics(T0).inputs} == {None}


def test_scores_of_another_model_are_not_mixed() -> None:
    tally = Tally()
    tally.use_model("one", TENTHS)
    for n in range(60):
        tally.answered(T0, False, None, n / 60)
    assert tally.metrics(T0).drift.scores == 60
    tally.use_model("two", TENTHS)
    assert tally.metrics(T0).drift.scores == 0
