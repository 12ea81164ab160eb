"""What menu Tools has for IT, in the application itself; and the report of a crash at the next start."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app import crash_reports
from app.application import Application
from app.loaded import previous_file
from app.pacs.archive import Archive
from app.paths import Paths
from app.policy import Policy
from app.settings import Settings
from app.views.assistant import SetupAssistant
from app.views.crash_dialog import CrashDialog
from app.views.splash import Splash
from tests.app.pipeline import detectors


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.of_profile(tmp_path / "profile").make()


@pytest.fixture
def application(bot: QtBot, paths: Paths, tmp_path: Path) -> Iterator[Application]:
    with socket.socket() as free:  # bound, but nobody listens
        free.bind(("127.0.0.1", 0))
        settings = Settings(
            archive_port=free.getsockname()[1], archive_host="127.0.0.1", poll_interval_s=3600,
            analysis_model_dir=str(tmp_path / "none"),
        )  # fmt: skip
        settings.save(paths.settings_file)
        with Application(
            paths, settings, Archive.from_settings(settings), opener=detectors.open_obedient,
            policy=Policy({"storage.images_days": 7}),
        ) as one:  # fmt: skip
            bot.addWidget(one.window)
            yield one
    assert QThreadPool.globalInstance().waitForDone(30_000)


def test_settings_go_out_and_come_in(application: Application, bot: QtBot, paths: Paths, tmp_path: Path) -> None:
    application.start()
    file = tmp_path / "out.toml"
    application.it_tools.export_to(file)
    said = application.window.status
    bot.waitUntil(lambda: said.currentMessage().startswith("Settings written"), timeout=10_000)
    text = file.read_text(encoding="utf-8")
    assert "interval_s = 3600.0" in text
    file.write_text(text + "[fetch]\nthreads = 5\n", encoding="utf-8")
    before = paths.settings_file.read_bytes()
    application.it_tools.import_from(file)
    bot.waitUntil(lambda: "take effect" in said.currentMessage(), timeout=10_000)
    assert Settings.load(paths.settings_file)[0].fetch_threads == 5
    assert previous_file(paths).read_bytes() == before
    bot.waitUntil(lambda: "setting fetch.threads = 5" in paths.audit_file.read_text(encoding="utf-8"), timeout=10_000)


def test_a_bad_file_changes_nothing_and_says_each_line(
    application: Application, bot: QtBot, paths: Paths, tmp_path: Path
) -> None:
    before = paths.settings_file.read_bytes()
    file = tmp_path / "bad.toml"
    file.write_text("[archive]\nport = 0\n[storage]\nimages_days = 9\n")
    application.it_tools.import_from(file)
    bot.waitUntil(lambda: application.window.findChild(QMessageBox) is not None, timeout=10_000)
    box = application.window.findChild(QMessageBox)
    assert box is not None
    assert "bad.toml, line 2: archive.port must be" in box.informativeText()
    assert "bad.toml, line 4: storage.images_days is set by your administrator." in box.informativeText()
    box.close()
    assert paths.settings_file.read_bytes() == before


def test_the_assistant_from_the_menu_saves_what_was_confirmed(
    application: Application, bot: QtBot, paths: Paths
) -> None:
    application.start()
    dialog = application.it_tools.show_assistant()
    assert dialog.isVisible()
    dialog.next()
    dialog.archive.fields.editors["archive.host"].put("pacs.example.org")
    dialog.next()
    dialog.reject()
    bot.waitUntil(lambda: Settings.load(paths.settings_file)[0].archive_host == "pacs.example.org", timeout=10_000)
    QThreadPool.globalInstance().waitForDone(5000)


def test_the_program_ends_while_the_assistant_is_open(application: Application) -> None:
    application.start()
    application.it_tools.show_assistant().next()
    assert application.window.findChild(SetupAssistant) is not None


def test_a_bundle_in_one_click(application: Application, bot: QtBot, tmp_path: Path) -> None:
    application.start()
    out = tmp_path / "bundle.zip"
    application.it_tools.write_bundle(out)
    said = application.window.status
    bot.waitUntil(lambda: said.currentMessage().startswith("Support bundle written"), timeout=60_000)
    with zipfile.ZipFile(out) as bundle:
        assert "doctor.json" in bundle.namelist()


def test_what_went_wrong_is_shown_once(application: Application, paths: Paths) -> None:
    crash_reports.write(paths.log, "It happened.", "ValueError\n  x.py:1 f")
    application.start()
    dialog = application.window.findChild(CrashDialog)
    assert dialog is not None and dialog.isVisible() and "ValueError" in dialog.reports.toPlainText()
    dialog.close()
    assert application.it_tools.show_crashes() is None


def test_the_splash_says_what_is_waited_for(bot: QtBot) -> None:
    splash = Splash()
    bot.addWidget(splash)
    splash.say("Loading ...")
    assert splash.isVisible() and splash.waiting.text() == "Loading ..."
    splash.close()
