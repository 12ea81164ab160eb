from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application, interruptible
from app.errors import JournalError
from app.pacs.archive import Archive
from app.paths import Paths
from app.settings import Settings
from app.store.journal import Journal
from tests.gui import values


@pytest.fixture
def archive() -> Archive:
    """An archive that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Archive("Gone", "127.0.0.1", free.getsockname()[1], "GONE", connection_timeout_s=0.3)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(poll_interval_s=0.2, analysis_model_dir=str(tmp_path / "no model"))


def test_the_window_shows_the_journal_and_the_truth_about_archive_and_detector(
    bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings
) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Journal(paths.journal_file) as journal:
        journal.found(values.study(1))
    with Application(paths, settings, archive) as application:
        window = application.window
        bot.addWidget(window)
        application.start()
        assert [r.uid for r in window.model.records()] == [values.study(1).study_instance_uid]
        bot.waitUntil(lambda: "Gone: not reachable" in window.status.archive.text.text(), timeout=10_000)
        bot.waitUntil(lambda: "model" in window.status.device.text.text().lower(), timeout=30_000)
        window.open_study(values.study(1).study_instance_uid)
        bot.waitUntil(lambda: window.viewer.answered, timeout=10_000)
        assert "No image of this study has arrived yet." in window.viewer.message.text.text()
        window._read.trigger()
        bot.waitUntil(lambda: window.model.records()[0].read_at is not None, timeout=5_000)
    with Journal(paths.journal_file) as journal:
        assert journal.records()[0].read_at is not None
    assert (paths.config / "window.ini").exists()


def test_one_profile_is_open_only_once(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Application(paths, settings, archive) as first:
        bot.addWidget(first.window)
        with pytest.raises(JournalError, match="already runs"):
            Application(paths, settings, archive)
    with Application(paths, settings, archive) as again:
        bot.addWidget(again.window)


def test_the_layout_comes_back(bot: QtBot, tmp_path: Path, archive: Archive, settings: Settings) -> None:
    paths = Paths.of_profile(tmp_path).make()
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        application.window.worklist.table.horizontalHeader().resizeSection(5, 321)
    with Application(paths, settings, archive) as application:
        bot.addWidget(application.window)
        assert application.window.worklist.table.columnWidth(5) == 321


def test_ctrl_c_ends_the_loop(bot: QtBot) -> None:
    ended: list[int] = []
    with interruptible(lambda: ended.append(1)):
        os.kill(os.getpid(), signal.SIGINT)
        bot.waitUntil(lambda: bool(ended), timeout=2000)
    QApplication.processEvents()


def _start(*arguments: str, repo: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", *arguments], cwd=repo, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process on Windows")
def test_the_program_starts_and_ends_cleanly(tmp_path: Path, repo: Path) -> None:
    process = _start("--profile", str(tmp_path), repo=repo)
    try:
        until = time.monotonic() + 60
        while not (tmp_path / "data" / "firstread.lock").exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not (tmp_path / "data" / "firstread.lock").exists()


def test_wrong_usage_is_told(repo: Path) -> None:
    process = _start("demo", "--speed", "0", repo=repo)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2 and "--speed" in errors


def test_bad_settings_stop_the_start_with_a_sentence(tmp_path: Path, repo: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text('[archive]\nae_title = "A\\\\B"\n')
    process = _start("--profile", str(tmp_path), repo=repo)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2 and "AE title" in errors
