"""Verdicts and agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.feedback import (
    REASONS,
    Agreement,
    Judgement,
    Verdict,
    agreement,
    by_period,
    by_reason,
    judgements_of,
    permitted,
)
from app.domain.states import StudyState
from tests.app.values import T0, record, records, summary

V = Verdict
judgements = st.builds(
    lambda positive, which, day: Judgement(
        T0 + timedelta(days=day),
        ((None, V.AGREE, V.NOT_HEMORRHAGE, V.WRONG_TYPE) if positive else (None, V.AGREE, V.MISSED_HEMORRHAGE))[
            which % (4 if positive else 3)
        ],
        positive,
    ),
    st.booleans(),
    st.integers(0, 11),
    st.integers(0, 400),
)


def test_what_a_verdict_says_of_the_truth() -> None:
    said = {
        (True, None): True, (True, V.AGREE): True, (True, V.WRONG_TYPE): True, (True, V.NOT_HEMORRHAGE): False,
        (False, None): False, (False, V.AGREE): False, (False, V.MISSED_HEMORRHAGE): True,
    }  # fmt: skip
    for (positive, verdict), hemorrhage in said.items():
        assert Judgement(T0, verdict, positive).hemorrhage is hemorrhage


def test_rates_against_the_reader() -> None:
    counts = Agreement(true_positives=8, false_positives=2, false_negatives=1, true_negatives=89)
    assert (counts.ppv.hits, counts.ppv.n) == (8, 10)
    assert (counts.sensitivity.hits, counts.sensitivity.n) == (8, 9)
    assert (counts.specificity.hits, counts.specificity.n) == (89, 91)
    assert (counts.npv.hits, counts.npv.n) == (89, 90)


@given(st.lists(judgements, max_size=40), st.sampled_from([7, 28]))
def test_periods_hold_every_judgement_once(given_ones: list[Judgement], days: int) -> None:
    periods = by_period(given_ones, days)
    starts = [start for start, _ in periods]
    assert starts == sorted(set(starts)) and all(start.weekday() == 0 for start in starts)
    whole = agreement(given_ones)
    for name in ("true_positives", "false_positives", "false_negatives", "true_negatives"):
        assert sum(getattr(counts, name) for _, counts in periods) == getattr(whole, name)
    assert whole.ppv.n + whole.npv.n == len(given_ones)


def test_a_week_begins_on_monday() -> None:
    sunday = Judgement(T0, V.AGREE, True)  # 1 March 2026
    monday = replace(sunday, at=T0 + timedelta(days=1))
    assert [start for start, _ in by_period([sunday, monday])] == [date(2026, 2, 23), date(2026, 3, 2)]


def test_reasons_are_counted_most_frequent_first() -> None:
    wrong = Judgement(T0, V.NOT_HEMORRHAGE, True, "calcification")
    missed = Judgement(T0, V.MISSED_HEMORRHAGE, False, "small")
    agreed = Judgement(T0, V.AGREE, True)
    assert by_reason([missed, wrong, agreed, wrong, replace(wrong, verdict=None)]) == [
        (V.NOT_HEMORRHAGE, "calcification", 2),
        (V.MISSED_HEMORRHAGE, "small", 1),
    ]


@given(records())
def test_only_an_answer_can_be_judged(row) -> None:  # type: ignore[no-untyped-def]
    verdicts = permitted(row)
    assert bool(verdicts) == (row.state.analysed and row.summary is not None)
    assert (V.MISSED_HEMORRHAGE in verdicts) <= (row.state is StudyState.NEGATIVE)
    assert (V.NOT_HEMORRHAGE in verdicts) <= (row.state is StudyState.POSITIVE)


def test_who_reads_without_a_word_is_counted_on_request_only() -> None:
    read = record(StudyState.POSITIVE, 1, summary=summary(0.9), read_at=T0)
    judged = record(StudyState.NEGATIVE, 2, summary=summary(0.1), read_at=T0, feedback="missed_hemorrhage")
    unread = record(StudyState.POSITIVE, 3, summary=summary(0.9))
    failed = record(StudyState.FAILED, 4, read_at=T0)
    said = [Judgement(T0 - timedelta(days=1), V.MISSED_HEMORRHAGE, False, "small")]
    rows = [read, judged, unread, failed]
    assert judgements_of(rows, said, silent=False) == said
    both = judgements_of(rows, said, silent=True)
    assert [one.verdict for one in both] == [V.MISSED_HEMORRHAGE, None]
    assert agreement(both) == Agreement(true_positives=1, false_negatives=1)


def test_every_verdict_has_unique_reasons_and_room_for_keys() -> None:
    for codes in REASONS.values():
        assert len(codes) == len(set(codes)) <= 9
