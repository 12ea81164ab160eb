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
from app.domain.triage import Part, Priority, explain, explain_move, order, part, priority, sort_key
from tests.app.values import T0, record, records, study, summary, worklists


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
def test_positives_then_all_others_in_their_turn_then_read(rows: list[StudyRecord]) -> None:
    ordered = order(rows)
    assert [part(row) for row in ordered] == sorted(part(row) for row in rows)
    for row in rows:
        if row.read_at is None and row.state not in (StudyState.POSITIVE, StudyState.NEGATIVE):
            assert priority(row) in (Priority.POSITIVE, Priority.UNKNOWN)
    turn = [row for row in ordered if part(row) is Part.IN_TURN]
    assert turn == sorted(turn, key=lambda row: (not row.study.emergency, row.arrival))
    read = [row.arrival for row in ordered if part(row) is Part.READ]
    assert read == sorted(read)


@given(worklists.filter(bool), st.data())
def test_no_answer_moves_a_study_down(rows: list[StudyRecord], data: st.DataObject) -> None:
    """Whatever the detector says, the study stands no lower than if there were no detector."""
    index = data.draw(st.integers(0, len(rows) - 1))
    answered = replace(rows[index], read_at=None)
    silent = replace(answered, state=StudyState.FOUND, summary=None)
    others = rows[:index] + rows[index + 1 :]
    assert order([*others, answered]).index(answered) <= order([*others, silent]).index(silent)


@given(worklists.filter(bool), st.data())
def test_an_emergency_never_stands_lower_than_a_routine_study(rows: list[StudyRecord], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    routine, urgent = (
        replace(rows[index], study=replace(rows[index].study, emergency=emergency)) for emergency in (False, True)
    )
    others = rows[:index] + rows[index + 1 :]
    assert order([*others, urgent]).index(urgent) <= order([*others, routine]).index(routine)


@given(worklists.filter(bool), records(arrival=5), st.data())
def test_every_move_is_explained_and_nothing_else_is(
    rows: list[StudyRecord], other: StudyRecord, data: st.DataObject
) -> None:
    before = data.draw(st.sampled_from(rows))
    after = replace(before, state=other.state, summary=other.summary, read_at=other.read_at)
    text = explain_move(before, after)
    assert bool(text) is (sort_key(before) != sort_key(after))
    if text:
        assert text.endswith(".") and text.count(". ") == 0
    new = explain_move(None, after)
    assert new.startswith("New in the list: ") and new.endswith(".") and new.count(". ") == 0


def test_the_words_of_moves() -> None:
    waiting = record(StudyState.ANALYSING, 3)
    bleed = record(StudyState.POSITIVE, 3, summary=summary(0.9))
    read = replace(waiting, read_at=T0)
    assert explain_move(waiting, bleed) == "Moved up, because hemorrhage is probable (90 %, 5.0 mL, mostly IPH)."
    assert "unread again" in explain_move(read, bleed)
    assert explain_move(bleed, replace(bleed, read_at=T0)) == "Moved to the end, because it was marked as read."
    assert "marked as unread" in explain_move(read, waiting)
    assert "down" in explain_move(bleed, replace(bleed, summary=summary(0.6)))
    assert "no hemorrhage was found this time" in explain_move(
        bleed, record(StudyState.NEGATIVE, 3, summary=summary(0.1))
    )
    assert "earlier answer" in explain_move(
        bleed, record(StudyState.NOT_ANALYSABLE, 3, summary=summary(None, 0, score=0.0))
    )
    urgent = replace(waiting, study=replace(waiting.study, emergency=True))
    assert explain_move(waiting, urgent) == "Moved up: it is an emergency."
    assert explain_move(waiting, record(StudyState.NEGATIVE, 3, summary=summary(0.1))) == ""


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
    """Equal is what reads as equal: 90 %."""
    little = record(StudyState.POSITIVE, 1, summary=summary(0.9, 1))
    much = record(StudyState.POSITIVE, 2, summary=summary(0.899, 30))
    surer = record(StudyState.POSITIVE, 3, summary=summary(0.95, 0.1))
    urgent = record(StudyState.POSITIVE, 4, found=study("1.2.4", emergency=True), summary=summary(0.9, 0.2))
    assert order([little, much, surer, urgent]) == [surer, urgent, much, little]


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_positive_without_a_number_counts_as_certain(missing: float | None) -> None:
    known = record(StudyState.POSITIVE, 1, summary=summary(0.99, 50))
    unknown = record(StudyState.POSITIVE, 2, summary=summary(missing, 1))
    assert order([known, unknown]) == [unknown, known]
    assert "not known" in explain(unknown)


@pytest.mark.parametrize(
    "state", [s for s in StudyState if s not in (StudyState.POSITIVE, StudyState.NEGATIVE)], ids=str
)
def test_what_is_not_known_keeps_its_turn_and_never_reads_like_a_negative(state: StudyState) -> None:
    unknown = record(state, 5)
    earlier, later = (record(StudyState.NEGATIVE, n, summary=summary(0.01, 0)) for n in (1, 9))
    assert order([later, unknown, earlier]) == [earlier, unknown, later]
    assert priority(unknown) is Priority.UNKNOWN
    assert "not known" in explain(unknown)
    assert "no hemorrhage" not in explain(unknown) and "no hemorrhage" in explain(earlier)


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


@pytest.mark.parametrize(
    ("probability", "ml", "text"),
    [(0.9961, 0.004, "> 99 %, < 0.01 mL"), (0.004, 123.4, "< 1 %, 123 mL"), (0.5, 0.04, "50 %, 0.04 mL")],
)
def test_no_reason_claims_more_than_is_known(probability: float, ml: float, text: str) -> None:
    bleed = record(StudyState.POSITIVE, 3, summary=summary(probability, ml, score=0.9))
    assert f"({text}, mostly IPH)" in explain(bleed)
    assert f"({text}, mostly IPH)" in explain_move(record(StudyState.ANALYSING, 3), bleed)
