"""When a reader is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import triage
from app.domain.alerts import QuietHours, Rules, Told, calls_for, decide, glance, pending
from app.domain.states import StudyState
from app.domain.study import StudyRecord
from tests.app.values import T0, record, summary, worklists

NOON = time(12)
rules = st.builds(
    Rules,
    st.floats(0, 1),
    st.sampled_from([0.0, 60.0, 600.0]),
    st.none() | st.just(QuietHours(time(22), time(6))),
)
clocks = st.times(max_value=time(23, 59))


def _positive(arrival: int = 1, probability: float | None = 0.9, **fields: Any) -> StudyRecord:
    return record(StudyState.POSITIVE, arrival, summary=summary(probability, score=0.9), **fields)


@given(worklists, rules, st.lists(st.tuples(st.integers(0, 4000), clocks), max_size=8))
def test_over_a_shift_no_study_is_called_more_than_twice(
    rows: list[StudyRecord], rule: Rules, looks: list[tuple[int, time]]
) -> None:
    told: dict[str, Told] = {}
    new: list[str] = []
    again: list[str] = []
    for after, clock in sorted(looks):
        now = T0 + timedelta(seconds=after)
        calls = decide(rows, told, rule, now, clock)
        if rule.quiet is not None and clock in rule.quiet:
            assert not calls.new and not calls.again
        for row in (*calls.new, *calls.again):
            assert pending(row) and not row.claimed_by and calls_for(row, rule)
        assert list(calls.new) == triage.order(calls.new)
        for row in calls.again:
            assert row.uid in new and now - told[row.uid].told_at >= timedelta(seconds=rule.escalate_s)
            told[row.uid] = replace(told[row.uid], escalated_at=now)
        for row in calls.new:
            told[row.uid] = Told(now)
        new += [row.uid for row in calls.new]
        again += [row.uid for row in calls.again]
    assert len(new) == len(set(new)) and len(again) == len(set(again))
    if any(rule.quiet is None or clock not in rule.quiet for _, clock in looks):
        assert set(new) == {row.uid for row in rows if calls_for(row, rule)}


@given(clocks, clocks, clocks)
def test_quiet_hours_and_their_complement_share_the_day(start: time, end: time, at: time) -> None:
    hours = QuietHours.of(start.isoformat(), end.isoformat())
    if hours is None:
        assert start == end
    else:
        assert (at in hours) != (at in QuietHours(end, start))
        assert start in hours and end not in hours


def test_quiet_hours_from_text() -> None:
    hours = QuietHours.of("22:00", "06:30")
    assert hours is not None and time(23) in hours and time(6, 29) in hours and time(6, 30) not in hours
    assert QuietHours.of("", "06:00") is None and QuietHours.of("22:00", "") is None
    with pytest.raises(ValueError, match=r"hour|isoformat"):
        QuietHours.of("25:00", "06:00")


def test_a_call_is_repeated_once_where_nobody_opened() -> None:
    rule, at = Rules(escalate_s=600), T0 + timedelta(minutes=30)
    told = {"1.2.1": Told(at)}

    def again(row: StudyRecord, minutes: float) -> bool:
        return bool(decide([row], told, rule, at + timedelta(minutes=minutes), NOON).again)

    assert not again(_positive(), 9.9) and again(_positive(), 10)
    assert not again(_positive(opened_at=at + timedelta(minutes=1)), 10)
    assert again(_positive(opened_at=at - timedelta(minutes=1)), 10)  # before there was an answer to look for
    assert not again(_positive(claimed_by="ann"), 10)
    assert not again(_positive(read_at=at), 10)
    told["1.2.1"] = Told(at, at + timedelta(minutes=10))
    assert not again(_positive(), 60)
    assert not decide([_positive()], {"1.2.1": Told(at)}, Rules(), at + timedelta(days=1), NOON).again


def test_a_clock_that_is_put_back_puts_off_no_second_call() -> None:
    row, rule = _positive(), Rules(escalate_s=600)
    told = {row.uid: Told(T0)}
    assert decide([row], told, rule, T0 - timedelta(hours=1), NOON).again == (row,)
    assert decide([row], told, rule, T0 - timedelta(seconds=5), NOON).again == ()


def test_below_the_threshold_nobody_is_called_but_an_unknown_probability_calls() -> None:
    rule = Rules(least_probability=0.8)
    assert calls_for(_positive(probability=0.8), rule) and not calls_for(_positive(probability=0.79), rule)
    assert calls_for(_positive(probability=None), rule) and calls_for(_positive(probability=float("nan")), rule)


def test_quiet_hours_put_off_and_do_not_drop() -> None:
    rule = Rules(quiet=QuietHours(time(22), time(6)))
    rows = [_positive(1), _positive(2)]
    assert decide(rows, {}, rule, T0, time(23)).new == ()
    assert {row.uid for row in decide(rows, {}, rule, T0, time(6)).new} == {"1.2.1", "1.2.2"}


@given(worklists)
def test_a_glance(rows: list[StudyRecord]) -> None:
    now: datetime = T0 + timedelta(hours=6)
    seen = glance(rows, now)
    waiting = [row for row in triage.order(rows) if pending(row)]
    assert seen.count == len(waiting) and list(seen.top) == waiting[:3]
    assert seen.oldest_s == max((row.waiting_seconds(now) for row in waiting), default=0.0)
