"""A span of time and its halves: together always the whole, and never twice the same second."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.pacs.span import Span

DAY = date(2024, 2, 28)


def test_the_keys() -> None:
    assert Span(DAY, DAY + timedelta(days=2)).keys() == {"StudyDate": "20240228-20240301"}
    assert Span(DAY, DAY).keys() == {"StudyDate": "20240228"}
    assert Span(DAY, DAY, time(7, 5)).keys() == {"StudyDate": "20240228", "StudyTime": "070500-235959"}
    assert Span(DAY, DAY, to_time=time(7, 5, 9)).keys() == {"StudyDate": "20240228", "StudyTime": "000000-070509"}


@given(days=st.integers(0, 40), begin=st.times(), second=st.integers(0, 40 * 86400))
def test_halves_miss_nothing(days: int, begin: time, second: int) -> None:
    """However often it is halved, exactly one part holds a given second."""
    begin = begin.replace(microsecond=0)
    span = Span(DAY, DAY + timedelta(days=days), None if days else begin)
    moment = datetime.combine(DAY, time() if days else begin) + timedelta(seconds=second)
    if moment.date() > span.last:
        return
    steps = 0
    while halves := span.halves():
        holding = [half for half in halves if _holds(half, moment)]
        assert len(holding) == 1
        span, steps = holding[0], steps + 1
        assert steps < 40
    assert span.first == span.last


def _holds(span: Span, moment: datetime) -> bool:
    end = span.to_time or time(23, 59, 59)
    return span.first <= moment.date() <= span.last and (
        span.first != span.last or (span.from_time or time()) <= moment.time() <= end
    )
