"""The order of the worklist."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.domain.triage import Priority, explain, order, priority, sort_key
from tests.app.values import T0, record, summary, worklists


@given(worklists, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_input(rows: list[StudyRecord], shuffle: random.Random) -> None:
    expected = order(rows)
    mixed = list(rows)
    shuffle.shuffle(mixed)
    assert order(mixed) == expected
    assert sorted(r.uid for r in expected) == sorted(r.uid for r in rows)


@given(worklists)
def test_it_is_a_total_order(rows: list[StudyRecord]) -> None:
    keys = [sort_key(row) for row in order(rows)]
    assert all(a < b for a, b in pairwise(keys))


@given(worklists)
def test_positive_then_unknown_then_negative_then_read(rows: list[StudyRecord]) -> None:
    ordered = order(rows)
    assert [priority(row) for row in ordered] == sorted(priority(row) for row in rows)
    for row in rows:
        if row.read_at is None and row.state not in (StudyState.POSITIVE, StudyState.NEGATIVE):
            assert priority(row) in (Priority.POSITIVE, Priority.UNKNOWN)
    for group in (Priority.UNKNOWN, Priority.NEGATIVE, Priority.READ):
        arrivals = [row.arrival for row in ordered if priority(row) is group]
        assert arrivals == sorted(arrivals)


@given(worklists.filter(bool), st.data())
def test_a_higher_probability_never_moves_a_study_down(rows: list[StudyRecord], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    low, high = sorted(data.draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
    row = replace(rows[index], state=StudyState.POSITIVE)

    def place(probability: float) -> int:
        changed = replace(row, summary=summary(probability, 5.0, score=0.9))
        return order([*rows[:index], changed, *rows[index + 1 :]]).index(changed)

    assert place(high) <= place(low)


@given(worklists)
def test_a_new_study_does_not_reorder_the_others(rows: list[StudyRecord]) -> None:
    without = order(rows[1:])
    assert [row for row in order(rows) if row in without] == without


def test_more_blood_goes_first_among_equally_probable_ones() -> None:
    little = record(StudyState.POSITIVE, 1, summary=summary(0.9, 1))
    much = record(StudyState.POSITIVE, 2, summary=summary(0.9, 30))
    surer = record(StudyState.POSITIVE, 3, summary=summary(0.95, 0.1))
    assert order([little, much, surer]) == [surer, much, little]


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_positive_without_a_number_counts_as_certain(missing: float | None) -> None:
    known = record(StudyState.POSITIVE, 1, summary=summary(0.99, 50))
    unknown = record(StudyState.POSITIVE, 2, summary=summary(missing, 1))
    assert order([known, unknown]) == [unknown, known]
    assert "not known" in explain(unknown)


@pytest.mark.parametrize(
    "state", [s for s in StudyState if s not in (StudyState.POSITIVE, StudyState.NEGATIVE)], ids=str
)
def test_what_is_not_known_stands_above_the_negatives_and_never_reads_like_one(state: StudyState) -> None:
    unknown = record(state, 9)
    negative = record(StudyState.NEGATIVE, 1, summary=summary(0.01, 0))
    assert order([negative, unknown]) == [unknown, negative]
    assert "not known" in explain(unknown)
    assert "no hemorrhage" not in explain(unknown)


@pytest.mark.parametrize("state", [StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING, StudyState.FAILED])
def test_a_positive_that_is_analysed_again_stays_on_top(state: StudyState) -> None:
    again = record(state, 2, summary=summary(0.97))
    pending = record(StudyState.READY, 1)
    assert order([pending, again]) == [again, pending]
    assert priority(record(StudyState.NEGATIVE, 2, summary=summary(0.97))) is Priority.NEGATIVE


@given(worklists)
def test_every_place_is_explained_in_one_sentence(rows: list[StudyRecord]) -> None:
    for row in rows:
        text = explain(replace(row, study=replace(row.study, patient_name="DOE^JANE", patient_id="4711")))
        assert text.endswith(".") and text.count(". ") == 0
        assert "DOE" not in text and "4711" not in text


def test_read_studies_go_last() -> None:
    read = record(StudyState.POSITIVE, 1, summary=summary(1.0), read_at=T0)
    assert order([read, record(StudyState.NEGATIVE, 2)])[-1] is read
    assert "read" in explain(read)
