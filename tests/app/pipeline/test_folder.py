"""The watched folder, looked through by hand: no thread and no clock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.domain.events import IntakeStatus
from app.domain.study import Source, Study
from app.errors import CacheError
from app.pacs.header import ReceivedHeader, read_received
from app.pipeline.folder import FolderWatch
from app.pipeline.intake import Callbacks, Intake
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.app.values import content
from tests.integration import peers


@dataclass
class Watched:
    """A folder, what looks at it, and what it told."""

    folder: Path
    journal: Journal
    cache: ImageCache
    told: list[IntakeStatus] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    no_room: str = ""
    ignored: set[str] = field(default_factory=set)

    def watch(self) -> FolderWatch:
        """A new watch, as after a restart."""

        def enter(study: Study, source: Source) -> object:
            return self.journal.found(study, source)

        intake = Intake(self.cache, Callbacks(enter, self.arrived.append, lambda: self.no_room), 5.0, self.ignored)
        return FolderWatch(self.folder, 1.0, 2.0, intake, self.journal, self.told.append)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with Journal(tmp_path / "data" / "journal") as journal:
        (tmp_path / "in").mkdir()
        yield Watched(tmp_path / "in", journal, ImageCache(tmp_path / "cache"))


def test_files_are_copied_once_and_left_as_they_are(watched: Watched) -> None:
    paths = peers.write(peers.ct_images(3, size=16), watched.folder / "CD" / "IMAGES")
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    watch = watched.watch()
    watch.look(0.0)
    assert watched.journal.records() == []  # nobody knows yet whether they are whole
    watch.look(2.0)
    (record,) = watched.journal.records()
    assert record.source is Source.FOLDER and record.study.patient_name == "TEST^ONE"
    kept = watched.cache.images(record.uid)
    assert sorted(content(one) for one in kept) == sorted(content for content, _ in before)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
    assert record.uid in watched.arrived
    assert watched.told == [IntakeStatus("Watched folder", True, "The watched folder is looked through.")]

    watched.cache.remove(record.uid)
    again = watched.watch()
    for now in (10.0, 20.0):
        again.look(now)
    assert watched.cache.images(record.uid) == ()  # a restart takes nothing twice
    from app.store.cache import folder_name

    assert watched.journal.drop_files(study=folder_name(record.uid)) == 3
    for now in (30.0, 40.0):
        again.look(now)
    assert len(watched.cache.images(record.uid)) == 3


def test_a_file_that_still_grows_is_waited_for(watched: Watched) -> None:
    (image,) = peers.write(peers.ct_images(1, size=64), watched.folder)
    whole = image.read_bytes()
    image.write_bytes(whole[:2000])
    watch = watched.watch()
    watch.look(0.0)
    image.write_bytes(whole[:4000])
    watch.look(3.0)
    assert watched.journal.records() == []
    image.write_bytes(whole)
    watch.look(4.0)
    watch.look(6.0)
    (record,) = watched.journal.records()
    assert content(watched.cache.images(record.uid)[0]) == whole


def test_bad_files_are_told_with_their_reason_and_without_their_name(watched: Watched) -> None:
    paths = peers.write(peers.ct_images(2, size=64), watched.folder, prefix="DOE^JANE")
    paths[0].write_bytes(paths[0].read_bytes()[:-3000])
    (watched.folder / "DOE JANE.txt").write_text("a letter")
    (watched.folder / ".hidden").write_text("not looked at")
    peers.write(peers.ct_images(1, Modality="MR"), watched.folder / "mr")
    watch = watched.watch()
    watch.look(0.0)
    watch.look(2.0)
    status = watched.told[-1]
    assert not status.ok
    assert status.text == (
        "3 files of the watched folder cannot be taken: 1 damaged or cut short, 1 no DICOM images, 1 not of a CT study."
    )
    (record,) = watched.journal.records()
    assert len(watched.cache.images(record.uid)) == 1
    for path in (paths[0], watched.folder / "DOE JANE.txt"):
        path.unlink()
    (watched.folder / "mr" / "image-0.dcm").unlink()
    watch.look(4.0)
    assert watched.told[-1].ok


def test_a_folder_that_is_away_raises_and_forgets_nothing(watched: Watched) -> None:
    peers.write(peers.ct_images(1, size=16), watched.folder)
    watch = watched.watch()
    watch.look(0.0)
    watch.look(2.0)
    taken = watched.journal.taken_files()
    assert len(taken) == 1
    away = watched.folder.with_name("away")
    watched.folder.rename(away)
    with pytest.raises(OSError):
        watch.look(4.0)
    watched.folder.mkdir()  # the mount point alone
    watch.look(6.0)
    assert watched.journal.taken_files() == taken


def test_without_room_nothing_is_taken_until_there_is_some(watched: Watched) -> None:
    peers.write(peers.ct_images(1, size=16), watched.folder)
    watch = watched.watch()
    watched.no_room = "The disk of the image cache has 0.1 GB left, less than 2 GB."
    watch.look(0.0)
    with pytest.raises(CacheError, match="disk"):
        watch.look(2.0)
    watched.no_room = ""
    watch.look(4.0)
    watch.look(6.0)
    assert len(watched.journal.records()) == 1


def test_a_wiped_study_does_not_come_back(watched: Watched) -> None:
    images = peers.ct_images(1, size=16)
    peers.write(images, watched.folder)
    watched.ignored.add(str(images[0].StudyInstanceUID))
    watch = watched.watch()
    watch.look(0.0)
    watch.look(2.0)
    assert watched.journal.records() == [] and not list(watched.cache.root.iterdir())


def test_its_thread_looks_by_itself_and_ends(watched: Watched) -> None:
    watch = FolderWatch(watched.folder / "none", 60.0, 0.0, Intake(
        watched.cache, Callbacks(lambda *_: None, lambda _: None, lambda: ""), 5.0
    ), watched.journal, watched.told.append)  # fmt: skip
    watch.start()
    until = time.monotonic() + 30
    while not watched.told and time.monotonic() < until:
        time.sleep(0.01)
    watch.stop()
    assert watch.join(10)
    assert not watched.told[0].ok and "cannot be read" in watched.told[0].text


def test_a_file_that_could_not_be_read_is_tried_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program had it, or the share hung for a moment: its slice must not be missing for good."""
    peers.write(peers.ct_images(3, size=16), watched.folder)
    locked = [True]

    def read(path: Path) -> ReceivedHeader | None:
        if locked[0] and path.name == "image-1.dcm":
            raise PermissionError
        return read_received(path)

    monkeypatch.setattr("app.pipeline.folder.read_received", read)
    watch = watched.watch()
    for now in (0.0, 2.0, 4.0, 6.0):
        watch.look(now)
    (record,) = watched.journal.records()
    assert len(watched.cache.images(record.uid)) == 2
    assert "1 not readable" in watched.told[-1].text and not watched.told[-1].ok
    locked[0] = False
    for now in (8.0, 10.0):
        watch.look(now)
    assert len(watched.cache.images(record.uid)) == 3
    assert watched.told[-1].ok


def test_a_folder_within_it_that_may_not_be_read_holds_up_no_other(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As lost+found where the watched folder is a disk of its own."""
    peers.write(peers.ct_images(1, size=16), watched.folder / "a")
    peers.write(peers.ct_images(1, size=16), watched.folder / "z")
    (watched.folder / "lost+found").mkdir()
    closed = {"lost+found"}
    really = os.scandir

    def scan(path: Path) -> Any:
        if path.name in closed:
            raise PermissionError
        return really(path)

    monkeypatch.setattr(os, "scandir", scan)
    watch = watched.watch()
    for now in (0.0, 2.0):
        watch.look(now)
    assert len(watched.journal.records()) == 2
    assert watched.told[-1].ok and "1 folder within it" in watched.told[-1].text
    closed.add("a")  # for a moment; what was taken from there is not forgotten
    watch.look(4.0)
    closed.clear()
    taken = watched.journal.taken_files()
    watch.look(6.0)
    assert watched.journal.taken_files() == taken and len(taken) == 2
    assert watched.told[-1].text == "The watched folder is looked through."
