"""What the archive's filters keep back is looked at again where it may have changed, and not more often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import TypeVar

import pytest
from pydicom.dataset import Dataset

from app.pacs import polling
from app.pacs.archive import Archive, Filters
from app.pacs.cancel import Cancel
from app.pacs.one_archive import FULL_WINDOW_EVERY_S, OneArchive
from app.pacs.polling import Polling
from app.pacs.query import Answer, Find

T = TypeVar("T")


class Growing:
    """An archive with one study, on a clock of its own; ``parts`` are the body parts of its series so far."""

    def __init__(self, counts: bool) -> None:
        self.parts = ["CHEST"]
        self.counts, self.asked, self.now = counts, 0, 1000.0
        self.asked_for: list[dict[str, str]] = []
        self.one = OneArchive(Archive("A", "h", 1, "P", filters=Filters(body_parts=("HEAD",))))
        self.one.full_at = self.now - FULL_WINDOW_EVERY_S
        self.polling = Polling([self.one], self.query)

    def query(self, one: OneArchive, ask: Callable[[Find], T]) -> T:
        return ask(self.find)

    nameless = 0

    def find(
        self, archive: Archive, level: str, wanted: Iterable[str], keys: Mapping[str, str], cancel: Cancel | None
    ) -> list[Answer]:
        if level == "STUDY":
            self.asked_for.append(dict(keys))
            ds = Dataset()
            ds.StudyInstanceUID, ds.ModalitiesInStudy = "1.2.3", "CT"
            if self.counts:
                ds.NumberOfStudyRelatedInstances = str(100 * len(self.parts))
            return [Answer(ds), *[Answer(Dataset())] * self.nameless]
        self.asked += 1
        found = []
        for number, part in enumerate(self.parts):
            ds = Dataset()
            ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = "1.2.3", f"1.2.3.{number}", "CT"
            ds.BodyPartExamined = part
            found.append(Answer(ds))
        return found

    def told(self, after_s: float = 15.0) -> bool:
        self.now += after_s
        (answered,) = self.polling.ask(24, "CT", Cancel())
        assert answered.status.reachable, answered.status.text
        return bool(answered.studies)


@pytest.fixture
def growing(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], Growing]:
    def new(counts: bool) -> Growing:
        archive = Growing(counts)
        monkeypatch.setattr(polling, "time", SimpleNamespace(monotonic=lambda: archive.now))
        return archive

    return new


def test_a_series_that_came_later_lets_its_study_through(growing: Callable[[bool], Growing]) -> None:
    archive = growing(True)
    assert [archive.told() for _ in range(60)] == [False] * 60
    assert archive.asked == 1, "the number of images was the same"
    archive.parts.append("NECK")
    assert not archive.told() and not archive.told() and archive.asked == 2
    archive.parts.append("HEAD")
    assert archive.told() and archive.told() and archive.asked == 3
    archive.parts.append("PELVIS")
    assert archive.told() and archive.asked == 3, "one that fits settles it"


def test_an_archive_that_counts_nothing_is_asked_now_and_then(growing: Callable[[bool], Growing]) -> None:
    archive = growing(False)
    assert [archive.told() for _ in range(24 * 60 * 4)] == [False] * (24 * 60 * 4)  # a day
    assert 10 < archive.asked < 40
    late = growing(False)
    for _ in range(40 * 4):  # the head comes after 40 minutes
        assert not late.told()
    late.parts.append("HEAD")
    waited = next(n for n in range(1, 1000) if late.told())
    assert waited * 15 <= 10 * 60 + FULL_WINDOW_EVERY_S


def test_a_clock_that_is_put_back_hides_no_study(
    growing: Callable[[bool], Growing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is new since a time that lies ahead, and the whole time is asked for every five minutes only."""
    archive, clock = growing(True), [datetime(2026, 5, 3, 15, 0)]
    monkeypatch.setattr(polling, "datetime", SimpleNamespace(now=lambda: clock[0]))
    archive.told()
    archive.told()
    assert archive.asked_for[-1]["StudyTime"].startswith("130000-"), "only what is new"
    clock[0] = datetime(2026, 5, 1, 9, 0)
    archive.told()
    assert archive.asked_for[-1]["StudyDate"] == "20260430-20260502" and "StudyTime" not in archive.asked_for[-1]


def test_studies_without_a_usable_uid_are_counted(growing: Callable[[bool], Growing]) -> None:
    archive = growing(True)
    told = []
    for archive.nameless, after_s in ((2, 15.0), (0, 15.0), (1, 15.0), (1, FULL_WINDOW_EVERY_S), (0, 15.0)):
        archive.now += after_s
        told += [answered.status.left_out for answered in archive.polling.ask(24, "CT", Cancel())]
    assert told == [2, 2, 2, 1, 1], "between two full windows only what is new is asked for"
