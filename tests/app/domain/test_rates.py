"""The interval is scipy's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.domain.rates import Rate


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_scipys(case: tuple[int, int]) -> None:
    hits, n = case
    rate = Rate(hits, n)
    truth = stats.binomtest(hits, n).proportion_ci(0.95, "wilson")
    assert (rate.low, rate.high) == pytest.approx((truth.low, truth.high), abs=1e-9)
    assert rate.value is not None and rate.low <= rate.value <= rate.high


def test_without_a_case_nothing_is_known() -> None:
    assert (Rate(0, 0).value, Rate(0, 0).low, Rate(0, 0).high) == (None, 0.0, 1.0)
    assert str(Rate(0, 0)) == "none yet"
    assert str(Rate(20, 24)) == "83 % (64\N{EN DASH}93 %, 20 of 24)"
    with pytest.raises(ValueError, match="hits"):
        Rate(3, 2)
