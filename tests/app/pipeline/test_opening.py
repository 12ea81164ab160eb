"""Files that somebody opens: what is copied, what is not, and what is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.study import Source, Study
from app.errors import CacheError
from app.pipeline.intake import Callbacks, Intake
from app.pipeline.opening import open_files
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.app.values import content
from tests.integration import peers


@dataclass
class Desk:
    """What opens files, and what came of it."""

    journal: Journal
    cache: ImageCache
    arrived: list[str] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    no_room: str = ""

    def __post_init__(self) -> None:
        def enter(study: Study, source: Source) -> object:
            return self.journal.found(study, source)

        self.intake = Intake(
            self.cache, Callbacks(enter, self.arrived.append, lambda: self.no_room), 60.0, self.ignored
        )

    def open(self, *paths: Path, stopping: bool = False) -> tuple[tuple[str, ...], str]:
        opened = open_files(paths, self.intake, lambda: stopping)
        return opened.studies, opened.text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Journal(tmp_path / "data" / "journal") as journal:
        yield Desk(journal, ImageCache(tmp_path / "cache"))


def test_a_folder_is_copied_and_left_as_it_is(desk: Desk, tmp_path: Path) -> None:
    images = peers.ct_images(3, size=16)
    paths = peers.write(images, tmp_path / "CD" / "IMAGES")
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    (tmp_path / "CD" / "autorun.inf").write_text("[autorun]")
    (tmp_path / "CD" / ".hidden").write_bytes(paths[0].read_bytes())
    uid = str(images[0].StudyInstanceUID)
    studies, text = desk.open(tmp_path / "CD")
    assert studies == (uid,) and text == "1 file could not be opened: 1 no DICOM images."
    (record,) = desk.journal.records()
    assert record.source is Source.OPENED and record.only_opened
    assert sorted(content(one) for one in desk.cache.images(uid)) == sorted(one for one, _ in before)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
    assert desk.arrived[-1] == uid and desk.intake.ready_at(uid) < 0  # it does not rest for a minute
    assert desk.open(tmp_path / "CD")[0] == (uid,) and len(desk.cache.images(uid)) == 3
    assert not desk.journal.found(Study(uid), archive="PACS").only_opened


def test_a_folder_that_may_not_be_read_is_counted(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peers.write(peers.ct_images(3, size=16), tmp_path / "CD" / "IMAGES")
    (tmp_path / "CD" / "MORE").mkdir()
    look = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name == "MORE":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", guarded)
    studies, text = desk.open(tmp_path / "CD")
    assert len(studies) == 1 and text.startswith("1 file could not be opened: 1 ")


def test_one_file_brings_the_images_of_its_study_beside_it(desk: Desk, tmp_path: Path) -> None:
    mine, other = peers.ct_images(3, size=16), peers.ct_images(2, size=16)
    paths = peers.write(mine, tmp_path / "in")
    for n, path in enumerate(peers.write(other, tmp_path / "other")):
        path.rename(tmp_path / "in" / f"other-{n}.dcm")
    assert desk.open(paths[1])[0] == (str(mine[0].StudyInstanceUID),)
    assert len(desk.cache.images(str(mine[0].StudyInstanceUID))) == 3
    (record,) = desk.journal.records()
    assert record.uid == mine[0].StudyInstanceUID


def test_several_files_are_what_was_meant(desk: Desk, tmp_path: Path) -> None:
    images = peers.ct_images(4, size=16)
    paths = peers.write(images, tmp_path / "in")
    desk.open(paths[0], paths[1])
    assert len(desk.cache.images(str(images[0].StudyInstanceUID))) == 2


def test_a_disc_is_opened_by_its_directory(desk: Desk, tmp_path: Path) -> None:
    images = peers.ct_images(2, size=16)
    peers.write(images, tmp_path / "DISC" / "DICOM" / "A")
    (tmp_path / "DISC" / "DICOMDIR").write_bytes(b"\0" * 128 + b"DICM")
    assert desk.open(tmp_path / "DISC" / "DICOMDIR") == ((str(images[0].StudyInstanceUID),), "")


def test_what_cannot_be_opened_is_said(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (ct,) = peers.write(peers.ct_images(1, size=16), folder)
    ct.write_bytes(ct.read_bytes()[:-40])
    (magnet,) = peers.write(peers.ct_images(1, size=16, Modality="MR"), tmp_path / "mr")
    magnet.rename(folder / "mr.dcm")
    wiped = peers.ct_images(1, size=16)
    peers.write(wiped, folder / "wiped")
    desk.ignored.add(str(wiped[0].StudyInstanceUID))
    (folder / "letter.txt").write_text("Dear colleague")
    assert desk.open(folder) == (
        (),
        "4 files could not be opened: 1 damaged or cut short, 1 no DICOM images, 1 not of a CT study, "
        "1 of a patient who was wiped from this workstation.",
    )
    assert desk.journal.records() == []
    (tmp_path / "empty").mkdir()
    assert desk.open(tmp_path / "empty") == ((), "There is no file in what was opened.")
    assert desk.open(folder, stopping=True)[0] == ()


def test_a_file_that_is_gone_meanwhile(desk: Desk, tmp_path: Path) -> None:
    assert desk.open(tmp_path / "gone.dcm") == ((), "1 file could not be opened: 1 not readable for Firstread.")


def test_a_full_disk_is_no_result(desk: Desk, tmp_path: Path) -> None:
    (path,) = peers.write(peers.ct_images(1, size=16), tmp_path / "in")
    desk.no_room = "The disk is full."
    with pytest.raises(CacheError, match="disk is full"):
        desk.open(path)
