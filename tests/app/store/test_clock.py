from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import CacheError
from app.store.clock import believe
from tests.app import values

DAY = timedelta(days=1)


def _believed(file: Path, days: float, before: float = 0.0) -> bool:
    try:
        believe(file, values.T0 + days * DAY, values.T0 + before * DAY)
    except CacheError as error:
        assert error.reason.code == "clock_leapt"
        return False
    return True


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock.json"


def test_a_clock_that_goes_on_is_believed(file: Path) -> None:
    assert all(_believed(file, days) for days in (0, 1, 7, 14, 14.5))  # a long week-end, and a week of holidays


def test_a_leap_is_doubted_for_a_week_and_a_clock_put_right_is_believed_at_once(file: Path) -> None:
    assert _believed(file, 0)
    assert not any(_believed(file, days) for days in (365, 366, 372))
    assert _believed(file, 3)
    assert not _believed(file, 365)  # wrong once more: a week of its own
    assert not _believed(file, 371)


def test_a_computer_that_was_off_removes_a_week_later_also_where_it_seldom_runs(file: Path) -> None:
    assert _believed(file, 0)
    assert not _believed(file, 30) and not _believed(file, 37)
    assert _believed(file, 37.1) and _believed(file, 38)
    assert [_believed(file, days) for days in (68, 98, 128, 158)] == [False, True, False, True]


def test_without_a_file_what_the_journal_knows_counts(file: Path) -> None:
    assert not _believed(file, 365, before=1)
    file.write_text("damaged")
    assert _believed(file, 365, before=364)
    assert file.stat().st_mode & 0o077 == 0


def test_a_clock_that_cannot_be_noted_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="cannot be noted"):
        believe(tmp_path / "missing" / "clock.json", values.T0, values.T0)


def test_what_is_said_names_both_days(file: Path) -> None:
    with pytest.raises(CacheError) as caught:
        believe(file, values.T0 + 400 * DAY, values.T0)
    leapt = values.T0 + 400 * DAY
    for day in (leapt, leapt + 7 * DAY):
        assert day.date().isoformat() in caught.value.reason.text
