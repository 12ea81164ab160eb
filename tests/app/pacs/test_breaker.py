"""The circuit breaker, on a clock of its own."""

from __future__ import annotations

import pytest

from app.errors import ArchiveAway, ArchiveError
from app.pacs.breaker import FAILURES, FIRST_REST_S, JITTER, LONGEST_REST_S, Breaker

GONE = ArchiveError("archive_unreachable", "PACS cannot be reached.")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock, varied: float = 0.5) -> Breaker:
    breaker = Breaker(clock, lambda: varied)
    for number in range(1, FAILURES + 1):
        breaker.check()
        assert breaker.failed(GONE) is (number == FAILURES)
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(Clock())
    for _ in range(10):
        breaker.check()
        breaker.failed(GONE)
        breaker.check()
        breaker.succeeded()
    breaker.check()


def test_open_it_tells_why_and_when() -> None:
    breaker = opened(Clock())
    with pytest.raises(ArchiveAway, match=r"PACS cannot be reached\. It is tried again at \d\d:\d\d:\d\d\.") as error:
        breaker.check()
    assert error.value.reason.code == "archive_unreachable"
    assert breaker.tries_again_in_s == pytest.approx(FIRST_REST_S)


def test_after_the_rest_one_may_try_and_its_outcome_decides() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += FIRST_REST_S + 0.01
    breaker.check()
    with pytest.raises(ArchiveError):  # not two at a time
        breaker.check()
    breaker.failed(GONE)
    assert breaker.tries_again_in_s == pytest.approx(2 * FIRST_REST_S)
    clock.now += 2 * FIRST_REST_S
    breaker.check()
    breaker.undecided()  # somebody stopped it
    breaker.check()
    breaker.succeeded()
    breaker.check()
    breaker.check()


def test_rests_grow_to_a_limit_and_vary() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(30):
        breaker.failed(GONE)
    assert breaker.tries_again_in_s == pytest.approx(LONGEST_REST_S)
    assert opened(clock, 0.0).tries_again_in_s == pytest.approx(FIRST_REST_S * (1 - JITTER))
    assert opened(clock, 1.0).tries_again_in_s == pytest.approx(FIRST_REST_S * (1 + JITTER))


def test_who_asks_gets_a_try_at_once() -> None:
    breaker = opened(Clock())
    breaker.reset()
    breaker.check()
