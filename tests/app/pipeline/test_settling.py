"""When a study that is sent to us counts as complete: no clock runs here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.settling import FACTOR, MOST_S, OPEN_S, Settling


def test_a_study_rests_after_its_last_image() -> None:
    settling = Settling(5.0)
    assert settling.ready_at("1.1") == 0.0
    for n in range(10):
        settling.arrived("1.1", "CT1", 100.0 + n / 10)
    assert settling.ready_at("1.1") == 100.9 + 5.0


def test_a_slow_sender_gets_more_time_and_a_fast_one_does_not_pay_for_it() -> None:
    settling = Settling(5.0)
    settling.arrived("1.1", "SLOW", 0.0)
    settling.arrived("1.1", "SLOW", 20.0)
    settling.arrived("1.2", "FAST", 20.0)
    assert settling.ready_at("1.1") == 20.0 + FACTOR * 20.0
    assert settling.ready_at("1.2") == 25.0


def test_images_that_come_too_late_teach_that_their_sender_is_slow() -> None:
    settling = Settling(5.0)
    settling.arrived("1.1", "CT1", 0.0)
    settling.taken("1.1")
    assert settling.ready_at("1.1") == 0.0
    settling.arrived("1.1", "CT1", 30.0)
    assert settling.ready_at("1.1") == 30.0 + FACTOR * 30.0
    settling.arrived("1.2", "CT1", 31.0)
    assert settling.ready_at("1.2") == 31.0 + FACTOR * 30.0


def test_a_study_that_is_sent_again_the_next_day_teaches_nothing() -> None:
    settling = Settling(5.0)
    settling.arrived("1.1", "CT1", 0.0)
    settling.taken("1.1")
    settling.arrived("1.1", "CT1", 86_400.0)
    assert settling.pause_s("CT1") == 5.0


def test_an_open_association_may_still_bring_something_and_a_closed_one_may_not() -> None:
    settling = Settling(5.0)
    settling.arrived("1.1", "CT1", 0.0, association=7)
    assert settling.ready_at("1.1") == OPEN_S
    assert settling.closed(7) == ["1.1"] and settling.closed(7) == []
    assert settling.ready_at("1.1") == 5.0


def test_what_was_learnt_fades() -> None:
    settling = Settling(1.0)
    settling.arrived("1.1", "CT1", 0.0)
    settling.arrived("1.1", "CT1", 40.0)
    settling.taken("1.1")
    for n in range(30):
        settling.arrived(f"1.2.{n}", "CT1", 1000.0 + n)
        settling.taken(f"1.2.{n}")
    assert settling.pause_s("CT1") == 1.0


@given(gaps=st.lists(st.floats(0, 5000), max_size=30), least=st.floats(0, 60))
def test_the_pause_stays_within_its_bounds(gaps: list[float], least: float) -> None:
    settling, now = Settling(least), 0.0
    for gap in gaps:
        now += gap
        settling.arrived("1.1", "CT1", now)
        assert least <= settling.ready_at("1.1") - now + 1e-6
        assert settling.pause_s("CT1") <= max(least, MOST_S)
