"""A second start with one profile: it hands over what it was asked for, and the first one shows itself."""

from __future__ import annotations

import errno
import threading
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import application, start
from app.errors import JournalError, SettingsError
from app.loaded import load
from app.paths import Paths
from app.profile_lock import is_locked, profile_lock
from app.second_start import Requests, hand_over


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.of_profile(tmp_path / "profile").make()


def test_nobody_runs(paths: Paths) -> None:
    assert not is_locked(paths)
    assert not hand_over(paths, [])
    assert not paths.requests.exists()


def test_the_first_one_is_told_and_the_second_ends(bot: QtBot, paths: Paths, tmp_path: Path) -> None:
    asked: list[tuple[Path, ...]] = []
    done: list[int] = []
    name = tmp_path / "Größe, \udcff.dcm"  # names need not be text
    name.touch()
    with profile_lock(paths):
        assert is_locked(paths)
        requests = Requests(paths)
        requests.asked.connect(asked.append)
        early = threading.Thread(target=lambda: done.append(hand_over(paths, [])))
        early.start()  # while the first one is starting
        bot.waitUntil(lambda: bool(list(paths.requests.glob("*.json"))))
        requests.start()
        bot.waitUntil(lambda: done == [True])
        assert asked == [()]
        later = threading.Thread(target=lambda: done.append(start.run(tmp_path / "profile", files=[name])))
        later.start()
        bot.waitUntil(lambda: done == [True, 0])
        assert asked == [(), (name,)]
        assert list(paths.requests.iterdir()) == []
        (paths.requests / "forged.json").write_text("{{")
        (paths.requests / "strange.json").write_text("7")
        bot.waitUntil(lambda: list(paths.requests.iterdir()) == [])
        assert len(asked) == 2
        requests.stop()
        early.join()
        later.join()
    assert paths.requests.stat().st_mode & 0o077 == 0


def test_of_two_starts_at_once_the_slower_one_hands_over(
    bot: QtBot, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Path]] = []

    def take(_: Paths, files: list[Path]) -> bool:
        asked.append(files)
        return True

    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    monkeypatch.setattr("app.application.hand_over", take)
    monkeypatch.chdir(tmp_path)
    with profile_lock(paths):
        assert application.run(qt, paths, load(paths), background=True, files=[Path("x.dcm")]) == 0
    assert asked == [[tmp_path / "x.dcm"]]


def test_a_full_disk_is_not_called_a_folder_that_is_not_writable(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.data.rmdir()
    with pytest.raises(SettingsError, match=r"cannot be written: .+; make it writable"), profile_lock(paths):
        pass
    full = Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    monkeypatch.setattr("app.profile_lock.tempfile.TemporaryFile", full)
    with pytest.raises(SettingsError, match="No space left on device; make room"), profile_lock(paths):
        pass


def test_one_that_does_not_answer_is_told(paths: Paths) -> None:
    with profile_lock(paths), pytest.raises(JournalError, match="does not answer"):
        hand_over(paths, [], answer_s=0.1)
    assert list(paths.requests.iterdir()) == []


def test_one_that_ends_meanwhile_leaves_the_start_to_us(paths: Paths) -> None:
    answers: list[bool] = []
    with profile_lock(paths):
        second = threading.Thread(target=lambda: answers.append(hand_over(paths, [])))
        second.start()
        while not list(paths.requests.glob("*.json")):
            time.sleep(0.01)
    second.join()
    assert answers == [False] and list(paths.requests.iterdir()) == []


def test_a_missing_file_is_told_before_anything_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.run(tmp_path / "profile", files=[tmp_path / "gone.dcm"]) == 2
    assert "gone.dcm: there is no such file or folder." in capsys.readouterr().err
    assert not (tmp_path / "profile").exists()


def test_one_on_another_computer_is_named_and_asked_for_nothing(paths: Paths) -> None:
    """Folders of users on a server: what a crash left there is not known here to be one."""
    paths.make()
    (paths.data / "firstread.lock").write_text("4711\nfirstread\nreading-room-2\n\n\n")
    started = time.monotonic()
    with pytest.raises(JournalError, match="on the computer reading-room-2; close it there") as error:
        hand_over(paths, [Path("/a/file")])
    assert time.monotonic() - started < 2 and not paths.requests.exists()
    assert "firstread.lock" in str(error.value)
    with pytest.raises(JournalError, match="reading-room-2"), profile_lock(paths):
        pytest.fail("not ours")
