"""Filters let through what an archive does not tell."""

from __future__ import annotations

import pytest

from app.domain.study import Study
from app.pacs.archive import Filters
from app.pacs.filters import asks_series, passes, series_pass
from app.pacs.query import SeriesFound

HEAD = Study("1.2", description="CT HEAD", station_name="ER1")
BARE = Study("1.3")


@pytest.mark.parametrize(
    ("filters", "head"),
    [
        (Filters(), True),
        (Filters(descriptions=("*head*",)), True),
        (Filters(descriptions=("*thorax*", "CT HEAD")), True),
        (Filters(descriptions=("head",)), False),
        (Filters(stations=("er?",)), True),
        (Filters(stations=("CT9",)), False),
        (Filters(stations=("ER1",), descriptions=("*thorax*",)), False),
        (Filters(body_parts=("HEAD",)), True),
    ],
)
def test_a_study(filters: Filters, head: bool) -> None:
    assert passes(filters, HEAD) is head
    assert passes(filters, BARE)


def test_when_only_the_series_can_tell() -> None:
    assert asks_series(Filters(departments=("ER*",)), HEAD)
    assert asks_series(Filters(stations=("ER1",)), BARE) and not asks_series(Filters(stations=("ER1",)), HEAD)
    assert asks_series(Filters(body_parts=("HEAD",)), HEAD)
    assert not asks_series(Filters(descriptions=("*",)), BARE)


def test_one_series_that_fits_is_enough() -> None:
    scout = SeriesFound("1", body_part="CHEST", department="Radiology", station_name="CT9")
    brain = SeriesFound("2", body_part="HEAD", department="Emergency", station_name="CT9")
    assert series_pass(Filters(body_parts=("head",)), HEAD, [scout, brain])
    assert not series_pass(Filters(body_parts=("head",)), HEAD, [scout])
    assert series_pass(Filters(departments=("emerg*",)), HEAD, [scout, brain])
    assert series_pass(Filters(body_parts=("head",)), HEAD, [SeriesFound("3")])
    assert not series_pass(Filters(stations=("ER?",)), BARE, [scout])
