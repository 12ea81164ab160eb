from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.command_line import forget
from app.domain.states import StudyState
from app.errors import CacheError, JournalError
from app.paths import Paths
from app.profile_lock import profile_lock
from app.results import case_files
from app.store.audit import AuditLog, verify
from app.store.cache import ImageCache, folder_name
from app.store.forgotten import Forgotten
from app.store.journal import Journal
from app.store.wipe import studies_of
from tests.app import values

NAME, ID, ACCESSION = "WIPEME^COMPLETELY", "ID-4711-X", "ACC-0815-Y"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A profile with two studies of one patient, one of another, and one without an ID."""
    paths = Paths.of_profile(tmp_path).make()
    cache = ImageCache(paths.cache)
    with Journal(paths.journal_file) as journal:
        for uid, patient_id, name in (
            ("1.1", ID, NAME),
            ("1.2", ID, NAME),
            ("1.3", "OTHER", "A^B"),
            ("1.4", "", "C^D"),
        ):
            journal.found(
                values.study(
                    uid, patient_id=patient_id, patient_name=name, birth_date=date(1950, 1, 1),
                    accession_number=ACCESSION if patient_id == ID else "Z",
                )
            )  # fmt: skip
            for state in (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY):
                journal.transition(uid, state)
            cache.store(uid, "1", f"{name} {patient_id}".encode())
            case_files.save(cache.folder(uid), values.result(uid=uid))
    return paths


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_of_the_patient_is_left_and_nothing_of_others_is_gone(paths: Paths, tmp_path: Path) -> None:
    before = _everything(tmp_path)
    assert all(word.encode() in before for word in (NAME, ID, ACCESSION))
    assert forget.run(tmp_path, ID, True) == 0
    after = _everything(tmp_path)
    assert [word for word in (NAME, ID, ACCESSION) if word.encode() in after] == []
    assert b"A^B" in after and b"OTHER" in after
    cache = ImageCache(paths.cache)
    assert {one.name for one in cache.kept()} == {folder_name("1.3"), folder_name("1.4")}
    with Journal(paths.journal_file) as journal:
        assert [record.uid for record in journal.records()] == ["1.3", "1.4"]
        assert journal.transitions("1.1") == [] and len(journal.transitions("1.3")) == 4
    forgotten = Forgotten(paths.forgotten_file)
    assert "1.1" in forgotten and "1.2" in forgotten and "1.3" not in forgotten
    assert verify(paths.audit_file).problems == ()
    lines = [json.loads(line) for line in paths.audit_file.read_text().splitlines()]
    assert [(line["action"], line["study"]) for line in lines] == [
        ("wiped", folder_name("1.1")),
        ("wiped", folder_name("1.2")),
    ]


def test_asked_for_and_refused(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _everything(paths.cache)
    answers = iter([ID, "no"])
    assert forget.run(tmp_path, None, False, lambda _: next(answers)) == 1
    assert "Nothing was wiped." in capsys.readouterr().out
    for nobody in ("", "  ", "ID-4711", "%", "NOBODY"):
        assert forget.run(tmp_path, nobody, True) == 2
    with Journal(paths.journal_file) as journal:
        assert len(journal.records()) == 4 and studies_of(journal, "") == []
    assert _everything(paths.cache) == before
    answers = iter([f" {ID} ", "yes"])
    assert forget.run(tmp_path, None, False, lambda _: next(answers)) == 0


def test_not_while_firstread_runs(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with profile_lock(paths):
        assert forget.run(tmp_path, ID, True) == 1
    assert "already runs" in capsys.readouterr().err
    assert ImageCache(paths.cache).images("1.1")


def test_a_profile_without_journal(tmp_path: Path) -> None:
    assert forget.run(tmp_path, ID, True) == 2


def test_the_list_of_wiped_studies_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "forgotten"
    forgotten = Forgotten(path)
    forgotten.add(["1.2", "1.3"])
    forgotten.add(["1.3", "1.4"])
    again = Forgotten(path)
    assert [uid in again for uid in ("1.2", "1.3", "1.4", "1.5")] == [True, True, True, False]
    assert len(path.read_text().splitlines()) == 3
    AuditLog(tmp_path / "audit.jsonl")  # an empty log writes nothing
    assert not (tmp_path / "audit.jsonl").exists()


def test_what_a_full_disk_left_of_a_line_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "forgotten"
    path.write_text("0123")
    Forgotten(path).add(["1.2"])
    assert "1.2" in Forgotten(path)


def test_what_failed_halfway_is_found_again(paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise CacheError("cache_not_written", "The image cache cannot be used: disk trouble.")

    with monkeypatch.context() as patch:
        patch.setattr(ImageCache, "wipe", full)
        assert forget.run(tmp_path, ID, True) == 1
    with Journal(paths.journal_file) as journal:
        assert len(studies_of(journal, ID)) == 2
    assert forget.run(tmp_path, ID, True) == 0


def test_a_wipe_that_is_broken_off_says_so_and_is_finished_by_the_next(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    image = ImageCache(paths.cache).store("1.1", "9", NAME.encode() * 100)
    other = tmp_path / "the same file by another name"
    other.hardlink_to(image)
    with monkeypatch.context() as patch:
        patch.setattr("app.store.cache._overwrite", Mock(side_effect=KeyboardInterrupt))
        assert forget.run(tmp_path, ID, True) == 1
    assert "wiped in part only" in capsys.readouterr().err and NAME.encode() in other.read_bytes()
    assert forget.run(tmp_path, ID, True) == 0
    assert NAME.encode() not in other.read_bytes()


def test_no_row_is_left_where_the_journal_cannot_be_written_anew(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    full = JournalError("journal_not_written", "The journal cannot be written: database or disk is full.")
    monkeypatch.setattr(Journal, "_write_anew", Mock(side_effect=full))
    with Journal(paths.journal_file) as journal:
        journal._db.execute("PRAGMA secure_delete = OFF")  # as on systems whose SQLite was built so
        with pytest.raises(JournalError, match="full"):
            journal.forget(["1.1", "1.2"])
    assert NAME.encode() not in b"".join(file.read_bytes() for file in paths.data.glob("journal*"))


def test_earlier_studies_that_no_journal_knows_go_with_the_patient(paths: Paths, tmp_path: Path) -> None:
    """They were fetched to compare with, and may be of this patient."""
    cache = ImageCache(paths.cache)
    cache.store("9.9", "9.9.1", b"an earlier study")
    assert forget.run(tmp_path, ID, True) == 0
    assert {one.name for one in cache.kept()} == {folder_name("1.3"), folder_name("1.4")}
