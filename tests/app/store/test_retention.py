from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.results import case_files
from app.store import retention
from app.store.cache import ImageCache, Kept, folder_name
from app.store.journal import Journal
from app.store.retention import Limits, images_to_remove, sweep, to_forget
from tests.app import values

NOW = 1_800_000_000.0
DAY = 86_400.0
ROOMY = Limits(1e12, 0, 14 * DAY, 365 * DAY, DAY)
TO_FINAL = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING, StudyState.NEGATIVE)


def _kept(name: int, size: int, age_s: float) -> Kept:
    return Kept(f"{name:064x}", size, NOW - age_s)


def test_within_the_limits_nothing_goes() -> None:
    assert images_to_remove([_kept(1, 10**9, 13 * DAY)], (), ROOMY, 1e9, NOW) == []


def test_least_recently_needed_goes_first_until_the_budget_is_kept() -> None:
    old, middle, new = _kept(1, 40, 300), _kept(2, 40, 200), _kept(3, 40, 100)
    limits = replace(ROOMY, budget_bytes=70)
    assert images_to_remove([new, old, middle], (), limits, 1e9, NOW) == [old, middle]
    assert images_to_remove([new, old, middle], {old.name}, limits, 1e9, NOW) == [middle, new]


def test_the_disk_is_left_its_room() -> None:
    studies = [_kept(n, 100, n) for n in range(1, 6)]
    limits = replace(ROOMY, free_bytes=1000)
    assert images_to_remove(studies, (), limits, 1000, NOW) == []
    assert images_to_remove(studies, (), limits, 850, NOW) == [studies[4], studies[3]]


def test_images_go_after_their_days() -> None:
    old, new = _kept(1, 1, 15 * DAY), _kept(2, 1, 13 * DAY)
    assert images_to_remove([old, new], (), ROOMY, 1e9, NOW) == [old]


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 40)), max_size=12),
    st.sets(st.integers(0, 11)),
    st.integers(0, 500),
    st.integers(0, 500),
)
def test_whatever_comes(sizes: list[tuple[int, int]], safe: set[int], budget: int, free: int) -> None:
    kept = [_kept(n, size, days * DAY) for n, (size, days) in enumerate(sizes)]
    protected = {one.name for n, one in enumerate(kept) if n in safe}
    limits = replace(ROOMY, budget_bytes=budget, free_bytes=300)
    gone = images_to_remove(kept, protected, limits, free, NOW)
    assert not protected & {one.name for one in gone}
    stays = [one for one in kept if one not in gone]
    unprotected = [one for one in stays if one.name not in protected and one.image_bytes]
    total = sum(one.image_bytes for one in stays)
    assert not unprotected or (total <= budget and free + sum(one.image_bytes for one in gone) >= 300)
    assert all(NOW - one.needed_at <= 14 * DAY for one in unprotected)
    if gone and unprotected:  # nobody who stays was needed longer ago than one who went
        assert max(one.needed_at for one in gone) <= min(one.needed_at for one in unprotected)


@pytest.fixture
def journal(tmp_path: Path) -> object:
    with Journal(tmp_path / "journal") as journal:
        yield journal


def _study(journal: Journal, cache: ImageCache, uid: str, *steps: StudyState, age_s: float = 0) -> None:
    journal.found(values.study(uid))
    for step in steps:
        journal.transition(uid, step)
    cache.store(uid, "1", b"x" * 1000)
    case_files.save(cache.folder(uid), values.result(uid=uid))
    at = datetime.now(UTC).timestamp() - age_s
    for folder in (cache.images_folder(uid), cache.folder(uid)):
        os.utime(folder, (at, at))


def _nobody(uid: str) -> bool:
    return False


def test_what_is_at_work_or_open_stays_and_results_are_kept(journal: Journal, tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache")
    for count in range(1, len(TO_FINAL) + 1):
        _study(journal, cache, f"1.{count}", *TO_FINAL[:count], age_s=1000 + count)
    _study(journal, cache, "2", *TO_FINAL, age_s=5000)
    _study(journal, cache, "3", *TO_FINAL, age_s=10)
    cache.store("4", "1", b"x" * 1000)  # the journal does not know it
    none = replace(ROOMY, budget_bytes=0)
    removed = sweep(cache, journal, none, lambda uid: uid == "2")
    assert set(removed) == {folder_name(uid) for uid in (f"1.{len(TO_FINAL)}", "3", "4")}
    for uid in ("1.1", "1.2", "1.3", "1.4", "2"):
        assert len(cache.images(uid)) == 1
    for uid in (f"1.{len(TO_FINAL)}", "3"):
        assert cache.images(uid) == () and case_files.load(cache.folder(uid)) is not None


def test_studies_without_images_cost_nothing(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ImageCache(tmp_path / "cache")
    for number in range(5):
        journal.found(values.study(f"0.{number}"))
    _study(journal, cache, "1", *TO_FINAL)
    looked: list[str] = []
    get = journal.get

    def look(uid: str) -> StudyRecord | None:
        looked.append(uid)
        return get(uid)

    monkeypatch.setattr(journal, "get", look)
    monkeypatch.setattr(journal, "records", Mock(side_effect=AssertionError))
    assert sweep(cache, journal, replace(ROOMY, budget_bytes=0), _nobody) == [folder_name("1")]
    assert set(looked) == {"1"}


def test_a_study_that_is_opened_counts_as_needed(journal: Journal, tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache")
    for uid, age_s in (("1", 3000), ("2", 2000), ("3", 1000)):
        _study(journal, cache, uid, *TO_FINAL, age_s=age_s)
    cache.touch("1")
    cache.touch("unknown")
    assert sweep(cache, journal, replace(ROOMY, budget_bytes=2000), _nobody) == [folder_name("2")]


def test_one_that_is_asked_for_at_the_last_moment_stays(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ImageCache(tmp_path / "cache")
    _study(journal, cache, "1", *TO_FINAL)
    plan: Callable[..., list[Kept]] = images_to_remove

    def late(*arguments: object) -> list[Kept]:
        found = plan(*arguments)
        journal.transition("1", StudyState.QUEUED)
        return found

    monkeypatch.setattr(retention, "images_to_remove", late)
    assert sweep(cache, journal, replace(ROOMY, budget_bytes=0), _nobody) == []
    assert len(cache.images("1")) == 1


def test_studies_are_forgotten_after_their_days_but_not_while_they_would_be_found_again() -> None:
    now = values.T0 + timedelta(days=400)
    done, working, left = (
        values.record(state, n)
        for n, state in enumerate((StudyState.NEGATIVE, StudyState.READY, StudyState.INCOMPLETE), 1)
    )
    read = values.record(StudyState.NEGATIVE, 4, read_at=now - timedelta(days=1))
    records = [done, working, left, read]
    assert to_forget(records, ROOMY, _nobody, now) == [done.uid, left.uid]
    assert to_forget(records, ROOMY, lambda uid: uid == done.uid, now) == [left.uid]
    assert to_forget(records, ROOMY, _nobody, values.T0 + timedelta(days=300)) == []
    brief = replace(ROOMY, results_s=DAY, lookback_s=30 * DAY)
    assert to_forget([done], brief, _nobody, values.T0 + timedelta(days=20)) == []
    assert to_forget([done], brief, _nobody, values.T0 + timedelta(days=32)) == [done.uid]
