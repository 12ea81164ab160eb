"""The replay of the reading queue keeps the laws of queues."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.queue_simulation import Arrival, Waits, arrivals_of, compare, waits
from app.domain.states import StudyState
from tests.app.values import T0, record, summary

times = st.integers(0, 5000).map(float)
logs = st.lists(
    st.builds(
        lambda found, late, score, emergency: Arrival(found, None if score is None else found + late, score, emergency),
        times,
        st.sampled_from([0.0, 30.0, 600.0]),
        st.none() | st.floats(0, 1),
        st.booleans(),
    ),
    max_size=25,
)
at_once = st.lists(st.builds(lambda f, s: Arrival(f, f, s), times, st.floats(0, 1)), max_size=25)


@settings(max_examples=40)
@given(logs, st.sampled_from([30.0, 240.0]), st.integers(1, 3), st.none() | st.floats(0, 1))
def test_no_order_makes_the_readers_faster(
    log: list[Arrival], reading_s: float, readers: int, threshold: float | None
) -> None:
    seconds = waits(log, reading_s, readers, threshold)
    assert all(value >= 0 for value in seconds)
    assert math.isclose(sum(seconds), sum(waits(log, reading_s, readers, None)), rel_tol=1e-9, abs_tol=1e-6)
    starts = sorted(arrival.found_s + value for arrival, value in zip(log, seconds, strict=True))
    for early, late in zip(starts, starts[readers:], strict=False):
        assert late - early >= reading_s - 1e-6  # never more studies at once than readers


@settings(max_examples=40)
@given(at_once, st.integers(1, 2), st.floats(0.05, 0.95))
def test_flagged_studies_gain_in_sum_and_the_others_pay(log: list[Arrival], readers: int, threshold: float) -> None:
    done = compare(log, 120.0, readers, threshold)
    assert done is not None
    assert done.flagged_before.count + done.others_before.count == len(log)
    for before, after, sign in (
        (done.flagged_before.mean_s, done.flagged_after.mean_s, 1),
        (done.others_before.mean_s, done.others_after.mean_s, -1),
    ):
        if before is not None and after is not None:
            assert sign * (before - after) >= -1e-6


def test_by_hand() -> None:
    log = [Arrival(0, 0, 0.1), Arrival(1, 1, 0.1), Arrival(2, 50, 0.9), Arrival(3, 3, 0.1, emergency=True)]
    assert waits(log, 100, 1, None) == [0, 199, 298, 97]
    assert waits(log, 100, 1, 0.5) == [0, 299, 98, 197]
    assert waits(log, 100, 1, 0.95) == waits(log, 100, 1, None)
    late = [Arrival(0, 0, 0.1), Arrival(1, 1, 0.1), Arrival(2, 150, 0.9)]
    assert waits(late, 100, 1, 0.5) == [0, 99, 198]  # the answer came when the second was being read
    done = compare(log, 100, 1, 0.5, sensitivity=0.8)
    assert done is not None and done.hemorrhage_gain_s == pytest.approx(0.8 * 200 - 0.2 * 200 / 3)
    assert compare(log, 100, 1, 0.5, stop=lambda: True) is None
    assert waits([], 60, 1, 0.5) == []
    for reading_s, readers in ((0, 1), (60, 0)):
        with pytest.raises(ValueError, match="reading takes time"):
            waits(log, reading_s, readers, None)


def test_the_log_comes_from_the_records() -> None:
    rows = [record(StudyState.NEGATIVE, 2, summary=summary(0.2)), record(StudyState.FAILED, 1, summary=summary(0.9))]
    log = arrivals_of(rows)
    assert [arrival.score for arrival in log] == [None, 0.2] and log[0].answered_s is None
    assert log[1].answered_s == (T0 + timedelta(seconds=2)).timestamp()
    assert len(arrivals_of(rows, limit=1)) == 1


def test_waits_in_numbers() -> None:
    assert Waits.of([]) == Waits(0, None, None, None)
    assert Waits.of(float(n) for n in range(1, 11)) == Waits(10, 5.5, 5.0, 9.0)
