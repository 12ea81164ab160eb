"""Which studies of an archive are looked at, by station, department, description and body part.

The archive is not asked to match these: many are case-sensitive or ignore optional keys, and a study would be lost
without a word. What an archive does not tell lets a study through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from app.domain.study import Study
from app.pacs.archive import Filters
from app.pacs.query import SeriesFound


def passes(filters: Filters, study: Study) -> bool:
    """Whether what the study-level answer tells lets a study through."""
    return (
        _fits(filters.descriptions, [study.description])
        and _fits(filters.stations, [study.station_name])
        and _fits(filters.body_parts, [study.body_part])
    )


def asks_series(filters: Filters, study: Study) -> bool:
    """Whether only the series can tell."""
    return bool(
        filters.departments
        or (filters.stations and not study.station_name)
        or (filters.body_parts and not study.body_part)
    )


def series_pass(filters: Filters, study: Study, series: Sequence[SeriesFound]) -> bool:
    """Whether the series of a study let it through: one that fits is enough."""
    return (
        _fits(filters.departments, [one.department for one in series])
        and (bool(study.station_name) or _fits(filters.stations, [one.station_name for one in series]))
        and (bool(study.body_part) or _fits(filters.body_parts, [one.body_part for one in series]))
    )


def _fits(patterns: Sequence[str], values: Iterable[str]) -> bool:
    told = [value.casefold() for value in values if value]
    if not patterns or not told:
        return True
    return any(fnmatchcase(value, pattern.strip().casefold()) for pattern in patterns for value in told)
