"""Answers against earlier ones, with real results in a real cache."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.events import Event, FollowUpKnown
from app.domain.follow_up import Category, FollowUp, Obstacle
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.pipeline.editing import EditSession
from app.pipeline.following import Following
from app.results import case_files, reader_files
from app.store.cache import ImageCache
from inference.types import CaseResult, HemorrhageType
from tests.gui import values

NOW = datetime(2026, 3, 2, 8, 0)


class Place:
    """A cache, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.cache = ImageCache(folder)
        self.events: list[Event] = []
        self.following = Following(self.cache, self.events.append)

    def study(
        self, number: int, hours_ago: float | None, state: StudyState = StudyState.POSITIVE, patient: str = "P"
    ) -> StudyRecord:
        at = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
        return values.record(number, state, study=values.study(number, patient_id=patient, study_at=at, **_SAME))

    def keep(self, record: StudyRecord, result: CaseResult) -> CaseResult:
        case_files.save(self.cache.folder(record.uid), result)
        return result

    def known(self, uid: str) -> FollowUp | None:
        told = [one for one in self.events if isinstance(one, FollowUpKnown) and one.study_instance_uid == uid]
        return told[-1].follow_up if told else None

    def obstacle(self, uid: str) -> Obstacle | None:
        """Why the last that was told of a study is no comparison."""
        told = self.known(uid)
        return told.obstacle if told is not None else None

    def until(self, done: Callable[[], object]) -> None:
        until = time.monotonic() + 20
        while not done():
            assert time.monotonic() < until, self.events
            time.sleep(0.01)


_SAME = {"birth_date": None, "sex": "F"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    yield one
    one.following.stop()
    assert one.following.join(20)


def _sdh(image_slices: int = 12, at: int = 7) -> CaseResult:
    return values.result_of(values.volume(image_slices), HemorrhageType.SDH, at)


def test_each_answer_is_held_against_the_last_earlier_one(place: Place) -> None:
    first, second, third = (place.study(n, hours) for n, hours in ((1, 48), (2, 24), (3, 1)))
    place.keep(first, values.result_of(values.volume(), HemorrhageType.IPH))
    place.keep(second, _sdh())
    place.keep(third, _sdh())
    stranger = place.study(4, 30, patient="Q")
    place.keep(stranger, _sdh())
    for record in (third, stranger, first, second):
        place.following.note(record)
    place.following.start()
    place.until(lambda: place.known(third.uid) and place.known(second.uid))
    known = place.known(third.uid)
    assert known is not None and known.category is Category.STABLE and known.prior_uid == second.uid
    before = place.known(second.uid)
    assert before is not None and before.category is Category.NEW and before.prior_uid == first.uid
    assert place.known(first.uid) is None and place.known(stranger.uid) is None

    # the second is analysed again, with another answer; later ones follow
    place.following.note(replace(second, state=StudyState.ANALYSING))
    place.until(lambda: (now := place.known(third.uid)) and now.obstacle is Obstacle.PRIOR_NOT_ANALYSED)
    place.keep(second, replace(_sdh(), volumes_ml={}, lesions=()))
    place.following.note(replace(second, state=StudyState.NEGATIVE))
    place.until(lambda: (now := place.known(third.uid)) and now.category is Category.NEW)


def test_what_was_held_against_a_forgotten_study_is_held_against_another(place: Place) -> None:
    first, second, third = (place.study(n, hours) for n, hours in ((1, 48), (2, 24), (3, 1)))
    place.keep(first, values.result_of(values.volume(), HemorrhageType.IPH))
    for record in (second, third):
        place.keep(record, _sdh())
    for record in (first, second, third):
        place.following.note(record)
    place.following.start()
    place.until(lambda: (now := place.known(third.uid)) and now.prior_uid == second.uid)
    place.until(lambda: place.known(second.uid))
    place.following.forget(second.uid)
    place.until(lambda: (now := place.known(third.uid)) and now.prior_uid == first.uid)
    place.following.forget(first.uid)
    place.until(lambda: place.events[-1] == FollowUpKnown(third.uid, None))
    place.following.forget("never.heard.of")
    place.following.note(second)  # the archive has it again
    place.until(lambda: (now := place.known(third.uid)) and now.prior_uid == second.uid)


def test_an_earlier_study_without_an_answer_says_why(place: Place) -> None:
    now = place.study(2, 1)
    place.keep(now, _sdh())
    prior = place.study(1, 10, StudyState.NOT_ANALYSABLE)
    place.following.note(prior)
    place.following.note(now)
    place.following.start()
    for state, why in (
        (StudyState.NOT_ANALYSABLE, Obstacle.PRIOR_REFUSED), (StudyState.FAILED, Obstacle.PRIOR_FAILED),
        (StudyState.READY, Obstacle.PRIOR_NOT_ANALYSED),
    ):  # fmt: skip
        place.following.note(replace(prior, state=state))
        place.until(lambda why=why: place.obstacle(now.uid) is why)  # type: ignore[misc]
    undated = place.study(1, None)
    place.keep(undated, _sdh())
    place.following.note(undated)
    place.until(lambda: (now_known := place.known(now.uid)) and now_known.obstacle is Obstacle.NO_DATE)
    place.following.note(replace(now, state=StudyState.QUEUED))  # its own answer is gone
    place.until(lambda: FollowUpKnown(now.uid, None) in place.events)


def test_what_a_reader_made_of_a_result_counts(place: Place) -> None:
    image = values.volume()
    now, prior = place.study(2, 1), place.study(1, 10)
    result = place.keep(now, _sdh())
    place.keep(prior, _sdh())
    place.following.start()
    place.following.note(prior)
    place.following.note(now)
    place.until(lambda: (known := place.known(now.uid)) and known.category is Category.STABLE)
    session = EditSession(image, result, "tester")
    session.reject(result.lesions[0])
    edits = session.outcome()
    assert edits is not None
    reader_files.save(place.cache.folder(now.uid), edits)
    place.following.edited(now.uid)
    place.until(lambda: (known := place.known(now.uid)) and known.category is Category.RESOLVED)


def test_a_damaged_result_is_no_answer(place: Place) -> None:
    now, prior = place.study(2, 1), place.study(1, 10)
    place.keep(now, _sdh())
    place.keep(prior, _sdh())
    (place.cache.folder(prior.uid) / case_files.RESULT).write_text("{")
    place.following.start()
    place.following.note(prior)
    place.following.note(now)
    place.until(lambda: (known := place.known(now.uid)) and known.obstacle is Obstacle.PRIOR_NOT_ANALYSED)


@pytest.mark.parametrize("order", ["as they were made", "newest first", "mixed"])
def test_many_studies_of_one_patient_id_are_each_compared_a_few_times(
    place: Place, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a collection without names. Comparing all anew at each step would be ten thousand."""
    count = 60
    studies = [place.study(number, count - number) for number in range(count)]
    match order:
        case "newest first":
            studies.reverse()
        case "mixed":
            random.Random(3).shuffle(studies)
    compared = list[str]()
    compare = Following._compared

    def counted(self: Following, study: Study, prior: object) -> FollowUp:
        compared.append(study.study_instance_uid)
        return compare(self, study, prior)  # type: ignore[arg-type]

    monkeypatch.setattr(Following, "_compared", counted)
    place.following.start()
    for record in studies:
        for state in (StudyState.FOUND, StudyState.QUEUED, StudyState.READY, StudyState.ANALYSING, StudyState.POSITIVE):
            place.following.note(replace(record, state=state))
            place.until(lambda: not place.following._waiting)
    in_time = sorted(studies, key=lambda one: one.study.study_at or NOW)
    for before, after in pairwise(in_time):
        place.until(lambda before=before, after=after: _against(place, after) == before.uid)  # type: ignore[misc]
    assert place.known(in_time[0].uid) is None
    assert len(compared) < 12 * count  # each state of each earlier one at most, and each new one in between


def _against(place: Place, record: StudyRecord) -> str:
    known = place.following._told.get(record.uid)
    return "" if known is None else known.prior_uid
