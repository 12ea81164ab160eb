from __future__ import annotations

import json
import os
import socket
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from app import doctor
from app.__main__ import main
from app.doctor import machine, report
from app.doctor.finding import Finding, Skipped, Wrong, look
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.association import Cancel
from app.paths import Paths
from app.policy import Policy
from app.settings import Problem, Settings
from app.store.journal import SCHEMA_VERSION, Journal
from tests.app.key_store import key_store


def test_a_full_examination_is_written_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    with socket.socket() as free:  # bound, but nobody listens: refuses at once
        free.bind(("127.0.0.1", 0))
        settings = Settings(archive_port=free.getsockname()[1], analysis_model_dir=str(tmp_path / "no model"))
        settings.save(paths.settings_file)
        assert doctor.run(tmp_path / "profile", tmp_path / "out.json") == 1
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    found = {finding["name"]: finding for finding in written["findings"]}
    assert written["ok"] is False
    for name in ("settings", "disk: cache", "disk: speed", "permissions", "journal"):
        assert found[name]["ok"] and found[name]["group"] == "This computer", found[name]
    assert found["archive: port"]["group"] == "Archive"
    assert found["processor"]["ok"] is False and found["processor"]["remedy"]
    shown = capsys.readouterr().out
    assert "BAD archive: port" in shown and "To mend it: " in shown and "\nArchive:\n" in shown


def test_a_reader_that_was_not_imported_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
    alone = Settings(analysis_reader="blast-ct")
    for see, settings in ((machine.processor, alone), (machine.second_reader, Settings(analysis_second_reader=True))):
        finding = look("reader", partial(see, settings, Cancel()))
        assert finding.ok is False and "not imported" in finding.text and "import-blast-ct" in finding.remedy


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    cancel = Cancel()
    findings = doctor.examine(tmp_path, cancel)
    assert next(findings).name == "program"
    cancel.set()
    with pytest.raises(ArchiveCancelled):
        list(findings)


def test_who_can_mend_settings_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who may not change the policy is not sent to settings.toml for it."""
    bad = Problem("policy.toml", "policy.toml cannot be read; no policy is in force.")
    monkeypatch.setattr("app.loaded.machine_policy", lambda: Policy({"archive.host": "pacs"}, (bad,)))

    def remedy() -> str:
        switches = {"archive.host": "other"}
        return next(f.remedy for f in doctor.examine(tmp_path, switches=switches) if f.name == "settings")

    assert remedy() == "Have your administrator correct the policy. Leave out --set archive.host."
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("[archive]\nport = 0\n")
    assert remedy().endswith(" Correct settings.toml.")


def test_settings_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text("[archive]\nport = 'many'\n")
    found = next(f for f in doctor.examine(tmp_path) if f.name == "settings")
    assert found.ok is False and "archive.port" in found.text


def test_a_damaged_journal_is_found(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"not a data base" * 100)
    finding = look("journal", lambda: machine.journal(path))
    assert finding.ok is False and "Rename" in finding.remedy
    path.unlink()
    path.touch()
    assert machine.journal(path).startswith("An empty one")
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE study (x)")
        db.execute("PRAGMA user_version = 1")
    db.close()
    assert machine.journal(path) == "Sound, 0 studies."


def test_a_journal_that_cannot_be_opened_is_not_given_up(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with key_store() as keys:
        Journal(path, encrypt=True).close()
        assert machine.journal(path) == "Sound, 0 studies, encrypted."
        keys.kept.clear()
        finding = look("journal", lambda: machine.journal(path))
        assert finding.ok is False and "key store" in finding.text and "backup" in finding.remedy
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        finding = look("journal", lambda: machine.journal(path))
        assert finding.ok is False and "newer" in finding.text and "Rename" not in finding.remedy
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("CREATE TABLE x (y)")
        finding = look("journal", lambda: machine.journal(path))
        assert finding.ok is False and "locked" in finding.text and finding.remedy.startswith("Another program")
    path.unlink()
    path.mkdir()
    finding = look("journal", lambda: machine.journal(path))
    assert finding.ok is False and finding.remedy.startswith("Check who may")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="changes who it runs as")
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    folder = tmp_path / "theirs" / "data"
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)

    def looks() -> list[Finding]:
        return [
            look("disk", lambda: machine.disk(folder)),
            look("speed", lambda: machine.disk_speed(folder)),
            look("room", lambda: machine.room(folder, Settings())),
            look("journal", lambda: machine.journal(folder / "journal.sqlite3")),
        ]

    # First as ourselves: that user may not be able to read Python's own files, and a codec that was looked for in vain
    # stays unknown to the whole process.
    looks()
    os.seteuid(65_534)
    try:
        found = looks()
    finally:
        os.seteuid(0)
    assert not any("unexpectedly" in finding.text for finding in found)
    assert all(finding.ok is False and "Permission denied" in finding.text for finding in (found[0], found[3]))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for see in (machine.disk, machine.disk_speed):
        finding = look("disk", lambda see=see: see(tmp_path / "file" / "below"))  # type: ignore[misc]
        assert finding.ok is False and finding.remedy


def test_a_disk_that_writes_too_slowly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_SLOW_MB_S", 1e9)
    with pytest.raises(Wrong, match=r"only \d+\.\d MB/s") as wrong:
        machine.disk_speed(tmp_path)
    assert "solid-state" in wrong.value.remedy


def test_a_lack_of_room_is_told_with_the_settings_to_change(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="Nothing new is fetched") as wrong:
        machine.room(tmp_path, Settings(fetch_least_disk_gb=10_000.0))
    assert "fetch.least_disk_gb" in wrong.value.remedy
    assert machine.room(tmp_path, Settings(fetch_least_disk_gb=0.0, fetch_least_memory_gb=0.0)).startswith("There is")


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_files_that_others_can_read(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    assert machine.permissions(paths) == "Only their owner can read them."
    Settings().save(paths.settings_file)
    paths.settings_file.chmod(0o640)
    paths.cache.chmod(0o755)
    with pytest.raises(Wrong, match=r"can read: cache, settings\.toml\.") as wrong:
        machine.permissions(paths)
    assert "chmod" in wrong.value.remedy


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
def test_files_of_another_user(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    os.chown(paths.data, 12345, -1)
    with pytest.raises(Wrong, match="another user: data") as wrong:
        machine.permissions(paths)
    assert "owner" in wrong.value.remedy


def test_a_library_that_the_system_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A portable package on a server: Qt's own error is a traceback."""

    def refused(name: str, *_: object) -> object:
        raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")

    with monkeypatch.context() as within:
        within.setattr("importlib.import_module", refused)
        with pytest.raises(Wrong, match=r"this system lacks libGL\.so\.1; .*libgl1"):
            machine.screen()
    monkeypatch.setattr("app.__main__._main", refused)
    assert main(["demo"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Firstread cannot draw a window") and said.count("\n") == 1


def test_a_screen_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Wrong, match="screen"):
        machine.screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert machine.screen() == "DISPLAY is set."


def test_what_a_broken_look_comes_to() -> None:
    def broken() -> str:
        raise ZeroDivisionError("the name of a patient")

    finding = look("x", broken, "group")
    assert finding.ok is False and "ZeroDivisionError" in finding.text and "patient" not in finding.text
    assert finding.group == "group" and finding.remedy

    def skip() -> str:
        raise Skipped("Nothing there.")

    assert look("x", skip) == Finding("x", None, "Nothing there.", seconds=look("x", skip).seconds)


def test_a_sentence_that_says_what_to_do_is_taken_apart() -> None:
    wrong = Wrong.of(ArchiveError("x", "It is busy; try later."), "Other.")
    assert (wrong.text, wrong.remedy) == ("It is busy.", "Try later.")
    wrong = Wrong.of(ArchiveError("x", "It is busy."), "Other.")
    assert (wrong.text, wrong.remedy) == ("It is busy.", "Other.")


def test_what_was_not_looked_at_is_no_trouble() -> None:
    fine, skipped, bad = (Finding("x", ok, "Text.") for ok in (True, None, False))
    assert report.document([fine, skipped])["ok"] is True
    assert report.document([fine, bad])["ok"] is False
    assert report.as_text(Finding("x", False, "Bad.", "Mend.")).splitlines()[1].strip() == "To mend it: Mend."


def test_a_key_store_is_looked_at_where_one_is_wanted() -> None:
    """Without one an encrypted profile does not start, and nothing else said why."""
    encrypted, signed_in = Settings(privacy_encrypt_images=True), Settings(archive_identity="password")
    with key_store() as store:
        with pytest.raises(Skipped):
            machine.key_store(Settings())
        assert machine.key_store(encrypted) == machine.key_store(signed_in) == "It can be used."
        store.locked = True
        with pytest.raises(Wrong, match="does not start") as wrong:
            machine.key_store(encrypted)
        assert "Unlock it" in wrong.value.remedy
        keyring.set_keyring(fail.Keyring())
        with pytest.raises(Wrong, match="has no key store") as wrong:
            machine.key_store(signed_in)
        assert "gnome-keyring" in wrong.value.remedy and "start" not in wrong.value.text
