"""The patients' columns of the journal: encrypted in the file, in plain text for the program, refused when changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from app.domain.states import StudyState
from app.domain.study import Study
from app.errors import JournalError
from app.store import marks
from app.store.audit import AuditLog
from app.store.cache import ImageCache
from app.store.encryption import Cipher
from app.store.forgotten import Forgotten
from app.store.journal import Journal
from app.store.wipe import studies_of, wipe
from tests.app.key_store import Store, key_store
from tests.app.values import study

SECRETS = ("MÜLLER^ANNA", "PID-4711", "1961-07-23", "ACC-0815", "HEAD AFTER A FALL", "2026-03-01T21:45", "call Dr Bo")


@pytest.fixture
def store() -> Iterator[Store]:
    with key_store() as made:
        yield made


def _patient(uid: str) -> Study:
    return replace(
        study(uid), patient_name=SECRETS[0], patient_id=SECRETS[1], birth_date=date(1961, 7, 23),
        accession_number=SECRETS[3], description=SECRETS[4], study_at=datetime(2026, 3, 1, 21, 45),
    )  # fmt: skip


def _fill(journal: Journal) -> None:
    journal.found(_patient("1.1"))
    journal.found(study("1.2"))
    marks.note(journal, "1.1", SECRETS[6])


def _found_in(folder: Path) -> set[str]:
    """Which of the secrets some file of the journal has in plain text."""
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    return {secret for secret in SECRETS if secret.encode() in content}


def test_nothing_of_the_patient_is_in_the_files(tmp_path: Path, store: Store) -> None:
    with Journal(tmp_path / "j", encrypt=True) as journal:
        _fill(journal)
        assert _found_in(tmp_path) == set()  # not in the write-ahead log either
        record = journal.get("1.1")
        assert record is not None and record.study == _patient("1.1") and record.note == SECRETS[6]
        assert journal.transition("1.1", StudyState.QUEUED).study == _patient("1.1")
        assert journal.found(replace(_patient("1.1"), description="")).study == _patient("1.1")
    with Journal(tmp_path / "j") as journal:
        assert journal.records()[0].study == _patient("1.1")
    assert _found_in(tmp_path) == set()
    assert len(store.kept) == 1


def test_a_journal_is_encrypted_and_decrypted_as_a_whole(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        _fill(journal)
        before = journal.records()
    assert _found_in(tmp_path) == set(SECRETS) and not store.kept
    with Journal(path, encrypt=True) as journal:
        assert journal.records() == before
        assert _found_in(tmp_path) == set()
    with Journal(path, encrypt=False) as journal:
        assert journal.records() == before
    assert _found_in(tmp_path) == set(SECRETS) and not store.kept


def test_a_crash_before_the_file_is_written_anew_leaves_no_plain_text(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal._db.execute("PRAGMA secure_delete = OFF")  # some builds of SQLite zero what gets free by themselves
        for number in range(120):
            journal.found(_patient(f"2.{number}"))
            marks.note(journal, f"2.{number}", f"{SECRETS[6]} {number} " * 120)
        for number in range(120):
            marks.note(journal, f"2.{number}", "")  # their pages are free now, and still hold it
        _fill(journal)
    write_anew, calls = Journal._write_anew, list[int]()

    def crash(journal: Journal) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise JournalError("crash", "The program was killed here.")
        write_anew(journal)

    with monkeypatch.context() as patch, pytest.raises(JournalError):
        patch.setattr(Journal, "_write_anew", crash)
        Journal(path, encrypt=True)
    with Journal(path, encrypt=True) as journal:
        assert len(journal.records()) == 120 + 2
    assert _found_in(tmp_path) == set()


def test_retention_and_wipe_work_on_an_encrypted_journal(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "data"
    with Journal(folder / "j", encrypt=True) as journal:
        _fill(journal)
        cache = ImageCache(tmp_path / "cache")
        image = cache.store("1.1", "1.1.1", b"image")
        records = studies_of(journal, SECRETS[1])
        assert [record.uid for record in records] == ["1.1"]
        wipe(records, journal, cache, Forgotten(tmp_path / "forgotten"), AuditLog(tmp_path / "audit"))
        assert [record.uid for record in journal.records()] == ["1.2"] and not image.exists()
        assert journal.forget(["1.2"]) == 1 and journal.records() == []


@pytest.mark.parametrize("column", ["patient_name", "birth_date", "note"])
def test_a_value_of_another_row_is_refused(tmp_path: Path, store: Store, column: str) -> None:
    with Journal(tmp_path / "j", encrypt=True) as journal:
        _fill(journal)
        journal.found(replace(_patient("1.3"), patient_name="X"))
    with closing(sqlite3.connect(tmp_path / "j")) as db, db:
        other = f"(SELECT {column} FROM study WHERE study_instance_uid = '1.3')"
        db.execute(f"UPDATE study SET {column} = {other} WHERE study_instance_uid = '1.1'")
    with Journal(tmp_path / "j") as journal, pytest.raises(JournalError) as told:
        journal.records()
    assert told.value.reason.code == "journal_not_decrypted"


def test_a_lost_or_wrong_key_opens_nothing_and_harms_nothing(tmp_path: Path, store: Store) -> None:
    with Journal(tmp_path / "j", encrypt=True) as journal:
        _fill(journal)
    ((entry, key),) = store.kept.items()
    for value, code in ((None, "key_missing"), ("no base64", "key_missing"), ("A" * 43 + "=", "key_wrong")):
        store.kept = {} if value is None else {entry: value}
        for encrypt in (True, False, None):
            with pytest.raises(JournalError) as told:
                Journal(tmp_path / "j", encrypt)
            assert told.value.reason.code == code
    store.kept = {entry: key}
    with Journal(tmp_path / "j") as journal:
        assert journal.records()[0].study == _patient("1.1")


def test_without_a_key_store_nothing_is_kept_unencrypted(tmp_path: Path, store: Store) -> None:
    keyring.set_keyring(fail.Keyring())
    with pytest.raises(JournalError) as told:
        Journal(tmp_path / "j", encrypt=True)
    assert told.value.reason.code == "no_key_store"
    with Journal(tmp_path / "j", encrypt=False) as journal:  # needs no key store
        assert journal.records() == []


def test_the_same_text_is_never_encrypted_to_the_same(store: Store) -> None:
    cipher = Cipher.new()
    row = {"study_instance_uid": "1.1", "patient_name": "A^B", "birth_date": None, "state": "found"}
    one, two = cipher.seal("1.1", row), cipher.seal("1.1", row)
    assert one["patient_name"] != two["patient_name"]
    assert cipher.open(one) == cipher.open(two) == row
    assert (one["birth_date"], one["state"], one["study_instance_uid"]) == (None, "found", "1.1")
